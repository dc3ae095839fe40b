"""Office files for tests: a plan as Word whose numbering is left to Word, and as PDF, with and without an office."""

import io
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_KINDS = (
    (0, re.compile(r"([IVX]+)\.\s+")),
    (1, re.compile(r"(\d{1,2})\.\s+")),
    (2, re.compile(r"([a-zđ])\)\s+")),
    (3, re.compile(r"(-)\s+")),
)
_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _value(level: int, label: str) -> int:
    if level == 0:
        values = [_ROMAN[c] for c in label]
        return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    return int(label) if level == 1 else ord(label) - ord("a") + 1 if level == 2 else 0


class _Lists:
    """One multi-level list; an instance of its own where the printed number is not the next one."""

    def __init__(self, document: docx.document.Document) -> None:
        self.root = document.part.numbering_part.element
        for old in list(self.root):
            self.root.remove(old)
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for i, (form, text) in enumerate(_LEVELS)
        )
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>{levels}'
        self.root.append(parse_xml(xml + "</w:abstractNum>"))
        self.count = [0, 0, 0, 0]
        self.made = 0
        self.current = self.instance("")

    def instance(self, override: str) -> int:
        self.made += 1
        xml = f'<w:num {nsdecls("w")} w:numId="{self.made}"><w:abstractNumId w:val="7"/>{override}</w:num>'
        self.root.append(parse_xml(xml))
        return self.made

    def number(self, paragraph: docx.text.paragraph.Paragraph, level: int, label: str) -> None:
        if level < 3:
            wanted = _value(level, label)
            if wanted != self.count[level] + 1:
                start = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{wanted}"/></w:lvlOverride>'
                self.current = self.instance(start)
            self.count[level] = wanted
            self.count[level + 1 :] = [0] * (3 - level)
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{self.current}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def word_of(text: str, *, numbered: bool = True) -> bytes:
    """The plan as .docx; with `numbered`, the labels «I.», «1.», «a)», «-» are only in numbering.xml."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = docx.shared.Pt(14)
    lists = _Lists(document)
    for line in filter(str.strip, text.split("\n")):
        line = line.strip()
        found = next(((n, m) for n, pattern in _KINDS if numbered and (m := pattern.match(line))), None)
        paragraph = document.add_paragraph(line[found[1].end() :] if found else line)
        paragraph.paragraph_format.first_line_indent = docx.shared.Cm(1)
        paragraph.paragraph_format.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY
        if found:
            lists.number(paragraph, found[0], found[1].group(1))
    return saved(document)


def with_head(document: docx.document.Document, left: list[str], right: list[str]) -> None:
    """The two-column head of Decree 30/2020/NĐ-CP as a table without borders."""
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(cells, (left, right), strict=True):
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
        for paragraph in cell.paragraphs:
            paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def office() -> str:
    return shutil.which("soffice") or ""


def pdf_of(word: bytes, folder: Path) -> bytes:
    """The same document as PDF, through LibreOffice."""
    source = folder / "in.docx"
    source.write_bytes(word)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "in.pdf").read_bytes()


def pictures_of(pdf: bytes, folder: Path, dpi: int = 200) -> list[bytes]:
    """The pages of a PDF as PNG files, by poppler."""
    source = folder / "pages.pdf"
    source.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-png", str(source), str(folder / "page")], check=True, timeout=180
    )
    return [p.read_bytes() for p in sorted(folder.glob("page*.png"))]


def scan_of(pdf: bytes, folder: Path, dpi: int = 300) -> bytes:
    """The pages of a PDF as pictures in a PDF: what a scanner sends."""
    source = folder / "paper.pdf"
    source.write_bytes(pdf)
    for old in folder.glob("sheet*.pgm"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", str(source), str(folder / "sheet")], check=True, timeout=180)
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for sheet in sorted(folder.glob("sheet*.pgm")):
        data = sheet.read_bytes()
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
        assert head
        width, height, first = int(head[1]), int(head[2]), len(objects) + 1
        across, down = width * 72 / dpi, height * 72 / dpi
        packed = zlib.compress(data[head.end() :], 1)
        drawn = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (across, down)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R" % (across, down, first + 1)
            + b" /Resources << /XObject << /I %d 0 R >> >> >>" % (first + 2),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray" % (width, height)
            + b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        ]
        kids.append(b"%d 0 R" % first)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return bound(objects)


def small_pdf(pages: list[list[tuple[float, float, str]]], extra: bytes = b"", size: int = 14) -> bytes:
    """A PDF by hand: texts at (x, y) points from the top left of an A4 page, in a font with its own Unicode map."""
    letters = sorted({c for page in pages for _, _, text in page for c in text})
    code = {c: i + 1 for i, c in enumerate(letters)}
    objects: list[bytes] = [b""] * 4
    kids = []
    for page in pages:
        drawn = b"".join(
            b"BT /F1 %d Tf %.2f %.2f Td <%s> Tj ET\n"
            % (size, x, 842 - y, "".join(f"{code[c]:04x}" for c in text).encode())
            for x, y, text in page
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (len(objects), extra)
        )
        kids.append(b"%d 0 R" % len(objects))
    maps = b"".join(b"<%04x> <%s>\n" % (i, c.encode("utf-16-be").hex().encode()) for c, i in code.items())
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n%d beginbfchar\n%sendbfchar\n"
        b"endcmap end end" % (len(code), maps)
    )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects[2] = b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /ToUnicode %d 0 R" % (
        len(objects) + 1
    ) + b" /DescendantFonts [%d 0 R] >>" % (len(objects) + 2)
    objects[3] = b"<< /Type /FontDescriptor /FontName /F /Flags 4 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap))
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 /FontDescriptor 4 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    return bound(objects)


def bound(objects: list[bytes]) -> bytes:
    """Objects 1, 2, … as a PDF file with its table of offsets; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in places)
    return bytes(out + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def scan_pdf(width: int, height: int, grey: bytes) -> bytes:
    """A PDF of one page that is only a picture."""
    packed = zlib.compress(grey)
    picture = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    drawn = b"q 595 0 0 842 0 0 cm /I Do Q"
    return bound(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /I 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            picture % (width, height)
            + b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        ]
    )

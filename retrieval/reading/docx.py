""".docx → text in reading order: labels computed, tables as rows, text boxes, footnotes, old fonts turned to Unicode.

The parts are read with a plain XML reader rather than with python-docx, which skips text boxes, notes and labels and
drops the rest of a run at an entity without a word.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from retrieval.reading.encodings import by_font
from retrieval.reading.extract import Extract
from retrieval.reading.numbering import Numbering
from retrieval.reading.package import open_word
from retrieval.reading.safety import parse_xml, unpack
from retrieval.words import squeeze

_OFF = ("0", "false", "off", "none")
_INSIDE = frozenset(
    ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "moveTo", "bdo", "dir", "oMath",
     "oMathPara", "e", "f", "num", "den", "sup", "sub", "sSup", "sSub", "d")
)  # fmt: skip
_LETTERHEAD = re.compile(r"CỘNG\s*H[ÒO][ÀA]|ĐẢNG CỘNG SẢN|Nơi nhận|Độc lập\s*-|TM\.|KT\.|TL\.|Số\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Style:
    based: str = ""
    num: str = ""
    level: int | None = None
    font: str = ""
    caps: bool | None = None


@dataclass(slots=True)
class _Book:
    """One document being walked: its styles, lists, notes, and what was met on the way."""

    styles: dict[str, _Style]
    default: _Style
    lists: Numbering
    notes: dict[str, str] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)  # notes met in the current paragraph
    boxes: list[list[str]] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def inherited(self, style: str) -> Iterator[_Style]:
        """A style and those it is based on, then the defaults."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            style = self.styles[style].based
        yield self.default


def read_docx(data: bytes, name: str) -> Extract:
    """The text of a Word file. Raises Refused: secrecy mark, password, macro, outside links, limits, damage."""
    archive, main, trees = open_word(data, name)
    folder = main.rpartition("/")[0] + "/"
    book = _book(archive, folder, name)
    book.notes = _notes(trees.get(folder + "footnotes.xml"), book) | _notes(
        trees.get(folder + "endnotes.xml"), book, "e"
    )
    body = trees[main].find("body")
    paragraphs = _blocks(body, book) if body is not None else []
    heads, doubts = _running(trees, folder, book), list[str]()
    if not any(_LETTERHEAD.search(p) for p in paragraphs[:12]) and any(_LETTERHEAD.search(h) for h in heads):
        paragraphs = heads + paragraphs
    elif heads:
        said = " / ".join(dict.fromkeys(squeeze(h) for h in heads))
        doubts.append(f"Đầu trang, chân trang không đưa vào nội dung: «{said[:200]}»")
    doubts += _doubts(archive, trees, book)
    return Extract("docx", "\n\n".join(paragraphs), tuple(doubts))


# --- styles, notes, running heads -----------------------------------------------------------------


def _book(archive: zipfile.ZipFile, folder: str, name: str) -> _Book:
    def tree(part: str) -> Element | None:
        data = unpack(archive, folder + part, name)
        return parse_xml(data, name) if data else None

    styles: dict[str, _Style] = {}
    default = _Style()
    root = tree("styles.xml")
    if root is not None:
        styles = {s.get("styleId", ""): _style(s) for s in root.iter("style")}
        plain = next((s for s in root.iter("style") if s.get("type") == "paragraph" and s.get("default") == "1"), None)
        given = root.find("docDefaults/rPrDefault")
        default = _style(plain) if plain is not None else default
        if not default.font and given is not None:
            default = _Style(font=_style(given).font)
    return _Book(styles, default, Numbering.of(tree("numbering.xml")))


def _style(node: Element) -> _Style:
    based, num, level = node.find("basedOn"), node.find("pPr/numPr/numId"), node.find("pPr/numPr/ilvl")
    caps = node.find("rPr/caps")
    fonts = node.find("rPr/rFonts")
    return _Style(
        based.get("val", "") if based is not None else "",
        num.get("val", "") if num is not None else "",
        _int(level.get("val")) if level is not None else None,
        (fonts.get("ascii") or fonts.get("hAnsi") or "") if fonts is not None else "",
        None if caps is None else caps.get("val", "1") not in _OFF,
    )


def _notes(root: Element | None, book: _Book, prefix: str = "") -> dict[str, str]:
    if root is None:
        return {}
    return {
        prefix + n.get("id", ""): text
        for n in root
        if n.get("type") is None and (text := squeeze(" ".join(_blocks(n, book))))
    }


def _running(trees: dict[str, Element], folder: str, book: _Book) -> list[str]:
    """Heads and feet that say something (a page number does not)."""
    found: list[str] = []
    for part in sorted(trees):
        if re.fullmatch(re.escape(folder) + r"(?:header|footer)\d*\.xml", part):
            found += [t for t in _blocks(trees[part], book) if re.search(r"[^\W\d_]{2}", t)]
    return list(dict.fromkeys(found))


def _doubts(archive: zipfile.ZipFile, trees: dict[str, Element], book: _Book) -> list[str]:
    said = {
        "tracked": "Tệp còn sửa đổi chưa chấp nhận (Track Changes): đã đọc bản sau sửa, bỏ chữ đã xóa",
        "hidden": "Tệp có chữ ẩn: không đưa vào nội dung",
        "font": "Tệp dùng phông chữ cũ (.Vn…, VNI-…): đã chuyển sang Unicode; cần đối chiếu với bản gốc",
    }
    doubts = [said[key] for key in said if key in book.met]
    images = sum(
        bool(re.search(r"/media/.+\.(?:png|jpe?g|tiff?|emf|wmf)$", n, re.IGNORECASE)) for n in archive.namelist()
    )
    if images:
        doubts.append(f"Tệp có {images} ảnh: chữ trong ảnh không được đọc")
    if any("/embeddings/" in n for n in archive.namelist()):
        doubts.append("Tệp có đối tượng nhúng (bảng tính, công thức): không được đọc")
    comments = sum(len(root.findall("comment")) for part, root in trees.items() if part.endswith("comments.xml"))
    return [*doubts, f"Tệp có {comments} ghi chú bên lề: không đưa vào nội dung"] if comments else doubts


# --- the body -------------------------------------------------------------------------------------


def _blocks(node: Element, book: _Book) -> list[str]:
    """Paragraphs and rows under a body, cell, note or text box, in order."""
    found: list[str] = []
    for x in node:
        if x.tag == "p":
            found += _paragraph(x, book)
        elif x.tag == "tbl":
            found += _table(x, book)
        elif x.tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            found += _blocks(x, book)
    return found


def _paragraph(node: Element, book: _Book) -> list[str]:
    props = node.find("pPr")
    style = _attr(props, "pStyle")
    label = _label(props, style, book)
    outer_boxes, outer_notes = book.boxes, book.pending
    book.boxes, book.pending = [], []
    text = _converted(list(_runs(node, style, book)), book)
    after = [line for box in book.boxes for line in box] + [f"Chú thích: {note}" for note in book.pending]
    book.boxes, book.pending = outer_boxes, outer_notes
    lines = "\n".join(s for s in (re.sub(r"[^\S\n]+", " ", x).strip() for x in text.split("\n")) if s)
    return ([f"{label} {lines}".strip()] if lines else []) + after


def _label(props: Element | None, style: str, book: _Book) -> str:
    num = _attr(props, "numPr/numId")
    level = _attr(props, "numPr/ilvl")
    if not num:
        for given in book.inherited(style):
            if given.num:
                num = given.num
                level = level or str(given.level if given.level is not None else book.lists.level_of_style(num, style))
                break
    return book.lists.label(num, _int(level) or 0) if num and num != "0" else ""


def _runs(node: Element, style: str, book: _Book) -> Iterator[tuple[str, str]]:
    """Pieces of text with the font they are set in."""
    for x in node:
        if x.tag == "r":
            yield from _run(x, style, book)
        elif x.tag in ("del", "moveFrom"):
            book.met.add("tracked")
        elif x.tag in _INSIDE:
            if x.tag == "ins":
                book.met.add("tracked")
            yield from _runs(x, style, book)


def _run(node: Element, style: str, book: _Book) -> Iterator[tuple[str, str]]:
    props = node.find("rPr")
    font, caps, hidden = _look(props, style, book)
    for x in node:
        if x.tag == "t" and x.text:
            if hidden:
                book.met.add("hidden")
            else:
                yield font, x.text.upper() if caps else x.text
        elif x.tag in ("tab", "ptab"):
            yield font, "\t"
        elif x.tag == "cr" or (x.tag == "br" and x.get("type") not in ("page", "column")):
            yield font, "\n"
        elif x.tag == "noBreakHyphen":
            yield font, "-"
        elif x.tag in ("footnoteReference", "endnoteReference"):
            note = book.notes.get(("e" if x.tag[0] == "e" else "") + x.get("id", ""))
            book.pending += [note] if note else []
        elif x.tag in ("AlternateContent", "drawing", "pict", "object"):
            book.boxes += [_blocks(box, book) for box in _text_boxes(x)]


def _look(props: Element | None, style: str, book: _Book) -> tuple[str, bool, bool]:
    chain = [*book.inherited(_attr(props, "rStyle")), *book.inherited(style)] if props is not None else None
    chain = chain or list(book.inherited(style))
    own = props.find("rFonts") if props is not None else None
    font = ((own.get("ascii") or own.get("hAnsi")) if own is not None else "") or next(
        (s.font for s in chain if s.font), ""
    )
    set_caps = props.find("caps") if props is not None else None
    caps = set_caps.get("val", "1") not in _OFF if set_caps is not None else None
    if caps is None:
        caps = next((s.caps for s in chain if s.caps is not None), False)
    vanish = props.find("vanish") if props is not None else None
    return font, caps, vanish is not None and vanish.get("val", "1") not in _OFF


def _text_boxes(node: Element) -> Iterator[Element]:
    """The text boxes of a drawing; where Word wrote it twice, for new readers and for old, the first that has text."""
    if node.tag == "AlternateContent":
        ways = [list(_text_boxes(way)) for way in node if way.tag in ("Choice", "Fallback")]
        yield from next((way for way in ways if way), [])
        return
    for x in node:
        if x.tag == "txbxContent":
            yield x
        else:
            yield from _text_boxes(x)


def _converted(pieces: list[tuple[str, str]], book: _Book) -> str:
    """Runs of one font joined before they are converted: VNI sets a letter and its tone in two characters."""
    merged: list[tuple[str, str]] = []
    for font, text in pieces:
        if merged and merged[-1][0] == font:
            merged[-1] = (font, merged[-1][1] + text)
        else:
            merged.append((font, text))
    out = []
    for font, text in merged:
        made = by_font(text, font)
        if made != text:
            book.met.add("font")
        out.append(made)
    return "".join(out)


# --- tables ---------------------------------------------------------------------------------------


def _table(node: Element, book: _Book) -> list[str]:
    """A table of data as one line a row, its heads first; a table that only lays out the page as its paragraphs."""
    made = [[(_blocks(cell, book), _columns(cell)) for cell in _children(row, "tc")] for row in _children(node, "tr")]
    made = [row for row in made if any(cell for cell, _ in row)]
    rows = [[cell for cell, _ in row] for row in made]
    # a cell over several columns leaves the others empty, so that the cells after it stay under their own heads
    wide = [[part for cell, span in row for part in (cell, *[[]] * (span - 1))] for row in made]
    if _lays_out(rows):
        return [line for row in rows for cell in row for line in cell]
    lines = ["| " + " | ".join(squeeze(" ".join(cell)).replace("|", "/") for cell in row) + " |" for row in wide]
    return ["\n".join(lines)] if lines else []


def _children(node: Element, tag: str) -> Iterator[Element]:
    for x in node:
        if x.tag == tag:
            yield x
        elif x.tag in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _children(x, tag)


def _columns(cell: Element) -> int:
    return min(_int(_attr(cell, "tcPr/gridSpan")) or 1, 30)


def _lays_out(rows: list[list[list[str]]]) -> bool:
    """The head («CỘNG HÒA…» beside the agency), the foot («Nơi nhận» beside the signature), a single box."""
    widest = max(map(len, rows), default=0)
    if widest <= 1 or len(rows) == 1:
        return True
    text = "\n".join(line for row in rows[:6] for cell in row for line in cell)
    return widest <= 3 and len(rows) <= 6 and bool(_LETTERHEAD.search(text))


def _attr(node: Element | None, path: str) -> str:
    found = node.find(path) if node is not None else None
    return found.get("val", "") if found is not None else ""


def _int(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,2}", text) else None

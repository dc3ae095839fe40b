"""Malformed and hostile files from a seed: what strangers, broken disks and attackers send."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from tests.making_files import bound, scan_pdf, small_pdf, word_of

PLAN = (
    "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\nSố: 05/KH-UBND\nKẾ HOẠCH\nPhát động phong trào thi đua năm 2025\n"
    "I. CHỈ TIÊU\n1. Thu ngân sách đạt 25 tỷ đồng.\n- Hộ nghèo dưới 1,5%.\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng báo cáo."
)
WORD = word_of(PLAN)
PDF = small_pdf([[(85.0, 100.0 + 20 * i, line) for i, line in enumerate(PLAN.split("\n"))]])
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = f'<w:document xmlns:w="{SPACE}"><w:body>{{}}</w:body></w:document>'
RELATION = (
    '<Relationships xmlns="urn:x"><Relationship Id="r" Type="urn:/{}" Target="{}"'
    ' TargetMode="External"/></Relationships>'
)
MACRO = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


def put(part: str, content: str | bytes, *, into: bytes = WORD) -> bytes:
    """The plan as .docx with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(into)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != part:
                new.writestr(entry, old.read(entry))
        new.writestr(part, content)
    return out.getvalue()


def body(inner: str) -> bytes:
    return put("word/document.xml", DOCUMENT.format(inner))


def flipped(data: bytes, r: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(r.randint(1, 60)):
        out[r.randrange(len(out))] = r.randrange(256)
    return bytes(out)


def cut(data: bytes, r: random.Random) -> bytes:
    return data[: r.randrange(8, len(data) - 1)]


def spliced(data: bytes, r: random.Random) -> bytes:
    a, b = sorted(r.randrange(len(data)) for _ in range(2))
    return data[:a] + r.randbytes(r.randint(0, 300)) + data[b:]


def lying_zip() -> bytes:
    """The directory says 10 bytes, the part unpacks to 25 million."""
    data = bytearray(put("word/document.xml", b"<a>" + b" " * 25_000_000 + b"</a>"))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def many_entries(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for i in range(count):
            z.writestr(f"word/{i}.xml", "")
    return out.getvalue()


def twice(part: str) -> bytes:
    out = io.BytesIO(WORD)
    with zipfile.ZipFile(out, "a") as z:
        z.writestr(part.upper(), "<a/>")
    return out.getvalue()


def locked() -> bytes:
    data = bytearray(WORD)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def png(width: int, height: int, rest: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + rest


def pages(kids: bytes, count: int, *more: bytes) -> bytes:
    return bound(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), *more]
    )


def bomb_pdf(megabytes: int) -> bytes:
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * (megabytes * 75_000), 9)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    return pages(
        b"3 0 R", 1, page, b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

FIXED: list[Callable[[], bytes]] = [
    lambda: b"",
    lambda: b"\0" * 5000,
    lambda: b"PK\x03\x04",
    lambda: put("word/media/a.bin", bytes(25_000_000)),
    lambda: put("word/document.xml", b"<a>" + b" " * 25_000_000 + b"</a>"),
    lying_zip,
    lambda: many_entries(3000),
    lambda: twice("word/document.xml"),
    locked,
    lambda: put("../../etc/passwd", "x"),
    lambda: put("word/vbaProject.bin", b"x"),
    lambda: put("word/activeX/activeX1.xml", "<a/>"),
    lambda: put("[Content_Types].xml", MACRO),
    lambda: put("word/_rels/settings.xml.rels", RELATION.format("attachedTemplate", "https://a.example/x.dotm")),
    lambda: put("word/_rels/document.xml.rels", RELATION.format("oleObject", "\\\\10.0.0.1\\x")),
    lambda: put("word/_rels/document.xml.rels", RELATION.format("image", "http://10.0.0.1/x.png")),
    lambda: put("word/document.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    lambda: put("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")),
    lambda: put("docProps/core.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    lambda: put("word/document.xml", "<a>" * 100_000 + "</a>" * 100_000),
    lambda: body("<w:p>" * 150 + "</w:p>" * 150),
    lambda: body("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60),
    lambda: put("word/document.xml", b"\xff\xfe" + "<a>".encode("utf-16-le")),
    lambda: put("word/document.xml", b""),
    lambda: body(""),
    lambda: put("word/numbering.xml", "<a><abstractNum/><num numId='1'/></a>"),
    lambda: put("word/styles.xml", '<a><style styleId="x"><basedOn val="x"/></style></a>'),
    lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
    lambda: OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600,
    lambda: OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600,
    lambda: b"{\\rtf1 {\\object\\objdata 0105}}",
    lambda: b"<html><body>xin ch\xc3\xa0o</body></html>",
    lambda: b"MZ" + bytes(range(256)) * 4,
    lambda: b"\x1f\x8b" + zlib.compress(b"x" * 1000),
    lambda: b"%PDF-1.7\n%%EOF",
    lambda: pages(b"2 0 R", 1),  # a tree of pages that holds itself
    lambda: pages(b"3 0 R " * 100_000, 100_000, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
    lambda: pages(b"3 0 R", 2_000_000_000, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
    lambda: pages(b"3 0 R", 1, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] >>"),
    lambda: pages(b"3 0 R", 1, b"[" * 50_000 + b"]" * 50_000),
    lambda: PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -1 >>"),
    lambda: bomb_pdf(20),
    lambda: scan_pdf(60_000, 60_000, b"\0" * 1000),
    lambda: png(100_000, 100_000),
    lambda: png(800, 1100),
    lambda: png(3, 3),
    lambda: b"\xff\xd8\xff\xe0" + b"\xff" * 400,
    lambda: b"II*\0" + struct.pack("<I", 2**31),
    lambda: ("a" * 400_000).encode(),
    lambda: b"\x01\x02\x03\x04 abc " * 400,
    lambda: ("e" + "\u0301" * 50_000).encode(),
    lambda: ("(" * 20_000 + "\n").encode() * 5,
    lambda: ("1." * 20_000).encode(),
    lambda: "\n".join(["I. A"] * 20_000).encode(),
    lambda: "\n".join(["- " * 300] * 300).encode(),
    lambda: ("Điều " * 20_000).encode(),
    lambda: (" " * 100_000 + "x").encode(),
    lambda: ("từ 1 đến 2 " * 9_000).encode(),
    lambda: ("ngày 1/1/2025 " * 9_000).encode(),
    lambda: ("Số: 1/KH-UBND " * 9_000).encode(),
    lambda: "\u202eKẾ HOẠCH\u2066\u200b".encode(),
    lambda: "Kế hoạch".encode("utf-16-le")[:-1],
    lambda: bytes(range(128, 256)) * 100,
    lambda: b"x" * 6_000_000,
    lambda: "TUYỆT MẬT\nKẾ HOẠCH".encode(),
    lambda: "KẾ HOẠCH\nĐộ mật: Mật".encode(),
]  # fmt: skip
MUTATIONS = (flipped, cut, spliced)
SOURCES = (
    ("docx", WORD), ("pdf", PDF), ("txt", PLAN.encode() * 3), ("png", png(900, 1200, random.Random(1).randbytes(2000))),
)  # fmt: skip
MAGICS = (b"PK\x03\x04", b"%PDF-1.5\n", OLE, b"{\\rtf1 ", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"\xff\xfe")


def files(count: int, seed: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """`count` files with their names: the fixed ones, then mutations of good files and noise behind magic bytes."""
    r = random.Random(seed)
    for i, make in enumerate(FIXED[:count]):
        yield f"{i:03}-fixed", make
    for i in range(len(FIXED), count):
        own = random.Random(r.random())
        if own.random() < 0.15:
            yield f"{i:03}-noise", partial(noise, own)
        else:
            kind, data = own.choice(SOURCES)
            change = own.choice(MUTATIONS)
            yield f"{i:03}-{change.__name__}.{kind}", partial(change, data, own)


def noise(r: random.Random) -> bytes:
    return r.choice(MAGICS) + r.randbytes(r.randint(10, 6000))

"""A photo or scan of one page: its size is checked before it is opened, then it is read like a scanned PDF."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from retrieval.model import CorpusError, Refused
from retrieval.reading import layout, ocr
from retrieval.reading.extract import Extract
from retrieval.reading.pdf import extract_of, look_at, open_book
from retrieval.reading.safety import LIMITS

_LOOKED_AT = 5  # pictures of a document; each takes the machine about a second


def read_image(data: bytes, name: str) -> Extract:
    """The text of a PNG, JPEG or TIFF. Raises Refused: no OCR, too large or small, damaged, illegible, secrecy mark."""
    width, height = size_of(data)
    if not width or not height:
        raise Refused(name, "Ảnh hỏng hoặc sai định dạng: không đọc được kích thước")
    if width * height > LIMITS.megapixels * 1_000_000:
        raise Refused(name, f"Ảnh quá lớn ({width} × {height} điểm): giới hạn {LIMITS.megapixels} triệu điểm")
    if min(width, height) < 50:
        raise Refused(name, "Ảnh quá nhỏ để đọc chữ")
    if not ocr.available():
        raise Refused(name, ocr.NO_OCR)
    dpi = max(70.0, min(width, height) / 8.27)  # taken for a page of A4, 8.27 inches wide
    wrapped = _as_pdf(data, width, height, dpi)
    seen = look_at(open_book(wrapped, name), name) if wrapped else ocr.look(data, dpi, name)
    return extract_of([seen.page], {1: seen}, name, media="image")


def refuse_marked(pictures: Sequence[bytes], name: str) -> None:
    """Refused when a picture inside a document (a pasted stamp) shows a mark of secrecy; nothing without OCR."""
    for picture in pictures[:_LOOKED_AT] if ocr.available() else ():
        width, height = size_of(picture)
        if min(width, height) < 20 or width * height > LIMITS.megapixels * 1_000_000:
            continue
        try:
            page = ocr.look(picture, 150, name).page
        except Refused:
            raise
        except CorpusError:  # a picture that cannot be read keeps no document out
            continue
        ocr.refuse_marks(layout.lines_for_marks(layout.rows_of([page])), name)


def _as_pdf(data: bytes, width: int, height: int, dpi: float) -> bytes:
    """The picture as the page of a PDF, its bytes untouched; b"" for kinds a PDF cannot hold as they are."""
    if data.startswith(b"\xff\xd8"):
        body, how = data, _jpeg_colours(data)
    elif data.startswith(b"\x89PNG"):
        body, how = _png_body(data)
    else:
        return b""
    if not how:
        return b""
    w, h = width * 72 / dpi, height * 72 / dpi
    drawn = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (w, h)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents 4 0 R" % (w, h)
        + b" /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d %s" % (width, height, how)
        + b" /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
    )
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for i, made in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, made)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    return bytes(out + b"trailer << /Root 1 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF" % start)


def _jpeg_colours(data: bytes) -> bytes:
    at = _jpeg_frame(data)
    space = {1: b"DeviceGray", 3: b"DeviceRGB"}.get(data[at + 9] if at else 0)
    return b"/ColorSpace /%s /BitsPerComponent 8 /Filter /DCTDecode" % space if space else b""


def _png_body(data: bytes) -> tuple[bytes, bytes]:
    """The packed rows of a PNG without alpha or interlace, and how a PDF must unpack them; empty for others."""
    depth, colour, interlace = data[24], data[25], data[28]
    body, palette, at = [], b"", 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"IDAT":
            body.append(data[at + 8 : at + 8 + size])
        elif kind == b"PLTE":
            palette = data[at + 8 : at + 8 + min(size, 768)]
        at += 12 + size
    indexed = b"[/Indexed /DeviceRGB %d <%s>]" % (len(palette) // 3 - 1, palette.hex().encode())
    space = {0: b"/DeviceGray", 2: b"/DeviceRGB", 3: indexed if palette else None}.get(colour)
    if space is None or interlace or not body:
        return b"", b""
    width = int.from_bytes(data[16:20], "big")
    how = b"/ColorSpace %s /BitsPerComponent %d /Filter /FlateDecode" % (space, depth)
    shape = b"/Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d" % (3 if colour == 2 else 1, depth, width)
    return b"".join(body), how + b" /DecodeParms << %s >>" % shape


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels from the head of a PNG, JPEG or TIFF; (0, 0) when it cannot be told."""
    try:
        if data.startswith(b"\x89PNG"):
            width, height = struct.unpack(">II", data[16:24])
            return (int(width), int(height)) if len(data) >= 33 else (0, 0)
        if data.startswith(b"\xff\xd8"):
            at = _jpeg_frame(data)
            height, width = struct.unpack(">HH", data[at + 5 : at + 9]) if at else (0, 0)
            return int(width), int(height)
        return _tiff_size(data)
    except (struct.error, IndexError):
        return 0, 0


def _jpeg_frame(data: bytes) -> int:
    """Where the frame header of a JPEG begins; 0 when there is none."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return at
        at += 1 if kind == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0


def _tiff_size(data: bytes) -> tuple[int, int]:
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack(order + "I", data[4:8])
    (count,) = struct.unpack(order + "H", data[at : at + 2])
    found: dict[int, int] = {}
    for i in range(min(count, 100)):
        entry = data[at + 2 + 12 * i : at + 14 + 12 * i]
        tag, kind = struct.unpack(order + "HH", entry[:4])
        if tag in (256, 257):
            found[tag] = int(struct.unpack(order + ("H" if kind == 3 else "I"), entry[8 : 10 if kind == 3 else 12])[0])
    return found.get(256, 0), found.get(257, 0)

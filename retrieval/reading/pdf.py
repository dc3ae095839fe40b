""".pdf → text: the text layer by pdfium, pages without one by OCR; two columns in order, page numbers dropped.

pdfium runs no scripts and follows no links here; it still parses hostile bytes, so uploads come through `guard`.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from typing import Any

from retrieval.model import Refused
from retrieval.reading import layout, ocr, secrecy
from retrieval.reading.encodings import repaired, vietnamese
from retrieval.reading.extract import Extract, Media
from retrieval.reading.safety import LIMITS
from retrieval.words import nfc

_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
_LITTLE = 12  # words: a page with fewer and with a picture on it is a scan
_SECRET_STAMPS = ("TopSecret", "Confidential", "Secret")  # names of ready-made stamp annotations (ISO 32000, 12.5.6.12)


def read_pdf(data: bytes, name: str) -> Extract:
    """The text of a PDF. Raises Refused: secrecy mark, password, damaged, too many pages, a scan without OCR."""
    import pypdfium2

    book = open_book(data, name)
    try:
        return _read(book, name)
    except pypdfium2.PdfiumError as e:
        raise Refused(name, "Tệp PDF hỏng: có trang không đọc được") from e
    finally:
        book.close()


def open_book(data: bytes, name: str) -> Any:
    """The document, opened and its pages counted."""
    import pypdfium2

    try:
        book = pypdfium2.PdfDocument(data)
        count = len(book)
    except pypdfium2.PdfiumError as e:
        raise Refused(name, _why(data, str(e))) from e
    if count > LIMITS.pages:
        book.close()
        raise Refused(name, f"Tệp có {count} trang, quá giới hạn {LIMITS.pages} trang")
    return book


def _why(data: bytes, error: str) -> str:
    if "assword" in error or b"/Encrypt" in data:
        return "Tệp PDF đặt mật khẩu: hãy bỏ mật khẩu rồi gửi lại"
    return "Tệp PDF hỏng: không mở được (lưu dở dang hoặc tải về chưa hết)"


def _read(book: Any, name: str) -> Extract:
    level = next((m for v in book.get_metadata_dict().values() if (m := secrecy.mark_in_name(str(v)[:300]))), "")
    if level:
        raise Refused(name, secrecy.reason(level))
    pages: list[layout.Page] = []
    seen: dict[int, ocr.Seen] = {}
    pictured = 0
    for number in range(1, len(book) + 1):
        page = book[number - 1]
        objects = _objects(page, name)
        _refuse_stamps(page, name)
        words = tuple(_words(page))
        pictures = objects.count(_IMAGE)
        pictured += bool(pictures)
        if len(words) < _LITTLE and (pictures or len(objects) > 200):
            seen[number] = _look(page, name)
            pages.append(seen[number].page)
        else:
            if pictures and number == 1 and ocr.available():  # a stamp may be pasted on as a picture
                top = _look(page, name).page
                ocr.refuse_marks(layout.lines_for_marks(layout.rows_of([top])), name)
            width, height = page.get_size()
            pages.append(layout.Page(width, height, words))
        page.close()
    return extract_of(pages, seen, name, pictured=pictured)


def extract_of(
    pages: list[layout.Page], seen: dict[int, ocr.Seen], name: str, *, pictured: int = 0, media: Media = "pdf"
) -> Extract:
    """Pages of words → text; `seen` are those read by machine, `pictured` counts those with pictures left unread."""
    rows = layout.rows_of(pages)
    lines = layout.lines_for_marks(rows)
    whole = repaired("\n".join(lines), "")
    ocr.refuse_marks(whole.text.split("\n"), name)
    if not any(page.words for page in pages):
        raise Refused(name, "Không đọc được chữ nào trong tệp PDF")
    if vietnamese(whole.text) < 0.5:
        raise Refused(name, "Lớp chữ của tệp PDF bị hỏng (phông không có bảng mã): hãy gửi bản Word hoặc bản quét")
    text, margins = layout.paragraphs(rows)
    made = repaired(text, "")
    doubts = [made.doubt] if made.doubt else []
    if margins:
        doubts.append(f"Đầu trang, chân trang không đưa vào nội dung: «{' / '.join(margins)[:200]}»")
    if seen:
        ocr.refuse_illegible(list(seen.values()), name)
        doubts += ocr.doubts_of(seen)
    elif pictured:
        doubts.append(f"Có ảnh trên {pictured} trang: chữ trong ảnh không được đọc")
    return Extract(media, made.text, tuple(doubts))


def _objects(page: Any, name: str) -> list[int]:
    import pypdfium2.raw as raw

    count = raw.FPDFPage_CountObjects(page)
    if count > LIMITS.page_objects:
        raise Refused(name, f"Một trang có {count} đối tượng vẽ, quá giới hạn {LIMITS.page_objects}")
    return [raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, i)) for i in range(count)]


def _refuse_stamps(page: Any, name: str) -> None:
    """Notes and stamps laid over the page."""
    import pypdfium2.raw as raw

    for i in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
        note = raw.FPDFPage_GetAnnot(page, i)
        if not note:
            continue
        said = [_string(raw, note, key) for key in (b"Contents", b"Subj", b"Name")]
        raw.FPDFPage_CloseAnnot(note)
        level = secrecy.mark_in_pieces(said) or secrecy.hold_in(said)
        if level or said[2] in _SECRET_STAMPS:
            raise Refused(name, secrecy.reason(level or "Mật"))


def _string(raw: Any, note: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < size < 20_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _words(page: Any) -> list[layout.Word]:
    """The words of the text layer. Letters are put in order by their places: a file may draw all letters of one font
    before those of the next, and the spaces pdfium makes up between them («th ự c») are not believed."""
    letters = layout.in_rows(_letters(page))
    return [word for row in letters for word in _spelled(row)]


def _spelled(row: list[layout.Word]) -> Iterator[layout.Word]:
    """Letters of one row → words, cut at spaces and at openings."""
    held: list[layout.Word] = []
    for letter in row:
        blank = letter.text.isspace()
        if held:
            last = held[-1]
            if last.text == letter.text and letter.x0 - last.x0 < 0.15 * last.size:
                continue  # bold by drawing twice
            if blank or letter.x0 - last.x1 > 0.16 * last.size:
                yield _word(held)
                held = []
        if not blank:
            held.append(letter)
    if held:
        yield _word(held)


def _word(letters: list[layout.Word]) -> layout.Word:
    text = nfc("".join(x.text for x in letters))
    return layout.Word(text, letters[0].x0, max(x.x1 for x in letters), letters[0].y, max(x.size for x in letters))


def _letters(page: Any) -> list[layout.Word]:
    """Every character the file draws, spaces too, with its advance box; marks stay with the letter they follow."""
    import pypdfium2.raw as raw

    height = page.get_size()[1]
    text = page.get_textpage()
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    found: list[layout.Word] = []
    for i in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, i)
        if raw.FPDFText_IsGenerated(text, i) == 1 or not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
            continue
        c = "-" if code == 2 else chr(code)  # 2: a hyphen at the end of a line
        if unicodedata.combining(c) and found:
            last = found[-1]
            found[-1] = layout.Word(last.text + c, last.x0, last.x1, last.y, last.size)
        elif c not in "\ufffe\xad\u200b":
            raw.FPDFText_GetLooseCharBox(text, i, box)
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            size = max(4.0, min(40.0, raw.FPDFText_GetFontSize(text, i)))
            found.append(layout.Word(c, box.left, box.right, height - y.value, size))
    text.close()
    return found


def look_at(book: Any, name: str) -> ocr.Seen:
    """The first page of a document, read by machine."""
    import pypdfium2

    try:
        return _look(book[0], name)
    except pypdfium2.PdfiumError as e:
        raise Refused(name, "Ảnh hỏng: không mở được") from e
    finally:
        book.close()


def _look(page: Any, name: str) -> ocr.Seen:
    """The page drawn in grey and read by machine."""
    if not ocr.available():
        raise Refused(name, ocr.NO_OCR)
    width, height = page.get_size()
    area = max(1.0, width * height / 72**2)
    dpi = min(_own_dpi(page) or ocr.DPI, (LIMITS.megapixels * 1_000_000 / area) ** 0.5)
    drawn = page.render(scale=dpi / 72, grayscale=True)
    rows = bytes(drawn.buffer)
    stride, across, down = drawn.stride, drawn.width, drawn.height
    drawn.close()
    grey = b"".join(rows[i * stride : i * stride + across] for i in range(down))
    return ocr.look(b"P5 %d %d 255\n" % (across, down) + grey, dpi, name)


def _own_dpi(page: Any) -> float:
    """The resolution of a picture that fills the page: drawn at its own, no pixel is smeared over two. 0: none does."""
    import pypdfium2.raw as raw

    width = page.get_size()[0]
    best = 0.0
    for i in range(min(raw.FPDFPage_CountObjects(page), 50)):
        item = raw.FPDFPage_GetObject(page, i)
        across, down = ctypes.c_uint(), ctypes.c_uint()
        if raw.FPDFPageObj_GetType(item) != _IMAGE or not raw.FPDFImageObj_GetImagePixelSize(item, across, down):
            continue
        left, low, right, top = (ctypes.c_float() for _ in range(4))
        if raw.FPDFPageObj_GetBounds(item, left, low, right, top) and right.value - left.value > 0.9 * width:
            best = max(best, across.value * 72 / (right.value - left.value))
    return best if 140 <= best <= 450 else 0.0

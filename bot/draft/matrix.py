"""The duty matrix of a draft (who, what, by when, on what basis), as an annex in .docx or as a sheet in .xlsx."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.draft.issuer import issuer
from bot.draft.source_sheet import place
from bot.draft.typeset import TEXT_WIDTH, Style, blank, columns, put, saved
from bot.model import Draft, Paragraph
from bot.texts import draft as texts
from retrieval import words

_LABEL = re.compile(r"^(?:\d+\.|-)\s+")
_ASK = re.compile(r"^(?:Đề nghị|Giao|Yêu cầu)\s+")
_WHEN = re.compile(
    r"(?:trước|chậm nhất|hạn|thời hạn báo cáo:?)\s+(?:(?:ngày|tháng|quý)\s+)?"
    r"(?:\[CẦN BỔ SUNG[^\]]*\]|[\d/]+(?:\s+và\s+[\d/]+)*)|ngay từ những tháng đầu năm|(?:vào )?cuối năm(?: \d{4})?"
)
_VERB = re.compile(
    r"(?<=[\w\]]) (?=(?:căn cứ|vận động|tuyên truyền|theo dõi|tham mưu|tổ chức(?! (?:chính trị|xã hội|đảng|"
    r"thành viên|đoàn thể))|mở|chủ trì|phối hợp|tổng hợp|hướng dẫn|"
    r"kiểm tra|đôn đốc|tăng cường|triển khai|thực hiện|xây dựng|đẩy mạnh|tích cực|thường xuyên|phát động|"
    r"bình xét|báo cáo|"
    r"phụ trách|chịu trách nhiệm|cung cấp|rà soát|đăng ký|tiếp tục|phát huy|kịp thời|định kỳ)\b)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the matrix."""

    who: str
    what: str
    when: str
    basis: str


def rows(draft: Draft) -> tuple[Row, ...]:
    """The duties of a draft's section on organisation; a deadline nobody gave is a placeholder."""
    section = next((s for s in draft.sections if s.key == "to-chuc-thuc-hien"), None)
    return tuple(_rows(section.paragraphs)) if section else ()


def duty_table(draft: Draft) -> bytes:
    """The annex as .docx: A4, a bordered table."""
    body = issuer(draft.request.unit or "…", draft.request.province)
    document = blank(texts.MATRIX_SHEET)
    for line in texts.MATRIX_TITLE.splitlines():
        put(document, line, Style(bold=True, align="center"))
    of = texts.MATRIX_OF.format(symbol=body.symbol or "…", unit=body.short)
    put(document, of, Style(size=13, italic=True, align="center", after=8))
    found = rows(draft)
    widths = (10.0, 38.0, TEXT_WIDTH - 110.0, 28.0, 34.0)
    grid = [list(r.cells) for r in columns(document, widths, borders=True, rows=len(found) + 1).rows]
    for cell, text in zip(grid[0], texts.MATRIX_COLUMNS, strict=True):
        put(cell, text, Style(size=12, bold=True, align="center"), first=True)
    for n, (cells, row) in enumerate(zip(grid[1:], found, strict=True), start=1):
        for cell, text in zip(cells, (str(n), row.who, row.what, row.when, row.basis), strict=True):
            put(cell, text, Style(size=12), first=True)
    return saved(document)


def duty_workbook(draft: Draft) -> bytes:
    """The same rows as .xlsx; a cell that starts like a formula is written as text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = texts.MATRIX_SHEET
    sheet.append(list(texts.MATRIX_COLUMNS))
    for n, row in enumerate(rows(draft), start=1):
        sheet.append([n, *(_text(x) for x in (row.who, row.what, row.when, row.basis))])
    for column, size in zip("ABCDE", (6, 32, 70, 24, 36), strict=True):
        sheet.column_dimensions[column].width = size
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="Times New Roman", size=12, bold=cell.row == 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(paragraphs: tuple[Paragraph, ...]) -> Iterator[Row]:
    for p in paragraphs:
        if not _LABEL.match(p.text):
            continue
        text = _ASK.sub("", _LABEL.sub("", p.text))
        who, what = _parted(text)
        when = "; ".join(words.squeeze(m.group()) for m in _WHEN.finditer(text)) or texts.NO_DEADLINE
        basis = place(p.citations[0]) if p.citations else texts.BASIS[p.basis]
        yield Row(who, f"{what[:1].upper()}{what[1:]}", when, basis)


def _parted(text: str) -> tuple[str, str]:
    """Who and what: at a colon, else before the first verb of duty."""
    masked = re.sub(r"\[[^\]]*\]", lambda m: "x" * len(m.group()), text)
    colon = masked.find(": ")
    m = _VERB.search(masked)
    if colon > 0 and (m is None or colon < m.start()):
        return text[:colon], text[colon + 2 :]
    return (text[: m.start()], text[m.end() :]) if m else ("", text)


def _text(value: str) -> str:
    return f"'{value}" if value[:1] in "=+-@" else value

"""Reopen an exported .docx and measure it against Decree 30/2020/NĐ-CP, Appendix I. No findings = in order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from bot.draft.export import DEVICE, MOTTO
from bot.draft.typeset import FONT, PLACEHOLDER, width
from bot.model import Finding
from bot.texts import draft as texts
from retrieval import words

_MM = 36000  # EMU in a millimetre
_NUMBER = re.compile(r"^Số:\s*(?:\d+)?\s*/KH-(?:[A-ZĐ]+|…)$")
_DATE = re.compile(r"^(?:[^,]+|…), ngày\s+(?:\d+\s+)?tháng\s+(?:\d+\s+)?năm(?:\s+\d+)?$")
_DRAWN = re.compile(r"^\s*[-_─—=.]{3,}\s*$")

Check = Callable[[Any], Iterator[tuple[str, str]]]  # a document → (rule, the words measured)


def measure(content: bytes) -> list[Finding]:
    """Every rule of the layout that the file breaks, with what was measured. A file that is no .docx is one finding."""
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError):
        return [_finding("docx", "")]
    return [_finding(name, seen) for check in CHECKS for name, seen in check(document)]


def _finding(rule: str, seen: str) -> Finding:
    return Finding(
        rule=f"layout-{rule}", severity="error", path=(), line=0, quote=seen, message=texts.LAYOUT[rule],
        ground=texts.LAYOUT_GROUND,
    )  # fmt: skip


def _page(document: Any) -> Iterator[tuple[str, str]]:
    s = document.sections[0]
    size = (s.page_width / _MM, s.page_height / _MM)
    if not (abs(size[0] - 210) < 1 and abs(size[1] - 297) < 1):
        yield "page", f"{size[0]:.0f} × {size[1]:.0f} mm"
    bounds = ((s.top_margin, 20, 25), (s.bottom_margin, 20, 25), (s.left_margin, 30, 35), (s.right_margin, 15, 20))
    for value, low, high in bounds:
        if not low - 0.5 <= value / _MM <= high + 0.5:
            yield "margins", f"{value / _MM:.1f} mm"


def _fonts(document: Any) -> Iterator[tuple[str, str]]:
    for p in _paragraphs(document):
        for run in p.runs:
            if not run.text.strip():
                continue
            if run.font.name not in (FONT, None):
                yield "font", f"{run.font.name}: {run.text[:40]}"
            if run.font.color.rgb is not None and str(run.font.color.rgb) != "000000":
                yield "black", run.text[:40]
            if run.text != words.nfc(run.text):
                yield "unicode", run.text[:40]


def _motto(document: Any) -> Iterator[tuple[str, str]]:
    cells = _head_cells(document)
    right = cells[1].paragraphs if len(cells) > 1 else []
    yield from _one_line(right, MOTTO, (12, 13), "motto", document)
    yield from _one_line(right, DEVICE, (13, 14), "device", document)
    if not any(_ruled(p) for p in right):
        yield "device-rule", ""
    for p in right:
        if _ruled(p) and abs(_rule_length(p, _room(document)) - width(DEVICE, 13, bold=True)) > 8:
            yield "device-rule", f"{_rule_length(p, _room(document)):.0f} mm"


def _one_line(
    paragraphs: list[Any], text: str, sizes: tuple[float, float], rule: str, document: Any
) -> Iterator[tuple[str, str]]:
    found = next((p for p in paragraphs if p.text == text), None)
    if found is None:
        yield rule, paragraphs[0].text if paragraphs else ""
        return
    size = _size(found)
    if not sizes[0] <= size <= sizes[1] or not all(r.bold for r in found.runs):
        yield rule, f"{size} pt"
    if width(text, size, bold=True) > _room(document):
        yield rule, f"{width(text, size, bold=True):.0f} mm > {_room(document):.0f} mm"


def _issuer(document: Any) -> Iterator[tuple[str, str]]:
    cells = _head_cells(document)
    lines = [p for p in cells[0].paragraphs if p.text.strip()] if cells else []
    if not lines or lines[-1].text != lines[-1].text.upper() or not all(r.bold for r in lines[-1].runs):
        yield "issuer", lines[-1].text if lines else ""
    room = document.tables[0].columns[0].width / _MM if cells else 0
    for p in lines:
        if width(p.text, _size(p), bold=True) > room + 0.5 and all(r.bold for r in p.runs):
            yield "issuer", p.text
        if len(p.text.split()) == 1 and len(lines) > 2 and len(p.text) < 4:
            yield "issuer", p.text
    rules = [_rule_length(p, room) for p in cells[0].paragraphs if _ruled(p)] if cells else []
    longest = max((width(p.text, _size(p), bold=True) for p in lines), default=0)
    if len(rules) != 1 or not 0.15 * longest <= rules[0] <= 0.6 * longest:
        yield "issuer-rule", "; ".join(f"{r:.0f} mm" for r in rules)


def _number_and_date(document: Any) -> Iterator[tuple[str, str]]:
    rows = document.tables[0].rows if document.tables else []
    cells = rows[1].cells if len(rows) > 1 else []
    number = cells[0].text.strip() if cells else ""
    date = cells[1].paragraphs[0] if len(cells) > 1 else None
    if not _NUMBER.match(number):
        yield "number", number
    if date is None or not _DATE.match(date.text.strip()):
        yield "date", date.text if date is not None else ""
    elif not all(r.italic for r in date.runs) or not 13 <= _size(date) <= 14:
        yield "date", date.text


def _title(document: Any) -> Iterator[tuple[str, str]]:
    body = document.paragraphs
    at = next((i for i, p in enumerate(body) if p.text.strip() == "KẾ HOẠCH"), None)
    if at is None:
        yield "title", body[0].text if body else ""
        return
    block = [body[at]]
    for p in body[at + 1 :]:
        if _ruled(p):
            break
        block.append(p)
    else:
        yield "title-rule", ""
        return
    for p in block:
        if p.alignment != 1 or not all(r.bold for r in p.runs) or not 13 <= _size(p) <= 14:
            yield "title", p.text
    if len(block) < 2:
        yield "title", ""


def _body(document: Any) -> Iterator[tuple[str, str]]:
    started = False
    texts_seen = []
    for p in document.paragraphs:
        if _ruled(p):
            started = True
            continue
        if not started or not p.text.strip():
            continue
        texts_seen.append(p.text)
        if not 13 <= _size(p) <= 14:
            yield "body-size", f"{_size(p)} pt: {p.text[:40]}"
        if p.alignment != 3:
            yield "body-justified", p.text[:40]
        indent = (p.paragraph_format.first_line_indent or 0) / _MM
        if not 9.9 <= indent <= 13:
            yield "body-indent", f"{indent:.1f} mm: {p.text[:40]}"
        if not 1.0 <= float(p.paragraph_format.line_spacing or 1) <= 1.5:
            yield "body-spacing", p.text[:40]
    if not texts_seen or not texts_seen[-1].endswith("./."):
        yield "end", texts_seen[-1][-40:] if texts_seen else ""
    for text in texts_seen[:-1]:
        if text.endswith("./."):
            yield "end", text[-40:]


def _close(document: Any) -> Iterator[tuple[str, str]]:
    table = document.tables[-1] if len(document.tables) > 1 else None
    if table is None:
        yield "signature", ""
        return
    left, right = table.rows[0].cells[:2]
    lines = [p for p in left.paragraphs if p.text.strip()]
    if not lines or lines[0].text.strip() != "Nơi nhận:" or _size(lines[0]) != 12 or not lines[0].runs[0].italic:
        yield "recipients", lines[0].text if lines else ""
    if len(lines) < 2 or not lines[-1].text.startswith("- Lưu: VT") or any(_size(p) != 11 for p in lines[1:]):
        yield "recipients", lines[-1].text if lines else ""
    signed = [p for p in right.paragraphs if p.text.strip()]
    titles = [p for p in signed if p.text == p.text.upper() and not PLACEHOLDER.search(p.text)]
    if not titles or not all(p.alignment == 1 and p.runs[0].bold and 13 <= _size(p) <= 14 for p in signed):
        yield "signature", right.text[:60]
    committee = "ỦY BAN NHÂN DÂN" in _own_head(document)
    if committee != any(p.text == "TM. ỦY BAN NHÂN DÂN" for p in signed) and not any(
        p.text.startswith("TL.") for p in signed
    ):
        yield "signature", right.text[:60]
    if len(signed) <= len(titles):
        yield "signer", right.text[:60]


def _numbers_of_pages(document: Any) -> Iterator[tuple[str, str]]:
    section = document.sections[0]
    header = section.header
    code = "".join(t.text or "" for t in header._element.iter() if t.tag.endswith("}instrText"))
    if "PAGE" not in code or header.paragraphs[0].alignment != 1:
        yield "page-numbers", code
    if not section.different_first_page_header_footer or section.first_page_header.paragraphs[0].text:
        yield "page-numbers", "1"


def _tables(document: Any) -> Iterator[tuple[str, str]]:
    for table in (document.tables[0], document.tables[-1]) if document.tables else ():
        style = table.style.name if table.style is not None else ""
        if "Grid" in style or table._tbl.tblPr.find(f"{{{_W}}}tblBorders") is not None:
            yield "borders", style
    for p in _paragraphs(document):
        if _DRAWN.match(p.text):
            yield "dashes", p.text


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CHECKS: tuple[Check, ...] = (
    _page, _fonts, _motto, _issuer, _number_and_date, _title, _body, _close, _numbers_of_pages, _tables,
)  # fmt: skip


def _paragraphs(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _head_cells(document: Any) -> Any:
    return document.tables[0].rows[0].cells if document.tables else []


def _own_head(document: Any) -> str:
    """The issuing body's own lines (bold), without the body above it."""
    return "\n".join(p.text for p in _head_cells(document)[0].paragraphs if p.runs and p.runs[0].bold)


def _room(document: Any) -> float:
    return float(document.tables[0].columns[1].width / _MM)


def _size(p: Any) -> float:
    sizes = [r.font.size.pt for r in p.runs if r.font.size is not None]
    return float(sizes[0]) if sizes else 14.0


def _ruled(p: Any) -> bool:
    return any(e.tag == f"{{{_W}}}pBdr" for e in p._p.iter())


def _rule_length(p: Any, room: float) -> float:
    form = p.paragraph_format
    return room - ((form.left_indent or 0) + (form.right_indent or 0)) / _MM

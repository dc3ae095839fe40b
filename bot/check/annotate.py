"""Writes findings into a Word file: the plan's text with a comment at each place, a table of all at the end."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.model import Finding
from bot.texts import check as texts
from retrieval import Line, Reading, format_path, words

AUTHOR, INITIALS = "thidua", "TĐ"


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A finding at [start, end) of a line's text."""

    finding: Finding
    start: int
    end: int


def annotate(reading: Reading, findings: Sequence[Finding]) -> bytes:
    """A .docx (A4, Times New Roman) of the text as it was read, comments at the words found, and a summary table."""
    from docx import Document
    from docx.shared import Mm, Pt

    doc = Document()
    page = doc.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(30), Mm(15), Mm(20), Mm(20)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.paragraph_format.space_after = Pt(4)
    _line(doc, texts.ANNOTATED.format(name=reading.document.source, summary=texts.summary(findings)), italic=True)
    lines = [x for x in reading.source.lines if x.text.strip()]
    for line in lines:
        _paragraph(doc, line, [a for f in findings if (a := _anchor(f, line, lines)) is not None])
    if findings:
        _table(doc, findings)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _anchor(finding: Finding, line: Line, lines: Sequence[Line]) -> _Anchor | None:
    """Where a finding stands in a line; a quote that runs over lines is marked as far as its first line goes."""
    if line.number != _home(finding, lines):
        return None
    text = line.text
    quote = finding.quote.split()
    for n in range(len(quote), 0, -1):
        m = re.search(r"\s+".join(map(re.escape, quote[:n])), text)
        if m and (n == len(quote) or m.end() >= len(text.rstrip(" *_")) or n >= 3):
            return _Anchor(finding, m.start(), m.end())
    return _Anchor(finding, 0, len(text))


def _home(finding: Finding, lines: Sequence[Line]) -> int:
    """The number of the line a finding is shown at: its own, or the nearest printed one before it."""
    before = [x.number for x in lines if x.number <= finding.line]
    return before[-1] if before else lines[0].number


def _paragraph(doc: Any, line: Line, anchors: Sequence[_Anchor]) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    paragraph = doc.add_paragraph()
    cuts = sorted({0, len(line.text), *(a.start for a in anchors), *(a.end for a in anchors)})
    runs = {}
    heading = bool(re.match(r"\s*[IVX]+\.", line.text)) or line.text.isupper()
    for start, end in itertools.pairwise(cuts):
        run = paragraph.add_run(line.text[start:end])
        run.bold = heading
        runs[start] = run
        if any(a.start <= start < a.end and a.finding.severity == "error" for a in anchors):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    for anchor in anchors:
        inside = [run for start, run in runs.items() if anchor.start <= start < anchor.end]
        if inside:
            doc.add_comment((inside[0], inside[-1]), text=_comment(anchor.finding), author=AUTHOR, initials=INITIALS)


def _comment(finding: Finding) -> str:
    fix = f"\n{texts.FIX.format(fix=finding.suggestion)}" if finding.suggestion else ""
    ground = f"\n{texts.GROUND.format(ground=finding.ground)}" if finding.ground else ""
    return f"{texts.SEVERITY[finding.severity]} - {texts.RULES[finding.rule]}: {finding.message}{fix}{ground}"


def _table(doc: Any, findings: Sequence[Finding]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    doc.add_page_break()
    _line(doc, texts.TABLE_TITLE, bold=True)
    table = doc.add_table(rows=1, cols=len(texts.TABLE_HEAD))
    table.style = "Table Grid"
    table.autofit = False
    widths = (Mm(10), Mm(22), Mm(32), Mm(46), Mm(55))
    _row(table.rows[0], texts.TABLE_HEAD, bold=True)
    for i, f in enumerate(findings, 1):
        fix = f"\n{texts.FIX.format(fix=f.suggestion)}" if f.suggestion else ""
        place = (
            f"{format_path(f.path)}\n{texts.AT_LINE.format(line=f.line)}"
            if f.path
            else texts.AT_LINE.format(line=f.line)
        )
        cells = (str(i), texts.SEVERITY[f.severity], place, _cut(f.quote), f"{f.message}{fix}")
        _row(table.add_row(), cells)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(10)


def _row(row: Any, cells: Sequence[str], bold: bool = False) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        cell.paragraphs[0].add_run(text).bold = bold


def _line(doc: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
    run = doc.add_paragraph().add_run(text)
    run.bold, run.italic = bold, italic


def _cut(quote: str) -> str:
    kept = quote.split()
    return words.squeeze(quote) if len(kept) <= 24 else f"{' '.join(kept[:24])} …"

"""«Phiếu nguồn»: the second file beside a draft, never inside it: what each paragraph rests on, what is missing."""

from __future__ import annotations

from typing import Any

from bot.draft.typeset import TEXT_WIDTH, Style, blank, columns, put, saved
from bot.model import Citation, Draft, Paragraph
from bot.texts import draft as texts
from retrieval import format_path

_WIDTHS = (20.0, 60.0, 20.0, TEXT_WIDTH - 100.0)
_CELL = Style(size=10)
_HEAD = Style(size=10, bold=True, align="center")


def source_sheet(draft: Draft) -> bytes:
    """The sheet as .docx: a row a paragraph, then what is missing, then what must be known before signing."""
    document = blank(texts.SHEET_TITLE)
    put(document, texts.SHEET_TITLE, Style(bold=True, align="center"))
    subject = draft.title.partition("\n")[2]
    put(document, texts.SHEET_FOR.format(title=subject), Style(size=12, italic=True, align="center", after=6))
    rows = [(s.heading, n, p) for s in draft.sections for n, p in enumerate(s.paragraphs, start=1)]
    table = columns(document, _WIDTHS, borders=True, rows=len(rows) + 1)
    grid = [list(row.cells) for row in table.rows]
    for cell, text in zip(grid[0], texts.SHEET_COLUMNS, strict=True):
        put(cell, text, _HEAD, first=True)
    for cells, (heading, n, p) in zip(grid[1:], rows, strict=True):
        _row(cells, f"{heading}, {n}", p)
    for head, items in ((texts.SHEET_TODO, draft.todo or (texts.SHEET_NONE,)), (texts.SHEET_NOTES, draft.notes)):
        if items:
            put(document, head, Style(size=12, bold=True, before=8))
            for item in items:
                put(document, f"- {item}", Style(size=12, align="justify"))
    return saved(document)


def place(c: Citation) -> str:
    """Where a quote stands: «25-KH.txt, mục II.1» or the register's row."""
    path = format_path(c.path) if c.path else c.doc
    return f"{c.source}, {path}" if path else c.source


def _row(cells: list[Any], where: str, p: Paragraph) -> None:
    for cell, text in zip(cells, (where, p.text, texts.BASIS[p.basis]), strict=False):
        put(cell, text, _CELL, first=True)
    for i, c in enumerate(p.citations):
        put(cells[3], f"«{c.quote}»", _CELL, first=i == 0)
        put(cells[3], f"({place(c)})", Style(size=10, italic=True))

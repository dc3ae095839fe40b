"""Tables as web pages are saved: a bar a line, cells between them; which lines make one row."""

from __future__ import annotations

from collections.abc import Sequence


def table_rows(lines: Sequence[str]) -> dict[int, int]:
    """Lines of data tables saved with a bar a line («|», cell, «|», cell, …, «|»): index of a line → number of its row.

    Tables of one or two columns lay out a page (head and foot) and stay lines.
    """
    rows: dict[int, int] = {}
    i = 0
    while i < len(lines):
        columns = _columns_at(lines, i) if lines[i] == "|" else 0
        start = i
        while columns >= 3 and (end := _row_end(lines, i, columns)):
            rows.update(dict.fromkeys(range(i, end + 1), i))
            i = end + 1
        i = max(i, start + 1)
    return rows


def _columns_at(lines: Sequence[str], start: int) -> int:
    """How many cells the row that opens at `start` has: up to two bars with nothing between them."""
    count = 0
    for i in range(start + 1, min(start + 60, len(lines))):
        if not lines[i]:
            return count
        if lines[i] == "|":
            if lines[i - 1] == "|":
                return count
            count += 1
    return count


def _row_end(lines: Sequence[str], start: int, columns: int) -> int:
    """The index of the bar that closes a row of `columns` cells, 0 where there is none."""
    if start >= len(lines) or lines[start] != "|":
        return 0
    bars = 0
    for i in range(start + 1, len(lines)):
        if not lines[i]:
            return 0
        if lines[i] == "|":
            bars += 1
            if bars == columns:
                return i
    return 0

"""Targets in tables: rows «| 1 | Thu nhập bình quân | triệu đồng | 68,5 |» under a head that names the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from retrieval.model import Header, Target
from retrieval.reading.figures import INCOMPLETE, figures_in
from retrieval.reading.paragraphs import Paragraph
from retrieval.words import number, squeeze

_NAME = re.compile(r"(?:tên\s+)?(?:các\s+)?chỉ\s+tiêu(?!.*(?:20\d\d|giao))|nội\s+dung|tiêu\s+chí", re.IGNORECASE)
_MEASURE = re.compile(r"đơn\s+vị(?:\s+tính)?|đvt", re.IGNORECASE)
_SET = re.compile(
    r"kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu.*(?:20\d\d|giao)|giao|(?:năm\s+)?20\d\d|^kh\b|phấn\s+đấu", re.IGNORECASE
)
# What was done is no target: «Thực hiện năm 2025», «Ước TH 2025».
_DONE = re.compile(r"thực\s+hiện|ước|^th\b|kết\s+quả|so\s+sánh|ghi\s+chú|điểm", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column names the indicator, which the measure, and which set a value."""

    name: int
    measure: int | None
    values: tuple[tuple[int, str], ...]


def table_targets(lines: Iterable[Paragraph], unit: str, header: Header) -> list[Target]:
    """The targets of every table whose head names an indicator and a column that sets its value."""
    found: list[Target] = []
    for rows in _tables(lines):
        columns = _columns(rows[0])
        if columns:
            group = ""
            for row in rows[1:]:
                made = _row(row, columns, unit, header, group)
                group = group if made else _name(row, columns)  # a row without values heads those under it
                found += made
    return found


def is_row(text: str) -> bool:
    """Whether a line is a row of a table."""
    return text.startswith("|") and text.count("|") > 2


def _tables(lines: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    rows: list[Paragraph] = []
    for p in lines:
        if is_row(p.text):
            rows.append(p)
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _cells(text: str) -> list[tuple[int, int]]:
    """The cells of a row as [start, end) without their edges."""
    bars = [i for i, c in enumerate(text) if c == "|"]
    found = []
    for a, b in pairwise(bars):
        cell = text[a + 1 : b]
        left = a + 1 + len(cell) - len(cell.lstrip())
        found.append((left, max(left, b - (len(cell) - len(cell.rstrip())))))
    return found


def _columns(head: Paragraph) -> _Columns | None:
    titles = [head.text[a:b] for a, b in _cells(head.text)]
    measure = next((i for i, t in enumerate(titles) if _MEASURE.match(t)), None)
    sets = [i for i, t in enumerate(titles) if i != measure and _SET.search(t) and not _DONE.search(t)]
    name = next((i for i, t in enumerate(titles) if _NAME.match(t) and i not in sets), None)
    if name is None or not sets or not re.search(r"chỉ\s+tiêu|mục\s+tiêu|kế\s+hoạch", " ".join(titles), re.IGNORECASE):
        return None
    years = [(i, m.group() if (m := _YEAR.search(titles[i])) else "") for i in sets]
    return _Columns(name, measure, tuple(years))


def _name(p: Paragraph, columns: _Columns) -> str:
    cells = _cells(p.text)
    return squeeze(p.text[slice(*cells[columns.name])]).strip(" .;:-+") if len(cells) > columns.name else ""


def _row(p: Paragraph, columns: _Columns, unit: str, header: Header, group: str) -> list[Target]:
    cells = _cells(p.text)
    if len(cells) <= max(columns.name, *(i for i, _ in columns.values)):
        return []
    a, b = cells[columns.name]
    indicator = _name(p, columns)
    indicator = f"{group}: {indicator}" if group and INCOMPLETE.fullmatch(indicator) else indicator
    named = p.text[slice(*cells[columns.measure])] if columns.measure is not None else ""
    found = []
    for i, year in columns.values:
        start, end = cells[i]
        figures = figures_in(p.text[:end] + f" {named}", start, end + 1 + len(named), listed=True)
        value = figures[0] if figures else None
        printed = value.value if value else p.text[start:end]
        if not indicator or number(printed.split("/")[0]) is None:
            continue
        found.append(
            Target(
                p.clause.ref, unit, year or header.period, indicator, value.comparator if value else "=", printed,
                number(printed.split("/")[0]), number(value.upper) if value and value.upper else None,
                squeeze(named) or (value.measure if value else ""), p.quote(a, max(b, end)), p.span(a, max(b, end)),
            )
        )  # fmt: skip
    return found

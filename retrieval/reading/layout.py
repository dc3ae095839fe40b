"""Words with places on pages → paragraphs in reading order: what a PDF and a scan have in common.

A page is a heap of words. Rows are words of one base line; two columns are read one after the other where the page has
an official head («CỘNG HÒA…» beside the agency) or foot («Nơi nhận» beside the signature); rows of cells become table
rows; page numbers and running heads fall away; rows go on as one paragraph while the line was full.
Distances are points (1/72 inch), y grows downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.words import squeeze

_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s.]*", re.IGNORECASE)
_RIGHT_HEAD = re.compile(
    r"^(?:CỘNG H[ÒO][ÀA]|ĐẢNG CỘNG SẢN|Độc lập\b|TM\.|KT\.|TL\.|TUQ\.|Q\.|CHỦ TỊCH|GIÁM ĐỐC|T/M\b)"
)
_LETTERHEAD = re.compile(r"CỘNG\s*H[ÒO][ÀA]|ĐẢNG CỘNG SẢN|Nơi nhận|Độc lập\s*-|(?:^|\s)(?:TM|KT|TL|TUQ)\.|T/M\b")
_LABEL = re.compile(
    r"(?:[-–+*•]|\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-zđ][.)]|[IVX]{1,5}[.)]|Điều \d+|Chương [IVX]+)(?:\s|$)"
)
_DATED = re.compile(r"ngày\b.*\btháng\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:CHỦ NGHĨA|\bngày|\btháng|\bnăm|,)$", re.IGNORECASE)  # a head's line that a narrow cell broke
_ENDED = re.compile(r"[.;:!?/]$")
_TORN = re.compile(r"(?<=\w)-\n(?=\w)")  # «(2021-» / «2025)», «20-» / «CT/TU»
_MARGIN = 0.12  # of the page's height: where page numbers and running heads stand


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: left, right, base line, height of its letters."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a page, in any order, and its size."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Words of one base line, from left to right."""

    words: tuple[Word, ...]
    page: int
    width: float
    height: float

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.words[-1].x1

    @property
    def y(self) -> float:
        """Base line."""
        return self.words[0].y

    @property
    def size(self) -> float:
        """Height of the letters."""
        return median(w.size for w in self.words)

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(w.text for w in self.words)

    def parts(self) -> list[Row]:
        """The row cut where it is wide open, and before the words that begin the right column of a head or foot."""
        cuts = [0]
        for i in range(1, len(self.words)):
            gap = self.words[i].x0 - self.words[i - 1].x1
            rest = " ".join(w.text for w in self.words[i : i + 3])
            if gap > 2.2 * self.size or (gap > 0.5 * self.size and _RIGHT_HEAD.match(rest)):
                cuts.append(i)
        made = [Row(self.words[a:b], self.page, self.width, self.height) for a, b in pairwise([*cuts, len(self.words)])]
        if len(made) == 2 and len(made[0].text) <= 6 and _LABEL.match(made[0].text):
            return [self]  # «1.⇥Mục đích»: a label and its tab
        return made


def rows_of(pages: Sequence[Page]) -> list[list[Row]]:
    """The rows of each page from top to bottom."""
    return [
        [Row(tuple(row), n, page.width, page.height) for row in in_rows(page.words)] for n, page in enumerate(pages, 1)
    ]


def lines_for_marks(rows: Sequence[Sequence[Row]]) -> list[str]:
    """Every row as it stands on the page, its parts set apart: where a mark of secrecy is looked for."""
    return ["   ".join(part.text for part in row.parts()) for page in rows for row in page]


def paragraphs(rows: Sequence[Sequence[Row]]) -> tuple[str, tuple[str, ...]]:
    """The text with a blank line between paragraphs and a form feed at new pages; and what was left out in margins."""
    body, dropped = _without_margins(rows)
    blocks: list[tuple[int, str]] = []
    frame = _Frame.of(body)
    for group in _groups(body):
        blocks += _block(group, frame)
    return _joined(blocks), dropped


# --- rows -----------------------------------------------------------------------------------------


def in_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words (or letters) of one base line together, from top to bottom and left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.y):
        if rows and word.y - rows[-1][0].y <= 0.4 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def _without_margins(rows: Sequence[Sequence[Row]]) -> tuple[list[Row], tuple[str, ...]]:
    """Rows without page numbers and without what is repeated at the top or foot of the pages."""
    heads = Counter(_stripped(row) for page in rows for row in page if _in_margin(row))
    often = 2 if len(rows) < 4 else max(3, len(rows) // 2)
    kept: list[Row] = []
    dropped: list[str] = []
    for page in rows:
        for row in page:
            if _in_margin(row) and _PAGE_NUMBER.fullmatch(row.text):
                continue
            if _in_margin(row) and heads[_stripped(row)] >= often and len(row.text) < 120:
                dropped.append(row.text)
                continue
            kept.append(row)
    return kept, tuple(dict.fromkeys(dropped))


def _in_margin(row: Row) -> bool:
    return row.y < _MARGIN * row.height or row.y > (1 - _MARGIN) * row.height


def _stripped(row: Row) -> str:
    return re.sub(r"\d+", "#", squeeze(row.text))


# --- columns and tables ---------------------------------------------------------------------------


def _groups(rows: list[Row]) -> Iterator[list[Row] | list[list[Row]]]:
    """Runs of rows: plain text, a block of two columns as two lists, or rows of cells (told by `_is_table`)."""
    i = 0
    plain: list[Row] = []
    while i < len(rows):
        end, gutter = _columns(rows, i)
        cells = 0 if gutter else _table_end(rows, i)
        if not gutter and cells - i < 3:
            plain.append(rows[i])
            i += 1
            continue
        if plain:
            yield plain
            plain = []
        if gutter:
            yield [_side(rows[i:end], gutter, left=True), _side(rows[i:end], gutter, left=False)]
            i = end
        else:
            yield [[row] for row in rows[i:cells]]
            i = cells
    if plain:
        yield plain


def _columns(rows: list[Row], start: int) -> tuple[int, float]:
    """End and gutter of a block of two columns that begins here; the gutter is 0 where none does."""
    parts = rows[start].parts()
    if len(parts) != 2:
        return start, 0.0
    low, high = parts[0].x1, parts[1].x0
    end, lead = start, bool(_LETTERHEAD.search(rows[start].text))
    page, dated = rows[start].page, False
    while end < len(rows) and rows[end].page == page:
        if dated and rows[end].x0 < low and not rows[end].text.startswith("V/v"):
            break  # below the place and date of a head the text begins
        if any(w.x1 > low and w.x0 < high for w in rows[end].words):
            gap = _widest(rows[end], low, high)
            if gap is None:
                break
            low, high = gap
        dated = dated or bool(_DATED.search(rows[end].text))
        lead = lead or bool(_LETTERHEAD.search(rows[end].text))
        end += 1
    return (end, (low + high) / 2) if lead else (start, 0.0)


def _widest(row: Row, low: float, high: float) -> tuple[float, float] | None:
    """The widest opening of a row within the gutter so far."""
    edges = [(max(a.x1, low), min(b.x0, high)) for a, b in pairwise(row.words)]
    edges += [(low, min(row.x0, high)), (max(row.x1, low), high)]
    best = max(edges, key=lambda e: e[1] - e[0])
    return best if best[1] - best[0] > 0.5 * row.size else None


def _side(rows: list[Row], gutter: float, *, left: bool) -> list[Row]:
    found = []
    for row in rows:
        words = tuple(w for w in row.words if ((w.x0 + w.x1) / 2 < gutter) == left)
        if words:
            found.append(Row(words, row.page, row.width, row.height))
    return found


def _table_end(rows: list[Row], start: int) -> int:
    """Where a run of rows of cells ends: rows with openings in the same places, and the second lines of their cells."""
    end, openings = start, list[tuple[float, float]]()
    while end < len(rows):
        parts = rows[end].parts()
        holes = [(a.x1, b.x0) for a, b in pairwise(parts)]
        if openings and not any(min(h[1], o[1]) - max(h[0], o[0]) > 3 for h in holes for o in openings):
            break
        if not holes:
            break
        openings = openings or holes
        end += 1
    return end


# --- paragraphs -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """The text frame of the document: margins and the usual distance of base lines."""

    left: float
    right: float
    leading: float

    @classmethod
    def of(cls, rows: Sequence[Row], *, column: bool = False) -> _Frame:
        if not rows:
            return cls(0, 0, 0)
        widest = max(r.x1 - r.x0 for r in rows)
        wide = [r for r in rows if r.x1 - r.x0 > 0.7 * widest] or list(rows)
        steps = [b.y - a.y for a, b in pairwise(rows) if a.page == b.page and b.y > a.y]
        rights = sorted(r.x1 for r in wide)
        right = rights[int(0.9 * (len(rights) - 1))]
        if not column and right < 0.75 * rows[0].width:  # only short lines: none of them reached the margin
            right = 0.9 * rows[0].width
        return cls(min(r.x0 for r in wide), right, median(steps) if steps else 0)


def _block(group: list[Row] | list[list[Row]], frame: _Frame) -> list[tuple[int, str]]:
    plain = [x for x in group if isinstance(x, Row)]
    if plain:
        return _flow(plain, frame)
    columns = [x for x in group if isinstance(x, list)]
    if len(columns) == 2 and not all(len(c) == 1 for c in columns):
        return [block for column in columns for block in _flow(column, _Frame.of(column, column=True), loose=True)]
    if len(columns) == 2:
        return [(row.page, row.text) for column in columns for row in column]
    cells = ["| " + " | ".join(p.text.replace("|", "/") for p in row.parts()) + " |" for (row,) in columns]
    return [(columns[0][0].page, "\n".join(cells))]


def _flow(rows: list[Row], frame: _Frame, *, loose: bool = False) -> list[tuple[int, str]]:
    """Rows to paragraphs. `loose`: the lines of a column of a head or foot are short and stand for themselves."""
    made: list[list[Row]] = []
    for row in rows:
        if made and not _begins(made[-1], row, frame, loose):
            made[-1].append(row)
        else:
            made.append([row])
    return [(p[0].page, _TORN.sub("-", "\n".join(r.text for r in p)).replace("\n", " ")) for p in made]


def _begins(para: list[Row], row: Row, frame: _Frame, loose: bool) -> bool:
    """Whether a row begins a paragraph of its own."""
    first, last = para[0], para[-1]
    em = row.size
    labelled = bool(_LABEL.match(row.text))
    room = frame.right - last.x1 > row.words[0].x1 - row.words[0].x0 + 0.4 * em
    if loose:
        return labelled or not (row.text[:1].islower() or _GOES_ON.search(last.text))
    if not labelled and row.text.lstrip("(“*")[:1].islower() and not _ENDED.search(last.text):
        return False  # a sentence goes on, whatever the margins say
    if room:
        return True
    same_page = row.page == last.page
    if same_page and frame.leading and row.y - last.y > 1.4 * frame.leading:
        return True
    if len(para) > 1:  # the lines after the first stand under each other, flush or hanging
        return abs(row.x0 - last.x0) > 0.6 * em
    if row.x0 < first.x0 - 0.6 * em:
        return False
    if row.x0 > first.x0 + 0.6 * em:  # hanging under a label, or the indent of the next paragraph
        return not (_LABEL.match(first.text) and row.x0 < first.x0 + 5 * em and not labelled)
    return labelled or first.x0 > frame.left + 0.6 * em


def _joined(blocks: Sequence[tuple[int, str]]) -> str:
    out: list[str] = []
    page = 1
    for number, text in blocks:
        out.append("\f" * max(0, number - page) + text)
        page = max(page, number)
    return "\n\n".join(out)

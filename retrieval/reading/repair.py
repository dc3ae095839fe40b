"""Physical lines → logical lines: NFC, marks of emphasis and LaTeX taken off, broken paragraphs joined.

Nothing is overwritten: a `Line` keeps the pieces of the source it came from, and `span_of` leads any part of its
text back to the source's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.model import Line, Span
from retrieval.reading import patterns as p
from retrieval.reading.bars import table_rows

Offsets = list[int]

_EDGE = " \t\r\f\v\u00a0\ufeff\u200b\u200c\u200d\u2028\u2029"
_DIRTY = re.compile(
    r"[*$\\\u00a0\t\f\u200b-\u200d\ufeff\u00ad\u00d0\u2160-\u217f\uff01-\uff5e]|  |[\u0300-\u036f]|"
    r"<br|</?[a-zA-Z]|&nbsp;|__"
)
# «Ⅱ. CHỈ TIÊU», «２０２６», «％»: letters and digits of other keyboards
_WIDE = re.compile(r"[\u2160-\u217f\uff01-\uff5e]")
# Tags that came along with a page: «<b>I. MỤC ĐÍCH</b>»
_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|p|li|ul|ol|span|div|h[1-6]|font|td|tr|table|tbody)(?:\s[^<>]{0,120})?/?>", re.IGNORECASE
)
_RULE = re.compile(r"[\W_]*$")
# «- 3 -», «Trang 4/5», «trang 2»: the number of a page on a line of its own
_PAGE_MARK = re.compile(r"(?:[-–—]\s?\d{1,3}\s?[-–—]|[Tt]rang\s+\d{1,3}(?:\s?/\s?\d{1,3})?)$")
_LATEX = re.compile(r"\$([^$]{1,80})\$")
_LATEX_WORDS = (
    (re.compile(r"\\leq?(?:slant)?(?![a-z])\s*"), "≤ "), (re.compile(r"\\geq?(?:slant)?(?![a-z])\s*"), "≥ "),
    (re.compile(r"\\times(?![a-z])"), "×"), (re.compile(r"\\(?:sim|approx)(?![a-z])"), "~"),
    (re.compile(r"\\[%$&_#]"), lambda m: m.group()[1:]), (re.compile(r"\\(?:text|mathrm|mathbf)\{([^}]*)\}"), r"\1"),
    (re.compile(r"\\[,;! ]|[{}]"), ""),
)  # fmt: skip
_STARS = re.compile(r"\*{2,}|(?<=\S)\*|\*(?=\S)")
_STAR_ITEM = re.compile(r"\*{1,2}\s+(?=\S)")
_UNFINISHED = re.compile(
    r"(?:,|(?<!\w)(?:và|của|các|theo|về|với|cho|là|trong|tại|do|để|những|nhằm|từ|đến|số|ngày|tháng|năm|thuộc|bởi|hoặc|"
    r"lần thứ|khóa|khoá|giai đoạn|-|–))$"
)
_TAIL_FIGURE = re.compile(r"\d[\d.,/]*(?:\s?%|\s+[^\W\d_]|[-/][^\W\d_]|,|;)")
# A name torn at its hyphen: «phòng Lao động / - Thương binh», «Thi đua / - Khen thưởng».
_TORN_NAMES = (
    ("Lao động", "Thương binh"), ("Thi đua", "Khen thưởng"), ("Tài chính", "Kế hoạch"), ("Văn hóa", "Xã hội"),
    ("Văn hóa", "Thông tin"), ("Văn hóa", "Thể thao"), ("Văn phòng", "Thống kê"), ("Địa chính", "Xây dựng"),
    ("Kinh tế", "Hạ tầng"), ("Kế hoạch", "Tài chính"), ("Tư pháp", "Hộ tịch"), ("Dân số", "Kế hoạch hóa"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """A physical line: its text without edges, where it stands, and whether something separates it from the last."""

    raw: str
    start: int
    number: int
    page: int | None
    gap: bool
    cell: bool
    row: int | None = None

    @property
    def bare(self) -> str:
        raw = _TAG.sub("", self.raw) if "<" in self.raw else self.raw
        return (unicodedata.normalize("NFKC", raw) if _WIDE.match(raw) else raw).strip("*_ ")


def lines_of(text: str, *, markdown: bool = False) -> tuple[Line, ...]:
    """The logical lines of a source text; a form feed starts a new page. Lines without a letter or digit fall away."""
    pieces = _pieces(text, markdown)
    how = _Wrap.of(pieces)
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and how.joins(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(_line(text, group) for group in groups)


def span_of(text: str, line: Line, start: int, end: int) -> Span:
    """Where characters [start, end) of `line.text` stand in the source text `text`."""
    if len(line.spans) == 1 and line.spans[0].end - line.spans[0].start == len(line.text):
        return Span(line.spans[0].start + start, line.spans[0].start + end)
    cleaned, offsets = _joined(text, line.spans)
    if not cleaned or start >= end:
        return Span(line.spans[0].start, line.spans[0].start)
    first, last = offsets[min(start, len(offsets) - 1)], offsets[min(end, len(offsets)) - 1]
    last += text[first : last + 1].count("$") % 2 and text[last + 1 : last + 2] == "$"  # «$\\leq 12\\%$» whole
    return Span(first, max(last + 1, first))


def clean(raw: str) -> str:
    """Text as it is read: NFC, no emphasis stars, no LaTeX, no runs of spaces."""
    if not _DIRTY.search(raw) and unicodedata.is_normalized("NFC", raw):
        return raw.strip(_EDGE)
    return _clean(raw, list(range(len(raw))))[0]


# --- pieces ---------------------------------------------------------------------------------------


def _pieces(text: str, markdown: bool) -> list[_Piece]:
    found: list[_Piece] = []
    start, page, gap, in_cell = 0, 1, False, False
    paged = "\f" in text
    physicals = text.split("\n")
    rows = table_rows([x.strip(_EDGE) for x in physicals]) if markdown and "\n|\n" in text else {}
    for number, physical in enumerate(physicals, 1):
        raw = physical.strip(_EDGE)
        if paged and "\f" in physical:
            page += physical.count("\f")
        if number - 1 in rows and raw:
            at = start + physical.index(raw[0])
            found.append(_Piece(raw, at, number, page if paged else None, False, True, rows[number - 1]))
            gap = True
        elif not raw or _RULE.match(raw) or _PAGE_MARK.match(raw) or _page_number(physicals, number - 1, raw):
            if raw == "|":
                in_cell = markdown
            elif not raw:
                in_cell = in_cell and not gap
            gap = True
        else:
            at = start + physical.index(raw[0])
            if markdown and raw[0] == "#":
                cut = raw.lstrip("#").lstrip()
                at, raw = at + len(raw) - len(cut), cut
            found.append(_Piece(raw, at, number, page if paged else None, gap, in_cell))
            gap = False
        start += len(physical) + 1
    return found


def _page_number(lines: Sequence[str], at: int, raw: str) -> bool:
    """A number alone between blank lines, where a sentence was torn: «… trong cán bộ,», «2», «công chức …»."""
    if (
        not raw.isdigit()
        or len(raw) > 3
        or not 0 < at < len(lines) - 1
        or lines[at - 1].strip()
        or lines[at + 1].strip()
    ):
        return False
    before = next((x.strip(_EDGE) for x in reversed(lines[:at]) if x.strip(_EDGE)), "")
    after = next((x.strip(_EDGE) for x in lines[at + 1 :] if x.strip(_EDGE)), "")
    return len(before) > 30 and before[-1] not in ".;:!?|" and after[:1].islower()


def _line(text: str, group: Sequence[_Piece]) -> Line:
    spans = tuple(Span(x.start, x.start + len(x.raw)) for x in group)
    cleaned = clean(group[0].raw) if len(group) == 1 else _joined(text, spans)[0]
    return Line(cleaned, group[0].number, spans, group[0].page)


# --- joining --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How this file breaks its lines: hard at a width, with or without blank lines between paragraphs."""

    hard: bool
    gappy: bool
    width: int

    @classmethod
    def of(cls, pieces: Sequence[_Piece]) -> _Wrap:
        """Hard-wrapped where many lines that touch the one above go on in lower case."""
        touching = [x for x in pieces[1:] if not x.gap and x.row is None]
        going_on = sum(x.bare[:1].islower() and not item(x.bare) for x in touching)
        hard = going_on >= 6 and going_on >= 0.3 * len(touching)
        lengths = sorted(len(x.raw) for x in pieces if x.row is None)
        width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
        return cls(hard, sum(x.gap for x in pieces) >= 0.12 * len(pieces), width)

    def joins(self, group: Sequence[_Piece], piece: _Piece) -> bool:
        """Whether `piece` goes on with the paragraph of `group`."""
        last = group[-1]
        if last.row is not None or piece.row is not None:
            return last.row == piece.row
        before, after = last.bare, piece.bare
        if not before or not after or before[0] == "|" or after[0] == "|":  # a row of a table is a line of its own
            return False
        if _torn_name(before, after):
            return True
        if item(after):
            return after[0] in "-–+" and after[1:].lstrip()[:1].islower() and self._runs_on(before, group, piece)
        if p.OFFICE_TITLE.match(after) or p.ON_BEHALF.match(after) or p.PLACE_DATE.fullmatch(before):
            return False  # «Thành phố Hồ Chí Minh, ngày     tháng     năm» is long, and ends with «năm»
        if not piece.gap and sum(x.raw.count("**") for x in group) % 2 and not last.raw.endswith("**"):
            return True
        if piece.gap:
            return self._over_a_gap(before, after, group)
        return self.hard and self._in_a_block(last, piece)

    def _runs_on(self, before: str, group: Sequence[_Piece], piece: _Piece) -> bool:
        if before[-1] in '.;:!?/”")' or (not self.hard and not piece.gap):
            return False
        return len(before) > 40 or len(group) > 1

    def _over_a_gap(self, before: str, after: str, group: Sequence[_Piece]) -> bool:
        """A page break inside a sentence: what follows goes on in lower case, or what stands before cannot end."""
        if _shouts(before) or before[-1] in ".!?:" or before.endswith("./"):
            return False
        if after[0].islower():
            return True
        if sum(len(x.raw) for x in group) < 40 or before[-1] in ';”"':
            return False
        return bool(_UNFINISHED.search(before) or _TAIL_FIGURE.match(after))

    def _in_a_block(self, last: _Piece, piece: _Piece) -> bool:
        before, after = last.bare, piece.bare
        if p.RECIPIENTS.match(after) or p.KIND_LINE.match(before) or p.ON_BEHALF.match(after):
            return False
        if _TAIL_FIGURE.match(after) and before[-1] != ".":
            return True  # «số hộ nghèo cuối năm: / 32 hộ»
        if after[0].islower() or after[0] in "(," or (after[0].isdigit() and before[-1] not in ".;:"):
            return before[-1] not in ":" or after[0].islower()
        if piece.cell:
            return len(before) >= 25 and before[-1] not in ".;:" and not _shouts(before)
        if p.DIEU.match(after) and before[-1] in ".;:":
            return False
        if self.gappy:
            return before[-1] not in ":"
        return len(last.raw) + 1 + len(piece.raw.split(" ", 1)[0]) >= self.width and before[-1] != "."


def item(text: str) -> bool:
    """Whether a line begins with a mark of numbering («1. Mục đích», «a) », «- », «Điều 5.»)."""
    return any(
        x.match(text)
        for x in (p.DASH, p.ARABIC, p.LETTER, p.PAREN, p.ROMAN, p.DECIMAL, p.SECTIONED, p.DIEU, p.CHUONG, p.MUC)
    )


def _torn_name(before: str, after: str) -> bool:
    if after[0] not in "-–":
        return False
    rest = after[1:].lstrip()
    if re.match(r"20\d\d(?!\d)", rest) and re.search(r"(?<!\d)20\d\d$", before):
        return True  # «giai đoạn 2021 / - 2025»
    return any(before.endswith(a) and rest.startswith(b) for a, b in _TORN_NAMES)


def _shouts(text: str) -> bool:
    return text.isupper()


# --- cleaning, with the way back ------------------------------------------------------------------


def _joined(text: str, spans: Sequence[Span]) -> tuple[str, Offsets]:
    raw, offsets = "", []
    for span in spans:
        if raw and not (raw[-1] == "-" and raw[-2:-1].isalnum()):
            raw += " "
            offsets.append(span.start - 1)
        raw += text[span.start : span.end]
        offsets.extend(range(span.start, span.end))
    return _clean(raw, offsets)


def _clean(raw: str, offsets: Offsets) -> tuple[str, Offsets]:
    raw, offsets = _composed(raw, offsets)
    raw, offsets = _sub(raw, offsets, re.compile(r"[\u200b-\u200d\ufeff\u00ad]"), "")
    raw, offsets = _sub(raw, offsets, re.compile(r"[\u00a0\t\f\r]|<br\s*/?>|&nbsp;"), " ")
    if "<" in raw:
        raw, offsets = _sub(raw, offsets, _TAG, "")
    if _WIDE.search(raw):
        raw, offsets = _sub(raw, offsets, _WIDE, lambda m: unicodedata.normalize("NFKC", m.group()))
    raw = raw.replace("\u00d0", "Đ")  # Ð (eth) typed for Đ: they look the same and only one is Vietnamese
    if "$" in raw or "\\" in raw:
        raw, offsets = _sub(raw, offsets, _LATEX, lambda m: m.group(1) if "\\" in m.group(1) else m.group())
        for pattern, repl in _LATEX_WORDS:
            raw, offsets = _sub(raw, offsets, pattern, repl)
    raw, offsets = _sub(raw, offsets, re.compile(r"__+"), "")
    raw, offsets = _unstarred(raw, offsets)
    raw, offsets = _sub(raw, offsets, re.compile(r" {2,}"), " ")
    left = len(raw) - len(raw.lstrip(_EDGE))
    right = len(raw.rstrip(_EDGE))
    return raw[left:right], offsets[left:right]


def _unstarred(raw: str, offsets: Offsets) -> tuple[str, Offsets]:
    if "*" not in raw:
        return raw, offsets
    head = _STAR_ITEM.match(raw.lstrip(_EDGE))
    keep = (len(raw) - len(raw.lstrip(_EDGE)) + head.end()) if head else 0
    tail, tail_offsets = _sub(raw[keep:], offsets[keep:], _STARS, "")
    if head:  # «** Lưu ý:*» is a star item set in italics
        return "* " + tail, [offsets[0], offsets[keep - 1], *tail_offsets]
    return tail, tail_offsets


def _composed(raw: str, offsets: Offsets) -> tuple[str, Offsets]:
    if unicodedata.is_normalized("NFC", raw):
        return raw, offsets
    out, where = [], []
    i = 0
    while i < len(raw):
        j = i + 1
        while j < len(raw) and unicodedata.combining(raw[j]):
            j += 1
        for c in unicodedata.normalize("NFC", raw[i:j]):
            out.append(c)
            where.append(offsets[i])
        i = j
    return "".join(out), where


def _sub(
    raw: str, offsets: Offsets, pattern: re.Pattern[str], repl: str | Callable[[re.Match[str]], str]
) -> tuple[str, Offsets]:
    """`pattern.sub` that keeps for each character the place it came from."""
    out: list[str] = []
    where: Offsets = []
    at = 0
    for m in pattern.finditer(raw):
        new = repl(m) if callable(repl) else m.expand(repl)
        out.append(raw[at : m.start()])
        where.extend(offsets[at : m.start()])
        inner = raw.find(new, m.start(), m.end()) if new else -1
        out.append(new)
        where.extend(
            offsets[inner : inner + len(new)]
            if inner >= 0
            else [offsets[min(m.start() + k, m.end() - 1)] for k in range(len(new))]
        )
        at = m.end()
    out.append(raw[at:])
    where.extend(offsets[at:])
    return "".join(out), where

"""What a check looks at: the reading, the day it speaks of, and the plan's own year, unit and sections."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.model import Finding, Severity
from retrieval import Clause, Header, Line, Places, Reading, Register, words

TWO_TIERS = dt.date(2025, 7, 1)  # Luật 72/2025/QH15, Nghị quyết 203/2025/QH15: no district level from this day

_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s*[-–]\s*(20\d\d))?(?!\d)")
UPPER = (
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴ"  # no range holds these
)
NAME = rf"[{UPPER}][\w’']*(?:[ -][{UPPER}][\w’']*){{0,3}}"
LEVEL = r"(?i:xã|phường|thị trấn|đặc khu|huyện|thị xã|thành phố|tỉnh)"
ORGAN = r"(?:(?i:[ủu][ỷy] ban nhân dân)|UBND|HĐND|Hội đồng nhân dân|Đảng ủy|Đảng uỷ|Đảng bộ|Huyện ủy)"
VERBS = (
    "tiếp tục|đẩy mạnh|tăng cường|thực hiện|xây dựng|tổ chức|triển khai|nâng cao|đổi mới|chú trọng|quan tâm|phát huy|"
    "phát động|tập trung|hướng dẫn|kiểm tra|đôn đốc|tuyên truyền|rà soát|bảo đảm|đảm bảo|kiện toàn|làm tốt|"
    "khuyến khích|tham mưu|phối hợp|chủ động|tích cực|định kỳ|kịp thời|thường xuyên|huy động|vận động|củng cố|duy trì"
)
UNIT = re.compile(rf"{ORGAN}\s+(?P<level>{LEVEL})\s+(?P<name>{NAME})")


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit as a plan names it: level in lower case («xã»), proper name («Phổ Châu»)."""

    level: str
    name: str


@dataclass(frozen=True)
class Case:
    """One check. `year` makes it speak of that year (the plan as a template for it), otherwise of `today`."""

    reading: Reading
    register: Register
    places: Places
    today: dt.date
    year: str = ""
    unit: str = ""

    @property
    def header(self) -> Header:
        """The head of the document."""
        return self.reading.document.header

    @cached_property
    def on(self) -> dt.date:
        """The day the findings speak of: today, or 15 January of the asked year (plans are issued in January)."""
        if self.year and int(self.year) != self.today.year:
            return dt.date(int(self.year), 1, 15)
        return self.today

    @cached_property
    def period(self) -> tuple[int, int] | None:
        """First and last year the plan is for, from its head or title; None where neither says."""
        for text in (self.header.period, self.header.subject, self.reading.document.title):
            m = _YEARS.search(text)
            if m:
                return int(m[1]), int(m[2] or m[1])
        return None

    @cached_property
    def issued_by(self) -> dt.date | None:
        """The latest day the plan can have been issued on: its date, or the end of the month or year it shows."""
        if self.header.date:
            return self.header.date
        m = re.search(r"tháng\s*(\d{1,2})\s*năm\s*(\d{4})", self.header.date_raw)
        if m and 1 <= int(m[1]) <= 12:
            return dt.date(int(m[2]) + int(m[1]) // 12, int(m[1]) % 12 + 1, 1) - dt.timedelta(days=1)
        return dt.date(self.period[1], 12, 31) if self.period else None

    @cached_property
    def own(self) -> Unit | None:
        """The unit that issues the plan: given, printed, or the one its organs carry most often in the text."""
        for text in (self.unit, self.header.issuer_raw, self.header.issuer):
            m = re.search(rf"({LEVEL})\s+(\S.*)", words.squeeze(text))
            if m:
                return Unit(m[1].lower(), words.squeeze(m[2]).strip(" .,;"))
        counts: dict[Unit, int] = {}
        for clause in self.body:
            for m in UNIT.finditer(clause.text):
                unit = Unit(m["level"].lower(), m["name"])
                counts[unit] = counts.get(unit, 0) + 1
        return max(counts, key=lambda u: counts[u]) if counts else None

    @cached_property
    def body(self) -> tuple[Clause, ...]:
        """The clauses of the text itself, recipients and signature left out."""
        return tuple(c for c in self.reading.clauses if not is_zone(c))

    @cached_property
    def head(self) -> Line:
        """The first printed line: where findings about the whole document are shown."""
        return next((x for x in self.reading.source.lines if x.text.strip()), Line("", 1, ()))

    def known_name(self, level: str, name: str) -> bool:
        """Whether a capitalised run after a level is a name: two words, or one that stands in the table of places."""
        return " " in name or bool(self.places.find(f"{level} {name}"))

    def under(self, *kinds: str) -> Iterator[Clause]:
        """Clauses under a top-level heading of one of the kinds («tổ chức thực hiện»)."""
        for clause in self.body:
            top = clause.heading[0] if clause.heading else clause.text if len(clause.path) == 1 else ""
            if any(words.fold(k) in words.fold(top) for k in kinds):
                yield clause

    def lines(self, clause: Clause) -> tuple[Line, ...]:
        """The source's lines a clause stands on."""
        inside = (x for x in self.reading.source.lines if x.spans)
        end = max(clause.span.end, clause.span.start + 1)
        return tuple(x for x in inside if clause.span.start <= x.spans[0].start < end)

    def found(
        self,
        clause: Clause,
        quote: str,
        rule: str,
        severity: Severity,
        message: str,
        suggestion: str = "",
        ground: str = "",
    ) -> Finding:
        """A finding on words of a clause; the line is the one the words stand on."""
        shown = words.squeeze(quote)
        return Finding(rule, severity, clause.path, self._line(clause, shown), shown, message, suggestion, ground)

    def _line(self, clause: Clause, shown: str) -> int:
        """The line words begin on: they may run over its end, and stand between marks of bold type."""
        lines = [(x.number, words.squeeze(x.text.replace("*", " "))) for x in self.lines(clause)]
        parts = words.squeeze(shown.replace("*", " ")).split()
        for n in range(len(parts), 0, -1):
            head = " ".join(parts[:n])
            if at := next(
                (
                    number
                    for number, text in lines
                    if head in text and (n > 1 or len(parts) == 1 or text.endswith(head))
                ),
                None,
            ):
                return at
        return clause.line

    def whole(
        self,
        rule: str,
        severity: Severity,
        message: str,
        suggestion: str = "",
        ground: str = "",
        line: Line | None = None,
        quote: str = "",
    ) -> Finding:
        """A finding on the document as a whole, shown at a line (the first by default)."""
        at = line or self.head
        around = (c for c in self.reading.clauses if line and c.span.start <= line.spans[0].start < c.span.end)
        path = next((c.path for c in around), ())
        return Finding(rule, severity, path, at.number, words.squeeze(quote or at.text), message, suggestion, ground)


Rule = Callable[[Case], Iterable[Finding]]


def is_zone(clause: Clause) -> bool:
    """Whether a clause belongs to a named part without a number («Nơi nhận»)."""
    return bool(clause.ref.steps) and clause.ref.steps[0].kind == "zone"


def counted(
    pattern: re.Pattern[str], clauses: Iterable[Clause], lead: int = 0
) -> list[tuple[Clause, re.Match[str], int]]:
    """Each distinct match once, where it first stands, with the number of times it stands in all.

    `lead` words before a match count as part of it: «kế hoạch giai đoạn …» is not «trong giai đoạn …».
    """
    first: dict[str, tuple[Clause, re.Match[str]]] = {}
    times: dict[str, int] = {}
    for clause in clauses:
        for m in pattern.finditer(clause.text):
            key = words.squeeze(led(clause, m, lead)).lower()
            first.setdefault(key, (clause, m))
            times[key] = times.get(key, 0) + 1
    return [(clause, m, times[key]) for key, (clause, m) in first.items()]


def led(clause: Clause, m: re.Match[str], n: int) -> str:
    """A match with up to `n` words before it, within its line and phrase."""
    phrase = re.split(r"[\n,;.:()“”]", clause.text[: m.start()])[-1]
    return " ".join([*phrase.split()[-n:], m.group()]) if n else m.group()


def near(clause: Clause, m: re.Match[str]) -> str:
    """A match with up to two words before it and the rest of its last word, within its line."""
    before = clause.text[: m.start()].rsplit("\n", 1)[-1].split()[-2:]
    tail = re.match(r"[^\s.,;]*", clause.text[m.end() :])
    return " ".join([*before, m.group() + (tail.group() if tail else "")]).strip('“”"();,. ')

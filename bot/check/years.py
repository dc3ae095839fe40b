"""Years: a plan whose period is over, periods and terms that have ended, years that contradict the plan's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.case import Case, counted, led
from bot.model import Finding
from bot.texts import check as texts
from retrieval import Clause, words

# National Party congresses: (ordinal, year from which the next one's resolution applies). XIV met in January 2026.
_CONGRESSES = (("XI", 2016), ("XII", 2021), ("XIII", 2026))
_NEXT = {"XI": "XII", "XII": "XIII", "XIII": "XIV"}
_CONGRESS = re.compile(
    r"Đại hội (?:đại biểu )?(?:toàn quốc )?(?:lần thứ (?P<a>XI{1,3})(?: của)? Đảng|"
    r"Đảng (?:toàn quốc )?lần thứ (?P<b>XI{1,3})\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?P<kind>(?:giai đoạn|nhiệm kỳ|(?:kế hoạch )?(?:05|5|0?\d) năm|chuẩn|thời kỳ)[^.;\n\d()]{0,30}\(?|\()\s*"
    r"(?:(?:05|5) năm\s*\(?)?(?P<a>20\d\d)\s*[-–]\s*(?P<b>20\d\d)\)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w/])năm (?P<year>20\d\d)(?!\s*[-–]\s*20)(?!\d)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:đến|từ|kể từ|so với|trước|sau|hết|cuối|đầu|tầm nhìn|Luật[^.;]{0,80}|khóa[^.;]{0,20}|kỷ niệm[^.;]{0,60}|"
    r"tháng\s+\d{1,2}|ngày[^.;]{0,20}|học|thành lập|ban hành|chuẩn[^.;]{0,30}|giai đoạn[^.;]{0,40}|và|"
    r"quy định[^.;]{0,40})\s*$",
    re.IGNORECASE,
)
# What is still to be done cannot be of the year before: «phấn đấu hoàn thành … năm 2024» in a plan for 2025.
_AHEAD = re.compile(
    r"(?:phấn đấu|thắng lợi|quyết tâm|phát động)(?![^.;]*(?:kết quả|tình hình|so với|đạt được))[^.;]*$", re.I
)
_MONTH = re.compile(r"(?:trước |trong |hết )?tháng\s*(?P<m>\d{1,2})\s*(?:/|năm\s*)(?P<y>20\d\d)", re.IGNORECASE)


def plan_over(case: Case) -> Iterator[Finding]:
    """The plan's own period has ended: one finding, at the title, however often the year stands in the text."""
    if not case.period or case.period[1] >= case.on.year:
        return
    period, lines = _shown(case.period), case.reading.source.lines
    said = re.compile(rf"năm {period}|{case.period[0]}\s*[-–]\s*{case.period[1]}", re.IGNORECASE)
    count = sum(len(said.findall(c.text)) for c in case.reading.clauses)
    line = next((x for x in lines if said.search(x.text) and _titled(case, x.text)), None)
    line = line or next((x for x in lines if said.search(x.text)), None)
    m = said.search(line.text) if line else None
    yield case.whole(
        "ended_period", "error", texts.PLAN_OVER.format(period=period, times=texts.times(count)), texts.PLAN_OVER_FIX,
        line=line, quote=m.group() if m else "",
    )  # fmt: skip


def ranges_over(case: Case) -> Iterator[Finding]:
    """«giai đoạn 2021-2025», «nhiệm kỳ 2020-2025» after they have ended; each wording once."""
    own = case.period
    for clause, m, count in counted(_RANGE, case.body, lead=3):
        a, b = int(m["a"]), int(m["b"])
        if b >= case.on.year or not a < b:
            continue
        if own and (a, b) == own and own[0] != own[1] and _titled(case, clause.text):
            continue  # already said at the title
        term = "nhiệm kỳ" in m["kind"].lower()
        message = (texts.TERM_OVER if term else texts.RANGE_OVER).format(period=f"{a}-{b}", times=texts.times(count))
        yield case.found(clause, led(clause, m, 3).strip(" ("), "ended_period", "error", message, texts.RANGE_OVER_FIX)


def congress_over(case: Case) -> Iterator[Finding]:
    """A national Party congress whose term has ended, cited as the present one."""
    for clause, m, _ in counted(_CONGRESS, case.body):
        number = (m["a"] or m["b"]).upper()
        ended = next((year for n, year in _CONGRESSES if n == number), None)
        if ended and case.on.year >= ended and not re.search(r"chào mừng|tiến tới", clause.text[: m.start()][-40:]):
            now = next(_NEXT[n] for n, y in reversed(_CONGRESSES) if y <= case.on.year)
            yield case.found(
                clause, m.group(), "ended_period", "warning",
                texts.CONGRESS_OVER.format(number=number, now=now), texts.CONGRESS_FIX.format(now=now),
            )  # fmt: skip


def years(case: Case) -> Iterator[Finding]:
    """«năm 2023» in a plan for 2025 (`wrong_year`); the year before a plan that is itself over (`ended_period`)."""
    if not case.period:
        return
    first, last = case.period
    for clause, m, count in counted(_YEAR, case.body, lead=3):
        year = int(m["year"])
        if first <= year <= last or _elsewhere(clause, m) or _in_citation(case, clause, m):
            continue
        if year == first - 1 and _AHEAD.search(clause.text[max(0, m.start() - 80) : m.start()]):
            message = texts.WRONG_YEAR.format(year=year, period=_shown(case.period))
            fix = texts.WRONG_YEAR_FIX.format(period=_shown(case.period))
            yield case.found(clause, led(clause, m, 3), "wrong_year", "warning", message, fix)
        elif year == first - 1:
            if last < case.on.year:
                message = texts.YEAR_BEFORE.format(times=texts.times(count))
                yield case.found(clause, led(clause, m, 3), "ended_period", "error", message, texts.PLAN_OVER_FIX)
        elif year < first or year > last:
            message = texts.WRONG_YEAR.format(year=year, period=_shown(case.period))
            fix = texts.WRONG_YEAR_FIX.format(period=_shown(case.period))
            yield case.found(clause, led(clause, m, 3), "wrong_year", "error", message, fix)


def dates_outside(case: Case) -> Iterator[Finding]:
    """Deadlines before the plan is issued or outside its period; an issue date far from the period."""
    if not case.period:
        return
    first, last = case.period
    date = case.header.date
    if date and not first - 1 <= date.year <= last:
        message = texts.ISSUE_YEAR.format(issued=words.day(date), period=_shown(case.period))
        line = next((x for x in case.reading.source.lines if str(date.year) in x.text and "ngày" in x.text), None)
        yield case.whole("wrong_year", "error", message, texts.DATE_FIX, line=line)
    for clause in case.under("tổ chức thực hiện", "trách nhiệm", "thời gian", "giải pháp"):
        for day, start, end in words.dates(clause.text):
            if _in_citation_span(case, clause, start, end):
                continue
            written = clause.text[start:end]
            if case.issued_by and case.header.date and day < case.header.date:
                message = texts.BEFORE_ISSUE.format(when=written, issued=words.day(case.header.date))
            elif not first - 1 <= day.year <= last + 1 and day.year >= first - 5:
                message = texts.WRONG_DATE.format(when=written, period=_shown(case.period))
            else:
                continue
            yield case.found(clause, written, "wrong_year", "error", message, texts.DATE_FIX)
        for m in _MONTH.finditer(clause.text):
            if not first <= int(m["y"]) <= last + 1 and not clause.text[: m.start()].rstrip().endswith("ngày"):
                message = texts.WRONG_DATE.format(when=m.group(), period=_shown(case.period))
                yield case.found(clause, m.group(), "wrong_year", "error", message, texts.DATE_FIX)


def _shown(period: tuple[int, int]) -> str:
    return str(period[0]) if period[0] == period[1] else f"{period[0]}-{period[1]}"


def _titled(case: Case, text: str) -> bool:
    subject = words.fold(case.header.subject)
    return bool(subject) and (subject in words.fold(text) or words.fold(text) in subject)


def _elsewhere(clause: Clause, m: re.Match[str]) -> bool:
    """Years that say when something else was or will be: «đến năm 2030», «Luật … năm 2013»."""
    return bool(_ELSEWHERE.search(clause.text[max(0, m.start() - 90) : m.start()]))


def _in_citation(case: Case, clause: Clause, m: re.Match[str]) -> bool:
    return _in_citation_span(case, clause, m.start(), m.end())


def _in_citation_span(case: Case, clause: Clause, start: int, end: int) -> bool:
    words_there = words.squeeze(clause.text[start:end])
    for cited in case.reading.cited:
        at = clause.text.find(cited.quote) if cited.ref == clause.ref else -1
        if at >= 0 and at <= start and end <= at + len(cited.quote) and words_there:
            return True
    return False

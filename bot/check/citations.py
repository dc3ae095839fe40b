"""Documents a plan rests on: their state on the day, and whether they are cited rightly."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.check.case import Case
from bot.model import Finding, Severity
from bot.texts import check as texts
from retrieval import Clause, Directive, Mention, Resolution, State, words

_DATE = re.compile(r"(?<![\d/])(?P<d>\d{1,2})(?:/|\s+tháng\s+)(?P<m>\d{1,2})(?:/|\s+năm\s+)(?P<y>(?:19|20)\d\d)(?!\d)")
_OF_PERIOD = re.compile(r"(?:năm|giai đoạn)\D{0,3}(?P<a>20\d\d)(?:\s*[-–]\s*(?P<b>20\d\d))?")
_SYMBOLS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"TTg$"), "Thủ tướng Chính phủ", r"thủ tướng"),
    (re.compile(r"(?:NĐ|NQ)-CP$"), "Chính phủ", r"chính phủ"),
    (re.compile(r"/TW$"), "cơ quan Trung ương của Đảng", r"bộ chính trị|ban bí thư|trung ương|bch"),
    (re.compile(r"QH\d+$"), "Quốc hội", r"quốc hội"),
    (re.compile(r"/TU$"), "Tỉnh ủy, Thành ủy", r"(?:tỉnh|thành) [ủu][ỷy]"),
    (re.compile(r"/ĐU$"), "Đảng ủy", r"đảng (?:ủy|uỷ|bộ)|chấp hành"),
    (re.compile(r"-HĐND$"), "Hội đồng nhân dân", r"hđnd|hội đồng nhân dân"),
    (re.compile(r"-UBND$"), "Ủy ban nhân dân", r"ubnd|[ủu][ỷy] ban nhân dân"),
    (re.compile(r"TT-BNV$"), "Bộ Nội vụ", r"nội vụ"),
)
_WHAT = {"date": "ngày", "issuer": "cơ quan ban hành", "subject": "trích yếu", "kind": "tên loại"}


@dataclass(frozen=True, slots=True)
class _Cited:
    clause: Clause
    resolution: Resolution
    mention: Mention


def states(case: Case) -> Iterator[Finding]:
    """Expired, replaced, for a period that is over, not yet in force, unknown: as the register says on the day."""
    told: set[str] = set()
    for cited in _cited(case):
        row = cited.resolution.row
        key = row.id if row else cited.mention.number
        if key in told or not (row or cited.mention.number):
            continue
        told.add(key)
        finding = _state(case, cited, row) if row else _unheld(case, cited)
        if finding:
            yield finding


def law_by_name(case: Case) -> Iterator[Finding]:
    """The law cited without its number, or without the law that has amended it since."""
    found = [c for c in _cited(case) if c.resolution.row and c.resolution.row.kind == "Luật"]
    for cited in found:
        row = cited.resolution.row
        if not row or case.register.state(row, case.on) is not State.IN_FORCE:
            continue
        numbered = [c for c in found if c.resolution.row == row and c.mention.number]
        line = case.register.citation_line(row, case.on)
        if not numbered:
            quote = _with_tail(cited)
            yield case.found(cited.clause, quote, "stale_directive", "warning", texts.LAW_BARE.format(law=line), line)
            return
        amending = list(_amending(case, row))
        if amending and "sửa đổi" in line and not any(a in case.reading.source.text for a in amending):
            message = texts.LAW_AMENDED.format(law=line)
            yield case.found(numbered[0].clause, numbered[0].mention.quote, "stale_directive", "note", message, line)
            return


def mismatches(case: Case) -> Iterator[Finding]:
    """Date, issuer, subject or kind that differ from the register's; an issuer its symbol cannot have."""
    for cited in _cited(case):
        told = False
        for d in cited.resolution.disagreements:
            message = texts.MISMATCH.format(what=_WHAT[d.what].capitalize(), written=d.cited, right=d.held)
            severity: Severity = "warning" if d.what == "subject" else "error"
            yield case.found(cited.clause, _short(cited), "citation_mismatch", severity, message, d.held)
            told = True
        issuer = cited.mention.issuer
        for symbol, right, pattern in _SYMBOLS:
            fits = re.search(pattern, issuer.lower())
            if issuer and not told and symbol.search(cited.mention.number) and not fits:
                message = texts.SYMBOL_ISSUER.format(symbol=cited.mention.number, right=right, written=issuer)
                yield case.found(cited.clause, _short(cited), "citation_mismatch", "error", message, right)


def later_than_plan(case: Case) -> Iterator[Finding]:
    """A document dated after the plan itself."""
    issued = case.issued_by
    if not issued:
        return
    shown = words.day(case.header.date) if case.header.date else case.header.date_raw or str(issued.year)
    for cited in _cited(case):
        date = cited.mention.date
        if date and date > issued:
            message = texts.LATER.format(date=words.day(date), issued=shown)
            yield case.found(cited.clause, _short(cited), "anachronism", "error", message, texts.DATE_FIX)


def impossible_days(case: Case) -> Iterator[Finding]:
    """31 June, 30 February, month 13."""
    for clause in case.reading.clauses:
        for m in _DATE.finditer(clause.text):
            try:
                dt.date(int(m["y"]), int(m["m"]), int(m["d"]))
            except ValueError:
                message = texts.NO_SUCH_DAY.format(written=m.group())
                quote = f"{' '.join(clause.text[: m.start()].split()[-4:])} {m.group()}"
                yield case.found(clause, quote, "invalid_date", "error", message, texts.DATE_FIX)


def _state(case: Case, cited: _Cited, row: Directive) -> Finding | None:
    standing = case.register.standing(row, case.on)
    named = not cited.mention.number
    later = [r for r in case.register.later(row, case.on) if case.register.citable(r)]
    newer = [r for r in later if case.register.state(r, case.on) is State.IN_FORCE]
    new = "; ".join(case.register.citation_line(r, case.on) for r in newer)
    fix = texts.SUCCESSOR_FIX.format(new=new) if new else texts.STATE_UNKNOWN_FIX
    since = f" từ {words.day(standing.since)}" if standing.since else ""
    quote = cited.mention.quote if named else _short(cited)
    match standing.state:
        case State.EXPIRED:
            by = f"; nay là {new}" if new else ""
            return case.found(
                cited.clause, quote, "stale_directive", "error", texts.EXPIRED.format(since=since, by=by), fix
            )
        case State.HAS_SUCCESSOR:
            message = texts.HAS_SUCCESSOR.format(new=new or texts.SEE_REGISTER)
            return case.found(cited.clause, quote, "stale_directive", "warning", message, fix)
        case State.PERIOD_OVER if named and not row.kind.startswith(("Luật", "Nghị")):
            message = texts.MOVEMENT_OVER.format(until=since)
            return case.found(cited.clause, quote, "ended_period", "warning", message, texts.MOVEMENT_OVER_FIX)
        case State.PERIOD_OVER:
            return case.found(
                cited.clause, quote, "stale_directive", "error", texts.PERIOD_OVER.format(until=since), fix
            )
        case State.NOT_YET:
            message = texts.NOT_YET.format(on=words.day(case.on))
            return case.found(cited.clause, quote, "stale_directive", "warning", message, texts.STATE_UNKNOWN_FIX)
        case State.UNKNOWN if not named:
            return case.found(
                cited.clause, quote, "stale_directive", "note", texts.STATE_UNKNOWN, texts.STATE_UNKNOWN_FIX
            )
    return None


def _unheld(case: Case, cited: _Cited) -> Finding | None:
    """Not one row of the register: the citation itself may still say it was for a period that is over."""
    if len(cited.resolution.rows) > 1 or not re.search(r"\d\s?[-/:]\s?[^\W\d]|\d/\d", cited.mention.number):
        return None  # several may be meant, or a bare «kế hoạch 05 năm», which is no number
    row = _same_day(case, cited.mention)
    if row:
        message = texts.OTHER_NUMBER.format(right=case.register.citation_line(row), written=cited.mention.number)
        return case.found(cited.clause, _short(cited), "citation_mismatch", "warning", message, row.number)
    years = [int(m["b"] or m["a"]) for m in _OF_PERIOD.finditer(cited.mention.subject)]
    if years and max(years) < case.on.year:
        message = texts.SUBJECT_OVER.format(period=max(years))
        return case.found(cited.clause, _short(cited), "stale_directive", "error", message, texts.SUBJECT_OVER_FIX)
    message = texts.NOT_IN_REGISTER
    return case.found(cited.clause, _short(cited), "unknown_directive", "note", message, texts.STATE_UNKNOWN_FIX)


def _same_day(case: Case, mention: Mention) -> Directive | None:
    """A row of the same kind, day and symbol under another number: digits were swapped."""
    symbol = mention.number.lstrip("0123456789/")
    for row in case.register.rows:
        if mention.date and row.date == mention.date and row.kind == mention.kind and row.number.endswith(symbol):
            return (
                row if sorted(filter(str.isdigit, row.number)) == sorted(filter(str.isdigit, mention.number)) else None
            )
    return None


def _cited(case: Case) -> Iterator[_Cited]:
    for clause in case.body:
        for resolution in case.register.mentions(clause.text, case.on):
            if resolution.mention and not _own_number(case, resolution.mention):
                yield _Cited(clause, resolution, resolution.mention)


def _own_number(case: Case, mention: Mention) -> bool:
    """The plan's own number in its head is no citation."""
    return bool(mention.number) and mention.number == case.header.number and mention.quote in case.header.number_raw


def _amending(case: Case, row: Directive) -> list[str]:
    return [case.register.get(i).number for i in row.amended_by]


def _short(cited: _Cited) -> str:
    """The citation up to its issuer: kind, number, date, issuer; its subject may run over many lines."""
    quote = cited.mention.quote
    issuer = cited.mention.issuer
    if issuer and issuer in quote:
        return quote[: quote.index(issuer) + len(issuer)]
    cut = re.search(r"\s+(?:về|quy định|ban hành)\s", quote)
    return quote[: cut.start()] if cut else quote


def _with_tail(cited: _Cited) -> str:
    tail = re.match(r"(?: [^\s.;]+){0,7}", cited.clause.text[cited.mention.span.end :])
    return cited.mention.quote + (tail.group() if tail else "")

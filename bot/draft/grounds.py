"""The basis of a plan: the directives in force on its date, and what must be told of those the person asked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from bot.draft.compose import Ground
from bot.draft.outline import family
from bot.model import Citation, DraftRequest
from bot.texts import draft as texts
from bot.texts import plan
from retrieval import Directive, Register, Resolution, State, words

_LAW_KINDS = ("Luật", "Nghị định", "Thông tư")
_MATTER = re.compile(r"thi dua,? khen thuong")


def plan_date(request: DraftRequest) -> dt.date:
    """The day whose law the plan stands on: its year's 15 January, or today where that is later in the same year."""
    year = int(request.year[:4]) if request.year[:4].isdigit() else request.today.year
    usual = dt.date(year, 1, 15)
    return max(usual, request.today) if request.today.year == year else usual


def grounds(register: Register, request: DraftRequest) -> tuple[tuple[Ground, ...], tuple[str, ...]]:
    """The lines of the basis in rank order, and notes on what was asked for but does not hold, or ends soon."""
    on = plan_date(request)
    named = [r for r in register.mentions(request.text, on) if not _is_year(r)]
    numbers = [r for r in named if _is_own_number(r, request.text)]
    asked = [r for r in named if r not in numbers]
    rows = list(dict.fromkeys([*_standing(register, request, on), *_wanted(register, asked, on)]))
    made = [_ground(register, row, on) for row in sorted(rows, key=_rank)]
    notes = [*_told(register, asked, on)]
    notes += [texts.OWN_NUMBER.format(number=r.mention.number) for r in numbers if r.mention]
    if asked or not request.sections or "can-cu" in request.sections:
        notes += _ending(rows, request)
    own = [_own_words(r) for r in asked if not r.rows and r.mention and r.mention.number]
    return (*[g for g in made if g], *own), tuple(dict.fromkeys(notes))


def _is_year(r: Resolution) -> bool:
    """«kế hoạch 2026» names a year, not a document."""
    return bool(r.mention and re.fullmatch(r"20\d\d", r.mention.number) and not r.rows)


def _is_own_number(r: Resolution, text: str) -> bool:
    """«…, số 05/KH-UBND»: the number the plan itself is to bear; «Kế hoạch số 05/KH-UBND» is another's."""
    if r.rows or r.mention is None or not re.match(r"\d+\s*/\s*KH-", r.mention.quote):
        return False
    before = words.fold(text.partition(r.mention.quote)[0])
    return bool(re.search(r"\bso$", before)) and not re.search(r"\b(?:ke hoach|van ban|theo|can cu) so$", before)


def _standing(register: Register, request: DraftRequest, on: dt.date) -> Iterator[Directive]:
    """What any plan of this kind stands on: local government, emulation law and its guidance, the Party's directive."""
    kind = family(request.level)
    theme = words.fold(f"{request.theme} {request.subject} {request.unit}")
    for row in register.rows:
        if register.state(row, on) is not State.IN_FORCE or not register.citable(row):
            continue
        subject = words.fold(f"{row.subject} {' '.join(row.names)}")
        if row.amends:
            continue  # named inside the citation of the law it amends
        if row.kind in _LAW_KINDS and _MATTER.search(subject):
            if row.level == "trung ương" or (row.level.startswith("trung ương (") and _sector(row, theme)):
                yield row
        elif (
            (row.kind == "Luật" and "chinh quyen dia phuong" in subject and kind in ("commune", "province"))
            or (row.kind == "Chỉ thị" and row.level == "đảng" and _MATTER.search(subject))
            or (not row.number and "phong trao" in words.fold(row.kind) and _launched(row, request, theme))
        ):
            yield row


def _sector(row: Directive, theme: str) -> bool:
    return any(words.fold(t) in theme for t in row.topics[:1])


def _launched(row: Directive, request: DraftRequest, theme: str) -> bool:
    """A movement of the whole country for the plan's years, or one whose matter the theme names."""
    year = request.year[:4]
    covers = row.period_from and row.period_to and year and row.period_from.year <= int(year) <= row.period_to.year
    general = any(words.fold(t).startswith("phong trao 20") for t in row.topics)
    return bool((covers and general) or any(words.fold(t) in theme for t in row.topics if t != "phong trào"))


def _wanted(register: Register, asked: list[Resolution], on: dt.date) -> Iterator[Directive]:
    for r in asked:
        row = r.row
        if row and register.state(row, on) is State.IN_FORCE and register.citable(row) and not row.amends:
            yield row


def _ground(register: Register, row: Directive, on: dt.date) -> Ground | None:
    line = register.citation_line(row, on)
    if not line:
        return None
    form = plan.GROUND
    if row.level == "đảng":
        form = plan.DIRECTIVE
    elif not row.number:
        form = plan.LAUNCH
        line = line.replace(", Thủ tướng Chính phủ phát động", " do Thủ tướng Chính phủ phát động")
    return Ground(form, line, Citation(1, texts.REGISTER, row.id, (), row.subject or line, State.IN_FORCE))


def _own_words(r: Resolution) -> Ground:
    """As the person wrote it, with what an official citation still lacks (Decree 30/2020/NĐ-CP, Appendix I, II.6)."""
    assert r.mention is not None
    quote = re.sub(r"^([^\W\d]+(?: [^\W\d]+)?) (?=\d)", r"\1 số ", words.squeeze(r.mention.quote))
    if not re.search(r"ngày\s+\d", quote):
        quote = f"{quote} {plan.PLACEHOLDER.format(what='ngày, cơ quan ban hành, trích yếu')}"
    form = plan.DIRECTIVE if re.search(r"[-/](?:TW|TU|ĐU)\b", quote) else plan.GROUND
    return Ground(form, quote, None)


def _rank(row: Directive) -> tuple[int, str]:
    order = {"Luật": 0, "Nghị quyết": 1, "Nghị định": 2, "Quyết định": 3, "Thông tư": 4}
    if "chinh quyen dia phuong" in words.fold(row.subject) and row.kind == "Luật":
        return (-1, row.id)
    return (order.get(row.kind, 6 if row.level == "đảng" else 7), row.id)


def _told(register: Register, asked: list[Resolution], on: dt.date) -> Iterator[str]:
    for r in asked:
        if r.mention is None:
            continue
        cited = r.mention.quote
        if not r.rows:
            if r.mention.number:
                yield texts.GROUND_UNLISTED.format(cited=cited)
        elif r.row is None:
            which = "; ".join(register.citation_line(x) or f"{x.kind} {x.number}" for x in r.rows[:3])
            yield texts.GROUND_SEVERAL.format(cited=cited, which=which)
        else:
            yield from _state_told(register, r.row, on)


def _state_told(register: Register, row: Directive, on: dt.date) -> Iterator[str]:
    standing = register.standing(row, on)
    name = f"{row.kind} {row.number}".strip()
    if row.date:
        name += f" ngày {words.day(row.date)}"
    held = (x for x in register.later(row, on) if register.state(x, on) is State.IN_FORCE)
    new = "; ".join(filter(None, (register.citation_line(x, on) for x in held)))
    state = standing.state
    if state is State.HAS_SUCCESSOR:
        yield texts.GROUND_SUCCEEDED.format(name=name, new=new)
    elif state is State.EXPIRED:
        since = f" từ {words.day(standing.since)}" if standing.since else ""
        yield texts.GROUND_EXPIRED.format(name=name, since=since, new=f"; văn bản mới: {new}" if new else "")
    elif state is State.PERIOD_OVER:
        span = f"{row.period_from.year}-{row.period_to.year}" if row.period_from and row.period_to else row.period
        yield texts.GROUND_OVER.format(name=name, period=span, new=f"; văn bản mới: {new}" if new else "")
    elif state is State.NOT_YET:
        yield texts.GROUND_NOT_YET.format(name=name, on=words.day(on))
    elif state is State.UNKNOWN:
        yield texts.GROUND_UNKNOWN.format(name=name)


def _ending(rows: list[Directive], request: DraftRequest) -> Iterator[str]:
    """Directives of the basis that end before the plan's last year does."""
    last = int(request.year[-4:]) if request.year[-4:].isdigit() else request.today.year
    for row in rows:
        if row.to and not row.to_last_day and row.to.year <= last:
            name = f"{row.kind} {row.number}"
            yield texts.GROUND_ENDING.format(name=name, to=words.day(row.to), certainty=texts.SURE[row.state_certainty])

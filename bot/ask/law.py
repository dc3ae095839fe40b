"""Answers from the register: a directive's state, which apply, how to cite one, who cites it, its timeline; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ask import lawmovements, validity
from bot.ask import lawwords as say
from bot.ask.lawquestion import LawQuestion, understand
from bot.ask.lawwords import card, near_numbers, unstated
from bot.model import Answer, AnswerKind, Citation, Option, Person, QuestionKind
from bot.texts import law as texts
from retrieval import Applicable, Citers, Directive, Mention, Places, Register, Resolution, State, words

__all__ = ["ROOM", "answer", "applicable", "card", "near_numbers", "reply", "unstated"]

ROOM, SHORT = 1500, 900  # characters of an answer: a list, anything else
_SHOWN = 6
_APART = "trùng số"


def answer(
    text: str,
    today: date,
    register: Register,
    *,
    person: Person | None = None,
    places: Places | None = None,
    cited: Citers | None = None,
) -> Answer | None:
    """The answer to a question about the register, or None where it is about something else.

    `cited`: who cites what in the corpus. A number that is not in the register is met with «không tìm thấy» and the
    nearest numbers; where the corpus cites it, with «chưa có trong danh mục» and who does.
    """
    if period := lawmovements.asked(text):
        return movements(period, today, register)
    asked = understand(text, today, register, person, places)
    return reply(asked, register, cited or Citers()) if asked else None


def reply(asked: LawQuestion, register: Register, sources: Citers) -> Answer | None:
    """The answer to an understood question; None where nothing it names is a document."""
    if asked.kind == "applies":
        return _applies(asked, register, sources)
    rows = _rows(asked.meant)
    if not rows:
        return _unlisted(asked, register, sources)
    if asked.kind == "citers":
        return _citers(rows, register, asked.first, sources)
    if asked.kind == "timeline":
        detail = [r for r in register.rows if r.kind == asked.doc_kind and {*r.guides} & {x.id for x in rows}]
        return _timeline(max(detail or rows[:1], key=lambda r: str(r.date)), register, asked.today)
    if asked.kind == "sources":
        return _sources(rows, register, asked.first)
    if asked.kind == "cite":
        return _cite(rows, register, asked.first)
    if asked.kind == "number" and len(rows) > 1:
        return _which(rows, register, asked)
    return _states(rows, register, asked, sources)


def movements(period: lawmovements.Period, today: date, register: Register) -> Answer:
    """The Prime Minister's movements of a period; that none is known where the register has none."""
    rows = lawmovements.held(register, period)[:_SHOWN]
    if not rows:
        gap = texts.NO_MOVEMENTS.format(first=period.first, last=period.last)
        return Answer("abstain", gap, reason=gap, question_kind="list")
    lines = [texts.MOVEMENTS.format(first=period.first, last=period.last, n=len(rows))]
    for i, row in enumerate(rows, 1):
        day = texts.LAUNCHED.format(day=words.day(row.date)) if row.date and row.kind == lawmovements.KIND else ""
        name = f"{row.kind} {row.subject}" if day else register.citation_line(row, today) or say.name(row)
        lines.append(f"{i}. {name}{day}: {texts.state(register.standing(row, today))}.")
    lines.append(texts.CHECKED_ALL.format(day=words.day(min(r.checked for r in rows))))
    return _made("answer", lines, rows, register, today, (), kind="list")


def applicable(asked: LawQuestion, register: Register, cited: Citers) -> tuple[Applicable, ...]:
    """What applies in the time asked, best first; «hướng dẫn Luật …» narrows to the texts that detail that law."""
    found = register.applies(
        asked.topic,
        first=asked.first,
        last=asked.last,
        kind=asked.doc_kind,
        level=asked.level,
        province=asked.province,
        used=cited.counts(),
    )
    bases = {r.id for r in _rows(asked.meant)}
    if asked.guides and bases:
        found = tuple(a for a in found if bases & {*a.row.guides}) or found
    return found[:_SHOWN]


# --- the state of named directives ------------------------------------------------------------------


def _states(rows: Sequence[Directive], register: Register, asked: LawQuestion, sources: Citers) -> Answer:
    on = asked.first
    first, *others = sorted(rows, key=lambda r: _APART in r.topics)
    lines = [texts.AS_OF.format(when=asked.when)] if asked.when else []
    standing, now = register.standing(first, on), register.standing(first, asked.today)
    by_now = texts.now(now, ahead=on > asked.today) if now.state is not standing.state else ""
    lines += [say.said(register, first, on) + by_now, *say.followed(register, first, on)]
    if first.from_ and not standing.assumed_start:
        lines.append(texts.STARTS.format(day=words.day(first.from_)))
    if standing.assumed_start and standing.state is State.IN_FORCE:
        lines.append(texts.ASSUMED_START)
    if standing.lapses_on and (register.lapsing(first, on) or standing.lapses_on < asked.last):
        lines.append(texts.soon(on, standing.lapses_on))
    lines += [line for m in asked.meant if m.row == first for line in say.disputes(m)]
    if asked.kind == "newer" and first.replaces and not first.replaced_by:
        lines.append(texts.REPLACES.format(names=say.short_list(register, first.replaces, on)))
    quotes = say.citations(sources.rows.get(first.id, ())[:2]) if asked.kind == "issued" else ()
    lines += [say.quoted(c) for c in quotes]
    current = standing.state is register.state(first, first.checked)  # a note speaks of the day it was written
    if first.note and current and asked.kind != "issued" and not unstated(first.note, register, on):
        lines.append(texts.NOTE.format(note=first.note))
    lines.append(f"{texts.checked_line(first)} {texts.sources(first.sources)}")
    same = [r for r in others if r.number == first.number]
    lines += [texts.SAME_NUMBER.format(line=say.said(register, r, on)) for r in same]
    lines += [say.said(register, r, on) for r in others if r not in same]
    if same:
        lines.append(texts.WHICH)
    options = (*say.which_options(same), *say.options(first)) if same else say.options(first)
    return _made("answer", lines, [first, *others], register, on, options, citations=quotes)


def _which(rows: Sequence[Directive], register: Register, asked: LawQuestion) -> Answer:
    on = asked.first
    lines = [texts.SHARED.format(number=rows[0].number)]
    lines += [f"- {say.said(register, r, on)}" for r in rows]
    checked = texts.CHECKED_ALL.format(day=words.day(min(r.checked for r in rows)))
    lines += [*_issuers(rows, asked), checked, texts.WHICH]
    return _made("clarify", lines, rows, register, on, say.which_options(rows), reason=texts.SHARED_REASON)


def _issuers(rows: Sequence[Directive], asked: LawQuestion) -> list[str]:
    """An issuer in the question that none of the rows has."""
    mention = next((m.mention for m in asked.meant if m.mention and m.mention.issuer), None)
    if mention is None or any(words.fold(mention.issuer) in words.fold(r.issuer) for r in rows):
        return []
    return [say.differs("issuer", mention.issuer, " và của ".join(dict.fromkeys(r.issuer for r in rows)))]


def _unlisted(asked: LawQuestion, register: Register, cited: Citers) -> Answer | None:
    """A number without a row: another text of that number, a local text that plans cite, or the nearest numbers."""
    on = asked.first
    named = [m.mention for m in asked.meant if m.mention and m.mention.number and not _bare(m.mention)]
    if not named:
        return None
    number = named[0].number
    if places := next((p for m in named if (p := cited.number(m.number))), ()):
        quotes = say.citations(places)
        lines = [texts.NOT_LISTED.format(number=number), *(say.quoted(c) for c in quotes)]
        return Answer("answer", "\n".join(lines)[:ROOM], citations=quotes, question_kind="state")
    if held := register.same_number(named[0]):
        return _not_that(named[0], held, register, on)
    near = register.nearest(number)
    lines = [texts.NOT_FOUND.format(number=number)]
    if near:
        lines.append(texts.NEAREST.format(numbers=near_numbers(register, near, on)))
    options = tuple(
        Option(f"{r.number} ngày {r.date_raw}" if r.date_raw else r.number, f"{say.name(r)} còn hiệu lực không?")
        for r in near
    )
    return Answer("abstain", "\n".join(lines), reason=lines[0], options=options, question_kind="state")


def _bare(mention: Mention) -> bool:
    return mention.number.isdigit() and not mention.kind


def _not_that(mention: Mention, held: Sequence[Directive], register: Register, on: date) -> Answer:
    """The number is known, with another date or issuer: both are said, and nothing is taken for the other."""
    by_date = mention.date is not None or mention.year is not None
    said = [
        texts.HELD_DATE.format(day=r.date_raw) if by_date else texts.HELD_ISSUER.format(issuer=r.issuer) for r in held
    ]
    lines = [texts.NOT_THAT.format(cited=words.squeeze(mention.quote), held=" và ".join(dict.fromkeys(said)))]
    lines += [f"- {say.said(register, r, on)}" for r in held]
    lines.append(texts.CHECKED_ALL.format(day=words.day(min(r.checked for r in held))))
    return _made("clarify", lines, held, register, on, say.which_options(held), reason=lines[0])


# --- what applies -----------------------------------------------------------------------------------


def _applies(asked: LawQuestion, register: Register, cited: Citers) -> Answer:
    bases = {r.id for r in _rows(asked.meant)}
    shown = applicable(asked, register, cited)
    past = [r for r in register.rows if bases & {*r.guides} and r.kind == (asked.doc_kind or r.kind)]
    if asked.guides and past and not any(bases & {*a.row.guides} for a in shown):
        return _states(sorted(past, key=lambda r: str(r.date), reverse=True), register, asked, cited)
    when = asked.when or texts.TODAY.format(day=words.day(asked.today))
    if not shown:
        gap = texts.NO_BASIS.format(when=when)
        return Answer("abstain", gap, reason=gap, question_kind="applies")
    head = texts.APPLIES.format(when=when, n=len(shown))
    last = texts.CHECKED_ALL.format(day=words.day(min(a.row.checked for a in shown)))
    full = [head, *(f"{i}. {_applicable(register, a, asked, whole=True)}" for i, a in enumerate(shown, 1)), last]
    brief = [head, *(f"{i}. {_applicable(register, a, asked, whole=False)}" for i, a in enumerate(shown, 1)), last]
    lines = full if len("\n".join(full)) <= ROOM else brief
    options = tuple(Option(a.row.number or "Phong trào", f"Cách viện dẫn {say.name(a.row)}") for a in shown[:3])
    return _made("answer", lines, [a.row for a in shown], register, asked.first, options, kind="applies")


def _applicable(register: Register, one: Applicable, asked: LawQuestion, *, whole: bool) -> str:
    cited = register.citation_line(one.row, asked.first) if whole else say.short(register, one.row, asked.first)
    line = f"{cited}: {texts.state(one.standing)}"
    if one.standing.state is State.NOT_YET and one.row.from_:
        line += f", có hiệu lực từ {words.day(one.row.from_)}"
    if one.standing.lapses_on and asked.first == asked.today and register.lapsing(one.row, asked.first):
        line += texts.LEFT.format(days=(one.standing.lapses_on - asked.first).days)
    if one.ends:
        line += texts.ENDS_WITHIN
    now = register.standing(one.row, asked.today)
    if asked.first < asked.today and now.state is not one.standing.state:
        line += texts.BY_NOW.format(state=texts.state(now))
    return line + "."


# --- citing, citers, timeline -----------------------------------------------------------------------


def _cite(rows: Sequence[Directive], register: Register, on: date) -> Answer:
    lines = []
    for row in rows:
        ready = register.citation_line(row, on) or texts.NOT_CITABLE.format(name=say.name(row))
        standing = register.standing(row, on)
        held = f"({texts.state(standing)}; {texts.checked(row)})"
        # a line that holds is ready to paste; one that does not carries its state
        lines += [ready, held] if standing.state is State.IN_FORCE else [f"{ready} {held}"]
        lines += say.followed(register, row, on)
    return _made("answer", lines, rows, register, on, say.options(rows[0]))


def _sources(rows: Sequence[Directive], register: Register, on: date) -> Answer:
    """Every place each row was read."""
    lines: list[str] = []
    for row in rows:
        lines += [texts.SOURCES_OF.format(name=say.said(register, row, on)), *texts.all_sources(row.sources)]
    lines.append(texts.CHECKED_ALL.format(day=words.day(min(r.checked for r in rows))))
    return _made("answer", lines, rows, register, on, (), kind="list")


def _citers(rows: Sequence[Directive], register: Register, on: date, cited: Citers) -> Answer:
    lines: list[str] = []
    quotes: list[Citation] = []
    rows = [r for r in rows if r.id in cited.rows] or rows
    for row in rows:
        places = cited.rows.get(row.id, ())
        if not places:
            lines.append(texts.NOBODY_CITES.format(name=say.said(register, row, on)))
            continue
        lines.append(texts.CITES.format(name=say.said(register, row, on), n=len({p.doc for p in places})))
        fresh = say.citations(places, start=len(quotes) + 1)
        quotes += fresh
        lines += [say.quoted(c) for c in fresh]
    lines.append(texts.CHECKED_ALL.format(day=words.day(min(r.checked for r in rows))))
    return _made("answer", lines, rows, register, on, (), citations=tuple(quotes), kind="list")


def _timeline(row: Directive, register: Register, on: date) -> Answer:
    links = register.chain(row)
    lines = [texts.TIMELINE]
    for link in links:
        amended = ", ".join(f"{register.get(i).kind} số {register.get(i).number}" for i in link.amends)
        changes = f", sửa đổi {amended}" if amended else ""
        standing = register.standing(link.row, on)
        ends = standing.lapses_on
        soon = f"; {texts.soon(on, ends)}" if ends and register.lapsing(link.row, on) else ""
        name = say.short(register, link.row, link.since)
        lines.append(f"- {words.day(link.since)}: {name}{changes} ({texts.state(standing)}){soon}")
    lines.append(texts.CHECKED_ALL.format(day=words.day(min(k.row.checked for k in links) if links else row.checked)))
    return _made("answer", lines, [k.row for k in links], register, on, (), kind="list")


# --- one answer -------------------------------------------------------------------------------------


def _rows(meant: Sequence[Resolution]) -> tuple[Directive, ...]:
    return tuple(dict.fromkeys(r for m in meant for r in m.rows))


def _made(
    answer_kind: AnswerKind,
    lines: Sequence[str],
    rows: Sequence[Directive],
    register: Register,
    on: date,
    options: tuple[Option, ...],
    *,
    citations: tuple[Citation, ...] = (),
    reason: str = "",
    kind: QuestionKind = "state",
) -> Answer:
    """Whole lines up to the room of an answer; a line is never cut."""
    kept, room = list(lines), ROOM if kind == "list" or kind == "applies" else SHORT
    if len("\n".join(kept)) > room:
        kept = [line for line in kept if not line.startswith(texts.NOTE[:12])]
    while len(kept) > 1 and len("\n".join(kept)) > room:
        kept.pop(-2)
    return Answer(
        answer_kind,
        "\n".join(kept),
        citations=citations,
        register=tuple(validity.fact(register, r, on) for r in rows),
        reason=reason,
        options=options,
        question_kind=kind,
    )

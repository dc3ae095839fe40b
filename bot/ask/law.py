"""Answers from the register: a directive's state, which apply, how to cite one, who cites it, its timeline; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ask import validity
from bot.ask.lawquestion import LawQuestion, understand
from bot.model import Answer, AnswerKind, Citation, Option, Person, QuestionKind
from bot.texts import law as texts
from retrieval import Applicable, CitedBy, Citers, Directive, Places, Register, Resolution, State, words

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
    asked = understand(text, today, register, person, places)
    return reply(asked, register, cited or Citers()) if asked else None


def reply(asked: LawQuestion, register: Register, sources: Citers) -> Answer | None:
    """The answer to an understood question; None where nothing it names is a document."""
    if asked.kind == "applies":
        return _applies(asked, register, sources)
    rows = _rows(asked.meant)
    if not rows:
        return _unlisted(asked.meant, register, asked.today, sources)
    if asked.kind == "citers":
        return _citers(rows, register, asked.first, sources)
    if asked.kind == "timeline":
        return _timeline(rows[0], register, asked.today)
    if asked.kind == "cite":
        return _cite(rows, register, asked.first)
    if asked.kind == "number" and len(rows) > 1:
        return _which(rows, register, asked.first)
    return _states(rows, register, asked, sources)


def card(register: Register, row: Directive, on: date, cited: Sequence[CitedBy] = ()) -> str:
    """One row as a card of a few lines: citation, state, what followed, the editors' note, who cites it."""
    lines = [_said(register, row, on)]
    lines += _followed(register, row, on)
    ends = register.standing(row, on).lapses_on
    if ends and register.lapsing(row, on):
        lines.append(texts.soon(on, ends))
    lines.append(texts.ASKS.format(asks=row.asks))
    if row.note:
        lines.append(texts.NOTE.format(note=row.note))
    if cited:
        lines.append(texts.CITED_BY.format(n=len({c.doc for c in cited}), names=_names(cited)))
    lines += [texts.checked_line(row), texts.SOURCES.format(names="; ".join(row.sources))]
    return "\n".join(lines)


def unstated(text: str, register: Register, on: date) -> tuple[Directive, ...]:
    """Directives a text names without the state they are in, though not in force on the day; () = nothing to fear.

    A paragraph that names one must hold the words of its state. Shared numbers count with the row they mean most.
    """
    missing: dict[str, Directive] = {}
    for paragraph in text.split("\n"):
        for meant in register.mentions(paragraph, on):
            row = meant.row
            if row is None or not meant.mention or (meant.mention.number or "x").isdigit():
                continue
            state = register.state(row, on)
            if state is not State.IN_FORCE and texts.STATE_WORDS[state] not in paragraph.lower():
                missing[row.id] = row
    return tuple(missing.values())


# --- the state of named directives ------------------------------------------------------------------


def _states(rows: Sequence[Directive], register: Register, asked: LawQuestion, sources: Citers) -> Answer:
    on = asked.first
    first, *others = sorted(rows, key=lambda r: _APART in r.topics)
    lines = [texts.AS_OF.format(when=asked.when)] if asked.when else []
    standing, now = register.standing(first, on), register.standing(first, asked.today)
    by_now = texts.BY_NOW.format(state=texts.state(now)) if now.state is not standing.state else ""
    lines += [_said(register, first, on) + by_now, *_followed(register, first, on)]
    if first.from_ and not standing.assumed_start:
        lines.append(texts.STARTS.format(day=words.day(first.from_)))
    if standing.assumed_start and standing.state is State.IN_FORCE:
        lines.append(texts.ASSUMED_START)
    if standing.lapses_on and (register.lapsing(first, on) or standing.lapses_on < asked.last):
        lines.append(texts.soon(on, standing.lapses_on))
    lines += [_differs(d.what, d.cited, d.held) for m in asked.meant if m.row == first for d in m.disagreements]
    if asked.kind == "newer" and first.replaces and not first.replaced_by:
        lines.append(texts.REPLACES.format(names=_short_list(register, first.replaces, on)))
    quotes = _citations(sources.rows.get(first.id, ())[:2]) if asked.kind == "issued" else ()
    lines += [_quoted(c) for c in quotes]
    if first.note and asked.kind != "issued" and not unstated(first.note, register, on):
        lines.append(texts.NOTE.format(note=first.note))
    lines.append(texts.checked_line(first))
    same = [r for r in others if r.number == first.number]
    lines += [texts.SAME_NUMBER.format(line=_said(register, r, on)) for r in same]
    lines += [_said(register, r, on) for r in others if r not in same]
    if same:
        lines.append(texts.WHICH)
    options = (*_which_options(same), *_options(first)) if same else _options(first)
    return _made("answer", lines, [first, *others], register, on, options, citations=quotes)


def _which(rows: Sequence[Directive], register: Register, on: date) -> Answer:
    lines = [texts.SHARED.format(number=rows[0].number), *(f"- {_said(register, r, on)}" for r in rows), texts.WHICH]
    return _made("clarify", lines, rows, register, on, _which_options(rows), reason=texts.SHARED_REASON)


def _unlisted(meant: Sequence[Resolution], register: Register, on: date, cited: Citers) -> Answer | None:
    named = [m.mention for m in meant if m.mention and m.mention.number and not m.mention.number.isdigit()]
    if not named:
        return None
    number = named[0].number
    if places := next((p for m in named if (p := cited.number(m.number))), ()):
        quotes = _citations(places)
        lines = [texts.NOT_LISTED.format(number=number), *(_quoted(c) for c in quotes)]
        return Answer("answer", "\n".join(lines)[:ROOM], citations=quotes, question_kind="state")
    near = register.nearest(number)
    lines = [texts.NOT_FOUND.format(number=number)]
    if near:
        lines.append(texts.NEAREST.format(numbers=near_numbers(register, near, on)))
    options = tuple(Option(r.number, f"{_name(r)} còn hiệu lực không?") for r in near)
    return Answer("abstain", "\n".join(lines), reason=lines[0], options=options, question_kind="state")


# --- what applies -----------------------------------------------------------------------------------


def _applies(asked: LawQuestion, register: Register, cited: Citers) -> Answer:
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
    when = asked.when or texts.TODAY.format(day=words.day(asked.today))
    if not found:
        gap = texts.NO_BASIS.format(when=when)
        return Answer("abstain", gap, reason=gap, question_kind="applies")
    shown = found[:_SHOWN]
    lines = [texts.APPLIES.format(when=when, n=len(shown))]
    lines += [f"{i}. {_applicable(register, a, asked)}" for i, a in enumerate(shown, start=1)]
    lines.append(texts.CHECKED_ALL.format(day=words.day(min(a.row.checked for a in shown))))
    options = tuple(Option(a.row.number or "Phong trào", f"Cách viện dẫn {_name(a.row)}") for a in shown[:3])
    return _made("answer", lines, [a.row for a in shown], register, asked.first, options, kind="applies")


def _applicable(register: Register, one: Applicable, asked: LawQuestion) -> str:
    line = f"{_short(register, one.row, asked.first)}: {texts.state(one.standing)}"
    if one.standing.state is State.NOT_YET and one.row.from_:
        line += f", có hiệu lực từ {words.day(one.row.from_)}"
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
        ready = register.citation_line(row, on) or texts.NOT_CITABLE.format(name=_name(row))
        standing = register.standing(row, on)
        held = f"({texts.state(standing)}; {texts.checked(row)})"
        # a line that holds is ready to paste; one that does not carries its state
        lines += [ready, held] if standing.state is State.IN_FORCE else [f"{ready} {held}"]
        lines += _followed(register, row, on)
    return _made("answer", lines, rows, register, on, _options(rows[0]))


def _citers(rows: Sequence[Directive], register: Register, on: date, cited: Citers) -> Answer:
    lines: list[str] = []
    quotes: list[Citation] = []
    rows = [r for r in rows if r.id in cited.rows] or rows
    for row in rows:
        places = cited.rows.get(row.id, ())
        if not places:
            lines.append(texts.NOBODY_CITES.format(name=_said(register, row, on)))
            continue
        lines.append(texts.CITES.format(name=_said(register, row, on), n=len({p.doc for p in places})))
        fresh = _citations(places, start=len(quotes) + 1)
        quotes += fresh
        lines += [_quoted(c) for c in fresh]
    return _made("answer", lines, rows, register, on, (), citations=tuple(quotes), kind="list")


def _timeline(row: Directive, register: Register, on: date) -> Answer:
    links = register.chain(row)
    lines = [texts.TIMELINE]
    for link in links:
        amended = ", ".join(f"{register.get(i).kind} số {register.get(i).number}" for i in link.amends)
        changes = f", sửa đổi {amended}" if amended else ""
        standing = register.standing(link.row, on)
        name = _short(register, link.row, link.since)
        lines.append(f"- {words.day(link.since)}: {name}{changes} ({texts.state(standing)})")
    lines.append(texts.CHECKED_ALL.format(day=words.day(min(k.row.checked for k in links) if links else row.checked)))
    return _made("answer", lines, [k.row for k in links], register, on, (), kind="list")


# --- words ------------------------------------------------------------------------------------------


def _said(register: Register, row: Directive, on: date) -> str:
    """«Chỉ thị số 34-CT/TW ngày … về …: đã có văn bản mới từ 26/12/2024»."""
    line = register.citation_line(row, on) or f"{row.kind} {row.number or row.subject}".strip()
    return f"{line}: {texts.state(register.standing(row, on))}"


def _followed(register: Register, row: Directive, on: date) -> list[str]:
    """What took its place, and that no repeal was read where none was."""
    standing = register.standing(row, on)
    lines = []
    if standing.state in (State.HAS_SUCCESSOR, State.EXPIRED, State.PERIOD_OVER):
        for later in register.later(row) or ():
            if register.citable(later):
                lines.append(texts.NEWER.format(line=_said(register, later, on)))
        unlisted = (*row.replaced_by_unlisted, *row.succeeded_by_unlisted)
        lines += [texts.NEWER_UNLISTED.format(name=u) for u in unlisted if not lines]
    if standing.state is State.HAS_SUCCESSOR:
        lines.append(texts.NO_REPEAL_READ)
    if standing.state is State.PERIOD_OVER and not lines:
        lines.append(texts.NO_NEWER_KNOWN)
    return lines


def _differs(what: str, cited: str, held: str) -> str:
    return texts.DIFFERS[what].format(cited=cited, held=held)


def _short(register: Register, row: Directive, on: date | None) -> str:
    """Kind, number, date and issuer, without the subject: enough to know it by."""
    line = register.citation_line(row, on)
    return line.partition(f" {row.subject}")[0] if row.number and row.kind != "Luật" and row.subject else line


def _short_list(register: Register, ids: Sequence[str], on: date) -> str:
    return ", ".join(f"{_name(register.get(i))} ({texts.state(register.standing(register.get(i), on))})" for i in ids)


def _name(row: Directive) -> str:
    """«Chỉ thị số 34-CT/TW ngày 07/4/2014»: number and date, so that it resolves to this row again."""
    if not row.number:
        return f"{row.kind} {row.subject}"
    return f"{row.kind} số {row.number}" + (f" ngày {words.day(row.date)}" if row.date else "")


def near_numbers(register: Register, rows: Sequence[Directive], on: date) -> str:
    """«91/2017/NĐ-CP (hết hiệu lực từ 01/01/2024), …»: numbers that a wrong one may have meant, never without state."""
    return ", ".join(f"{r.number} ({texts.state(register.standing(r, on))})" for r in rows)


def _rows(meant: Sequence[Resolution]) -> tuple[Directive, ...]:
    return tuple(dict.fromkeys(r for m in meant for r in m.rows))


def _which_options(rows: Sequence[Directive]) -> tuple[Option, ...]:
    return tuple(Option(f"{r.number} ngày {r.date_raw}", f"{_name(r)} còn hiệu lực không?") for r in rows)


def _options(row: Directive) -> tuple[Option, ...]:
    """The buttons under a directive; each asks a full question that stands by itself."""
    name = _name(row)
    shown = [
        Option(texts.BUTTON_CITE, f"Cách viện dẫn {name}"),
        Option(texts.BUTTON_CITERS, f"Kế hoạch nào viện dẫn {name}?"),
    ]
    if row.replaced_by or row.succeeded_by:
        shown.append(Option(texts.BUTTON_NEWER, f"Văn bản nào thay thế {name}?"))
    shown.append(Option(texts.BUTTON_TIMELINE, f"Quá trình thay đổi của {name}"))
    return tuple(shown)


def _citations(places: Sequence[CitedBy], start: int = 1) -> tuple[Citation, ...]:
    """One quote a document, the longest."""
    best: dict[str, CitedBy] = {}
    for place in places:
        if place.doc not in best or len(place.quote) > len(best[place.doc].quote):
            best[place.doc] = place
    return tuple(
        Citation(n, p.source, p.doc, p.path, p.quote, None, p.title) for n, p in enumerate(best.values(), start=start)
    )


def _quoted(one: Citation) -> str:
    return f"- {one.note or one.source}: «{words.squeeze(one.quote)}» [{one.n}]"


def _names(cited: Sequence[CitedBy]) -> str:
    return ", ".join(dict.fromkeys(c.source for c in cited))


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

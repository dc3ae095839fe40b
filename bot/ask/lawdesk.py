"""What is typed to the register itself (`thidua law`, `/vanban`): always answered, with the rows behind it; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.ask import law
from bot.ask import lawwords as say
from bot.ask.lawquestion import LawQuestion, request
from bot.model import Answer, Person
from bot.texts import law as texts
from retrieval import Citers, Directive, Places, Register, words

_OTHERS = 8


@dataclass(frozen=True, slots=True)
class Consulted:
    """The answer as a chat shows it, `rows` it rests on (best first), the day they are asked for,
    and `text`, the same at length for a terminal."""

    answer: Answer
    rows: tuple[Directive, ...]
    text: str
    on: date


def consult(
    text: str,
    today: date,
    register: Register,
    *,
    on: date | None = None,
    person: Person | None = None,
    places: Places | None = None,
    cited: Citers | None = None,
    timeline: bool = False,
) -> Consulted:
    """A number gets its card, a shared number the question which, a wrong one its neighbours, a topic its texts."""
    held = cited or Citers()  # what nobody looked at is not said: `cited` None tells nothing of citers
    asked = request(text, today, register, person, places, on)
    if timeline and asked.kind != "applies":
        asked = replace(asked, kind="timeline")
    if asked.kind == "applies":
        return _topic(text, asked, register, cited)
    answer = law.reply(asked, register, held)
    if answer is None:
        return _nothing(text, asked.first)
    rows = tuple(register.get(f.id) for f in answer.register)
    if asked.kind in ("number", "state") and len(rows) == 1 and answer.kind == "answer":
        return Consulted(answer, rows, _card(asked, rows[0], register, cited), asked.first)
    return Consulted(answer, rows, answer.text, asked.first)


def _card(asked: LawQuestion, row: Directive, register: Register, cited: Citers | None) -> str:
    lines = [texts.AS_OF.format(when=asked.when)] if asked.when else []
    lines += [line for m in asked.meant for line in say.disputes(m)]
    lines.append(say.card(register, row, asked.first, None if cited is None else cited.rows.get(row.id, ())))
    now = register.standing(row, asked.today)
    if now.state is not register.state(row, asked.first):
        lines[-1] = lines[-1].replace("\n", texts.now(now, ahead=asked.first > asked.today) + "\n", 1)
    return "\n".join(lines)


def _topic(text: str, asked: LawQuestion, register: Register, cited: Citers | None) -> Consulted:
    """The texts in force first, each ready to paste; then what else the register holds, with its state."""
    shown = law.applicable(asked, register, cited or Citers())
    running = tuple(a.row for a in shown)
    near = register.search(asked.topic) if asked.topic else ()
    others = tuple(r for r in near if r not in running and register.citable(r))[:_OTHERS]
    if not shown and not others:
        return _nothing(text, asked.first)
    when = asked.when or texts.TODAY.format(day=words.day(asked.today))
    answer = law.reply(asked, register, cited or Citers()) if shown else None
    blocks = [texts.APPLIES.format(when=when, n=len(shown)) if shown else texts.NO_BASIS.format(when=when)]
    for n, one in enumerate(shown, 1):
        body = [
            f"{n}. {say.said(register, one.row, asked.first)}{texts.ENDS_WITHIN if one.ends else ''}",
            say.paste(register, one.row, asked.first),
            *([texts.REPLACES.format(names=_before(register, one.row, asked))] if one.row.replaces else []),
            *say.notes(register, one.row, asked.first),
            *say.citing(None if cited is None else cited.rows.get(one.row.id, ())),
            f"{texts.checked_line(one.row)} {texts.sources(one.row.sources)}",
        ]
        blocks.append("\n   ".join(body))
    if others:
        lines = [texts.OTHERS.format(when=when), *(f"- {say.said(register, r, asked.first)}" for r in others)]
        blocks.append("\n".join(lines))
    whole = "\n\n".join(blocks)
    if answer is None:
        checked = texts.CHECKED_ALL.format(day=words.day(min(r.checked for r in others)))
        answer = Answer("abstain", f"{whole}\n{checked}"[: law.ROOM], reason=blocks[0], question_kind="applies")
    return Consulted(answer, (*running, *others), whole, asked.first)


def _before(register: Register, row: Directive, asked: LawQuestion) -> str:
    return say.short_list(register, row.replaces, asked.first)


def _nothing(text: str, on: date) -> Consulted:
    gap = texts.NOTHING_ABOUT.format(text=words.squeeze(text))
    return Consulted(Answer("abstain", gap, reason=gap, question_kind="state"), (), gap, on)

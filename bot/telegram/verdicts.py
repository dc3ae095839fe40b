"""«Đúng», «Chưa đúng» with a reason, the admins' queue, and the answers they settle: what the office learns."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot.model import Answer
from bot.store import Feedback, Form, Member, load
from bot.telegram.desk import FORM_S, Desk
from bot.telegram.html import escape
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import Document, words


async def good(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«Đúng»."""
    if desk.own_turn(inc, arg):
        desk.store.talk.rate(int(arg), "good")
        desk.store.learning.say(int(arg), inc.person, "good", "", desk.now())


async def bad(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«Chưa đúng»: kept at once, the reason asked for."""
    if desk.own_turn(inc, arg):
        desk.store.talk.rate(int(arg), "wrong")
        desk.store.learning.say(int(arg), inc.person, "wrong", "", desk.now())
        desk.store.talk.open_form(Form(inc.lane, "why", "", arg, desk.now() + FORM_S))
        rows = tuple((Button(r, "why", f"{arg}:{r}"),) for r in t.REASONS)
        await desk.tell(inc, Part(t.WHY, rows))


async def why(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """A reason chosen by button."""
    turn, _, reason = arg.partition(":")
    await _because(desk, inc, int(turn), reason)


async def why_given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """A reason typed."""
    await _because(desk, inc, int(form.data), inc.text)


async def _because(desk: Desk, inc: Incoming, turn: int, reason: str) -> None:
    if not desk.own_turn(inc, str(turn)):
        return
    desk.store.talk.close_form(inc.lane)
    desk.store.learning.say(turn, inc.person, "wrong", reason[:500], desk.now())
    await desk.tell(inc, t.THANKS)


# --- the admins' queue ----------------------------------------------------------------------------------


async def queue(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Open complaints, each with its question, answer and reason."""
    cases = await _readable(desk, who)
    if not cases:
        await desk.tell(inc, t.NO_CASES)
    for case in cases[:5]:
        given = _given(case)
        body = t.CASE.format(
            id=case.id, question=escape(case.question), answer=escape(given.text if given else ""),
            reason=escape(case.reason or "—"),
        )  # fmt: skip
        await desk.tell(
            inc, Part(body, ((Button(t.SETTLE, "settle", str(case.id)), Button(t.CLOSE, "close", str(case.id))),))
        )


async def _readable(desk: Desk, who: Member) -> list[Feedback]:
    """Open complaints; to an admin bound to spaces only those whose answers rest on what that admin may read."""
    cases = desk.store.learning.queue()
    if who.spaces is None:
        return cases
    known: set[str] = {d.doc for d in await desk.run(desk.office.documents, who.spaces)}
    return [c for c in cases if (given := _given(c)) and {x.doc for x in given.citations} <= known]


def _given(case: Feedback) -> Answer | None:
    with suppress(ValueError):
        return load(Answer, case.answer)
    return None


async def close_case(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Nothing to correct."""
    desk.store.learning.close(int(arg))
    desk.store.ledger.note(who.id, "case closed", arg, desk.now())
    await desk.tell(inc, t.CASE_CLOSED)


async def settle(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Begin a settled answer: first its text, then its source."""
    desk.store.talk.open_form(Form(inc.lane, "settle", "text", arg, desk.now() + FORM_S))
    await desk.tell(inc, t.SETTLE_TEXT)


async def settle_given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """The settled answer's text, then the document of the corpus it rests on: no source, no answer."""
    if form.step == "text":
        data = f"{form.data}\n{inc.text}"
        desk.store.talk.open_form(replace(form, step="source", data=data))
        await desk.tell(inc, t.SETTLE_SOURCE)
        return
    id, _, text = form.data.partition("\n")
    wanted = words.fold(inc.text)
    known: Sequence[Document] = await desk.run(desk.office.documents, who.spaces)
    found = [d for d in known if wanted and any(words.fold(x) in wanted for x in (d.source, d.header.number) if x)]
    case = desk.store.learning.case(int(id))
    if not found or case is None:
        await desk.tell(inc, t.SETTLE_NO_SOURCE)
        return
    # an answer out of a unit's own space is for those who may read that space
    spaces = tuple(sorted({d.space for d in found if d.space})) or None
    desk.store.learning.settle(case.question, text, inc.text, spaces, who.id, desk.now())
    desk.store.learning.close(case.id)
    desk.store.talk.close_form(inc.lane)
    desk.store.ledger.note(who.id, "answer settled", str(case.id), desk.now())
    await desk.tell(inc, t.SETTLED_NOW)

"""Questions: from a text to an answer with its sources, follow-ups, edits, verdicts, and what is learnt from them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot.model import Answer, Question, Turn
from bot.store import Curated, Form, Member, TurnRow, dump, load
from bot.telegram import render
from bot.telegram.desk import Desk
from bot.telegram.html import escape
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import words

HISTORY = 4
IDLE_S = 2 * 3600.0
FORM_S = 24 * 3600.0
QUESTION_CHARS = 4_000


async def ask(desk: Desk, inc: Incoming, who: Member, text: str) -> None:
    """A question in words."""
    if not text.strip():
        await desk.tell(inc, t.ASK_EMPTY)
        return
    earlier = desk.store.talk.turn_at(inc.chat, inc.message) if inc.again and inc.kind == "text" else None
    if earlier is None and not _within_quota(desk, who):
        await desk.tell(inc, t.QUOTA.format(n=desk.settings.telegram.questions_per_person_day))
        return
    epoch, lapsed = desk.store.talk.session(inc.lane, desk.now(), IDLE_S)
    history, lapsed = _history(desk, inc, epoch, lapsed)
    turn = earlier.id if earlier else _keep(desk, inc, epoch, text)
    prefix = t.LAPSED if lapsed and not inc.reply_to else ""
    if earlier and earlier.answer:
        if not desk.store.talk.said(turn):
            # the process ended between saying and noting that it was said: perhaps a repeat, and marked as one
            await _say(desk, inc, turn, load(Answer, earlier.answer), "")
        return
    # an answer that was never begun to be sent is no repeat
    await _answer(desk, replace(inc, again=inc.again and earlier is None), who, turn, text, history, prefix)


def _within_quota(desk: Desk, who: Member) -> bool:
    limit = desk.settings.telegram.questions_per_person_day
    return desk.store.ledger.spend(desk.today().isoformat(), who.id, "ask", limit)


def _keep(desk: Desk, inc: Incoming, epoch: int, text: str) -> int:
    message = inc.message if inc.kind == "text" else 0
    return desk.store.talk.ask(inc.lane, inc.chat, inc.person, epoch, text, message, desk.now())


def _history(desk: Desk, inc: Incoming, epoch: int, lapsed: bool) -> tuple[tuple[Turn, ...], bool]:
    """Earlier turns: those of the session, or the very turn that is replied to. With whether a session lapsed."""
    if inc.reply_to and (old := desk.store.talk.turn_at(inc.chat, inc.reply_to)):
        return _turns([old]), False
    rows = desk.store.talk.history(inc.lane, epoch, HISTORY)
    return _turns(rows), lapsed


def _turns(rows: list[TurnRow]) -> tuple[Turn, ...]:
    found = []
    for row in rows:
        with suppress(ValueError):  # kept by an older version
            found.append(Turn(row.question, load(Answer, row.answer).text))
    return tuple(found)


async def _answer(
    desk: Desk, inc: Incoming, who: Member, turn: int, text: str, history: tuple[Turn, ...], prefix: str
) -> None:  # fmt: skip
    spaces = desk.spaces(inc, who)
    if settled := desk.store.learning.settled(text, spaces):
        found = _settled(settled)
        prefix += t.SETTLED.format(date=words.day(desk.day(settled.at))) + "\n"
    else:
        question = Question(text[:QUESTION_CHARS], desk.today(), history, desk.person(inc, who), str(turn))
        async with desk.busy(inc, note=t.SEARCHING):
            found = await desk.run(desk.office.ask, question)
    desk.store.talk.answer(turn, dump(found))
    await _say(desk, inc, turn, found, prefix)


async def _say(desk: Desk, inc: Incoming, turn: int, found: Answer, prefix: str) -> None:
    docs = [c.doc for c in found.citations]
    spaces = desk.spaces(inc, desk.store.people.get(inc.person))
    names = await desk.run(desk.office.names, docs, spaces) if docs else {}
    parts = render.answer(found, turn, group=inc.group, names=names, prefix=prefix)
    sent = await desk.tell(inc, *parts, reply=True)
    desk.store.talk.place(turn, inc.chat, sent.messages)


def _settled(row: Curated) -> Answer:
    return Answer("answer", f"{row.text}\nNguồn: {row.source}")


# --- buttons under an answer ----------------------------------------------------------------------------


async def repeat(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The same question once more."""
    if old := _own(desk, inc, arg):
        await ask(desk, inc, who, old.question)


def _own(desk: Desk, inc: Incoming, arg: str) -> TurnRow | None:
    turn = desk.store.talk.turn(int(arg))
    return turn if turn and turn.person == inc.person else None


async def change_context(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Let the person say what was understood wrongly; the next text is asked with the earlier question."""
    desk.store.talk.open_form(Form(inc.lane, "context", "", arg, desk.now() + FORM_S))
    await desk.tell(inc, t.CONTEXT_ASK)


async def context_given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """The form's answer: unit or year to ask with."""
    desk.store.talk.close_form(inc.lane)
    old = desk.store.talk.turn(int(form.data))
    await ask(desk, inc, who, f"{old.question.rstrip(' ?.')} ({inc.text})" if old else inc.text)


async def edited(desk: Desk, inc: Incoming, who: Member) -> None:
    """An edited question is never answered silently: it offers to be asked again."""
    turn = desk.store.talk.turn_at(inc.chat, inc.message)
    if turn and turn.person == inc.person and inc.text and inc.text != turn.question:
        await desk.tell(inc, Part(t.EDITED, ((Button(t.ASK_AGAIN, "ask", inc.text),),)))


async def resend(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """A piece of which nobody knew whether it arrived."""
    await desk.tell(inc, Part(arg))


async def original(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The file as issued, behind every source."""
    path = await desk.run(desk.office.original, arg, desk.spaces(inc, who))
    if path is None or not path.is_file():
        await desk.tell(inc, t.NO_ORIGINAL)
        return
    async with desk.busy(inc, "upload_document"):
        body = await desk.run(path.read_bytes)
        await desk.messenger.document(inc.chat, path.name, body, owner=inc.person)


# --- verdicts -------------------------------------------------------------------------------------------


async def good(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«Đúng»."""
    if _own(desk, inc, arg):
        desk.store.talk.rate(int(arg), "good")
        desk.store.learning.say(int(arg), inc.person, "good", "", desk.now())


async def bad(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«Chưa đúng»: kept at once, the reason asked for."""
    if _own(desk, inc, arg):
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
    if not _own(desk, inc, str(turn)):
        return
    desk.store.talk.close_form(inc.lane)
    desk.store.learning.say(turn, inc.person, "wrong", reason[:500], desk.now())
    await desk.tell(inc, t.THANKS)


# --- the admins' queue ----------------------------------------------------------------------------------


async def queue(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Open complaints, each with its question, answer and reason."""
    cases = desk.store.learning.queue()
    if not cases:
        await desk.tell(inc, t.NO_CASES)
    for case in cases[:5]:
        given = ""
        with suppress(ValueError):
            given = load(Answer, case.answer).text
        body = t.CASE.format(
            id=case.id, question=escape(case.question), answer=escape(given), reason=escape(case.reason or "—")
        )  # fmt: skip
        await desk.tell(
            inc, Part(body, ((Button(t.SETTLE, "settle", str(case.id)), Button(t.CLOSE, "close", str(case.id))),))
        )


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
    known = await desk.run(desk.office.documents, None)
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

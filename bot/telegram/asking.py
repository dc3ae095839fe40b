"""Questions: from a text to an answer with its sources, follow-ups, edits, and what an answer's buttons do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from bot.model import Answer, Question, Turn
from bot.store import Curated, Form, Member, Role, TurnRow, dump, load
from bot.telegram import render, wording
from bot.telegram.desk import FORM_S, Desk
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import words

HISTORY = 4
IDLE_S = 2 * 3600.0
QUESTION_CHARS = 4_000


async def ask(desk: Desk, inc: Incoming, who: Member, text: str) -> None:
    """A question in words."""
    await consult(desk, inc, who, text)


async def consult(
    desk: Desk, inc: Incoming, who: Member, text: str, by: Callable[[Question], Answer] | None = None
) -> Answer | None:  # fmt: skip
    """Answer a question, by the whole house or by a part of it; the answer, None where there was none to give."""
    if not text.strip():
        await desk.tell(inc, t.ASK_EMPTY)
        return None
    earlier = desk.store.talk.turn_at(inc.chat, inc.message) if inc.again and inc.kind == "text" else None
    with desk.store.db.writing():
        within = earlier is not None or _within_quota(desk, who)
        if within:
            epoch, lapsed = desk.store.talk.session(inc.lane, desk.now(), IDLE_S)
            history, lapsed = _history(desk, inc, epoch, lapsed)
            turn = earlier.id if earlier else _keep(desk, inc, epoch, text)
    if not within:
        await desk.tell(inc, t.QUOTA.format(n=desk.settings.telegram.questions_per_person_day))
        return None
    prefix = t.LAPSED if lapsed and not inc.reply_to else ""
    if earlier and earlier.answer:
        if not desk.store.talk.said(turn):
            # the process ended between saying and noting that it was said: perhaps a repeat, and marked as one
            await _say(desk, inc, turn, load(Answer, earlier.answer), "")
        return None
    # an answer that was never begun to be sent is no repeat
    once = replace(inc, again=inc.again and earlier is None)
    return await _answer(desk, once, who, turn, text, history, prefix, by)


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
    desk: Desk, inc: Incoming, who: Member, turn: int, text: str, history: tuple[Turn, ...], prefix: str,
    by: Callable[[Question], Answer] | None,
) -> Answer:  # fmt: skip
    if settled := desk.store.learning.settled(text, desk.spaces(inc, who)):
        prefix += t.SETTLED.format(date=words.day(desk.day(settled.at))) + "\n"
        desk.store.talk.answer(turn, dump(_settled(settled)))
        await _say(desk, inc, turn, _settled(settled), prefix)
        return _settled(settled)
    question = Question(text[:QUESTION_CHARS], desk.today(), history, desk.person(inc, who), str(turn))
    async with desk.busy(inc, note=t.SEARCHING):
        found = await desk.run(by or desk.office.ask, question)
    desk.store.talk.answer(turn, dump(found))
    if found.kind == "answer" and not by and desk.office.model():
        await wording.said(desk, inc, turn, found, question, lambda a: _parts(desk, inc, turn, a, prefix))
    else:
        await _say(desk, inc, turn, found, prefix)
    return found


async def _say(desk: Desk, inc: Incoming, turn: int, found: Answer, prefix: str) -> None:
    sent = await desk.tell(inc, *await _parts(desk, inc, turn, found, prefix), reply=True)
    desk.store.talk.place(turn, inc.chat, sent.messages)


async def _parts(desk: Desk, inc: Incoming, turn: int, found: Answer, prefix: str) -> tuple[Part, ...]:
    who = desk.store.people.get(inc.person)
    docs = [c.doc for c in found.citations]
    names = await desk.run(desk.office.names, docs, desk.spaces(inc, who)) if docs else {}
    drafts = who.role.rank >= Role.EDITOR.rank
    return render.answer(found, turn, group=inc.group, names=names, prefix=prefix, drafts=drafts)


def _settled(row: Curated) -> Answer:
    return Answer("answer", f"{row.text}\nNguồn: {row.source}")


# --- buttons under an answer ----------------------------------------------------------------------------


async def repeat(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The same question once more."""
    if old := desk.own_turn(inc, arg):
        await ask(desk, inc, who, old.question)


async def paper(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Xuất .docx]: the answer with its sources as a file."""
    old = desk.own_turn(inc, arg)
    if old is None or not old.answer:
        await desk.tell(inc, t.TOO_OLD)
        return
    async with desk.busy(inc, "upload_document"):
        found = load(Answer, old.answer)
        body = await desk.run(desk.office.paper, old.question, found, desk.today(), desk.spaces(inc, who))
        await desk.messenger.document(inc.chat, t.ANSWER_FILE.format(n=old.id), body, owner=inc.person)


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

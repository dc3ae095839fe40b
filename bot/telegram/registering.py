"""/vanban: the register asked by number or topic; for editors the form that adds a row or corrects one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ask.lawform import Asked, RowForm
from bot.ask.lawrows import RowEditor
from bot.store import Form, Member, Role, dump, load
from bot.telegram import asking
from bot.telegram.desk import FORM_S, Desk
from bot.telegram.html import clip, escape
from bot.telegram.nouns import Button, Incoming, Part, Rows
from bot.texts import lawform as texts
from bot.texts import telegram as t
from retrieval import RegisterError

_ROWS = 3
_CANCEL = Button(texts.CANCEL, "cancel", "form")


async def law(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """A number («34-CT/TW tại thời điểm 01/2025») or a topic; an editor is offered to correct what was found."""
    edits = desk.office.rows is not None and who.role.rank >= Role.EDITOR.rank and not inc.group
    add = (Button(texts.ADD, "reg", "add"),)
    if not arg.strip():
        await desk.tell(inc, Part(t.LAW_ASK, (add,) if edits else ()))
        return
    found = await asking.consult(desk, inc, who, arg, desk.office.law)
    if found is None or not edits:
        return
    rows = tuple(
        (Button(clip(f"{texts.EDIT}: {f.number or f.id}", 60), "reg", f"edit:{f.id}"),) for f in found.register[:_ROWS]
    )
    await desk.tell(inc, Part(t.LAW_EDIT, (*rows, add)))


async def press(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """A button of the form: `add`, `edit:<row>`, `set:<answer>`, `more`, `save`, `undo:<n>`."""
    op, _, value = arg.partition(":")
    await desk.messenger.strip(inc.chat, inc.message)
    if op == "undo":
        await _undo(desk, inc, int(value))
        return
    if op in ("add", "edit"):
        await _next(desk, inc, RowForm(row=value))
        return
    form = _open(desk, inc)
    if form is None:
        await desk.tell(inc, texts.LAPSED)
    elif op == "set":
        await _fill(desk, inc, form, value)
    elif op == "more":
        await _say(desk, inc, form, await desk.run(_rows(desk).choose, form))
    elif op == "save":
        await _save(desk, inc, form)


async def given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """A typed answer."""
    state = _open(desk, inc)
    if state is None:
        await desk.tell(inc, texts.LAPSED)
    else:
        await _fill(desk, inc, state, inc.text)


def _rows(desk: Desk) -> RowEditor:
    if desk.office.rows is None:
        raise RegisterError(t.NO_REGISTER_FILES)
    return desk.office.rows


def _open(desk: Desk, inc: Incoming) -> RowForm | None:
    form = desk.store.talk.form(inc.lane, desk.now())
    if form is None or form.kind != "register":
        return None
    try:
        return load(RowForm, form.data)
    except ValueError:
        return None  # kept by an older version


async def _fill(desk: Desk, inc: Incoming, form: RowForm, text: str) -> None:
    """One answer in its place; what is none is said, and asked again."""
    try:
        made = await desk.run(_rows(desk).fill, form, text, desk.today())
    except RegisterError as e:
        await desk.tell(inc, escape(str(e)))
        return
    await _next(desk, inc, made)


async def _next(desk: Desk, inc: Incoming, form: RowForm) -> None:
    asked = await desk.run(_rows(desk).ask, form)
    if asked.key:
        await _say(desk, inc, form, asked)
        return
    try:
        shown = await desk.run(_rows(desk).shown, form, desk.today())
    except RegisterError as e:
        desk.store.talk.close_form(inc.lane)
        await desk.tell(inc, escape(str(e)))
        return
    _keep(desk, inc, form)
    more = ((Button(texts.MORE, "reg", "more"),),) if form.row else ()
    rows: Rows = ((Button(texts.SAVE, "reg", "save"),), *more, (_CANCEL,))
    await desk.tell(inc, Part(f"{texts.PREVIEW}\n\n{escape(shown)}", rows))


async def _say(desk: Desk, inc: Incoming, form: RowForm, asked: Asked) -> None:
    """Ask; «field» is chosen anew, so what was being asked is put aside."""
    _keep(desk, inc, replace(form, field="" if asked.key == "field" else form.field))
    buttons = [Button(o.label, "reg", f"set:{o.question}") for o in asked.options]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    last = (Button(texts.SKIP, "reg", f"set:{texts.SKIP}"), _CANCEL) if asked.skippable else (_CANCEL,)
    await desk.tell(inc, Part(escape(asked.question), (*rows, last)))


def _keep(desk: Desk, inc: Incoming, form: RowForm) -> None:
    desk.store.talk.open_form(Form(inc.lane, "register", "", dump(form), desk.now() + FORM_S))


async def _save(desk: Desk, inc: Incoming, form: RowForm) -> None:
    desk.store.talk.close_form(inc.lane)
    saved = await desk.run(_rows(desk).save, form, _who(inc), _moment(desk))
    desk.store.ledger.note(inc.person, "register changed", f"{saved.n} {saved.row}: {saved.told}"[:500], desk.now())
    rows = ((Button(texts.UNDO, "reg", f"undo:{saved.n}"),),)
    await desk.tell(inc, Part(texts.SAVED.format(n=saved.n, name=escape(saved.name)), rows))


async def _undo(desk: Desk, inc: Incoming, n: int) -> None:
    await desk.run(_rows(desk).undo, n, _who(inc), _moment(desk))
    desk.store.ledger.note(inc.person, "register change undone", str(n), desk.now())
    await desk.tell(inc, texts.UNDONE.format(n=n))


def _who(inc: Incoming) -> str:
    return f"{inc.person} {inc.name}".strip()


def _moment(desk: Desk) -> datetime:
    return datetime.fromtimestamp(desk.now(), ZoneInfo(desk.settings.office.timezone))

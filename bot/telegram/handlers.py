"""The table of who does what: every command, button and form, and the one way through the access check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.store import Form, Member
from bot.telegram import access, asking, drafting, general, library, people, registering, uploads, verdicts
from bot.telegram.access import BUTTONS, COMMANDS, Need, Verdict
from bot.telegram.desk import VERSION, Desk
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t

Act = Callable[[Desk, Incoming, Member, str], Awaitable[None]]
Filled = Callable[[Desk, Incoming, Member, Form], Awaitable[None]]


ON_COMMAND: dict[str, Act] = {
    "start": general.start,
    "hoi": asking.ask,
    "vanban": registering.law,
    "nhac": general.due,
    "moi": general.fresh,
    "huy": general.cancel,
    "trangthai": general.status,
    "donvi": general.unit,
    "trogiup": general.help_,
    "xoadulieu": general.wipe,
    "soan": drafting.begin,
    "kiemtra": uploads.ask_check,
    "kho": library.library,
    "them": uploads.ask_add,
    "xoa": library.ask_withdraw,
    "nguoidung": people.people,
    "moiquyen": people.invite,
    "nhom": people.group,
    "gopy": verdicts.queue,
    "nhatky": people.log,
}
ON_BUTTON: dict[str, Act] = {
    "ask": asking.ask,
    "again": asking.repeat,
    "ctx": asking.change_context,
    "resend": asking.resend,
    "file": asking.original,
    "paper": asking.paper,
    "good": verdicts.good,
    "bad": verdicts.bad,
    "why": verdicts.why,
    "stop": general.cancel,
    "cancel": general.cancel,
    "draft": drafting.from_answer,
    "step": drafting.step,
    "sec": drafting.section,
    "revise": drafting.revise,
    "unrevise": drafting.unrevise,
    "docx": drafting.docx,
    "review": drafting.review,
    "verdict": drafting.verdict,
    "check": uploads.check,
    "add": library.add,
    "meta": uploads.meta,
    "undo": library.undo,
    "drop": uploads.drop,
    "withdraw": library.withdraw,
    "kho": library.library,
    "wipe": general.wiped,
    "role": people.set_role,
    "revoke": people.revoke,
    "invite": people.invited,
    "uninvite": people.uninvite,
    "settle": verdicts.settle,
    "reg": registering.press,
    "close": verdicts.close_case,
}
ON_FORM: dict[str, tuple[Need, Filled]] = {
    "context": (access.QUESTION, asking.context_given),
    "why": (access.QUESTION, verdicts.why_given),
    "settle": (COMMANDS["gopy"], verdicts.settle_given),
    "draft": (COMMANDS["soan"], drafting.given),
    "invite": (COMMANDS["moiquyen"], people.spaces_given),
    "revise": (COMMANDS["soan"], drafting.revised),
    "comment": (COMMANDS["kiemtra"], drafting.commented),
    "check": (COMMANDS["kiemtra"], uploads.text_for_check),
    "meta": (COMMANDS["them"], uploads.meta_given),
    "register": (COMMANDS["them"], registering.given),
}
ALIASES = {"help": "trogiup", "reset": "moi"}
TOASTS = {"good": t.THANKS}
PASTED_CHARS = 3_000


def bypasses(inc: Incoming) -> bool:
    """Whether it goes past the queue: stopping must not wait for what it stops."""
    return inc.command == "huy" or inc.token.startswith(f"{VERSION}:stop:")


async def handle(desk: Desk, inc: Incoming) -> None:
    """One thing a person did, from the access check to the reply."""
    if inc.kind == "migrated":
        desk.store.people.migrate(inc.chat, inc.moved_to)
        return
    if inc.person == 0 or (inc.kind == "other" and not inc.group and not inc.message):
        return
    who = desk.store.people.get(inc.person)
    if inc.kind == "member":
        await people.joined(desk, inc, who)
    elif inc.kind == "button":
        await _button(desk, inc, who)
    elif inc.addressed:
        await _message(desk, inc, who)


async def _message(desk: Desk, inc: Incoming, who: Member) -> None:
    if inc.command:
        await _command(desk, inc, who)
        return
    if inc.kind == "edited":
        if _judge(desk, inc, who, access.QUESTION) is Verdict.YES:
            await asking.edited(desk, inc, who)
        return
    form = desk.store.talk.form(inc.lane, desk.now()) if inc.kind == "text" else None
    if form and form.kind in ON_FORM:
        need, filled = ON_FORM[form.kind]
        if await _may(desk, inc, who, need):
            await filled(desk, inc, who, form)
    elif await _may(desk, inc, who, access.QUESTION if inc.kind == "text" else access.FILE):
        await _plain(desk, inc, who)


async def _plain(desk: Desk, inc: Incoming, who: Member) -> None:
    if inc.kind == "files":
        await uploads.received(desk, inc, who)
    elif inc.kind == "text" and not inc.group and (inc.joined or len(inc.text) > PASTED_CHARS):
        await uploads.pasted(desk, inc, who, "")
    elif inc.kind == "text":
        await asking.ask(desk, inc, who, inc.text)
    else:
        await desk.tell(inc, t.UNSUPPORTED_VOICE if inc.kind == "voice" else t.UNSUPPORTED)


async def _command(desk: Desk, inc: Incoming, who: Member) -> None:
    name = ALIASES.get(inc.command, inc.command)
    if name == "start" and inc.text in ON_COMMAND and who.role.rank:
        # a deep link out of a group: t.me/…?start=soan
        name, inc = inc.text, replace(inc, command=inc.text, text="")
    if name not in ON_COMMAND:
        if await _may(desk, inc, who, access.QUESTION):
            await desk.tell(inc, t.UNKNOWN_COMMAND)
    elif await _may(desk, inc, who, COMMANDS[name]):
        if inc.kind == "files" and name in ("kiemtra", "them"):
            await uploads.received(desk, inc, who)
            return
        await ON_COMMAND[name](desk, inc, who, inc.text)


async def _button(desk: Desk, inc: Incoming, who: Member) -> None:
    """Answer the press at once, then act; only the person a button was made for may use it."""
    version, _, rest = inc.token.partition(":")
    op, _, id = rest.partition(":")
    token = desk.store.talk.pressed(id, desk.now()) if version == VERSION else None
    if token is None or token.op != op or op not in ON_BUTTON or token.chat != inc.chat:
        await desk.messenger.toast(inc.callback, t.TOO_OLD)
    elif token.owner != inc.person:
        await desk.messenger.toast(inc.callback, t.NOT_MINE)
    elif _judge(desk, inc, who, BUTTONS[op]) is not Verdict.YES:
        need = t.NEED_ROLE.format(role=t.ROLES[BUTTONS[op].role.value], mine=t.ROLES[who.role.value])
        await desk.messenger.toast(inc.callback, need.replace("<b>", "").replace("</b>", ""))
    else:
        await desk.messenger.toast(inc.callback, TOASTS.get(op, ""))
        await ON_BUTTON[op](desk, inc, who, token.arg)


def _judge(desk: Desk, inc: Incoming, who: Member, need: Need) -> Verdict:
    allowed = inc.group and desk.store.people.group(inc.chat) is not None
    return access.judge(need, who, group=inc.group, allowed_group=allowed)


async def _may(desk: Desk, inc: Incoming, who: Member, need: Need) -> bool:
    """Whether it may be done; if not, the person is told what fits, or nothing."""
    verdict = _judge(desk, inc, who, need)
    if verdict is Verdict.STRANGER:
        await general.stranger(desk, inc)
    elif verdict is Verdict.ROLE:
        await desk.tell(inc, t.NEED_ROLE.format(role=t.ROLES[need.role.value], mine=t.ROLES[who.role.value]))
    elif verdict is Verdict.PRIVATE:
        url = f"https://t.me/{desk.bot_name}?start={inc.command or 'start'}"
        await desk.tell(inc, Part(t.PRIVATE_ONLY, ((Button(t.OPEN_PRIVATE, url=url),),)))
    return verdict is Verdict.YES

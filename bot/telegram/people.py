"""Admins: people, roles, invitations, groups, the log."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store import Member, Role
from bot.telegram.desk import Desk
from bot.telegram.general import set_menu
from bot.telegram.html import escape
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import words


async def people(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Everybody who is admitted, with buttons to change a role or take it away."""
    everyone = desk.store.people.everyone()
    await desk.tell(inc, t.PEOPLE_HEAD.format(n=len(everyone)))
    for m in everyone[:30]:
        spaces = "" if m.spaces is None else f" · {escape(', '.join(m.spaces) or 'chỉ kho chung')}"
        line = t.PERSON_LINE.format(
            id=m.id, name=escape(m.name), role=t.ROLES[m.role.value], spaces=spaces,
            off="" if m.reachable else " (đã chặn trợ lý)",
        )  # fmt: skip
        others = [r for r in (Role.VIEWER, Role.EDITOR, Role.ADMIN) if r is not m.role]
        row = [Button(t.ROLES[r.value], "role", f"{m.id}:{r.value}") for r in others]
        rows = () if m.id in desk.store.people.admins else ((*row, Button(t.REVOKE, "revoke", str(m.id))),)
        await desk.tell(inc, Part(line, rows))


async def set_role(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Change somebody's role, or make an invitation for one (`new:<role>`)."""
    id, _, role = arg.partition(":")
    if id == "new":
        await _invite(desk, inc, who, Role(role))
        return
    old = desk.store.people.get(int(id))
    desk.store.people.admit(old.id, old.name, Role(role), old.spaces, who.id, desk.now())
    desk.store.ledger.note(who.id, "role set", f"{id} {role}", desk.now())
    await set_menu(desk, desk.store.people.get(old.id))
    await desk.tell(inc, t.ROLE_SET.format(id=id, role=t.ROLES[role]))


async def revoke(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Take a role away, at once."""
    id = int(arg)
    if id in desk.store.people.admins:
        await desk.tell(inc, t.NOT_REVOKED)
        return
    desk.store.people.revoke(id)
    desk.store.ledger.note(who.id, "revoked", arg, desk.now())
    desk.processor.cancel(arg)
    await set_menu(desk, desk.store.people.get(id))
    await desk.tell(inc, t.REVOKED.format(id=id))


async def invite(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Choose the role of an invitation."""
    row = tuple(Button(t.ROLES[r.value], "role", f"new:{r.value}") for r in (Role.VIEWER, Role.EDITOR, Role.ADMIN))
    await desk.tell(inc, Part(t.INVITE_ASK, (row,)))


async def _invite(desk: Desk, inc: Incoming, who: Member, role: Role) -> None:
    token = desk.store.people.invite(role, None, who.id, desk.now())
    desk.store.ledger.note(who.id, "invitation made", role.value, desk.now())
    link = f"https://t.me/{desk.bot_name}?start=inv_{token}"
    await desk.tell(inc, t.INVITE_LINK.format(role=t.ROLES[role.value], link=escape(link)))


async def group(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Allow or forbid this group; in private: which groups are allowed."""
    if not inc.group:
        names = [f"• {escape(g.title)}" for g in desk.store.people.groups()]
        await desk.tell(inc, "\n".join([t.GROUP_LIST, *names, t.GROUP_HOW]))
        return
    off = words.fold(arg) in ("tat", "off", "thoi")
    if off:
        desk.store.people.forget_group(inc.chat)
    else:
        desk.store.people.allow_group(inc.chat, inc.title, None, who.id, desk.now())
    desk.store.ledger.note(who.id, "group off" if off else "group on", str(inc.chat), desk.now())
    await desk.tell(inc, t.GROUP_OFF if off else t.GROUP_ON)


async def joined(desk: Desk, inc: Incoming, who: Member) -> None:
    """Added to or removed from a chat: only an admin brings the bot into a group."""
    if not inc.group:
        desk.store.people.reachable(inc.person, inc.text == "here")
    elif inc.text == "gone":
        desk.store.people.forget_group(inc.chat)
    elif who.role is Role.ADMIN:
        await desk.tell(inc, t.GROUP_WAIT)
    elif desk.store.people.group(inc.chat) is None:
        await desk.tell(inc, t.GROUP_NOT_ALLOWED)
        await desk.messenger.leave(inc.chat)


async def log(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The newest acts."""
    zone = ZoneInfo(desk.settings.office.timezone)
    lines = [
        f"{datetime.fromtimestamp(e.at, zone):%d/%m %H:%M} <code>{e.who}</code> {escape(e.what)} {escape(e.detail)}"
        for e in desk.store.ledger.log(30)
    ]
    await desk.tell(inc, "\n".join([t.LOG_HEAD, *lines]))

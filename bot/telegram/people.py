"""Admins: people, roles, invitations, groups, the log."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store import Form, Member, Role
from bot.telegram.access import may_read
from bot.telegram.desk import FORM_S, Desk
from bot.telegram.general import set_menu
from bot.telegram.html import escape
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import words

OPEN_INVITES = 10


async def people(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Everybody who is admitted, with buttons to change a role or take it away."""
    everyone = desk.store.people.everyone()
    await desk.tell(inc, t.PEOPLE_HEAD.format(n=len(everyone)))
    for m in everyone[:30]:
        spaces = "" if m.spaces is None else f" · {_spaces(m.spaces)}"
        line = t.PERSON_LINE.format(
            id=m.id, name=escape(m.name), role=t.ROLES[m.role.value], spaces=spaces,
            off="" if m.reachable else " (đã chặn trợ lý)",
        )  # fmt: skip
        others = [r for r in (Role.VIEWER, Role.EDITOR, Role.ADMIN) if r is not m.role]
        row = [Button(t.ROLES[r.value], "role", f"{m.id}:{r.value}") for r in others]
        rows = () if m.id in desk.store.people.admins else ((*row, Button(t.REVOKE, "revoke", str(m.id))),)
        await desk.tell(inc, Part(line, rows))


async def set_role(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Change somebody's role; what they may read stays."""
    id, _, role = arg.partition(":")
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
    """Choose the role of an invitation; the open ones are listed, each with a button that takes it back."""
    row = tuple(Button(t.ROLES[r.value], "invite", r.value) for r in (Role.VIEWER, Role.EDITOR, Role.ADMIN))
    await desk.tell(inc, Part(t.INVITE_ASK, (row,)))
    for i in desk.store.people.invites(desk.now())[-OPEN_INVITES:]:
        body = t.INVITE_OPEN.format(
            role=t.ROLES[i.role.value], spaces=_spaces(i.spaces), until=_moment(desk, i.expires)
        )
        await desk.tell(inc, Part(body, ((Button(t.UNINVITE, "uninvite", i.digest),),)))


async def invited(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """`role`: ask what may be read; `role:space` ("" = the common corpus alone, "*" = all): make the link."""
    role, colon, space = arg.partition(":")
    await desk.messenger.strip(inc.chat, inc.message)
    if colon:
        await _link(desk, inc, who, Role(role), None if space == "*" else tuple(x for x in (space,) if x))
        return
    known = {d.space for d in await desk.run(desk.office.documents, who.spaces)} | set(who.spaces or ())
    rows = [(Button(t.SPACE_ONE.format(space=s), "invite", f"{role}:{s}"),) for s in sorted(known - {""})[:10]]
    rows.append((Button(t.SPACE_COMMON, "invite", f"{role}:"),))
    if who.spaces is None:
        rows.insert(0, (Button(t.SPACE_ALL, "invite", f"{role}:*"),))
    desk.store.talk.open_form(Form(inc.lane, "invite", "", role, desk.now() + FORM_S))
    await desk.tell(inc, Part(t.INVITE_SPACES.format(role=t.ROLES[role]), tuple(rows)))


async def spaces_given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """Spaces typed, several with commas; an admin bound to spaces gives away no others."""
    spaces = tuple(dict.fromkeys(x for x in (words.squeeze(part) for part in inc.text.split(",")) if x))[:10]
    if not spaces or not all(may_read(s, who.spaces) for s in spaces):
        await desk.tell(inc, t.SPACES_BAD)
        return
    await _link(desk, inc, who, Role(form.data), spaces)


async def _link(desk: Desk, inc: Incoming, who: Member, role: Role, spaces: tuple[str, ...] | None) -> None:
    if who.spaces is not None and (spaces is None or not set(spaces) <= set(who.spaces)):
        await desk.tell(inc, t.SPACES_BAD)
        return
    desk.store.talk.close_form(inc.lane)
    token = desk.store.people.invite(role, spaces, who.id, desk.now())
    desk.store.ledger.note(who.id, "invitation made", f"{role.value} {_spaces(spaces)}", desk.now())
    link = f"https://t.me/{desk.bot_name}?start=inv_{token}"
    said = t.INVITE_LINK.format(role=t.ROLES[role.value], spaces=_spaces(spaces), link=escape(link))
    await desk.tell(inc, Part(said, ((Button(t.COPY_LINK, copy=link),),)))


async def uninvite(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Take an invitation back."""
    gone = desk.store.people.uninvite(arg)
    if gone:
        desk.store.ledger.note(who.id, "invitation taken back", arg[:8], desk.now())
    await desk.messenger.strip(inc.chat, inc.message)
    await desk.tell(inc, t.UNINVITED if gone else t.UNINVITE_LATE)


def _spaces(spaces: tuple[str, ...] | None) -> str:
    return t.SPACE_ALL_SAID if spaces is None else escape(", ".join(spaces)) or t.SPACE_COMMON_SAID


def _moment(desk: Desk, at: float) -> str:
    return f"{datetime.fromtimestamp(at, ZoneInfo(desk.settings.office.timezone)):%H:%M ngày %d/%m/%Y}"


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

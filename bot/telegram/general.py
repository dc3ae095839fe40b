"""/start, help, status, stop, one's own data, and the register: what everybody may do."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.store import Member, Role
from bot.telegram import access, render
from bot.telegram.desk import Desk
from bot.telegram.html import escape
from bot.telegram.messenger import Gone
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import words

VERSION = "0.1"
REMIND_HOURS = (8, 9, 10)
REMIND_DAYS = 7


async def start(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The first words; an invitation in the link admits."""
    if arg.startswith("inv_"):
        role = desk.store.people.redeem(arg.removeprefix("inv_"), inc.person, inc.name, desk.now())
        if role is Role.NONE and who.role is not Role.NONE:
            await desk.tell(inc, t.INVITE_BAD)  # an old link pressed again by somebody long admitted
            return
        if role is Role.NONE:
            await stranger(desk, inc, t.INVITE_BAD)
            return
        desk.store.ledger.note(inc.person, "invitation used", role.value, desk.now())
        who = desk.store.people.get(inc.person)
        await desk.tell(inc, t.INVITED.format(role=t.ROLES[role.value]))
    if who.role is Role.NONE:
        await stranger(desk, inc)
        return
    desk.store.people.reachable(inc.person, True)
    await set_menu(desk, who)
    examples = await desk.run(desk.office.examples, desk.person(inc, who), desk.today())
    rows = tuple((Button(q, "ask", q),) for _, q in examples)
    await desk.tell(inc, Part(t.WELCOME + t.AI_NOTICE), Part(t.TRY, rows))


async def stranger(desk: Desk, inc: Incoming, first: str = "") -> None:
    """One short reply with their id a day, then silence."""
    if desk.store.people.may_tell(inc.person, desk.now()):
        await desk.tell(inc, f"{first}\n{t.STRANGER.format(id=inc.person)}".strip())


async def set_menu(desk: Desk, who: Member) -> None:
    """A person's own command menu. It is only a menu: access is judged at each use."""
    await desk.messenger.menu_of(who.id, access.menu(who.role, group=False))


async def help_(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The commands this person has here."""
    if inc.group:
        await desk.tell(inc, t.GROUP_HELP)
        return
    if who.role is Role.NONE:
        await stranger(desk, inc)
        return
    lines = [f"/{c} — {escape(d)}" for c, d in access.menu(who.role, group=False)]
    await desk.tell(inc, "\n".join([t.HELP_HEAD, *lines, t.HELP_TAIL, "", t.AI_NOTICE]))


async def fresh(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """A new session."""
    desk.store.talk.fresh(inc.lane, desk.now())
    desk.store.talk.close_form(inc.lane)
    await desk.tell(inc, t.FRESH)


async def cancel(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Stop what runs, drop what waits, close the open form. Comes past the queue."""
    stopped = desk.processor.cancel(inc.lane)
    form = desk.store.talk.close_form(inc.lane)
    if inc.kind == "button" and arg != "keep":
        await desk.messenger.strip(inc.chat, inc.message)
    if not stopped and not form:
        await desk.tell(inc, t.NOTHING_TO_STOP)
        return
    await desk.tell(inc, t.STOPPED.format(n=f" {stopped} việc" if stopped else ""))


async def status(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Role, unit, quota, queue, corpus, model."""
    spaces = desk.spaces(inc, who)
    documents = await desk.run(desk.office.documents, spaces)
    used = desk.store.ledger.used(desk.today().isoformat(), who.id, "ask")
    limit = desk.settings.telegram.questions_per_person_day
    person = desk.person(inc, who)
    body = t.STATUS.format(
        role=t.ROLES[who.role.value],
        unit=escape(person.unit or "chưa khai (gõ /donvi)"),
        used=used,
        limit=limit or "không giới hạn",
        waiting=desk.processor.waiting(inc.lane),
        documents=len(documents),
        model=escape(desk.office.model() or t.NO_MODEL),
        version=VERSION,
    )
    if who.role is Role.ADMIN:
        counts = desk.store.inbox.counts()
        body += "\n" + t.STATUS_ADMIN.format(**counts, cases=len(desk.store.learning.queue()))
    await desk.tell(inc, body)


async def unit(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """What «xã tôi» means for this person."""
    name = arg.strip()[:120]
    if not name:
        await desk.tell(inc, t.UNIT_ASK)
        return
    if desk.store.people.get(inc.person).name == "":
        desk.store.people.admit(inc.person, inc.name, who.role, who.spaces, inc.person, desk.now())
    person = await desk.run(desk.office.understand, f"Soạn kế hoạch cho {name}", desk.person(inc, who), desk.today())
    desk.store.people.belongs(inc.person, name, person.level, person.province)
    await desk.tell(inc, t.UNIT_SET.format(unit=escape(name)))


async def wipe(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Ask once before a person's data goes."""
    await desk.tell(inc, Part(t.WIPE_ASK, ((Button(t.WIPE_YES, "wipe", "yes"), Button(t.WIPE_NO, "wipe", "no")),)))


async def wiped(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The person's data goes, files included; the role and the audit log stay."""
    await desk.messenger.strip(inc.chat, inc.message)
    if arg != "yes":
        await desk.tell(inc, t.KEPT)
        return
    for upload in desk.store.papers.of(inc.person):
        with contextlib.suppress(OSError):
            Path(upload.path).unlink()
    gone = desk.store.forget(inc.person)
    await desk.run(desk.store.db.checkpoint, whole=True)  # nothing of it stays in the log file either
    desk.store.ledger.note(inc.person, "own data deleted", "", desk.now())
    await desk.tell(inc, t.WIPED.format(n=gone))


async def due(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """What falls due soon: the plan's own dates, reports, law about to lapse; «bật» and «tắt» a daily word."""
    wish = words.fold(arg)
    if wish in ("bat", "tat"):
        desk.store.ledger.set(f"remind:{inc.person}", "yes" if wish == "bat" else "")
        await desk.tell(inc, t.REMIND_ON if wish == "bat" else t.REMIND_OFF)
        return
    rows = await desk.run(desk.office.due, desk.today(), 60, desk.person(inc, who))
    await desk.tell(inc, render.due(rows, desk.today()))


async def remind(desk: Desk) -> None:
    """In the morning, to those who asked for it: what falls due within a week, each thing once."""
    hour = datetime.fromtimestamp(desk.now(), ZoneInfo(desk.settings.office.timezone)).hour
    if hour not in REMIND_HOURS:
        return
    for who in desk.store.people.everyone():
        if not who.reachable or not desk.store.ledger.get(f"remind:{who.id}"):
            continue
        inc = Incoming((), "other", who.id, who.id)
        rows = await desk.run(desk.office.due, desk.today(), REMIND_DAYS, desk.person(inc, who))
        fresh = [d for d in rows if desk.store.ledger.remind_once(who.id, f"{d.on} {d.what}"[:300], desk.now())]
        if fresh:
            with contextlib.suppress(Gone):
                await desk.tell_person(who.id, render.due(fresh, desk.today()))

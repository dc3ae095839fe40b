"""The office's corpus: a file put in and taken out again, with ten minutes to think again; what there is, seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from bot.store import Member
from bot.telegram import render
from bot.telegram.desk import Desk
from bot.telegram.html import escape
from bot.telegram.nouns import Button, Incoming, Part
from bot.telegram.uploads import mine, save
from bot.texts import telegram as t
from retrieval import Document, words

UNDO_S = 600.0


async def add(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Thêm vào kho]: copied into the corpus, indexed, undone for ten minutes."""
    upload = await mine(desk, inc, arg)
    if upload is None or upload.state != "new":
        return
    space = upload.space or _own_space(who)
    keep = desk.files / f"{inc.person}-{upload.id}-truoc{Path(upload.name).suffix.lower()[:8]}"
    async with desk.busy(inc, note=t.READING):
        added = await desk.run(desk.office.add, Path(upload.path), upload.name, space, keep)
    desk.store.papers.set_upload(upload.id, "added", str(added.path), upload.name, space)
    old = 0
    if added.replaced:
        digest = await desk.run(_digest, keep)
        old = desk.store.papers.new_upload(inc.person, inc.chat, upload.name, digest, str(keep), desk.now())
        desk.store.papers.set_upload(old, "replaced", str(added.path), upload.name, space)
    desk.store.ledger.note(inc.person, "document replaced" if old else "document added", upload.name, desk.now())
    await desk.messenger.strip(inc.chat, inc.message)
    said = t.REPLACED if old else t.ADDED
    rows = ((Button(t.UNDO, "undo", f"{upload.id}:{desk.now():.0f}:{old}"),),)
    await desk.tell(inc, Part(said.format(name=escape(upload.name)), rows))


def _digest(path: Path) -> str:
    """Of the file there, "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _own_space(who: Member) -> str:
    """Where somebody bound to spaces puts a file: their own first space, never everybody's."""
    return who.spaces[0] if who.spaces else ""


async def undo(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Hoàn tác], for ten minutes: an addition is taken out (what it replaced comes back), a withdrawal put back."""
    id, since, old = arg.split(":")
    upload = desk.store.papers.upload(int(id))
    if upload is None or upload.person != inc.person or upload.state not in ("added", "withdrawn"):
        await desk.tell(inc, t.UPLOAD_GONE)
        return
    if desk.now() - float(since) > UNDO_S:
        await desk.tell(inc, t.UNDO_LATE)
        return
    # somebody may have put another version there since: that one is not ours to take away
    standing = await desk.run(_digest, Path(upload.stored))
    if standing != (upload.sha256 if upload.state == "added" else ""):
        await desk.tell(inc, t.UNDO_CHANGED)
        return
    before = desk.store.papers.upload(int(old))
    back = upload if upload.state == "withdrawn" else before
    async with desk.busy(inc, note=t.READING):
        if back:
            spare = Path(back.path).with_suffix(".bo")
            await desk.run(desk.office.add, Path(back.path), back.name, back.space, spare)
            spare.unlink(missing_ok=True)
        else:
            await desk.run(desk.office.remove, Path(upload.stored))
    desk.store.papers.set_upload(upload.id, "undone", "", upload.name, upload.space)
    desk.store.ledger.note(inc.person, "undone", upload.name, desk.now())
    await desk.messenger.strip(inc.chat, inc.message)
    await desk.tell(inc, t.UNDONE.format(name=escape(upload.name)))


# --- withdrawing ----------------------------------------------------------------------------------------


async def ask_withdraw(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«/xoa …»: which document is meant."""
    if not arg.strip():
        await desk.tell(inc, t.WITHDRAW_ASK)
        return
    found = matching(await desk.run(desk.office.documents, who.spaces), arg)
    if not found:
        await desk.tell(inc, t.KHO_NONE)
        return
    rows = tuple((Button(source, "withdraw", source),) for source in found[:8])
    await desk.tell(inc, Part(t.WITHDRAW_WHICH, (*rows, (Button(t.CANCEL, "cancel", "form"),))))


def matching(documents: Sequence[Document], wanted: str) -> list[str]:
    """Sources whose name, number or title contains all the words."""
    need = words.fold(wanted).split()
    found = []
    for d in documents:
        hay = words.fold(f"{d.source} {d.header.number} {d.title} {d.header.issuer}")
        if all(w in hay for w in need):
            found.append(d.source)
    return found


async def withdraw(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Take a document out; its copy stays with us for ten minutes' undo, then as an upload does."""
    path = await desk.run(desk.office.original, arg, who.spaces)
    if path is None:
        await desk.tell(inc, t.NO_ORIGINAL)
        return
    known = await desk.run(desk.office.documents, who.spaces)
    space = next((d.space for d in known if d.source == arg), "")
    upload = await save(desk, inc, path.name, await desk.run(path.read_bytes))
    await desk.run(desk.office.remove, path)
    desk.store.papers.set_upload(upload.id, "withdrawn", str(path), path.name, space)
    desk.store.ledger.note(inc.person, "document withdrawn", path.name, desk.now())
    await desk.messenger.strip(inc.chat, inc.message)
    rows = ((Button(t.UNDO, "undo", f"{upload.id}:{desk.now():.0f}:0"),),)
    await desk.tell(inc, Part(t.WITHDRAWN.format(name=escape(path.name)), rows))


# --- the corpus, seen -----------------------------------------------------------------------------------

PAGE = 8


async def library(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«/kho [words]»: what there is, a page at a time; a button a document sends the file.

    First what is called so, then what has a part on that topic.
    """
    page, _, wanted = arg.partition(":") if inc.kind == "button" else ("0", "", arg)
    spaces = desk.spaces(inc, who)
    documents = await desk.run(desk.office.documents, spaces)
    if wanted.strip():
        fit = set(matching(documents, wanted))
        on = {d.source for d in await desk.run(desk.office.documents, spaces, wanted)} - fit
        documents = [d for d in documents if d.source in fit] + [d for d in documents if d.source in on]
    if not documents:
        await desk.tell(inc, t.KHO_NONE)
        return
    at = int(page)
    part = render.library(list(documents), at, PAGE, wanted)
    if inc.kind == "button":
        await desk.messenger.edit(inc.chat, inc.message, part, owner=inc.person)
    else:
        await desk.tell(inc, part)

"""Files people send: read in a guarded process, checked, or put into the corpus with ten minutes to think again."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.store import Form, Member, Role, Upload
from bot.telegram import render
from bot.telegram.access import may_read
from bot.telegram.desk import Desk
from bot.telegram.html import escape
from bot.telegram.nouns import DOWNLOAD_BYTES, Attached, Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import Document, ThiduaError, words

FORM_S = 24 * 3600.0
UNDO_S = 600.0
_BAD_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.')


async def received(desk: Desk, inc: Incoming, who: Member) -> None:
    """Files, by what the person wants with them: a command in the caption, an open form, or a question back."""
    form = desk.store.talk.form(inc.lane, desk.now())
    wish = inc.command or (form.kind if form and form.kind in ("check", "add") else "")
    if form and form.kind in ("check", "add"):
        desk.store.talk.close_form(inc.lane)
    if inc.files and all(f.photo for f in inc.files) and len(inc.files) > 1:
        found = await _photos(desk, inc)
        uploads = [found] if found else []
    else:
        uploads = [u for f in inc.files if (u := await _kept(desk, inc, f))]
    for upload in uploads:
        await _do(desk, inc, who, upload, wish)


async def pasted(desk: Desk, inc: Incoming, who: Member, wish: str) -> None:
    """A plan pasted as text, in however many messages."""
    name = t.PASTED.format(n=inc.message)
    upload = await _save(desk, inc, name, inc.text.encode())
    await _do(desk, inc, who, upload, wish)


async def _do(desk: Desk, inc: Incoming, who: Member, upload: Upload, wish: str) -> None:
    try:
        if wish in ("check", "kiemtra"):
            await _check(desk, inc, who, upload)
        else:
            await _report(desk, inc, who, upload)
    except ThiduaError as e:
        # refused or unreadable: nothing of it is kept
        _drop(desk, upload)
        await desk.tell(inc, escape(t.fault(str(e))))


# --- keeping a copy while it is needed ------------------------------------------------------------------


async def _kept(desk: Desk, inc: Incoming, file: Attached) -> Upload | None:
    if file.size > DOWNLOAD_BYTES:
        await desk.tell(inc, t.FILE_TOO_BIG.format(name=escape(file.name)))
        return None
    body = await desk.messenger.download(file.id)
    if not body:
        await desk.tell(inc, t.FILE_EMPTY.format(name=escape(file.name)))
        return None
    return await _save(desk, inc, _safe(file.name), body)


async def _save(desk: Desk, inc: Incoming, name: str, body: bytes) -> Upload:
    digest = hashlib.sha256(body).hexdigest()
    path = desk.files / f"{inc.person}-{digest[:16]}{Path(name).suffix.lower()[:8]}"

    def write() -> None:
        desk.files.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    await desk.run(write)
    id = desk.store.papers.new_upload(inc.person, inc.chat, name, digest, str(path), desk.now())
    return Upload(id, inc.person, inc.chat, name, digest, str(path), desk.now())


async def _photos(desk: Desk, inc: Incoming) -> Upload | None:
    """An album of photographed pages as one text, in the order they were sent."""
    pages: list[str] = []
    for file in inc.files:
        upload = await _kept(desk, inc, file)
        if upload is None:
            return None
        try:
            parsed = await desk.run(desk.office.parse, Path(upload.path), upload.name)
        except ThiduaError as e:
            await desk.tell(inc, escape(t.fault(str(e))))
            return None
        finally:
            _drop(desk, upload)
        pages.append(parsed.reading.source.text)
    return await _save(desk, inc, f"anh-chup-{inc.message}.txt", "\n".join(pages).encode())


def _safe(name: str) -> str:
    return _BAD_NAME.sub("_", words.squeeze(words.nfc(name)))[-120:] or "tep"


def _drop(desk: Desk, upload: Upload) -> None:
    with contextlib.suppress(OSError):
        Path(upload.path).unlink()
    desk.store.papers.set_upload(upload.id, "dropped", "", upload.name, "")
    desk.store.papers.forget_copy(upload.id)


# --- checking -------------------------------------------------------------------------------------------


async def ask_check(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«/kiemtra»: with a pasted text at once, else the next file or paste is meant."""
    if arg.strip():
        await pasted(desk, replace(inc, text=arg), who, "check")
        return
    desk.store.talk.open_form(Form(inc.lane, "check", "", "", desk.now() + FORM_S))
    await desk.tell(inc, t.CHECK_ASK)


async def text_for_check(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """The pasted plan that `/kiemtra` waits for."""
    desk.store.talk.close_form(inc.lane)
    await pasted(desk, inc, who, "check")


async def check(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Soát dự thảo] under a received file."""
    if upload := await _mine(desk, inc, arg):
        await _do(desk, inc, who, upload, "check")


async def _check(desk: Desk, inc: Incoming, who: Member, upload: Upload) -> None:
    path = Path(upload.path)
    async with desk.busy(inc, note=t.CHECKING):
        parsed = await desk.run(desk.office.parse, path, upload.name)
        found = await desk.run(desk.office.check, parsed.reading, desk.today(), desk.person(inc, who))
        noted = await desk.run(desk.office.annotate, path, parsed.reading, found) if found else b""
    await desk.tell(inc, render.findings(found, upload.name), reply=True)
    if noted:
        name = f"{Path(upload.name).stem} - có chú thích.docx"
        await desk.messenger.document(inc.chat, name, noted, t.CHECK_FILE, owner=inc.person)
    desk.store.ledger.note(inc.person, "file checked", str(len(found)), desk.now())


# --- into the corpus ------------------------------------------------------------------------------------


async def ask_add(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«/them»: the next file is for the corpus."""
    desk.store.talk.open_form(Form(inc.lane, "add", "", "", desk.now() + FORM_S))
    await desk.tell(inc, t.ADD_ASK)


async def _report(desk: Desk, inc: Incoming, who: Member, upload: Upload) -> None:
    """What was read, and what may be done with it."""
    async with desk.busy(inc, note=t.READING):
        parsed = await desk.run(desk.office.parse, Path(upload.path), upload.name)
        known = await desk.run(desk.office.documents, who.spaces)
    doubts = list(parsed.doubts)
    same = next((d for d in known if d.sha256 == upload.sha256), None)
    if same:
        doubts.append(t.FILE_KNOWN.format(name=same.source))
    elif any(d.source == upload.name for d in known):
        doubts.append(t.FILE_REPLACES)
    blocks = [t.FILE_READ.format(name=escape(upload.name)), render.register_line(parsed.summary)]
    if doubts:
        blocks.append(t.DOUBTS + "\n" + "\n".join(f"• {escape(d)}" for d in doubts[:12]))
    blocks.append(t.WHAT_TO_DO)
    await desk.tell(inc, Part("\n".join(blocks), _choices(who, upload, known_already=same is not None)), reply=True)


def _choices(who: Member, upload: Upload, *, known_already: bool) -> tuple[tuple[Button, ...], ...]:
    id = str(upload.id)
    first = [Button(t.DO_CHECK, "check", id)]
    if who.role.rank < Role.EDITOR.rank:
        return (tuple(first), (Button(t.DO_DROP, "drop", id),))
    if not known_already:
        first.append(Button(t.DO_ADD, "add", id))
    return (tuple(first), (Button(t.DO_META, "meta", id), Button(t.DO_DROP, "drop", id)))


async def add(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Thêm vào kho]: copied into the corpus, indexed, undone for ten minutes."""
    upload = await _mine(desk, inc, arg)
    if upload is None or upload.state != "new":
        return
    space = upload.space or _own_space(who)
    async with desk.busy(inc, note=t.READING):
        stored = await desk.run(desk.office.add, Path(upload.path), upload.name, space)
    desk.store.papers.set_upload(upload.id, "added", str(stored), upload.name, space)
    desk.store.ledger.note(inc.person, "document added", upload.name, desk.now())
    await desk.messenger.strip(inc.chat, inc.message)
    rows = ((Button(t.UNDO, "undo", f"{upload.id}:{desk.now():.0f}"),),)
    await desk.tell(inc, Part(t.ADDED.format(name=escape(upload.name)), rows))


def _own_space(who: Member) -> str:
    """Where somebody bound to spaces puts a file: their own first space, never everybody's."""
    return who.spaces[0] if who.spaces else ""


async def undo(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Hoàn tác], for ten minutes: an addition is taken out, a withdrawal put back."""
    id, _, since = arg.partition(":")
    upload = desk.store.papers.upload(int(id))
    if upload is None or upload.person != inc.person or upload.state not in ("added", "withdrawn"):
        await desk.tell(inc, t.UPLOAD_GONE)
        return
    if desk.now() - float(since) > UNDO_S:
        await desk.tell(inc, t.UNDO_LATE)
        return
    if upload.state == "added":
        await desk.run(desk.office.remove, Path(upload.stored))
    else:
        await desk.run(desk.office.add, Path(upload.path), upload.name, upload.space)
    desk.store.papers.set_upload(upload.id, "undone", "", upload.name, upload.space)
    desk.store.ledger.note(inc.person, "undone", upload.name, desk.now())
    await desk.messenger.strip(inc.chat, inc.message)
    await desk.tell(inc, t.UNDONE.format(name=escape(upload.name)))


async def drop(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Hủy]: the copy goes."""
    upload = await _mine(desk, inc, arg)
    if upload and upload.state == "new":
        _drop(desk, upload)
        await desk.messenger.strip(inc.chat, inc.message)
        await desk.tell(inc, t.DROPPED)


async def meta(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Sửa thông tin]: ask for a new name or space."""
    if await _mine(desk, inc, arg):
        desk.store.talk.open_form(Form(inc.lane, "meta", "", arg, desk.now() + FORM_S))
        await desk.tell(inc, t.META_ASK)


async def meta_given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """A new name, or «kho: …» for a space of one's own."""
    upload = await _mine(desk, inc, form.data)
    if upload is None:
        return
    name, space = upload.name, upload.space
    key, colon, value = inc.text.partition(":")
    if colon and words.fold(key) == "kho":
        space = "" if words.fold(value) == "chung" else value.strip()
        fits = may_read(space, who.spaces) if space else who.spaces is None
    else:
        name = _safe(inc.text.strip())
        name += "" if Path(name).suffix.lower() == Path(upload.name).suffix.lower() else Path(upload.name).suffix
        fits = len(name) > 4
    if not fits:
        await desk.tell(inc, t.META_BAD)
        return
    desk.store.talk.close_form(inc.lane)
    desk.store.papers.set_upload(upload.id, "new", "", name, space)
    await _report(desk, inc, who, replace(upload, name=name, space=space))


async def _mine(desk: Desk, inc: Incoming, id: str) -> Upload | None:
    """An upload of this person whose copy is still there; says so where it is not."""
    upload = desk.store.papers.upload(int(id))
    if upload and upload.person == inc.person and upload.path and Path(upload.path).is_file():
        return upload
    await desk.tell(inc, t.UPLOAD_GONE)
    return None


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
    upload = await _save(desk, inc, path.name, await desk.run(path.read_bytes))
    await desk.run(desk.office.remove, path)
    desk.store.papers.set_upload(upload.id, "withdrawn", str(path), path.name, space)
    desk.store.ledger.note(inc.person, "document withdrawn", path.name, desk.now())
    await desk.messenger.strip(inc.chat, inc.message)
    rows = ((Button(t.UNDO, "undo", f"{upload.id}:{desk.now():.0f}"),),)
    await desk.tell(inc, Part(t.WITHDRAWN.format(name=escape(path.name)), rows))


# --- the corpus, seen -----------------------------------------------------------------------------------

PAGE = 8


async def library(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«/kho [words]»: what there is, a page at a time; a button a document sends the file."""
    page, _, wanted = arg.partition(":") if inc.kind == "button" else ("0", "", arg)
    documents = await desk.run(desk.office.documents, desk.spaces(inc, who))
    if wanted.strip():
        fit = set(matching(documents, wanted))
        documents = [d for d in documents if d.source in fit]
    if not documents:
        await desk.tell(inc, t.KHO_NONE)
        return
    at = int(page)
    part = render.library(list(documents), at, PAGE, wanted)
    if inc.kind == "button":
        await desk.messenger.edit(inc.chat, inc.message, part, owner=inc.person)
    else:
        await desk.tell(inc, part)

"""Files people send: read in a guarded process, reported, checked, or dropped again."""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import replace
from pathlib import Path

from telegram.error import BadRequest

from bot.store import Form, Member, Role, Upload
from bot.telegram import render
from bot.telegram.access import may_read
from bot.telegram.desk import Desk
from bot.telegram.html import escape
from bot.telegram.nouns import DOWNLOAD_BYTES, Attached, Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import ThiduaError, words

FORM_S = 24 * 3600.0
# what file systems refuse, and what turns the reading order of a name round («…fdp.exe»)
_BAD_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|^\.')


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
    upload = await save(desk, inc, name, inc.text.encode())
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
    try:
        body = await desk.messenger.download(file.id)
    except BadRequest as e:
        # its stated size may be missing
        said = t.FILE_TOO_BIG if "too big" in str(e) else t.FILE_LOST
        await desk.tell(inc, said.format(name=escape(file.name)))
        return None
    if not body:
        await desk.tell(inc, t.FILE_EMPTY.format(name=escape(file.name)))
        return None
    return await save(desk, inc, safe(file.name), body)


async def save(desk: Desk, inc: Incoming, name: str, body: bytes) -> Upload:
    """A copy beside the state file, for as long as it is needed."""
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
    return await save(desk, inc, f"anh-chup-{inc.message}.txt", "\n".join(pages).encode())


def safe(name: str) -> str:
    """A file name and nothing else: no path, no markup, no turned reading order."""
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
    if upload := await mine(desk, inc, arg):
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


async def drop(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Hủy]: the copy goes."""
    upload = await mine(desk, inc, arg)
    if upload and upload.state == "new":
        _drop(desk, upload)
        await desk.messenger.strip(inc.chat, inc.message)
        await desk.tell(inc, t.DROPPED)


async def meta(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Sửa thông tin]: ask for a new name or space."""
    if await mine(desk, inc, arg):
        desk.store.talk.open_form(Form(inc.lane, "meta", "", arg, desk.now() + FORM_S))
        await desk.tell(inc, t.META_ASK)


async def meta_given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """A new name, or «kho: …» for a space of one's own."""
    upload = await mine(desk, inc, form.data)
    if upload is None:
        return
    name, space = upload.name, upload.space
    key, colon, value = inc.text.partition(":")
    if colon and words.fold(key) == "kho":
        space = "" if words.fold(value) == "chung" else value.strip()
        fits = may_read(space, who.spaces) if space else who.spaces is None
    else:
        name = safe(inc.text.strip())
        name += "" if Path(name).suffix.lower() == Path(upload.name).suffix.lower() else Path(upload.name).suffix
        fits = len(name) > 4
    if not fits:
        await desk.tell(inc, t.META_BAD)
        return
    desk.store.talk.close_form(inc.lane)
    desk.store.papers.set_upload(upload.id, "new", "", name, space)
    await _report(desk, inc, who, replace(upload, name=name, space=space))


async def mine(desk: Desk, inc: Incoming, id: str) -> Upload | None:
    """An upload of this person whose copy is still there; says so where it is not."""
    upload = desk.store.papers.upload(int(id))
    if upload and upload.person == inc.person and upload.path and Path(upload.path).is_file():
        return upload
    await desk.tell(inc, t.UPLOAD_GONE)
    return None

"""/soan: the form, the outline, the draft with its .docx and source sheet, revision, and the leader's word."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import cast, get_args

from telegram.error import BadRequest, NetworkError

from bot.draft.slots import SlotName
from bot.draft.versions import Versions
from bot.model import Draft, DraftRequest, SectionKey
from bot.store import DraftRow, Form, Member, Role, dump, load
from bot.telegram import render
from bot.telegram.access import shared
from bot.telegram.desk import Desk
from bot.telegram.html import clip, escape
from bot.telegram.messenger import Gone
from bot.telegram.nouns import Button, Incoming, Part
from bot.texts import telegram as t
from retrieval import words

log = logging.getLogger("thidua.telegram")
FORM_S = 7 * 86_400.0
_BACK = (Button(t.BACK, "step", "back"), Button(t.CANCEL, "cancel", "form"))


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A request as far as it is known, and what it was before each answer (for «Quay lại»)."""

    request: DraftRequest
    past: tuple[DraftRequest, ...] = ()


async def begin(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """«/soan …»: a wish in words, or the question what to draft."""
    if not arg.strip():
        desk.store.talk.open_form(Form(inc.lane, "draft", "wish", "", desk.now() + FORM_S))
        await desk.tell(inc, t.DRAFT_WISH)
        return
    request = await desk.run(desk.office.understand, arg, desk.person(inc, who), desk.today())
    if why := await desk.run(desk.office.refusal, request):
        desk.store.talk.close_form(inc.lane)
        await desk.tell(inc, escape(why))
        return
    await _next(desk, inc, DraftForm(request))


async def given(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """A typed answer to the open question."""
    if form.step == "wish":
        await begin(desk, inc, who, inc.text)
        return
    state = _state(form)
    if state is None:
        await _lapsed(desk, inc)
    elif form.step == "clarify":
        await _filled(desk, inc, state, "unit", inc.text)
    elif form.step == "outline":
        await _arranged(desk, inc, state)
    else:
        await _filled(desk, inc, state, cast(SlotName, form.step), inc.text)


async def step(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """A pressed button of the form: `back`, `set:<slot>=<answer>`, `go:<section or all>`."""
    form = desk.store.talk.form(inc.lane, desk.now())
    state = _state(form) if form and form.kind == "draft" else None
    if form is None or state is None:
        await _lapsed(desk, inc)
        return
    op, _, value = arg.partition(":")
    if op != "set":
        await desk.messenger.strip(inc.chat, inc.message)
    if op == "back":
        earlier = state.past[-1] if state.past else state.request
        await _next(desk, inc, DraftForm(earlier, state.past[:-1]))
    elif op == "set":
        name, _, text = value.partition("=")
        # what was chosen stays to be read in the chat
        await desk.messenger.edit(inc.chat, inc.message, Part(f"{escape(inc.text)}\n✔ <b>{escape(text)}</b>"))
        await _filled(desk, inc, state, cast(SlotName, name), text)
    elif op == "go":
        request = state.request if value == "all" else replace(state.request, sections=(cast(SectionKey, value),))
        await _write(desk, inc, replace(state, request=request))


async def _arranged(desk: Desk, inc: Incoming, state: DraftForm) -> None:
    """«bỏ giải pháp», «chỉ tiêu trước nội dung» at the outline: it is shown again; anything else is told how."""
    before = await desk.run(desk.office.outline, state.request)
    request = await desk.run(desk.office.arrange, state.request, inc.text)
    if await desk.run(desk.office.outline, request) == before:
        await desk.tell(inc, t.DRAFT_CHOOSE)
    else:
        await _next(desk, inc, DraftForm(request, (*state.past, state.request)[-12:]))


async def _filled(desk: Desk, inc: Incoming, state: DraftForm, name: SlotName, text: str) -> None:
    """One answer in its place; a unit that is none (or no more) is asked back with the reason."""
    request = await desk.run(desk.office.fill, state.request, name, text)
    made = DraftForm(request, (*state.past, state.request)[-12:])
    if name == "unit" and not request.unit and "unit" not in request.skipped:
        await _write(desk, inc, made)
    else:
        await _next(desk, inc, made)


async def _lapsed(desk: Desk, inc: Incoming) -> None:
    desk.store.talk.close_form(inc.lane)
    await desk.tell(inc, t.DRAFT_LAPSED)


def _state(form: Form) -> DraftForm | None:
    try:
        return load(DraftForm, form.data)
    except ValueError:
        return None


async def _next(desk: Desk, inc: Incoming, state: DraftForm) -> None:
    """Ask the next missing thing, or show the outline."""
    slot = await desk.run(desk.office.missing, state.request)
    step = slot.name if slot else "outline"
    desk.store.talk.open_form(Form(inc.lane, "draft", step, dump(state), desk.now() + FORM_S))
    if slot:
        rows = tuple((Button(o.label, "step", f"set:{slot.name}={o.question}"),) for o in slot.options[:8])
        await desk.tell(inc, Part(escape(slot.question), (*rows, _BACK)))
        return
    r = state.request
    outline = await desk.run(desk.office.outline, r)
    facts = [(f.indicator, f.value) for f in r.facts]
    known = [(t.UNIT, r.unit), (t.YEAR, r.year), (t.THEME, r.theme), *facts, (t.SIGNER, r.signer)]
    lines = [f"• {escape(k)}: <b>{escape(v or t.LEFT_OPEN)}</b>" for k, v in known]
    heads = [f"▸ {escape(h)}" for _, h in outline]
    one = tuple((Button(clip(h, 40), "step", f"go:{k}"),) for k, h in outline) if len(outline) > 1 else ()
    whole = (Button(t.DRAFT_ALL if len(outline) > 1 else t.DRAFT_WANTED, "step", "go:all"),)
    await desk.tell(inc, Part("\n".join([t.OUTLINE_HEAD, *lines, "", *heads]), (whole, *one, _BACK)))


async def _write(desk: Desk, inc: Incoming, state: DraftForm) -> None:
    async with desk.busy(inc, note=t.DRAFTING):
        draft = await desk.compose(desk.office.draft, state.request)
    if draft.kind == "clarify":
        desk.store.talk.open_form(Form(inc.lane, "draft", "clarify", dump(state), desk.now() + FORM_S))
        rows = tuple((Button(o.label, "step", f"set:unit={o.question}"),) for o in draft.options[:8])
        await desk.tell(inc, Part(escape(draft.text), (*rows, _BACK)))
        return
    desk.store.talk.close_form(inc.lane)
    if draft.kind == "refuse":
        await desk.tell(inc, escape(draft.text))
        return
    id = desk.store.papers.new_draft(inc.person, inc.chat, dump(Versions((draft,))), desk.now())
    desk.store.ledger.note(inc.person, "draft made", str(id), desk.now())
    sections = tuple((Button(clip(s.heading, 40), "sec", f"{id}:{s.key}"),) for s in draft.sections)
    last = (Button(t.DOCX, "docx", str(id)), Button(t.REVIEW, "review", str(id)))
    await desk.tell(inc, Part(render.draft(draft), (*sections, last)))
    await _files(desk, inc, draft)


async def _files(desk: Desk, inc: Incoming, draft: Draft) -> None:
    async with desk.busy(inc, "upload_document"):
        paper = await desk.run(desk.office.export, draft)
        sheet = await desk.run(desk.office.sheet, draft)
    name = render.file_name(draft)
    await _picture(desk, inc, paper, draft.title)
    caption = t.DRAFT_CAPTION + (t.TODO_LEFT.format(n=len(draft.todo)) if draft.todo else "")
    await desk.messenger.document(inc.chat, f"{name}.docx", paper, caption, owner=inc.person)
    if sheet:
        await desk.messenger.document(inc.chat, f"Phiếu nguồn - {name}.docx", sheet, t.SHEET_CAPTION, owner=inc.person)


async def _picture(desk: Desk, inc: Incoming, paper: bytes, title: str) -> None:
    """Page 1 to look at before the file, where it can be drawn soon; it never keeps the file from coming."""
    async with desk.busy(inc, "upload_photo"):
        drawn = await desk.wait_for(desk.office.picture, paper)
    if drawn:
        caption = t.PICTURE_CAPTION.format(title=escape(clip(title.replace("\n", " "), 300)))
        try:
            await desk.messenger.document(inc.chat, t.PICTURE_NAME, drawn, caption, owner=inc.person, photo=True)
        except (BadRequest, NetworkError) as e:
            log.warning("page 1 not sent: %s", type(e).__name__)


async def from_answer(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Soạn mục này] under an answer."""
    await begin(desk, inc, who, arg)


# --- one's own drafts -----------------------------------------------------------------------------------


def _versions(row: DraftRow) -> Versions:
    """The versions kept of a draft. Raises ValueError where they are of an older program that cannot be read."""
    try:
        return load(Versions, row.body)
    except ValueError:
        return Versions((load(Draft, row.body),))  # kept before versions were


def _kept(desk: Desk, inc: Incoming, id: str) -> Versions | None:
    row = desk.store.papers.draft(int(id))
    if row is None or row.person != inc.person:
        return None
    try:
        return _versions(row)
    except ValueError:
        return None


def _own(desk: Desk, inc: Incoming, id: str) -> Draft | None:
    kept = _kept(desk, inc, id)
    return kept.now if kept else None


async def section(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """One section's text, with a button to change it."""
    id, _, key = arg.partition(":")
    if found := _own(desk, inc, id):
        await desk.tell(inc, Part(await _shown(desk, who, found, key), ((Button(t.REVISE, "revise", arg),),)))
    else:
        await desk.tell(inc, t.DRAFT_GONE)


async def _shown(desk: Desk, who: Member, draft: Draft, key: str) -> str:
    docs = [c.doc for s in draft.sections if s.key == key for p in s.paragraphs for c in p.citations]
    return render.section(draft, key, await desk.run(desk.office.names, docs, who.spaces))


async def revise(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Ask how a section should change."""
    if _own(desk, inc, arg.partition(":")[0]):
        desk.store.talk.open_form(Form(inc.lane, "revise", "", arg, desk.now() + FORM_S))
        await desk.tell(inc, Part(t.REVISE_ASK, ((Button(t.CANCEL, "cancel", "form"),),)))
    else:
        await desk.tell(inc, t.DRAFT_GONE)


async def revised(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """The change is made and the section shown again."""
    id, _, key = form.data.partition(":")
    kept = _kept(desk, inc, id)
    desk.store.talk.close_form(inc.lane)
    if kept is None or key not in get_args(SectionKey):
        await desk.tell(inc, t.DRAFT_GONE)
        return
    async with desk.busy(inc, note=t.DRAFTING):
        made = await desk.compose(desk.office.revise, kept.now, cast(SectionKey, key), inc.text)
    desk.store.papers.revise(int(id), dump(kept.add(made)))
    rows = ((Button(t.REVISE, "revise", form.data), Button(t.UNDO, "unrevise", form.data), Button(t.DOCX, "docx", id)),)
    await desk.tell(inc, Part(await _shown(desk, who, made, key), rows))


async def unrevise(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """[Hoàn tác]: the draft as it was before the last change, whichever section that touched."""
    id, _, key = arg.partition(":")
    kept = _kept(desk, inc, id)
    if kept is None:
        await desk.tell(inc, t.DRAFT_GONE)
        return
    earlier = kept.undo()
    if earlier == kept:
        await desk.tell(inc, t.NO_EARLIER)
        return
    desk.store.papers.revise(int(id), dump(earlier))
    last = (Button(t.UNDO, "unrevise", arg),) if len(earlier.drafts) > 1 else ()
    rows = ((Button(t.REVISE, "revise", arg), *last, Button(t.DOCX, "docx", id)),)
    await desk.tell(inc, Part(f"{t.UNREVISED}\n\n{await _shown(desk, who, earlier.now, key)}", rows))


async def docx(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The files again, as last revised."""
    if found := _own(desk, inc, arg):
        await _files(desk, inc, found)
    else:
        await desk.tell(inc, t.DRAFT_GONE)


# --- the leader -----------------------------------------------------------------------------------------


async def review(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """Choose who reads the draft (`id`), then send it (`id:person`). Only people who may read as much."""
    id, _, to = arg.partition(":")
    found = _own(desk, inc, id)
    if found is None:
        await desk.tell(inc, t.DRAFT_GONE)
        return
    fit = [m for m in desk.store.people.everyone() if m.id != inc.person and _reads(m, who) and m.reachable]
    if not to:
        rows = tuple(
            (Button(f"{m.name or m.id} ({t.ROLES[m.role.value]})", "review", f"{id}:{m.id}"),) for m in fit[:12]
        )
        await desk.tell(inc, Part(t.REVIEW_WHO if rows else t.REVIEW_NOBODY, rows))
        return
    if int(to) not in {m.id for m in fit}:
        await desk.tell(inc, t.REVIEW_NOBODY)
        return
    await _send_review(desk, inc, who, found, id, int(to))


def _reads(reader: Member, writer: Member) -> bool:
    common = shared(reader.spaces, writer.spaces)
    return reader.role is not Role.NONE and (reader.spaces is None or common == writer.spaces)


async def _send_review(desk: Desk, inc: Incoming, who: Member, draft: Draft, id: str, to: int) -> None:
    paper = await desk.run(desk.office.export, draft)
    rows = ((Button(t.APPROVE, "verdict", f"{id}:ok"), Button(t.COMMENT, "verdict", f"{id}:comment")),)
    caption = t.REVIEW_CAPTION.format(name=escape(inc.name or str(inc.person)), title=escape(clip(draft.title, 300)))
    try:
        await desk.messenger.document(to, f"{render.file_name(draft)}.docx", paper, caption, rows, owner=to)
    except Gone:
        await desk.tell(inc, t.REVIEW_UNREACHED)
        return
    desk.store.papers.review(int(id), "sent", to)
    desk.store.ledger.note(inc.person, "draft sent for review", f"{id} {to}", desk.now())
    await desk.tell(inc, t.REVIEW_SENT)


async def verdict(desk: Desk, inc: Incoming, who: Member, arg: str) -> None:
    """The leader approves, or is asked for a comment."""
    id, _, word = arg.partition(":")
    row = desk.store.papers.draft(int(id))
    if row is None or row.reviewer != inc.person:
        await desk.tell(inc, t.DRAFT_GONE)
    elif word == "ok":
        await _decided(desk, inc, row, "approved", "")
    else:
        desk.store.talk.open_form(Form(inc.lane, "comment", "", id, desk.now() + FORM_S))
        await desk.tell(inc, t.COMMENT_ASK)


async def commented(desk: Desk, inc: Incoming, who: Member, form: Form) -> None:
    """The leader's comment goes back to the drafter."""
    desk.store.talk.close_form(inc.lane)
    row = desk.store.papers.draft(int(form.data))
    if row and row.reviewer == inc.person:
        await _decided(desk, inc, row, "returned", inc.text[:2_000])


async def _decided(desk: Desk, inc: Incoming, row: DraftRow, state: str, comment: str) -> None:
    desk.store.papers.review(row.id, state, inc.person, comment)
    desk.store.ledger.note(inc.person, f"draft {state}", str(row.id), desk.now())
    title = _versions(row).now.title
    day = words.day(desk.today())
    said = t.APPROVED if state == "approved" else t.RETURNED
    sentence = said.format(title=escape(clip(title, 200)), name=escape(inc.name), day=day, comment=escape(comment))
    await desk.tell_person(row.person, Part(sentence, ((Button(t.DOCX, "docx", str(row.id)),),)))
    await desk.tell(inc, t.VERDICT_KEPT)

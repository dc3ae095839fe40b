"""Drafter: understand → outline → sections → verify → check. Works whole without a language model."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.draft import compose, materials
from bot.draft.conflicts import conflicts
from bot.draft.given import Given, pasted
from bot.draft.grounds import grounds
from bot.draft.mend import mended
from bot.draft.outline import arranged, family, outline
from bot.draft.request import asked, other_paper
from bot.draft.revise import Instruction, apply, instruction
from bot.draft.reword import Rewords, reworded
from bot.draft.slots import Slot, SlotName, fill, missing
from bot.draft.units import Settled, association, settle
from bot.draft.verify import verified
from bot.model import Draft, DraftRequest, Person, Section, SectionKey
from bot.texts import draft as texts
from retrieval import Places, Register, words


class Drafter:
    """Plans from an office's past plans, the register and the person's own words. Nothing in it changes."""

    def __init__(
        self, index: materials.Shelf, register: Register, places: Places, *, writer: Rewords | None = None
    ) -> None:
        """`writer` is the model that may word paragraphs anew; None: every paragraph stays as composed."""
        self._index, self._register, self._places, self._writer = index, register, places, writer

    # --- understanding ------------------------------------------------------------------------------

    def understand(self, text: str, person: Person, today: dt.date) -> DraftRequest:
        """What a request in words asks for; what it does not say stays empty. The unit is the one of today."""
        rows = pasted(text)  # a pasted table is read by its cells, the lines around it as words
        lines = [x for x in text.splitlines() if not (rows and re.search(r"\t|\||\S {2,}\S", x))]
        said, found = asked("\n".join(lines) or text, today), self._settled(text, person, today)
        return DraftRequest(
            text, today, found.unit, found.level, found.province, said.period, said.theme, said.sections,
            (*said.facts, *rows),
            said.signer, person, duties=said.duties, dates=said.dates, sign_form=said.sign_form, subject=said.subject,
        )  # fmt: skip

    def with_given(self, request: DraftRequest, given: Given) -> DraftRequest:
        """The request with a facts file's figures, tasks and settings; what the words say goes before the file."""
        text = "\n".join([request.text, *(f.text for f in given.facts)])
        made = replace(
            request, text=text, facts=(*request.facts, *given.facts), duties=(*request.duties, *given.duties),
            year=request.year or given.year, theme=request.theme or given.theme, signer=request.signer or given.signer,
        )  # fmt: skip
        if request.unit or not given.unit:
            return made
        found = self._settled(f"{given.unit}, {given.province}", request.person, request.today)
        text = made.text if found.unit else f"{text}\n{given.unit}, {given.province}"
        return replace(made, text=text, unit=found.unit, level=found.level, province=found.province)

    def ask(self, request: DraftRequest) -> Slot | None:
        """The next thing to ask the person, None when nothing is missing; a unit that is none is asked by name."""
        if not request.unit and "unit" not in request.skipped:
            found = self._settled(request.text, request.person, request.today)
            if found.question:
                return Slot("unit", found.question, found.options)
        return missing(request, (request.person.unit,) if request.person.unit else ())

    def fill(self, request: DraftRequest, name: SlotName, answer: str) -> DraftRequest:
        """The request with one answer in its place; a unit that is no more leaves the slot empty (`draft` asks)."""
        if name != "unit":
            return fill(request, name, answer)
        found = self._settled(answer, request.person, request.today)
        text = f"{request.text}\n{answer}" if not request.unit else answer
        return replace(request, text=text, unit=found.unit, level=found.level, province=found.province)

    def outline(self, request: DraftRequest) -> tuple[tuple[SectionKey, str], ...]:
        """The sections to be written, in order, with their printed headings."""
        return outline(request)

    def arrange(self, request: DraftRequest, said: str) -> DraftRequest:
        """The request with its sections dropped, added or reordered as told."""
        return replace(request, sections=arranged(request.sections, said))

    # --- writing ------------------------------------------------------------------------------------

    def draft(self, request: DraftRequest) -> Draft:
        """The draft; or a question back (a unit that is no more, no unit at all); or why it is not written."""
        if stop := self._stopped(request):
            return stop
        found = self._settled(_where(request), request.person, request.today)
        if request.unit and not request.level:
            request = replace(request, unit=found.unit or request.unit, level=found.level, province=found.province)
        material = self._material(request)
        basis, told = grounds(self._register, request)
        made = compose.sections(request, material, basis)
        sections, dropped = verified(made, request)
        sections, foreign = self._without_strangers(sections, request)
        notes = [*found.notes, *conflicts(request), *told, *self._remarks(request, sections, bool(material))]
        if lost := len(dropped) + foreign:
            notes.append(texts.DROPPED.format(n=lost))
        done = Draft(
            "draft", request, compose.title(request), sections, compose.gaps(sections), (), tuple(dict.fromkeys(notes))
        )  # fmt: skip
        return self._in_other_words(mended(done, self._register, self._places))

    def section(self, request: DraftRequest, key: SectionKey) -> Section:
        """One section by itself, under the heading it has in the whole."""
        made = self.draft(replace(request, sections=(key,)))
        heading = dict(outline(request)).get(key, made.sections[0].heading)
        return replace(made.sections[0], heading=heading)

    def revise(self, draft: Draft, key: SectionKey, said: str) -> Draft:
        """The draft with one section changed as told; sentences the instruction does not touch stay byte for byte."""
        told = instruction(said, draft.request.today)
        request = replace(draft.request, text=f"{draft.request.text}\n{said}")
        if told.kind == "grounds":
            return self._with_grounds(draft, request, told)
        section = next((s for s in draft.sections if s.key == key), None)
        if section is None:
            return replace(draft, notes=(texts.NO_SECTION,))
        if told.kind == "unknown" and self._writer is not None:
            made = self._in_other_words(replace(draft, request=request, notes=()), key, said)
            return made if made.sections != draft.sections else replace(made, notes=(*made.notes, texts.NOT_UNDERSTOOD))
        new, request, notes = apply(section, told, request)
        sections = tuple(new if s.key == key else s for s in draft.sections)
        return replace(
            draft, request=request, sections=sections, todo=compose.gaps(sections), notes=notes
        )  # fmt: skip

    def _with_grounds(self, draft: Draft, request: DraftRequest, told: Instruction) -> Draft:
        """«Thêm / đổi / bỏ căn cứ»: the basis is read from the register again, the rest is untouched."""
        basis, notes = grounds(self._register, request)
        if told.removes:
            gone = [r.row.id for r in self._register.mentions(told.text) if r.row]
            basis = tuple(g for g in basis if not (g.citation and g.citation.doc in gone))
        paragraphs = compose.section(request, "can-cu", (), basis, set())
        old = next((s for s in draft.sections if s.key == "can-cu"), None)
        new = Section("can-cu", "Căn cứ", paragraphs)
        sections = tuple(new if s.key == "can-cu" else s for s in draft.sections) if old else (new, *draft.sections)
        return replace(
            draft, request=request, sections=sections, todo=compose.gaps(sections), notes=notes
        )  # fmt: skip

    # --- parts --------------------------------------------------------------------------------------

    def _in_other_words(self, done: Draft, key: SectionKey | None = None, told: str = "") -> Draft:
        """The draft as the model words it, read by the checker once more: one new finding, and every word goes back."""
        made = reworded(done, self._writer, only=key, told=told)
        if made.sections == done.sections:
            return made
        checked = mended(made, self._register, self._places)
        if len(checked.findings) > len(mended(done, self._register, self._places).findings):
            return replace(
                done, notes=(*done.notes, texts.MODEL_KEPT.format(kept=sum(len(s.paragraphs) for s in done.sections)))
            )
        return replace(made, findings=checked.findings)

    def _settled(self, text: str, person: Person, today: dt.date) -> Settled:
        return settle(text, person, self._places, today)

    def refusal(self, request: DraftRequest) -> str:
        """Why a request is not drafted whatever else is answered (another layout); "" where it is."""
        stop = self._stopped(request)
        return stop.text if stop and stop.kind == "refuse" else ""

    def _stopped(self, request: DraftRequest) -> Draft | None:
        if paper := other_paper(request.text.partition("\n")[0]):
            said = texts.PARTY_PAPER if "Đảng" in paper else texts.NOT_YET.format(paper=paper)
            return Draft("refuse", request, text=said)
        if association(request.unit):
            return Draft("refuse", request, text=texts.ASSOCIATION.format(unit=request.unit))
        if (request.unit and request.level) or "unit" in request.skipped:
            return None
        found = self._settled(_where(request), request.person, request.today)
        if request.unit and not found.question:
            return None
        return Draft("clarify", request, text=found.question or texts.ASK_UNIT, options=found.options)

    def _material(self, request: DraftRequest) -> tuple[materials.Material, ...]:
        about = " ".join(filter(None, (request.theme, request.subject)))
        return materials.gather(
            self._index, compose.aim(request), family(request.level), theme=about, spaces=request.person.spaces
        )

    def _without_strangers(self, sections: Sequence[Section], request: DraftRequest) -> tuple[tuple[Section, ...], int]:
        """The sections without paragraphs that name a place neither the person nor the plan's own unit names."""
        own = words.fold(f"{request.text} {request.unit} {request.province}")
        kept, lost = list[Section](), 0
        for s in sections:
            checked = [(p, s.key == "can-cu" or p.basis == "user" or self._at_home(p.text, own)) for p in s.paragraphs]
            kept.append(replace(s, paragraphs=tuple(p for p, fine in checked if fine)))
            lost += sum(not fine for _, fine in checked)
        return tuple(kept), lost

    def _at_home(self, text: str, own: str) -> bool:
        return all(any(words.fold(u.short) in own for u in m.units) for m in self._places.mentions(text) if m.exact)

    def _remarks(self, request: DraftRequest, sections: Sequence[Section], material: bool) -> list[str]:
        notes = [texts.NO_YEAR] if not request.year else []
        keys = {s.key for s in sections}
        if not material and keys - {"can-cu", "chi-tieu", "noi-nhan"}:
            notes.append(texts.NO_PLANS)
        if "to-chuc-thuc-hien" in keys:
            notes.append(texts.CHECK_ROLES)
        return notes


def _where(request: DraftRequest) -> str:
    """The words that name the issuing body: the answer where one was given, else the request itself."""
    if request.unit and not request.level:
        return ", ".join(filter(None, (request.unit, request.province)))
    return request.text

"""The real office behind the chat: index, register, assistant, drafter and checks, joined behind `Office`.

One lock around what touches the index: its connection and its vectors' process serve one caller at a time.
A person bound to spaces is given an assistant over an index that cannot see any other.
"""

from __future__ import annotations

import datetime as dt
import filecmp
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.ask.assistant import Assistant
from bot.ask.lawrows import RowEditor
from bot.ask.wording import Writes, worded
from bot.check import annotate, check
from bot.draft.drafter import Drafter
from bot.draft.export import docx
from bot.draft.picture import first_page
from bot.draft.slots import Slot, SlotName
from bot.draft.source_sheet import source_sheet
from bot.evidence import Evidence
from bot.llm import Writer
from bot.model import Answer, Draft, DraftRequest, Finding, Person, Question, SectionKey
from bot.telegram.access import may_read
from bot.telegram.answer_paper import answer_paper
from bot.telegram.office import Added, Due, Parsed
from bot.telegram.scoped import Locked, Scoped
from bot.texts import telegram as t
from retrieval import (
    CorpusError,
    Document,
    Index,
    Places,
    Reading,
    Register,
    RegisterFiles,
    Where,
    read_guarded,
    words,
)

Spaces = tuple[str, ...] | None
_KEPT = 16
PICTURE_S = 10.0
_TAIL = re.compile(r"(?:\s+trước ngày \S+)?\s+(?:và|hoặc)$")  # «… trước ngày 10/6 và [trước ngày 25/11]»
_EVERYTHING = Where()
SPACE_MARK = "@"  # a corpus folder «@xã An Bình» holds what only that space may read


@dataclass(frozen=True, slots=True)
class Counted:
    """The writer for one person: the day's calls count for them, not for their unit."""

    writer: Writes
    who: str

    def write(self, question: str, evidence: list[Evidence], *, person: str, today: dt.date) -> str:
        """As the writer does."""
        return self.writer.write(question, evidence, person=self.who, today=today)


class House:
    """`Office` over the real things. `resync` makes the index hold what the folders hold."""

    def __init__(
        self, index: Index, register: Register, places: Places, *, office: Person, folders: tuple[Path, ...],
        resync: Callable[[], None], model: str = "", writer: Writer | None = None,
        files: RegisterFiles | None = None,
    ) -> None:  # fmt: skip
        """`folders` are the corpus; uploads go to the first, law to one named «directives».

        `files` are the register's, for editors; without them it is only read.
        """
        self._index, self._register, self._places = index, register, places
        self._office, self._folders, self._resync, self._model = office, folders, resync, model
        self._writer = writer
        self.rows = RowEditor(files, self._changed) if files else None
        self._assistants: OrderedDict[Spaces, Assistant] = OrderedDict()
        self._lock = threading.RLock()
        self._drawing = threading.Lock()
        self._drafter = self._drafts(register)
        if self.rows:
            self._changed(self.rows.now())

    def _now(self) -> Register:
        """The register as its files stand: what another process writes is answered by from the next question on."""
        with self._lock:
            return self.rows.now() if self.rows else self._register

    def _drafting(self) -> Drafter:
        self._now()
        return self._drafter

    def _drafts(self, register: Register) -> Drafter:
        """A drafter over this register; it takes the lock for each look at the index, never for its own work."""
        return Drafter(Locked(self._index, self._lock), register, self._places, writer=self._writer)

    # --- asking -----------------------------------------------------------------------------------------

    def ask(self, question: Question) -> Answer:
        """The verified answer, from what the asker's spaces may read."""
        with self._lock:
            return self._assistant(question.person.spaces).ask(question)

    def reword(self, found: Answer, question: Question, who: str) -> Answer:
        """Without the lock: a model is slow, and the index is not asked again."""
        return worded(found, question, Counted(self._writer, who)) if self._writer else found

    def paper(self, question: str, found: Answer, today: dt.date, spaces: Spaces) -> bytes:
        """The answer with its sources as .docx."""
        return answer_paper(question, found, self.names([c.doc for c in found.citations], spaces), today)

    def _assistant(self, spaces: Spaces) -> Assistant:
        register = self._now()
        if spaces not in self._assistants:
            library = self._index if spaces is None else Scoped(self._index, spaces)
            self._assistants[spaces] = Assistant(library, register, self._places, office=self._office)
            if len(self._assistants) > _KEPT:
                self._assistants.popitem(last=False)
        self._assistants.move_to_end(spaces)
        return self._assistants[spaces]

    def warm(self) -> None:
        """Load what the first question would wait for."""
        with self._lock:
            self._index.warm()
            self._assistant(None).view()

    # --- drafting ---------------------------------------------------------------------------------------

    def understand(self, text: str, person: Person, today: dt.date) -> DraftRequest:
        """A wish in words as a request."""
        return self._drafting().understand(text, person, today)

    def missing(self, request: DraftRequest) -> Slot | None:
        """The next thing to ask."""
        return self._drafting().ask(request)

    def fill(self, request: DraftRequest, name: SlotName, answer: str) -> DraftRequest:
        """One answer in its place."""
        return self._drafting().fill(request, name, answer)

    def outline(self, request: DraftRequest) -> Sequence[tuple[SectionKey, str]]:
        """Sections to come."""
        return self._drafting().outline(request)

    def refusal(self, request: DraftRequest) -> str:
        """Why this paper is not drafted."""
        return self._drafting().refusal(request)

    def arrange(self, request: DraftRequest, said: str) -> DraftRequest:
        """Sections dropped, added, reordered."""
        return self._drafting().arrange(request, said)

    def draft(self, request: DraftRequest) -> Draft:
        """The draft. No lock over the whole: a model may take a minute over its words."""
        return self._drafting().draft(request)

    def revise(self, draft: Draft, key: SectionKey, instruction: str) -> Draft:
        """One section changed."""
        return self._drafting().revise(draft, key, instruction)

    def export(self, draft: Draft) -> bytes:
        """The .docx."""
        return docx(draft)

    def picture(self, paper: bytes) -> bytes | None:
        """Page 1, drawn by an office suite where one is installed; one at a time, for the suite takes its memory."""
        if not self._drawing.acquire(blocking=False):
            return None
        try:
            return first_page(paper, wall=PICTURE_S)
        finally:
            self._drawing.release()

    def sheet(self, draft: Draft) -> bytes:
        """The Phiếu nguồn."""
        return source_sheet(draft)

    # --- files ------------------------------------------------------------------------------------------

    def parse(self, path: Path, name: str) -> Parsed:
        """An upload, read in a guarded process."""
        reading = read_guarded(path, name=name)
        h = reading.document.header
        date = words.day(h.date) if h.date else h.date_raw
        facts = (
            ("Loại", h.kind), ("Số hiệu", h.number or h.number_raw), ("Ngày", date), ("Cơ quan", h.issuer),
            ("Trích yếu", h.subject or reading.document.title), ("Kỳ", h.period),
            ("Số mục", str(len(reading.clauses))), ("Chỉ tiêu", str(len(reading.targets))),
        )  # fmt: skip
        return Parsed(reading, facts, reading.doubts)

    def check(self, reading: Reading, today: dt.date, person: Person) -> Sequence[Finding]:
        """What is wrong with a plan, whosever it is: an office also checks the plans of others."""
        return check(reading, self._now(), self._places, today=today)

    def annotate(self, path: Path, reading: Reading, findings: Sequence[Finding]) -> bytes:
        """The plan with its findings as comments."""
        return annotate(reading, findings)

    # --- the register and the corpus --------------------------------------------------------------------

    def law(self, question: Question) -> Answer:
        """A number, a way of citing or a topic, answered by the register."""
        with self._lock:
            return self._assistant(question.person.spaces).consult(question)

    def _changed(self, register: Register) -> None:
        """Answer by a register that an editor has changed."""
        with self._lock:
            self._register = register
            self._drafter = self._drafts(register)
            self._assistants.clear()

    def documents(self, spaces: Spaces, topic: str = "") -> Sequence[Document]:
        """The corpus as somebody of these spaces sees it."""
        with self._lock:
            return self._index.documents(replace(_EVERYTHING, spaces=spaces, topic=topic))

    def names(self, docs: Sequence[str], spaces: Spaces) -> Mapping[str, str]:
        """Kind, number, date and issuer of documents; rows of the register by their citation."""
        wanted = set(docs)
        found = {d.doc: _name(d) for d in self.documents(spaces) if d.doc in wanted}
        register = self._now()
        rows = {r.id: register.citation_line(r) for r in register.rows if r.id in wanted - set(found)}
        return found | {k: v for k, v in rows.items() if v}

    def examples(self, person: Person, today: dt.date) -> Sequence[tuple[str, str]]:
        """A figure of a real plan (the person's own where there is one), a date, and the state of a directive."""
        with self._lock:
            where = replace(_EVERYTHING, spaces=person.spaces)
            own = {d.doc for d in self._index.documents(where) if _of(d, person)}
            targets = self._index.targets(where)
        fit = [r for r in targets if r.unit and r.period and 6 <= len(r.indicator) <= 60]
        best = min(fit, key=lambda r: (r.ref.doc not in own, len(r.indicator) + len(r.unit)), default=None)
        made = (
            [(t.EXAMPLE_TARGET, t.EXAMPLE_OF_TARGET.format(i=_lower(best.indicator), u=best.unit, p=best.period))]
            if best
            else []
        )
        return (*made, *t.EXAMPLES)

    def original(self, source: str, spaces: Spaces) -> Path | None:
        """The file as issued, for those who may read it."""
        with self._lock:
            found = next((d for d in self._index.documents() if d.source == source and may_read(d.space, spaces)), None)
            return self._index.original(found.doc) if found else None

    def add(self, path: Path, name: str, space: str, keep: Path) -> Added:
        """Copy a file into the corpus and index it. Raises CorpusError where it cannot be read."""
        reading = read_guarded(path, name=name)
        folder = self._folder(law=reading.document.kind == "law")
        if space:
            folder = folder / f"{SPACE_MARK}{space}"
        folder.mkdir(parents=True, exist_ok=True)
        to = folder / name
        whole = to.with_name(f".{name}.part")
        shutil.copyfile(path, whole)
        with self._lock:
            replaced = to.is_file() and not filecmp.cmp(to, path, shallow=False)
            if replaced:
                shutil.copyfile(to, keep)
            whole.replace(to)
            self._resync()
        return Added(to, replaced)

    def _folder(self, *, law: bool) -> Path:
        return next((f for f in self._folders if law and "directives" in f.name), self._folders[0])

    def remove(self, stored: Path) -> None:
        """Take a file out of the corpus and the index; only files of the corpus are ever removed."""
        inside = any(stored.resolve().is_relative_to(f.resolve()) for f in self._folders)
        if not inside:
            raise CorpusError(stored.name, "không nằm trong kho văn bản")
        stored.unlink(missing_ok=True)
        with self._lock:
            self._resync()

    def due(self, today: dt.date, days: int, person: Person) -> Sequence[Due]:
        """Dates in the plans of the person's unit (of all plans where none is known), and directives that lapse."""
        last = today + dt.timedelta(days)
        with self._lock:
            where = replace(_EVERYTHING, spaces=person.spaces)
            sources = {d.doc: _name(d) for d in self._index.documents(where) if _of(d, person)}
            rows = [d for d in self._index.deadlines(where) if d.date and d.ref.doc in sources]
        found = [
            Due(_TAIL.sub("", d.what) or d.quote, d.date, sources[d.ref.doc])
            for d in rows
            if d.date and today <= d.date <= last
        ]
        register = self._now()
        ends = [r for r in register.rows if r.to and today <= r.to <= last]
        found += [Due(t.LAPSES.format(line=register.citation_line(r, today)), r.to, "sổ văn bản") for r in ends if r.to]
        return sorted(dict.fromkeys(found), key=lambda d: d.on)

    def model(self) -> str:
        """The language model's name."""
        return self._model


def _lower(text: str) -> str:
    """The first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _name(d: Document) -> str:
    h = d.header
    number = f"số {h.number}" if h.number else ""
    date = f"ngày {words.day(h.date)}" if h.date else ""
    issuer = f"của {h.issuer}" if h.issuer else ""
    kind = h.kind[:1].upper() + h.kind[1:] if h.kind else t.DOCUMENT
    said = " ".join(x for x in (kind, number, date, issuer) if x)
    return said if number or issuer else d.source


def _of(document: Document, person: Person) -> bool:
    return not person.unit or words.fold(person.unit) in words.fold(f"{document.header.issuer} {document.title}")

"""What the chat needs from the house behind it. Synchronous; the real one is joined at the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.ask.lawrows import RowEditor
from bot.draft.slots import Slot, SlotName
from bot.model import Answer, Draft, DraftRequest, Finding, Person, Question, SectionKey
from retrieval import Document, Reading


@dataclass(frozen=True, slots=True)
class Due:
    """A date that nears: what, when, and where it is written."""

    what: str
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """An uploaded file as read, with what a person must see before it enters the corpus."""

    reading: Reading
    summary: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """Where a file lies in the corpus now, and whether it took an older one's place."""

    path: Path
    replaced: bool


class Office(Protocol):
    """One method a thing a person can want. Every error a person may see is a ThiduaError."""

    rows: RowEditor | None
    """The register for its editors, None where it is only read."""

    def ask(self, question: Question) -> Answer:
        """The verified answer."""

    def reword(self, found: Answer, question: Question, who: str) -> Answer:
        """The answer in a model's words where every sentence is proven, else as found; `who` is whom it counts for."""

    def paper(self, question: str, found: Answer, today: date, spaces: tuple[str, ...] | None) -> bytes:
        """The answer with its sources as .docx."""

    def understand(self, text: str, person: Person, today: date) -> DraftRequest:
        """A wish in words as a request with its known slots."""

    def missing(self, request: DraftRequest) -> Slot | None:
        """The next thing to ask the person, None when nothing is missing."""

    def fill(self, request: DraftRequest, name: SlotName, answer: str) -> DraftRequest:
        """The request with one answer in its place («bỏ qua» passes the question over)."""

    def outline(self, request: DraftRequest) -> Sequence[tuple[SectionKey, str]]:
        """Sections to come, key and heading."""

    def refusal(self, request: DraftRequest) -> str:
        """Why this paper is not drafted, whatever else is answered; "" where it is."""

    def arrange(self, request: DraftRequest, said: str) -> DraftRequest:
        """The request with its sections dropped, added or reordered as told; unchanged where nothing is understood."""

    def draft(self, request: DraftRequest) -> Draft:
        """The whole draft."""

    def revise(self, draft: Draft, key: SectionKey, instruction: str) -> Draft:
        """The draft with one section changed."""

    def export(self, draft: Draft) -> bytes:
        """The .docx in the official layout."""

    def picture(self, paper: bytes) -> bytes | None:
        """Page 1 of a .docx as PNG; None where it cannot be had in a few seconds."""

    def sheet(self, draft: Draft) -> bytes:
        """The Phiếu nguồn as .docx."""

    def parse(self, path: Path, name: str) -> Parsed:
        """An upload, read in a guarded process."""

    def check(self, reading: Reading, today: date, person: Person) -> Sequence[Finding]:
        """What is wrong with a plan."""

    def annotate(self, path: Path, reading: Reading, findings: Sequence[Finding]) -> bytes:
        """The plan as .docx with the findings as comments."""

    def law(self, question: Question) -> Answer:
        """What the register says of a number or a topic."""

    def documents(self, spaces: tuple[str, ...] | None, topic: str = "") -> Sequence[Document]:
        """What the corpus holds for somebody of these spaces; with a topic, what has a title or heading on it."""

    def names(self, docs: Sequence[str], spaces: tuple[str, ...] | None) -> Mapping[str, str]:
        """Documents as a person knows them: «Kế hoạch số 12/KH-UBND ngày 15/01/2026 của UBND xã An Bình»."""

    def examples(self, person: Person, today: date) -> Sequence[tuple[str, str]]:
        """Three questions that this corpus answers, (label, question): the first-run tour."""

    def original(self, source: str, spaces: tuple[str, ...] | None) -> Path | None:
        """The file as issued, None where there is none or it is not theirs to read."""

    def add(self, path: Path, name: str, space: str, keep: Path) -> Added:
        """Put a file into the corpus and the index; a file that stood there goes to `keep`."""

    def remove(self, stored: Path) -> None:
        """Take a file out of the corpus and the index again."""

    def due(self, today: date, days: int, person: Person) -> Sequence[Due]:
        """What falls due within `days`."""

    def model(self) -> str:
        """The language model's name, "" where none is used."""

"""The desk an answer is made on: the corpus in view, the day, the register, and the sheet lines are written on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot import evidence
from bot.ask import validity
from bot.ask.library import Library, View
from bot.ask.question import Asked, UnitDoc
from bot.evidence import Evidence
from bot.model import Answer, AnswerKind, Citation, Context, Option, RegisterFact
from bot.texts import ask as texts
from retrieval import Clause, Document, Register, State, format_path, words

SHORT, LONG = 900, 1500
_NOTED = 3  # texts out of force that are told of, named in what a plan says
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(slots=True)
class Sheet:
    """Lines of an answer and the evidence they rest on; a line whose claims are not proven is not shown."""

    given: list[str]
    pieces: list[Evidence] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    facts: list[RegisterFact] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def cite(self, piece: Evidence) -> int:
        """The number of a piece of evidence; the same words of the same source keep theirs."""
        key = (piece.source, words.squeeze(piece.quote))
        for old in self.pieces:
            if (old.source, words.squeeze(old.quote)) == key:
                return old.n
        self.pieces.append(replace(piece, n=len(self.pieces) + 1))
        return len(self.pieces)

    def line(self, text: str, *given: str) -> None:
        """One line of the answer; `given` are further things it may name (counts, register facts)."""
        names = [x for p in self.pieces for x in (p.title, *p.heading, *p.path, format_path(p.path), p.note)]
        lacking = evidence.missing(text, [*(p.quote for p in self.pieces), *names, *self.given, *given])
        if not lacking:
            self.lines.append(text)

    def note(self, document: str, phrase: str, fact: RegisterFact | None) -> None:
        """A note on validity, once a document."""
        self.notes.setdefault(document, phrase)
        if fact is not None and fact not in self.facts:
            self.facts.append(fact)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything an answer is made from."""

    library: Library
    view: View
    today: date
    register: Register | None = None
    written: str = ""

    def sheet(self, asked: Asked) -> Sheet:
        """A fresh sheet: what the person wrote and the clock may be repeated."""
        return Sheet([asked.text, self.written, str(self.today.year), words.day(self.today)])

    def piece(self, clause: Clause, quote: str, sheet: Sheet) -> int:
        """Cite part of a clause; the note on validity comes with it."""
        document = self.view.documents[clause.ref.doc]
        made = evidence.of_clause(clause, document, quote=quote) or evidence.of_clause(clause, document)
        if made is None:
            return 0
        state: State | None = None
        if document.kind == "law":
            valid = validity.of_document(self.register, document, self.today)
            state = valid.state
            if state is not State.IN_FORCE:
                sheet.note(self.name(document), valid.phrase, valid.fact)
            elif valid.fact is not None and valid.fact not in sheet.facts:
                sheet.facts.append(valid.fact)
        return sheet.cite(replace(made, state=state, title=f"{self.name(document)} {document.title}"))

    def clauses(self, doc: str) -> tuple[Clause, ...]:
        """The clauses of one document."""
        return self.view.clauses(self.library, doc)

    def name(self, document: Document) -> str:
        """A document as an answer names it: «Nghị định số 91/2017/NĐ-CP», «Kế hoạch 2025 của xã Phổ Châu»."""
        header = document.header
        if document.kind == "law":
            kind = header.kind or "Văn bản"
            return f"{kind} số {header.number}" if header.number else words.squeeze(document.title)
        unit = next((u for u in self.view.scene.units if u.doc == document.doc), None)
        return self.plan_name(unit) if unit else words.squeeze(document.title)

    @staticmethod
    def plan_name(unit: UnitDoc) -> str:
        """«Kế hoạch 2025 của xã Phổ Châu»."""
        return f"Kế hoạch {unit.period} của {unit.name}" if unit.period else f"Kế hoạch của {unit.name}"

    @staticmethod
    def place(clause: Clause) -> str:
        """Where a clause stands, in words."""
        return format_path(clause.path)

    def close(
        self,
        sheet: Sheet,
        asked: Asked,
        kind: AnswerKind = "answer",
        *,
        reason: str = "",
        room: int = SHORT,
        options: Iterable[Option] = (),
    ) -> Answer:
        """The answer: lines that fit, notes on validity always, only citations that are pointed at."""
        for name, valid in validity.of_named(self.register, "\n".join(sheet.lines), self.today)[:_NOTED]:
            if not any(name in known for known in sheet.notes):  # what a plan quotes may be over by now
                sheet.note(name, valid.phrase, valid.fact)
        notes = [texts.standing(name, phrase) for name, phrase in sheet.notes.items()]
        lines = list(sheet.lines)
        while len(lines) > 1 and len("\n".join([*lines, *notes])) > room:
            lines.pop()
        body = "\n".join(lines)
        text = "\n".join([*lines, *(n for n, name in zip(notes, sheet.notes, strict=True) if _used(name, body))])
        shown = tuple(evidence.cite(p) for p in sheet.pieces if f"[{p.n}]" in body)
        return Answer(
            kind=kind,
            text=text if len(text) <= room else text[: room - 1] + "…",
            citations=shown,
            register=tuple(sheet.facts),
            reason=reason,
            context=context(asked),
            options=tuple(options),
            question_kind=asked.kind,
        )


def joined(parts: Sequence[Answer], asked: Asked, *, room: int = LONG) -> Answer:
    """Answers about several units as one: an equal share of the room each, marks numbered through."""
    lines: list[str] = []
    citations: list[Citation] = []
    for part in parts:
        text = _share(part.text, (room - len(parts)) // len(parts))
        kept = [c for c in part.citations if f"[{c.n}]" in text]
        shift = {c.n: len(citations) + i for i, c in enumerate(kept, 1)}
        lines.append(_renumbered(text, shift))
        citations += [replace(c, n=shift[c.n]) for c in kept]
    return Answer(
        "answer", "\n".join(lines), tuple(citations), context=context(asked), question_kind=asked.kind,
        register=tuple(dict.fromkeys(f for p in parts for f in p.register)),
    )  # fmt: skip


def _renumbered(text: str, to: dict[int, int]) -> str:
    return _MARK.sub(lambda m: f"[{to[int(m.group(1))]}]", text)


def _share(text: str, room: int) -> str:
    """As many lines as there is room for; of a single long line, as many of its marked items."""
    lines = text.split("\n")
    while len(lines) > 1 and len("\n".join(lines)) > room:
        lines.pop()
    told = "\n".join(lines)
    if len(told) <= room:
        return told
    whole = [m.end() for m in _MARK.finditer(told) if m.end() < room]
    return f"{told[: whole[-1]]} …" if whole else told


def flat(quote: str) -> str:
    """A quote as it is shown: white space folded, bold marks left out."""
    return words.squeeze(evidence.readable(quote).replace("*", "")).strip(" -+").rstrip(" ;,")


def context(asked: Asked) -> Context:
    """The understood context, for the line under an answer."""
    return Context(
        unit=", ".join(u.name for u in asked.units),
        level=asked.units[0].level if asked.units else "",
        year=", ".join(asked.years),
        indicator="",
        number=", ".join(law.number for law in asked.laws) or ", ".join(asked.numbers),
        topic=", ".join(asked.sectors),
    )


def _used(name: str, body: str) -> bool:
    return name in body

"""Who cites which directive: the clauses of a corpus against the register; pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from retrieval.model import Clause, Document
from retrieval.register import cite
from retrieval.register.directives import Register
from retrieval.register.resolve import Resolution


@dataclass(frozen=True, slots=True)
class CitedBy:
    """One place where a document cites a row of the register, in the document's own words."""

    row: str
    doc: str
    source: str
    path: tuple[str, ...]
    quote: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Citers:
    """Who cites what in a corpus: by row id, and by number key for texts that are not in the register."""

    rows: Mapping[str, tuple[CitedBy, ...]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[CitedBy, ...]] = field(default_factory=dict)

    def number(self, number: str) -> tuple[CitedBy, ...]:
        """Where a number that is not in the register is cited, whatever its spelling."""
        return self.numbers.get(cite.key(number), ())

    def counts(self) -> dict[str, int]:
        """Row id → how many documents cite it."""
        return {row: len({p.doc for p in places}) for row, places in self.rows.items()}


def citers(register: Register, corpus: Iterable[tuple[Document, Iterable[Clause]]]) -> Citers:
    """For each row the places that cite it, corpus order; a row nobody cites is absent.

    A citation by name («Luật Thi đua, khen thưởng») is the version of the document's own time. A number that several
    rows share counts only where date or issuer tell them apart.
    """
    rows: dict[str, list[CitedBy]] = {}
    numbers: dict[str, list[CitedBy]] = {}
    for document, clauses in corpus:
        on, head = day_of(document), document.header
        own = register.resolve(head.number, date=head.date).row if head.number else None
        for clause in clauses:
            for cited in register.mentions(clause.quote, on):
                m = cited.mention
                if m is None or not certain(cited):
                    continue
                row = cited.row.id if cited.row else ""
                place = CitedBy(row, document.doc, document.source, clause.path, m.quote, called(document))
                if cited.row and cited.row != own:
                    rows.setdefault(row, []).append(place)
                elif not cited.rows:
                    numbers.setdefault(cite.key(m.number), []).append(place)
    return Citers({r: tuple(p) for r, p in rows.items()}, {n: tuple(p) for n, p in numbers.items()})


def day_of(document: Document) -> dt.date | None:
    """The day a document speaks from: the end of its period («2021-2025»), else its date."""
    years = re.findall(r"(?:19|20)\d\d", document.header.period)
    if years:
        return dt.date(int(years[-1]), 12, 31)
    return document.header.date


def called(document: Document) -> str:
    """A document in a few words: «Kế hoạch 25/KH-UBND của UBND xã An Bình, 2024»; its file name where unread."""
    head = document.header
    if not head.issuer:
        return document.title or document.source
    parts = [head.kind or "Văn bản", head.number, f"của {head.issuer}"]
    return " ".join(p for p in parts if p) + (f", {head.period}" if head.period else "")


def certain(cited: Resolution) -> bool:
    """A full number or a name is a citation; a bare one («Kế hoạch 5») only with a date or an issuer."""
    m = cited.mention
    return m is not None and (bool(m.name) or not m.number.isdigit() or bool(m.date) or bool(m.issuer))

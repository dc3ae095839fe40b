"""What asking needs of the index, and what is counted over it once: vocabulary, accents, who issued what."""

from __future__ import annotations

import itertools
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.ask import extract, sectors, terms
from bot.ask.accents import Accents
from bot.ask.extract import Bags
from bot.ask.question import LawDoc, Scene, UnitDoc
from bot.ask.terms import Lexicon
from retrieval import (
    Cited,
    Clause,
    Deadline,
    Document,
    Duty,
    Hit,
    Movement,
    Reading,
    Target,
    Theme,
    Where,
    numbers_in,
    words,
)

_ISSUER = re.compile(
    r"^(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng nhân dân|đảng ủy|chủ tịch ubnd)\s+", re.IGNORECASE
)
_LEVEL = re.compile(r"^(tỉnh|thành phố|huyện|thị xã|thị trấn|quận|xã|phường|đặc khu)\s+", re.IGNORECASE)
_NOTED = re.compile(r"^\(Điều \w+ [^\n]{0,200}", re.MULTILINE)
_PERIOD = re.compile(r"(?:19|20)\d\d")
_KEPT_PLANS = 100
_KEPT_DOCUMENTS = 40


class Library(Protocol):
    """The index as asking sees it (`retrieval.Index` is one; tests bring a small one)."""

    def documents(self, where: Where = ...) -> Sequence[Document]:
        """The documents of the corpus."""

    def clauses(self, doc: str) -> Sequence[Clause]:
        """The clauses of one document, in order."""

    def reading(self, doc: str) -> Reading:
        """What was read from one document: signer, recipients, rows."""

    def search(self, text: str, k: int = ..., where: Where = ...) -> list[Hit]:
        """The clauses nearest to a text, best first, scores 0…1."""

    def targets(self, where: Where = ...) -> Sequence[Target]:
        """Figures set by plans."""

    def duties(self, where: Where = ...) -> Sequence[Duty]:
        """Who must do what."""

    def deadlines(self, where: Where = ...) -> Sequence[Deadline]:
        """By when."""

    def movements(self, where: Where = ...) -> Sequence[Movement]:
        """Named movements."""

    def themes(self, where: Where = ...) -> Sequence[Theme]:
        """Themes of plans and movements."""

    def cited(self, where: Where = ...) -> Sequence[Cited]:
        """Documents cited in plans."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a plan, ready to be compared: its own syllables, those around it and those of the headings."""

    clause: Clause
    document: Document
    text: str
    own: tuple[str, ...]
    near: frozenset[str]
    far: frozenset[str]
    near_pairs: frozenset[tuple[str, str]]
    one: frozenset[str]
    two: frozenset[tuple[str, str]]
    around: frozenset[str]
    """`one`, `two`: its own syllables and pairs as sets; `around`: every syllable it may be found by."""


@dataclass(slots=True)
class View:
    """The corpus as it stands: counted once, good until its documents change (`key`)."""

    key: tuple[tuple[str, str], ...]
    documents: dict[str, Document]
    scene: Scene
    branch: dict[str, str]
    lexicon: Lexicon
    accents: Accents
    defined: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    bags: Bags = field(default_factory=Bags)
    _clauses: OrderedDict[str, tuple[Clause, ...]] = field(default_factory=OrderedDict)
    _plans: OrderedDict[str, tuple[Sentence, ...]] = field(default_factory=OrderedDict)

    @classmethod
    def of(cls, library: Library, documents: Sequence[Document]) -> View:
        """Read every clause once (about a second for ten thousand)."""
        clauses = [c for d in documents for c in library.clauses(d.doc)]
        laws = [_law(d, library) for d in documents if not is_plan(d)]
        units = [u for d in documents if is_plan(d) and (u := _unit(d))]
        scene = Scene(tuple(units), tuple(laws))
        texts = [c.text for c in clauses]
        known = {d.doc: d for d in documents}
        return cls(
            key_of(documents),
            known,
            scene,
            {law.doc: law.sector for law in laws},
            Lexicon.of([*texts, *(d.title for d in documents)]),
            Accents.of([*texts, *(u.name for u in units)]),
            _definitions(c for c in clauses if not is_plan(known[c.ref.doc])),
        )

    def clauses(self, library: Library, doc: str) -> tuple[Clause, ...]:
        """The clauses of one document; the last documents asked about are kept."""
        if doc not in self._clauses:
            self._clauses[doc] = tuple(library.clauses(doc))
            if len(self._clauses) > _KEPT_DOCUMENTS:
                self._clauses.popitem(last=False)
        self._clauses.move_to_end(doc)
        return self._clauses[doc]

    def plan(self, library: Library, doc: str) -> tuple[Sentence, ...]:
        """The sentences of one plan; the last plans asked about are kept."""
        if doc in self._plans:
            self._plans.move_to_end(doc)
            return self._plans[doc]
        document = self.documents[doc]
        made = tuple(s for c in self.clauses(library, doc) for s in _sentences(c, document))
        self._plans[doc] = made
        if len(self._plans) > _KEPT_PLANS:
            self._plans.popitem(last=False)
        return made


def _definitions(clauses: Iterable[Clause]) -> dict[str, tuple[Clause, ...]]:
    """The notions that the legal texts define, folded, with the clauses that do."""
    found: dict[str, tuple[Clause, ...]] = {}
    for clause in clauses:
        if name := extract.notion(clause.text):
            found[name] = (*found.get(name, ()), clause)
    return found


def is_plan(document: Document) -> bool:
    """A plan of an office; a text with a legal number («29/2018/QĐ-TTg») is none, whatever its shape."""
    return document.kind == "plan" and document.header.number.count("/") < 2


def key_of(documents: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """What tells one state of the corpus from another."""
    return tuple((d.doc, d.sha256) for d in documents)


def _sentences(clause: Clause, document: Document) -> list[Sentence]:
    around = terms.syllables(terms.enrich(clause.text))
    above = terms.syllables(" ".join(clause.heading))
    near, far = frozenset(around), frozenset(above)
    pairs = frozenset(terms.pairs(around) | terms.pairs(above))
    made = []
    for text in extract.passages(clause):
        if len(text) > 5:
            own = tuple(terms.syllables(terms.enrich(text)))
            one, two = frozenset(own), frozenset(itertools.pairwise(own))
            made.append(Sentence(clause, document, text, own, near, far, pairs, one, two, near | far | one))
    return made


def _law(document: Document, library: Library) -> LawDoc:
    header = document.header
    number = header.number
    if not number:  # a codified text whose head was not read: the codifier's first note names it
        first = next((m.group() for c in library.clauses(document.doc)[:4] if (m := _NOTED.search(c.text))), "")
        number = next((n.text for n, _ in numbers_in(first)), "")
    return LawDoc(document.doc, number, sectors.of_text(number, header.subject), header.subject)


def _unit(document: Document) -> UnitDoc | None:
    name = _ISSUER.sub("", words.squeeze(document.header.issuer))
    short = _LEVEL.sub("", name)
    if not short:
        return None
    found = [int(y) for y in _PERIOD.findall(document.header.period)]
    years = tuple(str(y) for y in range(min(found), max(found) + 1)) if found else ()
    return UnitDoc(document.doc, name, short, document.header.level, years, document.header.period)

"""Clauses → units and passages, pure: what is ranked and what is embedded.

A *unit* is what a question is about: an article of a law (`Điều 12` with its khoản and điểm), or a few neighbouring
items of one part of a plan. A *passage* is a piece of a unit short enough for the model (512 tokens), headed by the
document's own number and title and the heading path, so that near-identical articles of different ministries differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.model import Clause, Document

LAW_CHARS = 900
PLAN_CHARS = 450
_HEAD_CHARS = 200
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded: `text` with its head, made of clauses `first`…`last` (positions in the document, inclusive)."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What is ranked: clauses `first`…`last` of one document; `title` the words that name it, `body` all its words."""

    first: int
    last: int
    title: str
    body: str
    passages: tuple[Passage, ...]


def units(document: Document, clauses: Sequence[Clause]) -> tuple[Unit, ...]:
    """Cut a document into units in order; every clause belongs to exactly one."""
    return tuple(_unit(document, clauses, first, last) for first, last in _ranges(clauses))


def titles(document: Document, clauses: Sequence[Clause], unit: Unit) -> tuple[str, ...]:
    """What a unit stands under: its document's title, every heading inside or above it, its article's own."""
    part = clauses[unit.first : unit.last + 1]
    return (name_of(document), *(h for c in part for h in c.heading), unit.title)


def name_of(document: Document) -> str:
    """The document's own number and title, as the head of a passage: «91/2017/NĐ-CP Quy định chi tiết …»."""
    title = " ".join(document.title.split())
    number = document.header.number
    return title if number and number.lower() in title.lower() else f"{number} {title}".strip()


def _ranges(clauses: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    start, size = 0, 0
    for i, clause in enumerate(clauses):
        if i > start and _parts(clauses, start, i, size):
            yield start, i - 1
            start, size = i, 0
        size += len(clause.text)
    if clauses:
        yield start, len(clauses) - 1


def _parts(clauses: Sequence[Clause], start: int, i: int, size: int) -> bool:
    a, b = _article(clauses[start]), _article(clauses[i])
    if a or b:
        return a != b
    steps, before = clauses[i].ref.steps, clauses[start].ref.steps
    if not steps or not before or steps[0] != before[0] or len(steps) == 1:
        return True
    return size + len(clauses[i].text) > PLAN_CHARS


def _article(clause: Clause) -> tuple[object, ...]:
    steps = clause.ref.steps
    at = next((i for i, s in enumerate(steps) if s.kind == "dieu"), None)
    return () if at is None else steps[: at + 1]


def _unit(document: Document, clauses: Sequence[Clause], first: int, last: int) -> Unit:
    part = clauses[first : last + 1]
    opening = part[0].text.split("\n", 1)[0] if _article(part[0]) else ""
    title = " ".join((*part[0].heading, opening)).strip()
    head = "\n".join(x for x in (name_of(document)[:_HEAD_CHARS], " > ".join(part[0].heading)[-_HEAD_CHARS:]) if x)
    limit = LAW_CHARS if _article(part[0]) else PLAN_CHARS
    return Unit(
        first, last, title, "\n".join(c.text for c in part), tuple(_passages(head, opening, part, first, limit))
    )


def _passages(head: str, opening: str, part: Sequence[Clause], first: int, limit: int) -> Iterator[Passage]:
    held: list[str] = []
    start = first
    for i, clause in enumerate(part, first):
        for piece in _pieces(clause.text, limit):
            if held and sum(map(len, held)) + len(piece) > limit:
                yield _passage(head, opening, held, start, first, i if i == start else i - 1)
                held, start = [], i
            held.append(piece)
    if held:
        yield _passage(head, opening, held, start, first, first + len(part) - 1)


def _passage(head: str, opening: str, held: list[str], start: int, first: int, last: int) -> Passage:
    body = "\n".join(held)
    again = opening if opening and not body.startswith(opening) and start != first else ""
    return Passage("\n".join(x for x in (head, again, body) if x), start, max(start, last))


def _pieces(text: str, limit: int) -> Iterator[str]:
    """A clause in pieces of at most `limit` characters, cut at sentence ends, a longer sentence at spaces."""
    held = ""
    for sentence in _SENTENCE_END.split(text):
        words = sentence.strip()
        while len(words) > limit:
            at = words.rfind(" ", 1, limit)
            at = at if at > 0 else limit
            if held:
                yield held
                held = ""
            yield words[:at].strip()
            words = words[at:].strip()
        if held and len(held) + 1 + len(words) > limit:
            yield held
            held = ""
        held = f"{held} {words}".strip()
    if held or not text.strip():
        yield held or text

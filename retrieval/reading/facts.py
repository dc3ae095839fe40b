"""Clauses → typed rows, one module a kind; each row carries the source's own words and their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.model import Cited, Clause, Deadline, Duty, Header, Movement, SourceText, Target, Theme
from retrieval.reading.deadlines import deadlines_in
from retrieval.reading.doubts import outline_doubts
from retrieval.reading.duties import duties_in
from retrieval.reading.movements import movements_in, themes_in
from retrieval.reading.paragraphs import Paragraph, paragraphs
from retrieval.reading.refs import cited_in, format_path
from retrieval.reading.targets import targets_in


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clauses of one document state, and what is left open."""

    targets: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    movements: tuple[Movement, ...] = ()
    themes: tuple[Theme, ...] = ()
    cited: tuple[Cited, ...] = ()
    doubts: tuple[str, ...] = ()


def facts_of(source: SourceText, clauses: Sequence[Clause], header: Header, *, law: bool) -> Facts:
    """Every row of every kind, in the order of the text. A law sets no targets and gives no duties of a plan."""
    lines = list(paragraphs(source, clauses))
    cited = tuple(row for p in lines for row in _cited(p, header))
    if law:
        return Facts(cited=cited)
    owned = duties_in(lines)
    places = ", ".join(format_path(c.path) for c in owned.ownerless)
    doubts: tuple[str, ...] = (f"Nhiệm vụ không nêu ai làm: {places}.",) if places else ()
    doubts += tuple(
        f"Không nhận ra nhiệm vụ của «{who}» ở {format_path(c.path)} (dòng {c.line})." for who, c in owned.unread
    )
    return Facts(
        tuple(targets_in(lines, header)),
        owned.duties,
        tuple(row for p in lines for row in deadlines_in(p)),
        tuple(row for p in lines for row in movements_in(p)),
        tuple(row for before, p in zip([None, *lines], lines, strict=False) for row in themes_in(p, before)),
        cited,
        doubts + outline_doubts(clauses),
    )


def _cited(p: Paragraph, header: Header) -> list[Cited]:
    if not p.clause.ref.steps and header.number_raw and header.number_raw in p.text:
        return []  # the document's own number
    return [
        replace(row, span=p.span(row.span.start, row.span.end), quote=p.quote(row.span.start, row.span.end))
        for row in cited_in(p.text, p.clause.ref)
    ]

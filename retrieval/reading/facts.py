"""Clauses → typed rows, one module a kind; each row carries the source's own words and their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.model import Cited, Clause, Header, SourceText, Target
from retrieval.reading.paragraphs import Paragraph, paragraphs
from retrieval.reading.refs import cited_in
from retrieval.reading.targets import targets_in


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clauses of one document state."""

    targets: tuple[Target, ...] = ()
    cited: tuple[Cited, ...] = ()


def facts_of(source: SourceText, clauses: Sequence[Clause], header: Header, *, law: bool) -> Facts:
    """Every row of every kind, in the order of the text. A law sets no targets and gives no duties of a plan."""
    lines = list(paragraphs(source, clauses))
    cited = tuple(row for p in lines for row in _cited(p, header))
    if law:
        return Facts(cited=cited)
    return Facts(targets=tuple(targets_in(lines, header)), cited=cited)


def _cited(p: Paragraph, header: Header) -> list[Cited]:
    if not p.clause.ref.steps and header.number_raw and header.number_raw in p.text:
        return []  # the document's own number
    return [
        replace(row, span=p.span(row.span.start, row.span.end), quote=p.quote(row.span.start, row.span.end))
        for row in cited_in(p.text, p.clause.ref)
    ]

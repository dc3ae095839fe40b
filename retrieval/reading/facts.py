"""Clauses → typed rows, one module a kind; each row carries the source's own words and their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.model import Cited, Clause, Header, SourceText, Span
from retrieval.reading.clauses import by_clause
from retrieval.reading.refs import cited_in
from retrieval.reading.repair import span_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clauses of one document state."""

    cited: tuple[Cited, ...] = ()


def facts_of(source: SourceText, clauses: Sequence[Clause], header: Header) -> Facts:
    """Every row of every kind, in the order of the text."""
    cited: list[Cited] = []
    for clause, lines in by_clause(clauses, source.lines):
        for line in lines:
            if not clause.ref.steps and header.number and header.number_raw and header.number_raw in line.text:
                continue  # the document's own number
            for row in cited_in(line.text, clause.ref):
                span = span_of(source.text, line, row.span.start, row.span.end)
                cited.append(replace(row, span=span, quote=words_at(source, span)))
    return Facts(cited=tuple(cited))


def words_at(source: SourceText, span: Span) -> str:
    """The source's own characters of a span."""
    return source.text[span.start : span.end]

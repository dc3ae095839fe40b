"""Paragraphs: the logical lines of a clause with what stands above them, as the rules of facts read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.model import Clause, Line, SourceText, Span
from retrieval.reading import patterns as p
from retrieval.reading.clauses import by_clause
from retrieval.reading.repair import span_of

_LABEL = re.compile(
    r"(?:[-–—−•▪●*+]\s*)?"
    r"(?:(?:[IVX]{1,4}\.)?\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=[A-ZĐ])|\(\w{1,4}\)\s*|"
    r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Zđa-z])[/:]\s+(?=\S)|\d{1,2}(?:\.\d{1,2})+[.)]?\s+|\d{1,3}[.)]\s*(?!\d)|[IVX]{1,5}[./-]\s*|[a-zđ](?:\.?\d{1,2})?\)\s*|"
    r"\d{1,2}(?:\.\d{1,2})*\s?[-–]\s+(?=[A-ZĐ])|\d{1,3}[.)]\s+(?=\d)|\(?[ivx]{1,4}[.)]\s+|[a-zđ][.-]\s+(?=[A-ZĐ])|"
    r"\d{1,2}\s+(?=[A-ZĐ]))?"
)
# A sentence ends at a full stop before a capital; not inside «TP. Huế», «TT. HĐND», «v.v. », «1.525,59», «...».
_SENTENCE_END = re.compile(
    r"[.!?](?<!\bTP\.)(?<!\bTT\.)(?<!\bKT\.)(?<!\bTM\.)(?<!\bVP\.)(?:(?<!\..)|(?<=\w\.\.\.))"
    rf"(?:\s+|(?=[{p.UPPER}][{p.LOWER}]))(?=[{p.UPPER}\d“\"(])"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A logical line, its clause, the clauses above it (outermost first) and where its words begin after the label."""

    source: SourceText
    clause: Clause
    above: tuple[Clause, ...]
    line: Line
    first: bool
    start: int

    @property
    def text(self) -> str:
        """The whole logical line."""
        return self.line.text

    def sentences(self) -> list[tuple[int, int]]:
        """Sentences as [start, end) in `text`, the label left out."""
        found, at = [], self.start
        for m in _SENTENCE_END.finditer(self.text, self.start):
            found.append((at, m.start() + 1))
            at = m.end()
        if at < len(self.text):
            found.append((at, len(self.text)))
        return found

    def span(self, start: int, end: int) -> Span:
        """Where a part of `text` stands in the source."""
        return span_of(self.source.text, self.line, start, end)

    def quote(self, start: int, end: int) -> str:
        """The source's own characters of a part of `text`."""
        span = self.span(start, end)
        return self.source.text[span.start : span.end]

    @property
    def is_body(self) -> bool:
        """Whether it stands in an item of the plan itself: not in its head, its foot or an appendix."""
        steps = self.clause.ref.steps
        return bool(steps) and (steps[0].kind != "zone" or (steps[0].label.upper() in p.KINDS and len(steps) > 1))

    @property
    def headings(self) -> str:
        """The headings above, one string."""
        return " / ".join(c.text.split("\n", 1)[0] for c in self.above)


def paragraphs(source: SourceText, clauses: Sequence[Clause]) -> Iterator[Paragraph]:
    """Every logical line of a document in order."""
    known: dict[tuple[object, ...], Clause] = {}
    for clause, lines in by_clause(clauses, source.lines):
        steps = clause.ref.steps
        known[steps] = clause
        above = tuple(known[steps[:i]] for i in range(1, len(steps)) if steps[:i] in known)
        for i, line in enumerate(lines):
            label = _LABEL.match(line.text) if i == 0 and steps else None
            yield Paragraph(source, clause, above, line, i == 0, label.end() if label else 0)

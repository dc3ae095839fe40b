"""Directives cited by name, without a number: «Luật Thi đua, khen thưởng năm 2013», a movement's own title; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval import words
from retrieval.model import Directive, Span
from retrieval.register import cite
from retrieval.register.cite import Mention

_GAP = r"[\W_]{1,8}"
_OPENING = r"\s*[“\"«*]+"


class Names:
    """All names of the register as patterns: folded, punctuation between words free, the longest first."""

    def __init__(self, rows: Iterable[Directive]) -> None:
        owners = {n: r.kind for r in rows for n in r.names if not n[:1].isdigit()}
        self._patterns = [
            (name, kind, _pattern(name)) for name, kind in sorted(owners.items(), key=lambda o: (-len(o[0]), o[0]))
        ]

    def mentions(self, text: str, taken: Iterable[Span] = ()) -> tuple[Mention, ...]:
        """Citations by name outside the spans already taken (a name inside a subject belongs to that subject)."""
        text = words.nfc(text)
        flat = words.unaccent(text).lower()
        spans = list(taken)
        found = []
        for name, kind, pattern in self._patterns:
            for m in pattern.finditer(flat):
                if any(s.start < m.end() and m.start() < s.end for s in spans):
                    continue
                bare = Mention("", kind, "", None, None, "", "", Span(m.start(), m.end()), name)
                made = cite.tail(text, flat, bare)
                spans.append(made.span)
                found.append(made)
        return tuple(sorted(found, key=lambda f: f.span.start))


def _pattern(name: str) -> re.Pattern[str]:
    """The words of a name, punctuation free; a “ in the name asks for an opening quotation mark at that place.

    «đẩy mạnh “Học tập và làm theo …”» cites the directive of that title; the same words unquoted are a task.
    """
    parts = [_OPENING if p == "“" else re.escape(p) for p in re.findall(r"“|\w+", words.fold(name))]
    joined = "".join(p if i == 0 or _OPENING in (p, parts[i - 1]) else _GAP + p for i, p in enumerate(parts))
    return re.compile(r"(?<!\w)" + joined + r"(?!\w)")

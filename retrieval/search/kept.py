"""Clauses as they were read lately, so that a question does not decode again what the last one decoded."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence

from retrieval.model import Clause

MOST = 12_000


class Kept:
    """At most `most` clauses by row of their document and position; the first to come is the first to go.

    All are of one revision of the catalog: whoever asks says which one it sees, and another revision finds nothing, so
    that a text which was withdrawn or read anew, by this process or another, is never served from here. Any number of
    threads may ask.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: dict[tuple[int, int], Clause] = {}
        self._revision = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def between(self, revision: int, document: int, first: int, last: int) -> list[Clause] | None:
        """The clauses at positions `first`…`last`; None where one of them is not held."""
        with self._lock:
            if revision != self._revision:
                self._held.clear()
                self._revision = revision
            found = [c for i in range(first, last + 1) if (c := self._held.get((document, i)))]
        return found if len(found) == last - first + 1 else None

    def put(self, revision: int, document: int, first: int, clauses: Sequence[Clause]) -> None:
        """Hold the clauses that follow each other from position `first`, read when the catalog stood at `revision`."""
        with self._lock:
            if revision != self._revision:
                return
            self._held.update({(document, i): c for i, c in enumerate(clauses, first)})
            for key in list(itertools.islice(self._held, max(0, len(self._held) - self._most))):
                del self._held[key]

    def clear(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._held.clear()

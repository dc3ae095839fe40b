"""An index as somebody of certain spaces sees it (the filter is inside every query), or one call at a time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from bot.texts import telegram as t
from retrieval import (
    Cited,
    Clause,
    CorpusError,
    Deadline,
    Document,
    Duty,
    Hit,
    Index,
    Movement,
    Reading,
    Target,
    Theme,
    Where,
)

_EVERYTHING = Where()


class Locked:
    """The index for somebody who works long: each look takes the lock, none keeps it between looks."""

    def __init__(self, index: Index, lock: threading.RLock) -> None:
        self._index, self._lock = index, lock

    def documents(self, where: Where) -> Sequence[Document]:
        """Documents that pass the filter."""
        with self._lock:
            return self._index.documents(where)

    def clauses(self, doc: str) -> Sequence[Clause]:
        """A document's clauses in order."""
        with self._lock:
            return self._index.clauses(doc)


class Scoped:
    """An index seen by somebody of certain spaces: the filter is inside every query."""

    def __init__(self, index: Index, spaces: tuple[str, ...]) -> None:
        self._index, self._spaces = index, spaces

    def _where(self, where: Where) -> Where:
        return replace(where, spaces=self._spaces)

    def _seen(self, doc: str) -> str:
        if all(d.doc != doc for d in self.documents(_EVERYTHING)):
            raise CorpusError(doc, t.NO_ORIGINAL)
        return doc

    def documents(self, where: Where = _EVERYTHING) -> Sequence[Document]:
        """Documents these spaces may read."""
        return self._index.documents(self._where(where))

    def clauses(self, doc: str) -> Sequence[Clause]:
        """Clauses of a document these spaces may read."""
        return self._index.clauses(self._seen(doc))

    def reading(self, doc: str) -> Reading:
        """A reading of a document these spaces may read."""
        return self._index.reading(self._seen(doc))

    def search(self, text: str, k: int = 10, where: Where = _EVERYTHING) -> list[Hit]:
        """Clauses these spaces may read."""
        return self._index.search(text, k, self._where(where))

    def targets(self, where: Where = _EVERYTHING) -> Sequence[Target]:
        """Figures."""
        return self._index.targets(self._where(where))

    def duties(self, where: Where = _EVERYTHING) -> Sequence[Duty]:
        """Who must do what."""
        return self._index.duties(self._where(where))

    def deadlines(self, where: Where = _EVERYTHING) -> Sequence[Deadline]:
        """By when."""
        return self._index.deadlines(self._where(where))

    def movements(self, where: Where = _EVERYTHING) -> Sequence[Movement]:
        """Named movements."""
        return self._index.movements(self._where(where))

    def themes(self, where: Where = _EVERYTHING) -> Sequence[Theme]:
        """Themes."""
        return self._index.themes(self._where(where))

    def cited(self, where: Where = _EVERYTHING) -> Sequence[Cited]:
        """Documents cited."""
        return self._index.cited(self._where(where))

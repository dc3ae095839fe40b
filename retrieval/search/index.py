"""Index: the catalog, what is derived from it, and hybrid search. One owner writes; anybody reads."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from retrieval.model import (
    Cited,
    Clause,
    Deadline,
    Document,
    Duty,
    Hit,
    IndexFault,
    Movement,
    Reading,
    Target,
    Theme,
    Where,
)
from retrieval.search import derived, generations
from retrieval.search.catalog import Catalog
from retrieval.search.embed import NONE, Embedder, Embedding
from retrieval.search.generations import Generation, Hook
from retrieval.search.hits import Searcher
from retrieval.search.record import Record
from retrieval.search.schema import FILE
from retrieval.search.sync import Sync, SyncReport, SyncStep
from retrieval.search.vectors import Neighbours

LOCK = "lock"
_EVERYTHING = Where()
RETRY_S = 60.0
_REST = 20  # a reader beside a long sync spends at most a twentieth of its time on catching up


class Index:
    """An index folder, opened. Use `Index.open`; close it, or use it as a context."""

    def __init__(
        self, folder: Path, embedder: Embedding | None, *, url: str = "", write: bool = False,
        step: Hook = lambda _: None, retry_s: float = RETRY_S,
    ) -> None:  # fmt: skip
        """`embedder` None = keywords only. Raises IndexFault (missing; owned by another process; another version).

        `url` "" is the embedded Chroma, "none" exact vectors alone. `step` hears of every step of a sync before it is
        taken. A Chroma that died is tried again after `retry_s`.
        """
        self.folder = folder
        self._embedder = embedder
        self._url = url
        self._lock = _own(folder) if write else None
        self._step = step
        self._retry_s = retry_s
        self._catalog: Catalog = Record(folder / FILE, step) if write else Catalog(folder / FILE)
        self._searcher: Searcher | None = None
        self._seen: object = None
        self._why = ""
        self._lost_at = 0.0
        self._revision = -1
        self._rest_until = 0.0
        self._hurt = "" if write else self._inspected()

    @classmethod
    def open(
        cls, folder: Path, *, model: str = "bundled", dtype: str = "auto", threads: int = 0, url: str = "",
        write: bool = False,
    ) -> Index:  # fmt: skip
        """Open an index folder; `model` "none" searches by keywords alone. The model loads on the first search."""
        embedder = None if model == NONE else Embedder(model, dtype, threads)
        return cls(folder, embedder, url=url, write=write)

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End Chroma's child, close the catalog, give the lock back."""
        self._drop_searcher()
        self._catalog.close()
        if self._lock:
            self._lock.close()
            self._lock = None

    # --- building ---

    def sync(self, folders: Sequence[Path], progress: Callable[[SyncStep], None] | None = None) -> SyncReport:
        """Make the index hold exactly the readable files of `folders`. Needs `write=True`.

        A file that cannot be read is listed with its reason and never stops the others. After each file the catalog
        is durable; the generation that answers is replaced at the end, in one step. IndexFault where the disk is full
        or fails: the index goes on answering, and another run takes up where this one ended.
        """
        if self._lock is None or not isinstance(self._catalog, Record):
            raise IndexFault("Chỉ mục đang mở để đọc; mở với write=True để cập nhật")
        before, note = generations.current(self.folder), self._renew()
        try:
            done = Sync(self.folder, self._catalog, self._embedder, self._url, self._step).run(
                folders, progress or (lambda _: None)
            )
        finally:
            if generations.current(self.folder) != before:
                self._drop_searcher()
        return replace(done, notes=(note, *done.notes)) if note else done

    def _renew(self) -> str:
        """A catalog that SQLite or a digest finds damaged is begun anew: the originals hold everything."""
        wrong = self._catalog.damaged()
        if not wrong:
            return ""
        self._drop_searcher()
        self._catalog.close()
        for path in self.folder.glob(f"{FILE}*"):
            path.unlink()
        self._catalog = Record(self.folder / FILE, self._step)
        return f"bản ghi hỏng ({wrong}), đã lập lại từ kho văn bản"

    # --- searching ---

    def search(self, text: str, k: int = 10, where: Where = _EVERYTHING) -> list[Hit]:
        """The best `k` clauses for a question, best first; one clause a unit before a second of any."""
        return self._ready().search(text, k, where)

    def warm(self) -> None:
        """Open everything the first question would wait for: arrays, Chroma's child, the model."""
        self._ready().warm()

    @property
    def degraded(self) -> str:
        """Why answers come without vectors, Chroma or a document, "" where all is well."""
        found = (self._hurt, self._why, self._searcher.degraded if self._searcher else "")
        return "; ".join(dict.fromkeys(x for x in found if x))

    def _ready(self) -> Searcher:
        pointer = self.folder / generations.CURRENT
        seen = (pointer.stat().st_mtime_ns, pointer.stat().st_ino) if pointer.exists() else None
        moved = seen != self._seen and self._lock is None
        if self._searcher is None or moved or self._may_come_back() or self._behind():
            if self._searcher is not None and self._lock is None:
                self._hurt = self._inspected()
            self._drop_searcher()
            self._seen = seen
            self._searcher = self._open_searcher()
        return self._searcher

    def _may_come_back(self) -> bool:
        """Chroma died while it served: it is tried again after a while, never for every question."""
        if self._searcher is None or not self._searcher.alone:
            return False
        self._lost_at = self._lost_at or time.monotonic()
        if time.monotonic() - self._lost_at < self._retry_s:
            return False
        self._lost_at = 0.0
        return True

    def _behind(self) -> bool:
        """Were documents put into the record since what answers was made (by a sync under way, or stopped half-way)?"""
        revision = self._catalog.revision
        if self._searcher is None or revision == self._revision or time.monotonic() < self._rest_until:
            return False
        self._revision = revision
        return not self._catalog.searchable() <= self._searcher.documents

    def _open_searcher(self) -> Searcher:
        """Over the generation that answers; straight over the record where that is broken, missing or behind."""
        start, self._revision = time.monotonic(), self._catalog.revision
        model = self._embedder.stamp if self._embedder else ""
        found, self._why = generations.open_current(self.folder, model)
        moved = found is not None and found.manifest.revision != self._revision
        if found and moved and not self._catalog.searchable() <= found.arrays.documents:
            found, self._why = None, "bản dựng chưa theo kịp bản ghi"
        if found:
            return Searcher(self._catalog, found.arrays, self._embedder, self._neighbours(found))
        made = Searcher(self._catalog, derived.derive(self._catalog, model), self._embedder, None)
        now = time.monotonic()
        self._rest_until = now + max(self._retry_s, _REST * (now - start))
        return made

    def _neighbours(self, found: Generation) -> Neighbours | None:
        if self._embedder is None or not found.manifest.collection or not generations.wants_chroma(self._url):
            return None
        embedded = any(n.startswith("chroma/") for n in found.manifest.files)
        if embedded == bool(self._url):
            self._why = "chỉ mục véc-tơ được dựng cho nơi khác"
            return None
        if wrong := generations.changed(found.folder, found.manifest, chroma=True):
            self._why = f"{wrong} đã bị đổi"
            return None
        target = self._url or str(found.folder / "chroma")
        scratch = self.folder / generations.SCRATCH
        try:
            scratch.mkdir(exist_ok=True)
        except OSError:
            return None
        return Neighbours(target, found.manifest.collection, found.vectors_file, None if self._url else scratch)

    def _drop_searcher(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None
            self._catalog.forget_read()

    def _inspected(self) -> str:
        """What was changed in the record from outside and is kept back. IndexFault where the file itself is broken."""
        try:
            return self._catalog.quarantine()
        except IndexFault:
            self._catalog.close()
            raise

    # --- the record ---

    def documents(self, where: Where = _EVERYTHING) -> list[Document]:
        """Documents a filter lets through."""
        return self._catalog.documents(where)

    def clauses(self, doc: str) -> list[Clause]:
        """All clauses of a document, in order."""
        return self._catalog.clauses(doc)

    def clause(self, ref: str) -> Clause:
        """One clause by its id, `str(clause.ref)`."""
        return self._catalog.clause(ref)

    def reading(self, doc: str) -> Reading:
        """Everything read from a document."""
        return self._catalog.reading(doc)

    def targets(self, where: Where = _EVERYTHING) -> list[Target]:
        """Figures set by the documents a filter lets through."""
        return self._catalog.facts(Target, where)

    def duties(self, where: Where = _EVERYTHING) -> list[Duty]:
        """Who must do what."""
        return self._catalog.facts(Duty, where)

    def deadlines(self, where: Where = _EVERYTHING) -> list[Deadline]:
        """By when."""
        return self._catalog.facts(Deadline, where)

    def movements(self, where: Where = _EVERYTHING) -> list[Movement]:
        """Named phong trào."""
        return self._catalog.facts(Movement, where)

    def themes(self, where: Where = _EVERYTHING) -> list[Theme]:
        """Chủ đề."""
        return self._catalog.facts(Theme, where)

    def cited(self, where: Where = _EVERYTHING) -> list[Cited]:
        """Documents cited in running text."""
        return self._catalog.facts(Cited, where)

    def original(self, doc: str) -> Path:
        """The document's file, byte for byte as it was read. IndexFault where it has gone or changed since."""
        path, digest = self._catalog.path_of(doc)
        if not path.is_file() or generations.sha256(path) != digest:
            raise IndexFault(f"Tệp gốc {path.name} không còn như khi lập chỉ mục; chạy «thidua index»")
        return path

    def counts(self) -> dict[str, int]:
        """How many documents, clauses, passages and facts of each kind."""
        return self._catalog.counts()

    def refused(self) -> list[tuple[str, str]]:
        """Files that were not read at the last sync, with their reasons."""
        return [(Path(r.path).name, r.reason) for r in self._catalog.files().values() if r.reason]


def _own(folder: Path) -> IO[str]:
    os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a+", encoding="ascii")
    except OSError as e:
        raise IndexFault(f"Không ghi được vào {folder}: {e.strerror}") from e
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        lock.seek(0)
        owner = lock.read().strip()
        lock.close()
        raise IndexFault(f"Chỉ mục {folder} đang được tiến trình {owner or 'khác'} cập nhật") from e
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock

"""Index: the catalog, what is derived from it, and hybrid search. One owner writes; anybody reads."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from retrieval.model import (
    Cited,
    Clause,
    CorpusError,
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
from retrieval.reading.guard import Guard
from retrieval.reading.read import SUFFIXES
from retrieval.search import derived, generations
from retrieval.search.catalog import FILE, Catalog, FileRow
from retrieval.search.embed import NONE, Embedder, Embedding
from retrieval.search.generations import Generation
from retrieval.search.hits import Searcher
from retrieval.search.vectors import Neighbours

LOCK = "lock"
_EVERYTHING = Where()
_EMBED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did: counts of files, `refused` (source, reason), clauses now in the index; `notes` for the log."""

    read: int
    changed: int
    removed: int
    refused: tuple[tuple[str, str], ...]
    clauses: int
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncStep:
    """A step of a sync: `done` of `total` of `what` («đọc», «nhúng»); `total` 0 = unknown."""

    what: str
    done: int
    total: int


class Index:
    """An index folder, opened. Use `Index.open`; close it, or use it as a context."""

    def __init__(self, folder: Path, embedder: Embedding | None, *, url: str = "", write: bool = False) -> None:
        """`embedder` None = keywords only. Raises IndexFault (missing; owned by another process; another version)."""
        self.folder = folder
        self._embedder = embedder
        self._url = url
        self._lock = _own(folder) if write else None
        self._catalog = Catalog(folder / FILE, write=write)
        self._searcher: Searcher | None = None
        self._seen: object = None
        self.degraded = ""

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
        is durable; the generation that answers is replaced at the end, in one step.
        """
        if self._lock is None:
            raise IndexFault("Chỉ mục đang mở để đọc; mở với write=True để cập nhật")
        start, tell = time.monotonic(), progress or (lambda _: None)
        generations.sweep(self.folder)
        read_, changed, removed, refused = self._sync_files(folders, tell)
        self._embed(tell)
        self._catalog.tidy()
        notes = self._rebuild(tell)
        self._catalog.tidy()
        clauses = self._catalog.counts()["clauses"]
        return SyncReport(read_, changed, removed, tuple(refused), clauses, time.monotonic() - start, notes)

    def _sync_files(
        self, folders: Sequence[Path], tell: Callable[[SyncStep], None]
    ) -> tuple[int, int, int, list[tuple[str, str]]]:
        known, reader = self._catalog.files(), _reader_stamp()
        paths = list(dict.fromkeys(p for folder in folders for p in _files(folder)))
        read_ = changed = 0
        refused = []
        with Guard() as guard:
            for i, path in enumerate(paths, 1):
                row = known.get(str(path))
                digest = generations.sha256(path)
                if row is None or (row.sha256, row.reader) != (digest, reader):
                    row = self._read(guard, path, digest, reader)
                    read_, changed = (read_ + 1, changed) if str(path) not in known else (read_, changed + 1)
                if row.reason:
                    refused.append((path.name, row.reason))
                tell(SyncStep("đọc", i, len(paths)))
        gone = sorted(known.keys() - set(map(str, paths)))
        for name in gone:
            self._catalog.remove(name)
        return read_, changed, len(gone), refused

    def _read(self, guard: Guard, path: Path, digest: str, reader: str) -> FileRow:
        try:
            made = guard.read(path, space=space_of(path))
        except CorpusError as e:
            row = FileRow(str(path), digest, e.reason, reader)
            self._catalog.refuse(row)
            return row
        self._catalog.put(made, str(path), reader)
        return FileRow(str(path), digest, "", reader)

    def _embed(self, tell: Callable[[SyncStep], None]) -> None:
        if self._embedder is None:
            return
        stamp = self._embedder.stamp
        missing = sorted(self._catalog.unembedded(stamp), key=lambda row: -len(row[1]))
        for at in range(0, len(missing), _EMBED_AT_ONCE):
            part = missing[at : at + _EMBED_AT_ONCE]
            made = self._embedder.passages([text for _, text in part])
            self._catalog.put_vectors(stamp, zip((h for h, _ in part), made, strict=True))
            tell(SyncStep("nhúng", at + len(part), len(missing)))

    def _rebuild(self, tell: Callable[[SyncStep], None]) -> tuple[str, ...]:
        model = self._embedder.stamp if self._embedder else ""
        found, why = generations.open_current(self.folder, model)
        fresh = found is not None and found.manifest.revision == self._catalog.revision
        if found and fresh and found.manifest.model == model and self._chroma_intact(found):
            return ()
        had = generations.current(self.folder) is not None  # the first build of an index is nothing to remark on
        self._drop_searcher()
        missing = generations.build(
            self.folder, self._catalog, model, self._url, lambda step: tell(SyncStep(step, 0, 0))
        )
        return tuple(x for x in (why if had and not found else "", missing) if x)

    def _chroma_intact(self, found: Generation) -> bool:
        if bool(self._url) != (not any(n.startswith("chroma/") for n in found.manifest.files)) and found.arrays.dim:
            return False
        return not generations.changed(found.folder, found.manifest, chroma=True)

    # --- searching ---

    def search(self, text: str, k: int = 10, where: Where = _EVERYTHING) -> list[Hit]:
        """The best `k` clauses for a question, best first; one clause a unit before a second of any."""
        return self._ready().search(text, k, where)

    def warm(self) -> None:
        """Open everything the first question would wait for: arrays, Chroma's child, the model."""
        self._ready().warm()

    def _ready(self) -> Searcher:
        pointer = self.folder / generations.CURRENT
        seen = (pointer.stat().st_mtime_ns, pointer.stat().st_ino) if pointer.exists() else None
        if self._searcher is None or (seen != self._seen and self._lock is None):
            self._drop_searcher()
            self._seen = seen
            self._searcher = self._open_searcher()
        return self._searcher

    def _open_searcher(self) -> Searcher:
        model = self._embedder.stamp if self._embedder else ""
        found, self.degraded = generations.open_current(self.folder, model)
        if found is None:
            return Searcher(self._catalog, derived.derive(self._catalog, model), self._embedder, None)
        return Searcher(self._catalog, found.arrays, self._embedder, self._neighbours(found))

    def _neighbours(self, found: Generation) -> Neighbours | None:
        if self._embedder is None or not found.manifest.collection:
            return None
        embedded = any(n.startswith("chroma/") for n in found.manifest.files)
        if embedded == bool(self._url):
            self.degraded = "chỉ mục véc-tơ được dựng cho nơi khác"
            return None
        if wrong := generations.changed(found.folder, found.manifest, chroma=True):
            self.degraded = f"{wrong} đã bị đổi"
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


def space_of(path: Path) -> str:
    """Who may read a file: the name of a folder «@xã An Bình» above it, "" for everybody."""
    return next((p[1:] for p in reversed(path.parts[:-1]) if p.startswith("@")), "")


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise IndexFault(f"Không có thư mục văn bản {folder}")
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder).parts
        hidden = any(p.startswith((".", "~$")) for p in shown) or path.stem.upper() == "README"
        if path.suffix.lower() in SUFFIXES and path.is_file() and not hidden:
            yield path.resolve()


def _reader_stamp() -> str:
    """A digest of the code that reads files: a changed reader reads everything anew (vectors are kept)."""
    import hashlib

    made = hashlib.sha256()
    home = Path(__file__).resolve().parents[1]
    for path in [*sorted((home / "reading").glob("*.py")), home / "words.py", home / "search" / "passages.py"]:
        made.update(path.read_bytes())
    return made.hexdigest()[:16]

"""One sync: make the catalog hold exactly what the folders hold, embed what is new, build and switch a generation.

Every step can be refused by the disk or the memory: what was done before it stays done, the generation that answers
goes on answering, and the next run takes up where this one ended.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.model import CorpusError, IndexFault
from retrieval.reading.guard import Guard
from retrieval.reading.read import SUFFIXES
from retrieval.search import generations
from retrieval.search.catalog import FileRow
from retrieval.search.embed import Embedding
from retrieval.search.generations import Generation, Hook
from retrieval.search.record import Record

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_EMBED_AT_ONCE = 256
_QUESTIONS = 20


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


Tell = Callable[[SyncStep], None]


class Sync:
    """The run of one sync over an index folder that this process owns."""

    def __init__(self, folder: Path, record: Record, embedder: Embedding | None, url: str, step: Hook) -> None:
        """`step` hears the name of every step before it is taken, and may raise what the machine might."""
        self._folder = folder
        self._catalog = record
        self._embedder = embedder
        self._url = url
        self._step = step

    def run(self, folders: Sequence[Path], tell: Tell) -> SyncReport:
        """All of it. IndexFault where disk or memory ends it half-way: run it again."""
        try:
            return self._run(folders, tell)
        except (OSError, sqlite3.Error, MemoryError) as e:
            why = str(e) or type(e).__name__
            raise IndexFault(
                f"Lập chỉ mục dừng giữa chừng ({why}); bản trước vẫn trả lời, "
                "khắc phục xong thì chạy lại «thidua index» để làm tiếp"
            ) from e

    def _run(self, folders: Sequence[Path], tell: Tell) -> SyncReport:
        start = time.monotonic()
        self._step("dọn bản dựng dở")
        generations.sweep(self._folder, self._url)
        read_, changed, removed, refused = self._sync_files(folders, tell)
        self._embed(tell)
        self._catalog.tidy()
        notes = self._rebuild(tell)
        self._catalog.tidy()
        clauses = self._catalog.counts()["clauses"]
        return SyncReport(read_, changed, removed, tuple(refused), clauses, time.monotonic() - start, notes)

    def _sync_files(self, folders: Sequence[Path], tell: Tell) -> tuple[int, int, int, list[tuple[str, str]]]:
        known, reader = self._catalog.files(), _reader_stamp()
        paths = list(dict.fromkeys(p for folder in folders for p in _files(folder)))
        read_ = changed = 0
        refused = []
        with Guard() as guard:
            for i, path in enumerate(paths, 1):
                row = known.get(str(path))
                self._step(f"đọc {path.name}")
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

    def _embed(self, tell: Tell) -> None:
        if self._embedder is None:
            return
        stamp = self._embedder.stamp
        missing = sorted(self._catalog.unembedded(stamp), key=lambda row: -len(row[1]))
        for at in range(0, len(missing), _EMBED_AT_ONCE):
            part = missing[at : at + _EMBED_AT_ONCE]
            self._step("nhúng")
            made = self._embedder.passages([text for _, text in part])
            self._catalog.put_vectors(stamp, zip((h for h, _ in part), made, strict=True))
            tell(SyncStep("nhúng", at + len(part), len(missing)))

    def _rebuild(self, tell: Tell) -> tuple[str, ...]:
        model = self._embedder.stamp if self._embedder else ""
        found, why = generations.open_current(self._folder, model)
        fresh = found is not None and found.manifest.revision == self._catalog.revision
        if found and fresh and found.manifest.model == model and self._chroma_intact(found):
            return ()
        had = generations.current(self._folder) is not None  # the first build of an index is nothing to remark on
        plan = generations.Plan(self._folder, model, self._url, self._questions, self._step)
        missing = generations.build(plan, self._catalog, lambda what: tell(SyncStep(what, 0, 0)))
        return tuple(x for x in (why if had and not found else "", missing) if x)

    def _questions(self) -> Floats | None:
        """Vectors of what people will ask: titles of units here and there, as questions."""
        if self._embedder is None:
            return None
        titles = list(dict.fromkeys(t for _, _, t, _ in self._catalog.unit_texts() if t))
        chosen = titles[:: max(1, len(titles) // _QUESTIONS)][:_QUESTIONS]
        return np.stack([self._embedder.query(t) for t in chosen]) if chosen else None

    def _chroma_intact(self, found: Generation) -> bool:
        if not found.arrays.dim or not generations.wants_chroma(self._url):
            return True
        if bool(self._url) == any(n.startswith("chroma/") for n in found.manifest.files):
            return False
        return not generations.changed(found.folder, found.manifest, chroma=True)


def space_of(path: Path) -> str:
    """Who may read a file: the name of a folder «@xã An Bình» above it, "" for everybody."""
    return next((p[1:] for p in reversed(path.parts[:-1]) if p.startswith("@")), "")


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise IndexFault(f"Không có thư mục văn bản {folder}")
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder).parts
        hidden = any(p.startswith((".", "~$")) for p in shown) or path.stem.upper() == "README"
        inside = path.resolve().is_relative_to(folder.resolve())  # a link may not lead out of the corpus
        if path.suffix.lower() in SUFFIXES and path.is_file() and not hidden and inside:
            yield path.resolve()


def _reader_stamp() -> str:
    """A digest of the code that reads files: a changed reader reads everything anew (vectors are kept)."""
    import hashlib

    made = hashlib.sha256()
    home = Path(__file__).resolve().parents[1]
    for path in [*sorted((home / "reading").glob("*.py")), home / "words.py", home / "search" / "passages.py"]:
        made.update(path.read_bytes())
    return made.hexdigest()[:16]

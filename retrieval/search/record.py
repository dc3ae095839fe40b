"""Writing the catalog: a document enters and leaves in one transaction (WAL, synchronous=FULL).

After a crash it is there whole or not at all. Deleted rows are overwritten with zeros and the log is emptied, so that a
removed text leaves no byte.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.model import Document, Reading
from retrieval.search import codec, filters, passages
from retrieval.search.catalog import FACTS, Catalog, FileRow, Rest
from retrieval.words import fold

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]


class Record(Catalog):
    """The catalog open for its one writer; the index folder's lock sees to it that there is no other."""

    def __init__(self, path: Path, step: Callable[[str], None] = lambda _: None) -> None:
        """`step` hears of every write just before it becomes durable; what it raises undoes the write."""
        super().__init__(path, write=True)
        self._step = step

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable when left; the revision moves on."""
        with self._turn:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._set_meta("revision", str(self.revision + 1))
                self._step("ghi")
                self._db.commit()
            except BaseException:
                if self._db.in_transaction:  # SQLite itself undoes what a full disk stopped
                    self._db.rollback()
                raise

    def put(self, reading: Reading, path: str, reader: str) -> str:
        """Store a document (replacing what stood under `path`) and return its id in the catalog, which is unique."""
        with self.transaction():
            self._forget(path)
            doc = self._free_name(reading.document)
            if doc != reading.document.doc:
                reading = codec.renamed(reading, doc)
            self._insert(reading, path)
            self._set_file(FileRow(path, reading.document.sha256, "", reader))
        return doc

    def refuse(self, row: FileRow) -> None:
        """Remember a file that must not or cannot be read; what stood under its path goes."""
        with self.transaction():
            self._forget(row.path)
            self._set_file(row)

    def remove(self, path: str) -> None:
        """Forget a file and all that came from it."""
        with self.transaction():
            self._forget(path)

    def put_vectors(self, model: str, rows: Iterable[tuple[str, Floats]]) -> None:
        """Cache vectors by (hash of the passage's text, model)."""
        with self.transaction():
            made = [(h, model, v.astype("<f4").tobytes()) for h, v in rows]
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", made)

    def tidy(self) -> None:
        """Drop vectors that nothing needs and empty the log, so that nothing of a removed text stays on disk."""
        orphan = "DELETE FROM vectors WHERE hash NOT IN (SELECT hash FROM passages)"
        if self._db.execute("SELECT 1 FROM vectors WHERE hash NOT IN (SELECT hash FROM passages) LIMIT 1").fetchone():
            with self.transaction():
                self._db.execute(orphan)
        self._step("dọn nhật ký")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    # --- inside ---

    def _insert(self, reading: Reading, path: str) -> None:
        d = reading.document
        rest = Rest(reading.source, reading.recipients, reading.signer, reading.doubts)
        cursor = self._db.execute(
            "INSERT INTO documents (doc, path, space, kind, genre, level, unit, period, body, rest, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
            (
                d.doc, path, d.space, d.kind, fold(d.header.kind), d.header.level, fold(d.header.issuer),
                filters.years(d), codec.dumps(d), zlib.compress(codec.dumps(rest).encode(), 6),
            ),
        )  # fmt: skip
        row = int(cursor.lastrowid or 0)
        clauses = [(row, i, str(c.ref), codec.dumps(c)) for i, c in enumerate(reading.clauses)]
        self._db.executemany("INSERT INTO clauses VALUES (?, ?, ?, ?)", clauses)
        facts = [(row, name, i, codec.dumps(f)) for name in FACTS for i, f in enumerate(getattr(reading, name))]
        self._db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", facts)
        units = passages.units(d, reading.clauses)
        called = [(row, u.first, filters.named(passages.titles(d, reading.clauses, u))) for u in units]
        self._db.executemany("INSERT INTO units VALUES (?, ?, ?)", called)
        cut = [
            (row, n, p.first, p.last, hashlib.sha256(p.text.encode()).hexdigest(), p.text)
            for n, unit in enumerate(units)
            for p in unit.passages
        ]
        insert = "INSERT INTO passages (document, unit, first, last, hash, text) VALUES (?, ?, ?, ?, ?, ?)"
        self._db.executemany(insert, cut)
        self._db.execute("UPDATE documents SET digest = ? WHERE id = ?", (self.digest(row), row))

    def _forget(self, path: str) -> None:
        self._db.execute("DELETE FROM documents WHERE path = ?", (path,))
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))

    def _free_name(self, document: Document) -> str:
        taken = "SELECT 1 FROM documents WHERE doc = ?"
        name = document.doc
        for suffix in ("", f"@{document.source}", f"@{document.sha256[:8]}", f"@{document.sha256}"):
            name = document.doc + suffix
            if not self._db.execute(taken, (name,)).fetchone():
                break
        return name

    def _set_file(self, row: FileRow) -> None:
        values = (row.path, row.sha256, row.reason, row.reader)
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", values)

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

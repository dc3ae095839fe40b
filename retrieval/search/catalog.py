"""The record of truth: one SQLite file with documents, clauses, facts, passages and cached vectors.

Every document enters and leaves in one transaction (WAL, synchronous=FULL): after a crash it is there whole or not
at all. Deleted rows are overwritten with zeros and the log is emptied, so that a removed text leaves no byte.
Everything else in the index folder is derived from here and may be thrown away.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from retrieval.model import (
    Cited,
    Clause,
    Deadline,
    Document,
    Duty,
    IndexFault,
    Movement,
    Reading,
    Signer,
    SourceText,
    Target,
    Theme,
    Where,
)
from retrieval.search import codec, passages
from retrieval.words import fold

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

FILE = "catalog.db"
LAYOUT = 1
_VECTORS_AT_ONCE = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, reason TEXT NOT NULL, reader TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT, doc TEXT NOT NULL UNIQUE, path TEXT NOT NULL UNIQUE, space TEXT NOT NULL,
  kind TEXT NOT NULL, genre TEXT NOT NULL, level TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
  body TEXT NOT NULL, rest BLOB NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS clauses (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, pos INTEGER NOT NULL, ref TEXT NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (document, pos)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS clauses_by_ref ON clauses (ref);
CREATE TABLE IF NOT EXISTS facts (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, kind TEXT NOT NULL, pos INTEGER NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (document, kind, pos)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  unit INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_document ON passages (document);
CREATE INDEX IF NOT EXISTS passages_by_hash ON passages (hash);
CREATE TABLE IF NOT EXISTS vectors (
  hash TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (hash, model)) WITHOUT ROWID;
"""

Fact = Target | Duty | Deadline | Movement | Theme | Cited
F = TypeVar("F", Target, Duty, Deadline, Movement, Theme, Cited)
_FACTS: dict[str, type[Fact]] = {
    "targets": Target, "duties": Duty, "deadlines": Deadline, "movements": Movement, "themes": Theme, "cited": Cited,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rest:
    """What a reading holds beside its document, clauses and facts."""

    source: SourceText
    recipients: tuple[str, ...]
    signer: Signer | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as last seen: `reason` is why it was refused, "" where it was read."""

    path: str
    sha256: str
    reason: str
    reader: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage in the catalog: `unit` counts within its document, `first`…`last` are clause positions."""

    id: int
    document: int
    unit: int
    first: int
    last: int
    hash: str


class Catalog:
    """The catalog of one index folder. One writer at a time (the index folder's lock sees to it); any readers."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.path = path
        if not write and not path.is_file():
            raise IndexFault(f"Chưa có chỉ mục ở {path.parent}; chạy «thidua index» trước")
        try:
            self._db = self._connect(write)
        except sqlite3.DatabaseError as e:
            raise IndexFault(
                f"{path.name} không dùng được ({e}); xoá thư mục {path.parent} rồi chạy «thidua index»"
            ) from e

    def close(self) -> None:
        """Close the file; the last writer leaves no log behind."""
        self._db.close()

    # --- writing ---

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable when left; the revision moves on."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._set_meta("revision", str(self.revision + 1))
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

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
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    # --- reading ---

    @property
    def revision(self) -> int:
        """A number that moves with every change."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        return int(row[0]) if row else 0

    def files(self) -> dict[str, FileRow]:
        """Every file of the corpus as last seen, by path."""
        rows = self._db.execute("SELECT path, sha256, reason, reader FROM files ORDER BY path")
        return {r[0]: FileRow(*r) for r in rows}

    def documents(self, where: Where) -> list[Document]:
        """The documents a filter lets through, in order of their ids."""
        clause, args = _condition(where)
        rows = self._db.execute(f"SELECT body FROM documents WHERE {clause} ORDER BY doc", args)
        return [codec.loads(Document, r[0]) for r in rows]

    def document_ids(self, where: Where) -> set[int]:
        """The row ids of the documents a filter lets through."""
        clause, args = _condition(where)
        return {r[0] for r in self._db.execute(f"SELECT id FROM documents WHERE {clause}", args)}

    def rows(self) -> list[tuple[int, Document]]:
        """Every document with its row id."""
        found = self._db.execute("SELECT id, body FROM documents ORDER BY id")
        return [(r[0], codec.loads(Document, r[1])) for r in found]

    def path_of(self, doc: str) -> tuple[Path, str]:
        """Where a document's file lies and the hash it had. IndexFault for an unknown document."""
        query = "SELECT d.path, f.sha256 FROM documents d JOIN files f USING (path) WHERE doc = ?"
        found = self._db.execute(query, (doc,)).fetchone()
        if not found:
            raise _unknown(doc)
        return Path(found[0]), found[1]

    def clauses(self, doc: str) -> list[Clause]:
        """All clauses of a document in order. IndexFault for an unknown document."""
        row = self._row_of(doc)
        found = self._db.execute("SELECT body FROM clauses WHERE document = ? ORDER BY pos", (row,))
        return [codec.loads(Clause, r[0]) for r in found]

    def clauses_between(self, document: int, first: int, last: int) -> list[Clause]:
        """The clauses at positions `first`…`last` of a document."""
        query = "SELECT body FROM clauses WHERE document = ? AND pos BETWEEN ? AND ? ORDER BY pos"
        return [codec.loads(Clause, r[0]) for r in self._db.execute(query, (document, first, last))]

    def clause(self, ref: str) -> Clause:
        """One clause by its id (`str(clause.ref)`). IndexFault where it is not."""
        found = self._db.execute("SELECT body FROM clauses WHERE ref = ?", (ref,)).fetchone()
        if not found:
            raise IndexFault(f"Chỉ mục không có mục «{ref}»")
        return codec.loads(Clause, found[0])

    def reading(self, doc: str) -> Reading:
        """A document with everything read from it. IndexFault for an unknown document."""
        found = self._db.execute("SELECT id, body, rest FROM documents WHERE doc = ?", (doc,)).fetchone()
        if not found:
            raise _unknown(doc)
        _, body, rest = found
        r = codec.loads(Rest, zlib.decompress(rest).decode())
        one = Where(docs=(doc,))
        return Reading(
            codec.loads(Document, body), r.source, tuple(self.clauses(doc)),
            targets=tuple(self.facts(Target, one)), duties=tuple(self.facts(Duty, one)),
            deadlines=tuple(self.facts(Deadline, one)), movements=tuple(self.facts(Movement, one)),
            themes=tuple(self.facts(Theme, one)), cited=tuple(self.facts(Cited, one)),
            recipients=r.recipients, signer=r.signer, doubts=r.doubts,
        )  # fmt: skip

    def facts(self, kind: type[F], where: Where) -> list[F]:
        """Rows of one kind over the documents a filter lets through, document after document."""
        name = next(n for n, k in _FACTS.items() if k is kind)
        given: list[str]
        clause, given = _condition(where)
        query = (
            "SELECT f.body FROM documents JOIN facts f ON f.document = documents.id AND f.kind = ? "
            f"WHERE {clause} ORDER BY doc, f.pos"
        )
        return [codec.loads(kind, r[0]) for r in self._db.execute(query, (name, *given))]

    def passages(self) -> list[PassageRow]:
        """Every passage in order of its id."""
        rows = self._db.execute("SELECT id, document, unit, first, last, hash FROM passages ORDER BY id")
        return [PassageRow(*r) for r in rows]

    def unit_texts(self) -> Iterator[tuple[int, str, str, str]]:
        """Document row, its name, a unit's title and its whole text, in the order of `passages` folded to units."""
        rows = self._db.execute("SELECT id, body FROM documents ORDER BY id").fetchall()
        for row, body in rows:
            document = codec.loads(Document, body)
            found = self._db.execute("SELECT body FROM clauses WHERE document = ? ORDER BY pos", (row,))
            name = passages.name_of(document)
            for unit in passages.units(document, [codec.loads(Clause, r[0]) for r in found]):
                yield row, name, unit.title, unit.body

    def unembedded(self, model: str) -> list[tuple[str, str]]:
        """(hash, text) of passages that have no vector of `model` yet."""
        query = """SELECT hash, text FROM passages p
                   WHERE NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = p.hash AND v.model = ?) GROUP BY hash"""
        return self._db.execute(query, (model,)).fetchall()

    def vectors(self, model: str, hashes: Sequence[str]) -> Floats:
        """fp32 [n, dim] in the order asked; rows of zeros where a vector is missing (then it is no neighbour)."""
        import numpy as np

        found: dict[str, bytes] = {}
        distinct = sorted(set(hashes))
        for at in range(0, len(distinct), _VECTORS_AT_ONCE):
            part = distinct[at : at + _VECTORS_AT_ONCE]
            marks = ",".join("?" * len(part))
            query = f"SELECT hash, vector FROM vectors WHERE model = ? AND hash IN ({marks})"
            found |= dict(self._db.execute(query, (model, *part)))
        dim = len(next(iter(found.values()))) // 4 if found else 0
        out = np.zeros((len(hashes), dim), np.float32)
        for i, h in enumerate(hashes):
            if h in found:
                out[i] = np.frombuffer(found[h], "<f4")
        return out

    def counts(self) -> dict[str, int]:
        """How many documents, clauses, passages and facts of each kind."""
        tables = {
            t: self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("documents", "clauses", "passages")
        }
        return tables | dict(self._db.execute("SELECT kind, count(*) FROM facts GROUP BY kind ORDER BY kind"))

    def damaged(self) -> str:
        """What SQLite's own check or a document's digest says is wrong, "" where all is well."""
        try:
            found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                return str(found)
            for row, doc, digest in self._db.execute("SELECT id, doc, digest FROM documents").fetchall():
                if self._digest(row) != digest:
                    return f"nội dung của «{doc}» đã bị đổi ngoài chương trình"
        except sqlite3.DatabaseError as e:
            return str(e)
        return ""

    # --- inside ---

    def _connect(self, write: bool) -> sqlite3.Connection:
        uri = self.path.absolute().as_uri() + ("" if write else "?mode=rw")
        db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "cache_size=-16000"):
            db.execute(f"PRAGMA {pragma}")
        if write:
            db.execute("PRAGMA journal_mode=WAL").fetchone()
            db.execute("PRAGMA synchronous=FULL")
            db.executescript(_TABLES)
        self._db = db
        self._check_layout(write)
        return db

    def _check_layout(self, write: bool) -> None:
        layout = f"{LAYOUT}/{codec.shape()}"
        row = self._db.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone()
        if row and row[0] == layout:
            return
        if not write:
            raise IndexFault(f"Chỉ mục ở {self.path.parent} do phiên bản khác lập; chạy «thidua index» để lập lại")
        if row:
            for table in ("facts", "clauses", "passages", "documents", "files"):
                self._db.execute(f"DELETE FROM {table}")
        self._set_meta("layout", layout)

    def _insert(self, reading: Reading, path: str) -> None:
        d = reading.document
        rest = Rest(reading.source, reading.recipients, reading.signer, reading.doubts)
        cursor = self._db.execute(
            "INSERT INTO documents (doc, path, space, kind, genre, level, unit, period, body, rest, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
            (
                d.doc, path, d.space, d.kind, fold(d.header.kind), d.header.level, fold(d.header.issuer), _years(d),
                codec.dumps(d), zlib.compress(codec.dumps(rest).encode(), 6),
            ),
        )  # fmt: skip
        row = int(cursor.lastrowid or 0)
        clauses = [(row, i, str(c.ref), codec.dumps(c)) for i, c in enumerate(reading.clauses)]
        self._db.executemany("INSERT INTO clauses VALUES (?, ?, ?, ?)", clauses)
        facts = [(row, name, i, codec.dumps(f)) for name in _FACTS for i, f in enumerate(getattr(reading, name))]
        self._db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", facts)
        cut = [
            (row, n, p.first, p.last, hashlib.sha256(p.text.encode()).hexdigest(), p.text)
            for n, unit in enumerate(passages.units(d, reading.clauses))
            for p in unit.passages
        ]
        insert = "INSERT INTO passages (document, unit, first, last, hash, text) VALUES (?, ?, ?, ?, ?, ?)"
        self._db.executemany(insert, cut)
        self._db.execute("UPDATE documents SET digest = ? WHERE id = ?", (self._digest(row), row))

    def _digest(self, row: int) -> str:
        made = hashlib.sha256()
        body, rest = self._db.execute("SELECT body, rest FROM documents WHERE id = ?", (row,)).fetchone()
        made.update(body.encode() + rest)
        for table, order in (("clauses", "pos"), ("facts", "kind, pos"), ("passages", "id")):
            text = "body" if table != "passages" else "text"
            for (value,) in self._db.execute(f"SELECT {text} FROM {table} WHERE document = ? ORDER BY {order}", (row,)):
                made.update(value.encode())
        return made.hexdigest()

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

    def _row_of(self, doc: str) -> int:
        found = self._db.execute("SELECT id FROM documents WHERE doc = ?", (doc,)).fetchone()
        if not found:
            raise _unknown(doc)
        return int(found[0])

    def _set_file(self, row: FileRow) -> None:
        values = (row.path, row.sha256, row.reason, row.reader)
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", values)

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _unknown(doc: str) -> IndexFault:
    return IndexFault(f"Chỉ mục không có văn bản «{doc}»")


def _years(document: Document) -> str:
    """Every year a document is for, each between spaces: " 2021 2022 2023 "; its own year where no period is known."""
    period = document.header.period
    years = [int(y) for y in period.replace("–", "-").split("-") if y.strip().isdigit()]
    if not years and document.header.date:
        years = [document.header.date.year]
    return " " + " ".join(str(y) for y in range(min(years), max(years) + 1)) + " " if years else " "


def _condition(where: Where) -> tuple[str, list[str]]:
    """`Where` as SQL over `documents`: the filter stands inside the query, never after it."""
    parts: list[str] = ["1"]
    args: list[str] = []
    if where.unit:
        parts.append("unit LIKE ? ESCAPE '!'")
        args.append("%" + fold(where.unit).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
    if where.level:
        parts.append("level = ?")
        args.append(where.level)
    if where.kind:
        parts.append("(documents.kind = ? OR genre = ?)")
        args += [where.kind, fold(where.kind)]
    if where.year:
        parts.append("period LIKE ?")
        args.append(f"% {where.year} %")
    if where.docs:
        parts.append(f"doc IN ({_marks(where.docs)})")
        args += where.docs
    if where.spaces is not None:
        parts.append(f"space IN ('', {_marks(where.spaces)})" if where.spaces else "space = ''")
        args += where.spaces
    return " AND ".join(parts), args


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))

"""The record of truth: one SQLite file with documents, clauses, facts, passages and cached vectors.

Here it is read; `record` writes it. Everything else in the index folder is derived from here and may be thrown away.
"""

from __future__ import annotations

import functools
import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

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
from retrieval.search import codec, filters, passages, schema
from retrieval.search.kept import Kept

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_VECTORS_AT_ONCE = 500
_HELD = (
    "SELECT doc, path, space, kind, genre, level, unit, period, body, rest FROM main.documents WHERE id = ?",
    "SELECT ref, body FROM main.clauses WHERE document = ? ORDER BY pos",
    "SELECT kind, body FROM main.facts WHERE document = ? ORDER BY kind, pos",
    "SELECT first, named FROM main.units WHERE document = ? ORDER BY first",
    "SELECT unit, first, last, hash, text FROM main.passages WHERE document = ? ORDER BY id",
)
_LISTS = 4  # lists of documents kept: the whole corpus and a few spaces of it
_FACTS = 32  # lists of facts kept: each kind over those, and over the plans asked about lately
_ROWS_OF = {"documents": "id", "clauses": "document", "facts": "document", "units": "document", "passages": "document"}

Fact = Target | Duty | Deadline | Movement | Theme | Cited
F = TypeVar("F", Target, Duty, Deadline, Movement, Theme, Cited)
FACTS: dict[str, type[Fact]] = {
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
    """The catalog of one index folder, for any number of readers; `record.Record` writes it.

    Threads that share one ask in turn: statements that overlap on a connection keep each other in an old snapshot.
    """

    def __init__(self, path: Path, *, write: bool = False) -> None:
        """IndexFault: there is none, it is damaged, or another version made it."""
        self.path = path
        self._db = schema.connect(path, write)
        self._kept = Kept()
        self._turn = threading.RLock()
        self._hurt: frozenset[int] = frozenset()
        self._listed = functools.lru_cache(maxsize=_LISTS)(self._list)
        self._fact_rows = functools.lru_cache(maxsize=_FACTS)(self._facts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last writer leaves no log behind."""
        self._db.close()

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
        return list(self._listed(self.revision, where))

    def _list(self, _revision: int, where: Where) -> tuple[Document, ...]:
        """Kept by the revision seen before the reading, and by the whole filter, its spaces among it."""
        clause, args = filters.condition(where)
        rows = self._db.execute(f"SELECT body FROM documents WHERE {clause} ORDER BY doc", args)
        return tuple(codec.loads(Document, r[0]) for r in rows)

    def document_ids(self, where: Where) -> set[int]:
        """The row ids of the documents a filter lets through."""
        clause, args = filters.condition(where)
        return {r[0] for r in self._db.execute(f"SELECT id FROM documents WHERE {clause}", args)}

    def units_on(self, topic: str) -> set[tuple[int, int]]:
        """The units that stand under a title or heading which names a topic: document's row and first position."""
        clause, args = filters.on_topic(topic)
        return set(self._db.execute(f"SELECT document, first FROM units WHERE {clause}", args))

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
        with self._as_one():
            row = self._row_of(doc)
            last = self._db.execute("SELECT max(pos) FROM clauses WHERE document = ?", (row,)).fetchone()[0]
            return [] if last is None else self.clauses_between(row, 0, last)

    def clauses_between(self, document: int, first: int, last: int) -> list[Clause]:
        """The clauses at positions `first`…`last` of a document."""
        seen = self.revision  # before the reading: a change meanwhile makes what is kept too old, never too new
        if (held := self._kept.between(seen, document, first, last)) is not None:
            return held
        query = "SELECT body FROM clauses WHERE document = ? AND pos BETWEEN ? AND ? ORDER BY pos"
        made = [codec.loads(Clause, r[0]) for r in self._db.execute(query, (document, first, last))]
        self._kept.put(seen, document, first, made)
        return made

    def forget_read(self) -> None:
        """Let go of the clauses kept in memory."""
        self._kept.clear()

    def clause(self, ref: str) -> Clause:
        """One clause by its id (`str(clause.ref)`). IndexFault where it is not."""
        found = self._db.execute("SELECT body FROM clauses WHERE ref = ?", (ref,)).fetchone()
        if not found:
            raise IndexFault(f"Chỉ mục không có mục «{ref}»")
        return codec.loads(Clause, found[0])

    def reading(self, doc: str) -> Reading:
        """A document with everything read from it. IndexFault for an unknown document."""
        with self._as_one():
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
        name = next(n for n, k in FACTS.items() if k is kind)
        return [r for r in self._fact_rows(self.revision, name, where) if isinstance(r, kind)]

    def _facts(self, _revision: int, name: str, where: Where) -> tuple[Fact, ...]:
        """Kept as lists of documents are."""
        given: list[str]
        clause, given = filters.condition(where)
        query = (
            "SELECT f.body FROM documents JOIN facts f ON f.document = documents.id AND f.kind = ? "
            f"WHERE {clause} ORDER BY doc, f.pos"
        )
        return tuple(codec.loads(FACTS[name], r[0]) for r in self._db.execute(query, (name, *given)))

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
        wrong, hurt = self._look()
        return wrong or _told(hurt)

    def quarantine(self) -> str:
        """As `damaged`, for a reader: documents whose digests are wrong are hidden. IndexFault: the file is broken."""
        wrong, hurt = self._look()
        if wrong:
            raise IndexFault(f"{self.path.name} hỏng ({wrong}); chạy «thidua index» để lập lại từ kho văn bản")
        if frozenset(hurt) != self._hurt:
            self._hurt = frozenset(hurt)
            self._hide(",".join(map(str, sorted(hurt))))
        return _told(hurt)

    def _hide(self, rows: str) -> None:
        """A view named like a table stands before it in every query of this connection."""
        for table, row in _ROWS_OF.items():
            self._db.execute(f"DROP VIEW IF EXISTS temp.{table}")
            if rows:
                self._db.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {row} NOT IN ({rows})")
        self._kept.clear()
        self._listed.cache_clear()
        self._fact_rows.cache_clear()

    def searchable(self) -> set[int]:
        """Rows of the documents that have anything to be found."""
        return {r[0] for r in self._db.execute("SELECT DISTINCT document FROM passages")}

    # --- inside ---

    def _look(self) -> tuple[str, dict[int, str]]:
        """What is wrong with the file itself, and which documents are not what their digests say."""
        try:
            with self._as_one():
                found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
                if found != "ok":
                    return str(found), {}
                rows = self._db.execute("SELECT id, doc, digest FROM main.documents").fetchall()
                return "", {row: str(doc) for row, doc, digest in rows if self.digest(row) != digest}
        except sqlite3.Error as e:
            return str(e), {}

    def digest(self, row: int) -> str:
        """sha256 of all that is held of a document, as its row records it."""
        made = hashlib.sha256()
        for query in _HELD:
            for values in self._db.execute(query, (row,)):
                made.update("\x1f".join(map(str, values)).encode())
        return made.hexdigest()

    @contextmanager
    def _as_one(self) -> Iterator[None]:
        """Several reads of one state of the catalog, whatever its owner writes meanwhile."""
        with self._turn:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.rollback()

    def _row_of(self, doc: str) -> int:
        found = self._db.execute("SELECT id FROM documents WHERE doc = ?", (doc,)).fetchone()
        if not found:
            raise _unknown(doc)
        return int(found[0])


def _unknown(doc: str) -> IndexFault:
    return IndexFault(f"Chỉ mục không có văn bản «{doc}»")


def _told(hurt: dict[int, str]) -> str:
    return f"nội dung của «{min(hurt.values())}» đã bị đổi ngoài chương trình" if hurt else ""

"""The catalog's file: its tables, how it is opened, and when what it holds is of another program. One file, SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from retrieval.model import IndexFault
from retrieval.search import codec

FILE = "catalog.db"
LAYOUT = 3

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
CREATE TABLE IF NOT EXISTS units (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, first INTEGER NOT NULL, named TEXT NOT NULL,
  PRIMARY KEY (document, first)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passages_by_document ON passages (document);
CREATE INDEX IF NOT EXISTS passages_by_hash ON passages (hash);
CREATE TABLE IF NOT EXISTS vectors (
  hash TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (hash, model)) WITHOUT ROWID;
"""


def connect(path: Path, write: bool) -> sqlite3.Connection:
    """Open the file (made where missing, for a writer). IndexFault: no index, damaged, or of another version.

    A writer finds documents of another layout dropped, so that they are read anew; vectors stay.
    """
    if not write and not path.is_file():
        raise IndexFault(f"Chưa có chỉ mục ở {path.parent}; chạy «thidua index» trước")
    try:
        return _opened(path, write)
    except sqlite3.DatabaseError as e:
        raise IndexFault(f"{path.name} không dùng được ({e}); xoá thư mục {path.parent} rồi chạy «thidua index»") from e


def _opened(path: Path, write: bool) -> sqlite3.Connection:
    uri = path.absolute().as_uri() + ("" if write else "?mode=rw")
    db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
    for pragma in ("foreign_keys=ON", "secure_delete=ON", "cache_size=-16000", "temp_store=MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    if write:
        db.execute("PRAGMA journal_mode=WAL").fetchone()
        db.execute("PRAGMA synchronous=FULL")
        db.executescript(_TABLES)
    _check_layout(db, path, write)
    return db


def _check_layout(db: sqlite3.Connection, path: Path, write: bool) -> None:
    layout = f"{LAYOUT}/{codec.shape()}"
    row = db.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone()
    if row and row[0] == layout:
        return
    if not write:
        raise IndexFault(f"Chỉ mục ở {path.parent} do phiên bản khác lập; chạy «thidua index» để lập lại")
    db.execute("BEGIN IMMEDIATE")
    if row:
        _begin_anew(db)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('layout', ?)", (layout,))
    db.execute("COMMIT")


def _begin_anew(db: sqlite3.Connection) -> None:
    """Tables of another layout go, all but the vectors; numbers of rows go on, so that none is ever given twice."""
    numbers = db.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    for table in ("facts", "clauses", "passages", "units", "documents", "files"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES.split(";"):
        db.execute(statement)
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
    db.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", numbers)

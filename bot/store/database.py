"""The SQLite file itself: opening, schema, transactions, backup."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from retrieval import SettingsError

VERSION = 1

SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE inbox(
  bot INTEGER, update_id INTEGER, body TEXT NOT NULL, received REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'new', error TEXT NOT NULL DEFAULT '', PRIMARY KEY(bot, update_id));
CREATE INDEX inbox_open ON inbox(bot, update_id) WHERE state = 'new';
CREATE TABLE people(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, spaces TEXT, unit TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '', province TEXT NOT NULL DEFAULT '', reachable INTEGER NOT NULL DEFAULT 1,
  added REAL NOT NULL, added_by INTEGER NOT NULL);
CREATE TABLE denied(id INTEGER PRIMARY KEY, told REAL NOT NULL);
CREATE TABLE invites(
  digest TEXT PRIMARY KEY, role TEXT NOT NULL, spaces TEXT, made_by INTEGER NOT NULL, expires REAL NOT NULL,
  used_by INTEGER NOT NULL DEFAULT 0);
CREATE TABLE chats(id INTEGER PRIMARY KEY, title TEXT NOT NULL, spaces TEXT, by INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE sessions(lane TEXT PRIMARY KEY, epoch INTEGER NOT NULL, last REAL NOT NULL);
CREATE TABLE turns(
  id INTEGER PRIMARY KEY, lane TEXT NOT NULL, chat INTEGER NOT NULL, person INTEGER NOT NULL, epoch INTEGER NOT NULL,
  asked REAL NOT NULL, q_message INTEGER NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '',
  rating TEXT NOT NULL DEFAULT '');
CREATE INDEX turns_lane ON turns(lane, epoch, id);
CREATE TABLE turn_messages(chat INTEGER, message INTEGER, turn INTEGER NOT NULL, PRIMARY KEY(chat, message));
CREATE TABLE forms(lane TEXT PRIMARY KEY, kind TEXT NOT NULL, step TEXT NOT NULL, data TEXT NOT NULL,
  expires REAL NOT NULL);
CREATE TABLE tokens(id TEXT PRIMARY KEY, op TEXT NOT NULL, arg TEXT NOT NULL, owner INTEGER NOT NULL,
  chat INTEGER NOT NULL, expires REAL NOT NULL);
CREATE INDEX tokens_expire ON tokens(expires);
CREATE TABLE drafts(id INTEGER PRIMARY KEY, person INTEGER NOT NULL, chat INTEGER NOT NULL, body TEXT NOT NULL,
  made REAL NOT NULL, state TEXT NOT NULL DEFAULT '', reviewer INTEGER NOT NULL DEFAULT 0,
  comment TEXT NOT NULL DEFAULT '');
CREATE TABLE uploads(id INTEGER PRIMARY KEY, person INTEGER NOT NULL, chat INTEGER NOT NULL, name TEXT NOT NULL,
  sha256 TEXT NOT NULL, path TEXT NOT NULL, made REAL NOT NULL, state TEXT NOT NULL DEFAULT 'new',
  stored TEXT NOT NULL DEFAULT '', space TEXT NOT NULL DEFAULT '');
CREATE TABLE feedback(id INTEGER PRIMARY KEY, turn INTEGER NOT NULL, person INTEGER NOT NULL, verdict TEXT NOT NULL,
  reason TEXT NOT NULL, at REAL NOT NULL, state TEXT NOT NULL, UNIQUE(turn, person));
CREATE TABLE curated(id INTEGER PRIMARY KEY, question TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, text TEXT NOT NULL,
  source TEXT NOT NULL, spaces TEXT, by INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE quotas(day TEXT, person INTEGER, kind TEXT, n INTEGER NOT NULL, PRIMARY KEY(day, person, kind));
CREATE TABLE audit(id INTEGER PRIMARY KEY, at REAL NOT NULL, who INTEGER NOT NULL, what TEXT NOT NULL,
  detail TEXT NOT NULL);
CREATE TABLE reminded(person INTEGER, what TEXT, at REAL NOT NULL, PRIMARY KEY(person, what));
"""


class Database:
    """One connection, one lock. Every statement is short (tens of microseconds), so the event loop may call it."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises SettingsError where it cannot be used."""
        self.path = path
        self.lock = threading.RLock()
        self.depth = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.link = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
            self._prepare()
        except (sqlite3.Error, OSError) as e:
            raise SettingsError(f"Không mở được tệp dữ liệu {path}: {e}") from e

    def _prepare(self) -> None:
        self.link.execute("PRAGMA journal_mode = WAL")
        # NORMAL survives a killed process; only a power cut may lose the last moments, and then not the file.
        self.link.execute("PRAGMA synchronous = NORMAL")
        # folding the WAL back waits for the disk: `checkpoint` does it, never a statement on the event loop
        self.link.execute("PRAGMA wal_autocheckpoint = 0")
        self.link.execute("PRAGMA secure_delete = ON")
        found = self.link.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            with self.writing() as link:
                if link.execute("PRAGMA user_version").fetchone()[0] == 0:
                    for statement in SCHEMA.split(";\n"):
                        link.execute(statement)
                    link.execute(f"PRAGMA user_version = {VERSION}")
        elif found != VERSION:
            raise SettingsError(f"{self.path} là của phiên bản khác ({found}); chương trình này dùng {VERSION}")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or nothing. One inside another is part of it."""
        with self.lock:
            if self.depth:
                yield self.link
                return
            self.link.execute("BEGIN IMMEDIATE")
            self.depth = 1
            try:
                yield self.link
            except BaseException:
                self.link.execute("ROLLBACK")
                raise
            else:
                self.link.execute("COMMIT")
            finally:
                self.depth = 0

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.lock:
            return self.link.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row, or None."""
        with self.lock:
            found: tuple[Any, ...] | None = self.link.execute(sql, values).fetchone()
            return found

    def run(self, sql: str, *values: object) -> int:
        """One statement in its own transaction; the number of rows it changed."""
        with self.lock:
            return self.link.execute(sql, values).rowcount

    def add(self, sql: str, *values: object) -> int:
        """One INSERT; the new row's id."""
        with self.lock:
            return int(self.link.execute(sql, values).lastrowid or 0)

    def checkpoint(self, *, whole: bool = False) -> None:
        """Fold the WAL back over a connection of its own, in any thread; `whole` leaves nothing behind in the WAL."""
        link = sqlite3.connect(self.path, timeout=10)
        try:
            link.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if whole else 'PASSIVE'})").fetchall()
        finally:
            link.close()

    def backup(self, to: Path) -> None:
        """A consistent copy while others write (SQLite's own online backup)."""
        to.parent.mkdir(parents=True, exist_ok=True)
        copy = sqlite3.connect(to)
        try:
            with self.lock:
                self.link.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()

    def close(self) -> None:
        """Fold the WAL back and close."""
        with self.lock:
            self.link.close()

"""Quotas, the audit log, small settings the bot keeps, and what it has reminded people of."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log: never a question's text."""

    at: float
    who: int
    what: str
    detail: str


class Ledger:
    """Counts and records."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def spend(self, day: str, person: int, kind: str, limit: int) -> bool:
        """Count one use of `kind` on `day`; False, and nothing counted, where the limit is reached. 0 = no limit."""
        used = self.used(day, person, kind)
        if limit and used >= limit:
            return False
        sql = "INSERT INTO quotas(day, person, kind, n) VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1"
        self.db.run(sql, day, person, kind)
        return True

    def used(self, day: str, person: int, kind: str) -> int:
        """How often a person used `kind` on a day."""
        found = self.db.row("SELECT n FROM quotas WHERE day = ? AND person = ? AND kind = ?", day, person, kind)
        return found[0] if found else 0

    def note(self, who: int, what: str, detail: str, now: float) -> None:
        """Write an act to the audit log."""
        self.db.run("INSERT INTO audit(at, who, what, detail) VALUES (?, ?, ?, ?)", now, who, what, detail)

    def log(self, last: int = 50) -> list[Entry]:
        """The newest acts first."""
        rows = self.db.rows("SELECT at, who, what, detail FROM audit ORDER BY id DESC LIMIT ?", last)
        return [Entry(a, w, str(x), str(d)) for a, w, x, d in rows]

    def get(self, key: str) -> str:
        """A kept setting, "" where there is none."""
        found = self.db.row("SELECT value FROM meta WHERE key = ?", key)
        return str(found[0]) if found else ""

    def set(self, key: str, value: str) -> None:
        """Keep a setting."""
        self.db.run("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", key, value)

    def remind_once(self, person: int, what: str, now: float) -> bool:
        """True the first time: a person is reminded of one thing once."""
        sql = "INSERT OR IGNORE INTO reminded(person, what, at) VALUES (?, ?, ?)"
        return self.db.run(sql, person, what, now) > 0

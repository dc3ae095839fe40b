"""The durable inbox: an update is on disk before Telegram may forget it, and leaves only when it was answered."""

from __future__ import annotations

from collections.abc import Iterable

from bot.store.database import Database
from bot.store.rows import Pending


class Inbox:
    """Updates of one bot (update ids of another token start elsewhere)."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.bot = 0

    def put(self, updates: Iterable[tuple[int, str]], now: float) -> set[int]:
        """Keep updates (id, raw JSON) in one transaction; returns the ids not seen before."""
        fresh: set[int] = set()
        with self.db.writing() as link:
            for update_id, body in updates:
                sql = "INSERT OR IGNORE INTO inbox(bot, update_id, body, received) VALUES (?, ?, ?, ?)"
                if link.execute(sql, (self.bot, update_id, body, now)).rowcount:
                    fresh.add(update_id)
        return fresh

    def begin(self, update_id: int) -> None:
        """Work starts: an update that kills the process is known by its count."""
        self.db.run("UPDATE inbox SET tries = tries + 1 WHERE bot = ? AND update_id = ?", self.bot, update_id)

    def unbegin(self, update_id: int) -> None:
        """Work was stopped in good order before anything was said: the next start is no repeat."""
        self.db.run("UPDATE inbox SET tries = 0 WHERE bot = ? AND update_id = ?", self.bot, update_id)

    def done(self, update_id: int) -> None:
        """Answered: the text is not kept (privacy), the id stays against redelivery."""
        sql = "UPDATE inbox SET state = 'done', body = '' WHERE bot = ? AND update_id = ?"
        self.db.run(sql, self.bot, update_id)

    def dead(self, update_id: int, error: str) -> None:
        """Set aside with the reason; the body is kept for a person to look at, until `purge`."""
        sql = "UPDATE inbox SET state = 'dead', error = ? WHERE bot = ? AND update_id = ?"
        self.db.run(sql, error[:200], self.bot, update_id)

    def pending(self) -> list[Pending]:
        """What a stopped process left, oldest first."""
        sql = "SELECT update_id, body, tries, received FROM inbox WHERE bot = ? AND state = 'new' ORDER BY update_id"
        return [Pending(u, str(b), t, r) for u, b, t, r in self.db.rows(sql, self.bot)]

    def revive(self) -> int:
        """Give every dead letter one more chance; returns how many."""
        return self.db.run("UPDATE inbox SET state = 'new', tries = 0 WHERE bot = ? AND state = 'dead'", self.bot)

    def counts(self) -> dict[str, int]:
        """How many are new, done, dead."""
        sql = "SELECT state, count(*) FROM inbox WHERE bot = ? GROUP BY state"
        return {"new": 0, "done": 0, "dead": 0} | {str(s): n for s, n in self.db.rows(sql, self.bot)}

    def oldest(self) -> float | None:
        """When the oldest unfinished update came."""
        found = self.db.row("SELECT min(received) FROM inbox WHERE bot = ? AND state = 'new'", self.bot)
        return found[0] if found and found[0] is not None else None

    def purge(self, before: float) -> int:
        """Forget ids and dead letters older than `before` (Telegram redelivers for 24 hours at most)."""
        return self.db.run("DELETE FROM inbox WHERE state != 'new' AND received < ?", before)

"""The store whole: its parts over one database, and what concerns several of them."""

from __future__ import annotations

from pathlib import Path

from bot.store.database import Database
from bot.store.inbox import Inbox
from bot.store.learning import Learning
from bot.store.ledger import Ledger
from bot.store.papers import Papers
from bot.store.people import People
from bot.store.talk import Talk


class Store:
    """`with`-less: opened at start, closed at stop; every part shares the connection."""

    def __init__(self, folder: Path, admins: tuple[int, ...] = ()) -> None:
        """Open `folder`/bot.db, made where it is missing."""
        self.db = Database(folder / "bot.db")
        self.inbox = Inbox(self.db)
        self.people = People(self.db, admins)
        self.talk = Talk(self.db)
        self.papers = Papers(self.db)
        self.learning = Learning(self.db)
        self.ledger = Ledger(self.db)

    def forget(self, person: int) -> int:
        """Everything a person asked, drafted and sent (`/xoadulieu`); the role and the audit log stay. Rows removed."""
        gone = 0
        with self.db.writing() as link:
            link.execute(
                "DELETE FROM turn_messages WHERE turn IN (SELECT id FROM turns WHERE person = ?)", (person,)
            )  # fmt: skip
            for table in ("feedback", "turns", "drafts", "quotas", "reminded"):
                gone += link.execute(f"DELETE FROM {table} WHERE person = ?", (person,)).rowcount
            gone += link.execute("DELETE FROM uploads WHERE person = ? AND state != 'added'", (person,)).rowcount
            gone += link.execute("DELETE FROM tokens WHERE owner = ?", (person,)).rowcount
            for table in ("sessions", "forms"):
                sql = f"DELETE FROM {table} WHERE lane = ? OR lane LIKE ?"
                gone += link.execute(sql, (str(person), f"%:{person}")).rowcount
        return gone

    def purge(self, now: float, keep_days: int) -> None:
        """Retention: old updates, lapsed buttons and forms, conversations past `keep_days`."""
        self.inbox.purge(now - 7 * 86_400)
        old = now - keep_days * 86_400
        with self.db.writing() as link:
            link.execute("DELETE FROM tokens WHERE expires < ?", (now,))
            link.execute("DELETE FROM forms WHERE expires < ?", (now,))
            link.execute("DELETE FROM invites WHERE expires < ?", (now,))
            link.execute("DELETE FROM turn_messages WHERE turn IN (SELECT id FROM turns WHERE asked < ?)", (old,))
            link.execute("DELETE FROM feedback WHERE turn IN (SELECT id FROM turns WHERE asked < ?)", (old,))
            link.execute("DELETE FROM turns WHERE asked < ?", (old,))
            link.execute("DELETE FROM drafts WHERE made < ?", (old,))

    def close(self) -> None:
        """Close the file."""
        self.db.close()

"""What people said of answers, and the answers an admin has settled."""

from __future__ import annotations

import json

from bot.store.database import Database
from bot.store.rows import Curated, Feedback
from retrieval import words

_QUEUE = (
    "SELECT f.id, f.turn, f.person, f.verdict, f.reason, f.at, f.state, t.question, t.answer"
    " FROM feedback f JOIN turns t ON t.id = f.turn"
)


class Learning:
    """Đúng/Chưa đúng → the admins' queue → a settled answer with its source."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def say(self, turn: int, person: int, verdict: str, reason: str, now: float) -> int:
        """Keep a verdict; a second one by the same person replaces the first. A complaint opens a case."""
        state = "open" if verdict == "wrong" else "done"
        return self.db.add(
            "INSERT OR REPLACE INTO feedback(turn, person, verdict, reason, at, state) VALUES (?, ?, ?, ?, ?, ?)",
            turn, person, verdict, reason, now, state,
        )  # fmt: skip

    def queue(self) -> list[Feedback]:
        """Open cases, oldest first."""
        return [Feedback(*r) for r in self.db.rows(_QUEUE + " WHERE f.state = 'open' ORDER BY f.id")]

    def case(self, id: int) -> Feedback | None:
        """One case."""
        found = self.db.row(_QUEUE + " WHERE f.id = ?", id)
        return Feedback(*found) if found else None

    def close(self, id: int) -> None:
        """The case is settled."""
        self.db.run("UPDATE feedback SET state = 'done' WHERE id = ?", id)

    def settle(
        self, question: str, text: str, source: str, spaces: tuple[str, ...] | None, by: int, now: float
    ) -> None:  # fmt: skip
        """Keep a settled answer; `spaces` are those whose members may see it (None = everybody)."""
        kept = None if spaces is None else json.dumps(spaces, ensure_ascii=False)
        columns = "question, folded, text, source, spaces, by, at"
        sql = f"INSERT OR REPLACE INTO curated({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        self.db.run(sql, question, _key(question), text, source, kept, by, now)

    def settled(self, question: str, spaces: tuple[str, ...] | None) -> Curated | None:
        """The settled answer to this very question, where the asker may read its space."""
        sql = "SELECT id, question, text, source, by, at, spaces FROM curated WHERE folded = ?"
        found = self.db.row(sql, _key(question))
        if not found:
            return None
        needed = None if found[6] is None else set(json.loads(str(found[6])))
        if needed is not None and spaces is not None and not needed <= set(spaces):
            return None
        id, q, text, source, by, at = found[:6]
        return Curated(id, str(q), str(text), str(source), by, at)


def _key(question: str) -> str:
    return " ".join(words.syllables(question))

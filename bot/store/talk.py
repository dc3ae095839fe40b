"""Conversations: sessions, questions with their answers, open forms, what buttons stand for."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from bot.store.database import Database
from bot.store.rows import Form, Token, TurnRow

_TURN = "id, lane, chat, person, epoch, asked, q_message, question, answer, rating"


class Talk:
    """A lane is one conversation: "chat" in private, "chat:thread:person" in a group."""

    def __init__(self, db: Database) -> None:
        self.db = db

    # --- sessions -------------------------------------------------------------------------------------

    def session(self, lane: str, now: float, idle_s: float) -> tuple[int, bool]:
        """The running session's number and whether it is a new one because the last is older than `idle_s`."""
        found = self.db.row("SELECT epoch, last FROM sessions WHERE lane = ?", lane)
        epoch, last = (found[0], found[1]) if found else (1, now)
        lapsed = now - last > idle_s
        epoch += lapsed
        self.db.run("INSERT OR REPLACE INTO sessions(lane, epoch, last) VALUES (?, ?, ?)", lane, epoch, now)
        return epoch, lapsed

    def fresh(self, lane: str, now: float) -> None:
        """Start a new session: earlier questions are no longer context."""
        sql = (
            "INSERT INTO sessions(lane, epoch, last) VALUES (?, 2, ?)"
            " ON CONFLICT(lane) DO UPDATE SET epoch = epoch + 1, last = excluded.last"
        )
        self.db.run(sql, lane, now)

    # --- turns ------------------------------------------------------------------------------------------

    def ask(self, lane: str, chat: int, person: int, epoch: int, question: str, message: int, now: float) -> int:
        """Keep a question; returns the turn's id. The question's message leads back to it."""
        sql = "INSERT INTO turns(lane, chat, person, epoch, asked, q_message, question) VALUES (?, ?, ?, ?, ?, ?, ?)"
        turn = self.db.add(sql, lane, chat, person, epoch, now, message, question)
        self.place(turn, chat, [message])
        return turn

    def answer(self, turn: int, answer: str) -> None:
        """Keep the dumped Answer."""
        self.db.run("UPDATE turns SET answer = ? WHERE id = ?", answer, turn)

    def place(self, turn: int, chat: int, messages: Iterable[int]) -> None:
        """Remember which messages belong to a turn, so that a reply to them finds it."""
        with self.db.writing() as link:
            rows = [(chat, m, turn) for m in messages]
            link.executemany("INSERT OR REPLACE INTO turn_messages(chat, message, turn) VALUES (?, ?, ?)", rows)

    def said(self, turn: int) -> bool:
        """Whether the answer is known to have been sent (its messages were placed beside the question's)."""
        sql = (
            "SELECT count(*) FROM turn_messages m JOIN turns t ON t.id = m.turn"
            " WHERE t.id = ? AND m.message != t.q_message"
        )
        found = self.db.row(sql, turn)
        return bool(found and found[0])

    def turn(self, id: int) -> TurnRow | None:
        """One turn by id."""
        found = self.db.row(f"SELECT {_TURN} FROM turns WHERE id = ?", id)
        return TurnRow(*found) if found else None

    def turn_at(self, chat: int, message: int) -> TurnRow | None:
        """The turn a message belongs to, question or answer."""
        sql = f"SELECT {_TURN} FROM turns WHERE id = (SELECT turn FROM turn_messages WHERE chat = ? AND message = ?)"
        found = self.db.row(sql, chat, message)
        return TurnRow(*found) if found else None

    def history(self, lane: str, epoch: int, last: int) -> list[TurnRow]:
        """The last answered turns of a session, oldest first."""
        sql = f"SELECT {_TURN} FROM turns WHERE lane = ? AND epoch = ? AND answer != '' ORDER BY id DESC LIMIT ?"
        return [TurnRow(*r) for r in reversed(self.db.rows(sql, lane, epoch, last))]

    def rate(self, turn: int, rating: str) -> None:
        """Đúng or Chưa đúng."""
        self.db.run("UPDATE turns SET rating = ? WHERE id = ?", rating, turn)

    # --- forms --------------------------------------------------------------------------------------------

    def form(self, lane: str, now: float) -> Form | None:
        """The open form of a lane, None where there is none or it has lapsed."""
        found = self.db.row(
            "SELECT lane, kind, step, data, expires FROM forms WHERE lane = ? AND expires > ?", lane, now
        )
        return Form(*found) if found else None

    def open_form(self, form: Form) -> None:
        """Write a form's state; a lane has one."""
        sql = "INSERT OR REPLACE INTO forms(lane, kind, step, data, expires) VALUES (?, ?, ?, ?, ?)"
        self.db.run(sql, form.lane, form.kind, form.step, form.data, form.expires)

    def close_form(self, lane: str) -> bool:
        """Drop the open form; False where there was none."""
        return self.db.run("DELETE FROM forms WHERE lane = ?", lane) > 0

    # --- buttons ------------------------------------------------------------------------------------------

    def tokens(self, made: Iterable[tuple[str, str]], owner: int, chat: int, expires: float) -> list[str]:
        """Keep what the buttons of a message do, (op, arg) each; returns the short ids that travel."""
        rows = [(secrets.token_urlsafe(9), op, arg, owner, chat, expires) for op, arg in made]
        with self.db.writing() as link:
            link.executemany("INSERT INTO tokens(id, op, arg, owner, chat, expires) VALUES (?, ?, ?, ?, ?, ?)", rows)
        return [row[0] for row in rows]

    def pressed(self, id: str, now: float) -> Token | None:
        """What a button stands for, None where it is unknown or too old."""
        sql = "SELECT id, op, arg, owner, chat, expires FROM tokens WHERE id = ? AND expires > ?"
        found = self.db.row(sql, id, now)
        return Token(*found) if found else None

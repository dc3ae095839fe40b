"""Drafts in work and files people sent."""

from __future__ import annotations

from bot.store.database import Database
from bot.store.rows import DraftRow, Upload

_DRAFT = "id, person, chat, body, made, state, reviewer, comment"
_UPLOAD = "id, person, chat, name, sha256, path, made, state, stored, space"


class Papers:
    """Drafts and uploads, each owned by a person."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def new_draft(self, person: int, chat: int, body: str, now: float) -> int:
        """Keep a dumped Draft."""
        sql = "INSERT INTO drafts(person, chat, body, made) VALUES (?, ?, ?, ?)"
        return self.db.add(sql, person, chat, body, now)

    def draft(self, id: int) -> DraftRow | None:
        """One draft, as last revised."""
        found = self.db.row(f"SELECT {_DRAFT} FROM drafts WHERE id = ?", id)
        return DraftRow(*found) if found else None

    def revise(self, id: int, body: str) -> None:
        """Replace a draft's text."""
        self.db.run("UPDATE drafts SET body = ? WHERE id = ?", body, id)

    def review(self, id: int, state: str, reviewer: int, comment: str = "") -> None:
        """Where a draft stands with the leader who reads it."""
        sql = "UPDATE drafts SET state = ?, reviewer = ?, comment = ? WHERE id = ?"
        self.db.run(sql, state, reviewer, comment, id)

    def new_upload(self, person: int, chat: int, name: str, sha256: str, path: str, now: float) -> int:
        """Keep where a received file lies."""
        sql = "INSERT INTO uploads(person, chat, name, sha256, path, made) VALUES (?, ?, ?, ?, ?, ?)"
        return self.db.add(sql, person, chat, name, sha256, path, now)

    def upload(self, id: int) -> Upload | None:
        """One received file."""
        found = self.db.row(f"SELECT {_UPLOAD} FROM uploads WHERE id = ?", id)
        return Upload(*found) if found else None

    def set_upload(self, id: int, state: str, stored: str, name: str, space: str) -> None:
        """Where a received file stands: new · added · undone · dropped."""
        sql = "UPDATE uploads SET state = ?, stored = ?, name = ?, space = ? WHERE id = ?"
        self.db.run(sql, state, stored, name, space, id)

    def of(self, person: int) -> list[Upload]:
        """Files of a person that are not in the corpus."""
        sql = f"SELECT {_UPLOAD} FROM uploads WHERE person = ? AND state != 'added' AND path != ''"
        return [Upload(*r) for r in self.db.rows(sql, person)]

    def older(self, before: float) -> list[Upload]:
        """Received files whose copy may go."""
        rows = self.db.rows(f"SELECT {_UPLOAD} FROM uploads WHERE made < ? AND path != ''", before)
        return [Upload(*r) for r in rows]

    def forget_copy(self, id: int) -> None:
        """The copy of a received file was deleted."""
        self.db.run("UPDATE uploads SET path = '' WHERE id = ?", id)

"""The office's memory beside the corpus: one SQLite file, WAL, opened once a process."""

from bot.store.codec import dump, load
from bot.store.database import Database
from bot.store.rows import (
    Curated,
    DraftRow,
    Feedback,
    Form,
    Group,
    Invite,
    Member,
    Pending,
    Role,
    Token,
    TurnRow,
    Upload,
)
from bot.store.store import Store

__all__ = [
    "Curated",
    "Database",
    "DraftRow",
    "Feedback",
    "Form",
    "Group",
    "Invite",
    "Member",
    "Pending",
    "Role",
    "Store",
    "Token",
    "TurnRow",
    "Upload",
    "dump",
    "load",
]

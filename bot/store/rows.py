"""What the store keeps, a frozen type a row. Times are seconds since the epoch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; NONE is somebody nobody has invited."""

    NONE = ""
    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """0 for nobody, 3 for an admin."""
        return ("", "viewer", "editor", "admin").index(self.value)


@dataclass(frozen=True, slots=True)
class Member:
    """A person by numeric Telegram id; usernames are never kept (they can be taken over). `spaces` None = all."""

    id: int
    name: str
    role: Role
    spaces: tuple[str, ...] | None = None
    unit: str = ""
    level: str = ""
    province: str = ""
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation not yet used; the link's token itself is not kept, only its digest."""

    digest: str
    role: Role
    spaces: tuple[str, ...] | None
    made_by: int
    expires: float


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat an admin has allowed, with what it may read."""

    id: int
    title: str
    spaces: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An update not yet finished. `tries` counts how often work on it was begun."""

    update_id: int
    body: str
    tries: int
    received: float


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One question and its answer (`answer` is a dumped Answer, "" while it is being worked on)."""

    id: int
    lane: str
    chat: int
    person: int
    epoch: int
    asked: float
    q_message: int
    question: str
    answer: str
    rating: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A question the bot waits to have answered in a lane; it survives a restart."""

    lane: str
    kind: str
    step: str
    data: str
    expires: float


@dataclass(frozen=True, slots=True)
class Token:
    """What a button stands for; the wire carries only its id (callback data holds 64 bytes)."""

    id: str
    op: str
    arg: str
    owner: int
    chat: int
    expires: float


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as last revised (`body` is a dumped Draft); `state` "" · sent · approved · returned."""

    id: int
    person: int
    chat: int
    body: str
    made: float
    state: str = ""
    reviewer: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file a person sent; `path` is its copy, `stored` where it went in the corpus, "" before."""

    id: int
    person: int
    chat: int
    name: str
    sha256: str
    path: str
    made: float
    state: str = "new"
    stored: str = ""
    space: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """«Chưa đúng» with its reason, in the admins' queue until `state` is done."""

    id: int
    turn: int
    person: int
    verdict: str
    reason: str
    at: float
    state: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Curated:
    """An answer an admin has settled, with the source it rests on; served before any search."""

    id: int
    question: str
    text: str
    source: str
    by: int
    at: float

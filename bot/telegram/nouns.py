"""What arrives and what leaves, free of any library: so that handlers can be tested with plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# The Bot API's limits. Text is counted in UTF-16 units after parsing, callback data in bytes.
TEXT_UNITS = 4096
CAPTION_UNITS = 1024
RAW_BYTES = 30_000  # the server refuses 32 KiB before it parses
COPY_UNITS = 256
TOAST_UNITS = 200
DOWNLOAD_BYTES = 20 << 20
PASTE_UNITS = 3_800  # a client cuts a long paste just under 4,096

Kind = Literal["text", "files", "voice", "button", "edited", "member", "migrated", "other"]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file or photo in a message; `size` in bytes as Telegram states it, 0 where it does not."""

    id: str
    name: str
    size: int
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. Several updates become one where a long paste or an album was joined (`ids`).

    `command` is without slash and bot name, unaccented («hoi»); `text` is then what follows it.
    `again` marks work that a stopped process had begun: the answer may be a repeat.
    """

    ids: tuple[int, ...]
    kind: Kind
    chat: int
    person: int
    name: str = ""
    group: bool = False
    title: str = ""
    thread: int = 0
    message: int = 0
    text: str = ""
    command: str = ""
    addressed: bool = True
    files: tuple[Attached, ...] = ()
    album: str = ""
    reply_to: int = 0
    callback: str = ""
    token: str = ""
    joined: bool = False
    moved_to: int = 0
    again: bool = False

    @property
    def lane(self) -> str:
        """Whose turn it is: serial within a lane, parallel across. In groups each person has their own."""
        return f"{self.chat}:{self.thread}:{self.person}" if self.group else str(self.chat)


@dataclass(frozen=True, slots=True)
class Button:
    """A button: an operation with its argument, or a text to copy, or an address to open."""

    label: str
    op: str = ""
    arg: str = ""
    copy: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One message: Telegram HTML built by us, and its buttons."""

    html: str
    rows: Rows = ()

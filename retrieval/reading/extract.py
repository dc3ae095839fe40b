"""What every format gives before the reading begins: text, one paragraph or table row a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Media = Literal["txt", "md", "docx", "pdf", "image"]


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file in reading order; a form feed begins each page after the first.

    `doubts` are sentences for the person: what was guessed, left out or poorly legible.
    """

    media: Media
    text: str
    doubts: tuple[str, ...] = ()

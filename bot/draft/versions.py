"""The versions of one draft, the oldest first; going back never loses the first."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Draft


@dataclass(frozen=True, slots=True)
class Versions:
    """At least one draft; `now` is the last."""

    drafts: tuple[Draft, ...]

    @property
    def now(self) -> Draft:
        """The version in hand."""
        return self.drafts[-1]

    def add(self, draft: Draft) -> Versions:
        """With a new version on top; the same draft again is no version."""
        return self if draft == self.now else Versions((*self.drafts, draft))

    def undo(self) -> Versions:
        """One version back, the first stays."""
        return Versions(self.drafts[:-1]) if len(self.drafts) > 1 else self

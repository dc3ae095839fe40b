"""The versions of one draft, the oldest first; going back never loses the first. The last few are kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Draft

KEPT = 10  # a draft is about 40 kB


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
        if draft == self.now:
            return self
        first, *rest = self.drafts
        return Versions((first, *rest[-(KEPT - 2) :], draft))

    def undo(self) -> Versions:
        """One version back, the first stays."""
        return Versions(self.drafts[:-1]) if len(self.drafts) > 1 else self

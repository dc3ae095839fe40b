"""The register as an editor changes it: the form asked, the row shown before it is written, written, taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime

from bot.ask import lawform
from bot.ask.lawform import Asked, RowForm, Saved
from bot.ask.lawwords import card, name
from retrieval import Register, RegisterError, RegisterFiles

log = logging.getLogger(__name__)


class RowEditor:
    """Over the register's files; `changed` is told the new register after each change, also by another process."""

    def __init__(self, files: RegisterFiles, changed: Callable[[Register], None]) -> None:
        """Reads the register, and again whenever its files have changed."""
        self._files, self._changed = files, changed
        self._stamp, self._register = files.stamp(), files.load()

    def now(self) -> Register:
        """The register as its files stand; the last good one where somebody's hand has left them unreadable."""
        seen = self._files.stamp()
        if seen != self._stamp:
            try:
                self._reload()
            except RegisterError as e:
                log.warning("the register was changed and is not read: %s", e)
        return self._register

    def ask(self, form: RowForm) -> Asked:
        """What to ask next; nothing once all is known."""
        return lawform.ask(form, self.now())

    def choose(self, form: RowForm) -> Asked:
        """Which part of a row to correct."""
        return lawform.choose(form, self.now())

    def fill(self, form: RowForm, text: str, today: date) -> RowForm:
        """The form with one more answer; RegisterError where it is none."""
        return lawform.fill(form, text, self.now(), today)

    def shown(self, form: RowForm, today: date) -> str:
        """The row as it would be, with its state; RegisterError where the register refuses it."""
        edit = lawform.edit(form, self.now(), today)
        made = self._files.preview(edit)
        return card(made, made.get(edit.id), today)

    def save(self, form: RowForm, who: str, at: datetime) -> Saved:
        """Written, and kept with who and when."""
        edit = lawform.edit(form, self.now(), at.date())
        done = self._files.save(edit, who, at)
        self._reload()
        return Saved(done.n, done.row, name(self._register.get(done.row)), lawform.told(edit))

    def undo(self, n: int, who: str, at: datetime) -> None:
        """Change `n` taken back, which is kept too."""
        self._files.undo(n, who, at)
        self._reload()

    def _reload(self) -> None:
        self._stamp = self._files.stamp()  # before the reading: a change meanwhile is read at the next look
        self._register = self._files.load()
        self._changed(self._register)

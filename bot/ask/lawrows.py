"""The register as an editor changes it: the form asked, the row shown before it is written, written, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from bot.ask import lawform
from bot.ask.lawform import Asked, RowForm, Saved
from bot.ask.lawwords import card, name
from retrieval import Register, RegisterFiles


class RowEditor:
    """Over the register's files; `changed` is told the new register after each change."""

    def __init__(self, files: RegisterFiles, changed: Callable[[Register], None]) -> None:
        """Reads the register once; another process's edits are seen after the next change here."""
        self._files, self._changed = files, changed
        self._register = files.load()

    def ask(self, form: RowForm) -> Asked:
        """What to ask next; nothing once all is known."""
        return lawform.ask(form, self._register)

    def choose(self, form: RowForm) -> Asked:
        """Which part of a row to correct."""
        return lawform.choose(form, self._register)

    def fill(self, form: RowForm, text: str, today: date) -> RowForm:
        """The form with one more answer; RegisterError where it is none."""
        return lawform.fill(form, text, self._register, today)

    def shown(self, form: RowForm, today: date) -> str:
        """The row as it would be, with its state; RegisterError where the register refuses it."""
        edit = lawform.edit(form, self._register, today)
        made = self._files.preview(edit)
        return card(made, made.get(edit.id), today)

    def save(self, form: RowForm, who: str, at: datetime) -> Saved:
        """Written, and kept with who and when."""
        edit = lawform.edit(form, self._register, at.date())
        done = self._files.save(edit, who, at)
        self._reload()
        return Saved(done.n, done.row, name(self._register.get(done.row)), lawform.told(edit))

    def undo(self, n: int, who: str, at: datetime) -> None:
        """Change `n` taken back, which is kept too."""
        self._files.undo(n, who, at)
        self._reload()

    def _reload(self) -> None:
        self._register = self._files.load()
        self._changed(self._register)

"""An answer as a file to keep beside a plan: the question, the answer, each source word for word with its state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.draft.typeset import Style, blank, put, saved
from bot.model import Answer
from bot.texts import telegram as t
from bot.texts.law import STATE_WORDS
from retrieval import format_path, words

_HEAD = Style(size=13, bold=True, before=8, keep=True)
_TEXT = Style(size=13, after=3)


def answer_paper(question: str, found: Answer, names: Mapping[str, str], today: date) -> bytes:
    """The answer as .docx; `names` says what documents are called."""
    document = blank(t.ANSWER_TITLE)
    put(document, t.ANSWER_TITLE, Style(bold=True, align="center"))
    put(document, t.ANSWER_ASKED.format(day=words.day(today)), Style(size=12, italic=True, align="center"))
    for head, text in ((t.ANSWER_QUESTION, question), (t.ANSWER_SAID, found.text)):
        put(document, head, _HEAD)
        for line in text.split("\n"):
            put(document, line, _TEXT)
    if found.citations:
        put(document, t.ANSWER_SOURCES, _HEAD)
    for c in found.citations:
        state = STATE_WORDS[c.state] if c.state else ""
        place = (names.get(c.doc, c.source), format_path(c.path) if c.path else "", state, c.note)
        put(document, f"[{c.n}] {', '.join(x for x in place if x)}:", Style(size=12, before=4, keep=True))
        put(document, f"«{words.squeeze(c.quote)}»", _TEXT)
    if found.register:
        put(document, t.ANSWER_REGISTER, _HEAD)
    for f in found.register:
        checked = t.CHECKED.format(date=words.day(f.checked))
        put(document, f"- {f.number or f.id}: {STATE_WORDS[f.state]} ({checked})", _TEXT)
    put(document, t.ANSWER_NOTICE, Style(size=11, italic=True, before=10))
    return saved(document)

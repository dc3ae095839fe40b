"""Telegram's HTML, pure: escaping, measuring in UTF-16 units, and cutting long texts without breaking a tag."""

from __future__ import annotations

import html
import re

from bot.telegram.nouns import RAW_BYTES, TEXT_UNITS
from retrieval import words

_TOKEN = re.compile(r"<(/?)([a-z-]+)([^>]*)>|&(?:\w+|#\d+);|.", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Where a cut reads best, best first: after a paragraph, a line, a sentence, a word.
_BREAKS = ("\n\n", "\n", ". ", " ")

Tag = tuple[str, int]  # the opening tag as written, and its number, so that neighbours are not taken for one


def escape(text: str) -> str:
    """Any text as Telegram HTML, in NFC (the same words in NFD are a quarter longer)."""
    return html.escape(words.nfc(text), quote=False)


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(c > "\uffff" for c in text)


def plain(markup: str) -> str:
    """The text without its tags."""
    return html.unescape(_TAG.sub("", markup))


def clip(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, «…» where something was cut off, at a word's end where one is near."""
    if units(text) <= limit:
        return text
    kept = text
    while units(kept) > limit - 1:
        kept = kept[: len(kept) - max(1, (units(kept) - limit + 1) // 2)]
    space = kept.rfind(" ")
    return (kept[:space] if space > len(kept) * 2 // 3 else kept).rstrip() + "…"


def split(markup: str, limit: int = TEXT_UNITS) -> list[str]:
    """Cut markup into messages of at most `limit` units: tags closed and opened again, no visible character lost."""
    whole = words.nfc(markup)
    if units(whole) <= limit and len(whole.encode()) <= RAW_BYTES:
        return [whole.strip()] if plain(whole).strip() else []
    atoms = _atoms(whole)
    parts: list[str] = []
    at = 0
    while at < len(atoms):
        end = _fit(atoms, at, limit)
        if end < len(atoms):
            end = _best_break(atoms, at, end)
        while len((raw := _render(atoms[at:end])).encode()) > RAW_BYTES and end - at > 1:
            end = at + (end - at) // 2
        if plain(raw).strip():
            parts.append(raw.strip())
        at = end
    return parts


def _atoms(markup: str) -> list[tuple[str, tuple[Tag, ...]]]:
    """Visible characters, each with the tags open around it."""
    found: list[tuple[str, tuple[Tag, ...]]] = []
    open_: tuple[Tag, ...] = ()
    for number, m in enumerate(_TOKEN.finditer(markup)):
        if m[2] is None:
            found.append((m[0], open_))
        elif m[1]:
            open_ = open_[:-1]
        else:
            open_ = (*open_, (m[0], number))
    return found


def _width(atom: str) -> int:
    return units(html.unescape(atom)) if len(atom) > 1 else units(atom)


def _fit(atoms: list[tuple[str, tuple[Tag, ...]]], at: int, limit: int) -> int:
    room = limit
    for i in range(at, len(atoms)):
        room -= _width(atoms[i][0])
        if room < 0:
            return max(i, at + 1)
    return len(atoms)


def _best_break(atoms: list[tuple[str, tuple[Tag, ...]]], at: int, end: int) -> int:
    text = [a if len(a) == 1 else "x" for a, _ in atoms[at:end]]
    line = "".join(text)
    for mark in _BREAKS:
        found = line.rfind(mark)
        if found > len(line) // 2:
            return at + found + len(mark)
    # a combining mark stays with its letter
    while end - at > 1 and end < len(atoms) and _combining(atoms[end][0]):
        end -= 1
    return end


def _combining(atom: str) -> bool:
    return len(atom) == 1 and ("\u0300" <= atom <= "\u036f" or atom in "\u200d\ufe0f")


def _render(atoms: list[tuple[str, tuple[Tag, ...]]]) -> str:
    out: list[str] = []
    open_: tuple[Tag, ...] = ()
    for char, tags in [*atoms, ("", ())]:
        if tags != open_:
            common = 0
            while common < min(len(tags), len(open_)) and tags[common] == open_[common]:
                common += 1
            out += [f"</{_name(t)}>" for t in reversed(open_[common:])]
            out += [t[0] for t in tags[common:]]
            open_ = tags
        out.append(char)
    return "".join(out)


def _name(tag: Tag) -> str:
    return tag[0][1:-1].split(" ")[0]

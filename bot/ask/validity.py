"""What the register says of a document of the corpus on a day, in words that stand under an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model import RegisterFact
from bot.texts import ask as texts
from bot.texts import law as law_texts
from retrieval import Directive, Document, Register, State

_GONE = (State.EXPIRED, State.HAS_SUCCESSOR, State.PERIOD_OVER)


@dataclass(frozen=True, slots=True)
class Validity:
    """The state of a text on a day; `phrase` completes «Lưu ý: Nghị định số … »."""

    state: State
    phrase: str
    fact: RegisterFact | None = None


def of_document(register: Register | None, document: Document, on: date) -> Validity:
    """Not in the register, or more than one row: unknown, and never shown as in force."""
    header = document.header
    if register is None or not header.number:
        return Validity(State.UNKNOWN, texts.UNREGISTERED)
    found = register.resolve(number=header.number, kind=header.kind, date=header.date)
    row = found.row or register.resolve(number=header.number, kind=header.kind).row
    return of_row(register, row, on) if row else Validity(State.UNKNOWN, texts.UNREGISTERED)


def of_row(register: Register, row: Directive, on: date) -> Validity:
    """A row's state on a day with what followed it."""
    standing = register.standing(row, on)
    phrase = law_texts.state(standing)
    later = register.later(row, on)
    held = [r for r in later if r.number and register.state(r, on) is State.IN_FORCE and register.citable(r)]
    if held and standing.state is not State.IN_FORCE:
        phrase += f"; văn bản sau: {', '.join(f'{r.kind} số {r.number}' for r in held[:2])}"
    phrase += f" ({law_texts.by_register(row)})"
    return Validity(standing.state, phrase, fact(register, row, on))


def of_named(register: Register | None, text: str, on: date) -> list[tuple[str, Validity]]:
    """The texts that a passage names by number and that are over, replaced or followed, each with its state."""
    if register is None:
        return []
    found: dict[str, Validity] = {}
    for meant in register.mentions(text, on):
        row = meant.row
        if row is None or not row.number or not meant.mention or meant.mention.number.isdigit():
            continue
        if register.state(row, on) in _GONE:
            found.setdefault(f"{row.kind} số {row.number}", of_row(register, row, on))
    return list(found.items())


def fact(register: Register, row: Directive, on: date) -> RegisterFact:
    """A row as an answer carries it."""
    return RegisterFact(row.id, row.number, register.state(row, on), row.checked, row.sources, row.certainty)

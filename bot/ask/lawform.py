"""An editor's form for a row of the register, one question at a time: what to ask next, what an answer means; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.model import Option
from bot.texts import lawform as texts
from retrieval import Directive, Edit, Register, RegisterError, words

Value = str | bool | date | tuple[str, ...]

ADDING = (
    "kind", "number", "issuer", "date", "subject", "from", "period_to", "replaces", "topics", "level", "asks",
    "sources", "certainty",
)  # fmt: skip
EDITING = (
    "subject", "issuer", "date", "from", "to", "period_to", "replaced_by", "asks", "note", "sources", "certainty",
    "checked",
)  # fmt: skip
_OPTIONAL = {"from", "period_to", "replaces", "note"}
_SOURCED = {"date", "from", "to", "period_to", "replaced_by", "issuer", "subject", "certainty", "checked"}
_CERTAINTY = {texts.READ_WHOLE: "high", texts.READ_COPY: "medium", texts.HEARD: "low"}
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": texts.KINDS, "level": texts.LEVELS, "certainty": tuple(_CERTAINTY),
}  # fmt: skip
_FULL_NUMBER = re.compile(r"\d{1,4}(?:/\d{4})?[-/][\w-]+(?:/[\w-]+)*")


@dataclass(frozen=True, slots=True)
class RowForm:
    """What is known so far: the row edited ("" = a new one), answers in order as (key, what was typed)."""

    row: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The next question; `key` "" = nothing is missing any more. `options`: what buttons say and answer."""

    key: str
    question: str = ""
    options: tuple[Option, ...] = ()
    skippable: bool = False


def ask(form: RowForm, register: Register) -> Asked:
    """What to ask next."""
    if form.field:
        return _asked(form.field)
    known = {key for key, _ in form.answers}
    if not form.row:
        missing = next((key for key in ADDING if key not in known), "")
        return _asked(missing) if missing else Asked("")
    if not known:
        return choose(form, register)
    return _asked("sources", skippable=True) if known & _SOURCED and "sources" not in known else Asked("")


def choose(form: RowForm, register: Register) -> Asked:
    """Which part of the row to correct."""
    options = tuple(Option(texts.LABELS[key], key) for key in EDITING)
    return Asked("field", texts.QUESTIONS["field"].format(name=_name(register.get(form.row))), options)


def fill(form: RowForm, text: str, register: Register, today: date) -> RowForm:
    """The form with one more answer. RegisterError with a sentence to ask again with, where it is none."""
    asked = ask(form, register)
    typed = words.squeeze(words.nfc(text))
    if asked.key == "field":
        key = next((k for k in EDITING if words.fold(typed) in (k, words.fold(texts.LABELS[k]))), "")
        if not key:
            raise RegisterError(texts.NOT_A_CHOICE.format(choices=", ".join(texts.LABELS[k] for k in EDITING)))
        if key == "checked":
            return replace(form, answers=(*_without(form, key), (key, "")))
        return replace(form, field=key)
    if words.fold(typed) in ("", "bo qua", "-"):
        if not asked.skippable:
            raise RegisterError(texts.NEEDED.format(question=asked.question))
        typed = ""
    elif asked.key:
        _value(asked.key, typed, register, today)
        if asked.key == "number" and not form.row:
            _refuse_known(typed, register)
    return replace(form, answers=(*_without(form, asked.key), (asked.key, typed)), field="")


def edit(form: RowForm, register: Register, today: date) -> Edit:
    """The whole form as an edit of the register."""
    fields: list[tuple[str, Value]] = []
    for key, typed in form.answers:
        if typed or form.row:
            fields += _fields(form, key, typed, register, today)
    fields.append(("checked", today))
    return Edit(form.row or _new_id(form, register), tuple(dict(fields).items()))


@dataclass(frozen=True, slots=True)
class Saved:
    """A change as written: its number, the row's id and name, what was changed in words."""

    n: int
    row: str
    name: str
    told: str


def told(edit: Edit) -> str:
    """The edit in words, for the audit: «Ngày hết hiệu lực: 01/3/2027; Nguồn: …»."""
    shown = [(texts.LABELS[k], v) for k, v in edit.fields if k in texts.LABELS]
    return "; ".join(texts.CHANGED.format(label=label, value=_shown(value)) for label, value in shown)


def _asked(key: str, *, skippable: bool = False) -> Asked:
    certain = _CHOICES.get(key, ())
    options = tuple(Option(c, c) for c in certain)
    return Asked(key, texts.QUESTIONS[key], options, skippable or key in _OPTIONAL)


def _without(form: RowForm, key: str) -> tuple[tuple[str, str], ...]:
    return tuple(a for a in form.answers if a[0] != key)


def _fields(form: RowForm, key: str, typed: str, register: Register, today: date) -> Sequence[tuple[str, Value]]:
    if key == "checked" or (key == "sources" and not typed):
        return ()
    value: Value = _value(key, typed, register, today) if typed else ""
    if key == "certainty":
        sure = str(value)
        return (("certainty", sure), ("state_certainty", sure), ("why", texts.WHY[sure]))
    if key == "sources" and form.row:
        held = register.get(form.row).sources
        return (("sources", tuple(dict.fromkeys((*_listed(value), *held)))),)
    if key == "date":
        return (("date", value), ("date_raw", ""))
    if key == "to" and not typed:
        return (("to", ""), ("ended_by", ""))
    if key == "to":
        return (("to", value), ("to_open", False), ("to_last_day", False))
    return ((key, value),)


def _listed(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _value(key: str, typed: str, register: Register, today: date) -> Value:
    reading: dict[str, Callable[[str], Value]] = {
        "number": _number,
        "replaces": lambda t: _rows(t, register, today),
        "replaced_by": lambda t: _rows(t, register, today),
        "topics": lambda t: tuple(p for p in (words.squeeze(x) for x in t.split(",")) if p),
        "sources": _source,
    }
    if key in ("date", "from", "to", "period_to"):
        return _day(typed)
    if key in _CHOICES:
        return _choice(key, typed)
    return reading[key](typed) if key in reading else typed


def _day(typed: str) -> date:
    found = words.dates(typed)
    if found:
        return found[0][0]
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise RegisterError(texts.NOT_A_DAY.format(text=typed)) from None


def _number(typed: str) -> str:
    number = typed.replace(" ", "")
    if not _FULL_NUMBER.fullmatch(number):
        raise RegisterError(texts.NOT_A_NUMBER.format(text=typed))
    return number


def _choice(key: str, typed: str) -> str:
    chosen = next((c for c in _CHOICES[key] if words.fold(c) == words.fold(typed)), "")
    if key == "kind" and not chosen:
        return typed[:1].upper() + typed[1:]  # kinds are many: «Thông báo», «Kết luận»
    if not chosen:
        raise RegisterError(texts.NOT_A_CHOICE.format(choices=", ".join(_CHOICES[key])))
    return _CERTAINTY.get(chosen, chosen)


def _rows(typed: str, register: Register, today: date) -> tuple[str, ...]:
    meant = [m for m in register.mentions(typed, today) if m.mention]
    if not meant or not all(m.rows for m in meant):
        raise RegisterError(texts.NO_SUCH_ROW.format(text=typed))
    for m in meant:
        if len(m.rows) > 1:
            raise RegisterError(texts.WHICH_ROW.format(text=typed, example=_name(m.rows[0])))
    return tuple(dict.fromkeys(r.id for m in meant for r in m.rows))


def _source(typed: str) -> tuple[str, ...]:
    if re.fullmatch(r"https?://\S+", typed):
        return (typed,)
    if re.search(r"\d{4}", typed):
        return (f"văn bản: {typed}",)
    raise RegisterError(texts.NO_SOURCE)


def _refuse_known(number: str, register: Register) -> None:
    """A number with its year in it is one text; «34-CT/TW» may be another of another day, which is asked later."""
    if re.search(r"/\d{4}/", number) and (held := register.resolve(number=number).row):
        raise RegisterError(texts.ALREADY.format(name=_name(held)))


def _new_id(form: RowForm, register: Register) -> str:
    answers = dict(form.answers)
    made = re.sub(r"[^a-z0-9]+", "-", words.fold(answers["number"])).strip("-")
    taken = {r.id for r in register.rows}
    if made in taken:
        made = f"{made}-{_day(answers['date']).isoformat()}"
    return made


def _name(row: Directive) -> str:
    if not row.number:
        return f"{row.kind} {row.subject}"
    return f"{row.kind} số {row.number}" + (f" ngày {words.day(row.date)}" if row.date else "")


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return words.day(value)
    return "; ".join(value) if isinstance(value, tuple) else str(value) or texts.EMPTIED

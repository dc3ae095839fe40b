"""The draft form, pure: what is known, what to ask next, and what an answer means. One question at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.model import DraftRequest, GivenFact

FIELDS = ("unit", "year", "theme", "facts")
_YEAR = re.compile(r"\b(20\d\d)\b")
_PAIR = re.compile(r"^\s*[-•*]?\s*(?P<what>[^:=]{2,80}?)\s*[:=]\s*(?P<value>.{1,60}?)\s*[;.]?\s*$")


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A request and the fields already asked, in order (a skipped one is asked, and stays empty)."""

    request: DraftRequest
    asked: tuple[str, ...] = ()


def missing(form: DraftForm) -> str:
    """The next field to ask for, "" where everything is known or was asked."""
    for name in FIELDS:
        if name not in form.asked and not getattr(form.request, name):
            return name
    return ""


def filled(form: DraftForm, name: str, text: str) -> DraftForm | None:
    """The form with an answer to `name`; None where the answer does not fit («năm» without a year)."""
    asked = (*(a for a in form.asked if a != name), name)
    value = text.strip()
    if name == "facts":
        facts = pairs(value)
        return DraftForm(replace(form.request, facts=facts), asked) if facts else None
    if name == "year":
        found = _YEAR.search(value)
        return DraftForm(replace(form.request, year=found[1]), asked) if found else None
    if not value:
        return None
    made = replace(form.request, unit=value[:120]) if name == "unit" else replace(form.request, theme=value[:300])
    return DraftForm(made, asked)


def skipped(form: DraftForm, name: str) -> DraftForm:
    """The form with `name` left open: the draft keeps a placeholder there."""
    return replace(form, asked=(*form.asked, name))


def back(form: DraftForm) -> DraftForm:
    """The form before its last answer; unchanged where nothing was asked yet."""
    if not form.asked:
        return form
    last = form.asked[-1]
    empty: tuple[GivenFact, ...] | str = () if last == "facts" else ""
    return DraftForm(replace(form.request, **{last: empty}), form.asked[:-1])  # type: ignore[arg-type]


def pairs(text: str) -> tuple[GivenFact, ...]:
    """«Tỷ lệ hộ nghèo: 1,35%» a line, or separated by semicolons, as given facts."""
    found = (_PAIR.match(line) for line in re.split(r"[\n;]", text))
    return tuple(GivenFact(m["what"].strip(), m["value"].strip()) for m in found if m)

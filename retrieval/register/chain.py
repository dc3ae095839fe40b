"""How a subject was ruled over time: the texts that replaced, followed and amended one another; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.model import Directive, State
from retrieval.register import state
from retrieval.register.state import Get

_BASIS = "căn cứ chung"
Role = Literal["basis", "amending"]


@dataclass(frozen=True, slots=True)
class Link:
    """One text of a chain: from which day, and whether it rules by itself or amends another (`amends`)."""

    row: Directive
    since: dt.date
    role: Role
    amends: tuple[str, ...] = ()


def chain(rows: Sequence[Directive], row: Directive) -> tuple[Link, ...]:
    """The texts linked to a row by replacing, following or amending, the oldest first; rows of low certainty left out.

    «Luật TĐKT»: 2003 → 2005, 2009, 2013 (amending) → 2022 → 2026 (amending).
    """
    by_id = {r.id: r for r in rows}
    seen: dict[str, Directive] = {}
    todo = [row]
    while todo:
        one = todo.pop()
        if one.id in seen:
            continue
        seen[one.id] = one
        todo += [by_id[i] for i in _linked(one, rows)]
    links = [link for r in seen.values() if r.certainty not in ("low", "unknown") and (link := _link(r))]
    return tuple(sorted(links, key=lambda k: (k.since, k.row.id)))


def later(rows: Sequence[Directive], row: Directive, on: dt.date, get: Get) -> tuple[Directive, ...]:
    """What stands in its place on a day: NĐ 91/2017 → NĐ 98/2023 in 2024, NĐ 152/2025 from 01/7/2025.

    The line of replacements is walked as far as texts had begun on the day; a text in force ends the walk. Where none
    had begun, the next ones to come.
    """
    by_id = {r.id: r for r in rows}
    ends: dict[str, Directive] = {}
    todo = [by_id[i] for i in (*row.replaced_by, *row.succeeded_by)]
    if not any(_begun(r, on) for r in todo):
        return tuple(todo)
    while todo:
        one = todo.pop(0)
        if not _begun(one, on):
            continue
        onward = [r for i in (*one.replaced_by, *one.succeeded_by) if _begun(r := by_id[i], on)]
        if onward and state.of(one, on, get).state is not State.IN_FORCE:
            todo += onward
        else:
            ends[one.id] = one
    return tuple(ends.values())


def earlier(rows: Sequence[Directive], row: Directive, on: dt.date, get: Get) -> tuple[Directive, ...]:
    """What was in force on a day before the row began: NĐ 152/2025 in 03/2025 → NĐ 98/2023. Never an amending text."""
    seen: set[str] = set()
    found: list[Directive] = []
    todo = [row]
    while todo:
        one = todo.pop(0)
        before = {*one.replaces, *(r.id for r in rows if one.id in r.succeeded_by)} - seen
        seen |= before
        for other in sorted((get(i) for i in before), key=lambda r: r.id):
            if state.of(other, on, get).state is State.IN_FORCE and not other.amends:
                found.append(other)
            else:
                todo.append(other)
    amending = {i for r in found for i in r.amended_by}
    return tuple(sorted((r for r in found if r.id not in amending), key=lambda r: (_BASIS not in r.topics, r.id)))


def _begun(row: Directive, on: dt.date) -> bool:
    first, _ = state.start(row)
    return first is not None and first <= on


def _linked(row: Directive, rows: Sequence[Directive]) -> set[str]:
    near = {*row.replaces, *row.replaced_by, *row.succeeded_by, *row.amends, *row.amended_by}
    return near | {r.id for r in rows if row.id in r.succeeded_by}


def _link(row: Directive) -> Link | None:
    first, _ = state.start(row)
    if first is None:
        return None
    return Link(row, first, "amending" if row.amends else "basis", row.amends)

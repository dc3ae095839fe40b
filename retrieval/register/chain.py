"""How a subject was ruled over time: the texts that replaced, followed and amended one another; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.model import Directive
from retrieval.register import state

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


def later(rows: Sequence[Directive], row: Directive) -> tuple[Directive, ...]:
    """What stands at the end of the line of replacements: NĐ 91/2017 → NĐ 152/2025 (not NĐ 98/2023 between them)."""
    by_id = {r.id: r for r in rows}
    ends: dict[str, Directive] = {}
    todo = [by_id[i] for i in (*row.replaced_by, *row.succeeded_by)]
    while todo:
        one = todo.pop(0)
        onward = [by_id[i] for i in (*one.replaced_by, *one.succeeded_by)]
        if onward:
            todo += onward
        else:
            ends[one.id] = one
    return tuple(ends.values())


def _linked(row: Directive, rows: Sequence[Directive]) -> set[str]:
    near = {*row.replaces, *row.replaced_by, *row.succeeded_by, *row.amends, *row.amended_by}
    return near | {r.id for r in rows if row.id in r.succeeded_by}


def _link(row: Directive) -> Link | None:
    first, _ = state.start(row)
    if first is None:
        return None
    return Link(row, first, "amending" if row.amends else "basis", row.amends)

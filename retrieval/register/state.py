"""The state of a directive on a date, by rule from its fields; pure. What the rules are is written in `_by_rule`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from retrieval import words
from retrieval.model import Directive, State

LAPSING_DAYS = 180
_YEAR_IN_NUMBER = re.compile(r"/((?:19|20)\d\d)/")

Get = Callable[[str], Directive]


@dataclass(frozen=True, slots=True)
class Standing:
    """A state and what it rests on. `since` is the first day of this state where known.

    `assumed_start`: the day of effect is not established and the day of signing stands in for it.
    `lapses_on`: the last day it holds (law or period), given only where that day is known and not past.
    `vouched` False: the state follows from the row's fields, but no source of certainty confirms it.
    """

    state: State
    since: dt.date | None = None
    assumed_start: bool = False
    lapses_on: dt.date | None = None
    vouched: bool = True


def of(row: Directive, on: dt.date, get: Get) -> Standing:
    """The standing on a day, by the rules of `_by_rule`, and whether it is vouched for."""
    found = _by_rule(row, on, get)
    return found if row.state_certainty in ("high", "medium") else replace(found, vouched=False)


def _by_rule(row: Directive, on: dt.date, get: Get) -> Standing:
    """The first rule that fits decides.

    1. before its start (`from`, else the day of signing): not yet; a start known only to the month or year leaves that
       stretch unknown;
    2. its end reached (`to`, or all the texts it guides or amends have ended): expired;
    3. its own period over: period over (not the same as repealed);
    4. replaced by a text in effect whose repealing clause was read: expired; any other later text: successor;
    5. a state of low or no certainty is never in force, but for days up to `last_seen`, when it was seen in use.
    """
    first, sure = start(row)
    if first is None:
        return Standing(State.UNKNOWN)
    if on < first:
        return Standing(State.NOT_YET)
    if sure is None or on < sure:
        return Standing(State.UNKNOWN)
    assumed = row.from_ is None
    end = first_day_out(row, get)
    if end is not None and on >= end:
        return Standing(State.EXPIRED, end, assumed)
    if row.period_to and on > row.period_to:
        return Standing(State.PERIOD_OVER, row.period_to + dt.timedelta(days=1), assumed)
    if row.period_over_by and on >= row.period_over_by:
        return Standing(State.PERIOD_OVER, None, assumed)
    if row.period_over_by and (row.last_seen is None or on > row.last_seen):
        return Standing(State.UNKNOWN, None, assumed)  # it ended on some day in between
    later = None if row.to else _succession(row, on, get)  # a text with a known last day stays until then
    if later is not None:
        return Standing(later[0], later[1], assumed)
    if not _vouched(row, on):
        return Standing(State.UNKNOWN, None, assumed)
    return Standing(State.IN_FORCE, first, assumed, last_day(row, get))


def start(row: Directive) -> tuple[dt.date | None, dt.date | None]:
    """The earliest day it can have been in effect and the day it surely was; (None, None) where nothing is known."""
    if row.from_ or row.date:
        day = row.from_ or row.date
        return day, day
    if not row.date_raw:
        return None, None
    year, _, month = row.date_raw[:7].partition("-")
    if month.isdigit():
        last = calendar.monthrange(int(year), int(month))[1]
        return dt.date(int(year), int(month), 1), dt.date(int(year), int(month), last)
    return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)


def first_day_out(row: Directive, get: Get) -> dt.date | None:
    """The first day it no longer holds: its own, or with the last of the texts it guides or amends.

    A text that details or amends another falls with it (Law on promulgation of legal documents).
    """
    if row.to:
        return row.to + dt.timedelta(days=1) if row.to_last_day else row.to
    parents = [get(i) for i in (*row.guides, *row.amends)]
    if row.to_open or not parents:
        return None
    ends = [first_day_out(p, get) for p in parents]
    return None if None in ends else max(e for e in ends if e)


def last_day(row: Directive, get: Get) -> dt.date | None:
    """The last day it holds as far as is known: the day before its end, or the end of its period."""
    end = first_day_out(row, get)
    days = [d for d in (end and end - dt.timedelta(days=1), row.period_to) if d]
    return min(days, default=None)


def lapsing(standing: Standing, on: dt.date, within: int = LAPSING_DAYS) -> bool:
    """In force today and known to end within so many days."""
    return standing.lapses_on is not None and (standing.lapses_on - on).days < within


def _succession(row: Directive, on: dt.date, get: Get) -> tuple[State, dt.date | None] | None:
    replaced = _since([get(i) for i in row.replaced_by], row.replaced_by_unlisted, on)
    if replaced:
        return (State.EXPIRED if row.repeal_read else State.HAS_SUCCESSOR), replaced[0]
    succeeded = _since([get(i) for i in row.succeeded_by], row.succeeded_by_unlisted, on)
    return (State.HAS_SUCCESSOR, succeeded[0]) if succeeded else None


def _since(rows: list[Directive], unlisted: tuple[str, ...], on: dt.date) -> tuple[dt.date | None] | None:
    """The first day one of these texts was in effect, wrapped, or None where none is yet (a day may be unknown)."""
    days = [start(r)[1] for r in rows] + [_day_of(u) for u in unlisted]
    past = [d for d in days if d is None or d <= on]
    if not past:
        return None
    return (min((d for d in past if d), default=None),)


def _day_of(unlisted: str) -> dt.date | None:
    """The day of a text without a row: as written («… ngày 14/4/2025»), else the end of the year in its number."""
    if found := words.dates(unlisted):
        return found[0][0]
    year = _YEAR_IN_NUMBER.search(unlisted)
    return dt.date(int(year.group(1)), 12, 31) if year else None


def _vouched(row: Directive, on: dt.date) -> bool:
    if row.state_certainty in ("high", "medium"):
        return True
    return row.last_seen is not None and on <= row.last_seen

"""Checks a plan: `check` gives findings with place, reason and fix; `annotate` writes them into a Word file."""

from __future__ import annotations

from datetime import date

from bot.check.annotate import annotate
from bot.check.case import Case
from bot.check.rules import RULES
from bot.model import Finding
from retrieval import Places, Reading, Register

__all__ = ["annotate", "check"]

_RANK = {"error": 0, "warning": 1, "note": 2}


def check(
    reading: Reading, register: Register, places: Places, *, today: date, year: str = "", unit: str = ""
) -> list[Finding]:
    """Every finding of every rule, in reading order; one place is not told the same thing twice.

    Findings speak as of `today`, or with `year` of the plan as a template for that year.
    """
    case = Case(reading, register, places, today, year, unit)
    found = [f for rule in RULES for f in rule(case)]
    unique = {(f.rule, f.line, f.quote): f for f in reversed(found)}
    return sorted(unique.values(), key=lambda f: (f.line, _RANK[f.severity], f.rule, f.quote))

"""Which of the figures given are targets of the plan's own period, and which are results of a year before it. Pure."""

from __future__ import annotations

import re

from bot.model import DraftRequest, GivenFact

_YEAR = re.compile(r"(?<!\d)(?:năm|nam)\s+(20\d\d)(?!\s*[-–]\s*20\d\d)", re.IGNORECASE)
# «tăng 10% so với năm 2026», «bằng 110% năm 2026»: the year is measured against, the figure is the plan's.
_AGAINST = re.compile(
    r"\b(?:so|so với|so voi|hơn|hon|bằng|vượt|cùng kỳ|từ|của|kế hoạch|dự toán)\s+(?:[^\s,;]+\s+){0,3}$", re.IGNORECASE
)


def targets(request: DraftRequest) -> tuple[GivenFact, ...]:
    """The figures that are targets; all of them where the plan's year is not known."""
    return tuple(f for f in request.facts if not past(f, request.year))


def past(fact: GivenFact, year: str) -> str:
    """The year before the plan's that a figure is the result of («2026»), "" where it may be a target of `year`."""
    text = fact.text or f"{fact.indicator}: {fact.value}"
    named = list(_YEAR.finditer(text))
    if not year or not named or any(m[1] >= year[:4] for m in named):
        return ""
    return "" if any(_AGAINST.search(text[: m.start()]) for m in named) else named[-1][1]

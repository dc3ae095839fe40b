"""«Thủ tướng phát động những phong trào nào giai đoạn 2026-2030»: the register's movements of a period; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ask.lawtime import years
from retrieval import Directive, Register, words

KIND = "Phong trào thi đua"
_LISTED = re.compile(
    r"(?<!\w)(?:cac|nhung|may|bao nhieu|liet ke|ke ten)(?: \w+){0,2} phong trao(?!\w)"
    r"|phong trao(?: thi dua)? (?:nao|gi)(?!\w)"
)
# who launches for the whole country; «ở xã», «trong kho», «của kế hoạch» asks the plans
_CENTRAL = re.compile(r"(?<!\w)thu tuong(?: chinh phu)?(?!\w)(?=.{0,40}phat dong)|do thu tuong|phat dong boi thu tuong")
_IN_PLANS = re.compile(r"(?<!\w)(?:kho|ke hoach|thu vien|tai lieu)(?!\w)")
_LAUNCHES = re.compile(
    r"^(?:(?:ve )?(?:viec )?ban hanh )?ke hoach (?:to chuc thuc hien|trien khai) phong trao|phat dong"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last year of the period asked about."""

    first: int
    last: int


def asked(text: str) -> Period | None:
    """The period of a question for the movements the Prime Minister launched in it; None for any other question."""
    flat = words.fold(text)
    told = years(flat)
    if not told or not _LISTED.search(flat) or not _CENTRAL.search(flat) or _IN_PLANS.search(flat):
        return None
    return Period(*told)


def held(register: Register, period: Period) -> tuple[Directive, ...]:
    """The Prime Minister's movements of exactly that period, and those launched within it that have none, by day."""
    found = [r for r in register.rows if "thu tuong" in words.fold(r.issuer) and _launches(r) and _within(r, period)]
    return tuple(sorted(found, key=lambda r: str(r.date or r.date_raw)))


def _launches(row: Directive) -> bool:
    return row.kind == KIND or bool(_LAUNCHES.search(words.fold(row.subject)))


def _within(row: Directive, period: Period) -> bool:
    if row.period_from and row.period_to:
        return (row.period_from.year, row.period_to.year) == (period.first, period.last)
    return not row.period and row.date is not None and period.first <= row.date.year <= period.last

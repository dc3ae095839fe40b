"""The time a question about the register speaks of: a day, a month, «quý III năm 2025», «cuối năm 2024»; pure.

Parts of a year that have no legal bounds are read as months, and the months are said in the answer.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from retrieval import words

_MONTH = re.compile(r"thang\s+(\d{1,2})\s*(?:/|nam\s+|-)\s*((?:19|20)\d\d)|(?<![\d/])(\d{1,2})/((?:19|20)\d\d)(?!\d)")
_YEARS = re.compile(r"(?<![\d/])((?:19|20)\d\d)\s*(?:[-–—]|den(?: nam)?)\s*((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d\d)(?![\d/])")
_WHICH_YEAR = r"(?:(?:nam\s+)?(?P<y>(?:19|20)\d\d)(?![\d/])|nam\s+(?P<near>nay|ngoai|truoc|sau|toi)(?!\w))"
_QUARTER = re.compile(rf"(?<!\w)(?:quy|q)\s*(?P<q>iv|i{{1,3}}|[1-4])(?!\w)(?:\s*[/-]\s*|\s+){_WHICH_YEAR}")
_HALF = re.compile(rf"(?<!\w)(?:6|sau) thang (?P<half>dau|cuoi)(?:\s+(?:cua\s+)?{_WHICH_YEAR}|\s+nam(?!\w))")
# «đầu năm 2026», «cuối 2024», «giữa năm ngoái»; «cuối năm» alone is that of the year that runs
_PART = re.compile(rf"(?<!\w)(?P<part>dau|giua|cuoi)\s+{_WHICH_YEAR}")
_PART_NOW = re.compile(r"(?<!\w)(?P<part>cuoi) nam(?!\w)(?! (?:nay|ngoai|truoc|sau|toi|19|20))")
_NEAR_YEAR = re.compile(r"(?<!\w)(?:nam (?P<near>nay|ngoai|truoc|sau|toi)|(?P<next>sang nam))(?!\w)")
_NEAR_MONTH = re.compile(r"(?<!\w)thang (?P<near>nay|truoc|sau|toi)(?!\w)")
_BEFORE = re.compile(r"(?<!\w)truoc (?:ngay |mung |hom )?$")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ROMAN = ("", "I", "II", "III", "IV")
_YEARS_OFF = {"nay": 0, "ngoai": -1, "truoc": -1, "sau": 1, "toi": 1}
_PARTS = {"dau": ("đầu", 1, 3), "giua": ("giữa", 5, 8), "cuoi": ("cuối", 10, 12)}

Stretch = tuple[date, date, str]


def stretch(text: str, today: date) -> Stretch:
    """First and last day a question speaks of and its words («năm 2027»), "" for today; what runs starts today."""
    flat = words.fold(text)
    if found := words.dates(text):
        return _day(text, found[0][0], found[0][1])
    if told := _part_of_year(flat, today) or _month(flat, today):
        first, last, when = told
        return _from(first, last, today), last, when
    if m := _YEARS.search(flat):
        first, last = date(int(m.group(1)), 1, 1), date(int(m.group(2)), 12, 31)
        return _from(first, last, today), last, f"giai đoạn {m.group(1)}-{m.group(2)}"
    year = 0
    if m := _NEAR_YEAR.search(flat):
        off = _YEARS_OFF[m.group("near") or "sau"]
        year = today.year + off if off else 0  # this year is asked about as it stands today
    if m := _YEAR.search(flat):
        year = int(m.group(1))
    if year:
        return _from(date(year, 1, 1), date(year, 12, 31), today), date(year, 12, 31), f"năm {year}"
    return today, today, ""


def years(flat: str) -> tuple[int, int] | None:
    """The first and the last year of the period a folded text names."""
    m = _YEARS.search(flat)
    return (int(m.group(1)), int(m.group(2))) if m else None


def blank(flat: str) -> str:
    """A folded text without its times: what is left may be a topic."""
    for pattern in (_QUARTER, _HALF, _PART, _PART_NOW, _MONTH, _YEARS, _NEAR_MONTH):
        flat = pattern.sub(" ", flat)
    return flat


def _day(text: str, day: date, at: int) -> Stretch:
    """A day; «trước 01/7/2025» is the day before it."""
    if _BEFORE.search(words.unaccent(words.nfc(text)[:at]).lower()) and day > date.min:
        before = day - timedelta(days=1)
        return before, before, f"ngày {words.day(before)} (trước {words.day(day)})"
    return day, day, f"ngày {words.day(day)}"


def _part_of_year(flat: str, today: date) -> Stretch | None:
    if m := _QUARTER.search(flat):
        quarter, year = _QUARTERS[m.group("q")], _year(m, today)
        return _months(year, 3 * quarter - 2, 3 * quarter, f"quý {_ROMAN[quarter]} năm {year}")
    if m := _HALF.search(flat):
        first, year = (1 if m.group("half") == "dau" else 7), _year(m, today)
        return _months(year, first, first + 5, f"6 tháng {'đầu' if first == 1 else 'cuối'} năm {year}")
    if m := _PART.search(flat):
        year = _year(m, today)
    elif m := _PART_NOW.search(flat):
        year = today.year
    if not m:
        return None
    name, start, end = _PARTS[m.group("part")]
    return _months(year, start, end, f"{name} năm {year} (tháng {start}-{end}/{year})")


def _month(flat: str, today: date) -> Stretch | None:
    if m := _MONTH.search(flat):
        month, year = int(m.group(1) or m.group(3)), int(m.group(2) or m.group(4))
        return _months(year, month, month, f"tháng {month}/{year}") if 1 <= month <= 12 else None
    if m := _NEAR_MONTH.search(flat):
        off = {"nay": 0, "truoc": -1, "sau": 1, "toi": 1}[m.group("near")]
        count = today.year * 12 + today.month - 1 + off
        year, month = count // 12, count % 12 + 1
        return _months(year, month, month, f"tháng {month}/{year}") if off else None
    return None


def _year(m: re.Match[str], today: date) -> int:
    return int(m.group("y")) if m.group("y") else today.year + _YEARS_OFF[m.group("near") or "nay"]


def _months(year: int, start: int, end: int, when: str) -> Stretch:
    return date(year, start, 1), date(year, end, calendar.monthrange(year, end)[1]), when


def _from(first: date, last: date, today: date) -> date:
    return today if first <= today <= last else first

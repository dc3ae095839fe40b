"""Vietnamese words, numbers and dates, pure: what every floor needs to compare and print them."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata

_SPACES = re.compile(r"\s+")
_SYLLABLE = re.compile(r"\w+", re.UNICODE)
_DATE = re.compile(
    r"(?:ngày\s+)?(?<![\d/.])(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})(?!\d)", re.IGNORECASE
)


def nfc(text: str) -> str:
    """Unicode NFC: one code point a Vietnamese letter, whatever the keyboard or the file sent."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Runs of white space folded to one space, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def unaccent(text: str) -> str:
    """Marks stripped and đ → d, case kept; every character stays one character («Đất Nước» → «Dat Nuoc»)."""
    return nfc(text).translate(_BARE)


def fold(text: str) -> str:
    """For comparing: unaccented, lower case, white space folded («  Xã PHỔ  Châu» → «xa pho chau»)."""
    return squeeze(unaccent(text).lower())


def syllables(text: str) -> list[str]:
    """Lower-case `\\w+` runs with their accents: the unit of Vietnamese keyword search."""
    return _SYLLABLE.findall(nfc(text).lower())


def number(text: str) -> float | None:
    """A number as Vietnamese papers print it: «1.525,59» → 1525.59, «16.068» → 16068, «05» → 5; None otherwise.

    A dot followed by exactly three digits is a thousands mark, a comma is the decimal mark.
    """
    t = text.strip().replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", t):
        t = t.replace(".", "")
    elif not re.fullmatch(r"\d+([.,]\d+)?", t):
        return None
    return float(t.replace(",", "."))


def day(date: dt.date) -> str:
    """A date as Decree 30/2020/NĐ-CP writes it: zero before days under 10 and months 1 and 2 only («07/4/2014»)."""
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return f"{date.day:02}/{month}/{date.year}"


def dates(text: str) -> list[tuple[dt.date, int, int]]:
    """Complete dates in running text («07/4/2014», «ngày 28 tháng 3 năm 2024») with start and end."""
    found = []
    for m in _DATE.finditer(nfc(text)):
        d, month, year = map(int, m.groups())
        try:
            found.append((dt.date(year, month, d), m.start(), m.end()))
        except ValueError:
            continue
    return found


@functools.lru_cache(maxsize=4096)
class _Bare(dict[int, str]):
    """Code point → its letter without marks, worked out once: comparing texts does this a million times a day."""

    def __missing__(self, point: int) -> str:
        c = chr(point)
        self[point] = bare = ("d" if c == "đ" else "D") if c in "đĐ" else unicodedata.normalize("NFD", c)[0]
        return bare


_BARE = _Bare()

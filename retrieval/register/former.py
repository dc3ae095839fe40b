"""Provinces that had ended before the two-tier map of 01/7/2025 was drawn: what they became, in today's names. Pure.

The table of places begins with the 63 provinces of June 2025; an old paper, or an old habit, may name an earlier one.
Sources: the National Assembly's resolutions of 30/6/1989, 12/8/1991, 26/12/1991, 06/11/1996 and Resolution
15/2008/QH12, each followed to the 34 provinces of Resolution 202/2025/QH15.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval import words


@dataclass(frozen=True, slots=True)
class FormerProvince:
    """`name` «tỉnh Hà Tây», `ended` the year it ended, `today` the provinces where its land lies, short names."""

    name: str
    ended: int
    today: tuple[str, ...]


_ROWS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("Hà Tây", 2008, ("Hà Nội",)),
    ("Bắc Thái", 1997, ("Thái Nguyên",)),
    ("Hà Bắc", 1997, ("Bắc Ninh",)),
    ("Hải Hưng", 1997, ("Hải Phòng", "Hưng Yên")),
    ("Minh Hải", 1997, ("Cà Mau",)),
    ("Nam Hà", 1997, ("Ninh Bình",)),
    ("Quảng Nam - Đà Nẵng", 1997, ("Đà Nẵng",)),
    ("Sông Bé", 1997, ("Hồ Chí Minh", "Đồng Nai")),
    ("Vĩnh Phú", 1997, ("Phú Thọ",)),
    ("Cửu Long", 1992, ("Vĩnh Long",)),
    ("Gia Lai - Kon Tum", 1991, ("Gia Lai", "Quảng Ngãi")),
    ("Hà Nam Ninh", 1992, ("Ninh Bình",)),
    ("Hà Sơn Bình", 1991, ("Hà Nội", "Phú Thọ")),
    ("Hà Tuyên", 1991, ("Tuyên Quang",)),
    ("Hoàng Liên Sơn", 1991, ("Lào Cai",)),
    ("Nghệ Tĩnh", 1991, ("Nghệ An", "Hà Tĩnh")),
    ("Thuận Hải", 1992, ("Khánh Hòa", "Lâm Đồng")),
    ("Bình Trị Thiên", 1989, ("Quảng Trị", "Huế")),
    ("Nghĩa Bình", 1989, ("Quảng Ngãi", "Gia Lai")),
    ("Phú Khánh", 1989, ("Đắk Lắk", "Khánh Hòa")),
    ("Cao Lạng", 1978, ("Cao Bằng", "Lạng Sơn")),
)
_BY_NAME = {words.fold(name): FormerProvince(f"tỉnh {name}", ended, today) for name, ended, today in _ROWS}
# The word «tỉnh» must stand before it: «Cửu Long» is a river and a ward, «Nam Hà» many a hamlet.
_NAMED = re.compile(
    r"\btinh ("
    + "|".join(sorted((re.escape(k).replace(r"\-", "[-–]") for k in _BY_NAME), key=len, reverse=True))
    + r")\b(?! - )"
)


def former_province(text: str) -> tuple[str, FormerProvince] | None:
    """The first such province a text names after the word «tỉnh», with the words that name it; None where none is."""
    flat = words.unaccent(text).lower()
    m = _NAMED.search(flat)
    if m is None or len(flat) != len(text):
        return None
    return text[m.start() : m.end()], _BY_NAME[words.fold(m[1].replace("–", "-"))]

"""The table of administrative units before and after 01/7/2025, read into frozen units; pure."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from retrieval import words

TABLE = Path(__file__).with_name("places.tsv")
TWO_TIER = dt.date(2025, 7, 1)
UnitLevel = Literal["tỉnh", "huyện", "xã"]
TYPES: tuple[str, ...] = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")
_PROVINCE_ALIASES = {
    "Huế": ("thuathienhue",), "Hồ Chí Minh": ("hcm", "saigon"), "Hà Nội": ("hn",), "Bà Rịa - Vũng Tàu": ("brvt",),
    "Đắk Nông": ("dacnong",), "Đắk Lắk": ("daclac", "daclak", "daklac"), "Bắc Kạn": ("baccan",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit. `province` is the short name it lay in («Đắk Nông»), `district` "" where there is none.

    `began` None = before the table's time; `ended` is the first day it no longer was, None = it is there today.
    A unit that kept type and name through 01/7/2025 is one unit, though its area may have grown.
    """

    id: str
    type: str
    short: str
    level: UnitLevel
    province: str
    district: str = ""
    began: dt.date | None = None
    ended: dt.date | None = None
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As written inside a sentence: «xã Phổ Châu», «thành phố Gia Nghĩa», «tỉnh Đắk Nông»."""
        return f"{self.type} {self.short}"

    @property
    def full(self) -> str:
        """With what it lies in: «xã Phổ Châu, thị xã Đức Phổ, tỉnh Quảng Ngãi»."""
        inside = [self.district] if self.district else []
        return ", ".join([self.name, *inside, *([self.province] if self.level != "tỉnh" else [])])


@dataclass(frozen=True, slots=True)
class Table:
    """Every unit by id, and which became which."""

    units: dict[str, Unit]
    successors: dict[str, tuple[str, ...]]


@functools.lru_cache(maxsize=32768)
def squash(text: str) -> str:
    """A name for comparing: folded, letters and digits only («Đắk R'Moan» → `dakrmoan`)."""
    return re.sub(r"[\W_]+", "", words.fold(text))


def read(path: Path = TABLE) -> Table:
    """The table as units; kept names become one unit, every other old one ends on 01/7/2025."""
    units: dict[str, Unit] = {}
    successors: dict[str, tuple[str, ...]] = {}
    for unit, became in _rows(path.read_text(encoding="utf-8")):
        kept = next((units[i] for i in became if _same_name(units[i], unit)), None)
        if kept is not None and unit.level != "huyện":
            units[kept.id] = replace(kept, began=None, aliases=kept.aliases + unit.aliases)
            if len(became) > 1:
                successors[kept.id] = became
            continue
        units[unit.id] = unit
        successors[unit.id] = became
    return Table(units, successors)


def split_type(name: str) -> tuple[str, str]:
    """«Thị xã Đức Phổ» → («thị xã», «Đức Phổ»); ("", name) where no type leads."""
    for kind in TYPES:
        if name[: len(kind)].lower() == kind and name[len(kind) : len(kind) + 1] == " ":
            return kind, name[len(kind) + 1 :]
    return "", name


def _rows(text: str) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    province = district = Unit("", "", "", "tỉnh", "")
    pending: list[tuple[Unit, tuple[str, ...]]] = []
    for number, line in enumerate(text.splitlines()):
        mark, *cells = line.split("\t")
        if mark in "PD" and pending:
            yield district, tuple(dict.fromkeys(i for _, became in pending for i in became))
            yield from (p for p in pending if p[0].short)
            pending = []
        if mark == "p":
            province = _unit(f"p{cells[0]}", cells[1], "tỉnh", began=TWO_TIER)
            yield province, ()
        elif mark == "w":
            yield _unit(f"w{cells[0]}", cells[1], "xã", province.short, began=TWO_TIER), ()
        elif mark == "P":
            province = _unit(f"P{number}", cells[0], "tỉnh", ended=TWO_TIER)
            yield province, (f"p{cells[1]}",)
        elif mark == "D":
            district = _unit(f"D{number}", cells[0], "huyện", province.short, ended=TWO_TIER, aliases=cells[1])
        else:
            unit = _unit(f"W{number}", cells[0], "xã", province.short, district.name, ended=TWO_TIER, aliases=cells[2])
            pending.append((unit, tuple(f"w{c}" for c in cells[1].split(","))))
    yield district, tuple(dict.fromkeys(i for _, became in pending for i in became))
    yield from pending


def _unit(
    id: str,
    name: str,
    level: UnitLevel,
    province: str = "",
    district: str = "",
    *,
    began: dt.date | None = None,
    ended: dt.date | None = None,
    aliases: str = "",
) -> Unit:
    kind, short = split_type(name)
    other = tuple(aliases.split(",")) if aliases else ()
    if level == "tỉnh":
        other += _PROVINCE_ALIASES.get(short, ())
    return Unit(id, kind, short, level, province or short, district, began, ended, other)


def _same_name(new: Unit, old: Unit) -> bool:
    if old.level == "tỉnh":
        return new.short == old.short
    return new.level == old.level and (new.type, squash(new.short)) == (old.type, squash(old.short))

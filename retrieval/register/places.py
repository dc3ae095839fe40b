"""Places: which unit a name means, whether it still is, what became of it on 01/7/2025, which names stand in a text."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval import words
from retrieval.model import Span
from retrieval.register import units
from retrieval.register.units import TWO_TIER, Table, Unit, squash

_TYPE_WORDS = {
    "thanh pho": "thành phố", "tp": "thành phố", "t.p": "thành phố",
    "thi tran": "thị trấn", "tt": "thị trấn",
    "dac khu": "đặc khu",
    "thi xa": "thị xã", "tx": "thị xã",
    "phuong": "phường", "huyen": "huyện", "quan": "quận", "tinh": "tỉnh", "xa": "xã",
}  # fmt: skip
_TYPED = "|".join(re.escape(t) for t in sorted(_TYPE_WORDS, key=len, reverse=True))
_LED = re.compile(rf"(?<![\w.])({_TYPED})(?:\.[ \t]?|[ \t]+|[ \t]*\n(?!\n))")
_WORD = re.compile(r"\w+")
_MORE = re.compile(r"\s*(?:,|;|va(?=\s))\s*")
_GAP = re.compile(r"[ \t'’.–-]{1,3}|\s?\n\s?")
_LONGEST = 6
# names that are common words as well, when nothing is written with capitals («xã an toàn khu»)
_COMMON = frozenset(
    ("antoan", "doanket", "hoabinh", "thongnhat", "vanhoa", "tientien", "tienbo", "hanhphuc", "kieumau")
)
_PERSON = "hochiminh"  # «tư tưởng Hồ Chí Minh» names no place: the city is met with its type


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name standing in a text. `units` are the units it may mean: several where communes share a name.

    `exact` = written with the accents of the unit's name (or the text has none at all).
    """

    text: str
    span: Span
    type: str
    units: tuple[Unit, ...]
    exact: bool = True

    @property
    def unit(self) -> Unit | None:
        """The unit, where only one is meant."""
        return self.units[0] if len(self.units) == 1 else None


class Places:
    """The units of the country before and after 01/7/2025 (two-tier local government, 34 provinces)."""

    def __init__(self, table: Table) -> None:
        self._units = table.units
        self._successors = table.successors
        self._predecessors: dict[str, list[str]] = {}
        for old, became in table.successors.items():
            for new in became:
                self._predecessors.setdefault(new, []).append(old)
        self._by_name: dict[tuple[str, str], list[Unit]] = {}
        for unit in table.units.values():
            for kind, name in _names(unit):
                self._by_name.setdefault((kind, name), []).append(unit)

    @classmethod
    def load(cls) -> Places:
        """The table that comes with the package (about 14 000 units, 0.1 s)."""
        return cls(units.read())

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit of the table, old and new."""
        return tuple(self._units.values())

    def find(self, name: str, level: str = "", province: str = "") -> tuple[Unit, ...]:
        """Units of this name, with or without type and accents («TP Gia Nghĩa», «pho chau»).

        Provinces first, then units of today, then those that ended on 01/7/2025.

        `level` is tỉnh, huyện or xã; `province` an old or new province the unit lay or lies in.
        """
        kind, bare = _split(name)
        kinds = (kind,) if kind else tuple(dict.fromkeys(_TYPE_WORDS.values()))
        found = [u for k in kinds for u in self._by_name.get((k, squash(bare)), ())]
        found = [u for u in dict.fromkeys(found) if not level or u.level == level]
        exact = [u for u in found if _agree(bare, u)]
        found = exact or found
        if province:
            inside = {squash(p.short) for p in self._related_provinces(province)}
            found = [u for u in found if squash(u.province) in inside]
        return tuple(sorted(found, key=lambda u: (u.level != "tỉnh", u.ended is not None, u.level, u.id)))

    def alive(self, unit: Unit, on: dt.date) -> bool:
        """Does this unit exist on the day?"""
        return (unit.began is None or unit.began <= on) and (unit.ended is None or on < unit.ended)

    def successors(self, unit: Unit) -> tuple[Unit, ...]:
        """What became of it on 01/7/2025, the main one first; () for a unit that is still there whole."""
        return tuple(self._units[i] for i in self._successors.get(unit.id, ()))

    def predecessors(self, unit: Unit) -> tuple[Unit, ...]:
        """The old units whose land, or a part of it, is in this one."""
        return tuple(self._units[i] for i in self._predecessors.get(unit.id, ()))

    def province(self, unit: Unit) -> Unit | None:
        """The province of today a unit lies in: «tỉnh Lâm Đồng» for «thành phố Gia Nghĩa»."""
        olds = [u for u in self._by_name.get(("tỉnh", squash(unit.province)), ())]
        for old in olds:
            return old if old.ended is None else self.successors(old)[0]
        return None

    def same(self, one: Unit, other: Unit) -> bool:
        """The same place under an old and a new name: one became the other, or a part of it did."""
        return one.id == other.id or other in self.successors(one) or one in self.successors(other)

    def aliases(self, unit: Unit) -> tuple[Unit, ...]:
        """Itself, what it became and what it was made of: all names its papers may bear."""
        return tuple(dict.fromkeys((unit, *self.successors(unit), *self.predecessors(unit))))

    def mentions(self, text: str, province: str = "") -> tuple[PlaceMention, ...]:
        """Place names in running text, in order: those led by a type, lists after one, and bare province names.

        Candidates are narrowed to the provinces the text names (or to `province`) where that leaves any.
        """
        text = words.nfc(text)
        flat = words.unaccent(text).lower()
        scan = _Scan(text, flat, accented=flat != text.lower(), capitals=_has_capitals(text))
        found = self._led(scan)
        found += self._bare_provinces(scan, [m.span for m in found])
        found.sort(key=lambda m: m.span.start)
        near = {squash(p.short) for p in self._related_provinces(province)} if province else self._named(found)
        return tuple(_narrowed(m, near) for m in found)

    def _led(self, scan: _Scan) -> list[PlaceMention]:
        found: list[PlaceMention] = []
        end = 0
        for m in _LED.finditer(scan.flat):
            kind = _TYPE_WORDS[m.group(1)]
            if m.start() < end or not scan.typed(m, kind):
                continue
            one = self._name_at(scan, kind, m.end(), m.start())
            while one:
                found.append(one)
                end = one.span.end
                more = _MORE.match(scan.flat, end)
                listed = more is not None and not _LED.match(scan.flat, more.end())
                one = self._name_at(scan, kind, more.end(), more.end()) if more and listed else None
        return found

    def _name_at(self, scan: _Scan, kind: str, at: int, start: int) -> PlaceMention | None:
        """The longest name of this type standing at a place; one written with other accents only where none agrees.

        «xã Tân Thạnh Tây Ninh» is xã Tân Thạnh of Tây Ninh, though there was a xã Tân Thạnh Tây: a shorter name goes
        before a longer one where what follows is its province.
        """
        ends: list[int] = []
        for m in _WORD.finditer(scan.flat, at):
            if len(ends) == _LONGEST or (ends and not _GAP.fullmatch(scan.flat[ends[-1] : m.start()])):
                break
            if not ends and m.start() != at:
                break
            ends.append(m.end())
        found: list[tuple[bool, bool, int, PlaceMention]] = []
        for n, end in enumerate(ends):
            said = scan.text[at:end]
            key = squash(said)
            units_here = self._by_name.get((kind, key), [])
            if not units_here or not scan.proper(at, key):
                continue
            exact = [u for u in units_here if _agree(said, u)]
            fits = bool(exact) or not scan.accented or said == scan.flat[at:end]
            made = PlaceMention(scan.text[start:end], Span(start, end), kind, tuple(exact or units_here), fits)
            found.append((fits, self._province_follows(made.units, scan, ends[n:]), end, made))
        return max(found, key=lambda f: f[:3])[3] if found else None

    def _province_follows(self, units_here: Iterable[Unit], scan: _Scan, ends: list[int]) -> bool:
        """The words after the name (`ends` from its last word on) are a province that one of the units lies in."""
        after = {squash(scan.text[ends[0] : end]) for end in ends[1:]}
        return any(squash(u.province) in after for u in units_here)

    def _bare_provinces(self, scan: _Scan, taken: Iterable[Span]) -> list[PlaceMention]:
        spans = list(taken)
        found = []
        for m in _WORD.finditer(scan.flat):
            if any(s.start <= m.start() < s.end for s in spans):
                continue
            one = self._name_at(scan, "tỉnh", m.start(), m.start())
            if one and one.exact and _stands_alone(scan, one):
                spans.append(one.span)
                found.append(replace(one, type=""))
        return found

    def _named(self, found: Iterable[PlaceMention]) -> set[str]:
        named = {u for m in found for u in m.units if u.level == "tỉnh"}
        return {squash(p.short) for u in named for p in self._related_provinces(u.short)}

    def _related_provinces(self, name: str) -> tuple[Unit, ...]:
        """The province of this name and, when it was merged, the one of today; and the old ones inside it."""
        here = self._by_name.get(("tỉnh", squash(_split(name)[1])), [])
        return tuple(dict.fromkeys(a for u in here for a in self.aliases(u)))


@dataclass(frozen=True, slots=True)
class _Scan:
    text: str
    flat: str
    accented: bool
    capitals: bool

    def typed(self, m: re.Match[str], kind: str) -> bool:
        """The type as a person writes it, short or with its accents: «cơ quan 1», «địa phương 5» lead no place."""
        said = self.text[m.start(1) : m.end(1)]
        return _tones(said) == _tones(kind) or (len(m.group(1)) <= 3 and m.group(1) != "xa") or not self.accented

    def proper(self, start: int, key: str) -> bool:
        """A name starts with a capital or a figure, unless the writer uses no capitals at all."""
        return not self.text[start].islower() or not (self.capitals or (self.accented and key in _COMMON))


def _stands_alone(scan: _Scan, mention: PlaceMention) -> bool:
    """A bare province name: two words, not a person's, not the start of a longer name («Điện Biên Phủ»)."""
    after = scan.text[mention.span.end : mention.span.end + 2]
    longer = len(after) == 2 and after[0] == " " and after[1].isupper() and not mention.text.isupper()
    return " " in mention.text and squash(mention.text) != _PERSON and not longer


def _has_capitals(text: str) -> bool:
    return sum(1 for w in re.findall(r"\w+", text)[1:] if w[0].isupper()) > 0


def _names(unit: Unit) -> list[tuple[str, str]]:
    kinds = [unit.type] if unit.level != "tỉnh" else ["tỉnh", "thành phố"]
    names = [(k, squash(unit.short)) for k in kinds]
    for alias in unit.aliases:
        led = next(((t, alias[len(squash(t)) :]) for t in units.TYPES if alias.startswith(squash(t))), None)
        names += [led] if led else [(k, alias) for k in kinds]
    return list(dict.fromkeys(names))


def _split(name: str) -> tuple[str, str]:
    """The type and the bare name in what a person wrote: «UBND xã Phổ Châu», «TP.Gia Nghĩa», «Phổ Châu»."""
    text = words.nfc(words.squeeze(name))
    flat = words.unaccent(text).lower()
    led = list(_LED.finditer(flat))
    if not led:
        return "", text
    return _TYPE_WORDS[led[0].group(1)], text[led[0].end() :].split(",")[0]


def _agree(said: str, unit: Unit) -> bool:
    """Same accents, tone style and spacing aside («Hoà Bình» is «Hòa Bình»); an alias is taken as it is."""
    if squash(said) != squash(unit.short):
        return True
    return _tones(said) == _tones(unit.short) or said == words.unaccent(said)


def _tones(text: str) -> str:
    """Letters with their accents in any order: each syllable's marks gathered, so that both tone styles are one."""
    out = []
    for syllable in re.findall(r"\w+", words.nfc(text).lower()):
        out.append("".join(sorted(unicodedata.normalize("NFD", syllable))))
    return "".join(out)


def _narrowed(mention: PlaceMention, near: set[str]) -> PlaceMention:
    inside = tuple(u for u in mention.units if squash(u.province) in near)
    return replace(mention, units=inside) if inside else mention


__all__ = ["TWO_TIER", "PlaceMention", "Places", "Unit"]

"""The labels Word computes for numbered paragraphs: the file stores only «list 3, level 1», never «1.2.» itself.

ECMA-376, 17.9: an abstract list has up to nine levels, each with a start, a format and a text like «%1.%2.»; a list
instance may override starts. Counters belong to the abstract list; a level restarts when a higher one has moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

_HOLE = re.compile(r"%(\d)")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False  # every number in the label is arabic, whatever its own level's format
    restart: int | None = None  # 1-based level whose move restarts this one; 0 = never
    style: str = ""


@dataclass(frozen=True, slots=True)
class _Instance:
    abstract: str
    levels: tuple[tuple[int, _Level], ...]
    starts: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Numbering:
    """The lists of one document and their counters; `label` must be asked in the order of the paragraphs."""

    _lists: dict[str, _Instance]
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """From the tree of numbering.xml (local names), or an empty one."""
        if root is None:
            return cls({})
        abstracts: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}  # style link → abstract that defines it
        asks: dict[str, str] = {}
        for a in root.iter("abstractNum"):
            key = a.get("abstractNumId", "")
            abstracts[key] = dict(_levels(a))
            if (own := a.find("styleLink")) is not None:
                linked[own.get("val", "")] = key
            if (other := a.find("numStyleLink")) is not None:
                asks[key] = other.get("val", "")
        lists = {}
        for n in root.iter("num"):
            found = n.find("abstractNumId")
            key = found.get("val", "") if found is not None else ""
            key = linked.get(asks.get(key, ""), key)
            lists[n.get("numId", "")] = _instance(n, key, abstracts.get(key, {}))
        return cls(lists)

    def level_of_style(self, num: str, style: str) -> int:
        """The level of a list that is tied to a paragraph style; 0 when none is."""
        instance = self._lists.get(num)
        return next((i for i, x in instance.levels if x.style == style), 0) if instance and style else 0

    def label(self, num: str, level: int) -> str:
        """The label of the next paragraph of this list and level, printed: «II.», «1.2.», «a)», «-»; "" for none."""
        instance = self._lists.get(num)
        if instance is None:
            return ""
        levels = dict(instance.levels)
        own = levels.get(level)
        if own is None:
            return ""
        if own.format == "bullet":
            return _bullet(own.text, level, levels)
        counters = self._counters.setdefault(instance.abstract, {})
        if num not in self._started:  # an instance with its own starts begins anew when it is first met
            self._started.add(num)
            for i, start in instance.starts:
                counters[i] = start - 1
        counters[level] = counters.get(level, own.start - 1) + 1
        for deeper in [i for i in counters if i > level]:
            asked = levels.get(deeper, _Level()).restart
            if asked is None or level < asked:
                del counters[deeper]
        return _fill(own, levels, counters)


def _levels(node: Element) -> list[tuple[int, _Level]]:
    found = []
    for x in node.iter("lvl"):
        level = _number(x.get("ilvl"), 0)
        restart = _val(x, "lvlRestart")
        legal = x.find("isLgl")
        found.append(
            (
                level,
                _Level(
                    _number(_val(x, "start"), 1),
                    _val(x, "numFmt") or "decimal",
                    _val(x, "lvlText") or "",
                    legal is not None and legal.get("val", "1") not in ("0", "false", "off"),
                    None if restart is None else _number(restart, 0),
                    _val(x, "pStyle") or "",
                ),
            )
        )
    return found


def _instance(num: Element, abstract: str, base: dict[int, _Level]) -> _Instance:
    levels = dict(base)
    starts = []
    for o in num.iter("lvlOverride"):
        level = _number(o.get("ilvl"), 0)
        levels |= dict(_levels(o))
        start = _val(o, "startOverride")
        if start is not None:
            starts.append((level, _number(start, 1)))
            levels[level] = replace(levels.get(level, _Level()), start=_number(start, 1))
    return _Instance(abstract, tuple(sorted(levels.items())), tuple(starts))


def _fill(own: _Level, levels: dict[int, _Level], counters: dict[int, int]) -> str:
    def one(m: re.Match[str]) -> str:
        at = int(m.group(1)) - 1
        of = levels.get(at, _Level())
        count = counters.get(at, of.start)
        return printed(count, "decimal" if own.legal else of.format)

    return _HOLE.sub(one, own.text).strip()


def printed(count: int, form: str) -> str:
    """A count in one of Word's number formats («upperRoman», «lowerLetter», …); arabic for those not known."""
    if form in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman.upper() if form[0] == "u" else roman
    if form in ("upperLetter", "lowerLetter") and count > 0:  # a … z, aa, bb, cc
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form[0] == "u" else letter
    if form in ("vietnameseCounting", "cardinalText") and count < len(_WORDS):
        return _WORDS[count]
    if form == "decimalZero":
        return f"{count:02}"
    return "" if form == "none" else str(count)


def _bullet(glyph: str, level: int, levels: dict[int, _Level]) -> str:
    """Bullets are dashes in an official text; under another bullet a plus, so that the levels stay apart."""
    if glyph.strip() in ("+", "*", "-"):
        return glyph.strip()
    above = levels.get(level - 1)
    under = above is not None and above.format == "bullet" and above.text.strip() != "+"
    return "+" if under and level % 2 else "-"


def _roman(count: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (count // value)
        count %= value
    return out


def _val(node: Element, name: str) -> str | None:
    found = node.find(name)
    return None if found is None else found.get("val", "")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default

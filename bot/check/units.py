"""Units: those that are no more on the day, and those that are not the plan's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.case import LEVEL, NAME, ORGAN, TWO_TIERS, UPPER, Case, counted
from bot.model import Finding
from bot.texts import check as texts
from retrieval import Clause, PlaceMention, Unit, former_province, words

# Where the unit meant is the plan's own: its organs, its land, its people.
_OWN = re.compile(
    rf"(?:{ORGAN}|(?:của|trên địa bàn|địa bàn|toàn|trong|Nhân dân))\s+(?P<level>{LEVEL})\s+(?P<name>{NAME})"
)


def ended(case: Case) -> Iterator[Finding]:
    """Provinces and communes that were merged or renamed; each wording once."""
    first: dict[str, tuple[Clause, str, Unit]] = {}
    times: dict[str, int] = {}
    for clause in case.reading.clauses:
        for mention in case.places.mentions(clause.text):
            unit = _dead(case, clause.text, mention)
            if unit:
                quote = _phrase(clause.text, mention)
                key = words.fold(quote)
                first.setdefault(key, (clause, quote, unit))
                times[key] = times.get(key, 0) + 1
    for key, (clause, quote, unit) in first.items():
        yield _ended(case, clause, quote, unit, times[key])
    yield from _long_gone(case)


def _long_gone(case: Case) -> Iterator[Finding]:
    """Provinces that ended before the list of 2025 was drawn («tỉnh Hà Tây»), once each."""
    told: set[str] = set()
    for clause in case.reading.clauses:
        if (found := former_province(clause.text)) and found[1].name not in told:
            said, old = found
            told.add(old.name)
            message = texts.FORMER_PROVINCE.format(old=old.name, year=old.ended)
            fix = texts.DEAD_PROVINCE_FIX.format(new=", ".join(old.today))
            yield case.found(clause, said, "old_place", "error", message, fix)


def own_ended(case: Case) -> Iterator[Finding]:
    """The place the plan is dated at, where its unit is no more."""
    own, place = case.own, case.header.place
    if own and own.level == "tỉnh":
        return  # said of every mention of the province
    line = next((x for x in case.reading.source.lines if place and x.text.strip(" *_").startswith(place)), None)
    found = case.places.find(f"{own.level} {own.name}") if own and line else ()
    if found and line and not any(case.places.alive(u, case.on) for u in found):
        message, fix = _words(case, found[0], 1)
        yield case.whole("old_place", "error", message, fix, texts.TWO_TIERS, line=line)


def foreign(case: Case) -> Iterator[Finding]:
    """«HĐND xã Phổ Khánh» in a plan of xã Phổ Châu; «Tỉnh ủy» of a province that is not the unit's."""
    own = case.own
    if not own:
        return
    shown = f"{own.level} {own.name}"
    for clause, m, _ in counted(_OWN, case.body):
        level, name = m["level"].lower(), m["name"]
        other = level == own.level and not _same_name(name, own.name) and case.known_name(level, name)
        if other and not _neighbour(clause, m):
            message = texts.FOREIGN.format(own=shown, other=f"«{level} {name}»")
            yield case.found(clause, m.group(), "foreign_place", "error", message, texts.FOREIGN_FIX.format(own=shown))
    yield from _foreign_provinces(case, shown)


def _foreign_provinces(case: Case, shown: str) -> Iterator[Finding]:
    """Names of provinces that are not the unit's, once each."""
    mine = _own_provinces(case)
    told: set[str] = set()
    for clause in case.body if mine else ():
        for mention in case.places.mentions(clause.text):
            ids = {u.id for u in mention.units if u.level == "tỉnh"}
            span = mention.span
            if not ids or ids & mine or ids & told or _near_other(clause.text, span.start, span.end):
                continue
            told |= ids
            quote = _phrase(clause.text, mention)
            message = texts.FOREIGN.format(own=shown, other=f"«{mention.text}»")
            yield case.found(clause, quote, "foreign_place", "warning", message, texts.NAME_FIX)


def _dead(case: Case, text: str, mention: PlaceMention) -> Unit | None:
    """The unit meant, where every unit it may mean is gone on the day; districts are said by their level."""
    longer = re.match(rf" [{UPPER}]", text[mention.span.end :])  # «Đông Giang Mẫu» is not «Đông Giang»
    if (
        longer
        or not mention.exact
        or not mention.units
        or any(u.level == "huyện" or u.type == "thị trấn" for u in mention.units)
    ):
        return None
    gone = [u for u in mention.units if not case.places.alive(u, case.on) and u.ended]
    return gone[0] if gone and len(gone) == len(mention.units) else None


def _ended(case: Case, clause: Clause, quote: str, unit: Unit, count: int) -> Finding:
    message, fix = _words(case, unit, count)
    return case.found(
        clause, quote, "old_place", "error", message, fix, texts.TWO_TIERS if case.on >= TWO_TIERS else ""
    )


def _words(case: Case, unit: Unit, count: int) -> tuple[str, str]:
    became = ", ".join(f"{u.type} {u.short}" for u in case.places.successors(unit)[:3])
    if unit.level == "tỉnh":
        message = texts.DEAD_PROVINCE.format(old=f"{unit.type} {unit.short}", times=texts.times(count))
        return message, texts.DEAD_PROVINCE_FIX.format(new=became) if became else ""
    message = texts.DEAD_UNIT.format(old=f"{unit.type} {unit.short}", times=texts.times(count))
    return message, texts.DEAD_UNIT_FIX.format(new=became) if became else texts.STATE_UNKNOWN_FIX


def _phrase(text: str, mention: PlaceMention) -> str:
    """The name with the words that say in what it stands: a movement's name from its quotation mark, an organ."""
    start, end = mention.span.start, mention.span.end
    opened = text.rfind("“", max(0, start - 40), start)
    if opened >= 0 and "”" not in text[opened:start]:
        after = re.match(r"(?: [^\s.;”\"]+){0,4}", text[end:])
        return text[opened:end] + (after.group() if after else "")
    before = re.split(r"[\n,;.:()“”]", text[:start])[-1].split()[-2:]
    return " ".join([*before, text[start:end]])


def _own_provinces(case: Case) -> set[str]:
    """Ids of the province of the plan's unit, under its old and new names; empty where it cannot be told."""
    own = case.own
    found = case.places.find(f"{own.level} {own.name}") if own else ()
    provinces = {p.id: p for u in found if (p := case.places.province(u))}
    if len(provinces) != 1:
        return set()
    return {u.id for p in provinces.values() for u in case.places.aliases(p)}


def _neighbour(clause: Clause, m: re.Match[str]) -> bool:
    return _near_other(clause.text, m.start(), m.end())


def _near_other(text: str, start: int, end: int) -> bool:
    """Words that mean another unit on purpose."""
    around = text[max(0, start - 40) : end + 30].lower()
    return any(
        w in around for w in ("giáp ranh", "kết nghĩa", "trưởng cụm", "cụm thi đua", "phối hợp với", "kinh nghiệm")
    )


def _same_name(one: str, two: str) -> bool:
    a, b = words.fold(one), words.fold(two)
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")

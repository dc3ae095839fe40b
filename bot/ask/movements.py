"""«Liệt kê các phong trào»: the movements that the plans name, plan by plan, with who launched them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ask import extract, gates, plans, terms
from bot.ask.desk import LONG, Desk, Sheet, flat
from bot.ask.question import Asked, UnitDoc
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Clause, Movement, Where, words

_ASKED = re.compile(
    r"\b(cac|nhung|tat ca|moi|may|bao nhieu|danh sach|liet ke|ke ten)( cac| nhung)?( \w+)? phong trao\b"
)
_OVER_ALL = re.compile(r"\b(kho|cac ke hoach|moi ke hoach|tat ca)\b|\bdo .{3,40} phat dong\b")
_LAUNCHED_BY = re.compile(r"\bdo (?:là )?(.{3,50}?) (?:phát động|khởi xướng)\b", re.IGNORECASE)
_AROUND = frozenset(
    words.fold(
        "phát động khởi xướng tiếp tục thực hiện triển khai ghi rõ kế hoạch được hưởng ứng tổ chức tham gia xã phường "
        "tỉnh huyện thành phố đang giao theo"
    ).split()
)
_PLACE = frozenset(["kho", "thu", "vien", "danh", "sach", "hien", "nay", "moi", "ten", "toan", "bo"])
_SPARE = 120  # characters for the head and the foot
_SENTENCE = 420


@dataclass(frozen=True, slots=True)
class _Item:
    """A movement as it is shown: its words, where it stands, and the sentence that is cited for it."""

    unit: UnitDoc
    clause: Clause
    shown: str
    launched_by: str
    cited: str
    size: int


def is_asked(asked: Asked) -> bool:
    """Whether the movements themselves are to be listed: no document, theme or figure of theirs."""
    return bool(_ASKED.search(asked.folded)) and not (asked.numbers or asked.values or "chu de" in asked.folded)


def over_all(asked: Asked) -> bool:
    """Whether they are to be listed over every plan: «trong kho», «các phong trào do … phát động»."""
    return is_asked(asked) and bool(_OVER_ALL.search(asked.folded))


def listing(asked: Asked, units: tuple[UnitDoc, ...], desk: Desk) -> Answer | None:
    """The movements of these plans; with subject words or a launcher, those it fits. None where there are none."""
    items = _items(asked, units, desk)
    if not items:
        return None
    chosen = _spread(items, LONG - _SPARE)
    sheet, count = desk.sheet(asked), len({i.unit.doc for i in items})
    sheet.line(texts.movements(len(items), count, len(units)), str(len(items)), str(count), str(len(units)))
    for unit in units:
        _write(sheet, desk, unit, [i for i in chosen if i.unit is unit])
    if left := len(items) - len(chosen):
        sheet.lines.append(texts.more_movements(left))
    return desk.close(sheet, asked, room=LONG)


def _items(asked: Asked, units: tuple[UnitDoc, ...], desk: Desk) -> list[_Item]:
    """One item a movement and plan, in the order of the plans; the row that says who launched it is preferred."""
    m = _LAUNCHED_BY.search(asked.text)
    launcher = _who(gates.bare_name(m.group(1))) if m else ""
    dropped = {*_PLACE, *((*_AROUND, *terms.syllables(m.group(1))) if m else ())}
    subject = [t for t in plans.solid(asked.terms) if t not in dropped]
    by_doc = {u.doc: u for u in units}
    found: dict[tuple[str, str], _Item] = {}
    for row in desk.library.movements(Where(docs=tuple(by_doc))):
        unit = by_doc.get(row.ref.doc)
        clause = next((c for c in desk.clauses(row.ref.doc) if c.ref == row.ref), None) if unit else None
        if unit is None or clause is None or not set(subject) <= set(terms.syllables(f"{row.name} {row.quote}")):
            continue
        if launcher and launcher not in _who(row.launched_by):
            continue
        key = (unit.doc, words.fold(row.name))
        item = _item(row, unit, clause, desk)
        if key not in found or (item.launched_by and not found[key].launched_by):
            found[key] = item
    order = {u.doc: i for i, u in enumerate(units)}
    return sorted(found.values(), key=lambda i: (order[i.unit.doc], i.clause.line))


def _who(name: str) -> str:
    return (
        f" {' '.join(t for t in terms.syllables(name) if t not in ('cac', 'chinh', 'phu'))} "  # «Thủ tướng (Chính phủ)»
    )


def _item(row: Movement, unit: UnitDoc, clause: Clause, desk: Desk) -> _Item:
    """The movement's own words; the sentence around them is cited where it is short enough or says who launched it."""
    quote = flat(row.quote)
    around = next((p for p in extract.passages(clause) if quote in flat(p)), row.quote)
    who = words.squeeze(row.launched_by)
    told = who if who and who in words.squeeze(around) and who not in quote else ""
    cited = around if told or len(around) <= _SENTENCE else row.quote
    size = len(texts.movement(quote, told, desk.place(clause) or texts.OPENING, 99)) + 2
    return _Item(unit, clause, quote, told, cited, size)


def _spread(items: list[_Item], room: int) -> list[_Item]:
    """As many as there is room for, one of each plan before a second of any."""
    chosen: list[_Item] = []
    waiting = list(items)
    while waiting:
        turn: list[_Item] = []
        for item in waiting:
            if all(item.unit is not t.unit for t in turn):
                turn.append(item)
        for item in turn:
            waiting.remove(item)
            head = 0 if any(item.unit is c.unit for c in chosen) else len(Desk.plan_name(item.unit)) + 3
            if item.size + head <= room:
                chosen.append(item)
                room -= item.size + head
    return sorted(chosen, key=items.index)


def _write(sheet: Sheet, desk: Desk, unit: UnitDoc, items: list[_Item]) -> None:
    """One line a plan."""
    parts = []
    for item in items:
        if n := desk.piece(item.clause, item.cited, sheet):
            parts.append(texts.movement(item.shown, item.launched_by, desk.place(item.clause) or texts.OPENING, n))
    if parts:
        where = desk.plan_name(unit)
        sheet.line(f"{where}: {'; '.join(parts)}.", where)

"""Answers about a plan or the corpus as a whole: the targets of a plan, of two side by side, the plans there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ask import extract, lookup, terms
from bot.ask.desk import LONG, Desk, Sheet, flat
from bot.ask.question import Asked, UnitDoc
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Clause, Target, Where, words

_SPARE = 60  # characters kept for «… và N chỉ tiêu khác»
_QUOTE = 260
_ALIKE = 0.6  # shared syllables of two indicators, over all of theirs
_TARGETS = re.compile(r"\bchi tieu\b")
_FRAME = frozenset(
    words.fold(
        "chỉ tiêu mục kế hoạch thi đua phong trào năm so sánh đối chiếu với và giữa của xã tỉnh phường huyện đặc khu "
        "thành phố sở những các gì nào có nêu đặt đề ra phấn đấu giao chính chủ yếu cụ thể bao nhiêu mấy liệt kê "
        "danh sách toàn bộ tất cả hai thì sao còn là thế như trong cho biết này đó hiện kể tên thống"
    ).split()
)
_PLANS = re.compile(r"\b(ke hoach|van ban|tai lieu)\b")
_INSIDE = re.compile(  # what stands in a plan, asked for by its own list
    r"\b(chi tieu|chu de|khau hieu|nhiem vu|muc dich|can cu|vien dan|khen thuong)\b"
    r"|(?<!phat dong )(?<!to chuc )(?<!phat dong cac )\bphong trao\b"
)
_LEVEL = re.compile(r"\b(?:cua|cap|cac|nhung) (?:cac |cap )?(xa|phuong|tinh|huyen|so)\b")
_LEVELS = {
    "xa": ("xã", "phường", "đặc khu"), "phuong": ("phường", "xã"), "tinh": ("tỉnh",), "huyen": ("huyện",), "so": ("sở",)
}  # fmt: skip
_STOCK = _FRAME - {"chi", "tieu"} | frozenset(
    words.fold("kho cấp văn bản tài liệu lưu đang đã nhập sẵn gồm đơn vị").split()
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a plan that sets targets."""

    clause: Clause
    text: str
    rows: tuple[Target, ...]


def targets(asked: Asked, desk: Desk) -> Answer | None:
    """«Kế hoạch của xã X có chỉ tiêu gì?»: its targets in its own words; of several plans, what they share first."""
    if not _whole(asked, _FRAME) or not _TARGETS.search(asked.folded) or asked.kind == "duty":
        return None
    if not asked.units and asked.kind in ("compare", "list"):
        asked = replace(asked, units=desk.view.scene.units)
    if len(asked.units) > 1:
        return _side_by_side(asked, desk)
    if not asked.units:
        return None
    unit = asked.units[0]
    if gap := lookup.wrong_year(asked, unit, desk):
        return lookup.abstain(asked, desk, gap, ())
    said = _sentences(unit, desk)
    if not said:
        return None
    sheet = desk.sheet(asked)
    total = sum(len(s.rows) for s in said)
    sheet.line(texts.sets_targets(desk.plan_name(unit), total), desk.plan_name(unit), str(total))
    _fill(sheet, desk, said, LONG)
    return desk.close(sheet, asked, room=LONG)


def documents(asked: Asked, desk: Desk) -> Answer | None:
    """«Liệt kê các kế hoạch có trong kho»: number, name and title of each plan, and how many there are."""
    if asked.kind not in ("list", "count") or not _PLANS.search(asked.folded) or not _whole(asked, _STOCK):
        return None
    if asked.numbers or asked.laws or asked.sectors or asked.strangers or _INSIDE.search(asked.folded):
        return None
    units = [
        u for u in desk.view.scene.units
        if (not asked.units or u in asked.units) and _of_level(asked, u)
        and (not asked.years or set(asked.years) & {*u.years, u.period})
    ]  # fmt: skip
    if not units:
        return None
    sheet = desk.sheet(asked)
    sheet.line(texts.has_plans(len(units)), str(len(units)))
    used = len(sheet.lines[0]) + _SPARE
    for place, unit in enumerate(units, start=1):
        header = desk.view.documents[unit.doc].header
        line = texts.one_plan(place, desk.plan_name(unit), header.number, words.day(header.date) if header.date else "")
        line = f"{line}: {words.squeeze(header.subject)}." if header.subject else f"{line}."
        if used + len(line) + 1 > LONG:
            sheet.line(texts.more(len(units) - place + 1, "kế hoạch"), str(len(units) - place + 1))
            break
        sheet.lines.append(line)  # each field as read at the head of the document
        used += len(line) + 1
    return desk.close(sheet, asked, room=LONG)


def _of_level(asked: Asked, unit: UnitDoc) -> bool:
    """«kế hoạch của các xã»: communes, wards and special zones are of one level."""
    m = _LEVEL.search(asked.folded)
    return asked.units != () or m is None or unit.level in _LEVELS[m.group(1)]


def _whole(asked: Asked, frame: frozenset[str]) -> bool:
    """Whether nothing but the frame of the question is left: no subject, value or quotation of its own."""
    return not asked.values and not asked.quoted and all(t in frame for t in asked.terms)


def _sentences(unit: UnitDoc, desk: Desk) -> list[_Said]:
    """The sentences that set the targets of a plan, in the order of the plan."""
    by_ref: dict[object, list[Target]] = {}
    for row in desk.library.targets(Where(docs=(unit.doc,))):
        by_ref.setdefault(row.ref, []).append(row)
    said: list[_Said] = []
    for clause in desk.clauses(unit.doc):
        left = by_ref.pop(clause.ref, [])
        if len(left) > 1 and len(clause.quote) <= _QUOTE:
            said.append(_Said(clause, clause.quote, tuple(left)))
            continue
        for passage in extract.passages(clause):
            held = tuple(r for r in left if words.squeeze(r.quote) in words.squeeze(passage))
            if held and len(passage) <= _QUOTE:
                said.append(_Said(clause, passage, held))
                left = [r for r in left if r not in held]
        said += [_Said(clause, r.quote, (r,)) for r in left]
    return said


def _fill(sheet: Sheet, desk: Desk, said: Sequence[_Said], room: int) -> None:
    """As many sentences as fit in `room` characters of the sheet, then how many targets are left."""
    for place, one in enumerate(said):
        line = texts.item(flat(one.text), desk.place(one.clause), len(sheet.pieces) + 1)
        if len("\n".join([*sheet.lines, line])) + _SPARE > room:
            left = sum(len(s.rows) for s in said[place:])
            sheet.line(texts.more(left, "chỉ tiêu"), str(left))
            return
        if n := desk.piece(one.clause, one.text, sheet):
            sheet.line(texts.item(flat(one.text), desk.place(one.clause), n))


def _side_by_side(asked: Asked, desk: Desk) -> Answer | None:
    """The targets that the plans share, one under the other; where they share none, the first ones of each."""
    all_said = [(u, _sentences(u, desk)) for u in asked.units]
    told = [(u, said) for u, said in all_said if said]
    if len(told) < 2:
        return None
    sheet = desk.sheet(asked)
    for shared in _shared(told):
        line = f"{shared[0][1].rows[0].indicator}:"
        if len("\n".join([*sheet.lines, line])) + len(shared) * (_QUOTE // 2) > LONG - 3 * _SPARE:
            continue
        sheet.lines.append(line)
        for unit, said in shared:
            if n := desk.piece(said.clause, said.text, sheet):
                name = desk.plan_name(unit)
                sheet.line(f"- {texts.at_plan(name, flat(said.text), desk.place(said.clause), n)}", name)
    if not sheet.lines:
        sheet.line(texts.NO_SHARED_TARGET)
        for place, (unit, said_) in enumerate(told, start=1):
            total = sum(len(s.rows) for s in said_)
            sheet.line(texts.sets_targets(desk.plan_name(unit), total), desk.plan_name(unit), str(total))
            _fill(sheet, desk, said_, (LONG - _SPARE) * place // len(told))
    silent = [u.name for u, said in all_said if not said]
    if silent:
        sheet.line(texts.silent(silent), *silent)
    if len(asked.units) == len(desk.view.scene.units):
        sheet.line(texts.looked_at(len(asked.units)), str(len(asked.units)))
    if len({u.period for u, _ in told}) > 1:
        sheet.line(texts.different_years())
    return desk.close(sheet, asked, room=LONG)


def _shared(told: Sequence[tuple[UnitDoc, list[_Said]]]) -> list[list[tuple[UnitDoc, _Said]]]:
    """The targets that two plans or more set, those of most plans first, each told once."""
    groups: list[list[tuple[UnitDoc, _Said]]] = []
    used: set[tuple[str, int]] = set()
    for place, (unit, ours) in enumerate(told):
        for one in ours:
            matches = [(u, m) for u, said in told[place + 1 :] if (m := _like(one.rows[0], said))]
            keys = {(u.doc, id(m)) for u, m in [(unit, one), *matches]}
            if matches and not keys & used:
                groups.append([(unit, one), *matches])
                used |= keys
    return sorted(groups, key=lambda g: -len(g))


def _like(row: Target, said: Sequence[_Said]) -> _Said | None:
    """The sentence with the same indicator in the same measure, the most alike first."""
    mine = set(terms.syllables(row.indicator))
    scored = []
    for one in said:
        for other in one.rows:
            theirs = set(terms.syllables(other.indicator))
            if other.measure == row.measure and mine | theirs:
                scored.append((len(mine & theirs) / len(mine | theirs), -other.span.start, one))
    best = max(scored, key=lambda s: s[:2], default=None)
    return best[2] if best and best[0] >= _ALIKE else None

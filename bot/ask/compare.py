"""Answers over many plans: compare units, list and count plans, follow a plan to the law it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.ask import extract, gates, laws, lookup, movements, plans, terms
from bot.ask.desk import LONG, Desk, Sheet, flat, joined
from bot.ask.plans import Found
from bot.ask.question import Asked, UnitDoc, kind_within
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Where, words

_ROOM = 1380
_ITEM = 600
_TAIL = 160  # characters for what follows the tally
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)*)\s?%")
_LOWER = re.compile(r"\b(thap|it|nho) hon\b|\b(thap|it|nho) nhat\b")
_HIGHER = re.compile(r"\b(cao|nhieu|lon) hon\b|\b(cao|nhieu|lon) nhat\b")
_FAIR = 0.62
_WHOLLY = 0.95
_AFTER_CITING = re.compile(r".*?(viện dẫn|căn cứ|dẫn chiếu|nhắc( đến)?)\s*(thì )?(cho phép|quy định)?")
_LAUNCHED_BY = re.compile(r"\bdo (?:là )?(.{3,40}?) phát động\b", re.IGNORECASE)
_A_MOVEMENT = re.compile(r"(?:phong trào|cuộc vận động)(?: thi đua)? [“\"]?([A-ZĐÂÔƠƯÊ]\w*(?: [\w,]+){2,}?)[”\"]?\W*$")
_ACRONYM = re.compile(r"\b[A-ZĐ]{3,}\b")
_HOW = re.compile(r"\b(the nao|ra sao|nhu nao)\b")
_LAUNCH = re.compile(r"phát động", re.IGNORECASE)
_FACT = re.compile(r"\b(noi nhan|chu de|muc dich|yeu cau|nguoi ki|ai ki|so ki hieu|ngay ban hanh)\b")
_NOT = re.compile(r"\b(khong|chua) (he )?(dat|neu|co|nhac|vien dan|ghi|noi|de cap)\b(?! khong\b)")
_LAW_OF_PLAN = re.compile(
    r"\b(nghi dinh|chi thi|luat|thong tu|nghi quyet|quyet dinh) (ma|duoc) .{0,60}\b(vien dan|can cu|dan chieu|nhac)\b"
)


def units(asked: Asked, among: Sequence[UnitDoc], desk: Desk) -> Answer:
    """One line a unit: what its plan says on the same subject; then who says nothing."""
    if made := _rows(asked, among, desk):
        return made
    sheet = desk.sheet(asked)
    fitting: list[tuple[UnitDoc, list[Found]]] = []
    silent: list[UnitDoc] = []
    for unit in among:
        own = replace(asked, units=(unit,), years=_years_of(asked, unit))
        found = lookup.best(own, unit, desk)
        if found and not _gap(own, unit, found, desk):
            if _HOW.search(asked.folded):  # «giảm nghèo thế nào»: the targets first
                found = sorted(found, key=lambda f: _rank_how(asked, f))
                found = [f for f in found if f.covered >= _WHOLLY] or found
            fitting.append((unit, [f for f in found[:8] if f.score > found[0].score - 0.45 and f.covered >= _FAIR]))
        else:
            silent.append(unit)
    told = [(unit, lines[0]) for unit, lines in _one_measure(fitting)]
    for unit, lines in _one_measure(fitting):
        for found_ in [lines[0], *_siblings(lines)]:
            _line(sheet, desk, asked, unit, found_, _ROOM // max(len(told), 1))
    if not told:
        return lookup.abstain(asked, desk, texts.covered(0, len(among)), ())
    if silent or not asked.units:
        names = [u.name for u in silent]
        what = "chỉ tiêu này" if plans.wants_figure(asked) else "nội dung này"
        tally = texts.looked_through(len(told), len(among), names, what)
        _fit(sheet, LONG - len(tally) - _TAIL)
        sheet.line(tally, *names, str(len(told)), str(len(among)), str(len(silent)))
    if len(sheet.pieces) == len(told):  # a unit with two figures has no one place in the order
        _who_is(asked, sheet, told)
    if len({u.period for u, _ in told}) > 1:
        sheet.line(texts.different_years())
    return desk.close(sheet, asked, room=LONG)


def _rank_how(asked: Asked, found: Found) -> tuple[bool, int]:
    """What a plan sets comes before what it calls for; «đầu năm» after what was asked."""
    return not (found.covered >= _WHOLLY and plans.has_figure(found.text)), gates.narrower(asked, found.text)


def _rows(asked: Asked, among: Sequence[UnitDoc], desk: Desk, least: int = 2) -> Answer | None:
    """«So sánh nơi nhận, mục đích, chủ đề của…»: the same fact of each plan, one under the other."""
    kind = kind_within(asked.folded)
    if len(among) < 2 or (plans.wants_figure(asked) and not _FACT.search(asked.folded)):
        return None
    made = [lookup.row(replace(asked, units=(u,), years=_years_of(asked, u), kind=kind), u, desk) for u in among]
    told = [m for m in made if m is not None and m.kind == "answer"]
    if len(told) < least:
        return None
    answer = joined(told, asked, room=LONG - _TAIL)
    silent = [u.name for u, m in zip(among, made, strict=True) if m is None or m.kind != "answer"]
    return replace(answer, text=f"{answer.text}\n{texts.silent(silent)}") if silent else answer


def _fit(sheet: Sheet, room: int) -> None:
    """Leave out the last plans where there is no room, and say how many."""
    every = {line.split(":")[0] for line in sheet.lines}
    while len(sheet.lines) > 1 and len("\n".join(sheet.lines)) > room:
        sheet.lines.pop()
    if left := len(every - {line.split(":")[0] for line in sheet.lines}):
        sheet.lines.append(texts.more_plans(left))


def listing(asked: Asked, desk: Desk) -> Answer | None:
    """«Kế hoạch nào nhắc…», «liệt kê chủ đề…»: over rows, with how many plans were covered; None if not a listing."""
    all_units = desk.view.scene.units
    named = movements.is_asked(asked) and not _LAUNCHED_BY.search(asked.text)
    if named and (made := movements.listing(asked, asked.units or all_units, desk)):
        return made
    among = asked.units or all_units
    if kind_within(asked.folded) == "header" and not asked.numbers and (made := _rows(asked, among, desk, 1)):
        return made
    sheet = desk.sheet(asked)
    told: list[str] = []
    for unit in all_units:
        if asked.units and unit not in asked.units:
            continue
        before = len(sheet.lines)
        _list_one(asked, unit, desk, sheet, _ROOM // max(len(all_units), 3))
        if len(sheet.lines) > before:
            told.append(unit.name)
    total = len(asked.units) or len(all_units)
    if not told:
        return (
            lookup.abstain(asked, desk, texts.covered(0, total), ()) if asked.numbers or asked.kind == "count" else None
        )
    head = texts.covered(len(told), total)
    if _NOT.search(asked.folded) and len(told) < total:
        silent = [u.name for u in among if u.name not in told]
        sheet.lines.insert(0, texts.found_silent(silent, total))
        head = ""
    if total == 1:
        head = ""  # «Có 1 trong 1 kế hoạch» tells nothing
    _fit(sheet, LONG - _TAIL)
    sheet.lines[:0] = [head] if head else []
    return desk.close(sheet, asked, room=LONG)


def cited_law(asked: Asked, desk: Desk) -> Answer | None:
    """«Nghị định mà kế hoạch X viện dẫn cho phép…»: the citation in the plan, then the clause of that text."""
    m = _LAW_OF_PLAN.search(asked.folded)
    if not m or not asked.units:
        return None
    kind = m.group(1)
    rows = desk.library.cited(Where(docs=tuple(u.doc for u in asked.units)))
    fit = [r for r in rows if words.fold(r.kind) == kind]
    texts_here = [law for law in desk.view.scene.laws for r in fit if r.number and law.number == r.number]
    if not texts_here:
        return None
    unit = asked.units[0]
    drop = {s for s in ("vien", "dan", "hoach", "ke", "phep", m.group(1).split()[0], m.group(1).split()[-1])}
    inner = replace(
        asked,
        text=words.squeeze(_AFTER_CITING.sub("", asked.text)),
        units=(), years=(), laws=tuple(dict.fromkeys(texts_here)), kind="general",
        terms=tuple(t for t in asked.terms if t not in drop),
    )  # fmt: skip
    reply = laws.look(inner, desk)
    if reply.gap or not reply.ranked:
        return None
    sheet = desk.sheet(asked)
    number = desk.view.documents[reply.ranked[0].clause.ref.doc].header.number
    lookup.write_cited(sheet, desk, next(r for r in fit if r.number == number), desk.plan_name(unit))
    top = reply.ranked[0]
    quote = extract.best(inner, top.clause, desk.view.lexicon, 500)
    if n := desk.piece(top.clause, quote, sheet):
        sheet.line(texts.at_law(flat(quote), desk.place(top.clause), desk.name(top.document), n))
    return desk.close(sheet, asked, room=LONG)


def _list_one(asked: Asked, unit: UnitDoc, desk: Desk, sheet: Sheet, room: int) -> None:
    where = desk.plan_name(unit)
    docs = (unit.doc,)
    if asked.numbers:
        for row in lookup.numbered_rows(asked, desk, docs)[:1]:
            lookup.write_cited(sheet, desk, row, where)
        return
    if re.search(r"\bchu de\b", asked.folded):
        for theme in [t for t in desk.library.themes(Where(docs=docs)) if not t.movement][:1]:
            clause = next((c for c in desk.clauses(unit.doc) if c.ref == theme.ref), None)
            if clause and (n := desk.piece(clause, theme.quote, sheet)):
                sheet.line(f"{where}, chủ đề: “{flat(theme.text)}” [{n}].", where, theme.text)
                return
        for found_ in lookup.theme_sentences(asked, unit, desk)[:1]:
            _line(sheet, desk, asked, unit, found_, room)
        return
    if launched := _LAUNCHED_BY.search(asked.text):
        _movements(asked, unit, launched.group(1), desk, sheet)
        return
    found = lookup.best(asked, unit, desk)
    named = _phrases(asked, desk)
    if named:  # «phong trào Vì an ninh Tổ quốc», «DDCI»: the very words
        found = [f for f in found if all(f" {p} " in f" {' '.join(f.sentence.own)} " for p in named)]
    fits = [f for f in found[:12] if _spoken(asked, f, desk) >= 0.72 and not _list_gap(asked, f)]
    if re.search(r"\bchi tieu\b", asked.folded):
        fits = [f for f in fits if plans.has_figure(f.text) and f.covered >= _FAIR]
    if fits:
        _line(sheet, desk, asked, unit, fits[0], room, whole=True)


def _phrases(asked: Asked, desk: Desk) -> list[str]:
    """What a listing names in so many words, folded, where some plan holds it: a movement, a quotation, an acronym."""
    movement = _A_MOVEMENT.search(asked.text)
    short = [a for a in _ACRONYM.findall(asked.text) if terms.expand(a) == a]
    said = [*asked.quoted, *([movement.group(1)] if movement else []), *short]
    wanted = [" ".join(terms.syllables(s)) for s in said]
    held = [f" {' '.join(s.own)} " for u in desk.view.scene.units for s in desk.view.plan(desk.library, u.doc)]
    return [w for w in dict.fromkeys(wanted) if any(f" {w} " in h for h in held)]


def _movements(asked: Asked, unit: UnitDoc, who: str, desk: Desk, sheet: Sheet) -> None:
    """The movements a plan says somebody launched, item by item, in its own words."""
    rows = [m for m in desk.library.movements(Where(docs=(unit.doc,))) if _is_launcher(who, m.launched_by)]
    if not rows:
        said = re.compile(rf"\bdo {re.escape(who)}( Chính phủ)? phát động\b", re.IGNORECASE)
        told = [f for f in lookup.best(asked, unit, desk) if said.search(f.text)]
        for found in told[:1]:
            _line(sheet, desk, asked, unit, found, 300)
    for ref in dict.fromkeys(m.ref for m in rows):
        clause = next((c for c in desk.clauses(unit.doc) if c.ref == ref), None)
        if clause is None:
            continue
        quote = extract.around(clause, [m.quote for m in rows if m.ref == ref])
        quote = quote if 0 < len(quote) <= _ITEM else extract.best(asked, clause, desk.view.lexicon, _ITEM)
        if n := desk.piece(clause, quote, sheet):
            sheet.line(texts.at_plan(desk.plan_name(unit), flat(quote), desk.place(clause), n), desk.plan_name(unit))


def _is_launcher(who: str, launched_by: str) -> bool:
    """«Thủ tướng» launched what «Thủ tướng Chính phủ» did, not what «Thủ tướng Chính phủ và UBND tỉnh» did."""
    asked, named = words.fold(who), words.fold(launched_by)
    return bool(named) and named.startswith(asked) and " va " not in named and "," not in named


def _spoken(asked: Asked, found: Found, desk: Desk) -> float:
    """The weighted share of the subject words in the whole item around a sentence."""
    near = found.sentence.near | found.sentence.far
    weights = {t: desk.view.lexicon.weight(t) for t in plans.solid(asked.terms)}
    return sum(w for t, w in weights.items() if t in near) / (sum(weights.values()) or 1.0)


def _list_gap(asked: Asked, found: Found) -> str:
    clause = found.sentence.clause
    launched = re.search(r"\bdo (.{3,40}?) phát động\b", asked.text, re.IGNORECASE)
    if launched:
        who = re.escape(launched.group(1))
        return "" if re.search(rf"\bdo {who}( Chính phủ)? phát động\b", clause.text, re.IGNORECASE) else "phát động"
    return gates.office(asked, clause.text)


def _line(
    sheet: Sheet, desk: Desk, asked: Asked, unit: UnitDoc, found: Found, room: int, *, whole: bool = False
) -> None:
    clause, text = found.sentence.clause, found.text
    if whole and len(text) < room:
        text = extract.best(asked, clause, desk.view.lexicon, 420 if _LAUNCH.search(asked.text) else max(room, 220))
    text = extract.narrow(asked, text, desk.view.lexicon, max(room, 240))
    if n := desk.piece(clause, text, sheet):
        sheet.line(texts.at_plan(desk.plan_name(unit), flat(text), desk.place(clause), n), desk.plan_name(unit))


def _gap(asked: Asked, unit: UnitDoc, found: Sequence[Found], desk: Desk) -> str:
    top = found[0]
    if top.covered >= _FAIR and top.score >= 1.0 and not gates.values(asked, top.text):
        return "" if plans.has_figure(top.text) or not plans.wants_figure(asked) else "số liệu"
    return lookup.gap_of(asked, unit, found, desk)


def _one_measure(fitting: Sequence[tuple[UnitDoc, list[Found]]]) -> list[tuple[UnitDoc, list[Found]]]:
    """The sentences of each unit reordered so that all speak in percent, where all can."""
    if not all(any("%" in f.text for f in lines) for _, lines in fitting):
        return list(fitting)
    return [(unit, sorted(lines, key=lambda f: "%" not in f.text)) for unit, lines in fitting]


def _siblings(lines: Sequence[Found]) -> list[Found]:
    """A second sentence of the same item that is as near: «… nước sạch … 98%; … theo quy chuẩn … 60%»."""
    top = lines[0]
    return [
        f for f in lines[1:]
        if f.sentence.clause.ref == top.sentence.clause.ref and f.covered >= 0.95 and f.covered >= top.covered - 0.01
        and f.score > top.score - 0.35 and ("%" in f.text) == ("%" in top.text)
    ][:1]  # fmt: skip


def _years_of(asked: Asked, unit: UnitDoc) -> tuple[str, ...]:
    return tuple(y for y in asked.years if y in unit.years)


def _who_is(asked: Asked, sheet: Sheet, told: Sequence[tuple[UnitDoc, Found]]) -> None:
    """«Bên nào thấp hơn»: told from the percentages that the lines show."""
    lower, higher = _LOWER.search(asked.folded), _HIGHER.search(asked.folded)
    if not (lower or higher) or len(told) < 2:
        return
    values = [(words.number(m.group(1)), m.group(0), u) for u, f in told if (m := _PERCENT.search(f.text))]
    known = [(v, printed, u) for v, printed, u in values if v is not None]
    if len(known) == len(told) and len({v for v, _, _ in known}) == len(known):
        _, printed, unit = (min if lower else max)(known, key=lambda k: k[0])
        sheet.lines.append(f"{'Thấp' if lower else 'Cao'} hơn: {unit.name} ({printed}).")

"""What the corpus has no document of: a place without a plan, a number without its text; what plans say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.ask import lookup, plans, terms
from bot.ask.desk import Desk
from bot.ask.question import Asked
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Cited

_A_SUBJECT = re.compile(r"\b(phong trao|cuoc van dong|chuong trinh|de an|nghi quyet|chi thi|quyet dinh|du an)\b")
_ITS_PLAN = re.compile(r"\bke hoach\b|\bchi tieu\b|\bphat dong (phong trao )?(gi|nao)\b")
_LOOKED_AT, _NAMES_IT = 6, 0.9
_ITS_SUBJECT = re.compile(
    r"\bnoi dung( la)? gi\b|\bve (viec |noi dung )?gi\b|\bnoi (ve )?gi\b|\bngay (nao|may)\b|\bcua ai\b"
)
_NAMED = 6


def place(asked: Asked, desk: Desk) -> Answer | None:
    """A place that no plan of the corpus is of."""
    if not asked.strangers or asked.units or asked.sectors or asked.laws:
        return None
    if made := _named_within(asked, desk):
        return made
    gap = texts.no_unit(asked.strangers[0], [u.name for u in desk.view.scene.units][:_NAMED])
    return lookup.abstain(asked, desk, gap, ())


def _named_within(asked: Asked, desk: Desk) -> Answer | None:
    """«Phong trào … tỉnh Đắk Nông có chủ đề gì»: no plan of that place, but one that names it in so many words."""
    if not _A_SUBJECT.search(asked.folded) or _ITS_PLAN.search(asked.folded):
        return None
    names = [f" {' '.join(terms.syllables(lookup.bare_place(s)))} " for s in asked.strangers]
    told = []
    for unit in desk.view.scene.units:
        own = replace(asked, strangers=(), units=(unit,))
        ranked = lookup.theme_sentences(own, unit, desk) if asked.kind == "theme" else lookup.best(own, unit, desk)
        for found in ranked[:_LOOKED_AT]:
            said = f" {' '.join(found.sentence.own)} "
            if (
                found.covered >= _NAMES_IT
                and all(n in said for n in names)
                and not lookup.gap_of(own, unit, [found], desk)
            ):
                told.append((found.score, unit, found))
    if not told:
        return None
    _, unit, best = max(told, key=lambda t: t[0])
    sheet = desk.sheet(asked)
    lookup.write(sheet, desk, best, desk.plan_name(unit))
    return desk.close(sheet, asked) if sheet.lines else None


def number(asked: Asked, desk: Desk) -> Answer | None:
    """A document number that is no text of the corpus: what plans say when citing it, else an abstention."""
    if not asked.numbers or asked.laws or asked.kind in ("list", "count", "compare"):
        return None
    rows = lookup.numbered_rows(asked, desk)
    asks_head = asked.kind in ("directive", "header", "deadline") and not re.search(
        r"\bnoi (ve )?gi\b|\bnoi dung\b|\byeu cau\b", asked.folded
    )
    solid = [
        t
        for t in plans.solid(asked.terms)
        if t not in ("bo", "chinh", "tri", "tuong", "hanh", "chi", "nghi", "dinh", "quyet")
    ]
    if rows and (asks_head or not solid) and len(solid) <= 4:
        sheet = desk.sheet(asked)
        seen: list[str] = []
        for row in sorted(rows, key=lambda r: (r.date is None, -len(r.quote))):
            if row.number not in seen and len(seen) < 2:
                seen.append(row.number)
                unit = next((u for u in desk.view.scene.units if u.doc == row.ref.doc), None)
                lookup.write_cited(sheet, desk, row, desk.plan_name(unit) if unit else "")
        return desk.close(sheet, asked)
    if asked.units and rows:
        return _as_cited(asked, rows, desk)
    sheet = desk.sheet(asked)
    of_year = asked.numbers[0].startswith("/")  # «Luật Thi đua, khen thưởng 2022»: named by its year
    told = texts.no_law_text(asked.numbers[0].split("/")[1]) if of_year else texts.no_text(asked.numbers[0])
    sheet.line(told, asked.numbers[0])  # «98/2023» is told as «98/2023/NĐ»
    for row in rows[:1]:
        unit = next((u for u in desk.view.scene.units if u.doc == row.ref.doc), None)
        lookup.write_cited(sheet, desk, row, desk.plan_name(unit) if unit else "")
    return desk.close(sheet, asked, "abstain", reason="không có toàn văn")


def _as_cited(asked: Asked, rows: Sequence[Cited], desk: Desk) -> Answer | None:
    """«Kế hoạch số 62 mà xã X viện dẫn nói về gì»: the plan's own words on it, where nothing more is asked."""
    unit = asked.units[0]
    own = [r for r in rows if r.ref.doc == unit.doc]
    if not own or not _ITS_SUBJECT.search(asked.folded):
        return None
    sheet = desk.sheet(asked)
    lookup.write_cited(sheet, desk, max(own, key=lambda r: len(r.quote)), desk.plan_name(unit))
    return desk.close(sheet, asked) if sheet.lines else None

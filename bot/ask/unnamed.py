"""Questions that name no unit: the plan of the conversation, the law, what one plan alone says, or a question back."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.ask import gates, laws, lookup, plans, sectors, terms
from bot.ask.desk import Desk, context
from bot.ask.question import Asked, UnitDoc
from bot.model import Answer, Option
from bot.texts import ask as texts

_AWARDED = re.compile(
    r"\b(huan chuong|huy chuong|bang khen|giay khen|co thi dua|chien si|lao dong|tap the|ki niem chuong|danh hieu"
    r"|gia dinh van hoa|nha giao"
    r"|thay thuoc|nghe nhan|nghe si|anh hung|giai thuong|sang kien|dang ki|giao uoc|khoi|cum|cap|dot xuat|chuyen de"
    r"|nien han|hang nam|cong viec|luu)\b"
)
_IN_CHARGE = frozenset(["phu", "trach", "chu", "tri", "theo", "doi", "don", "doc", "tham", "muu"])
_NAMED = 6
_PHRASE = 5  # syllables: «báo cáo phát động thi đua»; shorter runs stand in every plan
_SURE = 0.75


def answer(asked: Asked, desk: Desk) -> Answer:
    """No unit named: the plan of the conversation, the law, or one question back."""
    if made := laws.definitions(asked, desk):
        return made
    if asked.sectors and not any(law.sector in asked.sectors for law in desk.view.scene.laws):
        return laws.abstain(asked, desk, texts.no_branch([sectors.title(s) for s in asked.sectors]))
    if asked.maybe and gates.wants_result(asked):
        return lookup.answer(replace(asked, units=asked.maybe), asked.maybe[0], desk)
    for unit in asked.maybe[:1]:
        found = lookup.best(asked, unit, desk)
        own = replace(asked, units=(unit,))
        if not lookup.gap_of(own, unit, found, desk):
            reply = laws.look(asked, desk)
            if reply.gap or not reply.ranked or reply.ranked[0].covered < found[0].covered - 0.1:
                return lookup.answer(own, unit, desk)
    if made := _underspecified(asked, desk):
        return made
    if made := laws.which_medal(asked, desk):
        return made
    reply = laws.look(asked, desk)
    strange = gates.unknown_name(asked, desk.view.lexicon)
    if strange and (reply.gap or not reply.ranked or reply.ranked[0].covered < _SURE):
        return laws.abstain(asked, desk, f"Kho không nhắc đến «{strange}».")
    rewards = asked.expects == "times" and _AWARDED.search(asked.folded)  # no plan sets what an award is worth
    if not asked.sectors and not asked.laws and not rewards and (made := _from_plans(asked, desk, reply)):
        return made
    if reply.gap:
        return laws.abstain(asked, desk, reply.gap, reply.ranked)
    return laws.which_branch(asked, desk, reply.ranked) or laws.answer(asked, desk, reply)


def _underspecified(asked: Asked, desk: Desk) -> Answer | None:
    """Too little to look up: one question back, with the candidates."""
    solid = terms.subject(asked.text).split()
    units = desk.view.scene.units
    planlike = asked.kind in ("theme", "header") or (asked.kind in ("movement",) and len(solid) <= 1)
    if asked.kind == "header" and solid:
        planlike = bool(re.search(r"\bke hoach\b", asked.folded))
    if planlike and not asked.sectors and not asked.laws and units:
        return _ask_unit(asked, units)
    if re.search(r"\bke hoach\b", asked.folded) and set(solid) <= {"phần", "mục", "chương", "đoạn", "nói"} and units:
        return _ask_unit(asked, units)
    if (
        asked.kind == "duty"
        and set(plans.solid(asked.terms)) <= _IN_CHARGE
        and not asked.sectors
        and not asked.laws
        and units
    ):
        return _ask_unit(asked, units)
    bare = set(solid) <= {"thưởng", "tiêu", "chuẩn", "điều", "kiện", "mức", "tặng", "xét", "tiền"}
    if bare and not asked.sectors and not asked.laws and not asked.quoted and not _AWARDED.search(asked.folded):
        return Answer(
            "clarify", texts.WHICH_AWARD, reason="thiếu đối tượng", context=context(asked), question_kind=asked.kind
        )
    return None


def _ask_unit(asked: Asked, units: tuple[UnitDoc, ...]) -> Answer:
    names = [f"{u.name} ({u.period})" if u.period else u.name for u in units[:_NAMED]]
    options = tuple(Option(u.name, f"{asked.text.rstrip('?. ')} của {u.name}?") for u in units[:_NAMED])
    text = texts.which_unit("kế hoạch", names)
    return Answer(
        "clarify", text, reason="thiếu đơn vị", context=context(asked), options=options, question_kind=asked.kind
    )


def _from_plans(asked: Asked, desk: Desk, reply: laws.Reply) -> Answer | None:
    """No unit named, but plans speak: what they cite; one plan answers; several, and the unit must be named."""
    units = desk.view.scene.units
    if asked.kind == "directive":
        rows = lookup.cited_rows(asked, desk, tuple(u.doc for u in units))
        if rows:
            sheet = desk.sheet(asked)
            done: set[str] = set()
            for row in rows:
                if (row.number or row.subject) not in done and len(done) < 3:
                    done.add(row.number or row.subject)
                    unit = next(u for u in units if u.doc == row.ref.doc)
                    lookup.write_cited(sheet, desk, row, desk.plan_name(unit))
            return desk.close(sheet, asked)
    speaking = []
    for unit in units:
        found = lookup.best(asked, unit, desk)
        if found and not lookup.gap_of(asked, unit, found, desk) and found[0].covered >= 0.9:
            speaking.append((unit, found[0]))
    if not speaking:
        return None
    best_plan = max(f.score for _, f in speaking)
    law_fits = not reply.gap and reply.ranked
    if law_fits and asked.kind not in ("target", "movement", "theme") and reply.ranked[0].covered >= 0.75:
        return None
    if law_fits and best_plan < 1.7:
        return None
    speaking = _phrased(asked, speaking)
    if len(speaking) > 1 and asked.kind in ("target", "deadline", "duty", "movement") and not asked.years:
        return _ask_unit(asked, tuple(u for u, _ in speaking))
    unit, found_ = max(speaking, key=lambda s: s[1].score)
    sheet = desk.sheet(asked)
    lookup.write(sheet, desk, found_, desk.plan_name(unit))
    return desk.close(sheet, asked)


def _phrased(asked: Asked, speaking: list[tuple[UnitDoc, plans.Found]]) -> list[tuple[UnitDoc, plans.Found]]:
    """The one plan that holds the question's own phrase, where no other does: then nobody need be asked which."""
    said = terms.syllables(asked.text)
    runs = [plans.longest_run(said, f.sentence.own) for _, f in speaking]
    best = max(runs, default=0)
    alone = best >= _PHRASE and sum(r > best - 2 for r in runs) == 1
    return [speaking[runs.index(best)]] if alone else speaking

"""The target row that a question names: a figure inside a list («Cơ cấu kinh tế: …; công nghiệp 32%»)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ask import gates, plans, terms
from bot.ask.desk import Desk, flat
from bot.ask.question import Asked, UnitDoc
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Clause, Target, Where, words

_LONGEST = 260
_FEWEST = 2
_ASKS = re.compile(r"\b(gi|nao|sao|ai|dau|khong)\b")
_ONE = {"mot": "1", "01": "1"}
_ASIDE = frozenset(["trong", "chiem", "tren", "moi", "tinh", "theo", "la", "dat"])


def answer(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """The row under a common head whose head and name hold every subject word of the question; None where none
    or several do, and for what stands in a sentence of its own."""
    if not _wanted(asked) or asked.values or asked.strong or gates.wants_result(asked):
        return None
    wanted = {_ONE.get(t, t) for t in plans.solid(asked.terms) if t not in _ASIDE}
    row = _row(wanted, desk.library.targets(Where(docs=(unit.doc,))))
    clause = next((c for c in desk.clauses(unit.doc) if row and c.ref == row.ref), None)
    if row is None or clause is None or gates.reason(asked, row.quote):
        return None
    quote = _with_head(row, clause)
    sheet, where = desk.sheet(asked), desk.plan_name(unit)
    if n := desk.piece(clause, quote, sheet):
        name = "" if words.fold(row.indicator) in words.fold(flat(quote)) else f", {row.indicator}"
        sheet.line(texts.at_plan(f"{where}{name}", flat(quote), desk.place(clause), n), where, row.indicator)
    return desk.close(sheet, asked) if sheet.lines else None


def _wanted(asked: Asked) -> bool:
    """A figure is asked for, or nothing but an indicator is named: «Giá trị sản xuất công nghiệp của xã?»."""
    named = asked.kind in ("general", "target") and asked.expects == "text" and not _ASKS.search(asked.folded)
    return plans.wants_figure(asked) or named


def _row(wanted: set[str], rows: Sequence[Target]) -> Target | None:
    if len(wanted) < _FEWEST:
        return None
    held = [(row, _said(row)) for row in rows if row.value]
    fits = [(row, said) for row, said in held if wanted <= said]
    if not fits:
        return None
    fewest = min(len(said) for _, said in fits)
    best = [row for row, said in fits if len(said) == fewest]
    inside = bool(best[0].parent) or not best[0].quote.lower().startswith(best[0].indicator[:8].lower())
    return best[0] if len(best) == 1 and inside else None


def _said(row: Target) -> set[str]:
    return {_ONE.get(t, t) for t in terms.syllables(terms.enrich(f"{row.parent} {row.indicator}"))}


def _with_head(row: Target, clause: Clause) -> str:
    """The row with the words of its head before it, where they stand close enough."""
    at = clause.quote.find(row.quote)
    if at < 0:
        return row.quote
    for head in (row.parent, re.split(r":\s*", row.parent)[-1]):
        start = clause.quote.rfind(head, 0, at) if head else -1
        if start >= 0 and at - start <= _LONGEST:
            return clause.quote[start : at + len(row.quote)]
    return row.quote

"""The target row that a question names: a figure inside a list («Cơ cấu kinh tế: …; công nghiệp 32%»)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.ask import gates, plans, terms
from bot.ask.desk import Desk, flat
from bot.ask.question import Asked, UnitDoc
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Clause, Target, Where, words

_LONGEST = 260
_CLOSE = 80  # characters up to the bracket that closes the list
_FEWEST = 2
_ASKS = re.compile(r"\b(gi|nao|sao|ai|dau|khong)\b")
_ONE = {"mot": "1", "01": "1"}
_ASIDE = frozenset(["trong", "chiem", "tren", "moi", "tinh", "theo", "la", "dat", "nganh", "linh", "vuc"])


def answer(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """The row under a common head whose head and name hold every subject word of the question; None where none
    or several do, and for what stands in a sentence of its own."""
    if not plans.wants_figure(asked) or asked.values or asked.strong or gates.wants_result(asked):
        return None
    wanted = {_ONE.get(t, t) for t in plans.solid(asked.terms) if t not in _ASIDE}
    percent = asked.expects == "percent"
    row = _row(wanted, percent, desk.library.targets(Where(docs=(unit.doc,))))
    clause = next((c for c in desk.clauses(unit.doc) if row and c.ref == row.ref), None)
    if row is None or clause is None or gates.reason(asked, row.quote):
        return None
    quote = _with_head(row, clause)
    sheet, where = desk.sheet(asked), desk.plan_name(unit)
    if n := desk.piece(clause, quote, sheet):
        name = "" if words.fold(row.indicator) in words.fold(flat(quote)) else f", {row.indicator}"
        sheet.line(texts.at_plan(f"{where}{name}", flat(quote), desk.place(clause), n), where, row.indicator)
    return desk.close(sheet, asked) if sheet.lines else None


def as_figure(asked: Asked, desk: Desk) -> Asked:
    """«Thu ngân sách của xã?»: a question that is nothing but an indicator of some plan asks for its figure."""
    if asked.kind not in ("general", "target") or asked.expects != "text" or _ASKS.search(asked.folded):
        return asked
    wanted = {_ONE.get(t, t) for t in plans.solid(asked.terms) if t not in _ASIDE}
    if len(wanted) < _FEWEST or asked.strong or asked.numbers:
        return asked
    docs = tuple(u.doc for u in desk.view.scene.units)
    named = any(row.value and wanted <= _said(row) for row in desk.library.targets(Where(docs=docs)))
    return replace(asked, kind="target", expects="number") if named else asked


def _row(wanted: set[str], percent: bool, rows: Sequence[Target]) -> Target | None:
    if len(wanted) < _FEWEST:
        return None
    held = [(row, _said(row)) for row in rows if row.value and (not percent or "%" in row.quote)]
    fits = [
        ((len(wanted - _own(row)), len(said)), row)
        for row, said in held
        if wanted <= said and not wanted <= _head_of(row)
    ]
    if not {"co", "cau"} <= wanted:  # a share of something is not the thing
        fits = [(rank, row) for rank, row in fits if not {"co", "cau"} <= _said(row)] or fits
    if not fits:
        return None
    nearest = min(rank for rank, _ in fits)  # most of it in the row's own name, then the shortest name
    best = [row for rank, row in fits if rank == nearest]
    inside = bool(best[0].parent) or not best[0].quote.lower().startswith(best[0].indicator[:8].lower())
    return best[0] if len(best) == 1 and inside else None


def _head_of(row: Target) -> set[str]:
    """What several rows share, «Cơ cấu kinh tế»: asked for by that alone, all of them are."""
    return set(terms.syllables(row.parent or row.indicator.partition(":")[0] * (":" in row.indicator)))


def _said(row: Target) -> set[str]:
    return {_ONE.get(t, t) for t in terms.syllables(terms.enrich(f"{row.parent} {row.indicator}"))}


def _own(row: Target) -> set[str]:
    return {_ONE.get(t, t) for t in terms.syllables(terms.enrich(row.indicator.removeprefix(row.parent)))}


def _with_head(row: Target, clause: Clause) -> str:
    """The row with the words of its head before it, where they stand close enough."""
    at = clause.quote.find(row.quote)
    if at < 0:
        return row.quote
    end = at + len(row.quote)
    close = clause.quote.find(")", end)
    if "(" in clause.quote[max(0, at - _LONGEST) : at] and 0 <= close - end <= _CLOSE:
        end = close + 1 if ";" not in clause.quote[end:close] or row.parent else end
    for head in (row.parent, re.split(r":\s*", row.parent)[-1]):
        start = clause.quote.rfind(head, 0, at) if head else -1
        if start >= 0 and at - start <= _LONGEST:
            shown = clause.quote[start:end]
            return shown if shown.count("(") == shown.count(")") else clause.quote[start : at + len(row.quote)]
    return row.quote

"""Which directives apply: topic, level, year and province → a ranked list with states; pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval import words
from retrieval.model import Directive, State
from retrieval.register import state, topics
from retrieval.register.state import Get, Standing

GENERAL = "thi đua khen thưởng phát động phong trào"
_RANKS = ("Luật", "Nghị định", "Thông tư", "Chỉ thị", "Nghị quyết", "Quyết định", "Kế hoạch", "Phong trào thi đua")
_SECTORS = {"giáo dục": ("giao duc", "truong hoc", "truong", "nha truong")}
BASIS = "căn cứ chung"  # the topic of texts that every emulation plan rests on
_LEAST = 0.15
_APART = "trùng số"  # rows kept only to tell shared numbers apart apply to nothing


@dataclass(frozen=True, slots=True)
class Applicable:
    """A directive that applies, its standing on the first day asked; `ends` is its last day within the time asked."""

    row: Directive
    standing: Standing
    score: float
    ends: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a topic in words ("" = emulation in general), kinds of text ("" = any), the time, who asks."""

    first: dt.date
    last: dt.date
    topic: str = ""
    kind: str = ""
    level: str = ""
    province: str = ""


def applies(
    rows: Sequence[Directive], asked: Asked, get: Get, used: Mapping[str, int] | None = None
) -> tuple[Applicable, ...]:
    """The directives in effect for what is asked, best first.

    Only texts in force on the first day asked, or coming into force within the time asked, and sure enough to be cited.
    Scored by topic, rank of the text, whether it is a general basis or details one that applies, and use in past plans
    (`used`: row id → count). An amending text in force is left out: the citation of the amended one names it.
    """
    relevance = {r.id: s for r, s in topics.rank(rows, asked.topic or GENERAL)}
    found = []
    for row in rows:
        standing = _standing(row, asked, get)
        if standing is None or not _fits(row, asked) or relevance.get(row.id, 0.0) < _LEAST:
            continue
        score = relevance[row.id] + 0.15 * _rank(row) + 0.05 * math.log1p((used or {}).get(row.id, 0))
        if not asked.topic and BASIS in row.topics:
            score += 0.5
        end = standing.lapses_on
        found.append(Applicable(row, standing, score, end if end and end < asked.last else None))
    found = _on_topic(found, asked.topic)
    scores = {a.row.id: a.score for a in found}
    open_ = [a for a in found if a.standing.state is State.NOT_YET or not scores.keys() & {*a.row.amends}]
    scored = [_raised(a, scores) for a in open_]
    best = max((a.score for a in scored), default=0.0)
    kept = [a for a in scored if a.score >= 0.5 * best]
    if not asked.topic:  # the general bases stand in the order of a plan's «căn cứ»: law, decree, circular, directive
        return tuple(sorted(kept, key=lambda a: (-_rank(a.row), -a.score, a.row.id)))
    return tuple(sorted(kept, key=lambda a: (-a.score, a.row.id)))


def _on_topic(found: Sequence[Applicable], topic: str) -> list[Applicable]:
    """Those that share a pair of the topic's syllables, with what details or amends them: one syllable is chance."""
    matched = {a.row.id for a in found if topics.shares_pair(a.row, topic)}
    return [a for a in found if matched & {a.row.id, *a.row.guides, *a.row.amends}]


def _raised(one: Applicable, scores: Mapping[str, float]) -> Applicable:
    """A text that details an applicable one, or will amend it, is nearly as fitting, never more."""
    bases = [scores[i] for i in (*one.row.guides, *one.row.amends) if i in scores]
    if not bases:
        return one
    return replace(one, score=max(one.score, min(one.score + 0.1, max(bases) - 0.01)))


def _standing(row: Directive, asked: Asked, get: Get) -> Standing | None:
    now = state.of(row, asked.first, get)
    if now.state is State.IN_FORCE:
        return now
    first, _ = state.start(row)
    if now.state is State.NOT_YET and first is not None and first <= asked.last:
        return now
    return None


def _fits(row: Directive, asked: Asked) -> bool:
    if row.certainty in ("low", "unknown") or row.kind.startswith("Dự thảo") or _APART in row.topics:
        return False
    if asked.kind and row.kind != asked.kind:
        return False
    flat = words.fold(f"{asked.topic} {asked.level}")
    if "ngành" in row.level and not any(w in flat for s, ws in _SECTORS.items() if s in row.topics for w in ws):
        return False
    return _place_fits(row, asked)


def _place_fits(row: Directive, asked: Asked) -> bool:
    """A local text applies only to who is asked about; a central one to everybody."""
    if row.level.startswith(("trung ương", "đảng/trung ương")) or row.level == "đảng":
        return True
    return bool(asked.province) and words.fold(asked.province) in words.fold(f"{row.issuer} {row.subject}")


def _rank(row: Directive) -> float:
    return (len(_RANKS) - _RANKS.index(row.kind)) / len(_RANKS) if row.kind in _RANKS else 0.0

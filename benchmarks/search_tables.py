"""Questions with gold articles + an index → feature tables of their candidates, to train and judge the ranker."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval import Where, words
from retrieval.search import rank
from retrieval.search.features import NAMES
from retrieval.search.index import Index

Floats = npt.NDArray[np.float32]
DEPTH = 20


@dataclass(frozen=True)
class Row:
    """One question: its candidates' features, which of them are gold (or as good), how many gold articles there are;
    how spread the texts are that it was asked of (`rank.spread`)."""

    id: str
    table: Floats
    article: tuple[tuple[str, str], ...]
    right: npt.NDArray[np.bool_]
    convex: Floats
    gold: int
    spread: float

    @property
    def fold(self) -> int:
        """0…4, by the hash of the id."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 5

    @property
    def place(self) -> str:
        """Where it stands in an order that has nothing to do with the question."""
        return hashlib.sha256(f"place {self.id}".encode()).hexdigest()


def tables(index: Index, questions: Path, *, bare: bool = False) -> list[Row]:
    """Every question of a .jsonl (`{"id","q","gold":[[file, article]],"also"}`); `bare` strips the accents."""
    searcher = index._ready()
    spread = rank.spread(searcher._arrays.vectors)
    found = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        q = json.loads(line)
        made = searcher.candidates(words.unaccent(q["q"]) if bare else q["q"], Where())
        gold = {tuple(g) for g in q["gold"]} | {tuple(g) for g in q.get("also", [])}
        if made is None:
            continue
        names = tuple(_article(index, u) for u in made.units)
        right = np.array([n in gold for n in names])
        convex = made.table[:, NAMES.index("convex")]
        found.append(Row(q["id"], made.table, names, right, convex, len(q["gold"]), spread))
    return found


def figures(rows: list[Row], scores: list[Floats]) -> dict[str, float]:
    """R@k, MRR@10, nDCG@10 as ../shared/bench/score_search.py counts them: candidates folded to articles."""
    total = dict.fromkeys(("R@1", "R@3", "R@5", "R@10", "R@20", "MRR@10", "nDCG@10"), 0.0)
    for row, score in zip(rows, scores, strict=True):
        ranked: list[bool] = []
        seen = set()
        for i in np.argsort(-score, kind="stable"):
            if row.article[i][1] and row.article[i] not in seen:
                seen.add(row.article[i])
                ranked.append(bool(row.right[i]) and sum(ranked) < row.gold)
        ranked = ranked[:DEPTH]
        for k in (1, 3, 5, 10, 20):
            total[f"R@{k}"] += sum(ranked[:k]) / row.gold
        places = [i for i, r in enumerate(ranked[:10]) if r]
        total["MRR@10"] += 1 / (places[0] + 1) if places else 0
        ideal = sum(1 / math.log2(i + 2) for i in range(min(row.gold, 10)))
        total["nDCG@10"] += sum(1 / math.log2(i + 2) for i in places) / ideal
    return {k: round(v / max(1, len(rows)), 4) for k, v in total.items()}


def _article(index: Index, unit: int) -> tuple[str, str]:
    searcher = index._ready()
    document, first, _, _ = map(int, searcher._arrays.units[unit])
    clause = index._catalog.clauses_between(document, first, first)[0]
    label = next((s.label for s in clause.ref.steps if s.kind == "dieu"), "")
    return searcher._documents[document].source, label

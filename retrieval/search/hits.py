"""One search: question → candidate units (keywords, neighbours) → fused scores → best clauses."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.model import Clause, Hit, IndexFault, Where
from retrieval.search import fuse, keywords
from retrieval.search.catalog import Catalog
from retrieval.search.derived import Derived
from retrieval.search.embed import Embedding
from retrieval.search.vectors import Neighbours
from retrieval.words import unaccent

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_NEAREST = 120
_PER_CHANNEL = 60
_DOCUMENTS_REMEMBERED = 4096


class Searcher:
    """Search over one set of derived arrays. Built once, used for many questions."""

    def __init__(
        self, catalog: Catalog, arrays: Derived, embedder: Embedding | None, neighbours: Neighbours | None
    ) -> None:
        self._catalog = catalog
        self._arrays = arrays
        self._embedder = embedder if arrays.dim else None
        self._neighbours = neighbours
        self._document = functools.lru_cache(_DOCUMENTS_REMEMBERED)(catalog.document)
        self.degraded = ""

    def close(self) -> None:
        """End Chroma's child."""
        if self._neighbours:
            self._neighbours.close()

    def warm(self) -> None:
        """Load the model and wait for Chroma's child."""
        vector = self._vector("thi đua")
        if vector is not None and self._neighbours and self._neighbours.alive:
            self._neighbours.find(vector, 1)

    def search(self, text: str, k: int, where: Where) -> list[Hit]:
        """The best `k` clauses of the documents that `where` lets through."""
        allowed = self._allowed(where)
        words, bare = keywords.words_of(text, bare=False), keywords.words_of(text, bare=True)
        if not bare or not allowed.any() or k < 1:
            return []
        lexical = self._lexical(words, bare, accented=words != bare)
        lexical[~allowed] = 0
        vector = self._vector(text)
        pool = self._pool(lexical, vector, allowed)
        dense, best_passage = self._dense(vector, pool)
        scores = fuse.convex(lexical[pool], dense)
        order = np.argsort(-scores, kind="stable")[: 3 * k]
        ranked = [(int(pool[i]), float(scores[i]), int(best_passage[i])) for i in order]
        return self._hits(ranked, bare, k)

    def _allowed(self, where: Where) -> Bools:
        """The units a question may see: the filter's documents, less those removed since the arrays were made."""
        ids = np.fromiter(self._catalog.document_ids(where), np.int64)
        made: Bools = np.isin(self._arrays.units[:, 0], ids)
        return made

    def _lexical(self, words: Sequence[str], bare: Sequence[str], accented: bool) -> Floats:
        body, stripped, title, name = self._arrays.fields
        total: Floats = sum(stripped.score(bare), np.zeros(stripped.size, np.float32))
        if accented:
            total = 0.3 * total + sum(body.score(words), np.zeros(body.size, np.float32))
        total += 0.3 * sum(title.score(bare), np.zeros(title.size, np.float32))
        total += 0.2 * sum(name.score(bare), np.zeros(name.size, np.float32))
        return total.astype(np.float32)

    def _vector(self, text: str) -> Floats | None:
        if self._embedder is None:
            return None
        try:
            return self._embedder.query(text)
        except IndexFault as e:
            self.degraded, self._embedder = str(e), None
            return None

    def _pool(self, lexical: Floats, vector: Floats | None, allowed: Bools) -> Longs:
        best = np.argpartition(-lexical, min(_PER_CHANNEL, len(lexical) - 1))[:_PER_CHANNEL]
        parts = [best[lexical[best] > 0]]
        if vector is not None:
            near = self._arrays.passages[self._nearest(vector, allowed), 2]
            parts.append(near[allowed[near]])
        return np.unique(np.concatenate(parts)).astype(np.int64)

    def _nearest(self, vector: Floats, allowed: Bools) -> Longs:
        """Rows of the nearest passages: Chroma's where it is well and nothing is filtered, else by comparing all."""
        if self._neighbours and self._neighbours.alive and allowed.all():
            found = self._neighbours.find(vector, _NEAREST)
            if found is not None:
                return np.array(found, np.int64)
        near = np.array(self._arrays.vectors @ vector)
        near[~allowed[self._arrays.passages[:, 2]]] = -1
        return np.argpartition(-near, min(_NEAREST, len(near) - 1))[:_NEAREST].astype(np.int64)

    def _dense(self, vector: Floats | None, pool: Longs) -> tuple[Floats | None, Longs]:
        """The best cosine of each unit's passages, and which passage it is."""
        starts = self._arrays.units[:, 3]
        if vector is None:
            return None, np.array(starts[pool])
        ends = np.append(starts[1:], len(self._arrays.passages))
        made, best = np.empty(len(pool), np.float32), np.empty(len(pool), np.int64)
        for i, unit in enumerate(pool):
            near = self._arrays.vectors[starts[unit] : ends[unit]] @ vector
            best[i] = starts[unit] + int(near.argmax())
            made[i] = near.max()
        return made, best

    def _hits(self, ranked: Sequence[tuple[int, float, int]], bare: Sequence[str], k: int) -> list[Hit]:
        """One clause of each unit in order; then, where units are fewer than `k`, their second clauses, and so on."""
        rarity = self._rarity(bare)
        found = [self._clauses(unit, passage, rarity) for unit, _, passage in ranked[:k]]
        hits: list[Hit] = []
        for depth in range(max(map(len, found), default=0)):
            for (unit, score, _), clauses in zip(ranked, found, strict=False):
                if depth < len(clauses) and len(hits) < k:
                    document = self._document(int(self._arrays.units[unit, 0]))
                    shown = min(score / (1 + depth), hits[-1].score if hits else 1.0)
                    hits.append(Hit(clauses[depth], document, max(0.0, shown)))
        return hits

    def _clauses(self, unit: int, passage: int, rarity: dict[str, float]) -> list[Clause]:
        document, first, last, _ = map(int, self._arrays.units[unit])
        clauses = self._catalog.clauses_between(document, first, last)
        inside = range(int(self._arrays.passages[passage, 3]), int(self._arrays.passages[passage, 4]) + 1)
        scored = [(_overlap(c, rarity) * (1.15 if first + i in inside else 1), -i, c) for i, c in enumerate(clauses)]
        return [c for _, _, c in sorted(scored, key=lambda row: row[:2], reverse=True)]

    def _rarity(self, bare: Sequence[str]) -> dict[str, float]:
        """idf of the question's syllables and pairs, by the bare words themselves."""
        field, ids = self._arrays.fields[1], keywords.hashes(bare)
        singles = field.syllables.rarity(ids, field.size)
        pairs = field.pairs.rarity(keywords.pair_keys(ids), field.size)
        made = dict(zip(bare, map(float, singles), strict=True))
        return made | {f"{a} {b}": float(w) for a, b, w in zip(bare, bare[1:], pairs, strict=False)}


def _overlap(clause: Clause, rarity: dict[str, float]) -> float:
    words = keywords.words_of(unaccent(clause.text), bare=True)
    said = set(words) | {f"{a} {b}" for a, b in itertools.pairwise(words)}
    return sum(w for term, w in rarity.items() if term in said)

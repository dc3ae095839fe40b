"""One search: question → candidate units (keywords, neighbours) → features → scores → best clauses."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.model import Cited, Clause, Document, Hit, IndexFault, Where
from retrieval.search import abbreviations, features, fuse, keywords, named, place_names, rank
from retrieval.search.accents import Restorer
from retrieval.search.catalog import Catalog
from retrieval.search.derived import Derived
from retrieval.search.embed import Embedding
from retrieval.search.keywords import Run
from retrieval.search.rank import Ranker
from retrieval.search.vectors import Neighbours
from retrieval.words import fold, unaccent

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_NEAREST = 120
_PER_CHANNEL = 60
_KEPT_TEXTS = 6000
# Kinds of papers from the general to the particular (Law 63/2025/QH15 on legal documents, art. 4 gives the order).
_LEVELS = ("hien phap", "luat", "phap lenh", "nghi dinh", "quyet dinh", "thong tu")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready: its words, the runs to look up, the documents it names, its vector."""

    words: tuple[str, ...]
    bare: tuple[str, ...]
    runs: tuple[Run, ...]
    bare_runs: tuple[Run, ...]
    names: tuple[named.Name, ...]
    vector: Floats | None

    @property
    def accented(self) -> bool:
        """Typed with accents, or in words that have none."""
        return self.words != self.bare


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates in no order, with their features and scores; `passage` is each one's best."""

    units: Longs
    table: Floats
    scores: Floats
    passage: Longs


class Searcher:
    """Search over one set of derived arrays. Built once, used for many questions."""

    def __init__(
        self, catalog: Catalog, arrays: Derived, embedder: Embedding | None, neighbours: Neighbours | None,
        ranker: Ranker | None = None,
    ) -> None:  # fmt: skip
        self._catalog = catalog
        self._arrays = arrays
        self._embedder = embedder if arrays.dim else None
        self._neighbours = neighbours
        self._given = ranker
        self._restorer = Restorer(arrays.vocabulary, arrays.fields[0])
        self._documents = dict(catalog.rows())
        self._cited, self._level = self._priors()
        self._spaced = functools.lru_cache(maxsize=_KEPT_TEXTS)(_spaced)
        self._why = ""

    @property
    def documents(self) -> set[int]:
        """Rows of the documents it searches."""
        return self._arrays.documents

    @property
    def alone(self) -> bool:
        """Chroma served this searcher and has died: neighbours come from comparing all vectors."""
        return self._neighbours is not None and not self._neighbours.alive

    @property
    def degraded(self) -> str:
        """What is missing, "" where nothing is."""
        return self._why or (f"Chroma: {self._neighbours.why}" if self._neighbours and self.alone else "")

    def close(self) -> None:
        """End Chroma's child."""
        if self._neighbours:
            self._neighbours.close()

    def warm(self) -> None:
        """Load the model and wait for Chroma's child."""
        place_names.runs_of("thi đua", bare=False)
        vector = self._vector("thi đua")
        if vector is not None and self._neighbours and self._neighbours.alive:
            self._neighbours.find(vector, 1)

    def search(self, text: str, k: int, where: Where) -> list[Hit]:
        """The best `k` clauses of the documents that `where` lets through."""
        found = self.candidates(text, where)
        if found is None or k < 1:
            return []
        order = np.argsort(-found.scores, kind="stable")[:k]
        return self._hits(found, order, keywords.words_of(text, bare=True), k)

    def candidates(self, text: str, where: Where) -> Found | None:
        """Every candidate with its features and score; None where nothing can be found."""
        allowed = self._allowed(where)
        words, bare = keywords.words_of(text, bare=False), keywords.words_of(text, bare=True)
        if not bare or not allowed.any():
            return None
        meant = text
        if words == bare:
            words = self._restorer.restore(bare)
            meant = " ".join(words)
        asked = Asked(
            tuple(words), tuple(bare), abbreviations.runs_of(words, bare=False) + place_names.runs_of(text, bare=False),
            abbreviations.runs_of(bare, bare=True) + place_names.runs_of(text, bare=True), named.names_in(text),
            self._vector(meant),
        )  # fmt: skip
        return self._score(asked, allowed)

    def _score(self, asked: Asked, allowed: Bools) -> Found:
        channels = self._channels(asked)
        lexical = self._lexical(channels, asked.accented)
        lexical[~allowed] = 0
        units = self._pool(lexical, asked.vector, allowed)
        dense, second, passage = self._dense(asked.vector, units)
        convex = fuse.convex(lexical[units], dense if asked.vector is not None else None)
        table = features.table(self._features(asked, units, channels[:, units], lexical[units], dense, second, convex))
        scores: Any = convex
        if asked.vector is not None and len(units) and (ranker := self._ranker):
            scores = 1 / (1 + np.exp(-ranker.score(table)))
        elif asked.names:
            scores = convex + 0.3 * table[:, features.NAMES.index("doc_named")]
        return Found(units, table, scores.astype(np.float32), passage)

    @functools.cached_property
    def _ranker(self) -> Ranker | None:
        """Chosen with the first question that has a vector: what is asked by keywords alone reads no vectors."""
        found = rank.bundled()
        return self._given or (found.fit_for(rank.spread(self._arrays.vectors)) if found else None)

    def _allowed(self, where: Where) -> Bools:
        """The units a question may see: the filter's documents, less those removed since the arrays were made."""
        ids = np.fromiter(self._catalog.document_ids(where), np.int64)
        made: Bools = np.isin(self._arrays.units[:, 0], ids)
        return made & self._on(where.topic) if where.topic else made

    def _on(self, topic: str) -> Bools:
        found = self._catalog.units_on(topic)
        return np.fromiter(((d, f) in found for d, f, *_ in self._arrays.units.tolist()), bool)

    def _channels(self, asked: Asked) -> Floats:
        body, stripped, title, name = self._arrays.fields
        exact = body.score(asked.runs) if asked.accented else stripped.score(asked.bare_runs)
        rows = (*exact, *stripped.score(asked.bare_runs), *title.score(asked.bare_runs), *name.score(asked.bare_runs))
        return np.stack(rows)

    def _lexical(self, channels: Floats, accented: bool) -> Floats:
        exact, bare = channels[0] + channels[1], channels[2] + channels[3]
        body = 0.75 * exact + 0.25 * bare if accented else bare
        made: Floats = body + 0.3 * (channels[4] + channels[5]) + 0.2 * (channels[6] + channels[7])
        return made

    def _vector(self, text: str) -> Floats | None:
        if self._embedder is None:
            return None
        try:
            return self._embedder.query(text)
        except IndexFault as e:
            self._why, self._embedder = str(e), None
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

    def _dense(self, vector: Floats | None, units: Longs) -> tuple[Floats, Floats, Longs]:
        """The two best cosines of each unit's passages, and which passage is the best."""
        starts = self._arrays.units[:, 3]
        if vector is None or not len(units):
            return np.zeros(len(units), np.float32), np.zeros(len(units), np.float32), np.array(starts[units])
        counts = np.append(starts[1:], len(self._arrays.passages))[units] - starts[units]
        first = np.cumsum(counts) - counts  # where each unit's passages begin among all that are looked at
        near = self._arrays.vectors[np.repeat(starts[units] - first, counts) + np.arange(counts.sum())] @ vector
        best = np.maximum.reduceat(near, first)
        unit = np.repeat(np.arange(len(units)), counts)
        tops = np.flatnonzero(near == best[unit])
        at = tops[np.unique(unit[tops], return_index=True)[1]]
        near[at] = -1
        second = np.where(counts > 1, np.maximum.reduceat(near, first), best)
        return best, second, starts[units] + at - first

    def _features(
        self, asked: Asked, units: Longs, channels: Floats, lexical: Floats, dense: Floats, second: Floats,
        convex: Floats,
    ) -> features.Pool:  # fmt: skip
        _, stripped, title, name = self._arrays.fields
        rows = self._arrays.units[units, 0]
        starts = self._arrays.units[:, 3]
        ends = np.append(starts[1:], len(self._arrays.passages))
        coverage = np.stack([c[units] for c in (*stripped.coverage(asked.bare), *title.coverage(asked.bare))])
        rarity = stripped.syllables.rarity(keywords.hashes(asked.bare), stripped.size)
        fits = {row: named.is_named(self._documents[row], asked.names) for row in set(rows.tolist())}
        return features.Pool(
            channels=channels, coverage=coverage, dense=dense, second=second, convex=convex, lexical=lexical,
            title_said=channels[4] / np.maximum(title.mass[units], 1e-6),
            name_said=channels[6] / np.maximum(name.mass[units], 1e-6),
            document=rows, named=np.array([fits[row] for row in rows.tolist()], bool),
            cited=np.array([self._cited[row] for row in rows.tolist()], np.float32),
            level=np.array([self._level[row] for row in rows.tolist()], np.float32),
            length=stripped.lengths[units], passages=(ends - starts)[units].astype(np.float32),
            place=(units - np.searchsorted(self._arrays.units[:, 0], rows)).astype(np.float32),
            question_length=len(asked.bare), question_rarity=float(rarity.mean()), accented=asked.accented,
        )  # fmt: skip

    def _priors(self) -> tuple[dict[int, int], dict[int, int]]:
        """How often other papers of the corpus cite each document, and how general its kind is."""
        counts = Counter(fold(c.number) for c in self._catalog.facts(Cited, Where()) if c.number)
        cited = {row: counts[fold(d.header.number)] if d.header.number else 0 for row, d in self._documents.items()}
        return cited, {row: _level(d) for row, d in self._documents.items()}

    def _hits(self, found: Found, order: Longs, bare: Sequence[str], k: int) -> list[Hit]:
        """One clause of each unit in order; then, where units are fewer than `k`, their second clauses, and so on."""
        rarity = self._rarity(bare)
        clauses = [self._clauses(int(found.units[i]), int(found.passage[i]), rarity) for i in order]
        hits: list[Hit] = []
        for depth in range(max(map(len, clauses), default=0)):
            for i, of_unit in zip(order, clauses, strict=True):
                if depth < len(of_unit) and len(hits) < k:
                    document = self._documents[int(self._arrays.units[found.units[i], 0])]
                    shown = min(float(found.scores[i]) / (1 + depth), hits[-1].score if hits else 1.0)
                    hits.append(Hit(of_unit[depth], document, max(0.0, shown), _shown(found.table[i])))
        return hits

    def _clauses(self, unit: int, passage: int, rarity: dict[str, float]) -> list[Clause]:
        document, first, last, _ = map(int, self._arrays.units[unit])
        clauses = self._catalog.clauses_between(document, first, last)
        inside = range(int(self._arrays.passages[passage, 3]), int(self._arrays.passages[passage, 4]) + 1)
        scored = [
            (self._overlap(c, rarity) * (1.15 if first + i in inside else 1), -i, c) for i, c in enumerate(clauses)
        ]
        return [c for _, _, c in sorted(scored, key=lambda row: row[:2], reverse=True)]

    def _overlap(self, clause: Clause, rarity: dict[str, float]) -> float:
        said = self._spaced(clause.text)
        return sum(w for term, w in rarity.items() if f" {term} " in said)

    def _rarity(self, bare: Sequence[str]) -> dict[str, float]:
        """idf of the question's syllables and pairs, by the bare words themselves."""
        field, ids = self._arrays.fields[1], keywords.hashes(bare)
        singles = field.syllables.rarity(ids, field.size)
        pairs = field.pairs.rarity(keywords.pair_keys(ids), field.size)
        made = dict(zip(bare, map(float, singles), strict=True))
        return made | {f"{a} {b}": float(w) for a, b, w in zip(bare, bare[1:], pairs, strict=False)}


def _spaced(text: str) -> str:
    """A text's bare words between spaces: « bang khen cua bo »; a word or a pair of it is found with its own spaces."""
    return f" {' '.join(keywords.words_of(unaccent(text), bare=True))} "


def _level(document: Document) -> int:
    kind = fold(document.header.kind)
    return next((i for i, name in enumerate(_LEVELS) if kind.startswith(name)), len(_LEVELS))


def _shown(row: Floats) -> tuple[tuple[str, float], ...]:
    """What a caller may judge a hit by: its cosine, and the share of the question's rarity that its words hold."""
    wanted = ("dense", "cover_syllables", "cover_pairs", "doc_named")
    return tuple((name, round(float(row[features.NAMES.index(name)]), 4)) for name in wanted)

"""Keyword search: BM25 over syllables and adjacent syllable pairs, with and without accents, as plain arrays.

Vietnamese writes a space between syllables, so pairs do the work of a word segmenter and cost nothing. The arrays
hold hashes of syllables, never the words, lie in one file a channel and are mapped, not read: opening costs nothing.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.words import syllables, unaccent

K1 = 1.2
B = 0.75

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """One channel: `keys` sorted, term i's rows are `rows[starts[i]:starts[i+1]]` with BM25 weights beside them."""

    keys: Longs
    starts: Longs
    rows: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float16]

    def add(self, scores: Floats, keys: Longs, gains: Floats) -> None:
        """Add every known term's weights to `scores`, times its gain."""
        at = np.searchsorted(self.keys, keys)
        for i, key, gain in zip(at, keys, gains, strict=True):
            if i < len(self.keys) and self.keys[i] == key:
                part = slice(self.starts[i], self.starts[i + 1])
                scores[self.rows[part]] += self.weights[part] * gain

    def share(self, keys: Longs, rows: int) -> Floats:
        """The part of the keys' rarity that each row holds, 0…1."""
        held, rarity = np.zeros(rows, np.float32), self.rarity(keys, rows)
        at = np.searchsorted(self.keys, keys)
        for i, key, weight in zip(at, keys, rarity, strict=True):
            if i < len(self.keys) and self.keys[i] == key:
                held[self.rows[self.starts[i] : self.starts[i + 1]]] += weight
        total = float(rarity.sum())
        return held / np.float32(total) if total else held

    def counts(self, keys: Longs) -> list[int]:
        """In how many rows each term stands."""
        if not len(self.keys):
            return [0] * len(keys)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found = np.where(self.keys[at] == keys, self.starts[at + 1] - self.starts[at], 0)
        return [int(n) for n in found]

    def rarity(self, keys: Longs, rows: int) -> Floats:
        """Each term's idf; an unknown term counts as rare as can be."""
        return _idf(np.array(self.counts(keys)), rows)


@dataclass(frozen=True, slots=True)
class Field:
    """Texts of one kind (bodies, titles), searchable by syllables and by pairs of them.

    `lengths` counts a text's syllables; `mass` is what a text would score against itself, by syllables.
    """

    lengths: Floats
    mass: Floats
    syllables: Postings
    pairs: Postings

    @property
    def size(self) -> int:
        """How many texts."""
        return len(self.lengths)

    def score(self, runs: Sequence[Run]) -> tuple[Floats, Floats]:
        """Two rows of BM25 scores, [size] each: by syllables and by pairs."""
        by_syllable, by_pair = np.zeros(self.size, np.float32), np.zeros(self.size, np.float32)
        self.syllables.add(by_syllable, *_counted([(hashes(r.words), r.gain) for r in runs]))
        self.pairs.add(by_pair, *_counted([(pair_keys(hashes(r.words)), r.gain) for r in runs]))
        return by_syllable, by_pair

    def coverage(self, words: Sequence[str]) -> tuple[Floats, Floats]:
        """What share of a question's words (weighed by rarity) each text holds: by syllables and by pairs, 0…1."""
        ids = np.unique(hashes(words))
        pairs = np.unique(pair_keys(hashes(words)))
        return self.syllables.share(ids, self.size), self.pairs.share(pairs, self.size)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words of a question; `gain` under 1 for words that it only implies."""

    words: tuple[str, ...]
    gain: float = 1.0


def words_of(text: str, bare: bool) -> list[str]:
    """The syllables of a text as the index counts them: lower case, with or without accents."""
    return syllables(unaccent(text) if bare else text)


def hashes(words: Sequence[str]) -> Longs:
    """63-bit hashes of syllables, the same in every process."""
    return np.array([_hash(w) for w in words], np.int64)


def pair_keys(ids: Longs) -> Longs:
    """One key for each two neighbours."""
    if len(ids) < 2:
        return np.empty(0, np.int64)
    return (ids[:-1] * np.int64(1_000_003)) ^ ((ids[1:] << np.int64(7)) | (ids[1:] >> np.int64(56)))


def build(texts: Iterable[str], bare: bool) -> Field:
    """Index texts in order."""
    seen: dict[str, int] = {}
    flat: list[int] = []
    ends: list[int] = []
    for text in texts:
        flat += [seen[w] if w in seen else seen.setdefault(w, len(seen)) for w in words_of(text, bare)]
        ends.append(len(flat))
    known = hashes(list(seen))
    ids = known[np.array(flat, np.int64)] if flat else np.empty(0, np.int64)
    rows = np.repeat(np.arange(len(ends)), np.diff([0, *ends]))
    same = rows[:-1] == rows[1:]
    lengths = np.bincount(rows, minlength=len(ends)).astype(np.float32)
    single = _postings(ids, rows, lengths)
    mass = np.bincount(single.rows, single.weights.astype(np.float32), len(ends)).astype(np.float32)
    return Field(lengths, mass, single, _postings(pair_keys(ids)[same], rows[:-1][same], lengths))


def save(field: Field, folder: Path) -> None:
    """Write the arrays into an empty folder."""
    folder.mkdir(parents=True)
    np.save(folder / "lengths.npy", field.lengths)
    np.save(folder / "mass.npy", field.mass)
    for name in ("syllables", "pairs"):
        p: Postings = getattr(field, name)
        for part in ("keys", "starts", "rows", "weights"):
            np.save(folder / f"{name}-{part}.npy", getattr(p, part))


def load(folder: Path) -> Field:
    """Map what `save` wrote. OSError or ValueError where a file is missing or no array."""

    def mapped(name: str) -> npt.NDArray[np.generic]:
        return read_array(folder / f"{name}.npy")

    def postings(name: str) -> Postings:
        return Postings(*(mapped(f"{name}-{part}") for part in ("keys", "starts", "rows", "weights")))  # type: ignore[arg-type]

    return Field(mapped("lengths"), mapped("mass"), postings("syllables"), postings("pairs"))  # type: ignore[arg-type]


def read_array(path: Path) -> npt.NDArray[np.generic]:
    """Map a saved array. (numpy maps an empty one as a file past its end, so that is read.)"""
    made: npt.NDArray[np.generic]
    try:  # as a plain array: every slice of numpy's own `memmap` costs ten times as much
        made = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except ValueError:
        made = np.load(path, allow_pickle=False)
        if made.size:
            raise
    return made


@functools.lru_cache(maxsize=1 << 13)  # each word of a question is looked up in four fields, and again for its rarity
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little") >> 1


def _counted(runs: Sequence[tuple[Longs, float]]) -> tuple[Longs, Floats]:
    """A term said twice counts once, with its greatest gain."""
    keys = np.concatenate([k for k, _ in runs]) if runs else np.empty(0, np.int64)
    gains = np.concatenate([np.full(len(k), g, np.float32) for k, g in runs]) if runs else np.empty(0, np.float32)
    distinct, inverse = np.unique(keys, return_inverse=True)
    best = np.zeros(len(distinct), np.float32)
    np.maximum.at(best, inverse, gains)
    return distinct, best


def _postings(keys: Longs, rows: Longs, lengths: Floats) -> Postings:
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    new = np.ones(len(keys), bool)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    first = np.flatnonzero(new)
    tf = np.diff(np.append(first, len(keys))).astype(np.float32)
    keys, rows = keys[first], rows[first]
    term = np.ones(len(keys), bool)
    term[1:] = keys[1:] != keys[:-1]
    begins = np.flatnonzero(term)
    starts = np.append(begins, len(keys)).astype(np.int64)
    df = np.diff(starts)
    mean = max(1.0, float(lengths.mean())) if len(lengths) else 1.0
    norm = K1 * (1 - B + B * lengths[rows] / mean)
    weights = np.repeat(_idf(df, len(lengths)), df) * tf * (K1 + 1) / (tf + norm)
    return Postings(keys[begins], starts, rows.astype(np.int32), weights.astype(np.float16))


def _idf(df: npt.NDArray[np.generic], rows: int) -> Floats:
    counts = df.astype(np.float64)
    made: Floats = np.log1p((rows - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    return made

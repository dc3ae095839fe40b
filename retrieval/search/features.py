"""What is known of a question and one unit, as numbers: the columns a ranker was trained on. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

CHANNELS = (
    "body_syllables", "body_pairs", "bare_syllables", "bare_pairs",
    "title_syllables", "title_pairs", "name_syllables", "name_pairs",
)  # fmt: skip
COVERAGE = ("cover_syllables", "cover_pairs", "title_cover", "title_cover_pairs")
# How an article's title fits beside the titles of the other candidates: which share of them fits as well, or how far
# it is above their mean.
TITLES = (
    "title_cover_others", "title_said_others", "title_cover_pairs_others", "title_others", "title_cover_above",
    "title_said_above",
)  # fmt: skip
NAMES = (
    *CHANNELS, *(f"{c}_share" for c in CHANNELS), *COVERAGE, "title_said", "name_said", "name_said_gap",
    "dense", "dense_gap", "dense_second", "dense_doc_gap", "dense_rank", "lexical_rank", "convex",
    "doc_named", "other_doc_named", "doc_lexical_share", "doc_pool_share", "doc_cited", "doc_level",
    "length", "passages", "place", "question_length", "question_rarity", "accented", *TITLES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of one question: n units, every array one value a unit.

    `channels` and `coverage` are [names, n]; `dense` and `second` cosines of the two best passages (0 without a
    model); `document` numbers the documents; `said` arrays are what share of the title and name the question holds.
    """

    channels: Floats
    coverage: Floats
    dense: Floats
    second: Floats
    convex: Floats
    lexical: Floats
    title_said: Floats
    name_said: Floats
    document: Longs
    named: npt.NDArray[np.bool_]
    cited: Floats
    level: Floats
    length: Floats
    passages: Floats
    place: Floats
    question_length: int
    question_rarity: float
    accented: bool


def table(p: Pool) -> Floats:
    """fp32 [n, len(NAMES)]: one row a candidate."""
    n = len(p.dense)
    best = p.channels.max(axis=1, initial=0.0, keepdims=True)
    shares = p.channels / np.where(best > 0, best, 1)
    _, doc = np.unique(p.document, return_inverse=True)
    doc_dense, doc_lexical = _group(doc, p.dense, np.maximum), _group(doc, p.lexical, np.maximum)
    top = max(float(p.lexical.max(initial=0.0)), 1e-6)
    near = np.bincount(doc, p.dense > p.dense.max(initial=0.0) - 0.06).astype(np.float32)
    rest = (
        p.title_said, p.name_said, p.name_said - p.name_said.max(initial=0.0),
        p.dense, p.dense - p.dense.max(initial=0.0), p.second - p.dense.max(initial=0.0),
        (doc_dense - p.dense.max(initial=0.0))[doc], _rank(p.dense), _rank(p.lexical), p.convex,
        p.named, ~p.named & bool(p.named.any()), (doc_lexical / top)[doc], (near / max(float(near.sum()), 1))[doc],
        np.log1p(p.cited), p.level, np.log1p(p.length), p.passages, np.log1p(p.place),
        np.full(n, p.question_length), np.full(n, p.question_rarity), np.full(n, p.accented),
        _others(p.coverage[2]), _others(p.title_said), _others(p.coverage[3]), _others(p.channels[4] + p.channels[5]),
        _above(p.coverage[2]), _above(p.title_said),
    )  # fmt: skip
    return np.vstack([p.channels, shares, p.coverage, *rest]).T.astype(np.float32)


def _group(doc: Longs, values: Floats, how: np.ufunc) -> Floats:
    made = np.zeros(int(doc.max(initial=0)) + 1, np.float32)
    how.at(made, doc, values)
    return made


def _rank(values: Floats) -> Floats:
    made = np.empty(len(values), np.float32)
    made[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return np.log1p(made)


def _others(values: Floats) -> Floats:
    """Which share of the candidates is as good as each, itself among them."""
    lower = np.searchsorted(np.sort(values), values - 1e-6)
    return (1 - lower / max(len(values), 1)).astype(np.float32)


def _above(values: Floats) -> Floats:
    return values - np.float32(values.mean() if len(values) else 0)

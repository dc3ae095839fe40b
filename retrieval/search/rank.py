"""The learned rankers: gradient-boosted trees over the features of `features.NAMES`, evaluated in numpy.

There are two, for two kinds of library. Where the texts are of many branches, the title of an article tells what it is
about, and trees that read titles find more. Where they are all of one branch, titles are alike, and the article whose
title fits is often not the one that holds the detail: there the trees do not look at titles.

The model file (ranker.json) is made by `benchmarks/train_ranker.py` from development questions alone.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.search.features import NAMES

MODEL = Path(__file__).with_name("ranker.json")
# Texts of one branch of law spread .09-.12, four unlike laws .14, laws of all branches .155 (NOTES, Search).
WIDE = 0.13
_SAMPLE = 4096

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees as tables [trees, nodes]: go to `yes` where feature ≤ threshold, else to `no`; a leaf leads to itself.

    `convex` times what the convex fusion lacks of its best, 1, is taken off: where the trees know no questions like
    this one, the plain fusion decides. `scale` and `shift` give the sum the spread that readers of scores know.
    """

    feature: Ints
    threshold: Floats
    yes: Ints
    no: Ints
    value: Floats
    depth: int
    convex: float = 0.0
    scale: float = 1.0
    shift: float = 0.0

    def score(self, table: Floats) -> Floats:
        """Sum of the trees for each row of a feature table; higher is better, the zero has no meaning."""
        count, width = self.feature.shape
        first = (np.arange(count) * width)[None, :]  # each tree's root in the tables laid out flat
        row = (np.arange(len(table)) * table.shape[1])[:, None]
        values, feature, threshold = table.ravel(), self.feature.ravel(), self.threshold.ravel()
        yes, no = self.yes.ravel(), self.no.ravel()
        at = np.repeat(first, len(table), axis=0)
        for _ in range(self.depth):
            go = values.take(row + feature.take(at)) <= threshold.take(at)
            at = first + np.where(go, yes.take(at), no.take(at))
        raw = self.value.ravel().take(at).sum(axis=1) - self.convex * (1 - table[:, NAMES.index("convex")])
        made: Floats = (self.scale * raw + self.shift).astype(np.float32)
        return made


@dataclass(frozen=True, slots=True)
class Rankers:
    """The ranker of libraries of one branch, and that of libraries of many."""

    narrow: Ranker
    wide: Ranker

    def fit_for(self, spread: float) -> Ranker:
        """The ranker for texts that are spread so."""
        return self.wide if spread > WIDE else self.narrow


def spread(vectors: Floats) -> float:
    """How unlike the texts of a library are: mean squared distance of their vectors (of length 1) from the mean, 0…1.

    It does not grow with the number of texts; of many, evenly spaced ones are enough.
    """
    some = vectors[:: len(vectors) // _SAMPLE + 1]
    return 1 - float(np.square(some.mean(axis=0)).sum()) if len(some) else 0.0


def parse(text: str) -> Rankers | None:
    """The rankers from their JSON; None where they were trained on other features (then the convex fusion is used)."""
    raw = json.loads(text)
    if tuple(raw["features"]) != NAMES:
        return None
    return Rankers(_ranker(raw["narrow"]), _ranker(raw["wide"]))


def _ranker(raw: Any) -> Ranker:
    width = max(len(t["feature"]) for t in raw["trees"])

    def column(name: str, kind: type, fill: float) -> npt.NDArray[np.generic]:
        made: npt.NDArray[np.generic] = np.full((len(raw["trees"]), width), fill, kind)
        for i, tree in enumerate(raw["trees"]):
            made[i, : len(tree[name])] = tree[name]
        return made

    columns = [column("feature", np.int32, 0), column("threshold", np.float32, 0), column("yes", np.int32, 0)]
    columns += [column("no", np.int32, 0), column("value", np.float32, 0)]
    return Ranker(*columns, raw["depth"], *raw.get("after", (0.0, 1.0, 0.0)))  # type: ignore[arg-type, call-arg]


@functools.cache
def bundled() -> Rankers | None:
    """The rankers that come with the program, None where there are none for these features."""
    return parse(MODEL.read_text(encoding="utf-8")) if MODEL.is_file() else None

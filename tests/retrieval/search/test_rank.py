"""The ranker's trees in numpy, and the features they read."""

from __future__ import annotations

import json

import numpy as np

from retrieval.search import rank
from retrieval.search.features import NAMES


def one_tree(threshold: float) -> str:
    tree = {
        "feature": [NAMES.index("dense"), 0, 0], "threshold": [threshold, 0, 0],
        "yes": [1, 1, 2], "no": [2, 1, 2], "value": [0, -1.5, 2.5],
    }  # fmt: skip
    return json.dumps({"features": NAMES, "depth": 1, "trees": [tree, tree]})


def test_a_tree_goes_yes_where_the_feature_is_not_above_the_threshold() -> None:
    ranker = rank.parse(one_tree(0.8))
    assert ranker is not None
    table = np.zeros((3, len(NAMES)), np.float32)
    table[:, NAMES.index("dense")] = (0.5, 0.8, 0.9)
    assert ranker.score(table).tolist() == [-3, -3, 5]


def test_a_ranker_for_other_features_is_not_used() -> None:
    other = json.loads(one_tree(0.5)) | {"features": ["dense"]}
    assert rank.parse(json.dumps(other)) is None


def test_the_bundled_ranker_fits_these_features_and_likes_what_fits() -> None:
    ranker = rank.bundled()
    assert ranker is not None
    weak, strong = np.zeros((2, len(NAMES)), np.float32)
    weak[NAMES.index("dense_gap")] = -0.1
    weak[NAMES.index("dense_rank")] = weak[NAMES.index("lexical_rank")] = np.log1p(80)
    strong[[NAMES.index(n) for n in NAMES if n.endswith("_share") or n in ("convex", "cover_syllables")]] = 1
    assert ranker.score(np.stack([strong]))[0] > ranker.score(np.stack([weak]))[0]

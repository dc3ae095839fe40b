"""The rankers' trees in numpy, and the features they read."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from retrieval.search import rank
from retrieval.search.features import CHANNELS, COVERAGE, NAMES, Pool, table


def stump(threshold: float) -> dict[str, Any]:
    """Two trees of one question each."""
    tree = {
        "feature": [NAMES.index("dense"), 0, 0], "threshold": [threshold, 0, 0],
        "yes": [1, 1, 2], "no": [2, 1, 2], "value": [0, -1.5, 2.5],
    }  # fmt: skip
    return {"depth": 1, "trees": [tree, tree]}


def two(narrow: float, wide: float) -> dict[str, Any]:
    return {"features": NAMES, "narrow": stump(narrow), "wide": stump(wide)}


def around(*centres: tuple[float, float, float], each: int = 50) -> np.ndarray:
    """Unit vectors a little off each centre, one text after another."""
    near = np.repeat(np.array(centres, np.float32), each, axis=0)
    near += np.random.default_rng(1).normal(0, 0.05, near.shape).astype(np.float32)
    return near / np.linalg.norm(near, axis=1, keepdims=True)


def test_a_tree_goes_yes_where_the_feature_is_not_above_the_threshold() -> None:
    rankers = rank.parse(json.dumps(two(0.8, 0.85)))
    assert rankers is not None
    rows = np.zeros((3, len(NAMES)), np.float32)
    rows[:, NAMES.index("dense")] = (0.5, 0.8, 0.9)
    assert rankers.narrow.score(rows).tolist() == [-3, -3, 5]


def pool(title_cover: list[float]) -> Pool:
    """Candidates of which nothing is known but how much of the question their articles' titles hold."""
    n = len(title_cover)
    none = np.zeros(n, np.float32)
    cover = np.zeros((len(COVERAGE), n), np.float32)
    cover[COVERAGE.index("title_cover")] = title_cover
    return Pool(
        channels=np.zeros((len(CHANNELS), n), np.float32), coverage=cover, dense=none, second=none, convex=none,
        lexical=none, title_said=none, name_said=none, document=np.arange(n), named=np.zeros(n, bool), cited=none,
        level=none, length=none, passages=none, place=none, question_length=5, question_rarity=1.0, accented=True,
    )  # fmt: skip


def test_a_title_is_judged_beside_the_titles_of_the_other_candidates() -> None:
    others, above = NAMES.index("title_cover_others"), NAMES.index("title_cover_above")
    alone, alike = table(pool([0.5, 0, 0, 0])), table(pool([0.5, 0.5, 0.5, 0.5]))
    assert alone[:, others].tolist() == [0.25, 1, 1, 1]
    assert alone[:, above].tolist() == [0.375, -0.125, -0.125, -0.125]
    assert alike[:, others].tolist() == [1] * 4
    assert not alike[:, above].any()
    assert table(pool([])).shape == (0, len(NAMES))


def test_texts_of_one_branch_are_ranked_by_the_narrow_ranker_and_of_many_by_the_wide() -> None:
    rankers = rank.parse(json.dumps(two(0.2, 0.8)))
    assert rankers is not None
    one, many = around((1, 0, 0)), around((1, 0, 0), (0.6, 0.8, 0))
    assert rankers.fit_for(rank.spread(one)) is rankers.narrow
    assert rankers.fit_for(rank.spread(many)) is rankers.wide


def test_the_spread_of_texts_does_not_grow_with_their_number() -> None:
    # an office that keeps a hundred times as many plans of its own branch is still an office
    few, many = around((1, 0, 0), (0.8, 0.6, 0)), around((1, 0, 0), (0.8, 0.6, 0), each=5000)
    assert abs(rank.spread(few) - rank.spread(many)) < 0.01
    assert rank.spread(np.empty((0, 3), np.float32)) == 0


def test_rankers_for_other_features_are_not_used() -> None:
    assert rank.parse(json.dumps(two(0.5, 0.5) | {"features": ["dense"]})) is None


def test_the_bundled_rankers_fit_these_features_and_like_what_fits() -> None:
    rankers = rank.bundled()
    assert rankers is not None
    weak, strong = np.zeros((2, len(NAMES)), np.float32)
    weak[NAMES.index("dense_gap")] = -0.1
    weak[NAMES.index("dense_rank")] = weak[NAMES.index("lexical_rank")] = np.log1p(80)
    strong[[NAMES.index(n) for n in NAMES if n.endswith("_share") or n in ("convex", "cover_syllables")]] = 1
    for ranker in (rankers.narrow, rankers.wide):
        assert ranker.score(np.stack([strong]))[0] > ranker.score(np.stack([weak]))[0]


def test_only_the_wide_ranker_looks_at_what_titles_share_with_a_question() -> None:
    rankers = rank.bundled()
    assert rankers is not None
    titles = {i for i, name in enumerate(NAMES) if name.startswith("title_")}
    asked = [set(r.feature[r.yes != np.arange(r.feature.shape[1])].tolist()) for r in (rankers.narrow, rankers.wide)]
    assert not asked[0] & titles
    assert asked[1] & titles

"""Train retrieval/search/ranker.json: LambdaMART over `features.NAMES`, from development questions alone.

    python -m benchmarks.train_ranker SET=INDEX:QUESTIONS.jsonl … [--write]

Every set is judged by models that never saw its question: five folds by the hash of the id, and once with the whole
set left out. Needs lightgbm, which the program itself does not.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search_tables import Row, figures, tables
from retrieval.search import rank
from retrieval.search.features import NAMES
from retrieval.search.index import Index

TREES = 150
PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank", "learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 30, "lambda_l2": 5.0,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "label_gain": [0, 1], "verbose": -1,
    "lambdarank_truncation_level": 10, "seed": 1, "deterministic": True, "num_threads": 1, "max_depth": 6,
}  # fmt: skip
# More of these can only help, or only harm: said beforehand, so that few questions cannot teach the contrary.
UP = {
    "convex", "dense", "dense_gap", "dense_second", "dense_doc_gap", "cover_syllables", "cover_pairs", "title_cover",
    "title_cover_pairs", "doc_named", "doc_lexical_share",
    *(n for n in NAMES if n.endswith(("_syllables_share", "_pairs_share"))),
}  # fmt: skip
DOWN = {"dense_rank", "lexical_rank", "other_doc_named"}
# A set weighs by this, whatever its size: the domain's own questions are few.
WEIGHT = 400.0


def train(sets: dict[str, list[Row]]) -> Any:
    """A booster from several sets of questions, each set with the same weight in all."""
    import lightgbm

    chosen = [(name, r) for name, rows in sets.items() for r in rows if r.right.any()]
    counts = {name: sum(1 for n, _ in chosen if n == name) for name in sets}
    weights = [np.full(len(r.right), WEIGHT / counts[name]) for name, r in chosen]
    data = lightgbm.Dataset(
        np.vstack([r.table for _, r in chosen]), np.concatenate([r.right for _, r in chosen]).astype(int),
        group=[len(r.right) for _, r in chosen], weight=np.concatenate(weights), feature_name=list(NAMES),
    )  # fmt: skip
    signs = [1 if n in UP else -1 if n in DOWN else 0 for n in NAMES]
    return lightgbm.train({**PARAMETERS, "monotone_constraints": signs}, data, TREES)


def as_json(booster: Any) -> str:
    """The trees as `rank.parse` reads them."""
    trees = [_flat(t["tree_structure"]) for t in booster.dump_model()["tree_info"]]
    return json.dumps({"features": NAMES, "depth": max(t.pop("depth") for t in trees), "trees": trees})


def _flat(root: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"feature": [], "threshold": [], "yes": [], "no": [], "value": [], "depth": 0}

    def add(node: dict[str, Any], depth: int) -> int:
        at = len(made["feature"])
        leaf = "leaf_value" in node
        for key, value in (
            ("feature", 0 if leaf else node["split_feature"]),
            ("threshold", 0.0 if leaf else float(np.nextafter(np.float32(node["threshold"]), np.float32(np.inf)))),
            ("yes", at), ("no", at), ("value", round(node["leaf_value"], 6) if leaf else 0.0),
        ):  # fmt: skip
            made[key].append(value)
        made["depth"] = max(made["depth"], depth)
        if not leaf:
            made["yes"][at] = add(node["left_child"], depth + 1)
            made["no"][at] = add(node["right_child"], depth + 1)
        return at

    add(root, 0)
    return made


def judge(sets: dict[str, list[Row]], name: str, whole: bool) -> dict[str, float]:
    """One set's figures by models that never saw the question, or nothing of the set at all."""
    judged: list[Row] = []
    scores = []
    for fold in range(1 if whole else 5):
        held = [r for r in sets[name] if whole or r.fold == fold]
        kept = {n: [r for r in rows if n != name or (not whole and r.fold != fold)] for n, rows in sets.items()}
        # The same question without accents is the same question: it is left out too.
        twin = name.removesuffix(" bare") if name.endswith(" bare") else f"{name} bare"
        kept[twin] = [r for r in sets.get(twin, []) if not whole and r.fold != fold]
        model = train({n: rows for n, rows in kept.items() if rows})
        judged += held
        scores += [model.predict(r.table) for r in held]
    return figures(judged, scores)


def main() -> None:
    """Read the sets, judge, and write the model trained on all of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sets", nargs="+", metavar="NAME=INDEX:QUESTIONS")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    sets: dict[str, list[Row]] = {}
    for text in given.sets:
        name, _, where = text.partition("=")
        folder, _, questions = where.partition(":")
        with Index.open(Path(folder)) as index:
            sets[name] = tables(index, Path(questions))
            sets[f"{name} bare"] = tables(index, Path(questions), bare=True)
    report(sets)
    if given.write:
        text = as_json(train(sets))
        rank.MODEL.write_text(text + "\n", encoding="utf-8")
        made = rank.parse(text)
        assert made is not None
        print(f"{rank.MODEL.name}: {len(text) // 1000} kB")


def report(sets: dict[str, list[Row]]) -> None:
    """Convex fusion, five folds, and the whole set left out, a line each."""
    for name, rows in sets.items():
        plain = [replace(r) for r in rows]
        print(name, "convex", figures(plain, [r.convex for r in plain]), flush=True)
        print(name, "folds ", judge(sets, name, whole=False), flush=True)
        print(name, "left  ", judge(sets, name, whole=True), flush=True)


if __name__ == "__main__":
    sys.exit(main())

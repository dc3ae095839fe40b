"""Train retrieval/search/ranker.json: two LambdaMARTs over `features.NAMES`, from development questions alone.

    python -m benchmarks.train_ranker SET=INDEX:QUESTIONS.jsonl … [--write]

Every set is judged by models that never saw its question: five folds by the hash of the id, and once with the whole
set left out. Needs lightgbm, which the program itself does not.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search_tables import Row, figures, tables
from retrieval.search import rank
from retrieval.search.features import NAMES, TITLES
from retrieval.search.index import Index


@dataclass(frozen=True)
class Way:
    """How a ranker for one kind of library is trained.

    `convex` is what the convex fusion weighs beside the trees: without it a kind of question never seen is ranked worse
    than by it. `scale` and `shift` keep mean and spread of the ten best candidates of each question as they were before
    these trees, so that a score says what it said. `hidden` features are not shown to the trees.
    """

    trees: int
    convex: float
    scale: float
    shift: float
    hidden: tuple[str, ...] = ()


# What an article's title shares with a question answers what general law is asked, and misleads where one title covers many
# details, as in texts of one branch; learned elsewhere, it cost the emulation law a tenth of its first places.
_OF_TITLES = tuple(n for n in NAMES if n.startswith("title_"))
NARROW = Way(220, 10.0, 0.646, 1.23, _OF_TITLES)
# What tells is how a title fits beside the others', not by how much it fits.
WIDE = Way(300, 5.0, 0.795, 1.127, tuple(n for n in _OF_TITLES if n not in TITLES))
PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank", "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 20, "lambda_l2": 1.0,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "label_gain": [0, 1], "verbose": -1,
    "lambdarank_truncation_level": 25, "seed": 1, "deterministic": True, "num_threads": 1, "max_depth": 8,
}  # fmt: skip
# More of these can only help, or only harm: said beforehand, so that few questions cannot teach the contrary.
UP = {
    "convex", "dense", "dense_gap", "dense_second", "dense_doc_gap", "cover_syllables", "cover_pairs", "doc_named", "doc_lexical_share",
    *(n for n in NAMES if n.endswith(("_syllables_share", "_pairs_share"))),
}  # fmt: skip
DOWN = {"dense_rank", "lexical_rank", "other_doc_named"}
# A set weighs this much, the domain's own few questions too; above MANY questions a set weighs as they are more.
WEIGHT, MANY = 400.0, 280
# Questions typed without accents say again what the accented ones said: so many of a set are enough.
BARE = " bare"
ENOUGH_BARE = 260


def train(sets: dict[str, list[Row]], way: Way) -> Any:
    """A booster from several sets of questions."""
    import lightgbm

    sets = {name: _enough(name, rows) for name, rows in sets.items()}
    chosen = [(name, r) for name, rows in sets.items() for r in rows]
    share = {n: WEIGHT * (1 if n.endswith(BARE) else max(1.0, len(rows) / MANY)) for n, rows in sets.items()}
    weights = [np.full(len(r.right), share[name] / len(sets[name])) for name, r in chosen]
    data = lightgbm.Dataset(
        _shown([r for _, r in chosen], way), np.concatenate([r.right for _, r in chosen]).astype(int),
        group=[len(r.right) for _, r in chosen], weight=np.concatenate(weights), feature_name=list(NAMES),
    )  # fmt: skip
    signs = [1 if n in UP else -1 if n in DOWN else 0 for n in NAMES]
    return lightgbm.train({**PARAMETERS, "monotone_constraints": signs}, data, way.trees)


def _shown(rows: list[Row], way: Way) -> Any:
    table = np.vstack([r.table for r in rows])
    table[:, [NAMES.index(n) for n in way.hidden]] = 0
    return table


def _enough(name: str, rows: list[Row]) -> list[Row]:
    """The questions with a gold article among their candidates; of those without accents not more than enough."""
    found = [r for r in rows if r.right.any()]
    return found if not name.endswith(BARE) else sorted(found, key=lambda r: r.place)[:ENOUGH_BARE]


def scores(booster: Any, rows: list[Row], way: Way) -> list[Any]:
    """What `rank.Ranker.score` would give, but for scale and shift."""
    return [booster.predict(r.table) - way.convex * (1 - r.convex) for r in rows]


def as_json(narrow: Any, wide: Any) -> str:
    """The trees of both as `rank.parse` reads them."""
    return json.dumps({"features": NAMES, "narrow": _trees(narrow, NARROW), "wide": _trees(wide, WIDE)})


def _trees(booster: Any, way: Way) -> dict[str, Any]:
    trees = [_flat(t["tree_structure"]) for t in booster.dump_model()["tree_info"]]
    after = (way.convex, way.scale, way.shift)
    return {"after": after, "depth": max(t.pop("depth") for t in trees), "trees": trees}


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


def folds(sets: dict[str, list[Row]]) -> dict[str, dict[str, float]]:
    """Every set's figures by five models, each trained without a fifth of all questions, with accents or without."""
    judged: dict[str, tuple[list[Row], list[Any]]] = {name: ([], []) for name in sets}
    for fold in range(5):
        seen = {n: [r for r in rows if r.fold != fold] for n, rows in sets.items()}
        models = {way: train(seen, way) for way in {_way(rows) for rows in sets.values()}}
        for name, rows in sets.items():
            held = [r for r in rows if r.fold == fold]
            judged[name][0].extend(held)
            judged[name][1].extend(scores(models[_way(rows)], held, _way(rows)))
    return {name: figures(*both) for name, both in judged.items()}


def left(sets: dict[str, list[Row]]) -> dict[str, dict[str, float]]:
    """Every set's figures by a model that saw nothing of it."""
    found = {}
    for kind in dict.fromkeys(name.removesuffix(BARE) for name in sets):
        way = _way(sets[kind])
        model = train({n: rows for n, rows in sets.items() if n.removesuffix(BARE) != kind}, way)
        for name in (kind, kind + BARE):
            found[name] = figures(sets[name], scores(model, sets[name], way))
    return found


def _way(rows: list[Row]) -> Way:
    """By which ranker the program answers questions asked of these texts."""
    return WIDE if rows[0].spread > rank.WIDE else NARROW


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
            sets[name + BARE] = tables(index, Path(questions), bare=True)
    report(sets)
    if given.write:
        text = as_json(train(sets, NARROW), train(sets, WIDE))
        rank.MODEL.write_text(text + "\n", encoding="utf-8")
        made = rank.parse(text)
        assert made is not None
        print(f"{rank.MODEL.name}: {len(text) // 1000} kB")


def report(sets: dict[str, list[Row]]) -> None:
    """Convex fusion, five folds, and the whole set left out: one JSON object a set and way."""
    plain = {name: figures(rows, [r.convex for r in rows]) for name, rows in sets.items()}
    ways = {"convex": plain, "folds": folds(sets)} | ({"left out": left(sets)} if len(sets) > 2 else {})
    for way, found in ways.items():
        for name, row in found.items():
            print(json.dumps({"set": name, "way": way, "questions": len(sets[name]), **row}), flush=True)


if __name__ == "__main__":
    sys.exit(main())

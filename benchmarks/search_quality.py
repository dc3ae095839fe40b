"""How well search finds, one JSON object a set and way: five folds by the hash of the id, and the whole set left out.

    python -m benchmarks.search_quality [--zalo]

Sets and questions come from ../shared; their indexes are kept in .bench/ and only what is new is embedded. The 30 452
passages of Zalo take half an hour of two cores the first time: they are used where their vectors are there, or asked for
with --zalo. The rankers judged here never saw the question; the one that is shipped did, so it is not judged.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.search_tables import Row, tables
from retrieval.search.index import Index

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
HOME = ROOT / ".bench"


@dataclass(frozen=True)
class Bench:
    """A corpus and questions about it; `make` is how ../shared/bench/make_bench.py makes both, () where they are."""

    name: str
    corpus: Path
    questions: Path
    make: tuple[str, ...] = ()


def benches(zalo: bool) -> list[Bench]:
    """The sets, those that make_bench.py must make among them."""
    public, bench = SHARED / "bench", []
    for name, kind, law, asked in (
        ("alqac2022", "alqac", "law.json", "question.json"),
        ("zalo", "rows", "corpus.jsonl", "questions_dev.json"),
    ):
        made, source = HOME / name, public / name
        if name != "zalo" or zalo or (made / "done").exists():
            args = (kind, str(source / law), str(source / asked), str(made))
            bench.append(Bench(name, made / "corpus", made / "questions.jsonl", args))
    own = SHARED / "qa" / "gold" / "directive_questions_dev.jsonl"
    return [Bench("emulation law", SHARED / "directives", own), *bench]


def ready(bench: Bench) -> tuple[list[Row], list[Row]]:
    """Feature tables of a set's questions as they are and without accents; the index is made or refreshed first."""
    if bench.make and not bench.questions.exists():
        subprocess.run(
            [sys.executable, str(SHARED / "bench" / "make_bench.py"), *bench.make], check=True, stdout=sys.stderr
        )
    folder = HOME / "index" / bench.name.replace(" ", "-")
    with Index.open(folder, url="none", write=True) as index:
        index.sync([bench.corpus])
        found = tables(index, bench.questions), tables(index, bench.questions, bare=True)
    (HOME / bench.name).mkdir(exist_ok=True)
    (HOME / bench.name / "done").touch()
    return found


def main() -> None:
    """Every set that is here, judged."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--zalo", action="store_true")
    given = options.parse_args()
    if not (SHARED / "bench").is_dir() or importlib.util.find_spec("lightgbm") is None:
        print(json.dumps({"skipped": "độ trúng của tìm kiếm (cần ../shared/bench và lightgbm)"}, ensure_ascii=False))
        return
    from benchmarks.train_ranker import BARE, report

    HOME.mkdir(exist_ok=True)
    sets: dict[str, list[Row]] = {}
    for bench in benches(given.zalo):
        sets[bench.name], sets[bench.name + BARE] = ready(bench)
    report(sets)
    if "zalo" not in sets:
        print(json.dumps({"skipped": "bộ Zalo (`make bench ZALO=1`)"}, ensure_ascii=False))


if __name__ == "__main__":
    main()

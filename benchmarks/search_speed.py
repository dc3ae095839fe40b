"""Speed of search, one JSON object a line: embedding against the wheel's own engine, an unchanged index, questions at size.

    python -m benchmarks.search_speed engine               passages/s of both engines, same texts, turn about
    python -m benchmarks.search_speed again [--corpus F] [--index I]   the whole command `thidua index` with nothing changed
    python -m benchmarks.search_speed scale [--clauses N] [--exact]

`scale` repeats the sample plans with variations until there are N clauses; the vector of a varied text lies between those
of two real ones. Times are of one question end to end (embedding included), memory of this process and its children.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval import Reading, Where
from retrieval.search import generations, weights
from retrieval.search.embed import Embedder, fast_bf16
from retrieval.search.index import Index
from retrieval.search.record import Record
from retrieval.search.schema import FILE

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpus" / "plans"
ROUNDS, TEXTS = 3, 24
# A varied text lies between two real ones: noise alone would fill directions that texts never take.
MIXED, NOISE = (0.05, 0.45), 0.05
QUESTIONS = 300

Floats = npt.NDArray[np.float32]


def engine() -> dict[str, object]:
    """Passages a second of the wheel's own engine and of ours, turn about, over the sample plans' passages."""
    with tempfile.TemporaryDirectory() as home, Index(Path(home), None, write=True) as index:
        index.sync([SAMPLES])
        texts = [text for _, text in index._catalog.unembedded("none")]
    texts = texts[:: max(1, len(texts) // TEXTS)][:TEXTS]
    ours = Embedder()
    ours.passages(texts[:2])
    weights.own_vectors(texts[:2])
    spent = {"wheel": 0.0, "ours": 0.0}
    for _ in range(ROUNDS):
        for name, embed in (("wheel", weights.own_vectors), ("ours", ours.passages)):
            start = time.perf_counter()
            made = embed(texts)
            spent[name] += time.perf_counter() - start
            assert len(made) == len(texts)
    near = (weights.own_vectors(texts) * ours.passages(texts)).sum(axis=1)
    rates = {f"{name}_passages_per_s": round(ROUNDS * len(texts) / s, 1) for name, s in spent.items()}
    ratio = round(spent["wheel"] / spent["ours"], 2)
    return {
        "measure": "engine",
        "bf16": fast_bf16(),
        **rates,
        "ratio": ratio,
        "least_cosine": round(float(near.min()), 4),
    }


def again(corpus: Path, kept: Path | None) -> dict[str, object]:
    """Seconds of the whole command the second time, Python's own start included; `kept` is an index to begin with."""
    with tempfile.TemporaryDirectory() as made:
        home = str(kept if kept and kept.is_dir() else made)
        args = [sys.executable, "-m", "bot", "index", "--index", home, "--corpus", str(corpus), "--json"]
        first = subprocess.run(args, cwd=ROOT, capture_output=True, text=True, check=True)
        start = time.perf_counter()
        subprocess.run(args, cwd=ROOT, capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - start
    return {"measure": "again", "clauses": json.loads(first.stdout)["clauses"], "seconds": round(seconds, 2)}


def scale(clauses: int, exact: bool) -> dict[str, object]:
    """p50 and p95 of a question and resident memory over an index of at least so many clauses."""
    url = generations.NO_CHROMA if exact else ""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        model = Embedder()
        questions, count = _grow(folder, model, clauses)
        with Record(folder / FILE) as record:
            plan = generations.Plan(folder, model.stamp, url)
            start = time.perf_counter()
            missing = generations.build(plan, record, lambda _: None)
            built = time.perf_counter() - start
        (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
        # A process of its own: what growing the catalog left in memory is not the searcher's.
        args = [
            sys.executable,
            "-m",
            "benchmarks.search_speed",
            "ask",
            "--corpus",
            home,
            *(["--exact"] if exact else []),
        ]
        asked = json.loads(subprocess.run(args, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    found = {"measure": "scale", "clauses": count, "chroma": not exact and not missing, "lacks": missing}
    return {**found, "build_s": round(built, 1), **asked}


def ask(folder: Path, exact: bool) -> dict[str, object]:
    """Times and memory of one process that answers questions over a folder that `scale` made."""
    questions: list[str] = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    with Index(folder, Embedder(), url=generations.NO_CHROMA if exact else "") as index:
        index.warm()
        free = _times(index, questions, Where())
        filtered = _times(index, questions[::3], Where(kind="plan", year="2026"))
        memory, degraded = _memory(os.getpid()), index.degraded
    return {
        "p50_ms": free[0], "p95_ms": free[1], "cpu_ms": free[2], "filtered_p95_ms": filtered[1],
        "memory_mb": round(memory / 1024), "degraded": degraded,
    }  # fmt: skip


def _grow(folder: Path, model: Embedder, clauses: int) -> tuple[list[str], int]:
    """Fill a catalog; questions to ask of it, and how many clauses it has."""
    dice = np.random.default_rng(1)
    with Index(folder, model, url=generations.NO_CHROMA, write=True) as index:
        index.sync([SAMPLES])
        readings = [index.reading(d.doc) for d in index.documents()]
    count, asked = 0, [c.text for r in readings for c in r.clauses if 40 < len(c.text) < 160]
    with Record(folder / FILE) as record:
        known = {p.hash: p for p in record.passages()}
        base = record.vectors(model.stamp, list(known))
        for n in range(10**6):
            for reading in readings:
                varied = _varied(reading, n)
                record.put(varied, f"/mẫu/{n}/{reading.document.source}", "mẫu")
                count += len(varied.clauses)
            new = [h for h, _ in record.unembedded(model.stamp)]
            record.put_vectors(model.stamp, zip(new, _near(base, len(new), dice), strict=True))
            if count >= clauses:
                break
    return [f"{text} {n}" for n, text in enumerate((asked * (QUESTIONS // len(asked) + 1))[:QUESTIONS])], count


def _varied(reading: Reading, n: int) -> Reading:
    document = reading.document
    named = replace(document, doc=f"{document.doc}-{n}", title=f"{document.title} lần {n}")
    said = tuple(replace(c, text=f"{c.text} theo đợt {n}") for c in reading.clauses)
    plain = replace(reading, targets=(), duties=(), deadlines=(), movements=(), themes=())
    return replace(plain, document=named, clauses=said)


def _near(base: Floats, n: int, dice: np.random.Generator) -> Iterator[Floats]:
    for i in range(n):
        other, share = base[dice.integers(len(base))], dice.uniform(*MIXED)
        noise = dice.normal(size=base.shape[1])
        made = (1 - share) * base[i % len(base)] + share * other + NOISE * noise / np.linalg.norm(noise)
        yield (made / np.linalg.norm(made)).astype(np.float32)


def _times(index: Index, questions: list[str], where: Where) -> tuple[float, float, float]:
    """p50 and p95 by the clock, and the mean processor time, ms."""
    spent, processor = [], time.process_time()
    for question in questions:
        start = time.perf_counter()
        index.search(question, 10, where)
        spent.append((time.perf_counter() - start) * 1000)
    ordered = sorted(spent)
    mean = (time.process_time() - processor) * 1000 / len(ordered)
    return round(statistics.median(ordered), 1), round(ordered[int(len(ordered) * 0.95) - 1], 1), round(mean, 1)


def _memory(pid: int) -> int:
    """Resident kB of a process and of those it started; what is only a mapped file counts too."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return own + sum(_memory(int(child)) for path in tasks for child in path.read_text(encoding="ascii").split())


def main() -> None:
    """One measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("measure", choices=("engine", "again", "scale", "ask"))
    options.add_argument("--corpus", type=Path, default=SAMPLES)
    options.add_argument("--index", type=Path)
    options.add_argument("--clauses", type=int, default=100_000)
    options.add_argument("--exact", action="store_true")
    given = options.parse_args()
    if given.measure == "engine":
        found = engine()
    elif given.measure == "again":
        found = again(given.corpus.resolve(), given.index)
    elif given.measure == "ask":
        found = ask(given.corpus, given.exact)
    else:
        found = scale(given.clauses, given.exact)
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()

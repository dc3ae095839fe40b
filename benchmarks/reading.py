"""How fast files are read: from bytes to clauses and facts, without embedding. Plans a second for each format, by the clock and,
for a busy machine, by the processor time they took (`per_s_on_free_cores`).

    python benchmarks/reading.py [FOLDER ...] [--seconds 10]      default: corpus/plans

Asked: at least 20 text plans a second on two cores (reading to facts, no embedding). Prints one JSON object a line.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from retrieval import CorpusError, read, read_guarded  # noqa: E402


def one(path: str) -> tuple[int, float]:
    """Reads a file; the number of its clauses (0 where it is refused) and the processor seconds it took."""
    start = time.process_time()
    try:
        return len(read(Path(path)).clauses), time.process_time() - start
    except CorpusError:
        return 0, time.process_time() - start


def rate(paths: list[str], seconds: float, workers: int) -> dict[str, object]:
    """Reads the files over and over for about so many seconds."""
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(one, paths))  # imports done, files in memory
        done, cpu, start = 0, 0.0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            found = list(pool.map(one, paths, chunksize=max(1, len(paths) // (2 * workers))))
            done, cpu = done + len(found), cpu + sum(spent for _, spent in found)
        wall = time.perf_counter() - start
    return {
        "files": len(paths),
        "workers": workers,
        "per_s": round(done / wall, 1),
        "cpu_ms": round(1000 * cpu / done, 1),
        "per_s_on_free_cores": round(workers * done / cpu, 1),
    }


def main() -> None:
    """Each suffix by itself; and what a child process with ceilings costs an upload."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "corpus" / "plans"])
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    paths = sorted(p for folder in given.folders for p in folder.rglob("*") if p.is_file())
    for suffixes in ((".txt", ".md"), (".docx",), (".pdf",)):
        chosen = [str(p) for p in paths if p.suffix in suffixes]
        if chosen:
            workers = min(2, os.cpu_count() or 1)
            print(json.dumps({"measure": "reading", "suffix": suffixes[0], **rate(chosen, given.seconds, workers)}))
    text = next(p for p in paths if p.suffix in (".txt", ".md"))
    start = time.perf_counter()
    for _ in range(5):
        read_guarded(text)
    print(json.dumps({"measure": "reading", "guarded_ms": round((time.perf_counter() - start) * 200)}))


if __name__ == "__main__":
    main()

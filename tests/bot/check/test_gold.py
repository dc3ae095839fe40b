"""The annotated plans beside the project: recall, mutations, false alarms as benchmarks/check_score.py counts them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"


@pytest.mark.slow
def test_the_checker_on_the_annotated_plans() -> None:
    if not (SHARED / "qa/gold/defects_dev.jsonl").exists():
        pytest.skip("../shared is absent: no annotated plans")
    command = [sys.executable, "benchmarks/check_score.py", str(SHARED / "qa/gold"), str(SHARED / "seeds")]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    recall = float(next(x for x in out.splitlines() if x.startswith("recall")).split()[2])
    mutated = json.loads(out.splitlines()[-1])["mutated"]
    alarms = [float(x.split("=")[1].split()[0]) for x in out.splitlines() if x.startswith("seed")]
    assert recall >= 0.85
    assert mutated >= 0.95
    assert max(alarms) <= 1.0

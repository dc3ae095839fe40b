"""`thidua show` over a real process: one JSON object, a report for a clerk, one clean line for a bad file."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PLAN = ROOT / "corpus/plans/2026-xa-tan-hoa-mau-kinh-te-xa-hoi.txt"
KEYS = {
    "header", "clauses", "targets", "duties", "deadlines", "movements", "themes", "citations", "recipients", "signer",
    "doubts",
}  # fmt: skip


def show(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "bot", "show", *args], cwd=ROOT, capture_output=True, text=True)


def test_json_is_one_object_with_the_agreed_keys() -> None:
    done = show(str(PLAN), "--json")
    (line,) = done.stdout.splitlines()
    row = json.loads(line)
    assert done.returncode == 0
    assert set(row) >= KEYS
    assert row["header"]["period"] == "2026"
    assert row["clauses"][0]["path"] == []
    assert {"unit", "indicator", "value_num", "measure", "quote"} <= set(row["targets"][0])


def test_the_report_names_what_is_found() -> None:
    done = show(str(PLAN))
    assert done.returncode == 0
    assert "Dàn ý" in done.stdout
    assert "Chỉ tiêu: Tỷ lệ gia đình văn hóa: 92%" in done.stdout


def test_a_file_that_cannot_be_read_is_one_line_and_exit_1(tmp_path: Path) -> None:
    broken = tmp_path / "b.docx"
    broken.write_bytes(b"PK\x03\x04 not a zip")
    for bad in (broken, tmp_path / "absent.txt"):
        done = show(str(bad))
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1
        assert bad.name in done.stderr

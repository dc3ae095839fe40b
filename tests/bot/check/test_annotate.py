"""The annotated copy: all the words, a real comment at each place, a table of all findings."""

import datetime as dt
import io
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from bot.check import annotate, check
from retrieval import Places, Reading, Register, read_text

ROOT = Path(__file__).parents[3]
PLAN = ROOT / "corpus/plans/2026-xa-tan-hoa-mau-kinh-te-xa-hoi.txt"


def faulty() -> Reading:
    text = PLAN.read_text(encoding="utf-8")
    text = text.replace("biểu dương kịp thời", "biểu dương kip thời").replace("268,5 tỷ", "286,5 tỷ")
    return read_text("ke-hoach.txt", text.replace("TM. ỦY BAN NHÂN DÂN\n", ""))


def test_each_finding_is_a_comment_on_words_of_its_line() -> None:
    reading = faulty()
    findings = check(reading, Register.load(ROOT / "corpus/directives"), Places.load(), today=dt.date(2026, 3, 2))
    doc = Document(io.BytesIO(annotate(reading, findings)))
    comments = list(doc.comments)
    assert len(comments) == len(findings) >= 3
    assert {c.author for c in comments} == {"thidua"}
    said = "\n".join(c.text for c in comments)
    assert "kịp thời" in said
    assert "860,5" in said  # 286,5 + 312 + 262
    paragraphs = [p for p in doc.paragraphs if "commentRangeStart" in p._p.xml]
    assert any("kip thời" in p.text for p in paragraphs)
    assert any(p.text.startswith("CHỦ TỊCH") for p in paragraphs)  # the quote runs over two lines
    assert len(doc.tables[-1].rows) == len(findings) + 1


def test_no_word_of_the_plan_is_lost() -> None:
    reading = faulty()
    doc = Document(io.BytesIO(annotate(reading, [])))
    written = " ".join(" ".join(p.text for p in doc.paragraphs).split())
    assert " ".join(" ".join(x.text for x in reading.source.lines).split()) in written
    assert not doc.tables  # nothing found, no table


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "bot", "check", *args], cwd=ROOT, capture_output=True, text=True)


def test_the_command_prints_a_finding_a_line_and_writes_the_copy(tmp_path: Path) -> None:
    out = tmp_path / "soat.docx"
    done = run(str(PLAN), "--year", "2028", "--json", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert all(line.startswith('{"rule": ') for line in done.stdout.splitlines())
    assert '"ended_period"' in done.stdout  # as a template for 2028 its year is over
    assert out.stat().st_size > 10_000


@pytest.mark.parametrize(
    "args", [("khong-co.txt",), (str(PLAN), "--year", "26"), (str(ROOT),), (str(PLAN), "--out", "/khong/co/a.docx")]
)
def test_bad_input_is_one_clean_line(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len([x for x in done.stderr.splitlines() if x.startswith("thidua: ")]) == 1

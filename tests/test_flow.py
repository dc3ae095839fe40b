"""The three flows, end to end on the sample corpus through the real command line: index, ask, draft, check."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = [pytest.mark.real, pytest.mark.slow]


def thidua(*words: str | Path) -> list[dict]:
    command = [sys.executable, "-m", "bot", *map(str, words), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flow") / "index"
    (report,) = thidua("index", "--index", folder)
    assert not report["refused"]
    assert report["read"] == len([p for p in (ROOT / "corpus/plans").iterdir() if p.suffix != ".py"])
    return folder


def test_a_second_index_run_reads_nothing_again(index: Path) -> None:
    (report,) = thidua("index", "--index", index)
    assert report["read"] == 0
    assert report["changed"] == 0


def test_a_question_is_answered_with_the_words_and_place_of_the_source(index: Path) -> None:
    (answer,) = thidua("ask", "Hạn gửi báo cáo phát động thi đua là khi nào?", "--index", index)
    assert answer["kind"] == "answer"
    assert "31/01/2026" in answer["text"]
    citation = answer["citations"][0]
    source = (ROOT / "corpus/plans" / citation["source"]).read_text(encoding="utf-8")
    assert " ".join(citation["quote"].split()) in " ".join(source.split())
    assert citation["path"] == ["V", "1"]


def test_what_the_corpus_does_not_hold_is_not_answered(index: Path) -> None:
    (answer,) = thidua("ask", "Chỉ tiêu thu ngân sách năm 2031 của xã Tân Hòa Mẫu là bao nhiêu?", "--index", index)
    assert answer["kind"] == "abstain"
    assert "2031" in answer["text"]


def test_the_register_answers_which_directive_applies(index: Path) -> None:
    question = "Năm 2026 xã tôi phát động thi đua thì căn cứ văn bản nào?"
    (answer,) = thidua("ask", question, "--as-of", "2026-01-15", "--index", index)
    assert "152/2025/NĐ-CP" in {fact["number"] for fact in answer["register"]}
    assert "34-CT/TW" not in answer["text"]


def test_a_draft_keeps_the_given_figures_and_passes_its_own_check(index: Path, tmp_path: Path) -> None:
    request = "Soạn kế hoạch phát động thi đua năm 2027 của phường Sa Pa, tỉnh Lào Cai. Chỉ tiêu: hộ nghèo còn 1,2%."
    file = tmp_path / "kế hoạch.docx"
    (draft,) = thidua("draft", request, "--out", file, "--index", index)
    assert draft["kind"] == "draft"
    text = json.dumps(draft["sections"], ensure_ascii=False)
    assert "1,2%" in text
    assert "Mẫu" not in text, "a sample unit's name is left in the draft"
    rules = {f["rule"] for f in thidua("check", file, "--year", "2027") if f["severity"] == "error"}
    assert not rules

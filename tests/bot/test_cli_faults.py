"""Bad input at the command line: one clean line that says what to do, exit 1, no traceback. The real process."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def thidua(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "bot", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120)


def one_clean_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = [x for x in done.stderr.splitlines() if x.strip()]
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len(lines) == 1, lines
    assert not done.stdout.strip(), "nothing but the answer may stand on stdout"
    return lines[0]


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "trống.txt").write_bytes(b"")
    assert "trống.txt" in one_clean_line(thidua("show", tmp_path / "trống.txt"))


def test_a_word_file_of_no_bytes(tmp_path: Path) -> None:
    (tmp_path / "ke-hoach.docx").write_bytes(b"")
    assert "ke-hoach.docx" in one_clean_line(thidua("check", tmp_path / "ke-hoach.docx"))


def test_a_directory_where_a_file_is_asked(tmp_path: Path) -> None:
    assert tmp_path.name in one_clean_line(thidua("show", tmp_path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "mất.docx" in one_clean_line(thidua("check", tmp_path / "mất.docx"))


@pytest.mark.parametrize(
    "command", [["ask", "Hạn gửi báo cáo?"], ["search", "thi đua"], ["draft", "soạn kế hoạch xã An Bình năm 2027"]]
)
def test_a_missing_index_says_how_to_make_one(tmp_path: Path, command: list[str]) -> None:
    assert "thidua index" in one_clean_line(thidua(*command, "--index", tmp_path / "không-có"))


def test_a_corpus_folder_that_is_not_there(tmp_path: Path) -> None:
    line = one_clean_line(thidua("index", "--corpus", tmp_path / "kho", "--index", tmp_path / "i"))
    assert "kho" in line
    assert not (tmp_path / "i" / "catalog.db").exists(), "a mistyped folder must not empty or make an index"


def test_a_wrong_key_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("[llm]\nmodle = 'x'\n", encoding="utf-8")
    assert "«model»" in one_clean_line(thidua("ask", "câu hỏi", "--config", tmp_path / "c.toml"))


def test_no_token() -> None:
    assert "TELEGRAM_BOT_TOKEN" in one_clean_line(thidua("serve"))


def test_a_word_that_is_no_command() -> None:
    one_clean_line(thidua("sọan"))


def test_a_batch_that_is_not_json_lines(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"id": 1, "q": \n', encoding="utf-8")
    assert "b.jsonl" in one_clean_line(thidua("ask", "--batch", tmp_path / "b.jsonl", "--json"))


def test_an_as_of_that_is_no_date() -> None:
    one_clean_line(thidua("law", "34-CT/TW", "--as-of", "hôm qua"))


def test_no_command_shows_the_commands() -> None:
    done = thidua()
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout


def test_the_help_names_the_settings_it_replaces() -> None:
    """Square brackets in a help text are markup and vanish."""
    assert "mục index" in " ".join(thidua("index", "--help").stdout.replace("│", " ").split())


def test_show_takes_the_options_every_command_takes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("KẾ HOẠCH\n\nI. MỤC ĐÍCH\n\n1. Mục đích\n", encoding="utf-8")
    assert thidua("show", tmp_path / "a.txt", "--index", tmp_path, "--json").returncode == 0

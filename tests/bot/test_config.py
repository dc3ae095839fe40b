"""config.toml: what is accepted, what is refused and with which words."""

from pathlib import Path

import pytest

from bot import config
from retrieval import SettingsError

ROOT = Path(__file__).resolve().parents[2]


def write(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_shipped_file_says_the_defaults(tmp_path: Path) -> None:
    shipped = write(tmp_path, (ROOT / "config.toml").read_text(encoding="utf-8"))
    assert config.load(shipped) == config.load(write(tmp_path, ""))


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    made = config.load(write(tmp_path, '[corpus]\nfolders = ["kho", "/kho/chung"]\n[index]\nfolder = "chi-muc"\n'))
    assert made.corpus.folders == (tmp_path / "kho", Path("/kho/chung"))
    assert made.index.folder == tmp_path / "chi-muc"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[lmm]\nmodel = ''", ["mục «lmm» không có", "«llm»"]),
        ("[llm]\nmodle = ''", ["khoá trong [llm] «modle»", "«model»"]),
        ("[llm]\ntimeout_s = 'nhanh'", ["[llm] timeout_s có kiểu sai", "'nhanh'"]),
        ("[llm]\ntimeout_s = true", ["[llm] timeout_s có kiểu sai"]),  # a bool is an int to Python, not to a clerk
        ("[telegram]\nmode = 'poling'", ["[telegram] mode phải là một trong polling, webhook", "'poling'"]),
        ("[telegram]\nadmins = ['@an']", ["[telegram] admins có kiểu sai"]),  # usernames change hands: numbers only
        ("llm = 3", ["[llm] phải là một mục"]),
        ("[llm", ["không phải TOML hợp lệ"]),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(SettingsError) as e:
        config.load(write(tmp_path, text))
    assert all(w in str(e.value) for w in words), str(e.value)
    assert "\n" not in str(e.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"không-có\.toml"):
        config.load(tmp_path / "không-có.toml")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes("# cơ quan".encode("utf-16"))
    with pytest.raises(SettingsError, match="không phải TOML hợp lệ"):
        config.load(tmp_path / "c.toml")

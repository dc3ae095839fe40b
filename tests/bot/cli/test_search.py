"""`thidua search`: its filters stand inside the query. The real process, keywords alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval import Index

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settings file over an index of the sample plans, made without the model."""
    home = tmp_path_factory.mktemp("search")
    with Index.open(home / "index", model="none", write=True) as index:
        index.sync([ROOT / "corpus" / "plans"])
    file = home / "config.toml"
    file.write_text(f"[index]\nfolder = '{home / 'index'}'\n[embedding]\nmodel = 'none'\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--topic", "trật tự đô thị"], {"06 tháng cuối năm 2025"}),  # a heading of that plan alone
        (["--topic", "NTM"], {"nông thôn mới"}),  # its title writes it out
        (["--topic", "chuyen doi so", "--level", "Sở"], {"trong cơ quan"}),
        (["--kind", "kế hoạch", "--year", "1999"], set()),
        (["--topic", "đóng tàu vũ trụ"], set()),
    ],
)
def test_filters_of_the_command(settings: Path, words: list[str], said: set[str]) -> None:
    """`said` are words of the titles of the plans that are left."""
    args = ["search", "tổ chức thực hiện thi đua", "-k", "30", "--json", "--config", str(settings), *words]
    done = subprocess.run([sys.executable, "-m", "bot", *args], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = {h["source"] for h in json.loads(done.stdout)["hits"]}
    with Index.open(settings.parent / "index", model="none") as index:
        titles = [d.title for d in index.documents() if d.source in found]
    assert len(titles) == len(said)
    assert all(any(w in title for title in titles) for w in said)

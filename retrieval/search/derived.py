"""What is derived from the catalog to search it: passages, units, vectors and keyword arrays. Made, saved, mapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.search import keywords
from retrieval.search.catalog import Catalog
from retrieval.search.keywords import Field

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

FIELDS = ("body", "bare", "title", "name")
VOCABULARY = "vocabulary.txt"


@dataclass(frozen=True, slots=True)
class Derived:
    """The arrays of one generation.

    `passages` [n, 5]: catalog id, document row, unit (row of `units`), first and last clause position.
    `units` [m, 4]: document row, first and last clause position, first passage (row of `passages`).
    `vectors` fp32 [n, dim], dim 0 without a model. `fields` in the order of FIELDS: one row a unit.
    `vocabulary` are the corpus's accented syllables.
    """

    passages: Longs
    units: Longs
    vectors: Floats
    fields: tuple[Field, ...]
    vocabulary: tuple[str, ...]

    @property
    def dim(self) -> int:
        """Length of a vector, 0 without a model."""
        return int(self.vectors.shape[1]) if self.vectors.ndim == 2 else 0

    @property
    def documents(self) -> set[int]:
        """Rows of the documents that have anything to be found."""
        return set(np.unique(self.units[:, 0]).tolist())


def derive(catalog: Catalog, model: str) -> Derived:
    """Compute everything from the catalog, in memory; `model` "" leaves the vectors out."""
    rows = catalog.passages()
    units: list[tuple[int, int, int, int]] = []
    passages = []
    for i, p in enumerate(rows):
        if not i or (p.document, p.unit) != (rows[i - 1].document, rows[i - 1].unit):
            units.append((p.document, p.first, p.last, i))
        units[-1] = (*units[-1][:2], max(units[-1][2], p.last), units[-1][3])
        passages.append((p.id, p.document, len(units) - 1, p.first, p.last))
    vectors = catalog.vectors(model, [p.hash for p in rows]) if model else np.empty((len(rows), 0), np.float32)
    texts = list(catalog.unit_texts())
    fields = (
        keywords.build((f"{t}\n{b}" for _, _, t, b in texts), bare=False),
        keywords.build((f"{t}\n{b}" for _, _, t, b in texts), bare=True),
        keywords.build((t for _, _, t, _ in texts), bare=True),
        keywords.build((n for _, n, _, _ in texts), bare=True),
    )
    words = {w for _, _, t, b in texts for w in keywords.words_of(f"{t}\n{b}", bare=False)}
    return Derived(_table(passages, 5), _table(units, 4), vectors, fields, tuple(sorted(words)))


def save(made: Derived, folder: Path) -> None:
    """Write the arrays into a folder."""
    for name in ("passages", "units", "vectors"):
        np.save(folder / f"{name}.npy", getattr(made, name))
    for name, field in zip(FIELDS, made.fields, strict=True):
        keywords.save(field, folder / name)
    (folder / VOCABULARY).write_text("\n".join(made.vocabulary), encoding="utf-8")


def load(folder: Path) -> Derived:
    """Map what `save` wrote. OSError or ValueError where a file is missing or is no array."""
    parts: list[Any] = [keywords.read_array(folder / f"{n}.npy") for n in ("passages", "units", "vectors")]
    fields = tuple(keywords.load(folder / name) for name in FIELDS)
    words = (folder / VOCABULARY).read_text(encoding="utf-8").split("\n")
    return Derived(parts[0], parts[1], parts[2], fields, tuple(words))


def _table(rows: Sequence[tuple[int, ...]], width: int) -> Longs:
    return np.array(rows, np.int64).reshape(len(rows), width)

"""Promises of the index that no other file here holds: rights on files, stamps, sameness after a loss, the probe."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from retrieval.search import generations, vectors, vectors_child
from retrieval.search.index import Index
from tests.retrieval.search.conftest import HashedWords

QUESTIONS = (
    "Chiến sĩ thi đua cơ sở được thưởng bao nhiêu lần lương cơ sở?",
    "trong cay xanh",
    "báo cáo trước ngày nào",
)


def answers(folder: Path) -> list[list[tuple[str, float]]]:
    with Index(folder, HashedWords(), url="none") as index:
        return [[(str(h.clause.ref), h.score) for h in index.search(q, 10)] for q in QUESTIONS]


def test_nobody_else_on_the_machine_may_read_the_index(folder: Path, corpus: Path, tmp_path: Path) -> None:
    with Index(tmp_path / "own", None, write=True) as index:
        index.sync([corpus])
    made = [tmp_path / "own", *(tmp_path / "own").rglob("*")]
    assert [p for p in made if p.stat().st_mode & 0o077] == []


def test_without_generations_the_catalog_answers_the_same(folder: Path) -> None:
    before = answers(folder)
    shutil.rmtree(folder / generations.FOLDER)
    assert answers(folder) == before


@pytest.mark.parametrize("stamp", ["layout", "model"])
def test_another_stamp_is_never_migrated_but_built_anew(folder: Path, corpus: Path, stamp: str) -> None:
    current = generations.current(folder)
    assert current is not None
    path = current / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), stamp: "của bản khác"}))
    with Index(folder, HashedWords(), url="none") as index:
        assert index.search(QUESTIONS[0], 3)
        assert index.degraded
    with Index(folder, HashedWords(), url="none", write=True) as index:
        assert index.sync([corpus]).notes
    with Index(folder, HashedWords(), url="none") as index:
        assert index.search(QUESTIONS[0], 3)
        assert not index.degraded


def test_vectors_that_would_be_everybodys_neighbour_are_kept_out(tmp_path: Path) -> None:
    broken = np.full((3, 4), np.nan, np.float32)
    with pytest.raises(ValueError, match="NaN"):
        vectors_child.build(str(tmp_path / "chroma"), "rows", broken)


def test_a_sparse_monster_is_seen_before_it_is_copied(tmp_path: Path) -> None:
    """A crash left files of hundreds of gigabytes that hold next to nothing."""
    (tmp_path / "chroma").mkdir()
    with (tmp_path / "chroma" / "link_lists.bin").open("wb") as f:
        f.truncate(300 << 30)
    assert vectors_child.oversized(tmp_path / "chroma", np.zeros((10, 4), np.float32)) == "link_lists.bin"


@pytest.mark.slow
def test_the_probe_sees_what_a_collection_lacks(tmp_path: Path) -> None:
    dice = np.random.default_rng(7)
    rows = dice.normal(size=(60, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[5] = 0  # a passage that has no vector yet is nobody's neighbour
    file, scratch, target = tmp_path / "vectors.npy", tmp_path / "scratch", str(tmp_path / "chroma")
    scratch.mkdir()
    np.save(file, rows)
    assert vectors.build(target, "rows", file, len(rows)) == ""
    assert vectors.probe(target, "rows", file, scratch, len(rows)) == ""
    np.save(file, rows[:59])  # an id too many
    assert "59 ids, 58 expected" in vectors.probe(target, "rows", file, scratch, 59)
    rows[10:40] = rows[10:40][::-1].copy()  # the right ids, half of them with another's vector
    np.save(file, rows)
    assert "find itself" in vectors.probe(target, "rows", file, scratch, len(rows))
    assert list(scratch.iterdir()) == []

"""Disk full, I/O errors and no memory at every step of a sync: answers go on, and a rerun ends as if nothing happened.

The steps are counted on a run without faults; then the run is made to fail at the first, the second, … until it
ends by itself. A real full disk is a limit on file sizes that the kernel keeps.
"""

from __future__ import annotations

import errno
import random
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.model import IndexFault, Where
from retrieval.search import generations
from retrieval.search.index import Index
from tests.retrieval.search.conftest import PLAN, HashedWords

ROOT = Path(__file__).resolve().parents[3]
UNCHANGED = "Chiến sĩ thi đua cơ sở được thưởng bao nhiêu lần lương cơ sở?"
FAULTS = (OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EIO, "Input/output error"), MemoryError())


class FailAt:
    """Raises `fault` when step number `at` (from 0) is about to be taken; None never. `steps` are their names."""

    def __init__(self, at: int | None, fault: BaseException = FAULTS[0]) -> None:
        self.at, self.fault = at, fault
        self.steps: list[str] = []

    def __call__(self, step: str) -> None:
        self.steps.append(step)
        if len(self.steps) - 1 == self.at:
            raise self.fault


def sync(folder: Path, corpus: Path, step: FailAt, url: str = "none") -> None:
    with Index(folder, HashedWords(), url=url, write=True, step=step) as index:
        index.sync([corpus])


def state(folder: Path) -> object:
    """All that the index holds and answers, without the numbers that only count its builds."""
    with Index(folder, HashedWords(), url="none") as index:
        assert not index.degraded
        found = [[str(h.clause.ref) for h in index.search(q, 20)] for q in (UNCHANGED, "trồng hoa phượng", "thi đua")]
        files = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
        plain = sorted(f.split("/", 2)[-1] for f in files)
        return found, index.counts(), sorted(d.doc for d in index.documents()), plain


@pytest.fixture
def changed(corpus: Path) -> Path:
    """The corpus with one file new, one changed; the folder's index does not know of it yet."""
    (corpus / "moi.txt").write_text(PLAN.replace("cây xanh", "hoa phượng").replace("05/KH", "09/KH"), "utf-8")
    (corpus / "ke-hoach.txt").write_text(PLAN.replace("12.000 cây", "34.567 cây"), encoding="utf-8")
    return corpus


def test_every_fault_at_every_step_ends_as_if_there_had_been_none(folder: Path, changed: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "base")
    sync(folder, changed, whole := FailAt(None))
    wanted = state(folder)
    assert len(whole.steps) > 15
    for at in range(len(whole.steps)):
        fault = FAULTS[at % len(FAULTS)]
        tried = Path(shutil.copytree(tmp_path / "base", tmp_path / f"at-{at}"))
        with Index(tried, HashedWords(), url="none") as before:
            before.search(UNCHANGED, 1)
            with pytest.raises(IndexFault, match="chạy lại"):
                sync(tried, changed, FailAt(at, fault))
            with Index(tried, HashedWords(), url="none") as after:
                for index in (before, after):
                    paths = [h.clause.path for h in index.search(UNCHANGED, 6)]
                    assert ("Điều 2", "khoản 2") in paths, whole.steps[at]
                    # a file that was changed is there in its old words or its new ones, never in none
                    told = " ".join(h.clause.text for h in index.search("trồng bao nhiêu cây xanh", 9))
                    assert ("34.567" in told) is not ("12.000 cây" in told), whole.steps[at]
        sync(tried, changed, FailAt(None))
        assert state(tried) == wanted, whole.steps[at]
        shutil.rmtree(tried)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "fault"),
    [("lập chỉ mục véc-tơ", FAULTS[0]), ("kiểm tra chỉ mục véc-tơ", FAULTS[2])],
    ids=["build", "probe"],
)
def test_faults_while_chroma_is_built(folder: Path, changed: Path, name: str, fault: BaseException) -> None:
    class Fail(FailAt):
        def __call__(self, step: str) -> None:
            if step == name:
                raise self.fault

    with pytest.raises(IndexFault):
        sync(folder, changed, Fail(None, fault), url="")
    with Index(folder, HashedWords()) as index:
        assert index.search(UNCHANGED, 6)
    sync(folder, changed, FailAt(None), url="")
    with Index(folder, HashedWords()) as index:
        assert "34.567" in " ".join(h.clause.text for h in index.search("trồng bao nhiêu cây xanh", 9))
        assert not index.degraded


LIMITED = """
import resource, sys
from pathlib import Path
from retrieval.model import IndexFault
from retrieval.search.index import Index
from tests.retrieval.search.conftest import HashedWords
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with Index(Path(sys.argv[1]), HashedWords(), url="none", write=True) as index:
        index.sync([Path(sys.argv[2])])
except IndexFault as e:
    sys.exit(f"IndexFault: {e}")
"""


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.6, 0.9])
def test_a_disk_that_is_really_full(folder: Path, changed: Path, tmp_path: Path, share: float) -> None:
    """No file may grow past a part of what the finished index's largest file needs."""
    full = Path(shutil.copytree(folder, tmp_path / "full"))
    sync(full, changed, FailAt(None))
    wanted, largest = state(full), max(p.stat().st_size for p in full.rglob("*") if p.is_file())
    args = [sys.executable, "-c", LIMITED, str(folder), str(changed), str(int(largest * share))]
    run = subprocess.run(args, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.startswith("IndexFault: "), run.stderr
    with Index(folder, HashedWords(), url="none") as index:
        assert ("Điều 2", "khoản 2") in [h.clause.path for h in index.search(UNCHANGED, 6)]
    sync(folder, changed, FailAt(None))
    assert state(folder) == wanted
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_damaged_catalog_is_made_anew_from_the_files(folder: Path, corpus: Path) -> None:
    path = folder / "catalog.db"
    data = bytearray(path.read_bytes())
    at = data.index("Tạo khí thế".encode())
    data[at : at + 3] = b"Xin"  # a flipped text that SQLite itself does not see
    path.write_bytes(bytes(data))
    with Index(folder, None, write=True) as index:
        assert any("bản ghi hỏng" in note for note in index.sync([corpus]).notes)
        assert len(index.documents()) == 2
        assert index.search("Tạo khí thế thi đua sôi nổi", 3)
    with Index(folder, None) as index:
        assert index.counts()["documents"] == 2


@pytest.mark.parametrize("n", range(40))
def test_a_reader_of_a_damaged_catalog_lets_nothing_changed_out(folder: Path, n: int) -> None:
    """One byte is another: a clean refusal, or every word that is served is a word of the files."""
    dice = random.Random(n)
    data = bytearray((folder / "catalog.db").read_bytes())
    texts = [i for word in ("thi đua", "12.000", "lương cơ sở", "98%") for i in _places(data, word.encode())]
    at = dice.choice(texts) if n % 2 else dice.randrange(len(data))
    data[at] ^= 1 << dice.randrange(7)
    with Index(folder, None) as index:
        wanted = {str(c.ref): c for d in index.documents() for c in index.clauses(d.doc)}
        figures = set(index.targets())
    (folder / "catalog.db").write_bytes(bytes(data))
    refused = ""
    try:
        with Index(folder, None) as index:
            documents = index.documents()
            served = [c for d in documents for c in index.clauses(d.doc)]
            served += [h.clause for q in (UNCHANGED, "trồng cây xanh") for h in index.search(q, 50)]
            told, degraded = set(index.targets()), index.degraded
    except IndexFault as e:
        refused = str(e)
    if refused:
        assert "thidua index" in refused
        return
    assert all(wanted[str(c.ref)] == c for c in served)
    assert told <= figures
    assert len(documents) == 2 or "bị đổi ngoài chương trình" in degraded


def _places(data: bytes, word: bytes) -> list[int]:
    return [m.start() for m in re.finditer(re.escape(word), data)]


def test_what_was_acknowledged_before_a_fault_is_kept(folder: Path, changed: Path) -> None:
    """The documents read before the fault are in the catalog; only what came after is read again."""
    last = FailAt(None)
    sync(Path(shutil.copytree(folder, folder.with_name("other"))), changed, last)
    at = last.steps.index("nhúng")
    with pytest.raises(IndexFault):
        sync(folder, changed, FailAt(at))
    with Index(folder, None) as index:
        assert len(index.documents(Where(kind="plan"))) == 2
    assert generations.current(folder) is not None

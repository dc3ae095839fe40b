"""What is kept in memory between questions is never older than the catalog, whoever changed it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from retrieval.model import Clause, ClauseRef, IndexFault, Span, Target, Where
from retrieval.reading.read import read
from retrieval.search import schema
from retrieval.search.catalog import Catalog
from retrieval.search.index import Index
from retrieval.search.kept import Kept
from retrieval.search.record import Record
from tests.retrieval.search.conftest import PLAN


def clause(text: str) -> Clause:
    return Clause(ClauseRef("d"), (), text, text, Span(0, len(text)), 1)


def of(catalog: Catalog, kind: str) -> str:
    return next(d.doc for d in catalog.documents(Where(kind=kind)))


def test_kept_holds_no_more_than_it_may_and_gives_all_or_none() -> None:
    kept, made = Kept(most=3), [clause(t) for t in "abcd"]
    kept.put(0, 1, 0, made)
    assert len(kept) == 3
    assert kept.between(0, 1, 0, 3) is None  # the first has gone
    assert kept.between(0, 1, 1, 3) == made[1:]
    assert kept.between(0, 2, 1, 3) is None
    kept.clear()
    assert kept.between(0, 1, 1, 3) is None


def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    kept = Kept()
    assert kept.between(7, 1, 0, 0) is None  # one thread begins to read at 7 …
    assert kept.between(8, 1, 0, 0) is None  # … another has seen 8 …
    kept.put(7, 1, 0, [clause("cũ")])  # … and the first comes back with what may have gone
    assert kept.between(8, 1, 0, 0) is None
    kept.put(8, 1, 0, [clause("mới")])
    assert kept.between(8, 1, 0, 0) == [clause("mới")]


def test_another_owner_changes_reads_anew_and_withdraws(folder: Path, corpus: Path) -> None:
    path = corpus / "ke-hoach.txt"
    with Catalog(folder / schema.FILE) as reader, Record(folder / schema.FILE) as owner:
        plan = of(reader, "plan")
        before, listed = reader.clauses(plan), reader.documents(Where())
        assert reader.clauses(plan) == before
        assert "12.000" in [t.value for t in reader.facts(Target, Where())]
        path.write_text(PLAN.replace("12.000 cây", "34.567 cây"), encoding="utf-8")
        owner.put(read(path), str(path), "")
        assert "34.567" in " ".join(c.text for c in reader.clauses(of(reader, "plan")))
        assert "12.000" not in [t.value for t in reader.facts(Target, Where())]
        assert "34.567" in [t.value for t in reader.facts(Target, Where())]
        owner.remove(str(path))
        assert reader.facts(Target, Where()) == []
        with pytest.raises(IndexFault, match="không có văn bản"):
            reader.clauses(plan)
        assert len(reader.documents(Where())) == len(listed) - 1
        assert reader.documents(Where(kind="plan")) == []


def test_a_row_asked_for_by_number_goes_with_its_document(folder: Path, corpus: Path) -> None:
    """The arrays of a generation name rows until the next one is made; a row is never given to another document."""
    with Catalog(folder / schema.FILE) as reader, Record(folder / schema.FILE) as owner:
        held = {row: reader.clauses_between(row, 0, 99) for row, _ in reader.rows()}
        assert all(held.values())
        for path in list(owner.files()):
            owner.remove(path)
        assert all(reader.clauses_between(row, 0, 99) == [] for row in held)
        owner.put(read(corpus / "ke-hoach.txt"), "x", "")
        assert not {row for row, _ in reader.rows()} & set(held)


def test_a_withdrawn_text_is_not_found_before_the_next_generation(folder: Path, corpus: Path) -> None:
    with Index(folder, None) as reader:
        assert any(h.document.kind == "plan" for h in reader.search("trồng bao nhiêu cây xanh", 9))
        with Record(folder / schema.FILE) as owner:
            owner.remove(str(corpus / "ke-hoach.txt"))
        assert not any(h.document.kind == "plan" for h in reader.search("trồng bao nhiêu cây xanh", 9))
        assert not any(d.kind == "plan" for d in reader.documents())


def test_lists_of_documents_are_apart_by_space(folder: Path, corpus: Path, tmp_path: Path) -> None:
    own = tmp_path / "rieng.txt"
    own.write_text(PLAN.replace("05/KH", "06/KH"), encoding="utf-8")
    with Catalog(folder / schema.FILE) as reader, Record(folder / schema.FILE) as owner:
        assert len(reader.documents(Where(spaces=()))) == 2
        owner.put(read(own, space="van-xa"), str(own), "")
        for _ in range(2):  # the second time as kept
            assert {d.space for d in reader.documents(Where(spaces=()))} == {""}
            assert {d.space for d in reader.documents(Where(spaces=("van-xa",)))} == {"", "van-xa"}
        reader.documents(Where()).clear()  # what a caller does with its list is its own matter
        assert len(reader.documents(Where())) == 3


def test_threads_read_one_at_a_time_while_the_owner_writes(folder: Path, corpus: Path) -> None:
    """One at a time, as the bot's house does: statements that overlap on one connection share an old snapshot."""
    path = corpus / "ke-hoach.txt"
    wrong: list[str] = []
    with Catalog(folder / schema.FILE) as reader, Record(folder / schema.FILE) as owner:
        done, lock = threading.Event(), threading.Lock()

        def ask() -> None:
            while not done.is_set():
                seen = settled[-1]
                with lock:
                    text = " ".join(c.text for c in reader.clauses(plan))
                said = next(int(n) for n in range(60) if f"{n:02d}.000 cây" in text)
                if said < seen:
                    wrong.append(f"{said} after {seen}")

        plan, settled = of(reader, "plan"), [12]
        threads = [threading.Thread(target=ask) for _ in range(3)]
        for t in threads:
            t.start()
        for n in range(13, 33):
            path.write_text(PLAN.replace("12.000 cây", f"{n}.000 cây"), encoding="utf-8")
            assert owner.put(read(path), str(path), "") == plan
            settled.append(n)
        done.set()
        for t in threads:
            t.join(10)
        assert not any(t.is_alive() for t in threads)
    assert wrong == []

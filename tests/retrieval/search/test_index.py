"""The index as its users see it: sync, search, filters, deletion, ownership. The model is a fake."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.model import Where
from retrieval.search.index import Index, IndexFault
from tests.retrieval.search.conftest import PLAN, HashedWords


def opened(folder: Path, *, write: bool = False, model: bool = True) -> Index:
    return Index(folder, HashedWords() if model else None, write=write)


def paths(index: Index, q: str, k: int = 3, where: Where | None = None) -> list[tuple[str, ...]]:
    return [h.clause.path for h in index.search(q, k, where or Where())]


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Chiến sĩ thi đua cơ sở được thưởng bao nhiêu lần lương cơ sở?", ("Điều 2", "khoản 2")),
        ("chien si thi dua co so duoc thuong bao nhieu lan luong co so", ("Điều 2", "khoản 2")),  # no accents
        ("trồng bao nhiêu cây xanh", ("II", "2")),
        ("nghị định có hiệu lực từ ngày nào", ("Điều 3",)),
    ],
)
def test_finds_the_clause(folder: Path, model: bool, question: str, path: tuple[str, ...]) -> None:
    with opened(folder, model=model) as index:
        # The fake model knows no Vietnamese: with it the clause must be among the first, without it the first.
        assert path in paths(index, question, 6 if model else 1)


def test_hits_are_sorted_and_distinct(folder: Path) -> None:
    with opened(folder) as index:
        hits = index.search("thi đua", 50)
        assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
        assert len({str(h.clause.ref) for h in hits}) == len(hits) > 5
        assert all(0 <= h.score <= 1 for h in hits)


def test_filters_stand_inside_the_query(folder: Path) -> None:
    with opened(folder, model=False) as index:
        assert {h.document.kind for h in index.search("thi đua", 10, Where(kind="law"))} == {"law"}
        assert {h.document.kind for h in index.search("thi đua", 10, Where(kind="kế hoạch"))} == {"plan"}
        assert {h.document.kind for h in index.search("mức thưởng", 10, Where(year="2025"))} == {"plan"}
        assert index.search("thi đua", 10, Where(docs=("none",))) == []


@pytest.mark.parametrize(
    ("topic", "kinds", "parts"),
    [
        ("tiền thưởng", {"law"}, {("Điều 2",), ("Điều 2", "khoản 1"), ("Điều 2", "khoản 2")}),  # the article's title
        ("MUC TIEN THUONG", {"law"}, {("Điều 2",), ("Điều 2", "khoản 1"), ("Điều 2", "khoản 2")}),
        (
            "yêu cầu",
            {"plan"},
            {("I",), ("I", "1"), ("I", "1", "-1"), ("I", "2"), ("I", "2", "-1")},
        ),  # «I. MỤC ĐÍCH, YÊU CẦU»
        ("phong trào thi đua", {"plan"}, None),  # the plan's own title: every part of it
        ("tiền mua sắm", set(), set()),  # half of it stands there
        ("?!", set(), set()),
    ],
)
def test_a_topic_is_a_title_or_a_heading(
    folder: Path, topic: str, kinds: set[str], parts: set[tuple[str, ...]] | None
) -> None:
    with opened(folder) as index:
        assert {d.kind for d in index.documents(Where(topic=topic))} == kinds
        found = set(paths(index, "thi đua thưởng mô hình", 50, Where(topic=topic)))
        assert found == parts or (parts is None and len(found) > 10)


def test_a_topic_is_found_abbreviated_or_written_out(tmp_path: Path, corpus: Path) -> None:
    (corpus / "ntm.txt").write_text(PLAN.replace("II. CHỈ TIÊU", "II. CHỈ TIÊU NTM").replace("05/KH", "08/KH"), "utf-8")
    with opened(tmp_path / "index", write=True, model=False) as index:
        index.sync([corpus])
        for topic in ("NTM", "nông thôn mới", "ntm"):
            assert [d.source for d in index.documents(Where(topic=topic))] == ["ntm.txt"]
            assert {p[0] for p in paths(index, "tỷ lệ cây xanh", 9, Where(topic=topic))} == {"II"}


def test_empty_questions_find_nothing(folder: Path) -> None:
    with opened(folder, model=False) as index:
        assert index.search("", 5) == index.search("  ?!", 5) == index.search("thi đua", 0) == []


def test_the_record_comes_back_as_it_was_read(folder: Path, corpus: Path) -> None:
    from retrieval.reading.read import read

    with opened(folder, model=False) as index:
        for document in index.documents():
            assert index.reading(document.doc) == read(index.original(document.doc))
            for clause in index.clauses(document.doc):
                assert index.clause(str(clause.ref)) == clause


def test_a_second_sync_changes_nothing(folder: Path, corpus: Path) -> None:
    before = (folder / "CURRENT").read_text()
    with opened(folder, write=True) as index:
        report = index.sync([corpus])
    assert (report.read, report.changed, report.removed) == (0, 0, 0)
    assert (folder / "CURRENT").read_text() == before


def test_a_changed_file_is_read_again(folder: Path, corpus: Path) -> None:
    (corpus / "ke-hoach.txt").write_text(PLAN.replace("12.000 cây", "34.567 cây"), encoding="utf-8")
    with opened(folder, write=True, model=False) as index:
        assert index.sync([corpus]).changed == 1
        assert "34.567" in " ".join(h.clause.text for h in index.search("trồng bao nhiêu cây xanh", 9))


def test_a_removed_file_leaves_no_byte(folder: Path, corpus: Path) -> None:
    marker = "Zyxqvut-9137"
    extra = corpus / "rieng.txt"
    extra.write_text(PLAN.replace("Tạo khí thế", f"{marker} tạo khí thế").replace("05/KH", "06/KH"), encoding="utf-8")
    with opened(folder, write=True, model=False) as index:
        index.sync([corpus])
        assert any(marker in h.clause.text for h in index.search(marker, 3))
        extra.unlink()
        assert index.sync([corpus]).removed == 1
        assert not any(marker in h.clause.text for h in index.search(marker, 3))
    left = [p for p in folder.rglob("*") if p.is_file() and marker.lower().encode() in p.read_bytes().lower()]
    assert left == []


def test_a_file_that_cannot_be_read_is_listed_and_stops_nobody(tmp_path: Path, corpus: Path) -> None:
    (corpus / "rong.txt").write_bytes(b"")
    with opened(tmp_path / "index", write=True, model=False) as index:
        report = index.sync([corpus])
        assert [source for source, _ in report.refused] == ["rong.txt"]
        assert report.refused == tuple(index.refused())
        assert len(index.documents()) == 2
        assert index.sync([corpus]).refused == report.refused  # remembered, not forgotten, on the next run


def test_two_files_with_one_number_are_both_kept(tmp_path: Path, corpus: Path) -> None:
    (corpus / "ban-sao.txt").write_text(PLAN + "\nGhi chú thêm.\n", encoding="utf-8")
    with opened(tmp_path / "index", write=True, model=False) as index:
        index.sync([corpus])
        docs = [d.doc for d in index.documents(Where(kind="plan"))]
        assert len(set(docs)) == 2
        assert all(c.ref.doc == doc for doc in docs for c in index.clauses(doc))


def test_a_missing_index_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(IndexFault, match="thidua index"):
        opened(tmp_path / "none")


def test_the_second_owner_is_refused_and_names_the_first(folder: Path, corpus: Path) -> None:
    with opened(folder, write=True, model=False):
        code = (
            "import sys; from pathlib import Path; from retrieval.search.index import Index\n"
            "Index(Path(sys.argv[1]), None, write=True)"
        )
        root = Path(__file__).resolve().parents[3]
        run = subprocess.run(
            [sys.executable, "-c", code, str(folder)], cwd=root, capture_output=True, text=True, check=False
        )
    assert run.returncode != 0
    assert str(os.getpid()) in run.stderr.splitlines()[-1]


def test_readers_follow_a_new_generation(folder: Path, corpus: Path) -> None:
    with opened(folder, model=False) as reader:
        assert paths(reader, "trồng bao nhiêu cây xanh")
        (corpus / "moi.txt").write_text(PLAN.replace("cây xanh", "hoa phượng").replace("05/KH", "09/KH"), "utf-8")
        with opened(folder, write=True, model=False) as writer:
            writer.sync([corpus])
        assert "hoa phượng" in " ".join(h.clause.text for h in reader.search("trồng hoa phượng", 9))


def test_keywords_alone_never_load_the_model(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from retrieval import Index\n"
        "i = Index.open(Path(sys.argv[1]), model='none'); assert i.search('thi đua', 3); i.documents(); i.cited()\n"
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    root = Path(__file__).resolve().parents[3]
    run = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert not {"torch", "chromadb", "sentence_transformers", "transformers"} & set(run.stdout.split())


def test_a_link_out_of_the_corpus_is_not_followed(tmp_path: Path) -> None:
    """Whoever may put files into the corpus must not read the rest of the machine through it."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "outside.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "corpus" / "own.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "corpus" / "link.txt").symlink_to(tmp_path / "outside.txt")
    with opened(tmp_path / "index", write=True, model=False) as index:
        index.sync([tmp_path / "corpus"])
        assert [d.source for d in index.documents()] == ["own.txt"]

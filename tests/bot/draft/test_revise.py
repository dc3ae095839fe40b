"""Revisions by rule: what is not told to change keeps every byte."""

import datetime as dt
import time

import pytest

from bot.draft.drafter import Drafter
from bot.draft.revise import diff, instruction
from bot.draft.versions import Versions
from bot.model import Draft, Person
from retrieval import Places, Register
from tests.bot.draft.shelf import ROOT, invented

TODAY = dt.date(2026, 11, 21)
REQUEST = "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027: thu ngân sách 85 tỷ đồng, hộ nghèo còn 1,35%"


@pytest.fixture(scope="module")
def drafter() -> Drafter:
    return Drafter(invented(), Register.load(ROOT / "corpus" / "directives"), Places.load())


@pytest.fixture(scope="module")
def draft(drafter: Drafter) -> Draft:
    return drafter.draft(drafter.understand(REQUEST, Person(), TODAY))


def texts(draft: Draft, key: str) -> list[str]:
    return [p.text for s in draft.sections if s.key == key for p in s.paragraphs]


@pytest.mark.parametrize(
    ("said", "kind", "at"),
    [
        ("ngắn hơn", "shorter", 0),
        ("rút gọn giúp tôi", "shorter", 0),
        ("trang trọng hơn", "formal", 0),
        ("thêm chỉ tiêu BHYT 96,2%", "targets", 0),
        ("thêm căn cứ Nghị định 129/2025/NĐ-CP", "grounds", 0),
        ("thay đoạn 2 bằng: Nội dung mới của đoạn", "replace", 2),
        ("bỏ ý 3", "remove", 3),
        ("thêm đoạn: Tổ chức hội thi tìm hiểu", "append", 0),
        ("thay “xã” bằng “địa phương”", "swap", 0),
        ("làm cho hay hơn đi", "unknown", 0),
    ],
)
def test_instructions_are_read(said: str, kind: str, at: int) -> None:
    told = instruction(said, TODAY)
    assert (told.kind, told.at) == (kind, at)


@pytest.mark.parametrize("said", ["ngắn hơn", "trang trọng hơn", "thêm chỉ tiêu BHYT 96,2%", "bỏ ý 2", "không hiểu gì"])
def test_other_sections_keep_every_byte(drafter: Drafter, draft: Draft, said: str) -> None:
    start = time.perf_counter()
    new = drafter.revise(draft, "chi-tieu", said)
    assert time.perf_counter() - start < 1
    assert [s for s in new.sections if s.key != "chi-tieu"] == [s for s in draft.sections if s.key != "chi-tieu"]


def test_shorter_only_leaves_out(drafter: Drafter, draft: Draft) -> None:
    old, new = texts(draft, "giai-phap"), texts(drafter.revise(draft, "giai-phap", "ngắn hơn"), "giai-phap")
    assert len(" ".join(new)) <= len(" ".join(old))
    for before, after in zip(old, new, strict=True):
        assert before.startswith(after.rstrip("."))


def test_formal_spells_out_and_touches_nothing_else(drafter: Drafter, draft: Draft) -> None:
    old, new = texts(draft, "noi-nhan"), texts(drafter.revise(draft, "noi-nhan", "trang trọng hơn"), "noi-nhan")
    assert "- Ủy ban nhân dân tỉnh Hà Tĩnh (b/c);" in new
    assert [n for o, n in zip(old, new, strict=True) if "UBND" not in o and "HĐND" not in o and "MTTQ" not in o] == [
        o for o in old if "UBND" not in o and "HĐND" not in o and "MTTQ" not in o
    ]


def test_a_new_target_stands_among_the_targets(drafter: Drafter, draft: Draft) -> None:
    new = drafter.revise(draft, "chi-tieu", "thêm chỉ tiêu BHYT 96,2%")
    lines = texts(new, "chi-tieu")
    assert "- BHYT 96,2%." in lines
    assert lines[-1] == texts(draft, "chi-tieu")[-1]  # the closing words stay last
    assert new.request.facts[-1].value == "96,2%"


def test_a_target_without_a_figure_is_a_placeholder(drafter: Drafter, draft: Draft) -> None:
    new = drafter.revise(draft, "chi-tieu", "thêm chỉ tiêu về chuyển đổi số")
    assert "chỉ tiêu bổ sung" in new.todo
    assert new.notes


def test_grounds_come_from_the_register(drafter: Drafter, draft: Draft) -> None:
    added = drafter.revise(draft, "can-cu", "thêm căn cứ Nghị định 129/2025/NĐ-CP")
    assert any("129/2025/NĐ-CP ngày 11/6/2025" in t for t in texts(added, "can-cu"))
    dead = drafter.revise(draft, "can-cu", "thêm căn cứ Nghị định 91/2017/NĐ-CP")
    assert not any("91/2017" in t for t in texts(dead, "can-cu"))
    assert any("hết hiệu lực" in n for n in dead.notes)
    less = drafter.revise(draft, "can-cu", "bỏ căn cứ Thông tư 15/2025/TT-BNV")
    assert not any(t.startswith("Căn cứ Thông tư số 15/2025") for t in texts(less, "can-cu"))


def test_replace_remove_and_append_renumber(drafter: Drafter, draft: Draft) -> None:
    old = texts(draft, "noi-dung")
    new = drafter.revise(draft, "noi-dung", "thay đoạn 2 bằng: Thi đua trồng cây xanh")
    assert texts(new, "noi-dung")[1] == "2. Thi đua trồng cây xanh."
    assert (
        next(p.basis for s in new.sections if s.key == "noi-dung" for p in s.paragraphs if "cây xanh" in p.text)
        == "user"
    )
    gone = texts(drafter.revise(draft, "noi-dung", "bỏ đoạn 2"), "noi-dung")
    assert len(gone) == len(old) - 1
    assert gone[1] == "2. " + old[2].removeprefix("3. ")
    more = texts(drafter.revise(draft, "noi-dung", "thêm đoạn: Thi đua giữ đường sạch"), "noi-dung")
    assert more[-1] == f"{len(old) + 1}. Thi đua giữ đường sạch."


def test_the_diff_names_what_changed_and_undo_goes_back(drafter: Drafter, draft: Draft) -> None:
    new = drafter.revise(draft, "noi-dung", "thay đoạn 2 bằng: Thi đua trồng cây xanh")
    changes = diff(draft.sections, new.sections)
    assert [c.new for c in changes] == ["Thi đua trồng cây xanh."]
    versions = Versions((draft,)).add(new)
    assert versions.now is new
    assert versions.undo().now is draft
    assert versions.undo().undo().now is draft  # the first version is the floor


def test_what_is_not_understood_says_what_can_be(drafter: Drafter, draft: Draft) -> None:
    new = drafter.revise(draft, "noi-dung", "làm cho hay hơn đi")
    assert new.sections == draft.sections
    assert "Có thể" in new.notes[0]

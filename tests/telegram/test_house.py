"""The real house over a small index: spaces are enforced inside every query, uploads go in and out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.model import Person, Question
from bot.telegram.house import House
from bot.telegram.scoped import Scoped
from retrieval import CorpusError, Edit, Index, Places, RegisterFiles, ThiduaError
from tests.fake_telegram import FakeTelegram
from tests.telegram.test_end_to_end import PLAN, ROOT
from tests.telegram.world import VIEWER, running

TODAY = date(2026, 2, 1)
SECRET = PLAN.replace("AN BÌNH", "BÌNH MINH").replace("An Bình", "Bình Minh").replace("1,35%", "7,77%")


def register_files(tmp_path: Path) -> RegisterFiles:
    return RegisterFiles(ROOT / "corpus/directives", tmp_path / "so-van-ban")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    plans = tmp_path / "plans"
    (plans / "@xã Bình Minh").mkdir(parents=True)
    (plans / "chung.txt").write_text(PLAN, encoding="utf-8")
    (plans / "@xã Bình Minh" / "rieng.txt").write_text(SECRET, encoding="utf-8")
    index = tmp_path / "index"

    def resync() -> None:
        with Index.open(index, model="none", write=True) as owner:
            owner.sync([plans])

    resync()
    with Index.open(index, model="none") as reader:
        files = register_files(tmp_path)
        yield House(
            reader, files.load(), Places.load(), office=Person(), folders=(plans,), resync=resync, files=files
        )  # fmt: skip


OWN, OTHER, ALL = ("xã Bình Minh",), ("xã An Bình",), None


def test_an_answer_comes_only_from_what_the_asker_may_read(house: House) -> None:
    question = "Chỉ tiêu tỷ lệ hộ nghèo năm 2026 của xã Bình Minh là bao nhiêu?"
    for spaces, told in ((OWN, True), (ALL, True), (OTHER, False), ((), False)):
        answer = house.ask(Question(question, TODAY, person=Person(spaces=spaces)))
        everything = answer.text + answer.reason + "".join(c.quote for c in answer.citations)
        assert ("7,77%" in everything) is told, spaces
        assert ("rieng.txt" in {c.source for c in answer.citations}) is told, spaces


def test_lists_files_names_and_dates_keep_to_the_spaces(house: House) -> None:
    hidden = next(d.doc for d in house.documents(ALL) if d.source == "rieng.txt")
    for spaces, seen in ((OWN, True), (ALL, True), (OTHER, False), ((), False)):
        assert ("rieng.txt" in {d.source for d in house.documents(spaces)}) is seen
        assert (house.original("rieng.txt", spaces) is not None) is seen
        assert (hidden in house.names([hidden], spaces)) is seen
        assert any("Bình Minh" in d.source for d in house.due(TODAY, 60, Person(spaces=spaces))) is seen
        assert any("Bình Minh" in q for _, q in house.examples(Person("Bình Minh", spaces=spaces), TODAY)) is seen


def test_a_draft_takes_nothing_from_another_space(house: House) -> None:
    person = Person("UBND xã An Bình", "xã", "", OTHER)
    request = house.understand("Soạn kế hoạch thi đua năm 2027 cho UBND xã Bình Minh", person, TODAY)
    draft = house.draft(request)
    assert all(c.source != "rieng.txt" for s in draft.sections for p in s.paragraphs for c in p.citations)


def test_a_scoped_index_refuses_a_document_by_its_id(house: House) -> None:
    hidden = next(d.doc for d in house.documents(ALL) if d.source == "rieng.txt")
    scoped = Scoped(house._index, OTHER)
    for read in (scoped.reading, scoped.clauses):
        with pytest.raises(CorpusError):
            read(hidden)
    assert all(h.document.source != "rieng.txt" for h in scoped.search("hộ nghèo Bình Minh", 20))


def test_an_upload_goes_in_answers_and_comes_out_again(house: House, tmp_path: Path) -> None:
    new = tmp_path / "up.txt"
    new.write_text(PLAN.replace("2026", "2027").replace("12/KH", "13/KH"), encoding="utf-8")
    stored = house.add(new, "kế hoạch 2027.txt", "xã Bình Minh", tmp_path / "old").path
    assert stored.parent.name == "@xã Bình Minh"
    assert "kế hoạch 2027.txt" in {d.source for d in house.documents(OWN)}
    assert "kế hoạch 2027.txt" not in {d.source for d in house.documents(OTHER)}
    house.remove(stored)
    assert "kế hoạch 2027.txt" not in {d.source for d in house.documents(ALL)}


def test_a_file_of_the_same_name_takes_the_old_ones_place_and_leaves_a_copy(house: House, tmp_path: Path) -> None:
    new, kept = tmp_path / "up.txt", tmp_path / "kept.txt"
    new.write_text(PLAN.replace("1,35%", "2,22%"), encoding="utf-8")
    assert house.add(new, "chung.txt", "", kept).replaced
    assert kept.read_text(encoding="utf-8") == PLAN
    assert any("2,22%" in x.value + x.quote for x in house._index.targets())
    house.add(kept, "chung.txt", "", tmp_path / "spare")
    assert not any("2,22%" in x.value + x.quote for x in house._index.targets())


def test_nothing_outside_the_corpus_is_ever_removed(house: House, tmp_path: Path) -> None:
    other = tmp_path / "keep.txt"
    other.write_text("x", encoding="utf-8")
    with pytest.raises(ThiduaError):
        house.remove(other)
    assert other.exists()


def told(house: House, text: str) -> str:
    answer = house.law(Question(text, TODAY))
    return answer.text + answer.reason


def test_what_another_process_writes_in_the_register_is_answered_by_at_once(house: House, tmp_path: Path) -> None:
    theirs, at = register_files(tmp_path), datetime(2026, 2, 1, 8, tzinfo=UTC)
    assert "hết hiệu lực" not in told(house, "41-CT/TW")
    ends = Edit("41-ct-tw-2024", (("to", date(2026, 1, 15)), ("to_open", False)))
    done = theirs.save(ends, "máy chủ: kiểm thử", at)
    assert "hết hiệu lực từ 15/01/2026" in told(house, "41-CT/TW")
    assert any("41-CT/TW" in d.what for d in house.due(date(2026, 1, 10), 30, Person()))
    theirs.undo(done.n, "máy chủ: kiểm thử", at)
    assert "hết hiệu lực" not in told(house, "41-CT/TW")


def test_a_register_left_unreadable_by_hand_leaves_the_last_good_one(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = told(house, "41-CT/TW")
    own = tmp_path / "so-van-ban"
    own.mkdir(exist_ok=True)
    (own / "van-phong.toml").write_text("[[directive]\nid = ", encoding="utf-8")
    assert told(house, "41-CT/TW") == told(house, "41-CT/TW") == before
    assert caplog.text.count("the register was changed and is not read") == 1  # said once, not at every question
    (own / "van-phong.toml").unlink()
    assert told(house, "41-CT/TW") == before


def test_the_registers_questions_typed_one_after_another(house: House, fake: FakeTelegram, tmp_path: Path) -> None:
    """A whole question takes nothing over from the number asked about before, nor from thanks in between."""
    typed = (
        ("Chỉ thị 34 còn dùng được không?", "đã có văn bản mới từ 26/12/2024", "41-CT/TW"),
        ("có còn hiệu lực không?", "34-CT/TW ngày 07/4/2014", "đã có văn bản mới"),  # this one leans
        ("ok cảm ơn em nhé", "Chào anh/chị", ""),
        ("Nghị định hướng dẫn Luật TĐKT hiện nay?", "152/2025/NĐ-CP", "còn hiệu lực"),
        ("tháng 3/2025 thì áp dụng nghị định nào?", "98/2023/NĐ-CP", "Căn cứ áp dụng cho tháng 3/2025"),
        ("Năm 2027 xã tôi phát động thi đua thì căn cứ văn bản nào?", "Căn cứ áp dụng cho năm 2027", "06/2022/QH15"),
        ("Nghị định 152/2026/NĐ-CP còn hiệu lực không?", "Không tìm thấy", "152/2025/NĐ-CP"),
    )
    viewer = fake.person(VIEWER)
    with running(fake, tmp_path, office=house):  # type: ignore[arg-type]
        for question, *said in typed:
            before = len(viewer.heard())
            viewer.says(question)
            fake.wait(lambda before=before: len(viewer.heard()) > before)  # type: ignore[misc]
            heard = viewer.heard()[before].text
            assert [w for w in said if w not in heard] == [], (question, heard)

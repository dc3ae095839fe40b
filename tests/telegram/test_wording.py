"""Previews while a model writes: proven words first, one edit, never before 1.5 s, the final words never lost."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.ask.wording import worded
from bot.evidence import Evidence
from bot.model import Answer, Question
from bot.telegram.house import Counted
from bot.telegram.wording import PREVIEW_S
from tests.fake_telegram import FakeTelegram, Fault
from tests.telegram.world import ADMIN, VIEWER, FakeOffice, running

NOTE = "đang diễn đạt lại"
PROVEN = "Giảm tỷ lệ hộ nghèo còn 1,35% [1]."
INVENTED = "Tỷ lệ hộ nghèo giảm còn 9,99% [1]."


@dataclass
class Scripted:
    """A model that takes its time and says what it was told to; through the real verifier, as in the house."""

    said: str
    takes: float = 0.0
    fails: bool = False
    whom: str = ""

    def write(self, question: str, evidence: Sequence[Evidence], *, person: str, today: date) -> str:
        self.whom = person
        time.sleep(self.takes)
        if self.fails:
            raise RuntimeError("a fault of ours")
        return self.said

    def __call__(self, found: Answer) -> Answer:
        return worded(found, Question("hộ nghèo?", date(2026, 1, 2)), Counted(self, "3"))


@pytest.fixture
def office(tmp_path: Path) -> FakeOffice:
    return FakeOffice(tmp_path)


def test_the_answer_as_found_is_shown_then_replaced_by_the_proven_rewording(
    fake: FakeTelegram, tmp_path: Path, office: FakeOffice
) -> None:  # fmt: skip
    office.llm = model = Scripted(f"{PROVEN} {INVENTED}", takes=2.5)
    with running(fake, tmp_path, office=office):
        viewer = fake.person(VIEWER)
        asked = viewer.says("Chỉ tiêu hộ nghèo?")
        preview = viewer.waits(NOTE)
        assert "Trả lời: Chỉ tiêu hộ nghèo?" in preview.text
        assert preview.labels == ["⏹ Dừng"]
        assert preview.reply_to == asked.id
        fake.wait(lambda: NOTE not in preview.text)
        changed = time.monotonic()
        assert PROVEN.rstrip(".") in preview.text
        assert "Câu chữ do mô hình ngôn ngữ diễn đạt" in preview.text
        assert "👍 Đúng" in preview.labels
        assert len(viewer.heard()) == preview.edits == 1
        assert changed - preview.at >= PREVIEW_S
        assert model.whom == str(VIEWER)  # the day's calls count for the person
        # a reply to it finds its turn
        office.llm = None
        viewer.says("còn năm 2024?", reply_to=preview)
        viewer.waits("Trả lời: còn năm 2024?")
        assert [turn.q for turn in office.questions[-1].history] == ["Chỉ tiêu hộ nghèo?"]
    everything = [str(call) for call in fake.calls]
    assert not any("9,99" in call for call in everything), "nothing unproven is ever on the wire"


def test_a_quick_model_needs_no_preview(fake: FakeTelegram, tmp_path: Path, office: FakeOffice) -> None:
    office.llm = Scripted(PROVEN)
    with running(fake, tmp_path, office=office):
        viewer = fake.person(VIEWER)
        viewer.says("Chỉ tiêu hộ nghèo?")
        viewer.waits("Câu chữ do mô hình")
        assert fake.called("editMessageText") == []


def test_the_final_words_come_though_the_preview_is_gone_or_the_edit_refused(
    fake: FakeTelegram, tmp_path: Path, office: FakeOffice
) -> None:  # fmt: skip
    office.llm = Scripted(PROVEN, takes=2)
    with running(fake, tmp_path, office=office) as bot:
        viewer, admin = fake.person(VIEWER), fake.person(ADMIN)
        fake.plan("editMessageText", Fault(429, "Too Many Requests: retry after 1", retry_after=1), chat=ADMIN)
        viewer.says("một")
        admin.says("hai")
        viewer.waits(NOTE).deleted = True
        held = admin.waits(NOTE)
        viewer.waits("Câu chữ do mô hình")
        fake.wait(lambda: "Câu chữ do mô hình" in held.text)
        assert len(admin.heard()) == len(viewer.heard()) == 1
        assert bot.app.desk.messenger.counts["edit_lost"] == 1


def test_stopped_it_stays_at_the_words_of_the_source(fake: FakeTelegram, tmp_path: Path, office: FakeOffice) -> None:
    office.llm = Scripted(PROVEN, takes=3)
    with running(fake, tmp_path, office=office):
        viewer = fake.person(VIEWER)
        viewer.says("Chỉ tiêu hộ nghèo?")
        preview = viewer.waits(NOTE)
        viewer.clicks("⏹ Dừng")
        viewer.waits("Đã dừng 1 việc")
        fake.wait(lambda: NOTE not in preview.text)
        assert "Trả lời: Chỉ tiêu hộ nghèo?" in preview.text
        assert "👍 Đúng" in preview.labels


def test_a_fault_in_rewording_leaves_the_answer_as_found(
    fake: FakeTelegram, tmp_path: Path, office: FakeOffice
) -> None:  # fmt: skip
    office.llm = Scripted("", fails=True)
    with running(fake, tmp_path, office=office):
        viewer = fake.person(VIEWER)
        viewer.says("Chỉ tiêu hộ nghèo?")
        assert "👍 Đúng" in viewer.waits("Trả lời: Chỉ tiêu hộ nghèo?").labels


def test_no_previews_in_a_group(fake: FakeTelegram, tmp_path: Path, office: FakeOffice) -> None:
    office.llm = Scripted(PROVEN, takes=2)
    group = fake.group(-9)
    with running(fake, tmp_path, office=office):
        fake.person(ADMIN, group=group).says("/nhom")
        fake.wait(lambda: fake.said(group))
        fake.person(VIEWER, group=group).says("/hoi hộ nghèo")
        fake.wait(lambda: any("Câu chữ do mô hình" in m.text for m in fake.said(group)))
        assert fake.called("editMessageText") == []


def test_slow_models_do_not_keep_other_answers_waiting(fake: FakeTelegram, tmp_path: Path, office: FakeOffice) -> None:
    office.llm = lambda found: Scripted(PROVEN, takes=0.0 if "nhanh" in found.text else 3)(found)
    with running(fake, tmp_path, office=office, threads=2):
        slow = [fake.person(i) for i in (ADMIN, VIEWER)]
        for person in slow:
            person.says("chậm")
        for person in slow:
            person.waits(NOTE)
        start = time.monotonic()
        other = fake.person(2)
        other.says("nhanh")
        other.waits("Câu chữ do mô hình")
        assert time.monotonic() - start < 1

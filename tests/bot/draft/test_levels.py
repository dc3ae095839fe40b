"""Every commune-level plan of the sample, drafted for every level: the draft speaks as its own level only."""

import datetime as dt
import re

import pytest

from bot.draft.drafter import Drafter
from bot.draft.generalise import Aim, Origin, generalise
from bot.draft.levels import relevelled, speaks_of_inside, strange_voice
from bot.draft.verify import misvoiced
from bot.model import Draft, Paragraph, Person
from retrieval import Places, Reading, Register, read
from tests.bot.draft.shelf import ROOT, Shelf

TODAY = dt.date(2026, 11, 21)
TARGETS = {
    "xã": "UBND xã Sơn Dương, tỉnh Tuyên Quang",
    "phường": "UBND phường Minh Xuân, tỉnh Tuyên Quang",
    "đặc khu": "UBND đặc khu Phú Quốc, tỉnh An Giang",
    "tỉnh": "UBND tỉnh Tuyên Quang",
    "": "Sở Nội vụ tỉnh Tuyên Quang",
}
# written out here, not taken from the code: what must not stand in a plan of each level
FOREIGN = {
    "xã": r"(?:nhân dân|UBND|HĐND|toàn|địa bàn|trong) (?:phường|đặc khu)\b|tổ dân phố|khu phố",
    "phường": r"(?:nhân dân|UBND|HĐND|toàn|địa bàn|trong) (?:xã(?! hội)|đặc khu)\b|(?<!nông )\bthôn\b|\bxóm\b",
    "đặc khu": r"(?:nhân dân|UBND|HĐND|toàn|địa bàn|trong) (?:xã(?! hội)|phường)\b|(?<!nông )\bthôn\b|tổ dân phố",
    "tỉnh": r"(?:nhân dân|UBND|HĐND|toàn|địa bàn|trong) (?:xã(?! hội|,)|phường|đặc khu)\b|(?<!nông )\bthôn\b"
    r"|tổ dân phố|\bxóm\b",
    "": r"\b(?:xã(?! hội)|phường|đặc khu)\b|\bthôn\b|tổ dân phố|\bxóm\b",
}


@pytest.fixture(scope="module")
def samples() -> tuple[Reading, ...]:
    plans = [read(p) for p in sorted((ROOT / "corpus" / "plans").glob("*.txt"))]
    communes = tuple(r for r in plans if r.document.header.level == "xã")
    assert len(communes) >= 3
    return communes


def drafted(shelf: Shelf, unit: str) -> Draft:
    drafter = Drafter(shelf, Register.load(ROOT / "corpus" / "directives"), Places.load())
    done = drafter.draft(drafter.understand(f"soạn cả kế hoạch năm 2027 cho {unit}", Person(), TODAY))
    assert done.kind == "draft"
    return done


@pytest.mark.parametrize("noun", TARGETS)
def test_a_draft_speaks_as_its_own_level(noun: str, samples: tuple[Reading, ...]) -> None:
    for shelf in [*(Shelf([s]) for s in samples), Shelf(samples)]:
        for s in drafted(shelf, TARGETS[noun]).sections:
            for p in s.paragraphs:
                if s.key not in ("can-cu", "noi-nhan"):
                    assert not re.search(FOREIGN[noun], p.text, re.IGNORECASE), p.text


@pytest.mark.parametrize(
    ("text", "noun", "new"),
    [
        ("Ủy ban nhân dân phường giao các tổ dân phố", "xã", "Ủy ban nhân dân xã giao các thôn"),
        ("Trưởng thôn vận động từng hộ", "phường", "Tổ trưởng tổ dân phố vận động từng hộ"),
        ("mỗi thôn, tổ dân phố có một mô hình", "xã", "mỗi thôn có một mô hình"),  # once, not twice
        ("nông thôn mới, hợp tác xã, xã hội", "phường", "nông thôn mới, hợp tác xã, xã hội"),  # no unit's word
        ("hỗ trợ các xã, phường", "xã", "hỗ trợ các xã, phường"),  # others, not oneself
        ("đường thôn, ngõ xóm sạch đẹp", "xã", "đường thôn, ngõ xóm sạch đẹp"),
    ],
)
def test_a_sentence_is_put_in_another_communes_words(text: str, noun: str, new: str) -> None:
    assert relevelled(text, noun) == new


def test_a_province_leaves_the_inside_of_a_commune_to_the_commune() -> None:
    line = "Đẩy mạnh tuyên truyền qua nhóm mạng xã hội của thôn; nâng cao chất lượng phong trào thi đua."
    aim = Aim("tỉnh", "Tuyên Quang", "2027", "tỉnh")
    commune = generalise(line, Origin("xã", "Mẫu", "", "2026", "xã"), aim)
    assert [p.text for p in commune] == ["nâng cao chất lượng phong trào thi đua."]
    assert len(generalise(line, Origin("tỉnh", "Mẫu", "", "2026", "tỉnh"), aim)) == 2  # a province may say it itself
    assert not speaks_of_inside("xây dựng nông thôn mới")


@pytest.mark.parametrize(
    ("line", "new"),
    [
        # who launched a movement differs from plan to plan
        ("Tích cực tham gia các phong trào thi đua do tỉnh, huyện và các đoàn thể phát động.",
         "Tích cực tham gia các phong trào thi đua do các cấp phát động."),
        ("Tập trung nhiệm vụ chính trị của từng địa phương, đơn vị.",
         "Tập trung nhiệm vụ chính trị của từng cơ quan, đơn vị."),
        ("Tạo sự đồng thuận trong xã hội.", "Tạo sự đồng thuận trong xã hội."),  # society is no commune
        ("Tổ chức các hoạt động kỷ niệm các ngày lễ lớn.", "Tổ chức các hoạt động kỷ niệm các ngày lễ lớn."),
        # an ellipsis ends no sentence that goes on
        ("Tuyên truyền gương người tốt, việc tốt,... trên địa bàn huyện.",
         "Tuyên truyền gương người tốt, việc tốt trên địa bàn phường."),
        ("Tổ chức kỷ niệm 75 năm ngày truyền thống.", ""),  # that year's own
    ],
)  # fmt: skip
def test_what_a_ward_takes_over(line: str, new: str) -> None:
    aim = Aim("phường", "Mẫu", "2027", "phường")
    assert "".join(p.text for p in generalise(line, Origin("huyện", "Cũ", "", "2026", "huyện"), aim)) == new


@pytest.mark.parametrize(
    ("text", "noun", "strange"),
    [
        ("Ủy ban nhân dân phường yêu cầu các cơ quan", "xã", True),
        ("Ủy ban nhân dân xã yêu cầu các cơ quan", "xã", False),
        ("báo cáo UBND tỉnh", "xã", False),  # the level above is spoken of, not as
        ("toàn xã hội chung tay", "phường", False),
        ("Ủy ban nhân dân các xã, phường", "tỉnh", False),
        ("UBND xã tổ chức phát động", "tỉnh", True),
    ],
)
def test_a_strange_voice(text: str, noun: str, strange: bool) -> None:
    assert strange_voice(text, noun) == strange


def test_the_gate_leaves_the_persons_own_words(samples: tuple[Reading, ...]) -> None:
    request = drafted(Shelf(samples), TARGETS["xã"]).request
    said = "Ủy ban nhân dân phường yêu cầu các tổ dân phố."
    assert misvoiced(Paragraph(said, "source"), request)
    assert not misvoiced(Paragraph(said, "user"), request)

"""Facts files, pasted tables, sheets, and requests in words."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from bot.draft import slots
from bot.draft.given import load, pasted
from bot.draft.request import asked, other_paper
from bot.draft.years import past
from bot.model import DraftRequest
from retrieval import CorpusError

TODAY = dt.date(2026, 11, 21)


def test_a_facts_file(tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_text(
        'unit = "UBND xã Thiên Cầm"\nyear = 2027\n[facts]\n"Tỷ lệ hộ nghèo" = "1,35%"\n'
        '[[duties]]\nwho = "Phòng Kinh tế"\nwhat = "theo dõi thu ngân sách"\nwhen = "trước 15/12"\n',
        encoding="utf-8",
    )
    given = load(file)
    assert (given.unit, given.year) == ("UBND xã Thiên Cầm", "2027")
    assert given.facts[0].text == "Tỷ lệ hộ nghèo: 1,35%"
    assert given.duties[0].when == "trước 15/12"


@pytest.mark.parametrize(("text", "told"), [("unti = 'x'", "unti"), ("facts = 3", "[facts]"), ("= broken", "TOML")])
def test_a_wrong_facts_file_says_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "f.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"f\.toml") as e:
        load(file)
    assert told in str(e.value)


def test_an_absent_file_and_a_sheet_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        load(tmp_path / "khong-co.toml")
    (tmp_path / "x.xlsx").write_bytes(b"not a zip")
    with pytest.raises(CorpusError, match="Excel"):
        load(tmp_path / "x.xlsx")


def test_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch 2027"])
    sheet.append([1, "Thu ngân sách", "tỷ đồng", 1525.59])
    sheet.append([2, "Tỷ lệ hộ nghèo", "%", 1.35])
    sheet.append([3, "Tỷ lệ bao phủ BHYT", "", 0.962])
    sheet["D4"].number_format = "0.0%"
    book.save(tmp_path / "f.xlsx")
    assert [f.text for f in load(tmp_path / "f.xlsx").facts] == [
        "Thu ngân sách: 1.525,59 tỷ đồng",  # Vietnamese marks, the unit beside
        "Tỷ lệ hộ nghèo: 1,35%",
        "Tỷ lệ bao phủ BHYT: 96,2%",  # a percent cell holds 0.962
    ]


def test_a_pasted_table() -> None:
    table = "TT\tChỉ tiêu\tĐVT\tKế hoạch\n1\tThu ngân sách\ttỷ đồng\t85\n2\tHộ nghèo\t%\t1,35"
    assert [f.text for f in pasted(table)] == ["Thu ngân sách: 85 tỷ đồng", "Hộ nghèo: 1,35%"]
    assert pasted("Soạn kế hoạch thi đua xã Thiên Cầm năm 2027") == ()


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("kế hoạch thi đua năm 2027", "2027"),
        ("kế hoạch giai đoạn 2026 - 2030", "2026-2030"),
        ("kế hoạch 2027, căn cứ Chỉ thị 19/CT-TTg ngày 16/7/2021", "2027"),  # not the directive's year
        ("kế hoạch thi đua quý IV/2026", "2026"),
        ("kế hoạch năm tới", "2027"),
        ("kế hoạch năm nay", "2026"),
        ("kế hoạch thi đua", ""),
        ("dùng Nghị định 152/2025/NĐ-CP", ""),
    ],
)
def test_the_period(text: str, period: str) -> None:
    assert asked(text, TODAY).period == period


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("soạn mục đích yêu cầu cho xã A", ("muc-dich-yeu-cau",)),
        ("viết phần Tổ chức thực hiện năm 2027", ("to-chuc-thuc-hien",)),
        ("kế hoạch gồm mục đích, chỉ tiêu và tổ chức thực hiện", ("muc-dich-yeu-cau", "chi-tieu", "to-chuc-thuc-hien")),
        ("kế hoạch xã A, chỉ tiêu: hộ nghèo 2%", ()),  # «chỉ tiêu» leads figures here, it is no section asked for
        ("kế hoạch xã A, nhớ căn cứ Chỉ thị 34-CT/TW", ()),
        ("Phần căn cứ kế hoạch thi đua", ("can-cu",)),
    ],
)
def test_the_sections(text: str, sections: tuple[str, ...]) -> None:
    assert asked(text, TODAY).sections == sections


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("kế hoạch 2027 xã A. Chỉ tiêu: thu 85 tỷ đồng, hộ nghèo còn 1,35%", ["Thu 85 tỷ đồng", "Hộ nghèo còn 1,35%"]),
        ("Hộ nghèo đầu năm 210, giảm 45; tỷ lệ 6,4%", ["Hộ nghèo đầu năm 210, giảm 45; tỷ lệ 6,4%"]),
        ("kế hoạch 2027, cơ cấu: dịch vụ 48%, công nghiệp 52%", ["Cơ cấu: dịch vụ 48%, công nghiệp 52%"]),
        ("kế hoạch thi đua 90 ngày đêm xã A", []),
        ("soạn chỉ tiêu 2027 xã A, Quảng Ngãi: hộ nghèo giảm 3%", ["Hộ nghèo giảm 3%"]),  # an address is no group name
        ("kế hoạch 2027 xã A theo Nghị định 152/2025/NĐ-CP", []),
        # a colon late in the request takes nothing from what stands before it, a signer's is no group's name
        ("kế hoạch 2027 xã A, thu 50 tỷ đồng, hộ nghèo dưới 1%, người ký: Chủ tịch Lê Văn B",
         ["Thu 50 tỷ đồng", "Hộ nghèo dưới 1%"]),
        ("kế hoạch 2027 xã A, người ký: Lê Văn B, thu 50 tỷ đồng", ["Thu 50 tỷ đồng"]),
        ("kế hoạch 2027 xã A, thu 50 tỷ đồng, hộ nghèo dưới 1%, ghi chú: gửi sớm",
         ["Thu 50 tỷ đồng", "Hộ nghèo dưới 1%"]),
        ("kế hoạch 2027 xã A, thu 50 tỷ đồng, cơ cấu: dịch vụ 48%, công nghiệp 52%",
         ["Thu 50 tỷ đồng", "Cơ cấu: dịch vụ 48%, công nghiệp 52%"]),
        # a year's figure without a subject takes the one before
        ("kế hoạch 2027 xã A. Thu ngân sách năm 2026 đạt 45,5 tỷ đồng, năm 2027 đạt 50 tỷ đồng",
         ["Thu ngân sách năm 2026 đạt 45,5 tỷ đồng", "Thu ngân sách năm 2027 đạt 50 tỷ đồng"]),
    ],
)  # fmt: skip
def test_the_figures(text: str, facts: list[str]) -> None:
    assert [f.text for f in asked(text, TODAY).facts] == facts


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Thu ngân sách năm 2026 đạt 45,5 tỷ đồng", "2026"),
        ("Kết quả năm 2026: thu ngân sách 45,5 tỷ đồng, hộ nghèo 2%", "2026"),
        ("Thu ngân sách năm 2027 đạt 50 tỷ đồng", ""),
        ("Thu ngân sách 50 tỷ đồng", ""),
        ("Thu nhập bình quân năm 2030 đạt 90 triệu đồng", ""),  # a later year is a target's
        ("Thu ngân sách tăng 10% so với năm 2026", ""),  # measured against that year
        ("Sản lượng lúa bằng 105% năm 2026", ""),
        ("Hộ nghèo từ 3% năm 2026 giảm còn 2% năm 2027", ""),
        ("Vốn đầu tư năm 2026 đạt 40 tỷ đồng", "2026"),
    ],
)
def test_the_year_a_result_is_of(text: str, year: str) -> None:
    assert [past(f, "2027") for f in asked(f"kế hoạch 2027 xã A. {text}", TODAY).facts] == [year]


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("soạn báo cáo tổng kết", "báo cáo"),
        ("viết giúp tôi tờ trình", "tờ trình"),
        ("soạn kế hoạch, báo cáo trước 15/6", ""),
        ("viết phần tổ chức thực hiện, báo cáo Sở Nội vụ", ""),
        ("soạn kế hoạch thi đua của Đảng ủy xã A", "văn bản của Đảng"),
        ("kế hoạch thực hiện nghị quyết của Đảng ủy", ""),
    ],
)
def test_which_paper_is_asked_for(text: str, paper: str) -> None:
    assert other_paper(text) == paper


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        ("Tỷ lệ hộ nghèo: 1,35%", [("Tỷ lệ hộ nghèo", "1,35%")]),
        ("Số tiêu chí nông thôn mới: 15 tiêu chí", [("Số tiêu chí nông thôn mới", "15 tiêu chí")]),
        ("Nông thôn mới đạt 15 tiêu chí", [("Nông thôn mới đạt", "15 tiêu chí")]),
        (
            "Tỷ lệ hộ nghèo: 1,35%; Thu ngân sách: 1.525,59 tỷ đồng\n- BHYT đạt 96,2%",
            [("Tỷ lệ hộ nghèo", "1,35%"), ("Thu ngân sách", "1.525,59 tỷ đồng"), ("BHYT đạt", "96,2%")],
        ),
        # the comma inside a figure parts nothing, the one between indicators does
        (
            "Tỷ lệ hộ nghèo: 1,35%, thu ngân sách: 85 tỷ đồng",
            [("Tỷ lệ hộ nghèo", "1,35%"), ("thu ngân sách", "85 tỷ đồng")],
        ),
        # a name with commas stays one name
        ("Nông, lâm, thủy sản: 35,5%", [("Nông, lâm, thủy sản", "35,5%")]),
        ("Đầu năm 50 hộ nghèo, giảm 20 hộ", [("Đầu năm", "50 hộ nghèo, giảm 20 hộ")]),
        ("15 tiêu chí nông thôn mới", [("tiêu chí nông thôn mới", "15 tiêu chí nông thôn mới")]),
        ("làm theo năm 2027", []),  # a year is no target
    ],
)
def test_figures_answered_in_the_form_arrive_whole(answer: str, facts: list[tuple[str, str]]) -> None:
    filled = slots.fill(DraftRequest("soạn", TODAY), "facts", answer)
    assert [(f.indicator, f.value) for f in filled.facts] == facts
    assert bool(filled.facts) or "facts" in filled.skipped

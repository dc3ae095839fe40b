"""The checker's casebook: a clean plan of an invented commune, one thing changed, what must be said of it."""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from bot.check import check
from bot.model import Finding
from retrieval import Places, Register, read, read_text

ROOT = Path(__file__).parents[3]
PLAN = ROOT / "corpus/plans/2026-xa-tan-hoa-mau-kinh-te-xa-hoi.txt"
TODAY = dt.date(2026, 3, 2)


@cache
def register() -> Register:
    return Register.load(ROOT / "corpus/directives")


@cache
def places() -> Places:
    return Places.load()


def checked(text: str, today: dt.date = TODAY, year: str = "", unit: str = "") -> list[Finding]:
    return check(read_text("plan.txt", text), register(), places(), today=today, year=year, unit=unit)


def plan() -> str:
    return PLAN.read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    assert plan().count(old) >= 1, f"the sample no longer says «{old}»"
    return plan().replace(old, new, 1)


# (what stands in the sample, what stands there instead, the rule, words of its quote)
MUTATIONS = [
    # citations
    ("41-CT/TW ngày 26/12/2024", "34-CT/TW ngày 07/4/2014", "stale_directive", "34-CT/TW"),  # has a successor
    ("152/2025/NĐ-CP ngày 14/6/2025", "91/2017/NĐ-CP ngày 31/7/2017", "stale_directive", "91/2017"),  # repealed
    ("41-CT/TW ngày 26/12/2024", "41-CT/TW ngày 12/6/2024", "citation_mismatch", "41-CT/TW"),
    ("26/12/2024 của Bộ Chính trị", "26/12/2024 của Thủ tướng Chính phủ", "citation_mismatch", "41-CT/TW"),
    ("06/KH-UBND ngày 08/01/2026", "06/KH-UBND ngày 08/6/2026", "anachronism", "06/KH-UBND"),  # the plan is of January
    ("17/NQ-HĐND ngày 23/12/2025", "17/NQ-HĐND ngày 31/11/2025", "invalid_date", "31/11/2025"),
    ("Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022", "Luật Thi đua, khen thưởng",
     "stale_directive", "Luật"),
    ("41-CT/TW ngày 26/12/2024", "14-CT/TW ngày 26/12/2024", "citation_mismatch", "14-CT/TW"),  # digits swapped
    # years
    ("vượt mức các chỉ tiêu Hội đồng", "vượt mức, phấn đấu đạt thắng lợi năm 2025 các chỉ tiêu Hội đồng", "wrong_year",
     "năm 2025"),  # what is still to be done cannot be of the year before
    ("của HĐND xã Tân Hòa Mẫu về nhiệm vụ phát triển kinh tế - xã hội năm 2026,\n\nỦy ban nhân dân xã phát động",
     "của HĐND xã Tân Hòa Mẫu,\n\nThực hiện nhiệm vụ năm 2023, Ủy ban nhân dân xã phát động", "wrong_year", "năm 2023"),
    ("tổng kết trước ngày 05/12/2026", "tổng kết trước ngày 05/12/2028", "wrong_year", "05/12/2028"),
    ("thôn trước ngày 31/01/2026", "thôn trước ngày 05/01/2026", "wrong_year", "05/01/2026"),  # before it is issued
    ("Qua phong trào phát hiện", "Qua phong trào giai đoạn 2021-2025 phát hiện", "ended_period", "2021-2025"),
    # levels and units
    ("7. Các trường học, trạm y tế", "7. Các xã, thị trấn, trường học, trạm y tế", "dead_level", "thị trấn"),
    ("- Sở Nội vụ tỉnh (b/c);", "- Phòng Nội vụ huyện;", "dead_level", "Phòng Nội vụ huyện"),
    ("2. Phòng Kinh tế chủ trì", "2. Công chức Văn hóa - Xã hội chủ trì", "dead_level", "Công chức Văn hóa"),
    ("của HĐND xã Tân Hòa Mẫu", "của HĐND xã Tân Bình", "foreign_place", "xã Tân Bình"),
    ("phát động các phong trào thi đua năm 2026;", "phong trào thi đua của tỉnh Đắk Nông;", "old_place", "Đắk Nông"),
    # numbering
    ("II. NỘI DUNG THI ĐUA", "I. NỘI DUNG THI ĐUA", "duplicate_heading", "I. NỘI DUNG"),
    ("4. Nâng cao chất lượng Hội đồng", "6. Nâng cao chất lượng Hội đồng", "heading_gap", "6. Nâng cao"),
    ("I. MỤC ĐÍCH, YÊU CẦU", "I. CHỈ TIÊU", "heading_mismatch", "CHỈ TIÊU"),
    ("IV. NHIỆM VỤ, GIẢI PHÁP", "IV. Nhiệm vụ, giải pháp", "heading_mismatch", "Nhiệm vụ, giải pháp"),
    ("- Tổng giá trị sản xuất đạt", "- Tốc độ tăng giá trị sản xuất đạt", "heading_mismatch", "842,5"),
    # parts
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n", "", "missing_part", "VĂN BẢN MINH HỌA"),
    ("Nơi nhận:\n", "", "missing_part", "giải quyết./."),
    ("KẾ HOẠCH\n\nPhát động phong trào thi đua thực hiện thắng lợi nhiệm vụ phát triển kinh tế - xã hội năm 2026\n", "",
     "missing_part", "VĂN BẢN MINH HỌA"),
    ("- Lưu: VT, VHXH.\n", "", "missing_part", "Các phòng, đơn vị"),
    ("TM. ỦY BAN NHÂN DÂN\n", "", "missing_part", "CHỦ TỊCH"),
    ("giải quyết./.", "giải quyết.", "missing_part", "giải quyết."),
    ("2. Phòng Kinh tế chủ trì các nội dung", "2. Tiếp tục thực hiện các nội dung", "missing_part", "2. Tiếp tục"),
    ("quý báo cáo tiến độ giải ngân vốn đầu tư công và thu ngân sách, gửi Ủy ban nhân dân xã trước ngày 25 của tháng "
     "cuối quý", "báo cáo kết quả giải ngân vốn đầu tư công", "missing_part", "báo cáo kết quả"),
    ("Số: 12/KH-UBND", "Số:      /KH-UBND", "blank_number_date", "Số"),
    ("ngày 14 tháng 01 năm 2026", "ngày     tháng 01 năm 2026", "blank_number_date", "tháng 01 năm 2026"),
    ("đạt 68,5 triệu đồng/năm", "đạt [CẦN BỔ SUNG: thu nhập]", "placeholder", "[CẦN BỔ SUNG: thu nhập]"),
    # figures
    ("268,5 tỷ đồng", "286,5 tỷ đồng", "arithmetic", "286,5"),
    ("số hộ nghèo giảm trong năm: 24 hộ", "số hộ nghèo giảm trong năm: 42 hộ", "arithmetic", "42"),
    ("842,5 tỷ đồng", "842,5 triệu đồng", "unit_mismatch", "842,5 triệu"),
    ("Tỷ lệ gia đình văn hóa đạt 92%", "Tỷ lệ gia đình văn hóa đạt 192%", "arithmetic", "192"),
    ("262 tỷ đồng", "262 triệu đồng", "unit_mismatch", "842,5"),  # one part in another measure
    ("- Thu ngân sách trên địa bàn đạt 36,4 tỷ đồng", "- Hộ dùng nước sạch đạt 63,8% (thành thị 62%; nông thôn 57,5%)",
     "arithmetic", "63,8%"),  # a rate of the whole lies between those of its halves
    ("đạt 95,8%", "tăng từ 95,8% lên 94,8%", "arithmetic", "94,8"),
    # writing
    ("Khơi dậy tinh thần", "Phần đầu hoàn thành, khơi dậy tinh thần", "ocr_or_typo", "Phần đầu"),
    ("biểu dương kịp thời", "biểu dương kip thời", "ocr_or_typo", "kip thời"),
    ("nhân rộng gương người tốt", "tạo sự chuyền biến, nhân rộng gương người tốt", "ocr_or_typo", "chuyền biến"),
    ("không đặt thêm sổ sách", "không đặt thêm sổ sách, nhất là nghành dọc", "ocr_or_typo", "nghành"),
    ("tuyên truyền trên hệ thống", "tuyên truyền vận động trên hệ thống", "ocr_or_typo", "tuyên truyền vận động"),
    ("thu, chi.", "thu, thu chi chi chi.", "ocr_or_typo", "chi chi"),
    ("“Toàn dân bảo vệ an ninh Tổ quốc”", "“Toàn dân bảo vệ an ninh Tổ quốc", "ocr_or_typo", "“Toàn dân"),
    ("đạt 36,4 tỷ đồng", "đạt 36400 triệu đồng", "ocr_or_typo", "36400 triệu"),
    ("tham mưu sơ kết phong trào", "tham mưu\n\nsơ kết phong trào", "page_break", "sơ kết phong trào"),
    ("Hội đồng Thi đua - Khen thưởng xã", "Hội đồng thi đua, khen thưởng xã", "inconsistent_name", "Hội đồng thi đua"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "quote"), MUTATIONS, ids=[f"{m[2]}-{m[3][:18]}" for m in MUTATIONS])
def test_a_fault_is_found_where_it_is(old: str, new: str, rule: str, quote: str) -> None:
    found = [f for f in checked(changed(old, new)) if f.rule == rule and quote in f.quote]
    assert found, f"{rule} not found at «{quote}»"
    assert found[0].message
    assert not [f for f in checked(plan()) if f.rule == rule and quote in f.quote], "the sample has it already"


def test_the_sample_itself_has_only_local_documents_nobody_can_know() -> None:
    assert {f.rule for f in checked(plan())} == {"unknown_directive"}


@pytest.mark.parametrize("path", sorted((ROOT / "corpus/plans").iterdir()), ids=lambda p: p.name)
def test_no_sample_plan_has_an_error_in_its_own_time(path: Path) -> None:
    reading = read(path)
    issued = reading.document.header.date
    assert issued, "a sample says when it was issued"
    found = check(reading, register(), places(), today=issued)
    assert [f for f in found if f.severity != "note"] == []


def test_the_district_level_is_right_before_july_2025_and_dead_after() -> None:
    text = changed("- Sở Nội vụ tỉnh (b/c);", "- Phòng Nội vụ huyện;")
    assert not [f for f in checked(text, dt.date(2025, 6, 30)) if f.rule == "dead_level"]
    assert [f for f in checked(text, dt.date(2025, 7, 1)) if f.rule == "dead_level"]
    assert not [f for f in checked(text, year="2024") if f.rule == "dead_level"]  # as a template for 2024


def test_a_plan_of_a_past_year_is_said_once_at_its_title() -> None:
    over = [f for f in checked(plan(), dt.date(2027, 1, 5)) if f.rule == "ended_period" and "2026" in f.quote]
    assert len(over) == 1
    assert over[0].line == 15  # «Phát động phong trào thi đua … năm 2026»


def test_a_city_under_the_central_government_is_no_district() -> None:
    text = changed("- UBND tỉnh (b/c);", "- UBND thành phố Cần Thơ (b/c);\n- UBND thành phố Gia Nghĩa;")
    said = [f.quote for f in checked(text) if f.rule == "dead_level"]
    assert len(said) == 1
    assert said[0].endswith("thành phố Gia Nghĩa")


def test_findings_stand_in_reading_order_with_words_of_the_text() -> None:
    text = changed("268,5 tỷ đồng", "286,5 tỷ đồng").replace("biểu dương kịp thời", "biểu dương kip thời")
    found = checked(text)
    assert [f.line for f in found] == sorted(f.line for f in found)
    whole = " ".join(text.split())
    assert all(" ".join(f.quote.split()) in whole for f in found)


def test_an_empty_text_is_checked_without_a_fall() -> None:
    assert {f.rule for f in checked("Kế hoạch")} <= {"missing_part", "blank_number_date"}


def rules_of(line: str) -> set[str]:
    return {f.rule for f in checked(f"KẾ HOẠCH\n\nI. NỘI DUNG THI ĐUA\n\n1. {line}\n")}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Tổng số 120 hộ gồm 50 và 60.", True),
        ("Tổng số 120 hộ nghèo, gồm 50 hộ dân tộc Kinh và 60 hộ dân tộc khác.", True),
        ("Tổng số 110 hộ, bao gồm: 50 hộ nghèo, 60 hộ cận nghèo.", False),
        ("Hồ sơ 02 bộ gồm 03 tờ trình và 04 báo cáo.", False),  # no total: what each set holds
        ("Tổng số 120 hộ gồm 50 hộ ở thôn Một.", False),  # one part is no sum
    ],
)
def test_a_total_that_names_its_parts(line: str, told: bool) -> None:
    assert ("arithmetic" in rules_of(line)) is told


def test_a_province_that_ended_long_ago_is_told() -> None:
    assert "old_place" in rules_of("Phối hợp với UBND tỉnh Hà Tây tổ chức thi đua.")
    assert "old_place" not in rules_of("Khơi thông kênh Cửu Long của xã.")


def test_a_finding_stands_on_the_line_its_words_begin_on() -> None:
    text = "KẾ HOẠCH\n\nI. NỘI DUNG\n\n1. Thi đua sản xuất giỏi.\nTổng số **120 hộ** gồm 50 hộ nghèo và 60 hộ khác.\n"
    found = [f for f in checked(text) if f.rule == "arithmetic"]
    assert [f.line for f in found] == [6]  # not the line the clause begins on, bold marks or not

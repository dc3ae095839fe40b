"""A casebook of facts: a line as plans print it → the rows a careful reader would write down."""

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path

import pytest

from retrieval import Reading, cited_in, numbers_in, parse_number, read, read_text

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared texts are not here")

HEAD = "KẾ HOẠCH\nPhát động thi đua năm 2026\n\nUBND xã Phú An ban hành Kế hoạch.\n\n"


def of_list(line: str) -> Reading:
    return read_text("a.txt", f"{HEAD}II. CHỈ TIÊU\n1. Về kinh tế\n- {line}")


def organised(*lines: str) -> Reading:
    return read_text("a.txt", HEAD + "III. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines))


TARGETS = [
    ("Thu ngân sách đạt 36,4 tỷ đồng.", [("Thu ngân sách", "=", 36.4, None, "tỷ đồng")]),
    # a dot before three digits is a thousands mark, a comma the decimal mark
    ("Tổng giá trị: 1.525,59 tỷ đồng;", [("Tổng giá trị", "=", 1525.59, None, "tỷ đồng")]),
    ("Thu nhập 138-140 triệu đồng/ha.", [("Thu nhập", "range", 138.0, 140.0, "triệu đồng/ha")]),
    ("Tỷ lệ bảo hiểm y tế trên 95%.", [("Tỷ lệ bảo hiểm y tế", ">", 95.0, None, "%")]),
    ("Tỷ lệ hộ dùng nước sạch từ 80% trở lên.", [("Tỷ lệ hộ dùng nước sạch", "≥", 80.0, None, "%")]),
    ("Tỷ lệ thấp còi $\\leq 12\\%$.", [("Tỷ lệ thấp còi", "≤", 12.0, None, "%")]),
    ("Ít nhất 70% hộ dân phân loại rác.", [("Hộ dân phân loại rác", "≥", 70.0, None, "%")]),
    # the measure stands in the name: «số hộ nghèo»
    ("Giảm nghèo: Số hộ nghèo đầu năm 46; số hộ nghèo giảm trong năm: 14.",
     [("Giảm nghèo: Số hộ nghèo đầu năm", "=", 46.0, None, "hộ"),
      ("Giảm nghèo: số hộ nghèo giảm trong năm", "=", 14.0, None, "hộ")]),
    ("Sản lượng: 7.550 tấn (đánh bắt 7.510 tấn, nuôi trồng 40 tấn).",
     [("Sản lượng", "=", 7550.0, None, "tấn"), ("Sản lượng: đánh bắt", "=", 7510.0, None, "tấn"),
      ("Sản lượng: nuôi trồng", "=", 40.0, None, "tấn")]),
    ("Tổng giá trị 900 tỷ đồng; trong đó: công nghiệp: 500 tỷ đồng; nông nghiệp: 400 tỷ đồng.",
     [("Tổng giá trị", "=", 900.0, None, "tỷ đồng"), ("Tổng giá trị: công nghiệp", "=", 500.0, None, "tỷ đồng"),
      ("Tổng giá trị: nông nghiệp", "=", 400.0, None, "tỷ đồng")]),
    ("Cơ cấu kinh tế: nông, lâm nghiệp 20%; công nghiệp 32%.",
     [("Cơ cấu kinh tế: nông, lâm nghiệp", "=", 20.0, None, "%"),
      ("Cơ cấu kinh tế: công nghiệp", "=", 32.0, None, "%")]),
    ("Hằng năm thành lập từ 20 doanh nghiệp, 10 - 15 hợp tác xã.",
     [("Hằng năm thành lập doanh nghiệp", "≥", 20.0, None, "doanh nghiệp"),
      ("Hằng năm thành lập hợp tác xã", "range", 10.0, 15.0, "hợp tác xã")]),
    # «/10.000 dân», «mức độ 1», «dưới 5 tuổi», «3 loại rừng» are no figures
    ("Số giường bệnh/10.000 dân đạt 34,4 giường.", [("Số giường bệnh/10.000 dân", "=", 34.4, None, "giường")]),
    ("Tỷ lệ trường chuẩn mức độ 1 đạt 95,2%, mức độ 2 đạt 26,6%.",
     [("Tỷ lệ trường chuẩn mức độ 1", "=", 95.2, None, "%"), ("Tỷ lệ trường chuẩn mức độ 2", "=", 26.6, None, "%")]),
    ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng còn 5,2%.",
     [("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng", "=", 5.2, None, "%")]),
    ("Diện tích quy hoạch 3 loại rừng: 1.136,05 ha.", [("Diện tích quy hoạch 3 loại rừng", "=", 1136.05, None, "ha")]),
    # how much a figure changes is said of the figure before it
    ("Thu ngân sách đạt 12,5 tỷ đồng, tăng 8% so với năm 2025.",
     [("Thu ngân sách", "=", 12.5, None, "tỷ đồng"), ("Thu ngân sách: tăng so với năm 2025", "=", 8.0, None, "%")]),
    ("Thu ngân sách đạt 12,5 tỷ đồng, bằng 110% dự toán giao, tăng 15% so với cùng kỳ.",
     [("Thu ngân sách", "=", 12.5, None, "tỷ đồng"), ("Thu ngân sách (dự toán giao)", "=", 110.0, None, "%"),
      ("Thu ngân sách (dự toán giao): tăng so với cùng kỳ", "=", 15.0, None, "%")]),
    ("Có 5/5 thôn đạt danh hiệu văn hóa.", [("Thôn đạt danh hiệu văn hóa", "=", 5.0, None, "thôn")]),
    ("Ít nhất 70% số người hưởng trợ cấp (gồm người nhận thay) nhận tiền qua tài khoản;",
     [("Số người hưởng trợ cấp (gồm người nhận thay) nhận tiền qua tài khoản", "≥", 70.0, None, "%")]),
    # «Trồng mới», «Diện tích» name nothing alone: what stands before or after them stays
    ("Rừng: Trồng mới: 3-5 ha.", [("Rừng: Trồng mới", "range", 3.0, 5.0, "ha")]),
    ("Về rừng: Trồng mới 3-5 ha.", [("Rừng: Trồng mới", "range", 3.0, 5.0, "ha")]),
    ("Trồng mới 3-5 ha rừng.", [("Trồng mới rừng", "range", 3.0, 5.0, "ha")]),
    ("Rừng\n+ Trồng mới: 3-5 ha.", [("Rừng: Trồng mới", "range", 3.0, 5.0, "ha")]),
    # a colon in brackets parts nothing
    ("Tỷ lệ hộ dùng nước sạch 98%; dùng nước đạt quy chuẩn (QCVN 02: 2009/BYT) trên 60%.",
     [("Tỷ lệ hộ dùng nước sạch", "=", 98.0, None, "%"),
      ("Tỷ lệ dùng nước đạt quy chuẩn (QCVN 02: 2009/BYT)", ">", 60.0, None, "%")]),
    # «dưới 1%» is a target; one figure does not change another of a different kind
    ("Tỷ lệ hộ nghèo dưới 1%.", [("Tỷ lệ hộ nghèo", "<", 1.0, None, "%")]),
    # a goal without a figure is kept without a value
    ("Giữ vững xã đạt chuẩn quốc gia về y tế.", [("Giữ vững xã đạt chuẩn quốc gia về y tế", "=", None, None, "")]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), TARGETS)
def test_targets(line: str, expected: list[tuple[str, str, float, float | None, str]]) -> None:
    made = of_list(line).targets
    assert [(t.indicator, t.comparator, t.value_num, t.value_max, t.measure) for t in made] == expected
    assert all((t.unit, t.period) == ("xã Phú An", "2026") for t in made)


TABLE = """PHỤ LỤC
| TT | Chỉ tiêu | Đơn vị tính | Thực hiện năm 2025 | Kế hoạch năm 2026 |
|---|---|---|---|---|
| 1 | Thu nhập bình quân đầu người | triệu đồng | 64,2 | 68,5 |
| 2 | Tỷ lệ hộ nghèo | % | 1,9 | dưới 1,5 |
| 3 | Kết nạp đảng viên | đảng viên | 10 | 12 |
| 4 | Xếp loại | | Khá | Tốt |
| 5 | Thôn văn hóa | | 4/5 thôn | 5/5 thôn |
| 6 | Rừng | | | |
| 6.1 | Trồng mới | ha | 2 | 3-5 |
"""


def test_a_table_of_targets_gives_the_planned_column_and_not_the_achieved_one() -> None:
    made = read_text("a.md", f"{HEAD}I. A\n1. B\n\n{TABLE}").targets
    assert [(t.indicator, t.comparator, t.value_num, t.measure, t.period) for t in made] == [
        ("Thu nhập bình quân đầu người", "=", 68.5, "triệu đồng", "2026"),
        ("Tỷ lệ hộ nghèo", "<", 1.5, "%", "2026"),
        ("Kết nạp đảng viên", "=", 12.0, "đảng viên", "2026"),
        ("Thôn văn hóa", "=", 5.0, "thôn", "2026"),
        ("Rừng: Trồng mới", "range", 3.0, "ha", "2026"),
    ]


def test_a_table_of_points_sets_no_target() -> None:
    assert not read_text("a.md", f"{HEAD}I. A\n| TT | Tiêu chí | Điểm chuẩn |\n| 1 | Tỷ lệ mở tài khoản | 20 |").targets


NO_TARGETS = [
    "Thực hiện 04 nhiệm vụ trọng tâm và 03 khâu đột phá giai đoạn 2021-2025.",
    "Kỷ niệm 80 năm Ngày thành lập Quân đội nhân dân Việt Nam.",
    "Tiếp tục thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị.",
]


@pytest.mark.parametrize("line", NO_TARGETS)
def test_numbers_that_set_nothing(line: str) -> None:
    assert not organised(f"1. {line}").targets


DOUBTS = [
    ("I. A\n1. B\n3. C", "Mục I.3 (dòng 6) đứng ngay sau số 1: thiếu số ở giữa."),
    ("I. A\nII. B\nII. C", "Mục II lặp lại ở dòng 6."),
    ("I. A\nII. B\nIII. C\nIIII. D", "Mục IIII (dòng 7) viết sai số La Mã: hiểu là mục thứ 4."),
    ("\n".join(f"[{n}] Nội dung thứ {n}" for n in range(1, 15)),
     "Không nhận ra mục nào có số: cách đánh số của văn bản này lạ, cần xem lại dàn ý."),
    # an owner alone, and nothing that it must do
    ("I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n2. Giao Sở Nội vụ theo dõi.",
     "Không nhận ra nhiệm vụ của «Sở Y tế» ở mục I.1 (dòng 5)."),
]  # fmt: skip


@pytest.mark.parametrize(("outline", "doubt"), DOUBTS)
def test_doubts_of_an_outline(outline: str, doubt: str) -> None:
    assert doubt in read_text("a.txt", f"KẾ HOẠCH\nThi đua năm 2026\n\n{outline}").doubts


DUTIES = [
    (["1. Giao phòng Kinh tế tiếp tục triển khai phong trào."], [("phòng Kinh tế", "tiếp tục triển khai phong trào")]),
    (["2. Đề nghị Ủy ban MTTQ xã, các tổ chức chính trị - xã hội tăng cường vận động."],
     [("Ủy ban MTTQ xã, các tổ chức chính trị - xã hội", "tăng cường vận động")]),
    # the owner as a heading, its duties below
    (["1. Sở Y tế", "a) Chủ trì tham mưu.", "b) Tổng hợp báo cáo."],
     [("Sở Y tế", "Chủ trì tham mưu"), ("Sở Y tế", "Tổng hợp báo cáo")]),
    (["3. Sở Văn hóa: Phối hợp tuyên truyền."], [("Sở Văn hóa", "Phối hợp tuyên truyền")]),
    (["1. Phòng Nội vụ theo dõi, đôn đốc. Thường xuyên báo cáo."],
     [("Phòng Nội vụ", "theo dõi, đôn đốc"), ("Phòng Nội vụ", "Thường xuyên báo cáo")]),
    # whatever the line below the owner begins with; an order inside a sentence
    (["4. Sở Khoa học và Công nghệ", "Theo chức năng của đơn vị phối hợp, hỗ trợ."],
     [("Sở Khoa học và Công nghệ", "Theo chức năng của đơn vị phối hợp, hỗ trợ")]),
    (["1. Trên cơ sở kết quả, giao Sở Y tế thành lập đoàn kiểm tra."], [("Sở Y tế", "thành lập đoàn kiểm tra")]),
    # the closing paragraph does not belong to the owner of the item above it
    (["1. Giao phòng Nội vụ theo dõi.", "Trên đây là Kế hoạch; yêu cầu các đơn vị nghiêm túc triển khai./."],
     [("phòng Nội vụ", "theo dõi"), ("các đơn vị", "nghiêm túc triển khai")]),
    (["1. Giao phòng Nội vụ theo dõi.", "Ủy ban nhân dân xã kêu gọi toàn thể Nhân dân đoàn kết, nỗ lực."],
     [("phòng Nội vụ", "theo dõi"), ("toàn thể Nhân dân", "đoàn kết, nỗ lực")]),
    (["1. Tổ chức thực hiện tốt công tác tuyên truyền."], []),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), DUTIES)
def test_duties(lines: list[str], expected: list[tuple[str, str]]) -> None:
    assert [(d.who, d.what) for d in organised(*lines).duties] == expected


def test_a_duty_without_an_owner_is_a_doubt_and_not_a_row() -> None:
    reading = organised("1. Tăng cường kiểm tra.", "2. Giao phòng Nội vụ theo dõi.")
    assert [d.ref.path for d in reading.duties] == [("III", "2")]
    assert any("mục iii.1" in d.lower() and "không nêu ai làm" in d for d in reading.doubts)


def test_deadlines_keep_the_printed_words_and_a_date_only_where_whole() -> None:
    made = organised(
        "1. Các đơn vị gửi báo cáo về Sở Nội vụ chậm nhất ngày 31/01/2026.",
        "2. Các đơn vị tổng kết phong trào vào cuối năm 2026.",
    ).deadlines
    expected = [("chậm nhất ngày 31/01/2026", dt.date(2026, 1, 31)), ("vào cuối năm 2026", None)]
    assert [(d.when, d.date) for d in made] == expected


@pytest.mark.parametrize(
    ("lines", "what", "when", "date"),
    [
        # what is due is said by the heading alone
        (["3. Thời gian thực hiện:", "Từ nay đến hết năm 2026."],
         "Thời gian thực hiện", "Từ nay đến hết năm 2026", None),
        (["1. Cao điểm kiểm tra trong quý (từ ngày 20 tháng 11 năm 2026 đến ngày 03 tháng 12 năm 2026)."],
         "Cao điểm kiểm tra trong quý", "từ ngày 20 tháng 11 năm 2026 đến ngày 03 tháng 12 năm 2026",
         dt.date(2026, 12, 3)),
        # the anniversary's own day stands in brackets, after the year it is counted from
        (["1. Sơ kết phong trào vào dịp Kỷ niệm 78 năm ngày ra Lời kêu gọi (11/6/1948 - 11/6/2026)."],
         "Sơ kết phong trào", "vào dịp Kỷ niệm 78 năm ngày ra Lời kêu gọi (11/6/1948 - 11/6/2026)",
         dt.date(2026, 6, 11)),
    ],
)  # fmt: skip
def test_what_is_due_is_never_empty(lines: list[str], what: str, when: str, date: dt.date | None) -> None:
    assert [(d.what, d.when, d.date) for d in organised(*lines).deadlines] == [(what, when, date)]


MOVEMENTS = [
    ("đẩy mạnh phong trào “Dân vận khéo”, phong trào thi đua “Vì an ninh Tổ quốc”.",
     ["Dân vận khéo", "Vì an ninh Tổ quốc"]),
    ("các phong trào do Thủ tướng Chính phủ phát động như: “Một”; “Hai”.", ["Một", "Hai"]),
    # without marks: a name begins with a capital, or says what is done
    ("phong trào thi đua Dân vận khéo.", ["Dân vận khéo"]),
    # whole, and once
    ("phong trào học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh gắn với nhiệm vụ.",
     ["học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"]),
    ("phong trào trồng cây xanh trong giai đoạn 2021 - 2025.", ["trồng cây xanh"]),
    ("các phong trào thi đua yêu nước, phong trào thi đua thường xuyên.", []),
    ("với tinh thần “3 dám”, “5 rõ”.", []),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), MOVEMENTS)
def test_movements(line: str, expected: list[str]) -> None:
    assert [m.name for m in organised(f"1. Tiếp tục {line}").movements] == expected


def test_who_launched_a_list_is_said_of_each_of_its_movements() -> None:
    made = organised("1. Thực hiện các phong trào do Thủ tướng Chính phủ phát động như: “Một”; “Hai”.").movements
    assert {m.launched_by for m in made} == {"Thủ tướng Chính phủ"}


def test_who_launched_stands_after_the_years() -> None:
    made = organised("1. Hưởng ứng phong trào trồng cây trong giai đoạn 2021 - 2025 do Thủ tướng Chính phủ phát động.")
    assert [(m.launched_by, m.period) for m in made.movements] == [("Thủ tướng Chính phủ", "2021-2025")]


def test_themes_of_a_plan_and_of_a_movement() -> None:
    reading = read_text(
        "a.txt",
        "UBND xã phát động với chủ đề: “**Đoàn kết, đổi mới**”.\nI. A\n1. Phong trào “X” với chủ đề “Đúng hẹn”.",
    )
    assert [(t.text, t.movement) for t in reading.themes] == [("Đoàn kết, đổi mới", ""), ("Đúng hẹn", "X")]
    assert reading.themes[0].quote == "với chủ đề: “**Đoàn kết, đổi mới**”"


NUMBERS = [
    ("Nghị định số 91/2017/NĐ-CP", "91/2017/NĐ-CP", 2017),
    ("Chỉ thị số 34-CT/TW", "34-CT/TW", None),
    ("Số: 0124/KH-UBND", "0124/KH-UBND", None),
    ("Luật số 15/2003/QH11", "15/2003/QH11", 2003),
    ("155/2020/nđ-cp", "155/2020/NĐ-CP", 2020),
    ("Quyết định 09/QĐ-TTg", "09/QĐ-TTg", None),
]


@pytest.mark.parametrize(("text", "number", "year"), NUMBERS)
def test_document_numbers(text: str, number: str, year: int | None) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.text, found.year) == (number, year)


@pytest.mark.parametrize("text", ["ngày 11/6/1948", "10.000 dân", "24/7", "giai đoạn 2021-2025", "Số: /KH-UBND"])
def test_near_misses_of_a_number(text: str) -> None:
    assert not numbers_in(text)


CITED = [
    ("Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về tiếp tục đổi mới công tác thi đua;",
     ("34-CT/TW", "Chỉ thị", "Bộ Chính trị", dt.date(2014, 4, 7), "về tiếp tục đổi mới công tác thi đua")),
    ("Thông tư số 06/2022/TT-BTTTT ngày 30 tháng 6 năm 2022 của Bộ trưởng Bộ Nội vụ hướng dẫn thực hiện",
     ("06/2022/TT-BTTTT", "Thông tư", "Bộ trưởng Bộ Nội vụ", dt.date(2022, 6, 30), "hướng dẫn thực hiện")),
    ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XIX đề ra",
     ("", "Nghị quyết", "Đại hội Đảng bộ tỉnh lần thứ XIX", None, "")),
    ("theo Luật Thi đua, khen thưởng năm 2022 và các văn bản",
     ("", "Luật", "", None, "Thi đua, khen thưởng năm 2022")),
    # a law named before its number is one citation, not two
    ("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16/6/2025;",
     ("72/2025/QH15", "Luật", "", dt.date(2025, 6, 16), "Tổ chức chính quyền địa phương")),
    # the last ground ends with a comma, and who launches follows
    ("Thực hiện Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị về tăng cường sự lãnh đạo của Đảng, "
     "Ủy ban nhân dân xã phát động phong trào thi đua như sau:",
     ("41-CT/TW", "Chỉ thị", "Bộ Chính trị", dt.date(2024, 12, 26), "về tăng cường sự lãnh đạo của Đảng")),
]  # fmt: skip


# text → the words of each citation: no joint, mark or aside of the sentence belongs to it
TAILS = [
    ("Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị, Chỉ thị số 31-CT/TU ngày 09/12/2014 của Tỉnh ủy và các",
     ["Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị", "Chỉ thị số 31-CT/TU ngày 09/12/2014 của Tỉnh ủy"]),
    ("Nghị quyết số 6/NQ-HĐND ngày 03/10/2025 của HĐND xã về dự toán năm 2025; Căn cứ Quyết định số 7/QĐ-UBND.",
     ["Nghị quyết số 6/NQ-HĐND ngày 03/10/2025 của HĐND xã về dự toán năm 2025", "Quyết định số 7/QĐ-UBND"]),
    ("(Kèm theo Kế hoạch số 157/KH-UBND ngày 18/11/2025 của UBND xã)",
     ["Kế hoạch số 157/KH-UBND ngày 18/11/2025 của UBND xã"]),
    ("phong trào “Đẩy mạnh Đề án Chuyển đổi số giai đoạn 2022-2025”", ["Đề án Chuyển đổi số giai đoạn 2022-2025"]),
    ("theo Đề án \"Tuyên truyền điển hình\" của Thủ tướng Chính phủ;",
     ["Đề án \"Tuyên truyền điển hình\" của Thủ tướng Chính phủ"]),
    ("Quyết định số 10/2024/QĐ-UBND Quy định về khen thưởng (tỷ lệ không quá một phần mười tập thể);",
     ["Quyết định số 10/2024/QĐ-UBND Quy định về khen thưởng"]),
    # what a text amends belongs to what it is about
    ("Thông tư số 1/2025/TT-BTC sửa đổi, bổ sung một số điều của Thông tư số 6/2022/TT-BTC hướng dẫn chi",
     ["Thông tư số 1/2025/TT-BTC sửa đổi, bổ sung một số điều của Thông tư số 6/2022/TT-BTC",
      "Thông tư số 6/2022/TT-BTC hướng dẫn chi"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quotes"), TAILS)
def test_a_citation_ends_where_its_paper_ends(text: str, quotes: list[str]) -> None:
    assert [c.quote for c in cited_in(text)] == quotes
    assert [text[c.span.start : c.span.end] for c in cited_in(text)] == quotes


@pytest.mark.parametrize(("text", "expected"), CITED)
def test_citations(text: str, expected: tuple[str, str, str, dt.date | None, str]) -> None:
    made = cited_in(text)
    assert [(c.number, c.kind, c.issuer, c.date, c.subject) for c in made] == [expected]
    assert made[0].quote in text


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@needs_shared
@pytest.mark.parametrize("folder", ["seeds", "plans"])
def test_every_quote_stands_word_for_word_in_its_file(folder: str) -> None:
    for path in sorted((SHARED / folder).iterdir()):
        r = read(path)
        text = path.read_text(encoding="utf-8")
        for row in (*r.targets, *r.duties, *r.deadlines, *r.movements, *r.themes, *r.cited):
            assert row.quote in text, (path.name, row.quote)
            assert text[row.span.start : row.span.end] == row.quote


@needs_shared
def test_the_figures_of_an_annotated_plan_are_all_found_and_none_invented() -> None:
    gold = [json.loads(x) for x in (SHARED / "qa/gold/facts_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    for seed in {r["seed"] for r in gold}:
        (path,) = (SHARED / "seeds").glob(f"{seed}_*.txt")
        made = sorted(t.value_num for t in read(path).targets if t.value_num is not None)
        assert made == sorted(r["value_num"] for r in gold if r["seed"] == seed and r["kind"] == "target")


@needs_shared
def test_a_law_text_sets_no_targets() -> None:
    for path in sorted((SHARED / "directives").glob("*-2017-*.txt")):
        r = read(path)
        assert (r.document.kind, r.targets, r.duties) == ("law", (), ())
        assert re.search(r"/\d{4}/", r.document.header.number)

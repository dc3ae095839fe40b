"""A casebook of outlines: lines as plans and laws print them → the paths a reader expects."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import format_path, parse_path, read_text
from retrieval.reading.clauses import split
from retrieval.reading.source import load, load_text

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared texts are not here")


def paths(text: str, name: str = "a.txt") -> list[str]:
    return ["/".join(map(str, c.ref.steps)) for c in split(load_text(name, text), "d")]


CASES = [
    ("I. MỤC ĐÍCH\n1. Yêu cầu\n- Một\n- Hai\n2. Khác\n- Ba", ["I", "I/1", "I/1/-1", "I/1/-2", "I/2", "I/2/-1"]),
    # glued to its number, and without the dot: only the next number of an open list is an item
    ("I. MỤC ĐÍCH\n2.Tiếp tục\n3 Giao phòng Y tế\n5 Năm qua", ["I", "I/2", "I/3"]),
    ("II. NỘI DUNG\n1. A\nII. Chỉ tiêu\n1. B", ["II", "II/1", "II~2", "II~2/1"]),
    ("III. CHỈ TIÊU\n2. Các chỉ tiêu:\n- (1) Tăng 14,5%;\n- (2) Thu 16.068 tỷ", ["III", "III/2", "III/2/1", "III/2/2"]),
    ("I. A\n1. B\n1.1. Các cấp\n1.2. Thi đua\n2. C", ["I", "I/1", "I/1/1.1", "I/1/1.2", "I/2"]),
    ("2. Mục tiêu\n* Về kinh tế: x\n- a\n- b\n* Về xã hội", ["2", "2/-1", "2/-1/-1", "2/-1/-2", "2/-2"]),
    ("I. A\n1. B\na) Tập thể\n- Một\nb) Cá nhân\nđ) Khác", ["I", "I/1", "I/1/a", "I/1/a/-1", "I/1/b", "I/1/đ"]),
    ("I. A\n- Một\n+ Chi tiết\n- Hai", ["I", "I/-1", "I/-1/-1", "I/-2"]),
    # a number in three parts stands below the one in two, «a1)» below «a)»; a miscounted number stays as printed
    ("I. A\n1. B\n1.1. C\n1.1.1. D\n1.1.2. E\n1.2. F",
     ["I", "I/1", "I/1/1.1", "I/1/1.1/1.1.1", "I/1/1.1/1.1.2", "I/1/1.2"]),
    ("I. A\n1. B\na) Tập thể\na1) Xã\na2) Thôn\nb) Cá nhân",
     ["I", "I/1", "I/1/a", "I/1/a/a1", "I/1/a/a2", "I/1/b"]),
    ("III. A\n1. B\nIIII. C\nV. D", ["III", "III/1", "IIII", "V"]),
    # the section's number before the item's
    ("I. A\nI.1. Một\nI.1.1. Chi tiết\nI.2. Hai\nII. B\nII.1. Ba", ["I", "I/1", "I/1/1.1", "I/2", "II", "II/1"]),
    # marks that fonts, web pages and other systems leave
    ("I. A\n• Một\n\uf0b7 Hai\n➢ Ba", ["I", "I/-1", "I/-2", "I/-3"]),
    ("<b>I. MỤC ĐÍCH</b>\n<p>1. Một</p>\n<li>- Hai</li>", ["I", "I/1", "I/1/-1"]),
    ("I/ A\n1/ B\na/ C\n1.1/ D", ["I", "I/1", "I/1/a", "I/1/1.1"]),
    ("I. A\r1. B\r- C", ["I", "I/1", "I/1/-1"]),
    ("I. A\u20281. B\u2028- C", ["I", "I/1", "I/1/-1"]),
    ("I.\u00a0A\n\u200b1.\u00a0B\r\n\ufeff- C", ["I", "I/1", "I/1/-1"]),
    # letters stand above Roman numbers
    ("A. PHẦN CHUNG\nI. Một\n1. a\nB. NỘI DUNG\nI. Hai", ["A", "A/I", "A/I/1", "B", "B/I"]),
    ("I - MỤC ĐÍCH\n1 - Yêu cầu\n2/ Nội dung\n10 - 15 hợp tác xã", ["I", "I/1", "I/2"]),
    # a Party paper: a dash after the number, a star under its head, căn cứ set as dashes
    ("ĐẢNG ỦY XÃ PHÚ AN\n*  Phú An, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\nThi đua\n- Căn cứ Luật Thi đua, khen thưởng;\n"
     "- Thực hiện Kế hoạch số 12-KH/TU,\nI- MỤC ĐÍCH\n1- Yêu cầu\n2- Nội dung\n2.1- Một\n2.2- Hai\na- Ba\nII- CHỈ TIÊU",
     ["", "I", "I/1", "I/2", "I/2/2.1", "I/2/2.2", "I/2/2.2/a", "II"]),
    # small Roman numbers, wide digits and Roman letters of other keyboards; «h. i.» are letters
    ("Ⅰ. A\ni. Một\nii. Hai\nⅡ. B\n１. Một\n２．Hai", ["I", "I/i", "I/ii", "II", "II/1", "II/2"]),
    ("I. A\ng) Một\nh) Hai\ni) Ba\nk) Bốn", ["I", "I/g", "I/h", "I/i", "I/k"]),
    # letters as sections under each part
    ("Phần I\nA. Một\n1. x\nB. Hai\n1. y\nPhần II\nA. Ba\nB. Bốn",
     ["Phần I", "Phần I/A", "Phần I/A/1", "Phần I/B", "Phần I/B/1", "Phần II", "Phần II/A", "Phần II/B"]),
    # an item that begins with a figure
    ("I. A\n1) Một\n2) 100 % thôn\n3) 05 mô hình\n4) ≥ 95% hộ", ["I", "I/1", "I/2", "I/3", "I/4"]),
    ("I. A\n5. 12/12 trường đạt\n6. 1.200 lao động\n7. 2,5 ha rừng", ["I", "I/5", "I/6", "I/7"]),
    # no dots at all: a Roman number before a heading begins the list, numbers follow one another
    ("I MỤC ĐÍCH, YÊU CẦU\n1 Mục đích\n2 Yêu cầu\nII CHỈ TIÊU\n1 Thu ngân sách\n2 Giảm 15 hộ nghèo",
     ["I", "I/1", "I/2", "II", "II/1", "II/2"]),
    ("II NỘI DUNG\nI bao gồm các xã\nVI RÚT", [""]),
    ("1 Mục đích\n2 Yêu cầu", [""]),  # a figure may begin a line of any text
    ("I: MỤC ĐÍCH\n1: Mục đích\n2: Yêu cầu\nII: NỘI DUNG", ["I", "I/1", "I/2", "II"]),
    ("A/ MỤC ĐÍCH\nI/ Một\n1/ Hai\nB/ NỘI DUNG\nI/ Ba\nC - TỔ CHỨC", ["A", "A/I", "A/I/1", "B", "B/I", "C"]),
    ("I. A\n(i) Chợ\n(ii) Du lịch\n(iii) Vận tải", ["I", "I/i", "I/ii", "I/iii"]),
    # numbers of pages that a copy took along
    ("I. A\n1. Khơi dậy tinh thần thi đua trong cán bộ,\n\n2\n\ncông chức.\n- 3 -\n2. Thiết thực.\nTrang 4/5\nII. B",
     ["I", "I/1", "I/2", "II"]),
    # a decision and the plan it is issued with
    ("Điều 1. Ban hành Kế hoạch.\nNơi nhận:\n- Như Điều 1.\nCHỦ TỊCH\nLê Văn An\nKẾ HOẠCH\nThi đua\nI. A\n1. B",
     ["Điều 1", "Nơi nhận", "Nơi nhận/-1", "Người ký", "Kế hoạch", "Kế hoạch/I", "Kế hoạch/I/1"]),
    # law: the article is the root, its chapter is a heading
    ("Chương I\nĐiều 1. Phạm vi\n1. Một\na) x\nĐiều 2: Đối tượng\n", ["Chương I", "Điều 1", "Điều 1/khoản 1",
     "Điều 1/khoản 1/điểm a", "Điều 2"]),
    ("Điều 1. Khen thưởng\n1- Hình thức;\n2- Tiêu chuẩn\n2020 - 2025 là một kỳ",
     ["Điều 1", "Điều 1/khoản 1", "Điều 1/khoản 2"]),
    # a reference that happens to start a line is no article
    ("Điều 1. A\nTheo quy định tại\nĐiều 9 Quyết định số 10 và khoản 2.\nĐiều 13a. B", ["Điều 1", "Điều 13a"]),
    ("I. A\n1. B\nNơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn A",
     ["I", "I/1", "Nơi nhận", "Nơi nhận/-1", "Nơi nhận/-2", "Người ký"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_outline(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


def test_a_page_break_inside_a_sentence_is_joined_and_quoted_from_the_source() -> None:
    clauses = split(load_text("a.txt", "1. Kiểm tra, đánh giá, sơ\n\nkết và tổng kết.\n\n2. Khác"), "d")
    assert clauses[0].text == "1. Kiểm tra, đánh giá, sơ kết và tổng kết."
    assert clauses[0].quote == "1. Kiểm tra, đánh giá, sơ\n\nkết và tổng kết."


MARKS = ["I. ", "II.", "1. ", "2.", "1.1. ", "a) ", "đ) ", "- ", "+ ", "* ", "(1) ", "Điều 3. ", "Nơi nhận:", ""]
WORDS = ["Tăng cường", "về việc", "10% dân số", "CHỦ TỊCH", "Số: 1/KH-UBND"]
BARS = """I. A

PHỤ LỤC

|
**TT**
|
Tiêu chí
|
Điểm
|
|
**I**
|
NHÓM XÃ
|
|
|
1
|
Tỷ lệ người dân mở
tài khoản
|
20
|
|
1.1
|
- Có kế hoạch
- Có báo cáo
|
5
|
"""


def test_a_table_saved_with_a_bar_a_line_is_read_in_rows() -> None:
    clauses = split(load_text("a.md", BARS), "d")
    assert [("/".join(c.path), c.text) for c in clauses][1:] == [
        ("Phụ lục", "PHỤ LỤC\n| TT | Tiêu chí | Điểm |"),
        ("Phụ lục/I", "| I | NHÓM XÃ | |"),
        ("Phụ lục/I/1", "| 1 | Tỷ lệ người dân mở tài khoản | 20 |"),
        ("Phụ lục/I/1/1.1", "| 1.1 | - Có kế hoạch - Có báo cáo | 5 |"),
    ]


LINES = st.lists(st.tuples(st.sampled_from(MARKS), st.sampled_from(WORDS)).map("".join), max_size=30)


@given(LINES)
@settings(max_examples=200, deadline=None)
def test_joining_the_clauses_gives_back_every_line(lines: list[str]) -> None:
    text = "\n".join(lines) or "x"
    joined = "\n".join(c.quote for c in split(load_text("a.txt", text), "d"))
    assert re.findall(r"\w+", joined) == re.findall(r"\w+", text)


@needs_shared
@pytest.mark.parametrize("folder", ["seeds", "plans", "directives"])
def test_no_line_of_a_real_text_is_lost(folder: str) -> None:
    for path in sorted((SHARED / folder).iterdir()):
        source = load(path)
        clauses = split(source, "d")
        assert len({str(c.ref) for c in clauses}) == len(clauses), path.name
        joined = "\n".join(c.quote for c in clauses)
        assert re.findall(r"\w+", joined) == re.findall(r"\w+", source.text), path.name


@needs_shared
def test_every_article_of_the_directives_is_found() -> None:
    total = 0
    for path in sorted((SHARED / "directives").glob("*.txt")):
        printed = re.findall(r"^Điều (\d+[a-z]?)[.:]", path.read_text(encoding="utf-8"), re.MULTILINE)
        made = [c.ref.steps[0].label for c in split(load(path), "d") if len(c.path) == 1 and c.path[0][:4] == "Điều"]
        assert made == printed, path.name
        total += len(made)
    assert total == 1572


PATHS = [
    (("Điều 5", "khoản 2", "điểm đ"), "điểm đ khoản 2 Điều 5"),
    (("II", "1", "-2"), "mục II.1, gạch đầu dòng 2"),
    (("II", "1", "1.2"), "mục II.1.2"),
    (("II", "1", "a", "a1"), "mục II.1.a1"),
    ((), ""),
]


@pytest.mark.parametrize(("path", "words"), PATHS)
def test_paths_in_words(path: tuple[str, ...], words: str) -> None:
    assert format_path(path) == words


def test_words_lead_back_to_a_path() -> None:
    assert parse_path("điểm đ khoản 2 Điều 5") == ("Điều 5", "khoản 2", "điểm đ")
    assert parse_path("mục II.1, gạch đầu dòng 2") == ("II", "1", "-2")


def test_a_pasted_text_is_read() -> None:
    reading = read_text("dán.txt", "Số: 25/KH-UBND\nKẾ HOẠCH\nPhát động thi đua năm 2026\nI. MỤC ĐÍCH\n1. A")
    assert (reading.document.header.number, reading.document.header.period) == ("25/KH-UBND", "2026")

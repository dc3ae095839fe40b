"""A mark stands alone; a word stands in a sentence. Lines of the genre, invented."""

import unicodedata
from pathlib import Path

import pytest

from retrieval.reading.secrecy import hold_in, mark_in, mark_in_name, mark_in_pieces, reason

SHARED = Path(__file__).resolve().parents[4] / "shared"

MARKS = [
    ("MẬT", "Mật"),
    ("Mật", "Mật"),
    ("TỐI MẬT", "Tối mật"),
    ("Tuyệt mật", "Tuyệt mật"),
    ("T Ố I  M Ậ T", "Tối mật"),  # a stamp typed with spaces between the letters
    ("T U Y Ệ T   M Ậ T", "Tuyệt mật"),
    (unicodedata.normalize("NFD", "TỐI MẬT"), "Tối mật"),
    ("[MẬT]", "Mật"),
    ("**TỐI MẬT**", "Tối mật"),
    ("ＭẬＴ", "Mật"),  # full-width letters
    ("M Ậ T\u200b", "Mật"),
    ("MẬT.", "Mật"),
    ("Độ mật: Tối mật", "Tối mật"),
    ("Dấu chỉ độ mật: MẬT", "Mật"),
    ("ĐỘ KHẨN: HỎA TỐC; ĐỘ MẬT: TUYỆT MẬT", "Tuyệt mật"),
    ("TÀI LIỆU TUYỆT MẬT", "Tuyệt mật"),
    ("Tài liệu mật", "Mật"),
    ("UBND TỈNH\tMẬT", "Mật"),  # two columns on one line
    ("UBND TỈNH     T Ố I   M Ậ T", "Mật"),  # the level is told from the last word only; it is refused all the same
    ("Số: 12/BC-UBND  MẬT", "Mật"),
    ("HỎA TỐC - TỐI MẬT", "Tối mật"),
    ("Mật - Khẩn", "Mật"),  # in small letters too, beside a degree of urgency
    ("MẬT (A)", "Mật"),  # with the class of protection
    ("<b>TỐI MẬT</b>", "Tối mật"),  # pasted from a web page
    ("\u041cẬ\u0422", "Mật"),  # Cyrillic capitals
    ("TỐI MẬT - Bản số 02", "Tối mật"),
    ("| MẬT | Số: 01 |", "Mật"),
    ("BÍ MẬT NHÀ NƯỚC", "Bí mật nhà nước"),  # without a level
    ("- Mật", "Mật"),  # a dash alone does not make a list
    ("TOI MAT", "Tối mật"),  # no accents
    ("TÔI MẬT", "Tối mật"),  # a machine lost a tone
    ("TUYET MAT", "Tuyệt mật"),
    ("MAT", "Mật"),
]
WORDS = [
    ["Bảo đảm an toàn, bảo mật thông tin"],
    ["mật độ dân số"],
    ["b) Dấu chỉ độ mật, mức độ khẩn, các chỉ dẫn về phạm vi lưu hành."],
    ["2. Khen thưởng các chuyên án có nội dung Tối mật, Tuyệt mật:"],
    ["Nâng cao ý thức cảnh giác, làm tốt công tác bảo vệ bí", "mật."],  # broken at the line's end
    ["TĂNG CƯỜNG CÔNG TÁC BẢO VỆ BÍ", "MẬT"],
    ["TĂNG CƯỜNG CÔNG TÁC BẢO VỆ BÍ", "MẬT NHÀ NƯỚC"],
    ["xử lý tài liệu có nội dung quan trọng thuộc loại Tối", "mật."],
    ["a) Tối mật;"],  # an item in a list of the levels
    ["- Mật;"],
    ["Các độ mật gồm:", "- Tuyệt mật", "- Tối mật", "- Mật"],
    ["CÔNG TÁC BẢO VỆ", "BÍ MẬT NHÀ NƯỚC"],
    ["Độ mật: Không"],
    ["Độ mật: ............"],  # a form nobody filled in
    ["MẶT TRẬN"],
    ["Mắt"],
]


@pytest.mark.parametrize(("line", "level"), MARKS)
def test_a_mark_is_seen(line: str, level: str) -> None:
    assert mark_in(["Số: 01/BC", line, "Kính gửi:"]) == level


@pytest.mark.parametrize("lines", WORDS)
def test_words_of_a_sentence_are_no_mark(lines: list[str]) -> None:
    assert mark_in(lines) == ""


def test_a_stamp_of_its_own_continues_no_sentence() -> None:
    assert mark_in_pieces(["Kế hoạch phát động phong trào thi đua yêu nước của tỉnh năm", "Mật"]) == "Mật"


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("KH 05 (Mật).docx", "Mật"),
        ("TOI_MAT bao cao.pdf", "Tối mật"),
        ("tuyetmat.doc", "Tuyệt mật"),
        ("báo cáo mật.txt", "Mật"),
        ("Độ mật: Tối mật", "Tối mật"),  # a property of the file
        ("Mat-tran-To-quoc.docx", ""),  # Mặt trận
        ("gap-mat-dau-xuan.docx", ""),  # gặp mặt
        ("bi-mat-nha-nuoc.docx", ""),
        ("KH bảo vệ bí mật nhà nước.pdf", ""),
        ("Kế hoạch mật độ cây xanh.docx", ""),
    ],
)
def test_file_names_and_properties(name: str, level: str) -> None:
    assert mark_in_name(name) == level


def test_stamps_a_person_must_decide_on() -> None:
    assert hold_in(["UBND", "GIẢI MẬT"]) == "Giải mật"
    assert hold_in(["XEM XONG TRẢ LẠI"]) == "Xem xong trả lại"
    assert hold_in(["UBND XÃ", "LƯU HÀNH NỘI BỘ"]) == "Lưu hành nội bộ"
    assert hold_in(["Tài liệu lưu hành nội bộ"]) == "Lưu hành nội bộ"
    assert hold_in(["UBND XÃ\tLƯU HÀNH NỘI BỘ"]) == "Lưu hành nội bộ"
    assert hold_in(["Tài liệu này chỉ lưu hành nội bộ trong cơ quan."]) == ""
    assert "không phải bí mật nhà nước" in reason("Lưu hành nội bộ")
    assert hold_in(["Việc giải mật thực hiện theo quy định"]) == ""


@pytest.mark.skipif(not (SHARED / "directives").is_dir(), reason="the shared texts are not here")
def test_no_directive_plan_or_seed_is_refused() -> None:
    """Decree 30 speaks of «dấu chỉ độ mật», 12-2019-TT-BCA of «nội dung Tối mật»: all must be read."""
    files = [p for folder in ("directives", "plans", "seeds") for p in (SHARED / folder).iterdir()]
    assert len(files) >= 80
    for path in files:
        lines = path.read_text(encoding="utf-8").split("\n")
        assert (mark_in(lines), mark_in_name(path.name), hold_in(lines)) == ("", "", ""), path.name


def test_a_stamp_read_a_letter_a_line() -> None:
    assert mark_in(["ỦY BAN NHÂN DÂN", "M", "Ậ", "T", "Số: 01/KH-UBND"]) == "Mật"
    assert mark_in(["T", "Ố", "I", "", "M", "Ậ", "T"]) == "Tối mật"
    assert mark_in(["A", "B", "MẬT ĐỘ DÂN SỐ"]) == ""


def test_urgency_beside_words_is_no_mark() -> None:
    assert mark_in(["Khẩn - bảo mật thông tin khách hàng"]) == ""

"""PDF: the words are a heap on a page; the reading puts them back in order."""

import pytest

from retrieval.model import Refused
from retrieval.reading.pdf import read_pdf
from tests.making_files import bound, scan_pdf, small_pdf

HEAD = [
    (85.0, 70.0, "ỦY BAN NHÂN DÂN"), (300.0, 70.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (95.0, 90.0, "XÃ AN BÌNH"), (340.0, 90.0, "Độc lập - Tự do - Hạnh phúc"),
    (95.0, 112.0, "Số: 05/KH-UBND"), (320.0, 112.0, "An Bình, ngày 08 tháng 01 năm 2025"),
    (250.0, 150.0, "KẾ HOẠCH"),
]  # fmt: skip
LONG = "Tạo khí thế thi đua sôi nổi trong cán bộ, công chức và"  # as wide as the text frame


def lines(data: bytes) -> list[str]:
    return [x for x in read_pdf(data, "a.pdf").text.replace("\f", "").split("\n") if x]


def test_the_head_in_two_columns_is_read_one_column_after_the_other() -> None:
    assert lines(small_pdf([HEAD], size=10)) == [
        "ỦY BAN NHÂN DÂN", "XÃ AN BÌNH", "Số: 05/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "An Bình, ngày 08 tháng 01 năm 2025", "KẾ HOẠCH",
    ]  # fmt: skip


def test_lines_become_paragraphs_and_page_numbers_fall_away() -> None:
    first = [
        (113.0, 100.0, "- " + LONG[:-3]),
        (85.0, 118.0, LONG),
        (85.0, 136.0, "Nhân dân."),
        (113.0, 154.0, "- " + LONG[:-3]),
    ]
    second = [(290.0, 40.0, "2"), (85.0, 100.0, "người lao động.")]
    assert lines(small_pdf([first, second])) == [f"- {LONG[:-3]} {LONG} Nhân dân.", f"- {LONG[:-3]} người lao động."]


def test_a_page_break_is_kept_where_a_paragraph_begins_on_the_new_page() -> None:
    pages = [[(85.0, 100.0 + 18 * i, f"{i}. Mục {i}") for i in range(1, 5)], [(85.0, 100.0, "5. Mục năm")]]
    assert read_pdf(small_pdf(pages), "a.pdf").text.split("\f")[1].strip() == "5. Mục năm"


def test_running_heads_are_said_but_not_part_of_the_text() -> None:
    pages = [[(85.0, 40.0, "Kế hoạch thi đua"), (85.0, 200.0, f"{i}. Mục thứ {i}")] for i in range(1, 5)]
    found = read_pdf(small_pdf(pages), "a.pdf")
    assert "Kế hoạch thi đua" not in found.text
    assert any("Kế hoạch thi đua" in d for d in found.doubts)


def test_letters_drawn_out_of_order_are_put_back() -> None:
    """LibreOffice draws the letters a font lacks after the others: pdfium then gives «ph trào ong»."""
    word = [(85.0, 100.0, "ph"), (127.0, 100.0, "trào"), (99.0, 100.0, "ong")]
    assert lines(small_pdf([[*word, (85.0, 140.0, "Kế hoạch năm")]])) == ["phong trào", "Kế hoạch năm"]


def test_columns_of_figures_are_rows_of_cells() -> None:
    rows = [
        ("STT", "Chỉ tiêu", "Đạt"),
        ("1", "Hộ nghèo", "1,5%"),
        ("2", "Thu ngân sách", "25 tỷ"),
        ("3", "Việc làm", "200"),
    ]
    drawn = [(x, 100.0 + 20 * i, t) for i, r in enumerate(rows) for x, t in zip((85.0, 180.0, 420.0), r, strict=True)]
    assert lines(small_pdf([drawn])) == ["| " + " | ".join(r) + " |" for r in rows]


NOTE = b"/Annots [<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] /Contents (TOI MAT) >>]"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (small_pdf([[(85.0, 60.0, "TỐI MẬT"), (85.0, 100.0, "KẾ HOẠCH")]]), "Tối mật"),
        (small_pdf([[(85.0, 60.0, "UBND XÃ"), (400.0, 60.0, "M Ậ T"), (85.0, 100.0, "KẾ HOẠCH")]]), "Mật"),
        (small_pdf([[(85.0, 100.0, "KẾ HOẠCH")]], extra=NOTE), "Tối mật"),
        (small_pdf([[]]), "Không đọc được chữ"),
        (b"%PDF-1.7\nhello", "hỏng"),
        (small_pdf([HEAD])[:700], "hỏng"),
        (bound([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]), "hỏng"),
    ],
)
def test_what_must_not_enter_is_refused_with_its_reason(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_pdf(data, "a.pdf")


def test_too_many_pages() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    kids = b" ".join(b"%d 0 R" % (i + 3) for i in range(400))
    book = bound(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count 400 >>" % kids, *[page] * 400]
    )
    with pytest.raises(Refused, match="400 trang"):
        read_pdf(book, "a.pdf")


def test_a_blank_scan_is_refused_whether_or_not_there_is_ocr() -> None:
    with pytest.raises(Refused, match=r"OCR|quá mờ|Không đọc"):
        read_pdf(scan_pdf(200, 280, bytes([255]) * 200 * 280), "a.pdf")

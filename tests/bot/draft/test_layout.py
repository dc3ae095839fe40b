"""The Word file is reopened and measured; each rule is shown to fire on a file that breaks it."""

import datetime as dt
import io
from dataclasses import replace

import docx
import pytest
from docx.document import Document as Word
from docx.shared import Mm, Pt, RGBColor

from bot.draft import export
from bot.draft.issuer import bare, issuer
from bot.draft.measure import measure
from bot.draft.typeset import balanced, width
from bot.model import Draft, DraftRequest, Paragraph, Section

LONGEST = "Trung tâm Dịch vụ việc làm và Giáo dục nghề nghiệp vùng Đông Bắc"  # 64 characters
UNITS = [
    ("UBND xã Minh Họa", "Hà Tĩnh", ""),
    ("UBND phường Sao Mai", "Thành phố Hồ Chí Minh", "KT."),
    ("UBND tỉnh An Giang", "An Giang", ""),
    ("UBND đặc khu Côn Đảo", "Thành phố Hồ Chí Minh", "TL. Chánh Văn phòng"),
    ("Sở Nội vụ tỉnh Hưng Yên", "Hưng Yên", ""),
    ("Sở Văn hóa, Thể thao và Du lịch tỉnh Thanh Hóa", "Thanh Hóa", "KT."),
    (LONGEST, "Bắc Ninh", ""),
    ("UBND phường Nguyễn Trãi - Trần Hưng Đạo - Lê Lợi - Phan Bội Châu", "Thành phố Huế", ""),
    ("", "", ""),
]


def a_draft(unit: str = "UBND xã Minh Họa", province: str = "Hà Tĩnh", form: str = "") -> Draft:
    request = DraftRequest("", dt.date(2027, 1, 4), unit=unit, province=province, sign_form=form, year="2027")
    line = "- Phong trào phải được tổ chức thường xuyên, gắn với nhiệm vụ [CẦN BỔ SUNG: tên nhiệm vụ]."
    return Draft(
        "draft",
        request,
        "KẾ HOẠCH\nPhát động phong trào thi đua thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2027",
        (
            Section("can-cu", "Căn cứ", (said("Căn cứ Luật Thi đua, khen thưởng."), said("UBND ban hành Kế hoạch:"))),
            Section("muc-dich-yeu-cau", "I. MỤC ĐÍCH, YÊU CẦU", (said("1. Mục đích"), *[said(line)] * 12)),
            Section("to-chuc-thuc-hien", "II. TỔ CHỨC THỰC HIỆN", (said("1. Các đơn vị thực hiện Kế hoạch này."),)),
            Section("noi-nhan", "Nơi nhận", (said("- Thường trực Đảng ủy (b/c);\n- Lưu: VT."),)),
        ),
    )


def said(text: str) -> Paragraph:
    return Paragraph(text, "template")


@pytest.mark.parametrize(("unit", "province", "form"), UNITS)
def test_every_export_is_in_order(unit: str, province: str, form: str) -> None:
    assert measure(export.docx(a_draft(unit, province, form))) == []


def test_the_longest_name_here_is_past_sixty_characters() -> None:
    assert len(LONGEST) >= 60


def test_same_draft_same_paragraphs() -> None:
    one, two = (docx.Document(io.BytesIO(export.docx(a_draft()))) for _ in range(2))
    assert [p.text for p in one.paragraphs] == [p.text for p in two.paragraphs]


@pytest.mark.parametrize(("lines", "kept"), [(3, True), (90, False)])  # 90 lines are more than a page
def test_the_signature_stands_on_one_page_with_the_last_words(lines: int, kept: bool) -> None:
    made = a_draft()
    recipients = replace(made.sections[-1], paragraphs=(said("\n".join(["- UBND tỉnh;"] * lines + ["- Lưu: VT."])),))
    word = docx.Document(io.BytesIO(export.docx(replace(made, sections=(*made.sections[:-1], recipients)))))
    row = word.tables[-1].rows[0]._tr
    assert bool(row.xpath("./w:trPr/w:cantSplit")) is kept
    assert all(p.paragraph_format.keep_with_next for p in word.paragraphs[-2:])  # the last words and the gap below


def wider(d: Word) -> None:
    d.sections[0].left_margin = Mm(25)


def letter(d: Word) -> None:
    d.sections[0].page_width = Mm(216)


def arial(d: Word) -> None:
    d.paragraphs[0].runs[0].font.name = "Arial"


def red(d: Word) -> None:
    d.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 0, 0)


def big_motto(d: Word) -> None:
    d.tables[0].rows[0].cells[1].paragraphs[0].runs[0].font.size = Pt(16)


def wrapped_motto(d: Word) -> None:
    d.tables[0].columns[1].width = Mm(70)


def dashed(d: Word) -> None:
    d.tables[0].rows[0].cells[1].paragraphs[-1].add_run("---------------")


def no_full_stop(d: Word) -> None:
    p = next(p for p in d.paragraphs if p.text.endswith("./."))
    p.runs[0].text = p.text.removesuffix("./.")


def small_body(d: Word) -> None:
    next(p for p in d.paragraphs if p.text.startswith("- Phong")).runs[0].font.size = Pt(12)


def ragged(d: Word) -> None:
    next(p for p in d.paragraphs if p.text.startswith("- Phong")).alignment = 0


def no_archive(d: Word) -> None:
    p = next(p for p in d.tables[-1].rows[0].cells[0].paragraphs if "Lưu" in p.text)
    p.runs[0].text = "- Ai đó;"


def no_behalf(d: Word) -> None:
    d.tables[-1].rows[0].cells[1].paragraphs[0].runs[0].text = "CHỦ TỊCH"


def numbered_first(d: Word) -> None:
    d.sections[0].different_first_page_header_footer = False


def gridded(d: Word) -> None:
    d.tables[0].style = d.styles["Table Grid"]


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (wider, "margins"), (letter, "page"), (arial, "font"), (red, "black"), (big_motto, "motto"),
        (wrapped_motto, "motto"), (dashed, "dashes"), (no_full_stop, "end"), (small_body, "body-size"),
        (ragged, "body-justified"), (no_archive, "recipients"), (no_behalf, "signature"),
        (numbered_first, "page-numbers"), (gridded, "borders"),
    ],
)  # fmt: skip
def test_each_rule_fires(spoil: object, rule: str) -> None:
    word = docx.Document(io.BytesIO(export.docx(a_draft())))
    spoil(word)  # type: ignore[operator]
    out = io.BytesIO()
    word.save(out)
    found = measure(out.getvalue())
    assert f"layout-{rule}" in {f.rule for f in found}
    assert all(f.message and f.ground for f in found)


def test_what_is_no_word_file_is_one_finding() -> None:
    assert [f.rule for f in measure(b"%PDF-1.7")] == ["layout-docx"]


@pytest.mark.parametrize(
    ("unit", "province", "head", "place", "symbol", "block"),
    [
        ("UBND xã Minh Họa", "Hà Tĩnh", ("ỦY BAN NHÂN DÂN", "XÃ MINH HỌA"), "Minh Họa", "UBND",
         ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        # a numbered ward keeps its word in the place name
        ("UBND Phường 5", "Hà Tĩnh", ("ỦY BAN NHÂN DÂN", "PHƯỜNG 5"), "Phường 5", "UBND",
         ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("ủy ban nhân dân xã Minh Họa", "", ("ỦY BAN NHÂN DÂN", "XÃ MINH HỌA"), "Minh Họa", "UBND",
         ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        # «và» leaves no letter in a department's symbol; a department signs for itself, never «TM. ỦY BAN NHÂN DÂN»
        ("Sở Giáo dục và Đào tạo tỉnh Thanh Hóa", "Thanh Hóa", ("SỞ GIÁO DỤC VÀ ĐÀO TẠO",), "Thanh Hóa", "SGDĐT",
         ("GIÁM ĐỐC",)),
    ],
)  # fmt: skip
def test_who_issues(
    unit: str, province: str, head: tuple[str, ...], place: str, symbol: str, block: tuple[str, ...]
) -> None:
    body = issuer(unit, province)
    assert (body.head, body.place, body.symbol, body.block()) == (head, place, symbol, block)


def test_deputies_and_orders() -> None:
    body = issuer("UBND xã Minh Họa")
    assert body.block("KT.") == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert body.block("TL. Chánh Văn phòng") == ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")


def test_a_department_stands_under_its_committee() -> None:
    assert issuer("Sở Nội vụ tỉnh Hưng Yên", "Hưng Yên").parent == "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN"
    assert issuer("Sở Y tế thành phố Huế", "Thành phố Huế").parent == "ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ"


def test_bare_names() -> None:
    assert [bare(x) for x in ("xã Cẩm Xuyên", "Phường 5", "Thành phố Hồ Chí Minh", "đặc khu Côn Đảo")] == [
        "Cẩm Xuyên", "Phường 5", "Thành phố Hồ Chí Minh", "Côn Đảo",
    ]  # fmt: skip


def test_lines_are_balanced_and_fit() -> None:
    made = balanced(LONGEST.upper(), 13, 64)
    assert " ".join(made) == LONGEST.upper()
    assert all(width(x, 13, bold=True) <= 64 for x in made)
    assert min(map(len, made)) > max(map(len, made)) / 2


def test_a_line_does_not_break_inside_a_word() -> None:
    assert balanced("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", 13, 60) == ["SỞ VĂN HÓA,", "THỂ THAO VÀ DU LỊCH"]
    for line in balanced("TRUNG TÂM DỊCH VỤ TỔNG HỢP VÀ XÚC TIẾN ĐẦU TƯ, THƯƠNG MẠI, DU LỊCH", 13, 64)[:-1]:
        assert not line.endswith(("TỔNG", "DỊCH", "XÚC", "ĐẦU", "THƯƠNG", "DU"))


def test_the_signature_keeps_the_last_words_of_the_plan_with_it() -> None:
    made = docx.Document(io.BytesIO(export.docx(a_draft())))
    last = next(p for p in reversed(made.paragraphs) if p.text.endswith("./."))
    assert last.paragraph_format.keep_with_next
    assert not made.paragraphs[0].paragraph_format.keep_with_next

"""Word files: what a person sees on the page is what is read, in the order in which it is seen."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from retrieval.model import Refused
from retrieval.reading.docx import read_docx
from retrieval.reading.numbering import Numbering, printed
from retrieval.reading.safety import parse_xml as tree
from tests.making_files import saved, with_head, word_of

PLAN = """KẾ HOẠCH
Phát động phong trào thi đua năm 2025
I. MỤC ĐÍCH
1. Mục đích chung
- Tạo khí thế thi đua.
- Biểu dương kịp thời.
2. Yêu cầu
a) Thiết thực.
b) Hiệu quả.
II. NỘI DUNG
1. Thi đua phát triển kinh tế
IV. TỔ CHỨC THỰC HIỆN
5. Văn phòng tổng hợp."""


def lines(data: bytes) -> list[str]:
    return [x for x in read_docx(data, "a.docx").text.split("\n") if x]


def put(data: bytes, part: str, content: str | bytes) -> bytes:
    """The same archive with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != part:
                new.writestr(entry, old.read(entry))
        new.writestr(part, content)
    return out.getvalue()


def body(inner: str) -> bytes:
    """A Word file with this inside its body."""
    spaces = nsdecls("w", "r", "wp", "a") + ' xmlns:wps="urn:wps" xmlns:v="urn:schemas-microsoft-com:vml"'
    spaces += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return put(
        saved(docx.Document()), "word/document.xml", f"<w:document {spaces}><w:body>{inner}</w:body></w:document>"
    )


def p(text: str, props: str = "") -> str:
    return f"<w:p><w:r>{props}<w:t>{text}</w:t></w:r></w:p>"


def box(inner: str) -> str:
    return f"<w:txbxContent>{inner}</w:txbxContent>"


def test_labels_left_to_word_are_computed() -> None:
    """«IV.» after «II.» and «5.» without 1-4 are restarts: list instances with starts of their own."""
    assert lines(word_of(PLAN)) == PLAN.split("\n")


def test_labels_of_a_list_of_several_levels() -> None:
    levels = [("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7")]
    xml = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{f}"/><w:lvlText w:val="{t}"/></w:lvl>'
        for i, (f, t) in enumerate(levels)
    )
    numbering = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0">{xml}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    lists = Numbering.of(tree(numbering.encode(), "n"))
    found = [lists.label("1", level) for level in (0, 1, 1, 2, 3, 2, 1, 0, 1)]
    assert found == ["1.", "1.1.", "1.2.", "a)", "-", "b)", "1.3.", "2.", "2.1."]
    assert lists.label("9", 0) == ""  # a list that is not there


@pytest.mark.parametrize(
    ("count", "form", "label"),
    [(4, "upperRoman", "IV"), (9, "lowerRoman", "ix"), (28, "lowerLetter", "bb"), (3, "vietnameseCounting", "ba"),
     (7, "decimalZero", "07"), (5, "none", ""), (5, "chicago", "5")],
)  # fmt: skip
def test_formats_of_labels(count: int, form: str, label: str) -> None:
    assert printed(count, form) == label


def test_a_heading_style_carries_its_number() -> None:
    document = docx.Document()
    xml = f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'
    document.styles["Heading 1"].element.get_or_add_pPr().append(parse_xml(xml))
    document.add_paragraph("Mục đích", style="Heading 1")
    document.add_paragraph("Nội dung", style="Heading 1")
    numbering = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    assert lines(put(saved(document), "word/numbering.xml", numbering)) == ["I. Mục đích", "II. Nội dung"]


def test_the_head_in_two_columns_is_read_one_column_after_the_other() -> None:
    document = docx.Document()
    with_head(document, ["ỦY BAN NHÂN DÂN", "XÃ AN BÌNH"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do"])
    document.add_paragraph("KẾ HOẠCH")
    assert lines(saved(document)) == [
        "ỦY BAN NHÂN DÂN", "XÃ AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do", "KẾ HOẠCH",
    ]  # fmt: skip


def test_a_table_of_data_is_rows_with_its_heads() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row, words in zip(
        table.rows, ["STT|Chỉ tiêu|Kế hoạch", "1|Hộ nghèo|1,5%", "2|Thu ngân sách|25 tỷ"], strict=True
    ):
        for cell, word in zip(row.cells, words.split("|"), strict=True):
            cell.text = word
    document.add_paragraph("Sau bảng")
    assert lines(saved(document)) == [
        "| STT | Chỉ tiêu | Kế hoạch |", "| 1 | Hộ nghèo | 1,5% |", "| 2 | Thu ngân sách | 25 tỷ |", "Sau bảng",
    ]  # fmt: skip


def test_a_text_box_is_read_once_though_word_writes_it_twice() -> None:
    inner = box(p("Trong khung"))
    twice = f"<mc:AlternateContent><mc:Choice><wps:txbx>{inner}</wps:txbx></mc:Choice><mc:Fallback><w:pict>"
    twice += f"<v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    assert lines(body(f"<w:p><w:r><w:t>Trước</w:t>{twice}</w:r></w:p>{p('Sau')}")) == ["Trước", "Trong khung", "Sau"]


def test_footnotes_follow_their_paragraph_and_deleted_or_hidden_words_stay_out() -> None:
    text = (
        '<w:p><w:r><w:t>Đạt 95%</w:t><w:footnoteReference w:id="2"/></w:r><w:ins><w:r><w:t> số hộ</w:t></w:r></w:ins>'
        "<w:del><w:r><w:delText> số dân</w:delText></w:r></w:del></w:p>"
        + p("chữ ẩn", "<w:rPr><w:vanish/></w:rPr>")
        + p("kế hoạch", "<w:rPr><w:caps/></w:rPr>")
    )
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2">{p("Theo điều tra.")}</w:footnote></w:footnotes>'
    found = read_docx(put(body(text), "word/footnotes.xml", notes), "a.docx")
    assert found.text.split("\n\n") == ["Đạt 95% số hộ", "Chú thích: Theo điều tra.", "KẾ HOẠCH"]
    assert any("Track Changes" in d for d in found.doubts)
    assert any("chữ ẩn" in d for d in found.doubts)


def test_old_fonts_become_unicode_across_runs() -> None:
    font = '<w:rPr><w:rFonts w:ascii="{}"/></w:rPr>'
    runs = "".join(f"<w:r>{font.format('VNI-Times')}<w:t>{t}</w:t></w:r>" for t in ("Co", "äng ho", "øa"))
    found = read_docx(body(f"<w:p>{runs}</w:p>" + p("Céng hßa", font.format(".VnTime"))), "a.docx")
    assert found.text.split("\n\n") == ["Cộng hòa", "Cộng hòa"]
    assert any("phông chữ cũ" in d for d in found.doubts)


def test_running_heads_are_said_but_not_part_of_the_text() -> None:
    document = docx.Document()
    document.add_paragraph("I. MỤC ĐÍCH")
    document.sections[0].header.paragraphs[0].text = "Kế hoạch thi đua 2025"
    document.sections[0].footer.paragraphs[0].text = "2"
    found = read_docx(saved(document), "a.docx")
    assert found.text == "I. MỤC ĐÍCH"
    assert found.doubts == ("Đầu trang, chân trang không đưa vào nội dung: «Kế hoạch thi đua 2025»",)


def header(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.sections[0].header.paragraphs[0].text = text
    return saved(document)


def properties(title: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.core_properties.subject = title
    return saved(document)


def cell(text: str) -> bytes:
    document = docx.Document()
    with_head(document, ["ỦY BAN NHÂN DÂN", text], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do"])
    return saved(document)


WATERMARK = '<w:p><w:r><w:pict><v:shape><v:textpath string="TUYỆT MẬT"/></v:shape></w:pict></w:r></w:p>'


@pytest.mark.parametrize(
    ("data", "level"),
    [
        (header("TỐI MẬT"), "Tối mật"),
        (properties("Độ mật: Mật"), "Mật"),
        (cell("T Ố I  M Ậ T"), "Tối mật"),
        (body(p("KẾ HOẠCH") + f"<w:p><w:r><w:pict><v:textbox>{box(p('MẬT'))}</v:textbox></w:pict></w:r></w:p>"), "Mật"),
        (body(p("KẾ HOẠCH") + WATERMARK), "Tuyệt mật"),
        (body(p("KẾ HOẠCH") + p("MẬT", "<w:rPr><w:vanish/></w:rPr>")), "Mật"),  # hidden text is text
        (body("<w:p><w:r><w:t>TỐI</w:t></w:r><w:r><w:t xml:space='preserve'> MẬT</w:t></w:r></w:p>"), "Tối mật"),
    ],
)
def test_a_secrecy_mark_is_found_wherever_it_stands(data: bytes, level: str) -> None:
    with pytest.raises(Refused, match=f"«{level}»"):
        read_docx(data, "a.docx")


def test_a_sentence_about_secrets_is_read() -> None:
    assert lines(body(p("Bảo vệ bí mật nhà nước, không đưa nội dung Tối mật lên mạng."))) != []


RELATION = (
    '<Relationships xmlns="urn:x"><Relationship Id="r9" Type="urn:{}" Target="{}"'
    ' TargetMode="External"/></Relationships>'
)
PLAIN = word_of("KẾ HOẠCH\nI. MỤC ĐÍCH")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (put(PLAIN, "word/vbaProject.bin", b"x"), "macro"),
        (
            put(PLAIN, "word/_rels/settings.xml.rels", RELATION.format("/attachedTemplate", "http://a.vn/x.dotm")),
            "bên ngoài",
        ),
        (put(PLAIN, "word/_rels/x.xml.rels", RELATION.format("/image", "\\\\may\\chu\\x.png")), "bên ngoài"),
        (put(PLAIN, "word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "DOCTYPE"),
        (put(PLAIN, "word/document.xml", "<a>" * 5000 + "</a>" * 5000), "quá sâu"),
        (put(PLAIN, "word/document.xml", "<a><b></a>"), "XML"),
        (put(PLAIN, "word/media/bom.bin", bytes(60_000_000)), "bom nén"),
        (PLAIN[: len(PLAIN) // 2], "hỏng"),
    ],
)
def test_what_must_not_enter_is_refused_with_its_reason(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_docx(data, "a.docx")


def test_a_link_a_person_may_click_and_a_template_on_the_own_disk_are_harmless() -> None:
    linked = put(PLAIN, "word/_rels/x.xml.rels", RELATION.format("/hyperlink", "http://xa.gov.vn"))
    assert lines(linked) == ["KẾ HOẠCH", "I. MỤC ĐÍCH"]
    own = put(PLAIN, "word/_rels/x.xml.rels", RELATION.format("/attachedTemplate", "file:///C:\\Users\\x\\Mau.dotx"))
    assert lines(own) == ["KẾ HOẠCH", "I. MỤC ĐÍCH"]


def test_a_cell_over_several_columns_keeps_the_others_in_their_place() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    table = document.add_table(rows=3, cols=4)
    head = ("TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch năm 2026")
    rows = (head, ("Thu ngân sách", "", "tỷ đồng", "25"), ("2", "Hộ nghèo", "%", "1,5"))
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    text = read_docx(saved(document), "a.docx").text
    assert "| Thu ngân sách |  | tỷ đồng | 25 |" in text

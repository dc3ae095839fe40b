"""Makes corpus/plans/2026-so-noi-vu-song-lam-mau-cai-cach-hanh-chinh.docx: a sample plan with real Word numbering.

The labels «I.», «1.», «a)», «-» are not in the text: Word computes them from `numbering.xml`, as in files
that offices type in Word. Run `.venv/bin/python corpus/make_sample_docx.py` after changing the words below.
"""
# ruff: noqa: E501 - the words of the plan stay whole

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

OUT = Path(__file__).parent / "plans" / "2026-so-noi-vu-song-lam-mau-cai-cach-hanh-chinh.docx"

# (level, text): 0 = roman heading, 1 = arabic, 2 = letter, 3 = dash; -1 = plain paragraph
BODY: tuple[tuple[int, str], ...] = (
    (-1, "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022;"),
    (-1, "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ quy định về phân cấp, phân quyền trong lĩnh vực "
         "thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một số điều của Luật Thi đua, khen thưởng;"),
    (-1, "Căn cứ Thông tư số 15/2025/TT-BNV ngày 04/8/2025 của Bộ Nội vụ quy định biện pháp để tổ chức, hướng dẫn thi hành "
         "Luật Thi đua, khen thưởng và Nghị định số 152/2025/NĐ-CP;"),
    (-1, "Thực hiện Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị về tăng cường sự lãnh đạo của Đảng đối với công "
         "tác thi đua, khen thưởng trong tình hình mới; Kế hoạch số 06/KH-UBND ngày 08/01/2026 của UBND tỉnh Sông Lam Mẫu "
         "về phát động các phong trào thi đua năm 2026,"),
    (-1, "Sở Nội vụ ban hành Kế hoạch phát động phong trào thi đua cải cách hành chính, chuyển đổi số trong cơ quan năm "
         "2026 với chủ đề “Chuyên nghiệp, trách nhiệm, đúng hẹn, thân thiện” như sau:"),
    (0, "MỤC ĐÍCH, YÊU CẦU"),
    (1, "Mục đích"),
    (3, "Tạo chuyển biến rõ nét về kỷ luật, kỷ cương, tác phong và chất lượng tham mưu của công chức, viên chức, người lao "
        "động; xây dựng cơ quan hiện đại, chuyên nghiệp, lấy sự hài lòng của người dân và cơ sở làm thước đo."),
    (3, "Khuyến khích sáng kiến cải tiến quy trình, ứng dụng công nghệ số để giảm thời gian, giảm giấy tờ, giảm việc trùng "
        "lặp; đưa sáng kiến được công nhận vào áp dụng ngay trong công việc hằng ngày."),
    (3, "Biểu dương, khen thưởng kịp thời tập thể, cá nhân hoàn thành việc khó, việc mới, việc đột xuất với chất lượng tốt."),
    (1, "Yêu cầu"),
    (3, "Mỗi phòng, đơn vị đăng ký ít nhất một việc đổi mới gắn với nhiệm vụ chuyên môn, có mốc thời gian, có sản phẩm và có "
        "người chịu trách nhiệm."),
    (3, "Đánh giá thi đua bằng dữ liệu trên phần mềm theo dõi công việc; không đánh giá cảm tính, không cào bằng."),
    (3, "Công chức lãnh đạo, quản lý gương mẫu thực hiện trước; kết quả phong trào của phòng là căn cứ đánh giá trưởng phòng."),
    (0, "NỘI DUNG THI ĐUA"),
    (1, "Thi đua nâng cao chất lượng tham mưu"),
    (3, "Thi đua tham mưu văn bản đúng thẩm quyền, đúng thể thức, đúng hạn; rà soát căn cứ pháp lý còn hiệu lực trước khi "
        "trình; giảm số văn bản phải sửa, phải trả lại."),
    (3, "Thi đua bám sát cơ sở: hướng dẫn xã, phường, đặc khu bằng tài liệu ngắn gọn, trả lời vướng mắc trong thời hạn đã "
        "công bố; không đẩy việc xuống cơ sở khi chưa có hướng dẫn."),
    (1, "Thi đua cải cách thủ tục hành chính"),
    (3, "Thi đua cắt giảm thời gian giải quyết, tái cấu trúc quy trình thủ tục về thi đua, khen thưởng, công chức, viên chức, "
        "hội; thực hiện đầy đủ trên môi trường điện tử."),
    (3, "Thi đua giữ đúng lời hẹn với người dân, tổ chức; trễ hạn phải xin lỗi, nêu lý do và thời hạn mới."),
    (1, "Thi đua chuyển đổi số"),
    (3, "Thi đua số hóa hồ sơ khen thưởng, hồ sơ công chức, viên chức; làm giàu, làm sạch dữ liệu và kết nối với cơ sở dữ liệu "
        "dùng chung."),
    (3, "Thi đua học và sử dụng công nghệ mới an toàn, đúng quy định; bảo vệ bí mật nhà nước và dữ liệu cá nhân."),
    (1, "Thi đua xây dựng văn hóa công sở"),
    (3, "Thi đua thực hiện nếp sống văn minh nơi công sở: đúng giờ, đúng mực, sạch đẹp, tiết kiệm điện, nước, văn phòng phẩm."),
    (0, "CHỈ TIÊU THI ĐUA"),
    (1, "100% hồ sơ đề nghị khen thưởng được thẩm định đúng hạn và trước hạn."),
    (1, "Tỷ lệ thủ tục hành chính thực hiện trực tuyến toàn trình đạt từ 90% trở lên."),
    (1, "Tỷ lệ văn bản tham mưu đúng hạn đạt từ 98% trở lên."),
    (1, "Số sáng kiến được công nhận: 14 sáng kiến, trong đó: cấp tỉnh 03 sáng kiến; cấp cơ sở 11 sáng kiến."),
    (1, "100% công chức, viên chức có kỹ năng số cơ bản."),
    (0, "NHIỆM VỤ, GIẢI PHÁP"),
    (1, "Công khai bảng theo dõi công việc của từng phòng trên trang nội bộ, cập nhật hằng tuần; giao ban chỉ bàn việc chậm, "
        "việc vướng và cách tháo gỡ."),
    (1, "Mỗi quý tổ chức một buổi chia sẻ sáng kiến; người có sáng kiến trực tiếp trình bày, các phòng góp ý và đăng ký áp dụng."),
    (1, "Khảo sát mức độ hài lòng của xã, phường, đặc khu đối với hướng dẫn của Sở hai lần trong năm; công khai kết quả."),
    (1, "Bồi dưỡng tại chỗ, kèm cặp công chức trẻ; luân phiên làm việc tại cơ sở để hiểu khó khăn thực tế."),
    (1, "Khen thưởng ngay khi việc hoàn thành; mức khen tương xứng với giá trị kết quả, không phân biệt chức vụ."),
    (0, "TỔ CHỨC THỰC HIỆN"),
    (1, "Trưởng các phòng, đơn vị thuộc Sở:"),
    (2, "Tổ chức ký giao ước thi đua và gửi đăng ký về Văn phòng Sở trước ngày 25/01/2026."),
    (2, "Tự chấm điểm, báo cáo kết quả về Văn phòng Sở trước ngày 10/6/2026 và ngày 25/11/2026."),
    (1, "Văn phòng Sở chủ trì theo dõi, đôn đốc, tổng hợp kết quả; bảo đảm kinh phí, điều kiện thực hiện; tham mưu tổng kết "
        "phong trào trước ngày 15/12/2026."),
    (1, "Phòng Thi đua - Khen thưởng hướng dẫn tiêu chí chấm điểm trước ngày 20/01/2026; thẩm định hồ sơ khen thưởng của "
        "phong trào."),
    (1, "Phòng Cải cách hành chính chủ trì khảo sát mức độ hài lòng; báo cáo Giám đốc Sở trước ngày 30/6/2026 và ngày 30/11/2026."),
    (1, "Đề nghị Công đoàn, Đoàn Thanh niên cơ quan vận động đoàn viên hưởng ứng phong trào; tổ chức bình chọn gương công "
        "chức được cơ sở tín nhiệm."),
    (-1, "Yêu cầu trưởng các phòng, đơn vị và toàn thể công chức, viên chức, người lao động thuộc Sở nghiêm túc thực hiện./."),
)  # fmt: skip

RECIPIENTS = (
    "- UBND tỉnh (b/c);", "- Ban Giám đốc Sở;", "- Các phòng, đơn vị thuộc Sở;", "- Công đoàn, Đoàn Thanh niên cơ quan;",
    "- Lưu: VT, TĐKT.",
)  # fmt: skip

_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))


def make() -> None:
    """Write the file; the same words give the same document."""
    doc = Document()
    page = doc.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    num = _numbering(doc)
    _line(doc, "VĂN BẢN MINH HỌA: đơn vị, số liệu và tên người trong văn bản này không có thật", italic=True)
    head = doc.add_table(rows=2, cols=2)
    head.alignment = WD_TABLE_ALIGNMENT.CENTER
    _cell(head.cell(0, 0), "UBND TỈNH SÔNG LAM MẪU\nSỞ NỘI VỤ", bold=True)
    _cell(head.cell(0, 1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", bold=True)
    _cell(head.cell(1, 0), "Số: 09/KH-SNV")
    _cell(head.cell(1, 1), "Sông Lam Mẫu, ngày 13 tháng 01 năm 2026", italic=True)
    _line(doc, "KẾ HOẠCH", bold=True)
    _line(doc, "Phát động phong trào thi đua cải cách hành chính, chuyển đổi số trong cơ quan năm 2026", bold=True)
    for level, text in BODY:
        paragraph = doc.add_paragraph(text)
        paragraph.paragraph_format.space_after = Pt(6)
        if level >= 0:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
            )
            if level == 0 or text in {"Mục đích", "Yêu cầu"}:
                paragraph.runs[0].bold = True
    foot = doc.add_table(rows=1, cols=2)
    _cell(foot.cell(0, 0), "\n".join(("Nơi nhận:", *RECIPIENTS)), centre=False)
    _cell(foot.cell(0, 1), "GIÁM ĐỐC\n\n\nNgô Minh Họa", bold=True)
    doc.core_properties.author = "thidua"
    doc.core_properties.created = doc.core_properties.modified = datetime(2026, 1, 13, tzinfo=UTC)
    doc.save(str(OUT))


def _numbering(doc: Any) -> int:
    root = doc.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{400 * i}" w:hanging="360"/></w:pPr></w:lvl>'
        for i, (fmt, text) in enumerate(_LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    root.insert(0, abstract)  # the schema wants every abstractNum before the first num
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return 90


def _line(doc: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = doc.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def _cell(cell: Any, text: str, *, bold: bool = False, italic: bool = False, centre: bool = True) -> None:
    for i, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.italic = bold, italic


if __name__ == "__main__":
    make()

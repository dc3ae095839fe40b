"""A mark of secrecy in every form, at every place of every format: none may pass; ordinary plans must."""

import unicodedata
from collections.abc import Callable

import docx
import pytest

from retrieval.model import Refused
from retrieval.reading.source import load_bytes
from tests.hostile import body, put
from tests.making_files import saved, small_pdf, with_head, word_of

FORMS = [
    "MẬT", "Mật", "TỐI MẬT", "Tối mật", "TUYỆT MẬT", "Tuyệt mật", "T Ố I  M Ậ T", "M Ậ T", "[MẬT]", "(Tối mật)",
    "Độ mật: Mật", "ĐỘ MẬT: TỐI MẬT", "Dấu chỉ độ mật: Tuyệt mật", "Tài liệu mật", "TÀI LIỆU TỐI MẬT", "TOI MAT",
    "TUYET MAT", unicodedata.normalize("NFD", "TỐI MẬT"), "TỐI MẬT - Bản số 01", "HỎA TỐC - MẬT", "\u200bMẬT\u200b",
]  # fmt: skip
PLAN = "ỦY BAN NHÂN DÂN XÃ AN BÌNH\n{}\nKẾ HOẠCH\nPhát động phong trào thi đua năm 2025\nI. MỤC ĐÍCH\n1. Mục đích chung"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def in_cell(mark: str) -> bytes:
    document = docx.Document()
    with_head(document, ["ỦY BAN NHÂN DÂN", mark], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập"])
    return saved(document)


def in_section(where: str) -> Callable[[str], bytes]:
    def made(mark: str) -> bytes:
        document = docx.Document()
        document.add_paragraph("KẾ HOẠCH")
        getattr(document.sections[0], where).paragraphs[0].text = mark
        return saved(document)

    return made


def in_part(part: str, tag: str, item: str) -> Callable[[str], bytes]:
    return lambda mark: put(part, f'<w:{tag} {W}><w:{item} w:id="5">{paragraph(mark)}</w:{item}></w:{tag}>')


def in_subject(mark: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.core_properties.subject = mark
    return saved(document)


BOX = "<w:p><w:r><w:pict><w:textbox><w:txbxContent>{}</w:txbxContent></w:textbox></w:pict></w:r></w:p>"
PLACES: dict[str, Callable[[str], bytes]] = {
    "text": lambda mark: PLAN.format(mark).encode(),
    "utf-16": lambda mark: PLAN.format(mark).encode("utf-16"),
    "first line": lambda mark: f"{mark}\nKẾ HOẠCH".encode(),
    "word body": lambda mark: word_of(PLAN.format(mark)),
    "word cell": in_cell,
    "word header": in_section("header"),
    "word footer": in_section("footer"),
    "word text box": lambda mark: body(paragraph("KẾ HOẠCH") + BOX.format(paragraph(mark))),
    "word footnote": in_part("word/footnotes.xml", "footnotes", "footnote"),
    "word comment": in_part("word/comments.xml", "comments", "comment"),
    "word deleted": lambda mark: body(
        paragraph("KẾ HOẠCH") + f"<w:p><w:del><w:r><w:delText>{mark}</w:delText></w:r></w:del></w:p>"
    ),
    "pdf line": lambda mark: small_pdf([[(85.0, 80.0, mark), (85.0, 120.0, "KẾ HOẠCH")]]),
    "pdf second page": lambda mark: small_pdf(
        [[(85.0, 120.0, "KẾ HOẠCH")], [(400.0, 60.0, mark), (85.0, 90.0, "Tiếp")]]
    ),
    "pdf beside": lambda mark: small_pdf(
        [[(85.0, 80.0, "UBND XÃ"), (330.0, 80.0, mark.upper()), (85.0, 120.0, "KẾ HOẠCH")]]
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_mark_passes(place: str) -> None:
    """Some 300 files."""
    for form in FORMS:
        with pytest.raises(Refused, match="không lưu lại gì"):
            load_bytes("KH-05.bin", PLACES[place](form))


@pytest.mark.parametrize("form", ["Mật", "Độ mật: Tối mật", "TUYỆT MẬT", "Tài liệu mật"])
def test_no_mark_passes_in_a_property_or_a_name(form: str) -> None:
    with pytest.raises(Refused, match="không lưu lại gì"):
        load_bytes("KH-05.docx", in_subject(form))
    with pytest.raises(Refused, match="không lưu lại gì"):
        load_bytes(f"KH 05 ({form}).txt", PLAN.format("").encode())


SENTENCES = [
    "Bảo đảm an toàn, bảo mật thông tin", "- Bảo vệ bí mật nhà nước;", "Mật độ dân số 250 người/km2", "Tổ chức họp mặt",
    "1. Văn bản có nội dung Tối mật không gửi qua mạng.", "Dấu chỉ độ mật theo quy định", "MẶT TRẬN TỔ QUỐC VIỆT NAM",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Ban Cơ yếu, mật mã", "Giữ mối quan hệ mật thiết với Nhân dân",
]  # fmt: skip


@pytest.mark.parametrize("place", [p for p in PLACES if p not in ("word comment", "word deleted", "word footnote")])
def test_ordinary_sentences_pass(place: str) -> None:
    for sentence in SENTENCES:
        assert load_bytes("KH-05.bin", PLACES[place](sentence)).lines

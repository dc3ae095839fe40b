"""One plan as text, Word, PDF and scan: the same tree of clauses and the same facts, however it was saved."""

import io
from collections import Counter
from pathlib import Path

import docx
import pytest

from retrieval.model import Reading, Refused
from retrieval.reading import ocr
from retrieval.reading.read import read, read_source
from retrieval.reading.source import load_bytes
from tests.making_files import office, pdf_of, pictures_of, saved, scan_of, word_of

SHARED = Path(__file__).resolve().parents[4] / "shared"
NUMBERED = sorted((SHARED / "seeds").glob("*.txt")) if (SHARED / "seeds").is_dir() else []
needs_office = pytest.mark.skipif(not office(), reason="LibreOffice is not installed")

PLAN = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 05/KH-UBND
An Bình Mẫu, ngày 08 tháng 01 năm 2025

KẾ HOẠCH
Phát động phong trào thi đua thực hiện thắng lợi nhiệm vụ năm 2025

Thực hiện Kế hoạch số 12/KH-UBND ngày 03/01/2025 của Ủy ban nhân dân tỉnh về phát động phong trào thi đua yêu nước.

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Tạo khí thế thi đua sôi nổi trong cán bộ, công chức và Nhân dân, quyết tâm hoàn thành thắng lợi các chỉ tiêu của năm.

- Biểu dương kịp thời các tập thể, cá nhân tiêu biểu.

2. Yêu cầu

a) Nội dung thi đua thiết thực, gắn với nhiệm vụ của từng cơ quan, đơn vị và từng thôn trên địa bàn toàn xã.

b) Khen thưởng đúng người, đúng việc.

II. CHỈ TIÊU THI ĐUA

1. Thu ngân sách nhà nước trên địa bàn đạt 25,5 tỷ đồng; thu nhập bình quân đầu người đạt 68 triệu đồng.

2. Giảm tỷ lệ hộ nghèo xuống dưới 1,5%.

IV. TỔ CHỨC THỰC HIỆN

1. Văn phòng HĐND và UBND xã theo dõi, đôn đốc, tổng hợp kết quả, báo cáo Chủ tịch UBND xã trước ngày 25/11/2025.

2. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã phối hợp tuyên truyền, vận động Nhân dân hưởng ứng phong trào thi đua.

Trên đây là Kế hoạch phát động phong trào thi đua năm 2025./.

Nơi nhận:

- UBND tỉnh (b/c);

- Lưu: VT.

CHỦ TỊCH

Nguyễn Văn Mẫu
"""


def tree(reading: Reading) -> list[tuple[tuple[str, ...], str]]:
    """Paths and words; a label and its text may touch («3.Tiếp tục») in one format and not in another."""
    return [(c.path, "".join(c.text.split())) for c in reading.clauses]


def facts(reading: Reading) -> tuple[object, ...]:
    """What was found, without the places where it stands in this file."""
    return (
        [(t.indicator, t.comparator, t.value, t.measure, t.period) for t in reading.targets],
        [(d.who, d.what) for d in reading.duties],
        [(d.when, d.date) for d in reading.deadlines],
        [m.name for m in reading.movements],
        [(c.number, c.date) for c in reading.cited],
        reading.recipients,
        reading.signer,
        reading.document.header,
    )


def kept(base: Reading, other: Reading) -> float:
    """Share of the paths of `base` that the other reading has too."""
    mine, theirs = Counter(c.path for c in base.clauses), Counter(c.path for c in other.clauses)
    return sum((mine & theirs).values()) / sum(mine.values())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_word_with_its_own_numbering(plan: Path) -> None:
    """«IV.» follows «II.»: a list that begins anew."""
    base = read(plan)
    assert ("IV", "2") in {c.path for c in base.clauses}
    other = read_source(load_bytes("plan.docx", word_of(PLAN)))
    assert tree(other) == tree(base)
    assert facts(other) == facts(base)


@needs_office
def test_pdf_of_a_text_processor(plan: Path, tmp_path: Path) -> None:
    base = read(plan)
    other = read_source(load_bytes("plan.pdf", pdf_of(word_of(PLAN), tmp_path)))
    assert tree(other) == tree(base)
    assert facts(other) == facts(base)


@needs_office
@pytest.mark.skipif(not ocr.available(), reason="Tesseract with Vietnamese data is not installed")
def test_scan(plan: Path, tmp_path: Path) -> None:
    base = read(plan)
    other = read_source(load_bytes("scan.pdf", scan_of(pdf_of(word_of(PLAN), tmp_path), tmp_path)))
    assert kept(base, other) >= 0.95
    assert "OCR" in other.source.doubts[0]


@needs_office
@pytest.mark.skipif(not ocr.available(), reason="Tesseract with Vietnamese data is not installed")
def test_a_picture_is_read_like_the_page_of_a_scan(tmp_path: Path) -> None:
    pdf = pdf_of(word_of(PLAN), tmp_path)
    picture = pictures_of(pdf, tmp_path, 200)[0]
    seen = read_source(load_bytes("anh.png", picture))
    assert seen.source.media == "image"
    assert ("I", "1", "-2") in {c.path for c in seen.clauses}


@needs_office
@pytest.mark.skipif(not ocr.available(), reason="Tesseract with Vietnamese data is not installed")
def test_a_stamp_pasted_as_a_picture_is_seen(tmp_path: Path) -> None:
    sheet = pictures_of(pdf_of(word_of("TỐI MẬT\nỦY BAN NHÂN DÂN XÃ AN BÌNH"), tmp_path), tmp_path, 150)[0]
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_picture(io.BytesIO(sheet))
    with pytest.raises(Refused, match="Tối mật"):
        load_bytes("KH.docx", saved(document))
    with pytest.raises(Refused, match="Tối mật"):
        load_bytes("anh.png", sheet)


@pytest.mark.skipif(not NUMBERED, reason="the shared texts are not here")
def test_every_seed_as_word() -> None:
    for path in NUMBERED:
        base, other = read(path), read_source(load_bytes(path.name, word_of(path.read_text(encoding="utf-8"))))
        assert tree(other) == tree(base), path.name
        assert facts(other) == facts(base), path.name


@needs_office
@pytest.mark.slow
@pytest.mark.skipif(not NUMBERED, reason="the shared texts are not here")
def test_every_seed_as_pdf(tmp_path: Path) -> None:
    for path in NUMBERED:
        base = read(path)
        other = read_source(load_bytes(path.name, pdf_of(word_of(path.read_text(encoding="utf-8")), tmp_path)))
        assert [c.path for c in other.clauses] == [c.path for c in base.clauses], path.name
        assert facts(other) == facts(base), path.name


@needs_office
@pytest.mark.slow
@pytest.mark.skipif(not ocr.available(), reason="Tesseract with Vietnamese data is not installed")
@pytest.mark.skipif(not NUMBERED, reason="the shared texts are not here")
def test_seeds_as_scans(tmp_path: Path) -> None:
    """Text → Word → LibreOffice → PDF → pictures → OCR."""
    shares = []
    for path in NUMBERED[2:4]:
        base = read(path)
        pdf = pdf_of(word_of(path.read_text(encoding="utf-8")), tmp_path)
        shares.append(kept(base, read_source(load_bytes(path.name, scan_of(pdf, tmp_path)))))
    assert sum(shares) / len(shares) >= 0.95, shares

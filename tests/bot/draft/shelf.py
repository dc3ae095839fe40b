"""A shelf of readings, made by hand: what drafting reads of the index."""

from collections.abc import Sequence
from pathlib import Path

from retrieval import Clause, Document, Reading, Where, read, read_text

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"

OLD_PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG MẪU

Số: 12/KH-UBND

Đồng Mẫu, ngày 10 tháng 01 năm 2024

KẾ HOẠCH

Phát động phong trào thi đua thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2024

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Tạo khí thế thi đua sôi nổi trong cán bộ, công chức và Nhân dân xã Đồng Mẫu ngay từ đầu năm 2024, quyết tâm vượt khó.

- Phấn đấu hoàn thành Nghị quyết Đại hội Đảng bộ xã lần thứ XX; thu ngân sách đạt 12,5 tỷ đồng trên địa bàn xã.

2. Yêu cầu

- Khen thưởng phải chính xác, công khai, kịp thời; quan tâm người lao động trực tiếp, người tốt, việc tốt.

II. NỘI DUNG THI ĐUA

1. Thi đua phát triển kinh tế, tăng thu nhập của người dân; thực hiện Chỉ thị số 34-CT/TW của Bộ Chính trị.

2. Thi đua bảo vệ môi trường, thu gom, phân loại rác thải tại từng hộ gia đình, từng khu dân cư của xã trong năm 2024.

III. TỔ CHỨC THỰC HIỆN

1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã vận động đoàn viên, Nhân dân hưởng ứng phong trào thi đua năm 2024.

2. Công chức Văn phòng xã tổng hợp kết quả, báo cáo Chủ tịch UBND xã trước ngày 15/12/2024.

Nơi nhận:

- UBND huyện Kiểu Mẫu;
- Lưu: VT.

CHỦ TỊCH

Trần Thị Mẫu
"""


class Shelf:
    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = {r.document.doc: r for r in readings}

    def documents(self, where: Where) -> Sequence[Document]:
        return [r.document for r in self._readings.values()]

    def clauses(self, doc: str) -> Sequence[Clause]:
        return self._readings[doc].clauses


def invented() -> Shelf:
    return Shelf([read_text("12-KH-UBND.txt", OLD_PLAN)])


def seeds() -> Shelf:
    return Shelf([read(p) for p in sorted((SHARED / "seeds").glob("*.txt"))])

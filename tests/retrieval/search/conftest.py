"""A small corpus, a fake model and an index over them; nothing here loads the real model."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from retrieval.search.index import Index
from retrieval.words import syllables, unaccent

PLAN = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: 05/KH-UBND
An Bình, ngày 12 tháng 01 năm 2025

KẾ HOẠCH
Phát động phong trào thi đua năm 2025

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Tạo khí thế thi đua sôi nổi trong cán bộ và Nhân dân.
2. Yêu cầu
- Mỗi ấp đăng ký ít nhất một mô hình mới trước ngày 15/02/2025.
II. CHỈ TIÊU
1. Tỷ lệ hộ dân dùng nước sạch đạt 98% trở lên.
2. Trồng mới 12.000 cây xanh phân tán.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng HĐND và UBND xã tổng hợp, báo cáo kết quả trước ngày 05/12/2025.
2. Công an xã giữ vững an ninh trật tự.

Nơi nhận:
- Thường trực Đảng ủy;
- Lưu: VT.
"""
LAW = """Số: 77/2030/NĐ-CP

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định mức thưởng kèm theo danh hiệu minh họa.

Điều 2. Mức tiền thưởng
1. Lao động tiên tiến được thưởng 0,3 lần mức lương cơ sở.
2. Chiến sĩ thi đua cơ sở được thưởng 1,0 lần mức lương cơ sở.

Điều 3. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2031.
"""


class HashedWords:
    """A fake model: a text is the sum of its syllables' random directions, so shared words mean near vectors."""

    stamp = "fake-1"
    dim = 64

    def passages(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> npt.NDArray[np.float32]:
        return np.stack([self.query(t) for t in texts]) if texts else np.empty((0, self.dim), np.float32)

    def query(self, text: str) -> npt.NDArray[np.float32]:
        total = np.full(self.dim, 2.0)  # a share in common, as e5 has: its cosines lie close together
        for word in syllables(unaccent(text)):
            seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "little")
            total += np.random.default_rng(seed).normal(size=self.dim)
        length = float(np.linalg.norm(total)) or 1.0
        return (total / length).astype(np.float32)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus and its index, built once; tests that change them work on a copy."""
    home = tmp_path_factory.mktemp("built")
    (home / "corpus").mkdir()
    (home / "corpus" / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    (home / "corpus" / "nghi-dinh.txt").write_text(LAW, encoding="utf-8")
    with Index(home / "index", HashedWords(), write=True) as index:
        report = index.sync([home / "corpus"])
    assert (report.read, report.changed, report.removed, report.refused) == (2, 0, 0, ())
    return home


@pytest.fixture
def corpus(built: Path) -> Iterator[Path]:
    """The corpus where it was indexed, put back as it was after the test."""
    folder = built / "corpus"
    before = {p: p.read_bytes() for p in folder.iterdir()}
    yield folder
    for path in folder.iterdir():
        if path not in before:
            path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the index."""
    return Path(shutil.copytree(built / "index", tmp_path / "index"))

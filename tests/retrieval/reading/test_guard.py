"""A file from a stranger is read behind glass: the same reading, or a reason, and nothing left behind."""

import datetime as dt
import os
from pathlib import Path

import pytest

from retrieval.model import CorpusError, Reading, Refused
from retrieval.reading import wire
from retrieval.reading.guard import read_guarded
from retrieval.reading.read import read, read_text
from tests.making_files import word_of

PLAN = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: 05/KH-UBND
An Bình, ngày 08 tháng 01 năm 2025
KẾ HOẠCH
Phát động phong trào thi đua năm 2025
I. CHỈ TIÊU
1. Thu ngân sách đạt 25 tỷ đồng; hộ nghèo dưới 1,5%.
II. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND xã báo cáo trước ngày 25/11/2025."""


def test_the_same_reading_as_without_the_glass(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(word_of(PLAN))
    assert read_guarded(path, name="KH 05.docx") == read(path, name="KH 05.docx")


def test_a_reading_goes_through_json_and_back() -> None:
    reading = read_text("a.txt", PLAN)
    assert reading.document.header.date == dt.date(2025, 1, 8)
    assert wire.load(Reading, wire.dump(reading)) == reading


@pytest.mark.parametrize("text", ["[]", '{"document": 5}', '{"clauses": [1]}', "null", '"x"'])
def test_json_of_another_shape_is_not_a_reading(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        wire.load(Reading, text)


def test_reasons_come_through(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("TỐI MẬT\nKẾ HOẠCH", encoding="utf-8")
    with pytest.raises(Refused, match="«Tối mật»"):
        read_guarded(path)
    with pytest.raises(CorpusError, match="Không mở được"):
        read_guarded(tmp_path / "khong-co.txt")


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_of(PLAN))
    with pytest.raises(Refused, match="quá lâu"):
        read_guarded(path, wall=0.01)
    with pytest.raises(ChildProcessError):  # no child is left, running or dead
        os.waitpid(-1, os.WNOHANG)

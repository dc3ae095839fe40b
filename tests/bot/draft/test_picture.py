import datetime as dt
import struct
import sys
import time
from pathlib import Path

import pytest

from bot.draft.export import docx
from bot.draft.picture import _png, first_page, suite
from bot.model import Draft, DraftRequest, Paragraph, Section

TODAY = dt.date(2026, 11, 21)

PLAN = docx(
    Draft(
        "draft",
        DraftRequest("", TODAY, "UBND xã An Bình", "xã", "Hưng Yên", "2027"),
        "KẾ HOẠCH\nPhát động phong trào thi đua năm 2027",
        (Section("noi-dung", "I. NỘI DUNG THI ĐUA", (Paragraph("1. Thi đua hoàn thành nhiệm vụ.", "template"),)),),
    )
)


def program(folder: Path, body: str) -> str:
    """A stand-in for the office suite: a real program with another mind."""
    path = folder / "suite"
    path.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.slow
def test_first_page_is_drawn_where_a_suite_is_installed() -> None:
    if suite() is None:
        pytest.skip("no LibreOffice on this machine: the picture of page 1 is not offered")
    made = first_page(PLAN)
    assert made is not None
    width, height = struct.unpack(">II", made[16:24])
    assert abs(height / width - 297 / 210) < 0.01  # A4, upright
    assert 20_000 < len(made) < 1_000_000  # words on it, and light enough for a chat


def test_a_suite_that_is_absent_or_fails_is_no_picture(tmp_path: Path) -> None:
    assert first_page(PLAN, program=str(tmp_path / "nowhere")) is None
    assert first_page(PLAN, program=program(tmp_path, "raise SystemExit(3)")) is None
    assert first_page(PLAN, program=program(tmp_path, "pass")) is None  # says done, wrote nothing


def test_a_suite_that_hangs_is_ended(tmp_path: Path) -> None:
    begun = time.monotonic()
    assert first_page(PLAN, program=program(tmp_path, "import time; time.sleep(60)"), wall=0.5) is None
    assert time.monotonic() - begun < 10


def test_the_picture_is_a_png_any_reader_opens() -> None:
    made = _png(2, 1, b"\0\x00\xff")
    assert made.startswith(b"\x89PNG")
    assert made[12:16] == b"IHDR"
    assert made.endswith(b"IEND\xaeB`\x82")  # the checksum of an empty end, as in every PNG

"""A stamp set askew is found among what the page's lines do not hold, and turned level before it is read."""

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from retrieval.model import Refused
from retrieval.reading import ocr
from retrieval.reading.stamps import _level, mark_askew
from tests.making_files import office, pdf_of, word_of

DPI = 200


def pnm(grey: np.ndarray) -> bytes:
    return b"P5 %d %d 255\n" % (grey.shape[1], grey.shape[0]) + grey.astype(np.uint8).tobytes()


def bar(angle: float) -> bytes:
    """A page with one striped bar of three centimetres, turned."""
    patch = np.zeros((60, 260), bool)
    y, x = np.mgrid[10:50, 10:250]
    patch[10:50, 10:250] = (x + y) // 8 % 2 == 0
    head, turned = _level(patch, angle).split(b" 255\n", 1)
    width, height = map(int, head.split()[1:])
    page = np.full((900, 1200), 255, np.uint8)
    page[100 : 100 + height, 300 : 300 + width] = np.frombuffer(turned, np.uint8).reshape(height, width)
    return pnm(page)


@pytest.mark.parametrize("angle", [-30, -12, 15, 30, 90])
def test_what_lies_askew_is_turned_level(angle: float) -> None:
    def look(part: bytes) -> str:
        head, _, body = part.partition(b" 255\n")
        width, height = map(int, head.split()[1:])
        rows = (np.frombuffer(body, np.uint8).reshape(height, width) < 128).any(axis=1).sum()
        return "TÔI MẬT" if rows < 60 else "~"

    assert mark_askew(bar(angle), DPI, [], look) == "Tối mật"
    assert mark_askew(bar(angle), DPI, [(250, 50, 700, 500)], look) == ""  # ink of words that were read


def test_level_ink_that_says_mat_is_no_mark() -> None:
    """«MẶT» of «MẶT TRẬN», the rest of which was read."""
    assert mark_askew(bar(0), DPI, [], lambda _: "MẶT") == ""
    assert mark_askew(bar(20), DPI, [], lambda _: "Đã ký") == ""


def page_of(text: str, folder: Path) -> np.ndarray:
    source = folder / "page.pdf"
    source.write_bytes(pdf_of(word_of(text), folder))
    made = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", str(source)], check=True, capture_output=True, timeout=60
    ).stdout
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", made)
    assert head
    return np.frombuffer(made, np.uint8, offset=head.end()).reshape(int(head[2]), int(head[1]))


@pytest.mark.skipif(not office() or not ocr.available(), reason="LibreOffice or Tesseract is not installed")
def test_stamps_at_every_angle_are_refused(tmp_path: Path) -> None:
    stamp = page_of("TỐI MẬT", tmp_path) < 128
    rows, columns = np.nonzero(stamp.any(axis=1))[0], np.nonzero(stamp.any(axis=0))[0]
    stamp = stamp[rows[0] - 4 : rows[-1] + 4, columns[0] - 4 : columns[-1] + 4]
    stamp = stamp.repeat(2, axis=0).repeat(2, axis=1)  # twice as large as the text
    paper = page_of("ỦY BAN NHÂN DÂN XÃ\nKẾ HOẠCH\n" + "Đẩy mạnh phong trào thi đua yêu nước. " * 8, tmp_path)
    assert ocr.look(pnm(paper), DPI, "KH.pdf").page.words
    for angle in (-28, 20, 90):
        head, turned = _level(stamp, angle).split(b" 255\n", 1)
        width, height = map(int, head.split()[1:])
        page = np.full((paper.shape[0] + height, paper.shape[1]), 255, np.uint8)
        page[height:] = paper
        page[:height, 900 : 900 + width] = np.frombuffer(turned, np.uint8).reshape(height, width)
        with pytest.raises(Refused, match="mật"):
            ocr.look(pnm(page), DPI, f"KH {angle}.pdf")

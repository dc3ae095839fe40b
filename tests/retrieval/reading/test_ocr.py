"""Numbers at the head of a scanned line: what the machine makes of them, and what their ink says."""

import numpy as np
import pytest

from retrieval.reading.ocr import _again, _Grey, _parted, _Token


def drawn(strokes: int, *, dot: bool = True) -> tuple[_Grey, _Token]:
    """«III.T» in ink: upright strokes, a dot on the base line, a letter with a bar on top."""
    page = np.full((40, 120), 255, np.uint8)
    x = 10
    for _ in range(strokes):
        page[8:32, x : x + 4] = 0
        x += 8
    if dot:
        page[28:32, x : x + 4] = 0
        x += 8
    page[8:12, x : x + 16] = 0
    page[8:32, x + 6 : x + 10] = 0
    grey = _Grey.of(b"P5 120 40 255\n" + page.tobytes())
    assert grey
    return grey, _Token("II.Tổ", 10, x + 16, 8, 32, 91.0)


@pytest.mark.parametrize("strokes", [1, 2, 3])
def test_a_roman_number_glued_to_its_word_is_counted_alone(strokes: int) -> None:
    """Read as «II.Tổ» at 200 dpi, surely and wrongly: the strokes before the dot are the number."""
    grey, token = drawn(strokes)
    label, word = _parted(grey, token)
    assert (label.text, word.text) == ("II.", "Tổ")
    assert _again(grey, [label, word], 200, "KH.pdf") == "I" * strokes + "."


@pytest.mark.parametrize("text", ["II.tổ", "V.Tổ", "TP.Huế", "1.525", "IL", "II.A1"])
def test_other_words_stay_whole(text: str) -> None:
    grey, token = drawn(2)
    assert not _parted(grey, _Token(text, token.x0, token.x1, token.top, token.base, 91.0))


def test_without_a_dot_nothing_is_parted() -> None:
    grey, token = drawn(2, dot=False)
    assert not _parted(grey, token)

"""What a badly read word may stand for: one or two candidates from the paper's own words, or silence."""

import pytest

from retrieval.reading import layout, ocr
from retrieval.reading.suggest import known, near

TEXT = "Phấn đấu hoàn thành chỉ tiêu ngân sách nhà nước Đông bằng bàng báng"
WORDS = known(TEXT.split())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("thục", ("thực",)),  # marks alone
        ("nưởc", ("nước",)),
        ("Hoản", ("Hoàn",)),
        ("NGÂM", ("NGÂN",)),  # one letter
        ("hoàn", ()),  # said surely elsewhere
        ("phâri", ()),
        ("bãng", ()),  # three fit: none is offered
        ("12,5", ()),
        ("x", ()),
    ],
)
def test_candidates(word: str, expected: tuple[str, ...]) -> None:
    assert near(word, WORDS) == expected


def test_candidates_stand_beside_the_text() -> None:
    said = ("Thu", "ngân", "sách", "nưởc")
    words = tuple(layout.Word(t, 10.0 * i, 10.0 * i + 8, 20.0, 10.0) for i, t in enumerate(said))
    seen = ocr.Seen(layout.Page(200, 100, words), (("nưởc", 31.0),))
    doubts = ocr.doubts_of({1: seen})
    assert "«nưởc» (có thể là «nước»)" in doubts[1]
    assert seen.page.words[-1].text == "nưởc"

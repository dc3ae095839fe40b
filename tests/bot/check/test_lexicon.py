"""Spelling in context: pairs that are almost a word of the genre, and pairs that only look so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.check.lexicon import is_syllable, suspects


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Phần đầu thu ngân sách đạt 100%", "Phấn đấu"),  # a real word, wrong here
        ("phong trào thi đua đặt biệt", "đặc biệt"),  # the ear takes c for t
        ("kip thời biểu dương", "kịp thời"),
        ("điển hình tiến tiến", "tiên tiến"),
        ("khen thưởng đợt xuất", "đột xuất"),
        ("phát hiện sớm, không chể dịch bệnh", "khống chế"),
        ("băng rôn, pano, lao đài", "loa đài"),  # vowels swapped
        ("PHẦN ĐẤU HOÀN THÀNH", "PHẤN ĐẤU"),
        ("nâng cao chất lượng khen thường", "khen thưởng"),
    ],
)
def test_a_misspelt_word_is_seen_and_put_right(text: str, right: str) -> None:
    assert [s.right for s in suspects(text)] == [right]


@pytest.mark.parametrize(
    "text",
    [
        "khen thường xuyên",  # «thường xuyên» holds the second syllable
        "hoàn thành toàn diện các chỉ tiêu",  # «thành toàn» is the seam of two words
        "để làm căn cứ chấm điểm",
        "văn hoá, uỷ ban, sức khoẻ",  # the other tone style
        "phong trao thi dua",  # typed without diacritics
        "huyện Phong Trao",  # a name
        "vượt quá ba lần; hằng năm, hàng năm",
        "công nhân, thứ trưởng, cơ động, cộng tác",
    ],
)
def test_what_only_looks_misspelt_is_left_alone(text: str) -> None:
    assert list(suspects(text)) == []


@pytest.mark.parametrize(
    "word", ["nghiêng", "quýt", "gì", "giếng", "khuya", "xoong", "thuở", "ước", "yêu", "quốc", "giúp"]
)
def test_syllables_of_the_language(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nghành", "thưc", "thưởngvà", "đươc", "trưỏngg", "cíên", "xuât"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ ờếộ,.“”\n", max_size=80))
def test_every_suspect_stands_where_it_says(text: str) -> None:
    for s in suspects(text):
        assert text[s.start : s.end] == s.written

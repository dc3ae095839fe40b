"""Old bytes become Unicode, or nothing: a wrong guess would put words in an office's mouth."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading import encodings as e

SHARED = Path(__file__).resolve().parents[4] / "shared"

TEXT = (
    "ỦY BAN NHÂN DÂN XÃ AN BÌNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Phát động phong trào thi đua thực hiện thắng lợi nhiệm vụ phát triển kinh tế - xã hội năm 2025.\n"
    "Phấn đấu thu nhập bình quân đầu người đạt 65 triệu đồng; giảm tỷ lệ hộ nghèo xuống dưới 1,5%.\n"
)
BACK_TCVN3 = {chr(made): chr(code) for code, made in sorted(e._TCVN3.items(), reverse=True)}
BACK_VNI = {made: raw for raw, made in reversed(e._VNI.items())}


def tcvn3(text: str) -> bytes:
    """As a typist of the nineties wrote it: capitals with a tone are the small letters of a capital font."""
    return "".join(BACK_TCVN3.get(c) or BACK_TCVN3.get(c.lower(), c) for c in text).encode("cp1252")


def vni(text: str) -> bytes:
    return "".join(BACK_VNI.get(c, c) for c in text).encode("cp1252")


def cp1258(text: str) -> bytes:
    """Windows-1258 has ready letters for â ê ô ă ơ ư đ and five tones that follow them."""
    out = b""
    for c in text:
        parts = unicodedata.normalize("NFD", c)
        tone = "".join(p for p in parts if p in e._TONES)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in e._TONES))
        out += (base + tone).encode("cp1258")
    return out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_its_mark(encoding: str) -> None:
    found = e.decode(TEXT.encode(encoding))
    assert found is not None
    assert (found.text, found.doubt) == (TEXT, "")


@pytest.mark.parametrize(("data", "name"), [(tcvn3(TEXT), "TCVN3"), (vni(TEXT), "VNI"), (cp1258(TEXT), "Windows-1258")])
def test_old_code_pages_are_converted_and_said(data: bytes, name: str) -> None:
    found = e.decode(data)
    assert found is not None
    assert found.text == TEXT
    assert found.encoding == name
    assert name in found.doubt


def test_the_number_line_of_an_old_header_keeps_its_small_letters() -> None:
    """«Sè: 12/KH-UBND»: capitals of a symbol say nothing of the line."""
    assert e.from_tcvn3("Sè: 12/KH-UBND") == "Số: 12/KH-UBND"
    assert e.from_tcvn3("X· HßA B×NH") == "XÃ HÒA BÌNH"


def test_text_pasted_from_an_old_font() -> None:
    assert e.repaired(tcvn3(TEXT).decode("cp1252"), "utf-8").text == TEXT
    assert e.repaired(TEXT.encode().decode("latin-1"), "utf-8").text == TEXT  # UTF-8 read as Latin-1


@pytest.mark.parametrize(
    ("raw", "font", "shown"),
    [
        ("Céng hßa x· héi", ".VnTime", "Cộng hòa xã hội"),
        ("céng hßa x· héi", ".VnTimeH", "CỘNG HÒA XÃ HỘI"),
        ("Coäng hoøa", "VNI-Times", "Cộng hòa"),
        ("Café", "Times New Roman", "Café"),
    ],
)
def test_fonts_of_a_word_file(raw: str, font: str, shown: str) -> None:
    assert e.by_font(raw, font) == shown


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",  # half a character of UTF-16
        bytes(range(128, 256)) * 20,
        "Приказ о соревновании в учреждении города за этот год".encode("cp1251"),
        "Arrêté du préfet de la région, publié à côté de la façade".encode("cp1252"),
    ],
)
def test_what_is_not_vietnamese_is_not_guessed(data: bytes) -> None:
    assert e.decode(data) is None


def test_a_few_damaged_bytes_do_not_lose_a_file() -> None:
    data = bytearray((TEXT * 20).encode())
    data[data.index("ạ".encode())] = 0xFF
    found = e.decode(bytes(data))
    assert found is not None
    assert "ký tự hỏng" in found.doubt


@pytest.mark.parametrize("word", ["nghiêng", "Quỳnh", "giếng", "thuở", "khuya", "ủy", "Đắk", "quyết", "gì", "xoong"])
def test_syllables(word: str) -> None:
    assert e.is_syllable(word)


@pytest.mark.parametrize("word", ["ViÖt", "hßa", "héi", "phừp", "thìlựa", "ưách"])
def test_not_syllables(word: str) -> None:
    assert not e.is_syllable(word)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_nothing(data: bytes) -> None:
    found = e.decode(data)
    assert found is None or isinstance(found.text, str)


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the shared texts are not here")
def test_every_seed_survives_the_way_through_an_old_code_page() -> None:
    for path in (SHARED / "seeds").iterdir():
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        text = "".join(c for c in text if ord(c) < 128 or c in BACK_TCVN3 or c.lower() in BACK_TCVN3)
        found = e.decode(tcvn3(text))
        assert found is not None
        assert found.text.lower() == text.lower(), path.name  # a capital of its own («Ý») may come back small

"""Bytes to Vietnamese text: UTF-8, UTF-16, UTF-32, Windows-1258, TCVN3 (ABC) and VNI, told apart by their syllables.

Old offices typed with one-byte fonts (.VnTime, VNI-Times): the file says «Céng hßa» and only the font drew «Cộng hòa».
A guess is accepted only when nearly every marked word becomes a Vietnamese syllable; otherwise the file is refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from retrieval.words import nfc

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORD = re.compile(r"[^\W\d_]+")
_SYMBOL = re.compile(r"\S*\d/\S+|\bUBND\b|\bH§ND\b")  # capitals in any line: «12/KH-UBND»
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_RHYME = (
    "a|ai|ao|au|ay|âu|ây|ac|ach|am|an|ang|anh|ap|at|ăc|ăm|ăn|ăng|ăp|ăt|ăk|âc|âm|ân|âng|âp|ât"
    "|e|eo|ec|em|en|eng|ep|et|ê|êu|êch|êm|ên|ênh|êp|êt|i|ia|iu|ich|im|in|inh|ip|it|iêc|iêm|iên|iêng|iêp|iêt|iêu"
    "|y|yt|ych|ynh|yêu|yêm|yên|yêng|yêt|o|oi|oc|om|on|ong|op|ot|oong|ooc"
    "|oa|oai|oao|oay|oac|oach|oam|oan|oang|oanh|oap|oat|oăc|oăm|oăn|oăng|oăt|oe|oeo|oen|oet"
    "|ô|ôi|ôc|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|ui|uc|um|un|ung|up|ut|uôi|uôc|uôm|uôn|uông|uôt"
    "|uê|uêch|uênh|uên|uy|uya|uych|uynh|uyt|uyn|uyp|uyu|uyêt|uyên|uơ|uân|uât|uâng|uây"
    "|ư|ưa|ưi|ưu|ưc|ưng|ưt|ươi|ươu|ươc|ươm|ươn|ương|ươp|ươt"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{_RHYME})")
_STOPPED = re.compile(r"(?:c|ch|k|p|t)$")

# TCVN 5712:1993, VN3: the letters are in the upper half of the code page, capitals with a tone share the small letters.
_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
# VNI-Windows: a letter and, after it, a character for its hat and tone.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "õ": "\u0303", "û": "\u0309", "ï": "\u0323"}
_VNI_HATS = {
    "a": {"ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ",
          "â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"},
    "e": {"â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
}  # fmt: skip
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for letter, base in {**{c: c for c in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        table |= {letter + mark: nfc(base + tone) for mark, tone in _VNI_TONES.items()}
    for letter, hats in _VNI_HATS.items():
        table |= {letter + mark: made for mark, made in hats.items()}
    mixed = {k[0].upper() + k[1:]: v.upper() for k, v in table.items() if len(k) == 2}
    return table | {k.upper(): v.upper() for k, v in table.items()} | mixed


_VNI = _vni_table()
_VNI_RE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# Windows-1252 over Latin-1; its five undefined bytes mean themselves, as old files hold them all the same.
_WESTERN = {b: c for b in range(0x80, 0xA0) if (c := bytes([b]).decode("cp1252", errors="ignore"))}
_BYTES = {ord(c): b for b, c in _WESTERN.items()}
_GUESSED = "Bảng mã {} đã được chuyển sang Unicode; cần đối chiếu với bản gốc"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of the encoding it came in; `doubt` is a sentence when it was a guess."""

    text: str
    encoding: str
    doubt: str = ""


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable («nghiêng», «Quỳnh»; not «Céng», «ViÖt», «phư»+«p»)."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in parts if c in _TONES]
    bare = nfc("".join(c for c in parts if c not in _TONES))
    if len(tones) > 1 or not (_SYLLABLE.fullmatch(bare) or bare in ("gi", "gin", "giêng")):
        return False
    return not (_STOPPED.search(bare) and tones and tones[0] not in ("\u0301", "\u0323"))


def marked(text: str) -> list[str]:
    """The words with a letter outside ASCII: only they tell encodings apart."""
    return [w for w in _WORD.findall(text) if not w.isascii()]


def vietnamese(text: str) -> float:
    """Share of the marked words that are Vietnamese syllables; 1.0 where there are none."""
    words = marked(text)
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def from_tcvn3(text: str) -> str:
    """TCVN3 read as Latin-1 → Unicode; capitals are restored in words typed in capitals («CéNG» → «CỘNG»)."""
    return text if text.isascii() else "\n".join(map(_capitals, text.translate(_TCVN3).split("\n")))


def from_vni(text: str) -> str:
    """VNI-Windows read as Latin-1 → Unicode («Coäng hoøa» → «Cộng hòa»)."""
    return nfc(_VNI_RE.sub(lambda m: _VNI[m.group()], text))


def by_font(text: str, font: str) -> str:
    """What a run shows in an old font: `.VnTime` TCVN3, `.VnTimeH` its capitals, `VNI-…` VNI, else as is."""
    if font.startswith(".Vn"):
        return text.translate(_TCVN3).upper() if font.endswith("H") else from_tcvn3(text)
    return from_vni(text) if font.upper().startswith("VNI-") else text


def decode(data: bytes) -> Decoded | None:
    """The text of a plain-text file, or None when no encoding makes Vietnamese of it."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(name), name)
            except UnicodeDecodeError:
                return None
    wide = _without_bom(data)
    if wide:
        return wide
    try:
        return repaired(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _one_byte(data)


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: control characters where letters should stand."""
    head = data[:8000]
    return sum(b < 9 or 13 < b < 32 for b in head) * 50 > len(head)


def repaired(text: str, encoding: str) -> Decoded:
    """Unicode text whose letters are those of an old font, or UTF-8 read as Windows-1252, set right.

    Text that is Vietnamese already, or of another language, comes back as it is.
    """
    if (text.count("á»") + text.count("áº")) * 100 > len(text) and vietnamese(made := _twice(text)) >= 0.85:
        return Decoded(made, "UTF-8", _GUESSED.format("UTF-8 (bị đọc nhầm)"))
    if vietnamese(text) >= 0.5 or len(marked(text)) < 5:
        return Decoded(text, encoding)
    return _best(text, (("TCVN3", from_tcvn3), ("VNI", from_vni))) or Decoded(text, encoding)


def _capitals(line: str) -> str:
    """A line, or a word, whose plain letters are all capitals is in capitals («CéNG HßA»; but «Tù do» is «Tự do»)."""
    plain = [c for c in _SYMBOL.sub("", line) if c.isascii() and c.isalpha()]
    if len(plain) > 1 and all(c.isupper() for c in plain):
        return line.upper()
    return _WORD.sub(_capital_word, line)


def _capital_word(m: re.Match[str]) -> str:
    word = m.group()
    plain = [c for c in word if c.isascii()]
    return word.upper() if len(plain) > 1 and all(c.isupper() for c in plain) else word


def _without_bom(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every other byte of the ASCII letters and spaces is zero."""
    head = data[:4000]
    if len(head) < 8 or len(data) % 2:
        return None
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > 0.4 * len(zeros):
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            return Decoded(text, name) if "\0" not in text and vietnamese(text) >= 0.5 else None
    return None


def _one_byte(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    western = data.decode("latin-1").translate(_WESTERN)
    found = _best(western, (("TCVN3", from_tcvn3), ("VNI", from_vni), ("Windows-1258", lambda _: _cp1258(data))))
    return found or _torn(data)


def _torn(data: bytes) -> Decoded | None:
    """UTF-8 with a few damaged bytes is still UTF-8: the damaged characters are shown and counted."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if bad * 200 > len(text) or vietnamese(text.replace("\ufffd", "")) < 0.8:
        return None
    return Decoded(text, "utf-8", f"Tệp UTF-8 có {bad} ký tự hỏng, chỗ hỏng được đánh dấu \ufffd")


def _best(text: str, ways: tuple[tuple[str, Callable[[str], str]], ...]) -> Decoded | None:
    scored = [
        (vietnamese(made), name, made) for name, made in ((name, way(text)) for name, way in ways) if marked(made)
    ]
    score, name, made = max(scored, default=(0.0, "", ""), key=lambda s: s[0])
    if score < 0.85 or score < vietnamese(text) + 0.1:
        return None
    return Decoded(made, name, _GUESSED.format(name))


def _cp1258(data: bytes) -> str:
    return nfc(data.decode("cp1258", errors="replace"))


def _twice(text: str) -> str:
    try:
        return text.translate(_BYTES).encode("latin-1").decode("utf-8", errors="replace")
    except UnicodeEncodeError:
        return ""

"""Spelling of the genre: pairs of syllables that are almost, but not quite, a known word («phần đầu» for «phấn đấu»).

A plain spelling check misses these, since each syllable is a good Vietnamese syllable. Pure; reads its two lists once.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from retrieval import words

_SYLLABLE = re.compile(r"[^\W\d_]+")
_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
# Words that tie others together: beside one of these the pair is two words, not one misspelt.
_TIE_WORDS = (
    "có để tại từ do bị đó và là thì mà vì về với cho của các những một việc được đã sẽ đang cần phải theo ở trên "
    "dưới trong ngoài vào ra lên đến tới hoặc hay này kia vẫn còn nếu khi không như bởi bằng qua rồi lại chỉ cũng mỗi"
)
_TIES = frozenset(_TIE_WORDS.split())
_ONSETS = ("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", *"bcdđghklmnprstvx")
_RHYME_LIST = """
    a ai ao au am an ang anh ap at ac ach ay ă ăm ăn ăng ăp ăt ăc â âm ân âng âp ât âc âu ây
    e em en eng ep et ec eo ê êm ên ênh êp êt êch êu i im in inh ip it ich iu ia iêm iên iêng iêp iêt iêc iêu
    o om on ong op ot oc oi oa oai oao oay oam oan oang oanh oap oat oac oach oăm oăn oăng oăt oăc
    oe oen oeo oet oong ooc
    ô ôm ôn ông ôp ôt ôc ôi ơ ơm ơn ơp ơt ơi u um un ung up ut uc ui ua uô uôm uôn uông uôt uôc uôi
    uâ uân uâng uât uây uê uên uênh uêch uêt uêu uơ uy uya uyn uynh uyt uych uyp uyu uyên uyêt
    ư ưm ưn ưng ưt ưc ưi ưu ưa ươm ương ươn ươp ươt ươc ươi ươu y ym yn ynh yêm yên yêt yêu yêng
    uan uai uang uanh uat uay uac uach uăn uăng uăt uăc ue uen ueo uet ui uit uinh uich uyn
"""
_RHYMES = frozenset(_RHYME_LIST.split())
_STOPS = ("p", "t", "c", "ch")


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two syllables at [start, end) of a text, and the word they are probably meant to be."""

    start: int
    end: int
    written: str
    right: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    known: frozenset[str]
    strong: frozenset[str]
    by_fold: dict[str, tuple[str, ...]]
    by_first: dict[str, tuple[str, ...]]
    by_last: dict[str, tuple[str, ...]]


def suspects(text: str) -> Iterator[Suspect]:
    """Misspelt pairs in one paragraph, left to right; offsets count code points of `text` as given (NFC)."""
    lexicon = _lexicon()
    found = list(_SYLLABLE.finditer(text))
    for i, (one, two) in enumerate(itertools.pairwise(found)):
        if text[one.end() : two.start()] != " ":
            continue
        before = _next_to(text, found, i, -1)
        after = _next_to(text, found, i + 1, 1)
        right = _right(one.group(), two.group(), before, after, lexicon)
        if right:
            yield Suspect(
                one.start(), two.end(), text[one.start() : two.end()], _cased(right, one.group(), two.group())
            )


def is_syllable(word: str) -> bool:
    """Whether lower-case `word` is shaped like a Vietnamese syllable, tone of stopped endings included."""
    base, tone = _split_tone(word)
    onset = next((o for o in _ONSETS if base.startswith(o) and (base[len(o) :] in _RHYMES or o in ("gi", "qu"))), "")
    rhyme = base[len(onset) :] or ("i" if onset == "gi" else "")
    lent = {"gi": "i", "qu": "u"}.get(onset, "")  # the onset's own vowel opens the rhyme: «giếng», «quýt»
    if rhyme not in _RHYMES and not (lent and f"{lent}{rhyme}" in _RHYMES):
        return False
    if rhyme.endswith(_STOPS) and tone not in ("sắc", "nặng"):
        return False
    narrow = rhyme[:1] in ("i", "e", "ê", "y")
    return not ((onset in ("gh", "ngh") and not narrow) or (onset in ("g", "ng", "c") and narrow and base != "gi"))


def _right(a: str, b: str, before: str, after: str, lexicon: _Lexicon) -> str:
    pair = _key(f"{a} {b}")
    if pair in lexicon.known or (a[:1].isupper() and b[:1].isupper() and not (a + b).isupper()):
        return ""  # a known word, or a proper name
    low_a, low_b = a.lower(), b.lower()
    if words.unaccent(low_a) == low_a and words.unaccent(low_b) == low_b:
        return ""  # typed without diacritics, or not Vietnamese
    if _key(f"{before} {a}") in lexicon.known or _key(f"{b} {after}") in lexicon.known:
        return ""  # the seam of two words: «hoàn thành | toàn diện»
    right = _closest(low_a, low_b, lexicon)
    tied = low_a in _TIES or low_b in _TIES
    return "" if tied and right not in lexicon.strong else right


def _closest(a: str, b: str, lexicon: _Lexicon) -> str:
    same = lexicon.by_fold.get(words.fold(f"{a} {b}"))
    if same:
        return same[0]
    for right in lexicon.by_first.get(_key(a), ()):
        if _confusable(b, right.split()[1]):
            return right
    for right in lexicon.by_last.get(_key(b), ()):
        if _confusable(a, right.split()[0]):
            return right
    return ""


def _confusable(written: str, right: str) -> bool:
    """Endings t/c and n/ng («đặt biệt»), swapped vowels («lao đài»): slips of hand, ear and scanner."""
    w, r = words.unaccent(written), words.unaccent(right)
    if len(w) < 3 or w == r:
        return False
    if len(w) == len(r) and sorted(w) == sorted(r) and w[0] == r[0]:
        return True
    same_tone = _split_tone(written)[1] == _split_tone(right)[1]
    return same_tone and _loose(w) == _loose(r)


def _loose(bare: str) -> str:
    for end, to in (("ng", "n"), ("c", "t")):
        if bare.endswith(end):
            return bare[: -len(end)] + to
    return bare


def _key(text: str) -> str:
    """Lower case with the tone moved behind its syllable, so that «hoà» and «hòa», «uỷ» and «ủy» are one."""
    return " ".join("".join(_split_tone(w)) for w in text.lower().split())


def _split_tone(word: str) -> tuple[str, str]:
    letters, tone = [], ""
    for c in unicodedata.normalize("NFD", word.lower()):
        if c in _TONES:
            tone = _TONES[c]
        else:
            letters.append(c)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def _cased(right: str, one: str, two: str) -> str:
    if one.isupper() and two.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if one[:1].isupper() else right


def _next_to(text: str, found: list[re.Match[str]], i: int, step: int) -> str:
    j = i + step
    if not 0 <= j < len(found):
        return ""
    lo, hi = (found[j], found[i]) if step < 0 else (found[i], found[j])
    return found[j].group() if text[lo.end() : hi.start()] == " " else ""


@cache
def _lexicon() -> _Lexicon:
    listed = _words("words.txt")
    strong = frozenset(w[1:] for w in listed if w.startswith("!"))
    plain = sorted({w.lstrip("!") for w in listed})
    by_fold: dict[str, tuple[str, ...]] = {}
    by_first: dict[str, tuple[str, ...]] = {}
    by_last: dict[str, tuple[str, ...]] = {}
    for word in plain:
        first, last = word.split()
        by_fold[words.fold(word)] = (*by_fold.get(words.fold(word), ()), word)
        by_first[_key(first)] = (*by_first.get(_key(first), ()), word)
        by_last[_key(last)] = (*by_last.get(_key(last), ()), word)
    known = frozenset(_key(w) for w in (*plain, *_words("valid.txt")))
    return _Lexicon(known, strong, by_fold, by_first, by_last)


def _words(name: str) -> list[str]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    two = [words.squeeze(w) for line in lines for w in line.split(",")]
    return [w for w in two if len(w.lstrip("!").split()) == 2]

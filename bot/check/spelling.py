"""Spelling: words misspelt in context, capitals where the genre has none, old ways of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.case import Case, counted, near
from bot.check.lexicon import is_syllable, suspects
from bot.model import Finding
from bot.texts import check as texts
from retrieval import words

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = frozenset(("panô", "ôtô", "côngtenơ"))
_BEFORE_NOUN = r"(?<![.:;!?\n-] )(?<![\n“\"(-])(?:[Cc]ác|[Mm]ỗi|[Tt]oàn|[Cc]ủa)"
_CAPITAL_MID = (
    (re.compile(rf"{_BEFORE_NOUN} (?:Cơ quan|Đơn vị|Đoàn thể|Ngành|Cấp|Xã hội)\b"), ""),
    (re.compile(r"- Các (?:Cơ quan|Đơn vị|Đoàn thể|Ngành|Cấp)\b"), ""),
    (re.compile(r"Đại hội Đại biểu"), "Đại hội đại biểu"),
    (re.compile(r"Nghị quyết hội nghị (?:Trung ương|lần)(?: \d+)?"), ""),
    (re.compile(r"cấp ủy Đảng"), "cấp ủy đảng"),
    (re.compile(r"tổ chức Đảng\b(?! viên)"), "tổ chức đảng"),
    (re.compile(r"(?<=[^\W\d_] )Đại đoàn kết"), "đại đoàn kết"),
)
_OLD = re.compile(r"\b(?P<q>[Qq])ui (?P<rest>định|chế|trình|hoạch|mô|tắc)\b")
# «nhân dân» is small in the names of bodies and forces, capital where it means the people.
_BODIES = "".join(
    f"(?<!{w} )" for w in ("ban", "Ban", "đồng", "Đồng", "đội", "an", "án", "sát", "quân", "giáo", "thuốc")
)
_PEOPLE = re.compile(rf"{_BODIES}nhân dân(?! tệ)")
_PEOPLE_CAPITAL = re.compile(r"(?<=[^\W\d_] )Nhân dân")


def misspelt(case: Case) -> Iterator[Finding]:
    """Pairs of good syllables that are almost a word of the genre («phần đầu»), and syllables that cannot be."""
    for clause in case.reading.clauses:
        taken: list[range] = []
        for s in suspects(clause.text):
            taken.append(range(s.start, s.end))
            message = texts.MISSPELT.format(written=s.written)
            yield case.found(clause, s.written, "ocr_or_typo", "error", message, s.right)
        for m in _WORD.finditer(clause.text):
            word = m.group()
            odd = word.islower() and len(word) > 1 and words.unaccent(word) != word and not is_syllable(word)
            if odd and word not in _FOREIGN and not any(m.start() in r for r in taken):
                message = texts.NO_SYLLABLE.format(written=word)
                yield case.found(clause, near(clause, m), "ocr_or_typo", "error", message)


def capitals(case: Case) -> Iterator[Finding]:
    """Capitals in the middle of a sentence; «nhân dân» and «Nhân dân» for the people in one text; «qui định»."""
    for pattern, right in _CAPITAL_MID:
        for clause, m, _ in counted(pattern, case.reading.clauses):
            yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.CAPITAL, right)
    upper = sum(len(_PEOPLE_CAPITAL.findall(c.text)) for c in case.body)
    small = [(c, m) for c in case.body for m in _PEOPLE.finditer(c.text)]
    if upper > len(small) > 0:
        clause, m = small[0]
        yield case.found(clause, near(clause, m), "ocr_or_typo", "note", texts.CAPITALS_MIXED, "Nhân dân")
    for clause, m, _ in counted(_OLD, case.body):
        right = f"{m['q']}uy {m['rest']}"
        yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.OLD_SPELLING.format(right=right), right)

"""Which documents a question names, pure: «34-CT/TW», «Chỉ thị 34», «Nghị định 91/2017», «TT 12/2019»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model import Document
from retrieval.reading.refs import numbers_in
from retrieval.words import fold

# Kinds as people type them, folded → the header's kind, folded (short forms: Decree 30/2020/NĐ-CP, Appendix III).
_KINDS = {
    "chi thi": "chi thi", "ct": "chi thi", "nghi dinh": "nghi dinh", "nd": "nghi dinh", "thong tu": "thong tu",
    "tt": "thong tu", "thong tu lien tich": "thong tu lien tich", "ttlt": "thong tu lien tich",
    "quyet dinh": "quyet dinh", "qd": "quyet dinh", "ke hoach": "ke hoach", "kh": "ke hoach", "luat": "luat",
    "nghi quyet": "nghi quyet", "nq": "nghi quyet", "huong dan": "huong dan", "hd": "huong dan",
    "cong van": "cong van", "phap lenh": "phap lenh",
}  # fmt: skip
# «nghị định 91», «chỉ thị số 34», «thông tư 12/2019»; not «điều 12», «khoản 2 nghị định này».
_SHORT = re.compile(
    r"\b(" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r")(?: so)? 0*(\d{1,5})(?:[/ -](\d{4}))?(?![\d%.,]*\d)"
)
# «91/2017», «91/2017/nđ» without a kind.
_YEARED = re.compile(r"(?<![\d/])0*(\d{1,4})/((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Name:
    """A document as a question names it; None or "" where the question is silent. `kind` is folded."""

    number: str
    year: int | None
    kind: str = ""
    text: str = ""


def names_in(question: str) -> tuple[Name, ...]:
    """Every document number of a question, complete or short."""
    found = [Name(n.number.lstrip("0"), n.year, text=fold(n.text)) for n, _ in numbers_in(question)]
    plain = fold(question)
    found += [
        Name(m[2], int(m[3]) if m[3] else None, _KINDS[m[1]])
        for m in _SHORT.finditer(plain)
        if not _is_year(m[2], m[3])
    ]
    kinded = {(n.number, n.year) for n in found}
    found += [n for m in _YEARED.finditer(plain) if ((n := Name(m[1], int(m[2]))).number, n.year) not in kinded]
    return tuple(dict.fromkeys(found))


def is_named(document: Document, names: Sequence[Name]) -> bool:
    """Does one of the names fit the document's own number?"""
    return any(_fits(document, n) for n in names)


def _fits(document: Document, name: Name) -> bool:
    own = fold(document.header.number)
    if name.text:
        return own == name.text
    m = re.match(r"0*(\d+)(?:/(\d{4}))?", own)
    if not m or m[1] != name.number:
        return False
    kind = fold(document.header.kind)
    if name.kind and kind and not kind.startswith(name.kind):
        return False
    year = int(m[2]) if m[2] else document.header.date.year if document.header.date else None
    return name.year is None or year is None or name.year == year


def _is_year(number: str, year: str | None) -> bool:
    """«kế hoạch 2024», «luật 2022» name a year, not a number."""
    return year is None and len(number) == 4 and number[:2] in ("19", "20")

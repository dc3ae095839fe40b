"""Answers from the office's plans: every sentence of the plans asked about, by how well it speaks to the question."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.ask import extract, terms
from bot.ask.library import Sentence
from bot.ask.question import Asked
from bot.ask.terms import Lexicon
from retrieval import words

_FIGURE = re.compile(
    r"\b(chi tieu|muc tieu|t[yi] le|bao nhieu|san luong|may)\b|\b(cao|thap|nhieu|it|lon|nho) (hon|nhat)\b"
)
_OFFICE = re.compile(r"\b(phòng|sở|công chức|ban|vụ) nào\b")
_NO_FIGURE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\b(19|20)\d\d\b|\d+[-/]?\d*[-/][A-ZĐ]\S*")
_LABEL = re.compile(r"^[\W_]*\(?\d+(\.\d+)*[.)]?\s?")
_WHOLE = 320  # characters of a sentence that is shown whole
_SHARES = re.compile(r"\bco cau\b")
_DIGIT = re.compile(r"\d")
_NUMERIC = ("percent", "number", "copies", "times")
_HOLLOW = frozenset(
    words.fold(
        "chi tieu muc dat han nam phan dau so luong tong ke hoach thi dua phong trao xa tinh huyen thanh pho cua toan "
        "cuoi dau "
        "hang ti le trong giai doan den bao nhieu ubnd uy ban nhan dan don vi dia phuong khen thuong thuc hien yeu "
        "cau noi "
        "thap hon cao hon khac neu nhac lam ke dung cong tac viec ngay thang quy ca tat phuong neu giao duoc"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a plan: how well it speaks, and the subject words found nowhere near it."""

    sentence: Sentence
    score: float
    covered: float
    lacking: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentence in the source's own characters."""
        return self.sentence.text


def find(asked: Asked, sentences: Iterable[Sentence], lexicon: Lexicon) -> list[Found]:
    """The sentences, best first."""
    old = 0.12 if asked.strong else 1.0
    weights = {
        t: lexicon.weight(t) * (1.0 if t in asked.strong else old) * (0.25 if t in _HOLLOW else 1.0)
        for t in asked.terms
    }
    said = terms.syllables(asked.text)
    pairs = {p: min(weights[p[0]], weights[p[1]]) for p in itertools.pairwise(said)
             if p[0] in weights and p[1] in weights}  # fmt: skip
    wanted = _Wanted.of(asked, weights, pairs)
    given = list(sentences)
    near = [s for s in given if not s.around.isdisjoint(weights)] or given[:1]
    found = [_score(wanted, s) for s in near]
    return sorted(found, key=lambda f: (-f.score, f.sentence.clause.line, f.text))


def wants_figure(asked: Asked) -> bool:
    """Whether a figure is asked for, in so many words or by comparing targets."""
    return asked.expects in _NUMERIC or (asked.kind in ("compare", "target") and bool(_FIGURE.search(asked.folded)))


def wants_office(asked: Asked) -> bool:
    """«phòng nào», «sở nào»: an office is asked for by its kind."""
    return bool(_OFFICE.search(asked.text.lower()))


def has_figure(text: str) -> bool:
    """Whether a sentence holds a figure: not its own label («4. Giao phòng …»), a year or a document number."""
    return bool(_DIGIT.search(_NO_FIGURE.sub("", _LABEL.sub("", text))))


def solid(syllables: Sequence[str]) -> tuple[str, ...]:
    """The subject words that are about something: not «chỉ tiêu», «phấn đấu», «kế hoạch»."""
    return tuple(w for w in syllables if w not in _HOLLOW)


def told(asked: Asked, found: Found) -> str:
    """The words shown for a figure: the whole sentence of a list, where its piece leaves out what was asked for."""
    piece, clause = found.text, found.sentence.clause
    whole = extract.sentence(clause, piece)
    if len(whole) > _WHOLE or not has_figure(whole):
        return piece
    said = set(terms.syllables(terms.enrich(whole)))
    more = [t for t in solid(asked.terms) if t in said and t not in found.sentence.one]
    return whole if more or _SHARES.search(asked.folded) else piece


def longest_run(said: Sequence[str], own: Sequence[str]) -> int:
    """How many syllables of the question stand in the sentence one after the other, at the longest."""
    best, ends = 0, [0] * (len(own) + 1)
    for word in said:
        ends = [0, *(ends[i] + 1 if own[i] == word else 0 for i in range(len(own)))]
        best = max(best, *ends)
    return best


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question as every sentence is measured by it: read once, not once a sentence."""

    weights: dict[str, float]
    pairs: dict[tuple[str, str], float]
    firm: dict[str, float]
    sums: tuple[float, float, float]
    shape: Callable[[str], float]
    figure: bool
    office: str

    @classmethod
    def of(cls, asked: Asked, weights: dict[str, float], pairs: dict[tuple[str, str], float]) -> _Wanted:
        """`office` is the kind of office asked for («phòng nào» → "phòng"), "" where none is."""
        firm = {t: w for t, w in weights.items() if t not in _HOLLOW}
        office = _OFFICE.search(asked.text.lower())
        sums = (sum(weights.values()) or 1.0, sum(pairs.values()) or 1.0, sum(firm.values()))
        shape = extract.shaped(asked)
        return cls(weights, pairs, firm, sums, shape, wants_figure(asked), office.group(1) if office else "")


def _score(wanted: _Wanted, s: Sentence) -> Found:
    one, weights = s.one, wanted.weights
    hit = sum(w * (1.0 if t in one else 0.5 if t in s.near else 0.4 if t in s.far else 0.0) for t, w in weights.items())
    pair = sum(w * (1.0 if p in s.two else 0.4 if p in s.near_pairs else 0.0) for p, w in wanted.pairs.items())
    first = 1 if s.own[:1] and s.own[0].isdigit() else 0  # «(14) Tỷ lệ …»: its own number is no figure
    lead = s.own[first : next((i for i, t in enumerate(s.own[first:20], first) if t.isdigit()), 20)]
    precise = sum(t in weights for t in lead) / len(lead) if lead else 0.0
    fits = wanted.shape(s.text)
    if wanted.figure and not has_figure(s.text):
        fits = -0.5
    if wanted.office and wanted.office not in s.text.lower():
        fits = -0.5
    firm = wanted.firm
    near = sum(w * (1.0 if t in one else 0.8 if t in s.far else 0.6 if t in s.near else 0.0) for t, w in firm.items())
    lacking = tuple(t for t in firm if t not in s.around)
    score = hit / wanted.sums[0] + pair / wanted.sums[1] + 0.5 * fits + 0.3 * precise
    return Found(s, score, near / wanted.sums[2] if wanted.sums[2] else 1.0, lacking)

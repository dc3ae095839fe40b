"""What in a request contradicts itself: shares that are not 100, a wrong subtraction, a moment out of year. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.draft.years import past, targets
from bot.model import DraftRequest, GivenFact
from bot.texts import draft as texts
from retrieval import words

_DEADLINE = re.compile(r"(?:hạn|báo cáo|gửi|nộp|trước)\s(?:\w+\s){0,3}?(\d{1,2}/(?:\d{1,2}/)?(20\d\d))", re.IGNORECASE)
_PERCENT = re.compile(r"(\d[\d.,]*\d|\d)\s*(?:%|phần trăm)")
_SHARES = re.compile(r"co cau")
_SECTORS = re.compile(r"dich vu|thuong mai|cong nghiep|xay dung|nong nghiep|nong[ ,-]+lam|thuy san")
_START = re.compile(r"(?:dau nam|dau ky)\D{0,12}?(\d[\d.,]*\d|\d)")
_LESS = re.compile(r"(?:giam)(?! con| xuong)\D{0,18}?(\d[\d.,]*\d|\d)(?!\s*%)")
_MORE = re.compile(r"(?:tang)(?! len)\D{0,18}?(\d[\d.,]*\d|\d)(?!\s*%)")
_END = re.compile(r"(?:cuoi nam|cuoi ky|con(?: lai)?)\D{0,12}?(\d[\d.,]*\d|\d)(?!\s*%)")


def conflicts(request: DraftRequest) -> tuple[str, ...]:
    """Notes for the person; figures stay as given, moments outside the plan's year are left out of the draft."""
    return tuple(
        dict.fromkeys(
            [
                *_shares(given := targets(request)),
                *_twice(given),
                *_sums(given),
                *_results(request),
                *_moments(request),
                *_bare(request),
            ]
        )
    )


def _shares(facts: tuple[GivenFact, ...]) -> Iterator[str]:
    groups = [f.text for f in facts if _SHARES.search(words.fold(f.text))]
    loose = [f.text for f in facts if f.text not in groups and _SECTORS.match(words.fold(f.text)) and "%" in f.text]
    growth = [t for t in loose if re.search(r"tang|giam", words.fold(t))]
    if len(loose) >= 3 and not growth:
        groups.append(", ".join(loose))
    for text in groups:
        values = [words.number(v) or 0.0 for v in _PERCENT.findall(text)]
        total = round(sum(values), 2)
        if len(values) >= 2 and total != 100:
            yield texts.SUM_NOT_100.format(total=_vietnamese(total), text=text)
    for f in facts:
        for v in _PERCENT.findall(f.text):
            if (words.number(v) or 0) > 100 and not re.search(r"tang|so voi|vuot|du toan|ke hoach", words.fold(f.text)):
                yield texts.OVER_100.format(value=f"{v}%", text=f.text)


def _twice(facts: tuple[GivenFact, ...]) -> Iterator[str]:
    """One indicator given two values."""
    seen = dict[str, GivenFact]()
    for f in facts:
        key = words.fold(f.indicator)
        if key and key in seen and seen[key].value != f.value:
            yield texts.TWO_VALUES.format(one=seen[key].text, other=f.text)
        seen.setdefault(key, f)


def _sums(facts: tuple[GivenFact, ...]) -> Iterator[str]:
    for f in facts:
        folded = words.fold(f.text)
        start, end = _START.search(folded), _END.search(folded)
        change = _LESS.search(folded) or _MORE.search(folded)
        if not (start and end and change):
            continue
        a, b, c = (words.number(m[1].strip(".,")) for m in (start, change, end))
        if a is None or b is None or c is None:
            continue
        due = a - b if change.re is _LESS else a + b
        if round(due - c, 4):
            sign = "-" if change.re is _LESS else "+"
            yield texts.SUM_WRONG.format(
                start=start[1].strip(".,"), sign=sign, change=change[1].strip(".,"), due=_vietnamese(due),
                end=end[1].strip(".,"), text=f.text,
            )  # fmt: skip


def _moments(request: DraftRequest) -> Iterator[str]:
    if not request.year:
        return
    first, last = int(request.year[:4]), int(request.year[-4:])
    yield from _late(request, first, last)
    for d in request.dates:
        years = [int(y) for y in re.findall(r"20\d\d", d.value)]
        if not years:
            continue
        issued = "ban hành" in d.indicator
        early = first - 1 if issued and re.search(r"\b1[12]/20\d\d", d.value) else first
        if not early <= years[0] <= last:
            yield texts.DATE_OFF.format(what=d.indicator, when=d.value, year=request.year)
        elif issued:
            yield texts.DATE_BLANK.format(what=d.indicator, when=d.value)


def _late(request: DraftRequest, first: int, last: int) -> Iterator[str]:
    for m in _DEADLINE.finditer(request.text):
        if not first <= int(m[2]) <= last + 1:
            yield texts.DEADLINE_OFF.format(when=words.squeeze(m[0]), year=request.year)


def _results(request: DraftRequest) -> Iterator[str]:
    """Results of a year before the plan's, left out of its targets."""
    for f in request.facts:
        if year := past(f, request.year):
            yield texts.RESULT_OF.format(text=f.text or f"{f.indicator}: {f.value}", year=year, plan=request.year)


def _bare(request: DraftRequest) -> Iterator[str]:
    """Figures typed without accents stay as typed: words are not guessed in a paper somebody signs."""
    text = " ".join(f.text for f in (*request.facts,) if f.text)
    if len(text.split()) > 2 and words.unaccent(text) == text:
        yield texts.NO_ACCENTS


def _vietnamese(value: float) -> str:
    """«12.300», «4,5»: dots between thousands, a comma before decimals."""
    whole, _, rest = f"{round(value, 4):,}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest.strip("0") else "")

"""Which rows a citation means: by number, kind, date, issuer and subject; and where the citation disagrees; pure."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from retrieval import words
from retrieval.model import Directive
from retrieval.register import cite, state
from retrieval.register.cite import Mention

What = Literal["date", "issuer", "subject", "kind"]
_ASIDE = re.compile(r"\([^)]*\)")
_SAME = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("ban thuong vu ", ""))
_ABBREVIATED = {
    "bnv": "bo noi vu", "bct": "bo chinh tri", "bbt": "ban bi thu", "cp": "chinh phu", "qh": "quoc hoi",
    "ttg": "thu tuong chinh phu", "ttcp": "thu tuong chinh phu", "bgddt": "bo giao duc va dao tao",
}  # fmt: skip
_STOP = frozenset(
    ("ve", "viec", "cua", "va", "cac", "cho", "theo", "tren", "den", "nam", "mot", "so", "trong", "voi", "tai", "la")
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the citation says (`cited`) and what the register has (`held`), in words ready to print."""

    what: What
    cited: str
    held: str
    row: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The rows a citation may mean: one = resolved, several = ask which, none = not in the register."""

    rows: tuple[Directive, ...]
    disagreements: tuple[Disagreement, ...] = ()
    mention: Mention | None = None

    @property
    def row(self) -> Directive | None:
        """The row, where exactly one is meant."""
        return self.rows[0] if len(self.rows) == 1 else None


def resolve(rows: Sequence[Directive], mention: Mention, on: dt.date | None = None) -> Resolution:
    """The rows a mention means. With a day, one cited by name alone is the version of that day («Luật TĐKT»)."""
    found = _by_name(rows, mention, on) if mention.name else _by_number(rows, mention)
    fitting = [r for r in found if _date_fits(r, mention)]
    if not fitting:
        fitting = [r for r in found if _same_text(r, mention)]
    for agrees in (_kind_agrees, _issuer_agrees, _subject_agrees):
        kept = [r for r in fitting if agrees(r, mention)]
        fitting = kept or fitting
    differing = tuple(d for r in fitting for d in disagreements(r, mention)) if len(fitting) == 1 else ()
    return Resolution(tuple(fitting), differing, mention)


def same_number(rows: Sequence[Directive], mention: Mention) -> tuple[Directive, ...]:
    """Rows of the number a mention gives, whatever date, issuer and subject stand beside it."""
    bare = replace(mention, date=None, year=None, issuer="", subject="")
    return tuple(_by_number(rows, bare)) if mention.number and not mention.name else ()


def disagreements(row: Directive, mention: Mention) -> tuple[Disagreement, ...]:
    """Where the citation and the row differ: date, issuer, subject, kind. A blank differs from nothing."""
    out = []
    if not _date_fits(row, mention):
        cited = words.day(mention.date) if mention.date else str(mention.year)
        out.append(Disagreement("date", cited, row.date_raw, row.id))
    if not _issuer_agrees(row, mention):
        out.append(Disagreement("issuer", mention.issuer, row.issuer, row.id))
    if not _subject_agrees(row, mention):
        out.append(Disagreement("subject", mention.subject, row.subject, row.id))
    if not _kind_agrees(row, mention):
        out.append(Disagreement("kind", mention.kind, row.kind, row.id))
    return tuple(out)


def nearest(rows: Iterable[Directive], number: str, n: int = 3) -> tuple[Directive, ...]:
    """Rows whose number looks most like this one, best first: what a person may have meant."""
    wanted = cite.key(number)
    scored = []
    for row in rows:
        if row.number and row.certainty not in ("unknown", "low"):
            held = cite.key(row.number)
            score = difflib.SequenceMatcher(None, wanted, held).ratio()
            score += 0.3 * (wanted.split("-")[0] == held.split("-")[0])
            scored.append((score, row))
    scored.sort(key=lambda s: (-s[0], s[1].id))
    return tuple(row for score, row in scored[:n] if score > 0.55)


def _by_number(rows: Sequence[Directive], mention: Mention) -> list[Directive]:
    wanted = cite.key(mention.number)
    exact = [r for r in rows if wanted in _keys(r)]
    if exact or not wanted.split("-")[0].isdigit():
        return exact
    parts = wanted.split("-")
    symbols = [p for p in parts[1:] if not p.isdigit()]
    written = next((int(p) for p in parts[1:2] if len(p) == 4 and p.isdigit()), None)
    year = mention.year or written or (mention.date.year if mention.date and symbols else None)
    return [r for r in rows if r.number and _short_of(r, parts[0], symbols, year, mention)]


def _short_of(row: Directive, first: str, symbols: list[str], year: int | None, mention: Mention) -> bool:
    """«Chỉ thị 34», «NĐ 91/2017», «152/NĐ-CP», «Chỉ thị 34/TW»: a number with its year or some symbols left out.

    With all its symbols only the year may be missing, and then no other year and no other issuer may be named:
    every commune has a «13/NQ-HĐND».
    """
    held = cite.key(row.number).split("-")
    if held[0] != first or (mention.kind and row.kind != mention.kind):
        return False
    years = _years(row) | ({int(held[1])} if _has_year(held) else set())
    if year is not None and years and year not in years:
        return False
    own = held[2:] if _has_year(held) else held[1:]
    if not symbols:
        return True
    whole = own == symbols or (bool(mention.kind) and own[1:] == symbols)
    return whole and _issuer_agrees(row, mention)


def _by_name(rows: Sequence[Directive], mention: Mention, on: dt.date | None) -> list[Directive]:
    found = [r for r in rows if mention.name in r.names]
    year = mention.year or (mention.date.year if mention.date else None)
    if year:
        # «Luật Thi đua, khen thưởng năm 2013»: there is none of 2013, but an amending law of that year is meant
        ids = {i for r in found for i in r.amended_by}
        return [r for r in rows if (r in found or r.id in ids) and year in _years(r)]
    if on is None or len(found) < 2:
        return found
    begun = [(first, r) for r in found if (first := state.start(r)[0]) and first <= on]
    return [max(begun, key=lambda b: (b[0], b[1].id))[1]] if begun else []


def _keys(row: Directive) -> set[str]:
    return {cite.key(n) for n in (row.number, *(n for n in row.names if n[:1].isdigit())) if n}


def _has_year(parts: list[str]) -> bool:
    return len(parts) > 1 and len(parts[1]) == 4 and parts[1].isdigit()


def _years(row: Directive) -> set[int]:
    days = {d.year for d in (row.date, *row.date_also) if d}
    return days or ({int(row.date_raw[:4])} if row.date_raw[:4].isdigit() else set())


def _date_fits(row: Directive, mention: Mention) -> bool:
    if mention.date is None:
        return mention.year is None or not _years(row) or mention.year in _years(row)
    if row.date is None:
        first, last = state.start(row) if not row.from_ else (None, None)
        return first is None or last is None or first <= mention.date <= last
    return mention.date in (row.date, *row.date_also)


def _same_text(row: Directive, mention: Mention) -> bool:
    """A differing date is a slip of the pen, not another text: a number with its year in it, the same year, or the
    same day and month; or the same issuer and subject."""
    cited = mention.date
    if _has_year(cite.key(row.number).split("-")) or row.date is None:
        return True
    if cited is None:
        return mention.year is None  # «01/NQ-CP năm 2025» is another year's text, not the one of 2026
    if not _issuer_agrees(row, mention):
        return False
    if cited.year == row.date.year or (cited.day, cited.month) == (row.date.day, row.date.month):
        return True
    return bool(mention.subject) and _overlap(mention.subject, row.subject) >= 0.6


def _kind_agrees(row: Directive, mention: Mention) -> bool:
    return not mention.kind or row.kind == mention.kind or mention.kind.lower() in row.kind.lower()


def _issuer_agrees(row: Directive, mention: Mention) -> bool:
    cited, held = _issuer(mention.issuer), _issuer(row.issuer)
    if not cited or not held:
        return True
    a, b = set(cited.split()), set(held.split())
    return a <= b or b <= a


def _issuer(text: str) -> str:
    flat = words.fold(_ASIDE.sub(" ", text))
    if flat == "chua ro":
        return ""
    for long, short in _SAME:
        flat = flat.replace(long, short)
    flat = " ".join(_ABBREVIATED.get(w, w) for w in flat.split())
    return words.squeeze(re.sub(r"\W+", " ", flat))


def _subject_agrees(row: Directive, mention: Mention) -> bool:
    return not mention.subject or not row.subject or _overlap(mention.subject, row.subject) >= 0.34


def _overlap(cited: str, held: str) -> float:
    a, b = _content(cited), _content(held)
    if len(a) < 4 or len(b) < 4:
        return 1.0
    return len(a & b) / min(len(a), len(b))


def _content(text: str) -> set[str]:
    return {w for w in words.syllables(words.fold(text)) if w not in _STOP}

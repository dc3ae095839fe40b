"""Hits → numbered evidence; any text → verified citations. Pure; the only way out for answers and drafts alike.

A quote is located in the source by code and is the source's own characters. Every number, date, document number
and name of a text must stand in the evidence, or in what was given (the question, the person's own slots, the clock,
the register); a sentence that fails is dropped and reported. `strict` is for words that a model wrote: there every
sentence must also carry a mark ([1]) and its words must be the evidence's words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.model import Citation
from retrieval import Clause, Document, Span, State, words

_MARK = re.compile(r"\[(\d{1,2})\]")
_LATE_MARK = re.compile(r"([.;!?])[ \t]*((?:\[\d{1,2}\])+)")  # «… 95%. [1]» marks the sentence before it
_TOKEN = re.compile(r"\S+")
_EDGE = " .,;:!?()[]{}«»“”\"'‘’*…"
_SENTENCE = re.compile(r"(?<=[.;!?…])\s+(?=[\wÀ-ỹ«“\"(\[-])|\n+")
_PERCENT = re.compile(r"(\d)\s+%")
_NEGATION = re.compile(r"\b(không|chưa|chẳng|cấm|trừ|ngoại trừ|miễn)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"bo qua (moi|cac|toan bo|nhung)? ?(huong dan|chi dan|chi thi|lenh|quy tac)|ignore (all|any|the|previous)|system "
    r"?prompt"
    r"|ban la (tro ly|quan tri|mot ai|ai)|hay tra loi (rang|la)|khong can trich (nguon|dan)|<\s*/?\s*(system"
    r"|assistant|user)\s*>"
    r"|\[\s*(system|he thong|inst)\b|disregard|you are now|do not cite"
)
_FORMULA = (("\\leq", "≤"), ("\\geq", "≥"), ("\\%", "%"), ("\\times", "×"), ("$", ""))
_PAIR_SHARE = 0.6
_WORD_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered piece of a source: `quote` is its own characters, `title` names the document for people."""

    n: int
    source: str
    doc: str
    path: tuple[str, ...]
    quote: str
    title: str = ""
    state: State | None = None
    note: str = ""
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that is not shown, and the words in it that stand nowhere."""

    sentence: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What may be shown of a text, what it rests on, and what was dropped."""

    text: str
    citations: tuple[Citation, ...]
    dropped: tuple[Dropped, ...]


def of_clause(clause: Clause, document: Document, *, quote: str = "", state: State | None = None) -> Evidence | None:
    """Evidence from a clause; with `quote`, only that part of it. None where the quote is not in the clause."""
    if quote:
        span = locate(quote, clause.quote)
        if span is None:
            return None
        own = clause.quote[span.start : span.end]
    else:
        own = clause.quote.strip()
    if not own:
        return None
    return Evidence(0, document.source, document.doc, clause.path, own, document.title, state, "", clause.heading)


def readable(text: str) -> str:
    """Formula marks that a reader of scans left behind, as people read them: «$\\leq 12\\%$» → «≤ 12%»."""
    for mark, sign in _FORMULA:
        text = text.replace(mark, sign)
    return text


def number(pieces: Iterable[Evidence | None]) -> tuple[Evidence, ...]:
    """Numbered from 1 in order; a piece met twice (same source and words) keeps its first number."""
    kept: dict[tuple[str, str], Evidence] = {}
    for piece in pieces:
        if piece is not None:
            kept.setdefault((piece.source, words.squeeze(piece.quote)), piece)
    return tuple(replace(e, n=i) for i, e in enumerate(kept.values(), 1))


def locate(quote: str, text: str) -> Span | None:
    """Where `quote` stands word for word in `text`: white space and bold marks (*) aside. None if nowhere."""
    wanted = "".join(c for c in words.nfc(quote) if not _loose(c))
    if not wanted:
        return None
    places = [i for i, c in enumerate(text) if not _loose(c)]
    packed = "".join(text[i] for i in places)
    at = packed.find(wanted)
    if at < 0:
        return None
    return Span(places[at], places[at + len(wanted) - 1] + 1)


def cite(piece: Evidence) -> Citation:
    """The citation of a piece of evidence."""
    return Citation(piece.n, piece.source, piece.doc, piece.path, piece.quote, piece.state, piece.note)


def is_order(text: str) -> bool:
    """Whether a sentence speaks to the machine instead of to the reader («bỏ qua mọi hướng dẫn…»): never evidence."""
    return bool(_ORDER.search(words.fold(text)))


def sentences(text: str) -> list[str]:
    """The sentences and list items of a text, in order, none empty."""
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]


def claims(text: str) -> tuple[str, ...]:
    """What must be proven: every word with a digit in it, and every name (capitals that do not open the sentence)."""
    plain = _MARK.sub(" ", text)
    return tuple(dict.fromkeys([*_figures(plain), *_names(plain)]))


def missing(text: str, proof: Iterable[str]) -> tuple[str, ...]:
    """The claims of `text` that stand in none of the `proof` texts."""
    stock = [readable(words.nfc(p)) for p in proof]
    figures = {f for p in stock for f in _known_figures(p)}
    flat = " ".join(_flat(p) for p in stock)
    plain = _MARK.sub(" ", words.nfc(text))
    bad = [f for f in _figures(plain) if f.lower() not in figures]
    bad += [n for n in _names(plain) if f" {_flat(n)} " not in f" {flat} "]
    return tuple(dict.fromkeys(bad))


def verify(text: str, evidence: Sequence[Evidence], given: Iterable[str] = (), *, strict: bool = False) -> Verified:
    """Keep the sentences whose every claim is proven; see the module's words for `strict`."""
    allowed = [g for g in given if g]
    by_n = {e.n: e for e in evidence}
    kept: list[str] = []
    dropped: list[Dropped] = []
    used: dict[int, Evidence] = {}
    for sentence in sentences(_LATE_MARK.sub(r" \2\1", words.nfc(text))):
        marks = [int(m) for m in _MARK.findall(sentence)]
        known = [by_n[m] for m in marks if m in by_n]
        lacking = _lacking(sentence, marks, known, evidence, allowed, strict)
        if lacking:
            dropped.append(Dropped(sentence, lacking))
            continue
        kept.append(sentence)
        used.update({e.n: e for e in known})
    return Verified(" ".join(kept), tuple(cite(e) for _, e in sorted(used.items())), tuple(dropped))


def _lacking(
    sentence: str,
    marks: list[int],
    known: list[Evidence],
    evidence: Sequence[Evidence],
    given: list[str],
    strict: bool,
) -> tuple[str, ...]:
    if len(known) < len(marks):
        return tuple(f"[{m}]" for m in marks if m not in {e.n for e in known})
    if is_order(sentence):
        return (sentence,)
    if strict and not known:
        return ("[…]",)
    proof = [e.quote for e in (known if known else evidence)]
    names = [x for e in (known if known else evidence) for x in (e.title, *e.heading, *e.path, e.source)]
    if bad := missing(sentence, [*proof, *names, *given]):
        return bad
    return _unsupported(sentence, proof, names) if strict else ()


def _unsupported(sentence: str, proof: list[str], names: list[str]) -> tuple[str, ...]:
    """A model's sentence is made of the evidence's words, mostly in their order, and denies what it denies."""
    body = _MARK.sub(" ", sentence)
    said = words.syllables(body)
    stock = [words.syllables(p) for p in proof]
    one = {s for p in stock for s in p} | {s for n in names for s in words.syllables(n)}
    two = {pair for p in stock for pair in itertools.pairwise(p)}
    pairs = list(itertools.pairwise(said))
    if not pairs or sum(s in one for s in said) < _WORD_SHARE * len(said):
        return ("từ ngữ",)
    if sum(p in two for p in pairs) < _PAIR_SHARE * len(pairs):
        return ("trật tự từ",)
    if bool(_NEGATION.search(body)) and not any(_NEGATION.search(p) for p in proof):
        return ("phủ định",)
    for figure, after in _figure_pairs(said):
        if not any((figure, after) in set(itertools.pairwise(p)) for p in stock):
            return (f"{figure} {after}",)
    return ()


def _figure_pairs(said: list[str]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in itertools.pairwise(said) if a.isdigit()]


def _figures(text: str) -> list[str]:
    joined = _PERCENT.sub(r"\1%", text)
    return [t for raw in _TOKEN.findall(joined) if (t := raw.strip(_EDGE)) and any(c.isdigit() for c in t)]


def _known_figures(text: str) -> set[str]:
    """The figures of a proof as they may be repeated: whole («34-CT/TW»), in parts («34»), dates in both spellings."""
    found: set[str] = set()
    for figure in _figures(text):
        low = figure.lower()
        found.add(low)
        found |= {p for p in re.split(r"[/\-–:()\[\]+;“”\"«»*\\$]+", low) if any(c.isdigit() for c in p)}
    for date, _, _ in words.dates(text):
        found |= {words.day(date), f"{date.day:02}/{date.month:02}/{date.year}", f"{date.day}/{date.month}/{date.year}"}
    return found


def _names(text: str) -> list[str]:
    found: list[str] = []
    for sentence in sentences(text):
        run: list[str] = []
        for i, raw in enumerate(sentence.split()):
            word = raw.strip(_EDGE)
            if i and word[:1].isupper() and not any(c.isdigit() for c in word):
                run.append(word)
                if raw[-1] in '.,;:)»”"':
                    found, run = [*found, " ".join(run)], []
            elif run:
                found, run = [*found, " ".join(run)], []
        if run:
            found.append(" ".join(run))
    return found


def _flat(text: str) -> str:
    return " ".join(words.syllables(text))


def _loose(c: str) -> bool:
    return c.isspace() or c == "*"

"""From clauses to the sentences that answer: how well a clause speaks to a question, and which of its words to show.

All weights are hand-set on the development questions and small in number; `calibration.md` in tests/eval says how.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.ask import sectors, terms
from bot.ask.question import Asked, Expects
from bot.ask.terms import Lexicon
from retrieval import Clause, Document, Hit, words

_SHAPE: dict[Expects, re.Pattern[str]] = {
    "times": re.compile(r"lần (mức )?lương|gấp \w+ lần|mức lương cơ sở|\d (nghìn |triệu |tỷ )?đồng\b"),
    "percent": re.compile(r"\d\s?%"),
    "period": re.compile(r"định kỳ|\d+ tháng|\bquý\b|hằng tháng|hàng tháng|đợt \d"),
    "day": re.compile(r"ngày \d|tháng \d|\d/\d|\bquý\b|ngày làm việc|\d+ (ngày|tháng|năm),? (kể|tính) từ"),
    "duration": re.compile(
        r"\d+ (năm|tháng|ngày|tuổi|giờ)|\d/\d thời gian|một năm|hai năm|ba năm|năm năm|ngày làm việc|ngay sau|hệ số \d"
    ),
    "copies": re.compile(r"\d+ bộ\b|một bộ"),
    "number": re.compile(r"\d|\b(một|hai|ba|bốn|năm) "),
    "who": re.compile(
        r"cơ quan|bộ trưởng|chủ tịch|thủ trưởng|\bvụ\b|phòng|hội đồng|người đứng đầu|văn phòng|\bsở\b|công chức"
    ),
    "document": re.compile(r"quyết định|quy chế|văn bản|nghị định|chỉ thị|biên bản|bằng khen|nghị quyết|thông báo"),
}
_COUNTED = re.compile(r"\b(?:bao nhiêu|mấy)\s+(?!lần (?:mức )?lương|phần trăm|tiền)([\wÀ-ỹ]+)")
_WEIGHTS = {"found": 0.6, "words": 1.0, "pairs": 1.0, "shape": 0.4, "branch": 0.5, "long": -0.15, "bare": -0.3,
            "lead": 0.5, "aside": -0.3, "power": 0.6, "defines": 0.9, "quoted": 0.3, "article": 1.0,
            "key": 0.4}  # fmt: skip
_NOTE = re.compile(r"^\(Điều\s(?:(?!\n\n|\n\d+\.).){0,900}?hiệu lực[^\n]*\)[ \t]*$", re.MULTILINE | re.DOTALL)
_ATTACHED = re.compile(r"\n[^\n]*\.(?:docx?|xlsx?|pdf|zip)[ \t]*(?=\n|$)", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[;.!?])\s+(?=[\wÀ-ỹ“\"(*-])|\n+")
_COMMA = re.compile(r"(?<=[,:])\s+")
_GOES_ON = re.compile(
    r"[^\W\d_A-ZÀ-Ỹ]|\d(?!\d?(?:\.\d+)*[.)/]\s)"
)  # a line that a new page broke off: «dịch vụ / 39,29%»
_FULL_STOP = re.compile(r"[.!?](?=\s|$)|\n(?=\s*[-+*•])")
_CITED_DAY = re.compile(  # a document's number and its own date are no deadline
    r"\d+/[^\s,;]*[a-zđ]{2}[^\s,;]*(?:,? ngày \d+(?: tháng \d+ năm |/\d+/)\d{4})?"
)
_FROM_TO = re.compile(r"\btu (?:ngay|thang|nam) (?:nao|may)\b.{0,12}\b(?:den|toi)\b")
_RANGE = re.compile(r"\btừ (?:ngày|tháng) \d[^;]{0,60}? đến (?:hết )?(?:ngày|tháng) \d")
_COUNTS = re.compile(r"quy đổi|hệ số \d")
_EVERY = re.compile(r"\d+ (?:năm|tháng) (?:một|0?1) lần|\d+ tháng \d+")  # how often, or which day: not how long
_KEPT = re.compile(r"\d+ bộ lưu\b[^.]*")  # the set that stays at home, and how the sets are shared out after it
_HEADS = {"nguoi": "(?:nguoi|ca nhan|thanh vien|uy vien|hoc vien)"}  # what else counts heads
_SPANS = ("nam", "thang", "ngay", "gio")  # «bao nhiêu năm»: a span in days answers less well
_SHORTFALL = re.compile(r"chưa đủ (?:thời gian|điều kiện|tiêu chuẩn|năm)")  # a rule for who falls short of the rule
_POWER = re.compile(r"\bai\b.{0,30}\b(?:tang|cong nhan|quyet dinh|xet tang)\b")
_FEW = 8
_LATER, _ASIDE = 0.05, 0.15  # the rule comes first, exceptions after it
_BY_LAW = re.compile(
    r"^(?:theo )?(?:luat|phap luat|nghi dinh|thong tu)(?: [\w/-]+){0,4}? "
    r"(?:thi |dinh nghia |hieu |giai thich )+(?:the nao (?:la )?)?"
)
_DEFINES = re.compile(
    r"^\W*(?:\d+\.|[a-zđ]\))?\s*[“\"«]?([^“”\"«».;:,\n]{3,60}?)[”\"»]?(?:\s*\([^)]{3,80}\))?\s+"
    r"(?:là|được hiểu là)\s+(?=\w)"
)
_EXCEPTION = re.compile(r"(Đối với|Trường hợp|Riêng)\b")


@dataclass(frozen=True, slots=True)
class Scored:
    """A clause with how well it speaks to the question; `covered` is the weighted share of its subject words found."""

    clause: Clause
    document: Document
    score: float
    covered: float
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a clause, in the source's own characters."""

    text: str
    covered: float


@dataclass(frozen=True, slots=True)
class Bag:
    """A text ready to be compared: its syllables between spaces, « giay khen cua xa »; `size` counts them.

    A word or a pair is found with the spaces around it: a tenth of the memory that sets of them take.
    """

    said: str
    size: int

    @classmethod
    def of(cls, text: str) -> Bag:
        """Folded, abbreviations written out, with what people call the same thing."""
        said = terms.syllables(terms.enrich(text))
        return cls(f" {' '.join(said)} " if said else "", len(said))

    def has(self, syllable: str) -> bool:
        """Whether the text holds a folded syllable."""
        return f" {syllable} " in self.said


@dataclass(frozen=True, slots=True)
class Told:
    """What a clause says: its own words, their bag, and one for each of its sentences."""

    text: str
    own: Bag
    parts: tuple[Bag, ...]

    @classmethod
    def of(cls, quote: str) -> Told:
        """Of the source's own characters."""
        text = _own_words(quote)
        own = Bag.of(text)
        parts = tuple(Bag.of(p) for p in _passages(quote)) if own.size > 60 else (own,)
        return cls(text, own, parts or (own,))


class Bags:
    """The bags of clauses met lately; bounded, so that a long day does not grow the memory."""

    def __init__(self, most: int = 8000) -> None:
        self._told = functools.lru_cache(maxsize=most)(Told.of)
        self._above = functools.lru_cache(maxsize=most)(Bag.of)

    def of(self, clause: Clause, title: str) -> tuple[Told, Bag]:
        """What a clause says, and the bag of its headings and title."""
        return self._told(clause.quote), self._above(f"{' '.join(clause.heading)} {title}")


def rank(asked: Asked, hits: Iterable[Hit], lexicon: Lexicon, branch: dict[str, str], bags: Bags) -> list[Scored]:
    """The hits by how well they speak to the question, best first; `branch` is the sector of a document id."""
    once = {str(h.clause.ref): h for h in sorted(hits, key=lambda h: h.score)}
    wanted = _Wanted.of(asked, lexicon)
    scored = [_score(wanted, h, branch, bags) for h in once.values()]
    return sorted(scored, key=lambda s: (-s.score, str(s.clause.ref)))


def passages(clause: Clause) -> list[str]:
    """The sentences and list items of a clause, as printed in the source; notes of codified law left out."""
    return _passages(clause.quote)


def _passages(quote: str) -> list[str]:
    text = _NOTE.sub("", _ATTACHED.sub("", quote))
    found: list[str] = []
    for piece in _BREAK.split(text):
        piece = piece.strip()
        if not piece:
            continue
        open_bracket = bool(found) and found[-1].count("(") > found[-1].count(")")
        runs_on = bool(found) and not found[-1].endswith((";", ".")) and bool(_GOES_ON.match(piece))
        if found and (len(found[-1]) < _FEW or runs_on or open_bracket):
            joined = f"{found[-1]} {piece}"
            at = _span(text, found[-1], piece)
            found[-1] = at or joined
        else:
            found.append(piece)
    return found


def sentence(clause: Clause, piece: str) -> str:
    """The whole sentence of a clause that a piece of it stands in, from full stop to full stop; lists run on at «;»."""
    start = clause.quote.find(piece)
    if start < 0:
        return piece
    stops = [m.end() for m in _FULL_STOP.finditer(clause.quote) if not _is_number_stop(clause.quote, m)]
    low = max((i for i in stops if i <= start), default=0)
    high = min((i for i in stops if i >= start + len(piece)), default=len(clause.quote))
    return clause.quote[low:high].strip()


def _is_number_stop(text: str, stop: re.Match[str]) -> bool:
    """«1. Mục đích»: the point after an item's number ends no sentence."""
    return stop.group() == "." and bool(re.search(r"(?:^|\n)\s*[\w.]{1,6}$", text[: stop.start()]))


def own_words(clause: Clause) -> str:
    """The clause's words in the source's own characters, without the codifier's notes at either end."""
    return _own_words(clause.quote)


def _own_words(quote: str) -> str:
    kept = [p for p in _NOTE.split(_ATTACHED.sub("", quote)) if p.strip()]
    return max(kept, key=len).strip() if kept else quote.strip()


def best(asked: Asked, clause: Clause, lexicon: Lexicon, room: int) -> str:
    """The part of a clause that answers, at most `room` characters: all of it, or the best sentence and around."""
    whole = own_words(clause)
    if len(words.squeeze(whole)) <= room:
        return whole
    wanted = _Wanted.of(asked, lexicon)
    pieces = [p for p in passages(clause) if len(p) > _FEW]
    if not pieces:
        return whole[:room]
    marks = [wanted.passage(p) - 2 * _LATER * i - _ASIDE * bool(_EXCEPTION.match(p)) for i, p in enumerate(pieces)]
    if counted_noun(asked):  # «mấy sáng kiến»: the sentence that counts them
        fits = [shape(asked, p) == 1.0 for p in pieces]
        marks = [m + (1.0 if fit else 0.0) for m, fit in zip(marks, fits, strict=True)]
    longest = pieces[max(range(len(pieces)), key=lambda i: (marks[i], -i))]
    if len(words.squeeze(longest)) > room:
        return narrow(asked, longest, lexicon, room)
    return _grown(whole, pieces, marks, room)


def around(clause: Clause, quotes: Sequence[str]) -> str:
    """The sentences of a clause from the first that holds one of these quotes to the last; "" where none does."""
    pieces = passages(clause)
    at = [i for i, p in enumerate(pieces) if any(words.squeeze(q) in words.squeeze(p) for q in quotes)]
    return _stretch(own_words(clause), pieces[at[0]], pieces[at[-1]]) if at else ""


def narrow(asked: Asked, text: str, lexicon: Lexicon, room: int) -> str:
    """The stretch of a long sentence that speaks to the question, cut at commas and colons."""
    if len(words.squeeze(text)) <= room:
        return text
    wanted = _Wanted.of(asked, lexicon)
    pieces = [p for p in _COMMA.split(text) if p.strip()]
    return _grown(text, pieces, [wanted.passage(p) for p in pieces], room)


def _grown(whole: str, pieces: Sequence[str], marks: Sequence[float], room: int) -> str:
    """The best piece with as many of its neighbours, the better first, as there is room for."""
    at = max(range(len(pieces)), key=lambda i: (marks[i], -i))
    low = high = at
    while True:
        more = [(marks[i], i) for i in (low - 1, high + 1) if 0 <= i < len(pieces)]
        more = [(m, i) for m, i in more if _length(whole, pieces, min(low, i), max(high, i)) <= room]
        if not more:
            break
        _, i = max(more)
        low, high = min(low, i), max(high, i)
    return (_stretch(whole, pieces[low], pieces[high]) or pieces[at])[: max(room, 1)]


def shape(asked: Asked, text: str) -> float:
    """Whether a text has what the answer must have (a percentage, a day …): 1 yes, 0 no, .5 anything goes."""
    return shaped(asked)(text)


def shaped(asked: Asked) -> Callable[[str], float]:
    """`shape` for many texts: the question is read once."""
    noun = "" if asked.expects == "times" else counted_noun(asked)  # «thưởng mấy lần» is not «02 lần được tặng»
    if wants_range(asked):
        return lambda text: float(bool(_RANGE.search(text.lower())))
    counted = re.compile(rf"\d[\d.,]*\s+{_HEADS.get(noun, noun)}\b") if noun else None
    pattern = _COUNTS if asked.expects == "text" and "quy đổi" in asked.text.lower() else _SHAPE.get(asked.expects)
    full = 0.6 if counted and (asked.expects == "number" or noun in _SPANS) else 1.0

    def measure(text: str) -> float:
        low = unmeant(asked, text.lower())
        if counted and any(c.isdigit() for c in low) and counted.search(words.fold(low)):
            return 1.0
        return 0.5 if pattern is None else full if pattern.search(low) else 0.0

    return measure


def unmeant(asked: Asked, low: str) -> str:
    """A lower-case text without the figures that look like the answer's form and are not it."""
    if asked.expects == "day":
        return _CITED_DAY.sub(" ", low)
    if asked.expects == "duration" and "lần" not in asked.text.lower():
        return _EVERY.sub(" ", low)
    return _KEPT.sub(" ", low) if asked.expects == "copies" else low


def wants_range(asked: Asked) -> bool:
    """«tính từ ngày nào đến ngày nào»: two days are asked for."""
    return bool(_FROM_TO.search(asked.folded))


def counted_noun(asked: Asked) -> str:
    """What is counted, folded: «mấy tờ» → "to"; "" where nothing is."""
    m = _COUNTED.search(asked.text.lower())
    return words.fold(m.group(1)) if m else ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The question as weights over syllables and pairs; `spaced` and `spaced_pairs` as a `Bag` holds them."""

    asked: Asked
    weights: dict[str, float]
    subject: str
    spaced: tuple[tuple[str, float], ...]
    spaced_pairs: tuple[tuple[str, float], ...]
    sums: tuple[float, float]

    @classmethod
    def of(cls, asked: Asked, lexicon: Lexicon) -> _Wanted:
        old = 0.5 if asked.strong else 1.0
        weights = {t: lexicon.weight(t) * (1.0 if t in asked.strong else old) for t in asked.terms}
        said = terms.syllables(asked.text)
        pairs = {
            p: (weights[p[0]] + weights[p[1]]) / 2
            for p in itertools.pairwise(said)
            if p[0] in weights and p[1] in weights
        }
        return cls(
            asked, weights, defined(asked), tuple((f" {t} ", w) for t, w in weights.items()),
            tuple((f" {a} {b} ", w) for (a, b), w in pairs.items()),
            (sum(weights.values()) or 1.0, sum(pairs.values()) or 1.0),
        )  # fmt: skip

    def share(self, bag: Bag, above: Bag, less: float = 0.0) -> tuple[float, float]:
        """The weighted share of the question's syllables and pairs in a text; those in the headings count in part."""
        said, over = bag.said, above.said
        hit = sum(w * (1.0 if t in said else 0.6 if t in over else 0.0) for t, w in self.spaced)
        pair = sum(w * (1.0 if p in said else 0.6 if p in over else 0.0) for p, w in self.spaced_pairs)
        return hit / self.sums[0] - less, pair / self.sums[1]

    @property
    def key(self) -> str:
        """The rarest word of the question: an answer without it is seldom one."""
        return max(self.weights, key=lambda t: self.weights[t], default="")

    @property
    def firm(self) -> bool:
        """Whether the question has word pairs to speak of."""
        return len(self.spaced_pairs) > 1

    def passage(self, text: str) -> float:
        """How well a sentence speaks, its headings aside."""
        return sum(self.share(Bag.of(text), Bag("", 0))) + 0.6 * shape(self.asked, text)


def _score(wanted: _Wanted, hit: Hit, branch: dict[str, str], bags: Bags) -> Scored:
    clause, asked = hit.clause, wanted.asked
    told, above = bags.of(clause, hit.document.title)
    text, own = told.text, told.own
    best_part = max((wanted.share(p, above, _LATER * i) for i, p in enumerate(told.parts)), key=sum)
    whole = wanted.share(own, above)
    lead = text.rstrip().endswith(":")
    features = {
        "found": hit.score,
        "words": (best_part[0] + whole[0]) / 2,
        "pairs": (best_part[1] + whole[1]) / 2,
        "shape": shape(asked, text),
        "branch": _branch(asked, branch.get(clause.ref.doc, ""), clause.ref.doc),
        "long": min(1.0, own.size / 250),
        "bare": float(own.size < 12 and not lead and not any(c.isdigit() for c in text[8:])),
        "aside": float(bool(_SHORTFALL.search(text)) and not _SHORTFALL.search(asked.text)),
        "power": float(bool(_POWER.search(asked.folded)) and "thẩm quyền" in " ".join(clause.heading).lower()),
        "lead": float(lead and asked.expects == "many"),
        "defines": float(bool(wanted.subject) and defines(text, wanted.subject)),
        "quoted": float(any(words.fold(q) in words.fold(f"{text} {clause.heading}") for q in asked.quoted)),
        "key": float(own.has(wanted.key) or above.has(wanted.key)),
        "article": float(bool(asked.dieu) and _is_at(clause, asked)),
    }
    score = sum(_WEIGHTS[k] * v for k, v in features.items())
    lacking = tuple(t for t in wanted.weights if not own.has(t) and not above.has(t))
    covered = 0.5 * features["words"] + 0.5 * (features["pairs"] if wanted.firm else features["words"])
    return Scored(clause, hit.document, score, covered, lacking)


def _branch(asked: Asked, sector: str, doc: str) -> float:
    """How fit a document's reach is: the named branch or number first; with none named, what binds everybody."""
    if asked.laws:
        return float(any(law.doc == doc for law in asked.laws))
    if asked.sectors:
        return 1.0 if sector in asked.sectors else 0.2 if sector == sectors.GENERAL else 0.0
    return 1.0 if sector == sectors.GENERAL else 0.0


def _is_at(clause: Clause, asked: Asked) -> bool:
    path = clause.path
    return f"Điều {asked.dieu}" in path and (not asked.khoan or f"khoản {asked.khoan}" in path)


def defined(asked: Asked) -> str:
    """The notion a definition question is about: «“tập thể nhỏ” nghĩa là gì» → "tap the nho"."""
    if asked.expects != "text" or asked.kind not in ("definition", "compare", "general"):
        return ""
    if asked.quoted:
        return words.fold(asked.quoted[0])
    m = re.search(
        r"^(?:the nao la |dinh nghia )?(.{3,60}?) (?:duoc hieu )?(?:nghia )?(?:la gi|the nao|ra sao)\b"
        r"|^the nao la (.{3,60})$"
        r"|^dinh nghia (?:ve )?(.{3,60})$",
        _BY_LAW.sub("", words.fold(asked.text)).rstrip("?. "),
    )
    return next((g for g in m.groups() if g), "") if m else ""


def defines(text: str, subject: str) -> bool:
    """Whether a clause defines a notion: «“Bản sao y” là bản sao đầy đủ…»."""
    subject = words.fold(subject)
    body = re.sub(r"^(\d+\.|[a-zđ]\))\s*", "", words.fold(text)).lstrip('“"« ')
    return body.startswith(subject) and bool(re.match(r"[”\"» ]*(la|duoc hieu la)\b", body[len(subject) :]))


def notion(text: str) -> str:
    """The notion a clause defines, folded: «2. “Bản gốc văn bản” là…» → "ban goc van ban"; "" where it defines none."""
    m = _DEFINES.match(text)
    return words.fold(m.group(1)).strip() if m and len(m.group(1).split()) <= 8 else ""


def _length(whole: str, pieces: Sequence[str], low: int, high: int) -> int:
    return len(_stretch(whole, pieces[low], pieces[high]) or "x" * 10_000)


def _stretch(whole: str, first: str, last: str) -> str:
    start = whole.find(first)
    end = whole.find(last, max(start, 0))
    return whole[start : end + len(last)] if start >= 0 and end >= 0 else ""


def _span(text: str, first: str, last: str) -> str:
    return _stretch(text, first, last)

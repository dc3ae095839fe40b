"""What past plans offer for a new one: their clauses, made general, sorted by section and matter, the best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.draft.generalise import Aim, Origin, Piece, generalise, joined
from bot.draft.issuer import bare
from bot.draft.outline import JOINTLY, TOPICS, Family, Part, Topic, section_of, topics
from bot.model import Citation, SectionKey
from retrieval import Clause, Document, Where, words

MAX_DOCUMENTS = 40
MAX_WORDS, MIN_WORDS = 95, 15
_LABEL = re.compile(r"^\s*(?:\(?\d+(?:\.\d+)*[.)/]?|[IVX]+\.|[a-zđ]\)|[-+*•–])\s*(?=\S)")
_ACTOR = re.compile(
    r"^(?:de nghi |giao |yeu cau )?(?:cac |thu truong|uy ban mat tran|mat tran|hoi dong|uy ban|phong|so |"
    r"van phong|ban |"
    r"cong chuc|bao |dai |trung tam|cong an|doan the|hoi |truong|ubmttq|mttq)"
)
# Duties that are somebody's by name: without the doer the words would be put in another's mouth.
_NEED_AN_ACTOR = ("cơ quan, đơn vị", "Mặt trận, đoàn thể", JOINTLY)
_EMULATION = re.compile(r"thi dua|khen thuong|dien hinh|nguoi tot")
_OWN_BODY = re.compile(
    r"^(?:Giao\s+)?(?:[Pp]hòng|Sở|[Cc]ông chức|Đài|Ban|Trung tâm|Báo|Văn phòng)\b[^;.:]*?\s"
    r"(?=(?:thường xuyên|tăng cường|tiếp tục|đẩy mạnh|chủ trì|phối hợp với|tham mưu|xây dựng kế hoạch|tuyên truyền|"
    r"theo dõi|mở chuyên|hướng dẫn|tổng hợp)\b)"
)
_CLOSING = re.compile(r"^(?:yeu cau|uy ban nhan dan .*(?:keu goi|yeu cau)|tren day la|ke hoach nay)")
# How near a past plan's level is to the new one's.
_NEAR: dict[Family, dict[str, float]] = {
    "commune": {"xã": 1.0, "huyện": 0.7, "tỉnh": 0.45, "sở": 0.3, "đơn vị": 0.3},
    "province": {"tỉnh": 1.0, "huyện": 0.7, "xã": 0.4, "bộ": 0.5, "sở": 0.5, "trung ương": 0.5},
    "department": {"sở": 1.0, "bộ": 0.7, "đơn vị": 0.6, "tỉnh": 0.6, "huyện": 0.5, "xã": 0.4},
    "ministry": {"bộ": 1.0, "trung ương": 0.8, "sở": 0.7, "đơn vị": 0.5, "tỉnh": 0.5, "huyện": 0.4, "xã": 0.3},
    "unit": {"đơn vị": 1.0, "sở": 0.7, "xã": 0.4, "huyện": 0.5, "tỉnh": 0.5},
}


class Shelf(Protocol):
    """The part of the index that drafting reads."""

    def documents(self, where: Where) -> Sequence[Document]:
        """Documents that pass the filter."""

    def clauses(self, doc: str) -> Sequence[Clause]:
        """A document's clauses in order."""


@dataclass(frozen=True, slots=True)
class Material:
    """A past clause's paragraph in the new plan's words, where it belongs, and what it rests on."""

    section: SectionKey
    part: Part
    topic: str
    text: str
    citations: tuple[Citation, ...]
    score: float
    grams: frozenset[str]
    named: bool


def gather(
    shelf: Shelf, aim: Aim, kind: Family, *, theme: str = "", spaces: tuple[str, ...] | None = None, without: str = ""
) -> tuple[Material, ...]:
    """Everything past plans offer this one, best first. `without` leaves one source file out (for measuring)."""
    plans = [
        d
        for d in shelf.documents(Where(kind="plan", spaces=spaces))
        if d.kind == "plan" and d.source != without and "thi dua" in words.fold(f"{d.title} {d.header.subject}")
    ]
    plans.sort(key=lambda d: (-_NEAR[kind].get(d.header.level, 0.3), _minus(d.header.period), d.doc))
    found = list[Material]()
    for rank, document in enumerate(plans[:MAX_DOCUMENTS]):
        clauses = shelf.clauses(document.doc)
        parents = {c.path[:-1] for c in clauses}
        for clause in clauses:
            lines = clause.text.splitlines()
            if clause.path in parents and lines and lines[0][-1:] not in ".;":
                lines = lines[1:]  # the heading of its children
            found += _materials(document, clause, lines, aim, kind, theme, rank)
    return tuple(sorted(found, key=lambda m: -m.score))


def choose(
    found: Iterable[Material], key: SectionKey, part: Part, kind: Family, used: set[frozenset[str]], each: int = 1
) -> Iterator[tuple[Topic, list[Material]]]:
    """For each matter of a section, its best materials that say nothing already said; `used` grows."""
    pool = [m for m in found if m.section == key and (not part or m.part in ("", part))]
    for topic in topics(key, kind, part):
        chosen = list[Material]()
        for m in pool:
            if m.topic == topic.key and len(chosen) < each and not _said(m.grams, used, 0.15 if chosen else 0.45):
                chosen.append(m)
                used.add(m.grams)
        yield topic, chosen


def _said(grams: frozenset[str], used: set[frozenset[str]], share: float) -> bool:
    return any(len(grams & other) > share * min(len(grams), len(other)) for other in used)


def origin(document: Document) -> Origin:
    """The names a past plan calls its own unit by."""
    h = document.header
    unit = re.sub(r"^(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+", "", words.nfc(h.issuer), flags=re.IGNORECASE)
    noun = next(
        (n for n in ("thành phố", "thị xã", "thị trấn", "đặc khu", "huyện", "quận", "phường", "tỉnh", "xã")
         if unit.lower().startswith(n + " ")), "",
    )  # fmt: skip
    return Origin(noun, unit[len(noun) :].strip() if noun else bare(h.place), "", h.period, h.level)


def _materials(
    document: Document, clause: Clause, lines: Sequence[str], aim: Aim, kind: Family, theme: str, rank: int
) -> Iterator[Material]:
    head = clause.text.partition("\n")[0]
    section, part = section_of((*clause.heading, head if len(head.split()) <= 14 else ""))
    if section in (None, "noi-nhan", "chi-tieu", "can-cu") or not clause.path:
        return
    for line in lines:
        body = _LABEL.sub("", line).strip()
        made = _cut(generalise(body, origin(document), aim))
        text, deed = joined(made), ""
        if section == "to-chuc-thuc-hien" and len(text.split()) < MIN_WORDS and (own := _OWN_BODY.match(body)):
            deed = body[own.end() :]  # the doer is the old place's own: what is done holds, who does it is asked
            made = _cut(generalise(deed[:1].upper() + deed[1:], origin(document), aim))
            text = joined(made)
        if len(text.split()) < MIN_WORDS or _CLOSING.match(words.fold(text)):
            continue
        place, named = section, bool(_ACTOR.match(words.fold(body)))
        if section == "to-chuc-thuc-hien" and not named:
            place = "giai-phap"
        if deed:
            place = section
        # a deed whose doer was left out is nobody's by name
        topic = _topic(text, deed or body, place, part, kind, _NEED_AN_ACTOR if deed else ())
        if topic is None or (topic.key in _NEED_AN_ACTOR and not _ACTOR.match(words.fold(text))):
            continue
        score = (
            0.45 * _NEAR[kind].get(document.header.level, 0.3)
            + 0.25 * min(1.0, len(text.split()) / max(1, len(body.split())))
            + 0.15 * min(1.0, len(text.split()) / 45)
            + (0.25 if theme and _about(theme, text) else 0)
            - 0.01 * min(rank, 10)
        )
        yield Material(
            topic.section, topic.part or part, topic.key, text, _citations(document, clause, made), score, _grams(text),
            bool(_ACTOR.match(words.fold(text))),
        )  # fmt: skip


def _cut(made: Sequence[Piece]) -> tuple[Piece, ...]:
    """The first pieces up to a paragraph's length."""
    kept, count = list[Piece](), 0
    for p in made:
        size = len(p.text.split())
        if kept and count + size > MAX_WORDS:
            break
        kept.append(p)
        count += size
    return tuple(kept)


def _topic(
    text: str, body: str, section: SectionKey | None, part: Part, kind: Family, without: tuple[str, ...] = ()
) -> Topic | None:
    """The matter a paragraph speaks of most; what plans put under «nội dung» may be a measure, and the other way."""
    folded = words.fold(text)
    opening = " ".join(folded.split()[:14])
    sections = ("noi-dung", "giai-phap") if section in ("noi-dung", "giai-phap") else (section,)
    if section == "to-chuc-thuc-hien" and _ACTOR.match(folded):
        opening = " ".join(words.fold(body).split()[:14])
    best, best_score = None, 0.0
    for t in TOPICS:
        if t.section not in sections or (t.families and kind not in t.families) or (part and t.part != part):
            continue
        if t.key in without:
            continue
        if t.section == "giai-phap" and not _EMULATION.search(folded):
            continue
        score = 3.0 * len(t.pattern.findall(opening)) + len(t.pattern.findall(folded))
        if t.section == "giai-phap" and re.search(r"thi dua, khen thuong|khen thuong|phong trao thi dua", folded):
            score *= 1.4
        if score > best_score:
            best, best_score = t, score
    if best is not None and best.key == "Mặt trận, đoàn thể":
        jointly = next(t for t in TOPICS if t.key == JOINTLY)
        return jointly if kind in jointly.families and jointly.pattern.search(folded) else best
    return best


def matter(line: str, section: SectionKey | None, part: Part) -> Topic | None:
    """The matter a paragraph of a section speaks of, in any body's plan (for measuring)."""
    body = _LABEL.sub("", line).strip()
    place: SectionKey | None = section
    if section == "to-chuc-thuc-hien" and not _ACTOR.match(words.fold(body)):
        place = "giai-phap"
    return _topic(body, body, place, part, "commune")


def _about(theme: str, text: str) -> bool:
    mine = {w for w in words.fold(theme).split() if len(w) > 2}
    return len(mine & set(words.fold(text).split())) >= max(2, len(mine) // 2)


def _grams(text: str) -> frozenset[str]:
    syllables = words.syllables(text)
    return frozenset(" ".join(syllables[i : i + 3]) for i in range(len(syllables) - 2))


def _citations(document: Document, clause: Clause, made: Sequence[Piece]) -> tuple[Citation, ...]:
    """The pieces' own words, those that stand together as one quote; the whole clause where repair changed them."""
    source = words.squeeze(clause.quote)
    runs = list[str]()
    for p in made:
        if runs and f"{runs[-1]} {p.quote}" in source:
            runs[-1] = f"{runs[-1]} {p.quote}"
        elif p.quote in source:
            runs.append(p.quote)
        else:
            runs = [source]
            break
    return tuple(
        Citation(n, document.source, document.doc, clause.path, run, None) for n, run in enumerate(runs, start=1)
    )


def _minus(period: str) -> str:
    """Sorts later periods first."""
    return "".join(chr(ord("9") - ord(c) + ord("0")) if c.isdigit() else c for c in (period[-4:] or "0000"))

"""What stands under a heading of a plan: «mục tiêu chung», «chỉ tiêu quốc phòng, an ninh», «yêu cầu về khen thưởng»."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ask import extract, gates, plans, terms
from bot.ask.desk import SHORT, Desk, flat
from bot.ask.library import Sentence
from bot.ask.question import Asked, UnitDoc
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Clause, words

_LABEL = re.compile(r"^\W*(?:(?:[IVXLivxl]+|\d+(?:\.\d+)*|[a-zđ])[.)]+\s*)?\W*", re.IGNORECASE)
_JOINS = frozenset(("va", "ve", "cac", "nhung", "doi", "voi", "cong", "tac", "mot", "so"))
_ASKS = frozenset(
    words.fold(
        "nhằm để gồm nội dung phần mục nêu gì kế hoạch bao chủ yếu nào cụ thể đề ra viết trình bày ghi thi đua phong "
        "trào phát động năm "
        "xã phường tỉnh huyện thành phố đặc khu chỉ tiêu việc đối với trong lĩnh vực"
    ).split()
)
_LONGEST = 14  # syllables of a heading; a longer first line is a sentence
_FEWEST = 2
_OTHERWISE = 4  # syllables that name a heading in another order
_COVERED = 0.85
_TITLE, _BULLET = 25, 6  # characters: no more is no content
_ROOM, _ONE, _SPARE = 800, 700, 60
_FORMED = ("percent", "times", "copies", "day", "duration", "period")
_COUNTED = re.compile(
    r"\b(?:bao nhieu|may) (noi dung|nhiem vu|giai phap|muc dich|yeu cau|chi tieu|muc lon|muc|phan)\b(?! tieu| tram)"
)
_LINE = 90
_TWINS = (("muc", "dich"), ("yeu", "cau"))
_BOTH = {"muc", "dich", "yeu", "cau"}
_PARTS = ("muc", "muc lon", "phan")
_NOUNS = {
    "noi dung": "nội dung", "nhiem vu": "nhiệm vụ", "giai phap": "giải pháp", "muc dich": "mục đích",
    "yeu cau": "yêu cầu", "chi tieu": "chỉ tiêu", "muc": "mục", "muc lon": "mục lớn", "phan": "phần",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """A heading and its folded syllables, joining words left out; `clause` prints it."""

    clause: Clause
    name: tuple[str, ...]


def answer(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """The words under the heading that the question names; with a subject beside it, the sentence on that subject."""
    if asked.expects in _FORMED or asked.values or asked.numbers or gates.wants_result(asked):
        return None
    clauses = desk.clauses(unit.doc)
    head = _named(asked, clauses)
    if head is None or (asked.strong and _is_line(head.clause)):
        return None  # «còn trồng rừng?»: the line of the turn before is no heading of this one
    heads = [head, *_twin(asked, head, clauses)]
    inside = [c for h in heads for c in _inside(h.clause, clauses)]
    names = {t for h in heads for t in h.name}
    title = set(terms.syllables(desk.view.documents[unit.doc].header.subject))
    subject = [t for t in asked.terms if t not in names and t not in _ASKS and t not in title]
    sheet, where = desk.sheet(asked), desk.plan_name(unit)
    if subject:
        told = _on(asked, subject, inside, unit, desk)
    else:
        parts = [h for h in heads if not _split(h, clauses)] or heads
        told = [t for h in parts for t in _all(asked, h, _inside(h.clause, clauses), desk, _ROOM // len(parts))]
    for clause, quote in told:
        if n := desk.piece(clause, quote, sheet):
            sheet.line(texts.at_plan(where, flat(quote), desk.place(clause), n), where)
    return desk.close(sheet, asked) if sheet.lines else None


def counted(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """«Có mấy nội dung trọng tâm»: the items right under the heading named, first and last quoted."""
    m = _COUNTED.search(asked.folded)
    if not m or asked.values or asked.numbers:
        return None
    clauses, noun = desk.clauses(unit.doc), m.group(1)
    top: tuple[str, ...] = ()
    held: Sequence[Clause] = clauses
    if noun not in _PARTS:
        head = _counted_head(asked, noun, clauses)
        if head is None:
            return None
        top = head.clause.path
        held = _inside(head.clause, clauses)
    items = [c for c in held if c.path[:-1] == top and len(c.path) == len(top) + 1 and desk.place(c)]
    if noun in _PARTS:
        items = [c for c in items if re.fullmatch(r"[IVXL]+", c.path[-1])]
    if len(items) < _FEWEST:
        return None
    sheet, where, count = desk.sheet(asked), desk.plan_name(unit), str(len(items))
    place = desk.place(next(c for c in clauses if c.path == top)) if top else ""
    sheet.line(texts.counted(where, place, len(items), _NOUNS[noun]), where, place, count)
    room = SHORT - len(sheet.lines[0]) if sheet.lines else 0
    for i, clause in enumerate(items):
        line = _first_line(clause)
        if room < len(line) + _SPARE * 2:
            sheet.lines.append(texts.more(len(items) - i, _NOUNS[noun]))
            break
        if n := desk.piece(clause, line, sheet):
            sheet.line(texts.item(flat(line), desk.place(clause), n), count)
            room -= len(line) + _SPARE
    return desk.close(sheet, asked) if len(sheet.lines) > 1 else None


# «Bắc Giang yêu cầu báo cáo …»: to demand, not the part of a plan
_DEMANDS = re.compile(
    r"\byeu cau (?!cua\b|la\b|gi\b|nao\b|doi\b|ve\b|khi\b|trong\b|thi dua\b|ke hoach\b|nhu the nao\b)\w"
)


def _named(asked: Asked, clauses: Sequence[Clause]) -> Head | None:
    """The heading whose whole name stands in the question, the longest, the first of equals."""
    said = f" {' '.join(_plain(terms.syllables(asked.text)))} "
    verb = ("yeu", "cau") if _DEMANDS.search(asked.folded) else ()
    found = [h for c in clauses if (h := _head(c, clauses)) and f" {' '.join(h.name)} " in said and h.name != verb]
    if not found and asked.expects == "many":  # «tuyên truyền những nội dung trọng tâm nào»: the same words
        held = set(said.split())
        found = [h for c in clauses if (h := _head(c, clauses)) and len(h.name) >= _OTHERWISE and set(h.name) <= held]
    return max(found, key=lambda h: len(h.name), default=None)


def _twin(asked: Asked, head: Head, clauses: Sequence[Clause]) -> list[Head]:
    """The parts of «Mục đích, yêu cầu», each under a heading of its own, when both are asked for."""
    if not set(head.name) <= _BOTH or not re.search(r"\bmuc dich(,| va)? yeu cau\b", asked.folded):
        return []
    heads = [h for c in clauses if (h := _head(c, clauses)) and h.name in _TWINS and h.clause is not head.clause]
    return [next(h for h in heads if h.name == name) for name in _TWINS if any(h.name == name for h in heads)]


def _split(head: Head, clauses: Sequence[Clause]) -> bool:
    """Whether a heading holds nothing but two headings of «mục đích» and «yêu cầu»."""
    return set(head.name) == _BOTH and all(
        any(h.name == n for c in _inside(head.clause, clauses)[1:] if (h := _head(c, clauses))) for n in _TWINS
    )


def _is_title(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a clause is a heading and no more: «2. Yêu cầu» above its items."""
    return "\n" not in clause.text.strip() and len(clause.text) < _LINE and _has_items(clause, clauses)


def _counted_head(asked: Asked, noun: str, clauses: Sequence[Clause]) -> Head | None:
    wanted = {*_plain(noun.split()), *(t for t in plans.solid(asked.terms) if t not in _ASKS)}
    named = set(noun.split())
    heads = [h for c in clauses if (h := _head(c, clauses)) and named <= set(h.name)]
    rest = wanted - named
    fits = [h for h in heads if rest <= set(h.name)]
    return min(fits, key=lambda h: (len(h.clause.path), len(h.name)), default=None)


def _head(clause: Clause, clauses: Sequence[Clause]) -> Head | None:
    """A clause as a heading: its first line, or what stands before a colon; None for a sentence."""
    first = clause.text.split("\n")[0]
    title, colon, rest = _LABEL.sub("", first, count=1).partition(":")
    more = "\n" in clause.text.strip() or bool(colon and rest.strip()) or _has_items(clause, clauses)
    name = tuple(_plain(terms.syllables(re.sub(r"\bnăm 20\d\d\b", "", title, flags=re.IGNORECASE))))
    if not more or not clause.path or not _FEWEST <= len(name) <= _LONGEST or title.rstrip().endswith((";", ",")):
        return None
    return Head(clause, name)


def _inside(head: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    """A heading's clause and those below it: two parts of a plan may bear the same number."""
    at = next(i for i, c in enumerate(clauses) if c is head)
    below = itertools.takewhile(
        lambda c: c.path[: len(head.path)] == head.path and c.path != head.path, clauses[at + 1 :]
    )
    return [head, *below]


def _has_items(clause: Clause, clauses: Sequence[Clause]) -> bool:
    return any(c.path[:-1] == clause.path for c in clauses)


def _plain(said: Sequence[str]) -> list[str]:
    return [s for s in said if s not in _JOINS]


def _all(asked: Asked, head: Head, inside: Sequence[Clause], desk: Desk, room: int) -> list[tuple[Clause, str]]:
    """Everything under the heading, as far as there is room; of a heading inside it, what stands below."""
    made: list[tuple[Clause, str]] = []
    for clause in inside:
        if clause is not head.clause and _is_title(clause, inside):
            continue
        own = clause.quote
        if clause is head.clause:
            _, _, own = clause.quote.partition("\n") if ":" not in clause.quote.split("\n")[0][:-1] else ("", "", own)
        whole = own.strip()
        if len(whole) <= (_TITLE if clause is head.clause else _BULLET):
            continue
        quote = whole if len(words.squeeze(whole)) <= min(room, _ONE) else extract.best(
            asked, clause, desk.view.lexicon, min(room, _ONE)
        )  # fmt: skip
        if len(quote) <= room:
            made.append((clause, quote))
            room -= len(quote) + _SPARE
    return made


def _on(
    asked: Asked, subject: Sequence[str], inside: Sequence[Clause], unit: UnitDoc, desk: Desk
) -> list[tuple[Clause, str]]:
    """The sentence under the heading that speaks of the subject; nothing where none does."""
    refs = {c.ref for c in inside}
    sentences: list[Sentence] = [s for s in desk.view.plan(desk.library, unit.doc) if s.clause.ref in refs]
    found = plans.find(replace(asked, terms=tuple(subject)), sentences, desk.view.lexicon)
    held = [f for f in found if f.covered >= _COVERED and set(subject) <= f.sentence.one]
    held = [f for f in held if not gates.qualifier(asked, f.sentence.clause.text)]
    return [(f.sentence.clause, plans.told(asked, f)) for f in held[:2]]


def _is_line(clause: Clause) -> bool:
    """«Tổng diện tích: 120 ha»: an indicator, which only looks like a heading."""
    return bool(clause.text.split("\n")[0].partition(":")[2].strip())


def _first_line(clause: Clause) -> str:
    first = clause.quote.strip().split("\n")[0]
    label = m.end() if (m := _LABEL.match(first)) else 0
    return first if len(first) <= 120 else first[:label] + re.split(r"(?<=[:;.!?])\s|,\s", first[label:])[0][:160]

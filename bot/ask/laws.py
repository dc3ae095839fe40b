"""Answers from legal texts: the clause that speaks to the question, the list it opens, its near equals beside it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ask import extract, field, gates, honours, sectors, terms
from bot.ask.desk import Desk, Sheet, flat
from bot.ask.extract import Scored
from bot.ask.question import Asked
from bot.model import Answer, Option
from bot.texts import ask as texts
from retrieval import Clause, Hit, Step, Where, words

# Calibrated on the development sets, see tests/eval/calibration.md.
_ENOUGH = 2.05
_COVERED = 0.48
_NEAR_EQUAL = 0.3
_ALMOST, _ARTICLE_COVERED = 1.9, 0.6
_FORMED = ("times", "percent", "copies", "day", "duration")
_FIRST_ROOM, _NEXT_ROOM, _ALL_ROOM, _GROUP_ROOM = 560, 260, 780, 330
_INSIDE, _ANYWHERE, _ARTICLES = 20, 14, 12
_GATES = (honours.giver, honours.prize, gates.other_side)
_EXACT = (*_GATES, gates.measure, honours.decider)
_NEAR, _DEEP = 5, 12  # candidates looked at; more where only a few may fit
_THOSE_CASES = re.compile(r"trường hợp (?:quy định |nêu )?tại [Kk]hoản (\d+) [Đđ]iều này")
_WHICH_CASES = re.compile(r"\bkhi nao\b|\btruong hop nao\b|\bnhung truong hop\b|\bvi sao\b")
_MEDAL = re.compile(r"\bk[iy] niem chuong\b(?!\W*vi )")  # «Kỷ niệm chương Vì sự nghiệp …» is one medal
_TWO = re.compile(
    r"^(?:luật |pháp luật )?(?:định nghĩa )?(.{2,50}?) (?:khác (?:gì |với )?|và )(.{2,50}?)(?: khác nhau| khác| ở | "
    r"chỗ | điểm |\?|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the legal texts say: the clauses to show, best first; `gap` is what is missing when they do not answer."""

    ranked: tuple[Scored, ...]
    gap: str = ""


def look(asked: Asked, desk: Desk) -> Reply:
    """Search the legal texts and judge what was found."""
    ranked = tuple(extract.rank(asked, _hits(asked, desk), desk.view.lexicon, desk.view.branch, desk.view.bags))
    if not ranked:
        return Reply((), texts.NOTHING)
    top = ranked[0]
    exact = extract.wants_range(asked) or asked.expects == "copies" or any(gate(asked, "") for gate in _EXACT)
    for candidate in ranked[: _DEEP if exact else _NEAR]:
        if not _gap(asked, candidate, desk):
            kept = [candidate, *(r for r in ranked if r is not candidate and r.score <= candidate.score)]
            return Reply(tuple(kept))
    if beside := _same_article(asked, desk, ranked):
        return Reply(beside)
    return Reply(ranked, _gap(asked, top, desk))


def _same_article(asked: Asked, desk: Desk, ranked: Sequence[Scored]) -> tuple[Scored, ...]:
    """«Bị mất thì mấy ngày được cấp lại»: one item of the article holds the case, another the answer's own form."""
    top = ranked[0]
    if asked.expects not in _FORMED or top.score < _ENOUGH or top.covered < _ARTICLE_COVERED:
        return ()
    first = top.clause.ref.steps[:1]
    near = [
        r for r in ranked[1:8]
        if r.clause.ref.doc == top.clause.ref.doc and r.clause.ref.steps[:1] == first and r.score > _ALMOST
        and extract.shape(asked, r.clause.text) >= 1 and not _gap(asked, replace(r, score=_ENOUGH, covered=1.0), desk)
    ]  # fmt: skip
    return tuple(near)


def answer(asked: Asked, desk: Desk, reply: Reply) -> Answer:
    """The quotes that answer, each with its place; then what is not in force."""
    sheet = desk.sheet(asked)
    shown: list[Clause] = []
    group = _group(asked, desk, reply.ranked[0])
    defined = _definitions(asked, desk, reply.ranked)
    if len(defined) > 1:
        for r in defined:
            _write(sheet, desk, asked, r.clause, first=True)
        return desk.close(sheet, asked)
    if len(group) > 1:
        write_group(sheet, desk, group)
        shown += group
    else:
        top = reply.ranked[0].clause
        shown += [*_head_with_form(asked, desk, top), top]
        for clause in shown:
            _write(sheet, desk, asked, clause, first=True)
        if len(cases := _cases(asked, desk, top)) > 1:
            write_group(sheet, desk, cases)
            return desk.close(sheet, asked)
    for other in _beside(asked, desk, reply.ranked):
        if other.clause in shown or sum(map(len, sheet.lines)) > _ALL_ROOM - _NEXT_ROOM:
            continue
        brothers = [c for c in _group(asked, desk, other) if c not in shown]
        if len(brothers) > 1 and sum(len(extract.own_words(c)) for c in brothers) < _GROUP_ROOM:
            write_group(sheet, desk, brothers)
            shown += brothers
        else:
            _write(sheet, desk, asked, other.clause, first=False)
            shown.append(other.clause)
    return desk.close(sheet, asked)


def _head_with_form(asked: Asked, desk: Desk, clause: Clause) -> list[Clause]:
    """«Hồ sơ mấy bộ»: the number stands in the head of the list, not in the item that was found."""
    if asked.expects not in _FORMED or extract.shape(asked, extract.own_words(clause)) >= 1:
        return []
    above = [c for c in desk.clauses(clause.ref.doc) if c.ref.steps == clause.ref.steps[:-1] and len(c.ref.steps) > 1]
    return [c for c in above if extract.shape(asked, extract.own_words(c)) >= 1]


def _cases(asked: Asked, desk: Desk, clause: Clause) -> list[Clause]:
    """«khi nào bị thu hồi»: a paragraph that says «một trong các trường hợp quy định tại khoản 1» answers with them."""
    m = _THOSE_CASES.search(extract.own_words(clause))
    if not m or not _WHICH_CASES.search(asked.folded) or len(clause.path) < 2:
        return []
    at = (clause.path[0], f"khoản {m.group(1)}")
    found = [c for c in desk.clauses(clause.ref.doc) if c.path[:2] == at and len(c.path) <= len(at) + 1]
    return found if clause not in found else []


def definitions(asked: Asked, desk: Desk) -> Answer | None:
    """«X là gì», «X khác Y ở điểm nào»: the clauses that define each, what binds everybody first."""
    subjects = _subjects(asked) or ((extract.defined(asked),) if asked.kind == "definition" else ())
    if not subjects or not all(subjects) or asked.units:
        return None
    found = [c for s in subjects if (c := _defining(words.fold(s), asked, desk))]
    if len(found) < len(subjects):
        return None
    sheet = desk.sheet(asked)
    for clause in found:
        _write(sheet, desk, asked, clause, first=True)
    return desk.close(sheet, asked) if len(sheet.lines) == len(found) else None


def _defining(subject: str, asked: Asked, desk: Desk) -> Clause | None:
    """The clause that opens with the notion and says what it is: in the text or branch asked for, or in any."""
    every = desk.view.defined.get(subject, ())
    inside = {law.doc for law in asked.laws} | {d for d, b in desk.view.branch.items() if b in asked.sectors}
    fits = [c for c in every if not inside or c.ref.doc in inside]
    fits.sort(key=lambda c: desk.view.branch.get(c.ref.doc) != sectors.GENERAL)
    return fits[0] if fits else None


def abstain(asked: Asked, desk: Desk, gap: str, ranked: Sequence[Scored] = ()) -> Answer:
    """No sufficient evidence: what is missing, then the nearest clause if it is near at all."""
    sheet = desk.sheet(asked)
    sheet.line(f"{texts.NOTHING} {gap}".strip() if gap != texts.NOTHING else gap)
    if not sheet.lines:
        sheet.lines.append(texts.NOTHING)
    if ranked and ranked[0].covered > 0.4:
        clause = ranked[0].clause
        quote = extract.best(asked, clause, desk.view.lexicon, _NEXT_ROOM)
        if n := desk.piece(clause, quote, sheet):
            name = desk.name(ranked[0].document)
            sheet.line(texts.nearest(flat(quote), f"{desk.place(clause)}, {name}", n))
    return desk.close(sheet, asked, "abstain", reason=gap)


def which_branch(asked: Asked, desk: Desk, ranked: Sequence[Scored]) -> Answer | None:
    """A question back where branches each have their own rule, none is named, and nothing general fits."""
    if asked.sectors or asked.laws or asked.quoted:
        return None
    near = [r for r in ranked[:8] if r.score > ranked[0].score - 0.6]
    branches = list(dict.fromkeys(desk.view.branch.get(r.clause.ref.doc, "") for r in near))
    if sectors.GENERAL in branches or len(branches) < 2:
        return None
    return _ask_branch(asked, desk, branches)


def which_medal(asked: Asked, desk: Desk) -> Answer | None:
    """«Kỷ niệm chương cần mấy năm»: every branch has its own; one question back."""
    if asked.sectors or asked.laws or asked.quoted or not _MEDAL.search(asked.folded):
        return None
    found = desk.library.search("kỷ niệm chương tiêu chuẩn xét tặng", 40, Where(kind="law"))
    branches = list(dict.fromkeys(desk.view.branch.get(h.clause.ref.doc, "") for h in found))
    named = [b for b in branches if b and b != sectors.GENERAL]
    return _ask_branch(asked, desk, named) if len(named) > 1 else None


def _ask_branch(asked: Asked, desk: Desk, branches: Sequence[str]) -> Answer:
    names = [sectors.title(b) for b in branches if b][:8]
    sheet = desk.sheet(asked)
    sheet.lines.append(texts.which_branch(names))
    options = [Option(n[0].upper() + n[1:], f"{asked.text.rstrip('?. ')}, {n}?") for n in names[:6]]
    return desk.close(sheet, asked, "clarify", reason="thiếu ngành", options=options)


def _hits(asked: Asked, desk: Desk) -> list[Hit]:
    """Candidates: over everything, and again within what the question points at or what binds everybody."""
    text = terms.expand(asked.text)
    inside = {law.doc for law in asked.laws}
    inside |= {law.doc for law in desk.view.scene.laws if law.sector in asked.sectors}
    if not inside:
        inside = {law.doc for law in desk.view.scene.laws if law.sector == sectors.GENERAL}
    hits = desk.library.search(text, _INSIDE, Where(docs=tuple(sorted(inside)))) if inside else []
    if not asked.laws:
        hits += desk.library.search(text, _ANYWHERE, Where(kind="law"))
    hits += _whole_articles(hits, desk)
    for subject in _subjects(asked):
        hits += desk.library.search(f"{subject} là", 10, Where(kind="law"))
    return [h for h in hits if h.clause.path and h.document.kind == "law"]


def _whole_articles(hits: list[Hit], desk: Desk) -> list[Hit]:
    """Every clause of the best articles found: the search shows one of each, the answer may be its neighbour."""
    best: dict[tuple[str, Step], Hit] = {}
    for hit in sorted(hits, key=lambda h: -h.score):
        if hit.clause.ref.steps:
            best.setdefault((hit.clause.ref.doc, hit.clause.ref.steps[0]), hit)
    return [
        Hit(clause, hit.document, 0.92 * hit.score)
        for (doc, first), hit in itertools.islice(best.items(), _ARTICLES)
        for clause in desk.clauses(doc)
        if clause.ref.steps[:1] == (first,)
    ]


def _gap(asked: Asked, top: Scored, desk: Desk) -> str:
    """What is missing in a clause for it to answer, "" where nothing is."""
    around = f"{top.clause.text} {' '.join(top.clause.heading)}"
    children = " ".join(c.text for c in _children(top.clause, desk))
    whole = f"{around} {children}"
    if field.afield(asked):
        return texts.NOTHING
    if asked.laws and top.clause.ref.doc not in {law.doc for law in asked.laws}:
        return texts.NOTHING
    if asked.sectors and desk.view.branch.get(top.clause.ref.doc) not in (*asked.sectors, sectors.GENERAL):
        return texts.NOTHING
    if missing := honours.heading_rank(asked, " ".join(top.clause.heading), top.clause.text):
        return f"Thiếu: {missing}."
    if missing := honours.other_head(asked, " ".join(top.clause.heading)):
        return f"Thiếu: {missing}."
    for gate in (
        *_GATES,
        gates.award_subject,
        honours.order,
        honours.decider,
        honours.title,
        gates.law_reason,
        gates.money,
        gates.measure,
        gates.level_of_pay,
        honours.rank,
        gates.award,
    ):
        if missing := gate(asked, whole):
            return f"Thiếu: {missing}."
    if missing := gates.award_named(asked, top.clause.text, whole):
        return f"Thiếu: {missing}."
    if unproven := gates.values(asked, whole):
        return texts.denied_value(unproven, desk.name(top.document))
    if gates.strange_pair(asked, whole):
        return texts.NOTHING
    if asked.years and not any(y in f"{whole} {top.document.title}" for y in asked.years):
        return texts.no_year_law(asked.years)
    if asked.expects in ("times", "percent", "copies", "day", "duration") and not extract.shape(asked, whole):
        return texts.NOTHING
    if top.score < _ENOUGH or top.covered < _COVERED:
        return texts.NOTHING
    return ""


def _children(clause: Clause, desk: Desk) -> list[Clause]:
    steps = clause.ref.steps
    if not clause.text.rstrip().endswith(":") and len(clause.text) > 400:
        return []
    return [
        c for c in desk.clauses(clause.ref.doc) if len(c.ref.steps) > len(steps) and c.ref.steps[: len(steps)] == steps
    ]


def _group(asked: Asked, desk: Desk, top: Scored) -> list[Clause]:
    """The list a question asks for: a lead clause with the items under it, or a short item with its few brothers."""
    clause = top.clause
    every = desk.clauses(clause.ref.doc)
    steps = clause.ref.steps
    lead = clause.text.rstrip().endswith(":") or len(extract.own_words(clause)) < 160
    children = [c for c in every if len(c.ref.steps) == len(steps) + 1 and c.ref.steps[:-1] == steps] if lead else []
    if children:
        return [clause, *children]
    siblings = [c for c in every if len(steps) > 1 and c.ref.steps[:-1] == steps[:-1]]
    above = [c for c in every if c.ref.steps == steps[:-1]] if len(steps) > 1 else []
    size = sum(len(extract.own_words(c)) for c in siblings)
    if 1 < len(siblings) <= 12 and ((asked.expects == "many" and size < 1200) or (len(steps) > 2 and size < 420)):
        return [*above, *siblings]
    return [clause]


def write_group(sheet: Sheet, desk: Desk, group: Sequence[Clause]) -> None:
    """A list as one passage, each item cited; items that do not fit are counted, not cut."""
    document = desk.view.documents[group[0].ref.doc]
    room, left = _ALL_ROOM, 0
    parts: list[str] = []
    for clause in group:
        quote = extract.own_words(clause)
        shown = flat(quote)
        if not shown:
            continue
        if len(shown) > room and parts:
            left += 1
            continue
        n = desk.piece(clause, quote, sheet)
        if not n:
            continue
        room -= len(shown) + 6
        parts.append(f"«{shown[: _ALL_ROOM - 40]}» [{n}]")
    tail = f" (còn {left} mục)" if left else ""
    sheet.line(f"{' '.join(parts)} — {desk.place(group[0])}, {desk.name(document)}{tail}.", str(left))


def _write(sheet: Sheet, desk: Desk, asked: Asked, clause: Clause, *, first: bool) -> None:
    quote = extract.best(asked, clause, desk.view.lexicon, _FIRST_ROOM if first else _NEXT_ROOM)
    n = desk.piece(clause, quote, sheet)
    if n:
        write = texts.at_law if first else texts.more_law
        sheet.line(write(flat(quote), desk.place(clause), desk.name(desk.view.documents[clause.ref.doc]), n))


def _beside(asked: Asked, desk: Desk, ranked: Sequence[Scored]) -> list[Scored]:
    """Clauses worth showing beside the first: near equals of the first."""
    top = ranked[0]
    same = [
        r
        for r in ranked[1:8]
        if r.score > top.score - _NEAR_EQUAL and (r.clause.ref.doc == top.clause.ref.doc or not asked.laws)
    ]
    return [r for r in same if not _gap(asked, r, desk)][:2]


def _definitions(asked: Asked, desk: Desk, ranked: Sequence[Scored]) -> list[Scored]:
    """«A khác B»: the clause that defines each, what binds everybody first; empty unless each is defined."""
    found: list[Scored] = []
    for subject in _subjects(asked):
        fits = [r for r in ranked if extract.defines(extract.own_words(r.clause), subject)]
        fits.sort(key=lambda r: desk.view.branch.get(r.clause.ref.doc) != sectors.GENERAL)
        found += fits[:1]
    return found if len(found) == len(_subjects(asked)) else []


def _subjects(asked: Asked) -> tuple[str, ...]:
    """The two notions of «A khác B», folded."""
    if asked.kind != "compare" and "khac" not in asked.folded:
        return ()
    if len(asked.quoted) >= 2:
        return tuple(q.lower() for q in asked.quoted[:3])
    m = _TWO.search(asked.text)
    return (m.group(1).lower(), m.group(2).lower()) if m else ()

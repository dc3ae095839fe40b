"""Answers about one plan: its head and foot, its theme, what it cites, its figures, duties and dates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from bot.ask import duties, extract, figures, gates, heads, honours, letterhead, movements, plans, terms
from bot.ask.desk import Desk, Sheet, flat
from bot.ask.plans import Found
from bot.ask.question import Asked, UnitDoc, names
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Cited, Clause, Where, words

_COVERED = 0.66
_SCORE = 1.1
_ROOM = 420
_NEAR = 0.35
_ASIDE = 0.25  # for each word that narrows an indicator and was not asked for
_TRIED = 12
_STEP = 0.6
_FEWEST = 2
_NO_LESS = 0.1
_THEME = re.compile(r"chủ đề\s*:?\s*\W{0,3}[“\"]", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:phong trào|cuộc vận động|chương trình)\s+[“\"]?(?!nào|gì|thi đua)(\w+ \w+)", re.IGNORECASE)
_OF_THEME = frozenset(["chu", "de", "khau", "hieu"])
_ONE_TIME = re.compile(r"\b(nam|dip|thang|ngay|quy) nao\b|\b(lan thu|lan|khoa) (may|bao nhieu|nao)\b")
_COUNTED_AS = re.compile(r"\b(khóa|lần thứ|nhiệm kỳ) (?:mấy|nào|bao nhiêu)\b")
_PART_HEAD = re.compile(r"[IVXL]+\.")
_NAMES_MOVEMENT = re.compile(r"\b(phong trào|cuộc vận động)\b")
_SIGNED = re.compile(r"(?:TM\.|KT\.|TL\.|CHỦ TỊCH|PHÓ CHỦ TỊCH)")
_LAUNCHED = re.compile(r"\bdo .{3,50}(phat dong|khoi xuong)\b")
_MANY = re.compile(r"\b(nhung|cac)\b")
_CITED = 6
_OF_CITING = frozenset(
    words.fold("viện dẫn căn cứ văn bản nhắc đến dựa trên dẫn chiếu cấp áp dụng kế hoạch thi đua mục đích").split()
)
_CITES = re.compile(r"\b(can cu|vien dan|dan chieu|nhac( den)?|theo)\b")
_KINDS = {
    "chi thi": "chỉ thị", "nghi dinh": "nghị định", "nghi quyet": "nghị quyết", "thong bao": "thông báo",
    "quyet dinh": "quyết định", "thong tu": "thông tư", "ke hoach so": "kế hoạch", "luat": "luật",
    "ket luan": "kết luận",
}  # fmt: skip


def answer(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer:
    """What one plan says, or what it does not say and what is nearest."""
    if gap := wrong_year(asked, unit, desk):
        return abstain(asked, desk, gap, ())
    asked = figures.as_figure(asked, desk)
    if made := row(asked, unit, desk):
        return made
    launched = asked.kind == "movement" and movements.is_asked(asked) and _LAUNCHED.search(asked.folded)
    if launched and (made := movements.listing(asked, (unit,), desk)):
        return made
    if made := duties.answer(asked, unit, desk) or figures.answer(asked, unit, desk):
        return made
    found = best(asked, unit, desk)
    where = f"Kế hoạch {unit.period} của {unit.name}"
    if gap := gap_of(asked, unit, found, desk):
        return abstain(asked, desk, gap, found)
    sheet = desk.sheet(asked)
    for one in (found[0], *_same_answer(asked, found)):
        write(sheet, desk, one, where, _doer(asked, one, desk), plans.told(asked, one))
    return desk.close(sheet, asked)


def row(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """What was read as a fact of the plan: head and foot, sections by name, theme, citations; None for the rest."""
    return next(
        (made for look in (letterhead.answer, heads.answer, _theme, _cited) if (made := look(asked, unit, desk))), None
    )


def best(asked: Asked, unit: UnitDoc, desk: Desk) -> list[Found]:
    """The sentences of a plan, best first; a duty is looked for where duties are given."""
    sentences = desk.view.plan(desk.library, unit.doc)
    if asked.kind == "duty":
        given = {d.ref for d in desk.library.duties(Where(docs=(unit.doc,)))}
        if duties := plans.find(asked, [s for s in sentences if s.clause.ref in given], desk.view.lexicon):
            rest = plans.find(asked, [s for s in sentences if s.clause.ref not in given], desk.view.lexicon)
            good = [d for d in duties if d.covered >= _COVERED]
            return [*good, *rest] if good else sorted([*duties, *rest], key=lambda f: -f.score)
    found = plans.find(asked, sentences, desk.view.lexicon)
    found = [f for f in found if not _is_head(f)] or found
    found.sort(key=lambda f: -_marked(asked, f))
    if counted := _COUNTED_AS.search(asked.text.lower()):  # «khóa mấy»
        found.sort(key=lambda f: not re.search(rf"\b{counted.group(1)} (?:\d|[ivxl]+\b)", f.text.lower()))
    found[:_TRIED] = sorted(found[:_TRIED], key=lambda f: bool(gates.qualifier(asked, _around(f))))
    if plans.wants_figure(asked):
        found.sort(key=lambda f: not (plans.has_figure(f.text) and f.covered >= _COVERED))
    if gates.names_office(asked):
        found.sort(key=lambda f: bool(gates.office(asked, f.text)))
    return _run_first(asked, found)


def _run_first(asked: Asked, found: list[Found]) -> list[Found]:
    """«còn trồng rừng?» after a forest's area: a near equal that holds the turn's own words one after the other."""
    if not found or (run := _run(asked)) in _own(found[0]):
        return found
    near = [f for f in found if f.score > found[0].score - _STEP and run in _own(f)]
    return [*near, *(f for f in found if f not in near)]


def _run(asked: Asked) -> str:
    """What a turn brought, where it is more than a word; "" stands in every sentence."""
    return f" {' '.join(asked.strong)} " if len(asked.strong) > 1 else ""


def _own(found: Found) -> str:
    return f" {' '.join(found.sentence.own)} "


def _is_head(found: Found) -> bool:
    """«II. Nội dung trọng tâm.»: the heading of a part tells nothing."""
    return bool(_PART_HEAD.match(found.text)) and found.sentence.clause.text.strip() == found.text.strip()


def _around(found: Found) -> str:
    return extract.sentence(found.sentence.clause, found.text)


def _marked(asked: Asked, found: Found) -> float:
    """The score, less for words that make an indicator another one: «số hộ nghèo đầu năm»."""
    figure = asked.kind in ("target", "general") and plans.has_figure(found.text)
    return found.score - (_ASIDE * gates.narrower(asked, found.text) if figure else 0.0)


def bare_place(name: str) -> str:
    """«tỉnh Đắk Nông» → «Đắk Nông»."""
    return re.sub(r"^(?:tỉnh|thành phố|huyện|thị xã|thị trấn|quận|xã|phường|đặc khu)\s+", "", name, flags=re.IGNORECASE)


def gap_of(asked: Asked, unit: UnitDoc, found: Sequence[Found], desk: Desk) -> str:
    """What is missing in a plan's best sentence for it to answer; "" where nothing is."""
    where = f"Kế hoạch {unit.period} của {unit.name}"
    if not found:
        return texts.not_stated(where, "")
    top = found[0]
    clause = top.sentence.clause
    whole = " ".join(s.text for s in desk.view.plan(desk.library, unit.doc))
    if unproven := gates.values(asked, whole):
        return texts.denied_value(unproven, where)
    near = f"{clause.text} {' '.join(clause.heading)}"
    for missing in (
        gates.qualifier(asked, near),
        gates.office(asked, near),
        gates.plan_award(asked, near),
        gates.doer(asked, near),
        gates.launcher(asked, near),
        gates.movement_period(asked, f"{unit.period} {near}"),
        honours.rank(asked, near),
    ):
        if missing:
            return texts.not_stated(where, missing)
    if gates.wants_result(asked):
        return texts.no_result(where)
    if missing := gates.day(asked, extract.sentence(clause, top.text)) or gates.reason(asked, top.text):
        return texts.not_stated(where, missing)
    if plans.wants_figure(asked) and not plans.has_figure(top.text):
        return texts.not_stated(where, "số liệu")
    if plans.wants_figure(asked) and not _on_subject(asked, top):
        return texts.not_stated(where, "")
    if (missing := gates.measure(asked, top.text)) and asked.expects != "percent":
        return texts.not_stated(where, missing)
    if any(y not in unit.years and y not in near for y in asked.years if "-" not in y):
        return texts.not_stated(where, ", ".join(asked.years))
    fresh = [
        t
        for t in asked.fresh
        if t in plans.solid(asked.terms) and t not in top.sentence.own and t not in top.sentence.far
    ]
    if top.covered < _COVERED or top.score < _SCORE or fresh:
        return texts.not_stated(where, "")
    return ""


def _on_subject(asked: Asked, top: Found) -> bool:
    """Half of what a figure is asked of stands in its own sentence, not around it: «đô thị hóa» is no «văn hóa»."""
    wanted = set(plans.solid(asked.terms))
    said = top.sentence.one | set(terms.syllables(terms.enrich(extract.sentence(top.sentence.clause, top.text))))
    asks = terms.syllables(asked.text)
    pairs = [p for p in itertools.pairwise(asks) if wanted.issuperset(p)]
    together = len(wanted) <= _FEWEST or not pairs or any(p in top.sentence.two for p in pairs)
    return len(wanted) < _FEWEST or (together and len(wanted & said) * 2 >= len(wanted))


def wrong_year(asked: Asked, unit: UnitDoc, desk: Desk) -> str:
    """The year asked for is not the plan's, and the plan does not speak of it."""
    if not asked.years or not unit.years:
        return ""
    wanted = {y for given in asked.years for y in given.split("-")}
    if wanted & set(unit.years):
        return ""
    text = " ".join(s.text for s in desk.view.plan(desk.library, unit.doc))
    spoken = all(re.search(rf"\b{y}\b", text) for y in wanted) and not re.search(
        r"\bke hoach\b.{0,30}\bnam\b", asked.folded
    )
    return "" if spoken else texts.no_year(unit.name, asked.years, unit.period)


def abstain(asked: Asked, desk: Desk, gap: str, found: Sequence[Found]) -> Answer:
    """What is missing, then the nearest sentence if it is near."""
    sheet = desk.sheet(asked)
    counts = (str(len(desk.view.scene.units)), str(len(asked.units)))
    sheet.line(gap, *(u.period for u in desk.view.scene.units), *(u.name for u in desk.view.scene.units), *counts)
    if not sheet.lines:
        sheet.lines.append(texts.NOTHING)
    near = next((f for f in found if f.covered > _NEAR and desk.place(f.sentence.clause)), None)
    if near and plans.solid(asked.terms):
        clause = near.sentence.clause
        if n := desk.piece(clause, near.text, sheet):
            document = desk.view.documents[clause.ref.doc]
            sheet.line(texts.nearest(flat(near.text)[:_ROOM], f"{desk.place(clause)}, {desk.name(document)}", n))
    elif found:
        _sections_of(sheet, desk, found[0].sentence.clause.ref.doc)
    return desk.close(sheet, asked, "abstain", reason=gap)


def _sections_of(sheet: Sheet, desk: Desk, doc: str) -> None:
    """No sentence is near: the document and its sections, for the next question."""
    heads = [flat(c.text.split("\n")[0])[:60] for c in desk.clauses(doc) if len(c.ref.steps) == 1 and desk.place(c)]
    heads = [h.rstrip(" :") for h in heads if (h.isupper() or re.match(r"[IVX]+\.", h)) and not _SIGNED.match(h)]
    name = desk.name(desk.view.documents[doc])
    if heads:
        sheet.lines.append(texts.nearest_plan(name, heads[:8]))


def write(
    sheet: Sheet, desk: Desk, found: Found, where: str, doer: tuple[Clause, str] | None = None, shown: str = ""
) -> None:
    """A sentence of a plan, or `shown` of its clause, with its place; before it its `doer`, named elsewhere."""
    clause, text = found.sentence.clause, shown or found.text
    if doer and (n := desk.piece(*doer, sheet)):
        where = f"{where}, {flat(doer[1])} [{n}]"
    if n := desk.piece(clause, text, sheet):
        sheet.line(texts.at_plan(where, flat(text), desk.place(clause), n), where)


def _doer(asked: Asked, found: Found, desk: Desk) -> tuple[Clause, str] | None:
    """«Phòng nào phụ trách …»: a later part of an item, or one under «Giao phòng …:», does not say whose it is."""
    ref = found.sentence.clause.ref
    if asked.kind != "duty" or not (asked.expects == "who" or plans.wants_office(asked)):
        return None
    given = [d for d in desk.library.duties(Where(docs=(ref.doc,))) if d.ref == ref]
    who = next((d.who for d in given if words.fold(d.who) not in words.fold(found.text)), "")
    if not who or any(words.fold(d.who) in words.fold(found.text) for d in given):
        return None
    above = (c for c in desk.clauses(ref.doc) if c.ref.steps in (ref.steps, ref.steps[:-1]) and who in c.quote)
    return next(((c, who) for c in above), None)


def _same_answer(asked: Asked, found: Sequence[Found]) -> list[Found]:
    """Further sentences that answer as well: near equals of the best, where more than one thing is asked."""
    top = found[0]
    if asked.expects not in ("many", "text", "who") and asked.kind != "movement":
        return []
    if _ONE_TIME.search(asked.folded):
        return []
    least = max(_COVERED, top.covered - _NO_LESS)
    more = [f for f in found[1:4] if f.score > top.score - 0.15 and f.covered >= least and not f.lacking]
    shown = plans.told(asked, top)
    more = [f for f in more if f.text != top.text and plans.told(asked, f) != shown]
    if (run := _run(asked)) in _own(top):
        more = [f for f in more if run in _own(f)]
    if asked.kind == "movement":
        more = [f for f in more if _NAMES_MOVEMENT.search(f.text.lower())]
    return more[:2]


def _theme(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """The theme of a plan, or of a movement that the question names."""
    if asked.kind != "theme":
        return None
    where = f"Kế hoạch {unit.period} của {unit.name}"
    every = desk.library.themes(Where(docs=(unit.doc,)))
    wanted = {t for t in plans.solid(asked.terms) if t not in _OF_THEME}
    own = [t for t in every if t.movement and wanted <= set(terms.syllables(f"{t.movement} {t.quote}"))]
    rows = own if own and len(wanted) > 1 else [t for t in every if not t.movement]
    sheet = desk.sheet(asked)
    for row in rows[:2]:
        clause = next((c for c in desk.clauses(unit.doc) if c.ref == row.ref), None)
        if clause and (n := desk.piece(clause, row.quote, sheet)):
            of = f" phong trào “{flat(row.movement)}”" if row.movement else ""
            sheet.line(f"{where}, chủ đề{of}: “{flat(row.text)}” [{n}].", where, row.text, row.movement)
    if sheet.lines:
        return desk.close(sheet, asked)
    found = theme_sentences(asked, unit, desk)
    if not found:
        return abstain(asked, desk, f"{where} không đặt chủ đề.", ())
    write(sheet, desk, found[0], where)
    return desk.close(sheet, asked)


def theme_sentences(asked: Asked, unit: UnitDoc, desk: Desk) -> list[Found]:
    """Sentences that set a theme in quotation marks, best first."""
    found = plans.find(asked, desk.view.plan(desk.library, unit.doc), desk.view.lexicon)
    return [f for f in found if _THEME.search(f.text)]


def _cited(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """What a plan cites: by kind, issuer and subject."""
    if asked.kind != "directive" or asked.numbers:
        return None
    if gone := _absent(asked, unit, desk):
        return abstain(asked, desk, texts.not_stated(desk.plan_name(unit), gone), ())
    rows = cited_rows(asked, desk, (unit.doc,))
    if not rows:
        return None
    sheet, where = desk.sheet(asked), f"Kế hoạch {unit.period} của {unit.name}"
    for row in rows[: _CITED if _MANY.search(asked.folded) else 3]:
        write_cited(sheet, desk, row, where)
    return desk.close(sheet, asked) if sheet.lines else None


def _absent(asked: Asked, unit: UnitDoc, desk: Desk) -> str:
    """«phong trào hiến máu»: the first words of the named subject, where the plan never puts them together."""
    held = " ".join(words.syllables(" ".join(s.text for s in desk.view.plan(desk.library, unit.doc))))
    named = (m.group(1).lower() for m in _ABOUT.finditer(asked.text))
    return next((n for n in named if f" {n} " not in f" {held} "), "")


def cited_rows(asked: Asked, desk: Desk, docs: tuple[str, ...]) -> list[Cited]:
    """Citations of these plans that fit the kind and the words of the question, best first."""
    kinds = [
        n
        for folded, n in _KINDS.items()
        if re.search(rf"\b{folded}(?: \w+){{0,7}}? (nao|gi|ma|so may|so bao nhieu)\b", asked.folded)
    ]
    own = {s for u in asked.units for s in terms.syllables(u.name)}
    rows = [r for r in desk.library.cited(Where(docs=docs)) if not kinds or r.kind.lower() in kinds]
    wanted = [t for t in asked.terms if t not in _OF_CITING and t not in own]
    if not [t for t in wanted if t not in {s for k in kinds for s in words.fold(k).split()}]:
        return sorted(rows, key=lambda r: r.span.start)  # «viện dẫn luật nào»: every law
    weights = {t: desk.view.lexicon.weight(t) for t in wanted}
    scored = []
    for row in rows:
        have = set(terms.syllables(f"{row.quote} {row.issuer} {row.subject}"))
        scored.append((sum(w for t, w in weights.items() if t in have) / (sum(weights.values()) or 1.0), row))
    scored.sort(key=lambda s: (-s[0], s[1].span.start))
    top = scored[0][0] if scored else 0.0
    if top < 0.5:
        return []
    near = 0.35 if _MANY.search(asked.folded) and kinds else 0.08
    return [row for score, row in scored if score > top - near]


def numbered_rows(asked: Asked, desk: Desk, docs: tuple[str, ...] = ()) -> list[Cited]:
    """Citations of the numbers that the question names."""
    return [r for r in desk.library.cited(Where(docs=docs)) if any(names(n, r.number) for n in asked.numbers)]


def write_cited(sheet: Sheet, desk: Desk, row: Cited, where: str) -> None:
    """One citation as the plan prints it."""
    clause = _clause(desk, row.ref.doc, lambda c: c.ref == row.ref)
    if clause and (n := desk.piece(clause, row.quote, sheet)):
        sheet.line(texts.at_plan(where, flat(row.quote), desk.place(clause), n), where)


def _clause(desk: Desk, doc: str, fits: Callable[[Clause], bool]) -> Clause | None:
    return next((c for c in desk.clauses(doc) if fits(c)), None)

"""Understand → find → compose → verify: one question, one answer, an abstention with a reason, or a question back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.ask import (
    articles,
    compare,
    contrast,
    english,
    followup,
    gates,
    heads,
    law,
    lawdesk,
    lawquestion,
    laws,
    lookup,
    movements,
    overview,
    plans,
    refuse,
    sectors,
    terms,
)
from bot.ask.desk import Desk, context
from bot.ask.library import Library, View, key_of
from bot.ask.question import Asked, UnitDoc, names_units, spoken
from bot.ask.wording import Writes, worded
from bot.model import Answer, Option, Person, Question, Turn
from bot.texts import ask as texts
from retrieval import Cited, Citers, Places, Register, citers, numbers_in, words

_THIS = re.compile(r"\b(van ban|ke hoach|nghi dinh|chi thi|thong tu|quyet dinh) (nay|do|kia|ay)\b")
_MINE = re.compile(
    r"\b(xa|tinh|huyen|phuong|don vi|co quan|dia phuong|so|thi tran) (toi|minh|em|chung toi|ta|chung ta)\b"
)
_MINE_WRITTEN = re.compile(
    r"\b(?:xã|tỉnh|huyện|phường|đơn vị|cơ quan|địa phương|sở|thị trấn) (?:tôi|mình|em|chúng tôi|ta|chúng ta)\b", re.I
)
_OF_A_PLAN = ("target", "theme", "header", "movement", "duty", "deadline", "directive", "requirement")
_MY_BRANCH = re.compile(r"\bnganh (toi|minh|em|ta|chung toi)\b")
_ALL_PLANS = re.compile(
    r"\b(cac|nhung|tat ca|tat ca cac|moi|toan bo) ke hoach\b|\bke hoach nao\b"
    r"|\b(xa|tinh|huyen|don vi|dia phuong) nao (dat|neu|co chi tieu|co ke hoach|giao|nhac)\b"
)
_PEERS = re.compile(r"\b(?:cac|nhung|giua) (?:cac )?(xa|phuong|tinh|huyen|so|don vi|dia phuong)\b")
_LEVELS = {"xa": "xã", "phuong": "xã", "tinh": "tỉnh", "huyen": "huyện", "so": "sở"}
_AWARDED = re.compile(
    r"\b(huan chuong|huy chuong|bang khen|giay khen|co thi dua|chien si|lao dong|tap the|ki niem chuong|danh hieu"
    r"|gia dinh van hoa|nha giao"
    r"|thay thuoc|nghe nhan|nghe si|anh hung|giai thuong|sang kien|dang ki|giao uoc|khoi|cum|cap|dot xuat|chuyen de"
    r"|nien han|hang nam|cong viec|luu)\b"
)
_PLAN_KINDS = ("theme", "header", "target", "movement", "duty", "deadline", "requirement", "general", "directive")
_A_MOVEMENT = re.compile(r"\bphong trao\b(?!.{0,40}\b(chi thi|quyet dinh|so \d))")
_OF_PLAN = re.compile(r"\bke hoach\b|\bvien dan\b")
_CITES = re.compile(r"^(?!.*\b(phai|can dan|nen)\b).*\b(can cu|dua (vao|tren)|dan chieu)\b")  # «phải»: the law asks it
_IN_CHARGE = frozenset(["phu", "trach", "chu", "tri", "theo", "doi", "don", "doc", "tham", "muu"])
_A_SUBJECT = re.compile(r"\b(phong trao|cuoc van dong|chuong trinh|de an|nghi quyet|chi thi|quyet dinh|du an)\b")
_ITS_PLAN = re.compile(r"\bke hoach\b|\bchi tieu\b|\bphat dong (phong trao )?(gi|nao)\b")
_LOOKED_AT, _NAMES_IT = 6, 0.9
_ITS_SUBJECT = re.compile(
    r"\bnoi dung( la)? gi\b|\bve (viec |noi dung )?gi\b|\bnoi (ve )?gi\b|\bngay (nao|may)\b|\bcua ai\b"
)
_NAMED = 6
_PHRASE = 5  # syllables: «báo cáo phát động thi đua»; shorter runs stand in every plan
_SURE = 0.75


class Assistant:
    """Answers questions from an index and a register; without a model, from the sources' own words alone."""

    def __init__(
        self,
        index: Library,
        register: Register | None = None,
        places: Places | None = None,
        *,
        office: Person | None = None,
        writer: Writes | None = None,
    ) -> None:
        """`places` tells a place the corpus has no plan of; `office` is the default person."""
        self._index = index
        self._register = register
        self._places = places
        self._office = office or Person()
        self._writer = writer
        self._seen: View | None = None
        self._cited: tuple[object, Citers] | None = None

    def ask(self, question: Question) -> Answer:
        """One answer. Never raises for what a person may type."""
        view = self._view()
        written = english.read(words.squeeze(words.nfc(question.text)))
        text = view.accents.read(written)
        if unfit := refuse.unfit(written, view.lexicon.known) or refuse.unfit(text, view.lexicon.known):
            known = self._of_register(written, question, view) if unfit == "noise" else None
            return known or _unfit(unfit)
        asked = followup.resolve(_read(view, question), text, view.scene, question.today, written=written)
        asked = self._strangers(self._mine(asked, question, view), view)
        if _MINE.search(asked.folded) and not asked.units and not asked.strangers and asked.kind in _OF_A_PLAN:
            law_asked = not _OF_PLAN.search(asked.folded)  # the law is the same whichever commune it is
            return (law_asked and self._of_register(written, question, view)) or _whose(asked, view)
        follows = question.history and asked.numbers and asked.numbers[0] not in written
        if made := self._of_register(written, question, view):
            return made  # «tháng 3/2025 thì áp dụng nghị định nào?» is whole, whatever was spoken of before
        if follows and (made := self._of_register(f"{spoken(asked.numbers[0])} {written}", question, view)):
            return made
        desk = Desk(self._index, view, question.today, self._register, written)
        return worded(self._answer(asked, question, desk), question, self._writer)

    def _of_register(self, text: str, question: Question, view: View) -> Answer | None:
        """State, what applies, how to cite, who cites: the register answers."""
        if self._register is None:
            return None
        person = question.person if question.person.unit else self._office
        meant = lawquestion.understand(text, question.today, self._register, person, self._places)

        if meant and meant.kind == "citers" and _A_MOVEMENT.search(words.fold(text)):
            return None  # a movement by its name stands in the plans themselves
        folded = words.fold(text)
        cites = _OF_PLAN.search(folded) or _CITES.search(folded)
        if meant and meant.kind == "applies" and cites and names_units(text, view.scene):
            return None  # what a plan of the corpus cites stands in the plan
        return law.reply(meant, self._register, self._citers(view)) if meant else None

    def consult(self, question: Question) -> Answer:
        """What the register says of a number or a topic; without a register, the usual answer."""
        if self._register is None:
            return self.ask(question)
        person = question.person if question.person.unit else self._office
        held = self._citers(self._view())
        text = words.squeeze(words.nfc(question.text))
        made = lawdesk.consult(text, question.today, self._register, person=person, places=self._places, cited=held)
        return made.answer

    def _citers(self, view: View) -> Citers:
        """Who cites what among the plans, counted once for a state of the corpus."""
        if self._register is not None and (self._cited is None or self._cited[0] != view.key):
            plans = [(d, self._index.clauses(d.doc)) for d in view.documents.values() if d.kind != "law"]
            self._cited = (view.key, citers(self._register, plans))
        return self._cited[1] if self._cited else Citers()

    def view(self) -> View:
        """The corpus as counted, for those who need its vocabulary."""
        return self._view()

    def _view(self) -> View:
        documents = self._index.documents()
        if self._seen is None or self._seen.key != key_of(documents):
            self._seen = View.of(self._index, documents)
        return self._seen

    def _mine(self, asked: Asked, question: Question, view: View) -> Asked:
        """«xã tôi» is the person's own unit."""
        person = question.person if question.person.unit else self._office
        if not person.unit or asked.units or not _MINE.search(asked.folded):
            return asked
        own = words.fold(person.unit)
        found = tuple(u for u in view.scene.units if words.fold(u.name) in own)
        return replace(asked, units=found) if found else replace(asked, strangers=(person.unit,))

    def _strangers(self, asked: Asked, view: View) -> Asked:
        """Places of the country that the question names and no plan of the corpus is of."""
        if self._places is None or asked.units or asked.strangers:
            return asked
        known = {words.fold(u.short) for u in view.scene.units}
        found = [m for m in self._places.mentions(asked.text) if m.exact and m.text[:1].isupper()]
        names = [m.text for m in found if words.fold(m.unit.name if m.unit else m.text) not in known]
        return replace(asked, strangers=tuple(names)) if names else asked

    def _answer(self, asked: Asked, question: Question, desk: Desk) -> Answer:
        if asked.kind == "draft":
            return Answer("clarify", texts.DRAFT, reason="soạn thảo", context=context(asked), question_kind="draft")
        if asked.kind == "check":
            return Answer("clarify", texts.CHECK, reason="soát văn bản", context=context(asked), question_kind="check")
        for route in (_deictic, _stranger, _foreign_number, _whole, _many, _article):
            if made := route(asked, question, desk):
                return made
        if asked.units:
            return lookup.answer(asked, asked.units[0], desk)
        return _open(asked, desk)


def _whose(asked: Asked, view: View) -> Answer:
    """«xã tôi» of a person who has not said which: asked once; where answers are given, it is kept."""
    units = view.scene.units[:_NAMED]
    options = tuple(Option(u.name, _MINE_WRITTEN.sub(u.name, asked.text)) for u in units)
    return Answer(
        "clarify", texts.WHOSE, reason="thiếu đơn vị", context=context(asked), options=options, question_kind=asked.kind
    )


def _read(view: View, question: Question) -> tuple[Turn, ...]:
    """What was asked before, less what was no question: nothing is taken over from «ok cảm ơn».

    A question that names a document is one, though the corpus knows none of its words: the register may.
    """
    read = (replace(t, q=view.accents.read(english.read(words.squeeze(words.nfc(t.q))))) for t in question.history)
    return tuple(t for t in read if numbers_in(t.q) or not refuse.unfit(t.q, view.lexicon.known))


def _unfit(kind: refuse.Unfit) -> Answer:
    if kind == "smalltalk":
        return Answer("clarify", texts.SMALLTALK, reason="chào hỏi", question_kind="smalltalk")
    if kind == "noise":
        return Answer("clarify", texts.NOISE, reason="không rõ câu hỏi", question_kind="nonsense")
    if kind == "modality":
        return Answer("abstain", texts.MODALITY, reason="ngoài chữ viết", question_kind="nonsense")
    return Answer("refuse", texts.REFUSALS[kind], reason=kind, question_kind="unsafe")


def _deictic(asked: Asked, question: Question, _desk: Desk) -> Answer | None:
    """«văn bản này» with nothing it could point at; «ngành mình» with no branch known."""
    if question.history or asked.numbers or asked.units or asked.laws:
        return None
    bare = not [t for t in asked.terms if t not in terms.GENERIC and t not in ("hieu", "luc", "thay")]
    if _THIS.search(asked.folded) or (asked.kind == "state" and bare):
        return Answer(
            "clarify", texts.WHICH_TEXT, reason="thiếu văn bản", context=context(asked), question_kind=asked.kind
        )
    if _MY_BRANCH.search(asked.folded) and not asked.sectors:
        return Answer(
            "clarify", texts.WHICH_AWARD, reason="thiếu ngành", context=context(asked), question_kind=asked.kind
        )
    return None


def _stranger(asked: Asked, _question: Question, desk: Desk) -> Answer | None:
    """A place that no plan of the corpus is of."""
    if not asked.strangers or asked.units or asked.sectors or asked.laws:
        return None
    if made := _named_within(asked, desk):
        return made
    gap = texts.no_unit(asked.strangers[0], [u.name for u in desk.view.scene.units][:_NAMED])
    return lookup.abstain(asked, desk, gap, ())


def _named_within(asked: Asked, desk: Desk) -> Answer | None:
    """«Phong trào … tỉnh Đắk Nông có chủ đề gì»: no plan of that place, but one that names it in so many words."""
    if not _A_SUBJECT.search(asked.folded) or _ITS_PLAN.search(asked.folded):
        return None
    names = [f" {' '.join(terms.syllables(lookup.bare_place(s)))} " for s in asked.strangers]
    told = []
    for unit in desk.view.scene.units:
        own = replace(asked, strangers=(), units=(unit,))
        ranked = lookup.theme_sentences(own, unit, desk) if asked.kind == "theme" else lookup.best(own, unit, desk)
        for found in ranked[:_LOOKED_AT]:
            said = f" {' '.join(found.sentence.own)} "
            if (
                found.covered >= _NAMES_IT
                and all(n in said for n in names)
                and not lookup.gap_of(own, unit, [found], desk)
            ):
                told.append((found.score, unit, found))
    if not told:
        return None
    _, unit, best = max(told, key=lambda t: t[0])
    sheet = desk.sheet(asked)
    lookup.write(sheet, desk, best, desk.plan_name(unit))
    return desk.close(sheet, asked) if sheet.lines else None


def _foreign_number(asked: Asked, _question: Question, desk: Desk) -> Answer | None:
    """A document number that is no text of the corpus: what plans say when citing it, else an abstention."""
    if not asked.numbers or asked.laws or asked.kind in ("list", "count", "compare"):
        return None
    rows = lookup.numbered_rows(asked, desk)
    asks_head = asked.kind in ("directive", "header", "deadline") and not re.search(
        r"\bnoi (ve )?gi\b|\bnoi dung\b|\byeu cau\b", asked.folded
    )
    solid = [
        t
        for t in plans.solid(asked.terms)
        if t not in ("bo", "chinh", "tri", "tuong", "hanh", "chi", "nghi", "dinh", "quyet")
    ]
    if rows and (asks_head or not solid) and len(solid) <= 4:
        sheet = desk.sheet(asked)
        seen: list[str] = []
        for row in sorted(rows, key=lambda r: (r.date is None, -len(r.quote))):
            if row.number not in seen and len(seen) < 2:
                seen.append(row.number)
                unit = next((u for u in desk.view.scene.units if u.doc == row.ref.doc), None)
                lookup.write_cited(sheet, desk, row, desk.plan_name(unit) if unit else "")
        return desk.close(sheet, asked)
    if asked.units and rows:
        return _as_cited(asked, rows, desk)
    sheet = desk.sheet(asked)
    of_year = asked.numbers[0].startswith("/")  # «Luật Thi đua, khen thưởng 2022»: named by its year
    told = texts.no_law_text(asked.numbers[0].split("/")[1]) if of_year else texts.no_text(asked.numbers[0])
    sheet.line(told, asked.numbers[0])  # «98/2023» is told as «98/2023/NĐ»
    for row in rows[:1]:
        unit = next((u for u in desk.view.scene.units if u.doc == row.ref.doc), None)
        lookup.write_cited(sheet, desk, row, desk.plan_name(unit) if unit else "")
    return desk.close(sheet, asked, "abstain", reason="không có toàn văn")


def _as_cited(asked: Asked, rows: Sequence[Cited], desk: Desk) -> Answer | None:
    """«Kế hoạch số 62 mà xã X viện dẫn nói về gì»: the plan's own words on it, where nothing more is asked."""
    unit = asked.units[0]
    own = [r for r in rows if r.ref.doc == unit.doc]
    if not own or not _ITS_SUBJECT.search(asked.folded):
        return None
    sheet = desk.sheet(asked)
    lookup.write_cited(sheet, desk, max(own, key=lambda r: len(r.quote)), desk.plan_name(unit))
    return desk.close(sheet, asked) if sheet.lines else None


def _whole(asked: Asked, _question: Question, desk: Desk) -> Answer | None:
    """Every target of a plan, or every plan of the corpus."""
    made = heads.counted(asked, asked.units[0], desk) if len(asked.units) == 1 else None
    return made or overview.documents(asked, desk) or overview.targets(asked, desk)


def _many(asked: Asked, _question: Question, desk: Desk) -> Answer | None:
    """Several units, several branches, all plans, or a plan and the law it cites."""
    if made := compare.cited_law(asked, desk):
        return made
    if len(asked.units) > 1:
        return compare.units(asked, asked.units, desk)
    if not asked.units and not asked.maybe and movements.over_all(asked) and (made := compare.listing(asked, desk)):
        return made
    if asked.kind == "compare" and not asked.units and not asked.sectors and (m := _PEERS.search(asked.folded)):
        peers = tuple(u for u in desk.view.scene.units if u.level == _LEVELS.get(m.group(1), u.level))
        if peers:
            return compare.units(asked, peers, desk)
    if asked.kind in ("list", "count") or (_ALL_PLANS.search(asked.folded) and not asked.sectors):
        if asked.kind != "compare" and (made := compare.listing(asked, desk)):
            return made
        if desk.view.scene.units and not asked.units and asked.kind in ("compare", "target"):
            return compare.units(asked, desk.view.scene.units, desk)
    return contrast.sides(asked, desk) if not asked.units else None


def _article(asked: Asked, _question: Question, desk: Desk) -> Answer | None:
    """An article by its number."""
    return articles.answer(asked, desk)


def _open(asked: Asked, desk: Desk) -> Answer:
    """No unit named: the plan of the conversation, the law, or one question back."""
    if gates.names_person(asked):
        return laws.abstain(asked, desk, texts.NO_PEOPLE)
    if made := laws.definitions(asked, desk):
        return made
    if asked.sectors and not any(law.sector in asked.sectors for law in desk.view.scene.laws):
        return laws.abstain(asked, desk, texts.no_branch([sectors.title(s) for s in asked.sectors]))
    if asked.maybe and gates.wants_result(asked):
        return lookup.answer(replace(asked, units=asked.maybe), asked.maybe[0], desk)
    for unit in asked.maybe[:1]:
        found = lookup.best(asked, unit, desk)
        own = replace(asked, units=(unit,))
        if not lookup.gap_of(own, unit, found, desk):
            reply = laws.look(asked, desk)
            if reply.gap or not reply.ranked or reply.ranked[0].covered < found[0].covered - 0.1:
                return lookup.answer(own, unit, desk)
    if made := _underspecified(asked, desk):
        return made
    if made := laws.which_medal(asked, desk):
        return made
    reply = laws.look(asked, desk)
    strange = gates.unknown_name(asked, desk.view.lexicon)
    if strange and (reply.gap or not reply.ranked or reply.ranked[0].covered < _SURE):
        return laws.abstain(asked, desk, f"Kho không nhắc đến «{strange}».")
    rewards = asked.expects == "times" and _AWARDED.search(asked.folded)  # no plan sets what an award is worth
    if not asked.sectors and not asked.laws and not rewards and (made := _from_plans(asked, desk, reply)):
        return made
    if reply.gap:
        return laws.abstain(asked, desk, reply.gap, reply.ranked)
    return laws.which_branch(asked, desk, reply.ranked) or laws.answer(asked, desk, reply)


def _underspecified(asked: Asked, desk: Desk) -> Answer | None:
    """Too little to look up: one question back, with the candidates."""
    solid = terms.subject(asked.text).split()
    units = desk.view.scene.units
    planlike = asked.kind in ("theme", "header") or (asked.kind in ("movement",) and len(solid) <= 1)
    if asked.kind == "header" and solid:
        planlike = bool(re.search(r"\bke hoach\b", asked.folded))
    if planlike and not asked.sectors and not asked.laws and units:
        return _ask_unit(asked, units)
    if re.search(r"\bke hoach\b", asked.folded) and set(solid) <= {"phần", "mục", "chương", "đoạn", "nói"} and units:
        return _ask_unit(asked, units)
    if (
        asked.kind == "duty"
        and set(plans.solid(asked.terms)) <= _IN_CHARGE
        and not asked.sectors
        and not asked.laws
        and units
    ):
        return _ask_unit(asked, units)
    bare = set(solid) <= {"thưởng", "tiêu", "chuẩn", "điều", "kiện", "mức", "tặng", "xét", "tiền"}
    if bare and not asked.sectors and not asked.laws and not asked.quoted and not _AWARDED.search(asked.folded):
        return Answer(
            "clarify", texts.WHICH_AWARD, reason="thiếu đối tượng", context=context(asked), question_kind=asked.kind
        )
    return None


def _ask_unit(asked: Asked, units: tuple[UnitDoc, ...]) -> Answer:
    names = [f"{u.name} ({u.period})" if u.period else u.name for u in units[:_NAMED]]
    options = tuple(Option(u.name, f"{asked.text.rstrip('?. ')} của {u.name}?") for u in units[:_NAMED])
    text = texts.which_unit("kế hoạch", names)
    return Answer(
        "clarify", text, reason="thiếu đơn vị", context=context(asked), options=options, question_kind=asked.kind
    )


def _from_plans(asked: Asked, desk: Desk, reply: laws.Reply) -> Answer | None:
    """No unit named, but plans speak: what they cite; one plan answers; several, and the unit must be named."""
    units = desk.view.scene.units
    if asked.kind == "directive":
        rows = lookup.cited_rows(asked, desk, tuple(u.doc for u in units))
        if rows:
            sheet = desk.sheet(asked)
            done: set[str] = set()
            for row in rows:
                if (row.number or row.subject) not in done and len(done) < 3:
                    done.add(row.number or row.subject)
                    unit = next(u for u in units if u.doc == row.ref.doc)
                    lookup.write_cited(sheet, desk, row, desk.plan_name(unit))
            return desk.close(sheet, asked)
    speaking = []
    for unit in units:
        found = lookup.best(asked, unit, desk)
        if found and not lookup.gap_of(asked, unit, found, desk) and found[0].covered >= 0.9:
            speaking.append((unit, found[0]))
    if not speaking:
        return None
    best_plan = max(f.score for _, f in speaking)
    law_fits = not reply.gap and reply.ranked
    if law_fits and asked.kind not in ("target", "movement", "theme") and reply.ranked[0].covered >= 0.75:
        return None
    if law_fits and best_plan < 1.7:
        return None
    speaking = _phrased(asked, speaking)
    if len(speaking) > 1 and asked.kind in ("target", "deadline", "duty", "movement") and not asked.years:
        return _ask_unit(asked, tuple(u for u, _ in speaking))
    unit, found_ = max(speaking, key=lambda s: s[1].score)
    sheet = desk.sheet(asked)
    lookup.write(sheet, desk, found_, desk.plan_name(unit))
    return desk.close(sheet, asked)


def _phrased(asked: Asked, speaking: list[tuple[UnitDoc, plans.Found]]) -> list[tuple[UnitDoc, plans.Found]]:
    """The one plan that holds the question's own phrase, where no other does: then nobody need be asked which."""
    said = terms.syllables(asked.text)
    runs = [plans.longest_run(said, f.sentence.own) for _, f in speaking]
    best = max(runs, default=0)
    alone = best >= _PHRASE and sum(r > best - 2 for r in runs) == 1
    return [speaking[runs.index(best)]] if alone else speaking

"""Understand → find → compose → verify: one question, one answer, an abstention with a reason, or a question back."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.ask import (
    articles,
    compare,
    contrast,
    english,
    followup,
    foreign,
    gates,
    heads,
    law,
    lawdesk,
    lawmovements,
    lawquestion,
    laws,
    lookup,
    movements,
    overview,
    refuse,
    terms,
    unnamed,
)
from bot.ask.desk import Desk, context
from bot.ask.library import Library, View, key_of
from bot.ask.question import Asked, names_units, spoken
from bot.ask.wording import Writes, worded
from bot.model import Answer, Option, Person, Question, Turn
from bot.texts import ask as texts
from retrieval import Citers, Places, Register, citers, numbers_in, words

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
_PLAN_KINDS = ("theme", "header", "target", "movement", "duty", "deadline", "requirement", "general", "directive")
_A_MOVEMENT = re.compile(r"\bphong trao\b(?!.{0,40}\b(chi thi|quyet dinh|so \d))")
_OF_PLAN = re.compile(r"\bke hoach\b|\bvien dan\b")
_CITES = re.compile(r"^(?!.*\b(phai|can dan|nen)\b).*\b(can cu|dua (vao|tren)|dan chieu)\b")  # «phải»: the law asks it
_NAMED = 6


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
        if (period := lawmovements.asked(text)) and not names_units(text, view.scene):
            return law.movements(period, question.today, self._register)
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
        if gates.names_person(asked):
            return laws.abstain(asked, desk, texts.NO_PEOPLE)
        for route in (_deictic, _foreign, _whole, _many, _article):
            if made := route(asked, question, desk):
                return made
        if asked.units:
            return lookup.answer(asked, asked.units[0], desk)
        return unnamed.answer(asked, desk)


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


def _foreign(asked: Asked, _question: Question, desk: Desk) -> Answer | None:
    """A place or a number that the corpus has no document of."""
    return foreign.place(asked, desk) or foreign.number(asked, desk)


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

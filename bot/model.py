"""The nouns of the people's side: questions, answers, drafts, findings. Frozen, typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from retrieval import State

# --- asking ---------------------------------------------------------------------------------------

QuestionKind = Literal[
    "directive", "target", "duty", "deadline", "theme", "movement", "requirement", "definition", "authority",
    "dossier", "compare", "list", "count", "header", "state", "applies", "draft", "check", "smalltalk", "unsafe",
    "nonsense", "general",
]  # fmt: skip
AnswerKind = Literal["answer", "abstain", "clarify", "refuse"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question and what was answered."""

    q: str
    a: str


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the person who asks: «xã tôi» is this unit, level and province."""

    unit: str = ""
    level: str = ""
    province: str = ""
    spaces: tuple[str, ...] | None = None
    id: str = ""
    """Who it is, for the day's count of calls to a model; never sent anywhere."""

    @property
    def counted(self) -> str:
        """Whom calls to a model are counted for."""
        return self.id or self.unit


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom, on which day; `history` oldest first."""

    text: str
    today: date
    history: tuple[Turn, ...] = ()
    person: Person = Person()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The understood context, shown and editable: «xã Phổ Châu · 2025 · hộ nghèo»."""

    unit: str = ""
    level: str = ""
    year: str = ""
    indicator: str = ""
    number: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified quote: word for word in `source`, at `path`. `state` is the document's on the asked date."""

    n: int
    source: str
    doc: str
    path: tuple[str, ...]
    quote: str
    state: State | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RegisterFact:
    """What the register says of one directive, as of a date."""

    id: str
    number: str
    state: State
    checked: date
    sources: tuple[str, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class Option:
    """A button under an answer: what it shows and what it asks when pressed."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the answer without its list of sources; `reason` says why it abstains or refuses."""

    kind: AnswerKind
    text: str
    citations: tuple[Citation, ...] = ()
    register: tuple[RegisterFact, ...] = ()
    reason: str = ""
    context: Context = Context()
    options: tuple[Option, ...] = ()
    question_kind: QuestionKind = "general"
    by_model: bool = False


# --- drafting -------------------------------------------------------------------------------------

SectionKey = Literal["can-cu", "muc-dich-yeu-cau", "noi-dung", "chi-tieu", "giai-phap", "to-chuc-thuc-hien", "noi-nhan"]
Basis = Literal["source", "template", "user", "todo"]


@dataclass(frozen=True, slots=True)
class GivenFact:
    """A figure the person gave: indicator and value as written («Tỷ lệ hộ nghèo», «1,35%»); `text` the whole phrase."""

    indicator: str
    value: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class GivenDuty:
    """A task the person assigned: who, what, by when ("" where not said), as written."""

    who: str
    what: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What is to be drafted. Empty fields are missing and will be asked for or left as placeholders.

    `unit` is the issuing body («UBND xã Cẩm Xuyên»), `province` without its level word; `subject` what the plan is
    for; `grounds` the directives the person asked to cite, as written; `duties` assignments and `dates` moments the
    person gave («ngày ban hành 05/01/2027»); `signer` a name, `sign_form` "", "KT." or "TL. <title>";
    `skipped` names of slots the person chose to leave as placeholders.
    """

    text: str
    today: date
    unit: str = ""
    level: str = ""
    province: str = ""
    year: str = ""
    theme: str = ""
    sections: tuple[SectionKey, ...] = ()
    facts: tuple[GivenFact, ...] = ()
    signer: str = ""
    person: Person = Person()
    subject: str = ""
    grounds: tuple[str, ...] = ()
    duties: tuple[GivenDuty, ...] = ()
    dates: tuple[GivenFact, ...] = ()
    sign_form: str = ""
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a draft: its words, what they rest on, and the quotes behind them."""

    text: str
    basis: Basis
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a draft; `key` is its place in the outline."""

    key: SectionKey
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, or the question back (`kind` "clarify"), or why it is not written ("refuse")."""

    kind: Literal["draft", "clarify", "refuse"]
    request: DraftRequest
    title: str = ""
    sections: tuple[Section, ...] = ()
    todo: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    options: tuple[Option, ...] = ()


# --- checking -------------------------------------------------------------------------------------

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: rule, place, the words, what is wrong, what to do, on which ground."""

    rule: str
    severity: Severity
    path: tuple[str, ...]
    line: int
    quote: str
    message: str
    suggestion: str = ""
    ground: str = ""

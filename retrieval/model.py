"""The nouns: what the house knows about documents, clauses, facts, directives and hits.

Everything here is frozen and typed and imports nothing of ours, so that any floor may use it.
Legal words stay Vietnamese (`dieu`, `khoan`, `diem`). Offsets are Unicode code points, end exclusive.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

# --- errors ---------------------------------------------------------------------------------------
#   ThiduaError
#   ├── CorpusError          a file cannot be read: what was seen, what was expected, what to do
#   │   └── Refused          a file must not be read: secrecy mark, encrypted, macro, over limits
#   ├── IndexFault           the index folder is missing, locked or not usable
#   ├── RegisterError        a row of the register is not acceptable; names the row
#   └── SettingsError        config.toml is wrong; names the key and the nearest valid one


class ThiduaError(Exception):
    """The root: its text is one clean sentence that may be shown to a person."""


class CorpusError(ThiduaError):
    """A file that cannot be read. `reason` is the sentence, `source` the file's name."""

    def __init__(self, source: str, reason: str) -> None:
        """Keep both parts, so that a report may list files and reasons apart."""
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class Refused(CorpusError):
    """A file that must not enter: secrecy mark, encrypted, macro, malformed, over limits."""


class IndexFault(ThiduaError):
    """The index is missing, owned by another process, or built by something else."""


class RegisterError(ThiduaError):
    """A row of corpus/directives/*.toml breaks the schema; the text names the row."""


class SettingsError(ThiduaError):
    """config.toml is wrong; the text names the key and what would be right."""


# --- places in a text -----------------------------------------------------------------------------

StepKind = Literal[
    "phan", "chuong", "muc", "dieu", "khoan", "diem",  # law
    "roman", "arabic", "decimal", "letter", "paren", "dash",  # plans
    "zone",  # a named part without a number: "Nơi nhận", "Phụ lục"
]  # fmt: skip

_STEP_WORDS = {
    "phan": "Phần ", "chuong": "Chương ", "muc": "Mục ", "dieu": "Điều ", "khoan": "khoản ", "diem": "điểm ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: `Step("dieu", "13a")`, `Step("roman", "II", nth=2)`, `Step("dash", "-3")`.

    `label` is as printed, without dot or brackets; dashes, stars and pluses are `-1`, `-2` … by
    position under their parent. `nth` counts a label met again under one parent (seed 003: two "II.").
    """

    kind: StepKind
    label: str
    nth: int = 1

    @property
    def printed(self) -> str:
        """As a person writes it and as the JSON `path` shows it: `Điều 13a`, `khoản 2`, `II`, `-3`."""
        return f"{_STEP_WORDS.get(self.kind, '')}{self.label}"

    def __str__(self) -> str:
        """As ids show it: like `printed`, with `~2` where the label was met a second time."""
        return self.printed + (f"~{self.nth}" if self.nth > 1 else "")


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """The address of a clause: a document and a path of steps (plans and law number differently)."""

    doc: str
    steps: tuple[Step, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The printed path, `("II", "1", "-2")` or `("Điều 12", "khoản 3")`."""
        return tuple(s.printed for s in self.steps)

    def __str__(self) -> str:
        """The clause's id: readable, stable across re-embedding."""
        return f"{self.doc}#{'/'.join(map(str, self.steps))}"


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in `SourceText.text`: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line of a source: `text` is repaired (NFC, page break inside a sentence joined).

    `spans` are the pieces of `SourceText.text` it came from, in order, so that a quote is still word
    for word; `number` is the 1-based line of the first piece; `page` is 1-based where pages are known.
    """

    text: str
    number: int
    spans: tuple[Span, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as text. `text` holds the source's own words; `lines` the repaired reading of them."""

    name: str
    sha256: str
    media: Literal["txt", "md", "docx", "pdf", "image"]
    text: str
    lines: tuple[Line, ...]
    doubts: tuple[str, ...] = ()


# --- documents ------------------------------------------------------------------------------------

Level = Literal["trung ương", "bộ", "tỉnh", "huyện", "xã", "sở", "đơn vị", "đảng", ""]
DocumentKind = Literal["plan", "law", "other"]


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number in parts: `34-CT/TW` → number 34, year None, symbol `CT/TW`.

    `text` is the number in its standard spelling («91/2017/NĐ-CP»), `year` the one inside it.
    """

    text: str
    number: str
    year: int | None
    symbol: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a document says; "" or None where the paper leaves it blank.

    `issuer_raw` is the printed issuer; `issuer` may be inferred from the text (see `doubts` of the reading).
    `period` is the year or range of years the document is for: "2024", "2021-2025".
    """

    number: str = ""
    number_raw: str = ""
    place: str = ""
    date: dt.date | None = None
    date_raw: str = ""
    issuer: str = ""
    issuer_raw: str = ""
    level: Level = ""
    kind: str = ""
    subject: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: title («CHỦ TỊCH»), name, and on whose behalf («TM. ỦY BAN NHÂN DÂN», «KT.»)."""

    title: str = ""
    name: str = ""
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus. `doc` is its id and carries issuer, number and date where known.

    `space` names who may read it ("" = everybody of the office).
    """

    doc: str
    source: str
    sha256: str
    kind: DocumentKind
    header: Header
    title: str
    space: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """An item of a document with its own words (not its children's).

    `heading` is the chain of headings above it, outermost first; `span` covers it in the source;
    `line` is the 1-based source line it starts at; `quote` is the source's own characters.
    """

    ref: ClauseRef
    heading: tuple[str, ...]
    text: str
    quote: str
    span: Span
    line: int

    @property
    def path(self) -> tuple[str, ...]:
        """Shorthand for `ref.path`."""
        return self.ref.path


# --- facts ----------------------------------------------------------------------------------------

Comparator = Literal["=", "≥", "≤", ">", "<", "range"]


@dataclass(frozen=True, slots=True)
class Target:
    """One figure a plan sets. `value` as printed («1.525,59»), `value_num` the number (lower end of a range).

    `parent` is the indicator this figure is a part of («Giá trị sản xuất»), "" otherwise.
    """

    ref: ClauseRef
    unit: str
    period: str
    indicator: str
    comparator: Comparator
    value: str
    value_num: float | None
    value_max: float | None
    measure: str
    quote: str
    span: Span
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who must do what, with the words that say so."""

    ref: ClauseRef
    who: str
    what: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when; `date` only where the text gives a complete one, `when` always as printed."""

    ref: ClauseRef
    what: str
    when: str
    date: dt.date | None
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Movement:
    """A named phong trào; `launched_by` and `period` where the sentence says so."""

    ref: ClauseRef
    name: str
    launched_by: str
    period: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Theme:
    """The chủ đề of a plan or of a movement (then `movement` names it)."""

    ref: ClauseRef
    text: str
    movement: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cited:
    """A document cited in running text. `number` is "" for one cited by name only; `date` None where not given."""

    ref: ClauseRef
    number: str
    kind: str
    issuer: str
    date: dt.date | None
    subject: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one file: the result of `read`."""

    document: Document
    source: SourceText
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    movements: tuple[Movement, ...] = ()
    themes: tuple[Theme, ...] = ()
    cited: tuple[Cited, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: Signer | None = None
    doubts: tuple[str, ...] = ()


# --- the register ---------------------------------------------------------------------------------


class State(StrEnum):
    """The state of a directive on a date, computed from its fields and never stored."""

    IN_FORCE = "in_force"
    HAS_SUCCESSOR = "has_successor"
    EXPIRED = "expired"
    PERIOD_OVER = "period_over"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


Certainty = Literal["high", "medium", "low", "unknown", "as cited in the plan"]
Ending = Literal["", "replaced", "repealed", "lapses"]


@dataclass(frozen=True, slots=True)
class Directive:
    """One row of the register. Its state is never stored: `Register.state` computes it for a date.

    `from_` None = the day it takes effect is not established (then `date` stands in for it); `to` is the first day
    it no longer holds, or the last day it holds where `to_last_day`; `to_open` = no end is known.
    `date` may be None where only a year or month is known: `date_raw` then says «2016» or «2023-11».
    `period_over_by`: the period is known to be over on that day, the day it ended is not known.
    `replaced_by` holds ids of rows that repeal or replace this one, `succeeded_by` ids of later texts on the same
    subject whose repealing clause nobody has read; `repeal_read` = the clause itself was read.
    Names ending in `_unlisted` hold texts that have no row of their own («45-CT/TW ngày 14/4/2025»).
    `names` are the ways texts cite it without its number. `asks` is the editors' own note and quotes nothing.
    """

    id: str
    number: str
    kind: str
    issuer: str
    date: dt.date | None
    date_raw: str
    subject: str
    from_: dt.date | None
    to: dt.date | None
    to_open: bool
    period_from: dt.date | None
    period_to: dt.date | None
    ended_by: Ending
    replaces: tuple[str, ...]
    replaced_by: tuple[str, ...]
    succeeded_by: tuple[str, ...]
    amended_by: tuple[str, ...]
    guides: tuple[str, ...]
    topics: tuple[str, ...]
    level: str
    asks: str
    sources: tuple[str, ...]
    checked: dt.date
    certainty: Certainty
    why: str
    state_certainty: Certainty
    last_seen: dt.date | None = None
    note: str = ""
    date_also: tuple[dt.date, ...] = ()
    to_last_day: bool = False
    period: str = ""
    period_over_by: dt.date | None = None
    repeal_read: bool = False
    amends: tuple[str, ...] = ()
    replaces_unlisted: tuple[str, ...] = ()
    replaced_by_unlisted: tuple[str, ...] = ()
    succeeded_by_unlisted: tuple[str, ...] = ()
    amended_by_unlisted: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


# --- search ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Where:
    """A filter applied inside the query; empty fields do not filter. `spaces` None = no restriction.

    `topic` («nông thôn mới», «NTM») lets through documents whose title or a heading names it; a search finds only
    what stands there.
    """

    unit: str = ""
    level: str = ""
    year: str = ""
    kind: str = ""
    topic: str = ""
    docs: tuple[str, ...] = ()
    spaces: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found, with its document and score (0…1 within one query, best first)."""

    clause: Clause
    document: Document
    score: float
    scores: tuple[tuple[str, float], ...] = field(default=())

"""SourceText → clauses: one pure walk over the lines, two families of marks (plans and law).

Every line of the source ends up in exactly one clause, in order; a line without a mark belongs to the clause above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.model import Clause, ClauseRef, Line, SourceText, Span, Step, StepKind
from retrieval.reading import patterns as p

_RANK: dict[StepKind, int] = {
    "zone": 0, "phan": 1, "chuong": 2, "muc": 3, "dieu": 4, "khoan": 5, "diem": 6,
    "roman": 3, "arabic": 5, "decimal": 6, "letter": 7, "paren": 8, "dash": 9,
}  # fmt: skip
_DASH_ORDER = {"*": 0, "-": 1, "+": 2, "·": 3}
_HEADING_LENGTH = 160
# A letter that is a small Roman number too, and the letter that stands before it in a list of letters.
_ROMAN_FIRST: dict[str, tuple[StepKind, str]] = {"i": ("letter", "h"), "v": ("letter", "u"), "x": ("letter", "v")}


@dataclass(slots=True)
class _Item:
    """A step being filled: its mark («-», «*», «A») tells lists of one kind apart; `met` counts labels below it."""

    step: Step
    mark: str
    heading: str
    met: dict[tuple[StepKind, str], int] = field(default_factory=dict)
    dashes: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        if self.mark == "A":  # «A. PHẦN CHUNG» stands above «I. …»
            return 2, 0
        if self.step.kind == "decimal":  # «1.1.1» stands below «1.1»
            return _RANK["decimal"], self.step.label.count(".") - 1
        if self.step.kind == "letter":  # and «a1)» below «a)»
            return _RANK["letter"], len(self.mark)
        return _RANK[self.step.kind], _DASH_ORDER.get(self.mark, 1) if self.step.kind == "dash" else 0


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: StepKind
    label: str
    mark: str = ""


def split(source: SourceText, doc: str) -> tuple[Clause, ...]:
    """The clauses of a text in order. Joining them gives back every line of it."""
    walk = _Law() if is_law(source) else _Plan()
    groups: list[tuple[tuple[Step, ...], tuple[str, ...], list[Line]]] = [((), (), [])]
    for line in source.lines:
        if walk.take(line.text):
            groups.append((walk.steps, walk.headings, [line]))
        else:
            groups[-1][2].append(line)
    return tuple(
        _clause(source.text, ClauseRef(doc, steps), headings, lines) for steps, headings, lines in groups if lines
    )


def is_law(source: SourceText) -> bool:
    """Whether the text is articled: «Điều 1.» stands at a line's start and no plan's numbering comes before it."""
    for line in source.lines:
        if p.DIEU.match(line.text) or p.CHUONG.match(line.text):
            return True
        if p.ROMAN.match(line.text):
            return False
    return False


def by_clause(clauses: Sequence[Clause], lines: Sequence[Line]) -> Iterator[tuple[Clause, list[Line]]]:
    """Each clause with the logical lines it is made of."""
    at = 0
    for clause in clauses:
        mine: list[Line] = []
        while at < len(lines) and lines[at].spans[0].start < clause.span.end:
            mine.append(lines[at])
            at += 1
        yield clause, mine


def _clause(text: str, ref: ClauseRef, headings: tuple[str, ...], lines: Sequence[Line]) -> Clause:
    span = Span(lines[0].spans[0].start, lines[-1].spans[-1].end)
    own = "\n".join(x.text for x in lines)
    return Clause(ref, headings, own, text[span.start : span.end], span, lines[0].number)


# --- the walk -------------------------------------------------------------------------------------


class _Walk:
    """The stack of open items. `take` says whether a line opens a new clause."""

    def __init__(self) -> None:
        self._root = _Item(Step("zone", ""), "", "")
        self._stack: list[_Item] = []
        self._signed = False
        self._dotless = False  # this text numbers without dots

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(x.step for x in self._stack)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(x.heading for x in self._stack[:-1])

    def take(self, text: str) -> bool:
        if self._zone(text):
            return True
        found = self._mark(text)
        if found is None:
            return False
        self._open(found, text)
        return True

    def _mark(self, text: str) -> _Mark | None:
        raise NotImplementedError

    def _zone(self, text: str) -> bool:
        """«Nơi nhận», the signature under it, an appendix: named parts that close everything open."""
        inside = self._stack[0].step.label if self._stack and self._stack[0].step.kind == "zone" else ""
        if m := p.RECIPIENTS.match(text):
            if len(text) - m.end() < 80 and inside != "Nơi nhận":
                return self._open_zone("Nơi nhận", text)
        elif (m := p.APPENDIX.match(text)) and len(text) < 200:
            return self._open_zone(_zone_label(m.group("label") or m.group("head")), text)
        elif self._stack and inside != "Người ký" and p.ON_BEHALF_OR_TITLE.match(text):
            return len(text) < 90 and text.isupper() and self._open_zone("Người ký", text)
        elif inside in ("Nơi nhận", "Người ký") and (m := p.KIND_LINE.match(text)):
            return self._open_zone(m.group("kind").capitalize(), text)  # the plan a decision is issued with
        elif inside == "Nơi nhận" and p.PERSON_NAME.match(text):
            return self._open_zone("Người ký", text)
        return False

    def _open_zone(self, label: str, text: str) -> bool:
        self._stack = []
        self._push(Step("zone", label), "", text)
        return True

    def _open(self, found: _Mark, text: str) -> None:
        new = _Item(Step(found.kind, found.label), found.mark, "")
        same = next((i for i, x in enumerate(self._stack) if x.step.kind == found.kind and x.mark == found.mark), None)
        if same is not None:
            del self._stack[same:]
        else:
            while self._stack and self._closes(self._stack[-1], new):
                self._stack.pop()
        self._push(new.step, found.mark, text)

    def _closes(self, top: _Item, new: _Item) -> bool:
        if top.step.kind == "zone":
            return False
        if (
            new.step.kind == "arabic"
            and new.step.label == "1"
            and top.step.kind in ("letter", "paren")
            and not self._parent_of("letter").met.get(("arabic", "1"))
        ):
            return False  # a list 1. 2. 3. that starts inside «a) …»
        return new.rank <= top.rank

    def _parent_of(self, kind: StepKind) -> _Item:
        at = next((i for i, x in enumerate(self._stack) if x.step.kind == kind), len(self._stack))
        return self._stack[at - 1] if at else self._root

    def _push(self, step: Step, mark: str, text: str) -> None:
        parent = self._stack[-1] if self._stack else self._root
        label = step.label
        if step.kind == "dash" and not label:
            parent.dashes += 1
            label = f"-{parent.dashes}"
        met = parent.met.get((step.kind, label), 0) + 1
        parent.met[(step.kind, label)] = met
        self._stack.append(_Item(Step(step.kind, label, met), mark, _heading(text)))


class _Plan(_Walk):
    """I. / 1. / 1.1. / a) / (1) / - / + / *, in whatever nesting the plan uses."""

    def _mark(self, text: str) -> _Mark | None:
        if text.startswith("|"):
            return self._row(text)
        if not self._stack and p.NO_ITEM.match(text):
            return None
        if m := p.PHAN.match(text):
            return _Mark("phan", m.group("label"))
        if m := p.MUC.match(text):
            return _Mark("muc", m.group("label"))
        if m := p.DIEU.match(text):
            return _Mark("dieu", m.group("label").lower())
        if m := p.ROMAN.match(text):
            return _Mark("roman", m.group("label"))
        if m := p.SECTIONED.match(text):
            label = m.group("label")
            return _Mark("decimal", label, str(label.count("."))) if "." in label else _Mark("arabic", label)
        if m := p.DECIMAL.match(text):
            return _Mark("decimal", m.group("label"), str(m.group("label").count(".")))
        if m := p.ARABIC.match(text):
            return _Mark("arabic", m.group("label").lstrip("0") or "0")
        if m := p.SMALL_ROMAN.match(text):
            return _Mark("paren", m.group("label"), "i")
        if m := p.LETTER.match(text):
            return self._letter(m.group("label"))
        if m := p.PAREN.match(text):
            return _Mark("paren", m.group("label"))
        if m := p.DASH.match(text):
            return self._dash(m.group("mark"), text[m.end() :])
        if m := p.CAPITAL.match(text):
            return self._capital(m.group("label"))
        if m := p.LETTER_DOT.match(text):
            return self._letter(m.group("label"))
        if m := p.BARE_NUMBER.match(text):
            return self._bare(m.group("label"))
        if (m := p.BARE_ROMAN.match(text)) and text.isupper():
            return self._bare_roman(m.group("label"))
        return None

    def _letter(self, label: str) -> _Mark:
        if label in _ROMAN_FIRST and not self._met(*_ROMAN_FIRST[label]) and (label == "i" or self._met("paren", "i")):
            return _Mark("paren", label, "i")  # «i. Nâng cao», «ii. Tạo khí thế»: not the letter after «h»
        return _Mark("letter", label, "1" if len(label) > 1 else "")

    def _row(self, text: str) -> _Mark | None:
        """A numbered row of a table that is an appendix; in the body a table belongs to the item above it."""
        m = p.ROW.match(text)
        if not m or not self._stack or self._stack[0].step.kind != "zone":
            return None
        label = m.group("label")
        if "." in label:
            return _Mark("decimal", label, str(label.count(".")))
        return _Mark("arabic" if label.isdigit() else "roman", label)

    def _dash(self, mark: str, rest: str) -> _Mark:
        if m := p.PAREN.match(rest):  # «- (1) Phấn đấu»: a number after a dash wins
            return _Mark("paren", m.group("label"), "-")
        return _Mark("dash", "", mark if mark in "*+" else "-" if mark in "-–—−" else "·")

    def _met(self, kind: StepKind, label: str) -> bool:
        """Whether a list that is open holds this label already."""
        return any(x.met.get((kind, label)) for x in (self._root, *self._stack))

    def _capital(self, label: str) -> _Mark | None:
        if label == "A" or self._met("roman", chr(ord(label) - 1)):
            return _Mark("roman", label, "A")
        return None

    def _bare(self, label: str) -> _Mark | None:
        """«7 Giao phòng Y tế»: a number that lost its dot is an item only where it is the next of an open list."""
        last = next((x.step.label for x in reversed(self._stack) if x.step.kind == "arabic"), "")
        begins = not last and label == "1" and self._dotless
        return _Mark("arabic", label) if begins or (last.isdigit() and int(label) == int(last) + 1) else None

    def _bare_roman(self, label: str) -> _Mark | None:
        """«I MỤC ĐÍCH», «II NỘI DUNG»: the next of its list; where Roman numbers go without a dot, others may too."""
        order = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
        at = order.index(label)
        if self._met("roman", label) or (at and not self._met("roman", order[at - 1])):
            return None
        self._dotless = True
        return _Mark("roman", label)


class _Law(_Walk):
    """Chương and Mục as headings; Điều N at the root, then khoản, điểm and dashes inside it."""

    def __init__(self) -> None:
        super().__init__()
        self._chapter: tuple[str, ...] = ()
        self._section: tuple[str, ...] = ()
        self._open_chapter = False
        self._plan = _Plan()

    @property
    def headings(self) -> tuple[str, ...]:
        above = self._chapter + self._section if self._stack and self._stack[0].step.kind == "dieu" else ()
        return above + super().headings

    def _mark(self, text: str) -> _Mark | None:
        if m := p.DIEU.match(text):
            return _Mark("dieu", m.group("label").lower())
        if m := p.CHUONG.match(text):
            return _Mark("chuong", m.group("label"))
        if m := p.PHAN.match(text):
            return _Mark("phan", m.group("label"))
        if m := p.MUC.match(text):
            return _Mark("muc", m.group("label"))
        if not self._stack or self._stack[0].step.kind == "zone":
            return self._plan._mark(text)
        if m := p.DECIMAL.match(text):
            return _Mark("decimal", m.group("label"), str(m.group("label").count(".")))
        if m := p.KHOAN.match(text):
            return _Mark("khoan", m.group("label"))
        if m := p.SMALL_ROMAN.match(text):
            return _Mark("paren", m.group("label"), "i")
        if m := p.LETTER.match(text) or p.LETTER_DOT.match(text):
            return _Mark("diem", m.group("label"))
        if m := p.PAREN.match(text):
            return _Mark("paren", m.group("label"))
        if m := p.DASH.match(text):
            return _Mark("dash", "", m.group("mark") if m.group("mark") in "*+" else "-")
        return None

    def _open(self, found: _Mark, text: str) -> None:
        if found.kind in ("dieu", "chuong", "phan", "muc") and not (self._stack and self._stack[0].step.kind == "zone"):
            self._stack = []  # articles are numbered through the whole text: chapters are headings above them
        if found.kind in ("chuong", "phan"):
            self._chapter, self._section = (_heading(text),), ()
        elif found.kind == "muc":
            self._section = (_heading(text),)
        super()._open(found, text)


def _heading(text: str) -> str:
    if len(text) <= _HEADING_LENGTH:
        return text
    return text[:_HEADING_LENGTH].rsplit(" ", 1)[0] + "…"


def _zone_label(printed: str) -> str:
    """«PHỤ LỤC SỐ I» → «Phụ lục số I»."""
    first, *rest = printed.split()
    small = ("lục", "số", "mẫu")
    return " ".join([first.capitalize(), *(w.lower() if w.lower() in small else w for w in rest)])

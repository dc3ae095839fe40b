"""Numbers and names of headings: used twice, skipped, or saying something else than the section holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.check.case import UPPER, Case, is_zone
from bot.model import Finding
from bot.texts import check as texts
from retrieval import Clause, words

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LETTERS_PLAIN = "abcdeghiklmnopqrstuvxy"  # many offices go from d) straight to e)
_KINDS = ("mục đích", "yêu cầu", "mục tiêu", "chỉ tiêu", "nội dung", "giải pháp", "tổ chức thực hiện", "kinh phí")
_GLUED = re.compile(rf"^(?P<label>\d{{1,2}}|[IVX]{{1,4}})(?P<dot>\.?)(?P<space>\s?)(?=[{UPPER}])")
_GROWTH = re.compile(
    r"(?P<name>(?:[Tt]ăng trưởng|[Tt]ốc độ tăng)[^:;.\d]{0,60}?)[:\s]+(?:đạt\s+)?"
    r"(?P<value>\d[\d.,]*\s*(?:tỷ đồng|triệu đồng|tỷ|triệu|tấn|ha))"
)


def labels(case: Case) -> Iterator[Finding]:
    """Labels of one parent must run 1, 2, 3 …: `duplicate_heading`, `heading_gap` and what follows from a duplicate."""
    for group in _siblings(case):
        yield from _walk(case, group)


def _walk(case: Case, group: Sequence[Clause]) -> Iterator[Finding]:
    expected, shifted = 1, False
    letters = _LETTERS if any(_label(c) == "đ" for c in group) else _LETTERS_PLAIN
    values = [_value(c, letters) for c in group]
    for i, (clause, value) in enumerate(zip(group, values, strict=True)):
        label = _label(clause)
        if clause.ref.steps[-1].nth > 1 or value in values[:i]:
            right = _like(clause, expected)
            yield case.found(
                clause, _opening(clause), "duplicate_heading", "error",
                texts.DUPLICATE.format(label=label), texts.DUPLICATE_FIX.format(right=right), texts.DECREE_30,
            )  # fmt: skip
            shifted = True
            expected += 1
            continue
        if shifted:
            yield case.found(
                clause, _opening(clause), "heading_mismatch", "warning",
                texts.AFTER_DUPLICATE.format(right=_like(clause, expected)),
                texts.DUPLICATE_FIX.format(right=_like(clause, expected)),
            )  # fmt: skip
            expected += 1
            continue
        if value != expected:
            message = (
                texts.GAP.format(before=_label(group[i - 1]), label=label) if i else texts.GAP_START.format(label=label)
            )
            yield case.found(
                clause, _opening(clause), "heading_gap", "error", message,
                texts.GAP_FIX.format(right=_like(clause, expected)), texts.DECREE_30,
            )  # fmt: skip
            slip = i + 1 < len(values) and values[i + 1] == expected + 1
            expected = expected + 1 if slip else value + 1
        else:
            expected += 1


def heading_holds(case: Case) -> Iterator[Finding]:
    """A top heading must name what is under it («I. MỤC TIÊU, CHỈ TIÊU» over «Mục đích», «Yêu cầu»)."""
    tops = [c for c in case.body if len(c.path) == 1 and c.ref.steps[0].kind in ("roman", "arabic")]
    for top in tops:
        named = _kinds(top.text)
        inside = [c for c in case.body if len(c.path) == 2 and c.ref.steps[0] == top.ref.steps[0]]
        held = [k for c in inside if len(c.text.split()) <= 8 for k in _kinds(c.text)]
        if (
            named
            and held
            and not set(named) & set(held)
            and set(named) & {"mục tiêu", "chỉ tiêu", "mục đích", "yêu cầu"}
        ):
            right = f"{_label(top)}. {', '.join(dict.fromkeys(held)).upper()}"
            yield case.found(
                top, _opening(top), "heading_mismatch", "error",
                texts.HOLDS_OTHER.format(heading=_bare(top), inside=", ".join(f"«{k}»" for k in dict.fromkeys(held))),
                texts.HOLDS_OTHER_FIX.format(right=right),
            )  # fmt: skip


def heading_style(case: Case) -> Iterator[Finding]:
    """Headings of one level look alike: all in capitals or none, all with a colon or none."""
    for group in _siblings(case):
        heads = [c for c in group if len(c.text.split()) <= 12 and c.ref.steps[-1].kind in ("roman", "arabic")]
        if len(heads) != len(group) or len(heads) < 2:
            continue
        capital = [_bare(c).isupper() for c in heads]
        if heads[0].ref.steps[-1].kind == "roman" and sum(capital) > len(heads) / 2:
            for clause, upper in zip(heads, capital, strict=True):
                if not upper:
                    yield case.found(
                        clause, _opening(clause), "heading_mismatch", "note", texts.NOT_CAPITAL, _bare(clause).upper()
                    )
        colon = [words.squeeze(c.text).endswith(":") for c in heads]
        if heads[0].ref.steps[-1].kind == "arabic" and any(colon) and not all(colon) and _near_titles(heads):
            odd = next(c for c, has in zip(heads, colon, strict=True) if has != colon[0])
            yield case.found(odd, _opening(odd), "heading_mismatch", "note", texts.COLON, texts.COLON_FIX)


def growth_name(case: Case) -> Iterator[Finding]:
    """«Tăng trưởng giá trị sản xuất: 1.525 tỷ đồng» names a growth and gives an amount."""
    for clause in case.body:
        for m in _GROWTH.finditer(clause.text):
            yield case.found(
                clause, m.group(), "heading_mismatch", "warning",
                texts.GROWTH_NAME.format(value=m["value"]), texts.GROWTH_NAME_FIX,
            )  # fmt: skip


def label_marks(case: Case) -> Iterator[Finding]:
    """«7 Giao phòng Y tế» lacks the dot, «3.Tiếp tục» the space after its number."""
    for line in case.reading.source.lines:
        m = _GLUED.match(line.text.strip())
        if not m or (m["dot"] and m["space"]) or (not m["dot"] and m["label"].isalpha()):
            continue
        quote = " ".join(line.text.split()[:4])
        if not m["dot"] and not re.match(r"\d{1,2} \w+ \w+ \w+", quote):
            continue
        message = texts.NO_SPACE if m["dot"] else texts.NO_DOT
        right = f"{m['label']}. {quote[m.end() :].strip()}"
        yield case.whole("ocr_or_typo", "warning" if not m["dot"] else "note", message, right, line=line, quote=quote)


def _siblings(case: Case) -> Iterator[list[Clause]]:
    groups: dict[tuple[object, str], list[Clause]] = {}
    for clause in case.reading.clauses:
        if not clause.ref.steps or is_zone(clause) or _value(clause) == 0:
            continue
        groups.setdefault((clause.ref.steps[:-1], clause.ref.steps[-1].kind), []).append(clause)
    yield from groups.values()


def _value(clause: Clause, letters: str = _LETTERS) -> int:
    """The ordinal of a clause's label: II → 2, 1.3 → 3, đ → 5; 0 where it has none."""
    step = clause.ref.steps[-1]
    if step.kind == "roman":
        digits = [_ROMAN.get(c, 0) for c in step.label.upper()]
        return sum(-d if d < n else d for d, n in zip(digits, [*digits[1:], 0], strict=True))
    if step.kind in ("arabic", "paren", "decimal"):
        tail = step.label.rsplit(".", 1)[-1]
        return int(tail) if tail.isdigit() else 0
    return letters.find(step.label.lower()) + 1 if step.kind == "letter" else 0


def _like(clause: Clause, value: int) -> str:
    """The label of the clause's kind for an ordinal: 4 → «IV.», «4.», «d)»."""
    step = clause.ref.steps[-1]
    if step.kind == "roman":
        out, left = "", value
        for sign, worth in (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)):
            out, left = out + sign * (left // worth), left % worth
        return f"{out}."
    if step.kind == "decimal" and "." in step.label:
        return f"{step.label.rsplit('.', 1)[0]}.{value}."
    if step.kind == "letter":
        return f"{_LETTERS[min(value, len(_LETTERS)) - 1]})"
    return f"({value})" if step.kind == "paren" else f"{value}."


def _label(clause: Clause) -> str:
    return clause.ref.steps[-1].label


def _bare(clause: Clause) -> str:
    """The heading's words without its label and its final colon or dot."""
    label = re.escape(_label(clause))
    return re.sub(rf"^\(?{label}[.)]*\s*", "", words.squeeze(clause.text)).rstrip(" .:;")


def _opening(clause: Clause) -> str:
    """The first words of a clause, enough to find it again, as printed in its first line."""
    first = clause.text.strip().split("\n")[0]
    return " ".join(first.split()[:8])


def _kinds(text: str) -> list[str]:
    folded = words.fold(" ".join(text.split()[:12]))
    return [k for k in _KINDS if words.fold(k) in folded]


def _near_titles(heads: Sequence[Clause]) -> bool:
    """Whether these are titles (short, followed by other text), not one-line duties."""
    return all(len(_bare(c).split()) <= 8 and not words.squeeze(c.text).endswith((".", ";")) for c in heads)

"""What is doubtful in an outline: a label met twice, a number left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.model import Clause, Step
from retrieval.reading.refs import format_path

_LONG = 12  # lines of a text that must have numbered items
_ROMAN = {"I": 1, "V": 5, "X": 10}


def outline_doubts(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """One sentence a doubt, with the line it stands at («Mục II lặp lại ở dòng 53.»)."""
    found: list[str] = []
    body = [c for c in clauses if not c.ref.steps or c.ref.steps[0].kind != "zone"]
    numbered = any(s.kind not in ("zone", "dash") for c in body for s in c.ref.steps)
    if not numbered and sum(len(c.text.split("\n")) for c in body) > _LONG:
        found.append("Không nhận ra mục nào có số: cách đánh số của văn bản này lạ, cần xem lại dàn ý.")
    last: dict[tuple[tuple[Step, ...], str], int] = {}
    for c in clauses:
        if not c.ref.steps or c.ref.steps[0].kind == "zone":
            continue
        parent, step = c.ref.steps[:-1], c.ref.steps[-1]
        value = _value(step)
        if re.search(r"I{4}", step.label) and step.kind == "roman":
            found.append(f"{_place(c)} (dòng {c.line}) viết sai số La Mã: hiểu là mục thứ {value}.")
        if step.nth > 1:
            found.append(f"{_place(c)} lặp lại ở dòng {c.line}.")
        elif value is not None:
            before = last.get((parent, step.kind))
            if before is not None and value > before + 1:
                found.append(f"{_place(c)} (dòng {c.line}) đứng ngay sau số {before}: thiếu số ở giữa.")
        if value is not None:
            last[(parent, step.kind)] = value
    return tuple(found)


def _place(clause: Clause) -> str:
    words = format_path(clause.path)
    return words[:1].upper() + words[1:]


def _value(step: Step) -> int | None:
    """The number a label counts as: «IV» → 4, «7» → 7, «1.2» → 2; None for letters, dashes and words."""
    if step.kind == "roman" and re.fullmatch(r"[IVX]+", step.label):
        values = [_ROMAN[x] for x in step.label]
        return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
    if step.kind in ("arabic", "decimal", "paren") and step.label.split(".")[-1].isdigit():
        return int(step.label.split(".")[-1])
    return None

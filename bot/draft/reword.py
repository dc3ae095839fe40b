"""A model's wording of a draft, paragraph by paragraph: the model proposes, and only what says the same is kept.

The extractive paragraph is the evidence. A new wording stays only if it has the same figures, names, quoted words and
negations, is made of all its own words and a few joining ones, and speaks in the voice of its level; whatever
else comes back (lies, orders, noise, nothing) leaves the paragraph as it was, and the draft says how many stayed.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.draft.verify import figures, misvoiced
from bot.evidence import is_order, missing
from bot.llm import ModelFault
from bot.model import Draft, DraftRequest, Paragraph, Section, SectionKey
from bot.texts import draft as texts
from retrieval import words

MAX_CALLS = 8  # one draft; what is left over keeps its words
BUDGET_S = 90.0  # the whole draft; a slow model does not hold a person up
_AT_ONCE = 6  # paragraphs a call: the reply stays within what a small model writes in one go
_SECTIONS: tuple[SectionKey, ...] = ("muc-dich-yeu-cau", "noi-dung", "giai-phap", "to-chuc-thuc-hien")
_LEAST_WORDS = 15
_LABEL = re.compile(r"^(\d+\.|-)\s+")
_LINE = re.compile(r"^\s*\[(\d{1,2})\]\s*(.+?)\s*$", re.MULTILINE)
_QUOTED = re.compile(r"“[^”]*”")
_NEGATIONS = ("không", "chưa", "chẳng", "cấm", "trừ", "miễn", "ngoại", "hạn chế", "dừng", "bỏ")
# Words that join and order what is said, and say nothing themselves.
_JOINING = frozenset(words.fold(
    "và các của để nhằm đồng thời qua đó góp phần trong với cho theo là những từng việc công tác tiếp tục tập trung "
    "kịp chủ động hiệu quả bảo đảm thực hiện tốt trên cơ sở từ đến về tại ở mọi cùng như cũng đã sẽ được phải cần "
    "nữa hơn một cách thường xuyên trước hết ngay"
).split())  # fmt: skip
_NEW_SHARE, _KEPT_SHARE, _LEAST_LENGTH, _MOST_LENGTH = 0.15, 0.7, 0.6, 1.25


class Rewords(Protocol):
    """`bot.llm.Writer`, or a test's own."""

    def reword(self, heading: str, paragraphs: Sequence[str], told: str, *, person: str, today: date) -> str:
        """Lines «[n] …»; raises ModelFault."""


def reworded(draft: Draft, writer: Rewords | None, *, only: SectionKey | None = None, told: str = "") -> Draft:
    """The draft in the model's words where each proves faithful, else as it was, saying so in its notes.

    `only` is the section to touch; `told` a person's free wish for it. At most `MAX_CALLS` calls, `BUDGET_S` seconds;
    the first failure of the model ends the asking.
    """
    if writer is None or draft.kind != "draft":
        return draft
    late, calls, changed, kept, fault = time.monotonic() + BUDGET_S, 0, 0, 0, ""
    made = list[Section]()
    for section in draft.sections:
        paragraphs = list(section.paragraphs)
        places = _open_to_words(section) if section.key in ((only,) if only else _SECTIONS) else []
        for start in range(0, len(places), _AT_ONCE):
            batch = places[start : start + _AT_ONCE]
            if fault or calls >= MAX_CALLS or time.monotonic() > late:
                kept += len(batch)
                continue
            calls += 1
            try:
                new = _asked(writer, section, [paragraphs[i] for i in batch], draft.request, told)
            except ModelFault as e:
                fault, kept = str(e), kept + len(batch)
                continue
            for i, p in zip(batch, new, strict=True):
                changed += p is not paragraphs[i]
                kept += p is paragraphs[i]
                paragraphs[i] = p
        made.append(replace(section, paragraphs=tuple(paragraphs)))
    note = texts.MODEL_FAULT.format(why=fault) if fault else texts.MODEL_KEPT.format(kept=kept) if kept else ""
    said = (texts.MODEL_WORDED.format(n=changed),) if changed else ()
    return replace(draft, sections=tuple(made), notes=(*draft.notes, *said, *((note,) if note else ())))


def faithful(old: str, new: str) -> bool:
    """Whether `new` says what `old` says, in other order, joining words aside: nothing added, lost or denied."""
    if is_order(new) or "[" in new or "\n" in new or missing(new, [old]):
        return False
    if figures(new) != figures(old) or _QUOTED.findall(new) != _QUOTED.findall(old) or _names(new) - _names(old):
        return False
    before, after = words.syllables(old), words.syllables(new)
    if any(_count(n, old) != _count(n, new) for n in _NEGATIONS):
        return False
    if not _LEAST_LENGTH * len(before) <= len(after) <= _MOST_LENGTH * len(before):
        return False
    own = {words.fold(s) for s in before}
    strange = [s for s in after if words.fold(s) not in own]
    if any(words.fold(s) not in _JOINING for s in strange) or len(strange) > _NEW_SHARE * len(after):
        return False
    if {s for s in own if s not in _JOINING} - {words.fold(s) for s in after}:
        return False  # a doer, an object, a condition gone
    pairs = set(itertools.pairwise(after))
    told = [p for p in itertools.pairwise(before) if not {words.fold(x) for x in p} & _JOINING]
    return sum(p in pairs for p in told) >= _KEPT_SHARE * len(told)


def _open_to_words(section: Section) -> list[int]:
    """Paragraphs a model may touch: the past plans' and the standing words, never the person's own or a gap."""
    return [
        i
        for i, p in enumerate(section.paragraphs)
        if p.basis in ("source", "template") and "[" not in p.text and len(p.text.split()) >= _LEAST_WORDS
    ]


def _asked(
    writer: Rewords, section: Section, paragraphs: Sequence[Paragraph], request: DraftRequest, told: str
) -> list[Paragraph]:
    bodies = [_LABEL.sub("", p.text) for p in paragraphs]
    reply = writer.reword(section.heading, bodies, told, person=request.person.counted, today=request.today)
    lines = {int(n): words.squeeze(words.nfc(text)) for n, text in _LINE.findall(reply)}
    made = list[Paragraph]()
    for n, (p, body) in enumerate(zip(paragraphs, bodies, strict=True), 1):
        text = lines.get(n, "").strip("<> ")
        new = replace(p, text=p.text[: len(p.text) - len(body)] + text) if text and text != body else p
        fine = new is p or (faithful(body, text) and not misvoiced(new, request) and _same_doer(section, body, text))
        made.append(new if fine else p)
    return made


def _same_doer(section: Section, old: str, new: str) -> bool:
    """A task's first words name who does it."""
    return section.key != "to-chuc-thuc-hien" or old.split()[:5] == new.split()[:5]


def _names(text: str) -> frozenset[str]:
    """Words with a capital that no sentence begins with."""
    return frozenset(re.findall(r"(?<![.;:!?“] )(?<!^)\b[^\W\d_a-zà-ỹ]\w*", text))


def _count(word: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){word}(?!\w)", text.lower()))

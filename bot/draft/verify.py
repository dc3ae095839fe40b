"""The last gate: a paragraph leaves only with figures somebody stands behind, in the voice of its own level. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.draft.compose import TODO, noun_of
from bot.draft.levels import strange_voice
from bot.model import DraftRequest, Paragraph, Section

_OTHERS = ("can-cu", "noi-nhan")  # name papers and bodies of every level
_FIGURE = re.compile(r"\d[\d.,/]*\d|\d")
_LABEL = re.compile(r"^\s*(?:\(?\d+(?:\.\d+)*[.)]|[IVX]+\.|[a-zđ]\)|[-+*])\s*")
# A figure with a measure is a target: another unit's is no ground, only the person's own.
_MEASURED = re.compile(
    r"(\d[\d.,]*\d|\d)\s*(?:%|tỷ|triệu|đồng|ha\b|tấn|hộ\b|con\b|người|lượt|USD|km|giường|cháu|học sinh|mô hình|"
    r"sản phẩm)"
)


def figures(text: str) -> frozenset[str]:
    """Every figure of a text, as printed."""
    return frozenset(f.strip(".,/") for f in _FIGURE.findall(text))


def own_figures(request: DraftRequest) -> frozenset[str]:
    """Figures the person gave, and the plan's own years."""
    said = [request.text, request.year, request.theme, request.unit, request.province, request.signer]
    said += [f"{f.indicator} {f.value} {f.text}" for f in (*request.facts, *request.dates)]
    said += [f"{d.who} {d.what} {d.when}" for d in request.duties]
    years = [int(y) for y in re.findall(r"20\d\d", request.year)]
    return figures(" ".join(said)) | {str(y) for y in years} | {str(y - 1) for y in years}


def unsupported(paragraph: Paragraph, own: frozenset[str], registered: bool = False) -> tuple[str, ...]:
    """Figures of a paragraph that stand neither in its quotes nor in what the person gave."""
    text = _LABEL.sub("", TODO.sub(" ", paragraph.text))
    quoted = frozenset[str]().union(*(figures(c.quote) for c in paragraph.citations))
    measured = {m.strip(".,/") for m in _MEASURED.findall(text)}
    return tuple(
        f
        for f in sorted(figures(text))
        if f not in own and (f not in quoted or f in measured) and not (registered and f not in measured)
    )


def misvoiced(paragraph: Paragraph, request: DraftRequest) -> bool:
    """Past words or standing words that speak as a unit of another level; the person's own are left to the person."""
    text = TODO.sub(" ", paragraph.text)
    return paragraph.basis != "user" and strange_voice(text, noun_of(request))


def verified(sections: Iterable[Section], request: DraftRequest) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections without the paragraphs that fail, and the texts of those that were dropped."""
    own, dropped, kept = own_figures(request), list[str](), list[Section]()
    for section in sections:
        paragraphs = list[Paragraph]()
        for p in section.paragraphs:
            registered = section.key == "can-cu" and bool(p.citations) and p.citations[0].doc != ""
            if unsupported(p, own, registered) or (section.key not in _OTHERS and misvoiced(p, request)):
                dropped.append(p.text)
            else:
                paragraphs.append(p)
        kept.append(Section(section.key, section.heading, tuple(paragraphs)))
    return tuple(kept), tuple(dropped)

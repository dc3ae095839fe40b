"""A draft read by the house's own checker before it leaves: slips it can mend are mended, the rest is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.check import check
from bot.draft.export import DEVICE, MOTTO, ended
from bot.draft.issuer import issuer
from bot.draft.years import targets
from bot.model import Draft, Finding, Paragraph, Section
from retrieval import Places, Register, read_text

_MENDED = ("ocr_or_typo", "inconsistent_name")
_EXPECTED = ("placeholder", "blank_number_date")


def text_of(draft: Draft) -> str:
    """The plan as plain text, in the order of the paper: what the checker reads."""
    body = issuer(draft.request.unit or "…", draft.request.province)
    lines = [
        *body.head,
        MOTTO,
        DEVICE,
        f"Số:     /KH-{body.symbol}",
        f"{body.place}, ngày     tháng     năm",
        draft.title,
    ]
    sections = [s for s in draft.sections if s.key != "noi-nhan"]
    for s in sections:
        lines += [] if s.key == "can-cu" else [s.heading]
        lines += [p.text for p in s.paragraphs]
    lines[-1] = ended(lines[-1])
    lines += ["Nơi nhận:", *(p.text for s in draft.sections if s.key == "noi-nhan" for p in s.paragraphs)]
    lines += [*body.block(draft.request.sign_form), draft.request.signer or "[CẦN BỔ SUNG: họ tên người ký]"]
    return "\n\n".join(lines)


def mended(draft: Draft, register: Register, places: Places) -> Draft:
    """The draft with what the checker can mend mended in past plans' words; `findings` is what is left to a person."""
    found = _findings(draft, register, places)
    sections = tuple(
        replace(s, paragraphs=tuple(_mended(p, found) for p in s.paragraphs)) if s.key != "can-cu" else s
        for s in draft.sections
    )
    if sections != draft.sections:
        draft = replace(draft, sections=sections)
        found = _findings(draft, register, places)
    parts, given = bool(draft.request.sections), bool(targets(draft.request))
    left = tuple(f for f in found if f.rule not in _EXPECTED and not _of_a_part(f, draft.sections, parts, given))
    return replace(draft, findings=left)


def _findings(draft: Draft, register: Register, places: Places) -> list[Finding]:
    reading = read_text("ban-thao.txt", text_of(draft))
    return check(reading, register, places, today=draft.request.today, year=draft.request.year[:4])


def _of_a_part(finding: Finding, sections: Sequence[Section], parts: bool, given: bool) -> bool:
    """A part missing because only some were asked for; a target not set because its figure is a placeholder."""
    if finding.rule != "missing_part":
        return False
    if "chỉ tiêu" in finding.message and given:
        return True
    waiting = any(p.basis == "todo" for s in sections if s.key == "chi-tieu" for p in s.paragraphs)
    return parts or (waiting and "chỉ tiêu" in finding.message)


def _mended(p: Paragraph, found: Sequence[Finding]) -> Paragraph:
    if p.basis not in ("source", "template"):
        return p
    text = p.text
    for f in found:
        if f.rule in _MENDED and f.suggestion and f.quote in text:
            text = text.replace(f.quote, _right(f.quote, f.suggestion))
    return p if text == p.text else replace(p, text=text)


def _right(quote: str, suggestion: str) -> str:
    """The words with the suggestion in their place; a suggestion for the first words leaves the others."""
    old, new = quote.split(), suggestion.split()
    bare = [w.strip(",") for w in new]
    if old[: len(new)] == bare:
        return " ".join([*new, *old[len(new) :]])
    return suggestion if len(old) == len(new) or quote.lower() == suggestion.lower() or len(new) > 3 else quote

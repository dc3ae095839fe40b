"""What a request still lacks, asked one thing at a time; «bỏ qua» leaves a placeholder. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.draft.given import listed
from bot.draft.outline import HEADINGS, WHOLE
from bot.draft.request import period, sections
from bot.draft.years import targets
from bot.model import DraftRequest, Option
from bot.texts import draft as texts
from retrieval import words

SlotName = Literal["unit", "year", "sections", "theme", "facts", "signer"]
ORDER: tuple[SlotName, ...] = ("unit", "year", "sections", "theme", "facts", "signer")
_SKIP = re.compile(r"^(?:bo qua|khong|khong co|chua co|chua|de trong|skip|thoi)\W*$")
_WHOLE = re.compile(r"ca ke hoach|toan bo|tat ca|day du|ca 7|het")


@dataclass(frozen=True, slots=True)
class Slot:
    """One question to the person, with its buttons (every slot but the unit may be passed over)."""

    name: SlotName
    question: str
    options: tuple[Option, ...] = ()


def missing(request: DraftRequest, units: Sequence[str] = ()) -> Slot | None:
    """The next thing to ask, None when everything is known or passed over. `units` are known units, as buttons."""
    for name in ORDER:
        if name not in request.skipped and not _has(request, name):
            return Slot(name, texts.SLOTS[name], _options(request, name, units))
    return None


def skips(answer: str) -> bool:
    """The person passes the question over."""
    return bool(_SKIP.match(words.fold(answer)))


def fill(request: DraftRequest, name: SlotName, answer: str) -> DraftRequest:
    """The request with an answer in its place (the drafter settles the unit); nothing understood = passed over."""
    if skips(answer):
        return replace(request, skipped=(*request.skipped, name))
    text = f"{request.text}\n{answer}"
    if name == "year":
        year = period(answer, request.today)
        return replace(request, text=text, year=year) if year else replace(request, skipped=(*request.skipped, name))
    if name == "sections":
        keys = () if _WHOLE.search(words.fold(answer)) else sections(f"phần {answer}")
        return replace(request, text=text, sections=keys or WHOLE)
    if name == "theme":
        return replace(request, text=text, theme=words.squeeze(words.nfc(answer)).strip(' .“”"«»'))
    if name == "facts":
        facts = listed(answer)
        if not facts:
            return replace(request, text=text, skipped=(*request.skipped, name))
        return replace(request, text=text, facts=(*request.facts, *facts))
    return replace(request, text=text, signer=words.squeeze(words.nfc(answer)))


def _has(request: DraftRequest, name: SlotName) -> bool:
    if name == "facts":
        return bool(targets(request)) or bool(request.sections and "chi-tieu" not in request.sections)
    if name == "signer":
        return bool(request.signer or request.sign_form)
    return bool(getattr(request, name))


def _options(request: DraftRequest, name: SlotName, units: Sequence[str]) -> tuple[Option, ...]:
    skip = (Option(texts.SKIP, texts.SKIP),)
    if name == "unit":
        return tuple(Option(u, u) for u in units[:4])
    if name == "year":
        this = request.today.year
        years = (str(this), str(this + 1)) if request.today.month < 7 else (str(this + 1), str(this))
        return tuple(Option(f"Năm {y}", y) for y in years) + skip
    if name == "sections":
        whole = (Option(texts.WHOLE, texts.WHOLE),)
        return whole + tuple(Option(HEADINGS[k].capitalize(), HEADINGS[k]) for k in WHOLE if k != "noi-nhan")
    return skip

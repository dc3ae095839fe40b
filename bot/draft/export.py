"""A draft as the official .docx of Decree 30/2020/NĐ-CP, Appendix I: every part in its place, number and date blank."""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil
from typing import Any

from bot.draft.issuer import Issuer, issuer
from bot.draft.typeset import TEXT_WIDTH, Style, balanced, blank, columns, put, rule, saved, whole, width
from bot.model import Draft, Section

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
DEVICE = "Độc lập - Tự do - Hạnh phúc"
UNNUMBERED = "Số:        "
_LEFT, _RIGHT = 66.0, TEXT_WIDTH - 66.0
_POINT = 25.4 / 72
_ROOM = 220.0  # millimetres of a page that recipients and the plan's last lines may fill together
_SUBHEAD = re.compile(r"^(?:\d+(?:\.\d+)*\.|[a-zđ]\))\s+[^.;:]{2,80}:?$")
_BODY = Style(size=14, align="justify", first=12.7, before=3, after=3, line=1.1)


def docx(draft: Draft) -> bytes:
    """The plan in the decree's layout. Same draft, same bytes of content; every part the decree names is there."""
    body = issuer(draft.request.unit or "[CẦN BỔ SUNG: tên cơ quan]", draft.request.province)
    document = blank(draft.title)
    _head(document, body)
    _title(document, draft.title)
    sections = [s for s in draft.sections if s.key != "noi-nhan"]
    for i, section in enumerate(sections):
        _section(document, section, last=i == len(sections) - 1)
    recipients = next((s for s in draft.sections if s.key == "noi-nhan"), None)
    _close(document, body, recipients, draft)
    return saved(document)


def subhead(text: str) -> bool:
    """A paragraph that only names what follows: «1. Mục đích», «a) Về kinh tế:»."""
    return bool(_SUBHEAD.match(text)) and len(text.split()) <= 14


def _head(document: Any, body: Issuer) -> None:
    table = columns(document, (_LEFT, _RIGHT), rows=2)
    left, right = table.rows[0].cells
    started = False
    if body.parent:
        for line in balanced(body.parent, 12, _LEFT - 2, bold=False):
            put(left, line, Style(size=12, align="center"), first=not started)
            started = True
    lines = [part for name in body.head for part in balanced(name, 13, _LEFT - 2)]
    for line in lines:
        put(left, line, Style(size=13, bold=True, align="center"), first=not started)
        started = True
    rule(left, width(lines[-1], 13, bold=True) * 0.45, _LEFT)
    put(right, MOTTO, Style(size=12, bold=True, align="center"), first=True)
    put(right, DEVICE, Style(size=13, bold=True, align="center"))
    rule(right, width(DEVICE, 13, bold=True), _RIGHT)
    left, right = table.rows[1].cells
    put(left, f"{UNNUMBERED}/KH-{body.symbol or '…'}", Style(size=13, align="center", before=6), first=True)
    date = f"{body.place or '…'}, ngày      tháng      năm        "
    put(right, date.rstrip(), Style(size=13, italic=True, align="center", before=6), first=True)


def _title(document: Any, title: str) -> None:
    kind, _, subject = title.partition("\n")
    put(document, kind.upper(), Style(size=14, bold=True, align="center", before=14))
    lines = balanced(subject, 14, TEXT_WIDTH - 20)
    side = max(0.0, (TEXT_WIDTH - max(width(x, 14, bold=True) for x in lines) - 6) / 2)  # one paragraph, even lines
    put(document, subject, Style(size=14, bold=True, align="center", left=side, right=side))
    rule(document, TEXT_WIDTH / 3, TEXT_WIDTH)
    put(document, "", Style(size=6))


def _section(document: Any, section: Section, *, last: bool) -> None:
    if section.key != "can-cu":
        put(
            document,
            section.heading,
            Style(size=14, bold=True, align="justify", first=12.7, before=6, after=3, keep=True),
        )
    for i, paragraph in enumerate(section.paragraphs):
        end = last and i == len(section.paragraphs) - 1
        text = ended(paragraph.text) if end else paragraph.text
        if section.key == "can-cu" and text.startswith("Căn cứ"):
            put(document, text, Style(size=14, italic=True, align="justify", first=12.7, before=3, after=3, line=1.1))
        elif subhead(text):
            put(document, text, Style(size=14, bold=True, align="justify", first=12.7, before=3, after=3, keep=True))
        else:
            put(document, text, replace(_BODY, keep=end))  # the signature never stands on a page by itself


def ended(text: str) -> str:
    """The plan's last words, closed by «./.»."""
    return text if text.endswith("./.") else text.rstrip(" .;:/") + "./."


def _close(document: Any, body: Issuer, recipients: Section | None, draft: Draft) -> None:
    put(document, "", Style(size=8, keep=True))
    table = columns(document, (TEXT_WIDTH / 2, TEXT_WIDTH / 2))
    left, right = table.rows[0].cells
    height = 16
    put(left, "Nơi nhận:", Style(size=12, bold=True, italic=True), first=True)
    for paragraph in recipients.paragraphs if recipients else ():
        for line in paragraph.text.splitlines():
            put(left, line, Style(size=11, left=2.5, first=-2.5))
            height += 14 * ceil(width(line, 11) / (TEXT_WIDTH / 2 - 2.5))
    if recipients is None:
        put(left, "- [CẦN BỔ SUNG: nơi nhận];", Style(size=11))
        put(left, "- Lưu: VT.", Style(size=11))
    for i, line in enumerate(body.block(draft.request.sign_form)):
        put(right, line, Style(size=14, bold=True, align="center"), first=i == 0)
    for _ in range(4):
        put(right, "", Style(size=14, align="center"))
    if height * _POINT < _ROOM:  # a block longer than a page must break somewhere
        whole(table.rows[0])
    name = draft.request.signer or "[CẦN BỔ SUNG: họ tên người ký]"
    put(right, name, Style(size=14, bold=True, align="center"))

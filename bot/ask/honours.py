"""What evidence must name of the honour asked for: its rank, giver, order, title. Pure; gates like those of `gates`."""

from __future__ import annotations

import re

from bot.ask import terms
from bot.ask.question import Asked

_RANK = re.compile(r"\bhạng (nhất|nhì|hai|ba|tư|bốn|năm|sáu|1|2|3|4|5)\b", re.IGNORECASE)
_RANKS = {"1": "nhất", "2": "nhì", "hai": "nhì", "3": "ba", "4": "tư", "bốn": "tư"}
_FOR = re.compile(
    r"\W*(?:\w{1,2}[.)]\s*)?[“\"]?hu[âa]n chương [^.;:,]{3,40}?(?=[”\"]? (?:để|được) tặng)", re.IGNORECASE
)
_GIVEN = re.compile(r"\b(?:cờ thi đua|bằng khen) của (?:chính phủ|thủ tướng)\b", re.IGNORECASE)
_PRIZE = re.compile(r"\bgiải (?:nhất|nhì|ba|khuyến khích)\b|\bhuy chương (?:vàng|bạc|đồng)\b")
_COUNTERPARTS = (
    (re.compile(r"\bbản giấy\b"), re.compile(r"\bbản điện tử\b")),
    (
        re.compile(r"\b(?:nghệ nhân|nghệ s[iĩỹ]|nhà giáo|thầy thuốc) nhân dân\b"),
        re.compile(r"\b(?:nghệ nhân|nghệ s[iĩỹ]|nhà giáo|thầy thuốc) ưu tú\b"),
    ),
)
_ORDERS = re.compile(
    r"\bhuân chương [“\"]?(sao vàng|hồ chí minh|độc lập|quân công|lao động|bảo vệ tổ quốc|chiến công|đại đoàn kết"
    r"|dũng cảm|hữu nghị)"
)
_POWER = re.compile(
    r"\b(?:chu tich|bo truong|giam doc|thu truong|thong doc)\b.{0,30}\b(?:co quyen|tham quyen|duoc quyen|quyet dinh)\b"
    r".{0,25}\b(?:tang|cong nhan|khen)\b"
)
_CHAIR = re.compile(r"\bchủ tịch (?:ubnd |(?:ủy|uỷ) ban nhân dân )?(?:cấp )?(xã|huyện|tỉnh)\b")
_DECIDES = re.compile(r"quyết định (?:tặng|công nhận|khen|phong|truy)|thẩm quyền|để tặng")
_ADVISES = re.compile(r"\W*(?:\w{1,2}[.)]\s*)?(?:tham mưu|giúp|đề xuất|kiến nghị)")
_TITLED = re.compile(r"\b[Dd]anh hiệu [“\"]?([^,.;:?“”\"]+)")
_TITLE = re.compile(r"(\w+ \w+ \w+)")
_UP_TO = re.compile(r"[,.;:?“”\"]| (?=(?:cấp|cần|là|phải|thì|được|có|của|gồm|mấy|bao|tiêu|do|ở|khi|xét)\b)")  # its end
_NO_TITLE = re.compile(
    r"(?:gi|nao|cap|do|nay|giai thuong|thi dua|vinh du|cao qui|ca nhan|tap the|duoc|cua"
    r"|cho|va|trong|co|thuoc|hang|tren|khac|bi|o|thon|lang|ban|to|ap|khu|xa|ho)\b"
)


def rank(asked: Asked, text: str) -> str:
    """«hạng tư»: the very rank must stand in the text."""
    have = {_rank(m.group(1)) for m in _RANK.finditer(text)}
    lacking = [r for m in _RANK.finditer(asked.text) if (r := _rank(m.group(1))) not in have]
    return f"hạng {lacking[0]}" if lacking else ""


def heading_rank(asked: Asked, heading: str, own: str = "") -> str:
    """«tiêu chuẩn hạng ba»: under the head of another rank, a word on hạng ba is a condition, not the rule.

    So it is where the clause itself opens with another rank: «2. “Huân chương …” hạng nhất để tặng cho …».
    """
    opening = _FOR.match(own)
    have = {_rank(m.group(1)) for m in _RANK.finditer(opening.group(0) if opening else heading)}
    wanted = [_rank(m.group(1)) for m in _RANK.finditer(asked.text)]
    return f"hạng {wanted[0]}" if have and wanted and wanted[0] not in have else ""


def giver(asked: Asked, text: str) -> str:
    """«Cờ thi đua của Chính phủ»: the award of that giver must be named, not any flag."""
    low = " ".join(terms.syllables(text))
    for m in _GIVEN.finditer(asked.text):
        if " ".join(terms.syllables(m.group(0))) not in low:
            return m.group(0)
    return ""


def prize(asked: Asked, text: str) -> str:
    """«giải Nhất», «huy chương Bạc»: the very prize must stand in the text."""
    low = text.lower()
    named = (p.removeprefix("giải ") if p.endswith("khích") else p for p in _PRIZE.findall(asked.text.lower()))
    return next((p for p in named if p not in low), "")


def order(asked: Asked, text: str) -> str:
    """«Huân chương Sao vàng hạng nhì»: the very order must be named, its rank beside it; orders in general are open."""
    low = text.lower()
    if not _ORDERS.search(low):
        return ""
    for m in _ORDERS.finditer(asked.text.lower()):
        if m.group(1) not in low:
            return m.group(0)
        ranked = _RANK.match(asked.text.lower(), m.end() + 1)
        if ranked and not re.search(rf"{m.group(1)}[^.;:,]{{0,25}} hạng {_rank(ranked.group(1))}\b", low):
            return f"{m.group(0)} {ranked.group(0)}"
    return ""


def decider(asked: Asked, text: str) -> str:
    """«Chủ tịch tỉnh có quyền tặng gì»: who decides, at that level; a clause on who advises is no answer."""
    if not _POWER.search(asked.folded):
        return ""
    low = text.lower()
    level = _CHAIR.search(asked.text.lower())
    named = not level or re.search(rf"chủ tịch (?:ủy|uỷ) ban nhân dân (?:cấp )?{level.group(1)}\b", low)
    return "" if named and _DECIDES.search(low) and not _ADVISES.match(low) else "người có thẩm quyền quyết định"


def title(asked: Asked, text: str) -> str:
    """«danh hiệu công dân ưu tú»: a title of that name must stand in the text, not each of its words somewhere."""
    named = _TITLED.search(asked.text)
    m = _TITLE.match(" ".join(terms.syllables(named.group(1)))) if named else None
    if not named or not m or _NO_TITLE.match(m.group(1)):
        return ""
    return (
        ""
        if m.group(1) in " ".join(terms.syllables(text))
        else f"danh hiệu «{_UP_TO.split(asked.text[named.start(1) :], maxsplit=1)[0].strip()}»"
    )


def other_head(asked: Asked, heading: str) -> str:
    """«văn bản giấy», «Nghệ nhân Nhân dân»: a paragraph headed by its counterpart alone is no answer."""
    said, head = asked.text.lower(), heading.lower()
    for one, two in _COUNTERPARTS:
        for own, other in ((one, two), (two, one)):
            if (m := own.search(said)) and not other.search(said) and other.search(head) and not own.search(head):
                return m.group(0)
    return ""


def _rank(word: str) -> str:
    return _RANKS.get(word.lower(), word.lower())

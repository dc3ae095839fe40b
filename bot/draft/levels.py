"""The level a plan speaks at: xã and its thôn, phường and its tổ dân phố, đặc khu, tỉnh. Pure.

Since 01/7/2025 xã, phường and đặc khu are one level (Law on Organization of Local Government 72/2025/QH15): what one of
them says holds for another in the other's own words. A province does not speak of the inside of a commune.
"""

from __future__ import annotations

import re

COMMUNE = ("xã", "phường", "đặc khu")
_PROVINCE = ("tỉnh", "thành phố")
_HAMLET = {"xã": "thôn", "phường": "tổ dân phố", "đặc khu": "khu dân cư"}
_HEAD = {"xã": "trưởng thôn", "phường": "tổ trưởng tổ dân phố", "đặc khu": "người đứng đầu khu dân cư"}
# «đường thôn, ngõ xóm», «nông thôn» are rural ways of speaking, not a hamlet of a ward by another name
_RURAL = r"(?<!nông )(?<!đường )(?<!ngõ )"
_ONE = rf"{_RURAL}\b(?:thôn|tổ dân phố|khu phố|ấp|xóm)\b"
_HAMLETS = re.compile(rf"{_ONE}(?:(?:, | và |/| - )(?:thôn|tổ dân phố|khu phố|ấp|xóm|bản|buôn|làng)\b)*", re.IGNORECASE)
_HEADS = re.compile(r"\b(?:trưởng (?:thôn|ấp|xóm|khu phố)|tổ trưởng (?:tổ dân phố|khu phố))\b", re.IGNORECASE)
_INSIDE = re.compile(
    r"(?<!nông )\bthôn\b|\btổ dân phố\b|\bkhu phố\b|\bấp\b|\bxóm\b|\bngõ\b|\bđường làng\b", re.IGNORECASE
)
_LIST = re.compile(
    r"\b(?:các|cấp) (?:xã|phường)\b|\b(?:xã|phường|đặc khu)(?:,| và|/| -) (?:xã|phường|đặc khu|thị trấn)\b"
)
_STRANGE_HAMLET = {
    "xã": re.compile(r"\btổ dân phố\b|\bkhu phố\b", re.IGNORECASE),
    "phường": re.compile(r"(?<!nông )\bthôn\b|\bấp\b|\bngõ xóm\b", re.IGNORECASE),
    "đặc khu": re.compile(r"(?<!nông )\bthôn\b|\bngõ xóm\b|\btổ dân phố\b", re.IGNORECASE),
}
_BODY = (
    r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng nhân dân|hđnd|đảng ủy|mặt trận tổ quốc việt nam|thi đua - khen "
    r"thưởng|trên địa bàn|toàn|trong|của|nhân dân)"
)


def relevelled(text: str, noun: str) -> str:
    """A commune-level sentence in another commune-level unit's words; a list of units («các xã, phường») stays."""
    if noun not in COMMUNE or _LIST.search(text):
        return text
    for old in COMMUNE:
        if old != noun:
            text = re.sub(
                rf"(?<!tác )(?<!thị )\b{old}\b(?! hội)", lambda m: _cased(noun, m.group()), text, flags=re.IGNORECASE
            )
    text = _HEADS.sub(lambda m: _cased(_HEAD[noun], m.group()), text)
    return _HAMLETS.sub(lambda m: _cased(_HAMLET[noun], m.group()), text)


def speaks_of_inside(text: str) -> bool:
    """It speaks of hamlets and lanes: a commune's own business."""
    return bool(_INSIDE.search(text))


def strange_voice(text: str, noun: str) -> bool:
    """It calls its own unit by another level's word («Ủy ban nhân dân phường» in a xã's plan), or another's hamlets.

    `noun`: the plan's level word, "" for a department or another body.
    """
    if noun in COMMUNE:
        others = [n for n in COMMUNE if n != noun]
        hamlet = _STRANGE_HAMLET.get(noun)
        if hamlet and hamlet.search(text):
            return True
    else:
        others = [*COMMUNE, *(n for n in _PROVINCE if noun in _PROVINCE and n != noun)]
    nouns = "|".join(others)
    return bool(re.search(rf"\b{_BODY} (?:{nouns})\b(?! hội)(?!,| và| trực thuộc)", text, re.IGNORECASE))


def _cased(new: str, old: str) -> str:
    return f"{new[0].upper()}{new[1:]}" if old[0].isupper() else new

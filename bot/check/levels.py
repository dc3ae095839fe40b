"""Levels and posts of the state that ended on 01/7/2025."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.case import NAME, TWO_TIERS, Case, counted
from bot.model import Finding
from bot.texts import check as texts
from retrieval import Clause, words

# Cities under the central government after Resolution 202/2025/QH15: a «thành phố» of these is a province.
_CENTRAL = ("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế")
_LEVEL = re.compile(
    r"(?<!\w)(?P<party>(?:TT\.? ?|BTV )?(?:Huyện|Thị|Thành) (?:ủy|uỷ))(?!\w)|"
    rf"(?<![\w-])(?P<level>(?i:huyện|thị xã|thị trấn|thành phố))(?P<name> {NAME})?(?![\w-])"
)
_NOT_DISTRICT = re.compile(r"^(?i:thành phố) (?:thông minh|trực thuộc|đáng sống|học tập|sáng tạo|xanh)")
_PROVINCES_AND = re.compile(r"(?:tỉnh, |các tỉnh(?:,| và) |tỉnh/|tỉnh hoặc )$", re.IGNORECASE)
_POST = re.compile(
    r"[Cc]ông chức (?:Văn hóa - [Xx]ã hội|Văn phòng - [Tt]hống kê|Tư pháp - [Hh]ộ tịch|Địa chính - \w+(?: \w+)?|"
    r"Tài chính - [Kk]ế toán)(?: (?:xã|phường|UBND))?"
)
_MARK = re.compile(r"[,;.:()\n“”\"]")


def dead_levels(case: Case) -> Iterator[Finding]:
    """District, town, provincial city, commune-level town, and their organs; each wording once, with its count."""
    if case.on < TWO_TIERS:
        return
    first: dict[str, tuple[Clause, str]] = {}
    times: dict[str, int] = {}
    for clause in case.reading.clauses:
        for m in _LEVEL.finditer(clause.text):
            if not _is_district(case, clause, m):
                continue
            quote = _phrase(clause.text, m)
            key = words.fold(quote)
            first.setdefault(key, (clause, quote))
            times[key] = times.get(key, 0) + 1
    for key, (clause, quote) in first.items():
        message = texts.DEAD_LEVEL.format(times=texts.times(times[key]))
        yield case.found(clause, quote, "dead_level", "error", message, texts.DEAD_LEVEL_FIX, texts.TWO_TIERS)


def dead_posts(case: Case) -> Iterator[Finding]:
    """Posts of the commune civil service as it was before 01/7/2025."""
    if case.on >= TWO_TIERS:
        for clause, m, _ in counted(_POST, case.body):
            yield case.found(
                clause, m.group(), "dead_level", "warning", texts.DEAD_POST, texts.DEAD_POST_FIX, texts.TWO_TIERS
            )


def _is_district(case: Case, clause: Clause, m: re.Match[str]) -> bool:
    own = case.own
    of_city = bool(own and own.level == "thành phố" and not _central(own.name))
    if m["party"]:
        return not m["party"].endswith(("Thành ủy", "Thành uỷ")) or of_city
    level, name = m["level"].lower(), (m["name"] or "").strip()
    before = clause.text[max(0, m.start() - 24) : m.start()]
    if level != "thành phố":
        return not before.endswith(("“", "trung ương, "))
    if _NOT_DISTRICT.match(clause.text[m.start() :]) or _PROVINCES_AND.search(before):
        return False
    if name and case.known_name(level, name):
        return not _central(name)
    return of_city or bool(re.search(r"(?:huyện|thị xã), $", before))


def _phrase(text: str, m: re.Match[str]) -> str:
    """The level with the words that say whose it is: «phòng Nội vụ thành phố», «UBND các huyện, thành phố»."""
    left = text[: m.start()]
    cut = max((x.end() for x in _MARK.finditer(left)), default=0)
    near = " ".join(left[cut:].split()[-10:])
    if not near:
        return " ".join([*(w for w in left.rsplit("\n", 1)[-1].split()[-2:] if w != "-"), m.group()])
    organ = _ORGAN.search(near)
    kept = near[organ.start() :] if organ else " ".join(near.split()[-3:])
    return f"{kept} {m.group()}"


_ORGAN = re.compile(
    r"(?<!\w)(?:UBND|HĐND|[ỦU]y ban|[ỦU]ỷ ban|Hội đồng|Đảng bộ|[Pp]hòng|Trung tâm|Chủ tịch|[Cc]ác|[Tt]oàn|trên địa bàn|"
    r"chỉ tiêu|cấp|Ban|Đài|Mặt trận)(?!\w)"
)


def _central(name: str) -> bool:
    return any(c in name.lower() for c in _CENTRAL)

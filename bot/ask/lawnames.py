"""Names as people say them, under which the register knows the text: «luật 2003», «phong trào 2021-2025»; pure."""

from __future__ import annotations

import re

from retrieval import Directive, Register, words

# «luật thi đua» for short; not «luật thi đua, khen thưởng»
_LAW_SHORT = re.compile(r"(?<!\w)luat thi dua(?!\w)(?!\W{0,3}khen)")
# «luật hiện hành về thi đua, khen thưởng», «luật về thi đua khen thưởng»
_LAW_ABOUT = re.compile(
    r"(?<!\w)luat (?P<now>(?:hien hanh |hien nay |moi nhat )?)(?:quy dinh )?ve (?:cong tac )?"
    r"thi dua(?:(?:,| va|) ?khen thuong)?(?!\w)"
)
# «Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng năm 2013» is another law than the one it amends
_AMENDING = re.compile(
    r"(?<!\w)luat (?:moi )?(?:sua doi|bo sung)(?:(?:,| va|) ?(?:sua doi|bo sung))? (?:(?:mot so|cac|nhung) dieu )?"
    r"(?:cua )?luat (?:thi dua(?:(?:,| va|) ?khen thuong)?|tdkt)(?!\w)"
    r"(?: (?:nam )?(?P<year>(?:19|20)\d\d)(?![\w/]))?(?! (?:so )?\d)"
)
_LAW_OF_YEAR = re.compile(r"(?<!\w)luat(?: nam)? ((?:19|20)\d\d)(?![\w/])")
# «Phong trào 2021-2025», «phong trào thi đua nông thôn mới giai đoạn 2021 - 2025»
_MOVEMENT = re.compile(
    r"(?<!\w)phong trao (?:thi dua )?(?:yeu nuoc )?(?P<of>(?:[^\s\d]+ ){0,10}?)(?:giai doan )?(?:nam )?"
    r"(?P<first>20\d\d)\s?[-–]\s?(?P<last>20\d\d)(?!\d)"
)
# «phong trào xóa nhà tạm hết chưa», «đợt thi đua 500 ngày đêm còn không»: called by words of its title
_CALLED = re.compile(
    r"(?:^|[^\w])(?:(?:phong trao|dot|cuoc van dong)(?: thi dua)?(?: ve)? )(?P<of>(?:[\w.,]+ ){1,12}?)"
    r"(?=da het|het|con|ket thuc|den (?:nam|khi|bao gio)|keo dai)"
)
_OF_THIS_TRADE = "luat thi dua, khen thuong"
_GENERAL = "căn cứ chung"


def law(text: str) -> str:
    """«luật 2003» among people of this trade is the emulation law of that year, «luật thi đua» the same law."""
    whole = words.nfc(text)
    if m := _LAW_ABOUT.search(words.unaccent(whole).lower()):
        now = whole[m.start("now") : m.end("now")].rstrip()
        whole = f"{whole[: m.start()]}{f'Luật Thi đua, khen thưởng {now}'.rstrip()}{whole[m.end() :]}"
    if m := _LAW_SHORT.search(words.unaccent(whole).lower()):
        whole = f"{whole[: m.start()]}Luật Thi đua, khen thưởng{whole[m.end() :]}"
    m = _LAW_OF_YEAR.search(words.unaccent(whole).lower())
    return f"{whole[: m.start()]}Luật Thi đua, khen thưởng năm {m.group(1)}{whole[m.end() :]}" if m else whole


def amending(text: str, register: Register) -> str:
    """A text in which «Luật sửa đổi, bổ sung Luật Thi đua, khen thưởng» has the number of the amending law.

    A year is that of the amending law, else that of the law it amends (each of its amendments); without one the last.
    """
    whole = words.nfc(text)
    m = _AMENDING.search(words.unaccent(whole).lower())
    if not m:
        return text
    laws = [r for r in register.rows if r.kind == "Luật" and r.amends and _OF_THIS_TRADE in words.fold(r.subject)]
    laws.sort(key=lambda r: str(r.date))
    found = laws[-1:]
    if year := m.group("year"):
        found = [r for r in laws if str(r.date)[:4] == year]
        found = found or [r for r in laws if any(str(register.get(i).date)[:4] == year for i in r.amends)]
    named = " và ".join(f"Luật số {r.number} ngày {words.day(r.date)}" for r in found if r.date)
    return f"{whole[: m.start()]}{named}{whole[m.end() :]}" if named else text


def movement(text: str, register: Register) -> str:
    """A text in which a movement called by its years or by words of its title has the name the register knows.

    By years alone it is the general one of those years; of several with a title the one launched last is meant.
    """
    whole = words.nfc(text)
    flat = words.unaccent(whole).lower()
    m = _MOVEMENT.search(flat) or _CALLED.search(flat)
    if not m:
        return text
    years = tuple(int(m.group(g)) for g in ("first", "last")) if "first" in m.re.groupindex else ()
    topic = words.fold(whole[m.start("of") : m.end("of")])
    found = [r for r in register.rows if _is_movement(r, topic, years)]
    if not found:
        return text
    row = max(found, key=lambda r: str(r.date or r.date_raw))
    day = f" ngày {words.day(row.date)}" if row.date else ""
    called = f"{row.kind} số {row.number}{day}" if row.number else row.names[0] if row.names else row.subject
    return f"{whole[: m.start()]} {called} {whole[m.end() :]}"


def _is_movement(row: Directive, topic: str, years: tuple[int, ...]) -> bool:
    """Whether a row launches the movement of a topic (its title has every word of it) or, without one, of years."""
    if years and (not row.period_from or not row.period_to or (row.period_from.year, row.period_to.year) != years):
        return False
    if not topic:
        return _GENERAL in row.topics
    title = words.fold(f"{row.subject} {' '.join(row.names)}")
    told = words.syllables(topic)
    launches = "phong trao" in f"{title} {words.fold(row.kind)}" or "dot thi dua" in title
    return launches and len(told) > 1 and set(told) <= set(words.syllables(title))

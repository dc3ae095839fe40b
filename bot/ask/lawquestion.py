"""Is a question about the register, and which: state, what applies, how to cite, who cites, a timeline; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.ask import lawnames
from bot.ask.lawtime import blank, stretch
from bot.model import Person
from retrieval import Places, Register, Resolution, words

LawKind = Literal["state", "applies", "cite", "citers", "newer", "timeline", "number", "issued", "sources"]

_TEXT = r"(?:van ban|nghi dinh|thong tu|luat|chi thi|quyet dinh|can cu)"
_STATE = re.compile(
    r"hieu luc|het han|het ky|het (?:chua|roi)|ket thuc (?:chua|roi|hay|khi|nam)|"
    r"(?<!\w)dung (?:chua|khong|ko)[?.! ]*$|loi thoi|"
    r"con (dung|ap dung|gia tri|han|duoc)|co con|con .{0,40}khong|da co van ban moi|"
    r"bi (thay|bai bo|huy)|(dung|ap dung|dan) (duoc )?(nua|tiep)|bai bo|sua doi (chua|khong|boi)|"
    r"da (duoc )?thay|thay chua|con .{0,20}(?<!\w)(?:ko|k|hong|hok)(?!\w)"
)
# with nothing else asked of the document: «phong trào … đến năm nào»
_UNTIL = re.compile(r"(?<!\w)(?:keo dai )?(?:den|het) (?:nam|khi|ngay|thang|bao gio)(?: nao)?[?.! ]*$")
# with the document itself taken out: «giờ viết kế hoạch dẫn … được không»
_USABLE = re.compile(
    r"(?:dan|can cu|dung|ap dung|theo)(?: (?:vao|theo|nua|tiep|thi|co|con))* (?:duoc|on)(?: nua)? "
    r"(?:khong|ko|k|chua)(?!\w)"
)
# a text that details the one named right after: «thông tư hướng dẫn nghị định 152»
_GUIDING = re.compile(
    r"(?:thong tu|nghi dinh|van ban)(?: nao)?(?: \S+){0,2}? (?:huong dan|quy dinh chi tiet|chi tiet)"
    r"(?: (?:thuc hien|thi hanh|cho|cua|mot so dieu|quy dinh))*$"
)
# «căn cứ kế hoạch thi đua 2027»: what a plan to come rests on
_BASIS_OF = re.compile(
    r"^(?:cac |nhung )?can cu (?:phap ly )?(?:(?:cua|cho|de|lap|soan|viet|xay dung|ban hanh|phat dong) )*"
    r"(?:ke hoach|thi dua|phong trao)"
)
_NEWER = re.compile(
    rf"(?:{_TEXT}|gi|nao) (?:\S+ ){{0,4}}?(?:da |se )?(?:thay the|thay cho|thay)(?!\w)"
    r"|(?:duoc|bi) thay (?:the )?(?:bang|boi)|thay (?:the )?(?:bang|boi) "
)
_TIMELINE = re.compile(
    r"lich su|qua cac thoi ky|qua trinh (?:ban hanh|hinh thanh|thay doi|sua doi)|dong thoi gian|chuoi van ban|"
    r"cac lan (?:sua doi|thay the)|thay doi qua"
)
_CITE = re.compile(  # «cách dẫn», «dòng viện dẫn»; not «cách dân vận», «hướng dẫn … như thế nào»
    r"(?<!\w)(?:(?:cach|cau|dong) (?:vien |trich )?dan|(?:viet|ghi) can cu|"
    r"(?<!huong )(?:vien dan|trich dan|dan|ghi)(?: \S+){0,12} (?:the nao|nhu the nao|ra sao|sao cho dung))(?!\w)"
)
_ISSUED = re.compile(
    r"(?:ban hanh|ky|ra doi|co) (?:vao )?(?:ngay|nam|khi|luc) (?:thang )?nao|ai ky|co quan nao ban hanh"
)
# «nguồn của Nghị định 152/2025», «đọc Nghị định 152 ở đâu»; not «nguồn kinh phí»
_SOURCES = re.compile(
    r"(?:^| )(?:nguon|dia chi|link|duong dan)(?: (?:cua|goc|dang|van ban|tai|doc|o dau))*$"
    r"|(?<!\w)(?:doc|xem|tai|tim|lay)(?: \S+){0,4} (?:o|tai|tu) (?:dau|nguon nao|trang nao)(?!\w)"
)
# with the law's name taken out: «… hiện hành là luật số mấy, có hiệu lực từ ngày nào»
_ITS_NUMBER = re.compile(
    r"^\W*(?:(?:hien hanh|hien nay|hien tai|bay gio|moi nhat|dang (?:co )?hieu luc|dang ap dung|co|mang) )*(?:la )?"
    r"(?:(?:(?:luat|van ban) )?(?:mang |co )?so (?:hieu )?(?:la )?(?:may|bao nhieu|nao|gi)"
    r"|la (?:luat |van ban )nao)(?!\w)"
)
_CITERS = re.compile(
    r"(?:^| )(?:ai|ke hoach nao|nhung ke hoach|cac ke hoach|don vi nao|xa nao|noi nao|van ban nao)(?: \S+){0,4} "
    r"(?:vien dan|trich dan|nhac|dan)(?!\w)"
)
_WHICH = re.compile(
    rf"(?:can cu|dan|vien dan|ap dung|theo|dung)(?: \S+){{0,8}} (?:{_TEXT}|bo tieu chi)(?: \S+){{0,3}} (?:nao|gi)(?!\w)"
    rf"|(?<!\w)con (?:nhung |cac )?{_TEXT} nao(?!\w)"
    rf"|{_TEXT}(?: \S+){{0,4}} (?:nao|gi)(?: \S+){{0,4}} (?:ap dung|hieu luc|can cu|hien hanh)"
    r"|can cu (?:phap ly )?(?:vao )?(?:nhung )?(?:gi|dau)(?!\w)|co nhung can cu"
    r"|can cu phap ly (?:de |cho |khi |cua )?(?:viec )?(?:ban hanh|xay dung|lap|soan|phat dong|ke hoach)"
    rf"|{_TEXT}(?: \S+){{0,6}} (?:hien nay|hien hanh|bay gio|moi nhat|dang (?:co )?(?:hieu luc|ap dung))"
)
_KINDS = (
    ("nghi dinh", "Nghị định"), ("thong tu", "Thông tư"), ("chi thi", "Chỉ thị"),
    (r"luat(?:,? (?:thi dua|tdkt|khen thuong)){0,2} (?:nao|gi)", "Luật"), ("quyet dinh", "Quyết định"),
)  # fmt: skip
_GUIDES = re.compile(r"huong dan|chi tiet|thi hanh")
_CONTENT = re.compile(
    r"bao nhieu|may lan|noi gi|yeu cau|quy dinh(?: (?!thoi|hieu|ap)\S+){0,8}? (?:gi|ra sao|the nao)(?!\w)|"
    r"quy dinh (?:\S+ ){1,14}?(?:o )?(?:dieu|khoan) (?:nao|may)(?!\w)|nhiem vu|giao (?:cho )?ai|"
    r"muc (?:thuong|tien|phat)|tieu chuan|ho so|(?<!\w)(?:dieu|khoan) \d|"
    r"(?<!\w)may (?!thang|nam|ngay)[a-z]|"  # «mấy hình thức», «mấy mẫu»: what the text counts
    r"gom (?:nhung )?(?:gi|bao nhieu|may)"
)
_NOW = re.compile(r"hien nay|hien hanh|bay gio|hom nay|moi nhat|luc nay|dang (?:co )?(?:hieu luc|ap dung)")
_SELF = re.compile(
    r"(?:xa|phuong|don vi|co quan|truong|so|tinh|phong|ubnd|chung) (?:toi|em|minh|ta)(?!\w)"
    r"|(?:^| )(?:toi|em|minh)(?!\w)"
)
_PLAN_YEAR = re.compile(r"ke hoach(?: nam)? (?:19|20)\d\d")
_BARE = re.compile(r"(?:so\s*)?(\d{1,4}(?:\s*/\s*(?:19|20)\d\d)?)(?:\s+(?:nam\s+)?((?:19|20)\d\d))?")
_FRAME = (  # words that carry no topic
    "tai thoi diem|khen thuong|bao nhieu|phong trao|quyet dinh|hien hanh|huong dan|nghi dinh|phat dong|thoi diem|"
    "ban hanh|chi tiet|hien nay|hieu luc|ke hoach|moi nhat|quy dinh|sang nam|thi hanh|thong tu|tinh den|"
    "vien dan|xay dung|ap dung|bay gio|chi thi|co quan|nam nay|nam sau|nam toi|phap ly|thi dua|van ban|"
    "xa minh|can cu|don vi|phuong|xa toi|chung|khong|nhung|thang|dang|dung|duoc|luat|minh|ngay|phai|soan|tdkt|"
    "theo|tinh|viet|cac|can|cho|con|cua|dan|hoi|lam|lap|nam|nao|nay|tai|thi|toi|vao|voi|co|de|em|gi|la|so|va|"
    "ve|xa|o"
)
_SHORT_TOPICS = ("ntm", "cds", "dmst")  # a word that is a topic by itself
_EMPTY = re.compile(rf"\b({'|'.join(sorted(_FRAME.split('|'), key=len, reverse=True))})\b")

_ASKING = re.compile(r"(?<!\w)(?:may|tu|khi|luc|bao gio|dau|sao)(?!\w)")  # words that ask and name nothing


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """What is asked of the register. `first`…`last` is the time asked about; `when` its words («năm 2027») or ""."""

    kind: LawKind
    meant: tuple[Resolution, ...]
    first: date
    last: date
    when: str = ""
    doc_kind: str = ""
    topic: str = ""
    level: str = ""
    province: str = ""
    guides: bool = False
    today: date = date.min


def understand(
    text: str, today: date, register: Register, person: Person | None = None, places: Places | None = None
) -> LawQuestion | None:
    """The question as one about the register; None where it asks what a text or a plan says."""
    text = lawnames.law(lawnames.amending(text, register))
    flat = words.fold(text)
    if any(p.search(flat) for p in (_STATE, _UNTIL, _NEWER)) and not _WHICH.search(flat) and not _unit(text, places):
        text = lawnames.movement(text, register)
        flat = words.fold(text)
    meant = tuple(m for m in register.mentions(text, today) if m.mention and not _is_year(m.mention.quote))
    named = tuple(m for m in meant if m.rows or (m.mention and not m.mention.number.isdigit()))
    first, last, when = stretch(_without(text, meant), today)
    at = _time_of_names(register, text, first, meant) if when else named
    if guided := _guided(flat, text, named):
        return LawQuestion("applies", at, first, last, when, guided, guides=True, today=today)
    if kind := _about_one(flat, text, named):
        detailed = _doc_kind(flat) if kind == "timeline" and _GUIDES.search(flat) else ""
        return LawQuestion(kind, named if kind == "timeline" else at, first, last, when, detailed, today=today)
    unit = _unit(text, places)
    if _BASIS_OF.match(flat) and not meant and not unit and last >= today and (when or _NOW.search(flat)):
        return LawQuestion("applies", (), first, last, when, topic=_topic(flat, ()), today=today)
    if not _WHICH.search(flat) or (_CONTENT.search(flat) and not _NOW.search(flat)):
        return None
    if unit and ("ke hoach" in flat or "vien dan" in flat):
        return None  # what a plan of that unit cites stands in the plan
    if not (when or _NOW.search(flat) or _SELF.search(flat) or unit):
        return None
    return LawQuestion(
        "applies",
        at,
        first,
        last,
        when,
        doc_kind=_doc_kind(flat),
        topic=_topic(flat, meant),
        level=person.level if person else "",
        province=_province(unit) or (person.province if person else ""),
        guides=bool(_GUIDES.search(flat)),
        today=today,
    )


def request(
    text: str,
    today: date,
    register: Register,
    person: Person | None = None,
    places: Places | None = None,
    on: date | None = None,
) -> LawQuestion:
    """What is typed to the register itself («34 CT TW», «91/2017», «nông thôn mới», a whole question); never None.

    `on`: the day asked about where the words name none.
    """
    text = lawnames.law(lawnames.amending(text, register))
    asked = understand(text, on or today, register, person, places) or _typed(text, on or today, register, places)
    asked = replace(asked, today=today)
    if on and on != today and not asked.when:
        asked = replace(asked, first=on, last=on, when=f"ngày {words.day(on)}")
    return asked


def _typed(text: str, on: date, register: Register, places: Places | None) -> LawQuestion:
    """A number alone, a number among words that ask nothing, or a topic."""
    if bare := _BARE.fullmatch(words.fold(text)):
        found = register.resolve(number=bare.group(1).replace(" ", ""), year=int(bare.group(2) or 0) or None, on=on)
        return LawQuestion("number", (found,), on, on)
    meant = tuple(m for m in register.mentions(text, on) if m.mention and not _is_year(m.mention.quote))
    first, last, when = stretch(_without(text, meant), on)
    if any(m.rows or (m.mention and m.mention.number) for m in meant):
        return LawQuestion("number", _time_of_names(register, text, first, meant) if when else meant, first, last, when)
    flat, unit = words.fold(text), _unit(text, places)
    return LawQuestion(
        "applies", (), first, last, when,
        doc_kind=_doc_kind(flat), topic=_topic(flat, (), least=1), province=_province(unit),
    )  # fmt: skip


def _is_year(quote: str) -> bool:
    """«Kế hoạch 2027» is the plan of a year, not a document of that number."""
    return bool(_PLAN_YEAR.fullmatch(words.fold(quote)))


def _about_one(flat: str, text: str, named: tuple[Resolution, ...]) -> LawKind | None:
    """A question about a document it names."""
    if not named:
        return None
    tests: tuple[tuple[LawKind, re.Pattern[str]], ...] = (
        ("citers", _CITERS), ("timeline", _TIMELINE), ("newer", _NEWER), ("cite", _CITE), ("issued", _ISSUED),
    )  # fmt: skip
    for kind, pattern in tests:
        if pattern.search(flat):
            return kind
    if _SOURCES.search(words.squeeze(re.sub(r"[?.!:]", " ", words.fold(_without(text, named))))):
        return "sources"
    if len(named) == 1 and _ITS_NUMBER.search(words.squeeze(words.fold(_without(text, named)))):
        return "state"
    if _WHICH.search(flat) and not any(m.mention and m.mention.number for m in named):
        return None  # «nghị định nào hướng dẫn Luật TĐKT hiện nay» asks for another text
    usable = _USABLE.search(words.fold(_without(text, named)))
    if (_STATE.search(flat) or usable) and not _CONTENT.search(flat):
        return "state"
    alone = words.fold(_without(text, named))
    if _UNTIL.search(alone) and not re.search(r"[a-z]", _EMPTY.sub(" ", _UNTIL.sub(" ", alone))):
        return "state"
    rest = _EMPTY.sub(" ", alone)
    return "number" if not re.search(r"[a-z]", rest) and not _CONTENT.search(flat) else None


def _guided(flat: str, text: str, named: tuple[Resolution, ...]) -> str:
    """The kind of text that is asked for as detailing the one named («Thông tư»), "" where none is."""
    if len(named) != 1 or not named[0].mention or _CONTENT.search(flat):
        return ""
    if _STATE.search(flat) or _TIMELINE.search(flat):
        return ""
    before = words.fold(words.nfc(text)[: named[0].mention.span.start])
    after = _EMPTY.sub(" ", words.fold(words.nfc(text)[named[0].mention.span.end :]))
    if re.search(r"[a-z]", after):
        return ""  # it asks more of that text than which it is
    return _doc_kind(before) or "" if _GUIDING.search(before) else ""


def _without(text: str, meant: tuple[Resolution, ...]) -> str:
    """The text with its citations blanked: their dates and years are their own."""
    whole = words.nfc(text)
    for m in meant:
        if m.mention:
            whole = whole[: m.mention.span.start] + " " * len(m.mention.quote) + whole[m.mention.span.end :]
    return whole


def _time_of_names(register: Register, text: str, on: date, meant: tuple[Resolution, ...]) -> tuple[Resolution, ...]:
    """Names without a number mean the version of the day asked about."""
    again = tuple(m for m in register.mentions(text, on) if m.mention)
    if len(again) != len(meant):
        return meant
    return tuple(a if a.rows else m for a, m in zip(again, meant, strict=True))


def _doc_kind(flat: str) -> str:
    if len(re.findall(r"(?:nghi dinh|thong tu|chi thi|luat|quyet dinh) (?:nao|gi)(?!\w)", flat)) > 1:
        return ""  # «nghị định nào, thông tư nào» asks for both
    kind = next((kind for word, kind in _KINDS if re.search(rf"{word}(?!\w)", flat)), "")
    return kind or ("Luật" if re.match(r"luat (?:thi dua|tdkt).{0,20}(?:moi nhat|hien (?:nay|hanh))", flat) else "")


def _topic(flat: str, meant: tuple[Resolution, ...], least: int = 2) -> str:
    """What is left of the question when its frame is taken away: «nông thôn mới», "" = emulation in general.

    Less than `least` words are no topic.
    """
    rest = flat
    for m in meant:
        if m.mention:
            rest = rest.replace(words.fold(m.mention.quote), " ")
    rest = blank(rest)
    rest = words.squeeze(re.sub(r"[\d/?.,!:;“”\"]+", " ", _ASKING.sub(" ", _EMPTY.sub(" ", rest))))
    return rest if len(rest.split()) >= least or rest in _SHORT_TOPICS else ""


def _unit(text: str, places: Places | None) -> str:
    """A unit the question names, with its province where known: «xã Phổ Châu|Quảng Ngãi»."""
    if places is None:
        return ""
    found = places.mentions(text)
    if not found:
        return ""
    return f"{found[0].text}|{found[0].units[0].province}"


def _province(unit: str) -> str:
    return unit.partition("|")[2]

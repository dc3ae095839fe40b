"""Who the plan is for, as it is today: a people's committee, a department, another body; or what to ask first.

Since 01/7/2025 there are two tiers and 34 provinces (Resolutions 202, 203/2025/QH15): a district, a town, a merged
commune or province is answered with what became of it, and a question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.draft.departments import MERGED, NOT_ISSUER, department
from bot.draft.issuer import bare, province_title
from bot.model import Option, Person
from bot.texts import draft as texts
from retrieval import FormerProvince, PlaceMention, Places, Unit, former_province, words

_SHORT = {"Hồ Chí Minh": "tphcm|hcm|hcmc|sai gon|", "Hà Nội": "hn|tphn|"}  # as typed in a hurry
_DISTRICT = ("huyện", "quận", "thị xã", "thị trấn")
_COMMUNE = ("xã", "phường", "đặc khu")
MAX_OPTIONS = 8
_OFFICE = re.compile(
    r"(?:^|\b(?:của|cho|tại|do)\s+)((?:[Tt]rường|[Bb]ệnh viện|[Tt]rung tâm|[Cc]ông ty|[Cc]hi cục|Ban Quản lý|Ban|Đài|"
    r"Viện|[Hh]ội(?! đồng)|[Ll]iên đoàn|[Tt]rạm [Yy] tế|"
    r"[Cc]ông an|[Pp]hòng|Cục|[Vv]ăn phòng|[Đđ]oàn|[Mm]ặt trận|MTTQ|UBMTTQ|UB MTTQ|"
    r"[ỦU]y ban (?:Mặt trận|MTTQ)|Uỷ ban Mặt trận|"
    r"Ban Chỉ huy|Kho bạc|Bảo hiểm xã hội|Thuế|[Nn]hà máy|"
    r"Hợp tác xã)\s+(?:(?!\s(?:năm|cần|soạn|phát động|kế hoạch|với|"
    r"chủ đề)\b)[^,.;:\n]){2,80})"
)
# «Trung tâm … đầu tư, thương mại, du lịch đặc khu Phú Quốc»: commas inside a name that ends in its commune.
_LONG_OFFICE = re.compile(
    r"(?:^|\b(?:của|cho|tại)\s+)((?:Trung tâm|Ban|Văn phòng|Phòng|Chi cục)\s+(?:(?!\s(?:năm|tỉnh|thành phố|chỉ tiêu|"
    r"chủ đề|với|cần|soạn|kế hoạch)\b)(?!, [^\Wa-zà-ỹ])[^.;:\n]){2,120}?"
    r"\s(?:xã|phường|đặc khu)\s+[^\Wa-zà-ỹ][^,.;:\n]*)"
)
# Bodies with a layout of their own: the words hold, the paper's form does not.
_ASSOCIATION = re.compile(
    r"(?:hội(?! đồng)|đoàn|liên đoàn|mặt trận|mttq|ubmttq|ub mttq|[ủu][yỷ] ban (?:mặt trận|mttq))\b", re.IGNORECASE
)
_MINISTRY = re.compile(
    r"(?:^|\b(?:của|cho|do)\s+|^\W*\w+\s+(?:giúp\s+)?)(Bộ (?:Nội vụ|Tài chính|Công Thương|Xây dựng|Y tế|"
    r"Tư pháp|Ngoại giao|"
    r"Quốc phòng|Công an|Giáo dục và Đào tạo|Khoa học và Công nghệ|Nông nghiệp và Môi trường|Dân tộc và Tôn giáo|"
    r"Văn hóa, Thể thao và Du lịch)|Thanh tra Chính phủ|Văn phòng Chính phủ|Ngân hàng Nhà nước Việt Nam)\b"
)
_UNKNOWN_COMMUNE = re.compile(
    r"(?<!\w)(?<!thị )(?<!Thị )(xã|phường|đặc khu|Xã|Phường|Đặc khu)\s+((?:[^\W\d_]\w*\s*){1,5})"
)
_UPPER = "[A-Z" + "".join(c for c in map(chr, range(0xC0, 0x1EFA)) if c.isupper()) + "]"
_CAPITALS = re.compile(rf"[ \t]+({_UPPER}\w*(?:[ \t]+{_UPPER}\w*)*)")
_STARTS = re.compile(
    r"(?:Kế hoạch|Phong trào|Soạn|Phát động|Thi đua|Năm|Chủ đề|Chủ tịch|Căn cứ|Phần|UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|"
    r"Đảng|Huyện|Quận|Thị xã|Thị trấn|Thành phố|Tỉnh|TP|TX|TT|Xã|Phường|Đặc khu|Chỉ tiêu|Cần|Viết|Làm|Lập|Giúp|Cho)\b"
)
_PROVINCE_TYPED = re.compile(rf"(?<!\w)([Tt]ỉnh|[Tt]hành phố)[ \t]+({_UPPER}\w*(?:[ \t]+{_UPPER}\w*){{0,5}})")


@dataclass(frozen=True, slots=True)
class Settled:
    """The issuing body as it is today; or the `question` to ask first, with its buttons."""

    unit: str = ""
    level: str = ""
    province: str = ""
    question: str = ""
    options: tuple[Option, ...] = ()
    notes: tuple[str, ...] = ()


def settle(text: str, person: Person, places: Places, on: dt.date) -> Settled:
    """Find the issuing body in a request. Nothing found and nothing known of the person: all fields are empty."""
    plain = re.sub(r"[“\"«][^”\"»]*[”\"»]", lambda m: " " * len(m.group()), words.nfc(text))
    plain = re.sub(r"\b([Hh]uyện) đảo\b", r"\1", plain)
    mentions = [m for m in places.mentions(plain, person.province) if not _goes_on(m, plain, places)]
    province, notes = _province(mentions, places, on)
    if province is None:
        province = _after_a_comma(plain, places, on)
    typed = _typed_province(plain) if province is None else ""
    named = department(plain)
    if (former := former_province(plain)) and province is None and named not in MERGED:
        return _former(former[1], named)
    unlisted = (texts.UNIT_UNKNOWN.format(unit=typed),) if typed else ()
    if named and typed and named not in MERGED:
        return Settled(f"{named} {typed}", "sở", bare(typed), notes=unlisted)
    if named:
        return _settled_department(named, mentions, province, notes, places, on, person)
    if (
        typed
        and not _UNKNOWN_COMMUNE.search(plain)
        and re.search(r"(?:UBND|[ỦU]y ban nhân dân) (?:tỉnh|thành phố)", plain)
    ):
        return Settled(f"UBND {typed}", "tỉnh", bare(typed), notes=unlisted)
    if m := _MINISTRY.search(plain):
        return Settled(m[1], "bộ")
    communes = [m for m in mentions if m.type in _COMMUNE and m.exact and _lies_in(m, province, places)]
    office = _LONG_OFFICE.search(plain) or _OFFICE.search(plain)
    first = next((m.span.start for m in mentions if m.type in _COMMUNE), -1)
    inside = office and (
        office.start(1) < first < office.end(1)
        or (first > 0 and re.fullmatch(r"\s*,\s*(?:thuộc\s+|ở\s+|tại\s+)?", plain[office.end(1) : first]))
    )
    if office and inside and not NOT_ISSUER.search(plain[: office.start(1)]):
        return _office(words.squeeze(office[1]), mentions, province, notes, person)
    if communes:
        return _commune(communes[0], mentions, province, notes, places, on, plain)
    dead = [m for m in mentions if _is_district(m) and m.exact]
    if dead and not _UNKNOWN_COMMUNE.search(plain):
        return _gone([u for u in dead[0].units if u.level != "tỉnh"], places, dead[0].text)
    if office:
        return _office(words.squeeze(office[1]), mentions, province, notes, person)
    if m := _UNKNOWN_COMMUNE.search(plain):
        name = " ".join(w for w in _leading_capitals(m[2]))
        if name:
            if other := _other_kind(name, province, places, on):
                return _kind_asked(f"{m[1].lower()} {name}", other, places)
            unit = f"UBND {m[1].lower()} {name}"
            note = texts.UNIT_UNKNOWN.format(unit=f"{m[1].lower()} {name}")
            return Settled(unit, m[1].lower(), province.short if province else bare(typed), notes=(*notes, note))
    if province is not None:
        old = (
            next((m.units[0] for m in mentions if m.units[0].level == "tỉnh" and m.type != ""), None)
            or mentions[0].units[0]
        )
        if not places.alive(old, on):
            return _gone((old,), places, old.name)
        return Settled(f"UBND {province_title(province.short)}", "tỉnh", province.short, notes=notes)
    if person.unit:
        return Settled(person.unit, person.level or "xã", person.province)
    return Settled()


def _goes_on(m: PlaceMention, text: str, places: Places) -> bool:
    """The name goes on with a capital: «phường Đông Giang Mẫu» is not phường Đông Giang, but a place of its own.

    «xã Thiên Cầm Hà Tĩnh» is a commune and its province; a plan's own words with a capital («Kế hoạch») start a phrase.
    """
    if m.text.isupper():
        return False
    run = _CAPITALS.match(text, m.span.end)
    if run is None or _STARTS.match(text, run.start(1)):
        return False
    tail = run[1].split()
    return not any(places.find(" ".join(tail[:n]), level="tỉnh") for n in range(1, len(tail) + 1))


def _typed_province(text: str) -> str:
    """A province written out that no list has: «tỉnh Sông Lam Mẫu»; "" where none is."""
    m = _PROVINCE_TYPED.search(text)
    return f"{m[1].lower()} {m[2]}" if m else ""


def _province(mentions: Sequence[PlaceMention], places: Places, on: dt.date) -> tuple[Unit | None, tuple[str, ...]]:
    """The province of today that the request names, and a note where it named one that was merged."""
    for n, m in enumerate(mentions):
        found = [u for u in m.units if u.level == "tỉnh"]
        if n and m.type in _COMMUNE and not m.text.lower().startswith(m.type):
            found = list(places.find(m.text, level="tỉnh"))  # «xã Tiên Yên, Quảng Ninh»: there is a xã Quảng Ninh too
        elif m.type in (*_COMMUNE, *_DISTRICT) or _is_district(m):
            continue
        if not found:
            continue
        if places.alive(found[0], on):
            return found[0], ()
        new = places.successors(found[0])
        if new:
            return new[0], (texts.PROVINCE_MERGED.format(old=found[0].name, new=new[0].name),)
    return None, ()


def _lies_in(m: PlaceMention, province: Unit | None, places: Places) -> bool:
    """One of the units meant lies (or lay) in the province the request names."""
    return province is None or any(places.province(u) == province for u in m.units)


def _after_a_comma(text: str, places: Places, on: dt.date) -> Unit | None:
    """A one-word or person-like province name, sure only where it closes an address: «…, Huế», «… (Hồ Chí Minh)»."""
    for m in re.finditer(r"[,(]\s*(?:TP\.?\s*|tp\.?\s*)?(\w+(?:\s+\w+){0,3})", text):
        parts = m[1].split()
        for n in range(len(parts), 0, -1):
            found = [u for u in places.find(" ".join(parts[:n]), level="tỉnh") if places.alive(u, on)]
            if found and parts[0][0].isupper():
                return found[0]
    return None


def _is_district(m: PlaceMention) -> bool:
    """A district, town or provincial city: «thành phố Bắc Ninh» was one, «thành phố Huế» is a province."""
    if m.type in _DISTRICT:
        return True
    return m.type == "thành phố" and not any(
        u.level == "tỉnh" and u.type == "thành phố" and u.ended is None for u in m.units
    )


def _commune(
    m: PlaceMention, mentions: Sequence[PlaceMention], province: Unit | None, notes: tuple[str, ...], places: Places,
    on: dt.date, text: str,
) -> Settled:  # fmt: skip
    olds = {u for d in mentions if _is_district(d) for u in d.units}
    districts = {u.name for u in olds}
    made_there = [u for u in m.units if u.district in districts or olds.intersection(places.predecessors(u))]
    units = made_there or list(m.units)  # «xã An Bình, huyện …»: the one there, or made there in 2025
    alive = [u for u in units if places.alive(u, on)]
    said = words.fold(m.text).removeprefix(words.fold(m.type)).strip()
    alive = [u for u in alive if words.fold(u.short) == said] or alive
    alive = [u for u in alive if u.type == m.type] or alive
    if words.unaccent(text) != text:  # in a text with accents «Thanh An» is not Thạnh An
        alive = [u for u in alive if words.nfc(m.text).lower().endswith(u.short.lower())] or alive
    alive = [u for u in alive if province and places.province(u) == province] or alive
    if not alive:
        return _gone(units, places, m.text)
    provinces = sorted({p.short for u in alive if (p := places.province(u))})
    around = words.fold(f"{text[: m.span.start]} , {text[m.span.end :]}")
    hinted = [
        p for p in provinces if re.search(rf"\b(?:{_SHORT.get(p, '')}{re.escape(words.fold(p))})\b", around)
    ]  # «xa Tien Lu hung yen»
    provinces = hinted or provinces
    if districts:
        notes = (*notes, texts.NO_DISTRICT)
    alive = [u for u in alive if (p := places.province(u)) and p.short in provinces] or alive
    names = sorted({u.name for u in alive})
    unit = f"UBND {names[0]}"
    if len(names) > 1:  # «xa tan thanh»: Tân Thành or Tân Thạnh
        ends = {u.name: province_title(p.short) for u in alive if (p := places.province(u))}
        options = tuple(Option(f"UBND {n}", f"UBND {n}, {ends.get(n, '')}") for n in names[:MAX_OPTIONS])
        return Settled(question=texts.NAME_WHICH.format(names=", ".join(names)), options=options)
    if len(provinces) > 1:
        question = texts.PROVINCE_WHICH.format(unit=alive[0].name, provinces=", ".join(provinces))
        titled = [province_title(p) for p in provinces[:MAX_OPTIONS]]
        return Settled(question=question, options=tuple(Option(p[:1].upper() + p[1:], f"{unit}, {p}") for p in titled))
    return Settled(unit, alive[0].type, provinces[0] if provinces else "", notes=notes)


def _office(
    name: str, mentions: Sequence[PlaceMention], province: Unit | None, notes: tuple[str, ...], person: Person
) -> Settled:
    """A body inside a unit: «Công an xã Hòa Tiến», «Trường THPT …»; an association is told of its own layout."""
    dead = [
        u for m in mentions if _is_district(m) and m.exact and words.fold(m.text) in words.fold(name) for u in m.units
    ]
    if dead and all(u.ended for u in dead):
        notes = (*notes, texts.OFFICE_OF_DISTRICT.format(unit=name, old=dead[0].name))
    name = name[:1].upper() + name[1:]
    return Settled(name, "đơn vị", province.short if province else person.province, notes=notes)


def association(unit: str) -> bool:
    """The Front, a union, an association: bodies whose papers have a layout of their own."""
    return bool(_ASSOCIATION.match(words.nfc(unit)))


def _former(old: FormerProvince, department: str = "") -> Settled:
    """A province that ended before 2025: what became of it, and the question which one to write for."""
    names = [province_title(n) for n in old.today]
    question = texts.PROVINCE_FORMER.format(old=old.name, year=old.ended, new=", ".join(names))
    options = tuple(Option(f"{department or 'UBND'} {n}", f"{department or 'UBND'} {n}") for n in names)
    return Settled(question=question[:1].upper() + question[1:], options=options)


def _other_kind(name: str, province: Unit | None, places: Places, on: dt.date) -> tuple[Unit, ...]:
    """Communes of today that bear a name the request gives with another level word: «xã Mường Thanh» is a ward now."""
    found = [
        u for u in places.find(name, level="xã") if places.alive(u, on) and words.fold(u.short) == words.fold(name)
    ]
    return tuple(dict.fromkeys(u for u in found if province is None or places.province(u) == province))


def _kind_asked(said: str, found: Sequence[Unit], places: Places) -> Settled:
    names = [f"{u.name}, {p.name}" if (p := places.province(u)) else u.name for u in found[:MAX_OPTIONS]]
    question = texts.OTHER_KIND.format(said=said, names="; ".join(names))
    return Settled(question=question, options=tuple(Option(f"UBND {n.partition(',')[0]}", f"UBND {n}") for n in names))


def _gone(units: Iterable[Unit], places: Places, said: str) -> Settled:
    """What became of a unit that is no more, and the question which one to write for."""
    old = tuple(units)
    new = list(dict.fromkeys(s for u in old for s in places.successors(u)))
    names = [f"{u.name}, {p.name}" if (p := places.province(u)) and u.level != "tỉnh" else u.name for u in new]
    kind = old[0].type if old else ""
    name = old[0].name if old else said
    ends = {n.partition(", ")[2] for n in names}
    more = len(names) > MAX_OPTIONS
    listed = "; ".join(names[:MAX_OPTIONS]) + ("; …" if more else "")
    if len(names) > 1 and len(ends) == 1 and "" not in ends:  # the province once, not after every name
        short = ", ".join(n.partition(",")[0] for n in names[:MAX_OPTIONS]) + (", …" if more else "")
        listed = f"{short} ({ends.pop()})"
    which = texts.THIS_ONE.format(unit=names[0].partition(",")[0]) if len(names) == 1 else texts.WHICH_ONE
    if old and old[0].level == "tỉnh":
        question = texts.PROVINCE_GONE.format(old=name, new=listed)
    elif kind == "thị trấn":
        question = texts.TOWN_GONE.format(old=name, new=listed or texts.UNIT_ASK, which=which)
    elif old and old[0].level == "huyện":
        question = texts.DISTRICT_GONE.format(old=name, new=listed or texts.UNIT_ASK, which=which)
    else:
        question = texts.COMMUNE_GONE.format(old=name, new=listed or texts.UNIT_ASK, which=which)
    options = tuple(Option(f"UBND {n.partition(',')[0]}", f"UBND {n}") for n in names[:MAX_OPTIONS])
    return Settled(question=question[:1].upper() + question[1:], options=options)


def _settled_department(
    name: str, mentions: Sequence[PlaceMention], province: Unit | None, notes: tuple[str, ...], places: Places,
    on: dt.date, person: Person,
) -> Settled:  # fmt: skip
    old = next((u for m in mentions for u in m.units if u.level == "tỉnh" and not places.alive(u, on)), None)
    where = province_title(province.short if province else person.province)
    if name in MERGED:
        new = f"{MERGED[name]} {where}".strip()
        return Settled(question=texts.DEPARTMENT_GONE.format(old=name, new=new), options=(Option(new, new),))
    if old is not None and province is not None:
        new = f"{name} {where}"
        question = texts.PROVINCE_GONE.format(old=old.name, new=province.name)
        return Settled(question=question, options=(Option(new, new),))
    short = province.short if province else person.province
    if not short:
        notes = (*notes, texts.DEPARTMENT_WHERE.format(unit=name))
    return Settled(f"{name} {where}".strip(), "sở", short, notes=notes)


def _leading_capitals(text: str) -> Iterable[str]:
    for word in text.split():
        if not word[0].isupper():
            return
        yield word

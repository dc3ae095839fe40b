"""The issuer of a document: as printed, in sentence case, inferred from the text, and its level."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.model import DocNumber, Header, Level
from retrieval.reading import patterns as p
from retrieval.words import fold, squeeze

_CITIES = ("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế")
_LEVELS: dict[str, Level] = {
    "tỉnh": "tỉnh", "huyện": "huyện", "quận": "huyện", "thị xã": "huyện", "xã": "xã", "phường": "xã", "thị trấn": "xã",
    "đặc khu": "xã",
}  # fmt: skip
_PARTY = re.compile(
    r"(?:đảng ủy|tỉnh ủy|thành ủy|huyện ủy|thị ủy|quận ủy|ban thường vụ|ban chấp hành|bộ chính trị|ban bí thư|"
    r"đảng bộ|trung ương đảng|ban tổ chức|ban tuyên giáo)"
)
_CENTRAL = re.compile(
    r"(?:chính phủ|quốc hội|thủ tướng|ủy ban thường vụ quốc hội|chủ tịch nước|văn phòng chính phủ|"
    r"hội đồng thi đua - khen thưởng trung ương)"
)
_MINISTRY = re.compile(
    r"(?:bộ|thanh tra chính phủ|ngân hàng nhà nước|ủy ban dân tộc|tòa án nhân dân tối cao|"
    r"viện kiểm sát nhân dân tối cao|kiểm toán nhà nước|bảo hiểm xã hội việt nam)\b"
)
_ASSEMBLIES = re.compile(r"(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|chủ tịch)\b")
_UNIT = re.compile(rf"(?:^|\s)(?P<kind>{p.UNIT_KINDS})\s+(?P<name>.*)")

_MOTTO = re.compile(r"CỘNG H\S+ XÃ HỘI|Độc lập\s*[-–]\s*Tự do|ĐẢNG CỘNG SẢN VIỆT NAM", re.IGNORECASE)
_STAMP = re.compile(r"(?:MẬT|TỐI MẬT|TUYỆT MẬT|HỎA TỐC|THƯỢNG KHẨN|KHẨN|DỰ THẢO)\b")
_LOWER_BODY = re.compile(
    r".+?(?=\s(?:SỞ|PHÒNG|UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|BAN(?! NHÂN DÂN)|CHI CỤC|TRUNG TÂM|"
    r"TRƯỜNG|HỘI ĐỒNG THI ĐUA|ĐẢNG ỦY|ĐẢNG UỶ|CHI BỘ)\s)"
)
_UNIT_WORDS = frozenset(p.UNIT_KINDS.replace("|", " ").split())
_BODY_LINE = re.compile(
    rf"(?:(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)(?:\s+(?:{p.UNIT_KINDS}))?|(?i:{p.UNIT_KINDS}))"
    rf"(?:\s+[{p.UPPER}][\w’'-]*){{0,5}}"
)
_UPPER_BODY = re.compile(
    r"(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|BỘ|SỞ|ĐẢNG BỘ|HUYỆN ỦY|TỈNH ỦY|THÀNH ỦY|PHÒNG(?=.*\sTRƯỜNG\s))\b"
)

_SCHOOL = re.compile(
    r"trường (?P<kind>mầm non|mẫu giáo|tiểu học và trung học cơ sở|tiểu học|trung học cơ sở|trung học phổ thông|"
    r"th\s?&\s?thcs|ptdtbt thcs|thcs|thpt|th|mn) (?P<name>.+)"
)
_OWNER = (
    r"(?<!do )(?<!của )(?:Chủ tịch\s+)?(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)\s+"
    rf"(?P<kind>{p.UNIT_KINDS})"
)
_NAME = rf"(?P<name>(?:[{p.UPPER}][\w']*)(?:\s+[{p.UPPER}][\w']*){{0,3}}|\d{{1,2}})"
# «Ủy ban nhân dân thành phố Gia Nghĩa phát động»
_NAMED_ACTS = re.compile(rf"{_OWNER}\s+{_NAME}\s+(?:ban hành|phát động|xây dựng)")
# «UBND xã ban hành Kế hoạch»; not «phong trào do Ủy ban nhân dân tỉnh phát động»
_ACTS = re.compile(rf"{_OWNER}\s+(?:ban hành|phát động|xây dựng)")
_OWN = re.compile(
    rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|HĐND|Mặt trận Tổ quốc Việt Nam|UBMTTQ)\s+"
    rf"(?P<kind>{p.UNIT_KINDS})(?=[\s,;.)]|$)"
)
_PLACE = re.compile(rf"(?<!\w)(?P<kind>{p.UNIT_KINDS})\s+{_NAME}")


# What the tail of a symbol says for certain: «NĐ-CP», «TT-BNV», «QH13».
_SYMBOL_TAILS = {
    "CP": "Chính phủ", "TTg": "Thủ tướng Chính phủ", "CTN": "Chủ tịch nước", "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "QH": "Quốc hội", "BNV": "Bộ Nội vụ", "BTC": "Bộ Tài chính", "BYT": "Bộ Y tế", "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng", "BTP": "Bộ Tư pháp", "BCT": "Bộ Công Thương", "BXD": "Bộ Xây dựng", "BNG": "Bộ Ngoại giao",
    "BGDĐT": "Bộ Giáo dục và Đào tạo", "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BGTVT": "Bộ Giao thông vận tải",
    "BTNMT": "Bộ Tài nguyên và Môi trường", "BTTTT": "Bộ Thông tin và Truyền thông", "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BKHCN": "Bộ Khoa học và Công nghệ", "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch", "UBDT": "Ủy ban Dân tộc",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn", "TTCP": "Thanh tra Chính phủ",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TANDTC": "Tòa án nhân dân tối cao", "VKSNDTC": "Viện kiểm sát nhân dân tối cao", "KTNN": "Kiểm toán Nhà nước",
}  # fmt: skip


def issuer_of_number(number: DocNumber) -> str:
    """The central body a document number names («91/2017/NĐ-CP» → «Chính phủ»), "" where the symbol leaves it open."""
    if number.symbol.count("-") > 1:
        return ""  # a joint circular has several
    return _SYMBOL_TAILS.get(re.sub(r"\d+$", "", number.symbol.rpartition("-")[2]), "")


def level_of(issuer: str) -> Level:
    """The level an issuer stands on («Ủy ban nhân dân xã Phổ Châu» → «xã»), "" where there is no issuer."""
    low = squeeze(issuer).lower().replace("uỷ", "ủy").replace("toà ", "tòa ")
    if not low:
        return ""
    named: tuple[tuple[re.Pattern[str], Level], ...] = (
        (_PARTY, "đảng"), (re.compile(r"sở\b"), "sở"), (_CENTRAL, "trung ương"), (_MINISTRY, "bộ"),
    )  # fmt: skip
    for pattern, level in named:
        if pattern.match(low):
            return level
    m = _UNIT.search(low)
    if m and _ASSEMBLIES.match(low):
        if m.group("kind") == "thành phố":
            return "tỉnh" if m.group("name").startswith(_CITIES) else "huyện"
        return _LEVELS[m.group("kind")]
    return "đơn vị"


def issuer_raw(lines: Iterable[str]) -> str:
    """The printed issuer: the capital lines at the top without the country's name, the motto and stamps."""
    kept = []
    for line in lines:
        text = _MOTTO.split(line)[0].strip(" -_|")
        if (text.isupper() or _in_capitals(text)) and len(text) < 120 and not _STAMP.match(text):
            kept.append(text.upper())
    joined = squeeze(" ".join(kept))
    # «UBND TỈNH HÀ TĨNH / SỞ NỘI VỤ», «UBND HUYỆN … / PHÒNG … / TRƯỜNG …»: the issuer is the lowest of them
    while _UPPER_BODY.match(joined) and (above := _LOWER_BODY.match(joined)):
        joined = joined[above.end() :].strip()
    return joined


def _in_capitals(text: str) -> bool:
    """A name meant in capitals: an old font's «Xã HòA BìNH», or a body's name as in a sentence («Ủy ban nhân dân»)."""
    if _BODY_LINE.fullmatch(text):
        return True
    words = [w for w in re.findall(r"[^\W\d_]+", text) if w.lower() not in _UNIT_WORDS]
    plain = [[c for c in w if c.isascii()] for w in words]
    return any(plain) and all(c.isupper() for letters in plain for c in letters) and any(len(w) > 1 for w in words)


def sentence_case(raw: str) -> str:
    """«ỦY BAN NHÂN DÂN XÃ PHỔ CHÂU» → «Ủy ban nhân dân xã Phổ Châu»."""
    low = re.sub(r"^ubnd\b", "ủy ban nhân dân", raw.lower().replace("uỷ", "ủy"))
    if m := _SCHOOL.match(low):
        kind = m.group("kind").upper() if len(m.group("kind")) < 8 else m.group("kind")
        return f"Trường {kind} {titled(m.group('name'))}"
    m = re.match(rf"(?P<head>.*?\b(?P<kind>{p.UNIT_KINDS}))\s+(?P<name>.+)", low)
    if m:
        return f"{_department(m.group('head'))} {titled(m.group('name'))}"
    return _department(low)


def _department(low: str) -> str:
    """«sở văn hóa, thể thao và du lịch» → «Sở Văn hóa, Thể thao và Du lịch»; «thủ tướng chính phủ» names two."""
    if low == "thủ tướng chính phủ":
        return "Thủ tướng Chính phủ"
    if re.match(r"(?:sở|phòng|bộ|ban|cục|chi cục|văn phòng)\s", low):
        return re.sub(r"(?:^|(?<=^sở )|(?<=^bộ )|(?<=^ban )|(?<=^cục )|(?<=^phòng )|(?<=, )|(?<= và )|(?<= - ))\w",
                      lambda m: m.group().upper(), low)  # fmt: skip
    return low[:1].upper() + low[1:]


def titled(text: str) -> str:
    """«PHỔ CHÂU» → «Phổ Châu»; mixed case stays as it is."""
    return " ".join(w[:1].upper() + w[1:].lower() for w in text.split()) if text.isupper() or text.islower() else text


def infer_issuer(body: str, head: Header) -> str:
    """The issuer read from the text where the head does not print it, "" where the text does not tell.

    «UBND xã ban hành Kế hoạch» with the place «Phổ Châu» → «Ủy ban nhân dân xã Phổ Châu».
    """
    if fold(head.kind) not in ("ke hoach", "chi thi", "quyet dinh", "cong van", "thong bao", "huong dan", "bao cao"):
        return ""
    if head.number_raw and "UBND" not in head.number_raw:
        return ""
    if m := _NAMED_ACTS.search(body):
        return f"Ủy ban nhân dân {m.group('kind')} {m.group('name')}"
    acting = _ACTS.search(body)
    own = [m.group("kind") for m in _OWN.finditer(body)]
    kind = acting.group("kind") if acting else max(own, key=own.count, default="")
    if not kind:
        return ""
    if head.place:
        return f"Ủy ban nhân dân {kind} {head.place}"
    names = [m.group("name") for m in _PLACE.finditer(body) if m.group("kind") == kind]
    return f"Ủy ban nhân dân {kind} {max(names, key=names.count)}" if names else ""

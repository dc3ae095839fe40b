"""Who issues the plan, named as Decree 30/2020/NĐ-CP, Appendix I, has it: head, symbol, place, signature. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval import words

IssuerKind = Literal["ubnd", "so", "other"]

_UBND = re.compile(r"^(?:ubnd|uy ban nhan dan)\s+", re.IGNORECASE)
_LEVEL_WORDS = ("thành phố", "đặc khu", "phường", "tỉnh", "xã")
_LEADERS = (
    ("Sở ", "GIÁM ĐỐC"), ("Ban Quản lý", "TRƯỞNG BAN"), ("Ban ", "TRƯỞNG BAN"), ("Trung tâm ", "GIÁM ĐỐC"),
    ("Trường Đại học", "HIỆU TRƯỞNG"), ("Trường ", "HIỆU TRƯỞNG"), ("Bệnh viện ", "GIÁM ĐỐC"),
    ("Phòng ", "TRƯỞNG PHÒNG"), ("Văn phòng ", "CHÁNH VĂN PHÒNG"), ("Chi cục ", "CHI CỤC TRƯỞNG"),
    ("Thanh tra Chính phủ", "TỔNG THANH TRA"), ("Thanh tra ", "CHÁNH THANH TRA"), ("Bộ ", "BỘ TRƯỞNG"),
    ("Công an ", "TRƯỞNG CÔNG AN"), ("Ngân hàng Nhà nước", "THỐNG ĐỐC"), ("Hội ", "CHỦ TỊCH"),
)  # fmt: skip
_CENTRAL = re.compile(r"Bộ |Thanh tra Chính phủ|Văn phòng Chính phủ|Ngân hàng Nhà nước")
_INSIDE = re.compile(r"\b((?:xã|phường|đặc khu)\s+[^\W\d_a-z].*)$")
_DEPUTIES = {
    "CHỦ TỊCH": "PHÓ CHỦ TỊCH", "GIÁM ĐỐC": "PHÓ GIÁM ĐỐC", "HIỆU TRƯỞNG": "PHÓ HIỆU TRƯỞNG",
    "TRƯỞNG BAN": "PHÓ TRƯỞNG BAN", "TRƯỞNG PHÒNG": "PHÓ TRƯỞNG PHÒNG", "CHÁNH VĂN PHÒNG": "PHÓ CHÁNH VĂN PHÒNG",
    "CHI CỤC TRƯỞNG": "PHÓ CHI CỤC TRƯỞNG", "CHÁNH THANH TRA": "PHÓ CHÁNH THANH TRA",
    "BỘ TRƯỞNG": "THỨ TRƯỞNG", "TỔNG THANH TRA": "PHÓ TỔNG THANH TRA", "TRƯỞNG CÔNG AN": "PHÓ TRƯỞNG CÔNG AN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing body. `parent` is the body directly above, printed over the name («ỦY BAN NHÂN DÂN TỈNH …»), or "".

    `place` is the «địa danh» before the date, `symbol` what follows «KH-» in the number ("" where not known).
    """

    kind: IssuerKind
    name: str
    parent: str
    place: str
    symbol: str
    leader: str

    @property
    def head(self) -> tuple[str, ...]:
        """The name in capitals; a people's committee on two lines, as the decree's samples have it."""
        upper = self.name.upper()
        if self.kind == "ubnd":
            return ("ỦY BAN NHÂN DÂN", upper.removeprefix("ỦY BAN NHÂN DÂN ").strip())
        return (upper,)

    @property
    def short(self) -> str:
        """As running text names it the second time: «UBND xã Cẩm Xuyên», «Sở Nội vụ»."""
        return self.name.replace("Ủy ban nhân dân", "UBND", 1)

    def block(self, form: str = "") -> tuple[str, ...]:
        """Lines over the signature. `form`: "" the head signs, "KT." a deputy, "TL. <title>" a subordinate by order."""
        on_behalf = ("TM. ỦY BAN NHÂN DÂN",) if self.kind == "ubnd" else ()
        if form.startswith("KT."):
            return (*on_behalf, f"KT. {self.leader}", _DEPUTIES.get(self.leader, f"PHÓ {self.leader}"))
        if form.startswith("TL."):
            return (f"TL. {self.leader}", form.removeprefix("TL.").strip().upper() or "CHÁNH VĂN PHÒNG")
        return (*on_behalf, self.leader)


def issuer(unit: str, province: str = "") -> Issuer:
    """Read a unit's name: «UBND xã Cẩm Xuyên», «Sở Nội vụ tỉnh Hưng Yên», «Trường Tiểu học Kim Đồng»."""
    name = words.squeeze(words.nfc(unit))
    if m := _UBND.match(words.unaccent(name)):
        rest = name[m.end() :]
        return Issuer("ubnd", f"Ủy ban nhân dân {rest}", "", bare(rest), "UBND", "CHỦ TỊCH")
    if name[:3].lower() == "sở ":
        own = re.split(r"\s+(?:tỉnh|thành phố)\s+", name, maxsplit=1)[0]
        own = own.removesuffix(f" {province}").strip() if province else own
        above = f"ỦY BAN NHÂN DÂN {province_title(province).upper()}" if province else ""
        return Issuer("so", own, above, bare(province_title(province)), _initials(own), "GIÁM ĐỐC")
    leader = next((title for start, title in _LEADERS if name.startswith(start)), "THỦ TRƯỞNG ĐƠN VỊ")
    if _CENTRAL.match(name):
        return Issuer("other", name, "", "Hà Nội", _initials(name), leader)
    inside = _INSIDE.search(name)
    return Issuer("other", name, "", bare(inside[1] if inside else province_title(province)), "", leader)


def bare(name: str) -> str:
    """A unit's name without its level word: «xã Cẩm Xuyên» → «Cẩm Xuyên»; «Phường 5» keeps its word."""
    for word in _LEVEL_WORDS:
        if name.lower().startswith(word + " "):
            rest = name[len(word) + 1 :]
            if word == "thành phố" and rest == "Hồ Chí Minh":
                return "Thành phố Hồ Chí Minh"
            return rest if not rest[:1].isdigit() else name
    return name


CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"})


def province_title(province: str) -> str:
    """«Hưng Yên» → «tỉnh Hưng Yên», «Huế» → «thành phố Huế»: the six cities under the centre since 01/7/2025."""
    name = bare(province).removeprefix("Thành phố ")
    return f"thành phố {name}" if name in CITIES else f"tỉnh {name}" if name else ""


def _initials(name: str) -> str:
    return "".join(w[0].upper() for w in re.findall(r"\w+", name) if w.lower() != "và")

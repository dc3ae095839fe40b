"""The ministries and branches that issue emulation circulars: how people name them ↔ how a document number does.

Symbols follow the official abbreviations in document numbers («38/2018/TT-BYT»); names are those of the years in
which the texts were issued, with the names of 2025 beside them, because people ask with either.
"""

from __future__ import annotations

import re

from retrieval import words

# symbol in document numbers → names in words (the longest name is tried first)
_NAMES: dict[str, tuple[str, ...]] = {
    "BYT": ("y tế",),
    "BGDĐT": ("giáo dục và đào tạo", "giáo dục đào tạo", "giáo dục"),
    "BCT": ("công thương",),
    "BNNPTNT": ("nông nghiệp và phát triển nông thôn", "nông nghiệp phát triển nông thôn", "ngành nông nghiệp",
                "bộ nông nghiệp"),
    "BTNMT": ("tài nguyên và môi trường", "tài nguyên môi trường"),
    "BGTVT": ("giao thông vận tải", "ngành giao thông", "bộ giao thông", "chương giao thông"),
    "BVHTTDL": ("văn hóa, thể thao và du lịch", "văn hóa thể thao và du lịch", "văn hóa thể thao du lịch",
                "ngành văn hóa", "bộ văn hóa"),
    "BTTTT": ("thông tin và truyền thông", "thông tin truyền thông"),
    "BLĐTBXH": ("lao động - thương binh và xã hội", "lao động thương binh và xã hội", "lao động thương binh xã hội",
                "lao động, thương binh và xã hội", "ngành lao động", "bộ lao động"),
    "BTP": ("tư pháp",),
    "BTC": ("tài chính",),
    "BXD": ("xây dựng",),
    "BNG": ("ngoại giao",),
    "BKHCN": ("khoa học và công nghệ", "khoa học công nghệ"),
    "BKHĐT": ("kế hoạch và đầu tư", "kế hoạch đầu tư"),
    "BNV": ("nội vụ",),
    "BQP": ("quốc phòng", "quân đội nhân dân", "quân đội", "dân quân tự vệ"),
    "BCA": ("công an nhân dân", "công an"),
    "NHNN": ("ngân hàng nhà nước", "ngân hàng", "thống đốc"),
    "TANDTC": ("tòa án nhân dân", "tòa án"),
    "VKSTC": ("viện kiểm sát nhân dân", "kiểm sát nhân dân", "viện kiểm sát", "kiểm sát"),
    "TTCP": ("thanh tra chính phủ", "ngành thanh tra", "thanh tra tỉnh", "thanh tra bộ", "thanh tra"),
    "UBDT": ("công tác dân tộc", "ủy ban dân tộc"),
    "BHXH": ("bảo hiểm xã hội việt nam",),
    "KTNN": ("kiểm toán nhà nước",),
}  # fmt: skip

# Names that are everyday words too: a branch only after one of these («ngành y tế», «bộ tài chính»).
_ALONE = {
    "BYT": False, "BGDĐT": False, "BTP": False, "BTC": False, "BXD": False, "BNG": True, "BNV": False, "BKHCN": False,
    "BKHĐT": False, "BCA": False, "BQP": False, "TTCP": False, "BTNMT": False, "BTTTT": False,
}  # fmt: skip
_BEFORE = (
    r"(?:bo|nganh|linh vuc|he thong|cua|ben|the|so|phong|vi su nghiep|trong|thi dua|can bo|cong chuc|ma"
    r"|k[iy] niem chuong)"
)
_LOCAL = re.compile(r"\b(?:phong|so|cong chuc|ban)\s*$")

_MEDAL = re.compile(r"\bk[iy] niem chuong\b")  # a medal is the ministry's, whoever is to have it
_UPWARD = re.compile(
    r"\b(?:gui|nop|trinh|bao cao)\b.{0,60}\b(?:ve|len|cho|voi) bo\b(?! phan)"
)  # «sở … gửi về Bộ»: the ministry's rule

_PATTERNS: tuple[tuple[str, re.Pattern[str], bool], ...] = tuple(
    (symbol, re.compile(rf"(?<!\w){re.escape(words.fold(name).replace(',', ''))}(?!\w)"), _ALONE.get(symbol, True))
    for symbol, names in _NAMES.items()
    for name in sorted(names, key=len, reverse=True)
)
_LEAD = re.compile(rf"\b{_BEFORE}\s*(?:[“\"]\s*)?$")
_GENERAL = ("QH", "NĐ-CP", "QĐ-TTG", "UBTVQH", "CT-TTG")
GENERAL = "chung"
_DETAILS = re.compile(r"\b(chi tiet|huong dan)\b.*\b(thi hanh|mot so dieu)\b|\bthuc hien (luat|nghi dinh)\b")


def named(text: str) -> tuple[str, ...]:
    """The branches a question names, by symbol: «hạn nộp hồ sơ ngành y tế» → ("BYT",). Local offices
    («phòng Y tế», «sở Nội vụ») are no branch."""
    folded = words.fold(text).replace(",", "")
    found: list[str] = []
    for symbol, pattern, alone in _PATTERNS:
        for m in pattern.finditer(folded):
            before = folded[: m.start()]
            if symbol in found or (_LOCAL.search(before) and not _UPWARD.search(folded) and not _MEDAL.search(folded)):
                continue
            if alone or _LEAD.search(before):
                found.append(symbol)
    return tuple(found)


def of_text(number: str, subject: str = "") -> str:
    """The branch a legal text binds: «38/2018/TT-BYT» → "BYT", a law or a decree → "chung", else "".

    A circular of the ministry for home affairs that details a law or a decree binds everybody.
    """
    symbol = number.rsplit("/", 1)[-1].upper() if "/" in number else number.upper()
    for part in reversed(symbol.split("-")):
        if part in _NAMES:
            return GENERAL if part == "BNV" and _DETAILS.search(words.fold(subject)) else part
    return GENERAL if any(mark in symbol for mark in _GENERAL) else ""


def title(symbol: str) -> str:
    """A branch in words, for a button or a sentence: "BYT" → «ngành y tế»."""
    name = _NAMES[symbol][0]
    return name if name.startswith(("ngành ", "bộ ")) else f"ngành {name}"


def without(text: str, symbols: tuple[str, ...]) -> str:
    """A text without the names of these branches («…: Bộ Y tế, Tòa án nhận đến ngày nào» → «…: nhận đến ngày nào»)."""
    folded = words.unaccent(text).lower()
    cut = [False] * len(text)
    for symbol in symbols:
        for name in _NAMES[symbol]:
            bare = r"[\s,-]+".join(map(re.escape, words.fold(name).replace(",", " ").replace("-", " ").split()))
            for m in re.finditer(rf"(?:\b(?:bo|nganh|va|o)\s+)*\b{bare}\b[,\s]*", folded):
                cut[m.start() : m.end()] = [True] * (m.end() - m.start())
    return "".join(" " if gone else c for c, gone in zip(text, cut, strict=True))

"""A question in English put into the words the documents use, by a short glossary of the trade. Pure.

Only what is asked is put over, phrase by phrase; the answer stays the source's own Vietnamese.
"""

from __future__ import annotations

import re

from retrieval import words

_ASKS = re.compile(
    r"\b(?:what|which|who|whom|when|how|where|does|did|do|is|are|list|compare|show|tell)\b", re.IGNORECASE
)
_JOINS = re.compile(
    r"\b(?:the|of|is|are|for|in|to|by|does|did|between|and|many|much|must|have|from|on)\b", re.IGNORECASE
)
_VIETNAMESE = re.compile(r"[à-ỹđÀ-ỸĐ]")
# English → Vietnamese; the longest is tried first, "" is dropped.
_WORDS = {
    "how many sets": "mấy bộ", "how many copies": "mấy bộ", "how many years": "bao nhiêu năm",
    "how many days": "bao nhiêu ngày", "how many": "bao nhiêu", "how much": "bao nhiêu", "how long": "bao lâu",
    "what percentage": "bao nhiêu phần trăm", "who signed": "ai ký", "who signs": "ai ký", "signed by whom": "ai ký",
    "who issued": "ai ban hành", "who decides": "ai quyết định", "who": "ai", "when is the deadline": "hạn là ngày nào",
    "what is the deadline": "hạn là ngày nào", "deadline": "hạn", "by when": "trước ngày nào", "when": "ngày nào",
    "which office": "phòng nào", "which department": "phòng nào", "which agency": "cơ quan nào",
    "which plans": "những kế hoạch nào", "which plan": "kế hoạch nào", "which decree": "nghị định nào",
    "which directive": "chỉ thị nào", "which circular": "thông tư nào", "which resolution": "nghị quyết nào",
    "which": "nào", "what is": "", "what are": "gồm những gì", "what was": "", "what": "gì", "where": "ở đâu",
    "compare": "so sánh", "list all": "liệt kê", "list": "liệt kê", "in charge of": "phụ trách",
    "responsible for": "phụ trách", "emulation plans": "các kế hoạch", "emulation plan": "kế hoạch thi đua",
    "emulation movements": "các phong trào thi đua", "emulation movement": "phong trào thi đua",
    "movement": "phong trào", "emulation flag": "cờ thi đua", "emulation": "thi đua", "commendation": "khen thưởng",
    "plans": "các kế hoạch", "plan": "kế hoạch", "theme": "chủ đề", "slogan": "chủ đề", "targets": "chỉ tiêu",
    "target": "chỉ tiêu", "goal": "mục tiêu", "purpose": "mục đích", "requirements": "yêu cầu",
    "recipients": "nơi nhận", "issued": "ban hành", "in force": "còn hiệu lực", "still": "còn",
    "near-poor rate": "tỷ lệ hộ cận nghèo", "near-poor households": "hộ cận nghèo", "poverty rate": "tỷ lệ hộ nghèo",
    "poor households": "hộ nghèo", "health insurance coverage": "tỷ lệ bảo hiểm y tế",
    "health insurance": "bảo hiểm y tế", "social insurance": "bảo hiểm xã hội",
    "trained workers": "lao động qua đào tạo",
    "trained labour": "lao động qua đào tạo", "trained labor": "lao động qua đào tạo", "forest cover": "che phủ rừng",
    "clean water": "nước sạch", "budget revenue": "thu ngân sách", "state budget": "ngân sách nhà nước",
    "grdp growth": "tốc độ tăng GRDP", "grdp per capita": "GRDP bình quân đầu người", "growth rate": "tốc độ tăng",
    "income per capita": "thu nhập bình quân đầu người", "per capita income": "thu nhập bình quân đầu người",
    "cattle": "đàn bò", "cows": "đàn bò", "pigs": "đàn lợn", "seafood output": "sản lượng thủy sản",
    "fishery output": "sản lượng thủy sản", "hospital beds": "số giường bệnh", "tourists": "khách du lịch",
    "cooperatives": "hợp tác xã", "enterprises": "doanh nghiệp", "rate": "tỷ lệ", "households": "hộ",
    "prime minister's certificate of merit": "Bằng khen của Thủ tướng Chính phủ",
    "certificate of merit": "bằng khen", "certificate of commendation": "giấy khen",
    "labour medal": "Huân chương Lao động",
    "labor medal": "Huân chương Lao động", "labour order": "Huân chương Lao động", "medal": "huân chương",
    "first class": "hạng nhất", "second class": "hạng nhì", "third class": "hạng ba", "bonus": "tiền thưởng",
    "reward": "tiền thưởng", "base salary": "lương cơ sở", "dossier": "hồ sơ", "documents": "hồ sơ", "file": "hồ sơ",
    "submitted": "nộp", "submit": "nộp", "send": "gửi", "required": "", "launch documents": "văn bản phát động",
    "reports": "báo cáo", "report": "báo cáo", "decree": "nghị định", "directive": "chỉ thị", "circular": "thông tư",
    "resolution": "nghị quyết", "law": "luật", "prime minister": "Thủ tướng Chính phủ", "government": "Chính phủ",
    "people's committee": "ủy ban nhân dân", "health sector": "ngành y tế", "education sector": "ngành giáo dục",
    "transport sector": "ngành giao thông", "banking sector": "ngành ngân hàng", "finance sector": "ngành tài chính",
    "health office": "phòng Y tế", "economic office": "phòng Kinh tế", "seal": "con dấu", "page": "tờ", "year": "năm",
    "did": "", "does": "", "do": "", "set": "đặt", "cite": "viện dẫn", "cites": "viện dẫn", "mention": "nhắc",
    "the": "", "of": "của", "is": "", "are": "", "was": "", "for": "", "in": "", "to": "", "a": "", "an": "", "at": "",
    "and": "và", "by": "", "on": "", "from": "từ", "between": "giữa", "must": "phải", "be": "", "it": "", "its": "",
}  # fmt: skip
_TERMS = re.compile(
    r"(?<![\w'])(" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r")(?![\w'])", re.IGNORECASE
)
_UNITS = {
    "commune": "xã",
    "ward": "phường",
    "district": "huyện",
    "city": "thành phố",
    "province": "tỉnh",
    "town": "thị xã",
}
_PLACE = re.compile(rf"\b((?:[A-Z]\w*\s+){{1,3}})({'|'.join(_UNITS)})\b")
_WANTS_FIGURE = re.compile(r"\b(?:rate|target|coverage|output|income|revenue|growth|cover)\b", re.IGNORECASE)


def is_english(text: str) -> bool:
    """Whether a question is in English: its asking and joining words, and no Vietnamese letter."""
    return not _VIETNAMESE.search(text) and bool(_ASKS.search(text)) and len(_JOINS.findall(text)) > 1


def read(text: str) -> str:
    """The question in Vietnamese, names and figures as typed; any other text as it is."""
    if not is_english(text):
        return text
    placed = _PLACE.sub(lambda m: f"{_UNITS[m.group(2)]} {m.group(1).strip()} ", text)
    said = _TERMS.sub(lambda m: _WORDS[m.group(1).lower()], placed)
    asks = (
        " là bao nhiêu" if _WANTS_FIGURE.search(text) and "bao nhiêu" not in said and text[:4].lower() == "what" else ""
    )
    return words.squeeze(f"{said.rstrip(' ?.')}{asks}?")

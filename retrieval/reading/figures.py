"""Figures: the numbers of a sentence that measure something, told apart from years, grades, ages and paper numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.model import Comparator
from retrieval.words import number, squeeze

_NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
_STRONG = (
    rf"(?:điểm\s+)?%|‰|(?:{_SCALE}\s*)?(?:đồng|USD|VNĐ|VND)|"
    rf"(?:{_SCALE}\s+)?(?:tấn|tạ|kg|ha|héc[- ]?ta|km2?|m[23²³]|MW|kWh|kW)"
)
_COUNTED = (
    r"lượt(?:\s+(?:khách|người))?|giường(?:\s+bệnh)?|bác\s+s[ĩỹ]|dược\s+s[ĩỹ]|con|hộ|khẩu|người|cháu|em|trẻ|học\s+sinh|"
    r"sinh\s+viên|doanh\s+nghiệp|hợp\s+tác\s+xã|HTX|tổ\s+hợp\s+tác|trang\s+trại|sản\s+phẩm|xã|phường|thôn|ấp|bản|"
    r"trường(?:\s+học)?|lớp|mô\s+hình|căn(?:\s+nhà)?|nhà|ngôi\s+nhà|công\s+trình|dự\s+án|lao\s+động|việc\s+làm|cuộc|vụ|"
    r"cây|thuê\s+bao|cơ\s+sở|tập\s+thể|cá\s+nhân|điển\s+hình|gương|sáng\s+kiến|đề\s+tài|giải\s+pháp|tiêu\s+chí|"
    r"tuyến|chợ|"
    r"phòng(?:\s+học)?|đơn\s+vị|ý\s+kiến|buổi|tin(?:,\s*bài)?|bài|đảng\s+viên|chi\s+bộ|hội\s+viên|đoàn\s+viên|"
    r"câu\s+lạc\s+bộ|máy|chiếc|bộ|hồ\s+sơ|thủ\s+tục|dịch\s+vụ|chỉ\s+tiêu|bậc|khu\s+dân\s+cư|tổ\s+dân\s+phố"
)
_PER = r"(?:\s?/\s?(?:\d[\d.]*\s?)?[^\W\d_]+(?:\s(?:dân|trồng|nuôi|người|năm))?){0,3}"
_MEASURE = rf"(?:{_STRONG}|(?:{_SCALE}\s+)?(?:{_COUNTED})|{_SCALE})(?![^\W_]){_PER}"
LEAD = (
    r"trên|dưới|từ|ít\s+nhất|tối\s+thiểu|tối\s+đa|không\s+quá|không\s+dưới|không\s+thấp\s+hơn|thấp\s+hơn|cao\s+hơn|hơn|"
    r"khoảng|ước|đạt(?:\s+tỷ\s+lệ)?|còn|là|bằng|chiếm|xuống|lên|≥|≤|>|<|="
)
# «5/5 thôn», «trên 95%», «từ 45% trở lên», «138-140 triệu đồng», «≤ 12%», «1.525,59 tỷ đồng»
_VALUE = re.compile(
    rf"(?:(?<!\w)(?P<lead>(?:(?:{LEAD})\s*)+))?(?<![\d.,/\w-])(?P<v>\d{{1,4}}/\d{{1,4}}(?=\s+(?:{_COUNTED})(?!\w))|{_NUM})"
    rf"(?:\s?(?:[-–]|đến)\s?(?P<w>{_NUM}))?"
    rf"(?:\s?(?P<measure>{_MEASURE}))?(?P<post>\s+trở\s+(?:lên|xuống))?",
    re.IGNORECASE,
)
_LEAD_END = re.compile(rf"(?:[\s:,;(–-]|(?<!\w)(?:{LEAD}))+$", re.IGNORECASE)
# «mức độ 1», «năm 2025», «lần thứ 13», «Trung ương 4»; but «đầu năm 46» counts
_NOT_A_VALUE = re.compile(
    r"(?<!\w)(?:mức(?:\s+độ)?|cấp(?:\s+độ)?|loại|hạng|nhóm|"
    r"(?<!đầu )(?<!cuối )(?<!trong )(?<!cả )(?<!hằng )(?<!hàng )năm|"
    r"tháng|quý|ngày|giai\s+đoạn|lần(?:\s+thứ)?|thứ|khóa|khoá|Điều|khoản|điểm|mục|số|chuẩn|QCVN|TCVN|"
    r"Trung\s+ương|đợt|bước|"
    r"nhiệm\s+kỳ|tuổi|Covid)\s*[:.]?\s*$",
    re.IGNORECASE,
)
_PAPER = re.compile(r"[/-]?\w*(?:NQ|CT|QĐ|KH|NĐ|TT)\b|[/.]\d|-\w")
_STRONG_ONLY = re.compile(_STRONG, re.IGNORECASE)
COUNTED = re.compile(_COUNTED, re.IGNORECASE)
# «Trồng mới», «Diện tích»: words that name nothing until something says of what
INCOMPLETE = re.compile(
    r"(?:trồng|chăm\s+sóc|khoanh\s+nuôi|diện\s+tích|sản\s+lượng|năng\s+suất|số\s+lượng|tổng\s+số|tăng|giảm|khai\s+thác|nuôi)"
    r"(?:\s+(?:mới|thêm|dặm|trồng|gieo\s+trồng|bình\s+quân))?",
    re.IGNORECASE,
)
COUNT_NAME = re.compile(r"(?:^|[:;,]\s*)(?:tổng\s+)?số\s+(?P<unit>[^\W\d_]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value found in a sentence: its places in the line, and how deep in brackets it stands."""

    start: int
    end: int
    lead: str
    value: str
    upper: str
    measure: str
    post: str
    depth: int

    @property
    def comparator(self) -> Comparator:
        """«trên» and «hơn» exclude the value, «từ … trở lên», «ít nhất», «tối thiểu» include it."""
        if self.upper:
            return "range"
        if self.post.endswith("lên") or self.lead.endswith("từ"):
            return "≥"
        if self.post.endswith("xuống"):
            return "≤"
        for words, sign in _COMPARATORS:
            if re.search(words, self.lead):
                return sign
        return "="


_COMPARATORS: tuple[tuple[str, Comparator], ...] = (
    (r"ít nhất|tối thiểu|không dưới|không thấp hơn|≥", "≥"),
    (r"tối đa|không quá|≤", "≤"),
    (r"thấp hơn|dưới|<", "<"),
    (r"trên|hơn|>", ">"),
)


def figures_in(text: str, start: int, end: int, *, listed: bool) -> list[Figure]:
    """The figures of `text[start:end]`. `listed`: in a list of targets, where counted things and bare numbers count."""
    found = []
    for m in _VALUE.finditer(text, start, end):
        before = text[start : m.start("v")]
        if not _counts(text, m, before, end, listed):
            continue
        at = m.start("lead") if m.group("lead") else m.start("v")
        depth = max(before.count("(") - before.count(")"), 0)
        found.append(
            Figure(
                at, m.end(), squeeze(m.group("lead") or "").lower(), m.group("v"), m.group("w") or "",
                squeeze(m.group("measure") or ""), squeeze(m.group("post") or ""), depth,
            )
        )  # fmt: skip
    return found


def _counts(text: str, m: re.Match[str], before: str, end: int, listed: bool) -> bool:
    measure, value = m.group("measure") or "", number(m.group("v"))
    rest = text[m.end() : end]
    if _PAPER.match(rest) or before.rstrip().endswith("/"):
        return False
    if "%" in measure:
        return True
    bare = _LEAD_END.sub("", before) if m.group("lead") else before
    if value == 1 and re.search(r"(?:trên|mỗi|một)\s*$", before):
        return False  # «trên 01 ha đất»
    if re.match(r"\s*(?:dân|trẻ|người\s+dân)\b", rest) and re.search(r"(?:trên|mỗi)\s*$", before):
        return False  # «trên 10.000 dân»
    if measure and _STRONG_ONLY.fullmatch(measure.split("/")[0].strip()):
        return True
    if not listed or _NOT_A_VALUE.search(bare):
        return False
    if measure:
        return True
    if not re.match(r"\s*(?:[;,.)]|$)", rest) or (value and 1900 <= value <= 2100 and "," not in m.group("v")):
        return False
    return bool(re.search(r":\s*$", before) or COUNT_NAME.search(_clip(before)))


def _clip(before: str) -> str:
    return re.split(r"[;.]\s|\d\s*[,;]", before)[-1].strip()

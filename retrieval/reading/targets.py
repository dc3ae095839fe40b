"""Targets: every figure a plan sets, one row a figure, with the indicator it measures.

A line of a plan may hold many figures («Đàn bò: 1500 con, tỷ lệ lai 95%; Đàn lợn: 400 con»); parts stand in brackets
or after «trong đó»; what stands before a colon («Cơ cấu kinh tế: …») names all the figures after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.model import Comparator, Header, Target
from retrieval.reading.paragraphs import Paragraph
from retrieval.words import number, squeeze

_NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
_STRONG = (
    r"(?:điểm\s+)?%|‰|(?:"
    + _SCALE
    + r"\s*)?(?:đồng|USD|VNĐ|VND)|(?:"
    + _SCALE
    + r"\s+)?(?:tấn|tạ|kg|ha|héc[- ]?ta|km2?|m[23²³]|MW|kWh|kW)"
)
_COUNTED = (
    r"lượt(?:\s+(?:khách|người))?|giường(?:\s+bệnh)?|bác\s+s[ĩỹ]|dược\s+s[ĩỹ]|con|hộ|khẩu|người|cháu|em|trẻ|học\s+sinh|sinh\s+viên|"
    r"doanh\s+nghiệp|hợp\s+tác\s+xã|HTX|tổ\s+hợp\s+tác|trang\s+trại|sản\s+phẩm|xã|phường|thôn|ấp|bản|trường(?:\s+học)?|lớp|mô\s+hình|"
    r"căn(?:\s+nhà)?|nhà|ngôi\s+nhà|công\s+trình|dự\s+án|lao\s+động|việc\s+làm|cuộc|vụ|cây|thuê\s+bao|cơ\s+sở|tập\s+thể|cá\s+nhân|"
    r"điển\s+hình|gương|sáng\s+kiến|đề\s+tài|giải\s+pháp|tiêu\s+chí|tuyến|chợ|phòng(?:\s+học)?|đơn\s+vị|ý\s+kiến|buổi|tin(?:,\s*bài)?|bài|"
    r"đảng\s+viên|chi\s+bộ|hội\s+viên|đoàn\s+viên|câu\s+lạc\s+bộ|máy|chiếc|bộ|hồ\s+sơ|thủ\s+tục|dịch\s+vụ|chỉ\s+tiêu|bậc|khu\s+dân\s+cư|tổ\s+dân\s+phố"
)
_PER = r"(?:\s?/\s?(?:\d[\d.]*\s?)?[^\W\d_]+(?:\s(?:dân|trồng|nuôi|người|năm))?){0,3}"
_MEASURE = rf"(?:{_STRONG}|(?:{_SCALE}\s+)?(?:{_COUNTED})|{_SCALE})(?![^\W_]){_PER}"
_LEAD = (
    r"trên|dưới|từ|ít\s+nhất|tối\s+thiểu|tối\s+đa|không\s+quá|không\s+dưới|không\s+thấp\s+hơn|thấp\s+hơn|cao\s+hơn|hơn|khoảng|ước|"
    r"đạt(?:\s+tỷ\s+lệ)?|còn|là|bằng|chiếm|xuống|lên|≥|≤|>|<|="
)
# «trên 95%», «từ 45% trở lên», «138-140 triệu đồng», «≤ 12%», «1.525,59 tỷ đồng»
_VALUE = re.compile(
    rf"(?:(?<!\w)(?P<lead>(?:(?:{_LEAD})\s*)+))?(?<![\d.,/\w-])(?P<v>{_NUM})(?:\s?(?:[-–]|đến)\s?(?P<w>{_NUM}))?"
    rf"(?:\s?(?P<measure>{_MEASURE}))?(?P<post>\s+trở\s+(?:lên|xuống))?",
    re.IGNORECASE,
)
_NOT_A_VALUE = re.compile(
    r"(?:mức(?:\s+độ)?|cấp(?:\s+độ)?|loại|hạng|nhóm|(?<!đầu )(?<!cuối )(?<!trong )(?<!cả )(?<!hằng )(?<!hàng )năm|tháng|quý|ngày|giai\s+đoạn|lần(?:\s+thứ)?|thứ|khóa|khoá|Điều|khoản|điểm|mục|số|"
    r"chuẩn|QCVN|TCVN|Trung\s+ương|đợt|bước|nhiệm\s+kỳ|tuổi|Covid|bình\s+quân\s+(?:trên\s+)?)\s*[:.]?\s*$",
    re.IGNORECASE,
)
_PER_UNIT = re.compile(r"(?:/|(?:trên|mỗi|một|tính\s+trên)\s*)$", re.IGNORECASE)
_SET = re.compile(r"chỉ\s+tiêu|mục\s+tiêu(?!\s+chung)|các\s+tiêu\s+chí|tiêu\s+chí\s+cụ\s+thể", re.IGNORECASE)
_NOT_SET = re.compile(
    r"khen\s+thưởng|kinh\s+phí|thang\s+điểm|chấm\s+điểm|thời\s+gian|căn\s+cứ|xếp\s+hạng|xếp\s+loại", re.IGNORECASE
)
_AIMS = re.compile(
    r"phấn\s+đấu|đạt|tối\s+thiểu|ít\s+nhất|100\s?%|đảm\s+bảo|bảo\s+đảm|hoàn\s+thành|duy\s+trì|giảm|tăng|trên\s+\d",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"trong\s+đó\s*:?\s*|gồm\s*:?\s*|bao\s+gồm\s*:?\s*", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:[\s;,.:)(&–-]|và(?=\s)|phấn\s+đấu(?:\s+đến\s+(?:cuối\s+)?năm\s+\d{4},?)?(?:\s+có)?(?=\s)|phần\s+đấu(?=\s)|trong\s+đó\s*:?)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?:[\s:,;(–-]|(?<!\w)(?:{_LEAD}|có|thêm|được|ở\s+mức|tăng|giảm\s+còn))+$", re.IGNORECASE)
_OWN_NAME = re.compile(
    r"(?:Tỷ lệ|Tỉ lệ|Số|Tổng|Thu|Giá trị|Sản lượng|Diện tích|Đàn|Tốc độ|Mức|Cơ cấu|Tăng|Giảm|Trồng|Khách|GRDP|Vốn|Chỉ số)\b"
)
_GROUP = re.compile(r"(?:Về|Đối với|Trong|Lĩnh vực)\s")
_COUNT_NAME = re.compile(r"(?:^|[:;,]\s*)(?:tổng\s+)?số\s+(?P<unit>[^\W\d_]+)", re.IGNORECASE)
_AFTER = re.compile(
    r"\s+(?!và\s|so\s|trong\s+đó|;|,|\(|trở\s)[^;.,(]*(?:,(?!\s*(?:và\s+)?(?:[^;.]{0,60}?)\d)[^;.,(]*)*"
)
_YEAR_SAID = re.compile(r"(?:đến|hết|cuối)\s+(?:hết\s+|cuối\s+)?năm\s+(20\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A value found in a sentence: places in the line, and how deep in brackets it stands."""

    start: int
    end: int
    lead: str
    value: str
    upper: str
    measure: str
    post: str
    depth: int


def targets_in(lines: Iterable[Paragraph], header: Header) -> list[Target]:
    """Every target of a document; unit and period are inherited from the header unless the sentence says otherwise."""
    found: list[Target] = []
    unit = unit_of(header)
    for paragraph in lines:
        if not paragraph.clause.ref.steps or paragraph.clause.ref.steps[0].kind == "zone":
            continue
        inside = _is_set(paragraph)
        sentences = paragraph.sentences()
        names = _Names(_is_grouped(paragraph, len(sentences)))
        for start, end in sentences:
            if inside or _AIMS.search(paragraph.text, start, end):
                found.extend(_sentence(paragraph, start, end, header, names, inside))
        if inside and paragraph.clause.ref.steps[-1].kind in ("dash", "paren") and _is_goal(paragraph, found):
            found.append(_goal(paragraph, unit, header.period))
    return found


def unit_of(header: Header) -> str:
    """The unit a plan is for: «xã Phổ Châu» of «Ủy ban nhân dân xã Phổ Châu»."""
    return re.sub(r"^(?:Ủy ban nhân dân|Hội đồng nhân dân|Đảng ủy)\s+", "", header.issuer)


# --- where targets stand --------------------------------------------------------------------------


def _is_set(paragraph: Paragraph) -> bool:
    """Whether the headings above (or the sentence that introduces the list) say that targets follow."""
    own = paragraph.clause.text.split("\n", 1)[0]
    heads = paragraph.headings + " / " + (own if len(own) < 120 or not paragraph.first else own[:60])
    if _NOT_SET.search(paragraph.headings):
        return False
    if _SET.search(heads.split("%")[0]):
        return True
    if paragraph.above:
        introduced = paragraph.above[-1].text[-160:]
        return introduced.rstrip().endswith(":") and _SET.search(introduced) is not None
    return False


def _is_goal(paragraph: Paragraph, found: list[Target]) -> bool:
    """An item of a list of targets that gives no figure («Giữ xã đạt chuẩn quốc gia về y tế»)."""
    text = paragraph.text[paragraph.start :]
    if not paragraph.first or not 12 < len(text) < 260 or text.rstrip().endswith(":"):
        return False
    return not any(t.ref == paragraph.clause.ref for t in found[-20:])


def _goal(paragraph: Paragraph, unit: str, period: str) -> Target:
    end = len(paragraph.text.rstrip(" .;/"))
    return Target(
        paragraph.clause.ref, unit, period, squeeze(paragraph.text[paragraph.start : end]), "=", "", None, None, "",
        paragraph.quote(paragraph.start, end), paragraph.span(paragraph.start, end),
    )  # fmt: skip


# --- one sentence ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Names:
    """What the figures of a paragraph hand on to the next: the words before a colon, the total, the last indicator."""

    grouped: bool
    prefix: str = ""
    total: str = ""
    last: str = ""

    def name(self, own: str, within: bool, f: _Figure) -> tuple[str, str]:
        """The full indicator and its parent for a figure whose own words are `own`."""
        if re.fullmatch(r"mức độ \d", own, re.IGNORECASE) and re.search(r"mức độ \d$", self.last):
            own = self.last[: -len(own)] + own.lower()  # «… chuẩn quốc gia mức độ 1 đạt 95,2%, mức độ 2 đạt 26,6%»
        elif own.startswith("trên ") and " trên " in self.last:
            own = f"{self.last.split(' trên ')[0]} {own}"  # «… trên một ha trồng trọt …, trên một ha nuôi trồng …»
        elif not own:
            own = self.last.removesuffix(self._counted_last)
        self._counted_last = ""
        if (
            f.measure
            and own
            and re.fullmatch(_COUNTED, f.measure, re.IGNORECASE)
            and f.measure.lower() not in own.lower()
        ):
            own, self._counted_last = f"{own} {f.measure}", f" {f.measure}"
        parent = self.total if within else self.prefix
        whole = _OWN_NAME.match(_capital(own)) and not _OWN_NAME.match(parent)
        self.last = own
        indicator = f"{parent}: {own}" if parent and own and not whole else own or parent
        if not within:
            self.total = indicator
        return squeeze(indicator), "" if whole else parent

    _counted_last: str = ""


def _sentence(p: Paragraph, start: int, end: int, header: Header, names: _Names, inside: bool) -> list[Target]:
    text = p.text
    figures = _figures(text, start, end, inside)
    said = _YEAR_SAID.search(text, start, end)
    found: list[Target] = []
    if figures:
        names.last = ""
    for i, f in enumerate(figures):
        previous = figures[i - 1] if i else None
        left = _label_start(text, previous.end if previous else start, f, previous)
        within = f.depth > 0 or _is_part(text, f, previous)
        opening = _OPENING.match(text[left : f.start])
        left += opening.end() if opening else 0
        left, own = _own_words(text[left : f.start], left, names, previous is None, within)
        right = f.end
        after = _after(text, f, figures[i + 1].start if i + 1 < len(figures) else end, bool(own))
        if after:
            right += len(after.rstrip())
            own = squeeze(f"{own} {after}")
        indicator, parent = names.name(own, within, f)
        measure = squeeze(f.measure) or _counted(own)
        if not indicator or (not measure and not inside):
            continue
        found.append(
            Target(
                p.clause.ref, unit_of(header), said.group(1) if said else header.period, _capital(indicator),
                _comparator(f), f.value, number(f.value), number(f.upper) if f.upper else None, measure,
                p.quote(left, right), p.span(left, right), _capital(parent),
            )
        )  # fmt: skip
    return found


def _own_words(label: str, left: int, names: _Names, first: bool, within: bool) -> tuple[int, str]:
    """The words that name one figure, after what stands before a colon has gone to `names.prefix`."""
    bare = _CLOSING.sub("", label)
    headed = bool(re.search(r":\s*$", label)) and ": " not in bare and (_GROUP.match(bare) or names.grouped)
    parts = [bare, ""] if headed else bare.split(": ")
    if first and not re.match(r"Mức độ", bare):
        names.prefix = ""
    if len(parts) > 1 and not within:
        if _GROUP.match(parts[0]) or names.grouped or len(parts[0]) > 90:
            left += len(parts[0]) + 2
            parts = parts[1:]
        names.grouped = False
        if len(parts) > 1:
            head = ": ".join(parts[:-1])
            level = re.match(r"Mức độ \d", head)
            names.prefix = (
                f"{names.prefix.split(': Mức độ')[0]}: {head}" if level and ": Mức độ" in names.prefix else head
            )
    elif not within and not first and parts[-1][:1].isupper() and _OWN_NAME.match(parts[-1]):
        names.prefix = ""
    return left, parts[-1].strip()


def _is_part(text: str, f: _Figure, previous: _Figure | None) -> bool:
    """Whether «trong đó» stands between a figure and the one before it."""
    return previous is not None and _WITHIN.search(text, previous.end, f.start) is not None


def _figures(text: str, start: int, end: int, inside: bool) -> list[_Figure]:
    found = []
    for m in _VALUE.finditer(text, start, end):
        before = text[start : m.start("v")]
        if not _counts(text, m, before, end, inside):
            continue
        at = m.start("lead") if m.group("lead") else m.start("v")
        depth = before.count("(") - before.count(")")
        found.append(
            _Figure(at, m.end(), squeeze(m.group("lead") or "").lower(), m.group("v"), m.group("w") or "",
                    (m.group("measure") or "").strip(), squeeze(m.group("post") or ""), max(depth, 0))
        )  # fmt: skip
    return found


def _counts(text: str, m: re.Match[str], before: str, end: int, inside: bool) -> bool:
    """Whether a number is a figure of a target and not a year, a grade, an age, a number of a paper or «trên 1 ha»."""
    measure, value = m.group("measure") or "", number(m.group("v"))
    rest = text[m.end() : end]
    if re.match(r"[/-]?\w*(?:NQ|CT|QĐ|KH|NĐ|TT)\b", rest) or re.match(r"[/.]\d|-\w", rest):
        return False
    bare = _CLOSING.sub("", before) if m.group("lead") else before
    if "%" in measure:
        return not before.rstrip().endswith("/")
    if before.rstrip().endswith("/") or (
        value == 1 and re.search(r"(?:trên|/|mỗi|một)\s*$", text[m.start() : m.start("v")] or bare)
    ):
        return False
    if re.match(r"(?:dân|trẻ|người\s+dân)\b", rest.strip()) or (
        measure in ("trẻ", "người") and _PER_UNIT.search(before)
    ):
        return False
    if re.search(_STRONG + r"$", squeeze(measure.split("/")[0]), re.IGNORECASE) and measure:
        return True
    if not inside or _NOT_A_VALUE.search(bare):
        return False
    if measure:
        return not re.match(r"\s*(?:tuổi|loại|năm|tháng)", rest)
    if re.match(r"\s*(?:[;,.)]|/\.|$)", rest) is None or (
        value is not None and 1900 <= value <= 2100 and "," not in m.group("v")
    ):
        return False
    return bool(re.search(r":\s*$", before) or _COUNT_NAME.search(_clip(before)))


def _clip(before: str) -> str:
    return re.split(r"[;.]\s|\d\s*[,;]", before)[-1].strip()


def _label_start(text: str, at: int, f: _Figure, previous: _Figure | None) -> int:
    """Where the words that name a figure begin: after the figure before it, or after the bracket it stands in."""
    opened = text.rfind("(", at, f.start)
    if f.depth and opened >= 0 and text.find(")", opened, f.start) < 0:
        return opened + 1
    if previous is not None:
        closed = text.find(")", at, f.start)
        if previous.depth and not f.depth and closed >= 0:
            at = closed + 1
        stop = [m.end() for m in re.finditer(r"[;.]\s|^\s*,\s|\s+và\s+(?=$|\d)", text[at : f.start])]
        at += max(stop, default=0)
    within = [m.end() for m in _WITHIN.finditer(text, at, f.start)] if previous else []
    return max(within, default=at)


def _after(text: str, f: _Figure, limit: int, named: bool) -> str:
    """Words after the figure that finish its name: «100% dân số được quản lý», «đạt 100% chỉ tiêu thị xã giao»."""
    m = _AFTER.match(text, f.end, limit)
    if not m or not m.group().strip():
        return ""
    words = m.group()
    if (
        named
        and limit < len(text)
        and text[m.end() : m.end() + 1] not in ";,.("
        and re.match(r"\s+(?:và|trên|trong|ở)\s", words)
    ):
        return ""
    if m.end() == limit and not text[limit - 1 : limit].strip(".;,"):
        words = words.rstrip(" .;,")
    return "" if named and "%" not in f.measure else words


def _is_grouped(paragraph: Paragraph, sentences: int) -> bool:
    """Whether the words before the first colon head the paragraph («* Cải cách hành chính: Triển khai …»)."""
    head, colon, rest = paragraph.text[paragraph.start :].partition(": ")
    return (
        bool(colon) and rest[:1].isupper() and (sentences > 2 or paragraph.text[0] == "*") and not _OWN_NAME.match(head)
    )


def _counted(label: str) -> str:
    m = None
    for m in _COUNT_NAME.finditer(label):
        pass
    return m.group("unit") if m else ""


def _comparator(f: _Figure) -> Comparator:
    lead = f.lead
    if f.upper:
        return "range"
    if (
        f.post.endswith("lên")
        or re.search(r"ít nhất|tối thiểu|không dưới|không thấp hơn|≥", lead)
        or lead.endswith("từ")
    ):
        return "≥"
    if f.post.endswith("xuống") or re.search(r"tối đa|không quá|≤", lead):
        return "≤"
    if re.search(r"trên|hơn|>", lead):
        return ">"
    if re.search(r"dưới|<|thấp hơn", lead):
        return "<"
    return "="


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

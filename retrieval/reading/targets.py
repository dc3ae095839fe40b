"""Targets: every figure a plan sets, one row a figure, with the indicator it measures.

A line of a plan may hold many figures («Đàn bò: 1500 con, tỷ lệ lai 95%; Đàn lợn: 400 con»); parts stand in brackets
or after «trong đó»; what stands before a colon («Cơ cấu kinh tế: …») names all the figures after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model import Header, Target
from retrieval.reading.figures import COUNT_NAME, COUNTED, INCOMPLETE, LEAD, Figure, figures_in
from retrieval.reading.paragraphs import Paragraph
from retrieval.reading.tables import is_row, table_targets
from retrieval.words import number, squeeze

_SET = re.compile(
    r"chỉ\s+tiêu|mục\s+tiêu(?!\s+(?:chung|quốc\s+gia))|các\s+tiêu\s+chí|tiêu\s+chí\s+cụ\s+thể", re.IGNORECASE
)
_NOT_SET = re.compile(
    r"khen\s+thưởng|kinh\s+phí|thang\s+điểm|chấm\s+điểm|thời\s+gian|căn\s+cứ|xếp\s+hạng|xếp\s+loại|"
    r"tổ\s+chức\s+thực\s+hiện",
    re.IGNORECASE,
)
_AIMS = re.compile(
    r"phấn\s+đấu|đạt|tối\s+thiểu|ít\s+nhất|100\s?%|đảm\s+bảo|bảo\s+đảm|hoàn\s+thành|duy\s+trì|giảm|tăng|trên\s+\d|dưới\s+\d",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"trong\s+đó\s*:?\s*|(?<!\w)(?:bao\s+)?gồm\s*:?\s*", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:[\s;,.:)(&–-]|và(?=\s)|ph[ấầ]n\s+đấu(?:\s+đến\s+(?:cuối\s+|hết\s+)?năm\s+\d{4},?)?(?:\s+có)?(?=\s)|"
    r"trong\s+đó\s*:?)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?:[\s:,;(–-]|(?<!\w)(?:{LEAD}|có|thêm|được|ở\s+mức|giảm\s+còn))+$", re.IGNORECASE)
# An indicator that is whole by itself: what stands before a colon need not be repeated with it.
_WHOLE = re.compile(
    r"(?:Thu (?:ngân sách|nhập|nội địa)|Cơ cấu|GRDP)\b|(?:Tỷ lệ|Tỉ lệ|Số|Tổng|Giá trị|Sản lượng|Diện tích|Đàn|"
    r"Tốc độ|Mức|Tăng|Giảm|Trồng|Khách|Vốn|Chỉ số)\s+(?!mới\b|thêm\b|lượng\b)[\w(]"
)
_GROUP = re.compile(r"(?:Về|Đối với|Trong|Lĩnh vực)\s")
_DOING = re.compile(
    r"(?:thành lập|trồng|xây dựng|công nhận|hỗ trợ|phát triển|kết nạp|tổ chức|giải quyết|đào tạo|ra mắt|duy trì|"
    r"sửa chữa|"
    r"tạo|thêm|mới|được|cho|có)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?!và\s|so\s|trong\s+đó|;|,|\(|trở\s)(?:[^;.,(]|\([^()\d]*\)|,(?=\d)|\.(?=\w))*"
    r"(?:,(?!\s*(?:và\s+)?(?:[^;.]{0,60}?)\d)(?:[^;.,(]|\([^()\d]*\)|,(?=\d)|\.(?=\w))*)*"
)
_OF_LAND = re.compile(r"\s+[^\W\d_]+(?:\s+(?!và\s)[^\W\d_]+){0,5}(?=\s*[,;.]|$)")
_TOPIC = re.compile(r"^(?:Về|Đối với|Trong lĩnh vực|Lĩnh vực|Trong|Công tác)\s+", re.IGNORECASE)
_HEADING_LABEL = re.compile(r"^(?:[-+*•]|[\dIVX][\dIVX.]{0,6}\s?[-–]|\(?\w{1,5}[.)/](?:\d+[.)]?)*)\s*")
_OF_WHAT = re.compile(r"(?:tổng|kế hoạch|chỉ tiêu|dự toán|nghị quyết|mục tiêu)\b", re.IGNORECASE)
# «…, tăng 8% so với năm 2025»: how much the figure before it changes
_CHANGE = re.compile(r"(?:tăng|giảm|vượt|gấp)(?:\s+(?:thêm|bình quân|trưởng))?", re.IGNORECASE)
_NEXT_CHANGE = re.compile(r",\s+(?:tăng|giảm|vượt|bằng|gấp)$", re.IGNORECASE)
_THAN = re.compile(r"\s+(?:so\s+(?:với\s+)?|hơn\s+so\s+với\s+)[^;,.()]+")
_YEAR_SAID = re.compile(r"(?:đến\s+(?:hết\s+|cuối\s+)?|hết\s+)năm\s+(20\d\d)", re.IGNORECASE)


def targets_in(lines: Sequence[Paragraph], header: Header) -> list[Target]:
    """Every target of a document; unit and period are inherited from the header unless the sentence says otherwise."""
    found: list[Target] = []
    for paragraph in lines:
        if is_row(paragraph.text):
            continue
        if not paragraph.is_body:
            continue
        listed = _is_listed(paragraph)
        sentences = paragraph.sentences()
        names = _Names(_is_grouped(paragraph, len(sentences)))
        for start, end in sentences:
            if listed or _AIMS.search(paragraph.text, start, end):
                found.extend(_sentence(paragraph, start, end, header, names, listed))
        if listed and _is_goal(paragraph, found):
            found.append(_goal(paragraph, header))
    found.extend(table_targets(lines, unit_of(header), header))
    return sorted(found, key=lambda t: t.span.start)


def unit_of(header: Header) -> str:
    """The unit a plan is for: «xã Phổ Châu» of «Ủy ban nhân dân xã Phổ Châu»."""
    return re.sub(r"^(?:Ủy ban nhân dân|Hội đồng nhân dân|Đảng ủy)\s+", "", header.issuer)


# --- where targets stand --------------------------------------------------------------------------


def _is_listed(paragraph: Paragraph) -> bool:
    """Whether a heading above, the item's own heading or the sentence that opens the list says that targets follow."""
    heads = [t for c in paragraph.above if len(t := c.text.split("\n", 1)[0]) <= 120]
    own = paragraph.clause.text.split("\n", 1)[0]
    if any(_NOT_SET.search(t) for t in (*heads, own[:40])):
        return False
    dash = paragraph.clause.ref.steps[-1].kind in ("dash", "paren")
    if any(_SET.search(t) for t in heads) or _SET.search(own[:24] if dash or len(own) > 120 else own):
        return True
    opened = paragraph.above[-1].text[-160:].rstrip() if paragraph.above else ""
    return opened.endswith(":") and _SET.search(opened) is not None


def _is_grouped(paragraph: Paragraph, sentences: int) -> bool:
    """Whether the words before the first colon head the paragraph («* Cải cách hành chính: Triển khai …»)."""
    head, colon, rest = paragraph.text[paragraph.start :].partition(": ")
    return bool(colon) and rest[:1].isupper() and (sentences > 2 or paragraph.text[0] == "*") and not _WHOLE.match(head)


def _is_goal(paragraph: Paragraph, found: list[Target]) -> bool:
    """An item of a list of targets that gives no figure («Giữ xã đạt chuẩn quốc gia về y tế»)."""
    text = paragraph.text[paragraph.start :].rstrip()
    if paragraph.clause.ref.steps[-1].kind not in ("dash", "paren") or not paragraph.first:
        return False
    return (
        12 < len(text) < 260 and not text.endswith(":") and not any(t.ref == paragraph.clause.ref for t in found[-20:])
    )


def _goal(p: Paragraph, header: Header) -> Target:
    end = len(p.text.rstrip(" .;/"))
    return Target(
        p.clause.ref, unit_of(header), header.period, squeeze(p.text[p.start : end]), "=", "", None, None, "",
        p.quote(p.start, end), p.span(p.start, end),
    )  # fmt: skip


# --- one sentence ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Names:
    """What the figures of a paragraph hand on to the next: the words before a colon, the total, the last indicator."""

    grouped: bool
    prefix: str = ""
    head: str = ""  # what the words before a colon speak of, where they are no part of the name («Về rừng: …»)
    total: str = ""
    measure: str = ""  # of the total
    last: str = ""
    parts: bool = False
    depth: int = 0

    def begin(self) -> None:
        """A new sentence: the total and the parts of the last one are over."""
        self.last, self.parts, self.total = "", False, ""

    def is_part(self, between: str, f: Figure) -> bool:
        """Whether a figure is a part of the total: it stands in brackets, or after «trong đó»."""
        if self.parts and self.depth and not f.depth:
            self.parts = False
        if self.last and _WITHIN.search(between):
            self.parts, self.depth = True, f.depth
        return bool(self.last) and (self.parts or f.depth > 0)

    def name(self, own: str, part: bool, f: Figure) -> tuple[str, str]:
        """The full indicator and its parent for a figure whose own words are `own`."""
        own = self._completed(own, f)
        # «thu ngân sách 120 tỷ; giảm 5 hộ nghèo»: households do not change taxes
        other = bool(COUNTED.fullmatch(f.measure)) and f.measure != self.measure
        changes = _CHANGE.match(own) and not other
        if (re.fullmatch(r"tỷ lệ \S+", own) or changes) and self.total and own[:1].islower():
            part = True  # «Đàn bò: 1500 con, tỷ lệ lai 95%»
        parent = self.total if part else self.prefix
        if not part and _WHOLE.match(_capital(own)) and not _WHOLE.match(parent):
            parent = ""
        indicator = f"{parent}: {own}" if parent and own else own or parent
        self.last = own
        if not part:
            self.total, self.measure = indicator, f.measure
        return squeeze(indicator), parent

    def _completed(self, own: str, f: Figure) -> str:
        if re.fullmatch(r"mức độ \d", own, re.IGNORECASE) and re.search(r"mức độ \d$", self.last):
            return self.last[: -len(own)] + own.lower()  # «… chuẩn quốc gia mức độ 1 đạt 95,2%, mức độ 2 đạt 26,6%»
        if own.startswith("trên ") and " trên " in self.last:
            return f"{self.last.split(' trên ')[0]} {own}"  # «… trên một ha trồng trọt …, trên một ha nuôi trồng …»
        if not own and self.last:
            own = re.sub(rf"\s+(?:{COUNTED.pattern})$", "", self.last)  # «từ 20 doanh nghiệp, 10 - 15 hợp tác xã»
        if COUNTED.fullmatch(f.measure) and _DOING.search(own):
            return f"{own} {f.measure}"
        if (
            f.measure == "%"
            and own[:1].islower()
            and self.last.startswith("Tỷ lệ")
            and not self.prefix
            and not self.parts
        ):
            return (
                own if own.startswith("tỷ lệ") or f.depth else f"Tỷ lệ {own}"
            )  # «Tỷ lệ gia đình văn hóa 92%; thôn văn hóa 90%»
        return own


def _sentence(p: Paragraph, start: int, end: int, header: Header, names: _Names, listed: bool) -> list[Target]:
    text = p.text
    figures = figures_in(text, start, end, listed=listed)
    said = _YEAR_SAID.search(text, start, end)
    period = said.group(1) if said and said.group(1) >= header.period[:4] else header.period
    found: list[Target] = []
    names.begin()
    right = start
    for i, f in enumerate(figures):
        previous = figures[i - 1] if i else None
        at = max(previous.end, right) if previous else start
        part = names.is_part(text[at : f.start], f)
        left = _label_start(text, at, f, previous)
        opening = _OPENING.match(text[left : f.start])
        left += opening.end() if opening else 0
        left, own = _own_words(text[left : f.start], left, names, previous is None, part)
        right = f.end
        limit = figures[i + 1].start if i + 1 < len(figures) else end
        after = _after(text, f, limit, bool(own))
        if _CHANGE.fullmatch(own) and (than := _THAN.match(text, f.end, limit)):
            right, own = than.end(), squeeze(f"{own} {than.group()}")
        elif after and not own and names.last and _OF_WHAT.match(after.strip()):
            right, own = right + len(after.rstrip()), squeeze(f"{names.last} ({after.strip()})")
        elif after:
            right += len(after.rstrip())
            own = own or (f.measure if COUNTED.fullmatch(f.measure) else "")  # «5/5 thôn đạt danh hiệu văn hóa»
            own = squeeze(f"{own} ({after.strip()})" if own and _OF_WHAT.match(after.strip()) else f"{own} {after}")
        indicator, parent = names.name(own, part, f)
        if INCOMPLETE.fullmatch(indicator):
            if of := _OF_LAND.match(text, f.end, limit):  # «Trồng mới 3-5 ha rừng»
                right, indicator = of.end(), squeeze(f"{indicator} {of.group()}")
            elif parent := names.head or _above(p):
                indicator = f"{parent}: {indicator}"
        measure = f.measure or _counted(own)
        if not indicator or (not measure and not listed):
            continue
        found.append(
            Target(
                p.clause.ref, unit_of(header), period, _capital(indicator), f.comparator, f.value,
                number(f.value.split("/")[0]), number(f.upper) if f.upper else None, measure,
                p.quote(left, right), p.span(left, right), _capital(parent),
            )
        )  # fmt: skip
    return found


def _above(p: Paragraph) -> str:
    """What the item above speaks of («- Rừng» above «+ Trồng mới: 3-5 ha»), "" where it is not an item's heading."""
    above = p.above[-1] if p.above else None
    if above is None or above.ref.steps[-1].kind not in ("dash", "paren", "letter"):
        return ""
    words = _topic(_HEADING_LABEL.sub("", above.text.split("\n", 1)[0]))
    return words if len(words) <= 60 and not _SET.search(words) else ""


def _topic(head: str) -> str:
    """«Về rừng» → «Rừng»."""
    return _capital(_TOPIC.sub("", head).strip(" :.;*"))


def _own_words(label: str, left: int, names: _Names, first: bool, part: bool) -> tuple[int, str]:
    """The words that name one figure, after what stands before a colon has gone to `names.prefix`."""
    bare = _CLOSING.sub("", label)
    headed = re.search(r":\s*$", label) and ": " not in bare and (_GROUP.match(bare) or names.grouped)
    words = [bare, ""] if headed else re.split(r": (?![^(]*\))", bare)  # not inside «(QCVN 02: 2009/BYT)»
    if first and not re.match(r"Mức độ", bare):
        names.prefix = ""
    if len(words) > 1 and not part:
        if _GROUP.match(words[0]) or names.grouped or len(words[0]) > 90:
            left += len(words[0]) + 2
            names.head = _topic(words[0])
            words = words[1:]
        names.grouped = False
        if len(words) > 1:
            head = ": ".join(words[:-1])
            again = head.startswith("Mức độ") and ": Mức độ" in names.prefix
            names.prefix = f"{names.prefix.split(': Mức độ')[0]}: {head}" if again else head
    elif not part and not first and words[-1][:1].isupper() and _WHOLE.match(words[-1]):
        names.prefix = ""
    return left, words[-1].strip()


def _label_start(text: str, at: int, f: Figure, previous: Figure | None) -> int:
    """Where the words that name a figure begin: after the figure before it, or after the bracket it stands in."""
    opened = text.rfind("(", at, f.start)
    if f.depth and opened >= 0 and text.find(")", opened, f.start) < 0:
        at = opened + 1
    elif previous is not None:
        closed = text.find(")", at, f.start)
        if previous.depth and not f.depth and closed >= 0:
            at = closed + 1
        stop = [m.end() for m in re.finditer(r"[;.]\s|^\s*,\s|\s+và\s+(?=$|\d)", text[at : f.start])]
        at += max(stop, default=0)
    within = [m.end() for m in _WITHIN.finditer(text, at, f.start)] if previous else []
    return max(within, default=at)


def _after(text: str, f: Figure, limit: int, named: bool) -> str:
    """Words after the figure that finish its name: «100% dân số được quản lý», «đạt 100% chỉ tiêu thị xã giao»."""
    m = _AFTER.match(text, f.end, limit)
    if not m or not m.group().strip() or (named and "%" not in f.measure):
        return ""
    if named and re.match(r"\s+(?:và|trên|trong|ở|so)\s", m.group()):
        return ""
    said = m.group().rstrip(" .;,/")
    change = _NEXT_CHANGE.search(said) if re.match(r"\s?[\d(]", text[limit:]) else None
    return said[: change.start()] if change else said


def _counted(label: str) -> str:
    found = [m.group("unit") for m in COUNT_NAME.finditer(label)]
    return found[-1] if found else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""Movements and themes: the named phong trào and cuộc vận động of a text, who launched them, what they are about."""

from __future__ import annotations

import re

from retrieval.model import Movement, Theme
from retrieval.reading.paragraphs import Paragraph
from retrieval.reading.patterns import LOWER, UPPER
from retrieval.words import squeeze

_FORM = (
    r"(?:phong\s+trào(?:\s+thi\s+đua)?(?:\s+yêu\s+nước)?(?:\s+đ[ặă][cậ]?[ct]\s+biệt|\s+đặt\s+biệt)?|cuộc\s+vận\s+động|"
    r"đợt\s+thi\s+đua(?:\s+đặc\s+biệt|\s+cao\s+điểm)?|phong\s+trào\s+vận\s+động(?:\s+toàn\s+dân)?)"
)
# Both kinds of quotation marks; names may hold inner quotes, so the outer pair is matched by counting.
_MARKED = re.compile(rf"(?<!\w){_FORM}(?:\s*[,:]|\s+toàn\s+dân|\s+với\s+tên\s+gọi)*\s*(?=[“\"«])", re.IGNORECASE)
_LIST = re.compile(
    rf"(?<!\w)(?:các|những)\s+(?:phong\s+trào|cuộc\s+vận\s+động|đợt\s+thi\s+đua)[^.“\"]*?(?:như|sau|gồm|là|:|,|"
    rf"{_FORM})\s*:?\s*(?=[“\"«])",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*(?:[;,]|và|,\s*và|\.{3})\s*(?=[“\"«])")
# «phong trào thi đua Dân vận khéo», «phong trào Học tập và làm theo…»: a name without marks begins with a capital
_BARE = re.compile(
    rf"(?<!\w)(?:[Pp]hong trào(?: thi đua)?|[Cc]uộc vận động)\s+"
    rf"(?P<name>[Hh]ọc tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh|"
    rf"[{UPPER}][{LOWER}]+(?:\s+(?!và\s|do\s|của\s|trong\s|tại\s|được\s|gắn\s|đã\s)[\w-]+){{1,11}})"
)
# «phong trào trồng cây xanh trong giai đoạn 2021 - 2025 do Thủ tướng Chính phủ phát động»
# «phong trào thi đua xây dựng điển hình tiên tiến», «phong trào trồng cây xanh»: named by what is done
_DESCRIBED = re.compile(
    r"(?<!\w)[Pp]hong trào(?: thi đua)?\s+"
    r"(?P<name>(?:xây dựng|trồng|chống|phòng,? chống|rèn luyện|nghiên cứu|thu gom|học tập|khởi nghiệp|"
    r"đổi mới sáng tạo|chuyển đổi số|"
    r"sản xuất|bảo vệ|giúp|hiến|giảm nghèo|cải cách|lao động|dạy|chung sức|chung tay|đền ơn|toàn dân|khuyến học|"
    r"văn nghệ|thể dục)"
    r"(?:(?!\s+(?:và phong trào|gắn với|do|của|giai đoạn|trong giai đoạn|trên địa bàn|trên các|với|đạt hiệu quả|"
    r"ngày càng)\b)"
    r"(?:[^,;.:“”\"()\n]|,(?=\s(?!phong trào)[\w ]{2,20}\svà\s)|(?<=chống )“[^”]{3,60}”)){2,140})"
)
_HO_CHI_MINH = re.compile(r"(?=[“\"«]Học tập và làm theo tư tưởng)", re.IGNORECASE)
_LAUNCHED = re.compile(rf"(?<!\w)do\s+(?P<who>[{UPPER}][^.;“\"]{{2,90}}?)\s+phát\s+động", re.IGNORECASE)
_FOR_YEARS = re.compile(r",?\s*(?:trong\s+)?giai\s+đoạn\s+20\d\d\s*[-–]\s*20\d\d(?=\s+do\s)")
_PERIOD = re.compile(r"giai\s+đoạn\s+(20\d\d)\s*[-–]\s*(20\d\d)")
_THEME = re.compile(
    r"(?:với\s+)?chủ\s+đề(?:\s+(?:thi\s+đua|năm\s+\d{4}|hành\s+động|"
    r"của\s+[^:“\"]{2,40}))?\s*(?:là)?\s*[:,]?\s*(?=[“\"«])",
    re.IGNORECASE,
)
_THEME_HEAD = re.compile(
    r"chủ\s+đề(?:\s+(?:thi\s+đua|phong\s+trào|năm\s+\d{4}|của\s+\w+(?:\s+\w+){0,4}))?\s*[:.]?\s*$", re.IGNORECASE
)
_THEME_PLAIN = re.compile(
    r"(?:với\s+)?chủ\s+đề(?:\s+(?:thi\s+đua|năm\s+\d{4}))?\s*:\s*(?P<theme>[^“\"«\s][^.;]{8,200})", re.IGNORECASE
)
_CLOSE = {"“": "”", '"': '"', "«": "»"}


def movements_in(p: Paragraph) -> list[Movement]:
    """The named movements of one paragraph, in order."""
    if p.clause.path[:1] in (("Nơi nhận",), ("Người ký",)):
        return []
    text = p.text
    found: list[tuple[int, int, str]] = []
    for pattern in (_MARKED, _LIST, _HO_CHI_MINH):
        for m in pattern.finditer(text):
            found.extend(_names_from(text, m.end() if pattern is _LIST else m.start(), m.end()))
    for pattern in (_BARE, _DESCRIBED):
        found.extend((m.start(), m.end("name"), m.group("name")) for m in pattern.finditer(text))
    longest = {start: max(e for s, e, _ in found if s == start) for start, _, _ in found}
    found = [x for x in found if x[1] == longest[x[0]]]  # «học tập và làm theo tư tưởng, đạo đức …», not its head alone
    rows: list[Movement] = []
    taken: list[tuple[int, int]] = []
    for start, end, name in sorted(found, key=lambda x: (x[1], x[0])):
        if any((end <= e and start >= s) or s < end <= e for s, e in taken):
            continue
        taken.append((start, end))
        period = _PERIOD.search(text, max(start, end - 60), end + 40)
        rows.append(
            Movement(
                p.clause.ref, squeeze(name).rstrip(" .,;"), _launcher(text, start, end),
                f"{period.group(1)}-{period.group(2)}" if period else "", p.quote(start, end), p.span(start, end),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda r: r.span.start)


def themes_in(p: Paragraph, before: Paragraph | None) -> list[Theme]:
    """The themes a paragraph states; `before` is the paragraph above, which may be the heading «Chủ đề thi đua»."""
    text = p.text
    rows: list[Theme] = []
    for m in _THEME.finditer(text):
        quoted = _quoted(text, m.end())
        if quoted:
            rows.append(
                _theme(p, m.start(), quoted[1], text[m.end() + 1 : quoted[1] - 1], _movement_before(text, m.start()))
            )
    if not rows and (plain := _THEME_PLAIN.search(text)):
        rows.append(_theme(p, plain.start(), plain.end(), plain.group("theme"), ""))
    if not rows and before is not None and _THEME_HEAD.search(before.text) and len(before.text) < 80 and not p.start:
        quoted = _quoted(text, 0)
        end = quoted[1] if quoted else len(text)
        rows.append(_theme(p, 0, end, text[:end].strip('“”"«». '), ""))
    return rows


def _theme(p: Paragraph, start: int, end: int, words: str, movement: str) -> Theme:
    return Theme(p.clause.ref, squeeze(words).strip('“”" '), movement, p.quote(start, end), p.span(start, end))


def _movement_before(text: str, at: int) -> str:
    """The movement whose theme this is: its name stands right before «với chủ đề»."""
    m = re.search(r"phong\s+trào[^“\".;]*[“\"«]([^”\"»]+)[”\"»]\s*,?\s*$", text[:at], re.IGNORECASE)
    return squeeze(m.group(1)) if m else ""


def _names_from(text: str, start: int, at: int) -> list[tuple[int, int, str]]:
    """Quoted names that follow one another: «phong trào “A”; “B” và “C”»."""
    found = []
    while quoted := _quoted(text, at):
        found.append((start, quoted[1], text[at + 1 : quoted[1] - 1]))
        following = _NEXT.match(text, quoted[1])
        if not following:
            break
        start = at = following.end()
    return found


def _quoted(text: str, at: int) -> tuple[int, int] | None:
    """[at, end) of the quotation that opens at `at`; inner quotations are counted; None if it does not close."""
    if at >= len(text) or text[at] not in _CLOSE:
        return None
    mark, close, depth = text[at], _CLOSE[text[at]], 0
    for i in range(at, min(len(text), at + 400)):
        if text[i] == mark and (mark != close or i == at):
            depth += 1
        elif text[i] == close:
            depth -= 1
            if depth == 0:
                return at, i + 1
    return None


def _launcher(text: str, start: int, end: int) -> str:
    """Who launched it: «do … phát động» right after the name, or before the list the name stands in."""
    years = _FOR_YEARS.match(text, end)
    end = years.end() if years else end
    after = _LAUNCHED.match(text, end + 1) or _LAUNCHED.search(text, end, min(end + 60, len(text)))
    if after and not re.search(r"[.;“\"]", text[end : after.start()]):
        return _who(after)
    sentence = max(text.rfind(". ", 0, start), text.rfind(".”", 0, start)) + 1
    ahead = [
        m
        for m in _LAUNCHED.finditer(text, sentence, start)
        if re.match(r"[^.“]*(?:như|sau|gồm|:)", text[m.end() : m.end() + 40])
    ]
    return _who(ahead[-1]) if ahead else ""


def _who(m: re.Match[str]) -> str:
    return squeeze(re.split(r"\s+phát\s+động\s+và\s+", m.group("who"))[0])

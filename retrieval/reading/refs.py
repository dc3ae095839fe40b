"""Addresses and document numbers: ClauseRef ↔ words, numbers and citations in running text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from retrieval.model import Cited, ClauseRef, DocNumber, Span
from retrieval.reading.patterns import LOWER, UPPER
from retrieval.words import dates, nfc, squeeze

# The kinds of numbered papers, as symbols begin: «CT-TTg», «NQ-HĐND», «KH-UBND», «TB/ĐU».
_KIND_MARKS = (
    "TTLT|NQLT|UBTVQH|VBHN|CTPH|CTHĐ|HĐBT|QyĐ|QĐ|QC|QĐi|QH|NQ|NĐ|TTr|TT|TB|TC|TP|CTr|CT|KH|KL|HD|HDLN|CV|CĐ|CCTTHC|BC|"
    "ĐA|PA|PL|SL|SY|GM|BB|LCT|L|UBND|HĐND|VP|SNV|BTĐKT|HĐTĐKT|TĐKT"
)
_SYMBOL = rf"(?:{_KIND_MARKS})(?:\d{{1,2}})?(?:\s?[-/]\s?[A-ZĐ][A-Za-zĐđƯư&.]*\d*)*"
# «91/2017/NĐ-CP», «34-CT/TW», «13/NQ-HĐND», «15/2003/QH11», «0124/KH-UBND»; not «11/6/1948», not «10.000»
_NUMBER = re.compile(
    rf"(?<![\w/.-])(?P<n>\d{{1,5}}[A-Za-z]?)\s?(?:/\s?(?P<y>(?:19|20)\d\d)\s?(?P<s1>[/-])\s?|(?P<s2>[/-])\s?|"
    rf"\s?(?P<s3>[-–/])\s?)"
    rf"(?P<symbol>{_SYMBOL})(?![\w])"
)
# «155/2020/nđ-cp», «43/2014/tt-btnmt»: as keyboards and data sets write them
_LOWER_NUMBER = re.compile(
    r"(?<![\w/.-])(?P<n>\d{1,5})/(?P<y>(?:19|20)\d\d)/(?P<symbol>(?:qh|ubtvqh)\d{1,2}|(?:nđ|nd|tt|ttlt|qđ|qd|nq|"
    r"pl|ct)(?:-[a-zđ&]+)+)(?!\w)",
)
_KINDS = (
    "Thông tư liên tịch|Nghị quyết liên tịch|Nghị quyết|Nghị định|Chỉ thị|Thông tư|Quyết định|Thông báo|"
    "Thông tri|Kế hoạch|"
    "Kết luận|Hướng dẫn|Quy định|Quy chế|Công văn|Công điện|Báo cáo|Chương trình hành động|"
    "Chương trình mục tiêu quốc gia|"
    "Chương trình|Đề án|Bộ luật|Luật|Pháp lệnh|Sắc lệnh|Hiến pháp|Tờ trình|Văn bản|Điều lệ|Lời kêu gọi"
)
_KIND = re.compile(rf"(?<!\w)(?P<kind>{_KINDS})(?!\w)", re.IGNORECASE)
_WITH_NUMBER = re.compile(r"\s*(?:\([^()]{1,60}\)\s*)?(?:liên tịch\s+)?(?:số\s*:?\s*)?$", re.IGNORECASE)
_ISSUER_STOP = re.compile(
    rf"\s+(?=về\s|quy định\s|ban hành\s|hướng dẫn\s|sửa đổi|bổ sung\s|phê duyệt\s|điều chỉnh|kết luận\s|"
    rf"thực hiện\s|phát động\s|"
    r"công bố\s|tăng cường\s|đẩy mạnh\s|tiếp tục\s|chi tiết|gắn với\s|đã\s|để\s|nhằm\s|và các văn bản|đề ra|"
    r"năm \d{4}|v/v\s)"
    rf"|,\s+(?=về\s|điều chỉnh|Chỉ thị|Nghị quyết|Quyết định|Kế hoạch|Thông tư|có hiệu lực|quy định)|"
    rf"\s+và\s+(?=(?:{_KINDS})\s)"
    r"|\s*[;.(“\"\n]|:\s|,\s+(?=[a-zđ])",
    re.IGNORECASE,
)
_SUBJECT_HEAD = re.compile(
    r"\s*,?\s*(?P<subject>(?:về việc|v/v|về|quy định|ban hành|hướng dẫn|sửa đổi|phê duyệt|điều chỉnh|kết luận|"
    r"thực hiện|phát động|"
    r"tăng cường|đẩy mạnh|tiếp tục|công bố)(?=[\s,]).*)",
    re.IGNORECASE | re.DOTALL,
)
_SUBJECT_STOP = re.compile(
    rf";\s+(?=(?:(?:và\s+)?(?:các|căn cứ|thực hiện)?\s*(?:{_KINDS})(?!\w)|tăng cường|đề cao|tạo|qua đó|Kết luận|"
    rf"các văn bản))"
    rf"|\s+và\s+(?=(?:{_KINDS})\s(?:số|của|\d|Đại hội))|,\s+(?=(?:{_KINDS})\s(?:số|\d))|\s+và các văn bản"
    # the last ground runs into who launches: «… trong tình hình mới, Ủy ban nhân dân phường phát động …»
    r"|,\s+(?=(?:[ỦU][ỷy] ban nhân dân|Uỷ ban nhân dân|UBND|Chủ tịch)\s[^;.,]{0,80}?"
    r"(?:ban hành|phát động|xây dựng|tổ chức)\s)"
    r"|\.(?=\s|$)|;\s*$|\n|\s+\((?=khuyến khích|được|sau đây|gọi)",
)  # fmt: skip
# «Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XXI», «Nghị quyết của HĐND thành phố về …»: resolutions cited by name
_RESOLUTION = re.compile(
    r"(?P<kind>Nghị quyết)\s+(?:của\s+)?"
    r"(?P<issuer>(?:Đại hội|Hội nghị|HĐND|Hội đồng nhân dân|Trung ương|Bộ Chính trị|Ban Chấp hành|Quốc hội|Chính phủ|"
    r"Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy|Đảng bộ)(?:(?!\s+(?:và|về|đã|đề ra|đạt|gắn|là|đến năm|tổ chức|với)\b|"
    r",?\s+nghị quyết)"
    r"[^;.“”\"(\n]){0,120}?)"
    r"(?=\s+(?:và|về|đã|đề ra|đạt|gắn|là|đến năm|tổ chức|với)\b|,?\s+nghị quyết|,\s+(?!nhiệm kỳ|khóa|khoá)|"
    r"[;.“”\"(\n]|$)"
    r"(?:\s+về\s+(?:việc\s+)?(?P<subject>“(?:[^“”]|“[^“”]*”)*”|[^;.“\n]+))?",
    re.IGNORECASE,
)
_LAW_NAMED = re.compile(
    rf"(?<!\w)(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?P<subject>(?:[Ss]ửa đổi,? bổ sung một số điều của\s+(?:Luật|"
    rf"Bộ luật)\s+)?"
    rf"(?:[Tt]hi đua,? [Kk]hen thưởng|Tổ chức (?:Chính phủ|Quốc hội|Tòa án nhân dân|Viện kiểm sát nhân dân)|"
    rf"[Nn]gân sách [Nn]hà nước|[{UPPER}][{LOWER}]+(?:,? (?!và các|các|năm|ngày|số|"
    rf"quy định|về|được|do)[{LOWER}]+){{0,6}})"
    r"(?:,?\s+năm\s+(?P<year>\d{4}))?)",
)
_PROGRAMME = re.compile(
    r"(?P<kind>Chương trình mục tiêu quốc gia|Chương trình hành động|Đề án|"
    r"Kế hoạch(?= phát triển kinh tế))\s+"
    # «Đề án “Tuyên truyền điển hình” của Thủ tướng Chính phủ»; without marks the name ends where its purpose begins
    rf"(?:[“\"](?P<titled>[^“”\"]{{6,200}})[”\"](?:\s+của\s+(?P<issuer>[{UPPER}][^;.,\n()“”\"]{{2,60}}))?|"
    r"(?P<subject>(?:(?!\s(?:nhằm|để|góp phần|gắn với)\s)[^;.,\n(“”\"]){6,160}))"
)
# A paper about another: its subject is whole only with that paper's number.
_ABOUT_ANOTHER = re.compile(r"\s(?:điều của|nội dung của|thực hiện|thi hành|theo|thay thế|bãi bỏ)$", re.IGNORECASE)
# What joins a paper to the next one and belongs to neither.
_JOINT = re.compile(
    r"(?:[\s,;:]+|[\s,;]+(?:và|cùng với)(?:\s+các)?|\s*[;,]\s+(?:căn cứ|theo|thực hiện)(?:\s+các)?)$", re.IGNORECASE
)
_ASIDE = re.compile(r"\s+\((?=[a-zđ][^()]{24,}\)$).*$", re.DOTALL)  # «(tỷ lệ không quá 10% tập thể …)»
_PAIRS = {")": "(", "”": "“", "»": "«", '"': '"'}


def parse_number(text: str) -> DocNumber | None:
    """The document number a text is or begins with («Số: 25/KH-UBND» → 25/KH-UBND), None if there is none."""
    found = numbers_in(text)
    return found[0][0] if found else None


def numbers_in(text: str) -> list[tuple[DocNumber, Span]]:
    """Every document number in running text with its place, in order."""
    hits = [(_number(m), Span(m.start(), m.start() + len(m.group().rstrip(".")))) for m in _NUMBER.finditer(text)]
    if text.find("/") >= 0:
        hits += [(_number(m), Span(m.start(), m.end())) for m in _LOWER_NUMBER.finditer(text)]
        hits.sort(key=lambda x: x[1].start)
    return hits


def standard_symbol(raw: str) -> str:
    """A symbol in its standard spelling: no spaces, capitals, «TTg» as it is written."""
    symbol = raw.replace(" ", "").rstrip(".")
    if symbol.islower():
        symbol = re.sub(r"^nd(?=-)", "nđ", re.sub(r"^qd(?=-)", "qđ", symbol)).upper()
    return re.sub(r"TTG$", "TTg", symbol)


def _number(m: re.Match[str]) -> DocNumber:
    groups = m.groupdict()
    number, year, symbol = groups["n"], groups.get("y"), standard_symbol(groups["symbol"])
    if year:
        text = f"{number}/{year}/{symbol}"
    else:
        text = f"{number}{'-' if groups.get('s2') == '-' or groups.get('s3') in ('-', '–') else '/'}{symbol}"
    return DocNumber(text, number, int(year) if year else None, symbol)


# --- citations ------------------------------------------------------------------------------------


def cited_in(text: str, ref: ClauseRef | None = None) -> list[Cited]:
    """Documents cited in running text, numbered or by name; `span` counts in `text`, `quote` is that part of it."""
    at = ref or ClauseRef("")
    found = _numbered(text, at)
    for pattern in (_RESOLUTION, _LAW_NAMED, _PROGRAMME):
        for m in pattern.finditer(text):
            if pattern is not _RESOLUTION and text[: m.start()].endswith(("điều của ", "“", '"')):
                continue  # «quy định chi tiết một số điều của Luật …»: part of another paper's name
            if not any(t.span.start == m.start() for t in found) and not _inside_same(m, found):
                found.append(_named(m, at))
    return sorted(found, key=lambda x: x.span.start)


def _inside_same(m: re.Match[str], found: Sequence[Cited]) -> bool:
    """Whether a named programme or law stands inside a paper already cited; a resolution inside a title is its own."""
    return m["kind"] != "Nghị quyết" and any(t.span.start <= m.start() < t.span.end for t in found)


def _numbered(text: str, ref: ClauseRef) -> list[Cited]:
    found = []
    numbers = numbers_in(text)
    laws = {m.end(): m for m in _LAW_NAMED.finditer(text)}
    kinds = list(_KIND.finditer(text))
    for i, (number, span) in enumerate(numbers):
        limit = numbers[i + 1][1].start if i + 1 < len(numbers) else len(text)
        limit = max((k.start() for k in kinds if span.end < k.start() < limit and limit < len(text)), default=limit)
        before = next(
            (k for k in reversed(kinds) if k.end() <= span.start and _WITH_NUMBER.match(text[k.end() : span.start])),
            None,
        )
        law = None if before else _law_before(text, span.start, laws)
        tail = text[span.end : limit]
        date, tail_at = _date(tail)
        issuer, tail_at = _issuer(tail, tail_at)
        said = _subject(tail, tail_at)
        opens = before or law
        start, end = opens.start() if opens else span.start, span.end + max(tail_at, said[1])
        if i + 1 < len(numbers) and end == span.end + len(tail) and _ABOUT_ANOTHER.search(text[:end].rstrip()):
            end = numbers[i + 1][1].end
        quote = _trimmed(text[start:end])
        subject = squeeze(_trimmed(text[span.end + said[0] : start + len(quote)])) if said[1] else ""
        if law and not subject:
            subject = squeeze(law["subject"])
        kind = _proper(opens.group("kind")) if opens else _kind_of(number.symbol)
        found.append(Cited(ref, number.text, kind, issuer, date, subject, quote, Span(start, start + len(quote))))
    return found


def _law_before(text: str, start: int, laws: dict[int, re.Match[str]]) -> re.Match[str] | None:
    """«Luật Thi đua, khen thưởng số 06/2022/QH15»: the law that is named right before its number."""
    named = re.search(r"[\s,(]+(?:số\s*:?\s*)?$", text[:start])
    return laws.get(named.start()) if named else None


def _date(tail: str) -> tuple[dt.date | None, int]:
    head = tail[:60]
    for date, start, end in dates(head):
        if re.fullmatch(r"[\s,(]*(?:ký\s+)?(?:ngày\s*)?", head[:start]):
            return date, end
    return None, 0


def _issuer(tail: str, at: int) -> tuple[str, int]:
    m = re.compile(r"\)?\s*,?\s*của\s+").match(tail, at)
    if not m:
        return "", at
    stop = _ISSUER_STOP.search(tail, m.end())
    end = stop.start() if stop else len(tail)
    paren = re.compile(r"\s*\(khóa [IVX]+\)").match(tail, end)
    if paren:
        end = paren.end()
    return squeeze(_trimmed(tail[m.end() : end])), end


def _subject(tail: str, at: int) -> tuple[int, int]:
    """Where the words that say what a paper is about begin and end; (0, 0) where there are none."""
    m = _SUBJECT_HEAD.match(tail, at)
    if not m:
        return 0, 0
    stop = _SUBJECT_STOP.search(tail, m.start("subject"))
    end = min(stop.start() if stop else len(tail), m.start("subject") + 400)
    return m.start("subject"), m.start("subject") + len(_ASIDE.sub("", tail[m.start("subject") : end]))


def _trimmed(quote: str) -> str:
    """Without the joints to the next paper and without closing marks that open before it."""
    while quote:
        opening = _PAIRS.get(quote[-1], "")
        lone = opening and (quote.count(quote[-1]) > quote.count(opening) or (quote.count('"') % 2 and opening == '"'))
        cut = len(quote) - 1 if lone else m.start() if (m := _JOINT.search(quote)) else len(quote)
        if cut == len(quote):
            break
        quote = quote[:cut]
    return quote


def _named(m: re.Match[str], ref: ClauseRef) -> Cited:
    groups = m.groupdict()
    quote = _trimmed(m.group())
    subject = squeeze(groups.get("titled") or groups.get("subject") or "").strip(' ,“”"')
    span = Span(m.start(), m.start() + len(quote))
    return Cited(ref, "", _proper(groups["kind"]), squeeze(groups.get("issuer") or ""), None, subject, quote, span)


_SYMBOL_KINDS = {
    "CT": "Chỉ thị", "NQ": "Nghị quyết", "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch",
    "QĐ": "Quyết định",
    "TB": "Thông báo", "KH": "Kế hoạch", "KL": "Kết luận", "HD": "Hướng dẫn", "BC": "Báo cáo", "CĐ": "Công điện",
    "QH": "Luật", "UBTVQH": "Pháp lệnh", "PL": "Pháp lệnh", "TTr": "Tờ trình", "QC": "Quy chế", "CTr": "Chương trình",
}  # fmt: skip


def _kind_of(symbol: str) -> str:
    m = re.match(r"[A-Za-zĐđ]+", symbol)
    return _SYMBOL_KINDS.get(m.group(), "") if m else ""


def kind_of_number(number: DocNumber) -> str:
    """The kind its symbol names: «CT/TW» → «Chỉ thị», "" where the symbol names an issuer only."""
    return _kind_of(number.symbol)


def _proper(kind: str) -> str:
    return kind[:1].upper() + kind[1:].lower() if kind.isupper() or kind[:1].islower() else kind


# --- addresses ------------------------------------------------------------------------------------

_LABEL = re.compile(r"\d+(?:\.\d+)*|[IVXLA-U]{1,5}|[a-zđ](?:\.?\d{1,2})?|[ivx]{2,4}")
_ADDRESS = re.compile(
    r"(?:điểm\s+(?P<diem>[a-zđ]\d{0,2})(?!\w))|(?:khoản\s+(?P<khoan>\d{1,3}))|(?:điều\s+(?P<dieu>\d{1,4}[a-z]?))|"
    r"(?:mục\s+(?P<muc>[IVX]+(?:[./]\s?\d+)*|\d+(?:\.\d+)*))|(?:(?:gạch đầu dòng|ý)\s+(?:thứ\s+)?(?P<dash>\d{1,2}))",
    re.IGNORECASE,
)


def format_path(path: Sequence[str]) -> str:
    """A path in words: «điểm đ khoản 2 Điều 5», «mục II.1, gạch đầu dòng 2», "" for the text before the first item."""
    if not path:
        return ""
    law = [x for x in path if x.startswith(("Điều ", "khoản ", "điểm "))]
    if law:
        rest = [x for x in path if x not in law]
        words = [f"gạch đầu dòng {x[1:]}" if x.startswith("-") else x for x in rest]
        return ", ".join([" ".join(reversed(law)), *words])
    zones: list[str] = []
    labels: list[str] = []
    dashes: list[str] = []
    for step in path:
        if step.startswith("-"):
            dashes.append(f"gạch đầu dòng {step[1:]}")
        elif _LABEL.fullmatch(step):
            # «1.2» below «1», «a1» below «a» already say where they stand
            above = step.rstrip("0123456789").rstrip(".") if step[:1].isalpha() else ""
            labels = [x for x in labels if not step.startswith(x + ".") and (x != above or x == step)] + [step]
        else:
            zones.append(step)
    return ", ".join([*zones, *([f"mục {'.'.join(labels)}"] if labels else []), *dashes])


def parse_path(text: str) -> tuple[str, ...]:
    """The path words name («điểm đ khoản 2 Điều 5» → ("Điều 5", "khoản 2", "điểm đ")), () if none."""
    got: dict[str, str] = {}
    for m in _ADDRESS.finditer(nfc(text)):
        for key, value in m.groupdict().items():
            if value and key not in got:
                got[key] = value
    if "dieu" in got or "khoan" in got or ("diem" in got and "muc" not in got):
        named = (("Điều ", got.get("dieu")), ("khoản ", got.get("khoan")), ("điểm ", got.get("diem")))
        return tuple(prefix + value.lower() for prefix, value in named if value)
    labels = re.split(r"[./]\s?", got["muc"]) if "muc" in got else []
    path = [x.upper() if re.fullmatch(r"[ivx]+", x, re.IGNORECASE) else x for x in labels]
    if "diem" in got:
        path.append(got["diem"].lower())
    if "dash" in got:
        path.append(f"-{got['dash']}")
    return tuple(path)

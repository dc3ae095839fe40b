"""Citations of directives in running text: numbers, short forms («Chỉ thị 34», «NĐ 91/2017»), dates, issuers; pure.

A mention says what the text says; which row it means is for `resolve`.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass, replace

from retrieval import words
from retrieval.model import Span

KINDS: dict[str, str] = {
    "chi thi": "Chỉ thị", "ct": "Chỉ thị",
    "nghi dinh": "Nghị định", "nd": "Nghị định",
    "nghi quyet": "Nghị quyết", "nq": "Nghị quyết",
    "quyet dinh": "Quyết định", "qd": "Quyết định",
    "thong tu": "Thông tư", "tt": "Thông tư",
    "ket luan": "Kết luận", "kl": "Kết luận",
    "ke hoach": "Kế hoạch", "kh": "Kế hoạch",
    "huong dan": "Hướng dẫn", "hd": "Hướng dẫn",
    "thong bao": "Thông báo", "tb": "Thông báo",
    "cong van": "Công văn", "cv": "Công văn",
    "luat": "Luật",
    "quy chuan": "Quy chuẩn kỹ thuật", "qcvn": "Quy chuẩn kỹ thuật",
}  # fmt: skip
_KIND = "|".join(sorted(KINDS, key=len, reverse=True))
_PART = r"[a-z]{2,}\d{0,2}"
_QCVN = rf"qcvn\s?\d+(?:-\d+)?\s?:\s?\d{{4}}/{_PART}"
_FULL = rf"\d{{1,4}}(?:\s?/\s?\d{{4}})?\s?[-–/]\s?{_PART}(?:\s?[-–/]\s?{_PART})*|{_QCVN}"
# as typed in haste: «34 CT TW», «34CT/TW», «91 2017 nd cp»; both symbols must be known ones, «34 hộ» is no number
_TYPED = (
    r"\d{1,4}(?:\s?[-–/ ]\s?(?:19|20)\d\d)?[-–/ ]*(?:ct|nq|nd|qd|tt|kl|kh|hd|tb|cv)[-–/ ]+"
    r"(?:tw|cp|ttg|tu|du|ubnd|hdnd|b(?:nv|gddt|tc|ct|khcn|vhttdl)|qh\d{2}|hdtdkt|cd)"
    r"|\d{1,4}[-–/ ]+(?:19|20)\d\d[-–/ ]+qh\d{2}"
)
_ENDS = r"(?!\w|[-–/]\w)"
_NUMBERED = re.compile(
    rf"(?:(?<!\w)(?P<kind>{_KIND})\s*(?:so\s*:?\s*)?|(?<![\w/.,-]))(?P<number>(?:{_TYPED}){_ENDS}|{_FULL})(?!\w)"
)
_SHORT = re.compile(
    rf"(?<!\w)(?P<kind>{_KIND})\s*(?:so\s*:?\s*)?(?P<number>\d{{1,4}})(?:\s?/\s?(?P<year>(?:19|20)\d\d))?"
    r"(?![\w%]|[.,/–-]\d|\s?[-–/]\s?[a-z])"
    r"(?:\s+nam\s+(?P<named>(?:19|20)\d\d))?"
)
_DATED = re.compile(
    r"\s*[,(]?\s*(?:ky\s+)?(?:ban hanh\s+)?ngay\s+\d{1,2}\s*(?:[/.-]|thang)\s*\d{1,2}\s*(?:[/.-]|nam)\s*\d{4}\)?"
)
_YEAR = re.compile(r"\s*,?\s*(?:nam\s+)?((?:19|20)\d\d)(?![\d/])")
_AFTER = (
    "về|quy định|ban hành|hướng dẫn|sửa đổi|phê duyệt|gắn|để|thì|còn|có|đã|hay|trong|điều chỉnh|yêu cầu|áp dụng|cho|"
    "nói|là|này|được|chưa|và (?:các|chỉ thị|nghị|quyết định|luật|kế hoạch|thông|văn bản|kết luận)|bị|do|theo|với"
)
_ISSUED_BY = r"\s*,?\s*{of}\s+(?P<issuer>.+?)(?=\s+(?:{after})(?!\w)|[,;.:?!()\n“\"]|$)"
_ISSUED = re.compile(_ISSUED_BY.format(of="của", after=_AFTER))
# without accents «Bộ Nội vụ» would end at «nói»: only what no issuer's name holds
_ISSUED_BARE = re.compile(
    _ISSUED_BY.format(of="cua", after="|".join(w for w in words.unaccent(_AFTER).split("|") if w not in ("noi", "do")))
)
_HEADS = r"ve|quy dinh|ban hanh(?! ngay| nam| khi| luc)|sua doi|phe duyet|dieu chinh"
_ABOUT = re.compile(rf"\s*,?\s*(?P<subject>(?:{_HEADS})(?!\w)[^.;\n?]{{3,}})")


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation as the text gives it. `number` is full («34-CT/TW») or bare («34»); `year` stands beside it."""

    number: str
    kind: str
    issuer: str
    date: dt.date | None
    year: int | None
    subject: str
    quote: str
    span: Span
    name: str = ""


@functools.lru_cache(maxsize=8192)
def key(number: str) -> str:
    """A number for comparing, whatever accents, case and separators: «34 – CT/TW», «34CT TW» → `34-ct-tw`."""
    number = re.sub(r"^(\d+)(?=[^\W\d])", r"\1-", number.strip())
    parts = [p for p in re.split(r"[\s/:–-]+", words.fold(number)) if p]
    return "-".join(p.lstrip("0") or "0" if p.isdigit() else p for p in parts)


def mentions(text: str) -> tuple[Mention, ...]:
    """Numbered citations in running text, in order: full numbers first, short forms where no full one stands."""
    text = words.nfc(text)
    flat = words.unaccent(text).lower()
    found = [_mention(text, flat, m) for m in _NUMBERED.finditer(flat)]
    taken = [m.span for m in found]
    for m in _SHORT.finditer(flat):
        if not any(s.start < m.end() and m.start() < s.end for s in taken):
            found.append(_mention(text, flat, m))
    return tuple(sorted(found, key=lambda f: f.span.start))


def tail(text: str, flat: str, mention: Mention) -> Mention:
    """The mention with the date, issuer and subject that follow it («… ngày 07/4/2014 của Bộ Chính trị về …»)."""
    end = mention.span.end
    date, year, issuer, subject = mention.date, mention.year, mention.issuer, mention.subject
    lower = text.lower() if len(text.lower()) == len(text) else flat
    issued = _ISSUED_BARE if lower == flat else _ISSUED
    for _ in range(2):  # «ngày … của …» and «của … ngày …» are both written
        if date is None and (m := _DATED.match(flat, end)):
            found = words.dates(text[m.start() : m.end()])
            date, end = (found[0][0] if found else None), m.end()
        if (m := _YEAR.match(flat, end)) and year in (None, int(m.group(1))):
            year, end = int(m.group(1)), m.end()
        if not issuer and (m := issued.match(lower, end)):
            issuer, end = text[m.start("issuer") : m.end("issuer")].strip(), m.end()
    if m := _ABOUT.match(flat, end):
        subject, end = words.squeeze(text[m.start("subject") : m.end("subject")]), m.end()
    span = Span(mention.span.start, end)
    return replace(
        mention, date=date, year=year, issuer=issuer, subject=subject, span=span, quote=text[span.start : span.end]
    )


def _mention(text: str, flat: str, m: re.Match[str]) -> Mention:
    groups = m.groupdict()
    number = words.squeeze(text[m.start("number") : m.end("number")])
    year = groups.get("year") or groups.get("named")
    inside = re.match(r"\d{1,4}\s?/\s?((?:19|20)\d\d)\s?/", number)
    made = Mention(
        number=number,
        kind=KINDS[groups["kind"]] if groups["kind"] else "",
        issuer="",
        date=None,
        year=int(year) if year else int(inside.group(1)) if inside else None,
        subject="",
        quote="",
        span=Span(m.start(), m.end()),
    )
    return tail(text, flat, made)

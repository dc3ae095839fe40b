"""One thing, two names: councils, fields, movements, places spelt in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.case import UPPER, Case, counted
from bot.model import Finding, Severity
from bot.texts import check as texts
from retrieval import Clause, words

_COUNCIL = re.compile(
    r"Hội đồng (?:thi đua,? (?:- )?khen thưởng|Thi đua,? Khen thưởng|Thi đua, khen thưởng|thi đua, Khen thưởng)"
)
_FIELD = re.compile(r"(?<!đồng )(?<!phòng )(?<!Ban )thi đua (?:- )?khen thưởng(?: [^\s.;,]+)?")
_ABBREVIATION = re.compile(r"(?:Ban|Hội đồng|Phòng) TĐ-KT(?: \w+)?|TĐ-KT")
_CONFERENCE = re.compile(r"Hội nghị Đảng bộ(?: lần thứ \d+)?")
_NEW_STANDARD = re.compile(r"(?:theo )?chuẩn (?:nghèo )?mới(?:: \d[\d,]*%)?")
_ORDERS = (
    ("quốc phòng - an ninh", "an ninh - quốc phòng"),
    ("quốc phòng, an ninh", "an ninh, quốc phòng"),
    ("kinh tế - xã hội", "xã hội - kinh tế"),
)
_COMMUNES = re.compile(r"(?:UBND|Ủy ban nhân dân|Chủ tịch UBND) các xã(?!,| và| \()(?: [^\s.,;]+){0,4}")
_BOTH = re.compile(r"các xã, phường")
_QUOTED = re.compile(r"[“\"](?P<name>[^”\"\n]{12,180})[”\"]")
_PROPER = re.compile(rf"(?<![\w.])(?P<a>[{UPPER}][^\W\d_]+) (?P<b>[{UPPER}][^\W\d_]+)(?![\w])")


def official(case: Case) -> Iterator[Finding]:
    """Names the law itself gives, written otherwise."""
    for pattern, message, right in (
        (_COUNCIL, texts.COUNCIL, "Hội đồng Thi đua - Khen thưởng"),
        (_FIELD, texts.FIELD_NAME, "thi đua, khen thưởng"),
        (_CONFERENCE, texts.CONFERENCE, "Hội nghị Ban Chấp hành Đảng bộ"),
        (_NEW_STANDARD, texts.NEW_STANDARD, ""),
        (_ABBREVIATION, texts.ABBREVIATION.format(right="TĐKT"), "TĐKT"),
    ):
        for clause, m, _ in counted(pattern, case.reading.clauses):
            severity: Severity = "warning" if pattern in (_COUNCIL, _CONFERENCE) else "note"
            yield case.found(clause, m.group(), "inconsistent_name", severity, message, right)


def orders(case: Case) -> Iterator[Finding]:
    """«an ninh - quốc phòng» in a text that mostly says «quốc phòng - an ninh»."""
    text = "\n".join(c.text for c in case.body)
    for usual, turned in _ORDERS:
        n, odd = len(re.findall(usual, text)), len(re.findall(turned, text))
        if odd and n >= odd:
            for clause, m, _ in counted(re.compile(f"{turned}(?: [^\\s.;,]+)?"), case.body):
                message = texts.TWO_ORDERS.format(right=usual)
                yield case.found(clause, m.group(), "inconsistent_name", "note", message, usual)
    if len(_BOTH.findall(text)) >= 2:
        for clause, m, _ in counted(_COMMUNES, case.body):
            yield case.found(clause, m.group(), "inconsistent_name", "warning", texts.ONLY_COMMUNES, texts.ONE_NAME_FIX)


def movements(case: Case) -> Iterator[Finding]:
    """Two quoted names that are one name but for a word or two."""
    seen: list[tuple[str, Clause]] = []
    for clause in case.body:
        for m in _QUOTED.finditer(clause.text):
            name = words.squeeze(m["name"])
            twin = next((other for other, _ in seen if _nearly(other, name)), None)
            if twin:
                message = texts.MOVEMENT_NAMES.format(other=f"“{twin}”")
                yield case.found(clause, m.group(), "inconsistent_name", "warning", message, texts.ONE_NAME_FIX)
            seen.append((name, clause))


def spelt(case: Case) -> Iterator[Finding]:
    """A proper name one letter away from one that stands elsewhere in the text («Đất Nông» beside «Đắk Nông»)."""
    known = {u.short for u in case.places.units if u.level == "tỉnh"}
    times: dict[str, int] = {}
    for clause in case.reading.clauses:
        for m in _PROPER.finditer(clause.text):
            times[m.group()] = times.get(m.group(), 0) + 1
    own = case.own.name if case.own else ""
    anchors = {n for n in times if n in known or n in own or times[n] >= 3}
    for clause in case.reading.clauses:
        for m in _PROPER.finditer(clause.text):
            name = m.group()
            right = next((a for a in sorted(anchors, key=lambda a: -times[a]) if _slip(name, a)), None)
            if (
                right
                and name not in known
                and times[right] > times[name] / 4
                and name not in own
                and not name.isupper()
            ):
                message = texts.NAME_SPELT.format(right=right, times=texts.times(times[name]))
                yield case.found(clause, _quoted_around(clause, m), "ocr_or_typo", "error", message, right)


def _slip(name: str, right: str) -> bool:
    """One syllable equal, the other one letter away: «Đất» / «Đắk»."""
    a, b = name.split(), right.split()
    if a == b or len(a) != len(b):
        return False
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differ) != 1:
        return False
    x, y = (words.unaccent(w).lower() for w in differ[0])
    return len(x) == len(y) >= 3 and sum(p != q for p, q in zip(x, y, strict=True)) <= 1 and x[0] == y[0]


def _nearly(one: str, two: str) -> bool:
    if words.fold(one) in words.fold(two) or words.fold(two) in words.fold(one):
        return False
    a, b = words.syllables(one), words.syllables(two)
    if len(a) < 8 or abs(len(a) - len(b)) > 2:
        return False
    common = len(set(a) & set(b))
    return common >= 0.75 * max(len(set(a)), len(set(b)))


def _quoted_around(clause: Clause, m: re.Match[str]) -> str:
    """The name with what follows it inside its quotation marks, at most six words."""
    start = clause.text.rfind("“", max(0, m.start() - 30), m.start())
    before = clause.text[start : m.start()] if start >= 0 and "”" not in clause.text[start : m.start()] else ""
    after = re.match(r"(?: [^\s.;”\"]+){0,3}", clause.text[m.end() :])
    return before + m.group() + (after.group() if after else "")

"""Figures that contradict each other: parts and totals, shares, start - change = end, counts and rates, directions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.check.case import Case
from bot.model import Finding
from bot.texts import check as texts
from retrieval import Clause, words

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_MEASURE = (
    r"%|nghìn tỷ đồng|tỷ đồng|triệu đồng|nghìn đồng|đồng|tỷ|triệu|tấn|tạ|yến|kg|ha|km|m2|m3|con|hộ|người|lao động|lượt|"
    r"học sinh|cháu|vụ|sản phẩm|công trình|mô hình|sáng kiến|thôn|xã|phường|điểm"
)
_QUANTITY = re.compile(rf"(?<![\d.,/-])(?P<number>{_NUMBER})(?![\d/-]|[.,]\d)\s*(?P<measure>(?:{_MEASURE})(?![\w]))?")
_SPLIT_SUM = re.compile(r"(?P<brace>\()|(?:[;,]\s*)?trong đó\s*(?:có\s*)?[:,]?\s*(?P<rest>)", re.IGNORECASE)
# «Tổng số 120 hộ, gồm 50 hộ …»: a total that names its parts names them all.
_TOTAL_OF = re.compile(r"[,:;]?\s*(?:bao )?gồm\s*(?:có\s*)?:?\s*", re.IGNORECASE)
_TOTAL = re.compile(r"(?:tổng|tất cả|toàn (?:xã|phường|huyện|tỉnh|thị xã|thành phố) có)\b[^.;]*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.\n]*(?:\.(?=\d)[^.\n]*)*")
_WEIGHT = {"kg": 1.0, "yến": 10.0, "tạ": 100.0, "tấn": 1000.0}
_MONEY = {
    "đồng": 1.0,
    "nghìn đồng": 1e3,
    "triệu đồng": 1e6,
    "triệu": 1e6,
    "tỷ đồng": 1e9,
    "tỷ": 1e9,
    "nghìn tỷ đồng": 1e12,
}
_AREA = {"m2": 1e-4, "ha": 1.0, "km2": 100.0}
_START = re.compile(rf"đầu (?:năm|kỳ|giai đoạn)[^\d;.]{{0,20}}(?P<n>{_NUMBER})", re.IGNORECASE)
_CHANGE = re.compile(rf"(?P<way>giảm|tăng thêm|tăng)(?! tỷ lệ)[^\d;.]{{0,30}}(?P<n>{_NUMBER})(?!\s*%)", re.IGNORECASE)
_END = re.compile(rf"cuối (?:năm|kỳ|giai đoạn)[^\d;.]{{0,20}}(?P<n>{_NUMBER})", re.IGNORECASE)
_COUNT = re.compile(
    rf"số hộ (?P<what>nghèo|cận nghèo)[^;.]{{0,12}}cuối (?:năm|kỳ)[^\d;.]{{0,12}}(?P<n>{_NUMBER})", re.IGNORECASE
)
_RATE = re.compile(rf"tỷ lệ hộ (?P<what>nghèo|cận nghèo)(?P<mid>[^\d;.]{{0,40}})(?P<n>{_NUMBER})\s*%", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"(?P<way>giảm|tăng)[^.;\d]{{0,60}}từ\s+(?P<a>{_NUMBER})\s*%?[^.;\d]{{0,20}}"
    rf"(?:xuống|lên|còn|đến)(?: còn)?\s+(?P<b>{_NUMBER})",
    re.IGNORECASE,
)
_RATIO = re.compile(rf"tỷ lệ[^.;:\d]{{0,80}}?(?P<n>{_NUMBER})\s*%", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure as printed, at [start, end) of a sentence."""

    value: float
    measure: str
    start: int
    end: int


def sums(case: Case) -> Iterator[Finding]:
    """Parts in brackets or after «trong đó» against the total before them; measures must be the same."""
    for clause in case.body:
        for sentence in _sentences(clause):
            for total, parts, braced in _splits(sentence):
                yield from _compare(case, clause, sentence, total, parts, braced)


def shares(case: Case) -> Iterator[Finding]:
    """Shares of a «cơ cấu» sum to 100%."""
    for clause in case.body:
        for sentence in _sentences(clause):
            at = sentence.lower().find("cơ cấu")
            found = [q for q in _quantities(sentence[at:]) if q.measure == "%"] if at >= 0 else []
            if len(found) < 3:
                continue
            got = round(sum(q.value for q in found), 4)
            if abs(got - 100) > 0.051 * len(found):
                quote = sentence[at:][_before(sentence[at:], found[0].start) : found[-1].end]
                yield _wrong(case, clause, quote, texts.SHARES.format(got=_show(got)))


def balances(case: Case) -> Iterator[Finding]:
    """Start of year, change, end of year: 46 - 14 = 32."""
    for clause in case.body:
        for start in _START.finditer(clause.text):
            end = _END.search(clause.text, start.end())
            change = _CHANGE.search(clause.text, start.end(), end.start()) if end else None
            if not end or not change or end.start() - start.end() > 160:
                continue
            a, b, c = (words.number(m["n"]) or 0.0 for m in (start, change, end))
            down = change["way"].lower() == "giảm"
            right = a - b if down else a + b
            if abs(right - c) > 1e-6:
                message = (texts.BALANCE if down else texts.BALANCE_UP).format(
                    start=start["n"], change=change["n"], right=_show(right), written=end["n"]
                )
                yield _wrong(case, clause, clause.text[start.start() : end.end()], message)


def bases(case: Case) -> Iterator[Finding]:
    """Poor and near-poor households are shares of one number of households."""
    for clause in case.body:
        counts = {m["what"].lower(): m for m in _COUNT.finditer(clause.text)}
        rates = {m["what"].lower(): m for m in _RATE.finditer(clause.text)}
        both = [k for k in ("nghèo", "cận nghèo") if k in counts and k in rates]
        if len(both) < 2:
            continue
        n = {k: words.number(counts[k]["n"]) or 0.0 for k in both}
        r = {k: words.number(rates[k]["n"]) or 0.0 for k in both}
        if not all(r.values()):
            continue
        base = {k: n[k] / r[k] * 100 for k in both}
        slack = sum(n[k] * 100 * 0.006 / r[k] ** 2 + 50 / r[k] for k in both) / 2
        if abs(base["nghèo"] - base["cận nghèo"]) > slack + 1:
            start = min(rates[k].start() for k in both)
            message = texts.BASES.format(
                one=f"{counts['nghèo']['n']} hộ/{rates['nghèo']['n']}%", base_one=_show(round(base["nghèo"])),
                two=f"{counts['cận nghèo']['n']} hộ/{rates['cận nghèo']['n']}%",
                base_two=_show(round(base["cận nghèo"])),
            )  # fmt: skip
            yield _wrong(case, clause, clause.text[start : max(rates[k].end() for k in both)], message)


def directions(case: Case) -> Iterator[Finding]:
    """«giảm từ 5% xuống 6%» goes the wrong way; a share above 100% is none."""
    for clause in case.body:
        for m in _FROM_TO.finditer(clause.text):
            a, b = words.number(m["a"]) or 0.0, words.number(m["b"]) or 0.0
            if m["way"].lower() == "giảm" and b > a:
                yield _wrong(case, clause, m.group(), texts.DIRECTION_DOWN.format(start=m["a"], end=m["b"]))
            elif m["way"].lower() == "tăng" and b < a:
                yield _wrong(case, clause, m.group(), texts.DIRECTION_UP.format(start=m["a"], end=m["b"]))
        for m in _RATIO.finditer(clause.text):
            if (words.number(m["n"]) or 0.0) > 100 and "so với" not in m.group().lower():
                yield _wrong(case, clause, m.group(), texts.OVER_100)


def repeated(case: Case) -> Iterator[Finding]:
    """One indicator of one unit and period with two values in one plan."""
    seen: dict[tuple[str, ...], tuple[float, str, str]] = {}
    for target in case.reading.targets:
        if target.value_num is None or len(target.indicator.split()) < 3:
            continue
        key = tuple(
            words.fold(x) for x in (target.unit, target.period, target.parent, target.indicator, target.measure)
        )
        where = ".".join(target.ref.path)
        value, shown, place = seen.setdefault(key, (target.value_num, target.value, where))
        if abs(value - target.value_num) > 1e-9 and place != where:
            clause = next((c for c in case.body if c.ref == target.ref), None)
            if clause:
                message = texts.OTHER_VALUE.format(before=shown, where=place, now=target.value)
                yield _wrong(case, clause, target.quote, message)


def _splits(sentence: str) -> Iterator[tuple[Quantity, list[Quantity], bool]]:
    """Every total with the parts that follow it in brackets (True) or after «trong đó» (False)."""
    found = list(_quantities(sentence))
    for m in _SPLIT_SUM.finditer(sentence):
        braced = bool(m["brace"])
        close = sentence.find(")", m.end()) if braced else -1
        end = close if close >= 0 else len(sentence)
        before = [q for q in found if q.end <= m.start()]
        parts = [q for q in found if m.end() <= q.start and q.end <= end]
        if before and len(parts) >= 2 and m.start() - before[-1].end <= (3 if braced else 12):
            yield before[-1], parts, braced
    for m in _TOTAL_OF.finditer(sentence):
        before = [q for q in found if q.end <= m.start()]
        stop = min((at for at in (sentence.find(mark, m.end()) for mark in ";(") if at >= 0), default=len(sentence))
        parts = [q for q in found if m.end() <= q.start and q.end <= stop]
        near = before and len(sentence[before[-1].end : m.start()].split()) <= 4
        if near and len(parts) >= 2 and _TOTAL.search(sentence[: before[-1].start]):
            yield before[-1], parts, True


def _compare(
    case: Case, clause: Clause, sentence: str, total: Quantity, parts: list[Quantity], braced: bool
) -> Iterator[Finding]:
    stated = {q.measure for q in parts if q.measure}
    quote = sentence[_before(sentence, total.start) : parts[-1].end]
    want, got = total.value, sum(q.value for q in parts)
    if total.measure == "%" or "%" in stated:
        if stated == {"%"} and total.measure == "%" and re.search(r"thành thị.*nông thôn", sentence, re.IGNORECASE):
            low, high = (f(q.value for q in parts) for f in (min, max))
            if not low <= want <= high:  # a rate of the whole lies between the rates of its two halves
                yield _wrong(
                    case, clause, quote, texts.BETWEEN.format(low=_show(low), high=_show(high), want=_show(want))
                )
        return  # a share of each group is no part of a sum
    if stated and total.measure and stated != {total.measure}:
        if _other_units(total, parts):
            message = texts.UNITS.format(total=f"«{total.measure}»", parts=", ".join(f"«{m}»" for m in sorted(stated)))
            yield case.found(clause, quote, "unit_mismatch", "error", message, texts.UNITS_FIX)
        return
    short = want - got
    exact = abs(short) <= 0.0051 * len(parts) * (1 if any(q.value % 1 for q in (*parts, total)) else 0) + 1e-9
    if exact or (short > 0.1 * want and not braced) or want in (q.value for q in parts):
        return  # «trong đó» may name only some of the parts
    yield _wrong(case, clause, quote, texts.SUM.format(got=_show(got), want=_show(want)))


def _other_units(total: Quantity, parts: list[Quantity]) -> bool:
    """Whether parts and total are one sum but for a measure: equal as numbers, or unequal once converted."""
    measures = {q.measure for q in (total, *parts) if q.measure}
    table = next((t for t in (_WEIGHT, _MONEY, _AREA) if measures <= set(t)), None)
    if table is None:
        return abs(sum(q.value for q in parts) - total.value) < 0.01 and len(measures) > 1
    want = total.value * table[total.measure]
    got = sum(q.value * table[q.measure or total.measure] for q in parts)
    return abs(got - want) > 0.005 * want


def _wrong(case: Case, clause: Clause, quote: str, message: str) -> Finding:
    return case.found(clause, quote, "arithmetic", "error", message, texts.FIGURES_FIX)


def _quantities(text: str) -> Iterator[Quantity]:
    for m in _QUANTITY.finditer(text):
        value = words.number(m["number"])
        if value is not None and not _in_name(text, m):
            yield Quantity(value, (m["measure"] or "").lower(), m.start(), m.end())


def _in_name(text: str, m: re.Match[str]) -> bool:
    """A number that counts nothing: «dưới 5 tuổi», «năm 2025», «mức độ 1», «01 ha» of «trên 01 ha»."""
    before = text[max(0, m.start() - 14) : m.start()].lower().rstrip()
    after = text[m.end() : m.end() + 6].lower()
    if before.endswith("tổng số"):
        return False
    return before.endswith(("năm", "mức độ", "số", "dưới", "trên", "tháng", "ngày", "/")) or after.startswith(" tuổi")


def _sentences(clause: Clause) -> Iterator[str]:
    for m in _SENTENCE.finditer(clause.text.replace("*", " ")):
        if m.group().strip():
            yield m.group()


def _before(sentence: str, at: int) -> int:
    """Where the label of the figure at `at` begins: after the last mark before it."""
    cut = max(sentence.rfind(mark, 0, at) for mark in (";", "(", "\n"))
    return cut + 1 if cut >= 0 else 0


def _show(value: float) -> str:
    """A number as Vietnamese papers print it: 1525.59 → «1.525,59»."""
    text = f"{round(value, 4):,.4f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")

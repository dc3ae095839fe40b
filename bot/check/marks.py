"""Marks: commas missing or too many, words said twice, pairs that never close, leftovers of another format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.check.case import UPPER, VERBS, Case, counted
from bot.model import Finding
from bot.texts import check as texts
from retrieval import words

_SET_PHRASE = re.compile(
    r"thi đua, yêu nước(?: [^\s.,;]+){0,2}|yêu nước, thi đua|phong trào, thi đua|nông thôn, mới|"
    r"đã đề ra, các(?: [^\s.,;]+){0,3}"
)
_COMMA_AFTER_QUOTE = re.compile(r"(?:“[^”\n]{4,60}”|\"[^\"\n]{4,60}\"), (?:trong|của|giai đoạn|tại|ở|năm)\b")
_TWICE = re.compile(rf"(?<![\w“\"])(?P<w>[^\W\d_{UPPER}][^\W\d_]{{1,7}}) (?P=w)(?![\w”\"])")
_REDUPLICATED = frozenset(
    ("ngày", "năm", "luôn", "dần", "từng", "đời", "người", "nhà", "thường", "ngành", "nơi", "mãi")
)
_WORDS = r"[^\s,;.]+(?: [^\s,;.]+)"
_TWO_AND = re.compile(rf"{_WORDS}{{0,2}} và {_WORDS}? và {_WORDS}?")
_ECHO = re.compile(rf"(?P<w>{VERBS}|hưởng ứng), (?:[^\W\d_]+ ){{2,4}}(?P=w)(?!\w)(?: [^\s.,;]+){{0,3}}")
_MARKUP = re.compile(r"[“\"]?\*\*[^*\n]+\*\*[”\"]?|\$[^$\n]{1,30}\$|\w+_\(?\w*\)?|#{2,}")
_DOTS = re.compile(r"(?:[^\s.…]+ ){2}[^\s.…]*\w(?:\.{3}|…)$", re.MULTILINE)
_COUNTED = "tấn|con|ha|người|hộ|tỷ|triệu|lượt|học sinh|km|m2|cây|USD"
_PLAIN_THOUSANDS = re.compile(rf"(?<![\d.,/:-])(?P<n>\d{{4,}}(?:,\d+)?)(?![\d/-]|\.\d) (?:{_COUNTED})\b")
_CAPITAL_AFTER = re.compile(rf"[^\s;]+(?: [^\s;]+){{0,2}}; (?=[{UPPER}])(?i:{VERBS})\b(?: [^\s;.,]+){{0,3}}")
_KINDS = "Nghị định|Chỉ thị|Thông tư|Quyết định|Nghị quyết|Kế hoạch|Kết luận"
_NO_SO = re.compile(rf"(?:{_KINDS})\s+\d+[\w/]*[-/][\wĐ/-]+")


def commas(case: Case) -> Iterator[Finding]:
    """Commas missing in lists of the genre, and commas inside set phrases."""
    for clause, m, _ in counted(_missing(), case.body):
        right = _lists().get(words.squeeze(m["pair"]).lower(), "")
        yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.COMMA, right)
    for clause, m, _ in counted(_SET_PHRASE, case.body):
        yield case.found(clause, m.group(), "ocr_or_typo", "warning", texts.NO_COMMA, m.group().replace(",", ""))
    for clause, m, _ in counted(_COMMA_AFTER_QUOTE, case.body):
        yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.COMMA_AFTER_QUOTE)


def doubled(case: Case) -> Iterator[Finding]:
    """A word or a pair said twice by a slip."""
    for clause in case.body:
        text = _unquoted(clause.text)
        for m in _TWICE.finditer(text):
            if m["w"].lower() not in _REDUPLICATED:
                message = texts.DOUBLE_WORD.format(word=m["w"])
                yield case.found(clause, m.group(), "ocr_or_typo", "warning", message, m["w"])
        for m in _TWO_AND.finditer(text):
            yield case.found(clause, m.group(), "ocr_or_typo", "warning", texts.TWO_AND)
        for m in _ECHO.finditer(text):
            yield case.found(clause, m.group(), "ocr_or_typo", "warning", texts.DOUBLE_WORD.format(word=m["w"]))


def leftovers(case: Case) -> Iterator[Finding]:
    """Markup left over, dots that end a clause, figures without thousands marks, capitals after a semicolon."""
    for clause in case.reading.clauses if case.reading.source.media != "md" else ():
        for m in _MARKUP.finditer(clause.quote):
            yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.MARKUP)
    for clause in case.body:
        for m in _DOTS.finditer(clause.text):
            yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.DOTS)
        for m in _PLAIN_THOUSANDS.finditer(clause.text):
            yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.THOUSANDS, _dotted(m["n"]))
        for m in _CAPITAL_AFTER.finditer(clause.text):
            if clause.path:
                yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.CAPITAL_AFTER)
        for m in _NO_SO.finditer(clause.text):
            right = re.sub(r"^(\D+?)\s+(?=\d)", r"\1 số ", m.group())
            yield case.found(clause, m.group(), "ocr_or_typo", "note", texts.NO_SO, right, texts.DECREE_30)


def pairs(case: Case) -> Iterator[Finding]:
    """Quotation marks and brackets that never close."""
    for clause in case.body:
        label = re.match(r"\s*\(?\w{1,4}\)", clause.text)
        text = " " * label.end() + clause.text[label.end() :] if label else clause.text
        for opening, closing, message in (("“", "”", texts.QUOTE_OPEN), ("(", ")", texts.BRACKET_OPEN)):
            if text.count(opening) != text.count(closing):
                quote = _at(text, _lonely(text, opening, closing))
                yield case.found(clause, quote, "ocr_or_typo", "warning", message)


def _unquoted(text: str) -> str:
    """Words of slogans and sayings repeat on purpose: blanked, length kept."""
    return re.sub(r"[“\"][^”\"\n]*[”\"]", lambda m: "|" * len(m.group()), text)


def _dotted(number: str) -> str:
    whole, _, rest = number.partition(",")
    return f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def _lonely(text: str, opening: str, closing: str) -> int:
    """Where the mark without a partner stands."""
    stack: list[int] = []
    for i, c in enumerate(text):
        if c == opening:
            stack.append(i)
        elif c == closing:
            if not stack:
                return i
            stack.pop()
    return stack[-1] if stack else 0


def _at(text: str, at: int) -> str:
    """Some words around a mark, within its line."""
    start = text.rfind("\n", 0, at) + 1
    return " ".join([*text[start:at].split(" ")[-3:], *text[at:].split("\n", 1)[0].split()[:4]])


@cache
def _lists() -> dict[str, str]:
    """«tuyên truyền vận động» → «tuyên truyền, vận động»."""
    text = (Path(__file__).parent / "commas.txt").read_text(encoding="utf-8")
    found = (p.strip() for line in text.splitlines() if not line.startswith("#") for p in line.split("|"))
    return {p.replace(",", ""): p for p in found if p}


@cache
def _missing() -> re.Pattern[str]:
    either = "|".join(re.escape(p) for p in sorted(_lists(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<pair>{either})(?!\w)(?: [^\s.,;]+)?", re.IGNORECASE)

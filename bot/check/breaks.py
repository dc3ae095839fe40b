"""Sentences cut in two by a page break or a blank line, paragraphs left open, runs of blank lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bot.check.case import Case
from bot.model import Finding
from bot.texts import check as texts

_LABEL = re.compile(r"(?:[-+*]|\(?\d|[a-zđ]\)|Căn cứ|Thực hiện|Theo|Xét|Hưởng ứng|Triển khai|Tiếp tục)")
_BLANKS = re.compile(r"\n(?:[^\S\n]*\n){2,}[^\S\n]*(?=\S)")


def cut(case: Case) -> Iterator[Finding]:
    """A sentence that goes on after a blank line (the reading joins it; the paper still shows it cut)."""
    text = case.reading.source.text
    for line in case.reading.source.lines:
        for one, two in itertools.pairwise(line.spans):
            if text[one.start : one.end].rstrip().endswith(",") and text[two.start : two.end].lstrip()[:1].isupper():
                continue  # the grounds end with a comma, the enacting words begin a paragraph of their own
            if text[one.end : two.start].count("\n") >= 2 or text[one.end - 1 : two.start].count("\n") >= 2:
                quote = " ".join([*text[one.start : one.end].split()[-5:], *text[two.start : two.end].split()[:5]])
                yield case.whole("page_break", "warning", texts.BREAK, texts.BREAK_FIX, line=line, quote=quote)


def left_open(case: Case) -> Iterator[Finding]:
    """A paragraph that ends without a mark, or with a semicolon, before one that begins like a new sentence."""
    prose = [x for x in case.reading.source.lines if x.text.strip()]
    for one, two in itertools.pairwise(prose):
        a, b = one.text.strip(), two.text.strip()
        if len(a.split()) < 25 or len(b.split()) < 12 or not b[0].isupper() or _LABEL.match(b):
            continue
        quote = " ".join([*a.split()[-4:], *b.split()[:5]])
        if a[-1] not in '.;:,!?…”*"/)':
            yield case.whole("page_break", "warning", texts.BREAK, texts.BREAK_FIX, line=one, quote=quote)
        elif a.endswith(";") and not _LABEL.match(a):
            yield case.whole("ocr_or_typo", "warning", texts.SEMICOLON_END, line=one, quote=quote)


def blank_runs(case: Case) -> Iterator[Finding]:
    """Two and more blank lines inside the text of a plain file."""
    if case.reading.source.media != "txt":
        return
    text = case.reading.source.text
    for m in _BLANKS.finditer(text):
        before = text[text.rfind("\n", 0, m.start()) + 1 : m.start()].rstrip()
        after = text[m.end() : end if (end := text.find("\n", m.end())) >= 0 else len(text)]
        if before.endswith((".", ";")):
            quote = f"{' '.join(before.split()[-4:])} {' '.join(after.split()[:3])}"
            lines = case.reading.source.lines
            line = next((x for x in lines if x.spans and x.spans[0].start >= m.end()), None)
            yield case.whole("page_break", "note", texts.BREAK_BLANK, texts.BREAK_BLANK_FIX, line=line, quote=quote)

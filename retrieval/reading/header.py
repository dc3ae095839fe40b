"""The head of a document: number, place, date, issuer, level, kind, subject, period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.model import Clause, DocNumber, Header, Line
from retrieval.reading import patterns as p
from retrieval.reading.issuer import infer_issuer, issuer_of_number, issuer_raw, level_of, sentence_case
from retrieval.reading.refs import kind_of_number, numbers_in, parse_number
from retrieval.words import dates, squeeze

_HEAD_LINES = 40
_BODY_START = re.compile(
    r"(?:Căn cứ|Thực hiện|Để|Nhằm|Kế thừa|Phát huy|Năm \d{4}|Ủy ban|Uỷ ban|UBND|Xét|Theo|Trên cơ sở|Tiếp tục|"
    r"Hưởng ứng|Kính gửi|"
    r"Chấp hành|Triển khai|Xuất phát|Trong |Thời gian|BỘ TRƯỞNG|CHỦ TỊCH|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN)\b"
)
_COMMENT = re.compile(r"#\s*văn bản\s*:\s*(?P<number>\S+)(?:\s+(?P<subject>.*))?$")
# «(Điều 1 Thông tư số 12/2019/TT-BNV quy định … ngày 04/11/2019 của Bộ Nội vụ, có hiệu lực …)»: the first note of a
# codified text; the subject may hold «ngày … của …» too, so the last pair before «có hiệu lực» is the text's own
_LAW_NOTE = re.compile(
    r"\(Điều\s+\d+\w*\s+(?P<kind>Bộ luật|Luật|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Pháp lệnh|"
    r"Nghị quyết|Hiến pháp)\s+(?:liên tịch\s+)?số\s+(?P<number>Không số|\S+)\s+"
    r"(?P<subject>(?:(?!có hiệu lực).)*?)\s*(?:ngày\s+(?P<date>\d{1,2}/\d{1,2}/\d{4})\s+của\s+"
    r"(?P<issuer>(?:(?!có hiệu lực|ngày \d).)+?)),\s+có hiệu lực",
)
_YEARS = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*[-–]\s*(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d/])(20[0-4]\d)(?!\d)")


def header_of(lines: Sequence[Line], clauses: Sequence[Clause]) -> tuple[Header, tuple[str, ...]]:
    """The header and what was missing or inferred (one Vietnamese sentence each)."""
    head = _head_lines(lines, clauses)
    texts = [x.text for x in head]
    # the bodies it is sent to are not who issued it
    body = "\n".join(c.text for c in clauses if c.path[:1] != ("Nơi nhận",))
    made = _law_head(lines) or _plan_head(head)
    doubts: list[str] = []
    if not made.issuer and (found := parse_number(made.number)):
        made = replace(made, issuer=issuer_of_number(found))
    if not made.issuer:
        issuer = infer_issuer(body, made)
        if issuer:
            made = replace(made, issuer=issuer)
            doubts.append(f"Không thấy tên cơ quan ban hành ở đầu văn bản; suy ra từ nội dung: {issuer}.")
    made = replace(made, level=level_of(made.issuer))
    if not made.period:
        made = replace(made, period=_period(made, texts))
    return made, tuple(doubts) + _missing(made)


# --- the head of a plan ---------------------------------------------------------------------------


def _head_lines(lines: Sequence[Line], clauses: Sequence[Clause]) -> list[Line]:
    end = next((c.span.start for c in clauses if c.ref.steps), None)
    return [x for x in lines[:_HEAD_LINES] if end is None or x.spans[0].start < end]


def _plan_head(lines: Sequence[Line]) -> Header:
    number, number_raw, place, date, date_raw, kind, subject = "", "", "", None, "", "", ""
    issuer_lines: list[str] = []
    numbered = False  # the number stands on this line: what is left of it can only be the place and date
    for i, line in enumerate(lines):
        text = line.text
        if not kind and (m := p.KIND_LINE.match(text)):
            kind = m.group("kind").capitalize()
            subject = m.group("rest") or _subject(lines[i + 1 :])
            break
        if not number_raw and (m := p.NUMBER_LINE.search(text)):
            number_raw = squeeze(m.group())
            found = parse_number(m.group("raw")) or parse_number(text)
            number = found.text if found else ""
            text = f"{text[: m.start()]} {text[m.end() :].lstrip(' ,;')}".strip()
            numbered = True
        bare = numbered or len(text) < 60
        numbered = False
        if not date_raw and (m := p.PLACE_DATE.search(text) or (p.BARE_DATE.search(text) if bare else None)):
            place, date_raw, date = squeeze(m.group("place") or ""), squeeze(m.group("raw")), _date(m)
            text = text[: m.start()].strip()
            place = re.sub(r"^.*\s{2,}", "", place)
        # a number in a text box may come before the name of who issues it
        if text and not date_raw and (not number_raw or not issuer_lines):
            issuer_lines.append(text)
        if not subject and re.match(r"V/v|Về việc", text):
            subject = text
    raw = issuer_raw(issuer_lines)
    if not kind and re.match(r"V/v\b", subject):
        kind = "Công văn"
    if not kind and (found := parse_number(number)):
        kind = kind_of_number(found)
    return Header(
        number, number_raw, place, date, date_raw, sentence_case(raw), raw, "", kind, subject, _period_in(subject)
    )


def _subject(lines: Sequence[Line]) -> str:
    parts: list[str] = []
    for k, line in enumerate(lines[:6]):
        text = line.text
        if k and (
            _BODY_START.match(text)
            or (p.OFFICE_TITLE.match(text) and text.isupper())  # «GIÁM ĐỐC SỞ NỘI VỤ» decides; it is no subject
            or line.number - _last_number(lines[k - 1]) > 1
            or len(text) > 200
            or (parts[0].isupper() and not text.isupper())
            or parts[-1][-1] in ".;:"
        ):
            break
        if _BODY_START.match(text) and not text.isupper() and len(text) > 120:
            break
        parts.append(text)
    return squeeze(" ".join(parts)).rstrip(" .;:")


def _last_number(line: Line) -> int:
    return line.number + len(line.spans) - 1


def _date(m: re.Match[str]) -> dt.date | None:
    try:
        if m["y2"]:
            return dt.date(int(m["y2"]), int(m["m2"]), int(m["d2"]))
        return dt.date(int(m["y"]), int(m["m"]), int(m["d"]))
    except ValueError:
        return None


# --- the head of a law text -----------------------------------------------------------------------


def _law_head(lines: Sequence[Line]) -> Header | None:
    """A codified text: a comment line «# văn bản: 12/2019/TT-BNV …» and notes in brackets under its articles."""
    comment = next((m for x in lines[:_HEAD_LINES] if (m := _COMMENT.match(x.text))), None)
    named = parse_number(comment["number"]) if comment else None
    note = _first_note(_notes(lines), named)
    if comment is None and note is None:
        return None
    noted = parse_number(note["number"]) if note else None
    number = named or noted
    subject = (comment["subject"] or "") if comment else ""
    if note and (not subject or subject.startswith("có hiệu lực")):
        subject = note["subject"]
    date = next((d for d, _, _ in dates(note["date"])), None) if note else None
    kind = note["kind"] if note else kind_of_number(number) if number else ""
    text = number.text if number else ""
    raw = f"Số: {text}" if text else ""
    return Header(text, raw, "", date, "", note["issuer"] if note else "", "", "", kind, squeeze(subject), "")


def _notes(lines: Sequence[Line]) -> Iterator[str]:
    """The notes in brackets under the articles; one may be broken over a few lines."""
    for i, line in enumerate(lines):
        if line.text.startswith("(Điều"):
            whole = "có hiệu lực" in line.text
            yield line.text if whole else " ".join(x.text for x in lines[i : i + 6])


def _first_note(notes: Iterable[str], named: DocNumber | None) -> re.Match[str] | None:
    """The first whole note about the text itself: notes about the texts it amends name another number."""
    for _, text in zip(range(200), notes, strict=False):
        m = _LAW_NOTE.match(text)
        if m and m["number"] and (named is None or parse_number(m["number"]) == named):
            return m
    return None


def _period_in(text: str) -> str:
    if m := _YEARS.search(text):
        return f"{m.group(1)}-{m.group(2)}"
    years = _YEAR.findall(text)
    return years[-1] if years else ""


def _period(head: Header, texts: Sequence[str]) -> str:
    if head.kind in ("Luật", "Nghị định", "Thông tư", "Pháp lệnh", "Thông tư liên tịch") or not (
        head.kind or head.date
    ):
        return ""
    after = [t for t in texts if not numbers_in(t)]
    for text in reversed(after):
        if m := re.search(r"(?:Kế hoạch|nhiệm vụ|năm)[^.;]{0,160}?năm\s+(20\d\d)", text):
            return m.group(1)
    return str(head.date.year) if head.date else ""


def _missing(head: Header) -> tuple[str, ...]:
    found: list[str] = []
    if not head.number:
        found.append("Chưa có số văn bản" + (f" (in là «{head.number_raw}»)." if head.number_raw else "."))
    if head.date is None and not head.number.count("/") > 1:
        found.append("Chưa có ngày ban hành" + (f" (in là «{head.date_raw}»)." if head.date_raw else "."))
    if not head.issuer and not head.number:
        found.append("Không xác định được cơ quan ban hành.")
    if not head.kind:
        found.append("Không thấy tên loại văn bản.")
    return tuple(found)

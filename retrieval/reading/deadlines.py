"""Deadlines: by when something is to be done, with a date only where the text gives a whole one."""

from __future__ import annotations

import datetime as dt
import re

from retrieval.model import Deadline
from retrieval.reading.paragraphs import Paragraph
from retrieval.words import dates, squeeze

_DAY = r"(?:ngày\s+)?\d{1,2}(?:\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)"
_MONTH = r"tháng\s+\d{1,2}(?:\s*(?:/|năm)\s*\d{4})?"
_QUARTER = r"quý\s+(?:IV|I{1,3}|[1-4])(?:\s*[/-]\s*\d{4}|\s+năm\s+\d{4}|\s*,\s*năm\s+\d{4})?"
_REGULAR = r"(?:hằng|hàng)\s+(?:tháng|quý|năm|tuần)"
_WHEN = re.compile(
    rf"(?<!\w)(?:"
    rf"(?:chậm\s+nhất(?:\s+là)?|trước|hoàn\s+thành\s+trước|xong\s+trước|đến\s+hết|đến|hết|kể\s+từ|từ|vào|trong)\s+"
    rf"(?:ngày\s+)?{_DAY}(?:\s+{_REGULAR})?(?:\s+đến\s+(?:hết\s+)?(?:ngày\s+)?{_DAY})?"
    rf"|(?:chậm\s+nhất(?:\s+là)?(?:\s+trong)?|trước|đến\s+hết|đến|hết|trong|từ)\s+(?:hết\s+|cuối\s+|đầu\s+)?"
    rf"(?:{_MONTH}|{_QUARTER})(?:\s+đến\s+[^.,;]{{3,120}})?"
    rf"|(?:trước|chậm\s+nhất(?:\s+là)?|đến\s+hết|hết)\s+(?:cuối\s+)?năm\s+\d{{4}}"
    rf"|từ\s+(?:ngày\s+)?\d{{1,2}}\s+đến\s+(?:hết\s+)?(?:ngày\s+)?{_DAY}|(?<=kết )ngày\s+{_DAY}"
    rf"|(?<=phấn đấu )đến\s+(?:cuối\s+)?năm\s+20\d\d|vào\s+năm\s+20\d\d(?![”\"])"
    rf"|từ\s+nay\s+đến\s+(?:hết\s+)?(?:ngày\s+{_DAY}|{_MONTH}|năm\s+\d{{4}})"
    rf"|(?:(?:0?6|sáu|09|9)\s+tháng\s+|(?:ngay\s+)?từ\s+(?:những\s+tháng\s+)?|những\s+tháng\s+)đầu\s+năm(?:\s+\d{{4}})?"
    rf"|vào\s+(?:dịp\s+)?cuối\s+năm(?:\s+\d{{4}})?|vào\s+dịp\s+[^.;,(]{{4,120}}(?:\([^()]{{0,14}}\d{{1,2}}/\d{{1,2}}/\d{{4}}\))?"
    rf"|ngay\s+sau\s+(?:khi\s+(?:nhận|ban\s+hành|có|kết\s+thúc)|Tết)[^.;,]{{3,60}}"
    rf"|(?:định\s+kỳ\s+)(?:{_REGULAR}|0?[36]\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?|quý|năm)[^.;,]{{0,40}}"
    rf"|trong\s+(?:vòng\s+)?\d{{1,3}}\s+ngày(?:\s+làm\s+việc)?(?:,?\s+kể\s+từ\s+[^.;,]{{4,60}})?"
    rf")",
    re.IGNORECASE,
)
# «Hoàn thành xóa nhà tạm … trong năm 2024.»: a year is a deadline of a thing finished, not of «các chỉ tiêu, nhiệm vụ»
_FINISHED = re.compile(
    r"Hoàn\s+thành\s+(?![^.;]*(?:chỉ\s+tiêu|nhiệm\s+vụ))[^.;]*?(?P<when>trong\s+năm\s+20\d\d)(?=\s*[.;]|$)"
)
_LABELLED = re.compile(r"^(?:[-+*•]|[\dIVX][\dIVX.]{0,6}\s?[-–]|\(?\w{1,5}[.)/](?:\d+[.)]?)*)\s*")
_AGAIN = re.compile(rf"\s+và\s+(?P<again>(?:trước\s+)?ngày\s+{_DAY})")  # «trước ngày 10/6/2026 và ngày 25/11/2026»
_ORDER = re.compile(
    r"hoàn\s+thành|báo\s+cáo|gửi|tổng\s+kết|sơ\s+kết|đánh\s+giá|bình\s+xét|xây\s+dựng|ban\s+hành|triển\s+khai|"
    r"đăng\s+ký|nộp|trình|"
    r"thực\s+hiện|tổ\s+chức|tập\s+trung|phát\s+động|kiểm\s+tra|rà\s+soát|tổng\s+hợp|thời\s+gian|giải\s+ngân|xóa|"
    r"đề\s+nghị|đề\s+xuất|"
    r"ký\s+kết|lập|họp|quyết\s+toán|công\s+bố|đạt",
    re.IGNORECASE,
)
# A date that names something of the past or a paper is no deadline: «ngày 07/4/2014 của Bộ Chính trị».
_PAST = re.compile(r"(?:căn\s+cứ|số\s+\S+\s*)$|kỷ\s+niệm[^.;,]*$", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:^|[.;:]\s|,\s+(?=(?:báo cáo|gửi|tổng kết|hoàn thành|đánh giá|trình)\b)"
    r"|\s+và\s+(?=(?:đánh giá|báo cáo|gửi|tổng kết)\b))"
)


def deadlines_in(p: Paragraph) -> list[Deadline]:
    """The deadlines of one paragraph: the moment as printed, what is due, a date where it is whole."""
    if not p.is_body:
        return []
    text, rows = p.text, []
    about_time = re.search(r"thời\s+gian", p.clause.text.split("\n", 1)[0][:60] + p.headings[-60:], re.IGNORECASE)
    for start, end in p.sentences():
        if not (about_time or _ORDER.search(text, start, end)):
            continue
        whens = [m.span() for m in _WHEN.finditer(text, start, end) if not _PAST.search(text[start : m.start()])]
        whens += [m.span("again") for w in whens if (m := _AGAIN.match(text, w[1], end))]
        whens += [m.span("when") for m in _FINISHED.finditer(text, start, end)]
        for left, right in whens:
            right -= len(text[left:right]) - len(text[left:right].rstrip())
            at = _begin(text, start, left)
            ahead = len(text[at:left].replace("phấn đấu", "").strip(" ,")) > 3
            stop = right if ahead else _finish(text, right, end)
            what = squeeze(text[at:left] if ahead else text[right:stop]).strip(" ,;:.(") or _headed(p, left)
            when = text[left:right]
            rows.append(Deadline(p.clause.ref, what, squeeze(when), _date(when), p.quote(at, stop), p.span(at, stop)))
    return rows


def _headed(p: Paragraph, at: int) -> str:
    """What is due where only the heading says it: «2. Thời gian thực hiện: Từ tháng 10/2025 …»."""
    own = p.text[p.start : at].strip(" ,;:.(")
    if own or not p.first:
        return squeeze(own) or _LABELLED.sub("", p.clause.text.split("\n", 1)[0]).strip(" ,;:.")
    return _LABELLED.sub("", p.above[-1].text.split("\n", 1)[0]).strip(" ,;:.") if p.above else ""


def _begin(text: str, start: int, at: int) -> int:
    """Where the words that say what is due begin."""
    leads = [m.end() for m in _LEADS.finditer(text, start, at)]
    return max([start, *leads])


def _finish(text: str, at: int, end: int) -> int:
    stop = re.compile(r"[;.](?:\s|$)").search(text, at, end)
    return stop.start() if stop else end


def _date(text: str) -> dt.date | None:
    found = dates(text)
    return found[-1][0] if found else None

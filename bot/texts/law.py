"""What people read about directives: states, certainty, labels of a register card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retrieval import Certainty, Directive, Standing, State, words

STATE_WORDS: dict[State, str] = {
    State.IN_FORCE: "còn hiệu lực",
    State.HAS_SUCCESSOR: "đã có văn bản mới",
    State.EXPIRED: "hết hiệu lực",
    State.PERIOD_OVER: "hết kỳ",
    State.NOT_YET: "chưa có hiệu lực",
    State.UNKNOWN: "chưa rõ hiệu lực",
}
CERTAINTY: dict[Certainty, str] = {
    "high": "cao",
    "medium": "vừa",
    "low": "thấp",
    "unknown": "chưa rõ",
    "as cited in the plan": "chỉ theo kế hoạch đã dẫn",
}
NOT_FOUND = "Không tìm thấy «{number}» trong sổ văn bản."
NEAREST = "Số gần giống: {numbers}."
NOTHING_ABOUT = "Sổ văn bản không có dòng nào về «{text}»."
NO_INDEX = "Chưa có chỉ mục nên chưa biết văn bản nào của kho viện dẫn ({reason})."
NOTHING_DUE = "Không có dòng nào đến hạn kiểm tra lại."
DUE = "- {name}: {state}; {checked}; chắc chắn về văn bản: {certainty}, về hiệu lực: {state_certainty}. {why}"
ASSUMED_START = "Ngày có hiệu lực chưa xác định, tạm tính từ ngày ký."
STARTS = "Có hiệu lực từ {day}."
CHECKED = "kiểm tra ngày {day}"
CHECKED_ALL = "Theo sổ văn bản, kiểm tra ngày {day}."
CITED_BY = "Ai đã viện dẫn: {n} văn bản của kho."
CITED_MORE = "… và {n} văn bản nữa."
CITED_BY_NOBODY = "Ai đã viện dẫn: kho chưa có văn bản nào."
PASTE = "Dòng viện dẫn: {line}"
NO_PASTE = "Chưa đủ chắc về số, ngày hay cơ quan ban hành: không in làm căn cứ."
DOUBT = "chưa chắc"

TODAY = "hôm nay, {day}"
UNTIL_THEN = "; hôm nay {state}"
BY_NOW = "; đến nay {state}"
ASKS = "Việc cần làm trong kế hoạch (ghi chú của sổ): {asks}"
NOTE = "Ghi chú của sổ: {note}"
ASKS_NOW = "Ghi chú của sổ, viết ngày {day} và nói về hiện nay: {asks}"
SOURCES = "Nguồn: {names}."
SOURCE = "Nguồn: {name}"
NOT_COMPARED = "chưa đối chiếu bản gốc"
AT_THE_TIME = "Vào {when}, văn bản còn hiệu lực về nội dung này: {line}."
NOTHING_AT_THE_TIME = "Sổ không có văn bản nào trước đó còn hiệu lực vào {when}."
WHEN_DAY = "ngày {day}"
OTHERS = "Văn bản khác của sổ, xem hiệu lực vào {when} trước khi dùng:"
SAME_NUMBER_HELD = "Số {number} trong danh mục là:"
NOT_THAT = "Không tìm thấy «{cited}» trong sổ văn bản: số này trong danh mục có {held}."
HELD_DATE = "ngày {day}"
HELD_ISSUER = "của {issuer}"
HOW_TO_SAY = 'Gõ lại kèm ngày, ví dụ: thidua law "{name}"'
AS_OF = "Tại thời điểm {when}:"
APPLIES = "Căn cứ áp dụng cho {when} ({n} văn bản trong sổ):"
LEFT = " (sắp hết hạn, còn {days} ngày)"
ENDS_WITHIN = " (hết trong thời gian được hỏi, phải theo dõi văn bản thay)"
NO_BASIS = "Sổ văn bản không có văn bản nào còn hiệu lực vào {when} cho nội dung này."
NEWER = "Văn bản sau: {line}."
NEWER_UNLISTED = "Văn bản sau: {name} (chưa có trong danh mục của sổ)."
NO_REPEAL_READ = "Chưa đọc được điều khoản thay thế hay bãi bỏ, nên sổ chỉ ghi là đã có văn bản mới."
NO_NEWER_KNOWN = "Sổ chưa có văn bản của kỳ sau."
REPLACES = "Văn bản này thay cho: {names}."
SAME_NUMBER = "Cùng số còn có {line}."
SHARED = "Số {number} là của nhiều văn bản:"
SHARED_REASON = "số này chỉ nhiều văn bản"
WHICH = "Anh/chị hỏi văn bản nào?"
NOT_LISTED = "«{number}» chưa có trong danh mục của sổ nên chưa rõ hiệu lực; kho có viện dẫn:"
NOT_CITABLE = "{name} chưa đủ chắc để viện dẫn."
NOBODY_CITES = "Kho chưa có văn bản nào viện dẫn {name}."
CITES = "{name}. Có {n} văn bản của kho viện dẫn:"
TIMELINE = "Các văn bản nối tiếp nhau, theo ngày bắt đầu:"
DIFFERS: dict[str, str] = {
    "date": "Câu hỏi ghi ngày {cited}, sổ ghi ngày {held}.",
    "issuer": "Câu hỏi ghi của {cited}, sổ ghi của {held}.",
    "subject": "Câu hỏi ghi «{cited}», sổ ghi «{held}».",
    "kind": "Câu hỏi ghi là {cited}, sổ ghi là {held}.",
}
_HOST = re.compile(r"https?://([^/\s:]+)")
_ORIGINALS = ("vbpl.vn", "chinhphu.vn", "vanban.chinhphu.vn", "datafiles.chinhphu.vn")
_COPY = re.compile(r"(phapdien: )?github:([\w.-]+/[\w.-]+)(.*)", re.DOTALL)
BUTTON_CITE = "Trích dẫn"
BUTTON_CITERS = "Ai đã viện dẫn"
BUTTON_NEWER = "Văn bản thay thế"
BUTTON_TIMELINE = "Dòng thời gian"


def state(standing: Standing) -> str:
    """The state in words with its day: «hết hiệu lực từ 01/01/2024», «còn hiệu lực, đến hết 28/02/2027».

    A state that nobody vouches for says so: «hết kỳ từ 01/01/2026 (chưa chắc)».
    """
    said = STATE_WORDS[standing.state]
    since = words.day(standing.since) if standing.since else ""
    if standing.state is State.IN_FORCE:
        return f"{said}, đến hết {words.day(standing.lapses_on)}" if standing.lapses_on else said
    if standing.state in (State.EXPIRED, State.PERIOD_OVER, State.HAS_SUCCESSOR):
        said = f"{said} từ {since}" if since else said
        return said if standing.vouched else f"{said} ({DOUBT})"
    return said


def sources(read: Sequence[str], most: int = 0) -> str:
    """Where a row was read, the official places first; copies say that they are copies.

    «Nguồn: https://vbpl.vn/…; bản chép ở https://github.com/… (tệp …); chưa đối chiếu bản gốc». `most` 0 = all.
    """
    ordered = sorted(read, key=lambda s: (not _official(s), ".gov.vn/" not in s, not s.startswith("http")))
    shown = [_source(s) for s in (ordered[:most] if most else ordered)]
    if not any(_official(s) for s in read):
        shown.append(NOT_COMPARED)
    return SOURCES.format(names="; ".join(shown))


def address(read: Sequence[str]) -> str:
    """The best place to open, "" where none can be opened."""
    ordered = sorted(read, key=lambda s: (not _official(s), ".gov.vn/" not in s, not s.startswith("http")))
    found = [s.split(" ")[0] for s in ordered if s.startswith("http")]
    copies = [f"https://github.com/{m.group(2)}" for s in read if (m := _COPY.match(s))]
    return next(iter((*found, *copies)), "")


def _official(source: str) -> bool:
    """The State's own database of texts, not a bulletin that speaks of one."""
    host = _HOST.match(source)
    return host is not None and (host.group(1) in _ORIGINALS or host.group(1).startswith("congbao"))


def _source(source: str) -> str:
    """A source as an official can follow it."""
    if source.startswith("seed:"):
        return f"kế hoạch đã viện dẫn (tệp {source.removeprefix('seed:')}_… của kho)"
    if m := _COPY.match(source):
        what = "bản chép Bộ pháp điển" if m.group(1) else "bản chép"
        rest = m.group(3).strip(" /")
        return f"{what} ở https://github.com/{m.group(2)}" + (f" ({rest})" if rest else "")
    return source


def now(standing: Standing, *, ahead: bool) -> str:
    """Beside a state on another day, today's: «; đến nay hết hiệu lực từ …», before a day to come «; hôm nay …»."""
    return (UNTIL_THEN if ahead else BY_NOW).format(state=state(standing))


def badge(number: str, kind: str, standing: Standing) -> str:
    """Beside words taken from a text that is not in force: «theo NĐ 91/2017/NĐ-CP, hết hiệu lực từ 01/01/2024»."""
    return f"theo {kind} {number}, {state(standing)}"


def checked(row: Directive) -> str:
    """«kiểm tra ngày 21/11/2026»."""
    return CHECKED.format(day=words.day(row.checked))


def checked_line(row: Directive) -> str:
    """The line under every answer: day of the check and how sure."""
    return f"Theo sổ văn bản, {checked(row)}; độ chắc chắn về văn bản: {CERTAINTY[row.certainty]}."


def by_register(row: Directive) -> str:
    """Behind a state told in passing: «sổ văn bản, kiểm tra ngày 21/11/2026»; how sure where it is not quite."""
    sure = "" if row.state_certainty == "high" else f", độ chắc chắn: {CERTAINTY[row.state_certainty]}"
    return f"sổ văn bản, {checked(row)}{sure}"


def soon(on: date, last: date) -> str:
    """The warning of an end: «Sắp hết hạn: áp dụng đến hết 28/02/2027 (còn 99 ngày).»."""
    return f"Sắp hết hạn: áp dụng đến hết {words.day(last)} (còn {(last - on).days} ngày)."

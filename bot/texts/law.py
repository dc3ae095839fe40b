"""What people read about directives: states, certainty, labels of a register card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote

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
ALL_SOURCES = "Nguồn:"
COPY = "bản chép"
SOURCES_OF = "{name}: nơi đã đọc khi ghi vào sổ."
NOT_COMPARED = "chưa đối chiếu bản gốc"
AT_THE_TIME = "Vào {when}, văn bản còn hiệu lực về nội dung này: {line}."
NOTHING_AT_THE_TIME = "Sổ không có văn bản nào trước đó còn hiệu lực vào {when}."
WHEN_DAY = "ngày {day}"
OTHERS = "Văn bản khác của sổ, xem hiệu lực vào {when} trước khi dùng:"
NOT_THAT = "Không tìm thấy «{cited}» trong sổ văn bản: số này trong danh mục có {held}."
HELD_DATE = "ngày {day}"
HELD_ISSUER = "của {issuer}"
MOVEMENTS = "Phong trào thi đua do Thủ tướng Chính phủ phát động, giai đoạn {first}-{last} ({n} trong sổ văn bản):"
NO_MOVEMENTS = "Sổ văn bản không ghi phong trào thi đua nào do Thủ tướng Chính phủ phát động giai đoạn {first}-{last}."
LAUNCHED = ", phát động ngày {day}"
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
_EMPTY_PARAMETER = re.compile(r"[?&]\w+=$")
BUTTON_CITE = "Trích dẫn"
BUTTON_CITERS = "Ai đã viện dẫn"
BUTTON_NEWER = "Văn bản thay thế"
BUTTON_TIMELINE = "Dòng thời gian"
BUTTON_SOURCES = "Nguồn"


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


def sources(read: Sequence[str]) -> str:
    """The one place to open, the official one first: «Nguồn: https://vbpl.vn/…», «…; chưa đối chiếu bản gốc»."""
    ordered = _ordered(read)
    shown = [_short(ordered[0])] if ordered else []
    if not any(_official(s) for s in read):
        shown.append(NOT_COMPARED)
    return SOURCES.format(names="; ".join(shown))


def all_sources(read: Sequence[str]) -> list[str]:
    """Every place a row was read, a line each, the official ones first; copies say that they are copies."""
    lines = [ALL_SOURCES, *(f"- {_source(s)}" for s in _ordered(read))]
    return lines if any(_official(s) for s in read) else [*lines, f"- {NOT_COMPARED}"]


def address(read: Sequence[str]) -> str:
    """The best place to open, "" where none can be opened."""
    found = [s.split(" ")[0] for s in _ordered(read) if s.startswith("http")]
    copies = [f"https://github.com/{m.group(2)}" for s in read if (m := _COPY.match(s))]
    return next(iter((*found, *copies)), "")


def _ordered(read: Sequence[str]) -> list[str]:
    """Official places, other offices' pages, other pages, copies; among equals as the register has them."""
    return sorted(read, key=lambda s: (not _official(s), ".gov.vn/" not in s, not s.startswith("http")))


def _short(source: str) -> str:
    """A source for a list: an address as people read it, whole enough to open; a copy by its collection alone."""
    copy = _COPY.match(source)
    return f"{COPY} ở github.com/{copy.group(2)}" if copy else _source(source)


def _readable(address: str) -> str:
    """An address with its percent signs read and its empty parameters left out."""
    plain = _EMPTY_PARAMETER.sub("", unquote(address.partition(" ")[0]))
    rest = address.partition(" ")[2]
    plain = plain if plain.isprintable() and " " not in plain else address.partition(" ")[0]
    return f"{plain} {rest}".strip()


def _official(source: str) -> bool:
    """The State's own database of texts, not a bulletin that speaks of one."""
    host = _HOST.match(source)
    return host is not None and (host.group(1) in _ORIGINALS or host.group(1).startswith("congbao"))


def _source(source: str) -> str:
    """A source as an official can follow it."""
    if source.startswith("seed:"):
        return f"kế hoạch đã viện dẫn (tệp {source.removeprefix('seed:')}_… của kho)"
    if m := _COPY.match(source):
        what = f"{COPY} Bộ pháp điển" if m.group(1) else COPY
        rest = m.group(3).strip(" /")
        return f"{what}: github.com/{m.group(2)}" + (f", tệp {rest}" if rest else "")
    return _readable(source)


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

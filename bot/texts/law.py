"""What people read about directives: states, certainty, labels of a register card."""

from __future__ import annotations

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
NOTHING_DUE = "Không có dòng nào đến hạn kiểm tra lại."
ASSUMED_START = "ngày có hiệu lực chưa xác định, tính từ ngày ký"
CHECKED = "kiểm tra ngày {day}"
NOTE_OF_REGISTER = "ghi chú của sổ"


def state(standing: Standing) -> str:
    """The state in words with its day: «hết hiệu lực từ 01/01/2024», «còn hiệu lực, đến hết 28/02/2027»."""
    said = STATE_WORDS[standing.state]
    since = words.day(standing.since) if standing.since else ""
    if standing.state is State.IN_FORCE:
        return f"{said}, đến hết {words.day(standing.lapses_on)}" if standing.lapses_on else said
    if standing.state in (State.EXPIRED, State.PERIOD_OVER, State.HAS_SUCCESSOR) and since:
        return f"{said} từ {since}"
    return said


def badge(number: str, kind: str, standing: Standing) -> str:
    """Beside words taken from a text that is not in force: «theo NĐ 91/2017/NĐ-CP, hết hiệu lực từ 01/01/2024»."""
    return f"theo {kind} {number}, {state(standing)}"


def checked(row: Directive) -> str:
    """«kiểm tra ngày 21/11/2026»."""
    return CHECKED.format(day=words.day(row.checked))


def soon(on: date, last: date) -> str:
    """The warning of an end within half a year: «sắp hết hiệu lực, còn 40 ngày»."""
    return f"sắp hết hiệu lực, còn {(last - on).days} ngày"

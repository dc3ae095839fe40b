"""Duties: who must do what, where a plan says so: «Giao …», «Đề nghị …», «Yêu cầu …», a body as subject or as heading.

Duties without a named owner are not made up: they are counted, so that a person can be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.model import Clause, Duty, Step
from retrieval.reading.paragraphs import Paragraph
from retrieval.reading.patterns import UPPER
from retrieval.words import squeeze

_ORGANISED = re.compile(
    r"tổ\s+chức\s+thực\s+hiện|phân\s+công|trách\s+nhiệm|nhiệm\s+vụ,?\s+giải\s+pháp|triển\s+khai\s+thực\s+hiện",
    re.IGNORECASE,
)
_ASSIGNED_SECTION = re.compile(r"tổ\s+chức\s+thực\s+hiện|phân\s+công|trách\s+nhiệm", re.IGNORECASE)
_ASSIGNS = re.compile(
    r"(?<!\w)(?:trân\s+trọng\s+)?(?P<verb>giao(?:\s+cho)?|đề\s+nghị|yêu\s+cầu|kêu\s+gọi|phân\s+công)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
# Where the owner ends: the first word that says what to do.
_DOES = re.compile(
    r"(?<![\w-])(?:tiếp tục|tăng cường|chủ trì|chủ động|phối hợp|xây dựng|triển khai|thực hiện|tham mưu|đẩy mạnh|"
    r"vận động|tuyên truyền|"
    r"căn cứ|theo dõi|nghiêm túc|thường xuyên|kịp thời|tích cực|phát động|hướng dẫn|kiểm tra|đôn đốc|tổng hợp|"
    r"chịu trách nhiệm|"
    r"có trách nhiệm|có nhiệm vụ|thành lập|ban hành|báo cáo|phát huy|đoàn kết|quan tâm|tập trung|cần|phải|bố trí|"
    r"rà soát|quán triệt|"
    r"chỉ đạo|lựa chọn|gửi|khẩn trương|thẩm định|đề xuất|bảo đảm|đảm bảo|nâng cao|phản ánh|hoàn thành|cụ thể hóa|"
    r"hưởng ứng|tham gia|"
    r"giúp|theo chức năng|theo thẩm quyền|theo nhiệm vụ|xem xét|định kỳ|đăng ký|cung cấp|huy động|nghiên cứu|lồng ghép|"
    r"làm tốt|làm đầu mối|là cơ quan|được giao|dự toán|đưa tin|mở (?:chuyên|các)|trên cơ sở|ký kết|thông tin về|"
    r"thống nhất|phụ trách|công khai|cử|lập|nhận|dành|thông báo|giám sát|(?:hằng|hàng) (?:tháng|quý|năm|tuần)|"
    r"thi đua(?= (?:thực hiện|xây dựng|kinh doanh|nâng cao|hoàn thành|lập|tập trung))|"
    r"tổ chức(?=\s+(?:phát động|thực hiện|triển khai|tuyên truyền|các (?:phong trào|hoạt động|nội dung|cuộc|đợt|"
    r"hội nghị)|tốt|kiểm tra|sơ kết|"
    r"tổng kết|đánh giá|xét|hội nghị|họp|lễ|có hiệu quả|hiệu quả|đăng ký|ký|quán triệt|hướng dẫn|bình xét|vận động|"
    r"lồng ghép|rà soát|tập huấn|thi đua|"
    r"cho|sâu rộng|phong trào|huy động|theo dõi|chấm điểm)))(?![\w-])"
)
_ORGAN = (
    r"(?:Sở|Phòng|Ban(?! hành)|Ủy ban|Uỷ ban|UBND|UBMTTQ|MTTQ|HĐND|Các|Công an|Công chức|Hội|Trung tâm|Văn phòng|Đài|"
    r"Báo(?! cáo)|Trường(?! hợp)|Chi cục|Cục|Ngân hàng|Thành viên|Trưởng|Thủ trưởng|Chủ tịch|Phó Chủ tịch|Bộ Chỉ huy|"
    r"Bộ chỉ huy|Đoàn(?! kết)|Mặt trận|Đảng ủy|Đảng uỷ|Trạm|Kho bạc|Thuế|Cổng|Khối|Cụm|Cán bộ|Người đứng đầu|Giám đốc|"
    r"Hiệu trưởng|Bí thư|Tổ(?! chức)|Hợp tác xã|Doanh nghiệp|Thôn|Ấp|Hội đồng|Thường trực|Cơ quan|Đơn vị|Lực lượng|"
    r"Nhân dân|Toàn thể|Mỗi|Từng|Bảo hiểm|Liên đoàn|Đảng bộ|Cấp ủy|Đồn|Hạt|Bưu điện|Trang(?! bị)|Bệnh viện|Quân sự|"
    r"Địa phương|Thanh tra (?:tỉnh|huyện|xã|nhân dân|Sở)|Viện|Tòa án|Điện lực|Chi bộ|Chi hội|Kế toán|Tập thể|Cá nhân)\b"
)
_SUBJECT = re.compile(_ORGAN)
# «Ủy ban nhân dân xã kêu gọi toàn thể cán bộ …»: the owner is the one who is called
_CALLED = re.compile(r"(?<=\w )(?:kêu gọi|yêu cầu|đề nghị)\s+(?=toàn thể|các|thủ trưởng|cán bộ|mọi|Nhân dân|Ủy ban)")
_VERB_FIRST = re.compile(
    r"(?:Thường xuyên|Định kỳ|Lựa chọn|Tổng hợp|Báo cáo|Phối hợp|Tham mưu|Hướng dẫn|Kiểm tra|Chủ động|Kịp thời|"
    r"Đồng thời|Tổ chức|Xây dựng|"
    r"Tăng cường|Đẩy mạnh|Phát động|Chủ trì|Triển khai|Thực hiện|Tuyên truyền|Theo dõi|Đôn đốc|Rà soát|Chỉ đạo|"
    r"Quán triệt|Bố trí|Đề xuất|"
    r"Thẩm định|Phát hiện|Vận động|Làm tốt|Tiếp tục|Bảo đảm|Đảm bảo|Căn cứ|Tập trung|Quan tâm|Nâng cao|Đổi mới|"
    r"Khen thưởng|Giới thiệu)\b"
)
# «nếu có khó khăn, vướng mắc các cơ quan, đơn vị kịp thời thông tin về …»; «trường hợp vượt thẩm quyền, phòng Nội vụ …»
_IF = re.compile(
    r"(?:nếu|trường hợp)\s[^.;:]*?(?:khó khăn|vướng mắc|phát sinh|vượt thẩm quyền|"
    r"thẩm quyền)(?:\s+vượt thẩm quyền)?\s*,?\s+(?=(?:đề nghị\s+)?"
    r"(?:các\s|sở\s|phòng\s|thủ trưởng|cơ quan|đơn vị|địa phương|công chức|văn phòng|UBND))",
    re.IGNORECASE,
)
_DELIVERED = re.compile(
    r"(?:Văn bản|Báo cáo|Hồ sơ|Kế hoạch|Bản đăng ký|"
    r"Danh sách)\s[^.;]*?của\s+(?P<who>(?:các\s+)?cơ quan[^.;]*?)\s+gửi\s+(?:về|cho)\s"
)
_AFTER_TIME = re.compile(
    rf"(?:Ngay sau|Sau khi|Trước ngày|Hằng năm|Hàng năm|Định kỳ|Trong quá trình|Căn cứ)[^.;]*?,\s+(?=(?:các|"
    rf"{_ORGAN})\s)"
)
# A paragraph that closes the plan, not the duty of the body named above it.
_CLOSING = re.compile(
    r"(?:Trên đây|Trong quá trình|Quá trình|Kế hoạch này|Yêu cầu|Đề nghị|Giao|UBND|Ủy ban nhân dân)\b"
)
# «Trên cơ sở kết quả, giao Sở Y tế thành lập …»
_GIVEN = re.compile(rf"[;,]\s+(?P<given>giao(?:\s+cho)?)\s+(?={_ORGAN})")
_WHO_LIMIT = 420


@dataclass(frozen=True, slots=True)
class Owned:
    """The duties found, the places of duties whose owner the text does not name, and owners named without a duty."""

    duties: tuple[Duty, ...]
    ownerless: tuple[Clause, ...]
    unread: tuple[tuple[str, Clause], ...]


def duties_in(lines: Iterable[Paragraph]) -> Owned:
    """Every duty of a plan with an owner in the text."""
    found: list[Duty] = []
    ownerless: list[Clause] = []
    owners: dict[tuple[Step, ...], str] = {}
    lists: set[tuple[Step, ...]] = set()  # clauses that open a list: «… thực hiện tốt những nhiệm vụ, giải pháp sau:»
    headed: dict[tuple[Step, ...], Paragraph] = {}  # clauses whose heading is the owner and nothing else
    inside = [p for p in lines if p.is_body]
    parents = {p.clause.ref.steps[:-1] for p in inside}
    for p in inside:
        steps = p.clause.ref.steps
        source = next((steps[:i] for i in range(len(steps) - 1, 0, -1) if steps[:i] in owners), ())
        inherited = owners.get(source, "")
        above = [c.text.split("\n", 1)[0][:120] for c in p.above]
        organised = any(_ORGANISED.search(t) for t in above)
        heading = _heading_owner(p, steps in parents) if organised else None
        if heading and not heading[0]:
            headed[steps] = p
        below = steps in headed and not p.first
        named = owners.get(steps, "")
        who = (named if below else "") or inherited or named
        rows, owner = heading or _paragraph(p, who, organised, whole=source in lists, headed=below)
        if owner and (p.first or p.text.rstrip().endswith(":")):
            owners[steps] = owner
            if p.text.rstrip().endswith("sau:"):
                lists.add(steps)
        found.extend(rows)
        assigned = p.first and any(_ASSIGNED_SECTION.search(t) for t in above)
        if assigned and not rows and not owner and not inherited and _VERB_FIRST.match(p.text, p.start):
            ownerless.append(p.clause)
    done = {d.ref.steps[:i] for d in found for i in range(1, len(d.ref.steps) + 1)}
    unread = tuple((squeeze(owners[steps]), p.clause) for steps, p in headed.items() if steps not in done)
    return Owned(tuple(found), tuple(c for c in ownerless if c.ref.steps not in done), unread)


def _paragraph(p: Paragraph, inherited: str, organised: bool, *, whole: bool, headed: bool) -> tuple[list[Duty], str]:
    """The duties of one paragraph, and the owner it names for the items below it.

    `whole`: an item is one duty; `headed`: the line above is the owner as a heading, so this says what to do.
    """
    text = p.text
    rows: list[Duty] = []
    who = ""
    for start, end in p.sentences():
        owner, verb = _owner(text, start, end, organised)
        opens = end == len(text) and text.rstrip().endswith(":")
        if owner:
            who = owner
            if not opens:
                rows.append(_duty(p, owner, start, end, verb))
        elif headed and start == p.start and not _CLOSING.match(text, start):
            rows.append(_duty(p, inherited, start, end))
        elif inherited and p.first and start == p.start and not opens:
            rows.append(_duty(p, inherited, start, len(text) if whole else end))
            if whole:
                break
        elif (who or (inherited and (p.first or organised))) and _VERB_FIRST.match(text, start):
            rows.append(_duty(p, who or inherited, start, end))
        made = {r.who for r in rows if r.span.end > p.span(start, end).start}
        rows.extend(r for r in _embedded(p, start, end, bool(owner)) if r.who not in made)
    return rows, who


def _heading_owner(p: Paragraph, has_items: bool) -> tuple[list[Duty], str] | None:
    """«1. Sở Y tế», «3. Sở Văn hóa, Thể thao và Du lịch: Phối hợp …», «4. Đề nghị Ủy ban …»: the owner as a heading."""
    text = p.text
    if not p.first or not p.start:
        return None
    head, colon, rest = text[p.start :].partition(":")
    given = re.match(r"\s*(?:Giao|Đề nghị|Yêu cầu|Đối với)\s+", head)
    name = squeeze(head[given.end() :] if given else head)
    # a heading with items below it is all owner («Đề nghị các tổ chức cung cấp dịch vụ chi trả»)
    whole = has_items and not colon and len(name) < 130 and not name.endswith((".", ";"))
    if len(name) > 200 or not (given or _SUBJECT.match(name)) or (not whole and _DOES.search(_unbracketed(name))):
        return None
    if not colon:
        return ([], name.rstrip(" .;")) if whole or len(name) < 80 else None
    if not rest.strip():
        return [], name
    return [_duty(p, name, len(text) - len(rest.lstrip()), len(text))], name


def _owner(text: str, start: int, end: int, organised: bool) -> tuple[str, int]:
    """The owner a sentence names and where the duty begins; ("", start) where it names none."""
    sentence = text[start:end]
    offset = 0
    if (m := _AFTER_TIME.match(sentence)) and organised:
        offset = m.end()
    m = _ASSIGNS.match(sentence, offset)
    if not m and (called := _CALLED.search(sentence)) and not _DOES.search(sentence, 0, called.start()):
        m = _ASSIGNS.match(sentence, called.start())
    if m:
        return _until_verb(sentence, m.start("rest"), start)
    if organised and (_SUBJECT.match(sentence, offset) or offset):
        who, verb = _until_verb(sentence, offset, start)
        if who:
            return who, verb
    return "", start


def _embedded(p: Paragraph, start: int, end: int, owned: bool) -> list[Duty]:
    """Duties inside a closing sentence: «…; yêu cầu thủ trưởng …», «kêu gọi toàn thể …», «nếu có vướng mắc, các …»."""
    text, rows = p.text, []
    sentence = text[start:end]
    if not owned and (m := re.search(r"(?:[;,]\s+|(?<=\s))(?:yêu cầu|kêu gọi|đề nghị)\s+(?=\w)", sentence)):
        named = m.start() == 0 or sentence[m.start()] in ";," or "kêu gọi" in m.group()
        who, verb = _until_verb(sentence, m.end(), start)
        if who and named and _is_body(who):
            rows.append(_duty(p, who, start + m.start(), end, verb))
            owned = True
    if not owned and (m := _GIVEN.search(sentence)):
        who, verb = _until_verb(sentence, m.end(), start)
        if who:
            rows.append(_duty(p, who, start + m.start("given"), end, verb))
            owned = True
    for m in _IF.finditer(sentence):
        at = m.end() + (len("đề nghị ") if sentence[m.end() :].lower().startswith("đề nghị ") else 0)
        who, verb = _until_verb(sentence, at, start)
        if who and not any(r.who == who for r in rows):
            stop = sentence.find(";", at)
            rows.append(_duty(p, who, start + m.start(), start + stop if stop > 0 else end, verb))
    if not owned and not rows and (m := _DELIVERED.search(sentence)):
        rows.append(_duty(p, squeeze(m.group("who")), start, end, start + m.end("who") + 1))
    return rows


def _until_verb(sentence: str, at: int, base: int) -> tuple[str, int]:
    """The words from `at` up to the first verb of doing, if they can be an owner; and where that verb stands."""
    masked = _masked(sentence)
    for m in _DOES.finditer(masked, at):
        who = squeeze(sentence[at : m.start()]).strip(" ,:;")
        if not who or len(who) > _WHO_LIMIT:
            return "", base
        if re.search(r"(?:^|\s)(?:công tác|việc|để|và|về|các|nhằm|những|cuộc)$", who):
            continue  # «… công tác kiểm tra», «các tổ chức»: a noun, not yet the verb
        return who, base + m.start()
    return "", base


def _masked(sentence: str) -> str:
    """Brackets blanked out, length kept: «(cơ quan Thường trực …)» says nothing of what to do."""
    return re.sub(r"\([^()]*\)", lambda m: " " * len(m.group()), sentence)


def _unbracketed(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def _is_body(who: str) -> bool:
    return bool(_SUBJECT.match(who[:1].upper() + who[1:])) or bool(
        re.match(rf"(?:các|thủ trưởng|toàn thể|[{UPPER}])", who)
    )


def _duty(p: Paragraph, who: str, start: int, end: int, verb: int | None = None) -> Duty:
    at = start if verb is None else verb
    what = squeeze(p.text[at:end]).strip(" .;:/")
    return Duty(p.clause.ref, who, what, p.quote(start, end), p.span(start, end))

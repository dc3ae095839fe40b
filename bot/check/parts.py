"""What a plan must have: head, parts, owners, deadlines, recipients, signature; and what is still blank in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.check.case import VERBS, Case, is_zone
from bot.model import Finding
from bot.texts import check as texts
from retrieval import Clause, words

_PARTS = (
    ("mục đích", r"muc dich|muc tieu"),
    ("yêu cầu", r"yeu cau"),
    ("nội dung", r"noi dung|nhiem vu|giai phap|chi tieu|muc tieu cu the"),
    (
        "tổ chức thực hiện",
        r"to chuc thuc hien|to chuc trien khai|trach nhiem thuc hien|phan cong (?:nhiem vu|thuc hien)",
    ),
)
_HOLE = re.compile(r"\[CẦN (?:BỔ SUNG|XÁC MINH)[^\]]*\]")
_ORGANISATION = ("tổ chức thực hiện", "trách nhiệm", "phân công")
# A duty that opens with its verb has no doer; the verbs with which duties of the genre open.
_VERB_FIRST = re.compile(rf"^(?:{VERBS})\b", re.IGNORECASE)
_DOERS = (
    "phòng|ban|sở|văn phòng|UBND|ủy ban|hội|đoàn|công an|trung tâm|cơ quan|đơn vị|thủ trưởng|chủ tịch|giám đốc|trưởng|"
    "thành viên|cán bộ|công chức|thôn|tổ dân phố"
)
_OWNER = re.compile(
    r"\b(?:giao|đề nghị|yêu cầu|do)\s+\S|(?:chủ trì|chịu trách nhiệm|phụ trách|tham mưu)\b|"
    rf"^[^,.;:]{{0,80}}\b(?:{_DOERS})\b[^,.;:]{{0,60}}:",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"(?:gửi(?:[^.;]{0,40}?) về\b|gửi (?:báo cáo|kết quả|văn bản|đăng ký)|(?:tổng hợp,?|và) báo cáo|"
    r"báo cáo (?:kết quả|Chủ tịch|UBND|Ủy ban nhân dân|về))[^.;\n]{0,110}"
)
_TIME = re.compile(
    r"\d{1,2}[/-]\d{1,2}|\bngày\b|tháng|quý|hằng năm|hàng năm|định kỳ|chậm nhất|thời hạn|\btuần\b|"
    r"cuối năm|đầu năm|ngay sau|trong vòng|kết thúc|khi (?:có yêu cầu|tổng kết|hoàn thành)|theo quy định|từng đợt",
    re.IGNORECASE,
)
_ASKING = re.compile(r"xem xét|quyết định|chỉ đạo|giải quyết|xử lý|thẩm quyền|vướng mắc|phát sinh", re.IGNORECASE)
_VAGUE = re.compile(
    r"ngay từ (?:những |các )?(?:ngày|tháng) đầu năm|trong thời gian (?:tới|sớm nhất)|"
    r"thời gian sớm nhất|sớm nhất có thể",
    re.IGNORECASE,
)
_TARGET_WORD = re.compile(r"(?:[^\s.;,]+ ){0,2}(?:mục tiêu, )?chỉ tiêu(?: [^\s.;,]+){0,8}")
_FIGURE = re.compile(r"\d[\d.,]*\s*(?:%|tỷ|triệu|tấn|ha\b|hộ\b|người|lượt|km|xã\b|thôn\b|mô hình|sáng kiến|trường)")
_LOCAL_SYMBOL = re.compile(r"(?:UBND|HĐND)\b")
_MOVEMENT = re.compile(r"phong trào (?:thi đua )?(?:đặc biệt )?[“\"](?P<name>[^”\"]{8,160})[”\"]")


def head(case: Case) -> Iterator[Finding]:
    """The national name and motto, and the issuing office (Decree 30/2020, Appendix I, boxes 1 and 2)."""
    text = words.fold(" ".join(x.text for x in case.reading.source.lines[:25]))
    missing = [] if "cong hoa xa hoi chu nghia" in text else ["quốc hiệu, tiêu ngữ"]
    missing += [] if case.header.issuer_raw else ["tên cơ quan ban hành"]
    if missing and case.reading.document.kind == "plan":
        said = " và ".join(missing)
        yield case.whole(
            "missing_part",
            "warning",
            texts.NO_HEAD.format(missing=said),
            texts.NO_HEAD_FIX.format(missing=said),
            texts.DECREE_30,
        )


def blanks(case: Case) -> Iterator[Finding]:
    """Number and date not filled in yet."""
    header = case.header
    if not header.number_raw and not header.date_raw:
        yield case.whole("blank_number_date", "warning", texts.BLANK_BOTH, texts.BLANK_BOTH_FIX, texts.DECREE_30)
        return
    lines = case.reading.source.lines
    if not header.number:
        at = next((x for x in lines if header.number_raw and header.number_raw in x.text), None)
        yield case.whole(
            "blank_number_date", "note", texts.BLANK_NUMBER, texts.BLANK_NUMBER_FIX, texts.DECREE_30,
            line=at, quote=header.number_raw,
        )  # fmt: skip
    if not header.date:
        at = next((x for x in lines if header.date_raw and header.date_raw in x.text), None)
        yield case.whole(
            "blank_number_date", "note", texts.BLANK_DATE, texts.BLANK_NUMBER_FIX, texts.DECREE_30,
            line=at, quote=header.date_raw,
        )  # fmt: skip


def placeholders(case: Case) -> Iterator[Finding]:
    """What a draft left to be filled in."""
    for clause in case.reading.clauses:
        for m in _HOLE.finditer(clause.text):
            yield case.found(clause, m.group(), "placeholder", "warning", texts.PLACEHOLDER, texts.PLACEHOLDER_FIX)


def parts(case: Case) -> Iterator[Finding]:
    """Purpose, requirements, content, organisation: by a heading, or by words where a plan has no headings."""
    heads = [words.fold(" ".join(c.text.split()[:14])) for c in case.body if c.path]
    for name, pattern in _PARTS:
        if not any(re.search(pattern, h) for h in heads):
            message = texts.NO_PART.format(part=name)
            yield case.whole("missing_part", "warning", message, texts.NO_PART_FIX.format(part=name))


def recipients(case: Case) -> Iterator[Finding]:
    """«Nơi nhận» at the end (Decree 30/2020, Appendix I, box 9b)."""
    lines = [x for x in case.reading.source.lines if x.text.strip()]
    if any(words.fold(x.text).lstrip("*# ").startswith("noi nhan") for x in lines):
        return
    ends = [i for i, x in enumerate(lines) if x.text.rstrip(" *").endswith("./.")]
    at = ends[-1] if ends else len(lines) - 1
    after = lines[at + 1].text if ends and at + 1 < len(lines) else ""
    quote = f"{' '.join(lines[at].text.split()[-5:])} {after}"
    yield case.whole(
        "missing_part",
        "error",
        texts.NO_RECIPIENTS,
        texts.NO_RECIPIENTS_FIX,
        texts.DECREE_30,
        line=lines[at],
        quote=quote,
    )


def title(case: Case) -> Iterator[Finding]:
    """The kind of document and what it is about (Decree 30/2020, Appendix I, box 5a)."""
    if case.reading.document.kind == "plan" and not (case.header.kind and case.header.subject):
        yield case.whole("missing_part", "error", texts.NO_TITLE, texts.NO_TITLE_FIX, texts.DECREE_30)


def archive(case: Case) -> Iterator[Finding]:
    """The last recipient is the archive: «Lưu: VT»."""
    listed = [c for c in case.reading.clauses if is_zone(c) and words.fold(c.path[0]) == "noi nhan" and len(c.path) > 1]
    if listed and not any("luu" in words.fold(c.text) for c in listed):
        quote = listed[-1].text.split("\n")[0]
        yield case.found(
            listed[-1], quote, "missing_part", "warning", texts.NO_FILE, texts.NO_FILE_FIX, texts.DECREE_30
        )


def signature(case: Case) -> Iterator[Finding]:
    """Title, name, and for a People's Committee «TM. ỦY BAN NHÂN DÂN»."""
    signer = case.reading.signer
    if not signer or not signer.title:
        last = [x for x in case.reading.source.lines if x.text.strip()][-1:]
        yield case.whole(
            "missing_part",
            "error",
            texts.NO_SIGNER,
            texts.NO_SIGNER_FIX,
            texts.DECREE_30,
            line=last[0] if last else None,
        )
    elif "CHỦ TỊCH" in signer.title.upper() and not signer.on_behalf and "ủy ban" in case.header.issuer.lower():
        at = next((x for x in reversed(case.reading.source.lines) if signer.title in x.text.upper()), None)
        quote = f"{signer.title.splitlines()[-1]} {signer.name}".strip()
        yield case.whole(
            "missing_part", "error", texts.NO_BEHALF, texts.NO_BEHALF_FIX, texts.DECREE_30, line=at, quote=quote
        )


def ending(case: Case) -> Iterator[Finding]:
    """The text ends with «./.»."""
    last = [c for c in case.body if c.text.strip()][-1:]
    if last and not any("./." in c.text for c in case.body):
        quote = " ".join(last[0].text.split()[-6:])
        yield case.found(last[0], quote, "missing_part", "note", texts.NO_END, texts.NO_END_FIX, texts.DECREE_30)


def targets(case: Case) -> Iterator[Finding]:
    """A plan that speaks of targets and sets none in figures."""
    if any(_FIGURE.search(c.text) for c in case.body if c.path):
        return
    if re.search(r"\[CẦN BỔ SUNG:[^\]]*chỉ tiêu", case.reading.source.text):
        return  # the figure is waited for, and the placeholder is told as such
    for clause in case.under(*_ORGANISATION, "nội dung", "nhiệm vụ"):
        m = _TARGET_WORD.search(clause.text) if clause.path else None
        if m:
            yield case.found(clause, m.group(), "missing_part", "warning", texts.NO_TARGETS, texts.NO_TARGETS_FIX)
            return


def owners(case: Case) -> Iterator[Finding]:
    """Duties of «tổ chức thực hiện» that name no doer."""
    duties = [
        c for c in case.under(*_ORGANISATION) if len(c.path) == 2 and c.ref.steps[-1].kind in ("arabic", "letter")
    ]
    children = {c.ref.steps[:2] for c in case.body if len(c.path) > 2}
    for clause in duties:
        said, opening = _said(clause), clause.text.strip().split("\n")
        if len(opening) > 1 and len(opening[0].split()) <= 9:
            continue  # a heading over paragraphs
        if clause.ref.steps not in children and _VERB_FIRST.match(said) and not _OWNER.search(said[:160]):
            quote = " ".join(clause.text.split()[:9])
            yield case.found(clause, quote, "missing_part", "warning", texts.NO_OWNER, texts.NO_OWNER_FIX)


def deadlines(case: Case) -> Iterator[Finding]:
    """«gửi về …», «báo cáo …» without a time in the same sentence; times that cannot be checked."""
    for clause in case.under(*_ORGANISATION):
        for m in _REPORTING.finditer(clause.text):
            start = max(clause.text.rfind(mark, 0, m.start()) for mark in (". ", "\n", ";"))
            sentence = clause.text[start + 1 : m.end()] + clause.text[m.end() :].split(".")[0].split(";")[0]
            if not _TIME.search(sentence) and not _ASKING.search(sentence):
                yield case.found(clause, m.group(), "missing_part", "warning", texts.NO_DEADLINE, texts.NO_DEADLINE_FIX)
        for m in _VAGUE.finditer(clause.text):
            yield case.found(
                clause, m.group(), "missing_part", "warning", texts.VAGUE_DEADLINE, texts.VAGUE_DEADLINE_FIX
            )


def movement_owners(case: Case) -> Iterator[Finding]:
    """Where the plan gives movements to offices one by one, each movement it lists has an office."""
    organised = list(case.under(*_ORGANISATION))
    given = [m["name"] for c in organised for m in _MOVEMENT.finditer(c.text)]
    if len(given) < 3:
        return
    for clause in case.body:
        if clause in organised:
            continue
        for m in _MOVEMENT.finditer(clause.text):
            if not any(_alike(m["name"], name) for name in given):
                yield case.found(
                    clause, m.group(), "missing_part", "warning", texts.NO_MOVEMENT_OWNER, texts.NO_MOVEMENT_OWNER_FIX
                )


def issuers(case: Case) -> Iterator[Finding]:
    """A local document cited without its issuer: its number says nothing of which commune or province."""
    for cited in case.reading.cited:
        clause = next((c for c in case.body if c.ref == cited.ref), None)
        if clause and cited.number and not cited.issuer and _LOCAL_SYMBOL.search(cited.number):
            yield case.found(clause, cited.quote, "missing_part", "warning", texts.NO_ISSUER, texts.NO_ISSUER_FIX)


def _said(clause: Clause) -> str:
    return re.sub(r"^\W*(?:\d+(?:\.\d+)*|[a-zđ])?[.)\s*-]*", "", words.squeeze(clause.text), count=1)


def _alike(a: str, b: str) -> bool:
    one, two = set(words.syllables(a)), set(words.syllables(b))
    return len(one & two) >= 0.6 * min(len(one), len(two))

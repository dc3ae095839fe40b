"""Figures and tasks in the words of a request: «thu ngân sách đạt 50 tỷ đồng», «Phòng Kinh tế theo dõi …». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import GivenDuty, GivenFact
from retrieval import words

_MEASURE = (
    r"%|phần trăm|tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|đồng|tỷ|tỉ|triệu|ha|héc ta|tấn|tạ|hộ|con|người|lượt|"
    r"USD|km|giường|cháu|học sinh|sáng kiến|mô hình|sản phẩm|doanh nghiệp|hợp tác xã|điểm|công trình|danh hiệu|"
    r"đảng viên|"
    r"m2|m3|kg|căn|nhà|giờ|buổi|cuộc|tin bài|vụ"
)
_SPELLED = r"(?:không|một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|trăm|nghìn|ngàn|linh|lẻ|rưỡi|phẩy)"
# A number in words is a figure only with a measure after it: «hai mươi héc ta», never «một số».
_VALUE = re.compile(
    rf"(\d+/\d+(?!/)|\d[\d.,]*\d|\d)\s*((?:{_MEASURE})(?!\w))?|"
    rf"(?<!\w)((?:{_SPELLED}\s+)+)((?:{_MEASURE})(?!\w))",
    re.IGNORECASE,
)
_INDICATOR = re.compile(
    r"ngheo|thu |chi |ty le|tang|giam|dat|san luong|thu nhap|bao hiem|bhyt|bhxh|truong|van hoa|nong thon|"
    r"sang kien|trong|"
    r"lao dong|dien tich|ho so|cap |phat trien|ket nap|khach|dau nam|cuoi nam|con |gdp|grdp|von|viec lam|nuoc|"
    r"rac|thu tuc"
)
# «thu nhập bình quân năm 2030 đạt …»: the year is the target's, not the request's.
_OWN_YEAR = re.compile(r"^(?!.*\b(?:soan|viet|lap|ke hoach|thi dua|chi tieu)\b).*\bnam 20\d\d\W*(?:la|:)?\s*$")
_FOLLOWS = re.compile(
    r"^(?:(?:giam|tang|cuoi nam|dau nam|con|trong do|dat|bang|tuong duong)\b|ty le(?=\s+(?:la |dat |con )?\d))"
)
_OF_A_YEAR = re.compile(r"\bnăm 20\d\d\b", re.IGNORECASE)
# Words that say how much or when, and of what nothing
_NO_SUBJECT = re.compile(
    r"\b(?:năm|cuối năm|trong|đến|hết|cả|là|đạt|còn|phấn đấu|dự kiến|ước|ước đạt|trên|dưới|khoảng|ít nhất|tối thiểu|"
    r"trở lên|tăng lên|giảm còn|giảm xuống|xuống|lên|thì|sẽ|được|20\d\d)\b|[<>≥≤]",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:và|với|cùng|các|số liệu|mục tiêu|chỉ tiêu|phấn đấu|đặt|đề ra|là|gồm|theo đó|cụ thể|có|nhớ|ghi|"
    r"thêm)\s*[:,]?\s+)+",
    re.IGNORECASE,
)
_ORGAN = re.compile(
    r"^(?:giao\s+)?((?:Phòng|Văn phòng|Ban|Công an|Trung tâm|Hội|Đoàn|Mặt trận|Ủy ban Mặt trận|UBMTTQ|UB MTTQ|MTTQ|Sở|"
    r"Trường|Trạm|Công chức|Bộ phận|Tổ|Kế toán|Chi cục|Thanh tra|Quân sự|Bộ Chỉ huy|Các|Đồng chí|đồng chí|Đ/c|"
    r"Thủ trưởng|"
    r"Trưởng)\b.*?)\s+((?:chủ trì|phối hợp|tuyên truyền|theo dõi|tổng hợp|tham mưu|hướng dẫn|kiểm tra|đôn đốc|báo cáo|"
    r"triển khai|tổ chức|thực hiện|xây dựng|rà soát|cung cấp|bố trí|thẩm định|vận động|phụ trách|"
    r"chịu trách nhiệm|lo|làm|"
    r"gửi|nộp|giữ|nắm|chỉ đạo|lãnh đạo|duy trì|huy động|hỗ trợ|đăng ký|"
    r"chuẩn bị|tiếp nhận|lập|phát động|đảm bảo|bảo đảm|quản lý|giám sát)\b.*)$"
)
_WHEN = re.compile(
    r"(?:trước|chậm nhất|hạn|xong trong|hoàn thành trong|trong|vào)\s+(?:ngày\s+|tháng\s+|quý\s+)?"
    r"(?:\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}|\d{1,2}|[IVX]+)(?:\s*(?:và|,)\s*(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?)*",
    re.IGNORECASE,
)
_ANOTHER_DOER = re.compile(r",\s+(?=(?:Phòng|Văn phòng|Công an|Trung tâm|Hội|Đoàn|Ban|Sở|Mặt trận|Ủy ban Mặt trận) \w)")
_BARE_DUTY = re.compile(r"(?:báo cáo|gửi báo cáo|gửi kết quả|đăng ký|sơ kết|tổng kết|nộp)\b", re.IGNORECASE)
_BODY = re.compile(
    r"(?:so|ubnd|uy ban|xa|phuong|dac khu|tinh|thanh pho|truong|phong|ban|trung tam|benh vien|chi cuc)\b"
)
# What a plan has beside its targets: its name before a colon names no group of figures.
_SETTING = re.compile(
    r"(?:(?:nguoi|can bo) (?:ky|soan|lap|lien he)|ky(?: ten)?|noi nhan|ghi chu|luu y|don vi|co quan|dia chi)\b"
)
# «kết quả năm 2026: thu ngân sách 45 tỷ đồng, …»: the year is every figure's of the group.
_RESULTS = re.compile(r"(?:uoc )?(?:ket qua|thuc hien|ket qua thuc hien)(?: dat duoc)?(?: trong)? nam 20\d\d")
_REQUEST_WORDS = re.compile(
    r"ke hoach|thi dua|chi tieu|soan|viet|\bmuc\b|\bphan\b|\bnam\b|can cu|to chuc thuc hien|so lieu"
)


def figures(text: str) -> tuple[tuple[GivenFact, ...], tuple[GivenDuty, ...]]:
    """The targets and tasks said, in order, as typed; a target that names no subject takes the one before it."""
    facts, duties = list[GivenFact](), list[GivenDuty]()
    for sentence in _sentences(text):
        label, body = _labelled(sentence)
        if body != sentence and re.search(r"\d", before := sentence.partition(":")[0].rpartition(",")[0]):
            said, told = figures(before)  # what stands before the colon's own phrase is said as well
            facts += said
            duties += told
        given = [d for part in _ANOTHER_DOER.split(body) if (d := _duty(part))]
        if given and _duty(body):
            duties += given
            continue
        made = _facts(body, facts[-1] if facts else None)
        if not made and label and re.fullmatch(rf"\W*{_VALUE.pattern}\W*", body, re.IGNORECASE):
            facts.append(GivenFact(label, body.strip(" .,"), f"{label[:1].upper()}{label[1:]}: {body.strip(' .,')}"))
            continue
        if made and facts and _FOLLOWS.match(words.fold(made[0].text)):
            first, last = made.pop(0), facts.pop()
            text = f"{last.text}; {first.text[:1].lower()}{first.text[1:]}"
            facts.append(GivenFact(last.indicator, f"{last.value}; {first.value}", text))
        if made and label:
            value = "; ".join(f.value for f in made)
            joined = ", ".join(f.text[:1].lower() + f.text[1:] for f in made)
            facts.append(GivenFact(label, value, f"{label[:1].upper()}{label[1:]}: {joined}"))
        else:
            facts += made
    return tuple(facts), tuple(duties)


def _sentences(text: str) -> Iterator[str]:
    for part in re.split(r"(?<!\d)[.](?=\s|$)|(?<=\d)[.](?=\s+\D|$)|[;\n]", text):
        if part.strip():
            yield part.strip()


def _labelled(sentence: str) -> tuple[str, str]:
    """A group's own name before a colon («cơ cấu kinh tế: …»); the request's words before a colon are no name."""
    head, colon, rest = sentence.partition(":")
    if not colon or not rest.strip():
        return "", sentence
    label = head.split(",")[-1].strip()
    label = _LEAD.sub("", label)
    folded = words.fold(label)
    if re.search(r"(?<!\d)(?!20\d\d)\d", label) and not _REQUEST_WORDS.search(folded):
        return "", sentence  # a figure stands before the colon: two targets, not a group
    if label[:1].isupper() and "," in head:
        return "", rest.strip()  # the end of an address, not a group's name
    if _RESULTS.fullmatch(folded):
        return label, rest.strip()
    named = _SETTING.match(folded) or _REQUEST_WORDS.search(folded) or _BODY.match(folded)
    if named or len(label.split()) > 8 or not label:
        return "", rest.strip()
    return label, rest.strip()


def _duty(sentence: str) -> GivenDuty | None:
    m = _ORGAN.match(sentence)
    if not m and _BARE_DUTY.match(sentence) and _WHEN.search(sentence):
        what = sentence.strip(" .,")
        return GivenDuty("", what, "; ".join(w.group().strip() for w in _WHEN.finditer(what)))
    if not m or re.search(r"ke hoach|can |soan|viet", words.fold(m[1])) or len(m[1].split()) > 14:
        return None
    what = m[2].strip(" .,")
    when = "; ".join(w.group().strip() for w in _WHEN.finditer(what))
    return GivenDuty(m[1].strip(), what, when)


def _facts(body: str, before: GivenFact | None = None) -> list[GivenFact]:
    """The figures of one sentence; `before` is the figure said last, whose subject «năm 2027 đạt …» may take."""
    made = list[GivenFact]()
    for part in re.split(r",\s+|\s+(?:và|cùng)\s+(?=\d|[^,]*\d)", body):
        phrase = _LEAD.sub("", part.strip(" .,;"))
        phrase = _with_subject(_without_asking(phrase), made[-1] if made else before)
        found = [m for m in _VALUE.finditer(phrase) if not _is_calendar(phrase, m)]
        folded = words.fold(phrase)
        if not found or len(phrase.split()) < 2 or re.search(r"\b(?:soan|viet|ke hoach|du thao)\b", folded):
            continue
        if not (any(m[2] or m[4] for m in found) or _INDICATOR.search(folded + " ")):
            continue
        if re.search(r"\b(?:khoan|dieu|nghi dinh|chi thi|quyet dinh|thong tu|lan thu|khoa)\b", folded):
            continue
        value = "; ".join(m.group().strip() for m in found)
        indicator = words.squeeze(_VALUE.sub(" ", phrase)).strip(" :,")
        text = phrase[:1].upper() + phrase[1:]
        if made and _FOLLOWS.match(folded):
            last = made.pop()
            made.append(GivenFact(last.indicator, f"{last.value}; {value}", f"{last.text}, {phrase}"))
        else:
            made.append(GivenFact(indicator, value, text))
    return made


def _without_asking(phrase: str) -> str:
    """The phrase after the request's own words («soạn … năm 2027 chỉ tiêu hộ nghèo còn 2%» → «hộ nghèo còn 2%»)."""
    folded = words.unaccent(phrase).lower()
    ends = [
        m.end()
        for m in re.finditer(r"\b(?:nam|thi dua|ke hoach) 20\d\d\s*(?:la|:)?\s*|\bchi tieu\s*(?:la|:)?\s+", folded)
        if not _OWN_YEAR.search(folded[: m.end()])
    ]
    ends = [e for e in ends if re.search(r"\d", phrase[e:])]
    return phrase[max(ends) :].strip() if ends else phrase


def _with_subject(phrase: str, before: GivenFact | None) -> str:
    """«năm 2027 đạt 50 tỷ đồng» after «thu ngân sách năm 2026 đạt …» → «thu ngân sách năm 2027 đạt 50 tỷ đồng»."""
    year = _OF_A_YEAR.search(phrase)
    if not before or not year or year.group().lower() in before.text.lower():
        return phrase
    if _NO_SUBJECT.sub("", _VALUE.sub(" ", phrase)).strip(" ,.:()"):
        return phrase
    ends = rf"\s*(?:{_VALUE.pattern}|{_NO_SUBJECT.pattern})"
    subject = re.split(ends, before.text, maxsplit=1, flags=re.IGNORECASE)[0]
    return f"{subject} {phrase[:1].lower()}{phrase[1:]}" if subject.strip() else phrase


def _is_calendar(phrase: str, m: re.Match[str]) -> bool:
    number, before = m[1], phrase[: m.start()]
    if m[2] or m[4]:
        return False
    if re.search(r"(?:giảm|tăng|chiếm|đạt|bằng)\s*$", before) and "/" in number:
        return False  # «giảm 1/3»
    after = phrase[m.end() : m.end() + 3]
    return bool(
        re.fullmatch(r"20\d\d", number)
        or re.search(r"(?:ngày|tháng|quý|số|khóa|lần|phường|quận)\s*$", before, re.IGNORECASE)
        or re.match(r"\s*[/-]", after)
        or before.rstrip().endswith(("/", "-"))
    )

"""A request in words → what is wanted: kind of paper, period, theme, sections, figures, tasks, moments. Pure.

Who the plan is for is settled by `bot.draft.units`, which knows the administrative units of today.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import GivenDuty, GivenFact, SectionKey
from retrieval import words

_PLAN = re.compile(r"\bke hoach\b")
_OTHER_PAPERS = (
    ("bao cao", "báo cáo"), ("to trinh", "tờ trình"), ("cong van", "công văn"), ("quyet dinh", "quyết định"),
    ("nghi quyet", "nghị quyết"), ("thong bao", "thông báo"), ("bien ban", "biên bản"), ("giay moi", "giấy mời"),
    ("chi thi", "chỉ thị"), ("huong dan", "hướng dẫn"), ("dien van", "diễn văn"), ("bai phat bieu", "bài phát biểu"),
    ("don ", "đơn"), ("hop dong", "hợp đồng"), ("ban thanh tich", "bản thành tích"), ("loi keu goi", "lời kêu gọi"),
    ("thu khen", "thư khen"), ("quy che", "quy chế"),
)  # fmt: skip
_ASK = re.compile(r"\b(?:soan|viet|lap|lam|du thao|thao|xay dung|can|cho)\b(?:\s+(?:giup|ho|cho|toi|minh|em|anh|"
    r"chi|mot|ban|"
                  r"ngay|luon|lai|nhanh|du thao))*\s+")  # fmt: skip
_PARTY = re.compile(
    r"(?:^|\b(?:cua|cho|do)\s+)(?:dang uy|tinh uy|thanh uy|huyen uy|chi bo|dang bo|ban tuyen giao|ban to chuc|"
    r"uy ban kiem tra|"
    r"van phong (?:dang uy|tinh uy|huyen uy))\b|\bke hoach so \d+-kh/(?:tu|du|hu)\b|\b36-hd/vptw\b|"
    r"the thuc van ban cua dang"
)
# «nghị quyết của Đảng ủy» is a paper the plan carries out, not the paper asked for.
_PARTY_TEXT = re.compile(r"nghi quyet|chi thi|ket luan|thong bao|chu truong|lanh dao|chi dao|chuong trinh hanh dong")
_MARK = r"(?:phan|muc(?! dich| tieu)|doan|chuong|section)"
_SECTION_WORDS: tuple[tuple[str, SectionKey], ...] = (
    (r"can cu(?: phap ly| ban hanh)?", "can-cu"), (r"muc dich(?:\s*(?:,|va|-|&)?\s*yeu cau)?|"
        r"yeu cau", "muc-dich-yeu-cau"),
    (r"noi dung(?: thi dua| phat dong)?", "noi-dung"), (r"chi tieu(?: thi dua)?|muc tieu(?: thi dua)?", "chi-tieu"),
    (r"giai phap(?: thuc hien)?|nhiem vu,? giai phap|bien phap", "giai-phap"),
    (r"to chuc thuc hien|phan cong(?: nhiem vu| thuc hien)?", "to-chuc-thuc-hien"), (r"noi nhan", "noi-nhan"),
)  # fmt: skip
_ANY_SECTION = "|".join(p for p, _ in _SECTION_WORDS)
_LISTED = re.compile(
    rf"\b{_MARK}s?\s+(?:ve\s+)?[\"“«']?((?:{_ANY_SECTION})(?:(?:\s*[,;&]\s*|\s+va\s+|\s+)(?:{_MARK}\s+)?(?:{_ANY_SECTION}))*)"
)
_DIRECT = re.compile(
    rf"\b(?:soan|viet|lap|lam|thao|can)\b(?:\s+(?:giup|ho|cho|toi|minh|em|luon|lai|ngay))*\s+"
    rf"((?:{_ANY_SECTION})(?:(?:\s*[,;&]\s*|\s+va\s+)(?:{_ANY_SECTION}))*)"
)
_CONSISTING = re.compile(
    rf"\b(?:gom|chi can|chi soan|chi viet|chi lam)\s+(?:cac\s+)?(?:{_MARK}\s+)?((?:{_ANY_SECTION}).*)"
)
_PERIOD = re.compile(r"(?:giai đoạn|giai doan|nhiệm kỳ|thời kỳ)\s*(20\d\d)\s*[-–]\s*(20\d\d)", re.IGNORECASE)
_RANGE = re.compile(r"\b(20\d\d)\s*[-–]\s*(20\d\d)\b")
_YEAR = re.compile(r"(?<![\d/.,-])(20\d\d)(?![\d/]|[.,]\d|-\w)")
_NAMED_YEAR = re.compile(r"(?:năm|nam|kế hoạch|ke hoach|thi đua|thi dua)\s+(20\d\d)(?!\s*[-–]\s*20\d\d)", re.IGNORECASE)
# «chào mừng 80 năm Ngày … 27/7/2027»: the feast's year is the plan's where no other is said.
_FEAST = re.compile(r"(?:chào mừng|kỷ niệm|lập thành tích)[^;\n]*?\d{1,2}/\d{1,2}/(20\d\d)", re.IGNORECASE)
_RELATIVE = ((r"\bnam (?:toi|sau|den)\b|\bsang nam\b", 1), (r"\bnam nay\b", 0))
_THEME_QUOTED = re.compile(
    r"(?:chủ đề|chu de|khẩu hiệu|khau hieu)[^“\"«']{0,15}[“\"«']([^”\"»']{3,200})[”\"»']", re.IGNORECASE
)
_THEME_PLAIN = re.compile(r"(?:chủ đề|chu de)(?:\s+(?:là|la|về|ve|:))*\s+([^,.;:\n“\"«]{3,80})", re.IGNORECASE)
_SIGNER = re.compile(
    r"(?:người ký|ký tên|do)\s*(?:là|:)?\s*(?:(?:ông|bà|đồng chí)\s+)?((?:\w+\s+){1,4}?\w+)\s*(?=\s+ký|[,.;]|$)"
)
_TITLE = (
    r"(?:[Pp]hó )?(?:[Cc]hủ tịch|[Gg]iám đốc|[Hh]iệu trưởng|[Tt]rưởng ban|[Tt]rưởng phòng|[Cc]hánh [Vv]ăn phòng|"
    r"[Tt]hứ trưởng|[Bb]ộ trưởng)"
)
_CAPITAL = "[A-Z" + "".join(c for c in map(chr, range(0xC0, 0x1EFA)) if c.isupper()) + "]"
_FULL_NAME = rf"{_CAPITAL}\w*(?: {_CAPITAL}\w*){{1,4}}"
# «Phó Giám đốc Trần Thị C ký», «Ký: Chủ tịch Nguyễn Văn A»
_TITLED_SIGNER = re.compile(
    rf"{_TITLE}\s+(?:(?:UBND|xã|phường|tỉnh|Sở)\s+)?({_FULL_NAME})\s+ký\b|"
    rf"(?<!đăng )(?<!Đăng )\b[Kk]ý(?: tên)?\s*(?:là|:)\s*(?:{_TITLE}\s+){{0,2}}(?!Phó |Chủ tịch)({_FULL_NAME})"
)
_BY_ORDER = re.compile(
    r"(?:thừa lệnh|\bTL\.)(?:[^.;\n]*?((?:phó )?chánh văn phòng|trưởng phòng(?: [A-ZĐ][\w -]*?)?)(?=\s+ký|[,.;\n]|$))?",
    re.IGNORECASE,
)
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
_MOMENT = re.compile(
    r"(?<![Tt]hi đua, )(?P<what>ngày ban hành|ban hành|tổng kết|sơ kết|phát động|lễ phát động|khen thưởng|"
    r"bình xét)\D{0,18}?"
    r"(?P<when>(?:ngày\s+)?\d{1,2}/\d{1,2}/\d{4}|(?:tháng\s+)?\d{1,2}/20\d\d|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:so|ubnd|uy ban|xa|phuong|dac khu|tinh|thanh pho|truong|phong|ban|trung tam|benh vien|chi cuc)\b"
)
_SUBJECT = re.compile(
    r"thi đua\s+((?:lập thành tích|chào mừng|chuyên đề|nước rút|đặc biệt|cao điểm|ngắn hạn)[^,.;:“]*?)"
    r"(?=\s+(?:năm 20\d\d|của|cho|quý|tại|xã|phường|tỉnh|sở|đặc khu|thành phố|UBND|ở)\b|[,.;:“]|$)",
    re.IGNORECASE,
)
# «thi đua “Cả nước chung sức …”»: the movement has a name of its own
_MOVEMENT = re.compile(r"(?:thi đua|phong trào)\s+[“\"«]([^”\"»\n]{8,160})[”\"»]", re.IGNORECASE)
_REQUEST_WORDS = re.compile(
    r"ke hoach|thi dua|chi tieu|soan|viet|\bmuc\b|\bphan\b|\bnam\b|can cu|to chuc thuc hien|so lieu"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words of a request say, beside the unit."""

    period: str
    theme: str
    sections: tuple[SectionKey, ...]
    facts: tuple[GivenFact, ...]
    duties: tuple[GivenDuty, ...]
    dates: tuple[GivenFact, ...]
    signer: str
    sign_form: str
    subject: str = ""


def other_paper(text: str) -> str:
    """The paper asked for where it is not a plan («báo cáo», «tờ trình», «văn bản của Đảng»), "" where it is."""
    folded = words.fold(text)
    for m in _PARTY.finditer(folded):
        if not _PARTY_TEXT.search(folded[max(0, m.start() - 40) : m.start()]):
            return "văn bản của Đảng"
    asked = _ASK.search(folded)
    rest = folded[asked.end() :] if asked else folded
    named = [(rest.find(key), name) for key, name in _OTHER_PAPERS if rest.startswith(key)]
    return named[0][1] if named else ""


def asked(text: str, today: dt.date) -> Asked:
    """Read a request's words. Nothing is guessed: what is not said is empty."""
    text = words.squeeze(words.nfc(text)) if "\n" not in text else words.nfc(text)
    folded = words.unaccent(text).lower()
    theme, text = _theme(text)
    dates = tuple(GivenFact(m["what"].lower(), m["when"]) for m in _MOMENT.finditer(text))
    plain = _MOMENT.sub(" ", text)
    facts, duties = _figures(plain)
    signer = next((m[1] for m in _SIGNER.finditer(text) if all(w[0].isupper() for w in m[1].split())), "")
    if not signer and (named := _TITLED_SIGNER.search(text)):
        signer = named[1] or named[2]
    form = "KT." if re.search(r"\bkt\.|ky thay|pho chu tich ky|pho giam doc ky", folded) else ""
    if order := _BY_ORDER.search(text):
        form = f"TL. {words.squeeze(order[1] or '')}".strip()
    subject = _SUBJECT.search(text)
    about = f"phát động phong trào thi đua {words.squeeze(subject[1])}" if subject else ""
    if not about and (named := _MOVEMENT.search(text)):
        about = f"phát động phong trào thi đua “{words.squeeze(named[1])}”"
    return Asked(period(text, today), theme, sections(text), facts, duties, dates, signer, form, about)


def period(text: str, today: dt.date) -> str:
    """«2027», «2026-2030», or "" where no year is said. A range wins over a year, «năm tới» counts from today."""
    plain = re.sub(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\b\d{1,2}/20\d\d\b", " ", text)
    for number in re.findall(r"\S*\d+\S*[-/][A-ZĐ]\S+", plain):
        plain = plain.replace(number, " ")
    plain = re.sub(r"(?:tháng|thang) \d{1,2} (?:năm|nam) 20\d\d", " ", plain)
    if m := re.search(r"qu[ýy]\s+[IVX1-4]+\s*/\s*(20\d\d)", text, re.IGNORECASE):
        return m[1]
    named = _NAMED_YEAR.search(plain)
    span = _PERIOD.search(plain) or _RANGE.search(plain)
    if span and not (named and named.start() < span.start()):  # a movement's own years come after the plan's
        return f"{span[1]}-{span[2]}"
    if years := _YEAR.findall(plain):
        return named[1] if named else years[0]
    if m := _FEAST.search(text):
        return m[1]
    folded = words.fold(plain)
    return next((str(today.year + n) for p, n in _RELATIVE if re.search(p, folded)), "")


def sections(text: str) -> tuple[SectionKey, ...]:
    """The sections named to be written, in order; () = the whole plan."""
    folded = words.unaccent(words.squeeze(text)).lower()
    found = _CONSISTING.search(folded) or _LISTED.search(folded) or _DIRECT.search(folded)
    if not found:
        return ()
    listed = found[1]
    marks = [(m.start(), key) for p, key in _SECTION_WORDS for m in re.finditer(rf"\b(?:{p})\b", listed)]
    made = list[SectionKey]()
    for _, key in sorted(marks):
        if key not in made:
            made.append(key)
    return tuple(made)


def _theme(text: str) -> tuple[str, str]:
    """The theme and the text without it."""
    m = _THEME_QUOTED.search(text) or _THEME_PLAIN.search(text)
    if not m:
        return "", text
    theme = m[1].strip(' .,“”"')
    if m.re is _THEME_PLAIN:
        theme = re.split(r"\s+(?:cho|của|năm|nam|và)\s+", theme)[0]
    return theme, text[: m.start()] + " " + text[m.end() :]


def _figures(text: str) -> tuple[tuple[GivenFact, ...], tuple[GivenDuty, ...]]:
    facts, duties = list[GivenFact](), list[GivenDuty]()
    for sentence in _sentences(text):
        label, body = _labelled(sentence)
        given = [d for part in _ANOTHER_DOER.split(body) if (d := _duty(part))]
        if given and _duty(body):
            duties += given
            continue
        made = _facts(body)
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
    if _REQUEST_WORDS.search(folded) or _BODY.match(folded) or len(label.split()) > 8 or not label:
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


def _facts(body: str) -> list[GivenFact]:
    made = list[GivenFact]()
    for part in re.split(r",\s+|\s+(?:và|cùng)\s+(?=\d|[^,]*\d)", body):
        phrase = _LEAD.sub("", part.strip(" .,;"))
        phrase = _without_asking(phrase)
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

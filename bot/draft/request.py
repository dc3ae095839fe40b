"""A request in words → what is wanted: kind of paper, period, theme, sections, figures, tasks, moments. Pure.

Who the plan is for is settled by `bot.draft.units`, which knows the administrative units of today.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bot.draft.figures import figures
from bot.model import GivenDuty, GivenFact, SectionKey
from retrieval import words

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
# «, người ký: Chủ tịch Nguyễn Văn A»: no figure, nor a group's name before a colon
_SIGNED = re.compile(
    rf"[,;]?\s*(?:và\s+)?\b(?:[Nn]gười ký|(?<!đăng )(?<!Đăng )[Kk]ý(?: tên)?)\s*(?:là\b|:)\s*"
    rf"(?:(?:ông|bà|đồng chí)\s+)?(?:{_TITLE}\s+(?:(?:UBND|xã|phường|tỉnh|Sở)\s+)?){{0,2}}(?!Phó |Chủ tịch){_FULL_NAME}"
)
_BY_ORDER = re.compile(
    r"(?:thừa lệnh|\bTL\.)(?:[^.;\n]*?((?:phó )?chánh văn phòng|trưởng phòng(?: [A-ZĐ][\w -]*?)?)(?=\s+ký|[,.;\n]|$))?",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?<![Tt]hi đua, )(?P<what>ngày ban hành|ban hành|tổng kết|sơ kết|phát động|lễ phát động|khen thưởng|"
    r"bình xét)\D{0,18}?"
    r"(?P<when>(?:ngày\s+)?\d{1,2}/\d{1,2}/\d{4}|(?:tháng\s+)?\d{1,2}/20\d\d|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"thi đua\s+((?:lập thành tích|chào mừng|chuyên đề|nước rút|đặc biệt|cao điểm|ngắn hạn)[^,.;:“]*?)"
    r"(?=\s+(?:năm 20\d\d|của|cho|quý|tại|xã|phường|tỉnh|sở|đặc khu|thành phố|UBND|ở)\b|[,.;:“]|$)",
    re.IGNORECASE,
)
# «thi đua “Cả nước chung sức …”»: the movement has a name of its own
_MOVEMENT = re.compile(r"(?:thi đua|phong trào)\s+[“\"«]([^”\"»\n]{8,160})[”\"»]", re.IGNORECASE)


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
    facts, duties = figures(_SIGNED.sub(" ", plain))
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

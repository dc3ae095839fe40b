"""The shape of a plan: which sections, what they are called, which matters each should speak of, by level. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.model import DraftRequest, SectionKey
from retrieval import words

Family = Literal["commune", "province", "department", "ministry", "unit"]
Part = Literal["", "muc-dich", "yeu-cau"]

WHOLE: tuple[SectionKey, ...] = (
    "can-cu", "muc-dich-yeu-cau", "noi-dung", "chi-tieu", "giai-phap", "to-chuc-thuc-hien", "noi-nhan",
)  # fmt: skip
HEADINGS: dict[SectionKey, str] = {
    "can-cu": "Căn cứ",
    "muc-dich-yeu-cau": "MỤC ĐÍCH, YÊU CẦU",
    "noi-dung": "NỘI DUNG THI ĐUA",
    "chi-tieu": "CHỈ TIÊU THI ĐUA",
    "giai-phap": "GIẢI PHÁP THỰC HIỆN",
    "to-chuc-thuc-hien": "TỔ CHỨC THỰC HIỆN",
    "noi-nhan": "Nơi nhận",
}
_NAMED: dict[SectionKey, str] = {
    "can-cu": r"can cu", "muc-dich-yeu-cau": r"muc dich|yeu cau", "noi-dung": r"noi dung", "chi-tieu": r"chi tieu",
    "giai-phap": r"giai phap|bien phap", "to-chuc-thuc-hien": r"to chuc thuc hien|phan cong", "noi-nhan": r"noi nhan",
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter a section speaks of: `words` match folded text; `families` whose plans have it (() = all)."""

    key: str
    section: SectionKey
    part: Part
    pattern: re.Pattern[str]
    families: tuple[Family, ...] = ()


def _topic(key: str, section: SectionKey, pattern: str, families: tuple[Family, ...] = (), part: Part = "") -> Topic:
    return Topic(key, section, part, re.compile(pattern), families)


JOINTLY = "Mặt trận phối hợp, giám sát"
_GOV: tuple[Family, ...] = ("commune", "province")
TOPICS: tuple[Topic, ...] = (
    _topic("khi thế thi đua", "muc-dich-yeu-cau",
           r"truyen thong|khi the|suc manh|hang hai|long tu hao|doan ket|huy dong|tinh than", part="muc-dich"),
    _topic("hoàn thành nhiệm vụ", "muc-dich-yeu-cau",
           r"thuc hien thang loi|hoan thanh|nhiem vu|chi tieu|phan dau", part="muc-dich"),
    _topic("nhận thức", "muc-dich-yeu-cau", r"nhan thuc|tuyen truyen|tu tuong|vai tro, trach nhiem", part="muc-dich"),
    _topic("điển hình tiên tiến", "muc-dich-yeu-cau", r"dien hinh|nhan rong|bieu duong|ton vinh|"
        r"guong", part="muc-dich"),
    _topic("sâu rộng", "muc-dich-yeu-cau",
           r"rong khap|sau rong|lan toa|rong rai|phat dong manh me|dong dao", part="yeu-cau"),
    _topic("cụ thể, thiết thực", "muc-dich-yeu-cau",
           r"thuong xuyen|thiet thuc|cu the|tieu chi|huong manh ve co so", part="yeu-cau"),
    _topic("gắn với nhiệm vụ", "muc-dich-yeu-cau", r"ket hop|chuyen de|gan (?:voi|ket)|nhiem vu chinh tri|dot thi dua",
           part="yeu-cau"),
    _topic("lãnh đạo", "muc-dich-yeu-cau", r"lanh dao|cap uy|nguoi dung dau|guong mau|trach nhiem", part="yeu-cau"),
    _topic("khen thưởng đúng", "muc-dich-yeu-cau", r"khen thuong|cong khai|chinh xac|binh xet", part="yeu-cau"),
    _topic("tổ chức phong trào", "noi-dung", r"to chuc (?:cac )?phong trao|doi moi noi dung|hinh thuc phong phu|"
        r"phong trao thi dua do"),
    _topic("kinh tế", "noi-dung", r"kinh te|san xuat|ngan sach|doanh nghiep|dau tu|dich vu|nong nghiep", _GOV),
    _topic("nông thôn mới", "noi-dung", r"nong thon|do thi van minh|ket cau ha tang", _GOV),
    _topic("văn hóa - xã hội", "noi-dung", r"van hoa|giao duc|y te|the thao|gia dinh|kham, chua benh", _GOV),
    _topic("an sinh xã hội", "noi-dung", r"ngheo|an sinh|viec lam|nguoi co cong|bao tro|bao hiem", _GOV),
    _topic("môi trường", "noi-dung", r"moi truong|tai nguyen|rac thai|dat dai", _GOV),
    _topic("cải cách hành chính", "noi-dung", r"cai cach|thu tuc hanh chinh|cong vu|ky cuong"),
    _topic("chuyển đổi số", "noi-dung", r"chuyen doi so|chinh quyen (?:dien tu|so)|kinh te so|"
        r"khoa hoc cong nghe|doi moi sang tao|nen tang so"),
    _topic("quốc phòng, an ninh", "noi-dung", r"quoc phong|an ninh|quan su|trat tu an toan|phong chay", _GOV),
    _topic("phòng, chống tham nhũng", "noi-dung", r"tham nhung|lang phi|khieu nai|phap luat|tiep cong dan"),
    _topic("xây dựng Đảng", "noi-dung", r"xay dung dang|he thong chinh tri|dan van|mat tran|doan the"),
    _topic("học tập và làm theo Bác", "noi-dung", r"hoc tap va lam theo"),
    _topic("lãnh đạo, chỉ đạo", "giai-phap", r"lanh dao|chi dao|cap uy|nguoi dung dau"),
    _topic("tuyên truyền", "giai-phap", r"tuyen truyen|quan triet|truyen thong|pho bien"),
    _topic("điển hình tiên tiến", "giai-phap", r"dien hinh|nhan rong|mo hinh|nhan to"),
    _topic("khen thưởng", "giai-phap", r"khen thuong|bieu duong|ton vinh"),
    _topic("cụm, khối thi đua", "giai-phap", r"cum thi dua|khoi thi dua|cum, khoi"),
    _topic("bộ máy, cán bộ", "giai-phap", r"bo may|hoi dong thi dua|doi ngu can bo|kien toan|boi duong chuyen mon"),
    _topic("cải cách thủ tục khen thưởng", "giai-phap", r"cong nghe thong tin|cai cach|thu tuc"),
    _topic("kiểm tra, sơ kết, tổng kết", "giai-phap", r"kiem tra|so ket|tong ket|don doc|giam sat"),
    _topic("cơ quan, đơn vị", "to-chuc-thuc-hien", r"cac (?:co quan|nganh|cap|phong|so)|thu truong|don vi"),
    _topic("Mặt trận, đoàn thể", "to-chuc-thuc-hien", r"mat tran|mttq|doan the|to chuc chinh tri"),
    _topic(JOINTLY, "to-chuc-thuc-hien", r"phoi hop chat che voi chinh quyen|giam sat", _GOV),
    _topic("tuyên truyền", "to-chuc-thuc-hien", r"tuyen truyen|truyen thong|van hoa|bao |dai "),
    _topic("Hội đồng Thi đua - Khen thưởng", "to-chuc-thuc-hien", r"hoi dong thi dua"),
    _topic("thường trực, tổng hợp", "to-chuc-thuc-hien", r"tong hop|theo doi|tham muu|noi vu|van phong"),
)  # fmt: skip
_HEADING_OF: tuple[tuple[str, SectionKey, Part], ...] = (
    (r"muc dich(?!.*yeu cau)", "muc-dich-yeu-cau", "muc-dich"), (r"^(?:\W|\d)*yeu cau", "muc-dich-yeu-cau", "yeu-cau"),
    (r"muc dich", "muc-dich-yeu-cau", ""), (r"giai phap", "giai-phap", ""),
    (r"to chuc thuc hien|phan cong|trach nhiem thuc hien|phat dong thi dua$", "to-chuc-thuc-hien", ""),
    (r"chi tieu|muc tieu", "chi-tieu", ""), (r"noi dung|nhiem vu|^(?:\W|\d)*thi dua|"
        r"phong trao thi dua", "noi-dung", ""),
    (r"noi nhan", "noi-nhan", ""),
)  # fmt: skip


def family(level: str) -> Family:
    """The kind of body: «xã», «phường», «đặc khu» → commune; «tỉnh» → province; «sở» → department; «bộ» → ministry.

    The rest is a unit.
    """
    if level in ("xã", "phường", "đặc khu"):
        return "commune"
    if level in ("tỉnh", "thành phố"):
        return "province"
    return "department" if level == "sở" else "ministry" if level == "bộ" else "unit"


def outline(request: DraftRequest) -> tuple[tuple[SectionKey, str], ...]:
    """The sections asked for (all where none is named), in the order asked, with their printed headings."""
    keys = request.sections or WHOLE
    made, n = list[tuple[SectionKey, str]](), 0
    for key in keys:
        if key in ("can-cu", "noi-nhan"):
            made.append((key, HEADINGS[key]))
        else:
            made.append((key, f"{_ROMAN[n]}. {HEADINGS[key]}"))
            n += 1
    return tuple(made)


def arranged(keys: tuple[SectionKey, ...], said: str) -> tuple[SectionKey, ...]:
    """The sections after a wish: «bỏ giải pháp», «thêm nơi nhận», «chỉ tiêu lên trước nội dung», a list in a new order.

    A wish that names no section changes nothing; the last section is never dropped.
    """
    folded = words.fold(said)
    named = sorted((m.start(), key) for key, p in _NAMED.items() if (m := re.search(rf"\b(?:{p})\b", folded)))
    wanted = tuple(key for _, key in named)
    have = keys or WHOLE
    if not wanted:
        return have
    if re.search(r"\b(?:bo|xoa|bot|cat|khong can)\b", folded):
        return tuple(k for k in have if k not in wanted) or have
    if re.search(r"\b(?:them|bo sung)\b", folded):
        usual = have == tuple(k for k in WHOLE if k in have)
        return tuple(k for k in WHOLE if k in (*have, *wanted)) if usual else tuple(dict.fromkeys((*have, *wanted)))
    if len(wanted) == 2 and (m := re.search(r"\b(truoc|sau)\b", folded)):
        moved, mark = wanted
        rest = [k for k in have if k != moved]
        at = rest.index(mark) + (m[1] == "sau") if mark in rest else len(rest)
        return (*rest[:at], moved, *rest[at:])
    return wanted


def topics(key: SectionKey, kind: Family, part: Part = "") -> tuple[Topic, ...]:
    """The matters of a section for this kind of body, in the order they are written."""
    return tuple(
        t
        for t in TOPICS
        if t.section == key and (not part or t.part == part) and (not t.families or kind in t.families)
    )


def section_of(headings: tuple[str, ...]) -> tuple[SectionKey | None, Part]:
    """Where a past clause belongs, by the headings above it, the innermost that says so first."""
    outer: tuple[SectionKey | None, Part] = (None, "")
    for heading in reversed(headings):
        folded = words.fold(heading)
        if len(folded.split()) > 25:
            continue
        for pattern, key, part in _HEADING_OF:
            if re.search(pattern, folded):
                return key, part
    return outer

"""What evidence must hold before it may answer: unit, year, number, branch, rank, named office, given figures. Pure.

A gate returns "" (open) or what is missing, in words that can stand in a sentence.
"""

from __future__ import annotations

import re

from bot.ask import extract, terms
from bot.ask.question import Asked
from bot.ask.terms import Lexicon
from retrieval import words

# Measures that must stand beside a figure when they are asked for («bao nhiêu mm», «mấy tờ»), with their other names.
_MEASURES = {
    "dong": r"đồng", "mm": r"mm|mi-li-mét|milimet", "cm": r"cm", "to": r"tờ", "diem": r"điểm", "bo": r"bộ",
    "ban": r"bản",
    "nguoi": r"người|cá nhân|thành viên|ủy viên|học viên|đồng chí", "thanh": r"thành viên|thành phố|thành phần",
    "nam": r"năm|tuổi", "thang": r"tháng", "ngay": r"ngày", "gio": r"giờ", "ha": r"ha", "tan": r"tấn", "con": r"con",
    "lan": r"lần", "ho": r"hộ", "tieu chi": r"tiêu chí", "tieu": r"tiêu chí|chỉ tiêu", "dot": r"đợt",
}  # fmt: skip
_NUMBER_WORD = r"(?:\d[\d.,/-]*|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_NAMED_LEVEL = re.compile(
    r"^(mức (?:lương|chuẩn|phí|thu|chi|đóng|trợ cấp|phụ cấp)(?: (?!là\b|bao\b|hiện\b|năm\b)\w+){1,3})"
    r"(?: (?:của|cho|đối với)(?: \w+){1,5}?)?(?: hiện nay| hiện hành| bây giờ| năm \d+)? (?:là )?bao nhiêu\b"
)
_OFFICE = re.compile(
    r"(?<!rừng )(?<!quốc )(?<!dự )(?<!xã )(?<!\d )\b"
    r"((?:phòng(?! (?:hộ|chống|ngừa|thủ|bệnh|dịch|,))|sở(?! hữu)|ban(?! hành| đầu)|trung tâm|công chức"
    r"|công an|trạm|quân sự|hội(?! nhập| nghị)|đoàn(?! kết| thể)|(?<!dịch )(?<!nhiệm )(?<!phục )(?<!nghĩa )vụ(?! việc)"
    r"|cục(?! bộ)|chi cục)\s+(?:\w+(?:\s*-\s*|,\s*|\s+))*?\w+?)\s+"
    r"(?=(?:của|tỉnh|thành phố|huyện|xã|thị xã|được|phụ trách|có|phải|làm|thì|chịu|giao|theo dõi|tham mưu|chủ trì"
    r"|phối hợp|tổng hợp|đôn đốc|hướng dẫn)\b)",
    re.IGNORECASE,
)
_DOER = re.compile(
    r"\bgiao (?:cho )?((?:\w+[ ,-]+){1,8}?)(?:thực hiện |chủ trì |phụ trách |làm |những |các )*"
    r"(?:việc |nhiệm vụ |trách nhiệm |phong trào )?(?:gì|nào)\b",
    re.IGNORECASE,
)
_NO_DOER = re.compile(r"(?:những|các|cho )?\s*(?:ai|gì|việc|nhiệm vụ|đơn vị|cơ quan|phòng|ban)\b", re.IGNORECASE)
_LEVEL_END = re.compile(r"\s+(?:xã|phường|huyện|tỉnh|thành phố|thị xã|thị trấn|đặc khu)$", re.IGNORECASE)
_LAUNCHED = re.compile(r"\bdo\s+(.{3,50}?)\s+(?:phát động|ban hành|khởi xướng)\b", re.IGNORECASE)
_PLACE_END = re.compile(r"\b(tỉnh|huyện|thành phố|thị xã|xã|phường|đặc khu)(?: [A-ZĐ][\wÀ-ỹ]*)+$")
_AWARD = re.compile(
    r"\b(cờ thi đua|huân chương \w+ \w+|huân chương|huy chương|bằng khen|giấy khen|chiến sĩ thi đua|tập thể lao động "
    r"xuất sắc"
    r"|lao động tiên tiến|kỷ niệm chương|danh hiệu)\b[^,.;?]{0,12}?\b"
    r"(?:cấp (xã|huyện|tỉnh|bộ|cơ sở|nhà nước|quốc gia)|(?:cơ sở|toàn quốc))\b",
    re.IGNORECASE,
)
_AWARDS = {
    words.fold(name).replace("ky niem", "ki niem"): name
    for name in (
        "cờ thi đua", "bằng khen", "giấy khen", "huân chương", "huy chương", "kỷ niệm chương", "chiến sĩ thi đua",
        "lao động tiên tiến", "lao động xuất sắc", "gia đình văn hóa", "anh hùng lao động", "nhà giáo", "thầy thuốc",
        "nghệ nhân", "nghệ sĩ", "giải thưởng",
    )
}  # fmt: skip
_ANY_AWARD = re.compile(
    r"\b(hien vat|danh hieu thi dua|hinh thuc khen thuong|cac hinh thuc|cac danh hieu|khen thuong cap)\b"
)
_EXPLAINS = re.compile(r"\b(?:vì|lý do|nguyên nhân|nhằm)\b")
_MONEY = re.compile(r"\d[\d.,]*\s*(?:nghìn |triệu |tỷ |tỉ )*đồng|lần mức lương|\d lần")
_LEVEL_ROOM, _SUBJECT_NEAR = 110, 30  # characters after an award's name, or before it
_UNIT_GAP = re.compile(r"(\d) (%|tỷ|tỉ|triệu|nghìn|ha\b|tấn)")
_NARROWS = (
    "cận nghèo", "nông thôn", "thành thị", "mầm non", "tiểu học", "trung học cơ sở", "trung học phổ thông", "mức độ 1",
    "mức độ 2", "mức độ 3", "mức độ 4", "thất nghiệp", "cận thị", "sơ kết", "tổng kết", "cơ cấu",
    "quốc tế", "nội địa", "tự nguyện", "bắt buộc", "đa chiều", "khuyết tật", "cao tuổi", "xuất khẩu", "nhập khẩu",
)  # fmt: skip
_SHARE_OF = re.compile(r"\bcơ cấu \w+")  # «cơ cấu kinh tế» is not «cơ cấu cây trồng»
_NARROW_TOO = ("đầu năm", "tốc độ")
_RESULT = re.compile(
    r"\b(thực tế|thực thu|đã đạt được|kết quả (đạt|thực hiện|cuối năm)|đạt được bao nhiêu|hoàn thành (bao nhiêu"
    r"|được)|thực hiện được"
    r"|đã (thu|làm|đạt|giảm|tăng) được)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(vì sao|tại sao|lý do|nguyên nhân|do đâu)\b", re.IGNORECASE)
_VALID = re.compile(r"\bhiệu lực (?:từ|kể từ|đến|thi hành)\b")
_WHEN = re.compile(
    r"\d/\d|\b(?:ngày|tháng|quý|năm|tuần|dịp|kỳ|kỷ niệm|đợt|trước|sau|gắn với|thường xuyên|hằng|hàng|lễ|tết)\b"
)
_BECAUSE = re.compile(r"\b(vì|do|nhằm|bởi|để|nguyên nhân)\b")
_PERIOD = re.compile(r"\b(20\d\d)\s*[-–]\s*(20\d\d)\b")
_PERSON = re.compile(
    r"^ai (?:hien |dang |hien dang )?la (?:\w+ ){0,2}?(?:chu tich|pho chu tich|bi thu|thu tuong|bo truong|giam doc"
    r"|truong phong|tong bi thu)\b(?!.{0,20}hoi dong)(?!.*\bk[iy]\b)"
    # «Chủ tịch UBND xã An Bình là ai?»; the head of a council or a steering committee is set by the texts themselves
    r"|^(?:(?:hien nay|hien gio|dong chi|ong|ba) )*(?:pho )?(?:chu tich|bi thu|thu tuong|bo truong|giam doc"
    r"|truong phong|chanh van phong|tong bi thu)\b(?!.*\b(?:hoi dong (?!nhan dan)|ban chi dao|ban to chuc|k[iy]"
    r"|phat dong|phu trach|chu tri|theo|quy dinh)\b)[^?]*?\b(?:hien nay |hien tai |bay gio |dang )?la (?:ai|nguoi nao"
    r"|dong chi nao)\W*(?:vay|the|nhi|a)?\W*$"
    r"|^ai (?:hien |dang |hien dang )?(?:lam|giu chuc|giu chuc vu) (?:pho )?(?:chu tich|bi thu|giam doc|truong phong)\b"
    r"(?!.*\bhoi dong (?!nhan dan))"
    r"|\b(?:ten|ho ten)(?: cua)? (?:ong |ba )?(?:chu tich|bi thu|thu tuong|bo truong)\b"
)


def law_reason(asked: Asked, text: str) -> str:
    """«Vì sao nghị định bỏ…»: laws rule, they seldom explain; only a clause that gives a reason in words answers."""
    return "lý do" if _REASON.search(asked.text.lower()) and not _EXPLAINS.search(text.lower()) else ""


def money(asked: Asked, text: str) -> str:
    """«bao nhiêu tiền»: a sum must stand in the text."""
    return "số tiền" if "bao nhieu tien" in asked.folded and not _MONEY.search(text.lower()) else ""


def measure(asked: Asked, text: str) -> str:
    """«bao nhiêu mm»: a figure in that measure must stand in the text."""
    counted = "" if asked.strong else extract.counted_noun(asked)
    named = _MEASURES.get(counted)
    shown = rf"{_NUMBER_WORD}\s+(?:{named})\b|\d\s?(?:{named})\b|\bsố (?:{named})\b[^;.\d]{{0,40}}\d"
    text = extract.unmeant(asked, text.lower())
    if not named or re.search(shown, text):
        return ""
    spans = r"\d+ (?:năm|tháng|ngày|giờ)\b|ngày làm việc|\d/\d (?:thời gian|thời hạn)"
    if counted in ("nam", "thang", "ngay") and re.search(spans, text):
        return ""
    return f"số {named.split('|')[0]}"


def level_of_pay(asked: Asked, text: str) -> str:
    """«Mức lương cơ sở là bao nhiêu»: a level that has a name of its own must be named so, not another «mức lương»."""
    m = _NAMED_LEVEL.search(asked.text.lower())
    if not m or " ".join(terms.syllables(m.group(1))) in " ".join(terms.syllables(text)):
        return ""
    return m.group(1)


def other_side(asked: Asked, text: str) -> str:
    """«tập thể thì sao?» after one about persons: the side that the turn brought must stand in the text."""
    said = asked.said.lower()  # empty where the question is no follow-up
    return next((s for s in ("tập thể", "cá nhân", "hộ gia đình") if s in said and s not in text.lower()), "")


def plan_award(asked: Asked, text: str) -> str:
    """«Ai được tặng huân chương»: a sentence of a plan that does not name the award is no answer."""
    low = _award_fold(text)
    wanted = [a for a in _AWARDS if a in _award_fold(asked.text)]
    return "" if not wanted or any(a in low for a in wanted) else _AWARDS[wanted[0]]


def strange_pair(asked: Asked, text: str) -> str:
    """«giá vàng»: of a question that is two words, the two must stand together in the text."""
    subject = [t for t in asked.terms if t not in ("hom", "nay", "gio", "ngay")]
    if len(subject) != 2 or asked.sectors or asked.laws or asked.numbers or asked.quoted or asked.strong:
        return ""
    said = " ".join(terms.syllables(asked.text))
    pair = " ".join(subject)
    return pair if pair in said and pair not in " ".join(terms.syllables(terms.enrich(text))) else ""


def award(asked: Asked, text: str) -> str:
    """«Cờ thi đua cấp xã»: the award and its level must stand together."""
    low = words.fold(text).replace("sy", "si")
    named = list(_AWARD.finditer(asked.text))
    fits = [m for m in named if any(_at_level(m, near) for near in _named_at(words.fold(m.group(1)), low))]
    return "" if fits or not named else named[0].group(0)


def _named_at(name: str, low: str) -> list[str]:
    """The stretch of a folded text after each mention of an award: a level farther on is of something else."""
    return [low[m.start() : m.start() + len(name) + _LEVEL_ROOM] for m in re.finditer(rf"\b{re.escape(name)}\b", low)]


def _at_level(named: re.Match[str], low: str) -> bool:
    """«cấp bộ» stands as «cấp bộ, ban, ngành», «… của Bộ»; another level in the same list is none."""
    if not named.group(2):
        return bool(re.search(rf"\b{' '.join(words.fold(named.group(0)).split()[-2:])}\b", low))
    level = words.fold(named.group(2))
    if level == "bo" and re.search(rf"\b{words.fold(named.group(1))}(?: cap| cua)? (?:bo|nganh)\b", low):
        return True
    return bool(re.search(rf"\bcap (?:(?:\w+ ?){{1,3}}(?:, | va )){{0,5}}?{level}\b", low))


def award_subject(asked: Asked, text: str) -> str:
    """«Tiêu chuẩn X, tỷ lệ Y»: of two awards named, the one whose standard is asked must stand in the text."""
    said = _award_fold(asked.text)
    _, found, rest = said.partition("tieu chuan")
    named = sorted((rest.find(a), a) for a in _AWARDS if a in rest) if found else []
    if len(named) < 2 or named[0][0] > _SUBJECT_NEAR:
        return ""
    return "" if named[0][1] in _award_fold(text) else _AWARDS[named[0][1]]


def award_named(asked: Asked, own: str, around: str) -> str:
    """«hồ sơ Cờ thi đua…»: a clause about other awards alone is no answer; one about awards in general may be.

    `own` are the clause's words, `around` those with its headings: they speak where the clause names no award itself.
    """
    wanted = [a for a in _AWARDS if a in _award_fold(asked.text)]
    for low in (_award_fold(own), _award_fold(around)):
        if not wanted or any(a in low for a in wanted) or _ANY_AWARD.search(low):
            return ""
        if any(a in low for a in _AWARDS):
            return _AWARDS[wanted[0]]
    return ""


def _award_fold(text: str) -> str:
    return words.fold(text).replace("ky niem", "ki niem")


def values(asked: Asked, text: str) -> tuple[str, ...]:
    """Percentages and dates that the question takes for granted and the text does not hold."""
    if not asked.values:
        return ()
    bare = _UNIT_GAP.sub(r"\1\2", words.squeeze(text).replace("\\%", "%").lower()).replace("tỉ", "tỷ")
    dates = {d for d, _, _ in words.dates(bare)}
    return tuple(
        v
        for v in asked.values
        if not re.search(rf"(?<![\d.,]){re.escape(v.lower().replace('tỉ', 'tỷ'))}", bare)
        and not (("/" in v) and any(d in dates for d, _, _ in words.dates(v)))
    )


def office(asked: Asked, text: str) -> str:
    """«Phòng Giáo dục và Đào tạo»: the very office must be named."""
    have = " ".join(terms.syllables(text))
    for m in _OFFICE.finditer(asked.said or asked.text):
        said = [s for s in terms.syllables(_own_name(asked).sub("", m.group(1))) if s not in ("va", "nao")]
        if len(said) < 2 or "nao" in terms.syllables(m.group(1)):
            continue
        apart = said[0] in ("phong", "so") and " ".join(said[:2]) not in have  # «Văn phòng» is no «phòng Văn hóa»
        if apart or not all(f" {s} " in f" {have} " for s in said) or " ".join(said[1:3]) not in have:
            return m.group(1)
    return ""


def _own_name(asked: Asked) -> re.Pattern[str]:
    """«Phòng Kinh tế Gia Nghĩa»: the unit's name is no part of the office's."""
    names = "|".join(re.escape(u.short) for u in asked.units) or "(?!)"
    return re.compile(rf"\s+(?:{names})\b.*$", re.IGNORECASE)


def doer(asked: Asked, text: str) -> str:
    """«giao Công an xã làm gì»: who is given the task must be named."""
    m = _DOER.search(asked.said or asked.text)
    name = _LEVEL_END.sub("", m.group(1).strip()) if m else ""
    if not name or len(_plain(name)) < 2 or _NO_DOER.match(name):
        return ""
    return "" if " ".join(_plain(name)) in " ".join(_plain(text)) else name


def _plain(text: str) -> list[str]:
    return [s for s in terms.syllables(text) if s != "va"]


def names_office(asked: Asked) -> bool:
    """Whether the question names an office of its own («phòng Lao động thì sao»)."""
    return any("nao" not in terms.syllables(m.group(1)) for m in _OFFICE.finditer(asked.said or asked.text))


def launcher(asked: Asked, text: str) -> str:
    """«do Chủ tịch nước phát động»: the one who launched must be named."""
    m = _LAUNCHED.search(asked.said or asked.text)
    if not m:
        return ""
    said = _spoken(text)  # «tiến bộ, quốc phòng» is no «Bộ Quốc phòng»
    names = (m.group(1), bare_name(m.group(1)))
    return "" if any(_spoken(n) in said for n in names) else m.group(0)


def _spoken(text: str) -> str:
    return words.squeeze(terms.expand(text)).lower().replace("uỷ", "ủy")


def day(asked: Asked, text: str) -> str:
    """«sơ kết ngày nào»: the sentence must hold a day, a span or an occasion; «hiệu lực, hiệu quả» is no validity."""
    if asked.kind == "state" and not _VALID.search(text.lower()):
        return "thời hạn hiệu lực"
    return "" if asked.expects != "day" or _WHEN.search(text.lower()) else "thời gian"


def bare_name(name: str) -> str:
    """«UBND tỉnh Hưng Yên» is «UBND tỉnh» in the plans of its own communes."""
    return _PLACE_END.sub(r"\1", name.strip())


def qualifier(asked: Asked, text: str) -> str:
    """«cận nghèo», «nông thôn»: a word that narrows an indicator must stand in the text, accents and all."""
    low, own = text.lower(), (asked.said or asked.text).lower()
    low_all = asked.text.lower()
    if (share := _SHARE_OF.search(low_all)) and share.group() not in low:
        return share.group()
    return next((w for w in _NARROWS if w in (low_all if w == "cận nghèo" else own) and w not in low), "")


def narrower(asked: Asked, text: str) -> int:
    """How many words that narrow an indicator stand in the text and were not asked for: «đầu năm», «cơ cấu»."""
    said, low = asked.text.lower(), text.lower()
    if any(w in low and w in said for w in _NARROWS):
        return 0  # «(trong đó thành thị 94%; nông thôn 57,5%)» answers for either
    return sum(w in low and w not in said for w in (*_NARROWS, *_NARROW_TOO))


def wants_result(asked: Asked) -> bool:
    """Whether what came out is asked for, not what was set: plans do not hold it."""
    return bool(_RESULT.search(asked.text))


def reason(asked: Asked, text: str) -> str:
    """«vì sao»: the text must give a reason, and a figure taken for granted calls for one of its own."""
    if not _REASON.search(asked.text):
        return ""
    return "lý do" if asked.values or not _BECAUSE.search(text.lower()) else ""


def names_person(asked: Asked) -> bool:
    """«Ai là Chủ tịch …»: who holds an office today stands in no plan and no law."""
    return bool(_PERSON.search(asked.folded))


def movement_period(asked: Asked, text: str) -> str:
    """«những phong trào nào giai đoạn 2026-2030»: the period must stand beside the movement."""
    if "phong trao" not in asked.folded:
        return ""
    held = _PERIOD.findall(text)
    return next((f"giai đoạn {a}-{b}" for a, b in _PERIOD.findall(asked.text) if (a, b) not in held), "")


def unknown_name(asked: Asked, lexicon: Lexicon) -> str:
    """A subject word the corpus never prints (accents count), "" where it knows them all."""
    for word in terms.subject(asked.text).split():
        if not lexicon.uses(word) and (asked.text.isascii() is False or not lexicon.known(words.unaccent(word))):
            return word
    return ""

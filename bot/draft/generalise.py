"""A past plan's sentence → the same sentence for another unit and year, or nothing. Pure.

What belongs to the past plan alone (its places, figures, document numbers, congresses, periods, bodies that no longer
exist) is replaced by the new plan's own words where the meaning stays, and the piece is dropped where it does not.
A piece is a sentence, or a part of one between semicolons: plans of this genre chain duties with semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.draft.levels import COMMUNE, relevelled, speaks_of_inside, strange_voice
from retrieval import words

_DEAD_NOUNS = ("huyện", "thị xã", "thị trấn", "quận")


@dataclass(frozen=True, slots=True)
class Origin:
    """The past plan: its level word («huyện»), bare name («Cẩm Xuyên»), province and year or period.

    `level`: tỉnh, huyện, xã, sở … as read from its head, "" where that is not known.
    """

    noun: str
    name: str
    province: str
    period: str
    level: str = ""

    @property
    def commune(self) -> bool:
        """A commune's plan, or one that may be."""
        return self.noun in (*COMMUNE, "thị trấn") or (not self.noun and self.level in ("xã", ""))


@dataclass(frozen=True, slots=True)
class Aim:
    """The new plan: level word («xã», "" for a department or school), bare name, year or period («2027», "" unknown).

    `asked` is the request's own text: matters only some places have (sea, forest …) are kept where it names them.
    """

    noun: str
    name: str
    period: str
    level: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece carried over: its new words, and the old ones word for word."""

    text: str
    quote: str


# --- what may stand with a capital in the middle of a sentence, in any unit's plan ------------------

_COMMON = (
    "Đảng", "Nhà nước", "Nhân dân", "Trung ương", "Chính phủ", "Thủ tướng Chính phủ", "Thủ tướng", "Bộ Chính trị",
    "Quốc hội", "Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc", "Mặt trận", "Tổ quốc", "Việt Nam",
    "Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban Mặt trận Tổ quốc", "Uỷ ban Mặt trận Tổ quốc Việt Nam",
    "Ủy ban nhân dân", "Uỷ ban nhân dân", "Hội đồng nhân dân", "Hội đồng Thi đua - Khen thưởng",
    "Hội đồng thi đua khen thưởng", "Hội đồng thi đua", "Hội đồng", "Chủ tịch Hồ Chí Minh", "Hồ Chí Minh", "Bác Hồ",
    "Bác", "Đảng bộ", "Đảng ủy", "Luật Thi đua", "Luật", "Kế hoạch", "Nghị quyết", "Chương trình", "Cụm thi đua",
    "Khối thi đua", "Tết", "Thi đua", "UBND", "HĐND", "MTTQ", "OCOP", "BHYT", "BHXH", "CCHC", "CBCC", "TĐKT",
    "Đại đoàn kết", "Chính quyền", "Hiến pháp", "Internet", "Đề án", "Phong trào",
)  # fmt: skip
_COMMON_RE = re.compile("|".join(sorted(map(re.escape, _COMMON), key=len, reverse=True)))
# Movements without an end, named in any year's plan; any other quoted name belongs to its launcher and its period.
STANDING = (
    "thi đua quyết thắng", "vì an ninh tổ quốc", "toàn dân bảo vệ an ninh tổ quốc", "dân vận khéo",
    "toàn dân đoàn kết xây dựng đời sống văn hóa", "dạy tốt, học tốt", "người tốt, việc tốt", "người tốt", "việc tốt",
    "học tập và làm theo tư tưởng, đạo đức, phong cách hồ chí minh", "sống, làm việc theo hiến pháp và pháp luật",
    "người việt nam ưu tiên dùng hàng việt nam", "đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách hồ "
    "chí minh",
    "rõ người, rõ việc", "người tốt việc tốt",
)  # fmt: skip
_STANDING = frozenset(words.fold(x) for x in STANDING)

# A piece may stand alone only when it opens like a duty or a statement, not like the tail of the piece before it.
OPENERS = (
    "tăng cường", "tiếp tục", "đẩy mạnh", "nâng cao", "đổi mới", "quan tâm", "chú trọng", "tổ chức", "thực hiện",
    "xây dựng", "phát huy", "phát hiện", "khen thưởng", "đề cao", "huy động", "giữ vững", "bảo đảm", "đảm bảo",
    "thi đua", "phấn đấu", "kịp thời", "tuyên truyền", "triển khai", "tập trung", "khuyến khích", "khơi dậy",
    "thường xuyên", "phong trào thi đua "
    "phải", "các", "mỗi", "kết hợp", "gắn", "công tác", "duy trì", "kiện toàn", "củng cố",
    "hoàn thành", "phát triển", "thực hành", "chủ động", "phát động", "lấy", "tạo", "mở", "thông qua", "không ngừng",
    "đặc biệt", "trong", "người đứng đầu", "nêu gương", "biểu dương", "làm", "cải thiện", "động viên", "ủy ban",
    "hội đồng", "đề nghị", "yêu cầu", "giao", "quản lý", "sắp xếp", "siết chặt", "từng bước", "chăm lo", "hưởng ứng",
    "quyết tâm", "vận động", "tích cực", "nghiêm túc", "bồi dưỡng", "lựa chọn", "ghi nhận", "văn bản", "định kỳ",
    "theo dõi", "chủ trì", "phối hợp", "kiểm tra", "hướng dẫn", "sở nội vụ", "trên cơ sở", "căn cứ", "là", "khắc phục",
    "giám sát", "phản ánh", "tham mưu", "triển khai", "bên cạnh", "quán triệt", "cải cách", "ứng dụng", "coi",
)  # fmt: skip
_OPENER = re.compile(r"^(?:" + "|".join(sorted((words.fold(o) for o in OPENERS), key=len, reverse=True)) + r")\b")
_DEPENDENT = re.compile(
    r"^(?:trong do|qua do|tu do|dong thoi|nham|gop phan|den|do|cung voi|ngoai ra|vi vay|truoc het|theo do|"
    r"di doi|gan voi)\b"
)
_SKIP = re.compile(
    r"covid|đại dịch|giáp thìn|ất tỵ|bính ngọ|nguyên đán|đại hội|nhiệm kỳ|khóa [IVX]+|lần thứ|hội nghị trung ương|"
    r"sắp xếp đơn vị hành chính|ngày thành lập|kỷ niệm(?! các ngày lễ lớn)|\$|https?:|tinh giản biên chế|"
    r"trưởng cụm|nâng cao chỉ số|\bDDCI\b|"
    r"^hoàn thành (?:xóa|xây dựng|việc|đúng tiến độ)|các (?:nội dung )?(?:nêu )?sau\b|"
    r"là những yếu tố|^bên cạnh|tính toàn cầu|^phong trào (?:thi đua )?(?:\w+ ){0,3}[“\"]|"
    r"hiện đại hóa đất nước|thời kỳ đẩy mạnh công nghiệp hóa|(?:công chức|cán bộ) (?:văn phòng|văn hóa)",
    re.IGNORECASE,
)
# What only some places have: kept only where the request itself speaks of it.
_LOCAL = (
    "biên phòng", "biên giới", "biển", "hải đảo", "thủy sản", "nuôi trồng", "rừng", "lâm nghiệp", "du lịch",
    "cánh đồng lớn", "ruộng đất", "hợp tác xã", "dân tộc thiểu số", "miền núi", "làng nghề", "tôn giáo", "đô thị",
    "khoáng sản", "trụ sở", "nhà tạm", "tín dụng", "ngân hàng", "lao đài", "thành tích kháng chiến",
)  # fmt: skip
# What a department or a school leaves to the government of the place, unless it is its own field.
_OF_A_PLACE = (
    "dân số", "dịch bệnh", "giáo dục", "công nghiệp", "thương mại", "nông sản", "nông nghiệp", "giải phóng mặt bằng",
    "hạ tầng", "gia đình", "tài nguyên", "đất đai", "lực lượng vũ "
    "trang", "quân đội", "giao thông", "phòng cháy", "bhxh",
    "doanh nhân", "tổ hợp tác", "chế biến", "khởi nghiệp", "dịch vụ", "người tiêu dùng", "khoa học công nghệ",
)  # fmt: skip
# Matters above a commune's hands, and matters outside a department's or a school's.
_NOT_COMMUNE = re.compile(
    r"thể chế|nhân tài|khu công nghiệp|cụm công nghiệp|đối ngoại|hợp tác quốc tế|sở, ban|thành phố thông minh|"
    r"xuất khẩu|"
    r"dự án trọng điểm|chỉ số năng lực|thu hút đầu tư|nhà đầu tư|chiến lược|thị trường lao động|nguồn nhân lực|"
    r"năng lực cạnh tranh|sức cạnh tranh|đầu tư kinh doanh|kinh doanh|khởi nghiệp|vận tải|vùng sâu|cấp xã|"
    r"các xã|địa phương",
    re.IGNORECASE,
)
_NOT_WARD = re.compile(
    r"thôn\b|nội đồng|cây trồng|vật nuôi|vùng trồng|nông nghiệp|nông sản|chăn nuôi|\blàng|bảo vệ thực vật",
    re.IGNORECASE,
)
_NOT_OFFICE = re.compile(
    r"làng|quê hương|nơi cư trú|nông thôn|hộ nghèo|giảm nghèo|quân sự|quốc phòng|thôn\b|tổ dân phố|du lịch|"
    r"sản xuất|hợp tác xã|trật tự an toàn|"
    r"các xã|địa bàn|kinh tế - xã hội|kinh tế|y tế|khám, chữa bệnh|an sinh|thể thao|dân tộc|các tầng lớp|"
    r"các cấp, các ngành|"
    r"các ngành|địa phương|môi trường|thanh tra|cấp ủy|doanh nghiệp|trường học|an ninh|hộ gia đình|ủy ban mặt trận",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_ROMAN_NUMERAL = re.compile(r"\b[IVX]{2,}\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_SPLIT = re.compile(r"(?<=[.;!?…])\s+(?=\S)")
_PAREN = re.compile(r"\s*\([^()]*\)")
_QUOTED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
_INNER_WORD = re.compile(r"(?<=[\w,;:–)-] )\w+")
_HAMLETS = re.compile(r"\b(các |từng )(?:thôn(?:, bản)?(?:, tổ dân phố)?|tổ dân phố)\b")
_PLACES = re.compile(r"\b(?:cơ quan, )?(?:địa phương, (?:cơ quan, )?đơn vị|đơn vị, địa phương)\b", re.IGNORECASE)
_FOUR_STEPS = re.compile(r"(?:cả )?4 khâu")


# Doers alone, without a deed: the verb stands in a later piece of the list.
_DOERS = re.compile(
    r"^(?:cac |thu truong|so |phong |ban |van phong|hoi )(?!.*\b(?:xay dung|to chuc|thuc hien|phat dong|tuyen truyen|"
    r"van dong|phoi hop|chu tri|huong dan|theo doi|tong hop|kiem tra|don doc|can cu|tham muu|lua chon|de xuat|"
    r"day manh|tang cuong|trien khai|tham gia|bao cao|dang ky|phai|chiu trach nhiem|quan tam|nang cao|doi moi|"
    r"phat hien|phat huy|tap trung|huong ung|bam sat)\b)"
)


def generalise(text: str, origin: Origin, aim: Aim) -> tuple[Piece, ...]:
    """The pieces of a clause that hold for the new plan, in order, in the new plan's words."""
    made = list[Piece]()
    follows = True
    for piece in pieces(text):
        new = _renew(piece, origin, aim)
        if not new and made and follows and _DOERS.match(words.fold(made[-1].text)):
            made.pop()  # «Các cơ quan …; các sở, ngành … xây dựng kế hoạch»: the doers without their deed
        opens = bool(_OPENER.match(words.fold(new)))
        if new and (opens or follows) and not (_DEPENDENT.match(words.fold(new)) and not follows):
            made.append(Piece(new, piece))
            follows = True
        else:
            follows = False
    while made and not _OPENER.match(words.fold(made[0].text)):
        made.pop(0)
    return tuple(made)


def pieces(text: str) -> Iterator[str]:
    """Sentences and their parts between semicolons, without cutting inside quotation marks or brackets."""
    held = ""
    parts = _SPLIT.split(words.squeeze(text))
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        held = f"{held} {part}".strip()
        goes_on = held.endswith(("..", "…")) and after[:1].islower()  # «điển hình tiên tiến,... trên địa bàn»
        if not goes_on and held.count("“") <= held.count("”") and held.count("(") <= held.count(")"):
            yield held
            held = ""
    if held:
        yield held


def joined(made: tuple[Piece, ...]) -> str:
    """One paragraph of the pieces: capital at the start, semicolons inside, a full stop at the end."""
    out = ""
    ended = True
    for p in made:
        core = p.text.rstrip(" .;,:…/")
        if core:
            core = core[0].upper() + core[1:] if ended else _lowered(core)
            out += (". " if ended else "; ") + core if out else core
            ended = not p.quote.rstrip().endswith(";")
    return f"{out[:1].upper()}{out[1:]}." if out else ""


def _lowered(core: str) -> str:
    return core if _COMMON_RE.match(core) else core[0].lower() + core[1:]


def _renew(piece: str, origin: Origin, aim: Aim) -> str:
    """The piece in the new plan's words, or "" where it holds only for the old one."""
    text = _PAREN.sub("", piece.replace("*", "")).strip()
    text = _LAUNCHED.sub("do các cấp phát động", text)
    text = _own_names(text, origin, aim)
    text = _years(text, origin, aim)
    text = _spelled(text)
    if aim.level in COMMUNE:
        text = _HAMLETS.sub(r"\1khu dân cư", text)
        text = _PLACES.sub("cơ quan, đơn vị", text)  # below a commune there is no other place with a government
        text = relevelled(text, aim.noun) if origin.commune else text
    elif origin.commune and speaks_of_inside(text):
        return ""
    if not text or _SKIP.search(text) or _strange_digits(text, aim) or _ROMAN_NUMERAL.search(text):
        return ""
    if (
        _local(text, aim)
        or _dead(text)
        or _misplaced(text, aim)
        or strange_voice(text, aim.noun)
        or not _quotes_stand(text)
        or _strange_names(text, aim)
    ):
        return ""
    return text


def _own_names(text: str, origin: Origin, aim: Aim) -> str:
    """The old unit's name → the new one's; its level word alone («của huyện») → the new level word."""
    if not origin.noun:
        return text
    new = f"{aim.noun} {aim.name}".strip() if aim.noun else ""
    if origin.name:
        full = re.compile(rf"{origin.noun}\s+{re.escape(origin.name)}", re.IGNORECASE)
        text = full.sub(new or "�", text)
    if aim.noun and aim.noun != origin.noun:
        after = r"(?= (?:năm|và|đã|đến|phát|kịp|đề|theo|về|ngày|tiếp|lần|theo)\b|[,.;:]|$)"
        text = re.sub(rf"\b(của|toàn|trong|trên địa bàn|nhân dân|UBND|HĐND|xã hội|Việt Nam|Khen thưởng|"
            rf"đoàn thể) {origin.noun}{after}",
                      lambda m: f"{m[1]} {aim.noun}", text, flags=re.IGNORECASE)  # fmt: skip
    return text


def _years(text: str, origin: Origin, aim: Aim) -> str:
    """The old plan's year → the new one's, the year before → the year before; any other stays, to be dropped later."""
    years = [int(y) for y in _YEAR.findall(origin.period)]
    if len(years) == 2:
        span = rf"(?:giai đoạn(?: 0?5 năm)?|0?5 năm)\s*\(?{years[0]}\s*[-–]\s*{years[1]}\)?"
        return re.sub(span, _period(aim), text, flags=re.IGNORECASE)
    if len(years) != 1:
        return text
    new = [int(y) for y in _YEAR.findall(aim.period)]
    if len(new) == 2:
        return re.sub(rf"năm {years[0]}\b", _period(aim), text)
    text = re.sub(rf"năm {years[0] - 1}\b", f"năm {new[0] - 1}" if new else "năm trước", text)
    return re.sub(rf"năm {years[0]}\b", _period(aim), text)


def _period(aim: Aim) -> str:
    if not aim.period:
        return "năm [CẦN BỔ SUNG: năm kế hoạch]"
    return span(aim.period, aim.asked)


def span(period: str, asked: str) -> str:
    """A period as the plan says it: «năm 2027», «giai đoạn 2026-2030», «năm học 2026-2027» where asked so."""
    if len(period) == 4:
        return f"năm {period}"
    return f"năm học {period}" if "nam hoc" in words.fold(asked) else f"giai đoạn {period}"


# «do tỉnh, huyện và các đoàn thể phát động»: who launched a movement differs from plan to plan.
_LAUNCHED = re.compile(
    r"\bdo (?:(?:trung ương|tỉnh|huyện|thành phố|thị xã|quận|xã|phường)(?:, (?:và )?| và | ))+"
    r"(?:các đoàn thể )?phát động\b",
    re.IGNORECASE,
)

# Slips of scanning and typing met over and over in this genre; a real word each, so that only its neighbours tell.
_SLIPS = (
    (r"\b([Pp])hần đầu(?= (?:hoàn|đạt|hết|thực|thu|tăng|trong|tốc|xây|vượt|trở|là\b|đến))", r"\1hấn đấu"),
    (r"\bkip thời", "kịp thời"), (r"\bbát lợi", "bất lợi"), (r"\bđặt biệt", "đặc biệt"), (r"\bđợt xuất", "đột xuất"),
    (r"\bkhông chể", "khống chế"), (r"\btiến tiến", "tiên tiến"), (r"\b([Bb])ổ trí\b", r"\1ố trí"),
    (r"\bkhen thường\b", "khen thưởng"), (r"\b([Hh])ướng ứng\b", r"\1ưởng ứng"), (r"\bqui định", "quy định"),
    (r"\s+,", ","), (r",?\s*(?:\.{2,}|…)", ""), (r"\bhàng năm\b", "hằng năm"),
    (r"\bnhân dân\b(?! (?:tỉnh|xã|phường|huyện|thành|đặc))", "Nhân dân"),
    (r"(?i)(ủy ban|uỷ ban|hội đồng) Nhân dân", r"\1 nhân dân"), (r"văn hoá", "văn hóa"), (r"lan toả", "lan tỏa"),
    (r"\btừng, ", "từng "), (r"([”\"]), (?=trong |của |do )", r"\1 "),
    (r"an ninh - quốc phòng", "quốc phòng - an ninh"), (r'"([^"]+)"', r"“\1”"),
    (r"\bsơ kết và tổng kết và\b", "sơ kết, tổng kết và"), (r"\bcô đọng(?=, (?:băng|pa))", "cổ động"),
)  # fmt: skip
_SLIP_RES = tuple((re.compile(old), new) for old, new in _SLIPS)


def _spelled(text: str) -> str:
    for old, new in _SLIP_RES:
        text = old.sub(new, text)
    return words.squeeze(text.replace("Uỷ ban", "Ủy ban").replace("uỷ ban", "ủy ban"))


def _strange_digits(text: str, aim: Aim) -> bool:
    left = _FOUR_STEPS.sub("", text)
    for year in _YEAR.findall(aim.period):
        left = re.sub(rf"\b(?:{year}|{int(year) - 1})\b", "", left)
    return bool(_DIGIT.search(left)) or "�" in text


def _dead(text: str) -> bool:
    return any(re.search(rf"\b{noun}\b", text, re.IGNORECASE) for noun in _DEAD_NOUNS)


def _local(text: str, aim: Aim) -> bool:
    lower, asked = text.lower(), aim.asked.lower()
    matters = _LOCAL if aim.noun else (*_LOCAL, *_OF_A_PLACE)
    return any(matter in lower and matter not in asked for matter in matters)


def _misplaced(text: str, aim: Aim) -> bool:
    """A level of government, or a matter, that is not the new plan's."""
    if aim.level in COMMUNE:
        strangers = {"tỉnh", "thành phố", "phường", "xã", "đặc khu", "thôn bản"} - {aim.noun}
        if aim.noun == "phường" and _NOT_WARD.search(text):
            return True
        other = "|".join(sorted(set(COMMUNE) - {aim.noun}))
        if re.search(rf"\b(?:{other})\b(?! hội)", text, re.IGNORECASE):
            return True
        above = "|".join(strangers)
        higher = re.compile(rf"\b(?:của|toàn|trong|địa bàn|cấp) (?:{above})\b(?! hội)", re.IGNORECASE)
        return bool(_NOT_COMMUNE.search(text)) or bool(higher.search(text)) or bool(re.search(r"\btỉnh\b", text))
    if aim.level == "tỉnh":
        return bool(re.search(r"\b(?:của|toàn|trong|UBND|HĐND|nhân dân|Việt Nam) (?:xã|phường)\b|các thôn", text))
    return bool(_NOT_OFFICE.search(text)) or bool(re.search(r"\b(?:xã|phường|tỉnh|thành phố|UBND|HĐND)\b", text))


def _quotes_stand(text: str) -> bool:
    return all(words.fold(q).strip(" ,.") in _STANDING for q in _QUOTED.findall(text))


def _strange_names(text: str, aim: Aim) -> bool:
    """A capital in the middle of the piece that no plan of this genre has by itself: somebody's name or place."""
    left = _QUOTED.sub("", text)
    if aim.name:
        left = left.replace(aim.name, "")
    left = re.sub(r"\[CẦN BỔ SUNG[^\]]*\]", "", left)
    left = _COMMON_RE.sub("x", left)
    return any(m.group()[0].isupper() for m in _INNER_WORD.finditer(left))

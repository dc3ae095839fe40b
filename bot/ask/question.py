"""What is asked: kind, expected answer, unit, year, branch, document and article. Pure; patterns read folded text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.ask import sectors, terms
from bot.model import QuestionKind
from retrieval import words

Expects = Literal[
    "times", "percent", "period", "day", "duration", "who", "document", "many", "number", "copies", "yesno", "text"
]


@dataclass(frozen=True, slots=True)
class UnitDoc:
    """A plan of the corpus as a question may name it: «Phổ Châu», «xã Phổ Châu»; `years` it is for, ("2021", …)."""

    doc: str
    name: str
    short: str
    level: str
    years: tuple[str, ...]
    period: str


@dataclass(frozen=True, slots=True)
class LawDoc:
    """A legal text of the corpus: its number and branch ("chung" where it binds everybody)."""

    doc: str
    number: str
    sector: str
    subject: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What the corpus holds, as far as understanding a question needs it."""

    units: tuple[UnitDoc, ...] = ()
    laws: tuple[LawDoc, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood. Text fields are as written, `terms` folded syllables that carry the subject.

    `fresh`: subject words a follow-up itself brought; `strong`: all it said, which the answer must hold; `said`: its
    own words. `maybe`: units of the conversation that a full question without a unit may still be about.
    """

    text: str
    folded: str
    kind: QuestionKind
    expects: Expects
    terms: tuple[str, ...]
    units: tuple[UnitDoc, ...] = ()
    strangers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    laws: tuple[LawDoc, ...] = ()
    numbers: tuple[str, ...] = ()
    dieu: str = ""
    khoan: str = ""
    quoted: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    said: str = ""
    maybe: tuple[UnitDoc, ...] = ()
    maybe_years: tuple[str, ...] = ()


_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("draft", re.compile(
        r"^(hay |giup( toi)? |nho )?(soan|viet|lap|du thao|thao|lam)\b.{0,30}\b(ke hoach|du thao|muc|phan|can cu|to "
        r"trinh|cong van|bao cao"
        r"|quyet dinh|chi tieu|giai phap)|\b(soan|viet) (giup|ho|cho|gium)\b")),
    ("check", re.compile(r"^(hay |giup( toi)? )?(kiem tra|ra soat|soat|check)\b.{0,30}\b(ke hoach|du thao|van ban"
                         r"|file|tep)\b")),
    ("state", re.compile(r"\b(con|het|chua co|bi bai bo|da co|co) hieu luc\b|\bhieu luc (den|tu|cua|thi hanh)|\bbi "
                         r"(thay the|bai bo)\b"
                         r"|\bthay the (boi|bang)\b|\bcon (ap dung|dung duoc|gia tri)\b|\bvan ban nao thay\b")),
    ("applies", re.compile(r"\b(chi thi|van ban|can cu|nghi dinh|luat|phap ly) nao\b.{0,40}\b(hien (nay|hanh)|dang"
                           r"|nam nay|ap dung|moi nhat|can dan"
                           r"|phai dan|nen dan)|\b(can cu|vien dan) (nhung )?(van ban|gi)\b.{0,40}\b(nam 202[6-9]"
                           r"|hien nay|bay gio)")),
    ("compare", re.compile(r"\bso sanh\b|\bben nao\b|\bdon vi nao (cao|thap|nhieu|it)|\bcao hon\b|\bthap hon\b"
                           r"|\bchenh\b|\bkhac nhau\b"
                           r"|\bkhac gi\b|\bgiong nhau\b|\bcompare\b|\btrong cac ke hoach\b|\bcac (ke hoach|xa|tinh"
                           r"|don vi|dia phuong) (dat|neu|giao)\b"
                           r"|\bgiua\b.{3,60}\bva\b")),
    ("count", re.compile(r"\b(co|tong cong) (bao nhieu|may) (ke hoach|van ban|don vi|phong trao|chi tieu|nhiem vu)\b"
                         r"|\bbao nhieu ke hoach\b"
                         r"|\bmay ke hoach\b|\bdem\b")),
    ("list", re.compile(r"\bliet ke\b|\bdanh sach\b|\b(nhung|cac) ke hoach nao\b|\bke hoach nao\b|\bke ra\b|\blist\b"
                        r"|\bke ten\b|\bthong ke\b"
                        r"|\bnhung (xa|tinh|huyen|don vi|dia phuong) nao\b")),
    ("directive", re.compile(
        r"\b(chi thi|nghi dinh|nghi quyet|thong bao|quyet dinh|thong tu|ket luan)\b.{0,80}\bso (ki hieu )?(la )?"
        r"(may|bao nhieu|nao)\b")),
    ("header", re.compile(r"\bki ke hoach\b.{0,20}\bten\b|\bgui ke hoach (cho|den|toi)\b"
                          r"|\bai (la nguoi )?ki\b|\bnguoi ki\b|\bso (ki hieu|hieu|van ban)\b|\bki hieu\b|\bnoi "
                          r"nhan\b|\bai ban hanh\b"
                          r"|\b(ke hoach|van ban)\b.{0,60}\b(ban hanh|ki) (ngay|hom|khi|luc|nam|thang|vao)|\bngay ban "
                          r"hanh\b|\bso may\b|\bgui (den |cho )?nhung co quan\b")),
    ("theme", re.compile(r"\bchu de\b|\bkhau hieu\b|\btheme\b")),
    ("directive", re.compile(
        r"\b(chi thi|nghi dinh|nghi quyet|van ban|thong bao|quyet dinh|thong tu|cong van|ket luan|luat|ke hoach so) "
        r"(nao|gi|so may)\b"
        r"|\b(can cu|vien dan|dan chieu)\b|\bchi thi \d+\b.{0,60}\b(ngay|khi|nam) nao\b|\b(ban hanh|co) (ngay|khi) "
        r"nao\b|\bnoi (ve )?gi\b"
        r"|\bnoi dung gi\b|\bwhich directive\b")),
    ("duty", re.compile(
        r"\b(phong|co quan|don vi|ai|so|ban|bo phan|cong chuc|vu|to chuc) nao\b.{0,60}\b(phu trach|theo doi|tham muu"
        r"|chu tri|don doc|duoc giao|chiu"
        r"|trien khai|huong dan|to chuc|tuyen truyen|tong hop|kiem tra|phoi hop|lam|lo|dam nhan|dam trach|quan li"
        r"|thuc hien)\b|\bai (lo|dam nhan|dam trach|phu trach|theo doi|chu "
        r"tri|chiu|tham muu|don doc|xay dung|to chuc|huong dan|tong hop|duoc giao|lam)\b|\bgiao (cho )?ai\b"
        r"|\b(duoc )?giao\b.{0,30}\b(gi|nao|viec|nhiem vu)\b|\b(phu trach|nhiem vu|trach nhiem)( cua)?.{0,40}\b(gi"
        r"|nao)\b|\bphai lam gi\b|\blam (nhung )?gi\b")),
    ("movement", re.compile(r"\bphong trao\b.{0,60}\b(nao|gi)\b|\b(nhung|cac) phong trao\b|\bphong trao (nao|gi)\b")),
    ("deadline", re.compile(
        r"\bhan\b|\bthoi han\b|\btruoc ngay\b|\bcham nhat\b|\b(ngay|khi|thang|luc|dot|ki|quy) nao\b|\bngay may\b"
        r"|\bbao lau\b|\bmay (ngay|thang|dot|ki)\b"
        r"|\bbao nhieu (ngay|thang)\b|\bkhi nao\b|\bnhung ki\b|\bthoi gian\b|\bdeadline\b|\bden ngay\b|\bthang may\b")),
    ("target", re.compile(r"\bchi tieu\b|\bmuc tieu\b|\bty le\b|\bti le\b|\bbao nhieu\b|\bsan luong\b|\btang (bao "
                          r"nhieu|truong)\b|\bmay phan tram\b|\bhow many\b")),
    ("definition", re.compile(r"\b(nghia la|la) gi\b|\bdinh nghia\b|\bthe nao la\b|\bhieu (the nao|ra sao)\b|\bkhai "
                              r"niem\b")),
    ("authority", re.compile(r"\bai (duoc |co quyen |co the )?(quyet dinh|tang|cong nhan|phe duyet|duyet|ban hanh)\b"
                             r"|\btham quyen\b|\bco (duoc )?quyen\b")),
    ("dossier", re.compile(r"\bho so\b.{0,60}\b(gom|can|nhung gi|may bo|giay to)\b|\bmay bo\b|\bgiay to\b")),
    ("requirement", re.compile(r"\bmuc dich\b|\byeu cau\b|\bnguyen tac\b|\bdieu kien\b|\btieu chuan\b")),
)  # fmt: skip

_EXPECTS: tuple[tuple[Expects, re.Pattern[str]], ...] = (
    ("times", re.compile(r"\blan (muc )?luong\b|\bmuc (tien )?thuong\b|\btien thuong\b|\bthuong (bao nhieu|may)\b")),
    ("percent", re.compile(r"\bphan tram\b|%|\bt[iy] trong\b|\bty le\b|\bti le\b")),
    ("period", re.compile(r"\bk[iy] nao\b|\bdot nao\b|\bnhung k[iy]\b|\bdinh k[iy] (nao|khi nao|bao lau)\b")),
    ("copies", re.compile(r"\b(may|bao nhieu) bo\b")),
    ("day", re.compile(r"\b(ngay|thang|ki|quy|dot) (nao|may)\b|\btruoc ngay\b|\bcham nhat\b|\bhan (nop|gui|cuoi|dang "
                       r"ki|bao cao)|\bkhi nao\b|\bden ngay\b"
                       r"|\bthoi (diem|han) (nop|gui|nhan)\b|\bhan nao\b|^han\b|\bthang may\b|\bdeadline\b")),
    ("duration", re.compile(r"\b(may|bao nhieu) (nam|thang|ngay|tuoi)\b|\bbao lau\b|\bthoi han\b|\bthoi gian\b"
                            r"|\b(lau|them) may\b")),
    ("many", re.compile(r"\bnhung (gi|viec|phan viec|noi dung|truong hop|ai|co quan|hinh thuc|danh hieu|loai|khau"
                        r"|buoc)\b|\bgom\b.{0,12}\b(gi|nao)\b|\bcac buoc\b"
                        r"|\b(co|gom) (may|bao nhieu) (hinh thuc|danh hieu|nguyen tac|can cu|loai|thanh phan"
                        r"|phan viec)\b"
                        r"|\bliet ke\b|\bnhung\b.{1,25}\bnao\b|\bduoc nhung gi\b")),
    ("who", re.compile(r"\bai\b|\b(co quan|don vi|phong|nguoi|vu|cap|to chuc|bo phan|noi) nao\b|\bgui (ve|den|qua) "
                       r"dau\b|\bo dau\b")),
    ("document", re.compile(r"\b(chi thi|nghi dinh|van ban|nghi quyet|thong bao|quyet dinh|quy che|giay to|thong tu) "
                            r"(nao|gi)\b|\bgiay to gi\b")),
    ("number", re.compile(r"\bbao nhieu\b|\bmay (lan|nguoi|diem|to|con|ha|tan|ban|mau)\b|\btu may\b|\btoi da\b|\btoi "
                          r"thieu\b|\bso luong\b")),
    ("yesno", re.compile(r"\bkhong( a| nhi| vay| ha)?\W*$|^co (phai|duoc)\b|\bduoc khong\b|\bhay khong\b")),
)  # fmt: skip

_HOW = re.compile(r"\bquy doi\b|\bcach tinh\b")  # how time is counted, not how long it is
# «khi nào» asks for a day only of what is handed in, held or issued; else in which cases: «khi nào được ký thay»
_DATED = (
    "nop|gui|bao cao|trinh|to chuc|ban hanh|phat dong|so ket|tong ket|dang ki|trao|cong bo|bat dau|ket thuc|hoan thanh|"
    "dat|co hieu luc|thanh lap|duyet|phat hanh|dien ra"
)
_CASES = re.compile(rf"^(?!.*\b(?:ngay|thang|quy|han|bao lau|cham nhat|{_DATED})\b).*\bkhi nao\b")
_EXCEPT = re.compile(r"\(\s*(?:không|trừ|ngoài)[^)]*\)", re.IGNORECASE)
_COMPARES = re.compile(r"^(hãy |xin )?so\s|\bso (với|giữa)\b")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,})[”\"»]")
_YEAR = re.compile(r"(?<![\d/.-])(20[0-4]\d)(?:\s*[-–]\s*(20[0-4]\d))?(?![\d/])")
_NUMBER = re.compile(
    r"(?<![\w/])(\d{1,4}[A-Za-z]?(?:/(?:19|20)\d\d)?\s?[/-]\s?[A-ZĐ]{1,8}(?:[-–/][A-ZĐa-z]+\d*)*)(?!\w)"
)
_KIND_NUMBER = re.compile(
    r"\b(chỉ thị|nghị định|thông tư liên tịch|thông tư|quyết định|nghị quyết|thông báo|kế hoạch|kết luận|luật|nđ|tt"
    r"|qđ|ct"
    r"|chi thi|nghi dinh|thong tu|quyet dinh|nghi quyet|thong bao|ke hoach|ket luan)\s+(?:số\s+|so\s+)?(?!(?:19"
    r"|20)\d\d\b)(\d{1,4})(?:/((?:19|20)\d\d))?(?![\d/-]|[.,]\d)(?!\s*(?:năm|nam)\b)",
    re.IGNORECASE,
)
_KIND_SYMBOL = {
    "chi thi": "CT", "ct": "CT", "nghi dinh": "NĐ", "nd": "NĐ", "thong tu": "TT", "tt": "TT",
    "thong tu lien tich": "TTLT",
    "quyet dinh": "QĐ", "qd": "QĐ", "nghi quyet": "NQ", "thong bao": "TB", "ke hoach": "KH", "ket luan": "KL",
    "luat": "QH",
}  # fmt: skip
_SHORT = re.compile(r"(\d+)-([A-ZĐ]+)")
_LAW_YEAR = re.compile(r"\bluat (?:thi dua,? ?(?:va )?khen thuong|tdkt)(?: nam)? ((?:19|20)\d\d)\b")
_DIEU = re.compile(r"\b(?:dieu|điều)\s+(\d+[a-zđ]?)\b", re.IGNORECASE)
_KHOAN = re.compile(r"\b(?:khoan|khoản)\s+(\d+)\b", re.IGNORECASE)
_PER = re.compile(r"(?<![\d.,])(?:1|01)\s?ha\b", re.IGNORECASE)  # «trên 1 ha»: what a figure is counted by
_VALUE = re.compile(
    r"\d+(?:[.,]\d+)*\s?(?:%|tỷ\b|tỉ\b|triệu\b|nghìn tỷ\b|ha\b|tấn\b)|(?<![\d/])\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE
)
_LEVELS = (
    ("tỉnh", r"\btinh\b"),
    ("xã", r"\bxa\b"),
    ("huyện", r"\bhuyen\b|\bthi xa\b|\bthanh pho\b"),
    ("bộ", r"\bbo\b"),
)
_PLACE = re.compile(r"\b(tỉnh|xã|huyện|thành phố|phường|thị xã|thị trấn|đặc khu)\s+((?:\w+\s?){1,4})")


def understand(text: str, scene: Scene, today: date, *, written: str = "") -> Asked:
    """Read one question on its own (follow-ups are resolved before, in `followup`).

    `text` carries accents (`accents` gave them back); `written` is what was typed, where numbers are read from.
    """
    clean = words.squeeze(_EXCEPT.sub(" ", words.nfc(text)))
    typed = words.squeeze(words.nfc(written)) or clean
    folded = fold(clean)
    units = _units(folded, scene)
    numbers, laws = _documents(typed, folded, scene)
    return Asked(
        text=clean,
        folded=folded,
        kind=kind_of(folded, clean),
        expects=expects_of(folded),
        terms=tuple(_subject(clean, units)),
        units=units,
        strangers=_strangers(clean, scene),
        years=_years(typed, folded, today),
        levels=tuple(name for name, pattern in _LEVELS if re.search(pattern, folded)),
        sectors=sectors.named(terms.expand(clean)),
        laws=laws,
        numbers=numbers,
        dieu=_first(_DIEU, clean),
        khoan=_first(_KHOAN, clean),
        quoted=tuple(_QUOTED.findall(clean)),
        values=tuple(re.sub(r"\s+", "", v) for v in _VALUE.findall(_PER.sub(" ", clean))),
    )


def kind_of(folded: str, accented: str = "") -> QuestionKind:
    """The kind a question shows; "general" where no pattern speaks. «so» is told from «số» by its accent."""
    if _COMPARES.search(accented.lower()):
        return "compare"
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), "general")


def kind_within(folded: str) -> QuestionKind:
    """What a comparison or list is of: «so sánh nơi nhận của…» → "header"."""
    outer = ("compare", "list", "count", "draft", "check")
    return next((kind for kind, pattern in _KINDS if kind not in outer and pattern.search(folded)), "general")


def expects_of(folded: str) -> Expects:
    """What form the answer has: a percentage, a day, a body, a list …"""
    found: Expects = next((what for what, pattern in _EXPECTS if pattern.search(folded)), "text")
    if found == "duration" and _HOW.search(folded):
        return "text"
    return "text" if found == "day" and _CASES.search(folded) else found


def names_units(text: str, scene: Scene) -> bool:
    """Whether a text names a unit whose plan is in the corpus."""
    return bool(_units(_y(words.fold(text)), scene))


def fold(text: str) -> str:
    """A question as the patterns read it: abbreviations written out, no accents, «ký» and «kí» alike."""
    return _y(words.fold(terms.expand(text)))


def _y(folded: str) -> str:
    return re.sub(r"\b(k|t|l|m|s|h)y\b", r"\1i", folded)


def _first(pattern: re.Pattern[str], text: str) -> str:
    m = pattern.search(text)
    return m.group(1) if m else ""


def _units(folded: str, scene: Scene) -> tuple[UnitDoc, ...]:
    found = [u for u in scene.units if re.search(rf"(?<!\w){re.escape(_y(words.fold(u.short)))}(?!\w)", folded)]
    return tuple(found)


def _strangers(text: str, scene: Scene) -> tuple[str, ...]:
    """Places named in the question that no plan of the corpus is of."""
    known = {words.fold(u.short) for u in scene.units}
    found = []
    for m in _PLACE.finditer(text):
        name = " ".join(itertools.takewhile(lambda w: w[:1].isupper(), m.group(2).split()))
        if name and not _is_known(words.fold(name), known):
            found.append(f"{m.group(1)} {name}")
    return tuple(dict.fromkeys(found))


def _is_known(name: str, known: set[str]) -> bool:
    return any(name == k or name.startswith(k + " ") for k in known)


def _years(text: str, folded: str, today: date) -> tuple[str, ...]:
    found: list[str] = []
    bare = _KIND_NUMBER.sub(" ", _NUMBER.sub(" ", text))
    if m := _LAW_YEAR.search(folded):
        bare = bare.replace(m.group(1), " ")
    for m in _YEAR.finditer(bare):
        found.append(f"{m.group(1)}-{m.group(2)}" if m.group(2) else m.group(1))
    counted = r"(?<!may )(?<!nhieu )(?<!\d )"  # «mấy năm sau …» counts years, it names none
    shifts = ((r"\bnam nay\b", 0), (rf"\b{counted}nam (ngoai|truoc)\b", -1), (rf"\b{counted}nam (sau|toi)\b", 1))
    for pattern, shift in shifts:
        if re.search(pattern, folded):
            found.append(str(today.year + shift))
    return tuple(dict.fromkeys(found))


def spoken(number: str) -> str:
    """A number as a person says it: "34-CT", which has no issuer, is «chỉ thị 34»; any other as it is written."""
    short = _SHORT.fullmatch(number)
    kind = next((k for k, symbol in _KIND_SYMBOL.items() if short and symbol == short.group(2)), "")
    return f"{kind} {short.group(1)}" if short and kind else number


def _documents(text: str, folded: str, scene: Scene) -> tuple[tuple[str, ...], tuple[LawDoc, ...]]:
    """Document numbers as written (standardised a little) and the legal texts of the corpus they name."""
    numbers = [re.sub(r"\s", "", m.group(1)) for m in _NUMBER.finditer(text)]
    rest = _NUMBER.sub(" ", text)
    for m in _KIND_NUMBER.finditer(rest):
        symbol = _KIND_SYMBOL[words.fold(m.group(1))]
        numbers.append(f"{m.group(2)}/{m.group(3)}/{symbol}" if m.group(3) else f"{m.group(2)}-{symbol}")
    if named := _LAW_YEAR.search(folded):
        numbers.append(f"/{named.group(1)}/QH")
    laws = [law for law in scene.laws if any(names(n, law.number) for n in numbers)]
    return tuple(dict.fromkeys(numbers)), tuple(laws)


def names(asked: str, number: str) -> bool:
    """Whether a number as asked («91/2017/NĐ», «34-CT», «/2003/QH») names a full number («91/2017/NĐ-CP»)."""
    a, n = _parts(asked), _parts(number)
    if not n:
        return False
    if asked.startswith("/"):
        return len(n) >= 3 and n[1] == a[0] and n[2].startswith(a[1])
    return a[0] == n[0] and all(any(p == q or (p.isalpha() and q.startswith(p)) for q in n[1:]) for p in a[1:])


def _parts(number: str) -> list[str]:
    return [p for p in re.split(r"[/\-–]", words.unaccent(number).upper()) if p]


def _subject(text: str, units: Sequence[UnitDoc]) -> list[str]:
    """The content syllables of the question without the unit's own name, years and document numbers."""
    bare = _KIND_NUMBER.sub(" ", _NUMBER.sub(" ", text))
    bare = _YEAR.sub(" ", bare)
    drop = {s for u in units for s in terms.syllables(f"{u.short}")}
    return [s for s in terms.content(bare) if s not in drop and not re.fullmatch(r"(19|20)\d\d", s)]

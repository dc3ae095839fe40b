"""What is not a question to the documents: secrets, forging, orders to the bot, noise, small talk. Pure.

Each pattern reads folded text (no accents, lower case) and stands beside a line it catches.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from bot.ask import terms
from retrieval import words

Unfit = Literal["secret", "personal", "forge", "order", "noise", "modality", "smalltalk", ""]

_SECRET = re.compile(
    r"(van ban|tai lieu|cong van|danh muc|noi dung|ho so) (tuyet |toi )?mat\b(?! (co )?(duoc|phai|thi|nen)? ?(dang ky"
    r"|cap so|luu (o|the)|sao chup|quan ly)\b)|\bbi mat nha nuoc\b"  # xem văn bản mật
    r"|\b(dong dau|do|cap|muc do) mat\b|\btuyet mat\b"
    r"|\btoken\b|\bmat khau\b|\bpassword\b|\bapi ?key\b|\bkhoa (api|bi mat)\b|\bma (moi|otp|xac thuc|pin)\b"
    r"|danh sach (nguoi dung|tai khoan|thanh vien cua bot)|lich su (chat|tro chuyen|hoi dap) cua"
    r"|^ai (da |dang )?(to cao|to giac|khieu nai|kien)\b|\bnguoi (to cao|to giac) la ai\b"
    r"|phieu kin.{0,60}\bai\b|\bai\b.{0,60}phieu kin|\bai (da )?(bo phieu|khong dong y|phan doi)\b"  # lộ phiếu kín
    r"|(ke hoach|van ban|du thao|du lieu|tai lieu) cua (co quan|don vi|nguoi) khac\b.{0,30}(khong duoc|chua duoc|len "
    r"lut|trom)"
)
_PERSONAL = re.compile(
    r"(dia chi nha|nha rieng|so (dien thoai|dt|cccd|cmnd|can cuoc|tai khoan)( rieng| ca nhan)?|can cuoc cong dan"
    r"|luong cua"
    r"|ngay sinh|que quan|ly lich|benh an|vo con|tinh trang hon nhan)\b.{0,80}"
    r"\b(chu tich|pho|ong|ba|anh|chi|can bo|bi thu|truong phong|giam doc|cong chuc|lanh dao|nhan vien)\b"
    r"|\b(ong|ba|anh|chi|chu tich|bi thu|can bo)\b.{0,60}(nha rieng|o dau nha|so dien thoai|cccd|can cuoc|so tai khoan)"
    r"|\bso (dien thoai|dt|di dong|zalo|facebook)\b|\bemail (ca nhan|rieng)\b"
)
_FORGE = re.compile(
    r"\b(lui|de lui|ghi lui|sua lui|doi|sua|dien lui)\b.{0,12}\bngay\b.{0,60}\b(ve|thanh|sang|cho kip|van ban|quyet "
    r"dinh|bien ban)\b"
    r"|\bky (thay|ho|khong|lui)\b.{0,80}\b(khong (co |duoc )?uy quyen|di vang|giup|khong biet)\b|\bgia (mao )?chu ky\b"
    r"|\blam gia\b(?! ho so.{0,40}(bi|xu ly|phat))|\bgia (mao|danh)\b|\bkhong\b.{0,8}\bbia\b|\bbia (ra|them|so lieu"
    r"|thanh tich|dat)\b"
    r"|\bthuc ra chua (hop|co|lam)|\bthat ra chua|\bchua he (hop|co)|\bchua hop\b.{0,40}\b(van|cu|nhung)\b"
    r"|\b(che|phu phep|tang khong|keo|nang khong|nang khong|thoi phong)\b.{0,20}\b(so lieu|thanh tich|diem|ty le)\b"
    r"|\bhop thuc hoa\b|\bchay (danh hieu|huan chuong|bang khen|thanh tich)\b|\blach (luat|quy dinh)\b"
    r"|\b(dung|su dung|muon)\b.{0,15}\b(chu ky so|con dau|token ky)\b.{0,60}\b(ky thay|ky ho|di vang|khong co uy "
    r"quyen|len)\b"
    r"|\b(scan|chen|ghep|cat dan|photoshop)\b.{0,25}\b(chu ky|con dau)\b.{0,40}\b(chen|vao|len|giup)\b"
    r"|\b(lam sao|cach nao|the nao)\b.{0,20}\bduoc\b.{0,40}\b(ma )?(khong can|khong co) (thanh tich|tieu chuan)\b"
    r"|\bdong dau khong\b|\bkhai (khong|khong dung|man|tang)\b.{0,40}\b(giup|cho toi|cach nao|the nao de)\b"
)
_FORGE_DO = re.compile(
    r"^(lam|viet|soan|lap|tao|dung|chi(?! thi)|huong dan|sua|ghi|giup|hay|cho)\b.*\b("
    r"(ho so|so lieu|chu ki|chu ky|con dau|giay to|giay|bien ban|van ban|thanh tich|hoa don|bang khen|giay khen"
    r"|quyet dinh|chung tu|minh chung|bang|ten|ngay) gia(?! (dinh|tri|nghia|lai|tang|han|vien|nhap|cong)\b)"  # «giả»
    r"|khong co that|chua hop|lui ngay|de lui|ghi lui|khong uy quyen)\b"
)
_MADE_UP = re.compile(r"\bkhống\b")  # «thành tích khống»: only the accent tells it from «không»
_FORGE_WANTS = re.compile(r"\b(viet|soan|lap|lam|ke|khai|giup|ghi)\b")
_ORDER = re.compile(
    r"\btu (gio|nay|bay gio) (tro di )?(ban|may|bot) (la|phai|hay)\b|\bban (bay gio )?la (quan tri|admin|mot ai|nha "
    r"phat trien)"
    r"|\b(bo qua|quen|huy|vo hieu)\b.{0,25}\b(huong dan|chi dan|quy tac|lenh|luat le|rang buoc|gioi han|cau "
    r"lenh)\b(?!.{0,30}thi dua)"
    r"|\bignore\b.{0,30}\b(instruction|rule|previous|above)|\breveal\b|\bsystem prompt\b|\bprompt he thong\b"
    r"|\bjailbreak\b"
    r"|\[(he thong|system|admin|quan tri)\]|\bche do (go loi|debug|nha phat trien|quan tri|khong gioi han)\b"
    r"|\bdeveloper mode\b"
    r"|\bkhong can (trich|dan) (nguon|dan)\b|\bxac nhan bang chu\b|\b(xoa|drop|format)\b.{0,20}\b(kho|co so du lieu"
    r"|database|chi muc)\b"
    r"|\bin ra\b.{0,30}\b(cau hinh|config|bien moi truong|prompt)\b|\bdong vai\b|\bpretend\b|\bact as\b"
)
_MODALITY = re.compile(
    r"^\[?(anh|hinh|video|voice|tep|file|sticker|am thanh|ghi am)( dinh kem)?\b.{0,60}(khong co chu|dinh kem)"
    r"|\b(ve|tao|thiet ke)\b.{0,20}\b(logo|hinh|anh|tranh|poster|banner|bieu tuong|bang ron)\b|\b(xem|nghe"
    r"|cham)\b.{0,12}\b(video|clip|anh|ghi am|bai hat)\b"
    r"|\b(chinh|ghep|cat) (sua )?(anh|hinh anh|video)\b"
    r"|\bhat (cho|giup)\b|\b(doc|nghe) file (am thanh|ghi am)\b|\b(doan|nhin) (anh|hinh)\b"
)
_CODE = re.compile(
    r"^\s*(select|insert|update|delete|drop|create)\b.+\b(from|into|table|set)\b|</?\w+>|\{\{.*\}\}|^\W*$|\b(def"
    r"|import|function|curl|sudo)\b.*[({=/]",
    re.I,
)
_TALK = re.compile(
    r"^(xin )?(chao|hello|hi|hey|alo)\b.{0,25}$|^(anh|chi|em|ban|bot|ad|admin)( \w+)? oi\W*$"
    r"|^(cam on|thanks?|thank you|cam on ban|cam on nhieu)\b.{0,25}$"
    r"|^(ban la ai|ban lam duoc gi|ban giup duoc gi|tro giup|huong dan su dung|help)\W*$"
    r"|^((ok|oke|okay|vang|da|u|o|uh|uhm|hm+|um|duoc|tot|hay|qua|roi|the|a|nhe|nha|em|anh|chi|ban)\b[\s,.!]*){1,6}"
    r"((xin )?(cam on|thanks?|thank you)\b.{0,25})?$"  # «ok cảm ơn em nhé»
)

_DECLINED: tuple[tuple[Unfit, re.Pattern[str]], ...] = (
    ("order", _ORDER), ("forge", _FORGE), ("secret", _SECRET), ("personal", _PERSONAL),
)  # fmt: skip


def unfit(text: str, known: Callable[[str], bool]) -> Unfit:
    """Why a text is not looked up in the documents, "" where it is; `known` says whether the corpus uses a syllable."""
    folded = words.fold(text)
    for kind, pattern in _DECLINED:
        if pattern.search(folded):
            return kind
    if _FORGE_DO.search(folded) or (_MADE_UP.search(words.nfc(text).lower()) and _FORGE_WANTS.search(folded)):
        return "forge"
    if _TALK.search(folded):
        return "smalltalk"
    if _MODALITY.search(folded):
        return "modality"
    return "noise" if _is_noise(text, known) else ""


def _is_noise(text: str, known: Callable[[str], bool]) -> bool:
    if _CODE.search(text):
        return True
    said = terms.syllables(text)
    letters = [s for s in said if not s.isdigit()]
    if not letters:
        return True
    if len(letters) >= 4 and len(set(letters)) <= len(letters) // 3:
        return True  # one word over and over
    strange = [s for s in letters if not known(s) and not terms.is_joining(s)]
    return len(strange) >= 2 and len(strange) * 2 >= len(letters)

"""What the legal texts are about, and whether a question is about that at all. Pure."""

from __future__ import annotations

import re

from bot.ask.question import Asked

# What the legal texts are about: honours and how they are given; papers and how an office keeps them. Folded.
_FIELD = re.compile(
    r"\bthi dua|\bkhen\b|\b(?<!binh )thuong\b(?! (?:xuyen|truc|vu))|\b(?:danh hieu|danh du|hien vat|huan chuong"
    r"|huy chuong|huy hieu|ki niem chuong|cap (?:lai |doi )?bang|co thi dua|giai thuong|doat giai|dat giai"
    r"|giai (?:nhat|nhi|ba)|(?:duoc|xet|truy|trao|quyen|ai) tang|tang (?:co|giay|cho|danh)|ton vinh|nghe nhan"
    r"|nghe si|nha giao|thay thuoc|doanh nhan|anh hung|ba me|chien si|tien tien|xuat sac|quyet thang|van hoa"
    r"|sang kien|de tai|cong trang|cong hien|thanh tich|dien hinh|phong trao|hoi dong|phieu|xet|khang chien"
    r"|khoi nghia|liet si|chat luong cao|tac (?:gia|pham)|cong trinh|nghi thuc|trao|don nhan|van ban|cong van"
    r"|to trinh|bao cao|quyet dinh|ke hoach|bien ban|giay moi|ho so|tai lieu|van thu|luu tru|ban (?:chinh|goc"
    r"|thao|sao)|sao (?:y|i|luc|chep)|trich sao|scan|so hoa|the thuc|quoc hieu|tieu ngu|noi nhan|trich yeu"
    r"|so (?:den|di)|ki hieu|phat hanh|con dau|(?:dong|giao|giu) dau|dau (?:giap|treo|chi|mat|den|noi)|chu ki"
    r"|ki (?:so|thay|thua|ten|nhay|ban hanh)|thua (?:lenh|uy quyen))\b"
)
_FIELD_ACCENTED = re.compile(r"\b(?:ký|dấu|mực|cờ|cuống|dải|tuyến trình|chức danh tương đương)\b")  # «ký» is no «kỳ»


def afield(asked: Asked) -> bool:
    """«Nghỉ phép năm bao nhiêu ngày»: neither honours nor papers are asked for; a law only touches on it in passing."""
    named = asked.laws or asked.sectors or asked.quoted or asked.units or asked.said or asked.kind == "definition"
    return not named and not _FIELD.search(asked.folded) and not _FIELD_ACCENTED.search(asked.text.lower())

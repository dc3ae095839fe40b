"""Secrecy marks: Mật, Tối mật, Tuyệt mật, standing as a stamp of their own and never as words of a sentence.

A mark is a line, a table cell, a text box, a running head, a file property or a file name that says nothing else
(Law 117/2025/QH15 keeps the three levels; Decree 30/2020/NĐ-CP, Appendix I, part III.2 lists the mark among the
optional parts of the layout). «bảo mật», «mật độ», «dấu chỉ độ mật», «có nội dung Tối mật» in a sentence are none.
In doubt the file stays out: who refuses loses a minute, who stores a secret breaks the law.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from retrieval.words import squeeze, unaccent

_LEVELS = {"TUYỆTMẬT": "Tuyệt mật", "TỐIMẬT": "Tối mật", "MẬT": "Mật", "TUYETMAT": "Tuyệt mật", "TOIMAT": "Tối mật"}
_STATE_SECRET = re.compile(r"^(?:TÀILIỆU|VĂNBẢN)?(?:CHỨA|THUỘC)?BÍMẬTNHÀNƯỚC$")  # a mark without its level
# A title broken before its last words: «VỀ CÔNG TÁC BẢO VỆ» / «BÍ MẬT NHÀ NƯỚC».
_TITLE_GOES_ON = re.compile(
    r"(?:bảo vệ|về|của|lộ|lọt|mất|quản lý|giữ|gìn|giữ gìn|danh mục|luật|và|với|các|phạm vi|thuộc|là|:|,)\s*$",
    re.IGNORECASE,
)
_UNNAMED = "Bí mật nhà nước"
_INTERNAL = "Lưu hành nội bộ"
_HOLDS = {
    "GIẢIMẬT": "Giải mật", "ĐÃGIẢIMẬT": "Giải mật", "XEMXONGTRẢLẠI": "Xem xong trả lại", "LƯUHÀNHNỘIBỘ": _INTERNAL,
    "LUUHANHNOIBO": _INTERNAL,
}  # fmt: skip
_ON_PAPER = re.compile(r"^(?:TÀILIỆU|VĂNBẢN|BẢN)?(?:CHỈ|ĐƯỢC)?(?=LƯUHÀNH)|(?<=NỘIBỘ)(?:CƠQUAN|ĐƠNVỊ)$")
_BEFORE = re.compile(r"^(?:DẤUCHỈ)?(?:MỨC)?ĐỘMẬT|^(?:TÀILIỆU|VĂNBẢN|HỒSƠ|CÔNGVĂN|LOẠI)(?=(?:TUYỆT|TỐI)?MẬT$)")
_BETWEEN = re.compile(r"\t+|\s{2,}|\s*[|/;•·]\s*|\s+[-–—]\s+|,\s+|\n")
_LABELLED = re.compile(r"(?:mức\s+)?độ\s+mật\s*[:：]\s*[\"“(\[]*\s*(tuyệt\s*mật|tối\s*mật|mật)\b", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-+*•–]|\(?\w{1,3}[.)])\s+")
_URGENT = frozenset(("KHẨN", "THƯỢNGKHẨN", "HỎATỐC", "HOẢTỐC"))
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")  # a stamp pasted from a web page: «<b>TỐI MẬT</b>»
_COPY = re.compile(r"\s*\([A-Z]\)\s*$")  # the class of a secret's protection, printed after the level: «MẬT (A)»
# Cyrillic capitals that look like Latin ones; Unicode normalisation keeps them apart.
_ALIKE = str.maketrans("АВЕКМНОРСТХУІавекмнорстху", "ABEKMHOPCTXYIabekmhopctxy")
_DECORATED = re.compile(r"^[^\w]+|[^\w]+$")
# Words that make another word with «mật»: on the left «bảo mật», on the right «mật độ».
_LEFT = frozenset(("bảo", "bí", "cơ", "giải", "ẩn", "bao", "thân", "túi", "đường", "nước", "rỉ", "trái"))
_RIGHT = frozenset(("độ", "mã", "khẩu", "thiết", "vụ", "ong", "thám", "đàm", "báo", "danh", "lệnh", "nghị"))
_OPEN_WORD = re.compile(r"(?:^|\s)(?:bảo|bí|cơ|tối|tuyệt|giải|độ|bao|ẩn)$", re.IGNORECASE)


def mark_in(lines: Sequence[str]) -> str:
    """The level of the first mark among the lines as they stand on the page, "" when there is none.

    A line broken inside a sentence («… bảo vệ bí» / «mật.») is told from a mark by the line before it.
    """
    before, above, column = "", "", ""
    for raw in lines:
        line = _plain(raw)
        bare = line.strip()
        column = column + bare if len(bare) == 1 and bare.isalpha() else column if not bare else ""
        if column.upper() in _LEVELS:
            return _LEVELS[column.upper()]  # a letter a line, as a stamp's own column is read
        if ("m" in line or "M" in line) and (level := _of_line(line, before, above)):
            return level
        before, above = line, line if bare else above
    return ""


def mark_in_pieces(pieces: Iterable[str]) -> str:
    """Like `mark_in` for pieces that stand apart (cells, text boxes, stamps): no piece continues another."""
    return next((level for piece in pieces if (level := mark_in(piece.split("\n")))), "")


def mark_in_name(name: str) -> str:
    """A mark in a file name or a property («KH 05 (Mật).docx», «TOI_MAT-bao-cao.pdf», «Độ mật: Tối mật»)."""
    text = unicodedata.normalize("NFKC", name)
    labelled = _LABELLED.search(text)
    if labelled:
        return _level(labelled.group(1))
    words = [w.lower() for w in re.findall(r"[^\W_]+", text)]
    bare = [unaccent(w) for w in words]
    for i, word in enumerate(words):
        left, right = words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
        if word in ("tuyetmat", "toimat") or (bare[i] == "mat" and i and bare[i - 1] in ("tuyet", "toi")):
            if word in ("mat", "mật", "tuyetmat", "toimat"):
                return "Tuyệt mật" if "tuyet" in bare[i - 1 : i + 1] or word == "tuyetmat" else "Tối mật"
        elif word == "mật" and left not in _LEFT and right not in _RIGHT:
            return "Mật"
    return "Mật" if re.search(r"[(\[]\s*mat\s*[)\]]|\bdo[ _-]mat[ _-]mat\b", text, re.IGNORECASE) else ""


def hold_in(lines: Sequence[str]) -> str:
    """A stamp that only a person may decide on: «Giải mật», «Xem xong trả lại»; "" when there is none."""
    for line in lines:
        if "m" not in line and "M" not in line and "b" not in line.lower():
            continue
        for piece in [line, *_BETWEEN.split(line)] if len(line) < 160 else ():
            hold = _HOLDS.get(_ON_PAPER.sub("", _letters(_plain(piece)))) if piece and len(piece) < 80 else None
            if hold and (piece is line or piece.upper() == piece):
                return hold
    return ""


def reason(level: str) -> str:
    """The sentence of the refusal."""
    if level == _INTERNAL:
        return (
            "Tệp có dấu «Lưu hành nội bộ»: không phải bí mật nhà nước, nhưng ai được đọc là do cơ quan quyết định, nên "
            "chưa tiếp nhận và không lưu lại gì. Người quản trị xem; nếu đồng ý cho tra cứu thì bỏ dòng dấu trong bản "
            "đưa vào rồi nạp lại"
        )
    if level == _UNNAMED:
        return (
            "Tệp mang dấu «Bí mật nhà nước»: không được đưa vào hệ thống; không lưu lại gì. "
            "Đề nghị báo người phụ trách bảo vệ bí mật nhà nước của đơn vị"
        )
    if level in _HOLDS.values():
        return f"Tệp có dấu «{level}»: cần người có thẩm quyền xem và quyết định, không tự động tiếp nhận"
    return (
        f"Tệp mang dấu độ mật «{level}»: không được đưa vào hệ thống; không lưu lại gì. "
        "Đề nghị báo người phụ trách bảo vệ bí mật nhà nước của đơn vị"
    )


def _of_line(line: str, before: str, above: str) -> str:
    labelled = _LABELLED.search(line)
    if labelled and len(line) < 120:
        return _level(labelled.group(1))
    if _STATE_SECRET.match(_letters(line)) and not _TITLE_GOES_ON.search(above) and not _runs_on(before, line):
        return _UNNAMED
    whole = _whole(line, before, above)
    if whole or len(line) > 400:
        return whole
    pieces = [p for p in _BETWEEN.split(line) if p and p.strip()]
    if len(pieces) < 2:
        return ""
    if any(_letters(p) in _URGENT for p in pieces) and (level := _stamped(pieces)):
        return level
    beside = zip(["", *pieces], pieces, strict=False)
    return next((level for left, p in beside if not _OPEN_WORD.search(left) and (level := _piece(p))), "")


def _whole(line: str, before: str, above: str) -> str:
    """The whole line is the mark; a small-letter one only where no sentence runs on into it."""
    letters = _letters(line)
    if letters == "MAT":  # unaccented, and so short that only capitals count
        return "Mật" if "MAT" in line.replace(" ", "") else ""
    capitals = line.upper() == line
    bare = _BEFORE.sub("", letters)
    level = _LEVELS.get(bare, "") or (_LEVELS.get(unaccent(bare), "") if capitals and len(bare) > 3 else "")
    if not level:  # «TÔI MẬT»: a machine read the stamp and lost a tone
        return ""
    if not capitals and (line.rstrip().endswith((";", ",", ":")) or (_ITEM.match(line) and _in_a_list(above))):
        return ""  # «- Tối mật;»: an item in a list of the levels
    if _OPEN_WORD.search(squeeze(before)) and letters == "MẬT" and not _OPEN_WORD.fullmatch(squeeze(before)):
        return ""  # «… BẢO VỆ BÍ» / «MẬT»: one word over two lines
    return "" if not capitals and _runs_on(before, line) else level


def _in_a_list(above: str) -> bool:
    """Whether the line above opens a list or is the item before («- Tối mật;»); «- Mật» by itself is a mark."""
    return above.rstrip().endswith(":") or (bool(_ITEM.match(above)) and _letters(above) in _LEVELS)


def _piece(piece: str) -> str:
    """A part of a line set apart by tabs, wide space, bars or dashes: a mark only in capitals."""
    letters = _letters(piece)
    level = _LEVELS.get(_BEFORE.sub("", letters), "")
    return level if level and piece.upper() == piece else ""


def _stamped(pieces: Sequence[str]) -> str:
    """A level beside a degree of urgency («Mật - Khẩn»): no sentence has both and nothing else."""
    levels = [_LEVELS.get(_letters(p), "") for p in pieces]
    alone = all(level or _letters(p) in _URGENT for p, level in zip(pieces, levels, strict=True))
    return next(filter(None, levels), "") if alone else ""


def _plain(raw: str) -> str:
    """A line without tags, look-alike letters, compatibility forms and the class printed after a level."""
    return _COPY.sub("", _TAG.sub(" ", unicodedata.normalize("NFKC", raw)).translate(_ALIKE))


def _runs_on(before: str, line: str) -> bool:
    head = before.strip()
    if not head:
        return False
    return head[-1] not in '.;:!?”"' and (len(head) > 40 or line.strip()[:1].islower())


def _letters(line: str) -> str:
    """Only the letters, in capitals, closed up: «T Ố I  M Ậ T», «[ Tối mật ]» and «*TỐI MẬT*» are one."""
    text = _DECORATED.sub("", unicodedata.normalize("NFKC", line)) if len(line) < 200 else ""
    return "".join(c for c in text if not c.isspace() and c not in "\u200b\u200c\u200d\u2060\ufeff\u00ad*_:.;").upper()


def _level(words: str) -> str:
    folded = unaccent(words).lower()
    return "Tuyệt mật" if "tuyet" in folded else "Tối mật" if "toi" in folded else "Mật"

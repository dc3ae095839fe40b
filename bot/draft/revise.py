"""One section changed as told, by rule. A sentence the instruction does not touch keeps every byte. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.draft.request import asked
from bot.model import DraftRequest, GivenFact, Paragraph, Section
from bot.texts import draft as texts
from bot.texts import plan
from retrieval import words

Kind = Literal["shorter", "formal", "targets", "grounds", "replace", "remove", "append", "swap", "unknown"]
_LABEL = re.compile(r"^(\d+\.|-)\s+")
_AT = r"(?:đoạn|đoan|doan|ý|y|mục|muc|khoản|gạch đầu dòng|câu)\s+(?:thứ\s+|số\s+)?(\d{1,2})"
_REPLACE = re.compile(
    rf"(?:thay|sửa|sua|viết lại|viet lai|đổi)\s+{_AT}\s*(?:bằng|bang|thành|thanh|là|:)+\s*:?\s*(.+)$", re.I | re.S
)
_REMOVE = re.compile(rf"(?:bỏ|bo|xóa|xoá|xoa|cắt)\s+(?:bớt\s+)?{_AT}", re.I)
_APPEND = re.compile(
    r"(?:thêm|them|bổ sung|bo sung)\s+(?:một\s+)?(?:đoạn|doan|ý|y|nội dung|noi dung|câu)\s*:?\s*(.+)$", re.I | re.S
)
_SWAP = re.compile(
    r"(?:thay|đổi|doi|sửa)\s+[“\"«']([^”\"»']+)[”\"»']\s*(?:bằng|thành|thanh|bang|->|→)\s*[“\"«']([^”\"»']*)[”\"»']",
    re.I,
)
_SHORTER = re.compile(r"ngan|rut gon|co dong|bot chu|gon hon|sung tich|toi gian")
_FORMAL = re.compile(r"trang trong|van phong hanh chinh|chuan muc|nghiem tuc hon|hanh chinh hon|chinh van phong")
_TARGETS = re.compile(r"chi tieu|so lieu")
_GROUNDS = re.compile(r"can cu|co so phap ly|vien dan")
# Office shorthand and loose words → what official papers write in full.
_FORMAL_WORDS = (
    (r"\bUBND\b", "Ủy ban nhân dân"), (r"\bHĐND\b", "Hội đồng nhân dân"), (r"\bMTTQ\b", "Mặt trận Tổ quốc"),
    (r"\bCBCC\b", "cán bộ, công chức"), (r"\bTĐKT\b", "thi đua, khen thưởng"), (r"\bCCHC\b", "cải cách hành chính"),
    (r"\bBHYT\b", "bảo hiểm y tế"), (r"\bBHXH\b", "bảo hiểm xã hội"), (r"\bđảm bảo\b", "bảo đảm"),
    (r"\bĐảm bảo\b", "Bảo đảm"), (r"\bra sức\b", "nỗ lực"), (r"\bchung tay\b", "chung sức"),
    (r"\bcách làm hay,? có hiệu quả\b", "cách làm hiệu quả"), (r"\bcách làm hay\b", "cách làm hiệu quả"),
    (r"\blàm tốt\b", "thực hiện tốt"), (r"\bLàm tốt\b", "Thực hiện tốt"), (r"\bviệc tồn đọng\b", "nhiệm vụ tồn đọng"),
    (r"\bnhững việc khó\b", "những nhiệm vụ khó"), (r"\bhàng năm\b", "hằng năm"), (r"\bcố gắng\b", "nỗ lực"),
)  # fmt: skip
_FORMAL_RES = tuple((re.compile(p), new) for p, new in _FORMAL_WORDS)
MIN_WORDS = 12


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a person asks to change: `at` is a paragraph's printed or counted number, `text` the new words."""

    kind: Kind
    text: str = ""
    at: int = 0
    old: str = ""
    facts: tuple[GivenFact, ...] = ()
    removes: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a diff: `old` "" for an added paragraph, `new` "" for a removed one."""

    section: str
    old: str
    new: str


def instruction(said: str, today: dt.date) -> Instruction:
    """Read an instruction; a free one that no rule knows is «unknown»."""
    said = words.nfc(said).strip()
    folded = words.fold(said)
    if m := _SWAP.search(said):
        return Instruction("swap", m[2], old=m[1])
    if m := _REPLACE.search(said):
        return Instruction("replace", _unquoted(m[2]), int(m[1]))
    if m := _REMOVE.search(said):
        return Instruction("remove", at=int(m[1]))
    if _GROUNDS.search(folded):
        return Instruction("grounds", said, removes=bool(re.search(r"\b(?:bo|xoa|khong dan|cat)\b", folded)))
    if _TARGETS.search(folded):
        return Instruction("targets", said, facts=asked(said, today).facts)
    if m := _APPEND.search(said):
        return Instruction("append", _unquoted(m[1]))
    if _SHORTER.search(folded):
        return Instruction("shorter")
    if _FORMAL.search(folded):
        return Instruction("formal")
    return Instruction("unknown", said)


def apply(section: Section, told: Instruction, request: DraftRequest) -> tuple[Section, DraftRequest, tuple[str, ...]]:
    """The section changed, the request with new figures in it, and what the person is told."""
    paragraphs = list(section.paragraphs)
    if told.kind == "shorter":
        return _made(section, [_shorter(p) for p in paragraphs]), request, ()
    if told.kind == "formal":
        return _made(section, [_formal(p) for p in paragraphs]), request, ()
    if told.kind == "targets":
        return _with_targets(section, told, request)
    if told.kind == "append":
        at = len(paragraphs) - (1 if paragraphs and not _LABEL.match(paragraphs[-1].text) else 0)
        mark = _LABEL.match(paragraphs[at - 1].text) if at else None
        new = Paragraph(f"{mark[1] if mark else '-'} {_ended(told.text)}", "user")
        return _made(section, [*paragraphs[:at], new, *paragraphs[at:]]), request, ()
    if told.kind == "swap":
        return _swapped(section, told, request)
    index = _index(paragraphs, told.at)
    if told.kind in ("replace", "remove") and index is None:
        return section, request, (texts.NO_PARAGRAPH.format(n=told.at),)
    if told.kind == "remove" and index is not None:
        return _made(section, paragraphs[:index] + paragraphs[index + 1 :]), request, ()
    if told.kind == "replace" and index is not None:
        mark = _LABEL.match(paragraphs[index].text)
        text = f"{mark[1]} {_ended(told.text)}" if mark else _ended(told.text)
        paragraphs[index] = Paragraph(text, "user")
        return _made(section, paragraphs), request, ()
    return section, request, (texts.NOT_UNDERSTOOD,)


def diff(old: Sequence[Section], new: Sequence[Section]) -> tuple[Change, ...]:
    """What changed between two versions, paragraph by paragraph, numbers aside."""
    made = list[Change]()
    for key in dict.fromkeys(s.key for s in (*old, *new)):
        before, after = _bodies(old, key), _bodies(new, key)
        heading = next(s.heading for s in (*new, *old) if s.key == key)
        gone = [t for t in before if t not in after]
        come = [t for t in after if t not in before]
        for i in range(max(len(gone), len(come))):
            made.append(Change(heading, gone[i] if i < len(gone) else "", come[i] if i < len(come) else ""))
    return tuple(made)


def _bodies(sections: Sequence[Section], key: str) -> list[str]:
    return [_LABEL.sub("", p.text) for s in sections if s.key == key for p in s.paragraphs]


def _made(section: Section, paragraphs: Sequence[Paragraph]) -> Section:
    return replace(section, paragraphs=tuple(_renumbered(paragraphs)))


def _renumbered(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Printed numbers run on from 1; everything else is untouched."""
    n = 0
    for p in paragraphs:
        m = re.match(r"^\d+\.\s", p.text)
        if m:
            n += 1
        yield replace(p, text=f"{n}. {p.text[m.end() :]}") if m and not p.text.startswith(f"{n}. ") else p


def _shorter(p: Paragraph) -> Paragraph:
    """The first sentences of a paragraph, about half of its words; a paragraph of one short sentence stays."""
    if p.basis == "todo" or len(p.text.split()) < 2 * MIN_WORDS or "[CẦN BỔ SUNG" in p.text:
        return p
    sentences = re.split(r"(?<=[.])\s+(?=[^\W\d_])", p.text)
    mark = _LABEL.match(p.text)
    if mark and sentences[0] == mark[1]:
        sentences[:2] = [f"{mark[1]} {sentences[1]}"]
    if len(sentences) > 1:
        kept = _half(sentences, len(p.text.split()))
        return replace(p, text=" ".join(kept))
    parts = p.text.split("; ")
    if len(parts) < 2:
        return p
    kept = _half(parts, len(p.text.split()))
    return p if len(kept) == len(parts) else replace(p, text="; ".join(kept).rstrip(";.") + ".")


def _half(parts: Sequence[str], total: int) -> list[str]:
    kept, count = list[str](), 0
    for part in parts:
        if kept and count >= max(MIN_WORDS, total // 2):
            break
        kept.append(part)
        count += len(part.split())
    return kept


def _formal(p: Paragraph) -> Paragraph:
    text = p.text
    for old, new in _FORMAL_RES:
        text = old.sub(new, text)
    return p if text == p.text else replace(p, text=text)


def _with_targets(
    section: Section, told: Instruction, request: DraftRequest
) -> tuple[Section, DraftRequest, tuple[str, ...]]:
    if not told.facts:
        gap = Paragraph(f"- {plan.PLACEHOLDER.format(what='chỉ tiêu bổ sung')}.", "todo")
        return _inserted(section, [gap]), request, (texts.NO_FIGURES,)
    new = [Paragraph(f"- {_ended(f.text)}", "user") for f in told.facts]
    return _inserted(section, new), replace(request, facts=(*request.facts, *told.facts)), ()


def _inserted(section: Section, new: Sequence[Paragraph]) -> Section:
    """After the last dashed line, before the section's closing words."""
    marked = [i for i, p in enumerate(section.paragraphs) if _LABEL.match(p.text)]
    at = marked[-1] + 1 if marked else len(section.paragraphs)
    return _made(section, [*section.paragraphs[:at], *new, *section.paragraphs[at:]])


def _swapped(
    section: Section, told: Instruction, request: DraftRequest
) -> tuple[Section, DraftRequest, tuple[str, ...]]:
    touched = [p for p in section.paragraphs if told.old in p.text]
    if not touched:
        return section, request, (texts.NOT_FOUND.format(text=told.old),)
    new = [
        replace(p, text=p.text.replace(told.old, told.text), basis="user" if p.basis == "todo" else p.basis)
        if told.old in p.text
        else p
        for p in section.paragraphs
    ]
    return _made(section, new), request, ()


def _index(paragraphs: Sequence[Paragraph], n: int) -> int | None:
    """The paragraph printed with this number, else the n-th of the section (subheads not counted)."""
    printed = next(
        (i for i, p in enumerate(paragraphs) if p.text.startswith(f"{n}. ") and len(p.text.split()) > 4), None
    )
    if printed is not None:
        return printed
    real = [i for i, p in enumerate(paragraphs) if len(p.text.split()) > 4]
    return real[n - 1] if 0 < n <= len(real) else None


def _unquoted(text: str) -> str:
    return words.squeeze(text).strip("“”\"«»' ")


def _ended(text: str) -> str:
    core = text.rstrip(" .;")
    return f"{core[:1].upper()}{core[1:]}."

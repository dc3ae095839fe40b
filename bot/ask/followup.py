"""Follow-ups by rule: what a short question takes over from the conversation, and when it starts afresh. Pure.

A follow-up leans on the last turns: it opens with «còn», «thế», «vậy», ends with «thì sao», or is too short to stand
alone. It keeps the unit, year, branch and document it does not name itself, and the subject it does not replace.
Within a class of alternatives (cơ sở / cấp tỉnh / toàn quốc; hạng nhất / nhì / ba; cá nhân / tập thể; nam / nữ) a new
word drives out the old one. «Mà này», «chuyện khác», «hỏi sang» end a topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.ask import sectors, terms
from bot.ask.question import Asked, Scene, UnitDoc, fold, understand
from bot.model import Turn
from retrieval import words

_OPENS = re.compile(r"^(con|the con|the|vay|vay con|a|ua|rieng|neu|nhung ma|va|roi|o|cua|ben|khi do|thi)\b")
_ENDS = re.compile(r"\b(thi sao|the nao|ra sao|nua khong|vay|a|nhi|thi khac khong|co khac khong|khac khong|sao)\W*$")
_NEW = re.compile(
    r"^(ma nay|a ma|chuyen khac|hoi (sang|chuyen|cau) khac|cau khac|chu de khac|doi chu de|nhan tien|quay lai chuyen)\b"
)
_OPEN_WORDS = re.compile(r"^(?:còn|thế còn|thế|vậy còn|vậy|ừa?|à|rồi|và|nhưng mà|riêng|bên)\b[\s,]*", re.IGNORECASE)
_CLASSES: tuple[tuple[str, ...], ...] = (
    ("cơ sở", "cấp cơ sở", "cấp bộ", "cấp tỉnh", "cấp xã", "cấp huyện", "toàn quốc", "cấp nhà nước", "cấp trung ương"),
    ("hạng nhất", "hạng nhì", "hạng hai", "hạng ba", "hạng tư"),
    ("cá nhân", "tập thể", "hộ gia đình", "doanh nghiệp"),
    ("nam", "nữ"),
    ("nông thôn", "thành thị", "đô thị"),
    ("đột xuất", "chuyên đề", "thường xuyên"),
    ("mức độ 1", "mức độ 2"),
    ("theo năm học", "theo năm công tác"),
    ("đàn bò", "đàn lợn", "bò", "lợn", "trâu", "gia cầm"),
    ("hộ nghèo", "cận nghèo"),
    ("mầm non", "tiểu học", "trung học cơ sở", "trung học phổ thông"),
)  # fmt: skip
_WHOLE = ("header", "theme", "movement")
_OFFICE = re.compile(
    r"\b(?:phòng(?! (?:chống|hộ|ngừa))|sở(?! hữu)|trung tâm|công an|công chức|văn phòng|hội nông dân|đoàn thanh niên)"
    r"(?! nào)(?:\s+(?!(?:của|được|phụ trách|có|phải|làm|thì|chịu|giao|theo dõi|tham mưu|chủ trì|tuyên truyền|hướng dẫn"
    r"|lo|nữa)\b)[\w,-]+)+",
    re.IGNORECASE,
)
_ALONE = 3  # solid subject words that let a question stand alone


def leans(text: str, asked: Asked) -> bool:
    """Whether a question needs the turns before it."""
    folded = words.fold(text)
    if _NEW.search(folded):
        return False
    solid = terms.subject(text).split()
    if asked.units and asked.kind not in ("general", "compare", "definition") and (solid or asked.kind in _WHOLE):
        return bool(_OPENS.search(folded)) and not solid
    if _OPENS.search(folded) or _ENDS.search(folded):
        return len(solid) <= 9
    return len(solid) < _ALONE or len(folded.split()) <= 4


def resolve(history: Sequence[Turn], text: str, scene: Scene, today: date, *, written: str = "") -> Asked:
    """The question as it stands in its conversation; `fresh` are the words the last turn itself brought."""
    alone = understand(_bare(text), scene, today, written=written)
    if not history:
        return understand(text, scene, today, written=written)
    if _NEW.search(words.fold(text)):
        return alone
    before = _chain(history, scene, today)
    if before is None:
        return alone
    return _join(before, alone) if leans(text, alone) else _keep_place(before, alone)


def _chain(history: Sequence[Turn], scene: Scene, today: date) -> Asked | None:
    """What the conversation was about just before: every follow-up folded into the question it leaned on."""
    about: Asked | None = None
    for turn in history[-6:]:
        alone = understand(_bare(turn.q), scene, today)
        if about is not None and not _NEW.search(words.fold(turn.q)):
            about = _join(about, alone) if leans(turn.q, alone) else _keep_place(about, alone)
        else:
            about = alone
    return about


def _join(before: Asked, now: Asked) -> Asked:
    """A follow-up: new words first, then what they do not replace."""
    text = f"{now.text.rstrip(' ?.!')}, {_without(before.text, now.text, bool(now.units or now.strangers))}"
    moved = bool(now.units or now.strangers)
    kept = tuple(t for t in terms.content(text) if t in before.terms or t in now.terms)
    subject = tuple(dict.fromkeys([*now.terms, *(t for t in kept if t in before.terms)]))
    takes_kind = now.kind in ("general", "compare", "definition") or (now.kind == "target" and not now.terms)
    return replace(
        now,
        text=text,
        folded=fold(text),
        kind="compare" if len(_beside(before, now)) > 1 else before.kind if takes_kind else now.kind,
        expects=before.expects if now.expects == "text" else now.expects,
        terms=subject,
        units=_beside(before, now) or (() if now.strangers or now.sectors or now.laws else before.units),
        years=now.years or (() if moved else before.years),
        sectors=now.sectors or (() if now.units else before.sectors),
        laws=now.laws or (() if now.units else before.laws),
        numbers=now.numbers or (() if now.units else before.numbers),
        dieu=now.dieu or (before.dieu if not now.numbers else ""),
        values=now.values,
        quoted=now.quoted,
        fresh=tuple(t for t in now.terms if t not in before.terms),
        strong=now.terms if _has_subject(now) else (),
        said=now.text,
    )


def _beside(before: Asked, now: Asked) -> tuple[UnitDoc, ...]:
    """«So với tỉnh Hà Sơn thì sao?»: the unit of before stands beside the new one; else the new one alone."""
    if now.kind == "compare" and now.units and not now.terms:
        return tuple(dict.fromkeys([*before.units, *now.units]))
    return now.units


def _keep_place(before: Asked, now: Asked) -> Asked:
    """A full question that names no unit may still be about the unit at hand: the assistant tries both (`maybe`)."""
    if now.units or now.strangers or now.sectors or now.laws or now.numbers or not before.units:
        return now
    return replace(now, maybe=before.units, maybe_years=before.years)


def _has_subject(now: Asked) -> bool:
    """Whether the turn brought a subject of its own, not just a unit or a branch («thế của tỉnh Hà Sơn?»)."""
    left = terms.syllables(terms.subject(sectors.without(terms.expand(now.text), now.sectors)))
    return any(t in left for t in now.terms)


def _without(text: str, new: str, moved: bool) -> str:
    """The earlier question less what the new words drive out."""
    low_new = f" {words.fold(new)} "
    for group in _CLASSES:
        brought = [w for w in group if f" {words.fold(w)} " in low_new or low_new.strip(" ?").endswith(words.fold(w))]
        if brought:
            for old in sorted(group, key=len, reverse=True):
                if old not in brought:
                    text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", " ", text, flags=re.IGNORECASE)
    if _OFFICE.search(new):  # one office after another
        text = _OFFICE.sub(" ", text)
    if moved:
        text = re.sub(r"(?<!\w)(tỉnh|xã|huyện|thành phố|phường)(?!\w)", " ", text, flags=re.IGNORECASE)
    return words.squeeze(text)


def _bare(text: str) -> str:
    return _OPEN_WORDS.sub("", words.squeeze(text)) or text

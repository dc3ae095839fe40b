"""What a plan gives an office to do: the duty rows whose doer is the office that the question names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.ask import extract, plans, terms
from bot.ask.desk import SHORT, Desk, flat
from bot.ask.question import Asked, UnitDoc
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import Clause, Duty, Where

_WHAT = re.compile(
    r"\b(viec|nhiem vu|trach nhiem)( la)? (gi|nao)\b|\b(lam|chu tri|phu trach|dam nhan)( nhung)? (viec )?gi\b"
    r"|\bnhung (viec|nhiem vu|trach nhiem|phan viec)( gi| nao)\b|\bgiao( cho)? .{3,60} (gi|nao)\b"
    r"|\b(nhiem vu|trach nhiem|viec) cua .{3,60}"
)
_WHO = re.compile(
    r"\b(phong|co quan|don vi|so|ban|bo phan|cong chuc|vu|to chuc|ai) nao\b"
    r"|\bai (phu trach|chu tri|lam|chiu|theo doi)\b"
)
_LEVEL = ("phuong", "xa", "huyen", "tinh", "thi xa", "thanh pho", "dac khu", "thi tran")
_ASKS = frozenset(["nhiem", "vu", "trach", "nhung", "chu", "tri", "phu", "phan", "dam", "nhan", "ve"])
_LEAD = re.compile(r"^[\W_]*(?:\(?\w{1,4}[.)])?[\s+*-]*(?:giao\s+)?", re.IGNORECASE)
_SPARE = 40


def answer(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """Every duty of the office in the plan, its own item first; None where no such thing is asked."""
    if not _WHAT.search(asked.folded) or _WHO.search(asked.folded) or asked.values:
        return None
    rows = _of_office(asked, desk.library.duties(Where(docs=(unit.doc,))))
    if not rows:
        return None
    where, who = desk.plan_name(unit), max((r.who for r in rows), key=len)
    clauses = {c.ref: c for c in desk.clauses(unit.doc)}
    told = [(clauses[r.ref], r) for r in rows if r.ref in clauses]
    told.sort(key=lambda t: (not _opens(t[0], t[1].who), t[0].line))
    sheet = desk.sheet(asked)
    sheet.line(texts.given_to(where, flat(who)), where, who)
    room, left = SHORT - len(sheet.lines[0]) - _SPARE, 0
    done: set[str] = set()
    for clause, row in told:
        whole = extract.own_words(clause)
        quote = whole if _opens(clause, row.who) and len(whole) <= room else row.quote
        if quote in done or str(clause.ref) in done:
            continue
        line = texts.item(flat(quote), desk.place(clause) or texts.OPENING, len(sheet.pieces) + 1)
        if len(line) > room or not (n := desk.piece(clause, quote, sheet)):
            left += 1
            continue
        done |= {quote, *([str(clause.ref)] if quote == whole else [])}
        sheet.line(texts.item(flat(quote), desk.place(clause) or texts.OPENING, n), who)
        room -= len(line) + 1
    if len(sheet.lines) < 2:
        return None
    if left:
        sheet.lines.append(texts.more_duties(left))
    return desk.close(sheet, asked)


def _of_office(asked: Asked, rows: Iterable[Duty]) -> list[Duty]:
    """The duties of the office whose whole name stands in the question, where nothing else is asked about."""
    said = f" {' '.join(t for t in terms.syllables(asked.text) if t != 'va')} "
    named: dict[str, list[Duty]] = {}
    for row in rows:
        name = next((n for w in (row.who, *_each(row.who)) if (n := _bare(w, said))), "")
        if name:
            named.setdefault(name, []).append(row)
    best = max(named, key=len, default="")
    rest = [t for t in plans.solid(asked.terms) if t not in best.split() and t not in _ASKS]
    return [] if rest else named.get(best, [])


def _each(who: str) -> list[str]:
    """The doers of a row one by one, what stands in brackets left out: «Báo A, Đài B và các cơ quan» → «Báo A», …"""
    return [w for w in re.split(r",\s*|;\s*", re.sub(r"\s*\([^)]*\)", "", who)) if len(w.split()) > 1]


def _bare(who: str, said: str) -> str:
    """The folded name of an office as the question says it («Công an» for «Công an phường»), "" where it does not."""
    name = " ".join(t for t in terms.syllables(who) if t != "va")
    for level in _LEVEL:
        short = name.removesuffix(f" {level}")
        if short != name and f" {name} " not in said:
            name = short
            break
    return name if " " in name and f" {name} " in said else ""


def _opens(clause: Clause, who: str) -> bool:
    """Whether a clause begins with the office: it is the office's own item."""
    text = _LEAD.sub("", clause.text.replace("*", ""), count=1)
    return terms.syllables(text)[: len(terms.syllables(who))] == terms.syllables(who)

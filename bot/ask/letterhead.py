"""Number, date, signer, issuer and recipients of a plan: what was read at its head and foot."""

from __future__ import annotations

import re

from bot.ask.desk import Desk, Sheet, flat
from bot.ask.question import Asked, UnitDoc, fold
from bot.model import Answer, AnswerKind
from bot.texts import ask as texts
from retrieval import Clause, words

_SIGNER = re.compile(
    r"\bai (da |la |la nguoi |dung ra |thay mat )*(\w+ ){0,4}?ki\b(?! ket| luat| niem| thi)|\bnguoi ki\b"
    r"|\bki( ten)?( ban)? (ke hoach|van ban)\b.{0,30}\b(la ai|ten gi|ten la)\b|\bdo ai ki\b|\bki boi ai\b"
    r"|\b(chu tich|nguoi|ong|ba)( \w+){0,5} nao ki\b|\bki ten( la)? ai\b|\bki ke hoach\b.{0,20}\bten\b"
)
_NUMBER = re.compile(
    r"\bso (ki hieu|hieu|van ban|may)\b|^so bao nhieu\b|\bke hoach\b.{0,40}\bso bao nhieu\b"
    r"|\bki hieu\b|\bso ke hoach\b|\bke hoach so\b"
)
_DATE = re.compile(
    r"\bngay (ban hanh|ki|nao|may)\b|\bban hanh (ngay|khi|vao|luc|thang|hom|bao gio)\b|\bki (ngay|khi|hom)\b"
    r"|\bhom nao\b"
)
_RECIPIENTS = re.compile(
    r"^(?!.*\bvan ban (?:phat dong|dang ki|de nghi|bao cao)).*(?:\bnoi nhan\b"
    r"|\bgui (cho|den|toi) nhung\b|\bnhung co quan nao nhan\b"
    r"|\b(ke hoach|van ban)\b.{0,40}\b(gui|chuyen) (cho|den|toi) (ai|dau|co quan|don vi|nhung)\b"
    r"|\bke hoach\b.{0,40}\bgui (?:cho |den |toi |ve )?(?:phong|so|ban|tinh|huyen|bo|truong) nao\b"
    r"|\b(gui|chuyen) (ban )?(ke hoach|van ban)( nay)? (cho|den|toi)\b|\b(ai|nao) (duoc )?nhan (ke hoach|van ban)\b)"
)
_SUCH = re.compile(r"\b(phòng|sở|tỉnh|huyện|bộ|trường|hội đồng)(?: tđkt| thi đua - khen thưởng)? nào\b")
_ISSUER = re.compile(r"\bai ban hanh\b|\bco quan nao ban hanh\b")
_ISSUES = re.compile(r"\b(?:UBND|[UỦ][yỷ] ban nhân dân)\b[^.;]{0,40}\bban hành kế hoạch\b", re.IGNORECASE)
_NEVER = re.compile(r"(?!)")


def answer(asked: Asked, unit: UnitDoc, desk: Desk) -> Answer | None:
    """Number, date, signer, recipients, issuer: from what was read at the head and foot."""
    if asked.numbers:
        return None
    reading = desk.library.reading(unit.doc)
    header, where = reading.document.header, f"Kế hoạch {unit.period} của {unit.name}"
    sheet, gaps = desk.sheet(asked), []
    signer = reading.signer.name if reading.signer else ""
    parts: list[tuple[re.Pattern[str], str, str, str]] = [
        (_NUMBER, "số, ký hiệu", header.number, header.number_raw),
        (
            _DATE if asked.kind == "header" else _NEVER,
            "ngày ban hành",
            words.day(header.date) if header.date else "",
            header.date_raw,
        ),
        (_SIGNER, "tên người ký", signer, signer),
        (_ISSUER, "cơ quan ban hành", header.issuer_raw, header.issuer_raw),
    ]
    said = fold(asked.said)  # «ai ký?», then «số bao nhiêu?»: the signer was told
    turned = said and (asked.kind != "header" or any(p.search(said) for p, *_ in parts))
    told = said if turned else asked.folded
    for pattern, what, value, raw in parts:
        if not pattern.search(told) or (pattern is _NUMBER and asked.kind == "directive"):
            continue
        clause = _holding(desk, unit.doc, raw) if value else None
        if clause is None and pattern is _ISSUER and _issuing(desk, unit, sheet, where):
            continue
        if clause is None:
            gaps.append(texts.blank(what, where))
            continue
        n = desk.piece(clause, raw, sheet)
        sheet.line(f"{where}, {what}: {flat(raw)} [{n}].", where, value)
    if _RECIPIENTS.search(told):
        _recipients(asked, unit, desk, sheet, where)
    if not sheet.lines and not gaps:
        return None
    kind: AnswerKind = "answer" if sheet.lines else "abstain"
    for gap in gaps:
        sheet.line(gap, where)
    return desk.close(sheet, asked, kind, reason="; ".join(gaps))


def _issuing(desk: Desk, unit: UnitDoc, sheet: Sheet, where: str) -> bool:
    """«UBND xã ban hành Kế hoạch …»: who issued it, where no letterhead was read."""
    said = next((s for s in desk.view.plan(desk.library, unit.doc) if _ISSUES.search(s.text)), None)
    n = desk.piece(said.clause, said.text, sheet) if said else 0
    if said and n:
        sheet.line(texts.at_plan(where, flat(said.text), desk.place(said.clause), n), where)
    return bool(n)


def _recipients(asked: Asked, unit: UnitDoc, desk: Desk, sheet: Sheet, where: str) -> None:
    """The recipients, those of the level asked for first."""
    clauses = [c for c in desk.clauses(unit.doc) if c.path[:1] == ("Nơi nhận",)]
    level = next(
        (w for w in ("thị xã", "tỉnh", "huyện", "thành phố", "xã", "trung ương") if f"cấp {w}" in asked.text.lower()),
        "",
    )
    chosen = [c for c in clauses if len(c.path) > 1 and (not level or level in c.text.lower())] or clauses
    if kind := _SUCH.search(asked.text.lower()):  # «gửi phòng nào»: of the recipients, the offices of that kind
        chosen = [c for c in chosen if re.search(rf"\b{kind.group(1)}\b", c.text.lower())] or chosen
    parts = []
    for clause in chosen[:14]:
        if n := desk.piece(clause, "", sheet):
            parts.append(f"{flat(clause.quote)} [{n}]")
    if parts:
        sheet.line(f"{where}, nơi nhận{f' cấp {level}' if level else ''}: {'; '.join(parts)}.", where)


def _holding(desk: Desk, doc: str, raw: str) -> Clause | None:
    return next((c for c in desk.clauses(doc) if raw and raw in c.quote), None)

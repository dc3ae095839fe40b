"""`read`: from a file to a Reading: header, clauses and facts in one value."""

from __future__ import annotations

import re
from pathlib import Path

from retrieval.model import Document, DocumentKind, Header, Reading, SourceText
from retrieval.reading.clauses import is_law, split
from retrieval.reading.facts import facts_of
from retrieval.reading.header import header_of
from retrieval.reading.patterns import ROMAN
from retrieval.reading.signer import recipients_of, signer_of
from retrieval.reading.source import SUFFIXES, load, load_text
from retrieval.words import unaccent

__all__ = ["SUFFIXES", "distinguished", "doc_id", "read", "read_source", "read_text", "title_of"]

_PLAN_KINDS = (
    "Kế hoạch", "Kế hoạch liên tịch", "Chương trình", "Phương án", "Đề án", "Chỉ thị", "Hướng dẫn", "Lời kêu gọi",
    "Thư kêu gọi", "Phát động thi đua",
)  # fmt: skip
_LAW_KINDS = ("Luật", "Bộ luật", "Nghị định", "Thông tư", "Thông tư liên tịch", "Pháp lệnh", "Hiến pháp")


def read(path: Path, *, name: str = "", space: str = "") -> Reading:
    """Everything read from one file. `name` replaces the file's own name, `space` says who may read it.

    Raises CorpusError (the file cannot be read as text), Refused (it must not enter).
    """
    return read_source(load(path, name=name), space=space)


def read_text(name: str, text: str) -> Reading:
    """Everything read from a pasted text."""
    return read_source(load_text(name, text))


def read_source(source: SourceText, *, space: str = "", doc: str = "") -> Reading:
    """Everything read from a text. `doc` sets the id, for a file whose own id is already taken."""
    law = is_law(source)
    draft = split(source, doc)
    header, doubts = header_of(source.lines, draft)
    made = doc or doc_id(header, source)
    clauses = draft if made == doc else split(source, made)
    kind = _kind(header, source, law=law)
    facts = facts_of(source, clauses, header, law=kind == "law")
    document = Document(made, source.name, source.sha256, kind, header, title_of(header, source), space)
    return Reading(
        document, source, clauses, facts.targets, facts.duties, facts.deadlines, facts.movements, facts.themes,
        facts.cited, recipients_of(clauses), signer_of(clauses), source.doubts + doubts + facts.doubts,
    )  # fmt: skip


def _kind(header: Header, source: SourceText, *, law: bool) -> DocumentKind:
    if header.kind in _PLAN_KINDS:
        return "plan"
    if law or header.kind in _LAW_KINDS:
        return "law" if re.search(r"/\d{4}/", header.number) or header.kind in (*_LAW_KINDS, "") else "other"
    return "plan" if not header.kind and any(ROMAN.match(x.text) for x in source.lines) else "other"


def doc_id(header: Header, source: SourceText) -> str:
    """A readable id: number, issuer, date («25-KH-UBND.xa-dao-duong.2024-03-28»).

    A plan number without an issuer or date is met in every commune every year: then a hash of the content is added.
    """
    number = _slug(header.number, keep_case=True)
    issuer = _slug(re.sub(r"^(?:Ủy ban nhân dân|Hội đồng nhân dân)\s+", "", header.issuer))
    date = header.date.isoformat() if header.date else ""
    known = bool(number) and (re.search(r"/\d{4}/", header.number) is not None or bool(issuer and date))
    if known and re.search(r"/\d{4}/", header.number):
        return number
    parts = [number or _slug(header.kind), issuer, date or header.period]
    if not known:
        parts.append(source.sha256[:6])
    return ".".join(x for x in parts if x)


def distinguished(reading: Reading) -> Reading:
    """The same reading under an id of its own: for a second file with the same number, issuer and date."""
    doc = f"{reading.document.doc}.{reading.source.sha256[:6]}"
    return read_source(reading.source, space=reading.document.space, doc=doc)


def title_of(header: Header, source: SourceText) -> str:
    """What a person calls the document: kind, number and subject, else the file's name."""
    words = " ".join(x for x in (header.kind, f"số {header.number}" if header.number else "", header.subject) if x)
    return words or source.name


def _slug(text: str, *, keep_case: bool = False) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "-", unaccent(text)).strip("-")
    return plain if keep_case else plain.lower()

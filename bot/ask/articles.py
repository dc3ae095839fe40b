"""An article asked for by its number: the article itself, or that the text has none of that number."""

from __future__ import annotations

from bot.ask import extract, laws
from bot.ask.desk import Desk
from bot.ask.question import Asked
from bot.model import Answer
from bot.texts import ask as texts

# Words that name the article or its text, and ask for nothing inside it.
_NAMING_WORDS = "dieu khoan diem noi dung quy dinh ve luat thi dua khen thuong nghi thong tu so chi tiet"
_NAMING = frozenset(_NAMING_WORDS.split())
_FEW_WORDS = 60  # characters: an article with less is a heading whose items stand elsewhere


def answer(asked: Asked, desk: Desk) -> Answer | None:
    """«Điều 7 Nghị định … quy định gì», «Điều 150 Luật …»; None where something narrower is asked of an article."""
    if not asked.dieu or not asked.laws:
        return None
    doc = asked.laws[0].doc
    numbers = [c.path[0][5:] for c in desk.clauses(doc) if c.path[:1] and c.path[0].startswith("Điều ")]
    if asked.dieu in numbers or not numbers:
        return _whole(asked, doc, desk)
    sheet = desk.sheet(asked)
    name = desk.name(desk.view.documents[doc])
    last = next(c for c in desk.clauses(doc) if c.path[:1] == (f"Điều {numbers[-1]}",))
    n = desk.piece(last, "", sheet)
    sheet.line(texts.no_article(asked.dieu, name, numbers[-1], n), name, numbers[-1])
    return desk.close(sheet, asked, "abstain", reason="không có điều này")


def _whole(asked: Asked, doc: str, desk: Desk) -> Answer | None:
    """The article, or the paragraph of it that is named, with its items."""
    if [t for t in asked.terms if t not in _NAMING and not t.isdigit()]:
        return None
    at = (f"Điều {asked.dieu}", *((f"khoản {asked.khoan}",) if asked.khoan else ()))
    inside = [c for c in desk.clauses(doc) if c.path[: len(at)] == at and len(c.path) <= len(at) + 1]
    if not any(len(extract.own_words(c)) > _FEW_WORDS for c in inside):
        return None
    sheet = desk.sheet(asked)
    laws.write_group(sheet, desk, inside)
    return desk.close(sheet, asked) if sheet.lines else None

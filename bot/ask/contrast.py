"""The legal texts side by side: the same question to several branches, texts, ranks or levels, one line each."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.ask import extract, laws, sectors, terms
from bot.ask.desk import LONG, Desk, Sheet, flat
from bot.ask.question import Asked, fold
from bot.model import Answer
from bot.texts import ask as texts
from retrieval import words

_CENTRAL = re.compile(r"\bban thi đua[\s,-]*khen thưởng trung ương\b,?", re.IGNORECASE)
_GENERAL = re.compile(r"\b(trung uong|nghi dinh|luat)\b")
_ROOM, _MOST = 220, 520
# Words of one class: an answer for one of them is none for another.
_CLASSES = (
    ("hạng nhất", "hạng nhì", "hạng hai", "hạng ba"),
    ("cấp cơ sở", "cơ sở", "cấp bộ", "cấp tỉnh", "cấp huyện", "cấp xã", "toàn quốc", "cấp nhà nước"),
    ("cá nhân", "tập thể", "hộ gia đình"),
    ("đột xuất", "chuyên đề", "thường xuyên"),
)


def sides(asked: Asked, desk: Desk) -> Answer | None:
    """Several branches, several texts by number, or several of one class named at once; None where there are none."""
    if len(asked.sectors) > 1:
        return _branches(asked, desk)
    if len(asked.laws) > 1:
        return _texts(asked, desk)
    return _alternatives(asked, desk)


def _branches(asked: Asked, desk: Desk) -> Answer | None:
    wanted = [*asked.sectors]
    if _GENERAL.search(asked.folded):
        wanted.insert(0, sectors.GENERAL)
    sheet, told = desk.sheet(asked), 0
    for branch in wanted:
        name = "Quy định chung" if branch == sectors.GENERAL else sectors.title(branch)
        if _one(_to_branch(asked, branch), desk, sheet, _ROOM if len(wanted) > 3 else _MOST // 4 * 3):
            told += 1
        else:
            sheet.lines.append(texts.no_rule(name))
    return desk.close(sheet, asked, room=LONG) if told else None


def _texts(asked: Asked, desk: Desk) -> Answer | None:
    """The same subject in several texts: date, level and state of each stand in its line and under it."""
    sheet, told = desk.sheet(asked), 0
    for law in asked.laws:
        own = replace(asked, laws=(law,), numbers=(law.number,), kind="general", years=())
        if _one(own, desk, sheet, _MOST):
            told += 1
        else:
            name = desk.name(desk.view.documents[law.doc])
            sheet.line(texts.no_rule(name), name)
    return desk.close(sheet, asked, room=LONG) if told else None


def _alternatives(asked: Asked, desk: Desk) -> Answer | None:
    low = asked.text.lower()
    for group in _CLASSES:
        named = [w for w in group if re.search(rf"(?<!\w){w}(?!\w)", low)]
        named = [w for w in named if not any(w != o and w in o for o in named)]
        if len(named) < 2:
            continue
        reply = laws.look(asked, desk)
        if not reply.gap and (plain := laws.answer(asked, desk, reply).text.lower()) and all(w in plain for w in named):
            return None  # one answer speaks of them all
        sheet = desk.sheet(asked)
        told = [w for w in named if _one(_only(asked, w, named), desk, sheet, _MOST)]
        if len(told) > 1 and len(sheet.lines) > 1:
            return desk.close(sheet, asked, room=LONG)
    return None


def _one(own: Asked, desk: Desk, sheet: Sheet, room: int) -> bool:
    """The line that answers one side; a line already there is not repeated. False where nothing does."""
    reply = laws.look(own, desk)
    if reply.gap or not reply.ranked:
        return False
    clause = reply.ranked[0].clause
    quote = extract.best(own, clause, desk.view.lexicon, room)
    if not (n := desk.piece(clause, quote, sheet)):
        return False
    line = texts.at_law(flat(quote), desk.place(clause), desk.name(reply.ranked[0].document), n)
    if line not in sheet.lines:
        sheet.line(line)
    return line in sheet.lines


def _only(asked: Asked, word: str, named: list[str]) -> Asked:
    """The question with one of the words of its class left."""
    others = "|".join(re.escape(w) for w in named if w != word)
    pattern = rf"(?:(?:,|\bvà|\bhay|\bhoặc|\bvới)\s*)?(?<!\w)(?:{others})(?!\w)"
    return _again(asked, re.sub(pattern, " ", asked.text, flags=re.IGNORECASE))


def _to_branch(asked: Asked, branch: str) -> Asked:
    """The question put to one branch: the other branches' names are not its subject."""
    text = asked.text if branch == sectors.GENERAL else _CENTRAL.sub(" ", asked.text)
    text = words.squeeze(sectors.without(text, asked.sectors))
    if branch != sectors.GENERAL:
        text = f"{text.rstrip('?. ')}, {sectors.title(branch)}"
    return replace(_again(asked, text), sectors=() if branch == sectors.GENERAL else (branch,), laws=(), numbers=())


def _again(asked: Asked, text: str) -> Asked:
    text = words.squeeze(re.sub(r"\s+([,?.])", r"\1", text))
    return replace(asked, kind="general", text=text, terms=tuple(terms.content(text)), folded=fold(text))

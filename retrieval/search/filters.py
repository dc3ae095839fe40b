"""`Where` as SQL over the table of documents, and the columns it reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.model import Document, Where
from retrieval.search import abbreviations
from retrieval.words import fold, syllables, unaccent


def years(document: Document) -> str:
    """Every year a document is for, each between spaces: " 2021 2022 2023 "; its own year where no period is known."""
    period = document.header.period
    found = [int(y) for y in period.replace("–", "-").split("-") if y.strip().isdigit()]
    if not found and document.header.date:
        found = [document.header.date.year]
    return " " + " ".join(str(y) for y in range(min(found), max(found) + 1)) + " " if found else " "


def named(titles: Iterable[str]) -> str:
    """What a unit stands under, for `topic`: each title once, bare, between spaces, bars between them."""
    bare = (" ".join(syllables(unaccent(t))) for t in titles)
    return "".join(f" {t} |" for t in dict.fromkeys(bare) if t)


def on_topic(topic: str) -> tuple[str, list[str]]:
    """A topic as SQL over `units`, in every way that abbreviates it or writes it out; no words, no units."""
    forms = abbreviations.forms(syllables(unaccent(topic)), bare=True)
    return " OR ".join("instr(named, ?)" for _ in forms) or "0", [f" {' '.join(words)} " for words in forms]


def condition(where: Where) -> tuple[str, list[str]]:
    """`Where` as SQL over `documents`: the filter stands inside the query, never after it."""
    parts: list[str] = ["1"]
    args: list[str] = []
    if where.unit:
        parts.append("unit LIKE ? ESCAPE '!'")
        args.append("%" + fold(where.unit).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
    if where.level:
        parts.append("level = ?")
        args.append(where.level)
    if where.kind:
        parts.append("(documents.kind = ? OR genre = ?)")
        args += [where.kind, fold(where.kind)]
    if where.year:
        parts.append("period LIKE ?")
        args.append(f"% {where.year} %")
    if where.topic:
        said, forms = on_topic(where.topic)
        parts.append(f"documents.id IN (SELECT document FROM units WHERE {said})")
        args += forms
    if where.docs:
        parts.append(f"doc IN ({_marks(where.docs)})")
        args += where.docs
    if where.spaces is not None:
        parts.append(f"space IN ('', {_marks(where.spaces)})" if where.spaces else "space = ''")
        args += where.spaces
    return " AND ".join(parts), args


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))

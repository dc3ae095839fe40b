"""`thidua law`: the register, a row a line (JSON) or a card a row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from bot.ask import law as answers
from bot.cli import compose
from bot.texts import law as texts
from retrieval import CitedBy, Citers, Directive, IndexFault, Register, SettingsError, citers, words

AsOf = Annotated[str, typer.Option("--as-of", help="tại ngày nào: 2025-03-01 hoặc 01/3/2025; mặc định hôm nay")]


def law(
    what: Annotated[list[str] | None, typer.Argument(help="số hiệu, cách gọi hoặc chủ đề")] = None,
    as_of: AsOf = "",
    due: Annotated[bool, typer.Option("--due", help="các dòng đến hạn kiểm tra lại")] = False,
    timeline: Annotated[bool, typer.Option("--timeline", help="dòng thời gian của văn bản")] = False,
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Sổ văn bản: hiệu lực, văn bản thay thế, cách viện dẫn, ai viện dẫn; câu hỏi về căn cứ."""
    made = compose.settings(config, index, corpus)
    on = day(as_of, compose.today(made))
    text = " ".join(what or [])
    if not due and not text.strip():
        raise SettingsError("Cho biết số hiệu hoặc chủ đề, ví dụ: thidua law 34-CT/TW")
    with compose.Services(made) as services:
        register = services.register
        cited = citers_of(services)
        if not as_json and not due and not timeline:
            asked = answers.answer(text, on, register, person=services.person, places=services.places, cited=cited)
            if asked and asked.kind != "clarify" and len(text.split()) > 3:
                print(asked.text)
                return
        rows = register.due(on) if due else found(register, text, on)
        if timeline:
            rows = tuple(dict.fromkeys(k.row for r in rows for k in register.chain(r)))
        for row in rows:
            places = cited.rows.get(row.id, ())
            if as_json:
                print(json.dumps(record(register, row, on, places), ensure_ascii=False))
            else:
                print(answers.card(register, row, on, places) + "\n")
        if due and not rows:
            compose.say(texts.NOTHING_DUE)


def citers_of(services: compose.Services) -> Citers:
    """Who cites what among the office's plans; nobody, with a word on stderr, where there is no index yet."""
    try:
        corpus = [(d, services.index.clauses(d.doc)) for d in services.index.documents() if d.kind != "law"]
    except IndexFault as e:
        compose.say(texts.NO_INDEX.format(reason=e))
        return Citers()
    return citers(services.register, corpus)


def found(register: Register, text: str, on: date) -> tuple[Directive, ...]:
    """The rows meant by a number, a way of citing, or a topic; says on stderr when a number is not there."""
    meant = [m for m in register.mentions(text, on) if m.mention]
    rows = tuple(dict.fromkeys(r for m in meant for r in m.rows))
    for m in meant:
        if not m.rows and m.mention and m.mention.number:
            compose.say(texts.NOT_FOUND.format(number=m.mention.number))
            if near := register.nearest(m.mention.number):
                compose.say(texts.NEAREST.format(numbers=answers.near_numbers(register, near, on)))
    if rows or meant:
        return rows
    rows = register.search(text)
    if not rows:
        compose.say(texts.NOTHING_ABOUT.format(text=text))
    return rows


def record(register: Register, row: Directive, on: date, places: Sequence[CitedBy] = ()) -> dict[str, object]:
    """One row for `--json`: dates ISO, `cited_by` the sources that cite it, `citations` their words and places."""
    standing = register.standing(row, on)
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "issuer": row.issuer,
        "date": row.date.isoformat() if row.date else row.date_raw,
        "subject": row.subject,
        "state": standing.state.value,
        "since": standing.since.isoformat() if standing.since else None,
        "lapses_on": standing.lapses_on.isoformat() if standing.lapses_on else None,
        "from": row.from_.isoformat() if row.from_ else None,
        "to": row.to.isoformat() if row.to else None,
        "replaced_by": [*row.replaced_by, *row.succeeded_by],
        "sources": list(row.sources),
        "checked": row.checked.isoformat(),
        "certainty": row.certainty,
        "cited_by": list(dict.fromkeys(p.source for p in places)),
        "citations": [{"source": p.source, "path": list(p.path), "quote": p.quote} for p in places],
        "line": register.citation_line(row, on),
    }


def day(text: str, today: date) -> date:
    """A date given as 2025-03-01 or 01/3/2025; "" is today."""
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = words.dates(text)
        if not found:
            raise SettingsError(f"--as-of «{text}» không phải một ngày, ví dụ 2025-03-01") from None
        return found[0][0]

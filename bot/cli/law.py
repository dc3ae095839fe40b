"""`thidua law`: the register asked by number or topic; a card to read, or a row a line (JSON)."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.ask.lawdesk import consult
from bot.ask.lawwords import card, due_line, name
from bot.cli import compose
from bot.config import Settings
from bot.texts import law as texts
from bot.texts import lawform as form
from retrieval import CitedBy, Citers, Directive, IndexFault, Register, SettingsError, citers, words

AsOf = Annotated[str, typer.Option("--as-of", help="tại ngày nào: 2025-03-01 hoặc 01/3/2025; mặc định hôm nay")]


def law(
    what: Annotated[list[str] | None, typer.Argument(help="số hiệu, cách gọi hoặc chủ đề")] = None,
    as_of: AsOf = "",
    due: Annotated[bool, typer.Option("--due", help="các dòng đến hạn kiểm tra lại")] = False,
    timeline: Annotated[bool, typer.Option("--timeline", help="dòng thời gian của văn bản")] = False,
    add: Annotated[
        Path | None, typer.Option("--add", help="tệp TOML có bảng [[directive]]: bổ sung hoặc sửa dòng của sổ")
    ] = None,
    undo: Annotated[int, typer.Option("--undo", help="hoàn lại lần sửa có số này")] = 0,
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Sổ văn bản: hiệu lực, văn bản thay thế, cách viện dẫn, ai viện dẫn; câu hỏi về căn cứ."""
    made = compose.settings(config, index, corpus)
    on = day(as_of, compose.today(made))
    if add or undo:
        _change(made, add, undo)
        return
    text = " ".join(what or [])
    if not due and not text.strip():
        raise SettingsError("Cho biết số hiệu hoặc chủ đề, ví dụ: thidua law 34-CT/TW")
    with compose.Services(made) as services:
        register, cited = services.register, citers_of(services)
        if due:
            _show(register, register.due(on), on, cited, as_json=as_json)
            return
        asked = consult(
            text, compose.today(made), register, on=on if as_of else None, person=services.person,
            places=services.places, cited=cited, timeline=timeline,
        )  # fmt: skip
        if as_json:
            _records(register, asked.rows, asked.on, cited)
            if asked.answer.kind != "answer":
                compose.say(asked.answer.text)
            return
        print(asked.text)
        for option in asked.answer.options if asked.answer.kind != "answer" else ():
            print(f'  → thidua law "{option.question}"')


def _change(made: Settings, add: Path | None, undo: int) -> None:
    """Write the rows of a file over the shipped register, or take a change back; each is kept with who and when."""
    files, who = compose.register_files(made), f"máy chủ: {getpass.getuser()}"
    now = datetime.now(ZoneInfo(made.office.timezone))
    if undo:
        files.undo(undo, who, now)
        print(form.UNDONE.format(n=undo))
    for edit in files.edits_of(add) if add else ():
        done = files.save(edit, who, now)
        row = files.load().get(edit.id)
        print(form.SAVED.format(n=done.n, name=name(row)))
        print(card(files.load(), row, now.date()) + "\n")


def _show(register: Register, rows: Sequence[Directive], on: date, cited: Citers | None, *, as_json: bool) -> None:
    """Rows to check again, a line each."""
    if as_json:
        _records(register, rows, on, cited)
    for row in () if as_json else rows:
        print(due_line(register, row, on))
    if not rows:
        compose.say(texts.NOTHING_DUE)


def _records(register: Register, rows: Sequence[Directive], on: date, cited: Citers | None) -> None:
    for row in rows:
        print(json.dumps(record(register, row, on, cited.rows.get(row.id, ()) if cited else ()), ensure_ascii=False))


def citers_of(services: compose.Services) -> Citers | None:
    """Who cites what among the office's plans; nobody, with a word on stderr, where there is no index yet."""
    try:
        corpus = [(d, services.index.clauses(d.doc)) for d in services.index.documents() if d.kind != "law"]
    except IndexFault as e:
        compose.say(texts.NO_INDEX.format(reason=e))
        return None
    return citers(services.register, corpus)


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
        "stands_now": [r.id for r in register.later(row, on)],
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

"""`thidua law`: the register, a row a line (JSON) or a card a row."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import typer

from bot.cli import compose
from bot.texts import law as texts
from retrieval import Directive, Register, SettingsError, words

AsOf = Annotated[str, typer.Option("--as-of", help="tại ngày nào: 2025-03-01 hoặc 01/3/2025; mặc định hôm nay")]


def law(
    what: Annotated[list[str] | None, typer.Argument(help="số hiệu, cách gọi hoặc chủ đề")] = None,
    as_of: AsOf = "",
    due: Annotated[bool, typer.Option("--due", help="các dòng đến hạn kiểm tra lại")] = False,
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Sổ văn bản: hiệu lực, văn bản thay thế, cách viện dẫn."""
    settings = compose.settings(config, index, corpus)
    register = Register.load(settings.register.path)
    on = day(as_of, compose.today(settings))
    text = " ".join(what or [])
    if not due and not text:
        raise SettingsError("Cho biết số hiệu hoặc chủ đề, ví dụ: thidua law 34-CT/TW")
    rows = register.due(on) if due else found(register, text, on)
    for row in rows:
        print(json.dumps(record(register, row, on), ensure_ascii=False) if as_json else card(register, row, on))


def found(register: Register, text: str, on: date) -> tuple[Directive, ...]:
    """The rows meant by a number, a way of citing, or a topic; says on stderr when a number is not there."""
    meant = [m for m in register.mentions(text, on) if m.mention]
    rows = tuple(dict.fromkeys(r for m in meant for r in m.rows))
    for m in meant:
        if not m.rows and m.mention and m.mention.number:
            near = ", ".join(dict.fromkeys(r.number for r in register.nearest(m.mention.number)))
            compose.say(texts.NOT_FOUND.format(number=m.mention.number))
            if near:
                compose.say(texts.NEAREST.format(numbers=near))
    if rows or meant:
        return rows
    rows = register.search(text)
    if not rows:
        compose.say(texts.NOTHING_ABOUT.format(text=text))
    return rows


def record(register: Register, row: Directive, on: date) -> dict[str, object]:
    """One row for `--json`, dates ISO, `cited_by` the sources of the index that cite it."""
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "issuer": row.issuer,
        "date": row.date.isoformat() if row.date else row.date_raw,
        "subject": row.subject,
        "state": register.state(row, on).value,
        "from": row.from_.isoformat() if row.from_ else None,
        "to": row.to.isoformat() if row.to else None,
        "replaced_by": [*row.replaced_by, *row.succeeded_by],
        "sources": list(row.sources),
        "checked": row.checked.isoformat(),
        "certainty": row.certainty,
        "cited_by": [],
    }


def card(register: Register, row: Directive, on: date) -> str:
    """One row for a person at the terminal."""
    standing = register.standing(row, on)
    lines = [
        register.citation_line(row, on) or f"{row.kind} {row.number} (không viện dẫn)",
        f"  {texts.state(standing)}; {texts.checked(row)}; độ chắc chắn: {texts.CERTAINTY[row.certainty]}",
    ]
    later = [register.citation_line(register.get(i), on) for i in (*row.replaced_by, *row.succeeded_by)]
    lines += [f"  văn bản sau: {line}" for line in later if line]
    lines.append(f"  {texts.NOTE_OF_REGISTER}: {row.asks}")
    if row.note:
        lines.append(f"  lưu ý: {row.note}")
    return "\n".join(lines) + "\n"


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

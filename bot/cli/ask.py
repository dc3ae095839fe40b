"""`thidua ask`: one question or a batch; every answer with its sources."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.ask.assistant import Assistant
from bot.cli import compose
from bot.cli.law import AsOf, day
from bot.model import Answer, Question, Turn
from bot.texts import ask as texts
from bot.texts import law
from retrieval import ThiduaError, format_path, words

_SHOWN = 300  # characters of a quote in the list of sources


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a batch: `{"id", "q", "history": [{"q", "a"}]}`, other keys ignored."""

    id: str
    q: str
    history: tuple[Turn, ...] = ()


def ask(
    question: Annotated[str, typer.Argument(help="câu hỏi", show_default=False)] = "",
    as_of: AsOf = "",
    batch: Annotated[Path | None, typer.Option("--batch", help='tệp JSONL, mỗi dòng {"id","q","history"}')] = None,
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Hỏi kho văn bản: câu trả lời kèm nguyên văn và vị trí trích dẫn."""
    if not batch and not question.strip():
        raise ThiduaError("Cần một câu hỏi, hoặc --batch TỆP.jsonl")
    rows = tuple(read_batch(batch)) if batch else (Row("", question),)  # a bad line is told before any work
    made = compose.settings(config, index, corpus)
    on = day(as_of, compose.today(made))
    with compose.Services(made) as services:
        for row, answer, ms in answers(services, rows, on):
            if as_json:
                print(json.dumps(record(row.id, answer, ms), ensure_ascii=False), flush=True)
            else:
                print(shown(answer, row.q if batch else ""))


def answers(
    services: compose.Services, rows: Iterable[Row], on: date, assistant: Assistant | None = None
) -> Iterator[tuple[Row, Answer, float]]:
    """Each row with its answer and the milliseconds it took; what loads once is loaded before the first clock."""
    services.index.warm()
    asked = assistant or services.assistant
    asked.view()
    for row in rows:
        start = time.perf_counter()
        answer = asked.ask(Question(row.q, on, row.history, services.person, row.id))
        yield row, answer, (time.perf_counter() - start) * 1000


def read_batch(file: Path) -> Iterator[Row]:
    """The rows of a batch file; ThiduaError names the line that is no row."""
    if not file.is_file():
        raise ThiduaError(f"Không có tệp {file}")
    for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            turns = tuple(Turn(str(t["q"]), str(t.get("a", ""))) for t in row.get("history") or ())
            yield Row(str(row["id"]), str(row["q"]), turns)
        except (ValueError, TypeError, KeyError, AttributeError) as e:
            raise ThiduaError(f'{file.name} dòng {n}: cần một đối tượng JSON có "id" và "q"') from e


def record(row: str, answer: Answer, ms: float) -> dict[str, object]:
    """An answer as design.md gives it for `--json`."""
    return {
        "id": row,
        "kind": answer.kind,
        "text": answer.text,
        "citations": [
            {
                "n": c.n, "source": c.source, "doc": c.doc, "path": list(c.path), "quote": c.quote,
                "state": c.state.value if c.state else None,
            }
            for c in answer.citations
        ],
        "register": [
            {"number": f.number, "state": f.state.value, "checked": f.checked.isoformat(), "sources": list(f.sources)}
            for f in answer.register
        ],
        "reason": answer.reason,
        "ms": round(ms, 2),
    }  # fmt: skip


def _short(quote: str) -> str:
    """A quote as long as a terminal bears, cut between words."""
    return quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def shown(answer: Answer, question: str = "") -> str:
    """An answer for the terminal: the text, then the sources."""
    lines = [f"? {question}"] if question else []
    lines.append(answer.text)
    if answer.citations:
        lines += ["", texts.SOURCES]
    for c in answer.citations:
        state = f" ({law.STATE_WORDS[c.state]})" if c.state else ""
        place = format_path(c.path) or texts.OPENING
        lines.append(f"[{c.n}] {c.source}, {place}{state}: «{_short(words.squeeze(c.quote))}»")
    for f in answer.register:
        said = law.sources(f.sources)
        if said not in answer.text:
            state = f"{law.STATE_WORDS[f.state]}, {law.CHECKED.format(day=words.day(f.checked))}"
            lines.append(f"{f.number or f.id} ({state}). {said}")
    lines += [f"  → {o.question}" for o in answer.options]
    return "\n".join(lines) + "\n"

"""`thidua draft`: a request in words, in options, or both → a draft as text, JSON or .docx; a batch of requests."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.compose import ConfigOption, CorpusOption, IndexOption, JsonOption, Services, say, settings, today
from bot.draft import given
from bot.draft.drafter import Drafter
from bot.draft.export import docx
from bot.draft.matrix import duty_table, duty_workbook
from bot.draft.request import sections as named_sections
from bot.draft.revise import diff
from bot.draft.source_sheet import source_sheet
from bot.model import Citation, Draft, DraftRequest, Person
from bot.texts import draft as texts
from retrieval import CorpusError


def draft(
    request: Annotated[list[str] | None, typer.Argument(help="yêu cầu bằng lời")] = None,
    unit: Annotated[str, typer.Option("--unit", help="đơn vị, ví dụ «UBND xã An Bình, tỉnh …»")] = "",
    year: Annotated[str, typer.Option("--year", help="năm hoặc giai đoạn")] = "",
    section: Annotated[list[str] | None, typer.Option("--section", help="phần cần soạn (lặp lại được)")] = None,
    theme: Annotated[str, typer.Option("--theme", help="chủ đề")] = "",
    facts: Annotated[Path | None, typer.Option("--facts", help="số liệu: tệp .toml hoặc .xlsx")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="tệp .docx; «Phiếu nguồn» ghi cạnh đó")] = None,
    arrange: Annotated[
        list[str] | None, typer.Option("--arrange", help="sửa đề cương: «bỏ giải pháp», «chỉ tiêu trước nội dung»")
    ] = None,
    outline: Annotated[bool, typer.Option("--outline", help="chỉ in đề cương")] = False,
    revise: Annotated[
        list[str] | None, typer.Option("--revise", help="sửa một phần: «noi-dung: ngắn hơn» (lặp lại được)")
    ] = None,
    matrix: Annotated[Path | None, typer.Option("--matrix", help="bảng phân công (.docx hoặc .xlsx)")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="mỗi dòng {id, request}")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    index: IndexOption = None,
    corpus: CorpusOption = None,
) -> None:
    """Soạn kế hoạch phát động thi đua, hoặc từng phần của kế hoạch."""
    _only(out, "--out", ".docx")
    _only(matrix, "--matrix", ".docx", ".xlsx")
    made = settings(config, index, corpus)
    with Services(made) as services:
        drafter, person = services.drafter, services.person
        if batch is not None:
            for row in _rows(batch):
                one = drafter.draft(drafter.understand(str(row.get("request", "")), person, today(made)))
                print(json.dumps(as_row(one, str(row.get("id", ""))), ensure_ascii=False), flush=True)
            return
        words = " ".join(request or ())
        if not (words or unit or facts):
            raise CorpusError("draft", texts.NOTHING_ASKED)
        asked = _asked(drafter, words, unit, year, section or [], theme, facts, person, today(made))
        for wish in arrange or ():
            asked = drafter.arrange(asked, wish)
        if outline:
            print("\n".join(heading for _, heading in drafter.outline(asked)))
            return
        done = drafter.draft(asked)
        for wish in revise or () if done.kind == "draft" else ():
            done = _revised(drafter, done, wish)
    print(json.dumps(as_row(done, ""), ensure_ascii=False) if as_json else plain(done))
    if done.kind == "draft":
        _write(done, out, matrix)
    elif out is not None or matrix is not None:
        say(texts.NOTHING_WRITTEN.format(path=" và ".join(str(p) for p in (out, matrix) if p is not None)))
        raise typer.Exit(1)


def _only(path: Path | None, option: str, *endings: str) -> None:
    """A file is written under the ending of what it is, before any work is done."""
    if path is not None and path.suffix.lower() not in endings:
        raise CorpusError(option, texts.WRONG_ENDING.format(path=path, endings=" hoặc ".join(endings)))


def as_row(done: Draft, id: str) -> dict[str, Any]:
    """The JSON of one draft, as the command line promises it."""
    return {
        "id": id,
        "kind": done.kind,
        "title": done.title.replace("\n", " "),
        "sections": [
            {
                "key": s.key,
                "heading": s.heading,
                "paragraphs": [
                    {"text": p.text, "basis": p.basis, "citations": [_citation(c) for c in p.citations]}
                    for p in s.paragraphs
                ],
            }
            for s in done.sections
        ],
        "todo": list(done.todo),
        "findings": [
            {"rule": f.rule, "severity": f.severity, "path": list(f.path), "quote": f.quote, "message": f.message}
            for f in done.findings
        ],
        "notes": list(done.notes),
        "text": done.text,
    }


def plain(done: Draft) -> str:
    """The draft as plain text, then what is missing and what must be known."""
    if done.kind != "draft":
        return "\n".join([done.text, *(f"  - {o.question}" for o in done.options)])
    lines = [done.title, ""]
    for s in done.sections:
        lines += [s.heading, *(p.text for p in s.paragraphs), ""]
    if done.todo:
        lines += [texts.TODO_HEAD, *(f"  - {t}" for t in done.todo), ""]
    if done.notes:
        lines += [texts.NOTES_HEAD, *(f"  - {n}" for n in done.notes), ""]
    return "\n".join(lines).rstrip()


def _citation(c: Citation) -> dict[str, Any]:
    return {"source": c.source, "doc": c.doc, "path": list(c.path), "quote": c.quote, "state": c.state}


def _asked(
    drafter: Drafter, said: str, unit: str, year: str, sections: list[str], theme: str, facts: Path | None,
    person: Person, on: date,
) -> DraftRequest:  # fmt: skip
    asked = drafter.understand(said or unit, person, on)
    if unit:
        asked = drafter.fill(replace(asked, text=f"{said}\n{unit}".strip(), unit=""), "unit", unit)
    if year:
        asked = drafter.fill(asked, "year", year)
    if theme:
        asked = drafter.fill(asked, "theme", theme)
    if sections:
        keys = tuple(dict.fromkeys(k for s in sections for k in named_sections(f"phần {s.replace('-', ' ')}")))
        if not keys:
            raise CorpusError("--section", texts.NO_SUCH_SECTION.format(name=", ".join(sections)))
        asked = replace(asked, sections=keys)
    return drafter.with_given(asked, given.load(facts)) if facts else asked


def _revised(drafter: Drafter, done: Draft, wish: str) -> Draft:
    """One change, with what it changed told on stderr."""
    name, colon, said = wish.partition(":")
    keys = named_sections(f"phần {name.replace('-', ' ')}") if colon else ()
    if not keys:
        raise CorpusError("--revise", texts.NO_SUCH_SECTION.format(name=name))
    made = drafter.revise(done, keys[0], said.strip())
    for change in diff(done.sections, made.sections):
        say("\n".join(f"{mark} {text}" for mark, text in (("-", change.old), ("+", change.new)) if text))
    return made


def _write(done: Draft, out: Path | None, matrix: Path | None) -> None:
    if out is not None:
        _save(out, docx(done))
        beside = out.with_name(f"{out.stem}-phieu-nguon.docx")
        _save(beside, source_sheet(done))
    if matrix is not None:
        _save(matrix, duty_workbook(done) if matrix.suffix.lower() == ".xlsx" else duty_table(done))


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as e:
        raise CorpusError(str(path), texts.NOT_WRITTEN.format(why=e.strerror or e)) from e
    say(texts.WRITTEN.format(path=path))


def _rows(batch: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = sys.stdin if str(batch) == "-" else batch.read_text(encoding="utf-8").splitlines()
        for n, line in enumerate(lines, start=1):
            if line.strip():
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise CorpusError(batch.name, texts.BAD_ROW.format(n=n))
                yield row
    except (OSError, UnicodeDecodeError) as e:
        raise CorpusError(batch.name, texts.NOT_READ.format(why=e)) from e
    except json.JSONDecodeError as e:
        raise CorpusError(batch.name, texts.BAD_ROW.format(n=n)) from e

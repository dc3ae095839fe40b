"""`thidua eval`: the scoreboard over sets of questions: answers, citations, refusals, provenance, search, latency."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.ask.assistant import Assistant
from bot.cli import compose, scores
from bot.cli.law import AsOf, day
from bot.texts.eval import WITH_MODEL
from retrieval import ThiduaError

SUITE = Path("tests/eval")
README = Path("README.md")
_OPENS, _ENDS = "<!-- bảng điểm -->", "<!-- hết bảng điểm -->"


def evaluate(
    suite: Annotated[list[Path] | None, typer.Argument(help="thư mục hoặc tệp .jsonl; mặc định tests/eval")] = None,
    show: Annotated[bool, typer.Option("--show", help="in những câu chưa đạt")] = False,
    readme: Annotated[bool, typer.Option("--readme", help="ghi bảng vào README.md, giữa hai dấu")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="mã thoát 1 nếu có chữ thiếu căn cứ")] = False,
    as_of: AsOf = "",
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Bảng điểm: đúng, có nguồn, nguyên văn, căn cứ, từ chối, tìm kiếm, thời gian; có mô hình thì thêm một dòng."""
    files = [f for s in suite or [SUITE] for f in ([s] if s.is_file() else sorted(s.glob("*.jsonl")))]
    if not files:
        raise ThiduaError(f"Không có tệp .jsonl nào trong {', '.join(map(str, suite or [SUITE]))}")
    made = compose.settings(config, index, corpus)
    on = day(as_of, compose.today(made))
    rows: list[dict[str, float | int | str | None]] = []
    with compose.Services(made) as services:
        plain = Assistant(services.index, services.register, services.places, office=services.person)
        ways = [("", plain)] + ([(WITH_MODEL, services.assistant)] if services.writer else [])
        for file in files:
            given = list(scores.cases(file))
            for mark, assistant in ways:
                outcomes = list(scores.run(services, given, on, assistant))
                rows.append(scores.figures(f"{file.stem}{mark}", outcomes))
                if show:
                    _tell(outcomes)
    for row in rows if as_json else ():
        print(json.dumps(row, ensure_ascii=False))
    if not as_json:
        print(scores.table(rows))
    if readme:
        _write(README, scores.table(rows))
    if strict and any(row["unproven"] for row in rows):
        raise ThiduaError("Có câu trả lời nêu số, ngày, số hiệu, tên hoặc địa danh thiếu căn cứ; xem bằng --show")


def _tell(outcomes: list[scores.Outcome]) -> None:
    for o in outcomes:
        if not o.correct or o.unproven:
            compose.say(f"{o.case.row.id} {o.case.row.q} → {o.answer.kind}: {o.answer.text[:160]} {o.unproven}")


def _write(file: Path, table: str) -> None:
    """Put the table between its two marks; ThiduaError where they are not there."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if _OPENS not in text or _ENDS not in text:
        raise ThiduaError(f"{file}: cần hai dòng {_OPENS} và {_ENDS}")
    before, after = text.partition(_OPENS)[0], text.partition(_ENDS)[2]
    file.write_text(f"{before}{_OPENS}\n{table}\n{_ENDS}{after}", encoding="utf-8")

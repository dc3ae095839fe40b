"""`thidua index`: build or refresh the index, with a progress bar; `--report` also lists what was refused and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.cli.compose import ConfigOption, CorpusOption, IndexOption, JsonOption, say, settings
from retrieval import Index, SyncReport, SyncStep, ThiduaError


def index(
    config: ConfigOption = None,
    index: IndexOption = None,
    corpus: CorpusOption = None,
    report: Annotated[bool, typer.Option("--report", help="kèm số mục và số liệu đã nhận ra theo loại")] = False,
    as_json: JsonOption = False,
) -> None:
    """Lập hoặc làm mới chỉ mục từ các thư mục văn bản."""
    made = settings(config, index, corpus)
    for folder in made.corpus.folders:  # a mistyped folder must neither empty nor make an index
        if not folder.is_dir():
            raise ThiduaError(f"Không có thư mục kho văn bản {folder}")
    e = made.embedding
    opened = Index.open(
        made.index.folder, model=e.model, dtype=e.dtype, threads=e.threads, url=made.vectors.url, write=True
    )
    with opened:
        done = (_with_bar if sys.stderr.isatty() else _with_lines)(opened, made.corpus.folders)
        counts = opened.counts()
    if as_json:
        print(json.dumps(as_row(done, counts), ensure_ascii=False))
        return
    for line in lines(done, counts, report):
        print(line)


def as_row(done: SyncReport, counts: dict[str, int]) -> dict[str, object]:
    """The report as one JSON object."""
    refused = [{"source": s, "reason": r} for s, r in done.refused]
    return {
        "read": done.read, "changed": done.changed, "removed": done.removed, "refused": refused,
        "clauses": done.clauses, "seconds": round(done.seconds, 2), "notes": list(done.notes), "counts": counts,
    }  # fmt: skip


def lines(done: SyncReport, counts: dict[str, int], report: bool) -> list[str]:
    """The report for a person."""
    ended = "xong, có tệp không đọc được" if done.refused else "xong"
    rate = f", {done.clauses / done.seconds:.0f} mục/giây" if done.read + done.changed and done.seconds else ""
    made = [
        f"Chỉ mục {ended}: mới {done.read}, đổi {done.changed}, bỏ {done.removed}, từ chối {len(done.refused)} tệp; "
        f"{counts['documents']} văn bản, {done.clauses} mục, {done.seconds:.1f} giây{rate}."
    ]
    made += [f"  không đọc được {source}: {reason}" for source, reason in done.refused]
    made += [f"  lưu ý: {note}" for note in done.notes]
    if report:
        made += [f"  {name}: {count}" for name, count in counts.items()]
    return made


def _with_bar(opened: Index, folders: Sequence[Path]) -> SyncReport:
    with _bar() as bar:
        tasks: dict[str, TaskID] = {}

        def show(step: SyncStep) -> None:
            if step.what not in tasks:
                tasks[step.what] = bar.add_task(step.what, total=step.total or None)
            bar.update(tasks[step.what], completed=step.done)

        return opened.sync(folders, show)


def _with_lines(opened: Index, folders: Sequence[Path]) -> SyncReport:
    """A log, where nobody watches."""
    tenths = Tenths()

    def tell(step: SyncStep) -> None:
        if line := tenths.line(step):
            say(line)

    return opened.sync(folders, tell)


class Tenths:
    """Which steps of a sync are worth a line: one without a count, then whenever another tenth is done."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}

    def line(self, step: SyncStep) -> str:
        """The line, "" where there is nothing new to tell."""
        tenth = step.done * 10 // step.total if step.total else 10
        if self._told.get(step.what, 0) >= tenth:
            return ""
        self._told[step.what] = tenth
        return f"{step.what} {step.done}/{step.total} ({tenth * 10} %)" if step.total else step.what


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip

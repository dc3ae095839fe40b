"""`thidua check FILE`: what is wrong with a plan, a finding a line; with --out also a .docx with comments."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.check import annotate
from bot.check import check as run_checks
from bot.cli import compose
from bot.model import Finding
from bot.texts import check as texts
from retrieval import Places, SettingsError, read_kept


def check(
    file: Annotated[Path, typer.Argument(help="kế hoạch cần soát: .txt, .md, .docx, .pdf", show_default=False)],
    year: Annotated[str, typer.Option("--year", help="soát như bản mẫu cho năm này, ví dụ 2027")] = "",
    unit: Annotated[str, typer.Option("--unit", help="đơn vị ban hành, nếu văn bản không ghi rõ")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="ghi thêm bản Word có ghi chú tại từng chỗ")] = None,
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Soát một kế hoạch: căn cứ, năm, địa danh, số mục, số liệu, chữ viết, phần còn thiếu."""
    if year and not re.fullmatch(r"20\d\d", year):
        raise SettingsError(f"Năm «{year}» không hợp lệ; viết bốn chữ số, ví dụ --year 2027")
    settings = compose.settings(config, index, corpus)
    reading = read_kept(file)
    register = compose.register_files(settings).load()
    findings = run_checks(reading, register, Places.load(), today=compose.today(settings), year=year, unit=unit)
    for finding in findings:
        print(json.dumps(asdict(finding), ensure_ascii=False) if as_json else line(finding))
    if out:
        _write(out, annotate(reading, findings))
    compose.say(texts.summary(findings))


def line(finding: Finding) -> str:
    """A finding for a person: severity, place, words, what is wrong, what to do."""
    fix = f" → {finding.suggestion}" if finding.suggestion else ""
    return f"{texts.SEVERITY[finding.severity]} dòng {finding.line} «{finding.quote}»: {finding.message}{fix}"


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as e:
        raise SettingsError(f"Không ghi được {out}: {e.strerror}") from e

"""Where objects are built and joined: settings → index, register, assistant, drafter. Built on first use."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.config import Corpus, IndexFolder, Settings, load

ConfigOption = Annotated[Path | None, typer.Option("--config", help="tệp cấu hình, mặc định config.toml")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="thư mục chỉ mục, thay cho [index] folder")]
CorpusOption = Annotated[
    list[Path] | None, typer.Option("--corpus", help="thư mục kho văn bản (lặp lại được), thay cho [corpus] folders")
]
JsonOption = Annotated[bool, typer.Option("--json", help="mỗi dòng một đối tượng JSON, không gì khác trên stdout")]


def settings(config: Path | None, index: Path | None = None, corpus: list[Path] | None = None) -> Settings:
    """config.toml with the command line's overrides."""
    made = load(config)
    if index is not None:
        made = replace(made, index=IndexFolder(index.resolve()))
    if corpus:
        made = replace(made, corpus=Corpus(tuple(p.resolve() for p in corpus)))
    return made


def today(made: Settings) -> date:
    """The office's calendar day, whatever the server's zone."""
    return datetime.now(ZoneInfo(made.office.timezone)).date()


def say(text: str) -> None:
    """A line for the person, on stderr, so that stdout stays data."""
    print(text, file=sys.stderr)

"""Where objects are built and joined: settings → index, register, assistant, drafter. Built on first use."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.ask.assistant import Assistant
from bot.config import Corpus, IndexFolder, Settings, load
from bot.draft.drafter import Drafter
from bot.llm import Writer
from bot.model import Person
from retrieval import Index, Places, Register, RegisterFiles

ConfigOption = Annotated[Path | None, typer.Option("--config", help="tệp cấu hình, mặc định config.toml")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="thư mục chỉ mục, thay cho mục index của cấu hình")]
CorpusOption = Annotated[
    list[Path] | None,
    typer.Option("--corpus", help="thư mục kho văn bản (lặp lại được), thay cho mục corpus của cấu hình"),
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


def register_files(made: Settings) -> RegisterFiles:
    """The shipped rows, and the office's own beside its other data."""
    return RegisterFiles(made.register.path, made.state.folder / "so-van-ban")


class Services:
    """The office's things, each built when first asked for; close when done."""

    def __init__(self, made: Settings, *, write: bool = False) -> None:
        """`write`: the index is opened by its owner (uploads)."""
        self.settings = made
        self._write = write

    @cached_property
    def index(self) -> Index:
        """The index; IndexFault where there is none."""
        e = self.settings.embedding
        return Index.open(
            self.settings.index.folder,
            model=e.model,
            dtype=e.dtype,
            threads=e.threads,
            url=self.settings.vectors.url,
            write=self._write,
        )

    @cached_property
    def register(self) -> Register:
        """The register of directives, the office's own rows over the shipped ones."""
        return self.register_files.load()

    @property
    def register_files(self) -> RegisterFiles:
        """Where the register lies."""
        return register_files(self.settings)

    @cached_property
    def places(self) -> Places:
        """Administrative units, old and new."""
        return Places.load()

    @cached_property
    def person(self) -> Person:
        """The default person: somebody of this office."""
        office = self.settings.office
        return Person(office.unit, office.level, office.province)

    @cached_property
    def assistant(self) -> Assistant:
        """Answers questions."""
        return Assistant(self.index, self.register, self.places, office=self.person, writer=self.writer)

    @cached_property
    def writer(self) -> Writer | None:
        """The language model, None where none is configured."""
        return Writer(self.settings.llm) if self.settings.llm.model else None

    @cached_property
    def drafter(self) -> Drafter:
        """Writes plans."""
        return Drafter(self.index, self.register, self.places, writer=self.writer)

    def close(self) -> None:
        """Give back what was opened."""
        if "index" in self.__dict__:
            self.index.close()

    def __enter__(self) -> Services:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

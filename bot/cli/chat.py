"""`thidua chat`: the assistant in the terminal; the same core, no Telegram."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from bot.cli import compose
from bot.cli.ask import shown
from bot.model import Context, Person, Question, Turn
from bot.texts import ask as texts
from retrieval import words

_LEAVE = {"/thoat", "/quit", "/exit", "thoát", "q"}
_AFRESH = {"/moi"}
_MINE, _MEANT = "/toi", "/hieu"
_LEVELS = ("xã", "phường", "đặc khu", "tỉnh", "thành phố", "sở")
_REMEMBERED = 6


def chat(
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Hỏi đáp trong cửa sổ dòng lệnh; /moi bắt đầu cuộc mới, /thoat để thoát."""
    made = compose.settings(config, index, corpus)
    with compose.Services(made) as services:
        services.assistant.view()
        compose.say(texts.CHAT_OPENS)
        history: list[Turn] = []
        person = services.person
        for line in _lines():
            command, _, rest = line.partition(" ")
            if line.lower() in _LEAVE:
                break
            if command.lower() in _AFRESH:
                history.clear()
                compose.say(texts.CHAT_AFRESH)
                continue
            if command.lower() == _MINE:
                person = named(rest.strip(), person)
                compose.say(texts.YOURS.format(person.unit) if person.unit else texts.NOT_YOURS_YET)
                continue
            asked = f"{history[-1].q.rstrip('?. ')}, {rest.strip()}?" if command.lower() == _MEANT and history else line
            on = compose.today(made)
            answer = services.assistant.ask(Question(asked, on, tuple(history), person))
            print(shown(answer), flush=True)
            if meant := understood(answer.context):
                compose.say(texts.UNDERSTOOD.format(meant))
            history = [*history, Turn(asked, answer.text)][-_REMEMBERED:]


def named(unit: str, before: Person) -> Person:
    """The person who says «/toi xã An Bình, tỉnh Hà Sơn»; nothing said, nothing changed."""
    if not unit:
        return before
    name, _, province = (words.squeeze(part) for part in unit.partition(","))
    level = next((w for w in _LEVELS if name.lower().startswith(w)), before.level)
    return replace(before, unit=name, level=level, province=province.removeprefix("tỉnh ") or before.province)


def understood(context: Context) -> str:
    """«xã An Bình · 2025»: what the question was taken to be about, "" where nothing was."""
    return " · ".join(x for x in (context.unit, context.year, context.number) if x)


def _lines() -> Iterator[str]:
    """What is typed, line by line; the prompt only where somebody sits at it."""
    while True:
        if sys.stdin.isatty():
            print("› ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()

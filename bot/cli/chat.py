"""`thidua chat`: the assistant in the terminal; the same core, no Telegram."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bot.cli import compose
from bot.cli.ask import shown
from bot.model import Question, Turn
from bot.texts import ask as texts

_LEAVE = {"/thoat", "/quit", "/exit", "thoát", "q"}
_AFRESH = {"/moi"}
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
        for line in _lines():
            if line.lower() in _LEAVE:
                break
            if line.lower() in _AFRESH:
                history.clear()
                compose.say(texts.CHAT_AFRESH)
                continue
            on = compose.today(made)
            answer = services.assistant.ask(Question(line, on, tuple(history), services.person))
            print(shown(answer), flush=True)
            history = [*history, Turn(line, answer.text)][-_REMEMBERED:]


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

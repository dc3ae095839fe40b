"""`thidua serve`: the Telegram bot, polling or webhook by config. Ends in good order on SIGTERM and SIGINT."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import Annotated

import typer

from bot.cli import compose
from bot.config import Settings, secret
from bot.telegram.start import Secrets, ready
from retrieval import SettingsError


def serve(
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
    revive: Annotated[bool, typer.Option("--revive", help="thử lại một lần các tin đã gác lại")] = False,
) -> None:
    """Chạy trợ lý trên Telegram."""
    made = compose.settings(config, index, corpus)
    token = secret(made.telegram.token_env)
    if not token:
        raise SettingsError(
            f"Chưa có mã bot: đặt biến môi trường {made.telegram.token_env} (mã do @BotFather cấp) rồi chạy lại."
        )
    t = made.telegram
    secrets = Secrets(token, secret(t.proxy_env), secret(t.webhook_secret_env))
    ready(made, secrets)
    # the bot's libraries cost a second to import: only this command pays
    from bot.telegram.app import App
    from bot.telegram.house import House
    from bot.telegram.journal import configure

    configure()
    # the house works in threads beside the event loop: the loop must get its turn soon
    sys.setswitchinterval(0.001)
    with compose.Services(made) as services:
        house = House(
            services.index, services.register, services.places, office=services.person, folders=made.corpus.folders,
            resync=lambda: _resync(made), model=made.llm.model, writer=services.writer, files=services.register_files,
        )  # fmt: skip
        compose.say("Đang nạp chỉ mục…")
        house.warm()
        # what is loaded stays: a full collection over it would stop every thread for tenths of a second
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        asyncio.run(App(made, secrets, house, revive=revive).run())


def _resync(made: Settings) -> None:
    """Make the index hold what the folders hold; the reader notices the new generation by itself."""
    with compose.Services(made, write=True) as owner:
        owner.index.sync(made.corpus.folders)

"""What is judged before anything costs time: secrets, settings, the state file, and that no other instance runs."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.config import Settings
from bot.store import Store
from retrieval import SettingsError

_TOKEN = re.compile(r"\d+:[\w-]{10,}", re.ASCII)
_SECRET = re.compile(r"[\w-]{16,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What comes from the environment only."""

    token: str
    proxy: str = ""
    webhook: str = ""


@contextlib.contextmanager
def single(folder: Path) -> Iterator[None]:
    """Hold the instance lock of a state folder. Raises SettingsError naming the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "bot.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as e:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            raise SettingsError(f"Đã có một «thidua serve» đang chạy (tiến trình {holder}); chỉ chạy một.") from e
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The state file, ours alone. Raises SettingsError where another instance runs or nobody could be let in."""
    with single(settings.state.folder):
        store = Store(settings.state.folder, settings.telegram.admins)
        try:
            if not store.people.everyone():
                raise SettingsError("Chưa có người quản trị: ghi số định danh Telegram vào [telegram] admins.")
            yield store
        finally:
            store.close()


def ready(settings: Settings, secrets: Secrets) -> None:
    """What can be known without index and network, before either costs time. Raises SettingsError."""
    s = settings.telegram
    if not _TOKEN.fullmatch(secrets.token):
        raise SettingsError(f"Mã bot trong {s.token_env} không đúng dạng «123456:AbC…» do @BotFather cấp.")
    if s.mode == "webhook" and (not s.webhook_url.startswith("http") or not _SECRET.fullmatch(secrets.webhook)):
        raise SettingsError(
            f"Webhook cần [telegram] webhook_url, và {s.webhook_secret_env} dài 16 đến 256 ký tự gồm chữ không dấu, "
            "số, «_», «-»."
        )
    for name, value in (("base_url", s.base_url), ("base_file_url", s.base_file_url)):
        if not value.startswith(("http://", "https://")):
            raise SettingsError(f"[telegram] {name} phải bắt đầu bằng http:// hoặc https://; đang là {value!r}.")
    with opened(settings):
        pass

"""The bot put together: settings and the house in, polling or webhook out. One instance, stopped in good order."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeDefault
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.config import Settings
from bot.store import Role, Store
from bot.telegram import access, general, handlers
from bot.telegram.desk import Desk
from bot.telegram.intake import Deaf, Gate, Poller
from bot.telegram.journal import trouble
from bot.telegram.limits import ChatLimiter
from bot.telegram.messenger import Gone, Messenger
from bot.telegram.nouns import Incoming, Part
from bot.telegram.office import Office
from bot.telegram.processor import Processor
from bot.telegram.start import Secrets, opened, ready
from bot.telegram.updates import ALLOWED
from bot.telegram.webhook import endpoint, server
from bot.texts import telegram as t
from retrieval import SettingsError, ThiduaError

log = logging.getLogger("thidua.telegram")
GRACE_S = 20.0
HOUSEKEEPING_S = 3600.0
CHECKPOINT_S = 20.0
TRIM_S = 60.0
WAITING = 8  # threads for what waits for a model or an office suite
KEEP_DAYS = 180
KEEP_COPIES_S = 7 * 86_400.0


class App:
    """`run` until `stop` is set. Raises ThiduaError with one clean sentence where it cannot start or go on."""

    def __init__(
        self, settings: Settings, secrets: Secrets, office: Office, *, poll_s: float = 25.0, backoff_s: float = 1.0,
        join_s: float = 1.2, threads: int = 3, revive: bool = False,
    ) -> None:  # fmt: skip
        """Nothing is opened yet. `revive` gives set-aside updates one more chance."""
        self.revive = revive
        self.settings, self.secrets, self.office = settings, secrets, office
        self.poll_s, self.backoff_s, self.join_s, self.threads = poll_s, backoff_s, join_s, threads
        self.stop = asyncio.Event()
        self.started = time.monotonic()
        self.lag_s = 0.0

    async def run(self, *, signals: bool = True) -> None:
        """Serve until SIGTERM or SIGINT (or `stop`)."""
        if signals:
            for name in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(name, self.stop.set)
        ready(self.settings, self.secrets)
        with opened(self.settings) as store:
            pool = ThreadPoolExecutor(self.threads, thread_name_prefix="house")
            self.waiting = ThreadPoolExecutor(WAITING, thread_name_prefix="waiting")
            try:
                await self._serve(store, pool)
            finally:
                for threads in (pool, self.waiting):
                    threads.shutdown(wait=False, cancel_futures=True)

    async def _serve(self, store: Store, pool: ThreadPoolExecutor) -> None:
        self.limiter = ChatLimiter(self.settings.telegram.messages_per_s)
        bot = self._bot(self.limiter)
        await self._greet(bot)
        try:
            desk = self._desk(store, pool, bot)
            self.desk = desk
            await self._menus(desk)
            gate = Gate(
                store,
                bot.id,
                bot.username,
                lambda i: desk.processor.submit(i, bypass=handlers.bypasses(i)),
                self._gave_up,
            )
            self.gate = gate
            if self.revive and (revived := store.inbox.revive()):
                log.info("%d set-aside updates get one more chance", revived)
            if left := gate.replay():
                log.info("%d updates left by the last run are taken up", left)
            await self._until_stopped(gate)
            await desk.processor.stop(GRACE_S)
        finally:
            with contextlib.suppress(TelegramError):
                await bot.shutdown()
        log.info("stopped")

    # --- parts ------------------------------------------------------------------------------------------

    def _request(self, size: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=size, pool_timeout=30, connect_timeout=10, read_timeout=20, write_timeout=20,
            proxy=self.secrets.proxy or None, httpx_kwargs={"trust_env": False},
        )  # fmt: skip

    def _bot(self, limiter: ChatLimiter) -> ExtBot[Any]:
        s = self.settings.telegram
        return ExtBot(
            self.secrets.token, base_url=s.base_url, base_file_url=s.base_file_url, request=self._request(32),
            get_updates_request=self._request(4), rate_limiter=limiter,
        )  # fmt: skip

    async def _greet(self, bot: ExtBot[Any]) -> None:
        """getMe, as the start-up check: a wrong token and an unreachable Telegram are told apart."""
        for attempt in range(3):
            try:
                await bot.initialize()
                return
            except InvalidToken as e:
                raise SettingsError(f"Telegram từ chối mã bot trong {self.settings.telegram.token_env}.") from e
            except (NetworkError, TelegramError) as e:
                error = e
                if attempt < 2 and not self.stop.is_set():
                    await asyncio.sleep(self.backoff_s * 2**attempt)
        host = urlsplit(self.settings.telegram.base_url).netloc
        raise ThiduaError(
            f"Không kết nối được Telegram ({host}): {type(error).__name__}. Kiểm tra mạng, tường lửa, hoặc đặt proxy "
            f"qua biến {self.settings.telegram.proxy_env}."
        ) from error

    def _desk(self, store: Store, pool: ThreadPoolExecutor, bot: ExtBot[Any]) -> Desk:
        desk = Desk(
            self.settings,
            store,
            self.office,
            pool,
            self.waiting,
            self.settings.state.folder / "uploads",
            bot_name=bot.username,
        )
        store.ledger.set("bot_name", bot.username)
        desk.messenger = Messenger(
            bot, desk.tokenize, store.people.migrate, lambda chat: store.people.reachable(chat, False),
            backoff_s=self.backoff_s / 2,
        )  # fmt: skip
        desk.processor = Processor(
            store, lambda inc: handlers.handle(desk, inc), self._failed, self._busy, join_s=self.join_s
        )  # fmt: skip
        return desk

    async def _menus(self, desk: Desk) -> None:
        m = desk.messenger
        await m.menu(access.menu(Role.NONE, group=False), BotCommandScopeDefault())
        await m.menu(access.menu(Role.VIEWER, group=False), BotCommandScopeAllPrivateChats())
        await m.menu(access.menu(Role.VIEWER, group=True), BotCommandScopeAllGroupChats())
        for admin in self.settings.telegram.admins:
            await m.menu_of(admin, access.menu(Role.ADMIN, group=False))

    # --- running ----------------------------------------------------------------------------------------

    async def _until_stopped(self, gate: Gate) -> None:
        webhook = self.settings.telegram.mode == "webhook"
        work = asyncio.create_task(self._webhook(gate) if webhook else self._polling(gate))
        chores = (self._housekeeping(), self._checkpoints(), _tidy(), self._heartbeat())
        beside = [asyncio.create_task(c) for c in chores]
        stopped = asyncio.create_task(self.stop.wait())
        try:
            await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _ended(work, stopped, *beside)
        if not work.cancelled() and (error := work.exception()):
            await self.desk.processor.stop(GRACE_S)
            if isinstance(error, InvalidToken):
                raise SettingsError("Telegram không còn nhận mã bot này.") from error
            raise error

    async def _polling(self, gate: Gate) -> None:
        s = self.settings.telegram
        bot = self.desk.messenger.bot
        info = await bot.get_webhook_info()
        if info.url:
            log.warning("a webhook was set; it is removed, nothing pending is lost")
            await bot.delete_webhook(drop_pending_updates=False)
        self.poller = Poller(
            lambda: self._request(4), f"{s.base_url}{self.secrets.token}/getUpdates", gate,
            watchdog_s=s.watchdog_s, poll_s=self.poll_s, backoff_s=self.backoff_s,
        )  # fmt: skip
        log.info("serving @%s by polling", bot.username)
        await self.poller.run()

    async def _webhook(self, gate: Gate) -> None:
        s = self.settings.telegram
        path = urlsplit(s.webhook_url).path or "/"
        try:
            web, bound = server(
                endpoint(path, self.secrets.webhook, gate, self.healthy, self.metrics), s.webhook_listen
            )
        except (OSError, ValueError) as e:
            raise SettingsError(f"Không mở được cổng [telegram] webhook_listen = {s.webhook_listen}: {e}") from e
        serving = asyncio.create_task(web.serve([bound]))
        try:
            await self.desk.messenger.bot.set_webhook(
                s.webhook_url, secret_token=self.secrets.webhook, allowed_updates=ALLOWED, max_connections=20,
                drop_pending_updates=False,
            )  # fmt: skip
            log.info("serving @%s by webhook on %s", self.desk.bot_name, s.webhook_listen)
            await asyncio.shield(serving)
        finally:
            web.should_exit = True
            await asyncio.wait({serving}, timeout=5)

    async def _housekeeping(self) -> None:
        while True:
            await asyncio.to_thread(self.desk.store.purge, self.desk.now(), KEEP_DAYS)
            for upload in self.desk.store.papers.older(self.desk.now() - KEEP_COPIES_S):
                Path(upload.path).unlink(missing_ok=True)
                self.desk.store.papers.forget_copy(upload.id)
            try:
                await general.remind(self.desk)
            except (TelegramError, ThiduaError) as e:
                log.warning("reminders not sent: %s", type(e).__name__)
            await asyncio.sleep(HOUSEKEEPING_S)

    async def _checkpoints(self) -> None:
        """Fold the state file's log back, off the loop: it waits for the disk."""
        while True:
            await asyncio.sleep(CHECKPOINT_S)
            try:
                await asyncio.to_thread(self.desk.store.db.checkpoint)
            except sqlite3.Error as e:
                log.warning("the state file's log is not folded back: %s", e)

    async def _heartbeat(self) -> None:
        """How late the event loop is: nothing heavy may run on it."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.05)
            self.lag_s = max(self.lag_s, time.monotonic() - before - 0.05)

    # --- trouble ----------------------------------------------------------------------------------------

    async def _failed(self, inc: Incoming, error: BaseException) -> None:
        """Tell the person in one sentence; the log has kind and place, never their words."""
        if isinstance(error, Gone):
            log.info("nobody there any more")
            return
        if isinstance(error, ThiduaError):
            sentence = t.fault(str(error))
        else:
            sentence = t.FAILED.format(id=trouble(error, inc.command or inc.kind))
        await self._say(inc, sentence)

    async def _busy(self, inc: Incoming, full: bool) -> None:
        waiting = self.desk.processor.waiting(inc.lane)
        await self._say(inc, t.FULL if full else t.BUSY.format(n=waiting))

    def _gave_up(self, inc: Incoming) -> None:
        id = trouble(RuntimeError("stopped the process twice"), inc.command or inc.kind)
        if inc.person:
            self.desk.processor.beside(self._say(inc, t.GAVE_UP.format(id=id)))

    async def _say(self, inc: Incoming, sentence: str) -> None:
        try:
            await self.desk.messenger.send(inc.chat, [Part(sentence)], reply_to=inc.message if inc.group else 0)
        except (TelegramError, Gone) as e:
            log.warning("could not tell the person: %s", type(e).__name__)

    # --- health -----------------------------------------------------------------------------------------

    def healthy(self) -> bool:
        """Whether the store answers and, when polling, Telegram was heard lately."""
        poller = getattr(self, "poller", None)
        heard = poller is None or time.monotonic() - poller.heard < self.settings.telegram.watchdog_s
        return heard and self.desk.store.inbox.counts()["new"] >= 0

    def metrics(self) -> dict[str, float]:
        """Counters and gauges, names without prefix."""
        desk, gate = self.desk, self.gate
        counts = desk.store.inbox.counts()
        oldest = desk.store.inbox.oldest()
        found: dict[str, float] = {
            "uptime_seconds": time.monotonic() - self.started,
            "inbox_new": counts["new"],
            "inbox_dead": counts["dead"],
            "queue_depth": desk.processor.depth,
            "queue_age_seconds": desk.now() - oldest if oldest else 0,
            "handled_total": desk.processor.handled,
            "slowest_seconds": desk.processor.slowest_s,
            "flood_refusals_total": self.limiter.refusals,
            "cosmetic_dropped_total": self.limiter.dropped,
            "event_loop_lag_max_seconds": self.lag_s,
        }
        for name in ("updates", "duplicates", "unreadable", "malformed", "poison", "forbidden"):
            found[f"{name}_total"] = gate.counts[name]
        for name in ("uncertain", "retried", "parse_fallback", "edit_lost", "late_callback", "by_model"):
            found[f"sends_{name}_total"] = desk.messenger.counts[name]
        if poller := getattr(self, "poller", None):
            found["last_poll_age_seconds"] = time.monotonic() - poller.heard
        return found


async def _tidy() -> None:
    """Hand freed memory back to the system where the C library can (glibc keeps it: the process seems to grow)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim:
        await asyncio.sleep(TRIM_S)
        await asyncio.to_thread(trim, 0)


async def _ended(*tasks: asyncio.Task[Any]) -> None:
    """Cancel until all have ended: a library may swallow one cancellation."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=1)


__all__ = ["App", "Deaf"]

"""From Telegram into the inbox: the one gate for polling and webhook, and the long poll itself.

The library's own updater loses what a killed process had fetched, spins on an update it cannot read and goes deaf
without a word; so the poll is ours: keep, then confirm, then work.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.store import Store
from bot.telegram.nouns import Incoming
from bot.telegram.updates import ALLOWED, parse
from retrieval import ThiduaError

log = logging.getLogger("thidua.telegram")
POLL_S = 25
CONFLICTS, CONFLICT_WINDOW_S = 5, 60.0
REBUILDS = 3
POISON_TRIES = 2


# what the library lets through of a body that is JSON and yet no answer
_RUBBISH = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


class Deaf(ThiduaError):
    """Telegram cannot be heard any more; the supervisor should start the process anew."""


class Gate:
    """Keeps every update before it counts as received, once, and hands it on as `Incoming`."""

    def __init__(
        self, store: Store, bot_id: int, bot_name: str, submit: Callable[[Incoming], None],
        gave_up: Callable[[Incoming], None],
    ) -> None:  # fmt: skip
        """`gave_up` is told of an update that has stopped the process twice."""
        self.store, self.bot_id, self.bot_name = store, bot_id, bot_name
        self.submit, self.gave_up = submit, gave_up
        self.counts: Counter[str] = Counter()
        store.inbox.bot = bot_id

    def accept(self, raws: list[Any]) -> int:
        """Keep and hand on; returns the highest update id seen (0 for none). Never raises for content."""
        known = [r for r in raws if isinstance(r, dict) and _is_id(r.get("update_id"))]
        self.counts["malformed"] += len(raws) - len(known)
        self.counts["updates"] += len(known)
        fresh = self.store.inbox.put(((r["update_id"], json.dumps(r)) for r in known), time.time())
        for raw in known:
            if raw["update_id"] in fresh:
                fresh.discard(raw["update_id"])
                self._hand_on(raw, tries=0)
            else:
                self.counts["duplicates"] += 1
        return max((r["update_id"] for r in known), default=0)

    def replay(self) -> int:
        """Take up what a stopped process left; what has stopped it twice is set aside. Returns how many."""
        left = self.store.inbox.pending()
        for row in left:
            self._hand_on(json.loads(row.body), tries=row.tries)
        return len(left)

    def _hand_on(self, raw: dict[str, Any], *, tries: int) -> None:
        try:
            inc = parse(raw, self.bot_id, self.bot_name)
        except ValueError as e:
            self.counts["unreadable"] += 1
            self.store.inbox.dead(raw["update_id"], str(e))
            log.error("update %s set aside: %s", raw["update_id"], e)
            return
        if tries >= POISON_TRIES:
            self.counts["poison"] += 1
            self.store.inbox.dead(raw["update_id"], "stopped the process twice")
            self.gave_up(inc)
            return
        self.submit(replace(inc, again=tries > 0))


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 63


class Poller:
    """The long poll. `make` builds a fresh HTTP client: a wedged one is thrown away by the watchdog."""

    def __init__(
        self, make: Callable[[], HTTPXRequest], url: str, gate: Gate, *,
        watchdog_s: float, poll_s: float = POLL_S, backoff_s: float = 1.0,
    ) -> None:  # fmt: skip
        """`url` is the bot's getUpdates address."""
        self.make, self.url, self.gate = make, url, gate
        self.watchdog_s, self.poll_s, self.backoff_s = watchdog_s, poll_s, backoff_s
        self.heard = time.monotonic()
        self.offset = 0
        self.errors = 0
        self.rebuilds = 0
        self.conflicts: deque[float] = deque()

    async def run(self) -> None:
        """Until cancelled. Raises Deaf after too many rebuilds or conflicts, InvalidToken where the token is dead."""
        request = self.make()
        await request.initialize()
        try:
            while True:
                if time.monotonic() - self.heard > self.watchdog_s:
                    request = await self._rebuild(request)
                try:
                    updates = await self._poll(request)
                except (TelegramError, TimeoutError) as e:
                    await asyncio.sleep(self._after(e))
                    continue
                self.heard, self.errors, self.rebuilds = time.monotonic(), 0, 0
                if seen := self.gate.accept(updates):
                    # asking from here on is what tells Telegram to forget: everything below is in the inbox
                    self.offset = max(self.offset, seen + 1)
        finally:
            await request.shutdown()

    async def _poll(self, request: HTTPXRequest) -> list[Any]:
        wait = min(self.poll_s, max(1.0, self.watchdog_s / 2))
        url = f"{self.url}?timeout={wait:.0f}&offset={self.offset}&allowed_updates={quote(json.dumps(ALLOWED))}"
        limit = max(wait + 10, 1) if self.watchdog_s > 60 else wait + 1
        # not wait_for: in Python 3.11 it can swallow the cancellation that stops us
        async with asyncio.timeout(limit + 5):
            try:
                found = await request.post(url, read_timeout=limit)
            except _RUBBISH as e:
                raise TelegramError("not an answer of the Bot API") from e
        if not isinstance(found, list):
            raise TelegramError("getUpdates did not give a list")
        return found

    def _after(self, e: Exception) -> float:
        """Log one failed poll and say how long to wait."""
        if isinstance(e, InvalidToken):
            raise e
        if isinstance(e, RetryAfter):
            return float(e.retry_after if isinstance(e.retry_after, int) else e.retry_after.total_seconds())
        now = time.monotonic()
        if isinstance(e, Conflict):
            self.heard = now
            self.conflicts.append(now)
            while self.conflicts[0] < now - CONFLICT_WINDOW_S:
                self.conflicts.popleft()
            log.error("một chương trình khác đang dùng cùng mã bot (409), lần %d", len(self.conflicts))
            if len(self.conflicts) >= CONFLICTS:
                raise Deaf("Một chương trình khác đang nhận tin bằng cùng mã bot này; hãy dừng chương trình kia.")
        self.errors += 1
        log.warning("getUpdates: %s (%d in a row)", type(e).__name__, self.errors)
        return float(min(self.backoff_s * 2 ** min(self.errors - 1, 4), 15.0))

    async def _rebuild(self, old: HTTPXRequest) -> HTTPXRequest:
        self.rebuilds += 1
        if self.rebuilds > REBUILDS:
            raise Deaf(f"Không nghe được Telegram sau {REBUILDS} lần nối lại.")
        log.error("nothing heard for %.0f s: new connection (%d)", time.monotonic() - self.heard, self.rebuilds)
        self.heard = time.monotonic()
        await old.shutdown()
        request = self.make()
        await request.initialize()
        return request

"""How fast we may speak: our own limiter, because the library's stops every chat for one chat's 429.

Telegram's guide: about 1 message a second in a chat (short bursts pass), 20 a minute in a group, 30 a second over
all. Cosmetic calls (typing, previews) are dropped rather than queued; a final text is never dropped.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

PREVIEW = "preview"
_SPEAKS = {"sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageReplyMarkup"}
_COSMETIC = {"sendChatAction", "setMessageReaction"}
_LONG_HOLD_S = 3600.0


@dataclass(slots=True)
class Bucket:
    """A token bucket in debt: `take` says how long to wait for one's turn, first come first served."""

    rate: float
    burst: float
    due: float = 0.0

    def take(self, now: float) -> float:
        """Seconds until this call may go."""
        self.due = max(self.due, now - self.burst / self.rate) + 1 / self.rate
        return max(0.0, self.due - now)

    def free(self, now: float) -> bool:
        """Whether a call could go at once."""
        return max(self.due, now - self.burst / self.rate) + 1 / self.rate <= now


class Dropped(TimedOut):
    """A cosmetic call that was not worth waiting for."""

    def __init__(self) -> None:
        super().__init__("cosmetic call dropped")


class ChatLimiter(BaseRateLimiter[str]):
    """One bucket a chat, one over all, one hold a chat after its 429. `per_s` 0 switches the buckets off."""

    def __init__(self, per_s: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_s = per_s
        self.clock = clock
        self.all = Bucket(per_s or 1, 1)
        self.chats: dict[int, Bucket] = {}
        self.held: dict[int, float] = {}
        self.refusals = 0
        self.dropped = 0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        """Wait for the chat's turn, call, and on 429 hold this chat alone."""
        chat = _chat(data)
        cosmetic = endpoint in _COSMETIC or rate_limit_args == PREVIEW
        while True:
            if cosmetic and not self._idle(chat, endpoint):
                self.dropped += 1
                raise Dropped
            await self._turn(chat, endpoint)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as e:
                self.refusals += 1
                self.held[chat] = self.clock() + min(_seconds(e), _LONG_HOLD_S)
                if cosmetic:
                    self.dropped += 1
                    raise Dropped from e

    def _idle(self, chat: int, endpoint: str) -> bool:
        now = self.clock()
        if self.held.get(chat, 0) > now:
            return False
        if not self.per_s or endpoint in _COSMETIC:
            return True
        return self._bucket(chat).free(now) and self.all.free(now)

    async def _turn(self, chat: int, endpoint: str) -> None:
        while (wait := self.held.get(chat, 0) - self.clock()) > 0:
            await asyncio.sleep(wait)
        self.held.pop(chat, None)
        if not self.per_s or endpoint not in _SPEAKS:
            return
        # the chat's own turn first, so that one chat's queue never uses up the common one
        if (wait := self._bucket(chat).take(self.clock())) > 0:
            await asyncio.sleep(wait)
        if (wait := self.all.take(self.clock())) > 0:
            await asyncio.sleep(wait)

    def _bucket(self, chat: int) -> Bucket:
        if len(self.chats) > 10_000:
            now = self.clock()
            self.chats = {c: b for c, b in self.chats.items() if not b.free(now)}
        if chat not in self.chats:
            # negative ids are groups: 20 a minute
            self.chats[chat] = Bucket(20 / 60, 20) if chat < 0 else Bucket(1, 3)
        return self.chats[chat]


def _chat(data: dict[str, Any]) -> int:
    try:
        return int(data.get("chat_id", 0))
    except (TypeError, ValueError):
        return 0


def _seconds(e: RetryAfter) -> float:
    after = e.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()

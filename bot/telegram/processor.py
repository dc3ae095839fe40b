"""Order and fairness: serial within a lane, parallel across lanes, stop buttons past every queue.

What arrives is already in the inbox. A long paste and an album come as several updates without an end mark: they
are held for a moment and joined. A lane's queue is bounded, and its person is told.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot.store import Store
from bot.telegram.html import units
from bot.telegram.nouns import PASTE_UNITS, Incoming

Handle = Callable[[Incoming], Awaitable[None]]
BUSY_AT = 5
FULL_AT = 200
JOIN_S = 1.2
_ENDS = (".", ";", ":", "!", "?", "…", ")", "\n")


@dataclass(slots=True)
class Lane:
    """One conversation: what waits, what runs, what is held to be joined."""

    waiting: deque[Incoming] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None
    running: asyncio.Task[None] | None = None
    held: list[Incoming] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None
    told: bool = False


class Processor:
    """`submit` from the intake; `cancel` from /huy; `stop` at the end."""

    def __init__(
        self,
        store: Store,
        handle: Handle,
        failed: Callable[[Incoming, BaseException], Awaitable[None]],
        busy: Callable[[Incoming, bool], Awaitable[None]],
        *,
        join_s: float = JOIN_S,
    ) -> None:
        """`failed` tells the person about an error, `busy(incoming, full)` about a queue; neither may raise."""
        self.store = store
        self.handle, self.failed, self.busy = handle, failed, busy
        self.join_s = join_s
        self.lanes: dict[str, Lane] = {}
        self.aside: set[asyncio.Task[None]] = set()
        self.spoken: set[int] = set()
        self.stopping = False
        self.handled = 0
        self.slowest_s = 0.0

    # --- in -------------------------------------------------------------------------------------------

    def submit(self, inc: Incoming, *, bypass: bool = False) -> None:
        """Queue one update of a lane, or run it at once beside the queue."""
        if bypass:
            self.beside(self._one(inc, None))
            return
        lane = self.lanes.setdefault(inc.lane, Lane())
        if self._joins(lane, inc):
            lane.held.append(inc)
            self._rearm(lane, inc)
            return
        self._flush(lane)
        if _opens(inc):
            lane.held.append(inc)
            self._rearm(lane, inc)
        else:
            self._queue(lane, inc)

    def _joins(self, lane: Lane, inc: Incoming) -> bool:
        if not lane.held:
            return False
        first = lane.held[0]
        if first.album or inc.album:
            return first.album == inc.album
        return inc.kind == "text" and not inc.command and not inc.reply_to

    def _rearm(self, lane: Lane, inc: Incoming) -> None:
        if lane.timer:
            lane.timer.cancel()
        # a part shorter than the client's cut is the paste's last
        last = not inc.album and units(inc.text) < PASTE_UNITS
        if last or len(lane.held) >= 40:
            self._flush(lane)
        else:
            lane.timer = asyncio.get_running_loop().call_later(self.join_s, self._flush, lane)

    def _flush(self, lane: Lane) -> None:
        if lane.timer:
            lane.timer.cancel()
            lane.timer = None
        if lane.held:
            held, lane.held = lane.held, []
            self._queue(lane, join(held))

    def _queue(self, lane: Lane, inc: Incoming) -> None:
        if self.stopping:
            return
        if len(lane.waiting) >= FULL_AT:
            self.beside(self._refuse(inc))
            return
        lane.waiting.append(inc)
        if len(lane.waiting) > BUSY_AT and not lane.told:
            lane.told = True
            self.beside(self.busy(inc, False))
        if lane.worker is None or lane.worker.done():
            lane.worker = asyncio.create_task(self._work(inc.lane, lane))

    async def _refuse(self, inc: Incoming) -> None:
        await self.busy(inc, True)
        for id in inc.ids:
            self.store.inbox.done(id)

    def beside(self, coro: Awaitable[None]) -> None:
        """Run something that belongs to no lane."""
        task = asyncio.ensure_future(coro)
        self.aside.add(task)
        task.add_done_callback(self.aside.discard)

    # --- work -----------------------------------------------------------------------------------------

    async def _work(self, key: str, lane: Lane) -> None:
        while lane.waiting and not self.stopping:
            await self._one(lane.waiting.popleft(), lane)
        if not lane.held and not lane.waiting:
            self.lanes.pop(key, None)

    async def _one(self, inc: Incoming, lane: Lane | None) -> None:
        started = time.monotonic()
        for id in inc.ids:
            self.store.inbox.begin(id)
        task = asyncio.ensure_future(self.handle(inc))
        if lane:
            lane.running = task
        try:
            await asyncio.wait({task})
        finally:
            if not task.done():
                task.cancel()
            if lane:
                lane.running = None
        if self.stopping and task.cancelled():
            self._leave(inc)
            return
        await self._settle(inc, task)
        self.handled += 1
        self.slowest_s = max(self.slowest_s, time.monotonic() - started)

    def _leave(self, inc: Incoming) -> None:
        """Stopped in good order: it stays in the inbox, and is no repeat where nothing was said."""
        for id in inc.ids:
            if id not in self.spoken:
                self.store.inbox.unbegin(id)

    async def _settle(self, inc: Incoming, task: asyncio.Future[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            await self.failed(inc, error)
        for id in inc.ids:
            self.spoken.discard(id)
            if error is None:
                self.store.inbox.done(id)
            else:
                self.store.inbox.dead(id, type(error).__name__)

    def cancel(self, lane: str) -> int:
        """Stop what runs in a lane and drop what waits there; how many were stopped."""
        found = self.lanes.get(lane)
        if found is None:
            return 0
        dropped = [*found.waiting, *found.held]
        found.waiting.clear()
        found.held.clear()
        for inc in dropped:
            for id in inc.ids:
                self.store.inbox.done(id)
        running = found.running is not None and found.running.cancel()
        return len(dropped) + running

    def waiting(self, lane: str) -> int:
        """How many wait in a lane."""
        found = self.lanes.get(lane)
        return len(found.waiting) + len(found.held) if found else 0

    @property
    def depth(self) -> int:
        """How many wait in all lanes."""
        return sum(len(x.waiting) + len(x.held) for x in self.lanes.values())

    async def stop(self, grace_s: float) -> None:
        """Let running work end for `grace_s`, then cancel it; what waits stays in the inbox for the next start."""
        self.stopping = True
        for lane in self.lanes.values():
            if lane.timer:
                lane.timer.cancel()
        tasks = {x.worker for x in self.lanes.values() if x.worker} | self.aside
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=grace_s)
        for lane in self.lanes.values():
            if lane.running:
                lane.running.cancel()
        if late:
            _, stuck = await asyncio.wait(late, timeout=2)
            for task in stuck:
                task.cancel()


def _opens(inc: Incoming) -> bool:
    """Whether more of the same may follow."""
    if inc.album:
        return True
    return inc.kind == "text" and not inc.command and not inc.group and units(inc.text) >= PASTE_UNITS


def join(held: list[Incoming]) -> Incoming:
    """Parts of one paste or album as one."""
    first = held[0]
    if len(held) == 1:
        return first
    text = ""
    for part in held:
        glue = "" if not text else "\n" if text.endswith(_ENDS) else " "
        text += glue + part.text if part.text else ""
    return replace(
        first,
        ids=tuple(i for p in held for i in p.ids),
        text=text,
        command=next((p.command for p in held if p.command), ""),
        files=tuple(f for p in held for f in p.files),
        joined=True,
        again=any(p.again for p in held),
    )

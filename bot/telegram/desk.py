"""What every handler works with: the store, the messenger, the house behind, the clock. No handler knows more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.model import Person
from bot.store import Member, Store, TurnRow
from bot.telegram.access import shared
from bot.telegram.messenger import Messenger, Sent
from bot.telegram.nouns import Button, Incoming, Part
from bot.telegram.office import Office
from bot.telegram.processor import Processor
from bot.texts import telegram as t

P = ParamSpec("P")
T = TypeVar("T")
TOKEN_DAYS = 30
VERSION = "v1"
SLOW_S = 3.0
FORM_S = 24 * 3600.0


@dataclass
class Desk:
    """One a process. `pool` runs the house's synchronous work, so that buttons and typing go on meanwhile.

    `waiting` runs what mostly waits for others (a model, an office suite), so that it never keeps answers waiting.
    """

    settings: Settings
    store: Store
    office: Office
    pool: Executor
    waiting: Executor
    files: Path
    clock: Callable[[], float] = time.time
    bot_name: str = ""
    messenger: Messenger = field(init=False)
    processor: Processor = field(init=False)

    # --- time and people --------------------------------------------------------------------------------

    def now(self) -> float:
        """Seconds since the epoch."""
        return self.clock()

    def today(self) -> date:
        """The office's calendar day."""
        return self.day(self.clock())

    def day(self, at: float) -> date:
        """The office's calendar day of a moment."""
        return datetime.fromtimestamp(at, ZoneInfo(self.settings.office.timezone)).date()

    def spaces(self, inc: Incoming, who: Member) -> tuple[str, ...] | None:
        """What may be read here: the person's spaces, in a group only those the group has too."""
        if not inc.group:
            return who.spaces
        group = self.store.people.group(inc.chat)
        return shared(who.spaces, group.spaces) if group else ()

    def person(self, inc: Incoming, who: Member) -> Person:
        """«xã tôi» for the house: the person's unit, else the office's."""
        o = self.settings.office
        spaces = self.spaces(inc, who)
        if who.unit:
            return Person(who.unit, who.level, who.province or o.province, spaces, str(who.id))
        return Person(o.unit, o.level, o.province, spaces, str(who.id))

    # --- saying -----------------------------------------------------------------------------------------

    def own_turn(self, inc: Incoming, id: str) -> TurnRow | None:
        """A turn by a button's argument, where the person asked it themselves."""
        turn = self.store.talk.turn(int(id))
        return turn if turn and turn.person == inc.person else None

    async def tell(self, inc: Incoming, *parts: Part | str, reply: bool = False, over: int = 0) -> Sent:
        """Answer where it was asked, in place of our message `over`. What may not have arrived is offered again."""
        made = [Part(p) if isinstance(p, str) else p for p in parts]
        if inc.again:
            made[0] = replace(made[0], html=t.AGAIN + made[0].html)
        self.processor.spoken.update(inc.ids)
        reply_to = inc.message if (reply or inc.group) and inc.kind != "button" else 0
        sent = await self.messenger.send(
            inc.chat, made, owner=inc.person, reply_to=reply_to, thread=inc.thread, over=over
        )  # fmt: skip
        for part in sent.uncertain:
            offer = Part(t.UNCERTAIN, ((Button(t.RESEND, "resend", part.html),),))
            await self.messenger.send(inc.chat, [offer], owner=inc.person, thread=inc.thread)
        return sent

    async def tell_person(self, id: int, *parts: Part) -> Sent:
        """Write to somebody in private, unasked."""
        return await self.messenger.send(id, parts, owner=id)

    def tokenize(self, buttons: Sequence[Button], owner: int, chat: int) -> list[str]:
        """Callback data for the buttons of a message: 64 bytes each on the wire, the rest in the store."""
        kept = [(b.op, b.arg) for b in buttons]
        ids = self.store.talk.tokens(kept, owner, chat, self.now() + TOKEN_DAYS * 86_400) if kept else []
        return [f"{VERSION}:{b.op}:{id}" for b, id in zip(buttons, ids, strict=True)]

    # --- working ----------------------------------------------------------------------------------------

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Synchronous work off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, lambda: work(*args, **kwargs))

    async def wait_for(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Work that mostly waits for somebody else, off the event loop and off the house's threads."""
        return await asyncio.get_running_loop().run_in_executor(self.waiting, lambda: work(*args, **kwargs))

    async def compose(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Work that a model may have a word in: then it mostly waits."""
        return await (self.wait_for if self.office.model() else self.run)(work, *args, **kwargs)

    @asynccontextmanager
    async def busy(self, inc: Incoming, action: str = "typing", *, note: str = "") -> AsyncIterator[None]:
        """«đang soạn tin…» while the block runs; with `note`, a message with [Dừng] should it take long."""
        async with self.messenger.typing(inc.chat, action, once=inc.group):
            if not note or inc.group:
                yield
                return
            slow = asyncio.create_task(self._slow(inc, note))
            try:
                yield
            finally:
                slow.cancel()
                await asyncio.wait({slow})
                if not slow.cancelled() and slow.exception() is None:
                    await self.messenger.delete(inc.chat, slow.result())

    async def _slow(self, inc: Incoming, note: str) -> int:
        await asyncio.sleep(SLOW_S)
        part = Part(note, ((Button(t.STOP, "stop", ""),),))
        made: list[int] = []

        async def send() -> None:
            made.extend((await self.messenger.send(inc.chat, [part], owner=inc.person)).messages)

        with suppress(asyncio.CancelledError):
            await through(send())
        return made[0] if made else 0


async def through(work: Coroutine[Any, Any, None]) -> None:
    """See something through even where we are cancelled meanwhile: half-sent, it could not be taken back."""
    task = asyncio.create_task(work)
    cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            cancelled = True
    task.result()
    if cancelled:
        raise asyncio.CancelledError

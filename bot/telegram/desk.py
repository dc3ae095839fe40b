"""What every handler works with: the store, the messenger, the house behind, the clock. No handler knows more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.model import Person
from bot.store import Member, Store
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


@dataclass
class Desk:
    """One a process. `pool` runs the house's synchronous work, so that buttons and typing go on meanwhile."""

    settings: Settings
    store: Store
    office: Office
    pool: Executor
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
            return Person(who.unit, who.level, who.province or o.province, spaces)
        return Person(o.unit, o.level, o.province, spaces)

    # --- saying -----------------------------------------------------------------------------------------

    async def tell(self, inc: Incoming, *parts: Part | str, reply: bool = False) -> Sent:
        """Answer where it was asked. What may not have arrived is offered again."""
        made = [Part(p) if isinstance(p, str) else p for p in parts]
        if inc.again:
            made[0] = replace(made[0], html=t.AGAIN + made[0].html)
        self.processor.spoken.update(inc.ids)
        reply_to = inc.message if (reply or inc.group) and inc.kind != "button" else 0
        sent = await self.messenger.send(
            inc.chat, made, owner=inc.person, reply_to=reply_to, thread=inc.thread
        )  # fmt: skip
        for part in sent.uncertain:
            offer = Part(t.UNCERTAIN, ((Button(t.RESEND, "resend", part.html),),))
            await self.messenger.send(inc.chat, [offer], owner=inc.person, thread=inc.thread)
        return sent

    async def tell_person(self, id: int, *parts: Part) -> Sent:
        """Write to somebody in private, unasked."""
        return await self.messenger.send(id, parts, owner=id)

    def tokenize(self, button: Button, owner: int, chat: int) -> str:
        """Callback data for a button: 64 bytes on the wire, the rest in the store."""
        id = self.store.talk.token(button.op, button.arg, owner, chat, self.now() + TOKEN_DAYS * 86_400)
        return f"{VERSION}:{button.op}:{id}"

    # --- working ----------------------------------------------------------------------------------------

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Synchronous work off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, lambda: work(*args, **kwargs))

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
        sending = asyncio.create_task(
            self.messenger.send(inc.chat, [Part(note, ((Button(t.STOP, "stop", ""),),))], owner=inc.person)
        )
        # once begun it is seen through: a half-sent note could not be taken back
        while not sending.done():
            try:
                await asyncio.shield(sending)
            except asyncio.CancelledError:
                continue
        ids: Sequence[int] = sending.result().messages
        return ids[0] if ids else 0

"""A model's words over a verified answer: what is proven already stands first, the proven rewording takes its place.

Nothing a model writes is shown before the verifier has read the whole of it; so the preview is the answer as found,
with «đang diễn đạt lại…» and [Dừng]. The message changes once, not sooner than `PREVIEW_S` after it appeared, and if
it cannot be changed the final words are sent anew. In groups there are no previews.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.model import Answer, Question
from bot.store import dump
from bot.telegram.desk import Desk, through
from bot.telegram.html import units
from bot.telegram.journal import trouble
from bot.telegram.messenger import Sent
from bot.telegram.nouns import TEXT_UNITS, Button, Incoming, Part
from bot.texts import telegram as t

PREVIEW_S = 1.5

Show = Callable[[Answer], Awaitable[tuple[Part, ...]]]


class Preview:
    """One message that shows what is known until the final words replace it."""

    def __init__(self, desk: Desk, inc: Incoming) -> None:
        self.desk, self.inc = desk, inc
        self.message = 0
        self.since = 0.0

    async def show(self, parts: tuple[Part, ...]) -> None:
        """Show an answer that fits one message, unless the chat is held; once begun it is seen through."""
        body = f"{parts[0].html}\n{t.REWORDING}"
        if self.inc.group or len(parts) > 1 or units(body) > TEXT_UNITS:
            return
        # `keep`: the pressed [Dừng] leaves this message to us
        await through(self._send(Part(body, ((Button(t.STOP, "stop", "keep"),),))))

    async def _send(self, part: Part) -> None:
        sent = await self.desk.messenger.send(
            self.inc.chat, [part], owner=self.inc.person, reply_to=self.inc.message, preview=True
        )  # fmt: skip
        self.message, self.since = (sent.messages or (0,))[0], time.monotonic()

    async def become(self, parts: tuple[Part, ...]) -> Sent:
        """The final words in its place, or anew where there is no preview."""
        if self.message:
            await asyncio.sleep(max(0.0, self.since + PREVIEW_S - time.monotonic()))
        return await self.desk.tell(self.inc, *parts, reply=True, over=self.message)


async def said(desk: Desk, inc: Incoming, turn: int, found: Answer, question: Question, show: Show) -> None:
    """Say an answer, reworded where a model proves able; `show` renders one. Stopped, it says the answer as found."""
    work = asyncio.ensure_future(desk.wait_for(desk.office.reword, found, question, str(inc.person)))
    preview = Preview(desk, inc)
    try:
        async with desk.busy(inc):
            await asyncio.wait({work}, timeout=PREVIEW_S)
            if not work.done():
                await preview.show(await show(found))
                await asyncio.wait({work})
    except asyncio.CancelledError:
        work.cancel()
        if preview.message:
            await through(_final(desk, inc, turn, found, preview, show))
        raise
    if error := work.exception():
        # our fault, told to the log alone: the answer as found is as good as before
        trouble(error, "reword")
    await _final(desk, inc, turn, found if error else work.result(), preview, show)


async def _final(desk: Desk, inc: Incoming, turn: int, found: Answer, preview: Preview, show: Show) -> None:
    if found.by_model:
        desk.messenger.counts["by_model"] += 1
    desk.store.talk.answer(turn, dump(found))
    sent = await preview.become(await show(found))
    desk.store.talk.place(turn, inc.chat, sent.messages)

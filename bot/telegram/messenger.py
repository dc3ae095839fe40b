"""Everything that leaves: sending, editing, files, typing, and what to do when Telegram says no."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.telegram.html import clip, plain, split
from bot.telegram.limits import PREVIEW, Dropped
from bot.telegram.nouns import CAPTION_UNITS, COPY_UNITS, TEXT_UNITS, TOAST_UNITS, Button, Part, Rows
from retrieval import words

log = logging.getLogger("thidua.telegram")
T = TypeVar("T")
TYPING_S = 4.0
TYPING_AFTER_S = 0.3  # what is answered sooner needs no sign of life
TYPING_MAX_S = 120.0
# A call that never left is safe to repeat; after any other time-out nobody knows.
_NEVER_SENT = {"ConnectError", "ConnectTimeout", "PoolTimeout"}
_RETRIES = 9  # over a minute, while Telegram or the line is down
_LONGEST_S = 15.0

Tokenize = Callable[[Sequence[Button], int, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a text: message ids in order, and the parts of which nobody knows whether they arrived."""

    messages: tuple[int, ...]
    uncertain: tuple[Part, ...] = ()


class Gone(Exception):
    """The person has blocked the bot, or the chat is no more."""


class Messenger:
    """Over one bot. `tokenize(buttons, owner, chat)` gives the callback data of a message's buttons."""

    def __init__(
        self,
        bot: ExtBot[Any],
        tokenize: Tokenize,
        moved: Callable[[int, int], None],
        gone: Callable[[int], None],
        *,
        backoff_s: float = 0.5,
    ) -> None:
        """`moved(old, new)` and `gone(chat)` tell the store of a supergroup's new id and of a blocked bot."""
        self.bot = bot
        self.tokenize, self.moved, self.gone = tokenize, moved, gone
        self.backoff_s = backoff_s
        self.counts: Counter[str] = Counter()

    # --- texts ------------------------------------------------------------------------------------------

    async def send(
        self, chat: int, parts: Sequence[Part], *, owner: int = 0, reply_to: int = 0, thread: int = 0, over: int = 0,
        preview: bool = False,
    ) -> Sent:  # fmt: skip
        """Send texts in order, cut to size; buttons stay on the last piece of their part.

        The first piece takes the place of our message `over`, if that can be. A lost piece does not hold back the
        next ones; a `preview` is not sent where it would have to wait. Raises Gone where nobody is there any more.
        """
        ids: list[int] = []
        doubtful: list[Part] = []
        for part in parts:
            # a long text is cut beside the event loop: it takes tenths of a second
            long = len(part.html) > TEXT_UNITS
            pieces = await asyncio.to_thread(split, part.html) if long else split(part.html)
            for n, piece in enumerate(pieces):
                rows = part.rows if n == len(pieces) - 1 else ()
                if over and not ids and await self.edit(chat, over, Part(piece, rows), owner=owner):
                    ids.append(over)
                    continue
                over = 0
                try:
                    ids.append(await self._text(chat, piece, rows, owner, 0 if ids else reply_to, thread, preview))
                except Dropped:
                    continue
                except TimedOut:
                    self.counts["uncertain"] += 1
                    log.warning("a send timed out: nobody knows whether it arrived")
                    doubtful.append(Part(piece, rows))
        return Sent(tuple(ids), tuple(doubtful))

    async def _text(
        self, chat: int, html: str, rows: Rows, owner: int, reply_to: int, thread: int, preview: bool
    ) -> int:  # fmt: skip
        async def call(target: int, *, markup: bool) -> int:
            sent = await self.bot.send_message(
                target,
                html if markup else clip(plain(html), TEXT_UNITS),
                parse_mode="HTML" if markup else None,
                reply_markup=self._keyboard(rows, owner, target),
                reply_parameters=_reply(reply_to),
                message_thread_id=thread or None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                rate_limit_args=PREVIEW if preview else None,
            )
            return sent.message_id

        return await self._marked(chat, call)

    async def edit(self, chat: int, message: int, part: Part, *, owner: int = 0) -> bool:
        """Change a message; False where it is gone or will not be changed. «Not modified» is done."""

        async def call(target: int, *, markup: bool) -> bool:
            await self.bot.edit_message_text(
                part.html if markup else clip(plain(part.html), TEXT_UNITS),
                target,
                message,
                parse_mode="HTML" if markup else None,
                reply_markup=self._keyboard(part.rows, owner, target),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return True

        try:
            return await self._marked(chat, call, twice_is_once=True)
        except (BadRequest, NetworkError) as e:
            if "not modified" in str(e):
                return True
            self.counts["edit_lost"] += 1
            return False

    async def delete(self, chat: int, message: int) -> None:
        """Take a message of ours away, if it still stands."""
        with contextlib.suppress(TelegramError):
            await self.bot.delete_message(chat, message)

    async def strip(self, chat: int, message: int) -> None:
        """Take the buttons off a message, if it still stands."""
        with contextlib.suppress(BadRequest, Gone, TimedOut):
            await self._try(chat, lambda target: self.bot.edit_message_reply_markup(target, message))

    async def _marked(
        self, chat: int, call: Callable[..., Coroutine[Any, Any, T]], *, twice_is_once: bool = False
    ) -> T:  # fmt: skip
        """As HTML; once more as plain text should Telegram refuse the markup (counted: it is our fault)."""
        try:
            return await self._try(chat, lambda target: call(target, markup=True), twice_is_once=twice_is_once)
        except BadRequest as e:
            if "parse entities" not in str(e):
                raise
            self.counts["parse_fallback"] += 1
            log.error("Telegram refused our markup; sent as plain text")
            return await self._try(chat, lambda target: call(target, markup=False))

    # --- files ------------------------------------------------------------------------------------------

    async def document(
        self, chat: int, name: str, body: bytes, caption: str = "", rows: Rows = (), *,
        owner: int = 0, reply_to: int = 0, photo: bool = False,
    ) -> int:  # fmt: skip
        """Send a file under its Vietnamese name (NFC); `caption` is HTML, cut to size. Returns the message's id.

        Raises TimedOut where nobody knows whether it arrived.
        """
        text = split(caption, CAPTION_UNITS)[0] if caption else None
        shown = words.nfc(name)

        async def call(target: int) -> int:
            common: dict[str, Any] = {
                "caption": text,
                "parse_mode": "HTML",
                "reply_markup": self._keyboard(rows, owner, target),
                "reply_parameters": _reply(reply_to),
                "write_timeout": 60,
                "read_timeout": 60,
            }
            if photo:
                return (await self.bot.send_photo(target, InputFile(body, filename=shown), **common)).message_id
            return (await self.bot.send_document(target, InputFile(body, filename=shown), **common)).message_id

        return await self._try(chat, call)

    async def download(self, file_id: str) -> bytes:
        """The bytes of a file a person sent. Raises TelegramError; check its size before."""

        async def call(_: int) -> bytes:
            found = await self.bot.get_file(file_id, read_timeout=30)
            return bytes(await found.download_as_bytearray(read_timeout=60))

        return await self._try(0, call, twice_is_once=True)

    # --- small things -----------------------------------------------------------------------------------

    async def toast(self, callback: str, text: str = "") -> None:
        """Answer a pressed button at once; too late is no matter."""
        try:
            await self.bot.answer_callback_query(callback, clip(text, TOAST_UNITS) or None)
        except TelegramError:
            self.counts["late_callback"] += 1

    @contextlib.asynccontextmanager
    async def typing(self, chat: int, action: str = "typing", *, once: bool = False) -> AsyncIterator[None]:
        """«đang soạn tin…» while the block runs; errors are no matter, and it ends by itself."""
        task = asyncio.create_task(self._type(chat, action, once=once))
        try:
            yield
        finally:
            task.cancel()

    async def _type(self, chat: int, action: str, *, once: bool) -> None:
        await asyncio.sleep(TYPING_AFTER_S)
        for _ in range(1 if once else int(TYPING_MAX_S / TYPING_S)):
            with contextlib.suppress(TelegramError):
                await self.bot.send_chat_action(chat, action)
            await asyncio.sleep(TYPING_S)

    async def menu(self, commands: Sequence[tuple[str, str]], scope: BotCommandScope) -> None:
        """Set the command menu of a scope, in Vietnamese and as the default; failures are logged only."""
        made = [BotCommand(c, d) for c, d in commands]
        for language in ("", "vi"):
            try:
                await self.bot.set_my_commands(made, scope, language_code=language or None)
            except TelegramError as e:
                log.warning("menu not set: %s", type(e).__name__)

    async def menu_of(self, person: int, commands: Sequence[tuple[str, str]]) -> None:
        """A person's own menu, in their private chat."""
        await self.menu(commands, BotCommandScopeChat(person))

    async def leave(self, chat: int) -> None:
        """Leave a group."""
        with contextlib.suppress(TelegramError):
            await self.bot.leave_chat(chat)

    # --- trouble ----------------------------------------------------------------------------------------

    async def _try(
        self, chat: int, call: Callable[[int], Coroutine[Any, Any, T]], *, twice_is_once: bool = False
    ) -> T:  # fmt: skip
        """One call with its retries: what never left is repeated, a moved group is followed, a blocked one is Gone.

        `twice_is_once`: a repeat does no harm, so that one that timed out is repeated too.
        """
        target = chat
        for attempt in range(_RETRIES):
            last = attempt == _RETRIES - 1
            try:
                return await call(target)
            except ChatMigrated as e:
                self.moved(target, e.new_chat_id)
                target = e.new_chat_id
            except Forbidden as e:
                self.gone(target)
                raise Gone(str(e)) from e
            except BadRequest as e:
                if "chat not found" in str(e).lower():
                    self.gone(target)
                    raise Gone(str(e)) from e
                raise
            except NetworkError as e:
                safe = twice_is_once or type(e.__cause__).__name__ in _NEVER_SENT or not isinstance(e, TimedOut)
                if isinstance(e, Dropped) or last or not safe:
                    raise
                self.counts["retried"] += 1
            await asyncio.sleep(min(self.backoff_s * 2**attempt, _LONGEST_S))
        raise NetworkError("moved too often")

    def _keyboard(self, rows: Rows, owner: int, chat: int) -> InlineKeyboardMarkup | None:
        acting = [b for row in rows for b in row if b.op]
        data = iter(self.tokenize(acting, owner, chat))
        made = [[_button(b, data) for b in row] for row in rows if row]
        return InlineKeyboardMarkup(made) if made else None


def _button(b: Button, data: Iterator[str]) -> InlineKeyboardButton:
    if b.op:
        return InlineKeyboardButton(clip(b.label, 60), callback_data=next(data))
    if b.url:
        return InlineKeyboardButton(b.label, url=b.url)
    return InlineKeyboardButton(b.label, copy_text=CopyTextButton(clip(b.copy, COPY_UNITS)))


def _reply(message: int) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message else None

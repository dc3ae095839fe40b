"""Telegram's update, raw JSON → what a person did (`Incoming`). An update that is not one raises ValueError."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.error import TelegramError

from bot.telegram.access import command_of
from bot.telegram.nouns import Attached, Incoming
from retrieval import words

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


def parse(raw: dict[str, Any], bot_id: int, bot_name: str) -> Incoming:
    """Read one update strictly; `bot_name` without @ decides whether a group's message is meant for us.

    Raises ValueError on anything the library cannot read, so that the caller can set it aside.
    """
    try:
        update = Update.de_json(raw, None)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError, TelegramError) as e:
        raise ValueError(f"unreadable update: {type(e).__name__}") from e
    ids = (update.update_id,)
    if update.callback_query:
        return _pressed(ids, update.callback_query)
    if update.my_chat_member:
        return _member(ids, update.my_chat_member)
    if update.edited_message:
        return _said(ids, update.edited_message, bot_id, bot_name, edited=True)
    if update.message:
        return _said(ids, update.message, bot_id, bot_name, edited=False)
    return Incoming(ids, "other", 0, 0)


def _pressed(ids: tuple[int, ...], q: CallbackQuery) -> Incoming:
    m = q.message
    chat = m.chat if m else None
    return Incoming(
        ids,
        "button",
        chat=chat.id if chat else q.from_user.id,
        person=q.from_user.id,
        name=_name(q.from_user),
        group=bool(chat and chat.type != "private"),
        title=(chat.title or "") if chat else "",
        thread=_thread(m) if isinstance(m, Message) else 0,
        message=m.message_id if m else 0,
        text=(m.text or "") if isinstance(m, Message) else "",
        callback=q.id,
        token=q.data or "",
    )


def _member(ids: tuple[int, ...], change: ChatMemberUpdated) -> Incoming:
    gone = change.new_chat_member.status in ("kicked", "left")
    return Incoming(
        ids,
        "member",
        chat=change.chat.id,
        person=change.from_user.id,
        name=_name(change.from_user),
        group=change.chat.type != "private",
        title=change.chat.title or "",
        text="gone" if gone else "here",
    )


def _said(ids: tuple[int, ...], m: Message, bot_id: int, bot_name: str, *, edited: bool) -> Incoming:
    user = m.from_user
    group = m.chat.type != "private"
    text = words.nfc(_whole(m.text or m.caption or "")).strip()
    command, rest, other_bot = _command(text, bot_name)
    replied = m.reply_to_message
    to_us = bool(replied and replied.from_user and replied.from_user.id == bot_id)
    mention = f"@{bot_name}".lower() in text.lower()
    files = _files(m)
    made = Incoming(
        ids,
        "text",
        chat=m.chat.id,
        person=user.id if user else 0,
        name=_name(user) if user else "",
        group=group,
        title=m.chat.title or "",
        thread=_thread(m),
        message=m.message_id,
        text=_without(rest, bot_name) if mention else rest,
        command=command,
        addressed=not other_bot and (not group or bool(command) or to_us or mention),
        files=files,
        album=m.media_group_id or "",
        reply_to=replied.message_id if replied else 0,
    )
    return _of_kind(made, m, edited=edited)


def _of_kind(made: Incoming, m: Message, *, edited: bool) -> Incoming:
    if edited:
        return replace(made, kind="edited")
    if m.migrate_to_chat_id:
        return replace(made, kind="migrated", moved_to=m.migrate_to_chat_id)
    if made.files:
        return replace(made, kind="files")
    if m.voice or m.audio or m.video_note or m.video:
        return replace(made, kind="voice")
    return made if made.text or made.command else replace(made, kind="other")


def _command(text: str, bot_name: str) -> tuple[str, str, bool]:
    """(command, what follows, meant for another bot). Accented commands count: a person types «/hỏi»."""
    if not text.startswith("/"):
        return "", text, False
    word, _, rest = text.partition(" ")
    if "\n" in word:
        word, _, rest = text.partition("\n")
    _, at, target = word.partition("@")
    if at and target.lower() != bot_name.lower():
        return "", text, True
    command = command_of(word)
    return (command, rest.strip(), False) if command else ("?", text, False)


def _without(text: str, bot_name: str) -> str:
    at = text.lower().find(f"@{bot_name}".lower())
    return (text[:at] + text[at + len(bot_name) + 1 :]).strip() if at >= 0 else text


def _files(m: Message) -> tuple[Attached, ...]:
    if m.document:
        d = m.document
        return (Attached(d.file_id, words.nfc(_whole(d.file_name or "tep")), d.file_size or 0),)
    if m.photo:
        best = m.photo[-1]
        return (Attached(best.file_id, f"anh-{m.message_id}.jpg", best.file_size or 0, photo=True),)
    return ()


def _thread(m: Message) -> int:
    # only a topic's own thread: replies in the general topic carry ids that cannot be sent back
    return (m.message_thread_id or 0) if m.is_topic_message else 0


def _name(user: User) -> str:
    return words.squeeze(words.nfc(_whole(user.full_name)))[:80]


def _whole(text: str) -> str:
    """Without halves of surrogate pairs: no file and no database takes them."""
    return text.encode("utf-8", "ignore").decode()

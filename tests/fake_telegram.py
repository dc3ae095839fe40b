"""A strict Bot API server over real HTTP, with people who talk to the bot.

Strict on purpose: a lenient fake hides what users meet. Limits and error texts follow the Bot API's server
(HTML parsed, UTF-16 units, 64-byte callback data, 20 MB downloads, 409 to the older poller, 429 with retry_after).
It runs in its own thread, so the bot under test may be in this process or in another.
"""

import asyncio
import html
import json
import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram_html import ParseFault, bubble, keyboard, page, plain, units

TOKEN = "123456:TEST-secret-token"
WAIT_S = 60.0  # the longest wait for something that comes at once, on a machine with other work to do
BOT = {"id": 123456, "is_bot": True, "first_name": "Trợ lý thi đua", "username": "thidua_bot"}
KINDS = {"message", "edited_message", "callback_query", "my_chat_member"}


class Fault(Exception):
    """An error answer of the Bot API."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Planned:
    """A fault to answer with: for `method` ("" = any), in `chat` (0 = any), `times` times; `after` acts, then fails."""

    method: str
    error: Fault | None
    chat: int = 0
    times: int = 1
    delay: float = 0.0
    acts: bool = False
    raw: bytes = b""  # what the wire carries instead of an answer


@dataclass
class Message:
    """A message as it stands now; `edits` counts how often it was changed."""

    chat: int
    id: int
    sender: int
    text: str
    markup: str = ""
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    file: str = ""
    data: bytes = b""
    reply_to: int = 0
    thread: int = 0
    at: float = 0.0
    edits: int = 0
    deleted: bool = False
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        return [b["text"] for row in self.buttons for b in row]


class FakeTelegram:
    """The server. `with FakeTelegram() as fake:` then `fake.person(7).says("…")` and `fake.wait(…)`."""

    def __init__(self) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.updates: list[dict[str, Any]] = []
        self.next_update = 1000
        self.messages: dict[int, list[Message]] = defaultdict(list)
        self.next_message = 1
        self.files: dict[str, tuple[str, bytes]] = {}
        self.calls: list[tuple[str, dict[str, Any], float]] = []
        self.planned: list[Planned] = []
        self.chats: dict[int, dict[str, Any]] = {}
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.webhook: dict[str, Any] = {}
        self.webhook_errors: list[int] = []
        self.callback_answers: list[tuple[str, str]] = []
        self.open_callbacks: dict[str, float] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.allowed: set[str] = set(KINDS)
        self.deaf = False
        self.flood_per_s = 0
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self._poller = 0
        self._wake: asyncio.Event | None = None

    # --- life -------------------------------------------------------------------------------------

    def __enter__(self) -> "FakeTelegram":
        routes = [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), host="127.0.0.1", port=0, log_level="critical", lifespan="off",
            timeout_graceful_shutdown=1, timeout_keep_alive=60,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    def _run(self) -> None:
        async def main() -> None:
            self._loop = asyncio.get_running_loop()
            self._wake = asyncio.Event()
            courier = asyncio.create_task(self._courier())
            await self._server.serve()
            courier.cancel()

        asyncio.run(main())

    def __exit__(self, *_: object) -> None:
        with self.lock:
            self._poller += 1
        self._server.should_exit = True
        self._ring()
        self._thread.join(WAIT_S)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    def _ring(self) -> None:
        if self._wake is not None:
            self._loop.call_soon_threadsafe(self._wake.set)
        with self.lock:
            self.lock.notify_all()

    # --- what tests say and see ---------------------------------------------------------------------

    def person(self, id: int, name: str = "", *, group: int = 0, thread: int = 0) -> "Person":
        with self.lock:
            self.chats.setdefault(id, {"id": id, "type": "private", "first_name": name or f"Người {id}"})
        return Person(self, id, name or f"Người {id}", group or id, thread)

    def group(self, id: int, title: str = "Nhóm chuyên môn", kind: str = "supergroup") -> int:
        with self.lock:
            self.chats[id] = {"id": id, "type": kind, "title": title}
        return id

    def deliver(self, update: dict[str, Any]) -> int:
        """Queue an update as Telegram would; returns its id. An update with its own id keeps it (redelivery)."""
        with self.lock:
            if "update_id" not in update:
                update = {"update_id": self.next_update, **update}
                self.next_update += 1
            kind = next((k for k in update if k != "update_id"), "")
            if kind in self.allowed or kind not in KINDS:
                self.updates.append(update)
        self._ring()
        return int(update["update_id"])

    def plan(self, method: str, error: Fault | None = None, **more: Any) -> None:
        with self.lock:
            self.planned.append(Planned(method, error, **more))

    def chat(self, id: int) -> list[Message]:
        """The messages that stand in a chat, oldest first."""
        with self.lock:
            return [m for m in self.messages[id] if not m.deleted]

    def said(self, id: int) -> list[Message]:
        """What the bot has sent to a chat."""
        return [m for m in self.chat(id) if m.sender == BOT["id"]]

    def wait(self, what: Callable[[], Any], timeout: float = WAIT_S) -> Any:
        """Wait until `what()` is true and return it; AssertionError with the chats' tails otherwise."""
        end = time.monotonic() + timeout
        with self.lock:
            while not (value := what()):
                left = end - time.monotonic()
                if left <= 0:
                    tails = {c: [m.text[:160] for m in ms[-4:]] for c, ms in self.messages.items()}
                    raise AssertionError(f"nothing after {timeout} s; chats: {tails}; last calls: "
                                         f"{[c[0] for c in self.calls[-8:]]}")  # fmt: skip
                self.lock.wait(min(left, 0.05))
        return value

    def called(self, method: str, chat: int = 0) -> list[dict[str, Any]]:
        with self.lock:
            return [d for m, d, _ in self.calls if m == method and (not chat or int(d.get("chat_id", 0)) == chat)]

    def html(self, id: int, title: str = "Trợ lý thi đua") -> str:
        """The chat as a page for a browser."""
        rows = []
        by_id = {m.id: m for m in self.messages[id]}
        for m in self.chat(id):
            mine = m.sender != BOT["id"]
            replied = by_id.get(m.reply_to)
            rows.append(
                bubble(
                    html.escape(m.text) if mine else (m.markup or html.escape(m.text)),
                    mine=mine,
                    reply=(replied.text or replied.file)[:60] if replied else "",
                    file=m.file,
                    edited=bool(m.edits) and mine,
                    image=m.data if m.raw.get("kind") == "photo" else b"",
                )
            )
            rows.append(keyboard([[b["text"] for b in row] for row in m.buttons]))
        return page(title, rows)

    # --- the wire -----------------------------------------------------------------------------------

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if unquote(request.path_params["token"]) != TOKEN:
            return _error(Fault(401, "Unauthorized"))
        data, files = await _payload(request)
        with self.lock:
            self.calls.append((method, data, time.monotonic()))
        try:
            planned = self._planned(method, data)
            result = await self._act(method, data, files) if planned and planned.acts else None
            if planned and planned.delay:
                await asyncio.sleep(planned.delay)
            if planned and planned.raw:
                return Response(planned.raw, media_type="application/json")
            if planned and planned.error:
                raise planned.error
            if result is None:
                result = await self._act(method, data, files)
        except Fault as e:
            return _error(e)
        finally:
            with self.lock:
                self.lock.notify_all()
        return JSONResponse({"ok": True, "result": result})

    async def _act(self, method: str, data: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        if method == "getUpdates":
            return await self._get_updates(data)
        known = getattr(self, "do_" + method, None)
        if known is None:
            raise Fault(404, "Not Found")
        with self.lock:
            return known(data, files)

    def _planned(self, method: str, data: dict[str, Any]) -> Planned | None:
        with self.lock:
            for p in self.planned:
                fits = p.method in ("", method) and (not p.chat or p.chat == int(data.get("chat_id", 0)))
                if fits and not (method == "getUpdates" and p.method == ""):
                    p.times -= 1
                    if p.times <= 0:
                        self.planned.remove(p)
                    return p
        return None

    async def _get_updates(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Fault(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        with self.lock:
            self._poller += 1
            mine = self._poller
            if "allowed_updates" in data:
                self.allowed = set(json.loads(data["allowed_updates"]))
            offset = int(data.get("offset", 0))
            if offset > 0:
                self.updates = [u for u in self.updates if u["update_id"] >= offset]
        self._ring()
        end = time.monotonic() + min(float(data.get("timeout", 0)), 50)
        while True:
            with self.lock:
                if mine != self._poller:
                    raise Fault(409, "Conflict: terminated by other getUpdates request; make sure that only one bot"
                                     " instance is running")  # fmt: skip
                ready = [] if self.deaf else self.updates[: int(data.get("limit", 100))]
                if (ready or time.monotonic() >= end) and not self.deaf:
                    return list(ready)
            assert self._wake is not None
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), 0.2)
            except TimeoutError:
                continue

    async def _courier(self) -> None:
        """The webhook's sender: the next update of a chat goes out only after 2xx for the one before."""
        async with httpx.AsyncClient(timeout=10) as client:
            held: dict[int, float] = {}
            while True:
                await asyncio.sleep(0.01)
                with self.lock:
                    hook = dict(self.webhook)
                    batch = list(self.updates) if hook else []
                seen: set[int] = set()
                for update in batch:
                    chat = _chat_of(update)
                    if chat in seen or held.get(chat, 0) > time.monotonic():
                        seen.add(chat)
                        continue
                    seen.add(chat)
                    headers = {"Content-Type": "application/json"}
                    if hook.get("secret_token"):
                        headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret_token"]
                    try:
                        code = (await client.post(hook["url"], content=json.dumps(update), headers=headers)).status_code
                    except httpx.HTTPError:
                        code = 0
                    with self.lock:
                        if 200 <= code < 300:
                            self.updates = [u for u in self.updates if u is not update]
                        else:
                            self.webhook_errors.append(code)
                            held[chat] = time.monotonic() + 0.3
                        self.lock.notify_all()

    async def _download(self, request: Request) -> Response:
        if unquote(request.path_params["token"]) != TOKEN or request.path_params["path"] not in self.files:
            return _error(Fault(404, "Not Found"))
        return Response(self.files[request.path_params["path"]][1])

    # --- methods --------------------------------------------------------------------------------------

    def do_getMe(self, data: dict[str, Any], files: Any) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    def do_setWebhook(self, data: dict[str, Any], files: Any) -> bool:
        if data.get("secret_token") and not re.fullmatch(r"[\w-]{1,256}", data["secret_token"]):
            raise Fault(400, "Bad Request: secret token contains unallowed characters")
        if "allowed_updates" in data:
            self.allowed = set(json.loads(data["allowed_updates"]))
        self.webhook = {k: v for k, v in data.items() if v} if data.get("url") else {}
        return True

    def do_deleteWebhook(self, data: dict[str, Any], files: Any) -> bool:
        self.webhook = {}
        if data.get("drop_pending_updates") == "true":
            self.updates = []
        return True

    def do_getWebhookInfo(self, data: dict[str, Any], files: Any) -> Any:
        return {
            "url": self.webhook.get("url", ""), "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }  # fmt: skip

    def do_sendMessage(self, data: dict[str, Any], files: Any) -> Any:
        chat = self._chat(data)
        text, markup = _text(data, "text", 4096)
        if not text.strip():
            raise Fault(400, "Bad Request: message text is empty")
        return self._post(chat, data, text, markup)

    def do_sendDocument(self, data: dict[str, Any], files: dict[str, tuple[str, bytes]], key: str = "document") -> Any:
        chat = self._chat(data)
        text, markup = _text(data, "caption", 1024)
        sent = data.get(key, "")
        if sent.startswith("attach://"):
            name, body = files[sent.removeprefix("attach://")]
        elif key in files:
            name, body = files[key]
        elif sent in self.files:
            name, body = self.files[sent]
        else:
            raise Fault(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if len(body) > 50 << 20:
            raise Fault(413, "Request Entity Too Large")
        if not body:
            raise Fault(400, "Bad Request: file must be non-empty")
        return self._post(chat, data, text, markup, name, body, key)

    def do_sendPhoto(self, data: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        return self.do_sendDocument(data, files, "photo")

    def do_sendChatAction(self, data: dict[str, Any], files: Any) -> bool:
        self._chat(data)
        if data.get("action") not in ("typing", "upload_document", "upload_photo"):
            raise Fault(400, "Bad Request: wrong parameter action in request")
        return True

    def do_editMessageText(self, data: dict[str, Any], files: Any) -> Any:
        m = self._message(data, "edit")
        text, markup = _text(data, "text", 4096)
        buttons = _buttons(data)
        if (text, markup, buttons) == (m.text, m.markup, m.buttons):
            raise Fault(400, "Bad Request: message is not modified: specified new message content and reply markup are"
                             " exactly the same as a current content and reply markup of the message")  # fmt: skip
        if m.file:
            raise Fault(400, "Bad Request: there is no text in the message to edit")
        m.text, m.markup, m.buttons, m.edits = text, markup, buttons, m.edits + 1
        return self._shown(m)

    def do_editMessageReplyMarkup(self, data: dict[str, Any], files: Any) -> Any:
        m = self._message(data, "edit")
        buttons = _buttons(data)
        if buttons == m.buttons:
            raise Fault(400, "Bad Request: message is not modified: specified new message content and reply markup are"
                             " exactly the same as a current content and reply markup of the message")  # fmt: skip
        m.buttons, m.edits = buttons, m.edits + 1
        return self._shown(m)

    def do_deleteMessage(self, data: dict[str, Any], files: Any) -> bool:
        self._message(data, "delete").deleted = True
        return True

    def do_answerCallbackQuery(self, data: dict[str, Any], files: Any) -> bool:
        if self.open_callbacks.pop(data["callback_query_id"], 0) < time.monotonic():
            raise Fault(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if units(data.get("text", "")) > 200:
            raise Fault(400, "Bad Request: MESSAGE_TOO_LONG")
        self.callback_answers.append((data["callback_query_id"], data.get("text", "")))
        return True

    def do_setMyCommands(self, data: dict[str, Any], files: Any) -> bool:
        commands = json.loads(data["commands"])
        for c in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", c["command"]):
                raise Fault(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= units(c["description"]) <= 256:
                raise Fault(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        if len(commands) > 100:
            raise Fault(400, "Bad Request: too many commands")
        self.commands[_scope(data)] = commands
        return True

    def do_deleteMyCommands(self, data: dict[str, Any], files: Any) -> bool:
        self.commands.pop(_scope(data), None)
        return True

    def do_getMyCommands(self, data: dict[str, Any], files: Any) -> Any:
        return self.commands.get(_scope(data), [])

    def do_getFile(self, data: dict[str, Any], files: Any) -> Any:
        key = data["file_id"]
        if key not in self.files:
            raise Fault(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[key][1]) > 20 << 20:
            raise Fault(400, "Bad Request: file is too big")
        return {"file_id": key, "file_unique_id": key, "file_size": len(self.files[key][1]), "file_path": key}

    def do_leaveChat(self, data: dict[str, Any], files: Any) -> bool:
        chat = self._chat(data)
        self.blocked.add(chat["id"])
        return True

    # --- parts ------------------------------------------------------------------------------------------

    def _chat(self, data: dict[str, Any]) -> dict[str, Any]:
        id = int(data["chat_id"])
        if id in self.migrated:
            raise Fault(400, "Bad Request: group chat was upgraded to a supergroup chat",
                        migrate_to_chat_id=self.migrated[id])  # fmt: skip
        if id not in self.chats:
            raise Fault(400, "Bad Request: chat not found")
        if id in self.blocked:
            raise Fault(403, "Forbidden: bot was blocked by the user")
        return self.chats[id]

    def _message(self, data: dict[str, Any], verb: str) -> Message:
        chat = self._chat(data)
        for m in self.chat(chat["id"]):
            if m.id == int(data["message_id"]):
                if m.sender != BOT["id"]:
                    raise Fault(400, f"Bad Request: message can't be {verb}ed")
                return m
        raise Fault(400, f"Bad Request: message to {verb} not found")

    def _post(
        self, chat: dict[str, Any], data: dict[str, Any], text: str, markup: str,
        file: str = "", body: bytes = b"", kind: str = "document",
    ) -> Any:  # fmt: skip
        id, now = chat["id"], time.monotonic()
        if self.flood_per_s:
            recent = self._sent[id]
            while recent and recent[0] < now - 1:
                recent.popleft()
            if len(recent) >= self.flood_per_s:
                raise Fault(429, "Too Many Requests: retry after 1", retry_after=1)
            recent.append(now)
        reply = json.loads(data["reply_parameters"]) if "reply_parameters" in data else {}
        target = int(reply.get("message_id", 0))
        if target and all(m.id != target for m in self.chat(id)):
            if not reply.get("allow_sending_without_reply"):
                raise Fault(400, "Bad Request: message to be replied not found")
            target = 0
        thread = int(data.get("message_thread_id", 0))
        if thread and not chat.get("is_forum"):
            raise Fault(400, "Bad Request: message thread not found")
        m = Message(
            id, self.next_message, BOT["id"], text, markup, _buttons(data), file, body, target, thread, now
        )  # fmt: skip
        self.next_message += 1
        self.messages[id].append(m)
        if file:
            key = f"documents/out_{m.id}"
            self.files[key] = (file, body)
            m.raw = {"kind": kind, "key": key}
        return self._shown(m)

    def _shown(self, m: Message) -> dict[str, Any]:
        out: dict[str, Any] = {
            "message_id": m.id, "date": int(time.time()), "chat": self.chats[m.chat], "from": self._sender(m.sender),
        }  # fmt: skip
        if m.file and m.raw.get("kind") == "photo":
            size = {"file_id": m.raw["key"], "file_unique_id": m.raw["key"], "width": 90, "height": 90}
            out["photo"] = [size]
        elif m.file and m.sender == BOT["id"]:
            out["document"] = {"file_id": m.raw["key"], "file_unique_id": m.raw["key"], "file_name": m.file,
                               "file_size": len(m.data)}  # fmt: skip
        if m.text:
            out["caption" if m.file else "text"] = m.text
        if m.buttons:
            out["reply_markup"] = {"inline_keyboard": m.buttons}
        return out

    def _sender(self, id: int) -> dict[str, Any]:
        if id == BOT["id"]:
            return BOT
        return {"id": id, "is_bot": False, "first_name": self.chats.get(id, {}).get("first_name", str(id))}


@dataclass(frozen=True)
class Person:
    """Somebody with a Telegram account, in one chat."""

    fake: FakeTelegram
    id: int
    name: str
    chat: int
    thread: int = 0

    def _base(self, text: str, reply_to: Message | None) -> tuple[dict[str, Any], Message]:
        fake = self.fake
        m = Message(self.chat, fake.next_message, self.id, text, at=time.monotonic(), thread=self.thread,
                    reply_to=reply_to.id if reply_to else 0)  # fmt: skip
        fake.next_message += 1
        fake.messages[self.chat].append(m)
        raw: dict[str, Any] = {
            "message_id": m.id, "date": int(time.time()), "chat": fake.chats[self.chat], "from": fake._sender(self.id),
        }  # fmt: skip
        if self.thread:
            raw |= {"message_thread_id": self.thread, "is_topic_message": True}
        if reply_to:
            raw["reply_to_message"] = fake._shown(reply_to)
        m.raw = raw
        return raw, m

    def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        with self.fake.lock:
            raw, m = self._base(text, reply_to)
            raw["text"] = text
            if found := entities(text):
                raw["entities"] = found
        self.fake.deliver({"message": raw})
        return m

    def edits(self, message: Message, text: str) -> None:
        with self.fake.lock:
            message.text, message.edits = text, message.edits + 1
            raw = {**message.raw, "text": text, "edit_date": int(time.time())}
        self.fake.deliver({"edited_message": raw})

    def sends(
        self,
        name: str,
        body: bytes,
        caption: str = "",
        *,
        album: str = "",
        photo: bool = False,
        size: int | None = None,
    ) -> Message:
        with self.fake.lock:
            raw, m = self._base(caption, None)
            key = f"documents/in_{m.id}"
            self.fake.files[key] = (name, body)
            length = len(body) if size is None else size
            m.file = name
            if photo:
                raw["photo"] = [{"file_id": key, "file_unique_id": key, "width": 9, "height": 9, "file_size": length}]
            else:
                raw["document"] = {"file_id": key, "file_unique_id": key, "file_name": name, "file_size": length}
            if caption:
                raw["caption"] = caption
                if found := entities(caption):
                    raw["caption_entities"] = found
            if album:
                raw["media_group_id"] = album
        self.fake.deliver({"message": raw})
        return m

    def sends_voice(self) -> None:
        with self.fake.lock:
            raw, m = self._base("", None)
            m.text = "🎤 tin thoại"
            raw["voice"] = {"file_id": "v", "file_unique_id": "v", "duration": 3}
        self.fake.deliver({"message": raw})

    def clicks(self, label: str, message: Message | None = None) -> str:
        """Press the newest button whose text starts with `label`; returns the callback's id."""
        fake = self.fake
        with fake.lock:
            found = [
                (m, b)
                for m in ([message] if message else fake.said(self.chat))
                for row in m.buttons
                for b in row
                if b["text"].startswith(label) and "callback_data" in b
            ]
            assert found, f"no button «{label}»; there are {[m.labels for m in fake.said(self.chat)[-4:]]}"
            m, button = found[-1]
            return self.presses(m, button["callback_data"])

    def presses(self, m: Message, data: str) -> str:
        """Press with given callback data, whoever the button was meant for."""
        fake = self.fake
        with fake.lock:
            id = f"cb{len(fake.open_callbacks) + len(fake.callback_answers)}-{fake.next_update}"
            fake.open_callbacks[id] = time.monotonic() + 150
            query = {
                "id": id, "from": fake._sender(self.id), "chat_instance": str(self.chat), "data": data,
                "message": fake._shown(m),
            }  # fmt: skip
        fake.deliver({"callback_query": query})
        return id

    def blocks(self) -> None:
        with self.fake.lock:
            self.fake.blocked.add(self.id)

    def heard(self) -> list[Message]:
        return self.fake.said(self.chat)

    def waits(self, text: str, timeout: float = WAIT_S) -> Message:
        """The newest message of the bot that contains `text`, waited for."""
        found = self.fake.wait(lambda: [m for m in self.heard() if text in m.text or text in m.file], timeout)
        return found[-1]  # type: ignore[no-any-return]

    def gets(self, name: str, timeout: float = WAIT_S) -> Message:
        """The newest file of the bot whose name contains `name`, waited for; a text that names it does not count."""
        found = self.fake.wait(lambda: [m for m in self.heard() if name in m.file], timeout)
        return found[-1]  # type: ignore[no-any-return]


def entities(text: str) -> list[dict[str, Any]]:
    """What Telegram marks by itself: ASCII commands and mentions, offsets in UTF-16 units."""
    found = []
    for kind, pattern in (("bot_command", r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?"), ("mention", r"(?<!\w)@\w{4,32}")):
        for m in re.finditer(pattern, text, re.ASCII):
            # «/hỏi»: the client stops the command at the first letter that is not ASCII
            found.append({"type": kind, "offset": units(text[: m.start()]), "length": units(m[0])})
    return found


def _chat_of(update: dict[str, Any]) -> int:
    for value in update.values():
        if isinstance(value, dict):
            holder = value.get("message", value)
            chat = holder.get("chat") if isinstance(holder, dict) else None
            if isinstance(chat, dict):
                return int(chat["id"])
    return 0


def _scope(data: dict[str, Any]) -> str:
    scope = json.loads(data["scope"]) if "scope" in data else {"type": "default"}
    parts = [scope["type"], str(scope.get("chat_id", "")), data.get("language_code", "")]
    return ":".join(p for p in parts if p)


def _text(data: dict[str, Any], key: str, limit: int) -> tuple[str, str]:
    raw = data.get(key, "")
    if len(raw.encode()) > 1 << 15:
        raise Fault(400, "Bad Request: text is too long")
    mode = data.get("parse_mode", "")
    try:
        text = plain(raw) if mode == "HTML" else raw
    except ParseFault as e:
        raise Fault(400, f"Bad Request: can't parse entities: {e}") from e
    if mode not in ("", "HTML"):
        raise Fault(400, "Bad Request: unsupported parse_mode")
    if units(text) > limit:
        what = "message is too long" if key == "text" else "message caption is too long"
        raise Fault(400, f"Bad Request: {what}")
    return text, raw if mode == "HTML" else ""


def _buttons(data: dict[str, Any]) -> list[list[dict[str, Any]]]:
    if "reply_markup" not in data:
        return []
    rows: list[list[dict[str, Any]]] = json.loads(data["reply_markup"]).get("inline_keyboard", [])
    if sum(map(len, rows)) > 100:
        raise Fault(400, "Bad Request: reply markup is too long")
    for button in (b for row in rows for b in row):
        if not button["text"].strip():
            raise Fault(400, "Bad Request: text buttons are not allowed to be empty")
        kinds = [k for k in ("callback_data", "url", "copy_text", "switch_inline_query") if k in button]
        if len(kinds) != 1:
            raise Fault(400, "Bad Request: BUTTON_TYPE_INVALID")
        if kinds == ["callback_data"] and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Fault(400, "Bad Request: BUTTON_DATA_INVALID")
        if kinds == ["copy_text"] and not 1 <= units(button["copy_text"]["text"]) <= 256:
            raise Fault(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
        if kinds == ["url"] and not button["url"].startswith(("https://", "http://", "tg://")):
            raise Fault(400, "Bad Request: BUTTON_URL_INVALID")
    return rows


def _error(e: Fault) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": e.code, "description": e.description}
    if e.parameters:
        body["parameters"] = e.parameters
    return JSONResponse(body, status_code=e.code)


async def _payload(request: Request) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """Fields and files of a call: query, urlencoded, JSON or multipart, read by hand and strictly."""
    data: dict[str, Any] = dict(request.query_params)
    files: dict[str, tuple[str, bytes]] = {}
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        data |= dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body)))
    elif kind.startswith("application/json"):
        data |= json.loads(body)
    elif kind.startswith("multipart/form-data"):
        boundary = b"--" + kind.split("boundary=")[1].strip('"').encode()
        for part in body.split(boundary)[1:-1]:
            head, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
            value = value.removesuffix(b"\r\n")
            lines = head.decode()
            name = re.search(r'\bname="([^"]*)"', lines)
            file = re.search(r'filename="([^"]*)"', lines)
            assert name, lines
            if file:
                files[name[1]] = (unquote(file[1]), value)
            else:
                data[name[1]] = value.decode()
    return data, files


@contextmanager
def telegram() -> Iterator[FakeTelegram]:
    """A running server."""
    with FakeTelegram() as fake:
        yield fake

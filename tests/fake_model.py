"""An OpenAI-compatible server over real HTTP, written by hand: it streams what it is told to say, or fails as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from bot.config import Llm
from bot.llm import Writer

Says = Callable[[str], str]
SLOW_S = 1.6


class FakeModel(ThreadingHTTPServer):
    """`says` makes each reply ("500", "slow", "endless", "broken" are failures); `heard` keeps the prompts."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Completions)
        self.says: Says = lambda _: ""
        self.heard: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def __enter__(self) -> Self:
        return self

    @property
    def url(self) -> str:
        """What `[llm] base_url` takes."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def writer(self, *, timeout_s: float = 5, retries: int = 0, a_person: int = 10_000, a_day: int = 10_000) -> Writer:
        """A writer that asks this server; `a_person` and `a_day` are its budgets of calls."""
        return Writer(
            Llm(
                "openai:gia", self.url, timeout_s=timeout_s, retries=retries,
                max_calls_per_person_day=a_person, max_calls_per_day=a_day,
            )
        )  # fmt: skip


class _Completions(BaseHTTPRequestHandler):
    """/chat/completions, streamed."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"][-1]["content"]
        assert isinstance(self.server, FakeModel)
        self.server.heard.append(asked)
        said = self.server.says(asked)
        if said == "500":
            self.send_error(500)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if said == "slow":
            time.sleep(SLOW_S)
        try:
            for piece in ["chữ " * 500] * 40 if said == "endless" else [said]:
                choice = {"index": 0, "delta": {"role": "assistant", "content": piece}}
                chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.write(b"data: {not json\n\n" if said == "broken" else b"")
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            return  # the one who asked has gone

    def log_message(self, *_: object) -> None: ...

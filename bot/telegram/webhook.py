"""The webhook's own end point: keep first, then always 200. Anything else would freeze that chat at Telegram."""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.telegram.intake import Gate

BODY_BYTES = 1 << 20
HEADER = "x-telegram-bot-api-secret-token"


def endpoint(
    path: str, secret: str, gate: Gate, healthy: Callable[[], bool], metrics: Callable[[], dict[str, float]]
) -> Starlette:  # fmt: skip
    """Routes: `path` for Telegram, /healthz, /metrics (Prometheus text)."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            gate.counts["forbidden"] += 1
            return Response(status_code=403)
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_BYTES:
                return Response(status_code=413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            # retried for a day and never better: nothing to keep, and the next update must come through
            gate.counts["malformed"] += 1
            return Response()
        gate.accept([raw])
        return Response()

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok" if healthy() else "down", status_code=200 if healthy() else 503)

    async def show(_: Request) -> Response:
        return PlainTextResponse("".join(f"thidua_{k} {v:g}\n" for k, v in sorted(metrics().items())))

    return Starlette(
        routes=[Route(path, receive, methods=["POST"]), Route("/healthz", healthz), Route("/metrics", show)]
    )


class Server(uvicorn.Server):
    """uvicorn without its own signal handling: the app stops it."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """Signals are the app's."""
        return nullcontext()


def server(app: Starlette, listen: str) -> tuple[Server, socket.socket]:
    """A server on `listen` ("host:port"), its socket already bound. Raises OSError where the port is taken."""
    host, _, port = listen.rpartition(":")
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host.strip("[]") or "127.0.0.1", int(port)))
    config = uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False, timeout_graceful_shutdown=3)
    return Server(config), bound

"""Logs that may be read by anyone: no token, no message text; errors by id, kind and place."""

from __future__ import annotations

import logging
import re
import secrets
import traceback

_TOKEN = re.compile(r"(?<!\d)\d{5,}:[\w-]{10,}")  # it stands right after «bot» in an address
_DATA = re.compile(r"[\[{(\"'«:=\n].*", re.DOTALL)  # where a dump begins; the library's sentences have none before
log = logging.getLogger("thidua.telegram")


class Redact(logging.Filter):
    """Takes bot tokens out of every record, and the library's dumps of whole updates."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the record stays, without what must not be in it."""
        text = record.getMessage()
        if record.name.startswith("telegram") and record.levelno >= logging.ERROR:
            text = _DATA.sub("…", text)
        record.msg, record.args = _TOKEN.sub("<token>", text), ()
        if record.name.startswith(("telegram", "httpx", "httpcore")):
            record.exc_info, record.exc_text = None, None
        return True


def configure(level: int = logging.INFO) -> None:
    """One handler on stderr with the filter; the HTTP libraries speak only of trouble (they log the full address)."""
    handler = logging.StreamHandler()
    handler.addFilter(Redact())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("httpx", "httpcore", "telegram", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)


def trouble(error: BaseException, what: str) -> str:
    """Log an error by kind and place (its words may hold a person's text); returns the id to tell them."""
    id = secrets.token_hex(3)
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno} {f.name}" for f in reversed(frames))
    log.error("error %s in %s: %s at %s", id, what, type(error).__name__, places)
    return id

"""A chat model by LangChain's name, or none: numbered evidence in, sentences with marks out; never the last word.

What comes back is a proposal; `bot.evidence.verify` decides what is shown. Every failure (no server, 500, time-out,
endless stream, budget spent) is `ModelFault`, and the caller answers without the model.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from datetime import date
from typing import Any

from bot import prompts
from bot.config import Llm, secret
from bot.evidence import Evidence, is_order
from retrieval import ThiduaError

_LONGEST = 6000  # characters of a reply worth reading: an answer has 900


class ModelFault(ThiduaError):
    """The model gave nothing that can be used; the text says why, for the log."""


class Writer:
    """Asks the model to word an answer from evidence. Thread-safe; keeps the day's count of calls."""

    def __init__(self, made: Llm) -> None:
        """Raises ModelFault where the provider's package is not installed."""
        self._settings = made
        self._prompt = prompts.load("answer", {"question", "evidence"})
        self._rewording = prompts.load("draft", {"heading", "instruction", "paragraphs"})
        self._calls: Counter[tuple[date, str]] = Counter()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="llm")
        self._model = _model(made)

    def write(self, question: str, evidence: Sequence[Evidence], *, person: str, today: date) -> str:
        """The model's sentences with their marks. ModelFault on any failure or when the budget is spent."""
        fenced = "\n".join(f"[{e.n}] {_fence(e)}" for e in evidence if not is_order(e.quote))
        return _sentences(self._said(self._prompt.fill(question=_plain(question), evidence=fenced), person, today))

    def reword(self, heading: str, paragraphs: Sequence[str], told: str, *, person: str, today: date) -> str:
        """The model's lines «[n] …» for one section's paragraphs, numbered from 1; `told` is what the person wants.

        Paragraphs that speak to the machine are not sent. ModelFault as `write`.
        """
        fenced = "\n".join(f"[{n}] <<<{_plain(p)}>>>" for n, p in enumerate(paragraphs, 1) if not is_order(p))
        wish = f"Người soạn yêu cầu: <<<{_plain(told)[:300]}>>>" if told and not is_order(told) else ""
        text = self._rewording.fill(heading=_plain(heading), instruction=wish, paragraphs=fenced)
        return _sentences(self._said(text, person, today))

    def _said(self, text: str, person: str, today: date) -> str:
        self._spend(person, today)
        work = self._pool.submit(self._stream, text)
        try:
            reply = work.result(self._settings.timeout_s)
        except Late as e:
            work.cancel()
            raise ModelFault("mô hình quá thời gian") from e
        return reply

    def close(self) -> None:
        """Let go of the threads; a call that still hangs is left to its own time-out."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _spend(self, person: str, today: date) -> None:
        with self._lock:
            for key in [k for k in self._calls if k[0] != today]:
                del self._calls[key]
            everybody = sum(self._calls.values())
            if everybody >= self._settings.max_calls_per_day:
                raise ModelFault("hết lượt dùng mô hình trong ngày")
            if self._calls[today, person] >= self._settings.max_calls_per_person_day:
                raise ModelFault("hết lượt dùng mô hình của người hỏi trong ngày")
            self._calls[today, person] += 1

    def _stream(self, text: str) -> str:
        got: list[str] = []
        size, late = 0, time.monotonic() + self._settings.timeout_s
        try:
            for chunk in self._model.stream(text):
                piece = chunk.content if isinstance(chunk.content, str) else ""
                size += len(piece)
                if time.monotonic() > late:
                    raise ModelFault("mô hình quá thời gian")
                if size > _LONGEST:
                    raise ModelFault("mô hình trả lời quá dài")
                got.append(piece)
        except ModelFault:
            raise
        except Exception as e:
            raise ModelFault(f"mô hình không trả lời: {type(e).__name__}") from e
        return "".join(got)


def _model(made: Llm) -> Any:
    try:
        from langchain.chat_models import init_chat_model

        return init_chat_model(
            made.model, base_url=made.base_url or None, api_key=secret(made.api_key_env) or "none",
            timeout=made.timeout_s, max_retries=made.retries, temperature=0,
        )  # fmt: skip
    except ImportError as e:
        raise ModelFault(f"thiếu gói cho mô hình {made.model}: {e}") from e
    except ValueError as e:
        raise ModelFault(f"tên mô hình {made.model!r} không dùng được: {e}") from e


def _fence(piece: Evidence) -> str:
    return f"<<<{_plain(piece.quote)}>>> ({_plain(piece.title)[:120]})"


def _plain(text: str) -> str:
    """Data cannot close its own fence."""
    return " ".join(text.replace("<<<", "«").replace(">>>", "»").split())


def _sentences(reply: str) -> str:
    """The reply's text: plain, or the `answer` of a JSON object; broken JSON is a fault."""
    body = reply.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    if body.startswith("{"):
        try:
            body = json.loads(body)["answer"]
        except (ValueError, KeyError, TypeError) as e:
            raise ModelFault("mô hình trả JSON hỏng") from e
    if not isinstance(body, str) or not body.strip():
        raise ModelFault("mô hình không viết gì")
    return body

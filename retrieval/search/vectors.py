"""Chroma from outside: build a collection aside, probe it, ask it for neighbours, through children with deadlines."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import uuid
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_CHILD = "retrieval.search.vectors_child"
_ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = "questions.npy"  # beside the vectors: what Chroma must answer as exact search does
START_S = 60.0
QUERY_S = 10.0
_BUILD_S = 120.0
_SAID = 300  # characters of what a child says when it fails
_ROWS_PER_S = 300


def version() -> str:
    """Chroma's version, without importing it."""
    import importlib.metadata

    return importlib.metadata.version("chromadb")


def build(target: str, name: str, vectors_file: Path, rows: int) -> str:
    """Fill a new collection from a saved array, in a child. What went wrong, "" where nothing did."""
    return _finish(_spawn(["build", target, name, str(vectors_file)], heard=True), _BUILD_S + rows / _ROWS_PER_S)


def probe(target: str, name: str, vectors_file: Path, scratch: Path | None, rows: int) -> str:
    """Open a copy of a collection in a child and test it. What is wrong, "" where nothing is."""
    args = ["probe", target, name, str(vectors_file)] + ([str(_new(scratch))] if scratch else [])
    return _finish(_spawn(args, heard=True), START_S + rows / _ROWS_PER_S)


def forget(url: str, prefix: str, keep: str) -> None:
    """Drop a server's collections that begin with `prefix`, but not with `keep`. No server, nothing done."""
    _finish(_spawn(["forget", url, prefix, keep]), START_S)


class Neighbours:
    """A child that holds one collection open and answers with its rows, or None when it cannot in time."""

    def __init__(self, target: str, name: str, vectors_file: Path, scratch: Path | None) -> None:
        args = ["serve", target, name, str(vectors_file)] + ([str(_new(scratch))] if scratch else [])
        self._child = _spawn(args)
        self._ready: bool | None = None
        self.why = ""

    @property
    def alive(self) -> bool:
        """Not yet known to be broken."""
        return self._ready is not False

    def find(self, vector: Floats, k: int) -> list[int] | None:
        """The nearest `k` rows; None when the child is broken, dead or too slow (it is then ended for good)."""
        if not self._wait_ready():
            return None
        stdin = self._child.stdin
        try:
            assert stdin is not None
            stdin.write(json.dumps({"k": k}).encode() + b"\n" + vector.astype("<f4").tobytes())
            stdin.flush()
            rows: list[int] = self._line(QUERY_S)["rows"]
        except (OSError, ValueError, KeyError, TimeoutError) as e:
            self._give_up(str(e))
            return None
        return rows

    def close(self) -> None:
        """End the child and wait for it."""
        self._ready = False
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        try:
            self._child.wait(2)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _wait_ready(self) -> bool:
        if self._ready is None:
            try:
                said = self._line(START_S)
                self._ready = bool(said["ready"])
                if not self._ready:
                    self._give_up(str(said["why"]))
            except (OSError, ValueError, KeyError, TimeoutError) as e:
                self._give_up(str(e))
        return bool(self._ready)

    def _line(self, seconds: float) -> dict[str, list[int]]:
        pipe = self._child.stdout
        assert pipe is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(pipe, selectors.EVENT_READ)
            if not waiting.select(seconds):
                raise TimeoutError(f"no answer in {seconds:.0f} s")
        found: dict[str, list[int]] = json.loads(_until_newline(pipe))
        return found

    def _give_up(self, why: str) -> None:
        self.why = why or "the child died"
        self._child.kill()
        self.close()


def _until_newline(pipe: IO[bytes]) -> bytes:
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise OSError("the child died")
    return line


def _new(scratch: Path | None) -> Path:
    assert scratch is not None
    return scratch / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"


def _spawn(args: list[str], *, heard: bool = False) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))}
    return subprocess.Popen(
        [sys.executable, "-m", _CHILD, *args], env=env,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE if heard else subprocess.DEVNULL,
    )  # fmt: skip


def _finish(child: subprocess.Popen[bytes], seconds: float) -> str:
    try:
        _, said = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return f"no end in {seconds:.0f} s"
    if child.returncode == 0:
        return ""
    last = (said or b"").decode(errors="replace").strip().rpartition("\n")[2]
    return last[:_SAID] or f"exit {child.returncode}"

"""`read_guarded`: a file from a stranger is read in a child process that may be killed and knows no secret.

The child has ceilings (memory 1.5 GB, processor 60 s a file, files 200 MB, 256 open files), an empty environment (no
token in it) and a folder of its own that goes with it; the parent waits at most `WALL` seconds and takes back JSON.
An upload has a child to itself; `Guard` keeps one for the many files of a folder and starts another when it dies.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from retrieval.model import CorpusError, Reading, Refused
from retrieval.reading import wire
from retrieval.reading.read import read
from retrieval.reading.safety import is_plain

WALL = 300.0  # seconds; a scan of 30 pages takes two minutes by OCR
_MEMORY = 1_500_000_000
_CPU = 60
_FILE = 200_000_000
_OPEN = 256
_DONE = b"done\n"
_FILES_A_CHILD = 100  # then a fresh one: what a library never gives back is not kept for ever
_ANSWER = 64_000_000
_ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "SYSTEMROOT")
_BROKE = "Tệp làm trình đọc dừng đột ngột: hỏng hoặc cố ý làm hại, không tiếp nhận"
_SLOW = "Đọc tệp quá lâu, đã dừng: tệp quá lớn, quá nhiều trang quét, hoặc bất thường"
_BIG = "Tệp cần quá nhiều bộ nhớ để đọc: bất thường, không tiếp nhận"


def read_guarded(path: Path, *, name: str = "", space: str = "", wall: float = WALL) -> Reading:
    """Like `read`, in a child process of its own. `wall` is the longest wait in seconds.

    Raises Refused and CorpusError as `read` does, and Refused where the child broke a ceiling or died.
    """
    with Guard(wall) as guard:
        return guard.behind(path, name or path.name, space)


def read_kept(path: Path) -> Reading:
    """One file of a person at this machine: plain text is read here, every other kind in a child of its own."""
    with Guard() as guard:
        return guard.read(path)


class Guard:
    """Reads many files, those that need unpacking or drawing in one child process. Close it, or use it as a context."""

    def __init__(self, wall: float = WALL) -> None:
        self._wall = wall
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child and take its folder away."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def read(self, path: Path, *, space: str = "") -> Reading:
        """Like `read`: plain text here, every other kind in the child. Raises what `read_guarded` raises."""
        if path.is_fifo() or path.is_socket() or path.is_char_device() or path.is_block_device():
            raise Refused(path.name, "Không phải tệp thường")  # a pipe would be waited on for ever
        return read(path, space=space) if is_plain(path) else self.behind(path, path.name, space)

    def behind(self, path: Path, name: str, space: str) -> Reading:
        """Read any file in the child."""
        child, folder = self._ready()
        answer = Path(folder) / f"answer-{self._served}.json"
        order = {"path": str(path.resolve()), "name": name, "space": space, "answer": str(answer)}
        try:
            if not _told(child, json.dumps(order), self._wall):
                raise Refused(name, _SLOW)
            if not answer.is_file() or answer.stat().st_size > _ANSWER:
                child.wait(5)
                raise Refused(name, {-signal.SIGXCPU: _SLOW, -signal.SIGKILL: _BIG}.get(child.returncode, _BROKE))
            text = answer.read_text(encoding="utf-8")
            answer.unlink()
        except (Refused, subprocess.TimeoutExpired, OSError) as e:
            self.close()  # the next file gets a fresh child
            raise e if isinstance(e, Refused) else Refused(name, _BROKE) from e
        if _BIG in text[:200] or _BROKE in text[:200]:
            self.close()  # it lived, with its memory spent
        return _reading(text, name)

    def _ready(self) -> tuple[subprocess.Popen[bytes], str]:
        self._served += 1
        if self._served % _FILES_A_CHILD == 0:
            self.close()
        if self._child is None or self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="thidua-")
            self._child = _start(self._folder.name)
        return self._child, self._folder.name


def _reading(text: str, name: str) -> Reading:
    """The child's answer: a reading, or whether it was refused and why."""
    try:
        if text.startswith("{"):
            return wire.load(Reading, text)
        refused, reason = json.loads(text)
    except (ValueError, TypeError, KeyError) as e:
        raise Refused(name, _BROKE) from e
    raise Refused(name, str(reason)) if refused else CorpusError(name, str(reason))


def _start(folder: str) -> subprocess.Popen[bytes]:
    own = {
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "TMPDIR": folder,
        "HOME": folder,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "retrieval.reading.guard"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder,
        env={k: os.environ[k] for k in _KEPT if k in os.environ} | own, start_new_session=True,
    )  # fmt: skip


def _told(child: subprocess.Popen[bytes], order: str, wall: float) -> bool:
    """Gives an order and waits until the child says it is done, or dies; False when the time is up first."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):
        child.stdin.write(order.encode() + b"\n")
        child.stdin.flush()
    with selectors.DefaultSelector() as ears:
        ears.register(child.stdout, selectors.EVENT_READ)
        return bool(ears.select(wall)) and child.stdout.readline() in (_DONE, b"")


def _end(child: subprocess.Popen[bytes]) -> None:
    """Nothing the child started outlives it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was still to be written has no reader
                pipe.close()


def _limit() -> None:
    """Ceilings for this process and those it starts; where the system has none, the clock alone holds."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_NOFILE, _OPEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard),) * 2)


def _allow_processor() -> None:
    """Another minute of processor time from now on: a ceiling for each file, not for all of them."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = int(time.process_time()) + _CPU
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main() -> int:
    """The child: an order a line on stdin, the answer in the file it names, a word on stdout when it is there."""
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # no library's chatter is taken for the word
    _limit()
    for line in sys.stdin.buffer:
        order = json.loads(line)
        _allow_processor()
        try:
            text = wire.dump(read(Path(order["path"]), name=order["name"], space=order["space"]))
        except CorpusError as e:
            text = json.dumps([isinstance(e, Refused), e.reason], ensure_ascii=False)
        except MemoryError:
            text = json.dumps([True, _BIG])
        except RecursionError:
            text = json.dumps([True, _BROKE])
        Path(order["answer"]).write_text(text, encoding="utf-8")
        os.write(out, _DONE)
    return 0


if __name__ == "__main__":
    sys.exit(main())

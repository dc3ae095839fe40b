"""`read_guarded`: a file from a stranger is read in a child process that may be killed and knows no secret.

The child has ceilings (memory 1.5 GB, processor 60 s, files 200 MB, 256 open files), an empty environment (no token in
it) and a folder of its own that goes with it; the parent waits at most `WALL` seconds and takes back plain JSON.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from retrieval.model import CorpusError, Reading, Refused
from retrieval.reading import wire
from retrieval.reading.read import read

WALL = 300.0  # seconds; a scan of 30 pages takes two minutes by OCR
_MEMORY = 1_500_000_000
_CPU = 60
_FILE = 200_000_000
_OPEN = 256
_ANSWER = 64_000_000
_ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "SYSTEMROOT")
_BROKE = "Tệp làm trình đọc dừng đột ngột: hỏng hoặc cố ý làm hại, không tiếp nhận"
_SLOW = "Đọc tệp quá lâu, đã dừng: tệp quá lớn, quá nhiều trang quét, hoặc bất thường"
_BIG = "Tệp cần quá nhiều bộ nhớ để đọc: bất thường, không tiếp nhận"


def read_guarded(path: Path, *, name: str = "", space: str = "", wall: float = WALL) -> Reading:
    """Like `read`, in a child process. `wall` is the longest wait in seconds.

    Raises Refused and CorpusError as `read` does, and Refused where the child broke a ceiling or died.
    """
    name = name or path.name
    with tempfile.TemporaryDirectory(prefix="thidua-") as folder:
        answer = Path(folder) / "answer.json"
        order = json.dumps({"path": str(path.resolve()), "name": name, "space": space, "answer": str(answer)})
        code = _child(order, folder, wall, name)
        if not answer.is_file() or answer.stat().st_size > _ANSWER:
            raise Refused(name, {-signal.SIGXCPU: _SLOW, -signal.SIGKILL: _BIG}.get(code, _BROKE))
        text = answer.read_text(encoding="utf-8")
    try:
        if text.startswith("{"):
            return wire.load(Reading, text)
        refused, reason = json.loads(text)
    except (ValueError, TypeError, KeyError) as e:
        raise Refused(name, _BROKE) from e
    raise Refused(name, str(reason)) if refused else CorpusError(name, str(reason))


def _child(order: str, folder: str, wall: float, name: str) -> int:
    """Runs the reading and waits; the whole family of the child is ended when the time is up."""
    own = {
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "TMPDIR": folder,
        "HOME": folder,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "retrieval.reading.guard"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        env={k: os.environ[k] for k in _KEPT if k in os.environ} | own, start_new_session=True,
    )  # fmt: skip
    try:
        child.communicate(order.encode(), timeout=wall)
    except subprocess.TimeoutExpired as e:
        raise Refused(name, _SLOW) from e
    finally:
        _end(child)
    return child.returncode


def _end(child: subprocess.Popen[bytes]) -> None:
    """Nothing the child started outlives it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _limit() -> None:
    """Ceilings for this process and those it starts; where the system has none, the clock alone holds."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_NOFILE, _OPEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard),) * 2)


def main() -> int:
    """The child: an order on stdin, the answer in the file it names."""
    order = json.loads(sys.stdin.buffer.read())
    _limit()
    try:
        text = wire.dump(read(Path(order["path"]), name=order["name"], space=order["space"]))
    except CorpusError as e:
        text = json.dumps([isinstance(e, Refused), e.reason], ensure_ascii=False)
    except MemoryError:
        text = json.dumps([True, _BIG])
    except RecursionError:
        text = json.dumps([True, _BROKE])
    Path(order["answer"]).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

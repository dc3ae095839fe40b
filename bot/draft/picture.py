"""Page 1 of a .docx as a picture, where an office suite is installed: what the person looks at before the file.

LibreOffice draws the page, pdfium paints it; both in child processes with a folder of their own that goes with them,
no environment but the path, and one time limit for the whole. Nothing goes out: the file is the house's own.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path

WALL = 60.0  # seconds; the suite's first start on a busy machine takes twenty
_DPI = 110  # a page of 910 × 1 286 points: read on a telephone without zooming, about 150 kB
_ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
_SUITES = ("soffice", "libreoffice")
_PNG = b"\x89PNG\r\n\x1a\n"


def suite() -> str | None:
    """The office suite's program, None where none is installed."""
    return next((found for name in _SUITES if (found := shutil.which(name))), None)


def first_page(docx: bytes, *, wall: float = WALL, program: str | None = None) -> bytes | None:
    """The first page as a PNG; None where no suite is installed, or it fails, or takes longer than `wall` seconds.

    `program` is the suite to run, by default the one installed. Blocks: call it off the event loop.
    """
    program = program or suite()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="thidua-") as name:
        folder = Path(name)
        (folder / "draft.docx").write_bytes(docx)
        drawn = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", name, str(folder / "draft.docx"),
        ]  # fmt: skip
        for command in (drawn, [sys.executable, "-m", "bot.draft.picture", name]):
            if not _done(command, folder, wall):
                return None
        made = folder / "page.png"
        return made.read_bytes() if made.is_file() else None


def _done(command: list[str], folder: Path, wall: float) -> bool:
    """Runs one step and waits; what it started ends with it."""
    own = {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
            env={k: os.environ[k] for k in _KEPT if k in os.environ} | own, start_new_session=True,
        )  # fmt: skip
    except OSError:
        return False
    try:
        return child.wait(wall) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _paint(folder: Path) -> None:
    """draft.pdf's first page → page.png, in grey."""
    import pypdfium2

    book = pypdfium2.PdfDocument(folder / "draft.pdf")
    drawn = book[0].render(scale=_DPI / 72, grayscale=True)
    data, stride = bytes(drawn.buffer), drawn.stride
    rows = b"".join(b"\0" + data[i * stride : i * stride + drawn.width] for i in range(drawn.height))
    (folder / "page.png").write_bytes(_png(drawn.width, drawn.height, rows))
    book.close()


def _png(width: int, height: int, rows: bytes) -> bytes:
    """8-bit grey, one filter byte before each row (PNG specification, 4.1 and 6)."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""),
    )  # fmt: skip
    return _PNG + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


if __name__ == "__main__":
    _paint(Path(sys.argv[1]))

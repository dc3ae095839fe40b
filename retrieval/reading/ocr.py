"""Pictures of text → words with places, by Tesseract with Vietnamese data where it is installed.

What the machine read is the text; what it was unsure of is said beside it and never written over it.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.model import CorpusError, Refused
from retrieval.reading import layout, secrecy
from retrieval.reading.encodings import is_syllable, marked
from retrieval.reading.extract import Extract
from retrieval.reading.safety import LIMITS
from retrieval.words import nfc

NO_OCR = (
    "Bản scan, chưa có OCR: cài tesseract-ocr và tesseract-ocr-vie trên máy chủ, hoặc gửi bản Word hay PDF có lớp chữ"
)
ILLEGIBLE = "Bản scan quá mờ, máy không đọc được tin cậy: cần người xem lại; hãy gửi bản Word hoặc bản quét rõ hơn"
DPI = 300
_SECONDS = 60.0
_UNSURE = 60.0  # per cent of confidence below which a word is said to be doubtful
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as the machine read it: its words with places, and the words it was unsure of."""

    page: layout.Page
    unsure: tuple[tuple[str, int], ...]

    @property
    def trust(self) -> float:
        """Share of the words that were read surely and can be Vietnamese."""
        words = [w for x in self.page.words for w in marked(nfc(x.text))]
        bad = len(self.unsure) + sum(not is_syllable(w) for w in words if not w.isupper())
        return 1 - bad / max(1, len(self.page.words)) if self.page.words else 0.0


@cache
def available() -> bool:
    """Whether Tesseract and its Vietnamese data are installed."""
    program = shutil.which("tesseract")
    if not program:
        return False
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"vie" in done.stdout.split()


def look(picture: bytes, dpi: float, name: str) -> Seen:
    """Read one picture (PNG, JPEG, TIFF or PNM bytes). Raises Refused without Tesseract, CorpusError when it fails."""
    if not available():
        raise Refused(name, NO_OCR)
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "3", "--dpi", str(round(dpi)), "tsv"]
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "TESSDATA_PREFIX", "TMPDIR", "LANG")}
    try:
        done = subprocess.run(
            command,
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=keep | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as e:
        raise CorpusError(name, "Máy đọc ảnh quá lâu: trang quá lớn hoặc quá nhiễu") from e
    except OSError as e:
        raise CorpusError(name, "Không chạy được Tesseract") from e
    if done.returncode:
        raise CorpusError(name, "Tesseract không đọc được ảnh này: ảnh hỏng hoặc sai định dạng")
    return _seen(done.stdout.decode("utf-8", "replace"), 72 / dpi)


def read_image(data: bytes, name: str) -> Extract:
    """A photo or scan of one page."""
    width, height = size_of(data)
    if not width or not height:
        raise Refused(name, "Ảnh hỏng hoặc sai định dạng: không đọc được kích thước")
    if width * height > LIMITS.megapixels * 1_000_000:
        raise Refused(name, f"Ảnh quá lớn ({width} × {height} điểm): giới hạn {LIMITS.megapixels} triệu điểm")
    if min(width, height) < 50:
        raise Refused(name, "Ảnh quá nhỏ để đọc chữ")
    dpi = max(70.0, min(width, height) / 8.27)  # taken for a page of A4, 8.27 inches wide
    seen = look(data, dpi, name)
    return extract_of([seen], "image", name)


def extract_of(pages: Sequence[Seen], media: str, name: str) -> Extract:
    """Pages read by machine → text. Raises Refused for a secrecy mark or a page too poor to trust."""
    rows = layout.rows_of([p.page for p in pages])
    refuse_marks(layout.lines_for_marks(rows), name)
    text, _ = layout.paragraphs(rows)
    refuse_illegible(pages, name)
    return Extract("image" if media == "image" else "pdf", text, doubts_of(dict(enumerate(pages, 1))))


def refuse_marks(lines: Sequence[str], name: str) -> None:
    """Refused when a mark of secrecy stands among the lines."""
    level = secrecy.mark_in(lines) or secrecy.hold_in(lines)
    if level:
        raise Refused(name, secrecy.reason(level))


def refuse_illegible(pages: Sequence[Seen], name: str) -> None:
    """Refused when most of what was read is guesswork: a secrecy mark could stand there unread."""
    words = sum(len(p.page.words) for p in pages)
    sure = sum(p.trust * len(p.page.words) for p in pages)
    if words < 5 or sure < 0.6 * words:
        raise Refused(name, ILLEGIBLE)


def doubts_of(pages: dict[int, Seen]) -> tuple[str, ...]:
    """What a person should compare with the paper, page by page."""
    said = ["Văn bản đọc từ ảnh quét bằng máy (OCR): cần đối chiếu với bản gốc trước khi dùng"]
    for number, page in pages.items():
        if page.unsure:
            words = ", ".join(f"«{word}»" for word, _ in page.unsure[:_SHOWN])
            more = f" và {len(page.unsure) - _SHOWN} từ khác" if len(page.unsure) > _SHOWN else ""
            said.append(f"Trang {number}, chữ máy đọc chưa chắc: {words}{more}")
    return tuple(said)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels from the head of a PNG, JPEG or TIFF; (0, 0) when it cannot be told."""
    try:
        if data.startswith(b"\x89PNG"):
            width, height = struct.unpack(">II", data[16:24])
            return int(width), int(height)
        return _jpeg_size(data) if data.startswith(b"\xff\xd8") else _tiff_size(data)
    except (struct.error, IndexError):
        return 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return 0, 0
        kind = data[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return 0, 0


def _tiff_size(data: bytes) -> tuple[int, int]:
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack(order + "I", data[4:8])
    (count,) = struct.unpack(order + "H", data[at : at + 2])
    found: dict[int, int] = {}
    for i in range(min(count, 100)):
        entry = data[at + 2 + 12 * i : at + 14 + 12 * i]
        tag, kind = struct.unpack(order + "HH", entry[:4])
        if tag in (256, 257):
            found[tag] = int(struct.unpack(order + ("H" if kind == 3 else "I"), entry[8 : 10 if kind == 3 else 12])[0])
    return found.get(256, 0), found.get(257, 0)


def _seen(tsv: str, scale: float) -> Seen:
    """Tesseract's table: level 1 is the page, 4 a line, 5 a word with its confidence."""
    width = height = base = size = 0.0
    words: list[layout.Word] = []
    unsure: list[tuple[str, int]] = []
    for row in tsv.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12:
            continue
        left, top, w, h = (float(x) * scale for x in cells[6:10])
        if cells[0] == "1":
            width, height = w, h
        elif cells[0] == "4":
            base, size = top + h, h
        elif cells[0] == "5" and cells[11].strip():
            text = nfc(cells[11].strip())
            words.append(layout.Word(text, left, left + w, base, min(size, 14.0)))
            if float(cells[10]) < _UNSURE and any(c.isalnum() for c in text):
                unsure.append((text, int(float(cells[10]))))
    return Seen(layout.Page(width, height, tuple(words)), tuple(unsure))

"""Pictures of text → words with places, by Tesseract with Vietnamese data where it is installed.

What the machine read is the text; what it was unsure of is said beside it and never written over it. The number at the
head of a line is looked at twice, the second time alone: the Vietnamese model takes «I.» for «IL» and «II.» for «I.».
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from retrieval.model import CorpusError, Refused
from retrieval.reading import layout, secrecy, stamps, suggest
from retrieval.reading.encodings import is_syllable, marked
from retrieval.words import nfc

NO_OCR = (
    "Bản scan, chưa có OCR: cài tesseract-ocr và tesseract-ocr-vie trên máy chủ, hoặc gửi bản Word hay PDF có lớp chữ"
)
ILLEGIBLE = "Bản scan quá mờ, máy không đọc được tin cậy: cần người xem lại; hãy gửi bản Word hoặc bản quét rõ hơn"
DPI = 300
_SECONDS = 60.0
_UNSURE = 60.0  # per cent of confidence below which a word is said to be doubtful
_SHOWN = 20
_INK = 128  # a pixel darker than this is ink
_GLUED = re.compile(r"(?P<label>[IL1|!][IL1l|!]{0,4}[.,])(?P<word>[^\W\d_]{2,})")  # «III.Tổ» in one piece
_DOUBTFUL_LABEL = re.compile(r"[IVXLl1|!vx]{1,5}[.,:]?|\d{1,2}(?:[,:;]|\.{2,})")
_LABEL = re.compile(rf"(?:[IVX]{{1,5}}|\d{{1,2}})\.|{_DOUBTFUL_LABEL.pattern}")
_DASHES = ("¬", ":", "—", "–", "=", "~", "•")  # what the model makes of a dash that begins a line
_STRAY = ("—", "–", "-", "=", ".", "..", "...")  # and of the room a tab leaves after a number


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as the machine read it: its words with places, and the words it was unsure of."""

    page: layout.Page
    unsure: tuple[tuple[str, float], ...]

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
    """Read one picture (PNM, PNG, JPEG or TIFF bytes). Raises Refused without Tesseract, CorpusError when it fails.

    Numbers are looked at twice only in grey PNM («P5»), whose pixels lie open.
    """
    if not available():
        raise Refused(name, NO_OCR)
    lines, width, height = _lines(_tesseract(picture, dpi, name, "-l", "vie", "--psm", "4", "tsv"))
    unsure = [(t.text, t.sure) for line in lines for t in line if t.sure < _UNSURE and any(c.isalnum() for c in t.text)]
    grey = _Grey.of(picture)
    if grey:
        _refuse_askew(picture, lines, dpi, name)
        for line in lines:
            dash = grey.dash_before(line[0])
            if dash:
                line.insert(0, dash)
            first = line[0]
            if len(line) > 2 and line[1].text in _STRAY and (first.text == "-" or _LABEL.fullmatch(first.text)):
                del line[1]  # it would hide what the number stands before
            if parted := _parted(grey, first):
                line[:1] = parted
                first = line[0]
            again = _again(grey, line, dpi, name)
            if again and again != first.text:
                unsure.append((f"{first.text} (đọc lại: {again})", first.sure))
                line[0] = replace(first, text=again)
    scale = 72 / dpi
    words = [layout.Word(t.text, t.x0 * scale, t.x1 * scale, t.base * scale, t.high * scale) for x in lines for t in x]
    return Seen(layout.Page(width * scale, height * scale, tuple(words)), tuple(unsure))


def _refuse_askew(picture: bytes, lines: Sequence[Sequence[_Token]], dpi: float, name: str) -> None:
    """Refused when a stamp set askew, which the lines do not hold, is a mark of secrecy."""
    boxes = []
    for line in lines:
        sure = [t for t in line if t.sure >= _UNSURE and sum(c.isalnum() for c in t.text) > 1]
        text = len(sure) >= max(2, len(line) // 2)  # a line of text: its doubtful words are words too
        # «i>» far right on a line is what a stamp up the margin looks like to the machine, and no word of the line
        words = [t for t in line if any(t.x0 - s.x1 < dpi / 2 and s.x0 - t.x1 < dpi / 2 for s in sure)]
        boxes += [(t.x0, t.top, t.x1, t.base) for t in (words if text else sure)]
    level = stamps.mark_askew(picture, dpi, boxes, lambda part: _tesseract(part, dpi, name, "-l", "vie", "--psm", "6"))
    if level:
        raise Refused(name, secrecy.reason(level))


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
    said_surely = suggest.known(_sure_words(pages.values()))
    for number, page in pages.items():
        if page.unsure:
            words = ", ".join(_offered(word, said_surely) for word, _ in page.unsure[:_SHOWN])
            more = f" và {len(page.unsure) - _SHOWN} từ khác" if len(page.unsure) > _SHOWN else ""
            said.append(f"Trang {number}, chữ máy đọc chưa chắc: {words}{more}")
    return tuple(said)


def _sure_words(pages: Iterable[Seen]) -> Iterator[str]:
    for page in pages:
        doubted = {word for word, _ in page.unsure}
        yield from (w.text.strip(".,;:!?()“”\"'") for w in page.page.words if w.text not in doubted)


def _offered(word: str, syllables: frozenset[str]) -> str:
    """A doubtful word with what it may stand for: «thuc» (có thể là «thực»)."""
    fit = suggest.near(word, syllables)
    return f"«{word}»" + (f" (có thể là {' hoặc '.join(f'«{x}»' for x in fit)})" if fit else "")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word in pixels of the picture; `top` and `base` are those of its line, `sure` per cent."""

    text: str
    x0: int
    x1: int
    top: int
    base: int
    sure: float

    @property
    def high(self) -> int:
        return self.base - self.top


@dataclass(frozen=True, slots=True)
class _Grey:
    """The pixels of a grey PNM."""

    width: int
    height: int
    pixels: memoryview

    @classmethod
    def of(cls, picture: bytes) -> _Grey | None:
        head = re.match(rb"P5 (\d+) (\d+) 255\n", picture)
        return cls(int(head[1]), int(head[2]), memoryview(picture)[head.end() :]) if head else None

    def bars(self, token: _Token) -> int:
        """How many upright strokes cross the middle of a token: the I of «I.», «II.», «III.», counted, not read."""
        rows = [
            self.pixels[y * self.width + token.x0 : y * self.width + token.x1] for y in range(token.top, token.base)
        ]
        inked = [row for row in rows if min(row, default=255) < _INK]
        band = inked[int(0.4 * len(inked)) : int(0.6 * len(inked)) + 1]
        columns = [2 * sum(row[x] < _INK for row in band) > len(band) for x in range(token.x1 - token.x0)]
        return sum(dark and not before for before, dark in zip([False, *columns], columns, strict=False))

    def after_dot(self, token: _Token) -> int:
        """Where the label inside a token ends: right of its first dot, a small spot on the base line; 0 without one."""
        rows = [
            self.pixels[y * self.width + token.x0 : y * self.width + token.x1] for y in range(token.top, token.base)
        ]
        dark = [[i for i, row in enumerate(rows) if row[x] < _INK] for x in range(token.x1 - token.x0)]
        start = 0
        for x, column in enumerate([*dark, []]):
            if column:
                continue
            ink = [i for c in dark[start:x] for i in c]
            if ink and start and max(ink) - min(ink) < 0.25 * token.high and min(ink) > 0.5 * token.high:
                return token.x0 + x
            start = x + 1
        return 0

    def dash_before(self, token: _Token) -> _Token | None:
        """A dash left of the first word of a line that the machine passed over: one small flat spot of ink."""
        left = max(0, token.x0 - 3 * token.high)
        rows = [
            self.pixels[y * self.width + left : y * self.width + token.x0 - 3] for y in range(token.top, token.base)
        ]
        inked = [i for i, row in enumerate(rows) if min(row, default=255) < _INK]
        if not inked or len(inked) > 0.25 * token.high or inked[-1] - inked[0] != len(inked) - 1:
            return None
        across = [x for i in inked for x in range(len(rows[i])) if rows[i][x] < _INK]
        wide, middle = max(across) - min(across) + 1, inked[len(inked) // 2] / max(1, token.high)
        if not (0.1 * token.high < wide < token.high and wide > 1.5 * len(inked) and 0.3 < middle < 0.8):
            return None
        return _Token("-", left + min(across), left + max(across) + 1, token.top, token.base, 100.0)

    def cut(self, token: _Token, following: _Token) -> bytes:
        """The token alone on white, as PNM: from left of it up to the next word."""
        x0, x1 = max(0, token.x0 - 12), min(self.width, max(token.x0 + 1, following.x0 - 4))
        y0, y1 = max(0, token.top - 8), min(self.height, token.base + 8)
        side, edge = b"\xff" * 20, b"\xff" * (x1 - x0 + 40) * 20
        rows = (bytes(self.pixels[y * self.width + x0 : y * self.width + x1]) for y in range(y0, y1))
        body = edge + b"".join(side + row + side for row in rows) + edge
        return b"P5 %d %d 255\n" % (x1 - x0 + 40, y1 - y0 + 40) + body


def _parted(grey: _Grey, token: _Token) -> list[_Token]:
    """A label glued to its word as two words, so that the label can be looked at twice; else nothing."""
    m = _GLUED.fullmatch(token.text)
    at = grey.after_dot(token) if m and m["word"][0].isupper() else 0
    if not m or not token.x0 < at < token.x1:
        return []
    return [replace(token, text=m["label"], x1=at), replace(token, text=m["word"], x0=at)]


def _again(grey: _Grey, line: list[_Token], dpi: float, name: str) -> str:
    """The doubtful number of a line looked at by itself: «I.», «II.», «3.»; "" when that settles nothing."""
    if len(line) < 2 or not _DOUBTFUL_LABEL.fullmatch(line[0].text) or not line[1].text[:1].isupper():
        return ""
    first = line[0].text
    heading = line[1].text.isupper()
    if (heading or first[0] in "IL") and not re.search(r"[VXvx]|\d\d", first):
        bars = grey.bars(line[0])
        return "I" * bars + "." if 1 <= bars <= 3 and not (first[0] == "1" and bars == 1) else ""
    if first[0] in "vx" and (not heading or first[1:] not in (".", ",")):
        return ""
    if first[0] in "vx":
        return first[0].upper() + "."
    said = _tesseract(grey.cut(line[0], line[1]), dpi, name, "-l", "eng", "--psm", "7").strip()
    digits = first.rstrip(".,:;")
    if digits.isdigit():
        return said if said == f"{digits}." else ""
    roman = re.sub(r"[l1|]", "I", said)
    return roman if re.fullmatch(r"X{0,2}(?:IX|IV|V?I{0,3})\.", roman) and len(roman) > 1 else ""


def _tesseract(picture: bytes, dpi: float, name: str, *options: str) -> str:
    command = ["tesseract", "stdin", "stdout", "--dpi", str(round(dpi)), *options]
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "TESSDATA_PREFIX", "TMPDIR", "LANG")}
    keep["OMP_THREAD_LIMIT"] = "1"
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, check=False, env=keep)
    except subprocess.TimeoutExpired as e:
        raise CorpusError(name, "Máy đọc ảnh quá lâu: trang quá lớn hoặc quá nhiễu") from e
    except OSError as e:
        raise CorpusError(name, "Không chạy được Tesseract") from e
    if done.returncode:
        raise CorpusError(name, "Tesseract không đọc được ảnh này: ảnh hỏng hoặc sai định dạng")
    return done.stdout.decode("utf-8", "replace")


def _lines(tsv: str) -> tuple[list[list[_Token]], int, int]:
    """Tesseract's table: level 1 is the page, 4 a line, 5 a word with its confidence; and the size of the page."""
    width = height = top = base = 0
    lines: list[list[_Token]] = []
    for row in tsv.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12:
            continue
        left, up, w, h = map(int, cells[6:10])
        if cells[0] == "1":
            width, height = w, h
        elif cells[0] == "4":
            top, base = up, up + h
            lines.append([])
        elif cells[0] == "5" and lines and cells[11].strip("_|~ \t\r"):  # a lone stroke is the edge of a box
            text = nfc(cells[11].strip("_|~ \t\r"))
            text = "-" if text in _DASHES and not lines[-1] else text
            lines[-1].append(_Token(text, left, left + w, top, base, float(cells[10])))
    return [line for line in lines if line], width, height

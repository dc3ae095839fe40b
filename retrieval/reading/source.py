"""Any file → SourceText. One reader a suffix; a file nobody can read is refused with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from retrieval.model import CorpusError, SourceText
from retrieval.reading.repair import lines_of


def load(path: Path) -> SourceText:
    """Read one file of a known suffix. Raises CorpusError: unknown suffix, unreadable, no text in it."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise CorpusError(path.name, f"chưa đọc được loại tệp «{path.suffix}»; đọc được: {known}")
    try:
        data = path.read_bytes()
    except OSError as e:
        raise CorpusError(path.name, f"không mở được tệp ({e.strerror})") from e
    return reader(path.name, data)


def load_text(name: str, text: str) -> SourceText:
    """Text pasted or already decoded."""
    return _source(name, text, text.encode("utf-8", "surrogatepass"))


def _plain(name: str, data: bytes) -> SourceText:
    return _source(name, _decoded(name, data), data)


def _decoded(name: str, data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise CorpusError(name, "không phải UTF-8; hãy lưu lại tệp ở dạng UTF-8 rồi nạp lại") from e


def _source(name: str, text: str, data: bytes) -> SourceText:
    markdown = name.lower().endswith((".md", ".markdown"))
    lines = lines_of(text, markdown=markdown)
    if not lines:
        raise CorpusError(name, "tệp không có chữ nào")
    return SourceText(name, hashlib.sha256(data).hexdigest(), "md" if markdown else "txt", text, lines)


READERS: dict[str, Callable[[str, bytes], SourceText]] = {".txt": _plain, ".md": _plain, ".markdown": _plain}

"""Any file → SourceText: the reader is chosen by the first bytes, and what nobody can read is refused with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from retrieval.model import CorpusError, Refused, SourceText
from retrieval.reading import encodings, secrecy
from retrieval.reading.docx import read_docx
from retrieval.reading.extract import Extract
from retrieval.reading.image import read_image, refuse_marked
from retrieval.reading.office import check_ole, check_rtf, to_docx
from retrieval.reading.package import is_odt, pictures
from retrieval.reading.pdf import read_pdf
from retrieval.reading.repair import lines_of
from retrieval.reading.safety import LIMITS, NOT_WHAT_IT_SAYS, PACKED, check_text, sniff

_LINE_ENDS = {0x2028: "\n", 0x2029: "\n", 0x85: "\n", 0x0B: "\n"}  # one for one: every place stays where it is
SUFFIXES = frozenset(
    (".txt", ".md", ".markdown", ".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf",
     ".png", ".jpg", ".jpeg", ".tif", ".tiff")
)  # fmt: skip


def load(path: Path, *, name: str = "") -> SourceText:
    """Read one file; `name` is its real name where `path` is a temporary one.

    Raises CorpusError (unreadable), Refused (secrecy mark, password, macro, damaged, over limits, not a text).
    """
    name = name or path.name
    try:
        if path.stat().st_size > LIMITS.file:
            raise Refused(name, f"Tệp lớn {path.stat().st_size / 1e6:.0f} MB, quá giới hạn {LIMITS.file // 10**6} MB")
        data = path.read_bytes()
    except OSError as e:
        raise CorpusError(name, f"Không mở được tệp ({e.strerror})") from e
    return load_bytes(name, data)


def load_bytes(name: str, data: bytes) -> SourceText:
    """Like `load`, for a file held in memory."""
    level = secrecy.mark_in_name(name)
    if level:
        raise Refused(name, secrecy.reason(level))
    return _source(name, _extract(name, data), data)


def load_text(name: str, text: str) -> SourceText:
    """Text pasted or already decoded. Raises CorpusError for none, Refused for a secrecy mark or too much of it."""
    return _source(name, _plain(name, text), text.encode("utf-8", "surrogatepass"))


def _extract(name: str, data: bytes) -> Extract:
    kind = sniff(data, name)
    if kind == "pdf":
        return read_pdf(data, name)
    if kind == "image":
        return read_image(data, name)
    if kind == "zip":
        return _word(to_docx(data, ".odt", name) if is_odt(data, name) else data, name)
    if kind == "ole":
        check_ole(data, name)
        return _word(to_docx(data, ".doc", name), name)
    if kind == "rtf":
        check_rtf(data, name)
        return _word(to_docx(data, ".rtf", name), name)
    return _decoded(name, data)


def _word(data: bytes, name: str) -> Extract:
    made = read_docx(data, name)
    refuse_marked(pictures(data, name), name)
    return made


def _decoded(name: str, data: bytes) -> Extract:
    found = encodings.decode(data)
    if found is None:
        if name.lower().endswith(PACKED):
            raise Refused(name, NOT_WHAT_IT_SAYS.format(Path(name).suffix))
        if encodings.looks_binary(data):
            raise Refused(name, "Tệp chứa dữ liệu nhị phân, không phải văn bản; hãy gửi tệp .docx, .pdf hoặc .txt")
        raise Refused(name, "Không nhận ra bảng mã của tệp: hãy mở bằng Word hoặc Notepad, lưu lại dạng UTF-8 rồi gửi")
    made = _plain(name, found.text)
    return replace(made, doubts=(found.doubt,)) if found.doubt else made


def _plain(name: str, text: str) -> Extract:
    text = text.translate(_LINE_ENDS)
    if "\n" not in text:
        text = text.replace("\r", "\n")  # an old Macintosh file
    lines = text.split("\n")
    level = secrecy.mark_in(lines) or secrecy.hold_in(lines)
    if level:
        raise Refused(name, secrecy.reason(level))
    return Extract("md" if name.lower().endswith((".md", ".markdown")) else "txt", text)


def _source(name: str, extract: Extract, data: bytes) -> SourceText:
    check_text(extract.text, name)
    lines = lines_of(extract.text, markdown=extract.media == "md")
    if not lines:
        raise CorpusError(name, "Tệp không có chữ nào")
    sha256 = hashlib.sha256(data).hexdigest()
    return SourceText(name, sha256, extract.media, extract.text, lines, extract.doubts)

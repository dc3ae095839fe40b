"""What a file is, by its bytes and not by its name, and the limits it must keep before anything parses it.

Figures: an office's plan is 5-40 pages and under 1 MB; Telegram hands a bot 20 MB at most. A .docx of 269 kB can unpack
to 100 million characters, so sizes are counted while unpacking, never believed from the directory of the archive.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from retrieval.model import Refused

Kind = Literal["text", "zip", "pdf", "ole", "rtf", "image"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; bytes unless said otherwise."""

    file: int = 50_000_000
    text: int = 5_000_000  # characters of the text read from it
    entries: int = 2_000  # files in an archive
    unpacked: int = 120_000_000
    part: int = 20_000_000  # one XML part
    ratio: int = 100  # unpacked : packed, for parts above 1 MB
    depth: int = 200  # XML elements inside each other
    pages: int = 300
    page_objects: int = 20_000
    megapixels: int = 40
    line: int = 200_000  # characters of one line


LIMITS = Limits()

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
PACKED = (".docx", ".docm", ".odt", ".pdf", ".doc")
NOT_WHAT_IT_SAYS = "Tệp mang đuôi {} nhưng bên trong không phải văn bản loại đó, hoặc đã hỏng: không mở được"
_SMALLEST = 22  # bytes: the end record of an empty zip, and no PDF or Word file is shorter
_FOREIGN = (
    (b"MZ", "chương trình chạy trên Windows"),
    (b"\x7fELF", "chương trình chạy trên Linux"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7-Zip"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"BZh", "tệp nén bzip2"),
    (b"\xfd7zXZ\0", "tệp nén xz"),
    (b"SQLite format 3\0", "cơ sở dữ liệu"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"RIFF", "tệp âm thanh, ảnh hoặc phim"),
    (b"\0\0\0\x18ftyp", "phim"),
    (b"\0\0\0\x20ftyp", "phim"),
    (b"OggS", "tệp âm thanh"),
    (b"ID3", "tệp âm thanh"),
)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html|<!doctype|<!entity|mime-version:)", re.IGNORECASE
)
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def is_plain(path: Path) -> bool:
    """Whether a file is plain text by its name and its first bytes: nothing in it is unpacked, drawn or run."""
    if path.suffix.lower() not in (".txt", ".md", ".markdown"):
        return False
    try:
        with path.open("rb") as f:
            head = f.read(1024)
    except OSError:
        return True  # whoever reads it says why it cannot be opened
    return not (b"%PDF-" in head or any(head.startswith(magic) for magic, _ in _MAGIC))


def sniff(data: bytes, name: str) -> Kind:
    """The kind of a file by its first bytes; what is none of ours is refused with its name."""
    if not data.strip(b"\0 \t\r\n"):
        raise Refused(name, "Tệp rỗng, không có chữ nào")
    if len(data) > LIMITS.file:
        raise Refused(name, f"Tệp lớn {len(data) / 1e6:.0f} MB, quá giới hạn {LIMITS.file // 10**6} MB")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if _cut(data, name):
        raise Refused(name, "Tệp hỏng: không mở được (lưu dở dang hoặc tải về chưa hết)")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, what in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 3 or _binary(data)):
            raise Refused(name, f"Đây là {what}, không phải văn bản; hãy gửi tệp .docx, .pdf hoặc .txt")
    if _HTML.match(data[:2000].lstrip(b"\xef\xbb\xbf")):
        raise Refused(name, "Đây là trang web hoặc XML lưu thành tệp; hãy mở ra và lưu lại thành .docx hoặc .txt")
    return "text"


def check_text(text: str, name: str) -> None:
    """Limits on what was read: length, lines, and that it is text at all."""
    if len(text) > LIMITS.text:
        raise Refused(name, f"Văn bản dài {len(text) / 1e6:.1f} triệu ký tự, quá giới hạn {LIMITS.text // 10**6} triệu")
    controls = sum(text.count(chr(c)) for c in range(32) if c not in (9, 10, 11, 12, 13))
    if controls * 100 > len(text):
        raise Refused(name, "Tệp chứa dữ liệu nhị phân, không phải văn bản")
    if sum(c.isalnum() or c.isspace() for c in text) * 10 < 3 * len(text):
        raise Refused(name, "Tệp phần lớn là ký hiệu, không phải văn bản")
    if not any(c.isalpha() for c in text):
        raise Refused(name, "Không đọc được chữ nào trong tệp")
    if max(map(len, text.split("\n"))) > LIMITS.line:
        raise Refused(name, "Tệp có dòng dài bất thường, không phải văn bản hành chính")


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, after its directory has been looked at: entries, sizes, duplicates, passwords, paths."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, struct.error) as e:
        raise Refused(name, "Tệp hỏng: không mở được (lưu dở dang hoặc tải về chưa hết)") from e
    names = [e.filename for e in entries]
    if len(names) > LIMITS.entries:
        raise Refused(name, f"Tệp chứa {len(names)} phần bên trong, quá giới hạn {LIMITS.entries}")
    if len(set(map(str.lower, names))) != len(names):
        raise Refused(name, "Tệp có hai phần trùng tên bên trong: bất thường, không mở")
    if any(e.flag_bits & 0x1 for e in entries):
        raise Refused(name, "Tệp đặt mật khẩu: hãy bỏ mật khẩu rồi gửi lại")
    if sum(e.file_size for e in entries) > LIMITS.unpacked:
        raise Refused(name, "Tệp bung ra quá lớn (nghi là bom nén)")
    for x in entries:
        if x.file_size > 1_000_000 and x.file_size > LIMITS.ratio * max(x.compress_size, 1):
            raise Refused(name, "Tệp nén bất thường (nghi là bom nén)")
        if x.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", x.filename):
            raise Refused(name, "Tệp có đường dẫn bất thường bên trong, không mở")
    return archive


def unpack(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    """One part of the archive, its real bytes counted; b"" where the part is absent."""
    try:
        with archive.open(part) as stream:
            data = stream.read(LIMITS.part + 1)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as e:
        raise Refused(name, "Tệp hỏng: một phần bên trong không bung ra được") from e
    if len(data) > LIMITS.part:
        raise Refused(name, "Một phần bên trong tệp quá lớn (nghi là bom nén)")
    return data


class _Shallow(TreeBuilder):
    """Builds a tree no deeper than the limit, of local names: Word writes two namespaces for the same words."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """One level down, if the limit allows."""
        self.depth += 1
        if self.depth > LIMITS.depth:
            raise _TooDeep
        return super().start(_local(tag), {_local(k): v for k, v in attrs.items()})

    def end(self, tag: str, /) -> Element:
        """One level up."""
        self.depth -= 1
        return super().end(_local(tag))


class _TooDeep(Exception):
    """Raised inside the parser."""


def parse_xml(data: bytes, name: str) -> Element:
    """An XML part as a tree of local names: no DOCTYPE, no entity, no great depth."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:8]
    if _DTD.search(data.replace(b"\0", b"") if wide else data):
        raise Refused(name, "Tệp có khai báo DOCTYPE/ENTITY bên trong: không an toàn, không mở")
    parser = DefusedXMLParser(target=_Shallow(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except _TooDeep as e:
        raise Refused(name, "Tệp có cấu trúc lồng nhau quá sâu: bất thường, không mở") from e
    except DefusedXmlException as e:
        raise Refused(name, "Tệp có khai báo DOCTYPE/ENTITY bên trong: không an toàn, không mở") from e
    except (ParseError, ValueError, LookupError) as e:
        raise Refused(name, "Tệp hỏng: nội dung XML bên trong không đúng") from e
    return root


def _cut(data: bytes, name: str) -> bool:
    """Whether a file is the stump of one of ours: fewer bytes than its mark, a broken zip mark, or no zip at all."""
    stump = 2 <= len(data) < 8 and any(magic.startswith(data) for magic, _ in _MAGIC)
    zipped = data[:2] == b"PK" and (len(data) < 4 or _binary(data))
    return stump or zipped or (name.lower().endswith(PACKED) and len(data) < _SMALLEST)


def _binary(data: bytes) -> bool:
    return b"\0" in data[:4000] or any(b < 9 for b in data[:200])


def _local(name: str) -> str:
    return name.rpartition("}")[2]

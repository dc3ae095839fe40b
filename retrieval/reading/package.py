"""The archive a Word file is: its parts unpacked, and whatever may not enter refused before a word of it is read.

Nothing outside the archive is ever followed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from retrieval.model import Refused
from retrieval.reading import secrecy
from retrieval.reading.safety import open_zip, parse_xml, unpack

_LOCAL = re.compile(r"(?:file:///)?[A-Za-z]:[\\/]|[\w .%-]+(?:/|$)")
_NOT_WORD = (
    ("spreadsheetml", "Đây là bảng tính Excel; chỉ đọc được văn bản: hãy chép nội dung sang tệp Word"),
    ("presentationml", "Đây là tệp trình chiếu PowerPoint; hãy chép nội dung sang tệp Word"),
)
_PLAIN_PARTS = re.compile(
    r"(?:^|/)(?:styles|numbering|settings|fontTable|webSettings|theme\d*|stylesWithEffects)\.xml$"
)


def open_word(data: bytes, name: str) -> tuple[zipfile.ZipFile, str, dict[str, Element]]:
    """The archive, the name of its main part and the trees of the parts that hold words.

    Raises Refused: secrecy mark, password, macro, outside links, limits, damage.
    """
    archive = open_zip(data, name)
    main = _main_part(archive, name)
    _check_relations(archive, name)
    trees = {p: parse_xml(unpack(archive, p, name), name) for p in archive.namelist() if _is_text_part(p, main)}
    if main not in trees:
        raise Refused(name, "Tệp hỏng: không có phần nội dung của văn bản Word")
    _refuse_marks(trees, name)
    return archive, main, trees


def is_odt(data: bytes, name: str) -> bool:
    """Whether the archive is a LibreOffice text document."""
    return unpack(open_zip(data, name), "mimetype", name).startswith(b"application/vnd.oasis.opendocument.text")


def pictures(data: bytes, name: str) -> list[bytes]:
    """The pictures inside a Word file that OCR can open."""
    archive = open_zip(data, name)
    wanted = (n for n in archive.namelist() if re.search(r"/media/.+\.(?:png|jpe?g|tiff?)$", n, re.IGNORECASE))
    return [unpack(archive, n, name) for n in wanted]


def _main_part(archive: zipfile.ZipFile, name: str) -> str:
    types = unpack(archive, "[Content_Types].xml", name)
    if not types:
        raise Refused(name, "Đây là tệp nén, không phải văn bản Word; hãy giải nén rồi gửi từng tệp")
    parse_xml(types, name)
    names = [n.lower() for n in archive.namelist()]
    if b"macroEnabled" in types or any("vbaproject" in n or "vbadata" in n or "/activex/" in n for n in names):
        raise Refused(name, "Tệp có macro hoặc ActiveX: hãy lưu lại dạng .docx không macro rồi gửi lại")
    for kind, reason in _NOT_WORD:
        if kind.encode() in types and b"wordprocessingml" not in types:
            raise Refused(name, reason)
    rels = unpack(archive, "_rels/.rels", name)
    for rel in parse_xml(rels, name).iter("Relationship") if rels else ():
        if rel.get("Type", "").endswith("/officeDocument"):
            return rel.get("Target", "").lstrip("/")
    return "word/document.xml"


def _check_relations(archive: zipfile.ZipFile, name: str) -> None:
    """A link a person may click is harmless; a template, picture or object fetched from elsewhere is not."""
    for part in archive.namelist():
        if not part.endswith(".rels"):
            continue
        for rel in parse_xml(unpack(archive, part, name), name).iter("Relationship"):
            kind, target = rel.get("Type", "").rpartition("/")[2], rel.get("Target", "")
            if rel.get("TargetMode") == "External" and kind != "hyperlink" and not _LOCAL.match(target):
                raise Refused(
                    name, "Tệp liên kết tới nội dung bên ngoài (mẫu, ảnh hoặc đối tượng từ xa): không an toàn"
                )


def _is_text_part(part: str, main: str) -> bool:
    if not part.endswith(".xml") or part == "[Content_Types].xml":
        return False
    return part == main or not _PLAIN_PARTS.search(part)


def _refuse_marks(trees: dict[str, Element], name: str) -> None:
    for part, root in trees.items():
        if part.startswith("docProps/"):
            values = [f"{x.get('name', '')}: {''.join(x.itertext())}" for x in root.iter() if x.text or x.get("name")]
            level = next((m for v in values if (m := secrecy.mark_in_name(v) if len(v) < 200 else "")), "")
        else:
            pieces = list(_every_text(root))
            level = secrecy.mark_in_pieces(pieces) or secrecy.hold_in(pieces)
        if level:
            raise Refused(name, secrecy.reason(level))


def _every_text(root: Element) -> Iterator[str]:
    """Every paragraph with all its letters, deleted and hidden ones too; watermarks and the words beside pictures."""
    for node in root.iter():
        if node.tag == "p":
            yield "".join(_own_text(node))
        elif node.tag in ("textpath", "docPr", "cNvPr"):
            yield from (v for k in ("string", "descr", "title") if (v := node.get(k)))


def _own_text(node: Element) -> Iterator[str]:
    for x in node:
        if x.tag in ("t", "delText"):
            yield x.text or ""
        elif x.tag in ("br", "cr"):
            yield "\n"
        elif x.tag == "tab":
            yield "\t"
        elif x.tag not in ("p", "pPr", "txbxContent"):
            yield from _own_text(x)

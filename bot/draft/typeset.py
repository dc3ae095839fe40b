"""Word pages by Decree 30/2020/NĐ-CP, Appendix I: page, paragraphs, tables without borders, drawn rules.

Lengths are millimetres, sizes points. Rules are paragraph borders: real lines in every word processor, never dashes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from retrieval import words

FONT = "Times New Roman"
PAGE = (210.0, 297.0)
MARGINS = (20.0, 20.0, 30.0, 20.0)  # top, bottom, left, right: within 20-25, 20-25, 30-35, 15-20
TEXT_WIDTH = PAGE[0] - MARGINS[2] - MARGINS[3]
PLACEHOLDER = re.compile(r"(\[CẦN BỔ SUNG[^\]]*\])")
Align = Literal["left", "center", "right", "justify"]

# Advance widths of the Times family in 1/1000 em (its published font metrics); accents do not change them.
_ROMAN_WIDTHS = {
    250: " .,", 278: "ijlt:;/", 333: "fr-()I", 389: "sJ", 444: "acez", 500: "bdghknopquvxy0123456789", 556: "FPS",
    611: "ELTZ", 667: "BCR", 722: "wADGHKNOQUVXY", 778: "m", 889: "M", 944: "W", 1000: "…",
}  # fmt: skip
_BOLD_WIDTHS = {
    250: " .,", 278: "il/", 333: "fjt:;-()", 389: "sI", 444: "cerz", 500: "agovxyJ0123456789", 556: "bdhknpquS",
    611: "FP", 667: "BELTZ", 722: "wACDNRUVXY", 778: "GHKOQ", 833: "m", 944: "M", 1000: "W…",
}  # fmt: skip
_ROMAN = {c: w for w, chars in _ROMAN_WIDTHS.items() for c in chars}
_BOLD = {c: w for w, chars in _BOLD_WIDTHS.items() for c in chars}
_POINT = 25.4 / 72


_NO_BREAK = "\u00a0"
# Words of two syllables that names of offices are made of: «… VÀ THỂ | THAO» is two halves of a word.
_WHOLE = re.compile(
    r"\b(?:thể thao|tổng hợp|du lịch|văn hóa|giáo dục|đào tạo|khoa học|công nghệ|nông nghiệp|môi trường|nhân dân|"
    r"phát triển|dịch vụ|đầu tư|thương mại|trung tâm|hành chính|tiểu học|trung học|cơ sở|phổ thông|bệnh viện|quản lý|"
    r"dân tộc|tôn giáo|quy hoạch|kiến trúc|phục vụ|xúc tiến|công thương|xây dựng|chăm sóc|sức khỏe|kinh tế|xã hội|"
    r"thi đua|khen thưởng|phong trào|thực hiện|thắng lợi|nhiệm vụ|phát động|truyền thanh|thông tin|bảo hiểm|hạ tầng|"
    r"đặc khu|thành phố|hội đồng|văn phòng|kỹ thuật|giải phóng|mặt bằng)\b",
    re.IGNORECASE,
)


def width(text: str, size: float, bold: bool = False) -> float:
    """The printed width of a line of Times, in millimetres."""
    table = _BOLD if bold else _ROMAN
    return sum(table.get(c, 500) for c in words.unaccent(text)) / 1000 * size * _POINT


def balanced(text: str, size: float, limit: float, bold: bool = True) -> list[str]:
    """Break a line into as few lines as fit `limit` millimetres, of lengths as even as can be, no word in two."""
    whole = _WHOLE.sub(lambda m: m.group().replace(" ", _NO_BREAK), text)
    made = _balanced(whole.split(" "), size, limit, bold)
    if max(width(x, size, bold) for x in made) > limit:
        made = _balanced(text.split(), size, limit, bold)
    return [x.replace(_NO_BREAK, " ") for x in made]


def _balanced(parts: list[str], size: float, limit: float, bold: bool) -> list[str]:
    for count in range(1, len(parts) + 1):
        made = _split(parts, count, size, bold)
        if all(width(x, size, bold) <= limit for x in made):
            return made
    return parts


def _split(parts: list[str], count: int, size: float, bold: bool) -> list[str]:
    """`count` lines of the parts in order, the squares of their widths as small as can be (dynamic programming)."""

    def cost(start: int, end: int) -> tuple[float, str]:
        line = " ".join(parts[start:end])
        return width(line, size, bold) ** 2, line

    best = {end: (made[0], [made[1]]) for end in range(1, len(parts) + 1) if (made := cost(0, end))}
    for lines in range(2, count + 1):
        longer = dict[int, tuple[float, list[str]]]()
        for end in range(lines, len(parts) + 1):
            last = {cut: cost(cut, end) for cut in range(lines - 1, end)}
            cut = min(last, key=lambda c: best[c][0] + last[c][0])
            longer[end] = (best[cut][0] + last[cut][0], [*best[cut][1], last[cut][1]])
        best = longer
    return best[len(parts)][1]


@dataclass(frozen=True, slots=True)
class Style:
    """How one paragraph is set; `before`/`after` in points, `first` and the indents in millimetres."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    line: float = 1.0
    keep: bool = False


def blank(title: str) -> Any:
    """A new A4 document with the decree's margins, font and, from page 2, the page number centred in the header."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), FONT)
    normal.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, MARGINS)
    section.header_distance = Mm(10)
    _page_numbers(section)
    core = document.core_properties
    core.title, core.author, core.language, core.comments = title, "", "vi-VN", ""
    core.created = core.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001  same draft, same bytes
    return document


def put(container: Any, text: str, style: Style = Style(), *, first: bool = False) -> Any:
    """Add a paragraph to a document or a cell; `first` reuses the empty paragraph a cell is born with."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    p = container.paragraphs[0] if first else container.add_paragraph()
    form = p.paragraph_format
    p.alignment = getattr(WD_ALIGN_PARAGRAPH, style.align.upper())
    form.space_before, form.space_after, form.line_spacing = Pt(style.before), Pt(style.after), style.line
    form.first_line_indent, form.left_indent, form.right_indent = Mm(style.first), Mm(style.left), Mm(style.right)
    form.keep_with_next = style.keep
    form.widow_control = True
    for piece in PLACEHOLDER.split(text):
        if piece:
            write(p, piece, style)
    return p


def write(p: Any, text: str, style: Style) -> None:
    """Add one run in the style's type; a placeholder is marked so that nobody signs it."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = p.add_run(_printable(text))
    run.font.name, run.font.size, run.font.color.rgb = FONT, Pt(style.size), RGBColor(0, 0, 0)
    run.bold, run.italic = style.bold, style.italic
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    if PLACEHOLDER.fullmatch(text):
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def rule(container: Any, length: float, room: float) -> None:
    """A drawn line of `length` in the middle of `room`: the top border of a 2-point paragraph."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    side = max(0.0, (room - length) / 2)
    p = put(container, "", Style(size=2, left=side, right=side, before=3, align="center"))
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    properties = p._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    p.paragraph_format.line_spacing = _points(4)


def _points(value: float) -> Any:
    from docx.shared import Pt

    return Pt(value)


def columns(document: Any, widths: Sequence[float], *, borders: bool = False, rows: int = 1) -> Any:
    """A fixed-width table, without borders unless asked; its cells have no inner margins."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    if borders:
        table.style = "Table Grid"
    else:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            one = OxmlElement(f"w:{side}")
            one.set(qn("w:w"), "0")
            one.set(qn("w:type"), "dxa")
            margins.append(one)
        table._tbl.tblPr.append(margins)
    for column, w in zip(table.columns, widths, strict=True):
        column.width = Mm(w)
    for row in table.rows:
        for cell, w in zip(row.cells, widths, strict=True):
            cell.width = Mm(w)
    return table


def whole(row: Any) -> None:
    """Keep a table's row on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def saved(document: Any) -> bytes:
    """The .docx as bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page_numbers(section: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section.different_first_page_header_footer = True
    p = section.header.paragraphs[0]
    style = Style(size=13, align="center")
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        write(p, "", style)
        run = p.runs[-1]._element
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = code
        run.append(mark)
    p.alignment = 1


def _printable(text: str) -> str:
    return "".join(c for c in words.nfc(text) if c >= " " or c == "\n")

# ruff: noqa: E501 (regular expressions and style sheets)
"""Telegram's HTML as its server reads it: strict parsing, length in UTF-16 units, and a page a browser can show."""

import base64
import html
import re

TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "code",
    "pre",
    "a",
    "blockquote",
    "tg-spoiler",
    "span",
}
TOKEN = re.compile(
    r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=(?:\"[^\"<>]*\"|'[^'<>]*'))?)*)\s*>|&(#\d+|#x[\da-fA-F]+|\w+);|[<&]"
)
ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class ParseFault(ValueError):
    """What Telegram answers as «can't parse entities»."""


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def plain(markup: str) -> str:
    """The text left when the tags are taken away; ParseFault where Telegram would refuse the markup."""
    out, stack, at = [], [], 0
    for m in TOKEN.finditer(markup):
        out.append(markup[at : m.start()])
        at = m.end()
        if m[4]:
            out.append(_entity(m[4]))
        elif not m[2]:
            raise ParseFault(f"unexpected {m[0]!r} at byte offset {len(markup[: m.start()].encode())}")
        elif m[1]:
            if not stack or stack[-1] != m[2].lower():
                raise ParseFault(f'unmatched end tag "{m[2]}", open: {stack}')
            stack.pop()
        else:
            _open(m[2].lower(), (m[3] or "").strip(), stack)
            stack.append(m[2].lower())
    if stack:
        raise ParseFault(f'can\'t find end tag corresponding to start tag "{stack[-1]}"')
    out.append(markup[at:])
    return "".join(out)


def _entity(name: str) -> str:
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))
    if name not in ENTITIES:
        raise ParseFault(f"unsupported entity &{name};")
    return ENTITIES[name]


def _open(tag: str, attributes: str, stack: list[str]) -> None:
    if tag not in TAGS:
        raise ParseFault(f'unsupported start tag "{tag}"')
    if tag == "blockquote" and "blockquote" in stack:
        raise ParseFault("blockquote entities can't be nested")
    if stack and stack[-1] in {"code", "pre"} and not (stack[-1] == "pre" and tag == "code"):
        raise ParseFault("nothing may stand inside code or pre")
    allowed = {
        "a": r'href="[^"]+"', "blockquote": r"(expandable)?", "code": r'(class="language-[\w+-]+")?',
        "span": r'class="tg-spoiler"',
    }  # fmt: skip
    if not re.fullmatch(allowed.get(tag, ""), attributes):
        raise ParseFault(f'unsupported attributes "{attributes}" in tag "{tag}"')


STYLE = """
body{margin:0;background:#8fb08c;font:15px/1.4 'Noto Sans','DejaVu Sans',sans-serif;width:440px}
main{padding:12px;display:flex;flex-direction:column;gap:6px}
.bar{background:#517da2;color:#fff;padding:10px 14px;font-weight:600}.bar small{display:block;font-weight:400;opacity:.85}
.m{max-width:86%;padding:7px 10px;border-radius:12px;white-space:pre-wrap;overflow-wrap:anywhere;box-shadow:0 1px 1px #0003}
.bot{background:#fff;align-self:flex-start;border-bottom-left-radius:3px}
.me{background:#effdde;align-self:flex-end;border-bottom-right-radius:3px}
.r{border-left:3px solid #517da2;padding-left:7px;margin-bottom:3px;font-size:13px;color:#456;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
blockquote{margin:5px 0;padding:4px 8px;border-left:3px solid #3390ec;background:#3390ec14;border-radius:4px;font-size:14px}
.k{align-self:flex-start;width:86%;display:flex;flex-direction:column;gap:3px;margin-top:-3px}
.k div{display:flex;gap:3px}.k span{flex:1;text-align:center;background:#0004;color:#fff;border-radius:7px;padding:6px 4px;font-size:13.5px}
.f{display:flex;gap:9px;align-items:center}.f i{flex-shrink:0;background:#3390ec;color:#fff;border-radius:8px;padding:9px 7px;font-style:normal;font-size:12px}
.m img{display:block;width:100%;border-radius:8px;margin-bottom:5px}
.e{font-size:11px;color:#888;text-align:right}code{background:#0001;border-radius:3px}
"""


def page(title: str, rows: list[str]) -> str:
    """A whole page around message rows."""
    return (
        f"<!doctype html><html lang='vi'><meta charset='utf-8'><style>{STYLE}</style>"
        f"<div class='bar'>{html.escape(title)}<small>bot</small></div><main>{''.join(rows)}</main><script>document.title=document.querySelector('main').getBoundingClientRect().bottom|0</script></html>"
    )


def bubble(
    body: str, *, mine: bool, reply: str = "", file: str = "", edited: bool = False, image: bytes = b""
) -> str:  # fmt: skip
    """One message: `body` is Telegram HTML already accepted by `plain`, `file` a name under an icon."""
    shown = re.sub(r"<(/?)tg-spoiler>", r"<\1u>", body).replace("<blockquote expandable>", "<blockquote>")
    # a quote is a block of its own: the line breaks around it are not shown twice
    shown = re.sub(r"\n?(<blockquote>|</blockquote>)\n?", r"\1", shown)
    icon = html.escape(file.rsplit(".", 1)[-1].upper()) if file else ""
    return (
        f"<div class='m {'me' if mine else 'bot'}'>"
        + (f"<div class='r'>{html.escape(reply)}</div>" if reply else "")
        + (f"<img src='data:image/png;base64,{base64.b64encode(image).decode()}'>" if image else "")
        + (f"<div class='f'><i>{icon}</i><b>{html.escape(file)}</b></div>" if file and not image else "")
        + shown
        + ("<div class='e'>đã sửa</div>" if edited else "")
        + "</div>"
    )


def keyboard(rows: list[list[str]]) -> str:
    """The buttons under a message."""
    lines = "".join("<div>" + "".join(f"<span>{html.escape(b)}</span>" for b in row) + "</div>" for row in rows)
    return f"<div class='k'>{lines}</div>" if rows else ""

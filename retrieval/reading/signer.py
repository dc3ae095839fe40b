"""Who signs and who receives: the two zones at the foot of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.model import Clause, Signer
from retrieval.reading import patterns as p
from retrieval.reading.issuer import titled
from retrieval.reading.repair import clean
from retrieval.words import squeeze

# «TS. Lê Thị Hồng Gấm», «Đại tá Trần Văn Bé»: a degree or rank is no part of the name
_FOR = re.compile(r"(?:KT|K/T|TL|T/L|TUQ)\b")
_DEGREE = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|Ths|BS|BSCKII|BSCKI|KS|CN)\.?\s*|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+)+(?=\S)"
)


def signer_of(clauses: Sequence[Clause]) -> Signer | None:
    """Who signs, from the zone under «Nơi nhận» (or above it); None where no name stands there."""
    beside = [right for c in clauses if c.path[:1] == ("Nơi nhận",) for _, right in _columns(c) if right]
    zones = [c.text.split("\n") for c in clauses if c.path[:1] == ("Người ký",)]
    if beside:  # two columns pasted as text: «- Lưu: VT.⇥CHỦ TỊCH»
        zones = [beside + (zones[-1] if zones else [])]
    for lines in reversed(zones):
        behalf, title, name = "", "", ""
        for line in lines:
            text = _DEGREE.sub("", squeeze(line))
            if p.PERSON_NAME.match(titled(text)) and not p.OFFICE_TITLE.match(text):
                name = titled(text)
                break
            if re.match(r"(?:TM|T/M)\b", text):
                behalf = text
            elif p.OFFICE_TITLE.match(text) or p.ON_BEHALF.match(text):
                if _FOR.match(text) and not _FOR.match(behalf):
                    behalf = f"{behalf}; {text}" if behalf else text
                else:
                    title = text
        if title or name:
            if not title and behalf:
                behalf, _, title = behalf.rpartition("; ")
            return Signer(title, name, behalf)
    return None


def _columns(clause: Clause) -> list[tuple[str, str]]:
    """The lines of a foot in two columns, left and right; () where it has one."""
    rows = [re.split(r"\t+|[ \u00a0]{4,}", raw.rstrip(), maxsplit=1) for raw in clause.quote.split("\n")]
    found = [(clean(row[0]), clean(row[1]) if len(row) > 1 else "") for row in rows]
    two = any(p.ON_BEHALF_OR_TITLE.match(right) or p.PERSON_NAME.match(right) for _, right in found)
    return found if two else []


def recipients_of(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The lines of «Nơi nhận» without their dashes and closing marks."""
    found: list[str] = []
    for c in clauses:
        if c.path[:1] != ("Nơi nhận",):
            continue
        for line in [left for left, right in _columns(c) if left or not right] or c.text.split("\n"):
            m = p.DASH.match(line)
            text = p.RECIPIENTS.sub("", line) if not m else line[m.end() :]
            text = re.sub(r"[;.,/\s]+$", "", text).strip(" -")
            if m or (text and not found and len(c.path) == 1):
                found.extend(x for x in re.split(r";\s+-\s*", text) if x)
    return tuple(found)

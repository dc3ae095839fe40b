"""Directives by topic: words of the question against subject, topics, names and kind; pure."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from retrieval import words
from retrieval.model import Directive

_EMPTY = frozenset(
    words.fold(
        "và của cho về các những trong theo tại với là gì nào thì mà có được không còn này đó một số từ đến năm "
        "hiện nay văn bản căn cứ dẫn dùng áp dụng viện hỏi xin giúp tôi em anh chị "
        "xã phường tỉnh phát động tháng ngày kế hoạch"
    ).split()
)
_SHORT = {
    "tđkt": "thi đua khen thưởng", "ntm": "nông thôn mới", "cđs": "chuyển đổi số", "dmst": "đổi mới sáng tạo",
    "đmst": "đổi mới sáng tạo", "dlcn": "dữ liệu cá nhân", "ai": "trí tuệ nhân tạo", "ubnd": "ủy ban nhân dân",
}  # fmt: skip
_WEIGHTS = (("topics", 3.0), ("names", 2.0), ("subject", 2.0), ("asks", 0.5), ("note", 0.25))


def rank(rows: Sequence[Directive], text: str) -> tuple[tuple[Directive, float], ...]:
    """Rows that share words with the text, best first; 1.0 = every word and word pair stands in the row's topics.

    Pairs weigh more than single syllables: «chuyển đổi số» is not «chuyển tiếp» and «sửa đổi».
    """
    wanted = content(text)
    if not wanted:
        return ()
    fields = {r.id: _fields(r) for r in rows}
    spread = Counter(w for f in fields.values() for w in set().union(*f.values()))
    weight = {w: (2.0 if " " in w else 0.5) * math.log(1 + len(rows) / (1 + spread[w])) for w in wanted}
    total = sum(weight.values())
    scored = [(r, sum(weight[w] * _place(w, fields[r.id]) for w in wanted) / total) for r in rows]
    kept = [(r, s) for r, s in scored if s > 0]
    return tuple(sorted(kept, key=lambda k: (-k[1], k[0].id)))


def shares_pair(row: Directive, text: str) -> bool:
    """Whether the row has two syllables of the text side by side; True for a text of fewer than two."""
    pairs = {w for w in content(text) if " " in w}
    return not pairs or any(pairs & have for have in _fields(row).values())


def content(text: str) -> frozenset[str]:
    """The syllables of a text that carry its topic and their pairs, folded, office abbreviations spelled out."""
    spelled = " ".join(_SHORT.get(w, w) for w in words.syllables(text))
    return _terms([w for w in words.syllables(words.fold(spelled)) if w not in _EMPTY and not w.isdigit()])


def _terms(syllables: list[str]) -> frozenset[str]:
    return frozenset(syllables) | frozenset(f"{a} {b}" for a, b in itertools.pairwise(syllables))


def _fields(row: Directive) -> dict[str, frozenset[str]]:
    parts: dict[str, Iterable[str]] = {
        "topics": row.topics, "names": row.names, "subject": (row.subject,), "asks": (row.asks,), "note": (row.note,),
    }  # fmt: skip
    return {
        name: frozenset().union(*(_terms(words.syllables(words.fold(t))) for t in texts))
        for name, texts in parts.items()
    }


def _place(word: str, fields: dict[str, frozenset[str]]) -> float:
    return max((w / 3.0 for name, w in _WEIGHTS if word in fields[name]), default=0.0)

"""Near candidates for words a machine read badly: offered beside the text, never put in its place. Pure.

What the same paper says surely elsewhere is the best list of its words; a candidate differs by its marks alone or by
one letter, and is offered only where one or two fit: three would be guessing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from retrieval.reading.encodings import is_syllable
from retrieval.words import unaccent

_MOST = 2
# Syllables of nearly every official text: a short paper cannot say all of them surely itself.
_OFTEN = (
    "thi đua khen thưởng phong trào yêu nước kế hoạch phát động thực hiện nhiệm vụ kinh tế xã hội văn hóa "
    "quốc phòng an ninh ủy ban nhân dân cơ quan đơn vị tổ chức cán bộ công chức viên các cấp ngành địa "
    "phương tập thể cá điển hình tiên tiến mục tiêu chỉ yêu cầu nội dung triển khai hướng dẫn đôn đốc "
    "kiểm tra báo cáo tổng kết đánh giá kết quả chất lượng hiệu đẩy mạnh tăng cường tiếp tục đổi mới sáng "
    "tạo tuyên truyền vận đoàn hội thành phố tỉnh huyện phường thôn quyết định chỉ thị nghị luật theo của "
    "và được trong năm tháng ngày chủ tịch trách trưởng "
)
_USUAL = frozenset(_OFTEN.split())


def known(words: Iterable[str]) -> frozenset[str]:
    """The syllables a paper says surely, and those that every paper of the kind says."""
    said = Counter(w.lower() for w in words if w.isalpha())
    return _USUAL | {w for w in said if is_syllable(w)}


def near(word: str, syllables: frozenset[str]) -> tuple[str, ...]:
    """One or two syllables that the word may stand for, nearest first; () where it is one itself or too many fit."""
    low = word.lower().strip(".,;:!?()“”\"'")
    if not low.isalpha() or low in syllables or len(low) < 2:
        return ()
    alike: defaultdict[int, list[str]] = defaultdict(list)
    bare = unaccent(low)
    for s in syllables:
        if abs(len(s) - len(low)) <= 1:
            distance = 0 if unaccent(s) == bare else 1 if _one_letter(low, s) else 2
            alike[distance].append(s)
    fit = sorted(alike[0]) or sorted(alike[1])
    return tuple(_as(word, s) for s in fit) if 0 < len(fit) <= _MOST else ()


def _one_letter(a: str, b: str) -> bool:
    """Whether two words differ by one letter changed, put in or left out."""
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at:] == b[at + 1 :] if len(a) < len(b) else a[at + 1 :] == b[at + 1 :]


def _as(word: str, syllable: str) -> str:
    return syllable.upper() if word.isupper() else syllable.capitalize() if word[:1].isupper() else syllable

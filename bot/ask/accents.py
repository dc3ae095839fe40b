"""Accents given back to a question typed without them, and plain typing slips mended, by the corpus's own words.

Counts of accented syllables and of their pairs over the corpus; a question without accents is read by the most
likely path (Viterbi over pairs). In an accented question a syllable is mended only where it fits neither neighbour
and another spelling fits one of them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval import words

_WORD = re.compile(r"\w+", re.UNICODE)
_LETTERS = "abcdeghiklmnopqrstuvxy"
_TONED = re.compile(r"[à-ỹđÀ-ỸĐ]")
# The corpus does not ask; these are how people do. Each counts as if met ten times.
_ASKING = """là gì|là bao nhiêu|bao nhiêu|thế nào|như thế nào|ngày nào|khi nào|mấy lần|mấy năm|mấy ngày|mấy bộ|mấy tờ
|mấy đợt|ra sao|thì sao|tại sao|vì sao|có được không|được không|có phải không|ở đâu|ai ký|ai duyệt|cho ai|của ai|hạn nộp
|hạn gửi|nộp mấy|gồm những gì|cần những gì|giấy tờ gì|làm gì|phải làm|còn hiệu lực không|bao lâu|chậm nhất
|nào|gì|sao|mấy|à|ạ|nhỉ|hả|vậy|thế|còn|thế còn|xã tôi|của xã|của tỉnh|của huyện|chỉ thị|năm nay|năm ngoái|bên nào
|loại gì|thưởng mấy lần|được thưởng|lương cơ sở|đứng tên|soạn giúp|giúp tôi|cho tôi|gửi cho tôi
|chủ tịch xã|ký quyết định|ban hành ngày nào
|thì thưởng|thì phải|thì có|thì được|xong thì|cần bằng|còn cần|thì cần|muốn đưa|ngoài ba|cũng là|chồng cũng|góp đất
|phòng nào|sở nào|cơ quan nào|đơn vị nào|công chức nào|phòng nào lo|ai lo|phòng nào phụ trách
|hôm nào|ban hành hôm nào|hôm nay|bị cấm|phần trăm|mấy phần trăm|bao nhiêu phần trăm|có mấy|đặt bao nhiêu"""
_FREE = frozenset(
    ("vì", "thì", "đặt", "bạn", "thường", "nào", "gì", "sao", "mấy", "mà", "còn", "cần", "nếu", "nhưng", "với", "dùng",
     "mời", "bot", "làm", "cho")
)  # fmt: skip
_MIN_PAIR = 2
# What a question without accents says in only one way, whatever stands before it («giao thong bao nhieu»).
_FIXED = {
    "bao nhieu": ("bao", "nhiêu"), "bao lau": ("bao", "lâu"), "the nao": ("thế", "nào"), "khi nao": ("khi", "nào"),
    "nam gioi": ("nam", "giới"), "nu gioi": ("nữ", "giới"),
}  # fmt: skip
# What opens a question that goes on («con han gui van ban?»), and what only looks like it.
_OPENING = {"con": "còn", "the": "thế"}
_THINGS = frozenset(
    ("con dau", "con em", "con nguoi", "con cai", "con trai", "con gai", "con so", "con lai", "con duong", "con nuoi",
     "con de", "con chau", "con liet", "con thuong", "con cua", "the thao", "the che", "the duc", "the gioi", "the le",
     "the loai", "the hien", "the thuc", "the dang", "the bhyt", "the bao", "the he")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Accents:
    """`forms`: folded syllable → its accented forms with counts; `pairs`: counts of adjacent accented syllables."""

    forms: dict[str, dict[str, int]]
    pairs: dict[tuple[str, str], int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Accents:
        """Count over the corpus, once."""
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            said = _WORD.findall(text.lower())
            for s in said:
                if not s.isdigit():
                    forms[words.unaccent(s)][s] += 1
            pairs.update(itertools.pairwise(said))
        for phrase in _ASKING.split("|"):
            said = _WORD.findall(phrase)
            for s in said:
                forms[words.unaccent(s)][s] += 10
            for pair in itertools.pairwise(said):
                pairs[pair] += 10
        return cls({k: dict(v) for k, v in forms.items()}, {p: n for p, n in pairs.items() if n >= _MIN_PAIR})

    def read(self, text: str) -> str:
        """The question as its writer meant it; spacing, digits and punctuation stay as typed."""
        text = words.nfc(text)
        said = list(_WORD.finditer(text))
        if not said or not self.forms:
            return text
        low = [m.group().lower() for m in said]
        better = self._mend(low) if _TONED.search(text) else self._restore(low)
        out, at = [], 0
        for m, was, new in zip(said, low, better, strict=True):
            short = m.group().isupper() and len(was) > 1 and not text.isupper()  # «TP», «UBND»: no word, no slip
            now = was if short or _joined(text, m) else new
            out += [text[at : m.start()], m.group() if now == was else _case(m.group(), now)]
            at = m.end()
        return "".join(out) + text[at:]

    def _restore(self, low: list[str]) -> list[str]:
        best: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
        fixed: dict[int, str] = {}
        if low[0] in _OPENING and (len(low) == 1 or f"{low[0]} {low[1]}" not in _THINGS):
            fixed[0] = _OPENING[low[0]]
        for i, pair in enumerate(itertools.pairwise(low)):
            fixed |= dict(zip((i, i + 1), _FIXED.get(" ".join(pair), ()), strict=False))
        for i, s in enumerate(low):
            options = {fixed[i]: 1} if i in fixed else self.forms.get(s) or {s: 1}
            total = sum(options.values())
            step: dict[str, tuple[float, tuple[str, ...]]] = {}
            for form, count in options.items():
                own = math.log(count / total)
                score, path = max(
                    ((before[0] + 2.0 * math.log(1 + self.pairs.get((last, form), 0)) + own, before[1])
                     for last, before in best.items()),
                    key=lambda c: c[0],
                )  # fmt: skip
                step[form] = (score, (*path, form))
            best = step
        return list(max(best.values(), key=lambda c: c[0])[1])

    def _mend(self, low: list[str]) -> list[str]:
        out = list(low)
        for i, s in enumerate(low):
            if s.isdigit() or len(s) < 2 or s in _FREE:
                continue
            before, after = (out[i - 1] if i else ""), (low[i + 1] if i + 1 < len(low) else "")
            if self._fit(before, s, after):
                continue
            folded = words.unaccent(s)
            options = self.forms.get(folded) or {
                f: n for near in _near(folded) for f, n in self.forms.get(near, {}).items()
            }
            if s in options and options[s] >= 5 and not _rare_beside(s, options):
                continue
            ranked = sorted(((self._fit(before, f, after), n, f) for f, n in options.items()), reverse=True)
            if ranked and ranked[0][0] >= 2 * _MIN_PAIR:
                out[i] = ranked[0][2]
        return out

    def _fit(self, before: str, s: str, after: str) -> int:
        return self.pairs.get((before, s), 0) + self.pairs.get((s, after), 0)


def _rare_beside(s: str, options: dict[str, int]) -> bool:
    """Whether a syllable is much rarer than another spelling with the same letters: likely a slip of the accent."""
    return max(options.values()) >= 5 * options[s]


def _joined(text: str, m: re.Match[str]) -> bool:
    """Whether a syllable is part of a document number («54-NQ/ĐU»): never mended."""
    return text[m.start() - 1 : m.start()] in ("-", "/", "–") or text[m.end() : m.end() + 1] in ("-", "/", "–")


def _near(folded: str) -> set[str]:
    """Syllables one slip away: a letter too many, too few, wrong, or two swapped."""
    cut = [(folded[:i], folded[i:]) for i in range(len(folded) + 1)]
    less = {a + b[1:] for a, b in cut if b}
    swap = {a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1}
    other = {a + c + b[1:] for a, b in cut if b for c in _LETTERS}
    more = {a + c + b for a, b in cut for c in _LETTERS}
    return less | swap | other | more


def _case(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[:1].isupper() else word

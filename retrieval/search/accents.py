"""Accents put back into a question typed without them, from the corpus's own words. Pure.

«ke hoach phat dong thi dua» → «kế hoạch phát động thi đua»: the best path through the accented forms that the corpus
knows, weighed by in how many texts two neighbours stand side by side. Dense search finds almost nothing otherwise.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np

from retrieval.search.keywords import Field, hashes, pair_keys
from retrieval.words import unaccent

_ALONE = 0.2
_FORMS = 12
# How people ask: words that plans and laws never hold.
_IDIOMS = (
    "bao nhiêu",
    "là bao nhiêu",
    "được bao nhiêu",
    "tối đa bao nhiêu",
    "mấy năm",
    "mấy lần",
    "mấy tháng",
    "mấy ngày",
    "như thế nào",
    "thế nào",
    "ra sao",
    "là gì",
    "những gì",
    "gồm những gì",
    "vì sao",
    "tại sao",
    "khi nào",
    "lúc nào",
    "ở đâu",
    "ai được",
    "do ai",
    "ai là",
    "cho ai",
    "những ai",
    "nào được",
    "cấp nào",
    "cơ quan nào",
    "đơn vị nào",
    "ngày nào",
    "năm nào",
    "văn bản nào",
    "trường hợp nào",
    "hình thức nào",
    "có được không",
    "được không",
    "có phải",
    "phải không",
    "bị xử lý",
    "xử lý ra sao",
    "cần những",
    "thì sao",
    "bao lâu",
    "trong bao lâu",
    "mức nào",
    "hay không",
    "làm gì",
    "phải làm gì",
    "gì không",
    "thì được",
    "thì phải",
    "muốn được",
    "nếu không",
    "có cần",
    "thì có",
)
_IDIOM_COUNT = 300


_IDIOM_PAIRS = {pair for idiom in _IDIOMS for pair in itertools.pairwise(idiom.split())}


def _weight(pair: tuple[str, str], texts: int) -> float:
    return math.log1p(max(texts, _IDIOM_COUNT if pair in _IDIOM_PAIRS else 0))


class Restorer:
    """Accented forms by their bare syllable, with the texts they were counted in."""

    def __init__(self, vocabulary: Iterable[str], field: Field) -> None:
        self._field = field
        self._forms: dict[str, list[str]] = {}
        for word in {*vocabulary, *(w for pair in _IDIOM_PAIRS for w in pair)}:
            self._forms.setdefault(unaccent(word), []).append(word)

    def restore(self, bare: Sequence[str]) -> list[str]:
        """The likeliest accented words for bare ones, one for one."""
        if not bare:
            return []
        columns = [self._known(word) for word in bare]
        best: list[tuple[float, tuple[str, ...]]] = [(_ALONE * math.log1p(n), (word,)) for word, n in columns[0]]
        for before, column in itertools.pairwise(columns):
            counts = self._together([w for w, _ in before], [w for w, _ in column])
            best = [
                max(
                    (score + _weight((path[-1], word), counts[i][j]) + _ALONE * math.log1p(n), (*path, word))
                    for i, (score, path) in enumerate(best)
                )
                for j, (word, n) in enumerate(column)
            ]
        return list(max(best)[1])

    def _known(self, bare: str) -> list[tuple[str, int]]:
        """A syllable's accented forms with their counts, the commonest first; itself where none is known."""
        forms = self._forms.get(bare, [])
        counted = sorted(zip(forms, self._counts(forms), strict=True), key=lambda x: (-x[1], x[0]))
        return counted[:_FORMS] or [(bare, 0)]

    def _counts(self, words: Sequence[str]) -> list[int]:
        return self._field.syllables.counts(hashes(words)) if words else []

    def _together(self, left: Sequence[str], right: Sequence[str]) -> list[list[int]]:
        a, b = hashes(left), hashes(right)
        keys = np.concatenate([pair_keys(np.array([x, y], np.int64)) for x in a for y in b])
        flat = self._field.pairs.counts(keys)
        return [flat[i * len(b) : (i + 1) * len(b)] for i in range(len(a))]

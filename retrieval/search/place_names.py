"""Old and new place names in a question: what a unit was before 01/7/2025, and what it became, are asked for too.

A plan of 2024 speaks of «thành phố Gia Nghĩa, tỉnh Đắk Nông», a question of 2026 of «tỉnh Lâm Đồng», and the other way.
"""

from __future__ import annotations

import functools

from retrieval.register.places import Places
from retrieval.search.abbreviations import GAIN
from retrieval.search.keywords import Run, words_of

# A name borne by more units than this says nothing about which is meant.
_MEANINGS = 2
_NAMES = 12
_ASKED = 64


def runs_of(question: str, bare: bool) -> tuple[Run, ...]:
    """The other names of every unit a question names, most telling first; () where it names none."""
    found = dict.fromkeys(tuple(words_of(name, bare)) for name in _other_names(question))
    return tuple(Run(words, GAIN) for words in list(found)[:_NAMES])


@functools.lru_cache(maxsize=_ASKED)
def _other_names(question: str) -> tuple[str, ...]:
    """Found once for the question with accents and without."""
    found: list[str] = []
    places = _table()
    for mention in places.mentions(question):
        if len(mention.units) > _MEANINGS:
            continue
        for unit in mention.units:
            for other in places.aliases(unit):
                if other.name != unit.name:
                    found.append(other.name)
    return tuple(found)


@functools.cache
def _table() -> Places:
    return Places.load()

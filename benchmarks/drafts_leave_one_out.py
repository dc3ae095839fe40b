"""Leave one plan out, draft its sections for its own unit's successor, and count which of its matters come back.

    python -m benchmarks.drafts_leave_one_out FOLDER_OF_PLANS NAME_PART FOLDER_OF_LAW [UNIT YEAR]

Three measures:
topics    the duty and purpose topics, by no table of the drafter's: each item under «mục đích», «yêu cầu» and «tổ chức
          thực hiện» gives one topic, its words up to the first stop or semicolon (30 at most), figures taken out. It is
          covered by a drafted paragraph that is nearer to it, by the bundled embedding, than 95 of 100 topics of the
          OTHER plans are to the nearest of as many clauses of LAW (texts on emulation, which a plan shares its words
          with, not its matter), and that has a quarter of its syllable pairs. Standing sentences count. The bar is set
          without the left-out plan: of its own dozen topics, 95 of 100 would be the very highest. Chance is printed.
The others look at the left-out plan's purpose, demand, content, measure and duty clauses:
matters   the pairs (section, matter) of `bot.draft.outline.TOPICS` its clauses speak of that some drafted paragraph of
          the same section, or of the section the house puts it in, speaks of too
pieces    its sentences and semicolon parts (of eight words or more, without figures and names) that share at least a
          third of their syllable pairs with one drafted paragraph: an independent, lexical look
"""

import datetime as dt
import json
import random
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bot.draft.drafter import Drafter
from bot.draft.generalise import pieces
from bot.draft.materials import matter
from bot.draft.outline import section_of
from bot.model import Draft, Person
from retrieval import Clause, Document, Places, Reading, Register, Where, read, words
from retrieval.search.embed import Embedder

SHARE = 1 / 3
QUARTER = 1 / 4
NULL = 0.95  # the share of topics that chance would have to leave uncovered
TOPIC_SECTIONS = ("muc-dich-yeu-cau", "to-chuc-thuc-hien")


class Shelf:
    """Readings instead of an index."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        """Keep them by document."""
        self._by_doc = {r.document.doc: r for r in readings}

    def documents(self, where: Where) -> Sequence[Document]:
        """All of the kind asked for."""
        return [r.document for r in self._by_doc.values() if where.kind in ("", r.document.kind)]

    def clauses(self, doc: str) -> Sequence[Clause]:
        """One document's."""
        return self._by_doc[doc].clauses


def matters_of_plan(reading: Reading) -> set[tuple[str, str]]:
    """The matters a plan's clauses speak of."""
    found = set()
    for clause in reading.clauses:
        head = clause.text.partition("\n")[0]
        section, part = section_of((*clause.heading, head if len(head.split()) <= 14 else ""))
        if section in (None, "noi-nhan", "chi-tieu", "can-cu"):
            continue
        for line in clause.text.splitlines():
            topic = matter(line, section, part) if len(line.split()) >= 15 else None
            if topic:
                found.add((topic.section, topic.key))
    return found


def matters_of_draft(draft: Draft) -> set[tuple[str, str]]:
    """The matters a draft's paragraphs speak of, standing sentences included."""
    found = set()
    for section in draft.sections:
        part = ""
        for p in section.paragraphs:
            if p.text.startswith(("1. Mục đích", "2. Yêu cầu")):
                part = "muc-dich" if "Mục đích" in p.text else "yeu-cau"
            topic = matter(p.text, section.key, part) if section.key not in ("can-cu", "chi-tieu", "noi-nhan") else None
            if topic:
                found.add((topic.section, topic.key))
    return found


def pairs(text: str) -> set[str]:
    """Neighbouring syllables."""
    s = words.syllables(text)
    return {f"{a} {b}" for a, b in pairwise(s)}


def topics(reading: Reading) -> list[tuple[str, str]]:
    """(section, topic) of every item under purpose, demands and duties: its opening words."""
    found = []
    for clause in reading.clauses:
        section = section_of(clause.heading)[0]
        if section not in TOPIC_SECTIONS or not clause.path:
            continue
        line = re.sub(r"^\s*(?:\d+\.|[-+*•])\s*", "", clause.text.partition("\n")[0])
        line = re.split(r"(?<=[.;])\s", line)[0].rstrip(" .,;:")
        opening = " ".join([w for w in line.split() if not any(c.isdigit() for c in w)][:30])
        if len(opening.split()) >= 6:
            found.append((section, opening))
    return found


def covered(reading: Reading, others: Sequence[Reading], law: Sequence[str], drafted: Sequence[str]) -> float:
    """Print and return the share of topics some drafted paragraph speaks of; the bar is chance in other plans."""
    wanted, model = topics(reading), Embedder(threads=1)
    strange = random.Random(7).sample(law, min(len(law), len(drafted)))
    here, there, far = (model.passages(x) for x in ([t for _, t in wanted], list(drafted), strange))
    elsewhere = model.passages([t for r in others for _, t in topics(r)])
    chance = sorted((elsewhere @ far.T).max(axis=1))
    least = float(chance[min(len(chance) - 1, int(NULL * len(chance)))])

    def best(topic: str, row: Sequence[float], texts: Sequence[str]) -> float:
        mine = pairs(topic)
        return max(
            (float(row[j]) for j, p in enumerate(texts) if len(mine & pairs(p)) >= QUARTER * len(mine)), default=0
        )

    held = [best(t, (here @ there.T)[i], drafted) >= least for i, (_, t) in enumerate(wanted)]
    luck = [best(t, (here @ far.T)[i], strange) >= least for i, (_, t) in enumerate(wanted)]
    for (section, topic), fine in zip(wanted, held, strict=True):
        if not fine:
            print(f"  not covered: {section}: {topic}")
    share = sum(held) / len(held)
    print(
        f"topics  {sum(held)}/{len(held)} = {share:.2f}  (cosine ≥ {least:.3f}; by law clauses {sum(luck)}/{len(luck)})"
    )
    return share


def main(folder: str, name: str, law: str, unit: str = "UBND phường Sa Huỳnh, Quảng Ngãi", year: str = "2026") -> None:
    """Print both measures and what is missing."""
    readings = [read(p) for p in sorted(Path(folder).iterdir()) if p.is_file()]
    left = next(r for r in readings if name in r.document.source)
    root = Path(__file__).resolve().parent.parent
    shelf = Shelf([r for r in readings if r is not left])
    drafter = Drafter(shelf, Register.load(root / "corpus" / "directives"), Places.load())
    today = dt.date(2026, 1, 5)
    draft = drafter.draft(drafter.understand(f"Soạn kế hoạch thi đua năm {year} của {unit}", Person(), today))
    wanted, got = matters_of_plan(left), matters_of_draft(draft)
    missing = ", ".join(f"{s}: {k}" for s, k in sorted(wanted - got))
    print(
        f"matters {len(wanted & got)}/{len(wanted)} = {len(wanted & got) / len(wanted):.2f}  missing: {missing or '–'}"
    )
    clauses = [c.text for p in sorted(Path(law).iterdir()) if p.is_file() for c in read(p).clauses]
    share = covered(
        left,
        [r for r in readings if r is not left],
        [t for t in clauses if 15 <= len(t.split()) <= 120],
        [p.text for s in draft.sections for p in s.paragraphs],
    )
    drafted = [pairs(p.text) for s in draft.sections for p in s.paragraphs]
    parts = [
        pairs(piece)
        for c in left.clauses
        if section_of(c.heading)[0] not in (None, "noi-nhan", "chi-tieu", "can-cu")
        for piece in pieces(c.text)
        if len(piece.split()) >= 8 and not any(x.isdigit() for x in piece)
    ]
    held = sum(any(len(p & d) >= SHARE * len(p) for d in drafted) for p in parts)
    print(f"pieces  {held}/{len(parts)} = {held / len(parts):.2f}")
    shares = {"matters": len(wanted & got) / len(wanted), "topics": share, "pieces": held / len(parts)}
    print(json.dumps({"measure": "drafts", **{k: round(v, 3) for k, v in shares.items()}}))


if __name__ == "__main__":
    main(*sys.argv[1:])

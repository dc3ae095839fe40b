"""What an answer is worth: correct, cited, verbatim, proven, refused rightly, found by search; and the table of it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot import evidence
from bot.ask.assistant import Assistant
from bot.cli import compose
from bot.cli.ask import Row, answers
from bot.model import Answer, Turn
from bot.texts import ask as texts
from bot.texts import law as law_texts
from retrieval import Document, Hit, Register, ThiduaError, format_path, words

HEAD = (
    "bộ", "câu", "đúng", "trích đủ", "trích trúng", "từ chối đúng", "loại kém nhất", "bỏ sót", "sai", "nguyên văn",
    "thiếu căn cứ", "R@1", "R@10", "MRR", "p50 ms", "p95 ms",
)  # fmt: skip
_DEPTH = 10
_SHARE = 0.8  # of a gold span's words that a quote must hold to be the same passage
_DENIES = re.compile(r"không (đúng|phải|có|nêu|còn|giao|đặt)|chưa (có|nêu)|nhầm|thực ra")


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what its answer must hold, or the kinds of refusal it accepts (`accept`) when unanswerable.

    `spans` are words of the source that a right citation holds, in a file whose name starts with `doc` ("" = any);
    `articles` further right places: (file, article).
    """

    row: Row
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    doc: str = ""
    articles: tuple[tuple[str, str], ...] = ()
    accept: tuple[str, ...] = ()
    kind: str = ""

    @property
    def abstain(self) -> bool:
        """Whether the corpus holds no answer."""
        return bool(self.accept)

    @property
    def placed(self) -> bool:
        """Whether the right place is known."""
        return bool(self.spans or self.articles)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case. `unproven`: figures, names, places of the answer that stand in no evidence; `aimed`: how
    many citations point at the right passage; `rank` of the first right clause that search finds, 0 = none."""

    case: Case
    answer: Answer
    correct: bool
    cited: bool
    aimed: int
    verbatim: int
    unproven: tuple[str, ...]
    rank: int
    ms: float


def cases(file: Path) -> Iterator[Case]:
    """The rows of a set: `q` or `turns` with `prior_answers`, `must`, `must_not`, `quote`, `abstain`."""
    for n, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        try:
            yield _case(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise ThiduaError(f"{file.name} dòng {n}: cần một đối tượng JSON có id, q hoặc turns") from e


def _case(row: dict[str, object]) -> Case:
    turns = _strings(row.get("turns")) or (str(row["q"]),)
    before = tuple(Turn(q, a) for q, a in zip(turns[:-1], _strings(row.get("prior_answers")), strict=False))
    spans = _strings(row.get("quotes")) or ((str(row["quote"]),) if row.get("quote") else ())
    evidence_ = row.get("evidence")
    if isinstance(evidence_, list):
        spans = tuple(str(e["quote"]) for e in evidence_)
    listed = [v for k in ("gold", "also") if isinstance(v := row.get(k), list)]
    places = [g for v in listed for g in v if isinstance(g, list)]
    doc = str(row.get("doc") or "")
    accept = _strings(row.get("accept")) or ("abstain", "clarify", "refuse")
    return Case(
        Row(str(row["id"]), turns[-1], before),
        _strings(row.get("must")), _strings(row.get("must_not")), spans, "" if doc == "*" else doc,
        tuple((str(g[0]), str(g[1])) for g in places),
        accept if row.get("abstain") else (), str(row.get("kind") or row.get("type") or ""),
    )  # fmt: skip


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def run(
    services: compose.Services, given: Sequence[Case], on: date, assistant: Assistant | None = None
) -> Iterator[Outcome]:
    """Ask every case and judge the answer; `assistant` another than the office's own (without its model)."""
    documents = {d.doc: d for d in services.index.documents()}
    by_id = {c.row.id: c for c in given}
    for row, answer, ms in answers(services, iter([c.row for c in given]), on, assistant):
        case = by_id[row.id]
        aimed = sum(_is_at(case, c.source, c.path, c.quote) for c in answer.citations)
        correct = _correct(case, answer)
        whole = {c.doc: words.squeeze(services.index.reading(c.doc).source.text) for c in answer.citations}
        exact = sum(words.squeeze(c.quote) in whole[c.doc] for c in answer.citations)
        bare = unproven(answer, row, documents, services, on)
        cited = correct and (aimed > 0 or not case.placed)
        yield Outcome(case, answer, correct, cited, aimed, exact, bare, _rank(case, services), ms)


def _correct(case: Case, answer: Answer) -> bool:
    told = plain(answer.text)
    if case.abstain:
        denied = "answer_denying_premise" in case.accept and bool(_DENIES.search(told))
        return answer.kind in case.accept or (answer.kind == "answer" and denied)
    held = all(plain(m) in told for m in case.must) and not any(plain(m) in told for m in case.must_not)
    return answer.kind == "answer" and held


def _is_at(case: Case, source: str, path: Sequence[str], text: str) -> bool:
    """Whether a passage is the right one: it holds a span of the right document, or stands in a right article."""
    article = next((step[5:] for step in path if step.startswith("Điều ")), "")
    if (source, article) in case.articles:
        return True
    if not source.startswith(case.doc):
        return False
    own = plain(text)
    return any(plain(s) in own or (own in plain(s) and 2 * len(own) > len(s)) or _share(s, own) for s in case.spans)


def _share(span: str, own: str) -> bool:
    said = plain(span).split()
    return sum(w in own.split() for w in said) >= _SHARE * len(said)


def _rank(case: Case, services: compose.Services) -> int:
    """Where search alone puts the first right clause; 0 where it is not among the first ten or no place is known."""
    if not case.placed or case.abstain or case.row.history:
        return 0
    hits: list[Hit] = services.index.search(case.row.q, _DEPTH)
    at = [_is_at(case, h.document.source, h.clause.path, h.clause.quote) for h in hits]
    return at.index(True) + 1 if True in at else 0


def unproven(
    answer: Answer, row: Row, documents: dict[str, Document], services: compose.Services, on: date
) -> tuple[str, ...]:
    """Figures, dates, numbers, names and places of an answer that stand in no quote, document name, register row,
    question, sentence of the program's own, or the clock. Every kind of answer is read."""
    register = services.register
    proof = [c.quote for c in answer.citations]
    for c in answer.citations:
        if document := documents.get(c.doc):
            proof += _of(document)
        proof += [format_path(c.path), f"[{c.n}]"]
    known = {f.id for f in answer.register} | {r.id for r in register.rows if r.number and r.number in answer.text}
    proof += [_registered(register, id, on) for id in known]
    proof += [row.q, *(t.q for t in row.history), *(t.a for t in row.history), words.day(on), str(on.year)]
    proof += [d.header.issuer for d in documents.values()] + [str(n) for n in range(len(documents) + 1)]
    if answer.kind != "answer":
        proof += _around(answer, documents, services)
    bad = evidence.missing(answer.text, proof)
    flat = " ".join(" ".join(words.syllables(p)) for p in proof)
    places = [m.text for m in services.places.mentions(answer.text) if m.exact and m.text[:1].isupper()]
    return tuple(dict.fromkeys([*bad, *(p for p in places if " ".join(words.syllables(p)) not in flat)]))


def _of(document: Document) -> list[str]:
    header = document.header
    dated = words.day(header.date) if header.date else ""
    return [document.title, header.issuer, header.period, f"{header.kind} số {header.number}", header.subject, dated]


def _around(answer: Answer, documents: dict[str, Document], services: compose.Services) -> list[str]:
    """What an abstention or a question back may name: the program's own sentences, branches, the plans it lists."""
    own = [v for v in vars(texts).values() if isinstance(v, str)] + list(texts.REFUSALS.values())
    own += [x for d in documents.values() for x in _of(d)] + [o.label for o in answer.options]
    if texts.NEAREST_PLAN in answer.text:  # a plan and its sections, from the plan itself
        own += [services.index.reading(d.doc).source.text for d in documents.values() if d.kind == "plan"]
    return own


def _registered(register: Register, id: str, on: date) -> str:
    """All that the register says of a row and of the texts before and after it."""
    row = register.get(id)
    near = [row, *(register.get(i) for i in (*row.replaced_by, *row.succeeded_by, *row.amended_by, *row.replaces))]
    said = [row.note, row.asks, *row.sources, *(law_texts.state(register.standing(r, on)) for r in near)]
    for r in near:
        said += [r.kind, r.number, r.issuer, r.subject, words.day(r.date) if r.date else "", words.day(r.checked)]
        said.append(register.citation_line(r, on))
    return "; ".join(said)


def figures(name: str, outcomes: Sequence[Outcome]) -> dict[str, float | int | str | None]:
    """The figures of one set."""
    asked = [o for o in outcomes if not o.case.abstain]
    other = [o for o in outcomes if o.case.abstain]
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for o in other:
        by_kind[o.case.kind].append(o.correct)
    placed = [o for o in asked if o.case.placed]
    sought = [o for o in placed if not o.case.row.history]
    quotes = sum(len(o.answer.citations) for o in outcomes)
    times = sorted(o.ms for o in outcomes) or [0.0]
    wrong = sum(o.answer.kind == "answer" and not o.correct for o in outcomes)
    return {
        "set": name,
        "questions": len(outcomes),
        "correct": _part(sum(o.correct for o in asked), len(asked)),
        "cited": _part(sum(o.cited for o in asked), len(asked)),
        "aimed": _part(sum(o.aimed for o in placed), sum(len(o.answer.citations) for o in placed)),
        "refused": _part(sum(o.correct for o in other), len(other)),
        "refused_worst": min((round(sum(k) / len(k), 3) for k in by_kind.values()), default=None),
        "over_refused": _part(sum(o.answer.kind != "answer" for o in asked), len(asked)),
        "wrong": _part(wrong, len(outcomes)),
        "verbatim": _part(sum(o.verbatim for o in outcomes), quotes),
        "unproven": sum(len(o.unproven) for o in outcomes),
        "r1": _part(sum(o.rank == 1 for o in sought), len(sought)),
        "r10": _part(sum(o.rank > 0 for o in sought), len(sought)),
        "mrr": _part(sum(1 / o.rank for o in sought if o.rank), len(sought)),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[max(0, int(len(times) * 0.95) - 1)], 1),
    }


def table(rows: Sequence[dict[str, float | int | str | None]]) -> str:
    """The scoreboard in Markdown, decimal commas as people here write them."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(_cell, r.values()))} |" for r in rows)])


def _cell(value: float | int | str | None) -> str:
    return "–" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)


def plain(text: str) -> str:
    """For comparing: white space folded, bold marks and curly quotes aside, lower case."""
    return words.squeeze(re.sub(r"[“”]", '"', words.nfc(text).replace("*", ""))).lower()


def _part(some: float, all_: int) -> float | None:
    return round(some / all_, 3) if all_ else None

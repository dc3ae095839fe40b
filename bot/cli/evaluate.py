"""`thidua eval`: the scoreboard over sets of questions: correct, cited, verbatim, provenance, refusals, latency."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import evidence
from bot.cli import compose
from bot.cli.ask import Row, answers
from bot.cli.law import AsOf, day
from bot.model import Answer, Turn
from bot.texts import law as law_texts
from retrieval import Document, Register, ThiduaError, format_path, words

SUITE = Path("tests/eval")
_HEAD = ("bộ", "câu", "đúng", "có nguồn", "từ chối", "bỏ sót", "sai", "nguyên văn", "thiếu căn cứ", "p50 ms", "p95 ms")


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what its answer must hold, or the kinds of refusal it accepts (`abstain`)."""

    row: Row
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    quote: str
    abstain: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case. `unproven`: figures and names of the answer that stand in no evidence."""

    case: Case
    answer: Answer
    correct: bool
    cited: bool
    verbatim: int
    unproven: tuple[str, ...]
    ms: float


def evaluate(
    suite: Annotated[list[Path] | None, typer.Argument(help="thư mục hoặc tệp .jsonl; mặc định tests/eval")] = None,
    show: Annotated[bool, typer.Option("--show", help="in những câu chưa đạt")] = False,
    as_of: AsOf = "",
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
    index: compose.IndexOption = None,
    corpus: compose.CorpusOption = None,
) -> None:
    """Bảng điểm: đúng, có nguồn, nguyên văn, căn cứ, từ chối, thời gian."""
    files = [f for s in suite or [SUITE] for f in ([s] if s.is_file() else sorted(s.glob("*.jsonl")))]
    if not files:
        raise ThiduaError(f"Không có tệp .jsonl nào trong {', '.join(map(str, suite or [SUITE]))}")
    made = compose.settings(config, index, corpus)
    on = day(as_of, compose.today(made))
    if not as_json:
        print(f"| {' | '.join(_HEAD)} |\n|{'---|' * len(_HEAD)}")
    with compose.Services(made) as services:
        for file in files:
            outcomes = list(run(services, list(cases(file)), on))
            print(
                json.dumps(figures(file.stem, outcomes), ensure_ascii=False) if as_json else line(file.stem, outcomes)
            )
            for o in outcomes if show else ():
                if not o.correct or o.unproven:
                    compose.say(f"{o.case.row.id} {o.case.row.q} → {o.answer.kind}: {o.answer.text[:160]} {o.unproven}")


def cases(file: Path) -> Iterator[Case]:
    """The rows of a set: `q` or `turns` with `prior_answers`, `must`, `must_not`, `quote`, `abstain`."""
    for n, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
            turns = row.get("turns") or [row["q"]]
            before = tuple(Turn(q, a) for q, a in zip(turns[:-1], row.get("prior_answers", []), strict=False))
            abstain = bool(row.get("abstain"))
            must, must_not = tuple(row.get("must", ())), tuple(row.get("must_not", ()))
            yield Case(Row(str(row["id"]), turns[-1], before), must, must_not, row.get("quote", ""), abstain)
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise ThiduaError(f"{file.name} dòng {n}: cần một đối tượng JSON có id, q hoặc turns") from e


def run(services: compose.Services, given: Sequence[Case], on: date) -> Iterator[Outcome]:
    """Ask every case and judge the answer."""
    documents = {d.doc: d for d in services.index.documents()}
    by_id = {c.row.id: c for c in given}
    for row, answer, ms in answers(services, iter([c.row for c in given]), on):
        case = by_id[row.id]
        told = plain(answer.text)
        if case.abstain:
            correct = answer.kind != "answer"
        else:
            held = all(plain(m) in told for m in case.must) and not any(plain(m) in told for m in case.must_not)
            correct = answer.kind == "answer" and held
        cited = correct and (not case.quote or any(plain(case.quote) in plain(c.quote) for c in answer.citations))
        exact = sum(
            words.squeeze(c.quote) in words.squeeze(services.index.reading(c.doc).source.text) for c in answer.citations
        )
        bare = unproven(answer, row, documents, services.register, on)
        yield Outcome(case, answer, correct, cited, exact, bare, ms)


def unproven(answer: Answer, row: Row, documents: dict[str, Document], register: Register, on: date) -> tuple[str, ...]:
    """Figures and names of an answer that stand in no quote, document name, register row, question, or the clock."""
    if answer.kind != "answer":
        return ()
    proof = [c.quote for c in answer.citations]
    for c in answer.citations:
        if document := documents.get(c.doc):
            header = document.header
            proof += [document.title, header.issuer, header.period, f"{header.kind} số {header.number}"]
        proof += [format_path(c.path), f"[{c.n}]"]
    proof += [_registered(register, f.id, on) for f in answer.register]
    proof += [row.q, *(t.q for t in row.history), *(t.a for t in row.history), words.day(on), str(on.year)]
    names = [d.header.issuer for d in documents.values()] + [str(n) for n in range(len(documents) + 1)]
    return evidence.missing(answer.text, [*proof, *names])


def _registered(register: Register, id: str, on: date) -> str:
    """All that the register says of a row and of the texts before and after it."""
    row = register.get(id)
    near = [row, *(register.get(i) for i in (*row.replaced_by, *row.succeeded_by, *row.amended_by, *row.replaces))]
    said = [row.note, row.asks, *(law_texts.state(register.standing(r, on)) for r in near)]
    for r in near:
        said += [r.kind, r.number, r.issuer, r.subject, words.day(r.date) if r.date else "", words.day(r.checked)]
        said.append(register.citation_line(r, on))
    return "; ".join(said)


def figures(name: str, outcomes: Sequence[Outcome]) -> dict[str, float | int | str | None]:
    """The figures of one set."""
    asked = [o for o in outcomes if not o.case.abstain]
    other = [o for o in outcomes if o.case.abstain]
    quotes = sum(len(o.answer.citations) for o in outcomes)
    times = sorted(o.ms for o in outcomes) or [0.0]
    wrong = sum(o.answer.kind == "answer" and not o.correct for o in outcomes)
    return {
        "set": name,
        "questions": len(outcomes),
        "correct": _part(sum(o.correct for o in asked), len(asked)),
        "cited": _part(sum(o.cited for o in asked), len(asked)),
        "refused": _part(sum(o.correct for o in other), len(other)),
        "over_refused": _part(sum(o.answer.kind != "answer" for o in asked), len(asked)),
        "wrong": _part(wrong, len(outcomes)),
        "verbatim": _part(sum(o.verbatim for o in outcomes), quotes),
        "unproven": sum(len(o.unproven) for o in outcomes),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[max(0, int(len(times) * 0.95) - 1)], 1),
    }


def line(name: str, outcomes: Sequence[Outcome]) -> str:
    """One row of the table."""
    return "| " + " | ".join("–" if v is None else str(v) for v in figures(name, outcomes).values()) + " |"


def plain(text: str) -> str:
    """For comparing: white space folded, bold marks and curly quotes aside, lower case."""
    return words.squeeze(re.sub(r"[“”]", '"', words.nfc(text).replace("*", ""))).lower()


def _part(some: int, all_: int) -> float | None:
    return round(some / all_, 3) if all_ else None

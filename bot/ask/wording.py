"""A model's wording of an extractive answer: proposed by the model, kept only as far as the evidence carries it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.evidence import Evidence, verify
from bot.llm import ModelFault
from bot.model import Answer, Question
from bot.texts import ask as texts

_AS_FOUND = ("compare", "list", "count")  # tables of quotes: a model only loses something
_ROOM = 900


class Writes(Protocol):
    """`bot.llm.Writer`, or a test's own."""

    def write(self, question: str, evidence: list[Evidence], *, person: str, today: date) -> str:
        """Sentences with marks; raises ModelFault."""


def worded(answer: Answer, question: Question, writer: Writes | None) -> Answer:
    """The answer in the model's words where every sentence is proven, else as found, saying so; its notes stay."""
    if writer is None or answer.kind != "answer" or not answer.citations or answer.question_kind in _AS_FOUND:
        return answer
    pieces = [Evidence(c.n, c.source, c.doc, c.path, c.quote, "", c.state, c.note) for c in answer.citations]
    try:
        said = writer.write(question.text, pieces, person=question.person.counted, today=question.today)
    except ModelFault:
        return _as_found(answer)
    proven = verify(said, pieces, strict=True)
    if not proven.text:
        return _as_found(answer)
    notes = [line for line in answer.text.split("\n") if line.startswith(texts.NOTE)]
    text = "\n".join([proven.text, *notes])
    if len(text) > _ROOM:
        return _as_found(answer)
    used = {c.n for c in proven.citations}
    return replace(answer, text=text, citations=tuple(c for c in answer.citations if c.n in used), by_model=True)


def _as_found(answer: Answer) -> Answer:
    text = f"{texts.MODEL_FAILED}\n{answer.text}"
    return replace(answer, text=text) if len(text) <= _ROOM else answer

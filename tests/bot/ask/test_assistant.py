"""The whole way, over the sample corpus and a real index without a model: every row of tests/eval is met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.cli import compose
from bot.cli.evaluate import cases, run
from bot.config import load
from bot.model import Person, Question
from retrieval import Index

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[compose.Services]:
    folder = tmp_path_factory.mktemp("index")
    with Index.open(folder, model="none", write=True) as made:
        made.sync([ROOT / "corpus" / "plans"])
    config = folder / "config.toml"
    config.write_text(
        f'[index]\nfolder = "{folder}"\n[embedding]\nmodel = "none"\n[register]\npath = "{ROOT}/corpus/directives"\n',
        encoding="utf-8",
    )
    with compose.Services(load(config)) as opened:
        yield opened


def test_the_sample_questions(services: compose.Services) -> None:
    for outcome in run(services, list(cases(ROOT / "tests" / "eval" / "minh-hoa.jsonl")), TODAY):
        answer = outcome.answer
        assert outcome.correct, (outcome.case.row, answer.kind, answer.text)
        assert not outcome.unproven, (outcome.case.row, answer.text)
        assert outcome.verbatim == len(answer.citations)
        assert outcome.cited or outcome.case.abstain, (outcome.case.row, answer.citations)


def test_my_commune_is_the_persons(services: compose.Services) -> None:
    asked = Question("chỉ tiêu bảo hiểm y tế của xã tôi?", TODAY, person=Person("UBND xã Tân Hòa Mẫu", "xã"))
    answer = services.assistant.ask(asked)
    assert "95,8%" in answer.text
    assert answer.context.unit == "xã Tân Hòa Mẫu"


def test_a_question_back_offers_the_units(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("chủ đề là gì?", TODAY))
    assert answer.kind == "clarify"
    assert any("Phú An Mẫu" in o.label for o in answer.options)
    again = services.assistant.ask(Question(next(o.question for o in answer.options if "Phú An" in o.label), TODAY))
    assert again.kind == "answer"


@pytest.mark.parametrize("text", ["", " ", "?", "\x00", "a" * 5000, "🙂", "«»", "%%%", "Điều 9999", "(" * 50])
def test_whatever_is_typed_gets_an_answer_and_no_fault(services: compose.Services, text: str) -> None:
    assert services.assistant.ask(Question(text, TODAY)).text

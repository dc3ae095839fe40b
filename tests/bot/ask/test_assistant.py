"""The whole way, over the sample corpus and a real index without a model: every row of tests/eval is met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.cli import compose
from bot.cli.ask import shown
from bot.cli.evaluate import cases, run
from bot.config import load
from bot.model import Answer, Citation, Person, Question
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


@pytest.mark.parametrize(
    ("text", "opens", "place"),
    [
        ("Phường Đông Giang Mẫu giao Phòng Văn hóa - Xã hội việc gì?", "là cơ quan thường trực phong trào", ("V", "1")),
        ("Phường Đông Giang Mẫu giao Công an nhiệm vụ gì?", "hướng dẫn người dân đăng ký, kích hoạt", ("V", "4")),
    ],
)
def test_an_offices_duties_are_its_own_item_whole(
    services: compose.Services, text: str, opens: str, place: tuple[str, ...]
) -> None:
    answer = services.assistant.ask(Question(text, TODAY))
    assert [c.path for c in answer.citations] == [place]  # not the item in which others report to it
    assert opens in answer.text
    assert answer.citations[0].quote.endswith((".", ";"))
    assert len(answer.text) <= 900


def test_an_office_asked_about_something_narrower_is_not_given_its_whole_list(services: compose.Services) -> None:
    text = "Phường Đông Giang Mẫu giao phòng nào khảo sát hộ kinh doanh?"
    answer = services.assistant.ask(Question(text, TODAY))
    assert "31/3/2026" in answer.text
    assert " giao Phòng Kinh tế, Hạ tầng và Đô thị:" not in answer.text


def test_movements_are_listed_plan_by_plan(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("liệt kê các phong trào thi đua trong kho", TODAY))
    lines = answer.text.split("\n")
    assert lines[0] == "Có 11 phong trào, nêu trong 7 kế hoạch (đã xem 8 kế hoạch)."
    assert len({line.split(":")[0] for line in lines[1:]}) == len(lines) - 1  # one line a plan
    assert all("phong trào" in c.quote for c in answer.citations)
    assert len(answer.citations) == 11
    assert "chuyển đổi xanh”» do Thủ tướng Chính phủ phát động" in answer.text
    assert len(answer.text) <= 1500


def test_movements_of_one_launcher_leave_out_the_others(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("các phong trào do Thủ tướng phát động", TODAY))
    assert answer.kind == "answer"
    assert answer.text.startswith("Có 2 trong 8 kế hoạch")
    assert all("do Thủ tướng Chính phủ phát động" in c.quote for c in answer.citations)


def test_a_comparison_says_what_it_looked_through(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("so sánh chỉ tiêu BHYT các xã", TODAY))
    assert "95,8%" in answer.text
    # six plans of communes, wards and a special zone; the province's is of another level
    assert "Đã xem 6 kế hoạch; 2 kế hoạch nêu, 4 kế hoạch khác không nêu chỉ tiêu này" in answer.text
    assert "phường Nam Sơn Mẫu" in answer.text
    assert "tỉnh Sông Lam Mẫu" not in answer.text


def test_the_terminal_names_the_opening_and_cuts_between_words() -> None:
    quote = "phong trào " * 40
    told = shown(Answer("answer", "a [1].", (Citation(1, "tep.txt", "d", (), quote, None),)))
    assert "tep.txt, phần mở đầu: «phong trào" in told
    assert "phong…»" in told or "trào…»" in told
    assert len(told.split("«")[1]) <= 302

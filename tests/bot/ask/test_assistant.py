"""The whole way, over the sample corpus and a real index without a model: every row of tests/eval is met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.cli import compose
from bot.cli.ask import shown
from bot.cli.scores import cases, run
from bot.config import load
from bot.model import Answer, Citation, Person, Question, Turn
from bot.texts import ask as texts
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


def test_the_targets_of_a_plan_are_listed_with_their_places_and_what_is_left(services: compose.Services) -> None:
    first = Question("Kế hoạch của xã Tân Hòa Mẫu có chỉ tiêu gì?", TODAY)
    answer = services.assistant.ask(first)
    assert answer.kind == "answer"
    assert len(answer.text) <= 1500
    assert "95,8%" in answer.text
    assert "mục III.2" in answer.text
    after = Question("còn xã Phú An Mẫu thì sao?", TODAY, history=(Turn(first.text, answer.text),))
    moved = services.assistant.ask(after)
    assert moved.kind == "answer"
    assert "118 hộ" in moved.text
    assert "Tân Hòa" not in moved.text


def test_a_long_list_of_targets_says_how_many_are_left(services: compose.Services) -> None:
    answers = [
        services.assistant.ask(Question(f"Chỉ tiêu trong kế hoạch của {u.name} là gì?", TODAY))
        for u in services.assistant.view().scene.units
    ]
    for answer in answers:
        assert answer.kind == "answer", answer.text
        assert len(answer.text) <= 1500, answer.text
        said = int(re.search(r"nêu (\d+) chỉ tiêu", answer.text).group(1))  # type: ignore[union-attr]
        left = re.search(r"… và (\d+) chỉ tiêu khác", answer.text)
        assert said > int(left.group(1) if left else 0) >= 0


def test_what_stands_in_the_plans_is_not_the_list_of_plans(services: compose.Services) -> None:
    for asked in ("Liệt kê chủ đề của các kế hoạch", "liệt kê các phong trào thi đua trong các kế hoạch của kho"):
        assert "Kho có 8 kế hoạch" not in services.assistant.ask(Question(asked, TODAY)).text


def test_shared_targets_stand_side_by_side(services: compose.Services) -> None:
    asked = "So sánh chỉ tiêu của xã Tân Hòa Mẫu và xã Phú An Mẫu"
    answer = services.assistant.ask(Question(asked, TODAY))
    assert answer.kind == "answer"
    assert "86 hộ" in answer.text
    assert "118 hộ" in answer.text
    apart = services.assistant.ask(Question("So sánh chỉ tiêu của đặc khu Hòn Sao Mẫu và Sở Nội vụ", TODAY))
    assert texts.NO_SHARED_TARGET in apart.text
    assert "46,5 tấn" in apart.text


@pytest.mark.parametrize(
    ("asked", "count"),
    [("Liệt kê các kế hoạch có trong kho", 8), ("Kho có bao nhiêu kế hoạch?", 8), ("Danh sách kế hoạch năm 2025", 2)],
)
def test_the_plans_of_the_corpus_are_listed(services: compose.Services, asked: str, count: int) -> None:
    answer = services.assistant.ask(Question(asked, TODAY))
    assert answer.text.startswith(f"Kho có {count} kế hoạch:")
    assert "số 14/KH-UBND ngày 12/8/2025" in answer.text


@pytest.mark.parametrize(
    ("asked", "register"),
    [
        ("Kế hoạch 2027 phải căn cứ văn bản nào?", True),
        ("căn cứ pháp lý để ban hành kế hoạch thi đua 2027", True),
        ("Năm 2026 xã tôi phát động thi đua thì căn cứ văn bản nào?", True),  # the same law for every commune
        ("Kế hoạch 2026 của xã Tân Hòa Mẫu căn cứ văn bản nào?", False),  # its own plan says so
    ],
)
def test_what_a_coming_plan_rests_on_is_the_registers(services: compose.Services, asked: str, register: bool) -> None:
    answer = services.assistant.ask(Question(asked, TODAY))
    assert (answer.question_kind == "applies") is register
    assert "152/2025/NĐ-CP" in answer.text  # the plan cites it as well: then in the plan's own words
    assert answer.text.startswith("Kế hoạch 2026 của xã Tân Hòa Mẫu: «") is not register


def test_the_day_a_text_takes_effect_is_told(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("Thông tư 15/2025/TT-BNV có hiệu lực từ ngày nào?", TODAY))
    assert "Có hiệu lực từ 05/8/2025" in answer.text


def test_an_abstention_names_a_section_never_the_date_line(services: compose.Services) -> None:
    for asked in ("Kế hoạch của xã Tân Hòa Mẫu có tàu vũ trụ không?", "Tỷ lệ sinh viên của xã Phú An Mẫu?"):
        answer = services.assistant.ask(Question(asked, TODAY))
        assert answer.kind == "abstain"
        assert "Gần nhất" in answer.text
        assert not re.search(r"ngày \d+ tháng \d+ năm", answer.text)


def test_facts_of_two_plans_stand_one_under_the_other(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("So sánh nơi nhận kế hoạch của xã Tân Hòa Mẫu và xã Phú An Mẫu", TODAY))
    assert answer.kind == "answer"
    assert answer.text.count("nơi nhận:") == 2
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {f"[{c.n}]" for c in answer.citations} == set(re.findall(r"\[\d+\]", answer.text))
    assert len(answer.text) <= 1500


def test_targets_of_all_plans_stand_side_by_side(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("So sánh chỉ tiêu các kế hoạch", TODAY))
    assert answer.kind == "answer"
    assert "Đã xem 8 kế hoạch" in answer.text
    assert len({line.split(":")[0] for line in answer.text.split("\n") if line.startswith("- ")}) >= 3
    assert len(answer.text) <= 1500


@pytest.mark.parametrize("asked", ["Kho có bao nhiêu kế hoạch của tỉnh?", "Kho có mấy kế hoạch cấp tỉnh?"])
def test_plans_of_one_level_are_counted(services: compose.Services, asked: str) -> None:
    assert services.assistant.ask(Question(asked, TODAY)).text.startswith("Kho có 1 kế hoạch:")


@pytest.mark.parametrize("asked", ["thưởng bao nhiêu vậy", "tiêu chuẩn là gì", "kế hoạch có mấy phần", "ai phụ trách?"])
def test_too_little_to_look_up_is_asked_back(services: compose.Services, asked: str) -> None:
    assert services.assistant.ask(Question(asked, TODAY)).kind == "clarify"


@pytest.mark.parametrize("asked", ["Ai là Chủ tịch nước hiện nay?", "Chủ tịch UBND xã Phú An Mẫu là ai?"])
def test_who_holds_an_office_is_not_told(services: compose.Services, asked: str) -> None:
    answer = services.assistant.ask(Question(asked, TODAY))
    assert (answer.kind, texts.NO_PEOPLE in answer.text) == ("abstain", True)


def test_my_commune_of_nobody_known_is_asked_once(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("chỉ tiêu bảo hiểm y tế của xã tôi?", TODAY))
    assert (answer.kind, answer.text) == ("clarify", texts.WHOSE)
    chosen = next(o.question for o in answer.options if "Tân Hòa" in o.label)
    assert "95,8%" in services.assistant.ask(Question(chosen, TODAY)).text


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        # a figure inside a list, with its head: «Tổng giá trị sản xuất …: …; công nghiệp - xây dựng 312 tỷ đồng»
        ("Giá trị sản xuất công nghiệp - xây dựng của xã Tân Hòa Mẫu?", ("312 tỷ đồng", "Tổng giá trị sản xuất")),
        ("xã Phú An Mẫu đưa bao nhiêu lao động đi làm việc ở nước ngoài?", ("36 người",)),
    ],
)
def test_a_figure_inside_a_list(services: compose.Services, asked: str, holds: tuple[str, ...]) -> None:
    answer = services.assistant.ask(Question(asked, TODAY))
    assert answer.kind == "answer"
    assert not [h for h in holds if h not in answer.text]
    assert len(answer.citations) == 1


def test_one_of_several_doers(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("Xã Phú An Mẫu giao Trạm Y tế việc gì?", TODAY))
    assert answer.kind == "answer"
    assert "Trạm Y tế xã, các trường học" in answer.text


def test_a_movement_the_plan_never_names_has_no_directive(services: compose.Services) -> None:
    text = "Xã Tân Hòa Mẫu viện dẫn chỉ thị nào về phong trào hiến máu?"
    answer = services.assistant.ask(Question(text, TODAY))
    assert (answer.kind, "hiến máu" in answer.text) == ("abstain", True)


def test_calls_to_a_model_count_for_the_person() -> None:
    assert Person("UBND xã An Bình", id="7").counted == "7"
    assert Person("UBND xã An Bình").counted == "UBND xã An Bình"


def test_an_indicator_alone_asks_for_its_figure(services: compose.Services) -> None:
    has = services.assistant.ask(Question("Thu ngân sách của xã Tân Hòa Mẫu?", TODAY))
    assert (has.kind, "36,4 tỷ đồng" in has.text) == ("answer", True)
    assert services.assistant.ask(Question("Thu ngân sách của xã Phú An Mẫu?", TODAY)).kind == "abstain"


def test_the_signers_of_all_plans(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("Liệt kê người ký của tất cả các kế hoạch", TODAY))
    assert answer.kind == "answer"
    assert answer.text.count("tên người ký") >= 7


def test_the_plans_that_do_not(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("Kế hoạch nào không đặt chủ đề?", TODAY))
    told, *others = answer.text.split("\n")
    assert "không thấy nêu" in told
    assert not [
        u.name for u in services.assistant.view().scene.units if u.name in told and f"của {u.name}," in str(others)
    ]


def test_a_question_in_english(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("What is the health insurance target of Tan Hoa Mau commune?", TODAY))
    assert "95,8%" in answer.text


def test_a_number_without_its_symbol_is_still_told(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("Nghị định 98/2023 cho tiền thưởng bằng khen mấy lần?", TODAY))
    assert (answer.kind, "98/2023" in answer.text) == ("abstain", True)


def test_the_numbers_of_all_plans(services: compose.Services) -> None:
    answer = services.assistant.ask(Question("Liệt kê số ký hiệu các kế hoạch", TODAY))
    assert answer.text.count("số, ký hiệu") >= 2
    assert "14/KH-UBND" in answer.text

"""Questions about the register, in the words officials use, and what must stand in the answers."""

import datetime as dt
from pathlib import Path

import pytest

from bot.ask import law
from bot.ask.assistant import Assistant
from bot.ask.lawtime import stretch
from bot.model import Answer, Person, Question, Turn
from bot.texts import law as texts
from retrieval import CitedBy, Citers, Index, Places, Register, State

ROOT = Path(__file__).resolve().parents[3]
TODAY = dt.date(2026, 11, 21)
REGISTER = Register.load(ROOT / "corpus" / "directives")
PLACES = Places.load()
CLERK = Person("UBND xã An Bình", "xã", "")
CITED = Citers(
    {"34-ct-tw-2014": (CitedBy("34-ct-tw-2014", "d", "a.txt", ("III", "1"), "Chỉ thị số 34-CT/TW", "Kế hoạch A"),)},
    {"77-kh-ubnd": (CitedBy("", "d", "a.txt", ("I",), "Kế hoạch số 77/KH-UBND", "Kế hoạch A"),)},
)


def ask(text: str, today: dt.date = TODAY) -> Answer | None:
    return law.answer(text, today, REGISTER, person=CLERK, places=PLACES, cited=CITED)


def said(text: str) -> Answer:
    found = ask(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "holds", "not_holds"),
    [
        (
            "Năm 2027 xã tôi phát động thi đua thì căn cứ văn bản nào?",
            ["06/2022/QH15", "06/2026/QH16", "152/2025/NĐ-CP", "đến hết 28/02/2027", "15/2025/TT-BNV", "41-CT/TW"],
            ["34-CT/TW", "91/2017", "98/2023", "19/CT-TTg", "01/NQ-CP"],
        ),
        ("Chỉ thị 34 còn dùng được không?", ["đã có văn bản mới", "41-CT/TW", "26/12/2024"], ["hết hiệu lực"]),
        ("Nghị định hướng dẫn Luật TĐKT hiện nay?", ["152/2025/NĐ-CP", "14/6/2025"], ["98/2023", "91/2017", "28/2024"]),
        ("tháng 3/2025 thì áp dụng nghị định nào?", ["98/2023/NĐ-CP", "đến nay hết hiệu lực"], ["152/2025", "91/2017"]),
        ("nd 91/2017 het hieu luc chua", ["hết hiệu lực từ 01/01/2024", "152/2025/NĐ-CP"], []),
        ("Luật Thi đua, khen thưởng 2003 còn hiệu lực không?", ["hết hiệu lực từ 01/01/2024", "06/2022/QH15"], []),
        (
            "Tại thời điểm 01/2025 thì Nghị định 98/2023/NĐ-CP còn hiệu lực không?",
            ["còn hiệu lực", "đến nay hết hiệu lực"],
            [],
        ),
        ("Chỉ thị 34-CT/TW ngày 04/7/2014 còn hiệu lực không?", ["ghi ngày 04/7/2014, sổ ghi ngày 07/4/2014"], []),
        ("Nghị định 152/2025/NĐ-CP thay thế nghị định nào?", ["98/2023/NĐ-CP", "28/2024/NĐ-CP"], []),
        ("Cách viện dẫn Chỉ thị 41-CT/TW", ["Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị về"], []),
        ("Quá trình thay đổi của Luật Thi đua, khen thưởng", ["15/2003", "39/2013", "06/2022", "06/2026"], []),
        ("Căn cứ về nông thôn mới năm 2027 là văn bản nào?", ["51/2025/QĐ-TTg"], ["587/QĐ-TTg"]),
        ("Chỉ thị 31-CT/TU còn hiệu lực không?", ["chưa rõ hiệu lực"], ["còn hiệu lực"]),
        ("Chỉ thị 41-CT/TW ban hành ngày nào?", ["ngày 26/12/2024"], []),
        # which law and from when: two parts, one subject
        (
            "Luật Thi đua, khen thưởng hiện hành là luật số mấy, có hiệu lực từ ngày nào?",
            ["06/2022/QH15", "Có hiệu lực từ 01/01/2024", "sửa đổi, bổ sung bởi Luật số 06/2026/QH16"],
            ["134/2025"],
        ),
        (
            "Luật hiện hành về thi đua khen thưởng là luật số mấy, có hiệu lực từ ngày nào?",
            ["06/2022/QH15", "Có hiệu lực từ 01/01/2024", "sửa đổi, bổ sung bởi Luật số 06/2026/QH16"],
            ["134/2025"],
        ),
        ("Nghị định hiện hành về thi đua là nghị định số mấy, từ ngày nào?", ["152/2025/NĐ-CP"], ["134/2025"]),
        # the amending law is another law than the one it amends
        (
            "Luật sửa đổi, bổ sung Luật Thi đua, khen thưởng có hiệu lực từ ngày nào?",
            ["Luật số 06/2026/QH16", "Có hiệu lực từ 01/10/2026"],
            ["01/01/2024"],
        ),
        (
            "Luật sửa đổi, bổ sung Luật Thi đua, khen thưởng năm 2026 có hiệu lực khi nào?",
            ["Luật số 06/2026/QH16", "Có hiệu lực từ 01/10/2026"],
            ["01/01/2024"],
        ),
        (
            "Luật sửa đổi Luật Thi đua, khen thưởng năm 2013 còn hiệu lực không?",
            ["39/2013/QH13"],
            ["Có hiệu lực từ 01/10/2026"],
        ),
        (
            "Luật sửa đổi Luật Thi đua, khen thưởng năm 2003 có hiệu lực khi nào?",  # both amendments of that law
            ["47/2005/QH11", "39/2013/QH13"],
            [],
        ),
        (
            "Thủ tướng phát động những phong trào thi đua nào giai đoạn 2026-2030?",
            ["phát động ngày 27/12/2025", "đến hết 31/12/2030"],
            ["2021-2025", "2021 - 2025"],
        ),
        ("Các phong trào thi đua do Thủ tướng phát động giai đoạn 2021-2025", ["666/QĐ-TTg"], ["2016 - 2020"]),
        ("Năm tới soạn kế hoạch thì dẫn thông tư nào?", ["15/2025/TT-BNV", "28/02/2027"], ["01/2024"]),
    ],
)
def test_answers(question: str, holds: list[str], not_holds: list[str]) -> None:
    found = said(question)
    assert found.kind == "answer"
    assert not [h for h in holds if h not in found.text]
    assert not [h for h in not_holds if h in found.text]
    assert "21/11/2026" in found.text  # the day of the check stands in every answer
    assert all(f.sources for f in found.register)


def test_movements_of_a_period_the_register_has_none_of_are_not_made_up() -> None:
    found = said("Thủ tướng phát động những phong trào thi đua nào giai đoạn 2031-2035?")
    assert (found.kind, found.register) == ("abstain", ())
    assert "giai đoạn 2031-2035" in found.text


def test_a_topic_that_shares_no_pair_of_syllables_lists_nothing() -> None:
    # «trí», «nhân» each stand in the artificial intelligence law, never side by side
    assert not REGISTER.applies("nhân trí", first=TODAY, last=TODAY, kind="Luật")
    assert REGISTER.applies("trí tuệ nhân tạo", first=TODAY, last=TODAY, kind="Luật")


def test_a_shared_number_asks_which() -> None:
    for number in ("34-CT/TW", "19/CT-TTg", "45/CT-TTg"):
        bare = said(number)
        assert bare.kind == "clarify"
        assert len(bare.options) == 2
        assert said(f"{number} còn hiệu lực không?").text.endswith("Anh/chị hỏi văn bản nào?")


def test_every_button_asks_a_question_that_is_answered() -> None:
    for option in (*said("34-CT/TW").options, *said("NĐ 91/2017 còn hiệu lực không").options):
        assert said(option.question).kind == "answer", option.question


def test_a_number_with_a_day_is_its_state_on_that_day() -> None:
    assert "còn hiệu lực" in said("98/2023/NĐ-CP tại thời điểm 01/2025").text
    assert "chưa có hiệu lực" in said("152/2025/NĐ-CP tại ngày 30/6/2025").text


def test_a_wrong_number_is_not_found_and_the_nearest_are_shown_with_their_states() -> None:
    found = said("Nghị định 91/2018/NĐ-CP còn hiệu lực không?")
    assert found.kind == "abstain"
    assert "Không tìm thấy «91/2018/NĐ-CP»" in found.text
    assert "91/2017/NĐ-CP (hết hiệu lực từ 01/01/2024)" in found.text
    assert "121/2005" not in said("Nghị định 121/2006/NĐ-CP còn hiệu lực không?").text  # never confirmed


def test_a_local_text_not_in_the_register_says_who_cites_it() -> None:
    found = said("Kế hoạch 77/KH-UBND còn hiệu lực không?")
    assert "chưa có trong danh mục" in found.text
    assert [c.quote for c in found.citations] == ["Kế hoạch số 77/KH-UBND"]


def test_who_cites_it_is_quoted_word_for_word() -> None:
    found = said("Kế hoạch nào viện dẫn Chỉ thị số 34-CT/TW ngày 07/4/2014?")
    assert [(c.source, c.path, c.quote) for c in found.citations] == [("a.txt", ("III", "1"), "Chỉ thị số 34-CT/TW")]


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch thi đua năm 2025 của xã Phổ Châu căn cứ nghị quyết nào của HĐND xã?",  # stands in the plan
        "Nghị định nào quy định chi tiết thi hành Luật Thi đua, khen thưởng được thành phố Gia Nghĩa viện dẫn?",
        "Chỉ thị 41-CT/TW ngày 26/12/2024 yêu cầu cấp ủy làm những việc gì về thi đua, khen thưởng?",  # its content
        "Nghị định 152/2025/NĐ-CP cho mức thưởng Lao động tiên tiến bao nhiêu?",
        "Theo Nghị định 30/2020, lề trái văn bản hành chính bao nhiêu mm?",
        "Văn bản nào của Thủ tướng về tổ chức phong trào Tết trồng cây?",
        "Điều 7 Nghị định 91/2017/NĐ-CP quy định gì?",  # stands in the text itself
        "Nghị định 91/2017/NĐ-CP có mấy hình thức khen thưởng?",
        "Thông tư 15/2025/TT-BNV quy định mấy mẫu tờ trình?",
        "văn bản này còn hiệu lực không",
        "12/2024 34 91 30 15 58",
        "Tỷ lệ hộ nghèo xã Phổ Châu 2025?",
        "Ngày mai Hà Nội có mưa không?",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert ask(question) is None


def outputs() -> list[str]:
    """Some 300 answers: every row asked for its state, its citation, its successor, and as a card."""
    out = []
    for row in REGISTER.rows:
        when = f" ngày {row.date_raw}" if row.date else f" năm {row.date_raw[:4]}"
        name = f"{row.kind} số {row.number}{when}" if row.number else row.subject
        for form in ("{} còn hiệu lực không?", "Cách viện dẫn {}", "Quá trình thay đổi của {}"):
            found = ask(form.format(name))
            if found:
                out.append(found.text)
    for year in range(2005, 2031):
        found = ask(f"Năm {year} thì căn cứ văn bản nào để phát động thi đua?")
        if found:
            out.append(found.text)
    return out


def test_no_answer_names_a_directive_out_of_force_without_its_state() -> None:
    texts_of = outputs()
    assert len(texts_of) >= 200
    bad = [(t, [r.id for r in missing]) for t in texts_of if (missing := law.unstated(t, REGISTER, TODAY))]
    assert not bad


def test_the_guard_sees_what_it_must() -> None:
    assert [r.id for r in law.unstated("Căn cứ Nghị định số 91/2017/NĐ-CP.", REGISTER, TODAY)] == ["91-2017-nd-cp"]
    assert not law.unstated("Nghị định số 91/2017/NĐ-CP, hết hiệu lực từ 01/01/2024.", REGISTER, TODAY)
    assert not law.unstated("Căn cứ Nghị định số 152/2025/NĐ-CP.", REGISTER, TODAY)


def test_the_assistant_answers_from_the_register_and_keeps_the_number_of_the_conversation(tmp_path: Path) -> None:
    plan = "KẾ HOẠCH\nPhát động thi đua năm 2025\nI. CĂN CỨ\nThực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014.\n"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(plan, encoding="utf-8")
    with Index.open(tmp_path / "index", model="none", write=True) as index:
        index.sync([tmp_path / "corpus"])
        assistant = Assistant(index, REGISTER, PLACES)
        first = assistant.ask(Question("Nghị định hướng dẫn Luật TĐKT hiện nay?", TODAY))
        told = Turn("Nghị định 91/2017/NĐ-CP nói về gì?", "…")
        second = assistant.ask(Question("còn hiệu lực không?", TODAY, (told,)))
        who = assistant.ask(Question("Kế hoạch nào viện dẫn Chỉ thị số 34-CT/TW ngày 07/4/2014?", TODAY))
    assert "152/2025/NĐ-CP" in first.text
    assert [f.number for f in first.register] == ["152/2025/NĐ-CP"]
    assert "hết hiệu lực từ 01/01/2024" in second.text
    assert [c.quote for c in who.citations] == ["Chỉ thị số 34-CT/TW ngày 07/4/2014"]


def test_answers_are_short_and_no_state_is_guessed() -> None:
    for text in outputs():
        assert len(text) <= law.ROOM
    for row in REGISTER.rows:
        if REGISTER.state(row, TODAY) is State.UNKNOWN:
            assert "còn hiệu lực" not in texts.state(REGISTER.standing(row, TODAY))


@pytest.mark.parametrize(
    ("words_", "first", "last"),
    [
        ("cuối năm 2024", "2024-10-01", "2024-12-31"),
        ("đầu năm 2026", "2026-01-01", "2026-03-31"),
        ("giữa năm 2025", "2025-05-01", "2025-08-31"),
        ("quý III năm 2025", "2025-07-01", "2025-09-30"),
        ("quý 2/2025", "2025-04-01", "2025-06-30"),
        ("6 tháng cuối năm 2025", "2025-07-01", "2025-12-31"),
        ("cuoi nam ngoai", "2025-10-01", "2025-12-31"),
        ("cuối năm", "2026-11-21", "2026-12-31"),  # of the year that runs, from today
        ("đầu năm", "2026-11-21", "2026-11-21"),  # which one is not said: today
        ("năm ngoái", "2025-01-01", "2025-12-31"),
        ("trước ngày 01/7/2025", "2025-06-30", "2025-06-30"),
        ("tháng trước", "2026-10-01", "2026-10-31"),
        ("từ 2021 đến 2025", "2021-01-01", "2025-12-31"),
        ("quy chế 2025", "2025-01-01", "2025-12-31"),  # no quarter
    ],
)
def test_the_time_asked_about(words_: str, first: str, last: str) -> None:
    begins, ends, _ = stretch(f"{words_} thì căn cứ văn bản nào?", TODAY)
    assert (begins.isoformat(), ends.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Phong trào 2021-2025 hết chưa?", ["19/CT-TTg", "hết kỳ từ 01/01/2026"]),
        ("phong trao thi dua giai doan 2026-2030 con hieu luc khong", ["“Thi đua đổi mới", "còn hiệu lực"]),
        ("Phong trào nông thôn mới 2021-2025 còn hiệu lực không?", ["587/QĐ-TTg", "hết kỳ"]),
        ("phong trào xóa nhà tạm nhà dột nát hết chưa", ["Chung tay xóa nhà tạm", "hết kỳ từ 01/01/2026"]),
        ("phong trào xã hội học tập đến năm nào?", ["1315/QĐ-TTg", "đến hết 31/12/2030"]),
    ],
)  # fmt: skip
def test_a_movement_called_by_its_years(question: str, holds: list[str]) -> None:
    assert not [h for h in holds if h not in said(question).text]


def test_every_source_is_a_view_of_its_own_and_an_answer_shows_one() -> None:
    asked = said("Nguồn của Nghị định 152/2025/NĐ-CP")
    assert asked.text.count("\n- ") == len(REGISTER.get("152-2025-nd-cp").sources)
    state = said("Nghị định 152/2025/NĐ-CP còn hiệu lực không?")
    assert "Nguồn: https://vbpl.vn/" in state.text
    assert "github" not in state.text
    assert texts.sources(["https://a.gov.vn/T%C3%AAn?x=1&Keyword="]).startswith("Nguồn: https://a.gov.vn/Tên?x=1;")


@pytest.mark.parametrize(
    ("question", "kind", "holds", "not_holds"),
    [
        ("NTM 2026-2030 căn cứ quyết định nào", "answer", ["51/2025/QĐ-TTg"], ["1315/QĐ-TTg"]),
        ("Luật thi đua khen thưởng mới nhất số bao nhiêu?", "answer", ["06/2022/QH15"], ["152/2025"]),
        ("Năm 2016 thì luật thi đua nào áp dụng?", "answer", ["15/2003/QH11"], ["42/2010"]),
        # every year has its own text of that number
        ("Nghị quyết 01/NQ-CP năm 2025 còn hiệu lực không?", "clarify", ["Không tìm thấy", "08/01/2026"], []),
        ("NĐ 152/2025/NĐ-CP ngày 16/4/2025 đúng chưa?", "answer", ["ghi ngày 16/4/2025, sổ ghi ngày 14/6/2025"], []),
        (
            "Tháng 3 năm 2027 còn nghị định nào hướng dẫn luật thi đua không?",
            "answer",
            ["152/2025/NĐ-CP", "hết hiệu lực từ 01/3/2027"],
            ["129/2025"],
        ),
        ("Lịch sử các nghị định hướng dẫn luật thi đua", "answer", ["91/2017", "98/2023", "152/2025"], ["121/2005"]),
    ],
)
def test_as_officials_ask(question: str, kind: str, holds: list[str], not_holds: list[str]) -> None:
    found = said(question)
    assert found.kind == kind
    assert not [h for h in holds if h not in found.text]
    assert not [h for h in not_holds if h in found.text]


def test_to_guide_is_not_to_cite() -> None:
    """«hướng dẫn» and «dân vận» hold «dẫn» and are no citing."""
    for question in ("Nghị định 152/2025/NĐ-CP hướng dẫn xét danh hiệu thế nào?", "cách dân vận theo Chỉ thị 41-CT/TW"):
        found = ask(question)
        assert found is None or "Cách viện dẫn" not in found.text
        assert found is None or found.question_kind != "cite"

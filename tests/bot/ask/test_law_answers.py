"""Answers from legal texts: an invented circular, read and searched for real, without a model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.ask.assistant import Assistant
from bot.model import Answer, Question
from retrieval import Index

TODAY = date(2026, 11, 21)
CIRCULAR = """# văn bản: 77/2018/TT-BNV Thông tư quy định về tặng cờ và bằng ghi nhận

Điều 1. Đối tượng áp dụng
Cơ quan, tổ chức và cá nhân tham gia phong trào trồng rừng ven biển của các xã bãi ngang trong cả nước.

Điều 2. Hồ sơ đề nghị
1. Hồ sơ đề nghị tặng bằng ghi nhận được lập thành 03 bộ, gồm:
a) Tờ trình của cơ quan quản lý trực tiếp kèm danh sách tập thể và cá nhân được đề nghị;
b) Báo cáo thành tích trồng rừng có xác nhận của Ủy ban nhân dân nơi trồng;
c) Biên bản họp xét của hội đồng nơi đề nghị.
2. Hồ sơ gửi bằng đường bưu điện hoặc nộp trực tiếp.

Điều 3. Thời gian tính thành tích
Thành tích trồng rừng được tính từ ngày 01 tháng 9 năm trước đến hết ngày 31 tháng 8 năm xét tặng.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("law")
    Path(folder, "kho").mkdir()
    Path(folder, "kho", "77-2018-TT-BNV.txt").write_text(CIRCULAR, encoding="utf-8")
    with Index.open(folder / "index", model="none", write=True) as made:
        made.sync([folder / "kho"])
    with Index.open(folder / "index", model="none") as index:
        yield Assistant(index)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


def test_an_article_by_its_number_is_given_whole(assistant: Assistant) -> None:
    answer = ask(assistant, "Điều 1 Thông tư 77/2018/TT-BNV quy định gì?")
    assert "bãi ngang trong cả nước" in answer.text
    assert {c.path[0] for c in answer.citations} == {"Điều 1"}
    inside = ask(assistant, "Khoản 1 Điều 2 Thông tư 77/2018/TT-BNV nói gì?")
    assert all(w in inside.text for w in ("03 bộ", "Tờ trình", "Biên bản họp xét"))
    assert "bưu điện" not in inside.text


def test_an_article_that_is_not_there_is_denied(assistant: Assistant) -> None:
    answer = ask(assistant, "Điều 9 Thông tư 77/2018/TT-BNV quy định gì?")
    assert answer.kind == "abstain"
    assert "Điều 3" in answer.text


def test_the_head_of_a_list_holds_the_number(assistant: Assistant) -> None:
    answer = ask(assistant, "Biên bản họp xét nộp mấy bộ khi đề nghị tặng bằng ghi nhận?")
    assert "03 bộ" in answer.text


def test_from_which_day_to_which(assistant: Assistant) -> None:
    answer = ask(assistant, "Thành tích trồng rừng tính từ ngày nào đến ngày nào?")
    assert "01 tháng 9" in answer.text
    assert "31 tháng 8" in answer.text


def test_the_cases_a_paragraph_points_at_come_with_it(tmp_path: Path) -> None:
    Path(tmp_path, "kho").mkdir()
    Path(tmp_path, "kho", "78-2018-TT-BNV.txt").write_text(
        "# văn bản: 78/2018/TT-BNV Thông tư về bằng ghi nhận\n\nĐiều 1. Thu hồi bằng ghi nhận\n"
        "1. Cá nhân bị hủy bỏ khi vi phạm một trong các trường hợp sau:\na) Khai man diện tích đã trồng;\n"
        "b) Cho người khác mượn bằng để vay vốn.\n"
        "2. Căn cứ kết luận cá nhân vi phạm một trong các trường hợp quy định tại khoản 1 Điều này, cơ quan trình "
        "khen thưởng đề nghị thu hồi bằng ghi nhận, thu hồi hiện vật và tiền thưởng kèm theo bằng ghi nhận.\n",
        encoding="utf-8",
    )
    with Index.open(tmp_path / "index", model="none", write=True) as made:
        made.sync([tmp_path / "kho"])
    with Index.open(tmp_path / "index", model="none") as index:
        answer = ask(Assistant(index), "Bằng ghi nhận bị thu hồi hiện vật khi nào?")
    assert answer.kind == "answer"
    assert "Khai man" in answer.text
    assert "mượn bằng" in answer.text


def test_a_law_named_by_its_year_that_is_not_here(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật Thi đua, khen thưởng 2022 quy định hồ sơ thế nào?")
    assert answer.kind == "abstain"
    assert "năm 2022" in answer.text

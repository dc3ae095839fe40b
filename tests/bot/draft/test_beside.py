"""What goes beside a draft: the source sheet and the duty matrix, never inside the plan."""

import datetime as dt
import io

import docx as word
import openpyxl
import pytest

from bot.draft.drafter import Drafter
from bot.draft.export import docx
from bot.draft.matrix import duty_table, duty_workbook, rows
from bot.draft.source_sheet import source_sheet
from bot.model import Draft, Person
from retrieval import Places, Register
from tests.bot.draft.shelf import ROOT, invented

REQUEST = (
    "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027. Phòng Văn hóa - Xã hội tuyên truyền; "
    "Văn phòng HĐND và UBND theo dõi, báo cáo trước 15/6 và 15/12"
)


@pytest.fixture(scope="module")
def draft() -> Draft:
    drafter = Drafter(invented(), Register.load(ROOT / "corpus" / "directives"), Places.load())
    return drafter.draft(drafter.understand(REQUEST, Person(), dt.date(2026, 11, 21)))


def words_in(content: bytes) -> str:
    paper = word.Document(io.BytesIO(content))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_the_matrix_says_who_what_when_and_on_what(draft: Draft) -> None:
    found = {r.who: r for r in rows(draft)}
    assert found["Văn phòng HĐND và UBND"].when == "trước 15/6 và 15/12"
    assert found["Văn phòng HĐND và UBND"].basis == "người soạn cho"
    assert found["Phòng Văn hóa - Xã hội"].what == "Tuyên truyền."
    assert found["Phòng Văn hóa - Xã hội"].when == "[CẦN BỔ SUNG: thời hạn]"  # nobody gave one
    front = found["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]
    assert front.basis.startswith("12-KH-UBND.txt, mục III")


def test_the_matrix_as_word_and_as_a_sheet(draft: Draft) -> None:
    assert "BẢNG PHÂN CÔNG THỰC HIỆN" in words_in(duty_table(draft))
    sheet = openpyxl.load_workbook(io.BytesIO(duty_workbook(draft))).active
    assert sheet.max_row == len(rows(draft)) + 1
    assert [c.value for c in sheet[1]] == ["TT", "Đơn vị thực hiện", "Nhiệm vụ", "Thời hạn", "Căn cứ"]


def test_the_source_sheet_has_every_paragraph_its_quote_and_what_is_missing(draft: Draft) -> None:
    sheet, plan = words_in(source_sheet(draft)), words_in(docx(draft))
    for s in draft.sections:
        for p in s.paragraphs:
            assert p.text in sheet
            assert all(f"«{c.quote}»" in sheet for c in p.citations)
    assert all(t in sheet for t in draft.todo)
    assert "12-KH-UBND.txt" in sheet
    assert "12-KH-UBND.txt" not in plan  # sources never stand inside the plan

"""Citations as people write them → the rows they mean."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import Register
from retrieval.register import cite

ROOT = Path(__file__).resolve().parents[3]
TODAY = dt.date(2026, 11, 21)
REGISTER = Register.load(ROOT / "corpus" / "directives")


def ids(text: str, on: dt.date = TODAY) -> list[str]:
    return [r.id for r in REGISTER.resolve(text=text, on=on).rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị", ["34-ct-tw-2014"]),
        ("34-CT/TW", ["34-ct-tw-2014", "34-ct-tw-2024"]),  # two texts share it: ask which
        ("19/CT-TTg", ["19-ct-ttg-2021", "19-ct-ttg-2024"]),
        ("45/CT-TTg", ["45-ct-ttg-2020", "45-ct-ttg-2024"]),
        ("19/CT-TTg ngày 24/6/2024", ["19-ct-ttg-2024"]),
        ("19/CT-TTg năm 2021", ["19-ct-ttg-2021"]),
        ("Chỉ thị 45/CT-TTg ngày 31 tháng 12 năm 2020", ["45-ct-ttg-2020"]),
        ("Chỉ thị 34 của Bộ Chính trị", ["34-ct-tw-2014"]),
        ("Chỉ thị 34 của Ban Bí thư", ["34-ct-tw-2024"]),
        ("chi thi 34 cua bo chinh tri ban hanh ngay nao", ["34-ct-tw-2014"]),
        ("Luật Thi đua, khen thưởng năm 2022", ["06-2022-qh15"]),
        ("Luật thi đua khen thưởng năm 2003", ["15-2003-qh11"]),
        ("Luật Thi đua, khen thưởng năm 2013", ["39-2013-qh13"]),  # there is only an amending law of that year
        ("Luật sửa đổi bổ sung một số điều của Luật Thi đua, khen thưởng năm 2013", ["39-2013-qh13"]),
        ("Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022", ["06-2022-qh15"]),
        ("Luật TĐKT", ["06-2022-qh15"]),
        ("NĐ 91", ["91-2017-nd-cp"]),
        ("nghị định 91", ["91-2017-nd-cp"]),
        ("Nghị định 91/2017", ["91-2017-nd-cp"]),
        ("nd 91/2017/nd-cp", ["91-2017-nd-cp"]),
        ("NĐ91/2017/NĐ-CP", ["91-2017-nd-cp"]),
        ("Nghị định số 152/2025/NĐ - CP", ["152-2025-nd-cp"]),
        ("TT 15/2025", ["15-2025-tt-bnv"]),
        ("Thông tư 15 năm 2025", ["15-2025-tt-bnv"]),
        ("Quy chuẩn QCVN 02:2009/BYT", ["qcvn-02-2009-byt"]),
        ("Thông tư 05/2009/TT-BYT", ["qcvn-02-2009-byt"]),  # the circular the standard was issued with
        ("Quyết định 587/QĐ-TTg", ["587-qd-ttg-2022"]),
        ("Chỉ thị 99-CT/TW nói gì?", []),
        ("Nghị quyết số 13/NQ-HĐND ngày 20/12/2025 của HĐND xã An Bình", []),  # every commune has a number 13
        ("tỷ lệ 34/45 hộ, đạt 91,5%", []),
        ("ngày 16/7/2021", []),
    ],
)
def test_resolve(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_cited_by_name_is_the_version_of_the_day() -> None:
    assert ids("theo Luật Thi đua, khen thưởng", dt.date(2019, 1, 1)) == ["15-2003-qh11"]
    assert ids("theo Luật Thi đua, khen thưởng", dt.date(2025, 1, 1)) == ["06-2022-qh15"]


@pytest.mark.parametrize(
    ("text", "id", "differs"),
    [
        ("Chỉ thị số 34-CT/TW ngày 04/7/2014 của Bộ Chính trị", "34-ct-tw-2014", ["date"]),  # day and month swapped
        ("Nghị định số 91/2017/NĐ-CP ngày 31/7/2018 của Chính phủ", "91-2017-nd-cp", ["date"]),
        ("Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Thủ tướng Chính phủ", "91-2017-nd-cp", []),  # holds the words
        ("Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Bộ Nội vụ", "91-2017-nd-cp", ["issuer"]),
        ("Kết luận số 01-KL/TW ngày 15/8/2021 của Bộ Chính trị", "01-kl-tw-2021", ["date"]),
        ("Thông tư số 152/2025/NĐ-CP ngày 14/6/2025", "152-2025-nd-cp", ["kind"]),
        ("Nghị quyết số 96/2018/NQ-HĐND ngày 18/7/2018 của HĐND tỉnh Hà Tĩnh", "96-2018-nq-hdnd-ha-tinh", []),
        ("Chỉ thị số 34-CT/TW ngày 07/4/2014 về phòng, chống cháy nổ nhà cao tầng", "34-ct-tw-2014", ["subject"]),
    ],
)  # fmt: skip
def test_disagreement_is_a_finding(text: str, id: str, differs: list[str]) -> None:
    found = REGISTER.resolve(text=text, on=TODAY)
    assert [r.id for r in found.rows] == [id]
    assert [d.what for d in found.disagreements] == differs


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            "Thông tư số 15/2025/TT-BNV ngày 04/8/2025 của Bộ Nội vụ quy định biện pháp",
            "Bộ Nội vụ",
        ),  # «Nội» is no «nói»
        ("Thong tu 15/2025/TT-BNV cua Bo Noi vu con hieu luc khong", "Bo Noi vu"),
        ("Công văn số 557/BKHCN-CĐSQG của Bộ Khoa học và Công nghệ về nguyên tắc", "Bộ Khoa học và Công nghệ"),
        ("Chỉ thị số 34-CT/TW của Bộ Chính trị và Chỉ thị số 20-CT/TU", "Bộ Chính trị"),
        ("Nghị quyết 54-NQ/ĐU của Đảng ủy xã cho thưởng bao nhiêu", "Đảng ủy xã"),
        ("Chỉ thị 34 của Ban Bí thư còn hiệu lực không", "Ban Bí thư"),
    ],
)
def test_issuer_ends_where_the_sentence_goes_on(text: str, issuer: str) -> None:
    assert cite.mentions(text)[0].issuer == issuer


def test_nearest_numbers_for_a_wrong_one() -> None:
    near = [r.number for r in REGISTER.nearest("91/2018/NĐ-CP")]
    assert near[0] == "91/2017/NĐ-CP"
    assert "121/2005/NĐ-CP" not in [r.number for r in REGISTER.nearest("121/2006/NĐ-CP")]  # never confirmed


@pytest.mark.parametrize(
    ("a", "b"),
    [("34-CT/TW", "34 – ct / tw"), ("91/2017/NĐ-CP", "91/2017/nd-cp"), ("09/QĐ-UBND", "9/QĐ-UBND")],
)
def test_key_of_a_number(a: str, b: str) -> None:
    assert cite.key(a) == cite.key(b)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(max_size=200))
def test_spans_point_at_their_quotes(text: str) -> None:
    from retrieval import words

    whole = words.nfc(text)
    for m in cite.mentions(text):
        assert whole[m.span.start : m.span.end] == m.quote

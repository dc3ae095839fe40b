"""Words, numbers, dates: the casebook."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.525,59", 1525.59),
        ("16.068", 16068),  # thousands mark
        ("1,82", 1.82),
        ("05", 5),
        ("1460", 1460),
        ("14.5", 14.5),  # a dot not followed by three digits can only be a decimal mark
        ("1.2.3", None),  # a heading number
        ("12%", None),
        ("", None),
    ],
)
def test_number(text: str, value: float | None) -> None:
    assert words.number(text) == value


@pytest.mark.parametrize(
    ("date", "text"),
    [(dt.date(2014, 4, 7), "07/4/2014"), (dt.date(2024, 1, 31), "31/01/2024"), (dt.date(2024, 12, 26), "26/12/2024")],
)
def test_day_is_written_as_decree_30_asks(date: dt.date, text: str) -> None:
    assert words.day(date) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ngày 28 tháng 3 năm 2024", [dt.date(2024, 3, 28)]),
        ("Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị", [dt.date(2014, 4, 7)]),
        ("ngày tháng 01 năm 2025", []),  # the day is blank
        ("31/02/2024", []),  # no such day
        ("số 12/2019/TT-BNV", []),  # a document number
    ],
)
def test_dates(text: str, found: list[dt.date]) -> None:
    assert [d for d, _, _ in words.dates(text)] == found


def test_fold_meets_what_people_type_without_accents() -> None:
    assert words.fold("Xã PHỔ  Châu, tỉnh Đắk Nông") == "xa pho chau, tinh dak nong"


@given(st.text())
def test_unaccent_keeps_every_position(text: str) -> None:
    assert len(words.unaccent(text)) == len(words.nfc(text))

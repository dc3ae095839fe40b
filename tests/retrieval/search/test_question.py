"""What is read out of a question before searching: documents named, abbreviations, accents put back."""

from __future__ import annotations

import datetime as dt

import pytest

from retrieval.model import Document, Header
from retrieval.search import abbreviations, accents, keywords, named, place_names


def law(number: str, kind: str, date: dt.date | None = None) -> Document:
    return Document(number, "f.txt", "0" * 64, "law", Header(number=number, kind=kind, date=date), f"{kind} {number}")


DECREE = law("91/2017/NĐ-CP", "Nghị định", dt.date(2017, 7, 31))
DIRECTIVE = law("34-CT/TW", "Chỉ thị", dt.date(2014, 4, 7))


@pytest.mark.parametrize(
    ("question", "document", "fits"),
    [
        ("Nghị định 91/2017/NĐ-CP quy định gì?", DECREE, True),
        ("nghi dinh 91 quy dinh gi", DECREE, True),
        ("NĐ 91/2017 quy định gì?", DECREE, True),
        ("theo 91/2017 thì sao", DECREE, True),
        ("Nghị định 91/2018 quy định gì?", DECREE, False),  # another year
        ("Thông tư 91/2017 quy định gì?", DECREE, False),  # another kind
        ("Điều 91 quy định gì?", DECREE, False),  # an article, not a decree
        ("Chỉ thị 34 nói gì?", DIRECTIVE, True),
        ("34-CT/TW nói gì?", DIRECTIVE, True),
        ("chỉ thị 2014 nói gì?", DIRECTIVE, False),  # a year, not a number
        ("đạt 34% trở lên", DIRECTIVE, False),
    ],
)
def test_documents_named(question: str, document: Document, fits: bool) -> None:
    assert named.is_named(document, named.names_in(question)) is fits


@pytest.mark.parametrize(
    ("question", "bare", "implied"),
    [
        ("ubnd xã", False, "ủy ban nhân dân"),
        ("ubnd xa", True, "uy ban nhan dan"),
        ("mục tiêu kt-xh", False, "kinh tế xã hội"),
        ("chiến sĩ thi đua cơ sở", False, "cstđ"),
        ("hdnd xa", True, "hoi dong nhan dan"),
    ],
)
def test_abbreviations_go_both_ways(question: str, bare: bool, implied: str) -> None:
    runs = abbreviations.runs_of(keywords.words_of(question, bare), bare)
    assert runs[0].gain == 1
    assert (tuple(implied.split()), abbreviations.GAIN) in [(r.words, r.gain) for r in runs[1:]]


@pytest.mark.parametrize(
    ("question", "bare", "implied"),
    [
        # Resolution 202/2025/QH15: Đắk Nông and Bình Thuận went into Lâm Đồng, Hải Dương into Hải Phòng.
        ("phong trào thi đua của tỉnh Đắk Nông", False, "tỉnh lâm đồng"),
        ("phong trào thi đua của tỉnh Lâm Đồng", False, "tỉnh đắk nông"),
        ("phong trào thi đua của tỉnh Lâm Đồng", False, "tỉnh bình thuận"),
        ("kế hoạch của Hải Dương năm 2024", False, "thành phố hải phòng"),
        ("ke hoach cua tinh dak nong", True, "tinh lam dong"),  # typed without accents
        # a city that ended with its districts, and the wards it became
        ("thành phố Gia Nghĩa, tỉnh Đắk Nông", False, "phường bắc gia nghĩa"),
        ("phường Bắc Gia Nghĩa, tỉnh Lâm Đồng", False, "phường quảng thành"),
    ],
)
def test_places_are_asked_for_by_their_old_and_new_names(question: str, bare: bool, implied: str) -> None:
    runs = place_names.runs_of(question, bare)
    assert tuple(implied.split()) in [r.words for r in runs]
    assert {r.gain for r in runs} == {abbreviations.GAIN}


@pytest.mark.parametrize(
    "question",
    [
        "mức thưởng chiến sĩ thi đua cơ sở",
        "chỉ tiêu của xã Hòa Bình",  # borne by many: none is meant
        "học tập tư tưởng Hồ Chí Minh",  # a person
    ],
)
def test_no_other_name_is_asked_for_where_no_unit_is_meant(question: str) -> None:
    assert place_names.runs_of(question, bare=False) == ()


def test_accents_come_back_from_the_corpus() -> None:
    texts = ["kế hoạch phát động phong trào thi đua", "hồ sơ khen thưởng gồm tờ trình", "thì phải nộp hồ sơ"]
    field = keywords.build(texts, bare=False)
    vocabulary = {w for t in texts for w in keywords.words_of(t, bare=False)}
    restorer = accents.Restorer(vocabulary, field)
    # "bao nhiêu" stands in no text: how people ask is known beforehand. "thi" is "thì" or "thi" by its neighbour.
    assert restorer.restore(["phong", "trao", "thi", "dua"]) == ["phong", "trào", "thi", "đua"]
    assert restorer.restore(["thi", "phai", "nop", "bao", "nhieu", "ho", "so"]) == [
        "thì",
        "phải",
        "nộp",
        "bao",
        "nhiêu",
        "hồ",
        "sơ",
    ]
    assert restorer.restore(["xyzt", "2025"]) == ["xyzt", "2025"]
    assert restorer.restore([]) == []


def test_pairs_tell_order() -> None:
    field = keywords.build(["bằng khen của bộ", "khen bằng của bộ"], bare=False)
    _, pairs = field.score([keywords.Run(("bằng", "khen"))])
    assert pairs[0] > 0 == pairs[1]

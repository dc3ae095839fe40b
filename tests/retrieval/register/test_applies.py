"""Which directive applies, chains over time, who cites whom."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from retrieval import Register, citers, read

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
REGISTER = Register.load(ROOT / "corpus" / "directives")


def year(y: int) -> dict[str, dt.date]:
    return {"first": dt.date(y, 1, 1), "last": dt.date(y, 12, 31)}


def ids(topic: str, **asked: Any) -> list[str]:
    return [a.row.id for a in REGISTER.applies(topic, **asked)]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (2027, ["06-2022-qh15", "152-2025-nd-cp", "15-2025-tt-bnv", "41-ct-tw-2024", "phong-trao-2026-2030"]),
        (2022, ["15-2003-qh11", "91-2017-nd-cp", "12-2019-tt-bnv", "34-ct-tw-2014"]),
        (2016, ["15-2003-qh11", "42-2010-nd-cp", "34-ct-tw-2014"]),
    ],
)
def test_general_bases_of_a_year_in_the_order_of_a_plan(when: int, expected: list[str]) -> None:
    assert [i for i in ids("", **year(when)) if i in expected] == expected


def test_nothing_out_of_force_applies() -> None:
    assert not {"34-ct-tw-2014", "91-2017-nd-cp", "19-ct-ttg-2021", "121-2005-nd-cp"} & set(ids("", **year(2027)))


def test_a_text_that_ends_within_the_year_says_when() -> None:
    ends = {a.row.id: a.ends for a in REGISTER.applies("", **year(2027))}
    assert ends["152-2025-nd-cp"] == dt.date(2027, 2, 28)
    assert ends["06-2022-qh15"] is None


@pytest.mark.parametrize(
    ("topic", "asked", "first"),
    [
        ("nghị định", {"kind": "Nghị định", "first": dt.date(2025, 3, 1)}, "98-2023-nd-cp"),
        ("nông thôn mới", year(2027), "51-2025-qd-ttg"),
        ("NTM", year(2024), "587-qd-ttg-2022"),
        ("chuẩn nghèo", year(2027), "351-2025-nd-cp"),
        ("chuẩn nghèo", year(2024), "07-2021-nd-cp"),
        ("học tập suốt đời", year(2027), "1315-qd-ttg-2023"),
        ("thể thức trình bày văn bản", year(2026), "30-2020-nd-cp"),
        ("thi đua ngành giáo dục, nhà trường", year(2027), "07-2026-tt-bgddt"),
        ("bảo vệ dữ liệu cá nhân", year(2026), "91-2025-qh15"),
        ("trí tuệ nhân tạo", {"first": dt.date(2026, 4, 1)}, "134-2025-qh15"),
        ("vì người nghèo", year(2023), "666-qd-ttg-2022"),
        ("chuyển đổi số", {"first": dt.date(2026, 11, 21)}, "01-kh-bcdtw-2025"),
    ],
)  # fmt: skip
def test_first_on_a_topic(topic: str, asked: dict[str, Any], first: str) -> None:
    assert ids("" if topic == "nghị định" else topic, **asked)[0] == first


def test_a_local_text_applies_only_at_home() -> None:
    on = {"first": dt.date(2025, 12, 15)}  # its last day of evidence
    assert "86-2025-qd-ubnd-bac-ninh" in ids("thi đua, khen thưởng tỉnh Bắc Ninh", province="Bắc Ninh", **on)
    assert "86-2025-qd-ubnd-bac-ninh" not in ids("thi đua, khen thưởng tỉnh Bắc Ninh", province="Hà Tĩnh", **on)


def test_use_in_past_plans_raises_a_row() -> None:
    before = {a.row.id: a.score for a in REGISTER.applies("", **year(2027))}
    after = {a.row.id: a.score for a in REGISTER.applies("", used={"41-ct-tw-2024": 20}, **year(2027))}
    assert after["41-ct-tw-2024"] > before["41-ct-tw-2024"]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("39-2013-qh13", ["2004", "2005", "2010", "2014", "2024", "2026"]),  # 2003, its three amending laws, 2022, 2026
        ("152-2025-nd-cp", ["2010", "2012", "2014", "2017", "2024", "2024", "2025"]),
        ("41-ct-tw-2024", ["1998", "2004", "2014", "2024"]),
    ],
)
def test_chain(id: str, expected: list[str]) -> None:
    assert [str(link.since.year) for link in REGISTER.chain(REGISTER.get(id))] == expected


def test_what_finally_took_its_place() -> None:
    assert [r.id for r in REGISTER.later(REGISTER.get("91-2017-nd-cp"), dt.date(2026, 11, 21))] == ["152-2025-nd-cp"]


def test_cited_by_equals_the_checked_facts(shared_register: list[dict[str, Any]]) -> None:
    if not SEEDS.exists():
        pytest.skip("the seed plans lie outside the repository and are absent here")
    readings = [read(f) for f in sorted(SEEDS.glob("*.txt"))]
    found = citers(REGISTER, [(r.document, r.clauses) for r in readings])
    ours = {r.id: sorted({p.source[:3] for p in found.rows.get(r.id, ())}) for r in REGISTER.rows}
    theirs = {f["id"]: sorted(x[:3] for x in f["cited_by"]) for f in shared_register}
    assert ours == theirs

"""States on a date: before, on and after each boundary of the register's own rows."""

import datetime as dt
from pathlib import Path

import pytest

from retrieval import Register, State

ROOT = Path(__file__).resolve().parents[3]
NOT_YET, IN, NEWER, OUT, OVER, UNKNOWN = (
    State.NOT_YET, State.IN_FORCE, State.HAS_SUCCESSOR, State.EXPIRED, State.PERIOD_OVER, State.UNKNOWN,
)  # fmt: skip

CASES = [
    # the chain of laws: each ends on the day the next begins
    ("15-2003-qh11", "2004-06-30", NOT_YET),
    ("15-2003-qh11", "2004-07-01", IN),
    ("15-2003-qh11", "2013-11-16", IN),
    ("15-2003-qh11", "2023-12-31", IN),
    ("15-2003-qh11", "2024-01-01", OUT),
    ("39-2013-qh13", "2014-05-31", NOT_YET),
    ("39-2013-qh13", "2014-06-01", IN),
    ("39-2013-qh13", "2024-01-01", OUT),
    ("06-2022-qh15", "2022-06-15", NOT_YET),  # passed, not yet in force
    ("06-2022-qh15", "2023-12-31", NOT_YET),
    ("06-2022-qh15", "2024-01-01", IN),
    ("06-2022-qh15", "2026-10-01", IN),
    ("06-2026-qh16", "2026-09-30", NOT_YET),
    ("06-2026-qh16", "2026-10-01", IN),
    ("06-2026-qh16", "2026-11-21", IN),
    # decrees: replaced; lapsing on a day of its own
    ("42-2010-nd-cp", "2010-04-14", NOT_YET),
    ("42-2010-nd-cp", "2017-09-30", IN),
    ("42-2010-nd-cp", "2017-10-01", OUT),
    ("91-2017-nd-cp", "2017-09-30", NOT_YET),
    ("91-2017-nd-cp", "2017-10-01", IN),
    ("91-2017-nd-cp", "2023-12-31", IN),
    ("91-2017-nd-cp", "2024-01-01", OUT),
    ("98-2023-nd-cp", "2024-01-01", IN),
    ("98-2023-nd-cp", "2025-03-15", IN),
    ("98-2023-nd-cp", "2025-06-30", IN),
    ("98-2023-nd-cp", "2025-07-01", OUT),
    ("152-2025-nd-cp", "2025-06-30", NOT_YET),
    ("152-2025-nd-cp", "2025-07-01", IN),
    ("152-2025-nd-cp", "2027-02-28", IN),
    ("152-2025-nd-cp", "2027-03-01", OUT),
    # circulars: replaced; fallen with the decree they detail; an amending one with the one it amends
    ("12-2019-tt-bnv", "2019-12-31", NOT_YET),
    ("12-2019-tt-bnv", "2020-01-01", IN),
    ("12-2019-tt-bnv", "2023-12-31", IN),
    ("12-2019-tt-bnv", "2024-01-01", OUT),
    ("05-2020-tt-bnv", "2023-12-31", IN),
    ("05-2020-tt-bnv", "2024-01-01", OUT),
    ("01-2024-tt-bnv", "2024-04-14", NOT_YET),
    ("01-2024-tt-bnv", "2025-07-15", IN),  # outlives its decree by its own date
    ("01-2024-tt-bnv", "2025-08-05", OUT),
    ("15-2025-tt-bnv", "2025-08-04", NOT_YET),
    ("15-2025-tt-bnv", "2025-08-05", IN),
    # Party texts: a newer one, no repeal read, is never «hết hiệu lực»
    ("34-ct-tw-2014", "2014-04-06", NOT_YET),
    ("34-ct-tw-2014", "2014-04-07", IN),
    ("34-ct-tw-2014", "2024-12-25", IN),
    ("34-ct-tw-2014", "2024-12-26", NEWER),
    ("34-ct-tw-2014", "2026-11-21", NEWER),
    ("39-ct-tw-2004", "2014-04-06", IN),
    ("39-ct-tw-2004", "2014-04-07", NEWER),
    ("41-ct-tw-2024", "2024-12-25", NOT_YET),
    ("41-ct-tw-2024", "2026-11-21", IN),
    # a period named in the text
    ("19-ct-ttg-2021", "2021-07-15", NOT_YET),
    ("19-ct-ttg-2021", "2025-12-31", IN),
    ("19-ct-ttg-2021", "2026-01-01", OVER),
    ("1730-qd-ttg-2016", "2020-12-31", IN),
    ("1730-qd-ttg-2016", "2021-01-01", OVER),
    ("1730-qd-ttg-2016", "2023-01-01", OVER),  # over, though a text of the next period followed
    ("01-nq-cp-2026", "2026-12-31", IN),
    ("01-nq-cp-2026", "2027-01-01", OVER),
    ("2437-qd-ttg-2025", "2026-01-31", IN),
    ("2437-qd-ttg-2025", "2026-02-01", OVER),
    ("13-nq-hdnd-pho-chau", "2025-12-31", UNKNOWN),  # only the plan says so: not shown as in force
    ("13-nq-hdnd-pho-chau", "2026-01-01", OVER),
    # the last day is named: it still holds on that day
    ("07-2021-nd-cp", "2026-12-31", IN),
    ("07-2021-nd-cp", "2027-01-01", OUT),
    ("qcvn-02-2009-byt", "2021-06-30", IN),
    ("qcvn-02-2009-byt", "2021-07-01", OUT),
    # a date known only to the month or year
    ("1315-qd-ttg-2023", "2023-10-31", NOT_YET),
    ("1315-qd-ttg-2023", "2023-11-15", UNKNOWN),
    ("1315-qd-ttg-2023", "2023-12-01", IN),
    ("733-qd-ttg-2019", "2019-06-01", UNKNOWN),
    ("733-qd-ttg-2019", "2020-01-01", IN),
    ("733-qd-ttg-2019", "2026-01-01", OVER),
    # low or no certainty: in force only while it was seen in use
    ("05-ct-tw-2016", "2020-01-01", IN),
    ("05-ct-tw-2016", "2026-03-12", UNKNOWN),
    ("31-ct-tu-hung-yen", "2015-01-01", UNKNOWN),
    ("86-2025-qd-ubnd-bac-ninh", "2025-12-15", IN),
    ("86-2025-qd-ubnd-bac-ninh", "2026-11-21", UNKNOWN),
    ("du-thao-tt-tdkt-2026", "2026-11-21", UNKNOWN),
    ("117-2025-qh15", "2026-02-28", NOT_YET),
    ("29-2018-qh14", "2026-02-28", IN),
    ("29-2018-qh14", "2026-03-01", OUT),
]  # fmt: skip


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load(ROOT / "corpus" / "directives")


@pytest.mark.parametrize(("id", "on", "state"), CASES)
def test_state_on_a_day(register: Register, id: str, on: str, state: State) -> None:
    assert register.state(register.get(id), dt.date.fromisoformat(on)) is state


@pytest.mark.parametrize(
    ("id", "on", "soon"),
    [
        ("152-2025-nd-cp", "2026-09-01", False),  # 180 days before the last day, 28/02/2027
        ("152-2025-nd-cp", "2026-09-02", True),
        ("152-2025-nd-cp", "2026-11-21", True),
        ("152-2025-nd-cp", "2027-02-28", True),
        ("152-2025-nd-cp", "2027-03-01", False),  # over, not soon over
        ("01-nq-cp-2026", "2026-11-21", True),  # a period that ends counts as well
        ("06-2022-qh15", "2026-11-21", False),
    ],
)
def test_lapsing_soon(register: Register, id: str, on: str, soon: bool) -> None:
    assert register.lapsing(register.get(id), dt.date.fromisoformat(on)) is soon


def test_a_start_taken_from_the_day_of_signing_says_so(register: Register) -> None:
    assert register.standing(register.get("42-2010-nd-cp"), dt.date(2011, 1, 1)).assumed_start
    assert not register.standing(register.get("91-2017-nd-cp"), dt.date(2018, 1, 1)).assumed_start


def test_unknown_is_never_worded_as_in_force(register: Register) -> None:
    from bot.texts import law

    for row in register.rows:
        standing = register.standing(row, dt.date(2026, 11, 21))
        if standing.state is not State.IN_FORCE:
            assert "còn hiệu lực" not in law.state(standing)
        if standing.state is State.HAS_SUCCESSOR:
            assert "hết hiệu lực" not in law.state(standing)


def test_states_match_the_checked_facts(register: Register, shared_register: list[dict[str, object]]) -> None:
    on = dt.date(2026, 11, 21)
    wrong = [
        (f["id"], register.state(register.get(str(f["id"])), on).value, f["state"])
        for f in shared_register
        if f["state_certainty"] in ("high", "medium")
        and register.state(register.get(str(f["id"])), on).value != f["state"]
    ]
    assert not wrong

"""Whatever leaves the house, no directive out of force stands in it without its state; who cites it, by an index."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.ask import law
from bot.ask.lawdesk import Consulted, consult
from bot.ask.lawwords import unstated
from bot.check import check
from bot.draft.drafter import Drafter
from bot.model import Draft, Person
from retrieval import Index, Places, Register, State, citers, read_text
from tests.bot.draft.shelf import ROOT, SHARED, invented
from tests.retrieval.register.conftest import shared_register

__all__ = ["shared_register"]

TODAY = dt.date(2026, 11, 21)
REGISTER = Register.load(ROOT / "corpus" / "directives")
PLACES = Places.load()
CLERK = Person("UBND xã An Bình", "xã", "")
SAMPLE = ROOT / "corpus" / "plans" / "2026-xa-tan-hoa-mau-kinh-te-xa-hoi.txt"
STALE = ("Nghị định 91/2017/NĐ-CP", "Chỉ thị 34-CT/TW ngày 07/4/2014", "Chỉ thị 19/CT-TTg ngày 16/7/2021",
         "Thông tư 12/2019/TT-BNV", "Luật Thi đua, khen thưởng năm 2003", "Quyết định 587/QĐ-TTg")  # fmt: skip


def looked_up(text: str, on: dt.date | None = None) -> Consulted:
    return consult(text, TODAY, REGISTER, on=on, person=CLERK, places=PLACES)


def answers() -> Iterator[str]:
    for row in REGISTER.rows:
        when = f" ngày {row.date_raw}" if row.date else f" năm {row.date_raw[:4]}"
        name = f"{row.kind} số {row.number}{when}" if row.number else row.subject
        for form in ("{} còn hiệu lực không?", "Văn bản nào thay thế {}?"):
            if found := law.answer(form.format(name), TODAY, REGISTER, person=CLERK, places=PLACES):
                yield found.text


def looked() -> Iterator[str]:
    for row in REGISTER.rows:
        yield looked_up(row.number or row.subject).text
    for topic in (
        "nông thôn mới",
        "chuyển đổi số",
        "NTM",
        "thi đua",
        "văn hóa công sở",
        "căn cứ kế hoạch thi đua 2027",
    ):
        yield looked_up(topic).text
        yield looked_up(topic).answer.text


def drafts() -> Iterator[str]:
    """Drafts whose request, and whose past plan, cite what no longer holds."""
    drafter = Drafter(invented(), REGISTER, PLACES)
    for asked in STALE:
        request = f"Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027, căn cứ {asked}"
        yield shown(drafter.draft(drafter.understand(request, Person(), TODAY)))


def shown(draft: Draft) -> str:
    lines = [p.text for s in draft.sections for p in s.paragraphs]
    said = [f"{f.quote} {f.message} {f.suggestion}" for f in draft.findings]
    return "\n".join([*lines, *draft.notes, *said])


def checks() -> Iterator[str]:
    plan = SAMPLE.read_text(encoding="utf-8")
    for cited in STALE:
        text = plan.replace("Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị", cited, 1)
        assert text != plan
        found = check(read_text("plan.txt", text), REGISTER, PLACES, today=TODAY)
        # one line a finding, its quote, what is said and what to do: as the terminal and the chat show it
        yield "\n".join(f"{f.quote} {f.message} {f.suggestion}" for f in found if f.rule == "stale_directive")


@pytest.mark.parametrize(("made", "least"), [(answers, 150), (looked, 100), (drafts, 6), (checks, 6)])
def test_no_output_names_a_directive_out_of_force_without_its_state(made: Any, least: int) -> None:
    outputs = [o for o in made() if o]
    assert len(outputs) >= least
    assert not [(o, [r.id for r in missing]) for o in outputs if (missing := unstated(o, REGISTER, TODAY))]


def test_the_outputs_do_name_texts_out_of_force() -> None:
    """The test above could not fail if they never did; without their states each kind of output is caught."""
    for made in (answers, looked, drafts, checks):
        stripped = [o.replace("hiệu lực", "…").replace("hết kỳ", "…").replace("đã có văn bản mới", "…") for o in made()]
        assert any(unstated(o, REGISTER, TODAY) for o in stripped), made


def test_cited_by_on_an_index_equals_the_checked_facts(shared_register: list[dict[str, Any]], tmp_path: Path) -> None:
    seeds = SHARED / "seeds"
    if not seeds.is_dir():
        pytest.skip("the seed plans lie outside the repository and are absent here")
    with Index.open(tmp_path / "index", model="none", write=True) as index:
        index.sync([seeds])
        found = citers(REGISTER, [(d, index.clauses(d.doc)) for d in index.documents() if d.kind != "law"])
    ours = {r.id: sorted({p.source[:3] for p in found.rows.get(r.id, ())}) for r in REGISTER.rows}
    assert ours == {f["id"]: sorted(x[:3] for x in f["cited_by"]) for f in shared_register}
    text = consult("91/2017/NĐ-CP", TODAY, REGISTER, cited=found).text
    assert "Ai đã viện dẫn: 1 văn bản của kho." in text
    assert "002_" in text
    assert "«Nghị định 91/2017/NĐ-CP ngày 31/7/2017" in text


@pytest.mark.parametrize(
    ("typed", "on", "holds", "lacks"),
    [
        ("91/2017", "2024-01-01", ["98/2023/NĐ-CP"], ["152/2025"]),  # the successor of that day
        ("91/2017", "", ["152/2025/NĐ-CP"], ["98/2023"]),
        ("35-CT/TW ngày 03/6/1998", "2015-01-01", ["34-CT/TW"], ["41-CT/TW"]),
        ("152/2025", "2025-03-01", ["Vào ngày 01/3/2025", "98/2023/NĐ-CP", "nói về hiện nay"], []),
        ("luật tđkt 2022", "2019-05-01", ["chưa có hiệu lực", "15/2003/QH11"], []),
        ("nd 91", "", ["hết hiệu lực từ 01/01/2024"], []),
        ("luat 2003", "", ["15/2003/QH11", "hết hiệu lực từ 01/01/2024", "06/2022/QH15"], []),
        ("Chỉ thị 34-CT/TW ngày 01/01/2019", "", ["số này trong danh mục có ngày 07/4/2014"], []),
        ("91/2018/NĐ-CP", "", ["Không tìm thấy", "91/2017/NĐ-CP (hết hiệu lực"], []),
        ("thông tư hướng dẫn nghị định 152", "", ["15/2025/TT-BNV"], []),
        ("62/KH-UBND", "", ["hết kỳ từ 01/01/2026 (chưa chắc)"], []),
        ("14/CT-UBND", "", ["chưa rõ hiệu lực"], ["hết kỳ"]),  # the period is the citing plan's, not its own
    ],
)
def test_typed_to_the_register(typed: str, on: str, holds: list[str], lacks: list[str]) -> None:
    text = looked_up(typed, dt.date.fromisoformat(on) if on else None).text
    assert not [h for h in holds if h not in text]
    head = text.partition("Văn bản này thay cho")[0].partition("Ghi chú của sổ")[0]
    assert not [x for x in lacks if x in head]


@pytest.mark.parametrize(
    "typed", ["34 CT TW", "34/CT/TW", "34CT/TW", "34 - CT/TW", "chi thi 34", "19/CT-TTg", "45 ct ttg"]
)
def test_a_shared_number_asks_which_however_it_is_typed(typed: str) -> None:
    found = looked_up(typed)
    assert found.answer.kind == "clarify"
    assert len(found.rows) == len(found.answer.options) == 2


def test_what_is_in_force_comes_first_each_ready_to_paste() -> None:
    found = looked_up("căn cứ kế hoạch thi đua 2027")
    assert [r.id for r in found.rows][:3] == ["06-2022-qh15", "152-2025-nd-cp", "15-2025-tt-bnv"]
    assert all(REGISTER.state(r, TODAY) is State.IN_FORCE for r in found.rows)
    for row in found.rows:
        assert f"Dòng viện dẫn: {REGISTER.citation_line(row, dt.date(2027, 1, 1))}" in found.text
    mixed = looked_up("nông thôn mới").rows
    states = [REGISTER.state(r, TODAY) is State.IN_FORCE for r in mixed]
    assert states == sorted(states, reverse=True)
    assert False in states


@pytest.mark.parametrize(
    ("cited", "says"),
    [
        ("Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ", "152/2025/NĐ-CP"),  # not 98/2023 between them
        ("Luật Thi đua, khen thưởng ngày 26/11/2003", "06/2022/QH15"),  # repealed, and no «wrong date»
    ],
)
def test_the_checker_names_what_is_in_force_now(cited: str, says: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị", cited, 1)
    found = check(read_text("plan.txt", text), REGISTER, PLACES, today=TODAY)
    stale = [f for f in found if f.rule == "stale_directive" and f.quote.startswith(cited[:30])]
    assert [says in f.suggestion for f in stale] == [True]
    assert not [f for f in found if f.rule == "citation_mismatch" and f.quote.startswith(cited[:30])]

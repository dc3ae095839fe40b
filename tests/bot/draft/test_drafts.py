"""Whole drafts from an invented past plan, and the development requests by their own scorer."""

import datetime as dt
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.check import check
from bot.cli.draft import as_row, plain
from bot.draft.drafter import Drafter
from bot.draft.export import docx
from bot.draft.measure import measure
from bot.draft.verify import figures, own_figures, unsupported
from bot.model import Draft, Paragraph, Person
from retrieval import Places, Register, read, read_text
from tests.bot.draft.shelf import OLD_PLAN, ROOT, SHARED, Shelf, invented, seeds

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def drafter() -> Drafter:
    return made(invented())


def made(shelf: Shelf) -> Drafter:
    return Drafter(shelf, Register.load(ROOT / "corpus" / "directives"), Places.load())


def asked(drafter: Drafter, text: str, person: Person = Person()) -> Draft:  # noqa: B008
    return drafter.draft(drafter.understand(text, person, TODAY))


def words_of(draft: Draft) -> str:
    return "\n".join(p.text for s in draft.sections for p in s.paragraphs)


def test_a_past_clause_comes_over_in_the_new_units_words(drafter: Drafter) -> None:
    text = words_of(asked(drafter, "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027"))
    assert "Nhân dân xã Thiên Cầm ngay từ đầu năm 2027, quyết tâm vượt khó" in text
    assert "Ủy ban Mặt trận Tổ quốc Việt Nam xã vận động đoàn viên" in text


def test_nothing_of_the_old_unit_is_left(drafter: Drafter) -> None:
    text = words_of(asked(drafter, "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027"))
    for old in ("Đồng Mẫu", "12,5", "XX", "34-CT/TW", "năm 2024", "Công chức Văn phòng", "Kiểu Mẫu", "15/12", "huyện"):
        assert old not in text


def test_every_source_paragraph_quotes_the_file_word_for_word(drafter: Drafter) -> None:
    draft = asked(drafter, "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027")
    quotes = [c.quote for s in draft.sections for p in s.paragraphs for c in p.citations if c.source.endswith(".txt")]
    assert quotes
    assert all(q in " ".join(OLD_PLAN.split()) for q in quotes)


def test_all_seven_sections_and_a_layout_in_order(drafter: Drafter) -> None:
    draft = asked(drafter, "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027")
    assert [s.key for s in draft.sections] == [
        "can-cu", "muc-dich-yeu-cau", "noi-dung", "chi-tieu", "giai-phap", "to-chuc-thuc-hien", "noi-nhan",
    ]  # fmt: skip
    assert [s.heading.split(".")[0] for s in draft.sections[1:-1]] == ["I", "II", "III", "IV", "V"]
    assert measure(docx(draft)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("soạn kế hoạch thi đua huyện Cẩm Xuyên năm 2027", "cấp huyện không còn"),
        ("ke hoach thi dua thi xa Duc Pho nam 2027", "phường Đức Phổ"),
        ("kế hoạch thi đua tỉnh Kon Tum năm 2027", "tỉnh Quảng Ngãi"),
        ("kế hoạch thi đua thành phố Bắc Ninh năm 2027", "cấp huyện không còn"),  # the city, not the province
        ("kế hoạch thi đua xã Phổ Châu năm 2027", "phường Sa Huỳnh"),
        ("Sở Kế hoạch và Đầu tư Lâm Đồng cần kế hoạch thi đua 2027", "Sở Tài chính tỉnh Lâm Đồng"),
        ("soạn kế hoạch thi đua năm 2027", "đơn vị nào"),
    ],
)
def test_a_unit_that_is_no_more_is_asked_about(drafter: Drafter, text: str, told: str) -> None:
    draft = asked(drafter, text)
    assert draft.kind == "clarify"
    assert told in draft.text


@pytest.mark.parametrize(
    "text",
    [
        "Soạn báo cáo tổng kết thi đua năm 2026 của xã Thiên Cầm",
        "viết giúp tờ trình đề nghị khen thưởng xã Thiên Cầm",
        "soan quyet dinh khen thuong xa Thien Cam",
        "Soạn kế hoạch thi đua năm 2027 của Đảng ủy xã Thiên Cầm",  # a Party paper has another layout
        "Đảng ủy xã Thiên Cầm soạn kế hoạch thi đua năm 2027",
        "Hội Nông dân xã Ân Thi, Hưng Yên: kế hoạch thi đua năm 2027",  # so have the Front, unions, associations
        "Ủy ban MTTQ Việt Nam tỉnh Thanh Hóa kế hoạch phát động thi đua 2027",
    ],
)
def test_papers_not_written_yet_are_refused(drafter: Drafter, text: str) -> None:
    draft = asked(drafter, text)
    assert draft.kind == "refuse"
    assert "Chưa soạn được" in draft.text


def test_given_figures_stand_as_typed_and_no_other_does(drafter: Drafter) -> None:
    draft = asked(
        drafter, "Viết mục Chỉ tiêu thi đua xã Thiên Cầm, Hà Tĩnh năm 2027: hộ nghèo giảm 4%, thu 7,5 tỷ đồng"
    )
    lines = [p.text for p in draft.sections[0].paragraphs]
    assert "- Hộ nghèo giảm 4%." in lines
    assert "- Thu 7,5 tỷ đồng." in lines
    assert figures(words_of(draft)) <= {"4", "7,5", "2027"}


def test_last_years_results_are_no_targets(drafter: Drafter) -> None:
    said = "thu ngân sách năm 2026 đạt 45,5 tỷ đồng, năm 2027 đạt 50 tỷ đồng"
    draft = asked(drafter, f"Kế hoạch thi đua năm 2027 cho xã Lai Vung, tỉnh Đồng Tháp, {said}")
    given = [p.text for s in draft.sections if s.key == "chi-tieu" for p in s.paragraphs if p.basis == "user"]
    assert given == ["- Thu ngân sách năm 2027 đạt 50 tỷ đồng."]
    assert any("số liệu năm 2026, không đưa vào chỉ tiêu năm 2027" in n for n in draft.notes)


@pytest.mark.parametrize("option", ["--out", "--matrix"])
def test_a_file_of_another_ending_is_refused(tmp_path: Path, option: str) -> None:
    wanted = tmp_path / "ke-hoach.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "draft", "kế hoạch năm 2027 xã Lai Vung", option, str(wanted)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert ".docx" in done.stderr
    assert not wanted.exists()


def test_no_figures_given_leaves_placeholders_in_the_list(drafter: Drafter) -> None:
    draft = asked(drafter, "Viết mục Chỉ tiêu thi đua xã Thiên Cầm, Hà Tĩnh năm 2027")
    assert len(draft.todo) == 4
    assert all(f"[CẦN BỔ SUNG: {t}]" in words_of(draft) for t in draft.todo)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cơ cấu kinh tế: dịch vụ 50%, công nghiệp 40%, nông nghiệp 15%", "105%"),
        ("Hộ nghèo đầu năm 100, giảm 30, cuối năm 60", "70"),
        ("Dân số đầu năm 12.000, tăng 300, cuối năm 12.400", "12.000 + 300 = 12.300"),
        ("số 05/KH-UBND, ngày 10/01/2027", "«05/KH-UBND» chưa ghi"),  # the plan's own number is nobody's ground
        ("ghi ngày ban hành 05/01/2025", "không khớp"),
        ("nhớ căn cứ Chỉ thị 34-CT/TW ngày 07/4/2014", "41-CT/TW"),
        ("dẫn Chỉ thị 19/CT-TTg ngày 16/7/2021 của Thủ tướng", "2021-2025"),
        ("dùng Nghị định 152/2025/NĐ-CP", "01/3/2027"),
        ("căn cứ Nghị định 91/2017/NĐ-CP", "152/2025/NĐ-CP"),  # through 98/2023, which is no more either
        ("căn cứ Nghị quyết số 99/NQ-HĐND ngày 20/12/2026 của HĐND xã", "tự kiểm tra"),
    ],
)
def test_what_does_not_hold_is_told(drafter: Drafter, text: str, told: str) -> None:
    draft = asked(drafter, f"Kế hoạch thi đua 2027 xã Thiên Cầm, Hà Tĩnh, {text}")
    assert draft.kind == "draft"
    assert any(told in n for n in draft.notes), draft.notes


def test_a_repealed_directive_is_never_cited(drafter: Drafter) -> None:
    draft = asked(drafter, "Kế hoạch thi đua 2027 xã Thiên Cầm, căn cứ Nghị định 91/2017/NĐ-CP và Chỉ thị 34-CT/TW")
    assert "91/2017" not in words_of(draft)
    assert "34-CT/TW" not in words_of(draft)
    assert "Thực hiện Chỉ thị số 41-CT/TW ngày 26/12/2024 của Bộ Chính trị" in words_of(draft)


def test_a_department_does_not_sign_for_the_committee(drafter: Drafter) -> None:
    draft = asked(drafter, "Sở Nội vụ tỉnh Hưng Yên cần kế hoạch thi đua nội bộ năm 2027, mỗi phòng có 1 sáng kiến")
    assert draft.request.unit == "Sở Nội vụ tỉnh Hưng Yên"
    assert "hộ nghèo" not in words_of(draft)
    assert measure(docx(draft)) == []


def test_assigned_tasks_stand_as_given_and_take_the_place_of_standing_ones(drafter: Drafter) -> None:
    draft = asked(
        drafter,
        "Viết phần Tổ chức thực hiện cho kế hoạch 2027 xã Ân Thi, Hưng Yên: Phòng Văn hóa - Xã hội tuyên truyền; "
        "Văn phòng HĐND và UBND theo dõi, báo cáo trước 15/6 và 15/12",
    )
    text = words_of(draft)
    assert "Phòng Văn hóa - Xã hội tuyên truyền." in text
    assert "Văn phòng HĐND và UBND theo dõi, báo cáo trước 15/6 và 15/12." in text
    assert "[CẦN BỔ SUNG: cơ quan" not in text


def test_a_name_of_several_provinces_is_asked_at_the_command_line(drafter: Drafter) -> None:
    done = asked(drafter, "Soạn kế hoạch phát động thi đua năm 2027 cho xã An Bình")
    assert done.kind == "clarify"
    question, *answers = plain(done).splitlines()
    assert "nhiều tỉnh" in question
    assert len(answers) > 1
    again = [asked(drafter, f"Soạn kế hoạch năm 2027 cho {a.strip(' -')}") for a in answers]
    assert {d.kind for d in again} == {"draft"}  # each line printed can be typed


def test_a_ministry_reports_to_the_prime_minister(drafter: Drafter) -> None:
    text = words_of(asked(drafter, "Bộ Nội vụ phát động thi đua năm 2027"))
    assert "- Thủ tướng Chính phủ (b/c);" in text
    assert "tổ chuyên môn" not in text


def test_difficulties_go_to_who_gathers_the_results(drafter: Drafter) -> None:
    text = "Soạn tổ chức thực hiện năm 2027 cho Sở Tài chính Đà Nẵng: Văn phòng Sở tổng hợp; Phòng Ngân sách phối hợp"
    assert "phản ánh về Văn phòng Sở để" in words_of(asked(drafter, text))


def test_answers_in_the_form_fill_the_request(drafter: Drafter) -> None:
    request = drafter.understand("soạn kế hoạch thi đua", Person(), TODAY)
    seen = []
    answers = {"unit": "UBND xã Thiên Cầm, Hà Tĩnh", "year": "2027", "sections": "mục đích, yêu cầu", "theme": "bỏ qua",
               "signer": "bỏ qua"}  # fmt: skip
    while slot := drafter.ask(request):
        seen.append(slot.name)
        request = drafter.fill(request, slot.name, answers[slot.name])
    assert seen == ["unit", "year", "sections", "theme", "signer"]  # no figures are asked where no targets are drafted
    assert (request.unit, request.level, request.province, request.year) == (
        "UBND xã Thiên Cầm",
        "xã",
        "Hà Tĩnh",
        "2027",
    )
    assert drafter.draft(request).kind == "draft"


def test_the_gate_drops_a_figure_nobody_gave() -> None:
    request = made(invented()).understand("kế hoạch thi đua xã Thiên Cầm năm 2027, thu 85 tỷ đồng", Person(), TODAY)
    own = own_figures(request)
    assert unsupported(Paragraph("1. Thu ngân sách 85 tỷ đồng năm 2027.", "user"), own) == ()
    assert unsupported(Paragraph("1. Thu ngân sách 95 tỷ đồng.", "template"), own) == ("95",)


def test_without_any_past_plan_the_draft_is_whole_and_says_so() -> None:
    draft = asked(made(Shelf([])), "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027")
    assert len(draft.sections) == 7
    assert any("Kho chưa có kế hoạch cũ" in n for n in draft.notes)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent: the development requests are not here")
def test_the_development_requests_by_their_scorer(tmp_path: Path) -> None:
    requests = SHARED / "qa" / "gold" / "drafts_dev.jsonl"
    drafter, out = made(seeds()), tmp_path / "drafts.jsonl"
    lines = []
    for row in map(json.loads, requests.read_text(encoding="utf-8").splitlines()):
        start = time.perf_counter()
        draft = asked(drafter, row["request"])
        assert time.perf_counter() - start < 5
        assert draft.kind != "draft" or measure(docx(draft)) == []
        lines.append(json.dumps(as_row(draft, row["id"]), ensure_ascii=False))
    out.write_text("\n".join(lines), encoding="utf-8")
    scorer = [sys.executable, SHARED / "qa" / "score_drafts.py", requests, out, SHARED / "facts" / "register.toml"]
    said = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout
    score = json.loads(said.splitlines()[-1])
    for zero in ("numbers", "names", "stale", "forbid", "empty", "repeated"):
        assert score[zero] == 0, said
    assert score["clarified"] == score["dead"]
    assert score["sourced"] >= 0.5
    assert (score["kept"], score["parts"]) == (1.0, 1.0)
    assert score["warned"] >= 0.8


def test_a_year_only_the_form_gave_is_the_plans(drafter: Drafter) -> None:
    request = drafter.understand("kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh", Person(), TODAY)
    draft = drafter.draft(replace(request, year="2027"))
    assert "năm 2027" in draft.title


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent: the seeds are not here")
def test_the_houses_own_checker_finds_nothing_but_the_blanks(tmp_path: Path) -> None:
    drafter, register, places = made(seeds()), Register.load(ROOT / "corpus" / "directives"), Places.load()
    for text in (
        "Soạn kế hoạch thi đua xã Thiên Cầm, Hà Tĩnh năm 2027",
        "Kế hoạch thi đua 2027 phường Việt Trì, Phú Thọ: thu ngân sách 85 tỷ đồng, hộ nghèo còn 1,35%",
        "Kế hoạch thi đua năm 2027 tỉnh An Giang",
    ):
        paper = tmp_path / "k.docx"
        paper.write_bytes(docx(asked(drafter, text)))
        found = check(read(paper), register, places, today=TODAY, year="2027")
        assert {f.rule for f in found} <= {"placeholder", "blank_number_date"}, [(f.rule, f.quote) for f in found]


def test_slips_of_a_past_plan_are_mended(drafter: Drafter) -> None:
    slipped = read_text("13-KH-UBND.txt", OLD_PLAN.replace("kịp thời; quan tâm", "kip thời; quan tâm"))
    text = words_of(asked(made(Shelf([slipped])), "Soạn mục đích, yêu cầu xã Thiên Cầm năm 2027"))
    assert "công khai, kịp thời" in text

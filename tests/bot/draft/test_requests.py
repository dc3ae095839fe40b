"""Requests as officials type them → what was understood of them."""

import datetime as dt

import pytest

from bot.draft.drafter import Drafter
from bot.draft.request import asked
from bot.draft.units import settle
from bot.model import Draft, Person
from retrieval import Places, Register
from tests.bot.draft.shelf import ROOT, invented

TODAY = dt.date(2026, 11, 21)
PLACES = Places.load()
REGISTER = Register.load(ROOT / "corpus" / "directives")


def drafted(said: str) -> Draft:
    drafter = Drafter(invented(), REGISTER, PLACES)
    return drafter.draft(drafter.understand(said, Person(), TODAY))


@pytest.mark.parametrize(
    ("said", "year"),
    [
        # the movement's own years come after the plan's
        ("Kế hoạch thi đua 2026 xã X, hưởng ứng phong trào giai đoạn 2021-2025", "2026"),
        ("Kế hoạch thi đua giai đoạn 2026-2030, thu nhập năm 2030 đạt 120 triệu đồng", "2026-2030"),
        ("Kế hoạch thi đua chào mừng 80 năm Ngày Thương binh - Liệt sĩ 27/7/2027", "2027"),
        ("kế hoạch thi đua của cơ quan tôi năm tới", "2027"),
        ("căn cứ Nghị định ngày 15/6/2022", ""),  # a directive's date is no plan's year
    ],
)
def test_period(said: str, year: str) -> None:
    assert asked(said, TODAY).period == year


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("Tỷ lệ hộ nghèo: 1,35%", ["Tỷ lệ hộ nghèo: 1,35%"]),
        ("thêm chỉ tiêu 15 tiêu chí và Tỷ lệ hộ nghèo: 1,35%", ["15 tiêu chí", "Tỷ lệ hộ nghèo: 1,35%"]),
        # the year is the target's, not the request's
        ("thu nhập bình quân đầu người năm 2030 đạt 120 triệu đồng",
         ["Thu nhập bình quân đầu người năm 2030 đạt 120 triệu đồng"]),
        ("Soạn kế hoạch năm 2027 hộ nghèo còn 2%", ["Hộ nghèo còn 2%"]),
        # figures in words count only with a measure after them
        ("chỉ tiêu giảm năm mươi hộ nghèo, trồng hai mươi héc ta rừng",
         ["Giảm năm mươi hộ nghèo", "Trồng hai mươi héc ta rừng"]),
        ("đẩy mạnh một số phong trào, năm nay cố gắng", []),
        ("thời gian xử lý giảm 1/3", ["Thời gian xử lý giảm 1/3"]),
    ],
)  # fmt: skip
def test_figures(said: str, facts: list[str]) -> None:
    assert [f.text for f in asked(said, TODAY).facts] == facts


def test_two_doers_in_one_sentence_are_two_tasks() -> None:
    made = asked("giao Phòng Văn hóa - Xã hội tham mưu, Văn phòng tổng hợp trước 10/12/2027", TODAY)
    assert [(d.who, d.when) for d in made.duties] == [
        ("Phòng Văn hóa - Xã hội", ""),
        ("Văn phòng", "trước 10/12/2027"),
    ]


def test_the_law_on_commendation_is_no_moment() -> None:
    assert asked("căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022", TODAY).dates == ()


@pytest.mark.parametrize(
    ("said", "unit", "level"),
    [
        # a body inside a commune is not its people's committee
        ("kế hoạch cho Công an xã Hòa Tiến, thành phố Đà Nẵng năm 2027", "Công an xã Hòa Tiến", "đơn vị"),
        ("Kế hoạch của Trung tâm Phục vụ hành chính công xã Ia Grai, tỉnh Gia Lai",
         "Trung tâm Phục vụ hành chính công xã Ia Grai", "đơn vị"),
        ("Kế hoạch 2027 xã Ân Thi, Hưng Yên: Phòng Văn hóa - Xã hội tuyên truyền", "UBND xã Ân Thi", "xã"),
        ("Kế hoạch thi đua năm 2027 xã Quảng Phú - Lâm Đồng", "UBND xã Quảng Phú", "xã"),  # a ward too
        ("Bộ Nội vụ phát động thi đua năm 2027", "Bộ Nội vụ", "bộ"),
    ],
)  # fmt: skip
def test_issuing_body(said: str, unit: str, level: str) -> None:
    found = settle(said, Person(), PLACES, TODAY)
    assert (found.unit, found.level) == (unit, level)


@pytest.mark.parametrize(
    ("said", "new"),
    [
        ("Soạn kế hoạch của UBND tỉnh Hà Tây năm 2027", "thành phố Hà Nội"),  # ended 2008, in no list of 2025
        ("ke hoach tinh ha bac 2027", "tỉnh Bắc Ninh"),
        ("Sở Y tế tỉnh Nghệ Tĩnh phát động thi đua 2027", "tỉnh Hà Tĩnh"),
        ("kế hoạch 2026 xã Mường Thanh (Điện Biên)", "phường Mường Thanh, tỉnh Điện Biên"),  # another level word
    ],
)
def test_a_unit_that_is_none_is_asked_about(said: str, new: str) -> None:
    found = settle(said, Person(), PLACES, TODAY)
    assert new in found.question
    assert found.unit == ""
    assert found.options


def test_school_year_is_called_so() -> None:
    made = drafted("Viết mục đích yêu cầu cho Trường THPT Mẫu, tỉnh Hưng Yên năm học 2026-2027")
    assert made.title.endswith("năm học 2026-2027")


def test_a_feast_says_its_own_year() -> None:
    made = drafted("Kế hoạch thi đua chào mừng 80 năm Ngày Thương binh - Liệt sĩ 27/7/2027 của xã Ân Thi, Hưng Yên")
    assert made.title.endswith("Ngày Thương binh - Liệt sĩ 27/7/2027")


def test_a_ground_outside_the_register_says_what_it_lacks() -> None:
    made = drafted("Soạn căn cứ kế hoạch 2027 xã Ân Thi, Hưng Yên theo Quyết định 9999/QĐ-UBND")
    line = next(p for s in made.sections for p in s.paragraphs if "9999" in p.text)
    assert line.text.startswith("Căn cứ Quyết định số 9999/QĐ-UBND [CẦN BỔ SUNG: ngày")
    assert line.basis == "user"


def test_figures_without_accents_are_kept_and_told() -> None:
    made = drafted("ke hoach thi dua 2027 xa An Thi, Hung Yen, chi tieu ho ngheo con 2,1%")
    assert any("không dấu" in n for n in made.notes)


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("Soạn kế hoạch xã X, phó chủ tịch ký thay", "KT."),
        ("Soạn kế hoạch xã X, thừa lệnh Chủ tịch, Chánh Văn phòng ký", "TL. Chánh Văn phòng"),
        ("Soạn kế hoạch xã X năm 2027", ""),
    ],
)
def test_who_signs(said: str, form: str) -> None:
    assert asked(said, TODAY).sign_form == form


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Sở Y tế. KT. Giám đốc, Phó Giám đốc Trần Thị C ký", "Trần Thị C"),
        ("Ký: Chủ tịch Nguyễn Văn A", "Nguyễn Văn A"),
        ("các đơn vị đăng ký: Phòng Tài chính", ""),  # to register is not to sign
        ("Chủ tịch UBND xã ký", ""),
    ],
)
def test_the_signer_by_title(said: str, name: str) -> None:
    assert asked(said, TODAY).signer == name


def test_a_named_movement_is_what_the_plan_launches() -> None:
    made = drafted("Kế hoạch thi đua “Chung sức xây dựng nông thôn mới” năm 2027 xã Ân Thi, Hưng Yên")
    assert made.title.endswith("Phát động phong trào thi đua “Chung sức xây dựng nông thôn mới” năm 2027")

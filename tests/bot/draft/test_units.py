"""Every unit of the country, today's and yesterday's, asked for by name."""

import datetime as dt

import pytest

from bot.draft.units import settle
from bot.model import Person
from retrieval import Places, Unit

ON = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load()


def units(places: Places, level: str, alive: bool) -> list[Unit]:
    found = [u for u in places.units if u.level == level and (u.ended is None) == alive]
    assert found
    return found


def test_every_commune_of_today_is_itself(places: Places) -> None:
    for u in units(places, "xã", alive=True):
        province = places.province(u)
        assert province is not None
        found = settle(f"Kế hoạch thi đua năm 2027 của {u.name}, {province.short}", Person(), places, ON)
        assert (found.unit, found.province) == (f"UBND {u.name}", province.short)


def test_every_district_is_asked_about(places: Places) -> None:
    for u in units(places, "huyện", alive=False):
        assert settle(f"Soạn kế hoạch thi đua 2027 {u.name}", Person(), places, ON).question


def test_every_province_is_itself_or_asked_about(places: Places) -> None:
    for u in units(places, "tỉnh", alive=True):
        assert settle(f"Kế hoạch thi đua của {u.name}", Person(), places, ON).unit == f"UBND {u.name}"
        assert settle(f"Sở Nội vụ {u.name}: kế hoạch 2027", Person(), places, ON).unit == f"Sở Nội vụ {u.name}"
    for u in units(places, "tỉnh", alive=False):
        assert settle(f"UBND {u.name} phát động thi đua", Person(), places, ON).question


@pytest.mark.parametrize(
    ("text", "unit", "province"),
    [
        ("xã Kon Đào, tỉnh Kon Tum", "UBND xã Kon Đào", "Quảng Ngãi"),  # old province, commune of today
        ("xã Thiên Cầm, huyện Cẩm Xuyên, Hà Tĩnh", "UBND xã Thiên Cầm", "Hà Tĩnh"),  # the district is left out
        ("ke hoach thi dua xa thien cam ha tinh", "UBND xã Thiên Cầm", "Hà Tĩnh"),
        ("phường Mộc Châu, Sơn La", "UBND phường Mộc Châu", "Sơn La"),  # an old ward became another ward there
        ("xã Tiên Yên, Quảng Ninh", "UBND xã Tiên Yên", "Quảng Ninh"),  # there is a xã Quảng Ninh, too
        ("xã Nào Đó, tỉnh Hà Tĩnh", "UBND xã Nào Đó", "Hà Tĩnh"),  # unknown: kept as typed, and told
        # a longer name is another place, kept as typed with its province: not phường Đông Giang, not tỉnh Hà Tĩnh
        ("UBND phường Đông Giang Mẫu, tỉnh Sông Lam Mẫu", "UBND phường Đông Giang Mẫu", "Sông Lam Mẫu"),
        ("UBND xã Thiên Cầm Mẫu, tỉnh Hà Tĩnh Mẫu", "UBND xã Thiên Cầm Mẫu", "Hà Tĩnh Mẫu"),
        ("UBND xã Thiên Cầm Mẫu, tỉnh Hà Tĩnh", "UBND xã Thiên Cầm Mẫu", "Hà Tĩnh"),
        ("UBND tỉnh Sông Lam Mẫu", "UBND tỉnh Sông Lam Mẫu", "Sông Lam Mẫu"),
        ("Sở Nội vụ tỉnh Sông Lam Mẫu", "Sở Nội vụ tỉnh Sông Lam Mẫu", "Sông Lam Mẫu"),
        ("UBND xã Thiên Cầm Hà Tĩnh", "UBND xã Thiên Cầm", "Hà Tĩnh"),  # the province without a comma
        ("xã Thiên Cầm Kế hoạch năm 2027, Hà Tĩnh", "UBND xã Thiên Cầm", "Hà Tĩnh"),  # a heading's capital
        ("phong trào của xã tôi", "UBND xã Nhà", "Hà Tĩnh"),
        ("cho Trường Tiểu học Kim Đồng năm 2027", "Trường Tiểu học Kim Đồng", "Hà Tĩnh"),
        ("UBND thành phố Huế", "UBND thành phố Huế", "Huế"),
        (
            "ke hoach thi dua xa Tien Lu hung yen",
            "UBND xã Tiên Lữ",
            "Hưng Yên",
        ),  # of two, the one whose province is said
        # bodies that get the paper or a task are not who issues it
        ("UBND phường Từ Sơn, Bắc Ninh, nơi nhận Sở Nội vụ", "UBND phường Từ Sơn", "Bắc Ninh"),
        ("Kế hoạch 2026 xã Yên Bình, huyện Yên Bình", "UBND xã Yên Bình", "Lào Cai"),  # a dead xã there had its name
        ("Kế hoạch 2026 xã Tân Thành, huyện Tân Châu", "UBND xã Tân Thành", "Tây Ninh"),  # told by its old district
        ("Kế hoạch 2026 xã Ân Thi, gửi báo cáo về Sở Nội vụ Hưng Yên trước 15/12", "UBND xã Ân Thi", "Hưng Yên"),
        ("Kế hoạch thi đua tỉnh An Giang: Sở Nội vụ chủ trì", "UBND tỉnh An Giang", "An Giang"),
        # a school or the Front in a place is not the place's committee
        ("cho trường Tiểu học Lê Lợi, phường Bến Thành, TP Hồ Chí Minh", "Trường Tiểu học Lê Lợi", "Hồ Chí Minh"),
        ("Ủy ban MTTQ Việt Nam tỉnh Thanh Hóa", "Ủy ban MTTQ Việt Nam tỉnh Thanh Hóa", "Thanh Hóa"),
    ],
)
def test_who_the_plan_is_for(places: Places, text: str, unit: str, province: str) -> None:
    found = settle(text, Person("UBND xã Nhà", "xã", "Hà Tĩnh"), places, ON)
    assert (found.unit, found.province) == (unit, province)


def test_a_commune_name_of_several_provinces_is_not_guessed(places: Places) -> None:
    found = settle("Kế hoạch thi đua xã An Bình năm 2027", Person(), places, ON)
    assert found.unit == ""
    assert "nhiều tỉnh" in found.question
    answers = [settle(o.question, Person(), places, ON) for o in found.options]
    assert len(answers) > 1
    assert all(a.unit == "UBND xã An Bình" and a.province for a in answers)  # each button settles it


def test_any_hint_of_the_province_settles_it(places: Places) -> None:
    alive = units(places, "xã", alive=True)
    several = [u for u in alive if len({o.province for o in alive if o.name == u.name}) > 1]
    assert len(several) > 500
    for u in several[::7]:
        province = places.province(u)
        assert province is not None
        for said in (f"cho {u.name} ({province.short}): hộ nghèo còn 2%", f"{u.name} - {province.short}",
                     f"{u.name} {province.short} năm 2027", f"{province.short}: {u.name}",
                     *(f"{u.name}, tp hcm" for _ in range(province.short == "Hồ Chí Minh"))):  # fmt: skip
            found = settle(f"Kế hoạch thi đua {said}", Person(), places, ON)
            assert (found.unit, found.province) == (f"UBND {u.name}", province.short), said


def test_a_name_of_two_units_without_its_accents_is_asked(places: Places) -> None:
    found = settle("ke hoach thi dua xa tan thanh tay ninh nam 2027", Person(), places, ON)
    assert [o.label for o in found.options] == ["UBND xã Tân Thành", "UBND xã Tân Thạnh"]
    assert all(settle(o.question, Person(), places, ON).unit == o.label for o in found.options)


def test_an_unlisted_place_is_told(places: Places) -> None:
    found = settle("UBND phường Đông Giang Mẫu, tỉnh Sông Lam Mẫu", Person(), places, ON)
    assert not found.question
    assert "chưa có trong danh mục đơn vị hành chính" in found.notes[0]


def test_one_successor_is_asked_about_by_name(places: Places) -> None:
    found = settle("Soạn mục đích cho xã An Bình, tỉnh Hưng Yên năm 2027", Person(), places, ON)
    assert found.question.endswith("nay là xã Bình Nguyên, tỉnh Hưng Yên. Bạn muốn soạn cho xã Bình Nguyên?")
    island = settle("huyện đảo Lý Sơn kế hoạch thi đua 2026", Person(), places, ON)
    assert "đặc khu Lý Sơn" in island.question

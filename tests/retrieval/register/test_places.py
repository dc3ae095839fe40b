"""Places before and after 01/7/2025, as people write them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import Places, words

PLACES = Places.load()
BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def test_the_country_has_34_provinces_and_3321_communes_today() -> None:
    today = [u for u in PLACES.units if PLACES.alive(u, AFTER)]
    assert sum(u.level == "tỉnh" for u in today) == 34
    assert sum(u.level == "xã" for u in today) == 3321
    assert not [u for u in today if u.level == "huyện"]


def test_every_unit_that_ended_became_something() -> None:
    assert not [u.full for u in PLACES.units if u.ended and not PLACES.successors(u)]


@pytest.mark.parametrize(
    ("name", "became"),
    [
        ("xã Phổ Châu", ["phường Sa Huỳnh"]),
        ("xã Đào Dương", ["xã Phạm Ngũ Lão"]),
        ("TP Gia Nghĩa", ["phường Bắc Gia Nghĩa", "phường Nam Gia Nghĩa", "phường Đông Gia Nghĩa"]),
        ("thị xã Gia Nghĩa", ["phường Bắc Gia Nghĩa", "phường Nam Gia Nghĩa", "phường Đông Gia Nghĩa"]),  # older rank
        ("tỉnh Đắk Nông", ["tỉnh Lâm Đồng"]),
        ("tinh bac giang", ["tỉnh Bắc Ninh"]),
        ("Kon Tum", ["tỉnh Quảng Ngãi"]),
        ("tỉnh Hà Tĩnh", []),  # kept
        ("huyện Bạch Long Vĩ", ["đặc khu Bạch Long Vĩ"]),  # a district without communes
    ],
)
def test_successors(name: str, became: list[str]) -> None:
    assert [u.name for u in PLACES.successors(PLACES.find(name)[0])] == became


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("tỉnh Đắk Nông", True, False),
        ("tỉnh Hưng Yên", True, True),  # same name, larger
        ("huyện Cẩm Xuyên", True, False),
        ("xã Phạm Ngũ Lão, Hưng Yên", True, True),  # two places: an old one in Kim Động, a new one elsewhere
        ("phường Sa Huỳnh", False, True),
    ],
)
def test_alive(name: str, before: bool, after: bool) -> None:
    kind_and_name, _, province = name.partition(", ")
    found = PLACES.find(kind_and_name, province=province)
    assert any(PLACES.alive(u, BEFORE) for u in found) is before
    assert any(PLACES.alive(u, AFTER) for u in found) is after


def test_find_narrows_by_level_and_by_old_or_new_province() -> None:
    assert {u.level for u in PLACES.find("Bắc Giang")} == {"tỉnh", "huyện", "xã"}
    assert [u.level for u in PLACES.find("Bắc Giang", level="tỉnh")] == ["tỉnh"]
    old = PLACES.find("xã Đắk Nia", province="Đắk Nông")
    assert old == PLACES.find("xã Đắk Nia", province="Lâm Đồng")
    assert len(old) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UBND xã Phổ Châu, thị xã Đức Phổ, tỉnh Quảng Ngãi", ["xã Phổ Châu", "thị xã Đức Phổ", "tỉnh Quảng Ngãi"]),
        ("các xã Phù Ủng, Bãi Sậy và Bắc Sơn của tỉnh Hưng Yên", ["xã Phù Ủng", "Bãi Sậy", "Bắc Sơn", "tỉnh Hưng Yên"]),
        ("xa pho chau nam 2025", ["xa pho chau"]),
        ("XÃ PHỔ CHÂU", ["XÃ PHỔ CHÂU"]),
        ("so Bắc Giang với Hoà Bình", ["Bắc Giang", "Hoà Bình"]),  # both tone styles
        ("học tập tư tưởng Hồ Chí Minh", []),  # a person
        ("TP. Hồ Chí Minh", ["TP. Hồ Chí Minh"]),
        ("chiến thắng Điện Biên Phủ", []),
        ("xã an toàn khu, thôn văn hóa, hòa bình", []),  # common words
        ("các cơ quan.\n\n5. Các địa phương\n1. Xã hội", []),  # «quan 5», «phường 1»
        ("UBND các xã, phường; UBND huyện giao", []),
        ("xã Đắk R'Moan", ["xã Đắk R'Moan"]),
        ("bac giang nam 2024", ["bac giang"]),
    ],
)
def test_mentions(text: str, found: list[str]) -> None:
    assert [m.text for m in PLACES.mentions(text)] == found


def test_candidates_are_narrowed_to_the_provinces_of_the_text() -> None:
    many = PLACES.mentions("xã Bắc Sơn")[0]
    few = PLACES.mentions("xã Bắc Sơn, tỉnh Hưng Yên")[0]
    assert len(few.units) < len(many.units)
    assert {u.province for u in few.units} <= {"Hưng Yên", "Thái Bình"}  # the two that are Hưng Yên today
    assert PLACES.mentions("xã Bắc Sơn", province="Hưng Yên")[0].units == few.units


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("xã Tân Thạnh Tây Ninh", ["xã Tân Thạnh", "Tây Ninh"]),  # there was a xã Tân Thạnh Tây
        ("xã Tân Thành Tây Ninh", ["xã Tân Thành", "Tây Ninh"]),
        ("xa phu hoa dong nai", ["xa phu hoa", "dong nai"]),  # and there is a xã Phú Hòa Đông
        ("xã Phú Hòa Đông, Hồ Chí Minh", ["xã Phú Hòa Đông"]),
        ("xa phu hoa dong nam 2027", ["xa phu hoa dong"]),
    ],
)
def test_a_shorter_name_goes_before_its_province(text: str, names: list[str]) -> None:
    assert [m.text.strip() for m in PLACES.mentions(f"ke hoach thi dua {text}")] == names


def test_a_name_with_other_accents_is_not_exact() -> None:
    assert not PLACES.mentions("UBND xã Phố Châu họp")[0].exact


def test_the_same_place_under_two_names() -> None:
    old, new = PLACES.find("xã Phổ Châu")[0], PLACES.find("phường Sa Huỳnh")[0]
    assert PLACES.same(old, new)
    assert PLACES.same(new, old)
    assert not PLACES.same(old, PLACES.find("phường Bắc Gia Nghĩa")[0])
    assert {u.name for u in PLACES.aliases(new)} >= {"phường Sa Huỳnh", "phường Phổ Thạnh", "xã Phổ Châu"}


def test_the_province_of_today() -> None:
    lies_in = PLACES.province(PLACES.find("TP Gia Nghĩa")[0])
    assert lies_in is not None
    assert lies_in.name == "tỉnh Lâm Đồng"


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.text(alphabet=st.sampled_from("xãtỉnhBắc GiangPhổ Châu.,\n phường 5"), max_size=60))
def test_spans_point_at_their_text(text: str) -> None:
    whole = words.nfc(text)
    for m in PLACES.mentions(text):
        assert whole[m.span.start : m.span.end] == m.text
        assert m.units

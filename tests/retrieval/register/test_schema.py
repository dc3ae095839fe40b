"""The schema at load: what is not acceptable names its row."""

from pathlib import Path

import pytest

from retrieval import Register, RegisterError

ROOT = Path(__file__).resolve().parents[3]
ROW = """
[[directive]]
id = "{id}"
number = "1/2020/NĐ-CP"
kind = "Nghị định"
issuer = "Chính phủ"
date = 2020-01-02
topics = ["thi đua"]
level = "trung ương"
asks = "Dẫn khi cần."
sources = ["https://example.invalid/1"]
checked = 2026-11-21
certainty = "high"
why = "Đọc được toàn văn."
state_certainty = "high"
"""


def load(folder: Path, text: str) -> Register:
    (folder / "rows.toml").write_text(text, encoding="utf-8")
    return Register.load(folder)


def test_a_good_row_loads(tmp_path: Path) -> None:
    assert load(tmp_path, ROW.format(id="a")).get("a").date_raw == "02/01/2020"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("sources = [", "sources = [] #"), "thiếu «sources»"),
        (("checked =", "#"), "thiếu «checked»"),
        (("certainty = \"high\"\nwhy", "why"), "thiếu «certainty»"),
        (('"https://example.invalid/1"', '"nghe nói"'), "nguồn «nghe nói»"),
        (('why', 'whi'), "khoá lạ «whi»"),
        (("2020-01-02", '"2020-01-02"'), "«date» phải là ngày"),
        (('certainty = "high"\nwhy', 'certainty = "chắc"\nwhy'), "độ chắc chắn phải là"),
        (('level', 'replaced_by = ["b"]\nlevel'), "«b» nhưng sổ không có dòng đó"),
        (('level', 'guides = ["a"]\nlevel'), "đi thành vòng: a → a"),
        (('level', 'from = 2021-01-01\nto = 2020-01-01\nlevel'), "sau ngày hết hiệu lực"),
        (('level', 'to = 2021-01-01\nto_open = true\nlevel'), "«to_open»"),
        (('id = "a"', 'id = "A 1"'), "mã chỉ gồm"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(RegisterError, match=r"dòng «(a|A 1)»") as e:
        load(tmp_path, ROW.format(id="a").replace(*change, 1))
    assert said in str(e.value)


def test_a_cycle_over_two_rows_is_named(tmp_path: Path) -> None:
    two = ROW.format(id="a") + 'replaced_by = ["b"]\n' + ROW.format(id="b") + 'succeeded_by = ["a"]\n'
    with pytest.raises(RegisterError, match="a → b → a"):
        load(tmp_path, two)


def test_one_side_of_a_link_is_enough(tmp_path: Path) -> None:
    register = load(tmp_path, ROW.format(id="a") + 'replaced_by = ["b"]\n' + ROW.format(id="b"))
    assert register.get("b").replaces == ("a",)


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"«a».*đã có"):
        load(tmp_path, ROW.format(id="a") * 2)


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="không thấy tệp"):
        Register.load(tmp_path)


def test_every_checked_directive_has_its_row(shared_register: list[dict[str, object]]) -> None:
    register = Register.load(ROOT / "corpus" / "directives")
    assert {r.id for r in register.rows} >= {f["id"] for f in shared_register}

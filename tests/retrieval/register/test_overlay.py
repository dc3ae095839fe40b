"""The office's own rows over the shipped ones: checked like them, written whole, kept, taken back."""

import datetime as dt
from pathlib import Path

import pytest

from retrieval import Edit, Register, RegisterError, RegisterFiles, State

ROOT = Path(__file__).resolve().parents[3]
BASE = ROOT / "corpus" / "directives"
AT = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
TODAY = AT.date()
LAPSED = Edit("41-ct-tw-2024", (("to", dt.date(2026, 6, 1)), ("to_open", False), ("note", 'Dòng "lạ"\\ có dấu')))
NEW = Edit("12-kh-ubnd", (
    ("number", "12/KH-UBND"), ("kind", "Kế hoạch"), ("issuer", "UBND xã An Bình"), ("date", dt.date(2026, 1, 15)),
    ("subject", "phát động thi đua"), ("topics", ("thi đua",)), ("level", "xã"), ("asks", "Bám khung."),
    ("sources", ("https://example.invalid/12",)), ("checked", TODAY), ("certainty", "high"), ("why", "Đọc bản gốc."),
    ("state_certainty", "high"), ("replaces", ("41-ct-tw-2024",)),
))  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> RegisterFiles:
    return RegisterFiles(BASE, tmp_path / "office")


def test_without_an_office_folder_the_shipped_rows_stand(files: RegisterFiles) -> None:
    assert files.load().rows == Register.load(BASE).rows


def test_an_edit_changes_only_the_keys_it_names(files: RegisterFiles) -> None:
    before = files.load().get("41-ct-tw-2024")
    files.save(LAPSED, "2 Anh Soạn", AT)
    row = files.load().get("41-ct-tw-2024")
    assert (row.to, row.note, row.subject) == (dt.date(2026, 6, 1), 'Dòng "lạ"\\ có dấu', before.subject)
    assert files.load().state(row, TODAY) is State.EXPIRED
    assert len(files.load().rows) == len(Register.load(BASE).rows)


def test_an_empty_value_takes_a_value_away(files: RegisterFiles) -> None:
    files.save(Edit("152-2025-nd-cp", (("to", ""),)), "a", AT)
    assert files.load().get("152-2025-nd-cp").to is None


def test_a_new_row_is_linked_both_ways(files: RegisterFiles) -> None:
    files.save(NEW, "a", AT)
    assert files.load().get("41-ct-tw-2024").replaced_by == ("12-kh-ubnd",)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Edit("41-ct-tw-2024", (("replaced_by", ("khong-co",)),)), "khong-co"),
        (Edit("41-ct-tw-2024", (("sources", ("nghe nói",)),)), "nghe nói"),
        (Edit("moi", (("number", "1/KH-UBND"),)), "thiếu"),
        (Edit("34-ct-tw-2014", (("replaces", ("41-ct-tw-2024",)),)), "vòng"),
        (Edit("Sai Mã", NEW.fields), "mã chỉ gồm"),
    ],
)
def test_what_the_schema_refuses_is_not_written(files: RegisterFiles, edit: Edit, said: str) -> None:
    files.save(LAPSED, "a", AT)
    before = (files.office / "van-phong.toml").read_bytes()
    with pytest.raises(RegisterError, match=said):
        files.save(edit, "a", AT)
    assert (files.office / "van-phong.toml").read_bytes() == before
    assert len(files.changes()) == 1


def test_every_change_is_kept_and_the_last_can_be_taken_back(files: RegisterFiles) -> None:
    files.save(LAPSED, "2 Anh Soạn", AT)
    files.save(Edit("41-ct-tw-2024", (("note", "sau"),)), "1 Quản trị", AT)
    with pytest.raises(RegisterError, match="lần sửa sau"):
        files.undo(1, "a", AT)
    files.undo(2, "1 Quản trị", AT)
    assert files.load().get("41-ct-tw-2024").note.startswith("Dòng")
    files.undo(1, "1 Quản trị", AT)
    assert files.load().rows == Register.load(BASE).rows
    assert [(c.n, c.who, c.row) for c in files.changes()][:2] == [
        (1, "2 Anh Soạn", "41-ct-tw-2024"), (2, "1 Quản trị", "41-ct-tw-2024"),
    ]  # fmt: skip
    assert len(files.changes()) == 4
    with pytest.raises(RegisterError, match="không có lần sửa"):
        files.undo(9, "a", AT)


def test_a_row_that_others_rest_on_cannot_be_taken_back(files: RegisterFiles) -> None:
    made = files.save(NEW, "a", AT)
    files.save(Edit("41-ct-tw-2024", (("replaced_by", ("12-kh-ubnd",)),)), "a", AT)
    with pytest.raises(RegisterError, match="12-kh-ubnd"):
        files.undo(made.n, "a", AT)


def test_a_broken_office_file_is_one_sentence(files: RegisterFiles) -> None:
    files.office.mkdir()
    (files.office / "van-phong.toml").write_text("[[directive]\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"van-phong\.toml không đọc được"):
        files.load()


def test_rows_of_a_file_are_edits(files: RegisterFiles, tmp_path: Path) -> None:
    file = tmp_path / "moi.toml"
    file.write_text('[[directive]]\nid = "41-ct-tw-2024"\nto = 2026-06-01\n', encoding="utf-8")
    (edit,) = files.edits_of(file)
    assert edit == Edit("41-ct-tw-2024", (("to", dt.date(2026, 6, 1)),))


def test_comments_written_by_hand_are_kept(files: RegisterFiles) -> None:
    """Above a row, inside it, at the head; an untouched row stays as it was typed."""
    files.office.mkdir()
    own = files.office / "van-phong.toml"
    typed = (
        "# Sổ của xã An Bình, chị Lan giữ.\n\n# hỏi lại Sở Nội vụ trước 12/2026\n[[directive]]\n"
        'id = "41-ct-tw-2024"\n# bản giấy ở tủ 3\nnote = "một"   # cuối dòng\n\n'
        '# chưa có bản gốc\n[[directive]]\nid   =   "152-2025-nd-cp"\nnote = "hai" # giữ nguyên\n'
    )
    own.write_text(typed, encoding="utf-8")
    done = files.save(Edit("41-ct-tw-2024", (("note", "ba"),)), "a", AT)
    text = own.read_text(encoding="utf-8")
    for kept in (
        "chị Lan giữ",
        "# hỏi lại Sở Nội vụ",
        "# bản giấy ở tủ 3",
        '"152-2025-nd-cp"\nnote = "hai" # giữ nguyên',
    ):
        assert kept in text
    assert files.load().get("41-ct-tw-2024").note == "ba"
    files.undo(done.n, "a", AT)
    files.save(NEW, "a", AT)
    text = own.read_text(encoding="utf-8")
    assert "# chưa có bản gốc\n[[directive]]" in text
    assert (files.load().get("41-ct-tw-2024").note, files.load().get("12-kh-ubnd").level) == ("một", "xã")


def test_a_file_whose_rows_cannot_be_told_apart_by_lines_is_still_written_right(files: RegisterFiles) -> None:
    files.office.mkdir()
    own = files.office / "van-phong.toml"
    own.write_text('directive = [{id = "41-ct-tw-2024", note = "một"}]\n', encoding="utf-8")
    files.save(Edit("152-2025-nd-cp", (("note", "hai"),)), "a", AT)
    assert [files.load().get(i).note for i in ("41-ct-tw-2024", "152-2025-nd-cp")] == ["một", "hai"]

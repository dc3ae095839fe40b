"""The scoreboard: rows of a set as they come, what counts as right, the table in README."""

import json
from pathlib import Path

import pytest

from bot.cli.evaluate import _write
from bot.cli.scores import HEAD, cases, figures, table
from retrieval import ThiduaError


def test_rows_of_every_kind_of_set(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "q": "Tỷ lệ?", "must": ["5%"], "quote": "đạt 5%", "doc": "001"},
        {
            "id": "b",
            "turns": ["Tỷ lệ?", "còn xã B?"],
            "prior_answers": ["5%"],
            "must": [],
            "quotes": ["x", "y"],
            "doc": "*",
        },
        {"id": "c", "q": "?", "abstain": True, "accept": ["clarify"], "kind": "underspecified"},
        {"id": "d", "q": "?", "must": [], "gold": [["l.txt", "27"]], "also": [["m.txt", "3"]]},
        {"id": "e", "q": "?", "must": [], "evidence": [{"source": "l.txt", "quote": "z"}], "gold": ["l.txt"]},
    ]
    file = tmp_path / "bộ.jsonl"
    file.write_text("\n".join(json.dumps(r) for r in rows) + "\n\n", encoding="utf-8")
    a, b, c, d, e = cases(file)
    assert (a.doc, a.spans, a.placed, a.abstain) == ("001", ("đạt 5%",), True, False)
    assert (b.doc, b.row.q, b.row.history[0].a) == ("", "còn xã B?", "5%")
    assert (c.abstain, c.accept, c.kind) == (True, ("clarify",), "underspecified")
    assert d.articles == (("l.txt", "27"), ("m.txt", "3"))
    assert (e.spans, e.articles) == (("z",), ())


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bo.jsonl"
    file.write_text('{"id": "a", "q": "?"}\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(ThiduaError, match=r"bo\.jsonl dòng 2"):
        list(cases(file))


def test_the_table_has_a_cell_for_every_figure() -> None:
    row = figures("trống", [])
    assert len(row) == len(HEAD)
    assert table([row]).split("\n")[2].startswith("| trống | 0 | – |")


def test_the_table_goes_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("đầu\n<!-- bảng điểm -->\ncũ\n<!-- hết bảng điểm -->\ncuối\n", encoding="utf-8")
    _write(file, "mới")
    _write(file, "mới")
    assert file.read_text(encoding="utf-8") == "đầu\n<!-- bảng điểm -->\nmới\n<!-- hết bảng điểm -->\ncuối\n"
    file.write_text("không có dấu", encoding="utf-8")
    with pytest.raises(ThiduaError, match="bảng điểm"):
        _write(file, "mới")

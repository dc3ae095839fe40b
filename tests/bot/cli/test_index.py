"""`thidua index` where nobody watches: a line for every tenth, on stderr."""

from __future__ import annotations

from bot.cli.index import Tenths
from retrieval import SyncStep


def test_a_log_has_a_line_a_tenth_and_one_for_a_step_without_a_count() -> None:
    tenths = Tenths()
    steps = [SyncStep("đọc", i, 25) for i in range(1, 26)] + [SyncStep("lập bảng từ khoá", 0, 0)] * 2
    lines = [line for step in steps if (line := tenths.line(step))]
    assert lines[0] == "đọc 3/25 (10 %)"
    assert lines[9:] == ["đọc 25/25 (100 %)", "lập bảng từ khoá"]


def test_few_files_have_a_line_each() -> None:
    tenths = Tenths()
    assert [tenths.line(SyncStep("đọc", i, 2)) for i in (1, 2)] == ["đọc 1/2 (50 %)", "đọc 2/2 (100 %)"]

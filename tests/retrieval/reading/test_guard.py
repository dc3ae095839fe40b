"""A file from a stranger is read behind glass: the same reading, or a reason, and nothing left behind."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.model import CorpusError, Reading, Refused
from retrieval.reading import wire
from retrieval.reading.guard import Guard, read_guarded, read_kept
from retrieval.reading.read import read, read_text
from retrieval.reading.safety import is_plain
from tests.making_files import small_pdf, word_of

PLAN = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: 05/KH-UBND
An Bình, ngày 08 tháng 01 năm 2025
KẾ HOẠCH
Phát động phong trào thi đua năm 2025
I. CHỈ TIÊU
1. Thu ngân sách đạt 25 tỷ đồng; hộ nghèo dưới 1,5%.
II. TỔ CHỨC THỰC HIỆN
1. Văn phòng UBND xã báo cáo trước ngày 25/11/2025."""


def test_the_same_reading_as_without_the_glass(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(word_of(PLAN))
    assert read_guarded(path, name="KH 05.docx") == read(path, name="KH 05.docx")


def test_a_reading_goes_through_json_and_back() -> None:
    reading = read_text("a.txt", PLAN)
    assert reading.document.header.date == dt.date(2025, 1, 8)
    assert wire.load(Reading, wire.dump(reading)) == reading


@pytest.mark.parametrize("text", ["[]", '{"document": 5}', '{"clauses": [1]}', "null", '"x"'])
def test_json_of_another_shape_is_not_a_reading(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        wire.load(Reading, text)


def test_reasons_come_through(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("TỐI MẬT\nKẾ HOẠCH", encoding="utf-8")
    with pytest.raises(Refused, match="«Tối mật»"):
        read_guarded(path)
    with pytest.raises(CorpusError, match="Không mở được"):
        read_guarded(tmp_path / "khong-co.txt")


def test_one_child_reads_many_files_and_another_follows_when_it_dies(tmp_path: Path) -> None:
    good, slow = tmp_path / "a.docx", tmp_path / "b.docx"
    good.write_bytes(word_of(PLAN))
    slow.write_bytes(word_of(PLAN + "\nIII. KHÁC"))
    secret = tmp_path / "c.docx"
    secret.write_bytes(word_of("TỐI MẬT\n" + PLAN))
    with Guard() as guard:
        for _ in range(3):
            assert guard.read(good, space="xã").document.space == "xã"
            with pytest.raises(Refused, match="«Tối mật»"):
                guard.read(secret)
        child = guard._child
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(Refused, match="bộ nhớ"):
            guard.read(slow)
        assert guard.read(slow).clauses
        assert guard._child is not child
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_child_opens_what_only_calls_itself_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(word_of(PLAN))
    assert not is_plain(path)
    path.write_text(PLAN, encoding="utf-8")
    assert is_plain(path)


def test_the_index_reads_nothing_but_plain_text_itself(tmp_path: Path) -> None:
    """A PDF is opened by the child: the process that owns the index never loads what opens it."""
    (tmp_path / "ke-hoach.pdf").write_bytes(small_pdf([[(85.0, 80.0, "KẾ HOẠCH"), (85.0, 120.0, "Thi đua năm 2026")]]))
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7 hong")
    program = (
        "import sys; from pathlib import Path; from retrieval.search.index import Index\n"
        f"with Index.open(Path({str(tmp_path / 'i')!r}), model='none', write=True) as index:\n"
        f"    made = index.sync([Path({str(tmp_path)!r})])\n"
        "assert (made.read, len(made.refused)) == (2, 1), made\n"
        "assert 'pypdfium2' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_of(PLAN))
    with pytest.raises(Refused, match="quá lâu"):
        read_guarded(path, wall=0.01)
    with pytest.raises(ChildProcessError):  # no child is left, running or dead
        os.waitpid(-1, os.WNOHANG)


def test_a_pipe_is_refused_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.txt")
    with pytest.raises(Refused, match="Không phải tệp thường"):
        read_kept(tmp_path / "plan.txt")

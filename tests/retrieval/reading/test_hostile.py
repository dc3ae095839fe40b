"""300 files nobody should send: no crash, no hang, a flat parent, and a Vietnamese reason for every refusal."""

import gc
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from retrieval.model import CorpusError, Refused
from retrieval.reading.guard import Guard
from retrieval.reading.source import load_bytes
from tests.hostile import FIXED, files

SEED = 20260301
WALL = 120.0


def memory() -> int:
    """Bytes this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def outcome(guard: Guard, path: Path) -> str:
    """ "" when the file was read, else the reason."""
    try:
        guard.behind(path, path.name, "")
    except CorpusError as e:
        return e.reason
    return ""


def survived(some: Iterable[tuple[str, Callable[[], bytes]]], folder: Path) -> tuple[int, list[str], float]:
    """How many were read, the reasons of the others, and the longest time one file took, in seconds.

    One child for all of them, as for the files of a folder: what one file leaves behind must not hurt the next.
    """
    done, reasons, longest = 0, [], 0.0
    with Guard(WALL) as guard:
        for name, make in some:
            path = folder / name
            path.write_bytes(make())
            start = time.monotonic()
            reason = outcome(guard, path)
            longest = max(longest, time.monotonic() - start)
            assert not reason or len(reason) > 15, name
            done += not reason
            reasons += [f"{name}: {reason}"] if reason else []
            path.unlink()
    return done, reasons, longest


def test_a_tenth_of_the_hostile_files(tmp_path: Path) -> None:
    some = list(files(300, SEED))[3::10]
    read, reasons, longest = survived(some, tmp_path)
    assert read + len(reasons) == 30
    assert len(reasons) >= 15, reasons
    assert longest < 60


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the parent's memory is read from /proc")
def test_three_hundred_hostile_files(tmp_path: Path) -> None:
    every = list(files(300, SEED))
    assert len(every) == 300
    survived(every[:3], tmp_path)
    gc.collect()
    before = memory()
    read, reasons, longest = survived(every, tmp_path)
    gc.collect()
    assert read + len(reasons) == 300
    assert len(reasons) > 150, reasons
    assert memory() - before < 40_000_000
    assert longest < WALL
    assert not [r for r in reasons if "dừng đột ngột" in r and "fixed" in r], reasons
    assert not list(tmp_path.iterdir())


def test_what_is_known_to_be_hostile_is_refused_for_its_own_reason(tmp_path: Path) -> None:
    """The fixed ones by content: a bomb is called a bomb, not «hỏng»."""
    wanted = {3: "bom nén", 10: "macro", 16: "DOCTYPE", 19: "quá sâu", 27: "mật khẩu", 30: "RTF", 43: "quá lớn"}
    for index, word in wanted.items():
        path = tmp_path / f"{index}"
        path.write_bytes(FIXED[index]())
        with pytest.raises(CorpusError, match=word):
            load_bytes(path.name, path.read_bytes())


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.docx", b"PK", "hỏng"),  # the first two bytes of a zip: a download that stopped at once
        ("x.txt", b"PK", "hỏng"),  # whatever it is called
        ("x.docx", b"PK\x03", "hỏng"),
        ("x.docx", b"PK\x03\x04", "hỏng"),
        ("x.docx", b"PK\x05\x06", "hỏng"),
        ("x.docx", b"PK\x07\x08\0\0", "hỏng"),  # a mark of a zip's later parts, never of its start
        ("x.docx", b"abc", "hỏng"),  # three letters are no Word file
        ("x.pdf", b"%PD", "hỏng"),
        ("x.doc", b"\xd0\xcf\x11", "hỏng"),
        ("x.docx", b"", "rỗng"),
        # random bytes: no word of encodings where no text was meant
        ("x.docx", bytes(i * i * 7 % 251 for i in range(5000)), "bên trong không phải văn bản loại đó"),
        ("x.txt", bytes(i * i * 7 % 251 for i in range(5000)), "nhị phân"),
    ],
)
def test_a_stump_of_a_file_is_refused_and_never_read_as_text(name: str, data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        load_bytes(name, data)


def test_words_that_begin_like_a_zip_are_words() -> None:
    """«PK» also begins «PKV Hà Nội», and a short note under a text's name is a text."""
    assert load_bytes("x.txt", b"PKV: ke hoach thi dua nam 2027").media == "txt"
    assert load_bytes("x.txt", "Thi đua".encode()).media == "txt"

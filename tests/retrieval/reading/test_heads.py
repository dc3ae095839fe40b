"""Heads, feet and line breaks: the same document however its lines are laid out."""

import datetime as dt
import textwrap
import time
from pathlib import Path

import pytest

from retrieval import Reading, read, read_text

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
BODY = "\n\nCăn cứ Luật Thi đua, khen thưởng;\n\nI. MỤC ĐÍCH\n1. A\n"
TITLE = "KẾ HOẠCH\nPhát động phong trào thi đua năm 2026"

# head as printed → number, number as printed, place, date, issuer, level
HEADS = [
    (f"ỦY BAN NHÂN DÂN\nXÃ PHÚ AN\nSố: 12/KH-UBND\nPhú An, ngày 05 tháng 01 năm 2026\n{TITLE}",
     "12/KH-UBND", "Số: 12/KH-UBND", "Phú An", dt.date(2026, 1, 5), "Ủy ban nhân dân xã Phú An", "xã"),
    # two columns on one line
    ("ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ PHÚ AN            Độc lập - Tự do - Hạnh phúc\n"
     f"Số: 12/KH-UBND      Phú An, ngày 05 tháng 01 năm 2026\n{TITLE}",
     "12/KH-UBND", "Số: 12/KH-UBND", "Phú An", dt.date(2026, 1, 5), "Ủy ban nhân dân xã Phú An", "xã"),
    # blanks stay blank, what is printed is kept
    (f"ỦY BAN NHÂN DÂN\nTỈNH SÔNG LAM\nSố:    /KH-UBND\nSông Lam, ngày    tháng 01 năm 2026\n{TITLE}",
     "", "Số: /KH-UBND", "Sông Lam", None, "Ủy ban nhân dân tỉnh Sông Lam", "tỉnh"),
    # the lower of two bodies issues
    (f"UBND TỈNH SÔNG LAM\nSỞ NỘI VỤ\nSố: 5/KH-SNV\nSông Lam, ngày 02 tháng 3 năm 2026\n{TITLE}",
     "5/KH-SNV", "Số: 5/KH-SNV", "Sông Lam", dt.date(2026, 3, 2), "Sở Nội vụ", "sở"),
    (f"UBND THÀNH PHỐ SÔNG LAM\nUBND PHƯỜNG PHÚ AN\nSố: 5/KH-UBND\nPhú An, ngày 02 tháng 3 năm 2026\n{TITLE}",
     "5/KH-UBND", "Số: 5/KH-UBND", "Phú An", dt.date(2026, 3, 2), "Ủy ban nhân dân phường Phú An", "xã"),
    (f"PHÒNG GD&ĐT SÔNG LAM\nTRƯỜNG THCS PHÚ AN\nSố: 5/KH-THCS\nPhú An, ngày 02 tháng 3 năm 2026\n{TITLE}",
     "5/KH-THCS", "Số: 5/KH-THCS", "Phú An", dt.date(2026, 3, 2), "Trường THCS Phú An", "đơn vị"),
    (f"SỞ NỘI VỤ TỈNH SÔNG LAM\nSố: 5/KH-SNV\nSông Lam, ngày 02 tháng 3 năm 2026\n{TITLE}",
     "5/KH-SNV", "Số: 5/KH-SNV", "Sông Lam", dt.date(2026, 3, 2), "Sở Nội vụ tỉnh Sông Lam", "sở"),
    (f"THỦ TƯỚNG CHÍNH PHỦ\nSố: 9/CT-TTg\nHà Nội, ngày 02 tháng 3 năm 2026\n{TITLE}",
     "9/CT-TTg", "Số: 9/CT-TTg", "Hà Nội", dt.date(2026, 3, 2), "Thủ tướng Chính phủ", "trung ương"),
    # the number, in a text box, is met before the name
    (f"Số: 5/KH-UBND\nUBND XÃ PHÚ AN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPhú An, ngày 02 tháng 3 năm 2026\n{TITLE}",
     "5/KH-UBND", "Số: 5/KH-UBND", "Phú An", dt.date(2026, 3, 2), "Ủy ban nhân dân xã Phú An", "xã"),
    # number, place and date on one line; a body's name in the letters of a sentence, or as an old font leaves it
    (f"ỦY BAN NHÂN DÂN\nXÃ PHÚ AN\nSố: 12 /KH-UBND   Phú An, ngày 5/1/2026\n{TITLE}",
     "12/KH-UBND", "Số: 12 /KH-UBND", "Phú An", dt.date(2026, 1, 5), "Ủy ban nhân dân xã Phú An", "xã"),
    (f"ỦY BAN NHÂN DÂN\nXÃ PHÚ AN\nSố: 12/KH-UBND, Phú An ngày 05 tháng 01 năm 2026\n{TITLE}",
     "12/KH-UBND", "Số: 12/KH-UBND", "Phú An", dt.date(2026, 1, 5), "Ủy ban nhân dân xã Phú An", "xã"),
    (f"ỦY BAN NHÂN DÂN\nXã HòA BìNH\nSố: 12/KH-UBND\nHòa Bình, ngày 05 tháng 01 năm 2026\n{TITLE}",
     "12/KH-UBND", "Số: 12/KH-UBND", "Hòa Bình", dt.date(2026, 1, 5), "Ủy ban nhân dân xã Hòa Bình", "xã"),
    # a party plan numbers with a dash and no colon
    (f"ĐẢNG BỘ TỈNH SÔNG LAM\nĐẢNG ỦY XÃ PHÚ AN\nSố 12-KH/ĐU\nPhú An, ngày 05 tháng 01 năm 2026\n{TITLE}",
     "12-KH/ĐU", "Số 12-KH/ĐU", "Phú An", dt.date(2026, 1, 5), "Đảng ủy xã Phú An", "đảng"),
    # a city of the centre stands at the level of a province
    (f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ\nSố: 7/KH-UBND\nCần Thơ, ngày 19 tháng 11 năm 2026\n{TITLE}",
     "7/KH-UBND", "Số: 7/KH-UBND", "Cần Thơ", dt.date(2026, 11, 19), "Ủy ban nhân dân thành phố Cần Thơ", "tỉnh"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "number", "raw", "place", "date", "issuer", "level"), HEADS)
def test_heads(head: str, number: str, raw: str, place: str, date: dt.date | None, issuer: str, level: str) -> None:
    h = read_text("a.txt", head + BODY).document.header
    assert (h.number, h.number_raw, h.place, h.date, h.issuer, h.level) == (number, raw, place, date, issuer, level)
    assert (h.kind, h.subject, h.period) == ("Kế hoạch", "Phát động phong trào thi đua năm 2026", "2026")


def test_whom_it_is_sent_to_has_not_issued_it() -> None:
    foot = "\nNơi nhận:\n- UBND tỉnh (b/c);\n- Lưu: VT."
    assert not read_text(
        "a.txt", f"Phú An, ngày 5 tháng 1 năm 2026\n{TITLE}\n\nI. A\n1. B{foot}"
    ).document.header.issuer


def test_an_issuer_read_from_the_text_is_a_doubt() -> None:
    reading = read_text(
        "a.txt", f"Số: /KH-UBND\nPhú An, ngày tháng 01 năm 2026\n{TITLE}\n\nUBND xã ban hành Kế hoạch.\nI. A"
    )
    assert reading.document.header.issuer == "Ủy ban nhân dân xã Phú An"
    assert any("suy ra từ nội dung" in d for d in reading.doubts)


FEET = [
    ("CHỦ TỊCH\nLê Văn An", ("CHỦ TỊCH", "Lê Văn An", "")),
    ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Thị Bình",
     ("PHÓ CHỦ TỊCH", "Trần Thị Bình", "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH")),
    ("**TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH**\n\nHà Văn Chung", ("CHỦ TỊCH", "Hà Văn Chung", "TM. ỦY BAN NHÂN DÂN")),
    ("Phạm Văn Dung", ("", "Phạm Văn Dung", "")),
    ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nNguyễn Văn A", ("CHÁNH VĂN PHÒNG", "Nguyễn Văn A", "TL. CHỦ TỊCH")),
    ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ\n(Đã ký)\nTS. Trần Thị Bé",
     ("GIÁM ĐỐC SỞ NỘI VỤ", "Trần Thị Bé", "TUQ. CHỦ TỊCH")),
]  # fmt: skip


@pytest.mark.parametrize(("foot", "expected"), FEET)
def test_signers_and_recipients(foot: str, expected: tuple[str, str, str]) -> None:
    r = read_text(
        "a.txt", f"{TITLE}{BODY}Nơi nhận:\n- Sở Nội vụ (b/c);\n- UBND các xã, phường\n- Lưu: VT./.\n\n{foot}\n"
    )
    assert r.signer is not None
    assert (r.signer.title, r.signer.name, r.signer.on_behalf) == expected
    assert r.recipients == ("Sở Nội vụ (b/c)", "UBND các xã, phường", "Lưu: VT")


@pytest.mark.parametrize("gap", ["\t", "          "])
def test_a_foot_of_two_columns_pasted_as_text(gap: str) -> None:
    left = ("Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT.", "")
    right = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn An")
    foot = "\n".join(f"{a}{gap}{b}" for a, b in zip(left, right, strict=True))
    r = read_text("a.txt", f"{TITLE}{BODY}{foot}")
    assert r.signer is not None
    assert (r.signer.title, r.signer.name) == ("PHÓ CHỦ TỊCH", "Lê Văn An")
    assert r.signer.on_behalf == "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"
    assert r.recipients == ("UBND tỉnh", "Lưu: VT")


def facts(r: Reading) -> tuple[object, ...]:
    outline = [(c.path, c.text.split("\n", 1)[0][:30]) for c in r.clauses]
    targets = sorted((t.indicator, t.value, t.measure) for t in r.targets)
    return outline, targets, [(d.who, d.what) for d in r.duties], r.recipients, r.signer, r.document.header.subject


PLANS = [*sorted((ROOT / "corpus/plans").glob("*.txt")), *sorted((SHARED / "seeds").glob("*.txt"))]


@pytest.mark.parametrize("blank", [True, False], ids=["blank lines between", "no blank lines"])
@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.name[:14])
def test_a_plan_broken_at_a_width_reads_like_the_whole_one(path: Path, blank: bool) -> None:
    whole = read(path)
    lines: list[str] = []
    for line in whole.source.lines:
        lines += textwrap.wrap(line.text, 88, break_on_hyphens=False) + [""] * blank
    assert facts(read_text(path.name, "\n".join(lines))) == facts(whole)


def test_a_plan_is_read_fast_enough_for_twenty_a_second() -> None:
    """By processor time, so that a busy machine does not count: twenty a second on two cores is 0.1 s each."""
    files = sorted((ROOT / "corpus/plans").glob("*.txt"))
    for path in files:
        read(path)  # imports and tables done
    start = time.process_time()
    for path in files:
        read(path)
    assert (time.process_time() - start) / len(files) < 0.1

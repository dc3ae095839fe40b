"""Pictures of real conversations for docs/screens: the real bot, the sample corpus, the fake Telegram, Chromium.

Run: `python -m tests.telegram.screens docs/screens [SCENE …]` (needs `chromium`; builds an index of its own).
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.fake_telegram import FakeTelegram, Person
from tests.telegram.test_end_to_end import ROOT, bot, configured, process

PLAN = """ỦY BAN NHÂN DÂN
XÃ TÂN HÒA
KẾ HOẠCH
Phát động phong trào thi đua năm 2027

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Thực hiện Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ, phát huy tinh thần thi đua.
1. Yêu cầu
UBND huyện chỉ đạo các xã tổ chức phát động trong năm 2026.
II. NỘI DUNG
- Giảm tỷ lệ hộ nghèo còn 1,35 %.
"""


def ask(admin: Person, fake: FakeTelegram) -> None:
    admin.says("/start")
    admin.waits("Thử ngay một câu", 30)
    _turn(admin, fake, "Chỉ tiêu giảm hộ nghèo của xã Tân Hòa Mẫu năm 2026 là bao nhiêu?")
    _turn(admin, fake, "thời hạn gửi báo cáo là khi nào?")


def law(admin: Person, fake: FakeTelegram) -> None:
    _turn(admin, fake, "/vanban 91/2017/NĐ-CP")
    _turn(admin, fake, "Chỉ thị số 34-CT/TW còn hiệu lực không?")


def draft(admin: Person, fake: FakeTelegram) -> None:
    admin.says("/soan kế hoạch phát động thi đua năm 2027 cho UBND xã Tân Hòa")
    for _ in range(7):
        last = fake.wait(lambda: admin.heard() and admin.heard()[-1].buttons and admin.heard()[-1], 30)
        if "Dàn ý" in last.text:
            break
        labels = last.labels
        admin.clicks(next((x for x in ("Cả kế hoạch", "Bỏ qua") if x in labels), labels[0]), last)
        fake.wait(lambda last=last: admin.heard()[-1] is not last, 30)
    admin.clicks("✍️ Soạn toàn bộ")
    admin.gets("Phiếu nguồn", 90)
    admin.clicks("III", next(m for m in admin.heard() if "Xem, sửa từng mục" in m.text))
    time.sleep(2)


def check(admin: Person, fake: FakeTelegram) -> None:
    admin.sends("Dự thảo 2027.txt", PLAN.encode(), "/kiemtra")
    admin.waits("lỗi", 60)
    time.sleep(1)


def errors(admin: Person, fake: FakeTelegram) -> None:
    _turn(admin, fake, "Giá vàng hôm nay bao nhiêu?")
    admin.sends("mat.txt", "MẬT\nKế hoạch bảo vệ bí mật nhà nước".encode())
    fake.wait(lambda: "⚠️" in admin.heard()[-1].text, 30)
    admin.sends("hong.docx", b"PK\x03\x04" + b"x" * 40)
    fake.wait(lambda: "⚠️" in admin.heard()[-1].text and "mat" not in admin.heard()[-1].text, 30)
    admin.sends("to.pdf", b"%PDF", size=30 << 20)
    admin.waits("20 MB")
    admin.sends_voice()
    admin.waits("thoại")


def library(admin: Person, fake: FakeTelegram) -> None:
    _turn(admin, fake, "/kho")
    admin.sends("ke-hoach-moi.txt", PLAN.encode())
    admin.waits("đã đọc", 30)
    _turn(admin, fake, "/nhac")
    _turn(admin, fake, "/trangthai")


SCENES: dict[str, Callable[[Person, FakeTelegram], None]] = {
    "ask": ask, "law": law, "draft": draft, "check": check, "errors": errors, "library": library,
}  # fmt: skip


def _turn(admin: Person, fake: FakeTelegram, text: str) -> None:
    before = len(admin.heard())
    admin.says(text)
    fake.wait(lambda: len(admin.heard()) > before, 60)
    time.sleep(0.3)


def main(out: Path, wanted: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        folders = f'["{ROOT}/corpus/plans", "{ROOT}/corpus/directives"]'
        (home / "config.toml").write_text(
            f'[corpus]\nfolders = {folders}\n[embedding]\nmodel = "none"\n'
            f'[register]\npath = "{ROOT}/corpus/directives"\n',
            encoding="utf-8",
        )
        assert bot(home, "index").returncode == 0
        for name in wanted or list(SCENES):
            with FakeTelegram() as fake, tempfile.TemporaryDirectory() as folder:
                admin = fake.person(1, "Chị Hoa")
                with process(configured(home, fake, Path(folder)), fake):
                    SCENES[name](admin, fake)
                picture(fake.html(1), out / f"{name}.png")


def picture(page: str, to: Path) -> None:
    """A page as a picture, tall enough for all of it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        start = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        dom = subprocess.run(
            [*start, "--window-size=440,800", "--dump-dom", file.as_uri()], check=True, capture_output=True, timeout=120
        ).stdout.decode()
        height = int(re.findall(r"<title>(\d+)", dom)[0]) + 12
        size = f"--window-size=440,{height}"
        subprocess.run(
            [*start, size, f"--screenshot={to}", file.as_uri()], check=True, capture_output=True, timeout=120
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

"""The real entry point as a process of its own, on a corpus written here, against the fake Telegram."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fake_telegram import TOKEN, FakeTelegram, Person

ROOT = Path(__file__).resolve().parents[2]
ADMIN, EDITOR = 1, 2
PLAN = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: 12/KH-UBND
An Bình, ngày 15 tháng 01 năm 2026
KẾ HOẠCH
Phát động phong trào thi đua năm 2026

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Khơi dậy tinh thần thi đua trong cán bộ, công chức và Nhân dân xã An Bình.
2. Yêu cầu
Phong trào thi đua phải thiết thực, hiệu quả, tránh hình thức.

II. NỘI DUNG, CHỈ TIÊU
1. Chỉ tiêu về kinh tế
- Giảm tỷ lệ hộ nghèo xuống còn 1,35%.
- Thu ngân sách trên địa bàn đạt 12,5 tỷ đồng.

III. TỔ CHỨC THỰC HIỆN
1. Văn phòng HĐND và UBND xã tổng hợp, tham mưu UBND xã báo cáo kết quả thực hiện trước ngày 15/11/2026.
2. Các ngành, đoàn thể xã căn cứ Kế hoạch này tổ chức phát động thi đua trước ngày 28/02/2026.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with config, corpus and index; keyword search alone, so that no model is loaded."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "plans").mkdir()
    (folder / "plans" / "ke-hoach-2026.txt").write_text(PLAN, encoding="utf-8")
    (folder / "config.toml").write_text(
        f'[corpus]\nfolders = ["plans"]\n[register]\npath = "{ROOT}/corpus/directives"\n[embedding]\nmodel = "none"\n',
        encoding="utf-8",
    )
    done = bot(folder, "index")
    assert done.returncode == 0, done.stderr
    return folder


def bot(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words, "--config", str(folder / "config.toml")],
        cwd=ROOT, capture_output=True, text=True, timeout=120, env={**os.environ, "TELEGRAM_BOT_TOKEN": "", **env},
    )  # fmt: skip


def configured(home: Path, fake: FakeTelegram, folder: Path) -> Path:
    """The office's configuration with this Telegram and a state folder of its own."""
    text = (home / "config.toml").read_text(encoding="utf-8").replace('["plans"]', f'["{home}/plans"]')
    text += (
        f'[index]\nfolder = "{home}/.index"\n[state]\nfolder = "{folder}/state"\n[telegram]\nadmins = [{ADMIN}]\n'
        f'base_url = "{fake.base_url}"\nbase_file_url = "{fake.base_file_url}"\nmessages_per_s = 0\n'
    )
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return folder


@contextmanager
def process(folder: Path, fake: FakeTelegram) -> Iterator["subprocess.Popen[str]"]:
    before = len(fake.called("getUpdates"))
    with (folder / "log").open("a") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--config", str(folder / "config.toml")],
            cwd=ROOT, stdout=log, stderr=log, text=True,
            env={**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "s" * 32},
        )  # fmt: skip
    try:
        fake.wait(lambda: started.poll() is not None or fake.webhook or len(fake.called("getUpdates")) > before, 60)
        assert started.poll() is None, (folder / "log").read_text()
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.wait(10)


@pytest.fixture
def office(home: Path, tmp_path: Path) -> Iterator[tuple[Path, FakeTelegram, Person]]:
    with FakeTelegram() as fake:
        admin = fake.person(ADMIN, "Chị Hoa")
        yield configured(home, fake, tmp_path), fake, admin


def test_no_token_is_one_clear_line(home: Path) -> None:
    done = bot(home, "serve")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "thidua: Chưa có mã bot: đặt biến môi trường TELEGRAM_BOT_TOKEN (mã do @BotFather cấp) rồi chạy lại."
    ]


def test_no_index_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[telegram]\nadmins = [1]\n", encoding="utf-8")
    done = bot(tmp_path, "serve", TELEGRAM_BOT_TOKEN=TOKEN)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("thidua:") == 1
    assert "thidua index" in done.stderr


@pytest.mark.parametrize(
    ("config", "token", "said"),
    [
        ("admins = []", TOKEN, "Chưa có người quản trị"),
        ("admins = [1]", "mã bot của tôi", "không đúng dạng"),
        ('admins = [1]\nmode = "webhook"', TOKEN, "Webhook cần"),
        ('admins = [1]\nbase_url = "api.telegram.org"', TOKEN, "base_url"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_before_anything_is_loaded(
    home: Path, tmp_path: Path, config: str, token: str, said: str
) -> None:  # fmt: skip
    text = (home / "config.toml").read_text(encoding="utf-8") + f"[telegram]\n{config}\n"
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    done = bot(tmp_path, "serve", TELEGRAM_BOT_TOKEN=token)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, "nothing was loaded, and nothing else is said"


def test_ask_draft_check_and_stop(office: tuple[Path, FakeTelegram, Person]) -> None:
    folder, fake, admin = office
    with process(folder, fake) as running:
        admin.says("Chỉ tiêu tỷ lệ hộ nghèo năm 2026 của xã An Bình là bao nhiêu?")
        answer = admin.waits("1,35%", 30)
        assert "«" in answer.text
        admin.clicks("📄 Nguồn 1")
        assert admin.waits("ke-hoach-2026.txt").data == PLAN.encode()
        admin.says("/soan kế hoạch phát động thi đua năm 2027 cho UBND xã An Bình")
        for _ in range(6):
            last = fake.wait(lambda: admin.heard()[-1].buttons and admin.heard()[-1], 30)
            if "Dàn ý" in last.text:
                break
            labels = last.labels
            admin.clicks("Cả kế hoạch" if "Cả kế hoạch" in labels else "Bỏ qua" if "Bỏ qua" in labels else labels[0])
            fake.wait(lambda last=last: admin.heard()[-1] is not last, 30)
        admin.clicks("✍️ Soạn toàn bộ")
        assert admin.waits(".docx", 60).data.startswith(b"PK")
        admin.sends("du-thao.txt", PLAN.replace("2026", "2027").encode(), "/kiemtra")
        admin.waits("du-thao.txt", 60)
        start = time.monotonic()
        running.send_signal(signal.SIGTERM)
        assert running.wait(15) == 0
        assert time.monotonic() - start < 10
    log = (folder / "log").read_text()
    assert "Traceback" not in log
    assert TOKEN not in log


def test_a_second_process_is_refused_naming_the_first(office: tuple[Path, FakeTelegram, Person]) -> None:
    folder, fake, _ = office
    with process(folder, fake) as running:
        second = bot(folder, "serve", TELEGRAM_BOT_TOKEN=TOKEN)
        assert second.returncode == 1
        assert "Đang nạp" not in second.stderr
        assert f"tiến trình {running.pid}" in second.stderr
        assert "Traceback" not in second.stderr


@pytest.mark.slow
def test_killed_in_the_middle_of_fifty_questions(office: tuple[Path, FakeTelegram, Person]) -> None:
    folder, fake, _ = office
    ids = range(100, 110)
    people = [fake.person(i) for i in ids]
    for i in ids:
        assert bot(folder, "people", "role", str(i), "viewer").returncode == 0
    with process(folder, fake) as running:
        for n in range(5):
            for person in people:
                person.says(f"Chỉ tiêu hộ nghèo xã An Bình năm 2026 là bao nhiêu? ({n})")
        fake.wait(lambda: sum(len(p.heard()) for p in people) >= 8, 60)
        os.kill(running.pid, signal.SIGKILL)
        running.wait(10)
    said = sum(len(p.heard()) for p in people)
    assert said < 50, "the kill came too late to mean anything"
    with process(folder, fake) as running:
        fake.wait(lambda: all(len(_answers(p)) >= 5 for p in people), 120)
        time.sleep(1)
        running.send_signal(signal.SIGTERM)
        assert running.wait(15) == 0
    for person in people:
        asked = [m.id for m in fake.chat(person.id) if m.sender == person.id]
        replies = [m for m in _answers(person)]
        assert {m.reply_to for m in replies} == set(asked), "every question has its answer"
        twice = [m for m in replies if sum(r.reply_to == m.reply_to for r in replies) > 1]
        assert len(twice) in (0, 2), "at most the one in flight is sent again"
        assert all("gửi lại" in m.text for m in twice[1:]), "and it says so"


def _answers(person: Person) -> list:  # type: ignore[type-arg]
    return [m for m in person.heard() if m.reply_to]


@pytest.mark.slow
def test_people_and_backup_at_the_command_line(office: tuple[Path, FakeTelegram, Person], home: Path) -> None:
    folder, fake, _ = office
    made = bot(folder, "people", "invite", "--role", "editor")
    assert made.stdout.startswith("/start inv_")
    stranger = fake.person(77)
    (folder / "sua.toml").write_text(
        '[[directive]]\nid = "41-ct-tw-2024"\nto = 2026-01-15\nto_open = false\n', encoding="utf-8"
    )
    with process(folder, fake):
        stranger.says(made.stdout.strip())
        stranger.waits("Đã cấp quyền: soạn thảo")
        stranger.says("/vanban 41-CT/TW")
        assert "hết hiệu lực" not in stranger.waits("26/12/2024").text
        added = bot(folder, "law", "--add", str(folder / "sua.toml"))
        assert added.returncode == 0, added.stderr
        stranger.says("/vanban 41-CT/TW")
        stranger.waits("hết hiệu lực từ 15/01/2026")  # written by another process, answered by this one
        assert bot(folder, "backup", str(folder / "b.tar.gz")).returncode == 0
        busy = bot(folder, "restore", str(folder / "b.tar.gz"))
        assert busy.returncode == 1
        assert "đang chạy" in busy.stderr
    assert bot(folder, "people", "invite", "--space", "xã A").stdout.startswith("https://t.me/thidua_bot?start=inv_")
    left = bot(folder, "people", "invites").stdout.split("\t")
    assert left[1:3] == ["người xem", "xã A"]
    assert bot(folder, "people", "uninvite", left[0]).returncode == 0
    assert bot(folder, "people", "invites").stdout == ""
    assert bot(folder, "people", "uninvite", left[0]).returncode == 1
    assert bot(folder, "people", "revoke", "77").returncode == 0
    assert "77" not in bot(folder, "people", "list").stdout
    assert bot(folder, "law", "--undo", "1").returncode == 0
    assert bot(folder, "restore", str(folder / "b.tar.gz")).returncode == 0
    assert "hết hiệu lực từ 15/01/2026" in bot(folder, "law", "41-CT/TW", "--as-of", "2026-11-21").stdout
    assert "77\tsoạn thảo" in bot(folder, "people", "list").stdout
    bad = bot(folder, "people", "role", "5", "boss")
    assert (bad.returncode, bad.stderr) == (1, "thidua: Vai trò «boss» không có; có: viewer, editor, admin.\n")

"""Load on the real bot: 200 chats at once, limiter off and on; one chat's flood beside another; memory over mixed load.

Run: `python -m benchmarks.telegram_load [--minutes 30]`. Prints one JSON line a measurement. Needs the test fakes.
"""

import argparse
import json
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from tests.fake_telegram import FakeTelegram, Person
from tests.telegram.test_end_to_end import ROOT, bot, configured, process

QUESTIONS = (
    "Chỉ tiêu giảm hộ nghèo của xã Phú An Mẫu năm 2026 là bao nhiêu?",
    "Hạn gửi báo cáo phát động thi đua là khi nào?",
    "Ai ban hành kế hoạch phong trào thi đua của tỉnh Sông Lam Mẫu?",
    "Chỉ thị số 34-CT/TW còn hiệu lực không?",
)
CHATS = 200


def main() -> None:
    """All measurements, one after another."""
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=0)
    options.add_argument("--model", default="bundled")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        folders = f'["{ROOT}/corpus/plans", "{ROOT}/corpus/directives"]'
        (home / "config.toml").write_text(
            f'[corpus]\nfolders = {folders}\n[register]\npath = "{ROOT}/corpus/directives"\n'
            f'[embedding]\nmodel = "{given.model}"\n',
            encoding="utf-8",
        )
        assert bot(home, "index").returncode == 0
        for per_s in (0, 25):
            measure(home, per_s)
        flood(home)
        if given.minutes:
            mixed(home, given.minutes)


class Served:
    """A bot in webhook mode (so that /metrics can be read) with `CHATS` admitted people."""

    def __init__(self, home: Path, fake: FakeTelegram, folder: Path, per_s: int) -> None:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        made = configured(home, fake, folder) / "config.toml"
        text = made.read_text(encoding="utf-8").replace("messages_per_s = 0", f"messages_per_s = {per_s}")
        admins = ", ".join(str(i) for i in range(1, CHATS + 1))
        text = text.replace("admins = [1]", f"admins = [{admins}]") + "questions_per_person_day = 0\n"
        text += f'mode = "webhook"\nwebhook_url = "http://127.0.0.1:{port}/t"\nwebhook_listen = "127.0.0.1:{port}"\n'
        made.write_text(text, encoding="utf-8")
        self.base = f"http://127.0.0.1:{port}"
        self.people = [fake.person(i) for i in range(1, CHATS + 1)]

    def metrics(self) -> dict[str, float]:
        """/metrics, without the prefix."""
        lines = httpx.get(f"{self.base}/metrics").text.splitlines()
        return {k.removeprefix("thidua_"): float(v) for k, v in (line.split() for line in lines)}


def measure(home: Path, per_s: int) -> None:
    """Every chat asks at the same moment; when each has its answer."""
    with FakeTelegram() as fake, tempfile.TemporaryDirectory() as folder:
        served = Served(home, fake, Path(folder), per_s)
        with process(Path(folder), fake) as running:
            start = time.monotonic()
            for n, person in enumerate(served.people):
                person.says(QUESTIONS[n % len(QUESTIONS)])
            asked = time.monotonic() - start
            took = [_answered(fake, p, start) for p in served.people]
            found = served.metrics()
            print(json.dumps({
                "measure": "chats", "what": f"{CHATS} chats at once, limiter {per_s or 'off'}", "asked_in_s": round(asked, 2),
                "p50_s": round(statistics.median(took), 2), "p95_s": round(sorted(took)[int(len(took) * 0.95)], 2),
                "last_s": round(max(took), 2), "loop_lag_max_ms": round(found["event_loop_lag_max_seconds"] * 1000),
                "dropped": int(found["inbox_new"] + found["inbox_dead"]), "rss_mb": _rss(running),
            }), flush=True)  # fmt: skip


def _answered(fake: FakeTelegram, person: Person, start: float) -> float:
    first = fake.wait(lambda: person.heard(), 120)[0]
    return float(first.at - start)


def flood(home: Path) -> None:
    """One chat sends 150 messages; another is asked about its own one."""
    with FakeTelegram() as fake, tempfile.TemporaryDirectory() as folder:
        served = Served(home, fake, Path(folder), 0)
        with process(Path(folder), fake):
            one, other = served.people[:2]
            alone = [_ask(fake, other) for _ in range(5)]
            for _ in range(150):
                one.says(QUESTIONS[0])
            beside = [_ask(fake, other) for _ in range(5)]
            row = {"what": "beside a flood of 150", "alone_s": round(statistics.median(alone), 3),
                   "beside_s": round(statistics.median(beside), 3)}  # fmt: skip
            print(json.dumps(row), flush=True)


def _ask(fake: FakeTelegram, person: Person) -> float:
    before = len(person.heard())
    start = time.monotonic()
    person.says(QUESTIONS[1])
    fake.wait(lambda: len(person.heard()) > before, 60)
    return time.monotonic() - start


def mixed(home: Path, minutes: float) -> None:
    """Questions, the register, the corpus and checks from 20 chats; memory at the start (warm) and at the end."""
    with FakeTelegram() as fake, tempfile.TemporaryDirectory() as folder:
        served = Served(home, fake, Path(folder), 0)
        with process(Path(folder), fake) as running:
            plan = (ROOT / "corpus/plans/2026-xa-phu-an-mau-giam-ngheo.txt").read_bytes()
            warm = 0
            start = end = time.monotonic()
            turn = 0
            while end - start < minutes * 60:
                for person in served.people[:20]:
                    turn += 1
                    if turn % 40 == 0:
                        person.sends("a.txt", plan, "/kiemtra")
                    else:
                        person.says(("/kho", "/vanban 34-CT/TW", *QUESTIONS)[turn % 6])
                fake.wait(lambda: served.metrics()["inbox_new"] == 0, 120)
                end = time.monotonic()
                if not warm and end - start > 60:
                    warm = _rss(running)
                time.sleep(0.5)
            found = served.metrics()
            print(json.dumps({
                "what": f"mixed load, {minutes:g} minutes", "turns": turn, "rss_mb_after_1_min": warm,
                "rss_mb_end": _rss(running), "dead": found["inbox_dead"],
                "loop_lag_max_ms": round(found["event_loop_lag_max_seconds"] * 1000),
            }), flush=True)  # fmt: skip


def _rss(running: "subprocess.Popen[str]") -> int:
    status = Path(f"/proc/{running.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024


if __name__ == "__main__":
    main()

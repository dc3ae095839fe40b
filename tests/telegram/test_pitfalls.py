"""The 28 pitfalls of a Telegram bot, each met once by the real App; those of the intake in both modes."""

import asyncio
import json
import logging
import os
import socket
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from bot.store import Store
from bot.telegram.app import App
from bot.telegram.journal import Redact, configure
from bot.telegram.limits import ChatLimiter
from bot.telegram.nouns import Button, Part
from bot.telegram.start import Secrets
from retrieval import SettingsError, ThiduaError
from tests.fake_telegram import TOKEN, FakeTelegram, Fault
from tests.telegram.world import ADMIN, EDITOR, VIEWER, FakeOffice, Running, running

Serve = Callable[..., AbstractContextManager[Running]]
UNREADABLE = {"message": {"message_id": "x", "chat": 5}}


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(params=["polling", "webhook"])
def serve(request: pytest.FixtureRequest, fake: FakeTelegram, tmp_path: Path) -> Serve:
    port = free_port()
    hook = {
        "mode": "webhook",
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_listen": f"127.0.0.1:{port}",
    }
    return lambda **more: running(fake, tmp_path, **(hook if request.param == "webhook" else {}), **more)


@pytest.fixture
def hooked(fake: FakeTelegram, tmp_path: Path) -> Iterator[Running]:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    with running(fake, tmp_path, mode="webhook", webhook_url=url, webhook_listen=f"127.0.0.1:{port}") as made:
        yield made


def test_01_a_429_holds_one_chat_and_the_final_text_still_comes(serve: Serve, fake: FakeTelegram) -> None:
    with serve():
        fake.plan("sendMessage", Fault(429, "Too Many Requests: retry after 2", retry_after=2), chat=VIEWER)
        one, two = fake.person(VIEWER), fake.person(EDITOR)
        start = time.monotonic()
        one.says("câu bị giữ")
        two.says("câu không bị giữ")
        two.waits("Trả lời: câu không bị giữ")
        assert time.monotonic() - start < 1.5
        one.waits("Trả lời: câu bị giữ")
        assert time.monotonic() - start >= 2


def test_02_typing_never_uses_up_the_quota_of_answers() -> None:
    async def main() -> float:
        limiter = ChatLimiter(25)

        async def call(*_: object, **__: object) -> bool:
            return True

        start = time.monotonic()
        for _ in range(20):
            await limiter.process_request(call, (), {}, "sendChatAction", {"chat_id": -100}, None)
        await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": -100}, None)
        return time.monotonic() - start

    assert asyncio.run(main()) < 0.1


def test_02_previews_are_dropped_rather_than_queued_while_a_chat_is_held() -> None:
    from telegram.error import RetryAfter

    from bot.telegram.limits import PREVIEW, Dropped

    async def main() -> None:
        limiter = ChatLimiter(25)
        asked = 0

        async def call(*_: object, **__: object) -> bool:
            nonlocal asked
            asked += 1
            if asked == 1:
                raise RetryAfter(1)
            return True

        with pytest.raises(Dropped):
            await limiter.process_request(call, (), {}, "editMessageText", {"chat_id": 1}, PREVIEW)
        with pytest.raises(Dropped):
            await limiter.process_request(call, (), {}, "sendChatAction", {"chat_id": 1}, None)
        assert asked == 1
        await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 2}, None)
        await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 1}, None)
        assert asked == 3

    asyncio.run(main())


def test_03_a_second_instance_is_refused_naming_the_first(bot: Running, tmp_path: Path) -> None:
    second = App(bot.settings, Secrets(TOKEN), bot.office)
    with pytest.raises(SettingsError, match=f"tiến trình {os.getpid()}"):
        asyncio.run(second.run(signals=False))


def test_03_somebody_else_polling_with_our_token_ends_us_with_one_sentence(fake: FakeTelegram, tmp_path: Path) -> None:
    conflict = Fault(409, "Conflict: terminated by other getUpdates request")
    fake.plan("getUpdates", conflict, times=50)
    with running(fake, tmp_path) as bot:
        bot.thread.join(15)
        assert "cùng mã bot" in str(bot.failure[0])


@pytest.mark.slow
def test_04_silent_deafness_is_noticed_and_the_connection_rebuilt(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path, watchdog_s=2) as bot:
        fake.deaf = True
        fake.wait(lambda: bot.app.poller.rebuilds >= 1, 20)
        fake.deaf = False
        viewer = fake.person(VIEWER)
        viewer.says("còn đó không")
        viewer.waits("Trả lời: còn đó không")
        fake.deaf = True
        bot.thread.join(30)
        assert isinstance(bot.failure[0], ThiduaError)
        assert "Không nghe được Telegram" in str(bot.failure[0])


def test_05_an_unreadable_update_is_set_aside_and_the_next_one_handled(serve: Serve, fake: FakeTelegram) -> None:
    with serve() as bot:
        fake.deliver(dict(UNREADABLE))
        viewer = fake.person(VIEWER)
        viewer.says("câu lành")
        viewer.waits("Trả lời: câu lành")
        polls = len(fake.called("getUpdates"))
        time.sleep(0.5)
        assert len(fake.called("getUpdates")) - polls <= 1
        assert bot.app.desk.store.inbox.counts()["dead"] == 1
        assert bot.app.gate.counts["unreadable"] == 1


def test_06_the_webhook_answers_200_whatever_the_content(hooked: Running, fake: FakeTelegram) -> None:
    url = hooked.settings.telegram.webhook_url
    headers = {"X-Telegram-Bot-Api-Secret-Token": "s" * 32}
    for body in (b"{}", b"not json", b"[]", b"null", b'{"update_id": "x"}', json.dumps(UNREADABLE).encode()):
        assert httpx.post(url, content=body, headers=headers).status_code == 200
    viewer = fake.person(VIEWER)
    viewer.says("nổ")  # the handler fails, yet Telegram is told 200 and the chat goes on
    viewer.waits("Mã lỗi")
    viewer.says("câu sau")
    viewer.waits("Trả lời: câu sau")
    assert fake.webhook_errors == []


def test_07_a_redelivered_update_is_handled_once(serve: Serve, fake: FakeTelegram) -> None:
    with serve() as bot:
        viewer = fake.person(VIEWER)
        viewer.says("một lần")
        viewer.waits("Trả lời: một lần")
        update = {"update_id": fake.next_update - 1, "message": fake.chat(VIEWER)[0].raw | {"text": "một lần"}}
        for _ in range(3):
            fake.deliver(update)
        viewer.says("câu sau")
        viewer.waits("Trả lời: câu sau")
        assert [q.text for q in bot.office.questions] == ["một lần", "câu sau"]


def test_08_what_a_stopped_process_left_is_answered_by_the_next(
    serve: Serve, fake: FakeTelegram, tmp_path: Path
) -> None:
    office = FakeOffice(tmp_path, slow=lambda _: 0.4)
    viewer = fake.person(VIEWER)
    with serve(office=office) as bot:
        for n in range(6):
            viewer.says(f"câu {n}")
        viewer.waits("Trả lời: câu 0")
        bot.app.desk.processor.stopping = True  # what waits is not begun any more, as when the process is told to go
    with serve():
        for n in range(6):
            viewer.waits(f"Trả lời: câu {n}")
    answers = [m.text for m in viewer.heard() if m.text.startswith(("Trả lời", "(gửi lại"))]
    assert len(answers) == 6


def test_09_a_stop_ends_within_its_grace_and_leaves_the_rest(fake: FakeTelegram, tmp_path: Path) -> None:
    office = FakeOffice(tmp_path, slow=lambda _: 0.3)
    with running(fake, tmp_path, office=office) as bot:
        viewer = fake.person(VIEWER)
        for n in range(4):
            viewer.says(f"câu {n}")
        viewer.waits("Trả lời: câu 0")
        start = time.monotonic()
        bot.stop()
        assert time.monotonic() - start < 3
    store = Store(tmp_path / "state", (ADMIN,))
    store.inbox.bot = 123456
    left = store.inbox.pending()
    assert 1 <= len(left) <= 3
    assert all(row.tries == 0 for row in left)
    store.close()


def test_10_one_chat_is_answered_in_its_own_order(serve: Serve, fake: FakeTelegram, tmp_path: Path) -> None:
    waits = {"dài": 0.5, "vừa": 0.2}
    with serve(office=FakeOffice(tmp_path, slow=lambda text: waits.get(text, 0.0))):
        viewer = fake.person(VIEWER)
        for text in ("dài", "vừa", "ngắn"):
            viewer.says(text)
        viewer.waits("Trả lời: ngắn")
        order = [m.text.split("\n")[0] for m in viewer.heard()]
        assert order == ["Trả lời: dài [1]", "Trả lời: vừa [1]", "Trả lời: ngắn [1]"]


def test_11_a_form_answered_while_the_form_is_still_opening_is_not_a_question(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/soan kế hoạch thi đua")
    editor.says("UBND xã An Bình")  # typed before the bot's question could arrive
    editor.waits("cho năm nào")
    assert bot.office.questions == []


def test_12_a_chat_that_floods_does_not_slow_another(fake: FakeTelegram, tmp_path: Path) -> None:
    office = FakeOffice(tmp_path, slow=lambda _: 0.01)
    with running(fake, tmp_path, office=office):
        flooder, other = fake.person(EDITOR), fake.person(VIEWER)
        start = time.monotonic()
        other.says("một mình")
        other.waits("Trả lời: một mình")
        alone = time.monotonic() - start
        for n in range(150):
            flooder.says(f"lũ {n}")
        start = time.monotonic()
        other.says("giữa lũ")
        other.waits("Trả lời: giữa lũ")
        assert time.monotonic() - start < max(2 * alone, 0.5)
        flooder.waits("Trả lời: lũ 149", 30)
        assert any("còn" in m.text and "câu chờ" in m.text for m in flooder.heard())


def test_13_state_is_in_one_transactional_file(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("câu một")
    viewer.waits("Trả lời")
    files = {p.name for p in bot.settings.state.folder.iterdir()}
    assert files <= {"bot.db", "bot.db-wal", "bot.db-shm", "bot.lock", "uploads"}
    assert bot.app.desk.store.db.row("PRAGMA journal_mode") == ("wal",)


def test_14_a_send_that_timed_out_is_not_repeated_but_offered(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path) as bot:
        bot.app.desk.messenger.bot.request._client.timeout = httpx.Timeout(1)  # type: ignore[union-attr]
        fake.plan("sendMessage", None, chat=VIEWER, delay=3, acts=True)
        viewer = fake.person(VIEWER)
        viewer.says("mạng chậm")
        viewer.waits("có thể một phần chưa tới", 15)
        time.sleep(0.5)
        assert len([m for m in viewer.heard() if "Trả lời: mạng chậm" in m.text]) == 1
        assert bot.app.desk.messenger.counts["uncertain"] == 1
        viewer.clicks("Gửi lại")
        fake.wait(lambda: len([m for m in viewer.heard() if "Trả lời: mạng chậm" in m.text]) == 2)


def test_14_a_502_is_retried(serve: Serve, fake: FakeTelegram) -> None:
    with serve():
        fake.plan("sendMessage", Fault(502, "Bad Gateway"), times=2)
        viewer = fake.person(VIEWER)
        viewer.says("qua 502")
        viewer.waits("Trả lời: qua 502")


def test_15_the_pool_is_small_and_its_wait_long(bot: Running, fake: FakeTelegram) -> None:
    for n in range(60):  # 60 sends at once through 32 connections: none fails
        fake.person(1000 + n)
    messenger = bot.app.desk.messenger

    async def many() -> list[object]:
        sends = (messenger.send(1000 + n, [Part("chào")]) for n in range(60))
        return list(await asyncio.gather(*sends))

    done = asyncio.run_coroutine_threadsafe(many(), bot.loop).result(30)
    assert len(done) == 60
    assert messenger.counts["uncertain"] == 0


def test_16_the_secret_the_size_and_the_health_of_the_webhook(hooked: Running, fake: FakeTelegram) -> None:
    url = hooked.settings.telegram.webhook_url
    secret = {"X-Telegram-Bot-Api-Secret-Token": "s" * 32}
    assert httpx.post(url, json={}).status_code == 403
    assert httpx.post(url, json={}, headers={"X-Telegram-Bot-Api-Secret-Token": "s" * 31 + "t"}).status_code == 403
    charset = {**secret, "Content-Type": "application/json; charset=utf-8"}
    assert httpx.post(url, content=b"{}", headers=charset).status_code == 200
    assert httpx.post(url, content=b" " * ((1 << 20) + 1), headers=secret).status_code == 413
    assert httpx.get(url).status_code == 405
    base = url.removesuffix("/telegram")
    assert httpx.get(f"{base}/healthz").text == "ok"
    metrics = httpx.get(f"{base}/metrics").text
    assert "thidua_inbox_new 0" in metrics
    assert "thidua_forbidden_total 2" in metrics


def test_16_a_webhook_without_a_secret_does_not_start(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path, mode="webhook", webhook_url="") as bot:
        assert "webhook_url" in str(bot.failure[0])


@pytest.mark.parametrize(
    "line",
    [
        "Something went wrong processing the data received from Telegram. Received data was *not* processed! "
        "Received data was: {'update_id': 1, 'message': {'text': 'riêng tư 8675309'}}",
        "Error processing update Update(message=Message(text='riêng tư 8675309'))",
        "No error handlers are registered, logging exception.\nriêng tư 8675309",
        'Can not load response data: b\'{"text": "riêng tư 8675309"}\'',
    ],
)
def test_18_what_the_library_dumps_of_an_update_stays_out_of_the_log(
    line: str, capfd: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    configure()
    try:
        try:
            raise ValueError("riêng tư 8675309")
        except ValueError:
            logging.getLogger("telegram.ext.Updater").critical(line, exc_info=True)
    finally:
        logging.getLogger().handlers.clear()
        logging.getLogger().setLevel(logging.WARNING)
    log = capfd.readouterr().err
    assert line.split(".")[0].split(" ")[0] in log  # that something happened is told
    assert "8675309" not in log
    assert "riêng tư" not in log
    assert "Traceback" not in log


def test_17_18_no_token_and_no_text_in_the_log(
    fake: FakeTelegram, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    configure(logging.DEBUG)
    try:
        with running(fake, tmp_path):
            viewer = fake.person(VIEWER)
            viewer.says("nổ: số bí mật 8675309")
            viewer.waits("Mã lỗi")
            fake.deliver({"message": {"message_id": "x", "text": "riêng tư 8675309"}})
            fake.plan("sendMessage", Fault(400, "Bad Request: whatever"))
            viewer.says("riêng tư 8675309")
            fake.wait(lambda: len(fake.called("sendMessage")) >= 3)
    finally:
        logging.getLogger().handlers.clear()
        logging.getLogger().setLevel(logging.WARNING)
    log = capfd.readouterr().err
    assert "error " in log
    assert "RuntimeError" in log
    assert TOKEN not in log
    assert TOKEN.split(":")[1] not in log
    assert "8675309" not in log


def test_17_the_filter_takes_a_token_out_of_any_record() -> None:
    record = logging.LogRecord("httpx", logging.INFO, "", 0, "POST https://x/bot%s/getMe", (TOKEN,), None)
    assert Redact().filter(record)
    assert record.getMessage() == "POST https://x/bot<token>/getMe"


def test_19_callback_data_fits_whatever_the_button_carries(bot: Running, fake: FakeTelegram) -> None:
    long = "Phê duyệt kế hoạch phát động phong trào thi đua " * 20
    data = bot.app.desk.tokenize([Button("x", "ask", long)], VIEWER, VIEWER)[0]
    assert len(data.encode()) <= 64
    assert data.isascii()
    token = bot.app.desk.store.talk.pressed(data.split(":")[2], time.time())
    assert token is not None
    assert token.arg == long


def test_19_a_forged_or_foreign_button_does_nothing(bot: Running, fake: FakeTelegram) -> None:
    viewer, editor = fake.person(VIEWER), fake.person(EDITOR)
    viewer.says("câu một")
    answer = viewer.waits("Trả lời")
    theirs = answer.buttons[0][0]["callback_data"]
    own = editor.says("chào") and editor.waits("Trả lời: chào")
    sent = len(editor.heard())
    for data in ("v1:file:nothing", "v0:file:x", "rác", "v1:revoke:" + theirs.split(":")[2], theirs):
        editor.presses(own, data)
    fake.wait(lambda: len(fake.callback_answers) == 5)
    time.sleep(0.2)
    assert len(editor.heard()) == sent


def test_20_a_late_callback_is_no_error(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("câu một")
    viewer.waits("Trả lời")
    fake.plan("answerCallbackQuery", Fault(400, "Bad Request: query is too old and response timeout expired"))
    viewer.clicks("📄 Nguồn 1")
    viewer.waits("ke-hoach-1.txt")
    assert bot.app.desk.messenger.counts["late_callback"] == 1


def test_21_limits_are_kept_after_parsing(bot: Running, fake: FakeTelegram) -> None:
    bot.office.text = "😀<&>" * 3000
    viewer = fake.person(VIEWER)
    viewer.says("rất dài")
    viewer.waits("«Giảm tỷ lệ")
    assert "".join(m.text for m in viewer.heard()).count("😀<&>") == 3000


def test_22_a_file_over_20_mb_is_declined_before_it_is_fetched(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.sends("to.pdf", b"%PDF", size=21 << 20)
    editor.waits("lớn hơn 20 MB")
    assert fake.called("getFile") == []


def test_23_decomposed_vietnamese_is_composed_on_every_way_in(bot: Running, fake: FakeTelegram) -> None:
    decomposed = unicodedata.normalize("NFD", "Chỉ tiêu hộ nghèo xã Phổ Châu")
    editor = fake.person(EDITOR)
    editor.says(decomposed)
    editor.waits("Trả lời: Chỉ tiêu hộ nghèo xã Phổ Châu")
    assert unicodedata.is_normalized("NFC", bot.office.questions[0].text)
    editor.sends(unicodedata.normalize("NFD", "kế hoạch.txt"), b"KE HOACH")
    name = editor.waits("đã đọc").text.split(":")[0]
    assert name == "kế hoạch.txt"
    editor.says(unicodedata.normalize("NFD", "/hỏi chỉ tiêu"))
    editor.waits("Trả lời: chỉ tiêu")


def test_24_a_group_that_became_a_supergroup_keeps_its_permission(bot: Running, fake: FakeTelegram) -> None:
    old, new = fake.group(-77, kind="group"), fake.group(-10077)
    admin = fake.person(ADMIN, group=old)
    admin.says("/nhom")
    fake.wait(lambda: any("Đã cho phép" in m.text for m in fake.said(old)))
    fake.migrated[old] = new
    admin.says("/hoi một")  # the answer meets migrate_to_chat_id and follows it
    fake.wait(lambda: any("Trả lời: một" in m.text for m in fake.said(new)))
    fake.person(VIEWER, group=new).says("/hoi hai")
    fake.wait(lambda: any("Trả lời: hai" in m.text for m in fake.said(new)))
    assert bot.app.desk.store.people.group(old) is None


def test_25_a_person_who_blocked_the_bot_is_marked_and_nothing_crashes(serve: Serve, fake: FakeTelegram) -> None:
    with serve() as bot:
        viewer, editor = fake.person(VIEWER), fake.person(EDITOR)
        viewer.blocks()
        viewer.says("gửi rồi chặn")
        fake.wait(lambda: not bot.app.desk.store.people.get(VIEWER).reachable)
        editor.says("câu khác")
        editor.waits("Trả lời: câu khác")


def test_26_not_modified_is_success(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    messenger = bot.app.desk.messenger

    async def same_twice() -> list[bool]:
        sent = await messenger.send(viewer.id, [Part("một")])
        return [await messenger.edit(viewer.id, sent.messages[0], Part("hai")) for _ in range(2)]

    assert asyncio.run_coroutine_threadsafe(same_twice(), bot.loop).result(10) == [True, True]


def test_27_update_kinds_are_asked_for_by_name_and_unknown_ones_pass_by(serve: Serve, fake: FakeTelegram) -> None:
    with serve() as bot:
        asked = fake.called("setWebhook") or fake.called("getUpdates")
        allowed = json.loads(asked[-1]["allowed_updates"])
        assert allowed == ["message", "edited_message", "callback_query", "my_chat_member"]
        fake.deliver({"stopped_message_generation": {"chat": {"id": VIEWER}}})
        viewer = fake.person(VIEWER)
        viewer.says("câu sau")
        viewer.waits("Trả lời: câu sau")
        assert bot.app.gate.counts["unreadable"] == 0


def test_28_an_unreachable_telegram_is_said_plainly_with_what_to_do(fake: FakeTelegram, tmp_path: Path) -> None:
    dead = free_port()
    with FakeTelegram() as silent, running(silent, tmp_path, base_url=f"http://127.0.0.1:{dead}/bot") as bot:
        said = str(bot.failure[0])
    assert f"127.0.0.1:{dead}" in said
    assert "TELEGRAM_PROXY" in said
    assert TOKEN not in said


def test_28_both_clients_go_through_the_proxy(fake: FakeTelegram, tmp_path: Path) -> None:
    seen: list[bytes] = []

    def proxy(listener: socket.socket) -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            seen.append(link.recv(65_536).split(b"\r\n")[0])
            link.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            link.close()

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        threading.Thread(target=proxy, args=(listener,), daemon=True).start()
        where = f"http://127.0.0.1:{listener.getsockname()[1]}"
        base = "http://telegram.invalid/bot"
        with running(fake, tmp_path, proxy=where, base_url=base) as bot:
            assert "Không kết nối được Telegram" in str(bot.failure[0])
        poll = bot.app._request(4)

        async def once() -> None:
            from telegram.error import TelegramError

            with pytest.raises(TelegramError):
                await poll.post(f"{base}x/getUpdates")

        asyncio.run(once())
    assert any(b"telegram.invalid" in line and b"/getMe" in line for line in seen)
    assert any(b"/getUpdates" in line for line in seen)


def test_a_process_killed_twice_by_one_update_gives_it_up(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path) as bot:
        viewer = fake.person(VIEWER)
        viewer.says("câu một")
        viewer.waits("Trả lời")
        store = bot.app.desk.store
        raw = {"update_id": 5, "message": fake.chat(VIEWER)[0].raw | {"text": "câu độc", "message_id": 900}}
        store.inbox.put([(5, json.dumps(raw))], time.time())
        store.inbox.begin(5)
        store.inbox.begin(5)
    with running(fake, tmp_path) as bot:
        viewer.waits("làm máy dừng hai lần")
        assert bot.app.desk.store.inbox.counts()["dead"] == 1
        assert bot.office.questions == []

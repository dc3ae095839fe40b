"""What strangers, colleagues and a sick network do to a bot: forged buttons, names, links, bodies, storms."""

from pathlib import Path

import httpx
import pytest

from bot.telegram.nouns import Button
from bot.telegram.uploads import safe
from tests.fake_telegram import FakeTelegram, Fault
from tests.telegram.test_pitfalls import hooked
from tests.telegram.world import ADMIN, EDITOR, STRANGER, VIEWER, FakeOffice, Running, running

PLAN = b"KE HOACH\nphat dong thi dua"
__all__ = ["hooked"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "_._.._etc_passwd.txt"),
        ("..\\..\\x.txt", "_._.._x.txt"),
        ("/etc/shadow", "_etc_shadow"),
        (".bashrc", "_bashrc"),
        ("kế hoạch\u202etxt.exe", "kế hoạch_txt.exe"),  # shown as «kế hoạchexe.txt»
        ("a\x00b\n.txt", "a_b .txt"),
        ("<b>x</b>.txt", "_b_x__b_.txt"),
        ("\u200b", "_"),
        ("", "tep"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_a_file_name_is_only_a_name(given: str, kept: str) -> None:
    assert safe(given) == kept


def test_names_with_markup_and_path_parts_go_through_whole_flows(bot: Running, fake: FakeTelegram) -> None:
    fake.chats[EDITOR]["first_name"] = "<b>Bà & Ông</b>"
    editor, admin = fake.person(EDITOR), fake.person(ADMIN)
    editor.sends("../<i>kế hoạch</i>\u202e.txt", PLAN, "<b>chú thích")
    editor.waits("đã đọc")
    editor.clicks("➕")
    editor.waits("Đã thêm")
    assert [p.parent for p in bot.office.added] == [bot.office.folder]
    editor.says("/donvi <script>xã</script>")
    editor.waits("<script>xã</script>")
    editor.says("Chỉ tiêu <b> & «hộ» nghèo?")
    editor.waits("Trả lời: Chỉ tiêu <b>")
    editor.clicks("👎")
    editor.waits("Sai ở đâu")
    editor.says("sai </blockquote> hết")
    editor.waits("Đã ghi nhận")
    for command, said in (("/gopy", "</blockquote> hết"), ("/nguoidung", "Anh Soạn"), ("/nhatky", "kế hoạch")):
        admin.says(command)
        admin.waits(said)
    assert bot.app.desk.messenger.counts["parse_fallback"] == 0
    assert {p.parent.name for p in bot.settings.state.folder.rglob("*.txt")} <= {"uploads"}


@pytest.mark.parametrize(
    "junk", ["inv_", "inv_' OR 1=1 --", "inv_../../x", "moiquyen", "a" * 3000, "\u202e", "inv_\x00"]
)
def test_a_deep_link_with_junk_admits_nobody(bot: Running, fake: FakeTelegram, junk: str) -> None:
    stranger, viewer = fake.person(STRANGER), fake.person(VIEWER)
    stranger.says(f"/start {junk}")
    stranger.waits(str(STRANGER))
    viewer.says(f"/start {junk}")
    viewer.waits("quyền" if junk == "moiquyen" else "Thử ngay" if "inv_" not in junk else "Liên kết mời không đúng")
    assert bot.app.desk.store.people.get(STRANGER).role.rank == 0
    assert not bot.app.desk.store.people.invites(0)


def test_a_button_that_lapsed_or_was_carried_elsewhere_does_nothing(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("câu một")
    answer = viewer.waits("Trả lời")
    group = fake.group(-5)
    fake.person(ADMIN, group=group).says("/nhom")
    fake.wait(lambda: fake.said(group))
    data = next(b["callback_data"] for row in answer.buttons for b in row if b["text"].startswith("📄"))
    fake.person(VIEWER, group=group).presses(fake.said(group)[0], data)  # one's own button, in another chat
    now = bot.app.desk.clock
    bot.app.desk.clock = lambda: now() + 31 * 86_400
    viewer.presses(answer, data)
    fake.wait(lambda: [text for _, text in fake.callback_answers] == ["Nút đã quá hạn. Hãy gửi lại câu hỏi."] * 2)
    # a message too old for Telegram comes without its content
    fake.deliver({"callback_query": {
        "id": "x", "from": {"id": VIEWER, "is_bot": False, "first_name": "x"}, "chat_instance": "1",
        "data": "v1:file:é", "message": {"chat": fake.chats[VIEWER], "message_id": answer.id, "date": 0},
    }})  # fmt: skip
    viewer.says("câu sau")
    viewer.waits("Trả lời: câu sau")
    assert not any(m.file for m in viewer.heard())


def test_a_person_whose_role_was_lowered_keeps_no_power_by_old_buttons(bot: Running, fake: FakeTelegram) -> None:
    people = bot.app.desk.store.people
    editor = fake.person(EDITOR)
    editor.sends("a.txt", PLAN)
    report = editor.waits("đã đọc")
    people.admit(EDITOR, "", people.get(VIEWER).role, None, ADMIN, 0)
    editor.clicks("➕", report)
    fake.wait(lambda: any("cần quyền" in text for _, text in fake.callback_answers))
    assert bot.office.added == []


def test_files_that_lie_about_their_size_or_are_gone(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.sends("to.pdf", b"x" * ((20 << 20) + 1), size=0)
    editor.waits("to.pdf lớn hơn 20 MB")
    fake.plan("getFile", Fault(400, "Bad Request: wrong file_id or the file is temporarily unavailable"))
    editor.sends("mat.pdf", b"x")
    editor.waits("không cho tải tệp mat.pdf")
    editor.sends("rong.txt", b"")
    editor.waits("rong.txt rỗng")


def test_an_edit_of_what_was_never_asked_and_a_forwarded_command_are_harmless(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    lost = viewer.says("/kho")
    viewer.waits("Kho văn bản")
    viewer.edits(lost, "câu khác")
    with fake.lock:
        raw, _ = viewer._base("/xoadulieu", None)
        origin = {"type": "hidden_user", "sender_user_name": "ai đó", "date": 1}
        raw |= {"text": "/xoadulieu", "forward_origin": origin}
    fake.deliver({"message": raw})
    viewer.waits("không hoàn lại được")  # asked first, never done by itself
    assert not any("Hỏi lại" in m.text for m in viewer.heard())


def test_a_storm_of_429_and_502_loses_no_answer(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path, office=FakeOffice(tmp_path)) as bot:
        viewer, editor = fake.person(VIEWER), fake.person(EDITOR)
        fake.plan("sendMessage", Fault(502, "Bad Gateway"), chat=VIEWER, times=5)
        fake.plan("sendMessage", Fault(429, "Too Many Requests: retry after 14000", retry_after=14_000), chat=EDITOR)
        viewer.says("qua bão")
        editor.says("giữ lâu")
        viewer.waits("Trả lời: qua bão")
        fake.wait(lambda: bot.app.limiter.held)
        # it waits, and on disk too, whatever happens to us
        fake.wait(lambda: bot.app.desk.store.inbox.counts() == {"new": 1, "done": 1, "dead": 0})
        bot.app.desk.processor.cancel(str(EDITOR))


@pytest.mark.parametrize(
    "body",
    [b"<html>502</html>", b" ", b"{}", b'{"ok":true,"result":{}}', b'{"ok":true,"result":[1,null,{"update_id":-1}]}',
     b'{"ok":true,"result":[{"update_id":99999999999999999999}]}', b"[" * 100_000],
    ids=range(7),
)  # fmt: skip
def test_a_server_that_answers_rubbish_is_asked_again(fake: FakeTelegram, tmp_path: Path, body: bytes) -> None:
    fake.plan("getUpdates", None, times=2, raw=body)
    with running(fake, tmp_path) as bot:
        viewer = fake.person(VIEWER)
        viewer.says("còn đó không")
        viewer.waits("Trả lời: còn đó không")
        assert not bot.failure


def test_a_webhook_body_of_brackets_or_half_characters_is_no_server_error(hooked: Running, fake: FakeTelegram) -> None:
    url = hooked.settings.telegram.webhook_url
    headers = {"X-Telegram-Bot-Api-Secret-Token": "s" * 32}
    message = (
        b'{"message_id":5,"date":1,"chat":{"id":3,"type":"private"},"from":{"id":3,"is_bot":false,"first_name":"x"}'
    )
    half = b'{"update_id":77,"message":' + message + b',"text":"c\\ud800\\u00e2u n\\u1eeda"}}'
    for body in (b"[" * 100_000, b'{"update_id":' + b"9" * 30 + b"}", b'{"update_id":true}', half):
        assert httpx.post(url, content=body, headers=headers).status_code == 200
    fake.person(VIEWER).waits("Trả lời: câu nửa")
    assert hooked.app.desk.store.inbox.counts()["dead"] == 0


def test_tokens_of_one_person_are_useless_to_another_even_in_an_allowed_group(bot: Running, fake: FakeTelegram) -> None:
    group = fake.group(-6)
    fake.person(ADMIN, group=group).says("/nhom")
    fake.wait(lambda: fake.said(group))
    note = fake.said(group)[0]
    data = bot.app.desk.tokenize([Button("x", "revoke", str(VIEWER))], ADMIN, group)[0]
    for who in (VIEWER, EDITOR, STRANGER):
        fake.person(who, group=group).presses(note, data)
    fake.person(ADMIN, group=group).presses(note, data)  # and an admin does such things in private only
    fake.wait(lambda: len(fake.callback_answers) == 4)
    assert bot.app.desk.store.people.get(VIEWER).role.rank == 1

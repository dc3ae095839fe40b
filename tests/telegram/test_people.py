"""Admission end to end: strangers, invitations, roles, revocation, groups, quotas, spaces."""

from pathlib import Path

from bot.store import Role, Store
from bot.telegram.nouns import Button
from tests.fake_telegram import FakeTelegram
from tests.telegram.world import ADMIN, EDITOR, STRANGER, VIEWER, Running, running


def test_a_stranger_gets_their_id_once_and_then_silence(bot: Running, fake: FakeTelegram) -> None:
    stranger = fake.person(STRANGER)
    stranger.says("/start")
    assert str(STRANGER) in stranger.waits("chỉ phục vụ người được").text
    for text in ("xin chào", "/hoi gì đó", "/soan", "/trogiup"):
        stranger.says(text)
    stranger.sends("a.txt", b"x")
    admin = fake.person(ADMIN)
    admin.says("chào")
    admin.waits("Trả lời: chào")
    assert len(stranger.heard()) == 1
    assert fake.called("getFile") == []
    assert [q.text for q in bot.office.questions] == ["chào"]


def test_an_invitation_admits_once_with_its_role_and_menu(bot: Running, fake: FakeTelegram) -> None:
    admin, new, other = fake.person(ADMIN), fake.person(STRANGER), fake.person(667)
    admin.says("/moiquyen")
    admin.waits("Chọn vai trò")
    admin.clicks("soạn thảo")
    admin.waits("được đọc kho nào")
    admin.clicks("Tất cả kho")
    link = admin.waits("Liên kết mời").text
    token = link.split("start=")[1].split()[0]
    new.says(f"/start {token}")
    new.waits("Đã cấp quyền: soạn thảo")
    new.waits("hệ thống trí tuệ nhân tạo")
    fake.wait(lambda: any(c["command"] == "soan" for c in fake.commands.get(f"chat:{STRANGER}:vi", [])))
    other.says(f"/start {token}")
    other.waits("đã dùng hoặc đã hết hạn")
    assert token not in (bot.settings.state.folder / "bot.db").read_bytes().decode(errors="ignore")


def test_an_invitation_is_bound_to_a_space_listed_and_taken_back(bot: Running, fake: FakeTelegram) -> None:
    admin, new, other = fake.person(ADMIN), fake.person(STRANGER), fake.person(667)
    people = bot.app.desk.store.people
    admin.says("/moiquyen")
    admin.waits("Chọn vai trò")
    admin.clicks("người xem")
    assert "Kho chung và «b»" in admin.waits("được đọc kho nào").labels
    admin.clicks("Kho chung và «b»")
    first = admin.waits("đọc b;").text.split("start=")[1].split()[0]
    admin.says("/moiquyen")
    admin.waits("Lời mời chưa dùng: người xem, đọc b, hết hạn")
    admin.clicks("quản trị")
    admin.waits("Mời làm quản trị")
    admin.says("b, xã  Mới")
    second = admin.waits("đọc b, xã Mới;").text.split("start=")[1].split()[0]
    assert [i.spaces for i in people.invites(0)] == [("b",), ("b", "xã Mới")]
    admin.clicks("Hủy lời mời")
    admin.waits("Đã hủy lời mời")
    new.says(f"/start {first}")
    new.waits("đã dùng hoặc đã hết hạn")
    other.says(f"/start {second}")
    other.waits("Đã cấp quyền: quản trị")
    assert people.get(667).spaces == ("b", "xã Mới")
    # an admin bound to spaces cannot invite anybody beyond them
    other.says("/moiquyen")
    other.waits("Chọn vai trò")
    other.clicks("người xem")
    assert "Tất cả kho" not in other.waits("được đọc kho nào").labels
    other.says("a")
    other.waits("bạn không được đọc")
    asked = next(m for m in other.heard() if "được đọc kho nào" in m.text)
    for arg in ("viewer:*", "viewer:a"):
        other.presses(asked, bot.app.desk.tokenize([Button("x", "invite", arg)], 667, 667)[0])
    fake.wait(lambda: sum("bạn không được đọc" in m.text for m in other.heard()) == 3)
    assert people.invites(0) == []


def test_a_revoked_person_is_out_at_once(bot: Running, fake: FakeTelegram) -> None:
    admin, viewer = fake.person(ADMIN), fake.person(VIEWER)
    viewer.says("câu một")
    viewer.waits("Trả lời: câu một")
    admin.says("/nguoidung")
    row = admin.waits("Chị Xem")
    admin.clicks("Thu hồi", row)
    admin.waits("Đã thu hồi")
    viewer.says("câu hai")
    viewer.waits("chỉ phục vụ người được")
    assert [q.text for q in bot.office.questions] == ["câu một"]
    viewer.clicks("📄")
    fake.wait(lambda: any("cần quyền" in text for _, text in fake.callback_answers))


def test_groups_are_silent_until_allowed_and_answer_only_when_addressed(bot: Running, fake: FakeTelegram) -> None:
    group = fake.group(-500)
    admin, viewer, stranger = (fake.person(i, group=group) for i in (ADMIN, VIEWER, STRANGER))
    viewer.says("/hoi một")
    stranger.says("/nhom")
    admin.says("/nhom")
    fake.wait(lambda: fake.said(group))
    assert [m.text.split(".")[0] for m in fake.said(group)] == ["Đã cho phép trợ lý trả lời trong nhóm này"]
    viewer.says("nói chuyện riêng với nhau")
    viewer.says("/hoi hai")
    fake.wait(lambda: any("Trả lời: hai" in m.text for m in fake.said(group)))
    viewer.says("@thidua_bot ba")
    fake.wait(lambda: any("Trả lời: ba" in m.text for m in fake.said(group)))
    answer = fake.said(group)[-1]
    viewer.says("bốn", reply_to=answer)
    fake.wait(lambda: any("Trả lời: bốn" in m.text for m in fake.said(group)))
    assert not any(b.startswith("📄") for b in answer.labels)  # files only in private
    viewer.says("/soan kế hoạch")
    viewer.says("/hoi@other_bot năm")
    stranger.says("/hoi sáu")
    fake.wait(
        lambda: any("chỉ làm trong cuộc trò chuyện riêng" in m.text or "cần quyền" in m.text for m in fake.said(group))
    )
    assert [q.text for q in bot.office.questions] == ["hai", "ba", "bốn"]


def test_in_a_group_each_person_has_their_own_thread_and_buttons(bot: Running, fake: FakeTelegram) -> None:
    group = fake.group(-501)
    fake.person(ADMIN, group=group).says("/nhom")
    fake.wait(lambda: fake.said(group))
    viewer, editor = fake.person(VIEWER, group=group), fake.person(EDITOR, group=group)
    viewer.says("/hoi của tôi")
    fake.wait(lambda: any("Trả lời: của tôi" in m.text for m in fake.said(group)))
    editor.clicks("👍")
    fake.wait(lambda: any("của người hỏi" in text for _, text in fake.callback_answers))
    editor.says("/hoi của anh")
    fake.wait(lambda: any("Trả lời: của anh" in m.text for m in fake.said(group)))
    assert bot.office.questions[-1].history == ()


def test_a_topic_is_answered_in_its_topic(bot: Running, fake: FakeTelegram) -> None:
    group = fake.group(-502)
    fake.chats[group]["is_forum"] = True
    fake.person(ADMIN, group=group, thread=7).says("/nhom")
    fake.wait(lambda: fake.said(group))
    assert fake.said(group)[-1].thread == 7


def test_quota_is_counted_a_day(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path, questions_per_person_day=2) as bot:
        viewer = fake.person(VIEWER)
        for n in range(3):
            viewer.says(f"câu {n}")
        viewer.waits("đã hỏi đủ 2 câu")
        assert len(bot.office.questions) == 2
        viewer.says("/trangthai")
        assert "Đã hỏi hôm nay: 2/2" in viewer.waits("Tình trạng").text


def test_spaces_reach_the_search_and_guard_every_file(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path) as bot:
        people = bot.app.desk.store.people
        people.admit(VIEWER, "", Role.VIEWER, ("a",), ADMIN, 0)
        viewer, admin = fake.person(VIEWER), fake.person(ADMIN)
        viewer.says("câu một")
        answer = viewer.waits("Trả lời")
        assert bot.office.questions[-1].person.spaces == ("a",)
        admin.says("câu một")
        admin.waits("Trả lời")
        assert bot.office.questions[-1].person.spaces is None
        viewer.says("/kho")
        assert "mat-b.txt" not in viewer.waits("Kho văn bản").text
        # even with a button of one's own that names the other space's file
        data = bot.app.desk.tokenize([Button("x", "file", "mat-b.txt")], VIEWER, VIEWER)[0]
        viewer.presses(answer, data)
        viewer.waits("Không tìm thấy tệp gốc")
        assert not any(m.file == "mat-b.txt" for m in viewer.heard())


def test_nobody_at_all_means_no_start(fake: FakeTelegram, tmp_path: Path) -> None:
    with running(fake, tmp_path, people=False, admins=()) as bot:
        assert "Chưa có người quản trị" in str(bot.failure[0])


def test_the_bot_leaves_a_group_it_was_put_into_by_somebody(bot: Running, fake: FakeTelegram) -> None:
    group = fake.group(-503)
    member = {"user": {"id": 123456, "is_bot": True, "first_name": "b"}, "status": "member"}
    change = {
        "chat": fake.chats[group], "from": {"id": VIEWER, "is_bot": False, "first_name": "x"}, "date": 1,
        "old_chat_member": {**member, "status": "left"}, "new_chat_member": member,
    }  # fmt: skip
    fake.deliver({"my_chat_member": change})
    fake.wait(lambda: fake.called("leaveChat"))


def test_the_store_forgets_and_remembers_across_openings(tmp_path: Path) -> None:
    store = Store(tmp_path, (1,))
    token = store.people.invite(Role.VIEWER, ("a",), 1, now=0)
    assert store.people.redeem("sai", 5, "x", 10) is Role.NONE
    assert store.people.redeem(token, 5, "x", 86_401) is Role.NONE  # a day later it is no more
    token = store.people.invite(Role.VIEWER, ("a",), 1, now=0)
    assert store.people.redeem(token, 5, "x", 10) is Role.VIEWER
    assert store.people.redeem(token, 6, "y", 11) is Role.NONE
    store.close()
    again = Store(tmp_path, (1,))
    assert again.people.get(5).spaces == ("a",)
    assert again.people.get(1).role is Role.ADMIN
    again.close()


def test_an_old_link_pressed_by_somebody_admitted_does_not_turn_them_away(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("/start inv_" + "A" * 22)
    assert "Số định danh" not in viewer.waits("Liên kết mời không đúng").text

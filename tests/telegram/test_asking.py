"""Questions in private: the answer, its sources, its buttons, follow-ups, verdicts."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.telegram import general
from tests.fake_telegram import FakeTelegram
from tests.telegram.world import ADMIN, EDITOR, VIEWER, Running


def test_a_question_is_answered_with_its_quote_and_a_working_source_button(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    asked = viewer.says("Chỉ tiêu hộ nghèo?")
    answer = viewer.waits("Trả lời: Chỉ tiêu hộ nghèo?")
    assert "«Giảm tỷ lệ hộ nghèo còn 1,35% & giữ vững <an ninh>»" in answer.text
    assert "<blockquote expandable>" in answer.markup
    assert "còn hiệu lực" in answer.text
    assert answer.reply_to == asked.id
    viewer.clicks("📄 Nguồn 1")
    assert viewer.waits("ke-hoach-1.txt").data == "bản gốc".encode()


def test_an_answer_can_be_taken_along_as_a_file(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("Chỉ tiêu hộ nghèo?")
    assert "✍️ Soạn mục này" not in viewer.waits("Trả lời").labels  # a viewer does not draft
    viewer.clicks("📥 Xuất .docx")
    assert "Trả lời: Chỉ tiêu hộ nghèo?" in viewer.gets("Trả lời 1.docx").data.decode()


def test_an_answer_leads_on_to_a_draft_of_its_section(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("Chỉ tiêu hộ nghèo?")
    editor.waits("Trả lời")
    editor.clicks("✍️ Soạn mục này")
    editor.waits("cho năm nào")  # the unit is known from the answer
    assert "phần chỉ tiêu" in str(bot.app.desk.store.talk.form(str(EDITOR), 0).data)  # type: ignore[union-attr]


def test_the_understood_context_is_shown_and_can_be_changed(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("Chỉ tiêu hộ nghèo?")
    assert "Đang hiểu: xã An Bình · 2025 · hộ nghèo" in viewer.waits("Trả lời").text
    viewer.clicks("✏️ Ngữ cảnh")
    viewer.waits("Hãy gõ phần cần đổi")
    viewer.says("năm 2024")
    viewer.waits("Trả lời: Chỉ tiêu hộ nghèo (năm 2024)")


def test_a_follow_up_carries_the_history_and_moi_forgets_it(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("câu một")
    viewer.waits("Trả lời: câu một")
    viewer.says("câu hai")
    viewer.waits("Trả lời: câu hai")
    assert [t.q for t in bot.office.questions[-1].history] == ["câu một"]
    viewer.says("/moi")
    viewer.waits("Bắt đầu cuộc mới")
    viewer.says("câu ba")
    viewer.waits("Trả lời: câu ba")
    assert bot.office.questions[-1].history == ()


def test_a_reply_to_an_old_answer_keeps_its_context(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("câu một")
    old = viewer.waits("Trả lời: câu một")
    viewer.says("/moi")
    viewer.waits("Bắt đầu cuộc mới")
    viewer.says("còn năm 2024?", reply_to=old)
    viewer.waits("Trả lời: còn năm 2024?")
    assert [t.q for t in bot.office.questions[-1].history] == ["câu một"]


def test_an_edited_question_offers_to_ask_again_and_never_answers_by_itself(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    asked = viewer.says("chỉ tiêu 2024")
    viewer.waits("Trả lời: chỉ tiêu 2024")
    viewer.edits(asked, "chỉ tiêu 2025")
    viewer.waits("Hỏi lại theo câu mới?")
    assert len(bot.office.questions) == 1
    viewer.clicks("Hỏi lại")
    viewer.waits("Trả lời: chỉ tiêu 2025")


def test_a_clarifying_question_comes_with_buttons(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("chỉ tiêu đơn vị nào")
    viewer.waits("Bạn hỏi xã nào?")
    viewer.clicks("xã An Bình")
    viewer.waits("Trả lời: chỉ tiêu xã An Bình")


def test_no_grounds_is_said_plainly(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("điều không có")
    assert "Kho chưa có nội dung này." in viewer.waits("không tìm thấy căn cứ").text


def test_accented_commands_work(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("/hỏi hạn báo cáo")
    viewer.waits("Trả lời: hạn báo cáo")
    viewer.says("/trợgiúp")
    viewer.waits("Các lệnh")
    viewer.says("/vănbản thi đua, khen thưởng")  # a topic lists the register's rows
    viewer.waits("06/2022/QH15")
    viewer.says("/vănbản 34-CT/TW")  # two texts of that number: it asks which, with buttons
    viewer.waits("Anh/chị hỏi văn bản nào?")


def test_voice_is_politely_not_supported(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.sends_voice()
    viewer.waits("chưa hỗ trợ tin nhắn thoại")


def test_a_complaint_reaches_the_admin_and_comes_back_as_a_settled_answer(bot: Running, fake: FakeTelegram) -> None:
    viewer, admin = fake.person(VIEWER), fake.person(ADMIN)
    viewer.says("hạn nộp là khi nào?")
    viewer.waits("Trả lời")
    viewer.clicks("👎")
    viewer.waits("Sai ở đâu?")
    viewer.clicks("Sai số liệu")
    viewer.waits("Đã ghi nhận")
    admin.says("/gopy")
    assert "Lý do: Sai số liệu" in admin.waits("Góp ý").text
    admin.clicks("✅")
    admin.waits("Gõ câu trả lời đúng")
    admin.says("Trước ngày 25/12.")
    admin.waits("dựa vào văn bản nào")
    admin.says("theo lời đồn")
    admin.waits("Không có nguồn thì không ghi")
    admin.says("ke-hoach-1.txt, mục IV")
    admin.waits("Đã ghi câu trả lời")
    asked = len(bot.office.questions)
    viewer.says("Hạn nộp là khi nào")
    settled = viewer.waits("Trước ngày 25/12.")
    assert "Nguồn: ke-hoach-1.txt, mục IV" in settled.text
    assert "người quản trị xác nhận" in settled.text
    assert len(bot.office.questions) == asked


def test_long_answers_arrive_whole(bot: Running, fake: FakeTelegram) -> None:
    bot.office.text = "\n".join(f"{i}. Chỉ tiêu <số> {i} & phong trào thi đua {'rất ' * 10}dài 😀" for i in range(300))
    assert len(bot.office.text) > 20_000
    viewer = fake.person(VIEWER)
    viewer.says("kể hết")
    last = viewer.waits("«Giảm tỷ lệ hộ nghèo")
    whole = "\n".join(m.text for m in viewer.heard())
    assert all(f"{i}. Chỉ tiêu <số> {i} &" in whole for i in range(300))
    assert last.buttons
    assert not any(m.buttons for m in viewer.heard()[:-1])
    assert bot.app.desk.messenger.counts["parse_fallback"] == 0


def test_nhac_lists_what_is_due_and_reminds_once_a_thing(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("/nhắc")
    assert "Gửi báo cáo sơ kết 6 tháng" in viewer.waits("Việc sắp đến hạn").text
    viewer.says("/nhac bật")
    viewer.waits("Đã bật")
    nine = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).timestamp()
    bot.app.desk.clock = lambda: nine
    for _ in range(2):
        asyncio.run_coroutine_threadsafe(general.remind(bot.app.desk), bot.loop).result(10)
    bot.app.desk.clock = lambda: nine + 6 * 3600  # in the afternoon nobody is disturbed
    asyncio.run_coroutine_threadsafe(general.remind(bot.app.desk), bot.loop).result(10)
    assert len([m for m in viewer.heard() if "Việc sắp đến hạn" in m.text]) == 2

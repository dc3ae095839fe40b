"""/soan from the first word to the leader's answer; the form outlives the process."""

from pathlib import Path

from tests.fake_telegram import FakeTelegram, Fault
from tests.telegram.world import ADMIN, EDITOR, VIEWER, Running, running


def test_one_question_at_a_time_then_outline_then_files(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/soan")
    editor.waits("Cần soạn gì?")
    editor.says("kế hoạch phát động thi đua")
    editor.waits("Soạn cho đơn vị nào?")
    editor.says("UBND xã An Bình")
    editor.waits("cho năm nào")
    editor.says("2027")
    editor.waits("cả kế hoạch hay phần nào")
    editor.clicks("Cả kế hoạch")
    editor.waits("Chủ đề thi đua")
    editor.clicks("Bỏ qua")
    editor.waits("chỉ tiêu nào đã được giao")
    editor.says("Nông thôn mới: 15 tiêu chí")
    editor.waits("Ai ký kế hoạch?")
    editor.says("Nguyễn Văn A")
    outline = editor.waits("Dàn ý")
    assert "Nông thôn mới: 15" in outline.text
    assert "Chủ đề: để trống" in outline.text
    editor.clicks("✍️ Soạn toàn bộ")
    paper = editor.waits("Kế hoạch thi đua - UBND xã An Bình - 2027.docx")
    assert paper.data.startswith(b"PK-docx")
    assert editor.waits("Phiếu nguồn - ").data == b"PK-sheet"
    assert "Còn 1 chỗ cần bổ sung" in editor.waits("Phát động phong trào thi đua năm 2027").text
    assert [f.indicator for f in bot.office.requests[0].facts] == ["Nông thôn mới"]


def test_page_one_comes_as_a_picture_before_the_file(bot: Running, fake: FakeTelegram) -> None:
    bot.office.page = b"\x89PNG"
    editor = fake.person(EDITOR)
    _drafted(editor)
    page, paper = (next(m for m in editor.heard() if name in m.file) for name in ("trang-1.png", "Kế hoạch thi đua"))
    assert page.raw["kind"] == "photo"
    assert "Trang 1 của dự thảo" in page.text
    assert page.id < paper.id


def test_a_picture_that_telegram_refuses_does_not_keep_the_file(bot: Running, fake: FakeTelegram) -> None:
    bot.office.page = b"\x89PNG"
    fake.plan("sendPhoto", Fault(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    editor = fake.person(EDITOR)
    _drafted(editor)
    assert not any("trang-1" in m.file for m in editor.heard())


def test_a_unit_that_is_no_more_is_asked_back_with_the_new_one(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/soan kế hoạch năm 2027")
    editor.waits("Soạn cho đơn vị nào?")
    editor.says("UBND xã Sai")
    editor.waits("đã sáp nhập")
    editor.clicks("xã Đúng")
    editor.waits("cả kế hoạch hay phần nào")


def test_a_paper_not_written_yet_is_refused_before_anything_is_asked(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/soan tờ trình khen thưởng")
    editor.waits("Chưa soạn được tờ trình <này>.")
    editor.says("câu hỏi thường")  # no form is left open behind it
    editor.waits("Trả lời: câu hỏi thường")
    assert not any("đơn vị nào?" in m.text for m in editor.heard())


def test_the_outline_is_arranged_by_a_message(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    _outlined(editor)
    editor.says("bỏ chỉ tiêu")
    fake.wait(lambda: sum("Dàn ý" in m.text for m in editor.heard()) == 2)
    assert "CHỈ TIÊU" not in editor.heard()[-1].text
    editor.says("thế là sao")  # nothing understood: how to say it is told, the outline stays
    editor.waits("hoặc nhắn «bỏ giải pháp»")
    editor.clicks("✍️ Soạn toàn bộ")
    editor.waits("Phiếu nguồn - ")
    assert "chi-tieu" not in bot.office.requests[0].sections


def test_back_undoes_one_answer(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/soan kế hoạch năm 2027")
    editor.waits("Soạn cho đơn vị nào?")
    editor.says("UBND xã Khác")
    editor.waits("cả kế hoạch hay phần nào")
    editor.clicks("⬅ Quay lại")
    fake.wait(lambda: sum("Soạn cho đơn vị nào?" in m.text for m in editor.heard()) == 2)
    editor.says("UBND xã Đúng")
    fake.wait(lambda: sum("cả kế hoạch hay phần nào" in m.text for m in editor.heard()) == 2)


def test_everything_said_at_once_asks_only_what_is_missing(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/soan kế hoạch năm 2027 cho xã An Bình")
    editor.waits("cả kế hoạch hay phần nào")
    assert not any("đơn vị nào?" in m.text for m in editor.heard())


def test_a_section_is_revised_and_exported_again(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    _drafted(editor)
    editor.clicks("II. CHỈ TIÊU")
    editor.waits("Nội dung II. CHỈ TIÊU")
    editor.clicks("✏️ Sửa mục này")
    editor.waits("Cần sửa thế nào?")
    editor.says("ngắn lại")
    editor.waits("Đã sửa: ngắn lại")
    papers = len([m for m in editor.heard() if m.file])
    editor.clicks("📥 Xuất .docx")
    fake.wait(lambda: len([m for m in editor.heard() if m.file]) == papers + 2)


def test_a_change_is_taken_back(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    _drafted(editor)
    editor.clicks("II. CHỈ TIÊU")
    editor.waits("Nội dung II. CHỈ TIÊU")
    for said in ("ngắn lại", "dài ra"):
        editor.clicks("✏️ Sửa mục này")
        fake.wait(lambda: editor.heard()[-1].text.startswith("Cần sửa thế nào?"))
        editor.says(said)
        editor.waits(f"Đã sửa: {said}")
    editor.clicks("↩ Hoàn tác")
    back = editor.waits("Đã trở về bản trước")
    assert "Đã sửa: ngắn lại" in back.text
    assert "dài ra" not in back.text
    editor.clicks("↩ Hoàn tác")
    fake.wait(lambda: sum("Đã trở về" in m.text for m in editor.heard()) == 2)
    assert "Đã sửa" not in editor.heard()[-1].text
    assert "Hoàn tác" not in str(editor.heard()[-1].raw)  # the first version has none before it


def test_the_leader_reads_comments_and_approves(bot: Running, fake: FakeTelegram) -> None:
    editor, leader = fake.person(EDITOR), fake.person(ADMIN)
    _drafted(editor)
    editor.clicks("Gửi lãnh đạo xem")
    editor.waits("Gửi ai xem?")
    editor.clicks(str(ADMIN))
    leader.waits("gửi xem dự thảo")
    leader.clicks("💬 Góp ý")
    leader.waits("Gõ góp ý")
    leader.says("Thêm căn cứ Luật 2022")
    assert "Thêm căn cứ Luật 2022" in editor.waits("góp ý dự thảo").text
    leader.clicks("✅ Đồng ý")
    editor.waits("đã đồng ý dự thảo")


def test_the_form_outlives_the_process(fake: FakeTelegram, tmp_path: Path) -> None:
    editor = fake.person(EDITOR)
    with running(fake, tmp_path):
        editor.says("/soan kế hoạch thi đua")
        editor.waits("Soạn cho đơn vị nào?")
    with running(fake, tmp_path):
        editor.says("UBND xã An Bình")
        editor.waits("cho năm nào")
        editor.clicks("Năm 20")
        editor.waits("cả kế hoạch hay phần nào")


def test_huy_closes_the_form(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/soan")
    editor.waits("Cần soạn gì?")
    editor.says("/huỷ")
    editor.waits("Đã dừng")
    editor.says("câu hỏi thường")
    editor.waits("Trả lời: câu hỏi thường")


def test_a_viewer_may_not_draft(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("/soan kế hoạch")
    viewer.waits("Việc này cần quyền soạn thảo")


def _drafted(editor) -> None:  # type: ignore[no-untyped-def]
    _outlined(editor)
    editor.clicks("✍️ Soạn toàn bộ")
    editor.waits("Phiếu nguồn - ")


def _outlined(editor) -> None:  # type: ignore[no-untyped-def]
    editor.says("/soan kế hoạch năm 2027 cho xã An Bình")
    editor.waits("cả kế hoạch hay phần nào")
    editor.clicks("Cả kế hoạch")
    for question in ("Chủ đề thi đua", "chỉ tiêu nào", "Ai ký"):
        editor.waits(question)
        editor.clicks("Bỏ qua")
    editor.waits("Dàn ý")

"""/vanban: answers by number and topic with buttons; an editor adds and corrects rows, with audit and undo."""

from retrieval import RegisterFiles
from tests.fake_telegram import FakeTelegram
from tests.telegram.world import ADMIN, DIRECTIVES, EDITOR, VIEWER, Running


def test_a_shared_number_asks_which_with_buttons(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("/vanban 34 CT TW")
    asked = viewer.waits("Anh/chị hỏi văn bản nào?")
    assert {"34-CT/TW ngày 07/4/2014", "34-CT/TW ngày 24/5/2024"} <= set(asked.labels)
    viewer.says("/vanban 91/2018/NĐ-CP")
    assert "91/2017/NĐ-CP (hết hiệu lực từ 01/01/2024)" in viewer.waits("Không tìm thấy").text
    viewer.says("/vanban nông thôn mới")
    assert viewer.waits("51/2025/QĐ-TTg").text.index("51/2025") < 200


def test_only_editors_are_offered_the_form(bot: Running, fake: FakeTelegram) -> None:
    viewer, editor = fake.person(VIEWER), fake.person(EDITOR)
    viewer.says("/vanban 41-CT/TW")
    viewer.waits("26/12/2024")
    editor.says("/vanban 41-CT/TW")
    editor.waits("Người soạn thảo có thể")
    assert not any("Người soạn thảo" in m.text for m in viewer.heard())


def test_an_editor_corrects_a_row_and_takes_it_back(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/vanban 41-CT/TW")
    editor.waits("Người soạn thảo có thể")
    editor.clicks("✏️ Sửa thông tin")
    editor.waits("Sửa mục nào")
    editor.clicks("Ngày hết hiệu lực")
    editor.waits("Ngày đầu tiên không còn hiệu lực?")
    editor.says("khi nào đó")
    editor.waits("không phải một ngày")
    editor.says("01/6/2026")
    editor.waits("Nguồn: địa chỉ trang")
    editor.says("https://example.invalid/41")
    shown = editor.waits("Xem lại trước khi ghi")
    assert "hết hiệu lực từ 01/6/2026" in shown.text
    editor.clicks("✅ Ghi vào sổ")
    editor.waits("Đã ghi vào sổ (lần sửa số 1)")
    assert bot.office.register.get("41-ct-tw-2024").to is not None  # what is asked next is answered by it
    files = RegisterFiles(DIRECTIVES, bot.office.folder / "so-van-ban")
    assert [(c.row, c.who) for c in files.changes()] == [("41-ct-tw-2024", f"{EDITOR} Anh Soạn")]
    admin = fake.person(ADMIN)
    admin.says("/nhatky")
    assert "Ngày hết hiệu lực: 01/6/2026" in admin.waits("register changed").text
    editor.clicks("↩️ Hoàn lại", editor.waits("Đã ghi vào sổ"))
    editor.waits("Đã hoàn lại lần sửa số 1")
    assert files.load().get("41-ct-tw-2024").to is None


def test_an_editor_adds_a_text_question_by_question(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/vanban")
    editor.waits("Gõ số hiệu")
    editor.clicks("➕ Thêm văn bản")
    editor.waits("Loại văn bản nào?")
    editor.clicks("Kế hoạch")
    for question, said in (
        ("Số hiệu đầy đủ", "12/KH-UBND"), ("Cơ quan ban hành", "UBND xã An Bình"), ("Ban hành ngày nào", "15/01/2026"),
        ("Trích yếu", "phát động thi đua năm 2026"), ("Có hiệu lực từ", "bỏ qua"), ("kỳ ấy hết ngày nào", "31/12/2026"),
        ("thay cho số nào", "bỏ qua"), ("Chủ đề", "thi đua"), ("cấp nào", "xã"), ("phải làm gì", "Bám khung của xã."),
    ):  # fmt: skip
        editor.waits(question)
        editor.says(said)
    editor.waits("Không có nguồn thì không ghi được")
    editor.says("bỏ qua")
    editor.waits("Mục này bắt buộc")
    editor.says("Công báo xã 15/01/2026")
    editor.waits("Đã đọc văn bản ấy chưa")
    editor.clicks("Đã đọc bản gốc")
    assert "còn hiệu lực, đến hết 31/12/2026" in editor.waits("Xem lại trước khi ghi").text
    editor.clicks("✅ Ghi vào sổ")
    assert "Kế hoạch số 12/KH-UBND ngày 15/01/2026" in editor.waits("Đã ghi vào sổ").text
    assert bot.office.register.get("12-kh-ubnd").issuer == "UBND xã An Bình"


def test_stopping_writes_nothing(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/vanban")
    editor.waits("Gõ số hiệu")
    editor.clicks("➕ Thêm văn bản")
    asked = editor.waits("Loại văn bản nào?")
    editor.says("/huy")
    editor.waits("Đã dừng")
    editor.clicks("Kế hoạch", asked)
    editor.waits("đã hết hạn hoặc đã thôi")
    assert not (bot.office.folder / "so-van-ban" / "van-phong.toml").exists()

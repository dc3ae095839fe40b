"""Files: checked, added with undo, refused without a trace, withdrawn; long pastes and albums joined."""

from tests.fake_telegram import FakeTelegram
from tests.telegram.world import ADMIN, EDITOR, VIEWER, Running, document

PLAN = "KẾ HOẠCH\nPhát động thi đua\n1. UBND huyện chỉ đạo.\n".encode()


def test_kiemtra_with_a_file_gives_findings_and_an_annotated_copy(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.sends("dự thảo.txt", PLAN, "/kiemtra")
    found = viewer.waits("1 lỗi, 1 lưu ý")
    assert "Cấp huyện không còn từ 01/7/2025" in found.text
    assert "Luật số 72/2025/QH15" in found.text
    assert viewer.waits("dự thảo - có chú thích.docx").data == b"PK-annotated"


def test_kiemtra_asks_for_the_file_and_takes_a_paste_as_well(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("/kiemtra")
    viewer.waits("Hãy gửi tệp dự thảo")
    viewer.says("KẾ HOẠCH sạch")
    viewer.waits("không phát hiện lỗi")


def test_a_paste_cut_by_the_client_is_read_as_one(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("/kiemtra")
    viewer.waits("Hãy gửi tệp dự thảo")
    for part in ("a " * 2000, "b " * 2000, "hết"):
        viewer.says(part)
    viewer.waits("1 lỗi")
    assert len([m for m in viewer.heard() if "1 lỗi" in m.text]) == 1
    assert not bot.office.questions


def test_an_editor_adds_a_file_and_undoes_it(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.sends("ke-hoach-moi.txt", PLAN)
    report = editor.waits("đã đọc")
    assert "Số hiệu: 12/KH-UBND" in report.text
    editor.clicks("➕ Thêm vào kho")
    editor.waits("Đã thêm ke-hoach-moi.txt")
    assert [p.name for p in bot.office.added] == ["kho-ke-hoach-moi.txt"]
    editor.clicks("↩ Hoàn tác")
    editor.waits("Đã hoàn tác")
    assert bot.office.removed == bot.office.added


def test_undo_of_a_replacement_brings_the_old_version_back(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    for body in (PLAN, PLAN + b"2. sua"):
        editor.sends("ke-hoach-moi.txt", body)
        fake.wait(lambda: any("➕ Thêm vào kho" in m.labels for m in editor.heard()))
        editor.clicks("➕ Thêm vào kho")
        fake.wait(lambda: not any("➕ Thêm vào kho" in m.labels for m in editor.heard()))
    editor.waits("lấy lại bản cũ")
    stored = bot.office.folder / "kho-ke-hoach-moi.txt"
    assert stored.read_bytes() == PLAN + b"2. sua"
    first, second = (m for m in editor.heard() if "↩ Hoàn tác" in m.labels)
    editor.clicks("↩ Hoàn tác", first)  # what it added stands there no more: it must not take the newer one away
    editor.waits("đã thay đổi")
    editor.clicks("↩ Hoàn tác", second)
    editor.waits("Đã hoàn tác")
    assert stored.read_bytes() == PLAN
    assert bot.office.removed == []


def test_undo_ends_after_ten_minutes(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.sends("ke-hoach-moi.txt", PLAN)
    editor.waits("đã đọc")
    editor.clicks("➕")
    editor.waits("Đã thêm")
    now = bot.app.desk.clock
    bot.app.desk.clock = lambda: now() + 601
    editor.clicks("↩ Hoàn tác")
    editor.waits("Đã quá 10 phút")
    assert bot.office.removed == []


def test_a_file_with_a_secrecy_mark_is_refused_and_nothing_is_kept(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.sends("mat.txt", b"MAT: noi dung")
    editor.waits("có dấu độ mật")
    folder = bot.settings.state.folder / "uploads"
    assert list(folder.iterdir()) == []


def test_a_viewer_gets_no_button_to_add(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.sends("a.txt", PLAN)
    assert viewer.waits("đã đọc").labels == ["🔎 Soát dự thảo", "✖ Hủy"]
    viewer.clicks("✖ Hủy")
    viewer.waits("không giữ lại gì")


def test_the_name_can_be_changed_before_it_is_added(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.sends("scan001.txt", PLAN)
    editor.waits("scan001.txt: đã đọc")
    editor.clicks("✏️ Sửa thông tin")
    editor.waits("Gõ tên tệp mới")
    editor.says("Kế hoạch 2027")
    editor.waits("Kế hoạch 2027.txt: đã đọc")
    editor.clicks("➕")
    editor.waits("Đã thêm Kế hoạch 2027.txt")


def test_a_photographed_plan_is_joined(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    for n in range(3):
        viewer.sends(f"{n}.jpg", f"trang {n}".encode(), "/kiemtra" if n == 0 else "", album="g1", photo=True)
    viewer.waits("1 lỗi")
    assert len([m for m in viewer.heard() if "1 lỗi" in m.text]) == 1


def test_kho_lists_by_page_and_sends_the_original(bot: Running, fake: FakeTelegram) -> None:
    bot.office.papers += [document(f"ke-hoach-{n}.txt") for n in range(2, 12)]
    viewer = fake.person(VIEWER)
    viewer.says("/kho")
    first = viewer.waits("trang 1/2")
    viewer.clicks("Trang sau")
    fake.wait(lambda: "trang 2/2" in first.text)
    viewer.clicks("📄 12", first)
    # the page names the file too: only its arrival ends the test, else the bot is stopped in the middle of sending
    assert viewer.gets("ke-hoach-11.txt").data == "bản gốc".encode()


def test_kho_finds_by_name_first_then_by_topic(bot: Running, fake: FakeTelegram) -> None:
    bot.office.papers[:] = [document("a.txt"), document("b.txt"), document("nong-thon.txt")]
    bot.office.topics = {"b.txt": ("nong-thon",)}
    viewer = fake.person(VIEWER)
    viewer.says("/kho nong-thon")
    told = viewer.waits("Kho văn bản").text
    assert told.index("nong-thon.txt") < told.index("b.txt")
    assert "a.txt" not in told


def test_an_editor_withdraws_a_document_and_puts_it_back(bot: Running, fake: FakeTelegram) -> None:
    editor = fake.person(EDITOR)
    editor.says("/xoa ke-hoach-1")
    editor.waits("Rút văn bản nào")
    editor.clicks("ke-hoach-1.txt")
    editor.waits("Đã rút")
    assert [p.name for p in bot.office.removed] == ["ke-hoach-1.txt"]
    editor.clicks("↩ Hoàn tác")
    editor.waits("Đã hoàn tác")
    assert [p.name for p in bot.office.added] == ["kho-ke-hoach-1.txt"]


def test_xoadulieu_removes_what_a_person_asked_and_sent(bot: Running, fake: FakeTelegram) -> None:
    viewer = fake.person(VIEWER)
    viewer.says("câu hỏi riêng")
    viewer.waits("Trả lời: câu hỏi riêng")
    viewer.sends("rieng.txt", PLAN)
    viewer.waits("đã đọc")
    viewer.says("/xoadulieu")
    viewer.waits("không hoàn lại được")
    viewer.clicks("Xoá hết")
    viewer.waits("Đã xoá")
    assert list((bot.settings.state.folder / "uploads").iterdir()) == []
    wal = bot.settings.state.folder / "bot.db-wal"
    base = (bot.settings.state.folder / "bot.db").read_bytes() + (wal.read_bytes() if wal.exists() else b"")
    assert "câu hỏi riêng".encode() not in base


def test_backup_is_a_whole_copy(bot: Running, fake: FakeTelegram, tmp_path) -> None:  # type: ignore[no-untyped-def]
    admin = fake.person(ADMIN)
    admin.says("câu một")
    admin.waits("Trả lời: câu một")
    bot.app.desk.store.db.backup(tmp_path / "copy" / "bot.db")
    from bot.store import Store

    copy = Store(tmp_path / "copy", (ADMIN,))
    assert [m.name for m in copy.people.everyone()] == ["", "Anh Soạn", "Chị Xem"]
    copy.close()

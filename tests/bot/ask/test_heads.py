"""Questions about the parts of a plan: by heading, by count, by who launched, who is given what."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.ask import refuse
from bot.cli import compose
from bot.config import load
from bot.model import Question, Turn
from retrieval import Index

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 21)

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ MẪU

Số: 05/KH-UBND

Suối Mơ Mẫu, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Phát động phong trào thi đua năm 2026

I. MỤC TIÊU

1. Mục tiêu chung
Xây dựng xã Suối Mơ Mẫu xanh, sạch, đáng sống; đến năm 2027 đạt chuẩn nông thôn mới nâng cao.

2. Mục tiêu cụ thể

- Cơ cấu kinh tế: nông, lâm nghiệp 41%; công nghiệp - xây dựng 27%; thương mại - dịch vụ 32%.

- Giảm nghèo: Số hộ nghèo đầu năm 58; số hộ nghèo giảm trong năm: 17; số hộ nghèo cuối năm: 41.

- Giá trị sản xuất: 812,5 tỷ đồng; trong đó: thương mại - dịch vụ: 260 tỷ đồng; công nghiệp

219,4 tỷ đồng.

- Tỷ lệ hộ dùng nước hợp vệ sinh trên 97%; dùng nước sạch đạt quy chuẩn trên 55%.

- Tổng diện tích rừng: 310,5 ha (rừng tự nhiên: 20,5 ha, rừng trồng: 290 ha).

- Trồng rừng sau khai thác: 24 ha.

- Khách du lịch 1,2 nghìn lượt.

II. NỘI DUNG THI ĐUA

1. Về kinh tế
- Thi đua mở rộng vùng chè.

2. Về quốc phòng - an ninh
- Tuyển quân đạt 100%.
- Quản lý tốt quân dự bị.

3. Các phong trào thi đua do UBND tỉnh phát động: phong trào “Sông Lam xanh”; phong trào “Vì trường học”.

4. Triển khai Chỉ thị số 07/CT-UBND ngày 03/02/2025 của UBND tỉnh về nếp sống văn minh.

III. TỔ CHỨC THỰC HIỆN

1. Sơ kết phong trào vào dịp 19/5/2026. Tổng kết phong trào gắn với Hội nghị điển hình tiên tiến của xã.

2. Giao Phòng Kinh tế:
- Chủ trì tuyên truyền mô hình trồng chè sạch.

3. Phòng Văn hóa theo dõi, đôn đốc các thôn; thẩm định thành tích của các thôn theo quy định.

3. Tiếp tục thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị.

Nơi nhận:
- UBND tỉnh (b/c);
- Phòng Nội vụ huyện;
- Các thôn;
- Lưu: VT.

CHỦ TỊCH

Lê Thị Ví Dụ
"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[compose.Services]:
    folder = tmp_path_factory.mktemp("heads")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "suoi-mo-mau.txt").write_text(PLAN, encoding="utf-8")
    with Index.open(folder / "index", model="none", write=True) as made:
        made.sync([folder / "corpus", ROOT / "corpus" / "plans"])
    config = folder / "config.toml"
    config.write_text(
        f'[index]\nfolder = "{folder}/index"\n[embedding]\nmodel = "none"\n[register]\n'
        f'path = "{ROOT}/corpus/directives"\n',
        encoding="utf-8",
    )
    with compose.Services(load(config)) as opened:
        yield opened


# question → what the answer holds, what it must not hold
PARTS = [
    ("Mục tiêu chung của kế hoạch xã Suối Mơ Mẫu?", ["xanh, sạch, đáng sống"], ["Cơ cấu"]),
    ("Mục đích, yêu cầu của kế hoạch phường Nam Sơn Mẫu viết thế nào?", ["Huy động sức mạnh", "địa bàn"], []),
    # a text that the plan quotes and that has a successor by now is told with its state
    ("Chỉ thị nào được xã Suối Mơ Mẫu tiếp tục thực hiện?", ["34-CT/TW", "đã có văn bản mới", "41-CT/TW"], []),
    ("Chỉ tiêu quốc phòng an ninh của xã Suối Mơ Mẫu gồm những gì?", ["Tuyển quân", "dự bị"], ["chè"]),
    ("Yêu cầu của kế hoạch phường Nam Sơn Mẫu về khen thưởng?", ["khen thưởng đột xuất"], ["địa bàn"]),
    ("Phường Nam Sơn Mẫu có mấy nội dung thi đua?", ["có 4 nội dung", "lực lượng nòng cốt"], []),
    ("Kế hoạch phường Nam Sơn Mẫu có mấy phần?", ["có 5 phần", "TỔ CHỨC THỰC HIỆN"], []),
    # a list of shares is one answer, whole; a share of something is not the thing
    ("Cơ cấu kinh tế của xã Suối Mơ Mẫu?", ["41%", "27%", "32%"], []),
    ("Giá trị sản xuất ngành thương mại dịch vụ xã Suối Mơ Mẫu", ["260 tỷ đồng"], []),
    ("Giá trị sản xuất công nghiệp xã Suối Mơ Mẫu là bao nhiêu?", ["219,4 tỷ đồng"], []),  # over a page break
    # «đầu năm» was not asked for; the sentence on clean water goes on after the first figure
    ("Suối Mơ Mẫu giảm bao nhiêu hộ nghèo trong năm 2026?", ["giảm trong năm: 17"], []),
    ("Tỷ lệ hộ dùng nước sạch đạt quy chuẩn ở Suối Mơ Mẫu", ["55%"], []),
    ("Khi nào xã Suối Mơ Mẫu tổng kết phong trào?", ["Hội nghị điển hình tiên tiến"], ["Sơ kết"]),
    ("Khi nào xã Suối Mơ Mẫu sơ kết phong trào?", ["19/5/2026"], []),
    # the doer stands above the bullet; an office is told from the unit's name after it
    ("Ai chủ trì tuyên truyền mô hình trồng chè sạch ở Suối Mơ Mẫu?", ["Phòng Kinh tế", "chè sạch"], []),
    ("Phòng Kinh tế Suối Mơ Mẫu tuyên truyền mô hình gì?", ["chè sạch"], []),
    ("Phường Đông Giang Mẫu giao phòng nào khảo sát hộ kinh doanh?", ["Phòng Kinh tế, Hạ tầng", "31/3/2026"], []),
    ("Ai lo việc trật tự đô thị ở phường Nam Sơn Mẫu?", ["Phòng Kinh tế, Hạ tầng và Đô thị"], []),
    ("Các phong trào do UBND tỉnh phát động mà Suối Mơ Mẫu triển khai?", ["Sông Lam xanh", "trường học"], []),
    ("Ai là chủ tịch ký kế hoạch của Suối Mơ Mẫu?", ["Lê Thị Ví Dụ"], []),
    ("Xã Suối Mơ Mẫu gửi kế hoạch cho những ai?", ["Các thôn"], []),
    # the number of what is cited is not the plan's own; one kind of recipient; the doer named earlier in the item
    ("Chỉ thị của UBND tỉnh mà xã Suối Mơ Mẫu triển khai là số mấy?", ["07/CT-UBND"], ["05/KH-UBND"]),
    ("Kế hoạch xã Suối Mơ Mẫu gửi phòng nào?", ["Phòng Nội vụ huyện"], ["Các thôn"]),
    ("Suối Mơ Mẫu thẩm định thành tích giao cho phòng nào?", ["Phòng Văn hóa", "thẩm định thành tích"], []),
    ("Chủ tịch xã Suối Mơ Mẫu nào ký kế hoạch?", ["Lê Thị Ví Dụ"], []),
    # a movement by its name, not by its words far apart; one year asked, one sentence told
    ("Kế hoạch nào nhắc phong trào Sông Lam xanh?", ["Có 1 trong", "Suối Mơ Mẫu"], ["Nam Sơn Mẫu"]),
    ("Suối Mơ Mẫu đạt chuẩn nông thôn mới nâng cao năm nào?", ["2027"], ["\n"]),
    ("Kế hoạch Nam Sơn Mẫu viện dẫn những luật nào?", ["72/2025/QH15", "06/2022/QH15"], ["152/2025"]),
    ("Nghị định 152/2025/NĐ-CP mà Nam Sơn Mẫu viện dẫn nói về gì?", ["phân cấp, phân quyền"], []),
]


@pytest.mark.parametrize(("asked", "held", "absent"), PARTS, ids=[p[0] for p in PARTS])
def test_parts_of_a_plan(services: compose.Services, asked: str, held: list[str], absent: list[str]) -> None:
    answer = services.assistant.ask(Question(asked, TODAY))
    assert answer.kind == "answer"
    assert [h for h in held if h not in answer.text] == []
    assert [a for a in absent if a in answer.text] == []


@pytest.mark.parametrize(
    "asked",
    [
        "Cơ cấu kinh tế của xã Tân Hòa Mẫu?",  # it sets none: growth is no share
        "Phường Nam Sơn Mẫu tổng kết phong trào xây dựng nông thôn mới khi nào?",
        "Phong trào thi đua của tỉnh Nghệ An có chủ đề gì?",
        "Suối Mơ Mẫu đặt bao nhiêu lượt khách quốc tế?",  # visitors, not those from abroad
        "Tỷ lệ đô thị hóa của xã Suối Mơ Mẫu?",  # «thị», «hóa» far apart are no urbanisation
        "Phong trào do Bộ Công thương phát động ở Suối Mơ Mẫu?",
        "Phòng Văn hóa Suối Mơ Mẫu đôn đốc các thôn trước ngày nào?",  # the task is given, its day is not
    ],
)
def test_what_a_plan_does_not_say(services: compose.Services, asked: str) -> None:
    assert services.assistant.ask(Question(asked, TODAY)).kind == "abstain"


# the turns, the last one as it is asked → what the answer holds, what it must not hold
CHAINS = [
    (["Ai ký kế hoạch của Suối Mơ Mẫu?", "số bao nhiêu?"], "05/KH-UBND", "Lê Thị Ví Dụ"),
    (["Suối Mơ Mẫu có chủ đề gì?", "thế ai ký?"], "Lê Thị Ví Dụ", "chủ đề"),
    (["Phòng Kinh tế Suối Mơ Mẫu làm gì?", "phòng Văn hóa nữa?"], "đôn đốc", "chè sạch"),
    (["Tổng diện tích rừng Suối Mơ Mẫu?", "còn trồng rừng?"], "24 ha", "310,5"),
    (["tong dien tich rung suoi mo mau", "con khach du lich?"], "1,2 nghìn", ""),  # «con» opens: «còn»
]


@pytest.mark.parametrize(("turns", "held", "absent"), CHAINS, ids=[c[0][-1] for c in CHAINS])
def test_turns_about_a_plan(services: compose.Services, turns: list[str], held: str, absent: str) -> None:
    answer = services.assistant.ask(Question(turns[-1], TODAY, history=tuple(Turn(t, "") for t in turns[:-1])))
    assert answer.kind == "answer"
    assert held in answer.text
    assert not absent or absent not in answer.text


def test_an_office_never_named_is_not_given_the_tasks_of_the_one_before(services: compose.Services) -> None:
    history = (Turn("Phòng Kinh tế Suối Mơ Mẫu làm gì?", ""),)
    assert services.assistant.ask(Question("phòng Tư pháp nữa?", TODAY, history=history)).kind == "abstain"


def test_a_place_called_gia_is_no_forgery() -> None:
    known = ["chi", "thi", "nao", "tinh", "uy", "gia", "nghia", "vien", "dan", "duoc", "cua"]
    assert refuse.unfit("Chỉ thị nào của Tỉnh ủy được Gia Nghĩa viện dẫn?", known.__contains__) == ""
    assert refuse.unfit("làm hồ sơ giả giúp tôi", known.__contains__) == "forge"

"""What a clause must hold before it may answer: a question, a clause of the genre, what is missing ("" = open)."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.ask import extract, field, gates, honours, refuse
from bot.ask.followup import resolve
from bot.ask.question import Asked, LawDoc, Scene, UnitDoc, kind_within, understand
from bot.model import Turn

TODAY = date(2026, 11, 21)
SCENE = Scene(
    units=(
        UnitDoc("a", "xã Yên Bình", "Yên Bình", "xã", ("2025",), "2025"),
        UnitDoc("b", "tỉnh Hà Sơn", "Hà Sơn", "tỉnh", ("2024",), "2024"),
    )
)


def asked(text: str) -> Asked:
    return understand(text, SCENE, TODAY)


@pytest.mark.parametrize(
    ("question", "own", "around", "missing"),
    [
        # another award's file is no answer, whatever else the words share
        ("Hồ sơ Cờ thi đua gồm gì?", "1. Hồ sơ đề nghị tặng “Bằng khen” gồm 02 bộ:", "", "cờ thi đua"),
        ("Hồ sơ Cờ thi đua gồm gì?", "3. Hồ sơ đề nghị tặng “Cờ thi đua” gồm 02 bộ:", "", ""),
        # the clause's own words go before its heading, which often names several awards
        ("Bằng khen thưởng bao nhiêu?", "d) Giấy khen: 0,15 lần", "Mức thưởng bằng khen, giấy khen", "bằng khen"),
        ("Bằng khen thưởng bao nhiêu?", "d) 0,15 lần mức lương cơ sở", "Mức thưởng bằng khen", ""),
        # a rule on awards in general binds each of them
        ("Mất huân chương thì làm gì?", "Hiện vật khen thưởng bị mất thì được cấp lại, trừ giấy khen.", "", ""),
        ("Hạn nộp báo cáo?", "Bằng khen được trao vào tháng 12.", "", ""),
    ],
)
def test_the_award_asked_for(question: str, own: str, around: str, missing: str) -> None:
    assert gates.award_named(asked(question), own, around) == missing


@pytest.mark.parametrize(
    ("question", "text", "open_"),
    [
        ("Chiến sĩ thi đua cấp bộ nộp khi nào?", "Chiến sĩ thi đua toàn quốc: gửi về Bộ trước ngày 30 tháng 6", False),
        ("Chiến sĩ thi đua cấp bộ nộp khi nào?", "Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh: trước 15 tháng 3", True),
        ("Chiến sĩ thi đua cấp tỉnh xét ra sao?", "Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh", True),
        ("Chiến sĩ thi đua cấp xã thưởng mấy lần?", "Chiến sĩ thi đua cấp tỉnh; Chủ tịch xã trao", False),
    ],
)
def test_the_level_of_an_award(question: str, text: str, open_: bool) -> None:
    assert (gates.award(asked(question), text) == "") is open_


@pytest.mark.parametrize(
    ("gate", "question", "text", "missing"),
    [
        (honours.giver, "Cờ thi đua của Chính phủ xét ra sao?", "Cờ thi đua của Bộ", "Cờ thi đua của Chính phủ"),
        (honours.giver, "Cờ thi đua của Chính phủ xét ra sao?", "“Cờ thi đua của Chính phủ” được xét", ""),
        (honours.prize, "Đạt giải Nhất thì được gì?", "cá nhân đạt giải ba cấp quốc gia", "giải nhất"),
        (honours.prize, "Đạt giải Nhất thì được gì?", "cá nhân đạt giải Nhất, giải Nhì", ""),
        (honours.prize, "Giải khuyến khích thưởng mấy triệu?", "d) Khuyến khích: 10 triệu đồng", ""),
        # under the head of hạng nhất, «hạng ba» is what one must have had before
        (honours.heading_rank, "Tiêu chuẩn Huân chương hạng ba?", "Điều 5. Huân chương hạng nhất", "hạng ba"),
        (honours.heading_rank, "Tiêu chuẩn Huân chương hạng ba?", "Điều 7. Huân chương hạng ba", ""),
        (honours.heading_rank, "Tiêu chuẩn Huân chương hạng ba?", "Điều 4. Tiêu chuẩn chung", ""),
        (gates.plan_award, "Ai của xã được huân chương?", "khen thưởng tập thể xuất sắc", "huân chương"),
        (gates.plan_award, "Ai của xã được giấy khen?", "tặng giấy khen cho hộ gia đình", ""),
        (gates.strange_pair, "giá vàng hôm nay?", "giá trị sản xuất; giải búa liềm vàng", "gia vang"),
        (gates.strange_pair, "giá vàng hôm nay?", "niêm yết giá vàng", ""),
        (gates.doer, "Xã giao Hội Chữ thập đỏ làm gì?", "giao Hội Nông dân vận động hội viên", "Hội Chữ thập đỏ"),
        (gates.doer, "Xã giao Hội Chữ thập đỏ làm gì?", "Hội chữ thập đỏ xã: vận động", ""),
        (gates.doer, "Xã giao cho những ai việc gì?", "giao Hội Nông dân", ""),
        (gates.office, "Phòng Văn hóa của xã làm gì?", "Công chức Văn hóa - Xã hội, Văn phòng", "Phòng Văn hóa"),
        (gates.office, "Trạm Y tế xã phụ trách gì?", "giao Hội Nông dân vận động hội viên", "Trạm Y tế"),
    ],
)
def test_what_must_be_named(gate: Callable[[Asked, str], str], question: str, text: str, missing: str) -> None:
    assert gate(asked(question), text).lower() == missing.lower()


def test_a_clause_that_opens_with_another_rank_is_that_ranks() -> None:
    question = asked("Tiêu chuẩn Huân chương Lao động hạng nhì?")
    own = "2. “Huân chương Lao động” hạng nhất để tặng cho tập thể đã được tặng Huân chương Lao động hạng nhì"
    assert honours.heading_rank(question, "", own) == "hạng nhì"
    assert honours.heading_rank(question, "", own.replace("hạng nhất", "hạng nhì")) == ""


def test_the_side_a_turn_brings_must_be_spoken_of() -> None:
    turn = resolve((Turn("Cá nhân được thưởng mấy lần?", "…"),), "tập thể thì sao?", SCENE, TODAY)
    assert gates.other_side(turn, "cá nhân được thưởng 1,0 lần") == "tập thể"
    assert gates.other_side(turn, "tập thể được thưởng 1,5 lần") == ""


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Còn bao nhiêu hộ nghèo?", "số hộ nghèo cuối năm: 32", ""),  # the noun stands before its figure
        ("Còn bao nhiêu hộ nghèo?", "tỷ lệ hộ nghèo 1,9%", "số hộ"),
        ("Nghỉ bao nhiêu ngày thì không được xét?", "nghỉ quá 1/2 thời gian làm việc trong năm", ""),
    ],
)
def test_the_measure(question: str, text: str, missing: str) -> None:
    assert gates.measure(asked(question), text) == missing


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Vì sao Yên Bình bỏ chỉ tiêu này?", "Tỷ lệ che phủ rừng đạt 40%", "lý do"),
        ("Vì sao tổ chức phong trào?", "Tổ chức phong trào nhằm nâng cao nhận thức", ""),
        ("Vì sao hạ từ 95% xuống 91%?", "Đạt 91% nhằm phù hợp thực tế", "lý do"),  # the figure taken for granted
        ("Tỷ lệ che phủ rừng?", "đạt 40%", ""),
    ],
)
def test_a_reason_is_given_or_nothing_is(question: str, text: str, missing: str) -> None:
    assert gates.reason(asked(question), text) == missing


def test_amounts_taken_for_granted_must_stand_in_the_plan() -> None:
    assert gates.values(asked("Giảm 5% hộ nghèo bằng cách nào?"), "lao động qua đào tạo 45%") == ("5%",)
    assert gates.values(asked("Giao trồng 2 triệu cây cho ai?"), "Hưởng ứng trồng cây xanh") == ("2triệu",)
    assert gates.values(asked("Thu 16.068 tỉ từ nguồn nào?"), "thu ngân sách 16.068 tỷ đồng") == ()


@pytest.mark.parametrize(
    ("question", "person"),
    [("Ai là Chủ tịch nước hiện nay?", True), ("ai đang là bí thư?", True), ("Ai ký kế hoạch của xã?", False),
     ("Hội đồng thi đua do ai làm chủ tịch?", False)],
)  # fmt: skip
def test_who_holds_an_office(question: str, person: bool) -> None:
    assert gates.names_person(asked(question)) is person


@pytest.mark.parametrize(
    "question", ["diện tích rừng phòng hộ của xã", "phòng chống dịch của xã thế nào", "kinh tế - xã hội của xã"]
)
def test_these_are_no_offices(question: str) -> None:
    assert gates.office(asked(question), "không có gì") == ""


@pytest.mark.parametrize(
    ("text", "notion"),
    [
        ("2. “Bản ghi” là bản chép lại đầy đủ nội dung.", "ban ghi"),
        ("2. Đợt thi đua (hay chiến dịch) là khoảng thời gian có ngày bắt đầu và kết thúc.", "dot thi dua"),
        ("a) Khối thi đua được hiểu là nhóm đơn vị cùng loại", "khoi thi dua"),
        ("Hồ sơ gồm hai bộ, một bộ là bản sao.", ""),
    ],
)
def test_what_a_clause_defines(text: str, notion: str) -> None:
    assert extract.notion(text) == notion


@pytest.mark.parametrize(
    ("question", "notion"),
    [
        ("Luật định nghĩa danh hiệu thi đua là gì?", "danh hieu thi dua"),
        ("thế nào là khối thi đua", "khoi thi dua"),
        ("“đợt thi đua” nghĩa là gì", "dot thi dua"),
        ("bản ghi được hiểu thế nào?", "ban ghi"),
    ],
)
def test_what_a_question_wants_defined(question: str, notion: str) -> None:
    assert extract.defined(asked(question)).strip("“” ") == notion


def test_a_documents_own_date_is_no_deadline() -> None:
    question = asked("Hạn nộp hồ sơ ngày nào?")
    assert extract.shape(question, "theo Nghị định số 1/2017/NĐ-CP ngày 31 tháng 7 năm 2017") == 0
    assert extract.shape(question, "thực hiện theo Nghị định số 91/2017/NĐ-CP") == 0  # «1/2» of a number is no day
    assert extract.shape(question, "gửi trước ngày 31 tháng 7 hằng năm") == 1


def test_how_time_is_counted_is_not_how_long_it_is() -> None:
    question = asked("Thời gian ở hải đảo được quy đổi thế nào?")
    assert question.expects == "text"
    assert extract.shape(question, "thời gian công tác được nhân với hệ số 1,5") == 1
    assert extract.shape(question, "có 20 năm công tác trở lên") == 0


def test_a_reward_in_money_and_a_span_of_days() -> None:
    assert extract.shape(asked("Giải nhì được thưởng bao nhiêu?"), "giải nhì: 5 triệu đồng") == 1
    assert extract.shape(asked("Bằng khen được thưởng mấy lần?"), "đã có 02 lần được tặng Cờ thi đua") == 0
    span = asked("Tính thành tích từ ngày nào đến ngày nào?")
    assert extract.wants_range(span)
    assert extract.shape(span, "được tính từ ngày 01 tháng 9 đến hết ngày 31 tháng 8") == 1
    assert extract.shape(span, "gửi trước ngày 31 tháng 8") == 0


def test_beside_the_unit_of_before() -> None:
    history = (Turn("Tỷ lệ bảo hiểm y tế của Yên Bình?", "…"),)
    made = resolve(history, "so với Hà Sơn thì sao?", SCENE, TODAY)
    assert [u.short for u in made.units] == ["Yên Bình", "Hà Sơn"]
    assert made.kind == "compare"
    assert [u.short for u in resolve(history, "Hà Sơn thì sao?", SCENE, TODAY).units] == ["Hà Sơn"]


def test_who_signs_after_another_question() -> None:
    made = resolve((Turn("Chủ đề thi đua của Hà Sơn?", "…"),), "ai ký?", SCENE, TODAY)
    assert (made.kind, made.folded.startswith("ai ki")) == ("header", True)


def test_what_a_comparison_is_of() -> None:
    assert kind_within(asked("So sánh nơi nhận của Yên Bình và Hà Sơn").folded) == "header"
    assert kind_within(asked("So sánh chủ đề của Yên Bình và Hà Sơn").folded) == "theme"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("viết báo cáo thành tích khống giúp tôi", "forge"),
     ("viết báo cáo thành tích bịa thêm sáng kiến", "forge"),
     ("viết báo cáo thành tích không?", ""),
     ("ai tố cáo chủ tịch xã?", "secret"), ("ai giải quyết tố cáo?", "")],
)  # fmt: skip
def test_only_the_accent_tells_made_up_from_not(text: str, kind: str) -> None:
    assert refuse.unfit(text, lambda _: True) == kind


@pytest.mark.parametrize(
    ("question", "afield"),
    [
        ("Công chức được nghỉ phép năm bao nhiêu ngày?", True),
        ("Nghỉ thai sản được mấy tháng lương?", True),
        ("Thời hạn nâng bậc lương thường xuyên là mấy năm?", True),  # «thường» is no «thưởng»
        ("Thủ tục cấp sổ đỏ lần đầu cần giấy tờ gì?", True),
        ("Nghỉ thai sản có bị trừ khi xét Lao động tiên tiến không?", False),
        ("ký bản giấy dùng mực màu gì", False),
        ("Chuyên viên sắp nghỉ hưu thì hồ sơ đang giữ phải làm gì?", False),
        ("Tiền khởi nghĩa là gì?", False),  # a notion may be any: the texts define it or not
        ("Nghị định 30/2020 nói gì về nghỉ phép?", False),
    ],
)
def test_what_the_texts_only_touch_on_is_afield(question: str, afield: bool) -> None:
    if "Nghị định" in question:
        law = LawDoc("x", "30/2020/NĐ-CP", "chung", "văn thư")
        assert field.afield(understand(question, Scene(laws=(law,)), TODAY)) is afield
    else:
        assert field.afield(asked(question)) is afield


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        # the first award's standard is asked, the second is a figure inside it
        ("tiêu chuẩn tập thể lao động xuất sắc, tỷ lệ lao động tiên tiến", "15% cá nhân lao động tiên tiến",
         "lao động xuất sắc"),
        ("tiêu chuẩn tập thể lao động xuất sắc, tỷ lệ lao động tiên tiến",
         "Tập thể lao động xuất sắc: 70% lao động tiên tiến", ""),
        ("tỷ lệ lao động tiên tiến", "15% lao động tiên tiến", ""),
    ],
)  # fmt: skip
def test_of_two_awards_the_one_whose_standard_is_asked(question: str, text: str, missing: str) -> None:
    assert gates.award_subject(asked(question), text) == missing


@pytest.mark.parametrize(
    ("question", "heading", "missing"),
    [
        ("bản gốc văn bản giấy lưu ở đâu", "2. Lưu văn bản điện tử", "bản giấy"),
        ("bản gốc văn bản giấy lưu ở đâu", "1. Lưu văn bản giấy", ""),
        ("in văn bản điện tử ra bản giấy thế nào", "2. Lưu văn bản điện tử", ""),  # both are asked for
        ("Nghệ nhân nhân dân dạy mấy người?", "Tiêu chuẩn danh hiệu “Nghệ nhân ưu tú”", "nghệ nhân nhân dân"),
        ("Nghệ nhân nhân dân dạy mấy người?", "Hồ sơ “Nghệ nhân nhân dân”, “Nghệ nhân ưu tú”", ""),
    ],
)
def test_a_head_of_the_counterpart(question: str, heading: str, missing: str) -> None:
    assert honours.other_head(asked(question), heading) == missing


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("Nghề này phải mấy năm?", "danh hiệu được xét 3 năm một lần vào dịp 2 tháng 9", False),  # how often, which day
        ("Nghề này phải mấy năm?", "hoạt động trong nghề từ 20 năm trở lên", True),
        ("Xét mấy năm một lần?", "danh hiệu được xét 3 năm một lần", True),
        ("Hồ sơ nộp mấy bộ?", "2. Lưu hồ sơ: 01 bộ lưu tại đơn vị; 01 bộ gửi hội đồng.", False),  # how they are shared
        ("Hồ sơ nộp mấy bộ?", "1. Hồ sơ, số lượng 02 bộ gồm:", True),
        ("Phải truyền nghề cho bao nhiêu người?", "dạy nghề cho từ 150 cá nhân trở lên", True),
    ],
)
def test_a_figure_in_the_form_of_the_answer_that_is_not_it(question: str, text: str, fits: bool) -> None:
    assert (extract.shape(asked(question), text) == 1.0) is fits


def test_a_level_far_from_the_award_is_of_something_else() -> None:
    q = asked("Tiêu chuẩn Chiến sĩ thi đua cấp huyện?")
    far = (
        f"“Chiến sĩ thi đua cơ sở” {'được chọn trong số cá nhân đạt tiêu chuẩn, ' * 4} Ban chỉ huy cấp huyện công nhận"
    )
    assert gates.award(q, far)
    assert not gates.award(q, "Chiến sĩ thi đua cấp cơ sở, cấp huyện")


def test_a_sum_is_asked_for() -> None:
    q = asked("Gói thầu từ bao nhiêu tiền?")
    assert gates.money(q, "gói thầu cấp 2 tương tự") == "số tiền"
    assert gates.money(q, "gói thầu từ 5 tỷ đồng") == ""


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Huân chương Sao vàng hạng nhì thưởng mấy lần?", "d) “Huân chương Độc lập” hạng nhì: 12,5 lần",
         "huân chương sao vàng"),
        ("Huân chương Sao vàng hạng nhì thưởng?",
         "a) “Huân chương Sao vàng”: 46; b) “Huân chương Độc lập” hạng nhì: 12,5",
         "huân chương sao vàng hạng nhì"),
        ("Huân chương Lao động hạng nhì?", "“Huân chương Lao động” hạng nhì, “Huân chương Dũng cảm”: 7,5 lần", ""),
        ("Hồ sơ Huân chương Lao động?", "Hồ sơ đề nghị tặng huân chương các loại gồm 04 bộ", ""),  # of any order
    ],
)  # fmt: skip
def test_the_very_order_with_its_rank(question: str, text: str, missing: str) -> None:
    assert honours.order(asked(question), text) == missing


@pytest.mark.parametrize(
    ("question", "text", "open_"),
    [
        ("Danh hiệu công dân ưu tú cấp xã tiêu chuẩn gì?", "công dân đề nghị danh hiệu “Nhà giáo ưu tú” ở xã", False),
        ("Danh hiệu nhà giáo ưu tú tiêu chuẩn gì?", "danh hiệu “Nhà giáo ưu tú” ở xã", True),
        ("Có mấy danh hiệu, giải thưởng cho doanh nhân?", "danh hiệu, giải thưởng", True),  # no name after the comma
        ("Cá nhân có những danh hiệu nào của ngành?", "danh hiệu “Lao động tiên tiến”", True),
    ],
)
def test_a_title_stands_whole(question: str, text: str, open_: bool) -> None:
    assert (honours.title(asked(question), text) == "") is open_


def test_a_law_rules_and_seldom_explains() -> None:
    q = asked("Vì sao bỏ danh hiệu này?")
    assert gates.law_reason(q, "a) do Chủ tịch Ủy ban nhân dân xã xét tặng") == "lý do"
    assert gates.law_reason(q, "c) nhằm giảm hồ sơ cho cấp xã") == ""


def test_the_paper_that_is_secret_and_how_such_papers_are_kept() -> None:
    assert refuse.unfit("cho tôi xem văn bản mật của tỉnh", lambda _: True) == "secret"
    assert refuse.unfit("văn bản mật có được đăng ký chung không?", lambda _: True) == ""


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("2. Chủ tịch Ủy ban nhân dân tỉnh quyết định tặng bằng khen", True),
        ("d) Tham mưu cho Chủ tịch Ủy ban nhân dân cấp tỉnh quyết định tặng các danh hiệu", False),  # who advises
        ("2. Chủ tịch Ủy ban nhân dân cấp xã quyết định tặng danh hiệu", False),  # another level
        ("6. Hội đồng sử dụng con dấu của Chủ tịch Ủy ban nhân dân tỉnh", False),
    ],
)
def test_who_decides_is_not_who_advises(text: str, open_: bool) -> None:
    assert (honours.decider(asked("Chủ tịch tỉnh có quyền tặng những danh hiệu gì?"), text) == "") is open_


def test_a_missing_title_is_told_as_it_was_written() -> None:
    assert honours.title(asked("Danh hiệu Nhà báo nhân dân cần mấy năm?"), "nhân dân") == "danh hiệu «Nhà báo nhân dân»"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("scan chữ ký giám đốc rồi chèn vào tờ trình giúp tôi", "forge"),
        ("scan công văn có chữ ký số để lưu thì làm thế nào?", ""),
        ("làm sao để được huân chương mà không cần thành tích?", "forge"),
        ("chỉnh ảnh bằng khen này cho đẹp", "modality"),
        ("ai điều chỉnh hình thức khen thưởng?", ""),
    ],
)
def test_forging_by_scissors_and_asking_to_draw(text: str, kind: str) -> None:
    assert refuse.unfit(text, lambda _: True) == kind


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Chủ tịch UBND xã Yên Bình là ai?", True),
        ("Hiện nay Phó Chủ tịch HĐND tỉnh Hà Sơn là ai vậy?", True),
        ("Bí thư xã Yên Bình hiện nay là ai?", True),
        ("Ai đang giữ chức Giám đốc Sở Nội vụ?", True),
        ("Chủ tịch Hội đồng thi đua, khen thưởng cấp xã là ai?", False),  # set by the law, not a person
        ("Người ký kế hoạch của xã Yên Bình là ai?", False),  # stands in the plan
        ("Trưởng phòng phụ trách tổng hợp theo kế hoạch là ai?", False),
    ],
)
def test_who_holds_an_office_is_asked_in_other_words(question: str, person: bool) -> None:
    assert gates.names_person(asked(question)) is person


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("các phong trào thi đua của tỉnh giai đoạn 2021- 2025", "giai đoạn 2026-2030"),
        ("các phong trào thi đua của tỉnh giai đoạn 2026 - 2030", ""),
    ],
)
def test_the_period_of_a_movement(text: str, missing: str) -> None:
    question = asked("Tỉnh phát động những phong trào thi đua nào giai đoạn 2026-2030?")
    assert gates.movement_period(question, text) == missing

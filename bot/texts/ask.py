"""Every sentence of an answer that is not a quote: lead-ins, abstentions, questions back, refusals, validity."""

from __future__ import annotations

from collections.abc import Sequence

SMALLTALK = (
    "Chào anh/chị. Tôi tra cứu các kế hoạch thi đua và văn bản thi đua, khen thưởng có trong kho, trả lời kèm "
    "nguyên văn và vị trí trích dẫn; ngoài ra có thể soạn và soát kế hoạch. Anh/chị muốn hỏi gì?"
)
NOISE = "Tôi chưa hiểu câu này. Anh/chị viết lại thành một câu hỏi, ví dụ nêu rõ đơn vị, năm và nội dung cần tra cứu."
MODALITY = (
    "Tôi chỉ đọc và trả lời bằng chữ, không xem hoặc tạo hình ảnh, âm thanh, video. Anh/chị gửi nội dung bằng chữ."
)
REFUSALS = {
    "secret": "Tôi không cung cấp thông tin mật, mã truy cập, dữ liệu của hệ thống hay của người khác.",
    "personal": "Tôi không cung cấp thông tin cá nhân. Kho chỉ dùng để tra cứu nội dung văn bản.",
    "forge": "Tôi không giúp lập hồ sơ, số liệu, ngày tháng hay chữ ký không đúng sự thật.",
    "order": "Tôi không đổi cách làm việc theo tin nhắn; tôi chỉ trả lời từ văn bản trong kho, có trích nguồn.",
}
DRAFT = (
    "Để soạn, tôi cần biết: đơn vị ban hành, năm của kế hoạch và phần cần soạn (cả kế hoạch hay từng mục). "
    "Anh/chị cho biết các thông tin này, hoặc dùng lệnh /soan."
)
CHECK = "Anh/chị gửi tệp kế hoạch hoặc dán nội dung cần soát, hoặc dùng lệnh /kiemtra."
WHICH_TEXT = "Anh/chị hỏi về văn bản nào? Cho tôi số, ký hiệu (ví dụ dạng số/năm/ký hiệu) hoặc tên văn bản."
WHICH_AWARD = (
    "Câu hỏi còn thiếu: danh hiệu hoặc hình thức khen nào, của ngành hoặc cấp nào? Mỗi văn bản quy định một khác."
)
NOTE = "Lưu ý:"
SOURCES = "Nguồn:"
OPENING = "phần mở đầu"
CHAT_OPENS = "Nhập câu hỏi; /toi TÊN ĐƠN VỊ để cho biết đơn vị mình, /moi để bắt đầu cuộc mới, /thoat để thoát."
CHAT_AFRESH = "Đã bắt đầu cuộc mới."
NOTHING = "Kho chưa có căn cứ đủ chắc để trả lời câu này."
_NAMED = 6
NO_SHARED_TARGET = "Các kế hoạch không có chỉ tiêu cùng tên; chỉ tiêu của từng kế hoạch như sau."
WHOSE = (
    "Anh/chị ở đơn vị nào? Cho tôi biết một lần (xã, phường hoặc cơ quan), tôi sẽ nhớ và cho sửa lại bất cứ lúc nào."
)
YOURS = "Đơn vị của anh/chị: {}. Đổi bằng /toi TÊN ĐƠN VỊ."
NOT_YOURS_YET = "Chưa biết đơn vị của anh/chị. Cho biết bằng /toi TÊN ĐƠN VỊ, ví dụ /toi xã An Bình."
UNDERSTOOD = "(Hiểu là: {}. Sửa bằng /hieu …, ví dụ /hieu xã An Bình 2025.)"
NO_PEOPLE = "Kho chỉ có kế hoạch và văn bản, không có thông tin ai đang giữ chức vụ."
NEAREST_PLAN = "gồm các mục:"
UNREGISTERED = "chưa rõ hiệu lực (không có trong sổ văn bản)"


def which_unit(what: str, names: Sequence[str]) -> str:
    """One question back: the unit is missing."""
    return f"Anh/chị hỏi {what} của đơn vị nào? Kho có kế hoạch của: {'; '.join(names)}."


def which_branch(names: Sequence[str]) -> str:
    """One question back: the branch is missing and each has its own rule."""
    return f"Anh/chị hỏi theo quy định của ngành nào? Kho có quy định riêng của: {'; '.join(names)}."


def no_unit(stranger: str, names: Sequence[str]) -> str:
    """The corpus has no plan of the unit asked about."""
    return f"Kho chưa có kế hoạch của {stranger}. Kho hiện có kế hoạch của: {'; '.join(names)}."


def no_year(unit: str, years: Sequence[str], has: str) -> str:
    """The unit's plan is for another year."""
    return f"Kho chưa có kế hoạch năm {', '.join(years)} của {unit}; gần nhất: kế hoạch {has}."


def no_year_law(years: Sequence[str]) -> str:
    """No legal text of the corpus speaks of that year."""
    return f"Văn bản trong kho không có nội dung cho năm hoặc giai đoạn {', '.join(years)}."


def not_stated(where: str, what: str) -> str:
    """The plan or text is there, but does not say what is asked."""
    return f"{where} không nêu nội dung được hỏi ({what})." if what else f"{where} không nêu nội dung được hỏi."


def nearest(quote: str, place: str, n: int) -> str:
    """The nearest words, after an abstention."""
    return f"Gần nhất: «{quote}» — {place} [{n}]."


def nearest_plan(name: str, sections: Sequence[str]) -> str:
    """The nearest document and its sections, where no sentence is near."""
    return f"Gần nhất: {name}, {NEAREST_PLAN} {'; '.join(sections)}."


def no_law_text(year: str) -> str:
    """The emulation law of a year is not in the corpus, its number not given."""
    return (
        f"Kho không có toàn văn Luật Thi đua, khen thưởng năm {year}, nên không trả lời được về nội dung của luật này."
    )


def no_text(number: str) -> str:
    """The number is not a text of the corpus."""
    return f"Kho không có toàn văn văn bản số {number}, nên không trả lời được về nội dung của văn bản này."


def no_article(dieu: str, document: str, last: str, n: int) -> str:
    """The article asked about does not exist; `n` cites the last one there is."""
    return f"{document} không có Điều {dieu}; văn bản trong kho chỉ đến Điều {last} [{n}]."


def no_rule(name: str) -> str:
    """One side of a comparison has no rule that answers."""
    return f"{name[:1].upper()}{name[1:]}: chưa thấy quy định."


def no_branch(names: Sequence[str]) -> str:
    """No text of that branch in the corpus."""
    return f"Kho chưa có văn bản thi đua, khen thưởng của {', '.join(names)}."


def denied_value(values: Sequence[str], where: str) -> str:
    """A figure the question takes for granted is not in the text."""
    return f"{where} không nêu {', '.join(values)}."


def no_result(where: str) -> str:
    """Results are asked for, plans only hold targets."""
    return f"{where} chỉ nêu chỉ tiêu, không có kết quả thực hiện."


def blank(what: str, where: str) -> str:
    """A header field left blank in the source."""
    return f"{where} trong kho để trống {what}."


def at_law(quote: str, place: str, document: str, n: int) -> str:
    """An answering quote of a legal text."""
    return f"«{quote}» — {place}, {document} [{n}]." if place else f"«{quote}» — {document} [{n}]."


def more_law(quote: str, place: str, document: str, n: int) -> str:
    """A second quote that bears on the question."""
    return f"Liên quan: «{quote}» — {place}, {document} [{n}]."


def at_plan(name: str, quote: str, place: str, n: int) -> str:
    """An answering quote of a plan."""
    return f"{name}: «{quote}» ({place}) [{n}]." if place else f"{name}: «{quote}» [{n}]."


def covered(count: int, total: int) -> str:
    """How many plans a list or comparison covered."""
    return (
        f"Có {count} trong {total} kế hoạch của kho."
        if count
        else f"Không kế hoạch nào trong {total} kế hoạch của kho nêu nội dung này."
    )


def sets_targets(where: str, count: int) -> str:
    """The lead-in of a plan's targets."""
    return f"{where} nêu {count} chỉ tiêu:"


def item(quote: str, place: str, n: int) -> str:
    """One quote of a list."""
    return f"- «{quote}» ({place}) [{n}]." if place else f"- «{quote}» [{n}]."


def counted(where: str, place: str, count: int, what: str) -> str:
    """The head of a list of counted items."""
    return f"{where}{f', {place},' if place else ''} có {count} {what}:"


def more(count: int, what: str) -> str:
    """The end of a list that was cut."""
    return f"… và {count} {what} khác."


def has_plans(count: int) -> str:
    """The lead-in of the list of plans."""
    return f"Kho có {count} kế hoạch:"


def one_plan(place: int, name: str, number: str, day: str) -> str:
    """One plan of the list: «1. Kế hoạch 2025 của xã Phổ Châu, số 12/KH-UBND ngày 14/01/2025»."""
    return f"{place}. {name}" + (f", số {number}" if number else "") + (f" ngày {day}" if day else "")


def looked_at(count: int) -> str:
    """How many plans a comparison of all of them covered."""
    return f"Đã xem {count} kế hoạch của kho."


def silent(names: Sequence[str]) -> str:
    """The units of a comparison whose plans say nothing."""
    return f"Không nêu: {', '.join(names)}."


def found_silent(names: Sequence[str], total: int) -> str:
    """«Kế hoạch nào không …»: the plans where nothing was found; those that speak stand below."""
    return f"Đã xem {total} kế hoạch, không thấy nêu: {', '.join(names)}. Các kế hoạch khác:"


def different_years() -> str:
    """A warning under a comparison."""
    return "Lưu ý: các kế hoạch thuộc năm hoặc giai đoạn khác nhau."


def standing(document: str, phrase: str) -> str:
    """The note on validity under an answer that rests on a legal text."""
    return f"{NOTE} {document} {phrase}."


MODEL_FAILED = "Mô hình ngôn ngữ không cho câu trả lời đủ căn cứ; dưới đây là nguyên văn từ kho."


def given_to(where: str, who: str) -> str:
    """The head of an office's duties."""
    return f"{where} giao {who}:"


def more_duties(left: int) -> str:
    """Duties that had no room."""
    return f"… và {left} việc khác."


def movements(count: int, plans: int, total: int) -> str:
    """How many movements, in how many plans of those looked through."""
    return f"Có {count} phong trào, nêu trong {plans} kế hoạch (đã xem {total} kế hoạch)."


def movement(quote: str, launched_by: str, place: str, n: int) -> str:
    """One movement in a plan's own words, and who launched it where the plan says so."""
    return f"«{quote}»{f' do {launched_by} phát động' if launched_by else ''} ({place}) [{n}]"


def more_movements(left: int) -> str:
    """Movements that had no room."""
    return f"… và {left} phong trào khác."


def more_plans(left: int) -> str:
    """Plans that speak and had no room."""
    return f"… và {left} kế hoạch khác cũng nêu."


def looked_through(told: int, total: int, silent: Sequence[str], what: str) -> str:
    """What a comparison looked through, and the plans that say nothing."""
    if not silent:
        return f"Đã xem {total} kế hoạch; cả {total} đều nêu."
    names = f": {', '.join(silent[:_NAMED])}{' …' if len(silent) > _NAMED else ''}"
    return f"Đã xem {total} kế hoạch; {told} kế hoạch nêu, {len(silent)} kế hoạch khác không nêu {what}{names}."

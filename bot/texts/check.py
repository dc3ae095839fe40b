"""What a check says: every sentence of a finding, its suggestion and its ground."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Finding, Severity

DECREE_30 = "Nghị định số 30/2020/NĐ-CP, Phụ lục I"
TWO_TIERS = "Luật số 72/2025/QH15; Nghị quyết số 203/2025/QH15: từ 01/7/2025 không còn cấp huyện"

RULES: dict[str, str] = {
    "stale_directive": "Văn bản viện dẫn không còn phù hợp",
    "unknown_directive": "Văn bản viện dẫn chưa có trong sổ",
    "citation_mismatch": "Viện dẫn sai",
    "anachronism": "Viện dẫn văn bản ban hành sau kế hoạch",
    "invalid_date": "Ngày không có thật",
    "ended_period": "Kỳ đã qua",
    "wrong_year": "Năm trái với kỳ kế hoạch",
    "dead_level": "Cấp hành chính không còn",
    "old_place": "Đơn vị hành chính không còn",
    "foreign_place": "Tên đơn vị khác",
    "duplicate_heading": "Trùng số mục",
    "heading_gap": "Nhảy số mục",
    "heading_mismatch": "Tiêu đề không khớp nội dung",
    "missing_part": "Thiếu phần",
    "blank_number_date": "Số, ngày để trống",
    "placeholder": "Chỗ cần bổ sung",
    "arithmetic": "Số liệu không khớp",
    "unit_mismatch": "Đơn vị tính không khớp",
    "ocr_or_typo": "Chữ viết, dấu câu",
    "inconsistent_name": "Cách gọi không thống nhất",
    "page_break": "Câu bị ngắt",
}
"""The rules, each with the heading a person sees."""


def times(count: int) -> str:
    """« (3 lần)» where something stands more than once."""
    return f" ({count} lần)" if count > 1 else ""


# --- numbering

DUPLICATE = "Số mục «{label}» đã dùng ở trên; hai mục cùng cấp mang một số."
DUPLICATE_FIX = "Đánh lại số: mục này là «{right}»."
AFTER_DUPLICATE = "Sau khi sửa số mục bị trùng ở trên, mục này phải là «{right}»."
GAP = "Số mục không liên tục: trước đó là «{before}», ở đây là «{label}»."
GAP_START = "Mục đầu tiên mang số «{label}»."
GAP_FIX = "Đánh lại là «{right}» hoặc bổ sung mục còn thiếu."
HOLDS_OTHER = "Tiêu đề ghi «{heading}» nhưng bên trong là {inside}."
HOLDS_OTHER_FIX = "Đổi tiêu đề thành «{right}»."
NOT_CAPITAL = "Tiêu đề cùng cấp viết in hoa, tiêu đề này viết thường."
COLON = "Tiêu đề cùng cấp có mục dùng dấu hai chấm, có mục không."
COLON_FIX = "Thống nhất một cách viết cho các tiêu đề cùng cấp."
GROWTH_NAME = "Tên chỉ tiêu là mức tăng nhưng con số là giá trị tuyệt đối ({value})."
GROWTH_NAME_FIX = "Ghi đúng tên chỉ tiêu (tổng giá trị) hoặc ghi mức tăng bằng %."
NO_DOT = "Thiếu dấu chấm sau số mục."
NO_SPACE = "Thiếu khoảng trắng sau số mục."

# --- parts

NO_HEAD = "Không thấy {missing} ở đầu văn bản (có thể rơi mất khi chuyển tệp)."
NO_HEAD_FIX = "Bổ sung {missing}."
NO_PART = "Không thấy phần «{part}»."
NO_PART_FIX = "Bổ sung phần «{part}» hoặc ghi tiêu đề cho phần này."
NO_RECIPIENTS = "Không thấy mục «Nơi nhận»."
NO_RECIPIENTS_FIX = "Bổ sung «Nơi nhận:» và danh sách nơi nhận, dòng cuối là «Lưu: VT, …»."
NO_TITLE = "Không thấy tên loại và trích yếu («KẾ HOẠCH», «Phát động …»)."
NO_TITLE_FIX = "Bổ sung tên loại và trích yếu nội dung."
NO_FILE = "Danh sách nơi nhận không có dòng «Lưu: VT, …»."
NO_FILE_FIX = "Thêm «- Lưu: VT, …»."
NO_SIGNER = "Không thấy chức vụ và họ tên người ký."
NO_SIGNER_FIX = "Bổ sung khối chữ ký: thẩm quyền, chức vụ, họ tên."
NO_BEHALF = "Khối chữ ký thiếu dòng «TM. ỦY BAN NHÂN DÂN» trước chức vụ."
NO_BEHALF_FIX = "Thêm «TM. ỦY BAN NHÂN DÂN» trên dòng chức vụ."
NO_END = "Nội dung chưa kết thúc bằng «./.»."
NO_END_FIX = "Thêm «./.» ở cuối nội dung."
NO_TARGETS = "Kế hoạch nhắc đến chỉ tiêu nhưng không nêu chỉ tiêu nào bằng số."
NO_TARGETS_FIX = "Bổ sung chỉ tiêu cụ thể, đo được."
NO_OWNER = "Nhiệm vụ không nêu cơ quan, người chịu trách nhiệm."
NO_OWNER_FIX = "Nêu chủ thể: «Giao …», «… chủ trì, phối hợp …»."
NO_DEADLINE = "Yêu cầu gửi hoặc báo cáo nhưng không nêu thời hạn."
NO_DEADLINE_FIX = "Bổ sung thời hạn cụ thể («trước ngày …»)."
VAGUE_DEADLINE = "Mốc thời gian chung chung, không kiểm tra được."
VAGUE_DEADLINE_FIX = "Ghi ngày, tháng cụ thể."
NO_MOVEMENT_OWNER = "Các phong trào khác đã giao đơn vị phụ trách, phong trào này chưa."
NO_MOVEMENT_OWNER_FIX = "Giao đơn vị chủ trì phong trào này."
NO_ISSUER = "Viện dẫn không nêu cơ quan ban hành."
NO_ISSUER_FIX = "Ghi tên cơ quan ban hành sau ngày («… của UBND …»)."
BLANK_NUMBER = "Số văn bản để trống."
BLANK_NUMBER_FIX = "Điền khi ban hành."
BLANK_DATE = "Ngày, tháng ban hành chưa đủ."
BLANK_BOTH = "Không có số, ký hiệu, địa danh và ngày, tháng, năm ban hành."
BLANK_BOTH_FIX = "Bổ sung «Số: …/KH-UBND» và «…, ngày … tháng … năm …»."
PLACEHOLDER = "Còn chỗ chưa điền."
PLACEHOLDER_FIX = "Điền nội dung hoặc bỏ câu này."

# --- arithmetic

SUM = "Các phần cộng lại là {got}, tổng ghi {want}."
BETWEEN = "Tỷ lệ chung {want}% nằm ngoài khoảng hai khu vực ({low}% - {high}%)."
SHARES = "Các tỷ trọng cộng lại là {got}%, không bằng 100%."
BALANCE = "{start} - {change} = {right}, văn bản ghi {written}."
BALANCE_UP = "{start} + {change} = {right}, văn bản ghi {written}."
BASES = "Số hộ và tỷ lệ không khớp: {one} suy ra tổng {base_one} hộ, {two} suy ra tổng {base_two} hộ."
DIRECTION_DOWN = "Ghi là giảm nhưng số sau ({end}) lớn hơn số trước ({start})."
DIRECTION_UP = "Ghi là tăng nhưng số sau ({end}) nhỏ hơn số trước ({start})."
OVER_100 = "Tỷ lệ lớn hơn 100%."
OTHER_VALUE = "Chỉ tiêu này đã ghi {before} ở {where}, ở đây ghi {now}."
UNITS = "Tổng tính bằng {total}, các phần tính bằng {parts}: không cộng được."
FIGURES_FIX = "Kiểm tra lại số liệu gốc."
UNITS_FIX = "Thống nhất đơn vị tính."

# --- years

PLAN_OVER = "Kỳ kế hoạch {period} đã qua{times}; dùng làm mẫu cho năm khác phải đổi."
PLAN_OVER_FIX = "Đổi sang kỳ kế hoạch mới."
YEAR_BEFORE = "Năm trước của kỳ kế hoạch đã qua{times}."
RANGE_OVER = "Giai đoạn {period} đã hết{times}."
RANGE_OVER_FIX = "Cập nhật theo kỳ mới (ví dụ giai đoạn 2026-2030), có căn cứ."
TERM_OVER = "Nhiệm kỳ {period} đã hết{times}."
CONGRESS_OVER = "Đại hội lần thứ {number} của Đảng thuộc nhiệm kỳ đã hết; Đại hội lần thứ {now} họp tháng 01/2026."
CONGRESS_FIX = "Dẫn Nghị quyết Đại hội đại biểu toàn quốc lần thứ {now} của Đảng."
MOVEMENT_OVER = "Phong trào này đã kết thúc hoặc hết kỳ{until}."
MOVEMENT_OVER_FIX = "Bỏ, hoặc thay bằng phong trào đang thực hiện."
WRONG_YEAR = "Năm {year} không khớp với kỳ kế hoạch {period}."
WRONG_YEAR_FIX = "Kiểm tra lại: năm {period}?"
WRONG_DATE = "Mốc {when} nằm ngoài kỳ kế hoạch {period}."
BEFORE_ISSUE = "Thời hạn {when} trước ngày ban hành kế hoạch ({issued})."
ISSUE_YEAR = "Ngày ban hành ({issued}) không khớp với kỳ kế hoạch {period}."

# --- writing

MISSPELT = "Nghi sai chữ: «{written}»."
NO_SYLLABLE = "«{written}» không phải âm tiết tiếng Việt (sai dấu hoặc dính chữ)."
COMMA = "Thiếu dấu phẩy giữa các thành phần liệt kê."
NO_COMMA = "Thừa dấu phẩy trong cụm từ cố định."
DOUBLE_WORD = "Lặp từ «{word}»."
TWO_AND = "Lặp «và» trong một chuỗi liệt kê."
MARKUP = "Ký hiệu định dạng còn sót."
DOTS = "Dấu ba chấm ở cuối khoản không cần thiết."
THOUSANDS = "Thiếu dấu phân cách hàng nghìn."
CAPITAL_AFTER = "Viết hoa sau dấu chấm phẩy."
CAPITAL = "Viết hoa không đúng chỗ."
CAPITALS_MIXED = "Viết hoa không thống nhất trong văn bản."
NO_SO = "Thiếu chữ «số» trước số hiệu văn bản."
QUOTE_OPEN = "Dấu ngoặc kép không đủ cặp."
BRACKET_OPEN = "Dấu ngoặc đơn không đủ cặp."
COMMA_AFTER_QUOTE = "Thừa dấu phẩy sau tên phong trào."
SEMICOLON_END = "Đoạn kết thúc bằng dấu chấm phẩy rồi xuống đoạn mới."
OLD_SPELLING = "Cách viết không thống nhất với quy định hiện hành («{right}»)."
BREAK = "Câu bị cắt bởi ngắt trang hoặc dòng trống."
BREAK_FIX = "Nối lại thành một đoạn."
BREAK_BLANK = "Khoảng trống thừa giữa hai mục."
BREAK_BLANK_FIX = "Xóa dòng trống thừa."

# --- names

COUNCIL = "Tên gọi chính thức là «Hội đồng Thi đua - Khen thưởng»."
CONFERENCE = "Nghị quyết của cấp ủy do Hội nghị Ban Chấp hành Đảng bộ ban hành."
NEW_STANDARD = "«Chuẩn mới» không rõ là chuẩn nào; ghi số hiệu văn bản quy định chuẩn."
FIELD_NAME = "Tên lĩnh vực theo Luật là «thi đua, khen thưởng»."
TWO_ORDERS = "Trong văn bản lẫn hai cách viết; cách viết nhiều hơn là «{right}»."
ABBREVIATION = "Viết tắt thường dùng là «{right}»."
ONLY_COMMUNES = "Chỗ khác ghi «các xã, phường», ở đây thiếu «phường»."
MOVEMENT_NAMES = "Chỗ khác gọi phong trào này là {other}."
ONE_NAME_FIX = "Thống nhất một cách gọi."
NAME_SPELT = "Nghi sai tên riêng: chỗ khác viết «{right}»{times}."

# --- places

DEAD_LEVEL = "Từ 01/7/2025 không còn cấp huyện (huyện, thị xã, thành phố thuộc tỉnh, thị trấn){times}."
DEAD_LEVEL_FIX = "Thay bằng cơ quan, đơn vị cấp xã hoặc cấp tỉnh hiện nay."
DEAD_POST = "Chức danh công chức cấp xã kiểu cũ; bộ máy cấp xã đổi từ 01/7/2025."
DEAD_POST_FIX = "Ghi tên phòng chuyên môn hiện nay của xã, phường (cần xác nhận)."
DEAD_PROVINCE = "«{old}» không còn là đơn vị hành chính cấp tỉnh{times}."
FORMER_PROVINCE = "«{old}» không còn từ năm {year} (chia tách, hợp nhất)."
DEAD_PROVINCE_FIX = "Nay là {new}."
DEAD_UNIT = "«{old}» không còn là đơn vị hành chính hiện nay{times}."
DEAD_UNIT_FIX = "Nay thuộc {new} (cần xác nhận)."
FOREIGN = "Kế hoạch của {own} nhưng ở đây ghi {other}; có thể do sao chép."
FOREIGN_FIX = "Kiểm tra: {own}?"

NAME_FIX = "Kiểm tra lại tên địa phương."

# --- citations

EXPIRED = "Văn bản đã hết hiệu lực{since}{by}."
HAS_SUCCESSOR = "Đã có văn bản mới cùng chủ đề: {new}."
PERIOD_OVER = "Văn bản đã hết kỳ{until}."
NOT_YET = "Văn bản chưa có hiệu lực vào ngày {on}."
STATE_UNKNOWN = "Chưa rõ hiệu lực của văn bản này."
STATE_UNKNOWN_FIX = "Xác minh trước khi ký."
SUBJECT_OVER = "Văn bản này cho kỳ {period}, đã qua."
SUBJECT_OVER_FIX = "Dẫn văn bản của kỳ kế hoạch mới."
SUCCESSOR_FIX = "Thay bằng {new}."
NOT_IN_REGISTER = "Chưa có trong sổ văn bản; không xác định được hiệu lực."
LAW_AMENDED = "Luật này đã được sửa đổi; viện dẫn đầy đủ: {law}."
SEE_REGISTER = "xem sổ văn bản"
LAW_BARE = "Không nêu số, năm của Luật; Luật hiện hành là {law}."
MISMATCH = "{what} ghi «{written}», sổ văn bản ghi «{right}»."
OTHER_NUMBER = "Sổ văn bản có {right} cùng ngày, cùng cơ quan; số ở đây ghi «{written}»."
SYMBOL_ISSUER = "Ký hiệu «{symbol}» là của {right}, không phải {written}."
LATER = "Văn bản ngày {date} ban hành sau kế hoạch ({issued})."
NO_SUCH_DAY = "Ngày {written} không có trong lịch."
DATE_FIX = "Kiểm tra lại ngày trên bản gốc."

# --- the report

SEVERITY: dict[Severity, str] = {"error": "LỖI", "warning": "CẦN XEM", "note": "GỢI Ý"}


def summary(findings: Sequence[Finding]) -> str:
    """«Tìm thấy 3 lỗi, 2 chỗ cần xem, 5 gợi ý.»"""
    if not findings:
        return "Không phát hiện vấn đề nào theo các quy tắc hiện có."
    n = {s: sum(f.severity == s for f in findings) for s in SEVERITY}
    return f"Tìm thấy {n['error']} lỗi, {n['warning']} chỗ cần xem, {n['note']} gợi ý."


ANNOTATED = "Bản soát của «{name}». {summary} Ghi chú ở lề; bảng tổng hợp ở cuối. Bản này để xem, không phải bản để ký."
TABLE_TITLE = "BẢNG TỔNG HỢP KẾT QUẢ SOÁT"
TABLE_HEAD = ("TT", "Mức", "Chỗ", "Trích", "Nhận xét, đề nghị")
AT_LINE = "dòng {line}"
FIX = "Đề nghị: {fix}"
GROUND = "Căn cứ: {ground}"

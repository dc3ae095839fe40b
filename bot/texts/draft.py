"""What a person reads while drafting."""

from __future__ import annotations

LAYOUT_GROUND = "Nghị định 30/2020/NĐ-CP, Phụ lục I"
LAYOUT = {
    "docx": "Tệp không phải văn bản Word (.docx).",
    "page": "Khổ giấy phải là A4 (210 × 297 mm), bản đứng.",
    "margins": "Định lề: trên, dưới 20-25 mm; trái 30-35 mm; phải 15-20 mm.",
    "font": "Phông chữ phải là Times New Roman.",
    "black": "Chữ phải màu đen.",
    "unicode": "Chữ phải theo bộ mã Unicode dựng sẵn (TCVN 6909:2001).",
    "motto": "Quốc hiệu: một dòng, in hoa, đứng, đậm, cỡ chữ 12-13.",
    "device": "Tiêu ngữ: một dòng, in thường, đứng, đậm, cỡ chữ 13-14.",
    "device-rule": "Dưới Tiêu ngữ có đường kẻ ngang nét liền, dài bằng dòng chữ.",
    "issuer": "Tên cơ quan ban hành: in hoa, đứng, đậm, cỡ chữ 12-13, vừa ô bên trái.",
    "issuer-rule": "Dưới tên cơ quan có đường kẻ ngang nét liền, dài bằng 1/3 đến 1/2 dòng chữ.",
    "number": "Số, ký hiệu: «Số:      /KH-…».",
    "date": "Địa danh và thời gian: «…, ngày … tháng … năm …», in nghiêng, cỡ chữ 13-14.",
    "title": "Tên loại và trích yếu: đặt giữa, đứng, đậm, cỡ chữ 13-14.",
    "title-rule": "Dưới trích yếu có đường kẻ ngang nét liền.",
    "body-size": "Nội dung: cỡ chữ 13-14.",
    "body-justified": "Nội dung được canh đều cả hai lề.",
    "body-indent": "Chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm.",
    "body-spacing": "Khoảng cách dòng từ đơn đến 1,5 dòng.",
    "end": "Nội dung kết thúc bằng «./.», đúng một lần.",
    "recipients": "«Nơi nhận:» cỡ 12 nghiêng đậm; các dòng cỡ 11; dòng cuối «Lưu: VT».",
    "signature": "Khối ký: in hoa, đứng, đậm, cỡ chữ 13-14; UBND ghi «TM. ỦY BAN NHÂN DÂN» trên chức vụ.",
    "signer": "Thiếu chỗ ghi họ và tên người ký.",
    "page-numbers": "Số trang đặt giữa lề trên, từ trang thứ hai.",
    "borders": "Bảng đầu và bảng cuối văn bản không có đường viền.",
    "dashes": "Đường kẻ phải là nét vẽ, không phải chuỗi ký tự.",
}

REGISTER = "sổ hiệu lực văn bản"
REQUEST = "yêu cầu của người soạn"
SURE = {
    "high": "độ chắc cao", "medium": "độ chắc vừa, cần kiểm tra lại", "low": "độ chắc thấp, cần kiểm tra lại",
    "unknown": "chưa rõ độ chắc, cần kiểm tra lại", "as cited in the plan": "chỉ theo kế hoạch cũ, cần kiểm tra lại",
}  # fmt: skip
GROUND_UNLISTED = (
    "«{cited}» không có trong sổ hiệu lực văn bản: giữ theo yêu cầu, hãy tự kiểm tra số, ngày và hiệu lực trước khi ký."
)
GROUND_SEVERAL = "«{cited}» có thể là nhiều văn bản: {which}. Chưa viện dẫn; hãy cho biết ngày ban hành."
GROUND_SUCCEEDED = (
    "{name} đã có văn bản mới: {new}. Bản thảo viện dẫn văn bản mới; chưa thấy văn bản nói {name} đã bị bãi bỏ."
)
GROUND_EXPIRED = "{name} đã hết hiệu lực{since}{new}. Bản thảo không viện dẫn văn bản này."
GROUND_OVER = "{name} là văn bản của giai đoạn {period}, đã hết kỳ (không đồng nghĩa với bị bãi bỏ){new}. Bản thảo không viện dẫn như văn bản đang áp dụng."
OWN_NUMBER = "Số «{number}» chưa ghi vào bản thảo: số và ngày để trống, văn thư ghi khi ban hành."
GROUND_NOT_YET = "{name} chưa có hiệu lực vào ngày {on}. Bản thảo chưa viện dẫn."
GROUND_UNKNOWN = "{name}: chưa rõ hiệu lực. Bản thảo chưa viện dẫn; hãy kiểm tra trước khi dùng."
GROUND_ENDING = "{name} hết hiệu lực từ {to} theo sổ hiệu lực văn bản ({certainty}): khi qua mốc này phải thay căn cứ."

SUM_NOT_100 = "Cơ cấu đã cho cộng lại là {total}%, không phải 100%: {text}. Giữ nguyên số liệu; hãy kiểm tra."
SUM_WRONG = (
    "Số liệu không khớp: {start} {sign} {change} = {due}, nhưng ghi {end} ({text}). Giữ nguyên số liệu; hãy kiểm tra."
)
OVER_100 = "Tỷ lệ {value} lớn hơn 100%: {text}. Hãy kiểm tra."
DATE_OFF = "Mốc «{what} {when}» không khớp với năm kế hoạch {year}: không đưa vào bản thảo, hãy kiểm tra lại."
DATE_BLANK = "Số và ngày ban hành để trống theo thể thức; «{what} {when}» không in vào bản thảo."
RESULT_OF = "«{text}»: số liệu năm {year}, không đưa vào chỉ tiêu năm {plan}."

WRONG_ENDING = "chỉ ghi được tệp {endings}, không ghi được «{path}»"
FACTS_ABSENT = "không có tệp số liệu này"
FACTS_NOT_TOML = "không phải TOML hợp lệ: {why}"
FACTS_NOT_XLSX = "không mở được như tệp Excel (.xlsx)"
FACTS_KEY = "khoá «{key}» không có; có: {known}"
FACTS_SHAPE = "[facts] phải là bảng chỉ tiêu = giá trị, [[duties]] là danh sách bảng who, what, when"

UNIT_ASK = "hãy cho biết xã, phường, đặc khu cần soạn"
UNIT_UNKNOWN = "«{unit}» chưa có trong danh mục đơn vị hành chính sau 01/7/2025: giữ như đã ghi, hãy kiểm tra tên."
NO_DISTRICT = "Cấp huyện không còn từ 01/7/2025: bản thảo không ghi tên huyện, quận, thị xã."
PROVINCE_MERGED = "Địa danh cũ: {old} nay thuộc {new} (từ 01/7/2025): bản thảo ghi {new}."
PROVINCE_WHICH = "Có {unit} ở nhiều tỉnh, thành phố ({provinces}). Bạn muốn soạn cho {unit} của tỉnh, thành phố nào?"
NAME_WHICH = "Tên không dấu có thể là {names}. Bạn muốn soạn cho đơn vị nào?"
THIS_ONE = "Bạn muốn soạn cho {unit}?"
WHICH_ONE = "Bạn muốn soạn cho xã, phường nào?"
PROVINCE_GONE = "Từ 01/7/2025 không còn {old}; nay là {new}. Bạn muốn soạn cho {new}?"
PROVINCE_FORMER = (
    "Không còn {old} (chia tách, hợp nhất từ năm {year}); địa bàn này nay thuộc {new}. Bạn muốn soạn cho đơn vị nào?"
)
OTHER_KIND = "Không có {said} trong danh mục đơn vị hành chính sau 01/7/2025; có {names}. Bạn muốn soạn cho đơn vị này?"
OFFICE_OF_DISTRICT = "{old} đã kết thúc hoạt động từ 01/7/2025: hãy kiểm tra tên hiện nay của «{unit}»."
ASSOCIATION = (
    "Chưa soạn được văn bản của Mặt trận, đoàn thể, hội ({unit}) vì có thể thức riêng: hiện chỉ soạn kế hoạch phát động thi "
    "đua của cơ quan hành chính theo Nghị định 30/2020/NĐ-CP. Có thể tìm và trích dẫn văn bản liên quan bằng câu hỏi."
)
TOWN_GONE = "Từ 01/7/2025 không còn thị trấn: {old} nay là {new}. {which}"
DISTRICT_GONE = (
    "Từ 01/7/2025 cấp huyện không còn, {old} đã kết thúc hoạt động. Địa bàn này nay gồm các xã, phường: {new}. {which}"
)
COMMUNE_GONE = "{old} không còn từ 01/7/2025 (đã sáp nhập); nay là {new}. {which}"
DEPARTMENT_GONE = "{old} không còn từ năm 2025 (đã hợp nhất); việc này nay thuộc {new}. Bạn muốn soạn cho {new}?"
DEPARTMENT_WHERE = "Chưa rõ {unit} của tỉnh, thành phố nào."

SKIP = "Bỏ qua"
WHOLE = "Cả kế hoạch"
SLOTS = {
    "unit": "Soạn cho đơn vị nào? (ví dụ: UBND xã …, tỉnh …)",
    "year": "Kế hoạch cho năm nào, hoặc giai đoạn nào?",
    "sections": "Soạn cả kế hoạch hay phần nào?",
    "theme": "Chủ đề thi đua là gì?",
    "facts": "Có chỉ tiêu nào đã được giao? Gõ hoặc dán bảng số liệu, mỗi chỉ tiêu một dòng.",
    "signer": "Ai ký kế hoạch? (họ và tên)",
}
NOT_YET = (
    "Chưa soạn được {paper}: hiện chỉ soạn kế hoạch phát động thi đua của cơ quan hành chính theo Nghị định "
    "30/2020/NĐ-CP. Có thể tìm và trích dẫn văn bản liên quan bằng câu hỏi."
)
PARTY_PAPER = (
    "Chưa soạn được văn bản của Đảng (thể thức theo Hướng dẫn 36-HD/VPTW): hiện chỉ soạn kế hoạch của cơ quan hành "
    "chính theo Nghị định 30/2020/NĐ-CP."
)
ASK_UNIT = "Soạn cho đơn vị nào? Hãy cho biết tên đơn vị và tỉnh, ví dụ: «UBND xã …, tỉnh …»."
NO_YEAR = "Chưa biết năm kế hoạch: để chỗ trống, căn cứ lấy theo ngày hôm nay."
DROPPED = "Đã bỏ {n} đoạn có số liệu hoặc địa danh không có căn cứ, hoặc viết cho cấp khác."
NO_PLANS = "Kho chưa có kế hoạch cũ dùng được cho phần này: bản thảo dùng câu mẫu, cần bổ sung."
CHECK_ROLES = "Tên phòng, ban được giao việc là gợi ý hoặc chỗ trống: cần xác nhận theo phân công của đơn vị."

NO_SECTION = "Bản thảo không có phần này."
NO_PARAGRAPH = "Phần này không có đoạn số {n}."
NO_FIGURES = "Chưa thấy số liệu trong yêu cầu: để chỗ trống, hãy gõ chỉ tiêu kèm con số."
NOT_FOUND = "Không thấy «{text}» trong phần này."
NOT_UNDERSTOOD = (
    "Chưa hiểu yêu cầu sửa. Có thể: ngắn hơn; trang trọng hơn; thêm chỉ tiêu …; thêm / bỏ căn cứ …; "
    "thay đoạn 2 bằng: …; bỏ đoạn 3; thêm đoạn: …; thay “…” bằng “…”."
)

NOTHING_ASKED = "hãy cho biết cần soạn gì: một câu yêu cầu, --unit, --facts hoặc --batch"
NO_SUCH_SECTION = (
    "không có phần «{name}»; có: can-cu, muc-dich-yeu-cau, noi-dung, chi-tieu, giai-phap, to-chuc-thuc-hien, noi-nhan"
)
NOT_WRITTEN = "không ghi được: {why}"
NOTHING_WRITTEN = "Chưa soạn được nên không ghi {path}: xem câu trả lời ở trên, bổ sung rồi chạy lại."
WRITTEN = "Đã ghi {path}"
NOT_READ = "không đọc được: {why}"
BAD_ROW = "dòng {n} không phải một đối tượng JSON {{id, request}}"
TODO_HEAD = "Còn thiếu:"
NOTES_HEAD = "Lưu ý:"
SHEET_TITLE = "PHIẾU NGUỒN"
SHEET_FOR = "Kèm bản thảo: {title}. Phiếu này chỉ để kiểm tra, không gửi cùng văn bản."
SHEET_COLUMNS = ("Phần, đoạn", "Nội dung trong bản thảo", "Căn cứ", "Nguyên văn, nơi trích")
SHEET_TODO = "Còn thiếu"
SHEET_NOTES = "Cần biết trước khi ký"
SHEET_NONE = "Không còn chỗ trống."
BASIS = {"source": "nguồn", "template": "câu mẫu", "user": "người soạn cho", "todo": "cần bổ sung"}
MATRIX_TITLE = "PHỤ LỤC\nBẢNG PHÂN CÔNG THỰC HIỆN"
MATRIX_OF = "(Kèm theo Kế hoạch số       /KH-{symbol} ngày      tháng      năm        của {unit})"
MATRIX_COLUMNS = ("TT", "Đơn vị thực hiện", "Nhiệm vụ", "Thời hạn", "Căn cứ")
MATRIX_SHEET = "Phân công"
NO_DEADLINE = "[CẦN BỔ SUNG: thời hạn]"

MODEL_WORDED = "Mô hình ngôn ngữ đã diễn đạt lại {n} đoạn; nội dung, số liệu, tên gọi đã đối chiếu với bản theo nguồn."
MODEL_KEPT = "Giữ nguyên văn {kept} đoạn: mô hình không sửa, hoặc bản sửa không qua đối chiếu."
MODEL_FAULT = "Không dùng được mô hình ngôn ngữ ({why}): các đoạn còn lại giữ nguyên văn theo nguồn."
NO_ACCENTS = "Chỉ tiêu gõ không dấu được giữ nguyên như đã gõ: hãy thêm dấu trước khi trình ký."
TWO_VALUES = "Một chỉ tiêu có hai số liệu mâu thuẫn: «{one}» và «{other}». Giữ nguyên cả hai; hãy kiểm tra."
DEADLINE_OFF = "Mốc «{when}» không khớp với năm kế hoạch {year}: hãy kiểm tra lại."

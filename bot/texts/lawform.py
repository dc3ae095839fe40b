"""What an editor reads while adding a row to the register or correcting one."""

from __future__ import annotations

KINDS = ("Luật", "Nghị định", "Thông tư", "Chỉ thị", "Quyết định", "Nghị quyết", "Kế hoạch", "Hướng dẫn")
LEVELS = ("trung ương", "đảng/trung ương", "tỉnh", "đảng/tỉnh", "xã", "đảng/xã")
READ_WHOLE = "Đã đọc bản gốc"
READ_COPY = "Đọc bản chép"
HEARD = "Mới thấy nơi khác dẫn"
SKIP = "Bỏ qua"
SAVE = "✅ Ghi vào sổ"
MORE = "✏️ Sửa mục khác"
CANCEL = "Thôi"
EDIT = "✏️ Sửa thông tin"
ADD = "➕ Thêm văn bản"
UNDO = "↩️ Hoàn lại"
LABELS: dict[str, str] = {
    "kind": "Loại văn bản",
    "number": "Số hiệu",
    "issuer": "Cơ quan ban hành",
    "date": "Ngày ban hành",
    "subject": "Trích yếu",
    "from": "Ngày có hiệu lực",
    "to": "Ngày hết hiệu lực",
    "period_to": "Kỳ áp dụng đến ngày",
    "replaces": "Thay cho văn bản",
    "replaced_by": "Bị thay bởi văn bản",
    "topics": "Chủ đề",
    "level": "Cấp",
    "asks": "Việc cần làm trong kế hoạch",
    "note": "Ghi chú",
    "sources": "Nguồn",
    "certainty": "Đã đọc văn bản chưa",
    "checked": "Kiểm tra lại hôm nay",
}
QUESTIONS: dict[str, str] = {
    "kind": "Loại văn bản nào?",
    "number": "Số hiệu đầy đủ, ví dụ 152/2025/NĐ-CP?",
    "issuer": "Cơ quan ban hành, ví dụ Chính phủ, UBND xã An Bình?",
    "date": "Ban hành ngày nào? Ví dụ 14/6/2025.",
    "subject": "Trích yếu, chép đúng như văn bản, ví dụ: về phát động thi đua năm 2027.",
    "from": "Có hiệu lực từ ngày nào? Bỏ qua nếu văn bản không ghi (sổ tạm tính từ ngày ký).",
    "to": "Ngày đầu tiên không còn hiệu lực? Ví dụ 01/3/2027.",
    "period_to": "Văn bản áp dụng cho một kỳ thì kỳ ấy hết ngày nào? Ví dụ 31/12/2030. Bỏ qua nếu không có kỳ.",
    "replaces": "Văn bản này thay cho số nào trong sổ? Bỏ qua nếu không thay văn bản nào.",
    "replaced_by": "Bị thay bởi số nào trong sổ? Văn bản ấy phải có trong sổ trước.",
    "topics": "Chủ đề, cách nhau bằng dấu phẩy, ví dụ: thi đua, nông thôn mới.",
    "level": "Văn bản của cấp nào?",
    "asks": "Kế hoạch phải làm gì theo văn bản này? Một câu ghi chú cho người soạn.",
    "note": "Ghi chú cho người đọc sổ?",
    "sources": "Nguồn: địa chỉ trang đăng văn bản, hoặc tên báo, công báo kèm ngày. Không có nguồn thì không ghi được.",
    "certainty": "Đã đọc văn bản ấy chưa?",
    "field": "Sửa mục nào của {name}?",
}
NEEDED = "Mục này bắt buộc. {question}"
NOT_A_DAY = "«{text}» không phải một ngày. Viết như 14/6/2025."
NOT_A_NUMBER = "«{text}» không phải số hiệu. Viết đủ, ví dụ 152/2025/NĐ-CP."
NOT_A_CHOICE = "Chọn một trong: {choices}."
NO_SUCH_ROW = "Sổ chưa có «{text}». Thêm văn bản ấy trước, hoặc bỏ qua."
WHICH_ROW = "«{text}» là số của nhiều văn bản trong sổ. Gõ lại kèm ngày, ví dụ: {example}."
NO_SOURCE = "Nguồn cần là một địa chỉ https://… hoặc tên báo, công báo kèm năm, ví dụ: Công báo tỉnh 12/6/2026."
ALREADY = "Sổ đã có {name}. Dùng «Sửa thông tin» ở văn bản ấy."
PREVIEW = "Xem lại trước khi ghi vào sổ. Hiệu lực do sổ tự tính từ các ngày đã khai:"
SAVED = "Đã ghi vào sổ (lần sửa số {n}): {name}."
UNDONE = "Đã hoàn lại lần sửa số {n}."
LAPSED = "Phần đang khai đã hết hạn hoặc đã thôi. Gõ /vanban để bắt đầu lại."
WHY = {
    "high": "Người của cơ quan đã đọc bản gốc.",
    "medium": "Người của cơ quan đọc bản chép.",
    "low": "Người của cơ quan mới thấy nơi khác dẫn.",
}
CHANGED = "{label}: {value}"
EMPTIED = "(để trống)"

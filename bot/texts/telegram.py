"""Every sentence the bot says in a chat, except answers and drafts themselves. Vietnamese, administrative, short."""

from __future__ import annotations

from retrieval import State

BADGES: dict[State | None, str] = {
    State.IN_FORCE: "🟢 còn hiệu lực",
    State.HAS_SUCCESSOR: "🟡 đã có văn bản mới",
    State.EXPIRED: "🔴 hết hiệu lực",
    State.PERIOD_OVER: "🟠 hết kỳ",
    State.NOT_YET: "🔵 chưa có hiệu lực",
    State.UNKNOWN: "⚪ chưa rõ hiệu lực",
    None: "",
}
MARKS = {"error": "🔴", "warning": "🟡", "note": "🔵"}
SEVERITY = {"error": "lỗi", "warning": "cần xem lại", "note": "lưu ý"}
ROLES = {"": "chưa được cấp quyền", "viewer": "người xem", "editor": "soạn thảo", "admin": "quản trị"}

AI_NOTICE = (
    "<i>Đây là trợ lý bằng máy (hệ thống trí tuệ nhân tạo, Luật số 134/2025/QH15), không phải cán bộ trả lời. "
    "Người sử dụng kiểm tra lại và chịu trách nhiệm về văn bản mình ban hành. "
    "Không gửi nội dung mật, dữ liệu cá nhân qua Telegram.</i>"
)
WELCOME = (
    "<b>Trợ lý kế hoạch phát động phong trào thi đua</b>\n"
    "Tôi trả lời từ văn bản của cơ quan, trích nguyên văn và chỉ rõ nơi trích; "
    "không có căn cứ thì tôi nói không có.\n\n"
    "• Gõ câu hỏi như nói với đồng nghiệp.\n"
    "• /soan để soạn kế hoạch, nhận tệp Word.\n"
    "• Gửi tệp dự thảo kèm /kiemtra để soát lỗi.\n"
    "• /vanban 34-CT/TW để xem văn bản còn hiệu lực không.\n\n"
)
TRY = "Thử ngay một câu:"
EXAMPLE_TARGET, EXAMPLE_OF_TARGET = "Chỉ tiêu", "Chỉ tiêu {i} của {u} năm {p}?"
DOCUMENT = "Văn bản"
EXAMPLES = (
    ("Thời hạn", "Hạn gửi báo cáo phát động thi đua là khi nào?"),
    ("Hiệu lực", "Chỉ thị số 34-CT/TW còn hiệu lực không?"),
)
HELP_HEAD = "<b>Các lệnh</b> (gõ có dấu cũng được: /hỏi, /soạn…)"
HELP_TAIL = (
    "\nTrả lời (reply) vào một câu cũ để hỏi tiếp về đúng câu đó. Sửa câu hỏi đã gửi thì tôi hỏi lại trước khi trả lời."
    "\nTệp: .docx, .pdf, .txt, .md, tối đa 20 MB."
)
GROUP_HELP = "Trong nhóm: gõ /hoi kèm câu hỏi, hoặc trả lời (reply) vào tin của tôi. Soạn thảo và gửi tệp: nhắn riêng."

STRANGER = (
    "Trợ lý này chỉ phục vụ người được cơ quan cấp quyền. Số định danh của bạn: <code>{id}</code>. "
    "Hãy gửi số này cho người quản trị để nhận liên kết mời."
)
INVITED = "Đã cấp quyền: <b>{role}</b>."
INVITE_BAD = "Liên kết mời không đúng, đã dùng hoặc đã hết hạn. Hãy xin người quản trị liên kết mới."
NEED_ROLE = "Việc này cần quyền <b>{role}</b>; bạn đang là <b>{mine}</b>. Hãy liên hệ người quản trị."
PRIVATE_ONLY = "Việc này chỉ làm trong cuộc trò chuyện riêng."
OPEN_PRIVATE = "Mở trò chuyện riêng"
UNKNOWN_COMMAND = "Không có lệnh này. Gõ /trogiup để xem các lệnh."
NOT_MINE = "Nút này của người hỏi."
TOO_OLD = "Nút đã quá hạn. Hãy gửi lại câu hỏi."
UNSUPPORTED_VOICE = "Tôi chưa hỗ trợ tin nhắn thoại, video. Xin gõ câu hỏi bằng chữ."
UNSUPPORTED = "Tôi chưa hỗ trợ loại tin này. Xin gõ câu hỏi hoặc gửi tệp .docx, .pdf, .txt."
ASK_EMPTY = "Xin gõ câu hỏi sau lệnh, ví dụ: /hoi Hạn gửi báo cáo là khi nào?"

BUSY = "Đang xử lý câu trước; còn {n} câu chờ, tôi trả lời lần lượt. Gõ /huy để dừng."
FULL = "Có quá nhiều câu đang chờ nên câu này chưa được nhận. Xin gửi lại sau."
STOPPED = "Đã dừng{n}."
NOTHING_TO_STOP = "Không có việc nào đang làm."
FRESH = "Bắt đầu cuộc mới. Các câu trước không còn được dùng làm ngữ cảnh."
LAPSED = "<i>(Cuộc hỏi mới: câu trước đã lâu nên không dùng làm ngữ cảnh.)</i>\n"
AGAIN = "<i>(gửi lại: máy vừa khởi động lại, câu trả lời này có thể trùng)</i>\n"
FAILED = (
    "Xin lỗi, tôi gặp lỗi khi xử lý việc này. Mã lỗi: <code>{id}</code>. "
    "Hãy thử lại; nếu còn lỗi, báo mã này cho người quản trị."
)
GAVE_UP = "Một việc của bạn đã làm máy dừng hai lần nên được gác lại. Mã: <code>{id}</code>."
UNCERTAIN = "Mạng chập chờn: có thể một phần chưa tới."
RESEND = "Gửi lại phần đó"
QUOTA = "Hôm nay bạn đã hỏi đủ {n} câu. Hạn mức tính lại từ 0 giờ ngày mai."
EDITED = "Bạn vừa sửa câu hỏi. Hỏi lại theo câu mới?"
ASK_AGAIN = "Hỏi lại"
DOWN = "Trợ lý đang bảo trì, xin thử lại sau ít phút."

NO_GROUNDS = "Tôi không tìm thấy căn cứ đủ chắc trong kho văn bản để trả lời câu này."
NEAREST = "Gần nhất trong kho:"
SOURCES = "Nguồn"
UNDERSTOOD = "Đang hiểu"
CHANGE_CONTEXT = "✏️ Ngữ cảnh"
CONTEXT_ASK = (
    "Hãy gõ phần cần đổi, ví dụ: «xã An Bình», «năm 2025». Tôi sẽ hỏi lại câu trước với phần đó. /huy để thôi."
)
BY_MODEL = "<i>Câu chữ do mô hình ngôn ngữ diễn đạt; số liệu và trích dẫn đã được đối chiếu với nguồn.</i>"
REGISTER = "sổ văn bản"
REGISTER_AT = "theo sổ văn bản, kiểm tra ngày {date}"
GOOD, BAD = "👍 Đúng", "👎 Chưa đúng"
REPEAT = "🔁 Hỏi lại"
DRAFT_THIS = "✍️ Soạn mục này"
DRAFT_PART, DRAFT_FOR = "Soạn phần {part} của kế hoạch phát động phong trào thi đua", " cho {unit}"
DRAFT_PARTS: dict[str, str] = {
    "target": "chỉ tiêu", "requirement": "mục đích, yêu cầu", "duty": "tổ chức thực hiện",
    "deadline": "tổ chức thực hiện", "theme": "nội dung", "movement": "nội dung", "directive": "căn cứ",
    "applies": "căn cứ",
}  # fmt: skip
FILE_OF = "📄 Nguồn {n}"
COPY = "📋 Chép dẫn nguồn"
REWORDING = "<i>✍️ Nguyên văn từ kho; đang diễn đạt lại…</i>"
ANSWER_FILE = "Trả lời {n}.docx"
ANSWER_TITLE = "TRẢ LỜI KÈM NGUỒN"
ANSWER_ASKED, ANSWER_QUESTION, ANSWER_SAID = "Ngày trả lời: {day}", "Câu hỏi", "Trả lời"
ANSWER_SOURCES, ANSWER_REGISTER = "Nguồn", "Theo sổ văn bản"
ANSWER_NOTICE = (
    "Máy trả lời từ kho văn bản của cơ quan, không phải văn bản hành chính; người sử dụng đối chiếu lại trước khi dẫn."
)
THANKS = "Đã ghi nhận, cảm ơn bạn."
WHY = "Sai ở đâu? Chọn hoặc gõ lý do (hoặc /huy)."
REASONS = ("Sai số liệu", "Sai văn bản", "Văn bản đã cũ", "Không đúng ý hỏi")
NO_ORIGINAL = "Không tìm thấy tệp gốc của văn bản này."
SETTLED = "<i>Câu trả lời đã được người quản trị xác nhận ngày {date}.</i>"

STATUS = (
    "<b>Tình trạng</b>\nVai trò: {role}\nĐơn vị: {unit}\nĐã hỏi hôm nay: {used}/{limit}\nĐang chờ: {waiting}\n"
    "Kho văn bản: {documents} văn bản\nMô hình ngôn ngữ: {model}\nPhiên bản: {version}"
)
NO_MODEL = "không dùng (mọi câu chữ lấy từ văn bản)"
WIPE_ASK = (
    "Xoá câu hỏi, câu trả lời, bản soạn và tệp bạn đã gửi? Việc này không hoàn lại được. "
    "Vai trò và nhật ký quản trị được giữ."
)
WIPE_YES, WIPE_NO = "Xoá hết", "Không xoá"
WIPED = "Đã xoá {n} mục dữ liệu của bạn trên máy này. Tin nhắn trong Telegram do bạn tự xoá."
KEPT = "Không xoá gì."
UNIT_ASK = "Gõ đơn vị của bạn, ví dụ: /donvi UBND xã An Bình"
UNIT_SET = "Đã ghi đơn vị của bạn: <b>{unit}</b>."

LAW_ASK = "Gõ số hiệu hoặc chủ đề, ví dụ: /vanban 34-CT/TW"
LAW_EDIT = "Người soạn thảo có thể bổ sung, sửa thông tin của sổ:"
NO_REGISTER_FILES = "Sổ văn bản ở đây chỉ để đọc."
CHECKED = "kiểm tra ngày {date}"


def fault(sentence: str) -> str:
    """A clean sentence of ours as a reply."""
    return f"⚠️ {sentence}" + ("" if sentence.endswith((".", "!", "?", "…", "»")) else ".")


CHECK_ASK = "Hãy gửi tệp dự thảo (.docx, .pdf, .txt) hoặc dán toàn văn vào đây. /huy để thôi."
CHECK_CLEAN = "<b>{name}</b>: không phát hiện lỗi theo các quy tắc đang có. Vẫn cần người soát lại trước khi ký."
CHECK_MORE = "… và {n} điểm nữa trong tệp kèm chú thích."
CHECK_FILE = "Bản có chú thích tại chỗ."

STOP = "⏹ Dừng"
SEARCHING = "Đang tìm trong kho văn bản…"
DRAFTING = "Đang soạn…"
CHECKING = "Đang soát…"
READING = "Đang đọc tệp…"

NO_CASES = "Không có góp ý nào chưa xử lý."
CASE = "<b>Góp ý {id}</b>\nHỏi: {question}\n<blockquote expandable>{answer}</blockquote>\nLý do: {reason}"
SETTLE, CLOSE = "✅ Ghi câu trả lời đúng", "Đóng"
CASE_CLOSED = "Đã đóng góp ý."
SETTLE_TEXT = "Gõ câu trả lời đúng. Câu hỏi này về sau được trả lời bằng đúng câu đó."
SETTLE_SOURCE = "Câu đó dựa vào văn bản nào trong kho? Gõ tên tệp hoặc số hiệu, kèm điều, khoản, mục."
SETTLE_NO_SOURCE = (
    "Không thấy văn bản đó trong kho. Không có nguồn thì không ghi; gõ lại tên tệp hoặc số hiệu, hoặc /huy."
)
SETTLED_NOW = "Đã ghi câu trả lời kèm nguồn."
STATUS_ADMIN = "Hộp thư: {new} chờ, {done} xong, {dead} gác lại. Góp ý chưa xử lý: {cases}"
DUE_NONE = "Không có việc nào đến hạn trong 60 ngày tới theo kho văn bản."
DUE_HEAD = "<b>Việc sắp đến hạn</b>"
DUE_LINE = "• <b>{on}</b> (còn {left} ngày): {what}\n  <i>{source}</i>"
DUE_TODAY = "• <b>{on}</b> (hôm nay): {what}\n  <i>{source}</i>"

PEOPLE_HEAD = "<b>Người dùng</b> ({n})"
PERSON_LINE = "<code>{id}</code> {name}: {role}{spaces}{off}"
INVITE_ASK = "Chọn vai trò của người được mời:"
INVITE_LINK = (
    "Liên kết mời <b>{role}</b>, đọc {spaces}; dùng một lần, hết hạn sau 24 giờ:\n<code>{link}</code>\n"
    "Chỉ gửi riêng cho người đó."
)
INVITE_SPACES = "Mời làm <b>{role}</b>. Người này được đọc kho nào? Chọn, hoặc gõ tên kho (cách nhau bằng dấu phẩy)."
INVITE_OPEN = "Lời mời chưa dùng: <b>{role}</b>, đọc {spaces}, hết hạn {until}."
UNINVITE, UNINVITED = "Hủy lời mời", "Đã hủy lời mời; liên kết đó không dùng được nữa."
UNINVITE_LATE = "Lời mời này đã dùng hoặc đã hết hạn."
SPACE_ALL, SPACE_COMMON, SPACE_ONE = "Tất cả kho", "Chỉ kho chung", "Kho chung và «{space}»"
SPACE_ALL_SAID, SPACE_COMMON_SAID = "tất cả kho", "chỉ kho chung"
SPACES_BAD = "Tên kho không hợp lệ, hoặc kho đó bạn không được đọc."
COPY_LINK = "📋 Chép liên kết"
REVOKED = "Đã thu hồi quyền của <code>{id}</code>."
NOT_REVOKED = "Người này là quản trị trong cấu hình; chỉ thu hồi được ở config.toml."
ROLE_SET = "<code>{id}</code> nay là <b>{role}</b>."
REVOKE = "Thu hồi"
GROUP_ON = "Đã cho phép trợ lý trả lời trong nhóm này. Tin trong nhóm đi qua Telegram: không trao đổi nội dung mật."
GROUP_OFF = "Trợ lý không trả lời trong nhóm này nữa."
GROUP_LIST = "<b>Nhóm được phép</b>"
GROUP_HOW = "Vào nhóm cần cho phép, gõ /nhom (hoặc «/nhom tắt» để thôi)."
GROUP_NOT_ALLOWED = "Nhóm này chưa được người quản trị trợ lý cho phép, tôi xin rời nhóm."
GROUP_WAIT = "Trợ lý đã vào nhóm. Gõ /nhom để cho phép trả lời ở đây."
LOG_HEAD = "<b>Nhật ký quản trị</b>"

BACK, CANCEL = "⬅ Quay lại", "✖ Hủy"
UNIT, YEAR, THEME, SIGNER = "Đơn vị", "Năm", "Chủ đề", "Người ký"
LEFT_OPEN = "để trống, ghi [CẦN BỔ SUNG]"
DRAFT_WISH = "Cần soạn gì? Ví dụ: «Soạn kế hoạch thi đua năm 2027 cho xã An Bình, tỉnh Vĩnh Long». /huy để thôi."
DRAFT_CHOOSE = (
    "Bấm một nút của dàn ý ở trên; hoặc nhắn «bỏ giải pháp», «thêm chỉ tiêu», «chỉ tiêu trước nội dung» để sửa dàn ý; "
    "/huy để thôi."
)
DRAFT_LAPSED = "Phiếu soạn này đã đóng. Gõ /soan để bắt đầu lại."
DRAFT_GONE = "Không còn bản soạn này."
OUTLINE_HEAD = "<b>Dàn ý</b>"
DRAFT_ALL, DRAFT_WANTED = "✍️ Soạn toàn bộ", "✍️ Soạn phần này"
DRAFT_SEE = "<i>Xem, sửa từng mục bằng nút dưới đây; tệp Word và Phiếu nguồn gửi kèm.</i>"
DRAFT_CAPTION = "Dự thảo theo thể thức Nghị định 30/2020/NĐ-CP. Máy soạn, người ký chịu trách nhiệm."
TODO_LEFT = " Còn {n} chỗ cần bổ sung."
TODO_HEAD = "Còn {n} chỗ cần bổ sung:"
PICTURE_CAPTION, PICTURE_NAME = "Trang 1 của dự thảo: {title}", "trang-1.png"
SHEET_CAPTION = "Phiếu nguồn: từng đoạn dựa vào đâu."
BASIS = {"source": "trích nguồn", "template": "theo mẫu", "user": "do bạn cung cấp", "todo": "cần bổ sung"}
DOCX, REVIEW, REVISE = "📥 Xuất .docx", "Gửi lãnh đạo xem", "✏️ Sửa mục này"
UNREVISED = "Đã trở về bản trước lần sửa này:"
NO_EARLIER = "Đây là bản đầu tiên, không còn bản nào trước đó."
REVISE_ASK = "Cần sửa thế nào? Ví dụ: «ngắn lại», «thêm chỉ tiêu nông thôn mới: 15 tiêu chí»."
REVIEW_WHO = "Gửi ai xem?"
REVIEW_NOBODY = "Chưa có ai khác được cấp quyền đọc các văn bản này."
REVIEW_CAPTION = "<b>{name}</b> gửi xem dự thảo: {title}"
REVIEW_SENT = "Đã gửi."
REVIEW_UNREACHED = "Người này chưa mở trợ lý hoặc đã chặn, chưa gửi được."
APPROVE, COMMENT = "✅ Đồng ý", "💬 Góp ý"
COMMENT_ASK = "Gõ góp ý của bạn."
APPROVED = "✅ {name} đã đồng ý dự thảo «{title}» ngày {day}."
RETURNED = "💬 {name} góp ý dự thảo «{title}» ngày {day}:\n<blockquote>{comment}</blockquote>"
VERDICT_KEPT = "Đã chuyển ý kiến của bạn."

FILE_TOO_BIG = "Tệp {name} lớn hơn 20 MB nên Telegram không cho tải. Xin gửi tệp nhỏ hơn."
FILE_LOST = "Telegram không cho tải tệp {name}. Xin gửi lại."
FILE_EMPTY = "Tệp {name} rỗng."
FILE_READ = "<b>{name}</b>: đã đọc."
FILE_KNOWN = "Tệp này đã có trong kho: {name}."
FILE_REPLACES = "Trong kho đã có tệp cùng tên; thêm vào sẽ thay bản cũ."
DOUBTS = "Cần xem lại:"
WHAT_TO_DO = "Làm gì với tệp này?"
DO_CHECK, DO_ADD, DO_META, DO_DROP = "🔎 Soát dự thảo", "➕ Thêm vào kho", "✏️ Sửa thông tin", "✖ Hủy"
ADD_ASK = "Hãy gửi tệp cần thêm vào kho (.docx, .pdf, .txt, .md)."
ADDED = "Đã thêm <b>{name}</b> vào kho. Có thể hoàn tác trong 10 phút."
REPLACED = "Đã thêm <b>{name}</b> vào kho, thay bản cũ. Trong 10 phút có thể hoàn tác để lấy lại bản cũ."
UNDO = "↩ Hoàn tác"
UNDONE = "Đã hoàn tác: {name}."
UNDO_LATE = "Đã quá 10 phút, không hoàn tác được. Dùng /xoa để rút khỏi kho."
UNDO_CHANGED = "Từ lúc đó tệp trong kho đã thay đổi nên không hoàn tác được. Xem /kho."
DROPPED = "Đã bỏ tệp, không giữ lại gì."
META_ASK = "Gõ tên tệp mới, hoặc «kho: tên-kho» để đặt vào kho riêng (để «kho: chung» là kho chung)."
META_BAD = "Tên không hợp lệ, hoặc bạn không được đặt vào kho này."
UPLOAD_GONE = "Không còn tệp này; xin gửi lại."
PASTED = "van-ban-dan-{n}.txt"
KHO_HEAD = "<b>Kho văn bản</b> ({n} văn bản{what}), trang {page}/{pages}"
KHO_NONE = "Kho chưa có văn bản nào như vậy."
NEXT, PREVIOUS = "Trang sau ▶", "◀ Trang trước"
WITHDRAW_ASK = "Gõ /xoa kèm tên tệp hoặc số hiệu cần rút khỏi kho."
WITHDRAW_WHICH = "Rút văn bản nào khỏi kho?"
WITHDRAWN = "Đã rút <b>{name}</b> khỏi kho. Có thể hoàn tác trong 10 phút."
LAPSES = "Hết hiệu lực: {line}"
REMIND_ON = "Đã bật: mỗi sáng tôi nhắc việc đến hạn trong 7 ngày tới, mỗi việc một lần. «/nhac tắt» để thôi."
REMIND_OFF = "Đã tắt nhắc việc."

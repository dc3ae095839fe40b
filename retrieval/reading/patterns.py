"""Every regex of numbering, headers and names, each with a line it matches and a near miss."""

from __future__ import annotations

import re

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

UNIT_KINDS = "tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu"

# --- numbering of plans ---------------------------------------------------------------------------

# «II. NỘI DUNG», «III.Tổ chức», «IV/ KINH PHÍ», «V: …», «IIII. …» (a miscount); not «I bao gồm», not «VIP.»
ROMAN = re.compile(rf"(?P<label>X{{0,3}}(?:IX|IV|V?I{{1,5}}|V|X)|X{{1,3}})\s?[./):-]\s*(?=[{UPPER}“\"(]|$)")
# «I MỤC ĐÍCH, YÊU CẦU»: a Roman number without its dot; taken only before a heading, as the next of its list
BARE_ROMAN = re.compile(rf"(?P<label>I{{1,3}}|IV|VI{{0,3}}|IX|X)\s+(?=[{UPPER}]{{2}})")
# «A. PHẦN CHUNG», «A/ MỤC ĐÍCH», «B - NỘI DUNG»; not «A) », not «TP. Huế», not «A - Bình»
CAPITAL = re.compile(rf"(?P<label>[A-HK-U])(?:\.\s+(?=[{UPPER}])|(?:/|\s?[-–:])\s*(?=[{UPPER}]{{2}}))")
# «1.1. Các cấp», «2.3 Tăng cường», «1.1.2.Thi đua», «2.1- Phong trào» (a Party paper);
# not «1.525,59 tỷ», not «1.189 ha»
DECIMAL = re.compile(rf"(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:[.)]\s*|\s?[-–]\s+|/?\s+)(?=[{UPPER}“\"(])")
# «I.1. Mục đích», «II.2.1 Chỉ tiêu»: the section's number before the item's
SECTIONED = re.compile(
    rf"(?:IX|IV|V?I{{1,3}}|V|X)\.(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}})(?:[.)]\s*|\s+)(?=[{UPPER}“\"(])"
)
# «3.Tiếp tục», «1. Mục đích», «2/ Yêu cầu», «1: Mục đích», «1) », «1- Mục đích» (a Party paper), «2) 100 % hộ»,
# «3. 05 mô hình», «5. 12/12 trường», «6. 1.200 lao động»;
# not «10.000 dân», not «19/CT-TTg», not «1.525,59»
ARABIC = re.compile(
    rf"(?P<label>\d{{1,3}})(?:\.|\)|/(?=\s)|:(?=\s+[{UPPER}])|\s?[-–](?=\s+[{UPPER}“\"]))\s*"
    rf"(?=[{UPPER}{LOWER}“\"(/*+≥≤]|\d+(?:,\d+)?\s?%|(?<=\s)(?:\d{{1,4}}|\d{{1,3}}(?:\.\d{{3}})+|\d+,\d+)"
    rf"(?:/\d+)?\s+[{LOWER}]|$)"
)
# «7 Giao phòng Y tế»: a number without its dot; taken only where it is the next one of its list
BARE_NUMBER = re.compile(rf"(?P<label>\d{{1,2}})\s+(?=[{UPPER}])")
# «a) Đề nghị», «đ) Xét», «a1) », «<pa) » (a torn tag); not «xa) », not «a» alone
LETTER = re.compile(r"(?:<p)?(?P<label>[a-zđ](?:\.?\d{1,2})?)\s?\)\s*")
# «a. Tập thể», «a- Tập thể»; not «a.b»
LETTER_DOT = re.compile(rf"(?P<label>[a-zđ](?:\.?\d{{1,2}})?)[./-]\s+(?=[{UPPER}])")
# «ii) », «iii) », «ii. Nâng cao»: below a point
SMALL_ROMAN = re.compile(rf"(?P<label>i{{2,3}}|iv|vi{{1,3}}|ix)(?:\)\s*|[./]\s+(?=[{UPPER}]))")
# «(1) 100% số người», «(ii) Du lịch»; not «(1A, 1G)»
PAREN = re.compile(r"\((?P<label>\d{1,2}|[a-zđ]|i{2,3}|iv|vi{1,3}|ix)\)\s*")
# «- Tiếp tục», «– Chủ trì», «+ Đối với», «* Về kinh tế», «• »; not «-5°C», not «--»
DASH = re.compile(rf"(?P<mark>[-–—−•▪●♦◦·*+■□○◆❖►➢➤✓✔\uf0b7\uf0a7\uf0d8])\s*(?=[{UPPER}{LOWER}\d“\"‘'(\[<≥≤>])")

# --- numbering of law -----------------------------------------------------------------------------

# «Điều 13a. Hồ sơ», «Điều 4: Hình thức», «Điều 7.» and «Điều 7» alone; not «Điều 9 Quyết định số», not «Điều 5, Luật»
DIEU = re.compile(r"[ĐÐ]i[ềê]u\s+(?P<label>\d{1,4}[a-zđ]{0,2})\s*(?:[.:]|$)", re.IGNORECASE)
# «1. Hình thức», «2a. …», «1- Hình thức» (laws of the nineties); not «1.525», «2020 - 2025»
KHOAN = re.compile(rf"(?P<label>\d{{1,3}}[a-zđ]?)(?:\.\s*(?!\d)|\s?[-–]\s+(?=[{UPPER}]))")
# «Chương II», «CHƯƠNG 3: …»; not «Chương trình»
CHUONG = re.compile(r"(?:Chương|CHƯƠNG)\s+(?P<label>[IVXLC]+|\d{1,2})\b[.:]?\s*")
# «Mục 2. Hồ sơ», «MỤC 1»; not «Mục tiêu», not «Mục III Kế hoạch này»
MUC = re.compile(rf"(?:Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+(?P<label>\d{{1,2}}|[IVX]+)(?:[.:]\s*|\s*$|\s+(?=[{UPPER}]{{2}}))")
# «Phần thứ nhất», «PHẦN II.»; not «Phần đấu»
PHAN = re.compile(r"(?:Phần|PHẦN)\s+(?P<label>[IVX]+|\d{1,2}|(?:thứ|THỨ)\s+\S+)(?:[.:]\s*|\s*$)", re.IGNORECASE)

# «| 5.1 | Đơn vị đạt tỷ lệ |», «| I | NHÓM XÃ |»: a numbered row of a table in an appendix; not «| STT | TIÊU CHÍ |»
ROW = re.compile(r"\|\s*(?P<label>[IVX]{1,4}|\d{1,3}(?:\.\d{1,2}){0,2})\.?\s*\|")

# «* Cẩm Thành, ngày 05 tháng 02 năm 2026»: the star under the head of a Party paper; «- Căn cứ Luật …»: no item
NO_ITEM = re.compile(
    r"[-–—*+]\s+(?:(?:Căn cứ|Xét đề nghị|Theo đề nghị)\s|Thực hiện\s+(?:Luật|Nghị định|Nghị quyết|Chỉ thị|Quyết định|"
    rf"Kế hoạch|Thông tư|Công văn|Hướng dẫn|Kết luận|Chương trình)\s|[{UPPER}][{LOWER}{UPPER} ]{{1,30}},\s+ngày\s)"
)

# --- zones ----------------------------------------------------------------------------------------

RECIPIENTS = re.compile(r"N[ơo]i\s+nh[ậâ]n\s*:?\s*", re.IGNORECASE)
APPENDIX = re.compile(
    r"(?P<label>(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu mẫu|MẪU|Mẫu)(?:\s+(?:số\s+|SỐ\s+)?(?:\d{1,3}|[IVX]+|"
    r"[A-E])(?=[\s.:/-]|$))?)\s*[.:-]?\s*$|"
    r"(?P<head>PHỤ LỤC(?:\s+(?:số\s+|SỐ\s+)?(?:\d{1,3}|[IVX]+|[A-E])(?=[\s.:/-]|$))?)"
)
# «CHỦ TỊCH», «KT. CHỦ TỊCH», «TM. ỦY BAN NHÂN DÂN», «Q. GIÁM ĐỐC»
ON_BEHALF = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T\.M|K\.T)\.?\s+\S")
OFFICE_TITLE = re.compile(
    r"(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\.?\s+)*"
    r"(?:QUYỀN\s+)?(?:PHÓ\s+)?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|"
    r"TRƯỞNG\s+\S+|CHÁNH\s+\S+|HIỆU TRƯỞNG|VIỆN TRƯỞNG|TỔNG CỤC TRƯỞNG|THỐNG ĐỐC|CHI CỤC TRƯỞNG|ỦY VIÊN|UỶ VIÊN)\b",
)
ON_BEHALF_OR_TITLE = re.compile(rf"{ON_BEHALF.pattern}|{OFFICE_TITLE.pattern}")
PERSON_NAME = re.compile(rf"[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]+){{0,4}}\s+[{UPPER}][{LOWER}]*$")

# --- header ---------------------------------------------------------------------------------------

KINDS = (
    "KẾ HOẠCH LIÊN TỊCH", "KẾ HOẠCH", "CHỈ THỊ", "QUYẾT ĐỊNH", "NGHỊ QUYẾT", "NGHỊ ĐỊNH", "THÔNG TƯ LIÊN TỊCH",
    "THÔNG TƯ", "THÔNG BÁO", "HƯỚNG DẪN", "CÔNG VĂN", "BÁO CÁO", "KẾT LUẬN", "QUY CHẾ", "QUY ĐỊNH", "CHƯƠNG TRÌNH",
    "ĐỀ ÁN", "TỜ TRÌNH", "LUẬT", "PHÁP LỆNH", "HIẾN PHÁP", "CÔNG ĐIỆN", "PHƯƠNG ÁN", "LỜI KÊU GỌI", "GIẤY MỜI",
    "BIÊN BẢN", "PHÁT ĐỘNG THI ĐUA", "THƯ KÊU GỌI",
)  # fmt: skip
KIND_LINE = re.compile(rf"(?P<kind>{'|'.join(KINDS)})(?:\s*:?\s*$|\s+(?P<rest>[{UPPER}].*[{LOWER}].*))")
NUMBER_LINE = re.compile(r"S[ốỐ]\s*:?\s*(?P<raw>[\d\s.…_]*[a-z]?\s*[-/]\s*[A-ZĐ\dƯa-zđ][^\s,;]*(?:\s?-\s?[A-ZĐ]\S*)?)")
PLACE_DATE = re.compile(
    rf"(?P<place>[{UPPER}][\w.’' -]{{1,40}}?)\s*,\s*(?P<raw>ngày\s*(?:(?P<d>[\d.…_ ]{{0,8}}?)\s*"
    r"tháng\s*(?P<m>[\d.…_ ]{0,8}?)\s*năm\s*(?P<y>\d{4}|[\d.…_ ]{0,8})|"
    r"(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4})))",
    re.IGNORECASE,
)
# the same without a comma or a place, where nothing else can stand: «Phú An ngày 05 tháng 01 năm 2026», «ngày 5/1/2026»
BARE_DATE = re.compile(
    rf"(?:(?P<place>[{UPPER}][{LOWER}’']*(?:[ -][{UPPER}][{LOWER}’']*){{0,4}})\s+)?(?P<raw>[Nn]gày\s*(?:"
    r"(?P<d>[\d.…_ ]{1,8}?)\s*tháng\s*(?P<m>[\d.…_ ]{1,8}?)\s*năm\s*(?P<y>\d{4})|"
    r"(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4})))\s*$"
)

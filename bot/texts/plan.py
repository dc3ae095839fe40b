"""The plan's own standing sentences, in the style of official papers: what a section says where no past plan says it.

Holes: {unit} the issuing body, {noun} its level word («xã»; «đơn vị» for a department or school), {period} «năm 2027».
"""

from __future__ import annotations

PLACEHOLDER = "[CẦN BỔ SUNG: {what}]"

PURPOSE = {
    "hoàn thành nhiệm vụ": "Đẩy mạnh phong trào thi đua yêu nước {period} gắn với nhiệm vụ chính trị của {noun}; động viên cán bộ, công chức, viên chức, người lao động phấn đấu hoàn thành toàn diện các chỉ tiêu, nhiệm vụ được giao.",
    "khi thế thi đua": "Tạo không khí thi đua sôi nổi ngay từ những ngày đầu thực hiện kế hoạch; phát huy tinh thần đoàn kết, ý thức trách nhiệm và sáng kiến của từng tập thể, cá nhân.",
    "điển hình tiên tiến": "Kịp thời phát hiện, biểu dương và nhân rộng tập thể, cá nhân điển hình, mô hình mới, cách làm hiệu quả.",
    "nhận thức": "Nâng cao nhận thức, trách nhiệm của người đứng đầu và của từng cán bộ, công chức, viên chức, người lao động đối với công tác thi đua, khen thưởng.",
}  # fmt: skip
DEMANDS = {
    "sâu rộng": "Phong trào thi đua phải sâu rộng, thường xuyên, liên tục, hướng về cơ sở; thu hút đông đảo cán bộ, công chức, viên chức, người lao động tích cực hưởng ứng.",
    "cụ thể, thiết thực": "Nội dung thi đua phải cụ thể, có chỉ tiêu, có thời hạn, có người chịu trách nhiệm, phù hợp với điều kiện của từng cơ quan, đơn vị; không hình thức.",
    "gắn với nhiệm vụ": "Gắn thi đua thường xuyên với thi đua theo chuyên đề, tập trung vào những việc khó, việc tồn đọng.",
    "khen thưởng đúng": "Việc bình xét, khen thưởng phải căn cứ kết quả thực hiện; bảo đảm chính xác, công khai, công bằng, kịp thời, quan tâm người lao động trực tiếp.",
    "lãnh đạo": "Người đứng đầu cơ quan, đơn vị trực tiếp chỉ đạo và chịu trách nhiệm về kết quả phong trào thi đua tại cơ quan, đơn vị mình.",
}  # fmt: skip
CONTENT = {
    "tổ chức phong trào": "Tổ chức phong trào thi đua thực hiện nhiệm vụ {period} với tên gọi, tiêu chí, thời gian rõ ràng, bám sát nhiệm vụ trọng tâm của {noun}.",
    "cải cách hành chính": "Thi đua cải cách hành chính, siết chặt kỷ cương, nâng cao chất lượng thực thi công vụ, giải quyết hồ sơ đúng hạn, lấy sự hài lòng của người dân, tổ chức làm thước đo.",
    "chuyển đổi số": "Thi đua ứng dụng công nghệ thông tin, đẩy mạnh chuyển đổi số trong quản lý, điều hành và phục vụ người dân, tổ chức.",
    "học tập và làm theo Bác": "Đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh gắn với trách nhiệm nêu gương trong thực thi nhiệm vụ.",
    "phòng, chống tham nhũng": "Thực hành tiết kiệm, chống lãng phí; phòng, chống tham nhũng, tiêu cực; giải quyết kịp thời kiến nghị, phản ánh của người dân.",
    "xây dựng Đảng": "Thi đua xây dựng tổ chức đảng, chính quyền, đoàn thể trong sạch, vững mạnh; giữ gìn đoàn kết nội bộ.",
}  # fmt: skip
THEME = "Phong trào thi đua {period} lấy chủ đề “{theme}” làm nội dung xuyên suốt; các cơ quan, đơn vị cụ thể hóa chủ đề thành chỉ tiêu, việc làm, thời hạn phù hợp với nhiệm vụ được giao."
TARGETS_INTRO = "Các cơ quan, đơn vị tập trung thi đua hoàn thành và hoàn thành vượt mức các chỉ tiêu {period} của {noun}, trong đó có các chỉ tiêu sau:"
TARGETS_CLOSE = "Căn cứ các chỉ tiêu nêu trên, từng cơ quan, đơn vị đăng ký chỉ tiêu thi đua cụ thể, xác định người chịu trách nhiệm và tiến độ thực hiện; kết quả thực hiện chỉ tiêu là cơ sở để đánh giá, bình xét thi đua, khen thưởng cuối {period}."
TARGET_GAPS = {
    "commune": (
        "chỉ tiêu về kinh tế (thu ngân sách, giá trị sản xuất, thu nhập bình quân)",
        "chỉ tiêu về xã hội (hộ nghèo, bảo hiểm y tế, lao động qua đào tạo, văn hóa)",
        "chỉ tiêu về môi trường, cải cách hành chính, chuyển đổi số",
        "chỉ tiêu về quốc phòng, an ninh",
    ),
    "province": (
        "chỉ tiêu về kinh tế (tăng trưởng, thu ngân sách, vốn đầu tư)",
        "chỉ tiêu về xã hội (hộ nghèo, bảo hiểm y tế, lao động qua đào tạo, trường chuẩn quốc gia)",
        "chỉ tiêu về môi trường, cải cách hành chính, chuyển đổi số",
        "chỉ tiêu về quốc phòng, an ninh",
    ),
    "department": (
        "chỉ tiêu về nhiệm vụ chuyên môn của ngành",
        "chỉ tiêu về cải cách hành chính, giải quyết hồ sơ đúng hạn",
        "chỉ tiêu về sáng kiến, danh hiệu thi đua đăng ký",
    ),
    "ministry": (
        "chỉ tiêu về nhiệm vụ chuyên môn của ngành",
        "chỉ tiêu về cải cách hành chính, giải quyết hồ sơ đúng hạn",
        "chỉ tiêu về sáng kiến, danh hiệu thi đua đăng ký",
    ),
    "unit": (
        "chỉ tiêu về nhiệm vụ chuyên môn của đơn vị",
        "chỉ tiêu về kỷ luật, kỷ cương, cải cách thủ tục",
        "chỉ tiêu về sáng kiến, danh hiệu thi đua đăng ký",
    ),
}  # fmt: skip
MEASURES = {
    "lãnh đạo, chỉ đạo": "Tăng cường sự lãnh đạo, chỉ đạo đối với công tác thi đua, khen thưởng; người đứng đầu cơ quan, đơn vị trực tiếp phân công, kiểm tra và chịu trách nhiệm về kết quả thực hiện.",
    "tuyên truyền": "Tuyên truyền mục đích, nội dung, tiêu chí thi đua bằng nhiều hình thức phù hợp; giới thiệu kịp thời gương người tốt, việc tốt.",
    "điển hình tiên tiến": "Xây dựng kế hoạch phát hiện, bồi dưỡng, tổng kết và nhân rộng điển hình tiên tiến ngay từ đầu năm.",
    "khen thưởng": "Khen thưởng kịp thời, đúng người, đúng việc; chú trọng khen thưởng đột xuất, khen thưởng người lao động trực tiếp.",
    "kiểm tra, sơ kết, tổng kết": "Thường xuyên kiểm tra, đôn đốc; tổ chức sơ kết, tổng kết, rút kinh nghiệm, khắc phục hạn chế.",
}  # fmt: skip
OPENING = "{unit} ban hành Kế hoạch {subject}{theme}, với các nội dung sau:"
OPENING_THEME = " với chủ đề “{theme}”"
DIRECTIVE = "Thực hiện {line};"
GROUND = "Căn cứ {line};"
LAUNCH = "Hưởng ứng {line};"
GROUND_GAP = {
    "commune": "nghị quyết của Hội đồng nhân dân {noun} về nhiệm vụ phát triển kinh tế - xã hội {period} (số, ngày)",
    "province": "nghị quyết của Hội đồng nhân dân {noun} về nhiệm vụ phát triển kinh tế - xã hội {period} (số, ngày)",
    "department": "kế hoạch phát động thi đua {period} của Ủy ban nhân dân cấp trên (số, ngày)",
    "ministry": "chương trình, kế hoạch công tác {period} của ngành (số, ngày)",
    "unit": "kế hoạch phát động thi đua {period} của cơ quan cấp trên (số, ngày)",
}
CLOSING = "Yêu cầu các cơ quan, đơn vị, cá nhân có liên quan nghiêm túc triển khai thực hiện Kế hoạch này; trong quá trình thực hiện, nếu có khó khăn, vướng mắc, kịp thời phản ánh về {contact} để được xem xét, giải quyết."

# Who does what where nothing was assigned: function → (who, what). A body whose name differs from place to place is a
# placeholder with the usual name in it: the person decides, the program does not.
DUTIES: dict[str, dict[str, tuple[str, str]]] = {
    "commune": {
        "cơ quan, đơn vị": ("Các cơ quan, đơn vị, khu dân cư trên địa bàn {noun}", "căn cứ Kế hoạch này xây dựng kế hoạch, tổ chức phát động phong trào thi đua, đăng ký nội dung, chỉ tiêu cụ thể và tổ chức thực hiện phù hợp với nhiệm vụ được giao"),
        "Mặt trận, đoàn thể": ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam {noun} và các tổ chức chính trị - xã hội", "vận động đoàn viên, hội viên và các tầng lớp Nhân dân tích cực tham gia các phong trào thi đua"),
        "Mặt trận phối hợp, giám sát": ("Đề nghị Mặt trận Tổ quốc, các đoàn thể chính trị - xã hội {noun}", "phối hợp chặt chẽ với chính quyền trong tổ chức các phong trào thi đua; giám sát việc thực hiện Kế hoạch; phát hiện, giới thiệu điển hình tiên tiến để biểu dương, nhân rộng"),
        "tuyên truyền": ("Giao [CẦN BỔ SUNG: cơ quan chủ trì tuyên truyền, thường là Phòng Văn hóa - Xã hội]", "tuyên truyền nội dung phong trào thi đua và gương điển hình tiên tiến trên hệ thống truyền thanh, trang thông tin điện tử của {noun}"),
        "Hội đồng Thi đua - Khen thưởng": ("Hội đồng Thi đua - Khen thưởng {noun}", "theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch; bình xét, đề nghị khen thưởng theo quy định"),
        "thường trực, tổng hợp": ("Giao [CẦN BỔ SUNG: cơ quan tham mưu công tác thi đua, khen thưởng]", "theo dõi, tổng hợp kết quả thực hiện, báo cáo {unit} theo thời hạn [CẦN BỔ SUNG: hạn báo cáo 6 tháng và cả năm]"),
    },
    "province": {
        "cơ quan, đơn vị": ("Các sở, ban, ngành, đoàn thể {noun}; Ủy ban nhân dân các xã, phường", "căn cứ Kế hoạch này xây dựng kế hoạch, phát động phong trào thi đua với nội dung, chỉ tiêu cụ thể và tổ chức thực hiện"),
        "Mặt trận, đoàn thể": ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam {noun} và các tổ chức chính trị - xã hội", "vận động đoàn viên, hội viên và các tầng lớp Nhân dân tích cực tham gia các phong trào thi đua"),
        "Mặt trận phối hợp, giám sát": ("Đề nghị Mặt trận Tổ quốc, các đoàn thể chính trị - xã hội {noun}", "phối hợp chặt chẽ với chính quyền trong tổ chức các phong trào thi đua; giám sát việc thực hiện Kế hoạch; phát hiện, giới thiệu điển hình tiên tiến để biểu dương, nhân rộng"),
        "tuyên truyền": ("Các cơ quan báo chí, phát thanh, truyền hình, Cổng thông tin điện tử {noun}", "mở chuyên trang, chuyên mục tuyên truyền phong trào thi đua và gương điển hình tiên tiến"),
        "Hội đồng Thi đua - Khen thưởng": ("Hội đồng Thi đua - Khen thưởng {noun}", "theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch; bình xét, đề nghị khen thưởng theo quy định"),
        "thường trực, tổng hợp": ("Sở Nội vụ", "tham mưu, hướng dẫn, kiểm tra việc thực hiện Kế hoạch; tổng hợp kết quả, báo cáo {unit} theo thời hạn [CẦN BỔ SUNG: hạn báo cáo 6 tháng và cả năm]"),
    },
    "department": {
        "cơ quan, đơn vị": ("Các phòng, đơn vị trực thuộc", "căn cứ Kế hoạch này đăng ký nội dung, chỉ tiêu thi đua và tổ chức thực hiện phù hợp với nhiệm vụ được giao"),
        "Mặt trận, đoàn thể": ("Đề nghị các tổ chức đoàn thể trong cơ quan", "vận động đoàn viên, hội viên tích cực tham gia các phong trào thi đua"),
        "tuyên truyền": ("Giao [CẦN BỔ SUNG: phòng chủ trì tuyên truyền]", "tuyên truyền nội dung phong trào thi đua và gương điển hình tiên tiến trên trang thông tin điện tử của cơ quan"),
        "Hội đồng Thi đua - Khen thưởng": ("Hội đồng Thi đua - Khen thưởng cơ quan", "theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch; bình xét, đề nghị khen thưởng theo quy định"),
        "thường trực, tổng hợp": ("Giao [CẦN BỔ SUNG: phòng thường trực thi đua, khen thưởng]", "theo dõi, tổng hợp kết quả thực hiện, báo cáo lãnh đạo cơ quan theo thời hạn [CẦN BỔ SUNG: hạn báo cáo 6 tháng và cả năm]"),
    },
    "ministry": {
        "cơ quan, đơn vị": ("Các cơ quan, đơn vị thuộc và trực thuộc {unit}", "căn cứ Kế hoạch này đăng ký nội dung, chỉ tiêu thi đua và tổ chức thực hiện phù hợp với nhiệm vụ được giao"),
        "Mặt trận, đoàn thể": ("Đề nghị các tổ chức đoàn thể trong cơ quan", "vận động đoàn viên, hội viên tích cực tham gia các phong trào thi đua"),
        "tuyên truyền": ("Giao [CẦN BỔ SUNG: đơn vị chủ trì tuyên truyền]", "tuyên truyền nội dung phong trào thi đua và gương điển hình tiên tiến trên báo, tạp chí, cổng thông tin điện tử của ngành"),
        "Hội đồng Thi đua - Khen thưởng": ("Hội đồng Thi đua - Khen thưởng cơ quan", "theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch; bình xét, đề nghị khen thưởng theo quy định"),
        "thường trực, tổng hợp": ("Giao [CẦN BỔ SUNG: đơn vị thường trực thi đua, khen thưởng]", "theo dõi, tổng hợp kết quả thực hiện, báo cáo lãnh đạo {unit} theo thời hạn [CẦN BỔ SUNG: hạn báo cáo 6 tháng và cả năm]"),
    },
    "unit": {
        "cơ quan, đơn vị": ("Các tổ chuyên môn, bộ phận trong đơn vị", "căn cứ Kế hoạch này đăng ký nội dung, chỉ tiêu thi đua và tổ chức thực hiện phù hợp với nhiệm vụ được giao"),
        "Mặt trận, đoàn thể": ("Đề nghị các tổ chức đoàn thể trong đơn vị", "vận động đoàn viên, hội viên tích cực tham gia các phong trào thi đua"),
        "tuyên truyền": ("Giao [CẦN BỔ SUNG: bộ phận chủ trì tuyên truyền]", "tuyên truyền nội dung phong trào thi đua và gương điển hình tiên tiến trong đơn vị"),
        "Hội đồng Thi đua - Khen thưởng": ("Hội đồng Thi đua - Khen thưởng đơn vị", "theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch; bình xét, đề nghị khen thưởng theo quy định"),
        "thường trực, tổng hợp": ("Giao [CẦN BỔ SUNG: bộ phận thường trực thi đua, khen thưởng]", "theo dõi, tổng hợp kết quả thực hiện, báo cáo lãnh đạo đơn vị theo thời hạn [CẦN BỔ SUNG: hạn báo cáo 6 tháng và cả năm]"),
    },
}  # fmt: skip
RECIPIENTS = {
    "commune": (
        "- UBND {province} (b/c);", "- Sở Nội vụ {province} (b/c);", "- Thường trực Đảng ủy, HĐND {noun} (b/c);",
        "- Chủ tịch, các Phó Chủ tịch UBND {noun};", "- Ủy ban MTTQ Việt Nam {noun} và các đoàn thể;",
        "- Các cơ quan, đơn vị trên địa bàn {noun};", "- Lưu: VT.",
    ),
    "province": (
        "- Bộ Nội vụ (b/c);", "- Thường trực Tỉnh ủy, HĐND {noun} (b/c);", "- Chủ tịch, các Phó Chủ tịch UBND {noun};",
        "- Ủy ban MTTQ Việt Nam {noun} và các đoàn thể;", "- Các sở, ban, ngành {noun};", "- UBND các xã, phường;",
        "- Lưu: VT.",
    ),
    "department": (
        "- UBND {province} (b/c);", "- Sở Nội vụ {province} (b/c);", "- Lãnh đạo cơ quan;",
        "- Các phòng, đơn vị trực thuộc;", "- Lưu: VT.",
    ),
    "ministry": (
        "- Thủ tướng Chính phủ (b/c);", "- Hội đồng Thi đua - Khen thưởng Trung ương (b/c);", "- Lãnh đạo cơ quan;",
        "- Các cơ quan, đơn vị thuộc và trực thuộc;", "- Lưu: VT.",
    ),
    "unit": ("- Cơ quan quản lý cấp trên (b/c);", "- Các tổ chuyên môn, bộ phận;", "- Lưu: VT."),
}  # fmt: skip

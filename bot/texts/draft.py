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

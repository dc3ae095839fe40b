"""Which department of a province issues the plan a request asks for; those merged in 2025 and who took over."""

from __future__ import annotations

import re

from retrieval import words

DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Công Thương", "Sở Nông nghiệp và Môi trường", "Sở Xây dựng",
    "Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa và Thể thao", "Sở Du lịch", "Sở Y tế",
    "Sở Giáo dục và Đào tạo", "Sở Tư pháp", "Sở Ngoại vụ", "Sở Dân tộc và Tôn giáo", "Sở Quy hoạch - Kiến trúc",
    "Sở An toàn thực phẩm",
)  # fmt: skip
_SHORT_DEPARTMENTS = {
    "so gd&dt": "Sở Giáo dục và Đào tạo", "so gddt": "Sở Giáo dục và Đào tạo", "so gd-dt": "Sở Giáo dục và Đào tạo",
    "so vhttdl": "Sở Văn hóa, Thể thao và Du lịch", "so vhtt&dl": "Sở Văn hóa, Thể thao và Du lịch",
    "so kh&cn": "Sở Khoa học và Công nghệ", "so khcn": "Sở Khoa học và Công nghệ",
    "so nn&mt": "Sở Nông nghiệp và Môi trường", "so nnmt": "Sở Nông nghiệp và Môi trường",
    "so van hoa the thao va du lich": "Sở Văn hóa, Thể thao và Du lịch",
    "so van hoa, the thao, du lich": "Sở Văn hóa, Thể thao và Du lịch",
}  # fmt: skip
# Departments that were merged in 2025, with the one that took over their work.
MERGED = {
    "Sở Kế hoạch và Đầu tư": "Sở Tài chính", "Sở Giao thông vận tải": "Sở Xây dựng",
    "Sở Tài nguyên và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Sở Nông nghiệp và Phát triển nông thôn": "Sở Nông nghiệp và Môi trường",
    "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
    "Sở Lao động - Thương binh và Xã hội": "Sở Nội vụ", "Sở Lao động, Thương binh và Xã hội": "Sở Nội vụ",
}  # fmt: skip
# A body that gets the paper, or a task, is not who issues it.
NOT_ISSUER = re.compile(
    r"(?:qua|gửi|gui|báo cáo|bao cao|trình|trinh|cùng|phối hợp với|giao|nơi nhận|noi nhan)(?:\s*(?:là|la|:))?\s*$|"
    r"(?:gửi|gui|nộp|nop|báo cáo|bao cao)\b[^.;\n]{0,40}\b(?:về|ve|lên|len|tới|toi|đến|den)\s*$",
    re.IGNORECASE,
)
_COMMITTEE = re.compile(r"\b(?:ubnd|uy ban nhan dan)\b")
_PLACE_WORD = re.compile(r"\b(?:xa|phuong|dac khu|tinh|thanh pho)\s+\w")
# «…: Sở Nội vụ chủ trì, tổng hợp» gives a task; the plan is the committee's, named before it.
_TASK_AFTER = re.compile(
    r"\W*(?:chủ trì|tham mưu|phối hợp|tổng hợp|hướng dẫn|theo dõi|tuyên truyền|đôn đốc|kiểm tra|báo cáo)\b"
)


def department(text: str) -> str:
    """The department that issues the plan, as its name is printed; "" where none does."""
    flat = words.unaccent(text).lower()
    names = {words.unaccent(n).lower(): n for n in (*DEPARTMENTS, *MERGED)} | _SHORT_DEPARTMENTS
    for folded, name in sorted(names.items(), key=lambda x: -len(x[0])):
        at = flat.find(folded)
        if at < 0 or (at and flat[at - 1].isalnum()) or NOT_ISSUER.search(text[:at]):
            continue
        told = _PLACE_WORD.search(flat, 0, at) and _TASK_AFTER.match(text, at + len(folded))
        if not told and not _COMMITTEE.search(flat, 0, at):
            return name
    return ""

"""Who may do what, as one table: command or button → role, and whether a group is the place for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.store import Member, Role
from retrieval import words


@dataclass(frozen=True, slots=True)
class Need:
    """What an operation asks for. `group`: also in an allowed group; `menu`: what the menu says, "" = not there."""

    role: Role
    group: bool = False
    menu: str = ""


class Verdict(Enum):
    """What to do with somebody's wish."""

    YES = "yes"
    STRANGER = "stranger"
    ROLE = "role"
    PRIVATE = "private"
    SILENT = "silent"


COMMANDS: dict[str, Need] = {
    "start": Need(Role.NONE, menu="Bắt đầu"),
    "hoi": Need(Role.VIEWER, group=True, menu="Hỏi về văn bản, chỉ tiêu, thời hạn"),
    "vanban": Need(Role.VIEWER, group=True, menu="Tra hiệu lực một văn bản"),
    "kiemtra": Need(Role.VIEWER, menu="Kiểm tra một dự thảo kế hoạch"),
    "soan": Need(Role.EDITOR, menu="Soạn kế hoạch phát động thi đua"),
    "kho": Need(Role.VIEWER, menu="Văn bản đang có trong kho"),
    "nhac": Need(Role.VIEWER, menu="Việc sắp đến hạn"),
    "moi": Need(Role.VIEWER, group=True, menu="Bắt đầu cuộc hỏi mới"),
    "huy": Need(Role.VIEWER, group=True, menu="Dừng việc đang làm"),
    "trangthai": Need(Role.VIEWER, menu="Tình trạng và hạn mức của tôi"),
    "donvi": Need(Role.VIEWER, menu="Khai báo đơn vị của tôi"),
    "trogiup": Need(Role.NONE, group=True, menu="Hướng dẫn"),
    "xoadulieu": Need(Role.VIEWER, menu="Xoá dữ liệu của tôi"),
    "them": Need(Role.EDITOR, menu="Thêm văn bản vào kho"),
    "xoa": Need(Role.EDITOR, menu="Rút văn bản khỏi kho"),
    "nguoidung": Need(Role.ADMIN, menu="Người dùng và vai trò"),
    "moiquyen": Need(Role.ADMIN, menu="Tạo liên kết mời"),
    "nhom": Need(Role.ADMIN, group=True, menu="Cho phép trong nhóm này"),
    "gopy": Need(Role.ADMIN, menu="Góp ý chưa xử lý"),
    "nhatky": Need(Role.ADMIN, menu="Nhật ký quản trị"),
}  # fmt: skip

BUTTONS: dict[str, Need] = {
    "file": Need(Role.VIEWER),  # the original file
    "ask": Need(Role.VIEWER, group=True),  # ask the question the button carries
    "again": Need(Role.VIEWER, group=True),
    "stop": Need(Role.VIEWER, group=True),
    "good": Need(Role.VIEWER, group=True),
    "bad": Need(Role.VIEWER, group=True),
    "why": Need(Role.VIEWER, group=True),
    "ctx": Need(Role.VIEWER),
    "paper": Need(Role.VIEWER),  # the answer as .docx
    "resend": Need(Role.VIEWER, group=True),
    "cancel": Need(Role.VIEWER, group=True),
    "kho": Need(Role.VIEWER),
    "wipe": Need(Role.VIEWER),
    "check": Need(Role.VIEWER),
    "draft": Need(Role.EDITOR),
    "step": Need(Role.EDITOR),
    "sec": Need(Role.EDITOR),
    "revise": Need(Role.EDITOR),
    "unrevise": Need(Role.EDITOR),
    "docx": Need(Role.EDITOR),
    "review": Need(Role.EDITOR),
    "verdict": Need(Role.VIEWER),
    "add": Need(Role.EDITOR),
    "meta": Need(Role.EDITOR),
    "undo": Need(Role.EDITOR),
    "drop": Need(Role.VIEWER),
    "withdraw": Need(Role.EDITOR),
    "role": Need(Role.ADMIN),
    "revoke": Need(Role.ADMIN),
    "invite": Need(Role.ADMIN),
    "uninvite": Need(Role.ADMIN),
    "reg": Need(Role.EDITOR),
    "settle": Need(Role.ADMIN),
    "close": Need(Role.ADMIN),
}

QUESTION = Need(Role.VIEWER, group=True)
FILE = Need(Role.VIEWER)


def judge(need: Need, who: Member, *, group: bool, allowed_group: bool) -> Verdict:
    """Whether `who` may, here and now. In a group that nobody allowed, and for strangers in any group: silence."""
    if group and not allowed_group and not (need == COMMANDS["nhom"] and who.role is Role.ADMIN):
        return Verdict.SILENT
    if who.role.rank < need.role.rank:
        if who.role is not Role.NONE:
            return Verdict.ROLE
        return Verdict.SILENT if group else Verdict.STRANGER
    return Verdict.PRIVATE if group and not need.group else Verdict.YES


def command_of(word: str) -> str:
    """The command a word stands for, «/hỏi», «/Huỷ» and «/hoi@bot» included; "" where it is none."""
    name = words.fold(word.removeprefix("/").split("@")[0])
    return name if name in COMMANDS or name in ("help", "reset") else ""


def menu(role: Role, *, group: bool) -> list[tuple[str, str]]:
    """The command menu of a role, as (command, Vietnamese description)."""
    return [(c, n.menu) for c, n in COMMANDS.items() if n.menu and n.role.rank <= role.rank and (n.group or not group)]


def may_read(space: str, spaces: tuple[str, ...] | None) -> bool:
    """Whether a document of `space` is open to a person of `spaces` ("" is everybody's, None is all)."""
    return not space or spaces is None or space in spaces


def shared(a: tuple[str, ...] | None, b: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What both may read: a group sees only what the group and the asker share."""
    if a is None or b is None:
        return b if a is None else a
    return tuple(s for s in a if s in b)

"""The role matrix: every command, button and file path × person × private or group × own or other space."""

import pytest

from bot.store import Member, Role
from bot.telegram import access
from bot.telegram.access import (
    BUTTONS,
    COMMANDS,
    FILE,
    QUESTION,
    Need,
    Verdict,
    command_of,
    judge,
    may_read,
    menu,
    shared,
)
from bot.telegram.handlers import ON_BUTTON, ON_COMMAND, ON_FORM

NOBODY, VIEW, EDIT, BOSS = (Member(i, "", r) for i, r in enumerate(("", "viewer", "editor", "admin"), 1))  # type: ignore[arg-type]
PEOPLE = [Member(1, "", Role.NONE), Member(2, "", Role.VIEWER), Member(3, "", Role.EDITOR), Member(4, "", Role.ADMIN)]

# Written out by hand, on purpose apart from the table it tests: who may, in private; and what a group may hear.
ANYBODY = {"start", "trogiup"}
VIEWER_AND_UP = {
    "hoi", "vanban", "kiemtra", "kho", "nhac", "moi", "huy", "trangthai", "donvi", "xoadulieu", "question", "file",
    "b:file", "b:ask", "b:again", "b:stop", "b:good", "b:bad", "b:why", "b:ctx", "b:paper", "b:resend", "b:cancel",
    "b:kho", "b:wipe", "b:check", "b:verdict", "b:drop",
}  # fmt: skip
EDITOR_AND_UP = {
    "soan", "them", "xoa", "b:draft", "b:step", "b:sec", "b:revise", "b:docx", "b:review", "b:add", "b:meta", "b:undo",
    "b:withdraw", "b:reg", "b:unrevise",
}  # fmt: skip
ADMIN_ONLY = {"nguoidung", "moiquyen", "nhom", "gopy", "nhatky", "b:role", "b:revoke", "b:invite", "b:uninvite",
    "b:settle", "b:close"}  # fmt: skip
IN_GROUPS = {
    "hoi", "vanban", "moi", "huy", "trogiup", "nhom", "question", "b:ask", "b:again", "b:stop", "b:good", "b:bad",
    "b:why", "b:resend", "b:cancel",
}  # fmt: skip
ALL = ANYBODY | VIEWER_AND_UP | EDITOR_AND_UP | ADMIN_ONLY
LEAST = {0: ANYBODY, 1: VIEWER_AND_UP, 2: EDITOR_AND_UP, 3: ADMIN_ONLY}


def need(name: str) -> Need:
    if name.startswith("b:"):
        return BUTTONS[name[2:]]
    return {"question": QUESTION, "file": FILE}.get(name) or COMMANDS[name]


def test_the_matrix_names_everything_there_is() -> None:
    assert {"question", "file"} | set(COMMANDS) | {f"b:{b}" for b in BUTTONS} == ALL
    assert set(ON_COMMAND) == set(COMMANDS)
    assert set(ON_BUTTON) == set(BUTTONS)
    assert all(n in {QUESTION, *COMMANDS.values()} for n, _ in ON_FORM.values())


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("who", PEOPLE, ids=lambda m: m.role.value or "nobody")
@pytest.mark.parametrize("place", ["private", "allowed group", "other group"])
def test_every_cell(name: str, who: Member, place: str) -> None:
    rank = next(r for r, names in LEAST.items() if name in names)
    group = place != "private"
    found = judge(need(name), who, group=group, allowed_group=place == "allowed group")
    if place == "other group" and not (name == "nhom" and who.role is Role.ADMIN):
        expected = Verdict.SILENT
    elif who.role.rank < rank:
        expected = Verdict.ROLE if who.role.rank else Verdict.SILENT if group else Verdict.STRANGER
    else:
        expected = Verdict.PRIVATE if group and name not in IN_GROUPS else Verdict.YES
    assert found is expected


@pytest.mark.parametrize(
    ("space", "mine", "yes"),
    [("", None, True), ("", (), True), ("a", None, True), ("a", ("a",), True), ("a", ("b",), False), ("a", (), False)],
)
def test_own_and_other_spaces(space: str, mine: tuple[str, ...] | None, yes: bool) -> None:
    assert may_read(space, mine) is yes


def test_a_group_reads_what_it_shares_with_the_asker() -> None:
    assert shared(None, None) is None
    assert shared(("a", "b"), None) == ("a", "b")
    assert shared(("a", "b"), ("b", "c")) == ("b",)


def test_menus_show_only_what_may_be_used_and_are_valid() -> None:
    for role in Role:
        for group in (False, True):
            for name, description in menu(role, group=group):
                assert COMMANDS[name].role.rank <= role.rank
                assert name.isascii()
                assert name.islower()
                assert 1 <= len(description) <= 256
    assert "nguoidung" not in dict(menu(Role.EDITOR, group=False))


@pytest.mark.parametrize(
    ("typed", "command"),
    [("/hoi", "hoi"), ("/hỏi", "hoi"), ("/HỎI@thidua_bot", "hoi"), ("/huỷ", "huy"), ("/hủy", "huy"), ("/xoá", "xoa"),
     ("/soạn", "soan"), ("/help", "help"), ("/etc/passwd", ""), ("/", "")],
)  # fmt: skip
def test_a_command_with_accents_is_the_command(typed: str, command: str) -> None:
    assert command_of(typed) == command


def test_strangers_are_the_default() -> None:
    assert access.judge(QUESTION, Member(9, "", Role.NONE), group=False, allowed_group=False) is Verdict.STRANGER

"""`thidua people`: invitations, list, role, revoke, log. Works on the same file as the running bot, at once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import compose
from bot.store import Role, Store
from bot.texts import telegram as texts
from retrieval import SettingsError

people = typer.Typer(no_args_is_help=True, help="Người dùng: mời, xem, đổi vai trò, thu hồi, nhật ký.")
RoleOption = Annotated[str, typer.Option("--role", help="viewer | editor | admin")]
SpaceOption = Annotated[
    list[str] | None, typer.Option("--space", help="kho riêng được đọc (lặp lại được); bỏ trống = tất cả")
]


@people.command()
def invite(role: RoleOption = "viewer", space: SpaceOption = None, config: compose.ConfigOption = None) -> None:
    """Tạo liên kết mời dùng một lần, hết hạn sau 24 giờ."""
    with _opened(config) as store:
        wanted = _role(role)
        token = store.people.invite(wanted, tuple(space) if space else None, 0, time.time())
        store.ledger.note(0, "invitation made", wanted.value, time.time())
        name = store.ledger.get("bot_name")
        print(f"https://t.me/{name}?start=inv_{token}" if name else f"/start inv_{token}")


@people.command()
def invites(as_json: compose.JsonOption = False, config: compose.ConfigOption = None) -> None:
    """Lời mời chưa dùng, còn hạn."""
    zone = ZoneInfo(compose.settings(config).office.timezone)
    with _opened(config) as store:
        for i in store.people.invites(time.time()):
            until = datetime.fromtimestamp(i.expires, zone)
            if as_json:
                row = {"id": i.digest[:12], "role": i.role.value, "spaces": i.spaces, "expires": until.isoformat()}
                print(json.dumps(row, ensure_ascii=False))
            else:
                print(f"{i.digest[:12]}\t{texts.ROLES[i.role.value]}\t{_spaces(i.spaces)}\t{until:%Y-%m-%d %H:%M}")


@people.command()
def uninvite(
    id: Annotated[str, typer.Argument(help="mã lời mời, xem «people invites»")], config: compose.ConfigOption = None
) -> None:  # fmt: skip
    """Hủy một lời mời chưa dùng."""
    with _opened(config) as store:
        if not store.people.uninvite(id):
            raise SettingsError(f"Không có lời mời «{id}» nào chưa dùng; xem «thidua people invites».")
        store.ledger.note(0, "invitation taken back", id, time.time())
        print(f"{id}: đã hủy")


@people.command("list")
def list_(as_json: compose.JsonOption = False, config: compose.ConfigOption = None) -> None:
    """Người được cấp quyền."""
    with _opened(config) as store:
        for m in store.people.everyone():
            if as_json:
                row = {"id": m.id, "name": m.name, "role": m.role.value, "spaces": m.spaces, "unit": m.unit}
                print(json.dumps(row, ensure_ascii=False))
            else:
                name = m.name or ("(trong cấu hình)" if m.id in store.people.admins else "(chưa rõ tên)")
                print(f"{m.id}\t{texts.ROLES[m.role.value]}\t{name}\t{_spaces(m.spaces)}\t{m.unit}")


@people.command()
def role(
    id: Annotated[int, typer.Argument(help="số định danh Telegram")],
    role: Annotated[str, typer.Argument(help="viewer | editor | admin")],
    space: SpaceOption = None,
    config: compose.ConfigOption = None,
) -> None:
    """Đổi vai trò (và kho được đọc) của một người; người chưa có thì được thêm."""
    with _opened(config) as store:
        wanted = _role(role)
        store.people.admit(id, "", wanted, tuple(space) if space else None, 0, time.time())
        store.ledger.note(0, "role set", f"{id} {wanted.value}", time.time())
        print(f"{id}: {texts.ROLES[wanted.value]}")


@people.command()
def revoke(
    id: Annotated[int, typer.Argument(help="số định danh Telegram")], config: compose.ConfigOption = None
) -> None:  # fmt: skip
    """Thu hồi quyền, có hiệu lực ngay."""
    with _opened(config) as store:
        if id in store.people.admins:
            raise SettingsError(f"{id} là quản trị ghi trong config.toml, mục [telegram] admins; sửa ở đó.")
        if not store.people.revoke(id):
            raise SettingsError(f"{id} không có quyền nào để thu hồi.")
        store.ledger.note(0, "revoked", str(id), time.time())
        print(f"{id}: đã thu hồi")


@people.command()
def log(
    last: Annotated[int, typer.Option("-n", min=1, help="số dòng")] = 50,
    as_json: compose.JsonOption = False,
    config: compose.ConfigOption = None,
) -> None:
    """Nhật ký quản trị, mới nhất trước; 0 là dòng lệnh."""
    zone = ZoneInfo(compose.settings(config).office.timezone)
    with _opened(config) as store:
        for e in store.ledger.log(last):
            at = datetime.fromtimestamp(e.at, zone)
            if as_json:
                print(json.dumps({"at": at.isoformat(), "who": e.who, "what": e.what, "detail": e.detail}))
            else:
                print(f"{at:%Y-%m-%d %H:%M}\t{e.who}\t{e.what}\t{e.detail}")


def _spaces(spaces: tuple[str, ...] | None) -> str:
    return "tất cả kho" if spaces is None else ", ".join(spaces) or "chỉ kho chung"


def _role(text: str) -> Role:
    try:
        found = Role(text)
    except ValueError:
        found = Role.NONE
    if found is Role.NONE:
        raise SettingsError(f"Vai trò «{text}» không có; có: viewer, editor, admin.")
    return found


@contextmanager
def _opened(config: compose.ConfigOption) -> Iterator[Store]:
    made = compose.settings(config)
    store = Store(made.state.folder, made.telegram.admins)
    try:
        yield store
    finally:
        store.close()

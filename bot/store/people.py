"""People, invitations and groups. Ids are numeric; nothing is admitted that is not written here."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace
from typing import Any

from bot.store.database import Database
from bot.store.rows import Group, Invite, Member, Role

DAY = 86_400.0
_MEMBER = "id, name, role, spaces, unit, level, province, reachable"


class People:
    """Who may do what. `admins` of the configuration are always admins."""

    def __init__(self, db: Database, admins: tuple[int, ...] = ()) -> None:
        self.db = db
        self.admins = admins

    def get(self, id: int) -> Member:
        """The person, with role NONE where nobody invited them."""
        found = self.db.row(f"SELECT {_MEMBER} FROM people WHERE id = ?", id)
        member = _member(found) if found else Member(id, "", Role.NONE)
        return replace(member, role=Role.ADMIN, spaces=None) if id in self.admins else member

    def everyone(self) -> list[Member]:
        """All who are admitted, admins of the configuration first."""
        rows = self.db.rows(f"SELECT {_MEMBER} FROM people WHERE role != '' ORDER BY added")
        known = [_member(r) for r in rows]
        written = {m.id for m in known}
        boot = [Member(a, "", Role.ADMIN) for a in self.admins if a not in written]
        return boot + [self.get(m.id) for m in known]

    def admit(
        self, id: int, name: str, role: Role, spaces: tuple[str, ...] | None, by: int, now: float
    ) -> None:  # fmt: skip
        """Write a person's role; an earlier one is replaced, their unit is kept."""
        self.db.run(
            "INSERT INTO people(id, name, role, spaces, added, added_by) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(id)"
            " DO UPDATE SET name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END, role = excluded.role,"
            " spaces = excluded.spaces, reachable = 1, added_by = excluded.added_by",
            id, name, role.value, _spaces_out(spaces), now, by,
        )  # fmt: skip

    def revoke(self, id: int) -> bool:
        """Take the role away, at once; False where there was none. A configured admin cannot be revoked here."""
        return self.db.run("UPDATE people SET role = '' WHERE id = ? AND role != ''", id) > 0

    def belongs(self, id: int, unit: str, level: str, province: str) -> None:
        """What «xã tôi» means for this person."""
        sql = "UPDATE people SET unit = ?, level = ?, province = ? WHERE id = ?"
        self.db.run(sql, unit, level, province, id)

    def reachable(self, id: int, yes: bool) -> None:
        """False once the person has blocked the bot: nothing is sent to them unasked."""
        self.db.run("UPDATE people SET reachable = ? WHERE id = ? AND reachable != ?", int(yes), id, int(yes))

    def may_tell(self, id: int, now: float) -> bool:
        """True once a day for a stranger: one short reply, then silence."""
        found = self.db.row("SELECT told FROM denied WHERE id = ?", id)
        if found and found[0] > now - DAY:
            return False
        self.db.run("INSERT OR REPLACE INTO denied(id, told) VALUES (?, ?)", id, now)
        return True

    # --- invitations --------------------------------------------------------------------------------

    def invite(self, role: Role, spaces: tuple[str, ...] | None, by: int, now: float, days: float = 1) -> str:
        """A one-time token for `role`; only its hash is kept."""
        token = secrets.token_urlsafe(18)
        sql = "INSERT INTO invites(digest, role, spaces, made_by, expires) VALUES (?, ?, ?, ?, ?)"
        self.db.run(sql, _digest(token), role.value, _spaces_out(spaces), by, now + days * DAY)
        return token

    def invites(self, now: float) -> list[Invite]:
        """Invitations that can still be used, oldest first."""
        columns = "digest, role, spaces, made_by, expires"
        sql = f"SELECT {columns} FROM invites WHERE used_by = 0 AND expires > ? ORDER BY expires"
        return [Invite(str(d), Role(str(r)), _spaces_in(s), b, e) for d, r, s, b, e in self.db.rows(sql, now)]

    def uninvite(self, digest: str) -> bool:
        """The link admits nobody any more; False where it is unknown or used. The start of a digest is enough."""
        sql = "DELETE FROM invites WHERE substr(digest, 1, ?) = ? AND used_by = 0"
        return len(digest) >= 8 and self.db.run(sql, len(digest), digest) > 0

    def redeem(self, token: str, id: int, name: str, now: float) -> Role:
        """Admit by a token, once; NONE where it is unknown, used or too old. Never lowers a role."""
        with self.db.writing() as link:
            sql = (
                "UPDATE invites SET used_by = ? WHERE digest = ? AND used_by = 0 AND expires > ?"
                " RETURNING role, spaces, made_by"
            )
            found = link.execute(sql, (id, _digest(token), now)).fetchone()
            if not found:
                return Role.NONE
            role = Role(found[0])
            if role.rank > self.get(id).role.rank:
                self.admit(id, name, role, _spaces_in(found[1]), int(found[2]), now)
            return self.get(id).role

    # --- groups ---------------------------------------------------------------------------------------

    def group(self, id: int) -> Group | None:
        """The group, or None where no admin has allowed it."""
        found = self.db.row("SELECT id, title, spaces FROM chats WHERE id = ?", id)
        return Group(found[0], str(found[1]), _spaces_in(found[2])) if found else None

    def allow_group(self, id: int, title: str, spaces: tuple[str, ...] | None, by: int, now: float) -> None:
        """Let the bot answer in a group."""
        sql = "INSERT OR REPLACE INTO chats(id, title, spaces, by, at) VALUES (?, ?, ?, ?, ?)"
        self.db.run(sql, id, title, _spaces_out(spaces), by, now)

    def forget_group(self, id: int) -> bool:
        """The bot answers no more in this group."""
        return self.db.run("DELETE FROM chats WHERE id = ?", id) > 0

    def groups(self) -> list[Group]:
        """All allowed groups."""
        rows = self.db.rows("SELECT id, title, spaces FROM chats ORDER BY at")
        return [Group(i, str(t), _spaces_in(s)) for i, t, s in rows]

    def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup: permission, conversations and buttons follow its new id."""
        with self.db.writing() as link:
            link.execute("UPDATE OR REPLACE chats SET id = ? WHERE id = ?", (new, old))
            link.execute("UPDATE turns SET chat = ? WHERE chat = ?", (new, old))
            link.execute("UPDATE tokens SET chat = ? WHERE chat = ?", (new, old))
            for table in ("sessions", "turns", "forms"):
                link.execute(
                    f"UPDATE OR REPLACE {table} SET lane = ? || substr(lane, ?) WHERE lane LIKE ?",
                    (str(new), len(str(old)) + 1, f"{old}:%"),
                )


def _member(row: tuple[Any, ...]) -> Member:
    id, name, role, spaces, unit, level, province, reachable = row
    return Member(
        id, str(name), Role(str(role)), _spaces_in(spaces), str(unit), str(level), str(province),
        bool(reachable),
    )  # fmt: skip


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _spaces_out(spaces: tuple[str, ...] | None) -> str | None:
    return None if spaces is None else json.dumps(spaces, ensure_ascii=False)


def _spaces_in(text: object) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(str(text)))

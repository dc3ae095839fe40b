"""The office's own rows and corrections: one TOML file over the shipped register, each change kept and undoable.

Folder: `van-phong.toml` (rows, or parts of shipped rows by id) and `thay-doi.jsonl` (who, when, before, after).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.model import RegisterError
from retrieval.register import schema
from retrieval.register.directives import Register

ROWS, CHANGES = "van-phong.toml", "thay-doi.jsonl"
HEAD = (
    "# Dòng của cơ quan: bổ sung hoặc sửa sổ văn bản đi kèm. Sửa tay được; khoá như trong corpus/directives.\n"
    "# Ghi chú đứng riêng một dòng (#) được giữ khi sổ sửa qua chat; ghi chú cuối dòng của dòng bị sửa thì không.\n"
)
_TABLE = re.compile(r"[ \t]*\[\[[ \t]*directive[ \t]*\]\]")
_COMMENT = re.compile(r"[ \t]*#")
Value = str | bool | dt.date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A new row, or the keys of a row that change: TOML keys with their values; "" takes a key's value away."""

    id: str
    fields: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change as kept: `before` and `after` are the office's TOML table of the row, "" = it had none."""

    n: int
    at: str
    who: str
    row: str
    before: str
    after: str


def preview(base: Path, folder: Path, edit: Edit) -> Register:
    """The register as it would be; RegisterError where the schema refuses the edit. Nothing is written."""
    tables = _tables(folder)
    tables[edit.id] = _edited(tables.get(edit.id, ""), edit)
    return Register(schema.merge(base, _text(tables)))


def save(base: Path, folder: Path, edit: Edit, who: str, at: dt.datetime) -> Change:
    """Check, write, keep the change. Two writers wait for each other; a refused edit leaves everything as it was."""
    with _alone(folder):
        preview(base, folder, edit)
        before = _tables(folder).get(edit.id, "")
        return _write(folder, edit.id, before, _edited(before, edit), who, at)


def undo(base: Path, folder: Path, n: int, who: str, at: dt.datetime) -> Change:
    """Take change `n` back; RegisterError where the row has changed since, or the register would not hold together."""
    with _alone(folder):
        found = next((c for c in changes(folder) if c.n == n), None)
        if found is None:
            raise RegisterError(f"Sổ văn bản: không có lần sửa số {n}")
        tables = _tables(folder)
        if tables.get(found.row, "") != found.after:
            raise RegisterError(f"Sổ văn bản, dòng «{found.row}»: đã có lần sửa sau lần {n}, hoàn lại lần ấy trước")
        tables[found.row] = found.before
        schema.merge(base, _text(tables))
        return _write(folder, found.row, found.after, found.before, who, at)


def changes(folder: Path) -> tuple[Change, ...]:
    """Every change, the oldest first."""
    file = folder / CHANGES
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return tuple(Change(**json.loads(line)) for line in lines if line.strip())


def edits_of(file: Path) -> tuple[Edit, ...]:
    """The rows of a TOML file as edits (`thidua law --add`)."""
    return tuple(_edit(raw) for raw in schema.raw_rows(file))


def _edit(raw: schema.Raw) -> Edit:
    if not raw.get("id"):
        raise RegisterError("Sổ văn bản: mỗi bảng [[directive]] cần «id»")
    given = ((k, tuple(v) if isinstance(v, list) else v) for k, v in raw.items() if k != "id")
    return Edit(str(raw["id"]), tuple(given))


# --- TOML out -----------------------------------------------------------------------------------------


def _edited(table: str, edit: Edit) -> str:
    """The row's table with the edit in it."""
    held: dict[str, Value] = {}
    if table:
        held = dict(_edit(schema.raw_text(table, ROWS)[0]).fields)
    held |= dict(edit.fields)
    lines = [f"{key} = {_value(value)}" for key, value in held.items()]
    return "\n".join(["[[directive]]", f"id = {_value(edit.id)}", *lines, ""])


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_value(v) for v in value)}]"
    return json.dumps("".join(c for c in value if c >= " " and c != "\x7f"), ensure_ascii=False)


def _tables(folder: Path) -> dict[str, str]:
    """The office's rows as they stand, by id, in order."""
    file = folder / ROWS
    if not file.is_file():
        return {}
    edits = edits_of(file)
    return {e.id: _edited("", e) for e in edits}


def _text(tables: dict[str, str]) -> str:
    return HEAD + "".join(f"\n{t}" for t in tables.values() if t)


def _rewritten(folder: Path, tables: dict[str, str]) -> str:
    """The office's file with the tables as they are to be; what nobody changed stays as it was typed, comments too.

    Whole and without comments where the file is so written that its tables cannot be told apart by their lines.
    """
    file = folder / ROWS
    old = file.read_text(encoding="utf-8") if file.is_file() else ""
    head, blocks = _blocks(old)
    left, out = dict(tables), [head or HEAD]
    for comments, table in blocks:
        row = _row_of(table)
        wanted = left.pop(row, "")
        if wanted == _canonical(table):
            out.append(f"{comments}{table}")
        else:
            inside = "".join(x for x in table.splitlines(keepends=True) if _COMMENT.match(x))
            out.append(f"{comments}{inside}{wanted}\n")
    whole = "".join(out).rstrip("\n") + "\n" + "".join(f"\n{t}" for t in left.values() if t)
    try:
        same = {e.id: _edited("", e) for e in map(_edit, schema.raw_text(whole, ROWS))}
    except RegisterError:
        return _text(tables)
    return whole if same == {k: t for k, t in tables.items() if t} else _text(tables)


def _blocks(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first row; then each row's comments right above it and its table, with what follows."""
    lines = text.splitlines(keepends=True)
    starts = [i for i, x in enumerate(lines) if _TABLE.match(x)]
    tops = []
    for at in starts:
        top = at
        while top and _COMMENT.match(lines[top - 1]) and lines[top - 1] not in HEAD.splitlines(keepends=True):
            top -= 1
        tops.append(top)
    ends = [*tops, len(lines)][1:]
    head = "".join(lines[: tops[0]]) if tops else text
    return head, [
        ("".join(lines[top:at]), "".join(lines[at:end])) for top, at, end in zip(tops, starts, ends, strict=True)
    ]


def _row_of(table: str) -> str:
    try:
        return _edit(schema.raw_text(table, ROWS)[0]).id
    except RegisterError:
        return ""


def _canonical(table: str) -> str:
    try:
        return _edited("", _edit(schema.raw_text(table, ROWS)[0]))
    except RegisterError:
        return ""


# --- writing ------------------------------------------------------------------------------------------


def _write(folder: Path, row: str, before: str, after: str, who: str, at: dt.datetime) -> Change:
    tables = _tables(folder)
    tables[row] = after
    done = changes(folder)
    change = Change(len(done) + 1, at.isoformat(timespec="seconds"), who, row, before, after)
    _replace(folder / ROWS, _rewritten(folder, tables))
    kept = (json.dumps(_record(c), ensure_ascii=False) for c in (*done, change))
    _replace(folder / CHANGES, "".join(f"{line}\n" for line in kept))
    return change


def _record(change: Change) -> dict[str, object]:
    return {name: getattr(change, name) for name in Change.__slots__}


def _replace(file: Path, text: str) -> None:
    """Whole or not at all, also when the power fails."""
    part = file.with_name(f".{file.name}.part")
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _stat(file: Path) -> list[os.stat_result]:
    """The file's entry, or nothing where it has just gone."""
    try:
        return [file.stat()]
    except FileNotFoundError:
        return []


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".khoa").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True, slots=True)
class RegisterFiles:
    """Where the register lies: the shipped rows and the office's folder over them."""

    base: Path
    office: Path

    def load(self) -> Register:
        """The register as it stands."""
        return Register.load(self.base, self.office)

    def stamp(self) -> tuple[tuple[str, int, int, int], ...]:
        """What moves with every change of a file, whoever made it: name, inode, size and time of writing of each."""
        found = (f for folder in (self.base, self.office) for f in sorted(folder.glob("*.toml")))
        return tuple((str(f), s.st_ino, s.st_size, s.st_mtime_ns) for f in found for s in _stat(f))

    def preview(self, edit: Edit) -> Register:
        """The register as an edit would make it; nothing is written."""
        return preview(self.base, self.office, edit)

    def save(self, edit: Edit, who: str, at: dt.datetime) -> Change:
        """Write an edit; `who` is kept with it."""
        return save(self.base, self.office, edit, who, at)

    def undo(self, n: int, who: str, at: dt.datetime) -> Change:
        """Take change `n` back."""
        return undo(self.base, self.office, n, who, at)

    def changes(self) -> tuple[Change, ...]:
        """Every change, the oldest first."""
        return changes(self.office)

    def edits_of(self, file: Path) -> tuple[Edit, ...]:
        """The rows of a TOML file as edits."""
        return edits_of(file)

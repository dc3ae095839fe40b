"""corpus/directives/*.toml → rows, each checked: a row that cannot be trusted does not load, and is named."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

from retrieval import words
from retrieval.model import Certainty, Directive, Ending, RegisterError

_SOURCE = re.compile(r"https?://\S+( \([^()]+\))?|seed:\d{3}|phapdien: \S.*|github:\S+.*|(báo|văn bản): \S.*\d{4}.*")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARTIAL = re.compile(r"\d{4}(-\d{2})?")
_REQUIRED = (
    "id", "kind", "issuer", "topics", "level", "asks", "sources", "checked", "certainty", "why", "state_certainty",
)  # fmt: skip
_LINKS = ("replaces", "replaced_by", "succeeded_by", "amended_by", "amends", "guides")
_INVERSE = (("replaces", "replaced_by"), ("amends", "amended_by"))
_FIELDS = {f.name.rstrip("_"): f for f in fields(Directive)}
_DATES = {"date", "from", "to", "period_from", "period_to", "checked", "last_seen", "period_over_by"}
_FLAGS = {"to_open", "to_last_day", "repeal_read"}


Raw = dict[str, Any]  # a table of the file, before it is a row


def load(folder: Path, overlay: Path | None = None) -> tuple[Directive, ...]:
    """Every `[[directive]]` of the folder's *.toml, in file order, links completed both ways.

    `overlay`: a folder of the office's own *.toml (it need not be there). A table there with the id of a shipped row
    changes only the keys it names ("" takes a value away); any other is a row of its own.
    RegisterError names the row (or the file) for: bad TOML, unknown key, missing source, date checked or certainty,
    a wrong type, a duplicate id, a reference to no row, a cycle.
    """
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not files:
        raise RegisterError(f"Sổ văn bản: không thấy tệp .toml nào trong thư mục {folder}")
    shipped = [(raw, file.name) for file in files for raw in raw_rows(file)]
    own = sorted(overlay.glob("*.toml")) if overlay and overlay.is_dir() else []
    return _merged(shipped, [(raw, file.name) for file in own for raw in raw_rows(file)])


def merge(folder: Path, overlay: str) -> tuple[Directive, ...]:
    """As `load`, with the overlay as text."""
    shipped = [(raw, file.name) for file in sorted(folder.glob("*.toml")) for raw in raw_rows(file)]
    own = raw_text(overlay, "van-phong.toml") if "[[directive]]" in overlay else []
    return _merged(shipped, [(raw, "van-phong.toml") for raw in own])


def _merged(shipped: list[tuple[Raw, str]], own: list[tuple[Raw, str]]) -> tuple[Directive, ...]:
    patches: dict[str, Raw] = {}
    for raw, file in own:
        name = str(raw.get("id") or "")
        if not name or name in patches:
            raise _fault(name or f"không có mã, tệp {file}", "thiếu mã, hoặc mã này đã có ở một dòng khác")
        patches[name] = raw
    rows = [_row(_patched(raw, patches.pop(str(raw.get("id")), {})), file) for raw, file in shipped]
    rows += [_row(_patched({}, raw), "van-phong.toml") for raw in patches.values()]
    return check(rows)


def _patched(raw: Raw, patch: Raw) -> Raw:
    return {k: v for k, v in {**raw, **patch}.items() if k not in patch or patch[k] != ""}


def check(rows: list[Directive]) -> tuple[Directive, ...]:
    """Rows as a whole: ids unique, references found, no cycle; inverse links filled in."""
    by_id: dict[str, Directive] = {}
    for row in rows:
        if row.id in by_id:
            raise _fault(row.id, "mã này đã có ở một dòng khác")
        by_id[row.id] = row
    for row in rows:
        for name in _LINKS:
            for other in getattr(row, name):
                if other not in by_id:
                    raise _fault(row.id, f"«{name}» nhắc đến «{other}» nhưng sổ không có dòng đó")
    completed = tuple(_with_inverse(row, rows) for row in rows)
    for names in (("replaced_by", "succeeded_by"), ("guides",), ("amended_by",)):
        _refuse_cycle({r.id: tuple(o for n in names for o in getattr(r, n)) for r in completed}, names[0])
    return completed


def raw_rows(file: Path) -> list[Raw]:
    """The tables of a file, unchecked; an empty office file has none. RegisterError where it is no such TOML."""
    try:
        return raw_text(file.read_text(encoding="utf-8"), file.name)
    except (OSError, UnicodeDecodeError) as e:
        raise RegisterError(f"Sổ văn bản: tệp {file.name} không đọc được: {e}") from e


def raw_text(text: str, name: str) -> list[Raw]:
    """As `raw_rows`, of a text."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise RegisterError(f"Sổ văn bản: tệp {name} không đọc được: {e}") from e
    rows = table.get("directive", [])
    if set(table) - {"directive"} or not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise RegisterError(f"Sổ văn bản: tệp {name} chỉ được chứa các bảng [[directive]]")
    return rows


def _row(raw: Raw, file: str) -> Directive:
    name = str(raw.get("id") or raw.get("number") or f"không có mã, tệp {file}")
    for key in raw:
        if key not in _FIELDS:
            raise _fault(name, f"khoá lạ «{key}»")
    for key in _REQUIRED:
        if not raw.get(key):
            raise _fault(name, f"thiếu «{key}»")
    if not _ID.fullmatch(str(raw["id"])):
        raise _fault(name, "mã chỉ gồm chữ thường không dấu, chữ số và gạch nối")
    made: dict[str, Any] = {}
    for key, field in _FIELDS.items():
        made[field.name] = _value(name, key, raw.get(key))
    if not made["date_raw"]:
        made["date_raw"] = words.day(made["date"]) if made["date"] else ""
    row = Directive(**made)
    _check_row(row)
    return row


def _value(row: str, key: str, value: Any) -> Any:
    if key in _DATES:
        return _typed(row, key, value, dt.date, None, "ngày, viết như 2024-12-26")
    if key in _FLAGS:
        return _typed(row, key, value, bool, False, "true hoặc false")
    if key == "date_also":
        return tuple(_typed(row, key, v, dt.date, None, "một dãy ngày") for v in value or ())
    if str(_FIELDS[key].type).startswith("tuple"):
        listed = _typed(row, key, value, list, [], "một dãy chuỗi trong ngoặc vuông")
        return tuple(words.nfc(_typed(row, key, v, str, "", "chuỗi")) for v in listed)
    return words.nfc(_typed(row, key, value, str, "", "chuỗi"))


def _typed(row: str, key: str, value: Any, kind: type, default: Any, wanted: str) -> Any:
    if value is None:
        return default
    if not isinstance(value, kind) or isinstance(value, dt.datetime):
        raise _fault(row, f"«{key}» phải là {wanted}, không phải {value!r}")
    return value


def _check_row(row: Directive) -> None:
    if row.certainty not in get_args(Certainty) or row.state_certainty not in get_args(Certainty):
        raise _fault(row.id, f"độ chắc chắn phải là một trong: {', '.join(get_args(Certainty))}")
    if row.ended_by not in get_args(Ending):
        raise _fault(row.id, f"«ended_by» phải là một trong: {', '.join(e for e in get_args(Ending) if e)}")
    for source in row.sources:
        if not _SOURCE.fullmatch(source):
            raise _fault(row.id, f"nguồn «{source}» không phải địa chỉ mở được hay mã nguồn của kho")
    if row.date is None and row.date_raw and not _PARTIAL.match(row.date_raw):
        raise _fault(row.id, f"«date_raw» phải bắt đầu bằng năm hay năm-tháng, không phải «{row.date_raw}»")
    if row.from_ and row.to and row.from_ > row.to:
        raise _fault(row.id, "ngày có hiệu lực sau ngày hết hiệu lực")
    if row.period_from and row.period_to and row.period_from > row.period_to:
        raise _fault(row.id, "kỳ bắt đầu sau khi kết thúc")
    if row.to and row.to_open:
        raise _fault(row.id, "«to» đã có ngày thì không thể «to_open»")


def _with_inverse(row: Directive, rows: list[Directive]) -> Directive:
    """Only one side of «replaces / replaced by» needs to be written; the other is filled in here."""
    filled: dict[str, Any] = {}
    for one, other in (*_INVERSE, *((b, a) for a, b in _INVERSE)):
        there = tuple(r.id for r in rows if row.id in getattr(r, other))
        filled[one] = getattr(row, one) + tuple(i for i in there if i not in getattr(row, one))
    return replace(row, **filled)


def _refuse_cycle(edges: dict[str, tuple[str, ...]], name: str) -> None:
    done: set[str] = set()
    for start in edges:
        _walk(start, edges, (), done, name)


def _walk(node: str, edges: dict[str, tuple[str, ...]], path: tuple[str, ...], done: set[str], name: str) -> None:
    if node in path:
        circle = " → ".join((*path[path.index(node) :], node))
        raise _fault(node, f"«{name}» đi thành vòng: {circle}")
    if node in done:
        return
    for other in edges[node]:
        _walk(other, edges, (*path, node), done, name)
    done.add(node)


def _fault(row: str, what: str) -> RegisterError:
    return RegisterError(f"Sổ văn bản, dòng «{row}»: {what}")

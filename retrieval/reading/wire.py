"""Frozen values to JSON and back, by their own type hints: what may come out of a process that read a hostile file.

Unlike pickle, reading it back can build nothing but the types asked for.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import typing
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def dump(value: Any) -> str:
    """JSON of a dataclass value: fields by name, tuples as lists, dates as ISO."""
    return json.dumps(_plain(value), ensure_ascii=False)


def load(kind: type[T], text: str) -> T:
    """The value back. Raises ValueError where the text is not of that shape."""
    made: T = _built(kind, json.loads(text))
    return made


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(x) for x in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _built(kind: Any, value: Any) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None and type(None) in args:
            return None
        return _built(next(a for a in args if a is not type(None)), value)
    if origin is tuple and isinstance(value, list):
        each = [args[0]] * len(value) if len(args) == 2 and args[1] is ... else list(args)
        return tuple(_built(a, x) for a, x in zip(each, value, strict=True))
    if origin is typing.Literal and value in args:
        return value
    if dataclasses.is_dataclass(kind) and isinstance(value, dict) and isinstance(kind, type):
        return kind(**{name: _built(hint, value[name]) for name, hint in _hints(kind).items() if name in value})
    if kind is dt.date and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if kind is float and isinstance(value, int):
        return float(value)
    if isinstance(kind, type) and isinstance(value, kind):
        return value
    raise ValueError(f"{value!r:.60} is not {kind}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}

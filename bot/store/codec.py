"""Frozen dataclasses ↔ JSON text, by their own type hints: how answers, drafts and requests are kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from enum import Enum
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: object) -> str:
    """A frozen dataclass as JSON; dates in ISO form, enums by value, tuples as lists."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """The dataclass back from `dump`. Raises ValueError where the text is not of this kind (an older version's)."""
    try:
        return cast(T, _made(kind, json.loads(text)))
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"not a stored {kind.__name__}: {e}") from e


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value


def _made(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(kind, value)
    if origin is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_made(inner[0], v) for v in value)
        return tuple(_made(k, v) for k, v in zip(inner, value, strict=True))
    if origin is Literal:
        return value
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return cast(Any, kind)(**{name: _made(hints[name], v) for name, v in value.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return dt.date.fromisoformat(value) if kind is dt.date else value


def _union(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    first = next(k for k in get_args(kind) if k is not types.NoneType)
    return _made(first, value)

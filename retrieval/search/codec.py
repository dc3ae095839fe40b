"""The nouns as compact JSON and back: one codec for every frozen dataclass of `retrieval.model`.

A value becomes the list of its fields in order; what the fields are is part of `SHAPE`, which the catalog records,
so that a changed noun makes the catalog read its files anew instead of guessing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
import types
import typing
from typing import Any, TypeVar

from retrieval import model

T = TypeVar("T")


def dumps(value: object) -> str:
    """A noun as one line of JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """What `dumps` made, as the noun again."""
    made: T = _maker(typing.cast(Any, kind))(json.loads(text))
    return made


def shape() -> str:
    """A digest of every noun's fields and types."""
    nouns: list[Any] = [v for v in vars(model).values() if dataclasses.is_dataclass(v)]
    described = [(n.__name__, [(f.name, str(f.type)) for f in dataclasses.fields(n)]) for n in nouns]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:16]


def renamed(value: Any, doc: str) -> Any:
    """The same noun with every ClauseRef inside it pointing at document `doc`."""
    if isinstance(value, model.ClauseRef):
        return dataclasses.replace(value, doc=doc)
    if isinstance(value, model.Document):
        return dataclasses.replace(value, doc=doc)
    if isinstance(value, tuple):
        return tuple(renamed(v, doc) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{f.name: renamed(getattr(value, f.name), doc) for f in _fields(type(value))}
        )
    return value


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, f.name)) for f in _fields(typing.cast(Any, type(value)))]
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@functools.cache
def _fields(kind: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


@functools.cache
def _maker(kind: Any) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (_maker(a) for a in args if a is not type(None))
        return lambda v: None if v is None else inner(v)
    if origin is tuple:
        if args[-1] is Ellipsis:
            each = _maker(args[0])
            return lambda v: tuple(each(x) for x in v)
        makers = [_maker(a) for a in args]
        return lambda v: tuple(m(x) for m, x in zip(makers, v, strict=True))
    if kind is dt.date:
        return dt.date.fromisoformat
    if dataclasses.is_dataclass(kind):
        hints, noun = typing.get_type_hints(kind), typing.cast(Any, kind)
        makers = [_maker(hints[f.name]) for f in _fields(noun)]
        return lambda v: noun(*(m(x) for m, x in zip(makers, v, strict=True)))
    return lambda v: v

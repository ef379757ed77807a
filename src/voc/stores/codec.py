"""Frozen dataclasses to JSON and back, guided by their type hints alone."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from voc.stores.failures import damaged

T = TypeVar("T")
Decode = Callable[[Any], Any]


def dumps(record: object) -> str:
    """A dataclass of strings, numbers, times, enums, tuples and dataclasses as one line of JSON."""
    return json.dumps(encode(record), ensure_ascii=False, separators=(",", ":"))


def loads(cls: type[T], text: str) -> T:
    """The record ``dumps`` was given; unknown fields are passed over, missing ones take their default.

    Raises:
        StoreError: not what ``dumps`` writes of a ``cls``.
    """
    hint: Any = cls  # a class is hashable, which mypy does not know of type[T]
    try:
        record: T = _decoder(hint)(json.loads(text))
    except (ValueError, TypeError) as error:
        raise damaged(cls.__name__) from error
    return record


def encode(value: object) -> object:
    """``value`` in JSON's own types; fields that are None are left out where None is the default."""
    if is_dataclass(value):
        named = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: encode(item) for field, item in named if item is not None or field.default is not None}
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return value if value and isinstance(value[0], str) else [encode(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


@cache
def _decoder(hint: Any) -> Decode:
    """The function that turns JSON into a value of type ``hint``; built once a type, for speed."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not types.NoneType)
        return _optional(_decoder(inner))
    if get_origin(hint) is tuple:
        item = _decoder(get_args(hint)[0])
        return lambda value: tuple([item(part) for part in value])
    if is_dataclass(hint):
        return _dataclass(hint)
    if hint is datetime:
        return datetime.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return lambda value: value


def _optional(decode: Decode) -> Decode:
    return lambda value: None if value is None else decode(value)


def _dataclass(cls: Any) -> Decode:
    hints = get_type_hints(cls)
    decoders = [(field.name, _decoder(hints[field.name])) for field in fields(cls)]

    def decode(value: dict[str, Any]) -> Any:
        return cls(**{name: convert(value[name]) for name, convert in decoders if name in value})

    return decode

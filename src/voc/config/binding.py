"""YAML nodes bound to frozen records, guided by the records' own types."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import yaml

from voc.config.document import Problems, entries, nearest

_SCALARS: dict[type, tuple[str, Callable[[Any], bool]]] = {
    str: ("text", lambda value: isinstance(value, str)),
    bool: ("true or false", lambda value: isinstance(value, bool)),
    int: ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    float: ("a number", lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)),
    date: ("a date such as 2026-11-09", lambda value: type(value) is date),
}
_CONSTRUCT = yaml.SafeLoader("")


def bind(kind: Any, node: yaml.Node, problems: Problems) -> Any:
    """The value of ``node`` as ``kind``: a dataclass, enum, scalar, ``tuple[X, ...]``, ``Mapping[str, X]`` or a union.

    What does not fit is added to ``problems`` and comes back as None.
    """
    if is_dataclass(kind):
        return _record(kind, node, problems)
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _union(kind, node, problems)
    if origin is tuple:
        return _sequence(typing.get_args(kind)[0], node, problems)
    if origin in (Mapping, dict):
        return _mapping(typing.get_args(kind)[1], node, problems)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _member(kind, node, problems)
    return _scalar(kind, node, problems)


def settable(record: Any) -> dict[str, Field[Any]]:
    """The fields of a settings record that a file may set, by name."""
    return {each.name: each for each in fields(record) if not each.metadata.get("inherited")}


def _record(kind: Any, node: yaml.Node, problems: Problems) -> Any:
    if hasattr(kind, "parse") and isinstance(node, yaml.ScalarNode):  # a record that can be said in a word
        return kind.parse(node.value)
    known, hints = settable(kind), typing.get_type_hints(kind)
    values: dict[str, Any] = {}
    for name, key, value in entries(node, problems):
        if name not in known:
            problems.add(key, f"unknown name {name!r}{nearest(name, known)}")
        elif not _is_null(value):
            values[name] = _in_range(known[name], bind(hints[name], value, problems), value, problems)
    required = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    missing = [name for name in required if name not in values]
    if missing:
        problems.add(node, f"missing: {', '.join(missing)}")
        return None
    return kind(**values)


def _in_range(known: Field[Any], value: Any, node: yaml.Node, problems: Problems) -> Any:
    """``value``; outside of its field's ``minimum`` and ``maximum`` it is a problem (NaN is in no range)."""
    if value is None or "minimum" not in known.metadata:
        return value
    low, high = known.metadata["minimum"], known.metadata["maximum"]
    if not low <= value <= high:
        problems.add(node, f"{known.name} goes from {low} to {high}, got {value}")
    return value


def _union(kind: Any, node: yaml.Node, problems: Problems) -> Any:
    if _is_null(node):
        return None
    options = [option for option in typing.get_args(kind) if option is not type(None)]
    attempts = []
    for option in options:
        attempt = Problems(problems.file)
        value = bind(option, node, attempt)
        if not attempt.found:
            return value
        attempts.append(attempt)
    problems.found.extend(attempts[-1].found)
    return None


def _sequence(kind: Any, node: yaml.Node, problems: Problems) -> tuple[Any, ...]:
    if not isinstance(node, yaml.SequenceNode):
        return (bind(kind, node, problems),)
    return tuple(bind(kind, item, problems) for item in node.value)


def _mapping(kind: Any, node: yaml.Node, problems: Problems) -> dict[str, Any]:
    return {name: bind(kind, value, problems) for name, _, value in entries(node, problems)}


def _member(kind: type[StrEnum], node: yaml.Node, problems: Problems) -> StrEnum | None:
    names = [member.value for member in kind]
    if isinstance(node, yaml.ScalarNode) and node.value in names:
        return kind(node.value)
    problems.add(node, f"unknown {kind.__name__.lower()} {node.value!r}{nearest(str(node.value), names)}")
    return None


def _scalar(kind: Any, node: yaml.Node, problems: Problems) -> Any:
    wanted, fits = _SCALARS[kind]
    if not isinstance(node, yaml.ScalarNode):
        problems.add(node, f"expected {wanted}")
        return None
    try:
        value = _CONSTRUCT.construct_object(node)
    except (ValueError, yaml.YAMLError):
        value = None
    if kind is str and not isinstance(value, str):
        return node.value
    if not fits(value):
        problems.add(node, f"expected {wanted}, got {node.value!r}")
        return None
    return float(value) if kind is float else value


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"

"""Carries an operation out against the schema: what is not in it is refused, and what costs too much."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.linear_server.language import Field, Operation, Variable, bare
from tests.linear_server.schema import SCHEMA

COSTLIEST, USUAL_PAGE, LARGEST_PAGE = 10_000, 50, 250
Document = dict[str, Any]
Resolver = Callable[[Mapping[str, Any]], Any]


class RefusedError(Exception):
    """Linear's error, as it stands in ``errors``."""

    def __init__(self, message: str, kind: str = "invalid input", code: str = "INPUT_ERROR", words: str = "") -> None:
        super().__init__(message)
        more = {"type": kind, "code": code, "statusCode": 400, "userError": code == "INPUT_ERROR"}
        self.document = {"message": message, "extensions": more | ({"userPresentableMessage": words} if words else {})}


def invalid(message: str) -> RefusedError:
    """The error for a question of another shape."""
    return RefusedError(message, "graphql error", "GRAPHQL_VALIDATION_FAILED")


class Execution:
    """One operation with its variables.

    Args:
        operation: what is asked.
        variables: what comes beside it.
        visible: whether a list shows something that it holds.
        deaf: whether filters go unheard.

    Raises:
        RefusedError: from ``run``, as Linear would.
    """

    def __init__(
        self,
        operation: Operation,
        variables: Mapping[str, Any],
        visible: Callable[[Document, Mapping[str, Any]], bool],
        *,
        deaf: bool = False,
    ) -> None:
        self._operation, self._given, self._visible, self._deaf = operation, variables, visible, deaf

    def run(self, roots: Mapping[str, Resolver]) -> Document:
        """The data; ``roots`` answer what is asked first."""
        kind = self._operation.kind.title()
        for name, wanted in self._operation.variables.items():
            self._check(wanted, self._given.get(name), f"${name}")
        cost = math.ceil(self._cost(kind, self._operation.parts))
        if cost > COSTLIEST:
            raise RefusedError(f"Query too complex: {cost}", "ratelimited", "RATELIMITED")
        data = {}
        for part in self._flat(self._operation.parts):
            arguments = self._arguments(kind, part)
            data[part.alias] = self._told(SCHEMA[kind][part.name][0], roots[part.name](arguments), part, arguments)
        return data

    def _flat(self, parts: Sequence[Field | str]) -> list[Field]:
        found = []
        for part in parts:
            if isinstance(part, str) and part not in self._operation.fragments:
                raise invalid(f'Unknown fragment "{part}".')
            found += self._flat(self._operation.fragments[part][1]) if isinstance(part, str) else [part]
        return found

    def _cost(self, kind: str, parts: Sequence[Field | str]) -> float:
        cost = 0.0
        for part in self._flat(parts):
            if part.name not in SCHEMA[kind]:
                raise invalid(f'Cannot query field "{part.name}" on type "{kind}".')
            inner = bare(SCHEMA[kind][part.name][0])
            if (inner in SCHEMA) != (part.parts is not None):
                raise invalid(f'Field "{part.name}" of type "{inner}" and its selection do not fit.')
            if part.parts is None:
                cost += 0.1
                continue
            is_list = inner.endswith("Connection")
            size = self._arguments(kind, part).get("first", USUAL_PAGE) if is_list else 1
            cost += size * ((not is_list) + self._cost(inner, part.parts))
        return cost

    def _arguments(self, kind: str, part: Field) -> dict[str, Any]:
        allowed = SCHEMA[kind][part.name][1]
        found = {name: self._filled(value) for name, value in part.arguments.items()}
        for name, value in found.items():
            if name not in allowed:
                raise invalid(f'Unknown argument "{name}" on field "{kind}.{part.name}".')
            self._check(allowed[name], value, name)
        for name, wanted in allowed.items():
            if wanted.endswith("!") and found.get(name) is None:
                raise invalid(f'Argument "{name}" of type "{wanted}" is required.')
        if found.get("first", 0) > LARGEST_PAGE:
            raise RefusedError("Argument Validation Error")
        return {name: value for name, value in found.items() if value is not None}

    def _filled(self, value: Any) -> Any:
        if isinstance(value, Variable):
            if value.name not in self._operation.variables:
                raise invalid(f'Variable "${value.name}" is not defined.')
            return self._given.get(value.name)
        if isinstance(value, dict):
            return {name: self._filled(each) for name, each in value.items()}
        return [self._filled(each) for each in value] if isinstance(value, list) else value

    def _check(self, wanted: str, value: Any, where: str) -> None:
        """That a value is of the shape that is wanted; what is not set may be left out unless it is needed."""
        if value is None:
            if wanted.endswith("!"):
                raise invalid(f'"{where}" of required type "{wanted}" was not provided.')
            return
        if wanted.startswith("["):
            for each in value:
                self._check(wanted.strip("!")[1:-1], each, where)
            return
        fields = SCHEMA.get(bare(wanted))
        if fields is None:
            return
        for name in value:
            if name not in fields:
                raise invalid(f'Field "{name}" is not defined by type "{bare(wanted)}".')
        for name, (kind, _) in fields.items():
            self._check(kind, value.get(name), name)

    def _told(self, kind: str, value: Any, part: Field, arguments: Mapping[str, Any]) -> Any:
        inner = bare(kind)
        if value is None or part.parts is None:
            return value
        if inner.endswith("Connection"):
            value = self._page(value, arguments)
        if isinstance(value, list):
            return [self._object(inner, each, part.parts) for each in value]
        return self._object(inner, value, part.parts)

    def _object(self, kind: str, value: Mapping[str, Any], parts: Sequence[Field | str]) -> Document:
        told = {}
        for part in self._flat(parts):
            arguments = {} if kind.endswith("Connection") or part.parts is None else self._arguments(kind, part)
            told[part.alias] = self._told(SCHEMA[kind][part.name][0], value.get(part.name), part, arguments)
        return told

    def _page(self, found: Sequence[Document], arguments: Mapping[str, Any]) -> Document:
        """A page of a list, whose cursors are the ids of what it holds."""
        wanted = arguments.get("filter") or {}
        shown = [each for each in found if self._visible(each, arguments) and (self._deaf or fits(each, wanted))]
        ids, after = [each["id"] for each in shown], arguments.get("after")
        start = ids.index(after) + 1 if after in ids else 0
        nodes = shown[start : start + arguments.get("first", USUAL_PAGE)]
        last = nodes[-1]["id"] if nodes else None
        more = start + len(nodes) < len(shown)
        return {"nodes": nodes, "pageInfo": {"hasNextPage": more, "hasPreviousPage": start > 0, "endCursor": last}}


def fits(value: Any, wanted: Mapping[str, Any]) -> bool:
    """Whether a filter lets something through; of a list, whether any of it."""
    if isinstance(value, list):
        return any(fits(each, wanted) for each in value)
    return all(_fits_one(value, name, each) for name, each in wanted.items())


def _fits_one(value: Any, name: str, wanted: Any) -> bool:
    if name in ("and", "or"):
        return (all if name == "and" else any)(fits(value, each) for each in wanted)
    if name == "null":
        return (value is None) is wanted
    if isinstance(wanted, dict):
        return (value is not None or "null" in wanted) and fits((value or {}).get(name), wanted)
    text = value or ""
    tests = {
        "eq": lambda: value == wanted,
        "neq": lambda: value != wanted,
        "in": lambda: value in wanted,
        "eqIgnoreCase": lambda: text.casefold() == wanted.casefold(),
        "contains": lambda: wanted in text,
    }
    return bool(tests[name]())

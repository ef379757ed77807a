"""As much of GraphQL's language as voc speaks: one operation, its fragments, and a schema to hold them against."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(r'[\s,]+|(?:#.*)|(\.\.\.|[!$(){}\[\]:=@|]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|\w+)')


@dataclass
class Field:
    """One thing that is wanted; ``parts`` of it where it is an object."""

    name: str
    alias: str
    arguments: dict[str, Any]
    parts: list[Field | str] | None


@dataclass
class Operation:
    """What is asked; a fragment's parts are found by its name."""

    kind: str
    name: str
    variables: dict[str, str]
    parts: list[Field | str]
    fragments: dict[str, tuple[str, list[Field | str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Variable:
    """Stands for a value that comes beside the operation."""

    name: str


class Reader:
    """Reads tokens one by one.

    Raises:
        ValueError: from every method, where the text is something else.
    """

    def __init__(self, text: str) -> None:
        found = list(_TOKEN.finditer(text))
        if sum(len(each.group()) for each in found) != len(text):
            raise ValueError("Syntax Error: Unexpected character")
        self._tokens = [each[1] for each in found if each[1]]

    def peek(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def take(self, wanted: str = "") -> str:
        token = self._tokens.pop(0) if self._tokens else "<EOF>"
        if token == "<EOF>" or (wanted and token != wanted):
            raise ValueError(f"Syntax Error: Expected {wanted or 'more'}, found {token}")
        return token

    def has(self, wanted: str) -> bool:
        """Take it if it comes next."""
        return bool(self.peek() == wanted and self.take())

    def type(self) -> str:
        """A type, such as ``[String!]!``."""
        text = f"[{self.type()}{self.take(']')}" if self.has("[") else self.take()
        return text + (self.take() if self.peek() == "!" else "")

    def typed(self, end: str) -> dict[str, str]:
        """``name: Type`` until ``end``."""
        found = {}
        while not self.has(end):
            self.has("$")
            name = self.take()
            self.take(":")
            found[name] = self.type()
        return found

    def value(self) -> Any:
        token = self.take()
        if token == "$":
            return Variable(self.take())
        if token == "[":
            found = []
            while not self.has("]"):
                found.append(self.value())
            return found
        if token == "{":
            return self._named("}")
        if token[0] == '"':
            return token[1:-1]
        literals = {"true": True, "false": False, "null": None}
        return int(token) if token.lstrip("-").isdigit() else literals.get(token, token)

    def _named(self, end: str) -> dict[str, Any]:
        found = {}
        while not self.has(end):
            name = self.take()
            self.take(":")
            found[name] = self.value()
        return found

    def parts(self) -> list[Field | str]:
        """A selection set."""
        self.take("{")
        found: list[Field | str] = []
        while not self.has("}"):
            if self.has("..."):
                found.append(self.take())
                continue
            alias = name = self.take()
            if self.has(":"):
                name = self.take()
            arguments = self._named(")") if self.has("(") else {}
            found.append(Field(name, alias, arguments, self.parts() if self.peek() == "{" else None))
        return found


def operation_of(text: str) -> Operation:
    """The only operation of a document.

    Raises:
        ValueError: it is none.
    """
    reader, found, fragments = Reader(text), None, {}
    while reader.peek():
        kind, name = reader.take(), reader.take()
        if kind == "fragment":
            reader.take("on")
            fragments[name] = (reader.take(), reader.parts())
        elif kind in ("query", "mutation") and found is None:
            variables = reader.typed(")") if reader.has("(") else {}
            found = Operation(kind, name, variables, reader.parts())
        else:
            raise ValueError(f"Syntax Error: Unexpected {kind!r}")
    if found is None:
        raise ValueError("Syntax Error: no operation")
    found.fragments = fragments
    return found


Schema = dict[str, dict[str, tuple[str, dict[str, str]]]]
"""Fields of types and inputs, by their names: what each is, and what may be asked of it."""


def schema_of(text: str) -> Schema:
    """The types and inputs in a schema."""
    reader, found = Reader(text), {}
    while reader.peek():
        assert reader.take() in ("type", "input")
        name, fields = reader.take(), {}
        reader.take("{")
        while not reader.has("}"):
            called = reader.take()
            asked = reader.typed(")") if reader.has("(") else {}
            reader.take(":")
            fields[called] = (reader.type(), asked)
        found[name] = fields
    return found


def bare(kind: str) -> str:
    """The name in a type."""
    return kind.strip("[]!")

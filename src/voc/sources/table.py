"""Exports of no known shape as records with named values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Protocol

from voc.errors import InputError
from voc.model.ticket import Reject
from voc.ports.source import Document
from voc.sources.csv_records import Cells, delimiter_of, names_delimiter, records
from voc.sources.encoding import Encoding, detect, replaced
from voc.sources.json_records import json_elements
from voc.sources.json_stream import Element
from voc.sources.lines import head, lines

SAMPLE = 1000
"""Records at a document's beginning that tell which columns it has and how its dates are written."""

_MOST_LISTED = 100_000
"""Values one list of a single JSON object may have; they are held in memory together."""


@dataclass(frozen=True, slots=True)
class Record:
    """Values by column name, and the line they begin on; a repeated column has a list."""

    line: int
    values: Mapping[str, object]


class Table(Protocol):
    """A document of records, readable again and again."""

    name: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, or the dotted paths of JSON, in the order they are met."""

    def holds(self, path: str) -> bool:
        """Whether any record has a value at ``path``, even if none of the first does."""

    def records(self) -> Iterator[Record | Reject]:
        """All records, in file order."""


def values_at(values: Mapping[str, object], path: str) -> list[object]:
    """What stands at ``path``: a column's name, or a dotted path through objects and lists (``comments[].body``).

    Lists are opened, so that the result holds texts, numbers, truth values and objects; unknown is an empty list.
    """
    if path in values:
        return _opened([values[path]])
    found: list[object] = [values]
    for part in path.replace("[]", "").split("."):
        found = _opened([each[part] for each in found if isinstance(each, dict) and part in each])
    return found


def _opened(values: list[object]) -> list[object]:
    if not any(value is None or isinstance(value, list) for value in values):
        return values
    opened: list[object] = []
    for value in values:
        if value is not None:
            opened += _opened(value) if isinstance(value, list) else [value]
    return opened


class CsvTable:
    """Delimited text whose first record names the columns."""

    def __init__(self, document: Document, encoding: str | None = None) -> None:
        self.name = document.name
        self._document = document
        self._encoding = detect(document, encoding)
        beginning = head(document, self._encoding)
        self._delimiter, _ = delimiter_of(beginning)
        self._hinted = names_delimiter(beginning)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of the first record."""
        first = next(self._cells(), None)
        if not isinstance(first, Cells):
            raise InputError(f"{self.name} has no header line", "its first line must name the columns")
        return tuple(cell.replace("\ufeff", "").strip() for cell in first.cells)

    @property
    def columns(self) -> tuple[str, ...]:
        """The header without repeated and empty names."""
        return tuple(dict.fromkeys(filter(None, self.header)))

    def holds(self, path: str) -> bool:
        """Whether ``path`` is a column."""
        return path in self.header

    def records(self) -> Iterator[Record | Reject]:
        """All rows below the header; one with more cells than it has is a reject, missing cells are empty."""
        yield from replaced(self.name, self._encoding)
        width = len(self.header)
        repeated = len(set(self.header)) < width
        for row in islice(self._cells(), 1, None):
            if isinstance(row, Reject):
                yield row
            elif any(row.cells[width:]):
                yield Reject(self.name, row.line, f"row has {len(row.cells)} cells where the header has {width}")
            elif repeated:
                yield Record(row.line, _gathered(self.header, row.cells))
            else:
                yield Record(row.line, dict(zip(self.header, row.cells, strict=False)))

    def _cells(self) -> Iterator[Cells | Reject]:
        text = lines(self._document, self._encoding, newline="")
        return records(islice(text, int(self._hinted), None), self.name, self._delimiter)


class JsonTable:
    """JSON objects: one a line, in a list, or a single one."""

    def __init__(self, document: Document, encoding: str | None = None) -> None:
        self.name = document.name
        self._document = document
        self._encoding: Encoding = detect(document, encoding)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Dotted paths of the values of the first records."""
        sample = (record.values for record in self.records() if isinstance(record, Record))
        return tuple(dict.fromkeys(path for values in islice(sample, SAMPLE) for path in _paths(values)))

    def holds(self, path: str) -> bool:
        """Whether any object has a value at ``path``; reads until one has."""
        return any(isinstance(each, Record) and values_at(each.values, path) for each in self.records())

    def records(self) -> Iterator[Record | Reject]:
        """All objects; anything else is a reject."""
        yield from replaced(self.name, self._encoding)
        members: dict[str, object] = {}
        for element in json_elements(self._document, self._encoding):
            if isinstance(element, Reject):
                yield element
            elif element.key is not None:
                self._add(members, element)
            elif isinstance(element.value, dict):
                yield Record(element.line, element.value)
            elif element.value is None and not element.listed and members:
                yield Record(element.line, members)
                members = {}
            else:
                yield Reject(self.name, element.line, "value is no object")

    def _add(self, members: dict[str, object], element: Element) -> None:
        held = members.setdefault(str(element.key), [] if element.listed else element.value)
        if element.listed and isinstance(held, list):
            held.append(element.value)
            if len(held) > _MOST_LISTED:
                raise InputError(
                    f"{self.name} holds its records within one object, under {element.key!r}",
                    "take that list out, or write one record a line",
                )


def _gathered(header: tuple[str, ...], cells: list[str]) -> dict[str, object]:
    gathered: dict[str, object] = {}
    for name, cell in zip(header, cells, strict=False):
        if name in gathered:
            held = gathered[name]
            gathered[name] = [*held, cell] if isinstance(held, list) else [held, cell]
        else:
            gathered[name] = cell
    return gathered


def _paths(values: Mapping[str, object], above: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from _paths(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"

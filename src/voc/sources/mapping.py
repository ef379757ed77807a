"""Which column of a table is which field of a ticket."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from difflib import get_close_matches

from voc.config.headers import Headers, fold
from voc.errors import InputError, UsageError
from voc.sources.table import Table

Columns = Mapping[str, tuple[str, ...]]
"""Canonical field to the columns that hold it, in the order they are joined."""

WORDS = ("subject", "text", "html")
"""The fields of which a ticket needs at least one."""

_SHOWN = 12
_NAME = 40
_NEAR = 0.85


def resolve(table: Table, headers: Headers, given: Columns) -> dict[str, tuple[str, ...]]:
    """What ``given`` says, and for other fields the columns whose names are in ``headers``.

    Raises:
        UsageError: ``given`` names an unknown field, or a column that the table does not have.
        InputError: it stays open which column holds the id or any words; a mapping is proposed.
    """
    chosen = located(table, headers, given)
    columns = recognised(table.columns, headers)
    taken = {column for names in chosen.values() for column in names}
    for field, found in columns.items():
        free = [column for column in found if column not in taken]
        # Two ids are two things; which of them names the ticket only a person knows.
        if free and field not in chosen and (field != "id" or len(free) == 1):
            chosen[field] = (free[0],)
    if "id" not in chosen or not any(field in chosen for field in WORDS):
        raise _unknown(table, headers, chosen)
    return chosen


def located(table: Table, headers: Headers, given: Columns) -> dict[str, tuple[str, ...]]:
    """``given`` by canonical fields and the table's own column names.

    Raises:
        UsageError: it names an unknown field, or a column that the table does not have.
    """
    return {
        headers.field(field): tuple(_column(table, name) for name in names) for field, names in given.items() if names
    }


def recognised(columns: tuple[str, ...], headers: Headers) -> dict[str, list[str]]:
    """For each field the columns that bear one of its names, best name first."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(fold(column), column)
    found = {field: [by_name[name] for name in names if name in by_name] for field, names in headers.fields.items()}
    return {field: columns for field, columns in found.items() if columns}


def propose(table: Table, headers: Headers) -> dict[str, str]:
    """A guess for a person to look at: recognised columns, nested ones by their last part, then near names."""
    last: dict[str, str] = {}
    for column in sorted(table.columns, key=lambda column: column.count(".")):
        last.setdefault(fold(column.rpartition(".")[2]), column)
    exact = recognised(table.columns, headers)
    proposed: dict[str, str] = {}
    for field, names in headers.fields.items():
        candidates = [*exact.get(field, []), *(last[name] for name in names if name in last)]
        if field in ("id", "text"):
            candidates += [last[near] for name in names for near in get_close_matches(name, last, 1, _NEAR)]
        free = [column for column in candidates if column not in proposed.values()]
        proposed.update({field: free[0]} if free else {})
    return proposed


def _column(table: Table, name: str) -> str:
    if name in table.columns or name.partition("[]")[0] in table.columns:
        return name
    by_name = {fold(column): column for column in reversed(table.columns)}
    if fold(name) in by_name:
        return by_name[fold(name)]
    if any(column.startswith(f"{name}.") for column in table.columns):
        raise UsageError(f"{name!r} of {table.name} is no value but holds {_listed(table)}", "name one of these")
    if table.holds(name):
        return name
    near = get_close_matches(name, table.columns, n=1)
    meant = f"did you mean {near[0]!r}?" if near else f"it has {_listed(table)}"
    raise UsageError(f"{table.name} has no column {name!r}", meant)


def _unknown(table: Table, headers: Headers, chosen: Columns) -> InputError:
    missing = [] if "id" in chosen else ["id"]
    if not any(field in chosen for field in WORDS):
        missing.append("text")
    guess = propose(table, headers)
    flags = [f"--map {shlex.quote(field + '=' + guess.get(field, 'COLUMN'))}" for field in missing]
    ids = recognised(table.columns, headers).get("id", [])
    if missing == ["id"] and ids:
        what = f"{' and '.join(map(repr, ids))} could each hold the id"
    else:
        what = f"no column is known to hold the {' or the '.join(missing)}; it has {_listed(table)}"
    return InputError(f"{table.name}: {what}", f"say which does, such as {' '.join(flags)}")


def _listed(table: Table) -> str:
    shown = ", ".join(repr(column[:_NAME]) for column in table.columns[:_SHOWN])
    more = len(table.columns) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown or "no columns"

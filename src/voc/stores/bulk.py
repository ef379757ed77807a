"""Many rows at a time: statements within the databases' limits, streams within the memory's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, delete, insert, select

T = TypeVar("T")

CHUNK = 900
"""SQLite takes 999 values in one statement where it is old."""

STREAM = 500
"""How many rows of a stream are in memory at a time."""


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """``items`` in order, ``size`` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def stream_rows(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """The rows of ``query`` as they are asked for; leaving half-way lets go of the database's cursor."""
    with connection.execute(query, execution_options={"yield_per": STREAM}) as result:
        yield from result


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add ``rows``; none are no mistake."""
    if rows:
        connection.execute(insert(table), rows)


def replace_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let ``table``, whose key is its first column, hold ``rows`` and no others; only what differs is written."""
    names = [column.name for column in table.columns]
    wanted = {row[names[0]]: tuple(row[name] for name in names) for row in rows}
    kept = {row[0]: tuple(row) for row in connection.execute(select(table))}
    stale = [key for key, row in kept.items() if wanted.get(key) != row]
    for chunk in chunks(stale):
        connection.execute(delete(table).where(table.columns[0].in_(chunk)))
    fresh = [dict(zip(names, row, strict=True)) for key, row in wanted.items() if kept.get(key) != row]
    insert_rows(connection, table, fresh)

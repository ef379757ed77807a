"""Many rows at a time: statements within the databases' limits, streams within the memory's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, Row, Select, Table, delete, insert, select
from sqlalchemy.types import TypeEngine

from voc.stores.types import Text, UtcTime

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


def read_columns(connection: Connection, query: Select[Any]) -> list[Sequence[Any]]:
    """All that ``query`` finds, column by column: a large store has millions of values, and a call for each, or a row
    object for each ticket, is most of the time that it takes to read them.
    """
    columns = list(query.selected_columns)
    with connection.execute(query) as result:
        cursor: Any = result.cursor
        codes = [each[1] for each in cursor.description]
        rows = cursor.fetchall()
    read = zip(*rows, strict=True) if rows else [()] * len(columns)
    return [_decoded(*each, connection.dialect) for each in zip(columns, codes, read, strict=True)]


def _decoded(column: ColumnElement[Any], code: Any, values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
    """A column's values as its type has them; ``code`` is the driver's own name of that type."""
    if isinstance(column.type, Text | UtcTime):
        return column.type.column(_plain(column.type.load_dialect_impl(dialect), code, values, dialect))
    return _plain(column.type, code, values, dialect)


def _plain(kind: TypeEngine[Any], code: Any, values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
    """What SQLAlchemy makes of the driver's values."""
    processor = kind.dialect_impl(dialect).result_processor(dialect, code)
    return values if processor is None else [processor(value) for value in values]


def read_rows(connection: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    """All rows of ``query``; see ``read_columns``."""
    return list(zip(*read_columns(connection, query), strict=True))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add ``rows``; none are no mistake."""
    if rows:
        connection.execute(insert(table), rows)


def replace_rows(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Let ``table``, whose key is its first column, hold ``rows`` (a value a column) and no others; only what differs
    is written.
    """
    wanted = dict.fromkeys(rows)
    kept = dict.fromkeys(read_rows(connection, select(table)))
    for chunk in chunks([row[0] for row in kept if row not in wanted]):
        connection.execute(delete(table).where(table.columns[0].in_(chunk)))
    names = [column.name for column in table.columns]
    insert_rows(connection, table, [dict(zip(names, row, strict=True)) for row in wanted if row not in kept])

"""Connections: how a database is opened, read and written.

Python's sqlite3 begins transactions by guessing from the SQL; it is told not to, and every transaction begins here:
readers with BEGIN, writers with BEGIN IMMEDIATE, so that a writer never fails half-way because another came first.
https://docs.sqlalchemy.org/en/20/dialects/sqlite.html (pysqlite: transactions with SAVEPOINT and DDL)
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from voc.errors import StoreError
from voc.stores.failures import file_failure, translated

_BUSY_SECONDS = 5
_BEGIN = "voc_begin"
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)


def connect(url: URL, *, create: bool) -> Engine:
    """An engine for ``url``; with ``create`` a missing SQLite file comes into being, readable by its owner alone.

    Raises:
        StoreError: there is no store and ``create`` is false, or its file cannot be made.
    """
    if url.get_backend_name() != "sqlite":
        return create_engine(url, connect_args={"application_name": "voc"})
    _prepare_file(Path(url.database or ""), create=create)
    engine = create_engine(url)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the store from beginning to end."""
    if engine.dialect.name == "postgresql":  # SQLite's transactions are so anyway
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with translated(engine.url), engine.connect() as connection:
        yield connection


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that is committed at the end, or undone when anything fails."""
    with (
        translated(engine.url),
        engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}).begin() as connection,
    ):
        yield connection


def _prepare_file(path: Path, *, create: bool) -> None:
    try:
        if path.is_dir():
            raise StoreError(f"store {path} is a folder", f"write the path of a file in it, such as {path / 'voc.db'}")
        if not path.parent.is_dir():
            raise StoreError(f"store {path}: there is no folder {path.parent}", "create it, or choose another path")
        if path.exists():
            return
        if not create:
            raise StoreError(f"no store at {path}", "run `voc ingest` first")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise file_failure(f"store {path}", error) from error


def _configure(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

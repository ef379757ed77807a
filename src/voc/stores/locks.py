"""One writer at a time: the second is told who the first is. A killed writer's lock is free at once."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text

from voc.errors import StoreError
from voc.stores.failures import file_failure, translated
from voc.stores.urls import location

_ADVISORY_KEY = 0x766F63  # "voc"; PostgreSQL keeps advisory locks apart by database
_POLL_SECONDS = 0.1


class WriterLock:
    """The right to write to one store; nests."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._depth = 0

    @contextmanager
    def hold(self, wait: float) -> Iterator[None]:
        """Be the only writer for the length of the block.

        Args:
            wait: how many seconds to wait for another writer to end.

        Raises:
            StoreError: another writer holds the store; it is named.
        """
        if self._depth:
            yield
            return
        with self._outermost(wait):
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    def _outermost(self, wait: float) -> AbstractContextManager[None]:
        if self._engine.dialect.name == "sqlite":
            return _file_lock(Path(self._engine.url.database or ""), wait)
        return _advisory_lock(self._engine, wait)


def _in_use(where: str, holder: str) -> StoreError:
    return StoreError(f"store {where} is being written by {holder}", "wait until that voc has ended, then run again")


@contextmanager
def _file_lock(database: Path, wait: float) -> Iterator[None]:
    """Hold the operating system's lock on a file beside ``database``, and say who does in a companion file."""
    holder = database.with_name(database.name + ".writer")
    lock = FileLock(database.with_name(database.name + ".lock"), mode=0o600)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise _in_use(str(database), _read_holder(holder)) from error
    except OSError as error:
        raise file_failure(f"lock {lock.lock_file}", error) from error
    try:
        _write_holder(holder)
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _write_holder(path: Path) -> None:
    record = {"pid": os.getpid(), "host": socket.gethostname(), "since": _now()}
    with suppress(OSError):  # it only makes a message better; a full disk will be met soon enough
        path.touch(mode=0o600)
        path.write_text(json.dumps(record), encoding="utf-8")


def _read_holder(path: Path) -> str:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return f"process {record['pid']} on {record['host']} since {record['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


@contextmanager
def _advisory_lock(engine: Engine, wait: float) -> Iterator[None]:
    """Hold PostgreSQL's lock on a connection of its own; the server lets go of it when that connection dies."""
    name = f"process {os.getpid()} on {socket.gethostname()[:20]} since {_now()}"  # the server cuts at 63 bytes
    with translated(engine.url), _autocommit(engine).connect() as connection:
        if not _try_advisory(connection, wait):
            raise _in_use(location(engine.url), _advisory_holder(connection))
        connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_KEY})
            connection.execute(text("SELECT set_config('application_name', 'voc', false)"))


def _autocommit(engine: Engine) -> Engine:
    """Connections outside of transactions, so that waiting on one holds nothing up."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _try_advisory(connection: Connection, wait: float) -> bool:
    deadline = time.monotonic() + wait
    while True:
        if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_KEY}).scalar_one():
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(_POLL_SECONDS)


def _advisory_holder(connection: Connection) -> str:
    query = text(
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
        "WHERE locktype = 'advisory' AND classid = 0 AND objid = :key AND granted "
        "AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    name = connection.execute(query, {"key": _ADVISORY_KEY}).scalar()
    return str(name) if name and name != "voc" else "another process"

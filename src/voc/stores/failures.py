"""A database's failures as one line that says what, where and what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from voc.errors import StoreError
from voc.stores.urls import location, without_secrets

_RETRY = "run the command again"
_RESTORE = "restore it from a backup, or move it away and run `voc ingest` again"

_Table = tuple[tuple[str, str, str], ...]
"""Prefix of a code, what happened, what to do; the first match counts."""

# By SQLite's error name; https://sqlite.org/rescode.html
_SQLITE: _Table = (
    ("SQLITE_READONLY", "is read-only", "make the file and its folder writable, or choose another store"),
    ("SQLITE_FULL", "cannot grow: the disk is full", "free some space; nothing of this step was stored"),
    ("SQLITE_CANTOPEN", "cannot be opened", "check that the file and its folder exist and that you may write there"),
    ("SQLITE_PERM", "may not be opened", "check the permissions of the file and its folder"),
    ("SQLITE_NOTADB", "is not a voc store", "choose another path, or move that file away"),
    ("SQLITE_CORRUPT", "is damaged", _RESTORE),
    ("SQLITE_BUSY", "is locked by another program", "wait until it has ended, then " + _RETRY),
    ("SQLITE_LOCKED", "is locked by another program", "wait until it has ended, then " + _RETRY),
    ("SQLITE_IOERR", "cannot be read or written (disk error)", "check the disk and its free space, then " + _RETRY),
    ("SQLITE_TOOBIG", "cannot hold a value of over a gigabyte", "leave that ticket out"),
    ("SQLITE_CONSTRAINT_FOREIGNKEY", "refused a row that refers to an unknown ticket", _RETRY),
    ("SQLITE_NOMEM", "ran out of memory", "free some memory, then " + _RETRY),
)

# By SQLSTATE; https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: _Table = (
    ("53100", "cannot grow: the server's disk is full", "free some space; nothing of this step was stored"),
    ("53300", "has no connection left", "end some of its clients, or raise max_connections"),
    ("25006", "is read-only", "connect to the primary server"),
    ("28", "refused the login", "check user and password in the store's URL"),
    ("3D", "does not exist", "create the database, or correct the store's URL"),
    ("42501", "refused access to its tables", "grant this user the rights to create and change tables"),
    ("23503", "refused a row that refers to an unknown ticket", _RETRY),
    ("57", "was shut down by its operator", "wait until it is back, then " + _RETRY),
    ("08", "cannot be reached", "check that the server runs and that the store's URL is right"),
)

_LONGEST_REASON = 200
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn failures of the database at ``url`` into ``StoreError``; our own mistakes stay what they are."""
    try:
        yield
    except DBAPIError as error:
        raise (_not_connected(url, error) or _explain(location(url), error.orig) or error) from error
    except sqlite3.Error as error:
        raise (_explain(location(url), error) or error) from error


def file_failure(where: str, error: OSError) -> StoreError:
    """The one line for a file beside the store, or the store's own, that the system would not let us use."""
    if error.errno in _NO_SPACE:
        return StoreError(f"{where} cannot be written: the disk is full", "free some space")
    reason = (error.strerror or str(error)).lower()
    return StoreError(f"{where} cannot be used: {reason}", "check that its folder exists and that you may write there")


def damaged(noun: str) -> StoreError:
    """The one line for a value that the database kept whole but that is none of ours."""
    return StoreError(f"the store holds a damaged {noun}", _RESTORE)


def _not_connected(url: URL, error: DBAPIError) -> StoreError | None:
    """What the server, or the driver, says of a connection that did not come about or broke; None for other failures.

    Such errors have no code, so its own first line tells what is wrong; where the URL is refused no statement is run.
    """
    original = error.orig
    if isinstance(original, sqlite3.Error) or getattr(original, "sqlstate", None) is not None:
        return None
    if type(original).__name__ != "OperationalError" and error.statement is not None:
        return None
    said = next(iter(without_secrets(str(original), url).splitlines()), "").strip()[:_LONGEST_REASON]
    reason = f": {''.join(filter(str.isprintable, said))}" if said else ""
    return StoreError(
        f"store {location(url)} cannot be reached{reason}",
        "check that the server runs and that the store's URL is right",
    )


def _explain(where: str, error: BaseException | None) -> StoreError | None:
    if isinstance(error, sqlite3.Error):
        code, table = getattr(error, "sqlite_errorname", ""), _SQLITE
    else:
        code, table = getattr(error, "sqlstate", None) or "", _POSTGRESQL
    for prefix, what, hint in table:
        if code.startswith(prefix):
            return StoreError(f"store {where} {what}", hint)
    return None

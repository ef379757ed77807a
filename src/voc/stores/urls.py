"""What a user may write for the store, as a SQLAlchemy URL."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from voc.errors import UsageError

_POSTGRESQL = ("postgresql", "postgresql+psycopg", "postgres")


def parse_url(text: str) -> URL:
    """The URL of the store: a bare path, ``sqlite:///PATH``, or ``postgresql://...``.

    Raises:
        UsageError: another database, a malformed URL, or PostgreSQL without its driver.
    """
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            f"store URL cannot be read: {scheme_only(text)}", "write a path or postgresql://HOST/NAME"
        ) from error
    if url.drivername == "sqlite":
        return _sqlite(url)
    if url.drivername in _POSTGRESQL:
        return _postgresql(url)
    raise UsageError(f"no store for {scheme_only(text)}", "write a path, sqlite:///PATH or postgresql://HOST/NAME")


def scheme_only(text: str) -> str:
    """A URL as far as it can be shown: the rest may hold a password."""
    return text.partition("://")[0] + "://…"


def _sqlite(url: URL) -> URL:
    if not url.database or url.database == ":memory:":
        raise UsageError("sqlite URL without a file", "write sqlite:///voc.db")
    if url.query or url.host:
        raise UsageError("sqlite URL with more than a file", "write sqlite:///voc.db, or sqlite:////absolute/voc.db")
    return url


def _postgresql(url: URL) -> URL:
    if find_spec("psycopg") is None:
        raise UsageError("PostgreSQL needs its driver", 'run pip install "voc-bridge[postgresql]"')
    return url.set(drivername="postgresql+psycopg")

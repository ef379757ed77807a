"""What a user may write for the store, as a SQLAlchemy URL."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from voc.errors import UsageError

_SECRET = re.compile("password$")
"""The parameters of libpq that hold a secret: ``password`` and ``sslpassword``."""

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


def location(url: URL) -> str:
    """Where a store lies, as messages show it: a path, or a URL as a person writes it, without its passwords."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    hidden = {name: "***" for name in url.query if _SECRET.search(name)}
    return url.set(drivername="postgresql").update_query_dict(hidden).render_as_string(hide_password=True)


def without_secrets(text: str, url: URL) -> str:
    """``text``, a message of the database, with the passwords of ``url`` struck out."""
    given = [url.password, *(value for name, value in url.query.items() if _SECRET.search(name))]
    for secret in given:
        text = text.replace(secret, "***") if isinstance(secret, str) and secret else text
    return text


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

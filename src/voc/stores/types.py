"""Column types that give back exactly what they were given, on every database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, TypeDecorator
from sqlalchemy import Text as SqlText
from sqlalchemy.types import TypeEngine

_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF
_BEFORE_SURROGATES = _FIRST_SURROGATE - 1
_BEFORE = chr(_BEFORE_SURROGATES)
# NUL has no place in PostgreSQL and lone surrogates none in UTF-8, yet JSON exports hold both. Each becomes a pair
# that begins with its neighbour, which itself becomes a pair, so that escaped texts sort as the originals do.
_ESCAPES: dict[int, str] = {
    0: "\x01\x01",
    1: "\x01\x02",
    _BEFORE_SURROGATES: _BEFORE + "\x01",
    **{s: _BEFORE + chr(s - _BEFORE_SURROGATES + 1) for s in range(_FIRST_SURROGATE, _LAST_SURROGATE + 1)},
}
_ORIGINALS = {pair: chr(point) for point, pair in _ESCAPES.items()}
_PAIR = re.compile(f"[\x01{_BEFORE}].", re.DOTALL)
_NEEDS_ESCAPE = re.compile(f"[\x00\x01{_BEFORE}-{chr(_LAST_SURROGATE)}]")


def escape(text: str) -> str:
    """``text`` without NUL and lone surrogates; order-preserving, undone by ``unescape``."""
    if text.isascii() and "\x00" not in text and "\x01" not in text:  # nearly all of them, at memchr speed
        return text
    return text.translate(_ESCAPES) if _NEEDS_ESCAPE.search(text) else text


def unescape(text: str) -> str:
    """What ``escape`` was given."""
    return _PAIR.sub(lambda pair: _ORIGINALS[pair.group()], text)


def _plain(value: str | None) -> str | None:
    """``unescape`` of a value; nearly all of them are as they were."""
    if value is None or ("\x01" not in value and (value.isascii() or _BEFORE not in value)):
        return value
    return unescape(value)


class Text(TypeDecorator[str]):
    """Any Python string, hostile ones too; sorts by code point, as Python does."""

    impl = SqlText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Text in byte order; SQLite has it so anyway, PostgreSQL would sort by language."""
        return dialect.type_descriptor(SqlText(collation="C" if dialect.name == "postgresql" else None))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Python to database."""
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Database to Python."""
        return _plain(value)

    @staticmethod
    def column(values: Sequence[str | None]) -> Sequence[str | None]:
        """The same for a whole column: one look at all of it, since nearly all columns are as they were."""
        whole = "".join(filter(None, values))
        return values if _plain(whole) is whole else [_plain(value) for value in values]


class UtcTime(TypeDecorator[datetime]):
    """An aware point in time, kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Python to database.

        Raises:
            ValueError: the time does not say its zone, which the sources must have settled.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"time without a zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Database to Python; SQLite keeps no zone, PostgreSQL answers in the session's."""
        return _utc(value)

    @staticmethod
    def column(values: Sequence[datetime | None]) -> Sequence[datetime | None]:
        """The same for a whole column."""
        return [_utc(value) for value in values]


def _utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

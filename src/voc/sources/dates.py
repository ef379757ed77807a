"""Times as exports write them, to UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from voc.errors import UsageError

_EPOCH_DIGITS = 9
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
    r"(?:,?\s+(?:klo|kello|kl\.?|at)?\s*(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second_of_minute>\d{2}))?"
    r"\s*(?P<half>[ap]m)?)?"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_ZONE_NAME = re.compile(r"\s*(?:utc|gmt)$", re.IGNORECASE)


def zone(name: str) -> tzinfo:
    """The time zone called ``name``.

    Raises:
        UsageError: there is none.
    """
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(f"there is no time zone {name!r}", "use an IANA name such as Europe/Helsinki") from None


def parse(value: object, day_first: bool | None, naive: tzinfo) -> datetime | None:
    """``value`` as a time in UTC; None when it is none.

    Args:
        value: ISO 8601, a date of numbers (``15.7.2011 klo 17.48``), or seconds or milliseconds since 1970.
        day_first: of dates of numbers with slashes or hyphens; None leaves those unread.
        naive: zone of times that name none.
    """
    try:
        moment = _moment(value, day_first)
        if moment is None:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=naive)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def column_order(values: Iterable[object]) -> tuple[bool, bool]:
    """Whether some date of numbers in a column can only be day first, and whether one can only be month first.

    A column that needs no order, having no such dates or only ones like ``5/5/2026``, counts as day first.
    """
    day = month = needed = False
    for value in values:
        match = _NUMERIC.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None or match["mark"] == ".":
            continue
        first, second = int(match["first"]), int(match["second"])
        needed |= first != second
        day |= first > 12
        month |= second > 12
    return (True, False) if not needed else (day, month)


def _moment(value: object, day_first: bool | None) -> datetime | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _epoch(float(value))
    text = str(value).strip()
    if text.replace(".", "", 1).isdecimal() and len(text.partition(".")[0]) >= _EPOCH_DIGITS:
        return _epoch(float(text))
    match = _NUMERIC.fullmatch(text)
    if match is not None:
        return _numeric(match, day_first)
    return datetime.fromisoformat(_ZONE_NAME.sub("+00:00", text).replace("/", "-"))


def _epoch(number: float) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, by magnitude; None before 1973, which no help desk saw."""
    for unit in (1, 1e3, 1e6):
        if 1e8 <= number / unit < 1e11:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / unit)
    return None


def _numeric(match: re.Match[str], day_first: bool | None) -> datetime | None:
    if match["mark"] == ".":
        day_first = True
    if day_first is None:
        return None
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    day, month = (first, second) if day_first else (second, first)
    hour, minute, seconds = (int(match[part] or 0) for part in ("hour", "minute", "second_of_minute"))
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "pm")
    return datetime(year + 2000 * (year < 100), month, day, hour, minute, seconds, tzinfo=_offset(match["zone"]))


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))

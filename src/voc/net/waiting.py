"""How long a server wants us to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """The header ``Retry-After``, seconds or a date (RFC 9110, 10.2.3), as seconds from ``now``; None for neither."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    until = moment(retry_after)
    return None if until is None else max(0.0, (until - now).total_seconds())


def moment(date: str | None) -> datetime | None:
    """A date as headers write it; None when it is none."""
    try:
        found = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)

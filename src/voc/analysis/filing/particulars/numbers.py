"""Which numbers are a version, and which are a price, a date, a time of day or an address."""

from __future__ import annotations

import re

from voc.model.environment import EnvironmentPatterns

_GOES_ON = re.compile(r"\d|[.,:/-]\d|,-|[^\W\d_]|_|\.\s*(?:klo|kl)\b|@")
"""Behind a number that is only the beginning of something else."""
_DAYS, _MONTHS, _HOURS, _MINUTES, _OCTET = 31, 12, 23, 59, 255


def stands_alone(text: str, end: int, patterns: EnvironmentPatterns) -> bool:
    """Whether the number that ends at ``end`` is whole, and neither counts nor costs anything."""
    return not _GOES_ON.match(text, end) and not patterns.counted.match(text, end)


def could_be_version(number: str) -> bool:
    """Whether a number with dots may be a version at all: no date with its year, no address, no leading zero."""
    parts = number.split(".")
    if any(len(part) > 1 and part.startswith("0") for part in parts[:1]):
        return False
    values = [int(part) for part in parts]
    is_date = len(values) == 3 and len(parts[2]) == 4 and values[0] <= _DAYS and values[1] <= _MONTHS
    is_address = len(values) == 4 and values[0] > 9 and max(values) <= _OCTET
    return not is_date and not is_address


def could_be_day_or_time(text: str, number: str, end: int) -> bool:
    """Whether a number with dots may be a day (5.2. or 5.2.26) or a time of day (9.30)."""
    parts = number.split(".")
    first, second = int(parts[0]), int(parts[1])
    if len(parts) == 2:
        is_day = text[end : end + 1] == "." and first <= _DAYS and second <= _MONTHS
        return is_day or (len(parts[1]) == 2 and first <= _HOURS and second <= _MINUTES)
    return len(parts) == 3 and len(parts[2]) == 2 and first <= _DAYS and second <= _MONTHS

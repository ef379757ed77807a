"""Times as exports write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import UsageError
from voc.sources.dates import column_order, parse, zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011-03-29T16:48:47.000+0000", datetime(2011, 3, 29, 16, 48, 47, tzinfo=UTC)),
        ("2011-03-29T16:48:47Z", datetime(2011, 3, 29, 16, 48, 47, tzinfo=UTC)),
        ("2011-03-29T16:48:47+02:00", datetime(2011, 3, 29, 14, 48, 47, tzinfo=UTC)),
        ("2011-07-15 17:48 UTC", datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        ("2011-07-15 17:48", datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        ("2011/07/15 17:48", datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        ("2011-07-15", datetime(2011, 7, 15, tzinfo=UTC)),
        ("15.7.2011 klo 17.48", datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        ("15.7.2011 kello 7.48", datetime(2011, 7, 15, 7, 48, tzinfo=UTC)),
        ("15.07.2011 17:48:05", datetime(2011, 7, 15, 17, 48, 5, tzinfo=UTC)),
        ("15.7.2011", datetime(2011, 7, 15, tzinfo=UTC)),
        ("15.7.11 17:48", datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        ("15.7.2011 17:48 +0300", datetime(2011, 7, 15, 14, 48, tzinfo=UTC)),
        ("15.7.2011 17:48 -05:30", datetime(2011, 7, 15, 23, 18, tzinfo=UTC)),
        (1310752080, datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        (1310752080.0, datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        ("1310752080", datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        (1310752080000, datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        ("1310752080000", datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
        (1310752080000000, datetime(2011, 7, 15, 17, 48, tzinfo=UTC)),
    ],
)
def test_forms_without_doubt_are_read(text: object, expected: datetime) -> None:
    """Forms that have one meaning need no word about the order of day and month."""
    assert parse(text, None, UTC) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "-",
        "yesterday",
        "31.2.2011",
        "2011-13-01",
        "0001-01-01x",
        None,
        True,
        0,
        -5,
        float("nan"),
        float("inf"),
        1e300,
        "9" * 400,
        "99.99.9999",
        "1.1.2011 25:00",
        [],
        {},
    ],
)
def test_what_is_no_time_is_none(value: object) -> None:
    """Anything else is None and never an exception."""
    assert parse(value, True, UTC) is None


def test_slashes_need_an_order() -> None:
    """A date with slashes is read only when somebody knows what comes first."""
    assert parse("3/4/2026", None, UTC) is None
    assert parse("3/4/2026", True, UTC) == datetime(2026, 4, 3, tzinfo=UTC)
    assert parse("3/4/2026", False, UTC) == datetime(2026, 3, 4, tzinfo=UTC)
    assert parse("3-4-2026", True, UTC) == datetime(2026, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("3/4/2026 12:05 AM", 0), ("3/4/2026 12:05 PM", 12), ("3/4/2026 1:05 pm", 13), ("3/4/2026 9:05", 9)],
)
def test_halves_of_the_day(text: str, hour: int) -> None:
    """Twelve at night is zero, twelve at noon is twelve."""
    assert parse(text, False, UTC) == datetime(2026, 3, 4, hour, 5, tzinfo=UTC)


def test_naive_times_stand_in_the_given_zone() -> None:
    """A time without a zone is local, in summer time where that holds; one with a zone is not moved."""
    helsinki = zone("Europe/Helsinki")
    assert parse("2026-01-15 12:00", None, helsinki) == datetime(2026, 1, 15, 10, tzinfo=UTC)
    assert parse("15.7.2026 klo 12.00", None, helsinki) == datetime(2026, 7, 15, 9, tzinfo=UTC)
    assert parse("2026-01-15T12:00Z", None, helsinki) == datetime(2026, 1, 15, 12, tzinfo=UTC)


def test_unknown_zone_is_a_usage_error() -> None:
    """A misspelt zone is told, with an example."""
    with pytest.raises(UsageError, match="Europe/Helsinki"):
        zone("Europe/Hellsinki")
    with pytest.raises(UsageError):
        zone("../../etc/passwd")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["13/4/2026", "1/2/2026"], (True, False)),
        (["4/13/2026", "1/2/2026"], (False, True)),
        (["13/4/2026", "4/13/2026"], (True, True)),
        (["3/4/2026", "1/2/2026"], (False, False)),
        (["5/5/2026"], (True, False)),
        (["3.4.2026", "", None, 5, "2026-01-02"], (True, False)),
    ],
)
def test_order_of_a_column(column: list[object], expected: tuple[bool, bool]) -> None:
    """One number above twelve settles a column; both orders or none leave it open."""
    assert column_order(column) == expected


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.timezones()))
def test_iso_comes_back(moment: datetime) -> None:
    """Every aware time comes back from its ISO form, in UTC."""
    parsed = parse(moment.isoformat(), None, timezone(timedelta(hours=5)))
    assert parsed == moment.astimezone(UTC)
    assert parsed.tzinfo is UTC


@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever stands in a cell, the answer is a UTC time or None."""
    parsed = parse(text, True, UTC)
    assert parsed is None or parsed.tzinfo is UTC


@given(st.dates(datetime(1990, 1, 1).date(), datetime(2090, 1, 1).date()), st.booleans())
def test_orders_mirror_each_other(day: object, day_first: bool) -> None:
    """A date written in either order comes back when read in the same order."""
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    assert parse(day.strftime(form), day_first, UTC).date() == day

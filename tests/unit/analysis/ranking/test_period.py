"""Which week is reported on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.ranking.period import period_of
from voc.model.settings import RankSettings

HELSINKI = ZoneInfo("Europe/Helsinki")
SETTINGS = RankSettings()
MONDAY = datetime(2026, 11, 9, tzinfo=UTC)


def test_it_ends_at_the_last_monday() -> None:
    """On a Thursday the last full week is reported, and the ranking looks back eight weeks."""
    thursday = MONDAY + timedelta(days=3, hours=10)
    period = period_of(thursday, thursday, UTC, SETTINGS)
    assert (period.start, period.end) == (MONDAY - timedelta(days=7), MONDAY)
    assert period.window_start == MONDAY - timedelta(days=56)
    assert not period.follows_data


@pytest.mark.parametrize(
    ("now", "end"), [(MONDAY, MONDAY), (MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=7))]
)
def test_monday_midnight_belongs_to_the_new_week(now: datetime, end: datetime) -> None:
    """At Monday 00:00 the week before is over; a second earlier it is not."""
    assert period_of(now, now, UTC, SETTINGS).end == end


def test_the_week_begins_where_the_people_are() -> None:
    """Sunday 23:30 in London is Monday in Helsinki."""
    now = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
    assert period_of(now, now, HELSINKI, SETTINGS).end == datetime(2026, 11, 9, tzinfo=HELSINKI)
    assert period_of(now, now, UTC, SETTINGS).end == datetime(2026, 11, 2, tzinfo=UTC)


def test_a_change_of_clocks_moves_no_bound() -> None:
    """Over the end of summer time every bound is still midnight, so the week has an hour more."""
    period = period_of(datetime(2026, 10, 26, 12, tzinfo=UTC), None, HELSINKI, SETTINGS)
    assert (period.start.hour, period.end.hour) == (0, 0)
    assert period.end.timestamp() - period.start.timestamp() == (7 * 24 + 1) * 3600


def test_an_old_export_still_ranks() -> None:
    """When all tickets are older than the window, the period ends on the Monday after the newest, and says so."""
    newest = datetime(2024, 2, 29, 12, tzinfo=UTC)
    period = period_of(MONDAY, newest, UTC, SETTINGS)
    assert period.end == datetime(2024, 3, 4, tzinfo=UTC)
    assert period.follows_data


def test_a_ticket_in_the_last_week_keeps_the_calendar() -> None:
    """One ticket just inside the last week is enough for the period of the calendar; just outside it is not."""
    edge = MONDAY - timedelta(days=7)
    assert period_of(MONDAY, edge, UTC, SETTINGS).end == MONDAY
    assert period_of(MONDAY, edge - timedelta(seconds=1), UTC, SETTINGS).follows_data


def test_the_first_week_of_a_small_team_counts() -> None:
    """When every ticket is from the week under way, that week is reported, not an empty one."""
    now = MONDAY + timedelta(days=3)
    period = period_of(now, now, UTC, SETTINGS, oldest_ticket=MONDAY + timedelta(days=1))
    assert (period.start, period.end, period.follows_data) == (MONDAY, MONDAY + timedelta(days=7), True)


def test_as_of_overrides_everything() -> None:
    """A date is its midnight, a time is itself, one without a zone is meant in the zone."""
    old = datetime(2020, 1, 1, tzinfo=UTC)
    midnight = datetime(2026, 3, 4, tzinfo=HELSINKI)
    assert period_of(MONDAY, old, HELSINKI, SETTINGS, date(2026, 3, 4)).end == midnight
    assert period_of(MONDAY, old, HELSINKI, SETTINGS, datetime(2026, 3, 4)).end == midnight
    assert period_of(MONDAY, old, HELSINKI, SETTINGS, datetime(2026, 3, 3, 22, tzinfo=UTC)).end == midnight


def test_no_dates_at_all() -> None:
    """Without a dated ticket the calendar decides."""
    assert period_of(MONDAY, None, UTC, SETTINGS).end == MONDAY


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    age=st.timedeltas(timedelta(0), timedelta(days=4000)),
)
def test_the_period_is_a_week_that_ends_on_a_monday(now: datetime, age: timedelta) -> None:
    """Whatever the time and the newest ticket: Monday to Monday, and the newest ticket's window is not empty."""
    period = period_of(now, now - age, HELSINKI, SETTINGS)
    assert period.end.weekday() == period.start.weekday() == 0
    assert period.window_start <= now - age

"""Which week is reported on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from voc.model.report import Period
from voc.model.settings import RankSettings


def period_of(
    now: datetime,
    newest_ticket: datetime | None,
    timezone: tzinfo,
    settings: RankSettings,
    as_of: datetime | date | None = None,
    *,
    oldest_ticket: datetime | None = None,
) -> Period:
    """The reporting period, its bounds at midnight in ``timezone``.

    It ends at the last Monday 00:00 that is not after ``now``. An old export still ranks: when its newest ticket lies
    before that period, the period ends at the Monday after that ticket. So does a first week's
    export: when its oldest ticket is not before that Monday, the period is the week under way.

    Args:
        now: the time of the run, aware.
        newest_ticket: the last ticket's date, aware; None where no ticket has one.
        timezone: where the week begins.
        settings: lengths of the period and the window, in days.
        as_of: the end of the period (a date is its midnight in ``timezone``); overrides everything else.
        oldest_ticket: the first ticket's date, as ``newest_ticket``.
    """
    if as_of is not None:
        return _ending(_instant(as_of, timezone), settings)
    monday = _monday_before(now, timezone)
    if newest_ticket is not None and newest_ticket < monday - timedelta(days=settings.period_days):
        return _ending(_monday_after(newest_ticket, timezone), settings, follows_data=True)
    if oldest_ticket is not None and oldest_ticket >= monday:
        return _ending(_monday_after(now, timezone), settings, follows_data=True)
    return _ending(monday, settings)


def _instant(as_of: datetime | date, timezone: tzinfo) -> datetime:
    """``as_of`` as an aware time; one without a time zone is meant in ``timezone``."""
    if not isinstance(as_of, datetime):
        return datetime.combine(as_of, time(), timezone)
    return as_of.astimezone(timezone) if as_of.tzinfo else as_of.replace(tzinfo=timezone)


def _monday_before(moment: datetime, timezone: tzinfo) -> datetime:
    """The last Monday 00:00 that is not after ``moment``."""
    day = moment.astimezone(timezone).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), timezone)


def _monday_after(moment: datetime, timezone: tzinfo) -> datetime:
    """The first Monday 00:00 after ``moment``."""
    return _monday_before(moment, timezone) + timedelta(days=7)


def _ending(end: datetime, settings: RankSettings, follows_data: bool = False) -> Period:
    """The period that ends at ``end``; days are calendar days, so that a change of the clocks moves no bound."""
    return Period(
        start=end - timedelta(days=settings.period_days),
        end=end,
        window_start=end - timedelta(days=settings.window_days),
        follows_data=follows_data,
    )

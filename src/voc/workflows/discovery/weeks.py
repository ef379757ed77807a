"""When a run is, in weeks of the tickets' own dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from voc.model.registry import SHIFTING, Event, Run, ThemeChange
from voc.model.ticket import TicketFacts
from voc.ports.store import Store
from voc.workflows.discovery.known import Known

if TYPE_CHECKING:
    from voc.analysis.themes.identity.agreeing import Calendar

_FOUNDING = (ThemeChange.EMERGED, ThemeChange.SPLIT)

_MONDAY = datetime(1970, 1, 5).toordinal()


def calendar_of(store: Store, known: Known, now: datetime) -> Calendar:
    """The calendar of a run that begins with ``known``: its week is that of the newest ticket, dates after ``now`` left
    aside, and never before that of the last run; weeks begin on Mondays where ``now`` is told. Where no ticket has a
    date every run is a week of its own.
    """
    from voc.analysis.themes.identity.agreeing import Calendar  # noqa: PLC0415 - loads NumPy

    runs = store.runs()
    last = max((run.week for run in runs), default=0)
    newest = newest_of(known.facts.values(), now)
    week = max(last, _week(newest, now.tzinfo)) if newest else last + 1
    current = [run.number for run in runs if run.week == week]
    events = store.events()
    happened = [event for event in events if current and event.run >= min(current)]
    moved = sum(len(event.shift.ticket_ids) for event in happened if event.shift.change in SHIFTING)
    weeks = len({run.week for run in runs} | {week})
    return Calendar(_next(runs), week, max(weeks, _age(known, events, week, weeks, now.tzinfo)), moved)


def _age(known: Known, events: Iterable[Event], week: int, weeks: int, zone: tzinfo | None) -> int:
    """For how many weeks there have been themes that no run on record found, as in a store from before there were any:
    since their oldest ticket, and longer than the ``weeks`` on record; 0 where there are none.
    """
    told = {event.shift.into for event in events if event.shift.change in _FOUNDING}
    older = [theme for theme in known.found.themes if theme.id not in told]
    first = min((theme.first_seen for theme in older if theme.first_seen), default=None)
    return max(weeks + 1, week - _week(first, zone) + 1 if first else 0) if older else 0


def newest_of(facts: Iterable[TicketFacts], now: datetime) -> datetime | None:
    """The newest date of ``facts`` that is not after ``now``; None where there is none."""
    return max((at for fact in facts if (at := fact.created_at) and at <= now), default=None)


def mondays(facts: Iterable[TicketFacts], after: datetime | None, zone: tzinfo, now: datetime) -> Iterator[datetime]:
    """The ends of the weeks (Mondays, 00:00 in ``zone``) in which tickets came, those of tickets up to ``after`` left
    out, until ``now``; oldest first.
    """
    dates = sorted({at.astimezone(zone).date() for fact in facts if (at := fact.created_at) and at <= now})
    ends = {day - timedelta(days=day.weekday()) + timedelta(days=7) for day in dates}
    for end in sorted(ends):
        monday = datetime.combine(end, time(), zone)
        if monday <= now and (after is None or monday > after):
            yield monday


def first_day(week: int) -> date:
    """The Monday of a week as runs number them."""
    return date.fromordinal(_MONDAY + 7 * week)


def _next(runs: list[Run]) -> int:
    return max((run.number for run in runs), default=0) + 1


def _week(at: datetime, zone: tzinfo | None) -> int:
    """Weeks since the first Monday of 1970, which begin in ``zone``."""
    return (at.astimezone(zone).toordinal() - _MONDAY) // 7

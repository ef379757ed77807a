"""For how long a store has been in use: since its first run, whether there is a record of it or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from tests import runs
from tests.unit.workflows.test_discover import HashingEncoder
from tests.unit.workflows.test_discover_by_week import FIRST, by_week, dealt, keep, weekly

from voc.analysis.themes.identity.changing import SETTLING
from voc.model.registry import Standing
from voc.ports.store import Discovery
from voc.stores.memory import MemoryStore
from voc.workflows.discover import discover
from voc.workflows.discovery.history import Occasion
from voc.workflows.discovery.known import known_in
from voc.workflows.discovery.weeks import calendar_of

WEEKS = dealt([[6, 6, 6, 0], [2, 2, 2, 0], [3, 3, 3, 0], [2, 2, 2, 0], [7, 7, 7, 7], [7, 7, 7, 7]])


def upgraded(number: int, *, dated: bool = True) -> MemoryStore:
    """A store of so many weeks whose runs were never kept, as before there was a record of them."""
    old, store = weekly(WEEKS[:number]), MemoryStore()
    keep(store, list(old.tickets()))
    found = old.found()
    if not dated:
        found = replace(found, themes=tuple(replace(each, first_seen=None, last_seen=None) for each in found.themes))
    standing = Standing(found.themes, found.assignments)
    store.save_discovery(Discovery(found, standing, store.embedding(""), None, "d", 0))
    return store


def weeks_of(store: MemoryStore, week: int) -> int:
    """How old the next run takes the store for, when the tickets of this week came."""
    keep(store, WEEKS[week])
    return calendar_of(store, known_in(store), FIRST + timedelta(weeks=week + 1)).weeks


@pytest.mark.parametrize("week", [0, 1, 2, 4])
def test_weeks_count_from_the_first_run(week: int) -> None:
    """A run for each week: the next one is that many weeks and one."""
    assert weeks_of(weekly(WEEKS[:week]), week) == week + 1


@pytest.mark.parametrize("hours", [-12, -8, 0, 9, 14])
def test_weeks_are_numbered_as_they_are_cut(hours: int) -> None:
    """Where the zone's Monday begins: a ticket of Sunday evening there is one of the week that ends, whatever day it is
    in UTC.
    """
    zone, store = timezone(timedelta(hours=hours)), MemoryStore()
    monday = FIRST.replace(tzinfo=zone)
    for number, batch in enumerate(dealt([[6, 6, 6, 0]] * 4)):
        sunday = monday + timedelta(weeks=number, days=6, hours=21)
        keep(store, [replace(each, created_at=sunday) for each in batch])
    by_week(store, zone)
    numbers = [run.week for run in store.runs()]
    assert numbers == list(range(numbers[0], numbers[0] + 4))


@pytest.mark.parametrize("week", [1, 2, 4])
def test_an_old_store_is_as_old_as_its_themes(week: int) -> None:
    """The record begins with the upgrade; the weeks are those since the oldest ticket of a theme from before."""
    store = upgraded(week)
    assert store.runs() == []
    assert weeks_of(store, week) == week + 1


def test_an_old_store_does_not_grow_young_by_its_first_records() -> None:
    """After the first run on record, too, it is as old as it was."""
    store = upgraded(4)
    keep(store, WEEKS[4])
    discover(store, runs.means(HashingEncoder()), Occasion(FIRST + timedelta(weeks=5)))
    assert len(store.runs()) == 1
    assert weeks_of(store, 5) == 6 > SETTLING


def test_an_old_store_without_dates_is_older_than_its_record() -> None:
    """Nobody can say how old it is; it has been run once at least."""
    assert weeks_of(upgraded(4, dated=False), 4) == 2


def test_old_tickets_in_the_first_run_make_no_old_store() -> None:
    """An export of many weeks, read at once: its themes are found now, and may still settle."""
    store = MemoryStore()
    keep(store, [each for batch in WEEKS[:4] for each in batch])
    discover(store, runs.means(HashingEncoder()), Occasion(FIRST + timedelta(weeks=4)))
    assert weeks_of(store, 4) == 2

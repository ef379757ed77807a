"""What a run leaves for the report of the same command."""

from __future__ import annotations

from datetime import UTC

from tests import runs
from tests.unit.workflows.test_discover import HashingEncoder
from tests.unit.workflows.test_discover_by_week import NOW, by_week, dealt, keep

from voc.model.report import Report
from voc.model.settings import RankSettings
from voc.stores.memory import MemoryStore
from voc.workflows import report
from voc.workflows.discover import discover
from voc.workflows.discovery.history import Occasion
from voc.workflows.snapshot import Snapshot

COUNTS = [[6, 6, 6, 0], [2, 1, 0, 0], [2, 2, 2, 6]]


def summed_up(store: MemoryStore, held: Snapshot | None) -> Report:
    occasion = report.Occasion(NOW, UTC)
    settings = RankSettings(bootstrap_draws=20)
    return report.summarize_store(store, settings, occasion, version="0", config_digest="c0ffee", held=held)


def test_a_report_of_what_a_run_left_is_that_of_the_store() -> None:
    """Week after week, whatever a ticket says of itself; a run that finds nothing new leaves nothing."""
    store = MemoryStore()
    for week in dealt(COUNTS):
        keep(store, week)
        found = discover(store, runs.means(HashingEncoder()), Occasion(NOW))
        assert found.held is not None
        assert summed_up(store, found.held) == summed_up(store, None)
    assert discover(store, runs.means(HashingEncoder()), Occasion(NOW)).held is None


def test_a_run_that_made_up_for_a_week_leaves_nothing_but_the_last() -> None:
    """It does not know the tickets of the weeks to come."""
    store = MemoryStore()
    for week in dealt(COUNTS):
        keep(store, week)
    found = list(by_week(store))
    assert len(found) == 4
    assert [each.held for each in found[:-1]] == [None] * (len(found) - 1)

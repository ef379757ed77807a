"""Old exports read at once and made up for week by week: the themes and history that weekly runs would have given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import runs
from tests.unit.workflows.test_discover import THINGS, TOPICS, HashingEncoder, OtherEncoder, run, ticket, week

from voc.model.decision import Decision, Ruling
from voc.model.registry import Fate
from voc.model.ticket import Ticket
from voc.stores.memory import MemoryStore
from voc.workflows.discover import Discovered, discover, discover_by_week
from voc.workflows.discovery.history import Occasion
from voc.workflows.standing import stand

FIRST = datetime(2026, 10, 5, tzinfo=UTC)
"""A Monday."""

NOW = FIRST + timedelta(weeks=9, days=2)


def told(number: int, topic: str, place: int, days: float, encoder_words: str = "") -> Ticket:
    """A ticket about a topic, so many days after the first Monday."""
    body = TOPICS[topic][place % 2].format(f"{THINGS[place % len(THINGS)]} {encoder_words}".strip())
    one = ticket(f"t:{number}-{topic}-{place}", body)
    return replace(one, created_at=FIRST + timedelta(days=days))


def keep(store: MemoryStore, tickets: Iterable[Ticket]) -> None:
    """Ingest."""
    store.save_tickets([(each, "digest", 0) for each in tickets])


def weekly(batches: Sequence[Sequence[Ticket]], zone: tzinfo = UTC) -> MemoryStore:
    """Every batch ingested and looked at when its week has ended."""
    store = MemoryStore()
    for number, batch in enumerate(batches, start=1):
        keep(store, batch)
        now = datetime.combine((FIRST + timedelta(weeks=number)).date(), datetime.min.time(), zone)
        discover(store, runs.means(HashingEncoder()), Occasion(now))
    return store


def by_week(store: MemoryStore, zone: tzinfo = UTC) -> list[Discovered]:
    """Make up for all weeks."""
    return list(discover_by_week(store, runs.means(HashingEncoder()), NOW, zone))


def at_once(batches: Sequence[Sequence[Ticket]], zone: tzinfo = UTC) -> MemoryStore:
    """Everything ingested, then made up for."""
    store = MemoryStore()
    keep(store, [each for batch in batches for each in batch])
    by_week(store, zone)
    return store


def remembered(store: MemoryStore) -> tuple[object, ...]:
    """All that both ways must agree on."""
    history = [replace(run, at=NOW, until=None) for run in store.runs()]
    return store.themes(), store.assignments(), store.found(), history, store.theme_counts(), store.events()


BATCH = st.lists(st.integers(0, 6), min_size=4, max_size=4)
"""How many tickets of each topic come in a week."""


def dealt(counts: Sequence[Sequence[int]]) -> list[list[Ticket]]:
    """Tickets of so many weeks, Monday to Sunday."""
    return [
        [
            told(number, topic, place, 7 * number + place)
            for topic, many in zip(TOPICS, batch, strict=True)
            for place in range(many)
        ]
        for number, batch in enumerate(counts)
    ]


@settings(max_examples=12, deadline=None)
@given(st.lists(BATCH, min_size=1, max_size=6), st.sampled_from([UTC, timezone(timedelta(hours=9))]))
def test_made_up_for_is_as_if_run_weekly(counts: list[list[int]], zone: tzinfo) -> None:
    """Ingest and discover every week, or all at the end: the same themes, assignments, runs, counts and events."""
    batches = [
        [replace(each, created_at=each.created_at and each.created_at.replace(tzinfo=zone)) for each in batch]
        for batch in dealt(counts)
    ]
    assert remembered(at_once(batches, zone)) == remembered(weekly(batches, zone))


def test_weeks_are_seen_one_by_one() -> None:
    """One run a week that had tickets, as of the Monday after it, and nothing more once all is seen."""
    batches = dealt([[6, 6, 6, 0], [0, 0, 0, 0], [2, 2, 2, 6]])
    store = at_once(batches)
    assert [run.until for run in store.runs()] == [FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=3)]
    assert [run.tickets for run in store.runs()] == [18, 30]
    assert [run.week for run in store.runs()] == [2961, 2963]
    before = remembered(store)
    assert all(each.new_themes == each.placed == 0 for each in by_week(store))
    assert remembered(store) == before


def test_undated_tickets_come_last() -> None:
    """They are looked at in the run after the last week, which has no end."""
    batches = dealt([[6, 6, 6, 0], [2, 2, 2, 0]])
    undated = [replace(told(9, "print", place, 0), created_at=None) for place in range(6)]
    store = at_once([*batches, undated])
    *_, first, last = store.runs()
    assert first.until == FIRST + timedelta(weeks=2)
    assert (last.until, last.tickets - first.tickets) == (None, 6)
    assert last.week == first.week


def test_a_ticket_of_the_future_comes_last() -> None:
    """A date that is still to come makes no week, and the calendar does not follow it."""
    batches = dealt([[6, 6, 6, 0], [2, 2, 2, 0]])
    store = at_once([*batches, [told(9, "print", 0, 7 * 2000)]])
    assert [run.until for run in store.runs()] == [FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=2), None]
    assert len({run.week for run in store.runs()}) == 2


def test_it_goes_on_where_it_was_cut_off() -> None:
    """A run that ended after a week is taken up with the next one, and ends where an unbroken one does."""
    batches = dealt([[6, 6, 6, 0], [2, 2, 2, 0], [0, 3, 3, 6]])
    store = MemoryStore()
    keep(store, [each for batch in batches for each in batch])
    cut_off = discover_by_week(store, runs.means(HashingEncoder()), NOW, UTC)
    next(cut_off)
    cut_off.close()
    assert len(store.runs()) == 1
    by_week(store)
    assert remembered(store) == remembered(at_once(batches))


def test_where_nothing_is_new_no_week_is_made_up_for() -> None:
    """A second time there is one run, which says so."""
    store = at_once(dealt([[3, 3, 0, 0], [3, 0, 3, 0]]))
    before = remembered(store)
    (again,) = by_week(store)
    assert (again.unchanged, again.until) == (True, None)
    assert remembered(store) == before


def test_what_is_told_of_a_week_leaves_later_tickets_out() -> None:
    """Tickets of later weeks are no tickets left out for their words."""
    batches = dealt([[6, 6, 6, 0], [2, 2, 2, 6]])
    store = MemoryStore()
    keep(store, [each for batch in batches for each in batch])
    first, *_ = by_week(store)
    assert first.taking_part == 18
    assert first.left_out == {}


def test_a_decision_about_a_later_ticket_waits_for_nobody() -> None:
    """A ticket that people placed before its week came counts from its week on."""
    batches = dealt([[6, 6, 6, 0], [2, 2, 2, 6]])
    reference = at_once(batches)
    theme = reference.themes()[0].id
    late = "t:1-print-0"
    moved = Decision("d1", NOW, "me", Ruling.MOVE, "", ticket_ids=(late,), into=theme)
    store = MemoryStore()
    keep(store, [each for batch in batches for each in batch])
    store.add_decisions(
        [moved], stand(store, store.found(), runs.means(HashingEncoder()).stopwords, decisions=[moved]).standing
    )
    by_week(store)
    first = {count.theme_id: count.tickets for count in store.theme_counts() if count.run == 1}
    found = {count.theme_id: count.tickets for count in reference.theme_counts() if count.run == 1}
    assert first == found
    assert [run.tickets for run in store.runs()] == [18, 30]
    assert next(a.theme_id for a in store.assignments() if a.ticket_id == late) == theme


# -- another encoder ---------------------------------------------------------------------------------------------------
def test_another_encoder_goes_through_a_rebuild_and_keeps_the_ids() -> None:
    """Everything is clustered anew in the new space, what became of each theme is told, and the ids stay."""
    store = MemoryStore()
    keep(store, week())
    run(store)
    before = {theme.id: theme.ticket_ids for theme in store.themes()}
    found = run(store, encoder=OtherEncoder())
    assert found.renewed
    assert store.runs()[-1].rebuilt
    assert {each.theme_id: each.fate for each in found.outcomes} == dict.fromkeys(before, Fate.SURVIVED)
    assert {theme.id: theme.ticket_ids for theme in store.themes()} == before


def test_a_rebuild_founds_themes_where_there_are_none() -> None:
    """Tickets that were seen and left alone get themes when everything is clustered anew with better eyes."""

    class Blind(HashingEncoder):
        name = "blind"

        def encode(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]
            return super().encode(texts) * 0

    store = MemoryStore()
    alone = [ticket(f"t:{number}", f"Word{number} thing{number} stuff{number}") for number in range(12)]
    keep(store, alone)
    run(store, encoder=Blind())
    assert store.themes() == []
    pairs = [replace(each, messages=week()[number].messages) for number, each in enumerate(alone)]
    keep(store, pairs)
    run(store, encoder=OtherEncoder())
    assert len(store.themes()) >= 1


@pytest.mark.parametrize("rebuilt", [False, True])
def test_a_rebuild_of_nothing(rebuilt: bool) -> None:
    """A store without a ticket has no themes, whatever is asked of it."""
    store = MemoryStore()
    found = runs.run(store, HashingEncoder(), Occasion(NOW, rebuilt=rebuilt))
    assert (found.themes, found.tickets, store.runs()) == (0, 0, [])

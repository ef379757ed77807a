"""Tickets, themes and weeks as arrays: the same whatever the order, and whoever keyed the customers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.ranking.contacts import Contacts, contacts_of, distinct_customers, memberships_of
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.voices import decay, voices_of
from voc.analysis.ranking.weeks import weeks_of
from voc.model.settings import RankSettings
from voc.model.theme import Assignment, Theme
from voc.model.ticket import FeedbackFacts, Kind, TicketFacts

END = datetime(2026, 11, 9, tzinfo=UTC)
SETTINGS = RankSettings()
PERIOD = period_of(END, END, UTC, SETTINGS)


def facts_of(*rows: tuple[str, str, float | None]) -> dict[str, TicketFacts]:
    """Tickets by id, customer and age in days."""
    return {
        id_: TicketFacts(id_, customer, None if age is None else END - timedelta(days=age))
        for id_, customer, age in rows
    }


def theme(id_: str, *ids: str) -> Theme:
    """A theme of some tickets."""
    return Theme(id_, id_, Kind.BUG, (), (), ids, None, None)


def everything(contacts: Contacts) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Every row."""
    return np.ones(len(contacts.at), dtype=bool)


def test_customers_are_numbered_by_their_first_ticket() -> None:
    """The key plays no part: the customer of the smallest ticket id is number 0."""
    contacts = contacts_of(facts_of(("a:2", "aa", 1), ("a:1", "zz", 1), ("a:3", "zz", 1)))
    assert list(contacts.row) == ["a:1", "a:2", "a:3"]
    assert contacts.customer.tolist() == [0, 1, 0]
    assert contacts.customers == 2


def test_themes_are_numbered_by_their_first_ticket() -> None:
    """Ids, which may be random, decide nothing but the place of empty themes."""
    facts = facts_of(("a:1", "x", 1), ("a:2", "y", 1))
    members = memberships_of([theme("t1", "a:2"), theme("t2", "a:1"), theme("t3")], contacts_of(facts))
    assert members.theme_ids == ("t3", "t2", "t1")
    assert members.theme.tolist() == [1, 2]
    assert members.row.tolist() == [0, 1]


def test_unknown_and_repeated_tickets_are_passed_over() -> None:
    """A ticket that was purged, or that stands twice in a theme, is not counted twice or at all."""
    contacts = contacts_of(facts_of(("a:1", "x", 1)))
    assert memberships_of([theme("t", "a:1", "a:1", "gone:1")], contacts).row.tolist() == [0]


def test_distinct_customers_of_chosen_rows() -> None:
    """Customers are counted once a theme, over the chosen tickets only."""
    contacts = contacts_of(facts_of(("a:1", "x", 1), ("a:2", "x", 1), ("a:3", "y", 1), ("a:4", "y", 1)))
    members = memberships_of([theme("t", "a:1", "a:2", "a:3"), theme("u", "a:4")], contacts)
    assert distinct_customers(members, contacts, everything(contacts)).tolist() == [2, 1]
    assert distinct_customers(members, contacts, np.array([True, True, False, False])).tolist() == [1, 0]


def test_the_window_begins_inclusive_and_ends_exclusive() -> None:
    """A ticket at the first moment is in, one at the end is not, one without a date is not."""
    contacts = contacts_of(facts_of(("a:1", "x", 56), ("a:2", "x", 56.001), ("a:3", "x", 0), ("a:4", "x", None)))
    assert contacts.in_window(PERIOD).tolist() == [True, False, False, False]


def test_without_dates_all_is_the_window() -> None:
    """When no ticket has a date, every span of time holds all of them."""
    contacts = contacts_of(facts_of(("a:1", "x", None), ("a:2", "y", None)))
    assert not contacts.dated
    assert contacts.in_window(PERIOD).all()


def test_no_tickets() -> None:
    """An empty store is empty arrays."""
    contacts = contacts_of({})
    members = memberships_of([theme("t")], contacts)
    assert (contacts.customers, contacts.dated) == (0, False)
    assert distinct_customers(members, contacts, everything(contacts)).tolist() == [0]


@pytest.mark.parametrize(("age", "half_life", "expected"), [(0, 28, 1), (28, 28, 0.5), (56, 28, 0.25), (-3, 28, 1)])
def test_decay(age: float, half_life: float, expected: float) -> None:
    """Half after a half-life, a quarter after two; what lies after the end of the period is new."""
    at = np.array([(END - timedelta(days=age)).timestamp()])
    assert decay(at, PERIOD, half_life)[0] == pytest.approx(expected)
    assert decay(at, PERIOD, float("inf"))[0] == 1


def test_voices_take_the_largest_of_a_customer() -> None:
    """Of a customer's tickets in a theme the surest, the latest, the worst, and any that speaks of leaving."""
    facts = facts_of(("a:1", "x", 1), ("a:2", "x", 28), ("a:3", "y", 2))
    contacts = contacts_of(facts)
    feedback = {
        "a:1": FeedbackFacts("a:1", Kind.BUG, 1.0, "en", 2),
        "a:2": FeedbackFacts("a:2", Kind.BUG, 1.0, "en", 4, churn="cancel"),
    }
    sure = {"a:1": 0.3, "a:2": 7.0, "a:3": -1.0}
    findings = Findings(
        [theme("t", *facts)], feedback, facts, {id_: Assignment(id_, "t", p, "t") for id_, p in sure.items()}
    )
    members = memberships_of(findings.themes, contacts)
    voices = voices_of(findings, members, contacts, np.array([2.0, 1.0]), period=PERIOD, half_life_days=28)
    assert voices.customer.tolist() == [0, 1]
    assert voices.p.tolist() == [1.0, 0.0]
    assert voices.decay[0] == pytest.approx(0.5 ** (1 / 28))
    assert voices.severity.tolist() == [4, 0]
    assert voices.churn.tolist() == [True, False]
    assert voices.weight.tolist() == [2.0, 1.0]


def test_weeks_reach_back_as_far_as_tickets_do() -> None:
    """Six weeks of tickets: the period, the guard week, and four weeks of baseline."""
    facts = facts_of(*((f"a:{week}", f"c{week}", 7 * week + 1) for week in range(6)))
    contacts = contacts_of(facts)
    weeks = weeks_of(memberships_of([theme("t", *facts)], contacts), contacts, PERIOD, SETTINGS)
    assert weeks.everyone.tolist() == weeks.themes[0].tolist() == [0] * 20 + [1] * 6
    assert (weeks.baseline, weeks.baseline_length) == (slice(20, 24), 4)
    assert weeks.shown.tolist() == [[0] * 4 + [1] * 6]


def test_the_spread_looks_back_farther_than_the_baseline() -> None:
    """Thirty weeks of tickets: eight are the baseline, and the twenty-four before the guard week tell the spread."""
    facts = facts_of(*((f"a:{week}", f"c{week}", 7 * week + 1) for week in range(30)))
    contacts = contacts_of(facts)
    weeks = weeks_of(memberships_of([theme("t", *facts)], contacts), contacts, PERIOD, SETTINGS)
    assert (weeks.history, weeks.baseline, weeks.lately) == (slice(0, 24), slice(16, 24), slice(24, 26))


def test_the_last_weeks_keep_off_the_baseline() -> None:
    """Without a guard week the period stands alone; of two guard weeks the second goes with it."""
    facts = facts_of(("a:1", "c", 1))
    contacts = contacts_of(facts)
    members = memberships_of([], contacts)
    alone = weeks_of(members, contacts, PERIOD, RankSettings(guard_weeks=0))
    apart = weeks_of(members, contacts, PERIOD, RankSettings(guard_weeks=2))
    assert (alone.baseline.stop, alone.lately) == (24, slice(24, 25))
    assert (apart.baseline.stop, apart.lately) == (24, slice(25, 27))


@pytest.mark.parametrize(("weeks", "length"), [(1, 0), (2, 0), (3, 1), (10, 8), (30, 8)])
def test_the_baseline_is_bounded(weeks: int, length: int) -> None:
    """Never longer than the setting, never a negative length."""
    facts = facts_of(*((f"a:{week}", "x", 7 * week + 1) for week in range(weeks)))
    contacts = contacts_of(facts)
    assert weeks_of(memberships_of([], contacts), contacts, PERIOD, SETTINGS).baseline_length == length


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.floats(0, 90)), max_size=30))
def test_weeks_count_everyone_once(rows: list[tuple[int, int, float]]) -> None:
    """No theme has more customers in a week than wrote at all, and nobody is lost when all are in one theme."""
    facts = facts_of(*((f"a:{number}", f"c{customer}", age) for number, customer, age in rows))
    contacts = contacts_of(facts)
    weeks = weeks_of(memberships_of([theme("t", *facts)], contacts), contacts, PERIOD, SETTINGS)
    assert weeks.themes[0].tolist() == weeks.everyone.tolist()
    assert weeks.everyone.max(initial=0) <= contacts.customers

"""What three customers in two themes add up to, worked by hand: parts, draws, revenue, ratings, weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from voc.analysis.ranking.bootstrap import rank_intervals, resample, tie_groups, value_intervals
from voc.analysis.ranking.contacts import contacts_of, memberships_of
from voc.analysis.ranking.estimate import (
    Estimate,
    estimate,
    leave_out_impact,
    product_of_parts,
    severity_percentile,
    wilson_lower,
)
from voc.analysis.ranking.figures import Figures, figures_of
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.revenue import currencies_of, customer_revenue, revenue_weights, with_comparable_revenue
from voc.analysis.ranking.satisfaction import customer_points, points
from voc.analysis.ranking.voices import Voices, decay, voices_of
from voc.analysis.ranking.weeks import Weeks, weeks_of
from voc.model.report import Period
from voc.model.settings import RankSettings
from voc.model.theme import Assignment, Theme
from voc.model.ticket import FeedbackFacts, Kind, Revenue, Satisfaction, TicketFacts

END = datetime(2026, 11, 9, tzinfo=UTC)
PERIOD = Period(END - timedelta(days=7), END, END - timedelta(days=56))
ONCE = np.ones(3)
VOICES = Voices(
    themes=2,
    theme=np.array([0, 0, 1]),
    customer=np.array([0, 1, 1]),
    p=np.array([1.0, 0.5, 1.0]),
    decay=np.array([1.0, 0.5, 0.25]),
    severity=np.array([4, 0, 2]),
    churn=np.array([True, False, False]),
    weight=np.array([1.0, 2.0, 2.0]),
)
"""Customer 0 is in the first theme, customer 1 in both, the first time less surely; customer 2 is in none."""


def fact(id_: str, customer: str, days: float | None, **more: object) -> TicketFacts:
    """A ticket written so many days before the end of the period."""
    return TicketFacts(id_, customer, None if days is None else END - timedelta(days=days), **more)


def facts(*rows: TicketFacts) -> dict[str, TicketFacts]:
    """Tickets by id."""
    return {row.id: row for row in rows}


def theme(id_: str, *tickets: str) -> Theme:
    """A theme of these tickets."""
    return Theme(id_, id_, Kind.BUG, (), (), tickets, None, None)


def test_parts_by_hand() -> None:
    """Reach 1 + .5 * .5; value with the second customer's weight of 2; severity of those who have one."""
    parts = estimate(VOICES, ONCE, VOICES.p)
    assert parts.customers.tolist() == [2, 1]
    assert parts.reach.tolist() == [1.25, 0.25]
    assert parts.value.tolist() == [1.5, 0.5]
    assert parts.severity.tolist() == [4, 2]
    assert parts.churning.tolist() == [1, 0]
    assert parts.churn == pytest.approx([0.09453, 0.0], abs=1e-5)


def test_a_customer_drawn_twice_counts_twice() -> None:
    """Each row counts as often as its customer was drawn; a theme without any has no severity."""
    times = np.array([2.0, 1.0, 0.0])
    parts = estimate(VOICES, times, times)
    assert parts.customers.tolist() == [3, 0]
    assert parts.reach.tolist() == [2.5, 0.0]
    assert parts.value.tolist() == [3.0, 0.0]
    assert np.isnan(parts.severity[1])
    assert parts.churning.tolist() == [2, 0]


def test_the_product_by_hand() -> None:
    """1.5 * sqrt(4 / 3) * 1.09453 = 1.8958; .5 * sqrt(2 / 3) = .4082."""
    found = product_of_parts(estimate(VOICES, ONCE, VOICES.p), RankSettings())
    assert found == pytest.approx([1.89578, 0.408248], abs=1e-4)


def test_exponents_of_zero_leave_a_part_out() -> None:
    """With all exponents at 0 every theme with customers scores 1, and one without scores 0."""
    parts = estimate(VOICES, np.array([1.0, 0.0, 0.0]), ONCE)
    settings = RankSettings(value_exponent=0, severity_exponent=0, churn_exponent=0)
    assert product_of_parts(parts, settings).tolist() == [1.0, 0.0]


def test_an_unknown_severity_counts_as_the_reference() -> None:
    """Severity 3 and an unknown one give the same score."""
    one = np.ones(2)
    parts = Estimate(one, one, one * 2, np.array([3.0, np.nan]), one * 0, one * 0)
    assert product_of_parts(parts, RankSettings()).tolist() == [2.0, 2.0]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([9, 1, 0, 0, 0, 0], 1), ([0, 1, 1, 1, 1, 0], 3), ([0, 3, 0, 0, 0, 1], 1), ([0, 2, 0, 0, 0, 1], 5)],
)
def test_severity_is_value_number_three_quarters(counts: list[int], expected: int) -> None:
    """Of n known severities value number ceil(.75 n) counts: the third of four, the third of three."""
    assert severity_percentile(np.array([counts], float)).tolist() == [expected]


def test_the_wilson_bound_by_hand() -> None:
    """All of 10: 1 / (1 + 3.8416 / 10) = .7225; none of 10 and none of none: 0."""
    found = wilson_lower(np.array([10.0, 0.0, 0.0]), np.array([10.0, 10.0, 0.0]))
    assert found == pytest.approx([0.722467, 0.0, 0.0], abs=1e-5)


def test_more_customers_make_the_same_share_surer() -> None:
    """Half of ever more customers: the bound rises towards one half and never reaches it."""
    n = np.array([2.0, 10.0, 100.0, 10_000.0])
    bounds = wilson_lower(n / 2, n)
    assert (np.diff(bounds) > 0).all()
    assert 0.48 < bounds[-1] < 0.5


def test_leave_out_impact_by_hand() -> None:
    """Ratings 100, 0, 50, mean 50: without both customers 50, without the unhappy one 75."""
    found = leave_out_impact(VOICES, np.array([100.0, 0.0, 50.0]), ONCE, ONCE, least=(1, 1))
    assert found.tolist() == [0.0, -25.0]


def test_customers_without_a_rating_have_no_impact() -> None:
    """Without the rating of customer 1: 75 in all, 50 without the first theme, nothing known of the second."""
    found = leave_out_impact(VOICES, np.array([100.0, np.nan, 50.0]), ONCE, ONCE, least=(1, 1))
    assert found[0] == 25.0
    assert np.isnan(found[1])


def test_a_theme_of_everyone_has_no_rest() -> None:
    """Where nobody is left outside of the theme there is nothing to compare with."""
    found = leave_out_impact(VOICES, np.array([100.0, 0.0, np.nan]), ONCE, ONCE, least=(1, 1))
    assert np.isnan(found[0])
    assert found[1] == -50.0


def totals(parts: Estimate) -> np.ndarray:
    """The number of customers as the score."""
    return parts.customers


def test_a_lone_customer_is_drawn_every_time() -> None:
    """With one customer in the population each draw is that customer, once; membership of 1 is certain."""
    alone = np.array([True, False, False])
    drawn = resample(VOICES, alone, np.full(3, np.nan), totals, draws=20, seed=1)
    assert drawn.totals.tolist() == [[1.0, 0.0]] * 20
    assert np.isnan(drawn.impacts).all()


def test_a_doubtful_membership_holds_in_some_draws() -> None:
    """Customer 1 is in the first theme in about half of the draws, in the second in all of them."""
    alone = np.array([False, True, False])
    drawn = resample(VOICES, alone, np.full(3, np.nan), totals, draws=200, seed=1).totals
    assert 0.35 < drawn[:, 0].mean() < 0.65
    assert (drawn[:, 1] == 1).all()


def test_draws_depend_on_the_seed_alone() -> None:
    """The same seed gives the same draws, another one others; no theme has more customers than were drawn."""
    everyone, rated = np.ones(3, bool), np.array([100.0, 0.0, 50.0])
    one, same, other = (resample(VOICES, everyone, rated, totals, draws=50, seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(one.totals, same.totals)
    assert np.array_equal(one.impacts, same.impacts, equal_nan=True)
    assert not np.array_equal(one.totals, other.totals)
    assert one.totals.max() <= 3


def test_a_lost_theme_shares_the_last_rank() -> None:
    """A theme of score 0 is last in that draw, wherever it stands otherwise."""
    drawn = np.array([[3.0, 2.0, 1.0]] * 9 + [[0.0, 2.0, 1.0]])
    low, high = rank_intervals(drawn)
    assert low.tolist() == [1, 1, 2]
    assert high.tolist() == [1, 2, 3]


def test_values_are_bounded_by_nearest_rank() -> None:
    """Of 1 to 10 the first and the ninth; of a single known value that value; of none nothing."""
    columns = np.stack([np.arange(10.0, 0, -1), np.r_[7.0, np.full(9, np.nan)], np.full(10, np.nan)], axis=1)
    low, high = value_intervals(columns)
    assert low[:2].tolist() == [1.0, 7.0]
    assert high[:2].tolist() == [9.0, 7.0]
    assert np.isnan([low[2], high[2]]).all()


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ([], [], []),
        ([1], [1], ["1"]),
        ([1, 2, 4], [2, 4, 5], ["1-2", "1-2", "3"]),
        ([1, 1, 1], [3, 3, 3], ["1-3", "1-3", "1-3"]),
        ([1, 2, 3], [1, 3, 3], ["1", "2-3", "2-3"]),
    ],
)
def test_groups_do_not_chain(low: list[int], high: list[int], expected: list[str]) -> None:
    """A theme joins a group if its interval overlaps that of the group's first theme, not of the last."""
    assert tie_groups(low, high) == expected


@pytest.mark.parametrize(("days", "expected"), [(0, 1.0), (28, 0.5), (56, 0.25), (-3, 1.0)])
def test_a_voice_halves_by_half_lives(days: float, expected: float) -> None:
    """After one half-life a half, after two a quarter; a ticket after the end counts whole."""
    at = np.array([END.timestamp() - days * 86_400])
    assert decay(at, PERIOD, 28.0) == pytest.approx([expected])
    assert decay(at, PERIOD, np.inf).tolist() == [1.0]


def test_a_voice_is_the_most_of_its_tickets() -> None:
    """Two tickets of one customer are one voice: the surest, latest and worst of both, the confidence bounded."""
    told = facts(fact("t:1", "a", 28), fact("t:2", "a", 14), fact("t:3", "b", 60), fact("t:4", "b", 56))
    contacts = contacts_of(told)
    words = {
        "t:1": FeedbackFacts("t:1", Kind.BUG, 0.9, "en", severity=5, churn="cancel"),
        "t:2": FeedbackFacts("t:2", Kind.BUG, 0.9, "en", severity=2),
    }
    sure = {"t:1": 0.4, "t:2": 0.3, "t:4": 1.7}
    findings = Findings(
        [theme("th-1", *told)], words, told, {id_: Assignment(id_, "th-1", p, None) for id_, p in sure.items()}
    )
    members = memberships_of(findings.themes, contacts)
    found = voices_of(findings, members, contacts, np.array([1.0, 3.0]), period=PERIOD, half_life_days=28.0)
    assert found.customer.tolist() == [0, 1]
    assert found.p.tolist() == [0.4, 1.0]
    assert found.decay == pytest.approx([np.sqrt(0.5), 0.25])
    assert found.severity.tolist() == [5, 0]
    assert found.churn.tolist() == [True, False]
    assert found.weight.tolist() == [1.0, 3.0]


def weekly(told: dict[str, TicketFacts], *themes: Theme) -> Weeks:
    """Two baseline weeks, one guard week, and the period."""
    contacts = contacts_of(told)
    return weeks_of(memberships_of(themes, contacts), contacts, PERIOD, RankSettings(baseline_weeks=2, guard_weeks=1))


def test_weeks_by_hand() -> None:
    """One customer with two tickets in a week is one; the bound of a week belongs to the later week."""
    told = facts(fact("t:1", "a", 28), fact("t:2", "a", 22), fact("t:3", "b", 21), fact("t:4", "b", 7))
    found = weekly(told, theme("th-1", "t:1", "t:2"), theme("th-2", "t:3", "t:4"))
    assert found.shown.tolist() == [[1, 0, 0, 0], [0, 1, 0, 1]]
    assert found.everyone[-4:].tolist() == [1, 1, 0, 1]
    assert (found.everyone[found.baseline].tolist(), found.baseline_length) == ([1, 1], 2)


@pytest.mark.parametrize(("days", "length"), [(28, 2), (21.5, 2), (21, 1), (15, 1), (14, 0), (1, 0)])
def test_the_baseline_begins_with_the_first_ticket(days: float, length: int) -> None:
    """Weeks that ended before anyone wrote are no history."""
    assert weekly(facts(fact("t:1", "a", days)), theme("th-1", "t:1")).baseline_length == length


def test_weeks_without_dates_are_empty() -> None:
    """No date, no week: all counts are 0 and nothing is compared."""
    found = weekly(facts(fact("t:1", "a", None)), theme("th-1", "t:1"))
    assert found.shown.tolist() == [[0, 0, 0, 0]]
    assert not found.everyone.any()
    assert found.baseline_length == 0


def test_the_latest_revenue_counts() -> None:
    """A dated ticket outdoes an undated one, a later one an earlier; who tells none has none."""
    told = facts(
        fact("t:1", "a", 3, revenue=Revenue(300.0)),
        fact("t:2", "a", 9, revenue=Revenue(900.0)),
        fact("t:3", "a", None, revenue=Revenue(1.0)),
        fact("t:4", "b", 1),
    )
    found = customer_revenue(told, contacts_of(told))
    assert found[0] == 300.0
    assert np.isnan(found[1])


def test_revenue_weights_by_hand() -> None:
    """The median payer weighs 1 + ln 2; a hundred times as much is capped; none, zero and negative weigh 1."""
    revenue = np.array([100.0, 50.0, 10_000.0, np.nan, 0.0, -5.0])
    found = revenue_weights(revenue, 3.0)
    assert found == pytest.approx([1.693147, 1.405465, 4.0, 1.0, 1.0, 1.0], abs=1e-6)
    assert revenue_weights(np.array([np.nan, 0.0]), 3.0).tolist() == [1.0, 1.0]
    assert revenue_weights(revenue, 0.0).tolist() == [1.0] * 6


def test_amounts_of_several_currencies_are_not_added() -> None:
    """Two currencies: no revenue at all; one, or one and unnamed ones: everything stays."""
    euro = fact("t:1", "a", 1, revenue=Revenue(10.0, "EUR"))
    dollar = fact("t:2", "b", 1, revenue=Revenue(10.0, "USD"))
    unnamed = fact("t:3", "c", 1, revenue=Revenue(10.0))
    assert currencies_of([dollar, euro, unnamed, dollar]) == ("EUR", "USD")
    assert with_comparable_revenue(facts(euro, unnamed)) == facts(euro, unnamed)
    assert all(row.revenue is None for row in with_comparable_revenue(facts(euro, dollar, unnamed)).values())


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        ("good_bad", " Good ", 100),
        ("good_bad", "bad", 0),
        ("fd-103", "-103", 0),
        ("fd-103", "100", 50),
        ("fd-103", "103", 100),
        ("nps", "10", 100),
        ("nps", "9", 100),
        ("nps", "8", 0),
        ("nps", "7", 0),
        ("nps", "6", -100),
        ("nps", "0", -100),
        ("1-5", "1", 0),
        ("1-5", "4", 75),
        ("stars-5", "5", 100),
    ],
)
def test_ratings_on_one_scale(scale: str, value: str, expected: float) -> None:
    """Every scale becomes points: good is 100, four stars of five are 75, a detractor -100."""
    assert points(Satisfaction(scale, value)) == expected


@pytest.mark.parametrize(
    ("scale", "value"),
    [("good_bad", "fine"), ("fd-103", "99"), ("nps", "11"), ("nps", "-1"), ("1-5", "0"), ("1-5", "6"), ("1-5", "")],
)
def test_a_rating_off_its_scale_is_unknown(scale: str, value: str) -> None:
    """What cannot be read, or lies outside of the scale, is no rating."""
    assert np.isnan(points(Satisfaction(scale, value)))


def test_the_latest_readable_rating_counts() -> None:
    """A later rating replaces an earlier one; unreadable ones, other scales and unselected tickets do not count."""
    told = facts(
        fact("t:1", "a", 9, satisfaction=Satisfaction("1-5", "1")),
        fact("t:2", "a", 2, satisfaction=Satisfaction("1-5", "5")),
        fact("t:3", "a", 1, satisfaction=Satisfaction("1-5", "great")),
        fact("t:4", "b", 1, satisfaction=Satisfaction("nps", "9")),
        fact("t:5", "c", 1, satisfaction=Satisfaction("1-5", "2")),
    )
    contacts = contacts_of(told)
    found = customer_points(told, contacts, np.array([True, True, True, True, False]))
    assert found[0] == 100.0
    assert np.isnan(found[1:]).all()


def figures(told: dict[str, TicketFacts], *themes: Theme) -> Figures:
    """Figures without words, confidences and decay, over few draws."""
    return figures_of(Findings(themes, {}, told), PERIOD, RankSettings(np.inf, bootstrap_draws=10))


def test_figures_count_the_window_and_everything() -> None:
    """Tickets of the window beside all tickets; a customer outside of the window is one of all customers only."""
    told = facts(
        fact("t:1", "a", 1, revenue=Revenue(100.0)), fact("t:2", "a", 28), fact("t:3", "b", 90), fact("t:4", "c", 1)
    )
    found = figures(told, theme("th-1", "t:1", "t:2", "t:3"), theme("th-2", "t:4"))
    assert found.theme_ids == ("th-1", "th-2")
    assert found.tickets.tolist() == [2, 1]
    assert found.all_tickets.tolist() == [3, 1]
    assert found.all_customers.tolist() == [2, 1]
    assert found.parts.customers.tolist() == [1, 1]
    assert found.parts.value == pytest.approx([1.693147, 1.0], abs=1e-6)
    assert found.revenue[0] == 100.0
    assert np.isnan(found.revenue[1])
    assert found.drawn.shape == (10, 2)


def test_few_ratings_hide_the_impact_and_its_bounds() -> None:
    """Below the minimum of ratings neither the impact nor its interval is shown."""
    rated = [fact(f"t:{n}", f"c{n}", 1, satisfaction=Satisfaction("nps", "9")) for n in range(9)]
    found = figures(facts(*rated), theme("th-1", "t:0", "t:1"))
    assert np.isnan([bounds[0] for bounds in found.impact]).all()

"""Rising, falling, new, quiet: the check values of the design, and every rule in turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from voc.analysis.ranking.change import adjusted, spread, tails
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.trend import trends
from voc.model.report import Trend, TrendState
from voc.model.settings import RankSettings
from voc.model.theme import Theme
from voc.model.ticket import Kind, TicketFacts

END = datetime(2026, 11, 9, tzinfo=UTC)
SETTINGS = RankSettings()
PERIOD = period_of(END, END, UTC, SETTINGS)


def facts_of(weekly: dict[str, list[int]]) -> dict[str, TicketFacts]:
    """Tickets of new customers every week, by theme; the last number is the period."""
    facts = {}
    for theme, counts in weekly.items():
        for back, count in enumerate(reversed(counts)):
            for place in range(count):
                id_ = f"csv:{theme}-{back}-{place}"
                facts[id_] = TicketFacts(id_, f"customer {id_}", END - timedelta(days=7 * back + 3))
    return facts


def themes_of(facts: dict[str, TicketFacts], names: list[str]) -> list[Theme]:
    """One theme a name with the tickets that carry it."""
    return [
        Theme(name, name, Kind.BUG, (), (), tuple(id_ for id_ in facts if id_.startswith(f"csv:{name}-")), None, None)
        for name in names
    ]


def trend_of(counts: list[int], others: int = 30) -> Trend:
    """The trend of one theme among ``others`` customers a week who write about something else."""
    facts = facts_of({"t": counts, "volume": [others] * len(counts)})
    return trends(Findings(themes_of(facts, ["t"]), {}, facts), PERIOD, SETTINGS)["t"]


@pytest.mark.parametrize(
    ("y", "n", "b", "m", "p"), [(3, 50, 0, 300, 0.0029), (6, 120, 8, 900, 0.0034), (12, 150, 40, 1100, 0.018)]
)
def test_exact_test(y: int, n: int, b: int, m: int, p: float) -> None:
    """The check values of the design for more customers than before."""
    up, _ = tails(np.array([y]), n, np.array([b]), m, np.zeros(1))
    assert up[0] == pytest.approx(p, rel=0.03)


def test_wild_weeks_need_more() -> None:
    """With a spread of 2 the third check value is no longer beyond doubt."""
    up, down = tails(np.array([12]), 150, np.array([40]), 1100, np.array([2.0]))
    assert up[0] == pytest.approx(0.052, abs=0.0005)
    assert down[0] > 0.9


def test_calm_weeks_keep_the_exact_test() -> None:
    """Up to a spread of 1.2 nothing is added."""
    calm = tails(np.array([12]), 150, np.array([40]), 1100, np.array([1.2]))[0]
    assert calm[0] == tails(np.array([12]), 150, np.array([40]), 1100, np.zeros(1))[0][0]


def test_nobody_wrote() -> None:
    """Without any contact nothing can be told."""
    up, down = tails(np.array([0]), 0, np.array([0]), 0, np.zeros(1))
    assert up[0] == down[0] == 1.0


def test_spread_of_chance_is_about_one() -> None:
    """Counts that follow the volume exactly have no spread, alternating ones much; few customers tell nothing."""
    everyone = np.array([100] * 8)
    even, wild, few = [5] * 8, [10, 0] * 4, [1, 0] * 4
    assert spread(np.array([even, wild, few]), everyone) == pytest.approx([0, 8 * 25 / 5 / 7, 0])


def test_spread_needs_six_weeks() -> None:
    """Five weeks are too few, six are enough."""
    assert spread(np.array([[10, 0] * 2 + [10]]), np.array([100] * 5))[0] == 0
    assert spread(np.array([[10, 0] * 3]), np.array([100] * 6))[0] > 1


def test_counts_are_customers_not_tickets() -> None:
    """A customer who writes three times in a week is one."""
    facts = {f"csv:t-{n}": TicketFacts(f"csv:t-{n}", "one", END - timedelta(days=1 + n)) for n in range(3)}
    assert trends(Findings(themes_of(facts, ["t"]), {}, facts), PERIOD, SETTINGS)["t"].weekly[-1] == 1


def test_weeks_stand_in_order() -> None:
    """Baseline, guard week, period: oldest first, and the guard week is in neither sum."""
    trend = trend_of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert trend.weekly == (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    assert (trend.baseline, trend.current) == (36, 10)


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ([2, 2, 2, 2, 2, 2, 2, 2, 2, 12], TrendState.RISING),
        ([9, 9, 9, 9, 9, 9, 9, 9, 9, 1], TrendState.FALLING),
        ([5, 4, 5, 6, 5, 4, 5, 5, 5, 5], TrendState.STEADY),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 3], TrendState.NEW),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 2], TrendState.WATCH),
        ([9, 9, 9, 9, 9, 9, 0, 0, 0, 0], TrendState.QUIET),
        ([9, 9, 9, 9, 9, 9, 1, 0, 0, 0], TrendState.FALLING),
        ([1, 0, 0, 0, 0, 0, 0, 1, 0, 1], TrendState.WATCH),
    ],
)
def test_states(counts: list[int], state: TrendState) -> None:
    """Each rule, beside a steady stream of other contacts."""
    assert trend_of(counts).state is state


def test_growing_with_everything_is_not_rising() -> None:
    """Twice the customers of a shop that got twice the contacts is no news."""
    facts = facts_of({"t": [4] * 9 + [8], "volume": [40] * 9 + [80]})
    trend = trends(Findings(themes_of(facts, ["t"]), {}, facts), PERIOD, SETTINGS)["t"]
    assert trend.factor == pytest.approx(1.0)
    assert trend.state is TrendState.STEADY


def test_four_weeks_of_history_are_needed() -> None:
    """With three baseline weeks there is no trend, with four there is."""
    assert trend_of([2, 2, 2, 2, 12]).state is TrendState.NO_HISTORY
    assert trend_of([2, 2, 2, 2, 12]).factor is None
    assert trend_of([2, 2, 2, 2, 2, 12]).state is TrendState.RISING


def test_nobody_before_gives_a_lower_bound() -> None:
    """With an empty baseline the factor is what one customer there would make it."""
    trend = trend_of([0] * 9 + [3])
    assert trend.baseline == 0
    assert trend.factor == pytest.approx((3 / 33) / (1 / 240))


def test_too_few_customers_are_not_tested() -> None:
    """Two customers in all: no p-value."""
    trend = trend_of([1] + [0] * 8 + [1])
    assert trend.p_up is None
    assert trend.p_down is None


def test_p_values_are_adjusted_over_the_themes() -> None:
    """By hand: the smaller of two tests counts twice, is weighted by the theme's customers, and Benjamini and Hochberg
    look at all tested themes.
    """
    weekly = {f"t{n}": [2] * 9 + [2 + n] for n in range(6)}
    facts = facts_of(weekly | {"volume": [100] * 10})
    found = trends(Findings(themes_of(facts, sorted(weekly)), {}, facts), PERIOD, SETTINGS)
    n, m = sum(2 + k for k in range(6)) + 100, 8 * (12 + 100)
    week = [stats.binom.sf(1 + k, 2 + k + 16, n / (n + m)) for k in range(6)]
    two = [stats.binom.sf(3 + k, 4 + k + 16, (n + 112) / (n + 112 + m)) for k in range(6)]
    weights = np.sqrt([20 + k for k in range(6)])
    raw = 2 * np.minimum(week, two) / (weights / weights.mean())
    assert [found[f"t{k}"].p_up for k in range(6)] == pytest.approx(stats.false_discovery_control(np.minimum(raw, 1)))


def test_two_weeks_tell_what_one_cannot() -> None:
    """Sixteen customers after ten a week are chance once, and rising when last week had as many."""
    assert trend_of([10] * 8 + [10, 16], others=300).state is TrendState.STEADY
    assert trend_of([10] * 8 + [16, 16], others=300).state is TrendState.RISING


def test_last_week_alone_is_not_rising() -> None:
    """A leap of last week that is over is no news of this one."""
    assert trend_of([10] * 8 + [40, 11], others=300).state is TrendState.STEADY


def test_small_themes_do_not_hide_a_large_one() -> None:
    """Among many themes of few customers, one of many is found at a p-value that even shares would pass over."""
    p, tested = np.array([0.01] + [0.9] * 30), np.ones(31, bool)
    even = adjusted(p, np.full(31, 9), tested)
    weighted = adjusted(p, np.array([100] + [9] * 30), tested)
    assert even[0] > SETTINGS.q > weighted[0]


def test_weights_share_out_what_there_is() -> None:
    """Equal customers leave Benjamini and Hochberg as it is; an untested theme has no p-value and no weight."""
    p, tested = np.array([0.01, 0.5, 0.03]), np.array([True, False, True])
    found = adjusted(p, np.array([7, 900, 7]), tested)
    assert found[[0, 2]] == pytest.approx(stats.false_discovery_control([0.01, 0.03]))
    assert np.isnan(found[1])


def test_a_long_history_tells_the_spread() -> None:
    """Of two themes alike in the last ten weeks, the one that was wild half a year ago needs more to be rising."""
    calm, wild = [10] * 16, [0, 20] * 8
    lately = [10] * 9 + [19]
    assert trend_of(calm + lately, others=300).state is TrendState.RISING
    assert trend_of(wild + lately, others=300).state is TrendState.STEADY


def test_without_dates_there_is_no_history() -> None:
    """Undated tickets have no trend, and enough customers are not merely watched."""
    facts = {f"csv:t-{n}": TicketFacts(f"csv:t-{n}", f"c{n}", None) for n in range(5)}
    trend = trends(Findings(themes_of(facts, ["t"]), {}, facts), PERIOD, SETTINGS)["t"]
    assert trend.state is TrendState.NO_HISTORY
    assert trend.weekly == (0,) * 10


def test_no_themes() -> None:
    """An empty store has no trends."""
    assert trends(Findings([], {}, {}), PERIOD, SETTINGS) == {}


@given(counts=st.lists(st.integers(0, 12), min_size=10, max_size=10), others=st.integers(0, 50))
def test_values_stay_in_range(counts: list[int], others: int) -> None:
    """Whatever the counts: p-values in 0..1, no negative factor, the weekly counts come back."""
    trend = trend_of(counts, others)
    assert trend.weekly == tuple(counts)
    assert all(p is None or 0 <= p <= 1 for p in (trend.p_up, trend.p_down))
    assert trend.factor is None or trend.factor >= 0


@given(y=st.integers(0, 30), b=st.integers(0, 60), n=st.integers(1, 200), m=st.integers(1, 900), phi=st.floats(0, 5))
def test_spread_never_makes_surer(y: int, b: int, n: int, m: int, phi: float) -> None:
    """A wider spread can only raise a p-value, and the two tails cover everything."""
    exact = tails(np.array([y]), n, np.array([b]), m, np.zeros(1))
    wide = tails(np.array([y]), n, np.array([b]), m, np.array([phi]))
    assert wide[0][0] >= exact[0][0]
    assert wide[1][0] >= exact[1][0]
    assert exact[0][0] + exact[1][0] >= 1 - 1e-9

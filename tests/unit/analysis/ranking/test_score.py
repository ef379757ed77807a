"""The order of themes: the check values of the design, and the laws of a ranking."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_up_shop import period, report, shop

from voc.analysis.ranking.bootstrap import rank_intervals, tie_groups, value_intervals
from voc.analysis.ranking.contacts import contacts_of
from voc.analysis.ranking.estimate import severity_percentile, wilson_lower
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.revenue import customer_revenue, revenue_weights
from voc.analysis.ranking.satisfaction import customer_points, points
from voc.analysis.ranking.score import score_themes
from voc.model.report import Score
from voc.model.settings import RankSettings
from voc.model.theme import Assignment, Theme
from voc.model.ticket import FeedbackFacts, Kind, Revenue, Satisfaction, TicketFacts

END = datetime(2026, 11, 9, tzinfo=UTC)


def fact(id_: str, customer: str, age: float | None = 1.0, **more: object) -> TicketFacts:
    """A ticket ``age`` days before the end of the period."""
    return TicketFacts(id_, customer, None if age is None else END - timedelta(days=age), **more)  # type: ignore[arg-type]


def words(id_: str, severity: int | None = None, churn: str = "") -> FeedbackFacts:
    """What a ticket says."""
    return FeedbackFacts(id_, Kind.BUG, 1.0, "en", severity, None, churn)


def theme(id_: str, *ids: str, kind: Kind = Kind.BUG) -> Theme:
    """A theme of some tickets."""
    return Theme(id_, id_, kind, (), (), ids, None, None)


def scores(
    themes: list[Theme],
    facts: list[TicketFacts],
    feedback: list[FeedbackFacts] | None = None,
    confidences: dict[str, float] | None = None,
    **changes: object,
) -> dict[str, Score]:
    """Scores by theme id, with few draws unless told otherwise."""
    chosen = replace(RankSettings(bootstrap_draws=20), **changes)  # type: ignore[arg-type]
    findings = Findings(
        themes,
        {row.ticket_id: row for row in feedback or []},
        {row.id: row for row in facts},
        {id_: Assignment(id_, "t", confidence, "t") for id_, confidence in (confidences or {}).items()},
    )
    found = score_themes(findings, period_of(END, END, UTC, chosen), chosen)
    return {score.theme_id: score for score in found}


def test_reach_halves_every_four_weeks() -> None:
    """Customers of 0, 28 and 56 days ago reach 1.75."""
    facts = [fact("a:1", "x", 1e-9), fact("a:2", "y", 28), fact("a:3", "z", 56)]
    assert scores([theme("t", "a:1", "a:2", "a:3")], facts)["t"].parts.reach == pytest.approx(1.75)


def test_reach_without_decay_counts_customers() -> None:
    """With an infinite half-life reach is the number of distinct customers."""
    facts = [fact(f"a:{n}", f"c{n % 4}", n + 1) for n in range(12)]
    found = scores([theme("t", *(row.id for row in facts))], facts, half_life_days=float("inf"))["t"]
    assert found.parts.reach == found.customers == 4
    assert found.tickets == 12


def test_reach_takes_the_latest_and_surest_ticket() -> None:
    """A customer counts once: by the latest ticket and the largest probability."""
    facts = [fact("a:1", "x", 28), fact("a:2", "x", 56)]
    found = scores([theme("t", "a:1", "a:2")], facts, confidences={"a:1": 0.2, "a:2": 0.8})["t"]
    assert found.parts.reach == pytest.approx(0.8 * 0.5)


def test_revenue_weights() -> None:
    """A median customer weighs 1.693; the cap of 3 bites at 19.1 medians; unknown and zero weigh 1."""
    weights = revenue_weights(np.array([100.0, 100.0, 100.0, 1908.6, 1e9, 0.0, np.nan]), 3.0)
    assert weights[:3] == pytest.approx(1.693, abs=0.001)
    assert weights[3:] == pytest.approx([4, 4, 1, 1], abs=0.001)
    assert revenue_weights(np.array([np.nan, 0.0]), 3.0).tolist() == [1, 1]


def test_value_is_reach_without_revenue() -> None:
    """No revenue column: every customer weighs the same, and the sum is unknown."""
    found = scores([theme("t", "a:1", "a:2")], [fact("a:1", "x"), fact("a:2", "y", 9)])["t"]
    assert found.parts.value == found.parts.reach
    assert found.revenue is None


def test_revenue_is_summed_over_distinct_customers() -> None:
    """A customer's revenue is that of the latest ticket, and counts once."""
    facts = [
        fact("a:1", "x", 9, revenue=Revenue(100)),
        fact("a:2", "x", 1, revenue=Revenue(300, "EUR")),
        fact("a:3", "y", 1, revenue=Revenue(50, "EUR")),
        fact("a:4", "z", 1),
    ]
    assert scores([theme("t", *(row.id for row in facts))], facts)["t"].revenue == 350
    by_id = {row.id: row for row in facts}
    assert customer_revenue(by_id, contacts_of(by_id)) == pytest.approx([300, 50, np.nan], nan_ok=True)


def test_several_currencies_rank_without_revenue() -> None:
    """Amounts of two currencies cannot be added: every customer weighs the same, as if no revenue were known."""
    facts = [fact("a:1", "x", revenue=Revenue(9, "SEK")), fact("a:2", "y", 9, revenue=Revenue(1, "EUR"))]
    found = scores([theme("t", "a:1", "a:2")], facts)["t"]
    assert (found.parts.value, found.revenue) == (found.parts.reach, None)
    assert found == scores([theme("t", "a:1", "a:2")], [replace(row, revenue=None) for row in facts])["t"]


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([1, 2, 3, 4], 3),
        ([5], 5),
        ([1, 1, 1, 5], 1),
        ([2, 2, 5, 5], 5),
        ([None, 4], 4),
        ([None], None),
        ([3, 3, 3, 4, 4], 4),
    ],
)
def test_severity_is_the_third_quartile(severities: list[int | None], expected: int | None) -> None:
    """Nearest rank: value number ceil(0.75 n) of the known ones; unknown when all are."""
    facts = [fact(f"a:{n}", f"c{n}") for n in range(len(severities))]
    feedback = [words(f"a:{n}", severity) for n, severity in enumerate(severities)]
    assert scores([theme("t", *(row.id for row in facts))], facts, feedback)["t"].parts.severity == expected


def test_severity_is_a_customers_worst() -> None:
    """A customer's largest severity counts, not every ticket's."""
    facts = [fact("a:1", "x"), fact("a:2", "x"), fact("a:3", "x")]
    feedback = [words("a:1", 1), words("a:2", 5), words("a:3", 1)]
    assert scores([theme("t", "a:1", "a:2", "a:3")], facts, feedback)["t"].parts.severity == 5


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_severity_percentile_is_nearest_rank(severities: list[int]) -> None:
    """The histogram's way gives what sorting gives."""
    known = sorted(severity for severity in severities if severity)
    found = severity_percentile(np.bincount(severities, minlength=6).astype(float)[None, :])[0]
    assert np.isnan(found) if not known else found == known[-(-3 * len(known) // 4) - 1]


def test_wilson() -> None:
    """3 of 12 is at least 0.089; 0 of 5 and 0 of 0 are 0."""
    assert wilson_lower(np.array([3.0, 0.0, 0.0]), np.array([12.0, 5.0, 0.0])) == pytest.approx([0.089, 0, 0], abs=5e-4)


def test_churn_counts_customers() -> None:
    """Three of twelve customers may leave; a second ticket of one changes nothing."""
    facts = [fact(f"a:{n}", f"c{n}") for n in range(12)] + [fact("a:12", "c0")]
    feedback = [words(f"a:{n}", churn="cancel" if n < 3 else "") for n in range(13)]
    found = scores([theme("t", *(row.id for row in facts))], facts, feedback)["t"]
    assert (found.churning, found.customers) == (3, 12)
    assert found.parts.churn == pytest.approx(0.089, abs=5e-4)


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        ("good_bad", "good", 100), ("good_bad", "Bad", 0), ("good_bad", "offered", None), ("1-5", "5", 100),
        ("stars-5", "2", 25), ("stars-5", "6", None), ("nps", "9", 100), ("nps", "7", 0), ("nps", "6", -100),
        ("nps", "11", None), ("fd-103", "-103", 0), ("fd-103", "100", 50), ("fd-103", "5", None), ("1-5", "?", None),
        ("1-5", "nan", None),
    ],
)  # fmt: skip
def test_points(scale: str, value: str, expected: float | None) -> None:
    """Ratings of every scale as points; what cannot be read is unknown."""
    found = points(Satisfaction(scale, value))
    assert np.isnan(found) if expected is None else found == expected


def test_scales_are_not_mixed() -> None:
    """Only the commonest scale is read, and of a customer the latest rating."""
    facts = {
        row.id: row
        for row in (
            fact("a:1", "x", 5, satisfaction=Satisfaction("good_bad", "bad")),
            fact("a:2", "x", 1, satisfaction=Satisfaction("good_bad", "good")),
            fact("a:3", "y", 1, satisfaction=Satisfaction("nps", "0")),
        )
    }
    found = customer_points(facts, contacts_of(facts), np.ones(3, dtype=bool))
    assert found == pytest.approx([100, np.nan], nan_ok=True)


def impact_of(unhappy: int, happy: int) -> Score:
    """A theme of ``unhappy`` customers who rate bad, beside ``happy`` ones."""
    facts = [fact(f"a:{n:03}", f"u{n}", satisfaction=Satisfaction("good_bad", "bad")) for n in range(unhappy)]
    facts += [fact(f"b:{n:03}", f"h{n}", satisfaction=Satisfaction("good_bad", "good")) for n in range(happy)]
    return scores([theme("t", *(row.id for row in facts[:unhappy]))], facts, bootstrap_draws=200)["t"]


def test_leave_out_impact() -> None:
    """Ten of forty customers rate bad: without them the average is 25 points higher."""
    found = impact_of(10, 30)
    assert found.parts.impact == pytest.approx(-25)
    assert found.impact_low is not None
    assert found.impact_high is not None
    assert found.impact_low < -25 < found.impact_high < 0


@pytest.mark.parametrize(("unhappy", "happy"), [(9, 30), (10, 29)])
def test_impact_is_hidden_below_the_minimum(unhappy: int, happy: int) -> None:
    """Nine scored customers in the theme, or 29 in the rest, show nothing, not even an interval."""
    found = impact_of(unhappy, happy)
    assert (found.parts.impact, found.impact_low, found.impact_high) == (None, None, None)


def test_a_median_theme_scores_one() -> None:
    """Three themes of severity 3: the middle one scores 1, twice the customers score 2."""
    facts = [fact(f"{name}:{n}", f"{name}{n}") for name, size in (("a", 3), ("b", 4), ("c", 8)) for n in range(size)]
    themes = [theme(name, *(row.id for row in facts if row.id.startswith(name))) for name in "abc"]
    found = scores(themes, facts)
    assert [found[name].total for name in "abc"] == pytest.approx([0.75, 1.0, 2.0])
    assert [found[name].rank for name in "abc"] == [3, 2, 1]


def test_score_is_the_product_of_its_parts() -> None:
    """Severity counts by its square root, churn as 1 + share; an unknown severity counts as 3."""
    facts = [fact(f"{name}:{n}", f"{name}{n}") for name in "ab" for n in range(4)]
    feedback = [words(row.id, 5 if row.id[0] == "a" else None, "cancel" if row.id == "a:0" else "") for row in facts]
    themes = [theme(name, *(row.id for row in facts if row.id.startswith(name))) for name in "ab"]
    found = scores(themes, facts, feedback)
    assert found["b"].total == pytest.approx(1.0)
    assert found["a"].total == pytest.approx((5 / 3) ** 0.5 * (1 + found["a"].parts.churn))


def test_kinds_are_ranked_apart() -> None:
    """Every kind has its own first rank, in the order of the kinds."""
    ranks: dict[Kind, list[int]] = {}
    for ranked in report().themes:
        if ranked.score.rank:
            ranks.setdefault(ranked.theme.kind, []).append(ranked.score.rank)
    assert all(found == list(range(1, len(found) + 1)) for found in ranks.values())
    assert list(ranks) == [kind for kind in Kind if kind in ranks]


def test_two_customers_have_no_rank() -> None:
    """Below three customers a theme is only watched, however much they pay, and stands behind the ranked ones."""
    facts = [fact(f"a:{n}", f"c{n}", revenue=Revenue(1)) for n in range(3)]
    facts += [fact(f"b:{n}", f"d{n}", revenue=Revenue(1e6)) for n in range(2)]
    found = scores([theme("b", "b:0", "b:1"), theme("a", "a:0", "a:1", "a:2")], facts)
    assert list(found) == ["a", "b"]
    assert (found["b"].rank, found["b"].rank_low, found["b"].tie_group) == (None, None, None)
    assert found["b"].total > found["a"].total


def test_equal_scores_go_by_id() -> None:
    """Nothing else tells them apart: the smaller id comes first."""
    facts = [fact(f"{name}:{n}", f"{name}{n}") for name in "ab" for n in range(3)]
    themes = [theme("t2", "a:0", "a:1", "a:2"), theme("t1", "b:0", "b:1", "b:2")]
    assert list(scores(themes, facts)) == ["t1", "t2"]


def test_only_the_window_counts() -> None:
    """Tickets before the window, at the end of the period and without a date are in no count but the last two."""
    facts = [fact("a:1", "x", 56), fact("a:2", "y", 57), fact("a:3", "z", 0), fact("a:4", "w", None)]
    found = scores([theme("t", *(row.id for row in facts))], facts)["t"]
    assert (found.customers, found.tickets, found.all_customers, found.all_tickets) == (1, 1, 4, 4)


def test_an_export_without_dates_ranks() -> None:
    """When no ticket has a date, all count as today's."""
    facts = [fact(f"a:{n}", f"c{n}", None) for n in range(4)]
    found = scores([theme("t", *(row.id for row in facts))], facts)["t"]
    assert (found.parts.reach, found.customers, found.rank) == (4, 4, 1)


def test_nothing_at_all() -> None:
    """No themes, no tickets, a theme without tickets: no failure."""
    assert scores([], []) == {}
    empty = scores([theme("t")], [])["t"]
    assert (empty.total, empty.rank, empty.customers) == (0, None, 0)


def test_intervals_hold_the_rank() -> None:
    """An interval holds the rank, lies within the kind's ranks, and a tie group holds the rank too."""
    for ranked in report().themes:
        score = ranked.score
        if score.rank and score.rank_low and score.rank_high and score.tie_group:
            first, _, last = score.tie_group.partition("-")
            assert 1 <= score.rank_low <= score.rank <= score.rank_high
            assert int(first) <= score.rank <= int(last or first)


def test_clear_leaders_have_narrow_intervals() -> None:
    """A theme of forty customers is surely before one of four."""
    facts = [fact(f"{name}:{n}", f"{name}{n}") for name, size in (("a", 40), ("b", 4)) for n in range(size)]
    themes = [theme(name, *(row.id for row in facts if row.id.startswith(name))) for name in "ab"]
    found = scores(themes, facts, bootstrap_draws=500)
    assert (found["a"].rank_low, found["a"].rank_high, found["a"].tie_group) == (1, 1, "1")


def test_like_themes_share_a_tie_group() -> None:
    """Five and six customers cannot be told apart."""
    facts = [fact(f"{name}:{n}", f"{name}{n}") for name, size in (("a", 6), ("b", 5)) for n in range(size)]
    themes = [theme(name, *(row.id for row in facts if row.id.startswith(name))) for name in "ab"]
    assert {score.tie_group for score in scores(themes, facts, bootstrap_draws=500).values()} == {"1-2"}


@pytest.mark.parametrize(
    ("intervals", "groups"),
    [
        ([], []),
        ([(1, 1)], ["1"]),
        ([(1, 2), (1, 3), (3, 4), (3, 4)], ["1-2", "1-2", "3-4", "3-4"]),
        ([(1, 2), (2, 3), (3, 4)], ["1-2", "1-2", "3"]),
        ([(1, 3), (2, 3), (3, 3)], ["1-3", "1-3", "1-3"]),
        ([(1, 1), (2, 2), (3, 3)], ["1", "2", "3"]),
    ],
)
def test_tie_groups(intervals: list[tuple[int, int]], groups: list[str]) -> None:
    """A theme joins the group whose first theme's interval it overlaps; groups do not chain."""
    assert tie_groups([low for low, _ in intervals], [high for _, high in intervals]) == groups


def test_rank_intervals() -> None:
    """Ten draws: nearest-rank 10th and 90th percentile; a theme without customers shares the last rank."""
    draws = np.array([[2.0, 1.0, 0.0]] * 8 + [[1.0, 2.0, 0.0]] * 2)
    low, high = rank_intervals(draws)
    assert (low.tolist(), high.tolist()) == ([1, 1, 3], [2, 2, 3])
    assert rank_intervals(np.zeros((5, 3)))[0].tolist() == [3, 3, 3]


def test_value_intervals_pass_over_the_unknown() -> None:
    """NaN draws are left out; a column of them has no interval."""
    low, high = value_intervals(np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, np.nan]]))
    assert (low[0], high[0]) == (1, 2)
    assert np.isnan(low[1])


def shop_scores(shuffle: random.Random | None = None, rename: bool = False) -> list[Score]:
    """The made-up shop's scores, from shuffled input or with other pseudonyms."""
    made, chosen = shop(), RankSettings(bootstrap_draws=50)
    facts = list(made.facts.values())
    if rename:
        facts = [replace(row, customer=f"{hash_of(row.customer)}") for row in facts]
    themes = list(made.themes)
    if shuffle:
        shuffle.shuffle(facts)
        shuffle.shuffle(themes)
        themes = [replace(row, ticket_ids=tuple(shuffle.sample(row.ticket_ids, len(row.ticket_ids)))) for row in themes]
    findings = Findings(themes, made.feedback, {row.id: row for row in facts}, made.assignments)
    return score_themes(findings, period(chosen), chosen)


def hash_of(customer: str) -> str:
    """Another pseudonym, which sorts otherwise."""
    return f"{(int(customer.partition('-')[2]) * 37 + 11) % 61:02}"


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_shuffling_changes_nothing(shuffle: random.Random) -> None:
    """The order of themes, tickets and members changes no bit of any score."""
    assert shop_scores(shuffle) == shop_scores()


def test_pseudonyms_change_nothing() -> None:
    """Another store's keys give other pseudonyms, and the very same intervals."""
    assert shop_scores(rename=True) == shop_scores()


def test_the_seed_decides_the_draws() -> None:
    """Another seed gives other intervals and the same ranks."""
    first, other = report(settings=RankSettings(seed=0)), report(settings=RankSettings(seed=1))
    ranks = [[(r.theme.id, r.score.rank) for r in found.themes] for found in (first, other)]
    impacts = [[r.score.impact_low for r in found.themes] for found in (first, other)]
    assert ranks[0] == ranks[1]
    assert impacts[0] != impacts[1]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8), st.floats(0, 80)), max_size=60))
def test_more_customers_never_rank_lower(rows: list[tuple[int, int, float]]) -> None:
    """Ranks follow scores: a theme before another of its kind has at least its score."""
    facts = [fact(f"a:{n:03}", f"c{customer}", age) for n, (_, customer, age) in enumerate(rows)]
    themes = [theme(f"t{k}", *(f"a:{n:03}" for n, (chosen, _, _) in enumerate(rows) if chosen == k)) for k in range(4)]
    found = [score for score in scores(themes, facts).values() if score.rank]
    assert [score.rank for score in found] == list(range(1, len(found) + 1))
    assert all(a.total >= b.total for a, b in pairwise(found))
    assert all(score.customers <= score.tickets <= score.all_tickets for score in found)

"""Planted series: what is planted is there, the same every time, and the shares are counted as they are called."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from benchmarks.trends import measure
from benchmarks.trends.series import BEGIN, HISTORY, MIXES, OBSERVED, SHAPES, Planted, World, world

MIX = MIXES[0]


@pytest.fixture(scope="module")
def planted() -> World:
    """A store in which a quarter of the themes rises in one week."""
    return world(MIX, "as usual", 7)


def weekly(of: World, theme: str) -> list[int]:
    """Distinct customers of a theme, week by week."""
    (tickets,) = (each.ticket_ids for each in of.themes if each.id == theme)
    seen = {((of.facts[id_].created_at - BEGIN) // timedelta(weeks=1), of.facts[id_].customer) for id_ in tickets}
    counted = Counter(week for week, _ in seen)
    return [counted[week] for week in range(HISTORY + OBSERVED)]


def test_every_mix_fills_a_store_of_a_hundred() -> None:
    """Shares are of a hundred themes, one for each shape."""
    assert [(sum(mix.shares), len(mix.shares)) for mix in MIXES] == [(100, len(SHAPES))] * len(MIXES)


def test_a_world_is_seeded(planted: World) -> None:
    """One seed gives one store, another seed another."""
    assert world(MIX, "as usual", 7).facts == planted.facts
    assert world(MIX, "as usual", 8).facts != planted.facts


def test_what_changes_at_once_changes_in_one_week(planted: World) -> None:
    """All series of the first mix change in the same observed week, which has a week after it; of the others, each."""
    assert len({each.change for each in planted.planted.values()}) == 1
    apart = {each.change for each in world(MIXES[1], "as usual", 7).planted.values()}
    assert apart == set(range(HISTORY, HISTORY + OBSERVED - 1))


def test_series_have_the_customers_they_are_planted_with(planted: World) -> None:
    """Twenty doubled series have ten a week before and twenty after; the flat ones stay, the Mondays are Mondays."""
    change = planted.planted["th-000"].change
    of = {name: [id_ for id_, each in planted.planted.items() if each.shape.name == name] for name in SHAPES}
    doubled = [weekly(planted, id_) for id_ in of["doubled from 10"]]
    before, after = (
        [week for row in doubled for week in row[:change]],
        [week for row in doubled for week in row[change:]],
    )
    assert sum(before) / len(before) == pytest.approx(10, abs=0.5)
    assert sum(after) / len(after) == pytest.approx(20, abs=1.5)
    flat = [week for id_ in of["flat at 3"] for week in weekly(planted, id_)]
    assert sum(flat) / len(flat) == pytest.approx(3, abs=0.4)
    mondays = {each.id: each for each in planted.themes}[of["5 a week, all on Mondays"][0]]
    assert {planted.facts[id_].created_at.weekday() for id_ in mondays.ticket_ids} == {0}


def followed(shape: str, change: int, *said: bool) -> measure.Followed:
    """A series of which every rule said the same."""
    planted = Planted(SHAPES[shape], HISTORY + change)
    return measure.Followed(planted, MIX.name, "as usual", dict.fromkeys(measure.RULES, said))


def test_alarms_are_counted_while_nothing_rises() -> None:
    """A doubled series counts until it doubles, and not at all where it does so in the first week."""
    rows = measure.false_alarms(
        [
            followed("flat at 1", 0, False, True, False, False),
            followed("flat at 1", 0, False, False, False, False),
            followed("doubled from 10", 2, True, False, True, True),
            followed("doubled from 10", 0, True, True, True, True),
        ]
    )
    found = {row["does not rise"]: (row["series"], row["voc: of the weeks"], row["voc: ever in 8"]) for row in rows}
    assert found["flat at 1"] == (2, 1 / 8, 1 / 2)
    assert found["doubled from 10, until then"] == (1, 1 / 2, 1)
    assert found["all these, as usual"] == (3, 2 / 10, 2 / 3)


def test_doublings_are_seen_in_their_weeks() -> None:
    """The first week, the first two, and ever are those from the change on."""
    (row,) = measure.rises(
        [
            followed("doubled from 10", 2, True, True, False, True, False),
            followed("doubled from 10", 1, False, True, False, False, False),
            followed("doubled from 10", 0, False, False, False, False, True),
        ]
    )
    assert [row[f"voc: {when}"] for when in ("1st week", "within 2", "ever")] == [1 / 3, 2 / 3, 1]


def test_what_is_wrong_is_a_share_of_what_is_said() -> None:
    """One alarm before the change, three after it."""
    row = measure.wrong([followed("doubled from 10", 1, True, True, True, True)])[0]
    assert row["voc: wrong of those called rising"] == 1 / 4


def test_a_world_is_followed_week_by_week(planted: World) -> None:
    """Each series has an answer of each rule for each observed week, and voc hardly errs."""
    found = measure.follow(planted)
    assert len(found) == 100
    assert {len(said) for each in found for said in each.said.values()} == {OBSERVED}
    flat = [week for each in found if not each.planted.shape.rises for week in each.said["voc"]]
    assert sum(flat) / len(flat) <= 0.05

"""How sure a rank is: a bootstrap that draws customers, not tickets, since one customer's tickets come together.

The intervals are conditional on the themes: they do not cover doubt about how the themes were formed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from voc.analysis.ranking.contacts import Bools, Floats, Ints
from voc.analysis.ranking.estimate import Estimate, estimate, leave_out_impact
from voc.analysis.ranking.voices import Voices

LOW, HIGH = 0.10, 0.90
"""The nearest-rank percentiles that bound an 80 % interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What the resampled customers gave, draws x themes: the total score, and the impact (NaN where unknown)."""

    totals: Floats
    impacts: Floats


def resample(
    voices: Voices,
    population: Bools,
    points: Floats,
    total: Callable[[Estimate], Floats],
    *,
    draws: int,
    seed: int,
) -> Draws:
    """Scores of every theme over ``draws`` samples of the customers.

    Each draw takes as many customers as there are, with replacement; whether a drawn customer is in a theme is drawn
    with the probability of the membership. NumPy's legacy generator is used because its stream is frozen: the same
    seed gives the same bytes after an upgrade.

    Args:
        voices: who is in which theme.
        population: which customers can be drawn.
        points: satisfaction of each customer, NaN without a rating.
        total: the score of an estimate, one value a theme.
        draws: how many samples.
        seed: of the random numbers.
    """
    random = np.random.RandomState(seed)
    members = np.flatnonzero(population)
    rated = bool(np.isfinite(points).any())
    totals, impacts = np.zeros((draws, voices.themes)), np.full((draws, voices.themes), np.nan)
    for number in range(draws):
        picks = members[(random.random_sample(len(members)) * len(members)).astype(np.int64)]
        drawn = np.bincount(picks, minlength=len(population)).astype(np.float64)
        times = drawn[voices.customer] * (random.random_sample(len(voices.p)) < voices.p)
        totals[number] = total(estimate(voices, times, times))
        if rated:
            impacts[number] = leave_out_impact(voices, points, drawn, times, least=(1, 1))
    return Draws(totals, impacts)


def rank_intervals(totals: Floats) -> tuple[Ints, Ints]:
    """Nearest-rank 10th and 90th percentile of each theme's rank over the draws (draws x themes, best theme first).

    Equal scores keep the order of the columns; a theme that lost all its customers shares the last rank.
    """
    themes = totals.shape[1]
    order = np.argsort(-totals, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.broadcast_to(np.arange(1, themes + 1), order.shape), axis=1)
    ranks[totals == 0] = themes
    return _nearest_rank(ranks, LOW).astype(np.int64), _nearest_rank(ranks, HIGH).astype(np.int64)


def value_intervals(values: Floats) -> tuple[Floats, Floats]:
    """Nearest-rank 10th and 90th percentile of each column's known values; NaN where none is known."""
    known = [column[np.isfinite(column)] for column in values.T]
    bounds = [(_nearest_rank(v, LOW), _nearest_rank(v, HIGH)) if len(v) else (np.nan, np.nan) for v in known]
    low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
    return low, high


def _nearest_rank(values: Floats | Ints, share: float) -> Floats:
    """Value number ceil(share * n) of the n sorted values, along the first axis."""
    place = int(np.ceil(round(share * len(values), 9))) - 1
    return np.asarray(np.sort(values, axis=0)[max(place, 0)])


def tie_groups(low: Sequence[int], high: Sequence[int]) -> list[str]:
    """The span of ranks that each theme cannot be told apart from, such as ``1-3``; a lone theme's is its rank.

    The first theme opens a group; the next joins if its interval overlaps that of the group's first theme, and else
    opens a new one, so that groups do not chain.

    Args:
        low: lower ends of the themes' intervals, by point rank.
        high: upper ends.
    """
    starts: list[int] = []
    for place in range(len(low)):
        joins = starts and low[place] <= high[starts[-1]] and low[starts[-1]] <= high[place]
        starts.append(starts[-1] if joins else place)
    last = {start: place for place, start in enumerate(starts)}
    return [str(start + 1) if last[start] == start else f"{start + 1}-{last[start] + 1}" for start in starts]

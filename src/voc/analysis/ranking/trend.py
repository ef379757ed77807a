"""What a theme's weekly count of distinct customers is doing: rising, falling, new, quiet.

The period is compared with a baseline of weeks, a guard week apart, by an exact test that knows how many customers
wrote at all; a fixed percentage would call noise a trend below ten customers. Baseline and guard band follow the C2
method of EARS (https://surveillance.r-forge.r-project.org/pkgdown/reference/earsC.html).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from scipy import stats

from voc.analysis.ranking.contacts import (
    Bools,
    Contacts,
    Floats,
    Ints,
    Memberships,
    contacts_of,
    distinct_customers,
    memberships_of,
)
from voc.analysis.ranking.weeks import Weeks, weeks_of
from voc.model.report import Period, Trend, TrendState
from voc.model.settings import RankSettings
from voc.model.theme import Theme
from voc.model.ticket import TicketFacts

BASELINE_WEEKS = 4
"""Weeks of history that a trend needs."""
CUSTOMERS = 3
"""Customers that a new or rising theme needs in the period, and a test in period and baseline together."""
OVERDISPERSION = 1.2
"""Above this ratio of variance to mean the weekly counts are wilder than chance, and the wider tail counts."""
WILD_CUSTOMERS, WILD_WEEKS = 10, 6
"""Baseline customers and weeks below which that ratio cannot be told."""


def trends(
    themes: Sequence[Theme], facts: Mapping[str, TicketFacts], period: Period, settings: RankSettings
) -> dict[str, Trend]:
    """The trend of each theme by its id.

    Args:
        themes: with the tickets in them.
        facts: every ticket of the store by id; those outside of all themes are part of the volume.
        period: what is looked at, and the window in which a theme has few customers or enough.
        settings: lengths of baseline and guard, the factors that count, q of Benjamini and Hochberg.
    """
    contacts = contacts_of(facts)
    members = memberships_of(themes, contacts)
    weeks = weeks_of(members, contacts, period, settings)
    change = _change(weeks)
    lives = _lives(members, contacts, period, settings)
    return {
        id_: Trend(
            state=_state(number, change, lives, settings),
            current=int(change.current[number]),
            baseline=int(change.baseline[number]),
            factor=_known(change.factor[number]),
            p_up=_known(change.p_up[number]),
            p_down=_known(change.p_down[number]),
            weekly=tuple(int(count) for count in weeks.themes[number]),
        )
        for number, id_ in enumerate(members.theme_ids)
    }


def tails(y: Ints, n: int, b: Ints, m: int, phi: Floats) -> tuple[Floats, Floats]:
    """One-sided p-values for "more than before" and "fewer than before", unadjusted, one a theme.

    If nothing changed, y of a theme's y + b customers fall into the period like Binomial(y + b, n / (n + m)). Where
    its weeks spread wider than chance, the tail of a negative binomial of that spread is taken if it is larger.

    Args:
        y: each theme's customers in the period.
        n: all customers of the period.
        b: each theme's weekly customers, summed over the baseline.
        m: all weekly customers, summed over the baseline.
        phi: variance over mean of the theme's baseline weeks (see ``spread``).
    """
    if n + m == 0:
        return np.ones(len(y)), np.ones(len(y))
    exact = stats.binom(y + b, n / (n + m))
    up, down = np.array(exact.sf(y - 1)), np.array(exact.cdf(y))
    wild = (phi > OVERDISPERSION) & (b > 0) & (n > 0)
    wide = stats.nbinom(n * b[wild] / max(m, 1) / (phi[wild] - 1), 1 / phi[wild])
    up[wild] = np.maximum(up[wild], wide.sf(y[wild] - 1))
    down[wild] = np.maximum(down[wild], wide.cdf(y[wild]))
    return up, down


def spread(counts: Ints, everyone: Ints) -> Floats:
    """Variance over mean of each theme's weekly ``counts`` (themes x weeks) around its share of ``everyone``.

    1 is chance; 0 stands where there are too few customers or weeks to tell.
    """
    b = counts.sum(axis=1)
    if counts.shape[1] < WILD_WEEKS or not everyone.sum():
        return np.zeros(len(b))
    mean = np.outer(b, everyone) / everyone.sum()
    squares = np.divide((counts - mean) ** 2, mean, out=np.zeros_like(mean), where=mean > 0)
    return np.where(b >= WILD_CUSTOMERS, squares.sum(axis=1) / (counts.shape[1] - 1), 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """Period against baseline, one value a theme; NaN where it cannot be told."""

    current: Ints
    baseline: Ints
    factor: Floats
    p_up: Floats
    p_down: Floats
    comparable: bool


def _change(weeks: Weeks) -> _Change:
    """The tests of all themes, adjusted for their number."""
    history = weeks.themes[:, weeks.baseline]
    y, b = weeks.themes[:, -1], history.sum(axis=1)
    n, m = int(weeks.everyone[-1]), int(weeks.everyone[weeks.baseline].sum())
    comparable = weeks.baseline_length >= BASELINE_WEEKS and n > 0 and m > 0
    up, down = tails(y, n, b, m, spread(history, weeks.everyone[weeks.baseline]))
    tested = (y + b >= CUSTOMERS) & comparable
    # With nobody in the baseline the true factor is unbounded; one customer there gives a lower bound.
    factor = (y / n) / (np.maximum(b, 1) / m) if n and m else np.full(len(y), np.nan)
    factor = np.where((y + b > 0) & comparable, factor, np.nan)
    return _Change(y, b, factor, _adjusted(up, tested), _adjusted(down, tested), comparable)


def _adjusted(p: Floats, tested: Bools) -> Floats:
    """p-values adjusted after Benjamini and Hochberg over the ``tested`` themes, NaN elsewhere."""
    out = np.full(len(p), np.nan)
    if tested.any():
        out[tested] = stats.false_discovery_control(p[tested])
    return out


@dataclass(frozen=True, slots=True, eq=False)
class _Lives:
    """What else decides a theme's state, one value a theme."""

    window: Ints
    quiet: Bools
    born_now: Bools


def _lives(members: Memberships, contacts: Contacts, period: Period, settings: RankSettings) -> _Lives:
    """Customers of the window; who was silent lately; whose first customers ever came in the period."""
    start, end = period.start.timestamp(), period.end.timestamp()
    recent = contacts.within((period.end - timedelta(days=settings.quiet_days)).timestamp(), end)
    before = contacts.within(-np.inf, start)
    first = np.nanmin(contacts.at) if contacts.dated else np.inf
    old_enough = first <= (period.start - timedelta(days=settings.period_days * BASELINE_WEEKS)).timestamp()
    return _Lives(
        window=distinct_customers(members, contacts, contacts.in_window(period)),
        quiet=distinct_customers(members, contacts, recent) == 0,
        born_now=(distinct_customers(members, contacts, before) == 0) & bool(old_enough),
    )


def _state(number: int, change: _Change, lives: _Lives, settings: RankSettings) -> TrendState:
    """The first rule that matches."""
    enough = change.current[number] >= CUSTOMERS
    factor = change.factor[number]
    rules = (
        (lives.quiet[number], TrendState.QUIET),
        (lives.window[number] < settings.minimum_customers, TrendState.WATCH),
        (lives.born_now[number] and enough, TrendState.NEW),
        (not change.comparable, TrendState.NO_HISTORY),
        (enough and change.p_up[number] <= settings.q and factor >= settings.rising_factor, TrendState.RISING),
        (change.p_down[number] <= settings.q and factor <= settings.falling_factor, TrendState.FALLING),
    )
    return next((state for holds, state in rules if holds), TrendState.STEADY)


def _known(value: float) -> float | None:
    """A plain number, None for NaN."""
    return None if np.isnan(value) else float(value)

"""Period against baseline: exact tests of every theme's customers, adjusted for the number of themes.

Baseline and guard band follow the C2 method of EARS
(https://surveillance.r-forge.r-project.org/pkgdown/reference/earsC.html). What each part is worth is measured in
docs/decisions/0011-trends.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from voc.analysis.ranking.contacts import Bools, Floats, Ints
from voc.analysis.ranking.weeks import Weeks

BASELINE_WEEKS = 4
"""Weeks of history that a trend needs."""
CUSTOMERS = 3
"""Customers that a new or rising theme needs in the period, and a test in period and baseline together."""
CHANCE = 0.05
"""How often chance alone may make a theme rise, or fall, however few themes there are to be adjusted for."""
OVERDISPERSION = 1.2
"""Above this ratio of variance to mean the weekly counts are wilder than chance, and the wider tail counts."""
WILD_CUSTOMERS, WILD_WEEKS = 10, 6
"""Customers and weeks of history below which that ratio cannot be told."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Period against baseline, one value a theme; NaN where it cannot be told.

    Attributes:
        current, baseline: customers of the period, and of the baseline's weeks in sum.
        factor: the period's share of all contacts over the baseline's.
        p_up, p_down: one-sided p-values, adjusted over the themes.
        more, fewer: whether the theme's own p-value is at most ``CHANCE``.
        comparable: whether there is enough history for a trend.
    """

    current: Ints
    baseline: Ints
    factor: Floats
    p_up: Floats
    p_down: Floats
    more: Bools
    fewer: Bools
    comparable: bool


def change_of(weeks: Weeks) -> Change:
    """The tests of all themes.

    The period alone shows a leap at once, the last weeks together a lesser change that stays; the smaller of the two
    p-values counts twice, since either could have been small by chance.
    """
    b = weeks.themes[:, weeks.baseline].sum(axis=1)
    y, n = weeks.themes[:, -1], int(weeks.everyone[-1])
    lately, all_lately = weeks.themes[:, weeks.lately].sum(axis=1), int(weeks.everyone[weeks.lately].sum())
    m = int(weeks.everyone[weeks.baseline].sum())
    comparable = weeks.baseline_length >= BASELINE_WEEKS and n > 0 and m > 0
    phi = spread(weeks.themes[:, weeks.history], weeks.everyone[weeks.history])
    p = 2 * np.minimum(tails(y, n, b, m, phi), tails(lately, all_lately, b, m, phi))
    tested = (y + b >= CUSTOMERS) & comparable
    # With nobody in the baseline the true factor is unbounded; one customer there gives a lower bound.
    factor = (y / n) / (np.maximum(b, 1) / m) if n and m else np.full(len(y), np.nan)
    factor = np.where((y + b > 0) & comparable, factor, np.nan)
    up, down = (adjusted(each, lately + b, tested) for each in p)
    return Change(y, b, factor, up, down, p[0] <= CHANCE, p[1] <= CHANCE, comparable)


def adjusted(p: Floats, customers: Ints, tested: Bools) -> Floats:
    """p-values adjusted after Benjamini and Hochberg over the ``tested`` themes, NaN elsewhere.

    Each is weighted by the square root of its theme's ``customers`` (Genovese, Roeder, Wasserman 2006): where few
    write, no change could be told anyway, and many such themes would hide that of a larger one. The weights know how
    many customers there are, not when they came, so the share of false discoveries stays what it is asked to be.
    """
    out = np.full(len(p), np.nan)
    if tested.any():
        weights = np.sqrt(customers[tested])
        out[tested] = stats.false_discovery_control(np.minimum(p[tested] / (weights / weights.mean()), 1))
    return out


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

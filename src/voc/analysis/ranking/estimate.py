"""What the voices of a theme add up to: reach, value, severity, churn, impact.

The same sums are taken twice: once over the customers as they are, once for every draw of the bootstrap over customers
that were drawn several times or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voc.analysis.ranking.contacts import Floats
from voc.analysis.ranking.voices import Voices
from voc.model.settings import RankSettings

WORST = 5
"""The highest severity."""
SEVERITY_REFERENCE = 3.0
"""The severity of a score of 1; it stands in for an unknown one, too."""
_WILSON_Z = 1.96
SCORED_IN_THEME, SCORED_IN_REST = 10, 30
"""Scored customers below which a leave-out impact is hidden."""


def severity_percentile(counts: Floats) -> Floats:
    """Nearest-rank 75th percentile of severities.

    Args:
        counts: themes x 6, how many customers have severity 0 (unknown, left out) to 5.

    Returns:
        Value number ceil(0.75 n) of the n sorted known ones; NaN where all are unknown.
    """
    below = np.cumsum(counts[:, 1:], axis=1)
    known = below[:, -1]
    reached = below >= np.ceil(0.75 * known)[:, None]
    return np.where(known > 0, reached.argmax(axis=1) + 1.0, np.nan)


def wilson_lower(k: Floats, n: Floats) -> Floats:
    """Lower end of Wilson's 95 % interval of a share of k of n; 0 where n is 0."""
    z, m = _WILSON_Z, np.maximum(n, 1)
    p = k / m
    bound = (p + z**2 / (2 * m) - z * np.sqrt(p * (1 - p) / m + z**2 / (4 * m**2))) / (1 + z**2 / m)
    return np.where(n > 0, np.maximum(bound, 0.0), 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Parts of the score, one value a theme; NaN where unknown."""

    customers: Floats
    reach: Floats
    value: Floats
    severity: Floats
    churning: Floats
    churn: Floats


def estimate(voices: Voices, times: Floats, sure: Floats) -> Estimate:
    """What the voices of each theme add up to.

    Args:
        voices: one row for each theme and customer in it.
        times: how often each row counts (whole numbers).
        sure: how much each row counts for reach and value: ``times`` x probability of membership.
    """
    table = (
        np.bincount(voices.theme * (WORST + 1) + voices.severity, weights=times, minlength=voices.themes * (WORST + 1))
        .astype(np.float64)
        .reshape(voices.themes, WORST + 1)
    )
    customers = table.sum(axis=1)
    churning = voices.total(times * voices.churn)
    return Estimate(
        customers=customers,
        reach=voices.total(sure * voices.decay),
        value=voices.total(sure * voices.decay * voices.weight),
        severity=severity_percentile(table),
        churning=churning,
        churn=wilson_lower(churning, customers),
    )


def leave_out_impact(
    voices: Voices,
    points: Floats,
    drawn: Floats,
    times: Floats,
    least: tuple[int, int] = (SCORED_IN_THEME, SCORED_IN_REST),
) -> Floats:
    """Mean satisfaction of all customers minus that without a theme's customers, one value a theme.

    Negative: the theme goes with a lower score; an association, not a cause. NaN where fewer than
    ``least`` scored customers are in the theme or in the rest.

    Args:
        voices: who is in which theme.
        points: of each customer, NaN without a rating.
        drawn: how often each customer counts.
        times: how often each row of ``voices`` counts.
        least: scored customers in the theme and in the rest.
    """
    scored = np.isfinite(points)
    known = np.where(scored, points, 0.0)
    n, total = float(drawn @ scored), float(drawn @ known)
    inside, sum_inside = voices.total(times * scored[voices.customer]), voices.total(times * known[voices.customer])
    shown = (inside >= least[0]) & (n - inside >= least[1])
    rest = (total - sum_inside) / np.where(shown, n - inside, 1.0)
    return np.where(shown, total / max(n, 1.0) - rest, np.nan)


def product_of_parts(parts: Estimate, settings: RankSettings) -> Floats:
    """The score of each theme before its value is set against the median theme's; 0 without customers."""
    severity = np.where(np.isnan(parts.severity), SEVERITY_REFERENCE, parts.severity) / SEVERITY_REFERENCE
    total = (
        parts.value**settings.value_exponent
        * severity**settings.severity_exponent
        * (1.0 + parts.churn) ** settings.churn_exponent
    )
    return np.where(parts.customers > 0, total, 0.0)

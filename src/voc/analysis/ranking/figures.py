"""All that is counted and estimated of each theme, before anything is ranked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from voc.analysis.ranking.bootstrap import Draws, resample, value_intervals
from voc.analysis.ranking.contacts import Bools, Contacts, Floats, Ints, distinct_customers
from voc.analysis.ranking.estimate import Estimate, estimate, leave_out_impact, product_of_parts
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.revenue import customer_revenue, revenue_weights, with_comparable_revenue
from voc.analysis.ranking.satisfaction import customer_points
from voc.analysis.ranking.voices import Voices, voices_of
from voc.model.report import Period
from voc.model.settings import RankSettings


class Impact(NamedTuple):
    """Leave-out impact on satisfaction and the ends of its 80 % interval, one value a theme; NaN where unknown."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """One value a theme, in the order of ``theme_ids``; NaN where unknown.

    Attributes:
        theme_ids: whose figures these are.
        parts: the point estimates over the customers of the window.
        product: of the parts, before it is set against the median theme's.
        drawn: that product in each draw of the bootstrap (draws x themes).
        impact: on satisfaction.
        revenue: yearly revenue of the distinct customers of the window.
        tickets: of the window.
        all_tickets: ever.
        all_customers: distinct customers ever.
    """

    theme_ids: tuple[str, ...]
    parts: Estimate
    product: Floats
    drawn: Floats
    impact: Impact
    revenue: Floats
    tickets: Ints
    all_tickets: Ints
    all_customers: Ints


def figures_of(findings: Findings, period: Period, settings: RankSettings) -> Figures:
    """The figures of the themes, those of a window in that of ``period``; revenue in several currencies is left out."""
    contacts, members = findings.contacts, findings.members
    window = contacts.in_window(period)
    revenue = customer_revenue(with_comparable_revenue(findings.facts), contacts)
    weights = revenue_weights(revenue, settings.revenue_cap)
    voices = voices_of(findings, members, contacts, weights, period=period, half_life_days=settings.half_life_days)
    parts = estimate(voices, np.ones(len(voices.p)), voices.p)
    points, present = customer_points(findings.facts, contacts, window), _present(contacts, window)
    total = partial(product_of_parts, settings=settings)
    draws = resample(voices, present, points, total, draws=settings.bootstrap_draws, seed=settings.seed)
    return Figures(
        theme_ids=members.theme_ids,
        parts=parts,
        product=total(parts),
        drawn=draws.totals,
        impact=_impact(voices, points, present, draws),
        revenue=_revenue(voices, revenue),
        tickets=np.bincount(members.theme[window[members.row]], minlength=voices.themes),
        all_tickets=np.bincount(members.theme, minlength=voices.themes),
        all_customers=distinct_customers(members, contacts, np.ones(len(contacts.at), dtype=bool)),
    )


def _present(contacts: Contacts, window: Bools) -> Bools:
    """Which customers wrote in the window, about whatever."""
    return np.bincount(contacts.customer[window], minlength=contacts.customers) > 0


def _impact(voices: Voices, points: Floats, present: Bools, draws: Draws) -> Impact:
    """The impact of each theme; where it is unknown its interval is, too."""
    value = leave_out_impact(voices, points, present.astype(np.float64), np.ones(len(voices.p)))
    low, high = (np.where(np.isnan(value), np.nan, bound) for bound in value_intervals(draws.impacts))
    return Impact(value, low, high)


def _revenue(voices: Voices, revenue: Floats) -> Floats:
    """Revenue of each theme's customers, NaN where none of them is known to pay."""
    amounts = revenue[voices.customer]
    known = voices.total(np.isfinite(amounts).astype(np.float64))
    return np.where(known > 0, voices.total(np.nan_to_num(amounts)), np.nan)

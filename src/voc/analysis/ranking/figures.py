"""All that is counted and estimated of each theme, before anything is ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.analysis.ranking.bootstrap import resample, value_intervals
from voc.analysis.ranking.contacts import Bools, Contacts, Floats, Ints, contacts_of, distinct_customers, memberships_of
from voc.analysis.ranking.estimate import Estimate, estimate, leave_out_impact, product_of_parts
from voc.analysis.ranking.revenue import customer_revenue, revenue_weights
from voc.analysis.ranking.satisfaction import customer_points
from voc.analysis.ranking.voices import Voices, voices_of
from voc.model.report import Period
from voc.model.settings import RankSettings
from voc.model.theme import Theme
from voc.model.ticket import FeedbackFacts, TicketFacts


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """One value a theme, in the order of ``theme_ids``; NaN where unknown.

    Attributes:
        theme_ids: whose figures these are.
        parts: the point estimates over the customers of the window.
        product: of the parts, before it is set against the median theme's.
        drawn: that product in each draw of the bootstrap (draws x themes).
        impact: leave-out impact on satisfaction, with the ends of its 80 % interval in ``impact_low``, ``impact_high``.
        revenue: yearly revenue of the distinct customers of the window.
        tickets: of the window.
        all_tickets: ever.
        all_customers: distinct customers ever.
    """

    theme_ids: tuple[str, ...]
    parts: Estimate
    product: Floats
    drawn: Floats
    impact: Floats
    impact_low: Floats
    impact_high: Floats
    revenue: Floats
    tickets: Ints
    all_tickets: Ints
    all_customers: Ints


def figures_of(
    themes: Sequence[Theme],
    feedback: Mapping[str, FeedbackFacts],
    facts: Mapping[str, TicketFacts],
    confidences: Mapping[str, float],
    *,
    period: Period,
    settings: RankSettings,
) -> Figures:
    """The figures of ``themes``; the arguments are those of ``score_themes``."""
    contacts = contacts_of(facts)
    members = memberships_of(themes, contacts)
    window, everything = contacts.in_window(period), np.ones(len(contacts.at), dtype=bool)
    revenue, points = customer_revenue(facts, contacts), customer_points(facts, contacts, window)
    voices = voices_of(
        members,
        contacts,
        feedback,
        confidences,
        weights=revenue_weights(revenue, settings.revenue_cap),
        period=period,
        half_life_days=settings.half_life_days,
    )
    present, once = _present(contacts, window), np.ones(len(voices.p))
    parts = estimate(voices, once, voices.p)
    draws = resample(
        voices,
        present,
        points,
        lambda drawn: product_of_parts(drawn, settings),
        draws=settings.bootstrap_draws,
        seed=settings.seed,
    )
    low, high = value_intervals(draws.impacts)
    impact = leave_out_impact(voices, points, present.astype(np.float64), once)
    return Figures(
        theme_ids=members.theme_ids,
        parts=parts,
        product=product_of_parts(parts, settings),
        drawn=draws.totals,
        impact=impact,
        impact_low=np.where(np.isnan(impact), np.nan, low),
        impact_high=np.where(np.isnan(impact), np.nan, high),
        revenue=_revenue(voices, revenue),
        tickets=np.bincount(members.theme[window[members.row]], minlength=voices.themes),
        all_tickets=np.bincount(members.theme, minlength=voices.themes),
        all_customers=distinct_customers(members, contacts, everything),
    )


def _present(contacts: Contacts, window: Bools) -> Bools:
    """Which customers wrote in the window, about whatever."""
    return np.bincount(contacts.customer[window], minlength=contacts.customers) > 0


def _revenue(voices: Voices, revenue: Floats) -> Floats:
    """Revenue of each theme's customers, NaN where none of them is known to pay."""
    amounts = revenue[voices.customer]
    known = voices.total(np.isfinite(amounts).astype(np.float64))
    return np.where(known > 0, voices.total(np.nan_to_num(amounts)), np.nan)

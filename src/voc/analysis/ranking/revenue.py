"""What customers pay, and how much more a paying customer's voice weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from voc.analysis.ranking.contacts import Contacts, Floats
from voc.model.ticket import TicketFacts


def currencies_of(facts: Iterable[TicketFacts]) -> tuple[str, ...]:
    """The currencies that tickets name for their revenue, in order."""
    return tuple(sorted({fact.revenue.currency for fact in facts if fact.revenue and fact.revenue.currency}))


def with_comparable_revenue(facts: Mapping[str, TicketFacts]) -> Mapping[str, TicketFacts]:
    """``facts``, without any revenue where it is in several currencies, whose amounts cannot be added."""
    if len(currencies_of(facts.values())) < 2:
        return facts
    return {id_: replace(fact, revenue=None) for id_, fact in facts.items()}


def customer_revenue(facts: Mapping[str, TicketFacts], contacts: Contacts) -> Floats:
    """Yearly revenue of each customer: that of the latest ticket that tells it; NaN where none does."""
    revenue = np.full(contacts.customers, np.nan)
    told = [(fact.created_at, id_, fact.revenue.amount) for id_, fact in facts.items() if fact.revenue]
    for _, id_, amount in sorted(told, key=lambda row: (row[0].timestamp() if row[0] else -np.inf, row[1])):
        revenue[contacts.customer[contacts.row[id_]]] = amount
    return revenue


def revenue_weights(revenue: Floats, cap: float) -> Floats:
    """1 + min(ln(1 + revenue / median), cap) of each customer, 1 where revenue is unknown or not positive.

    The median is that of the positive revenues; a customer who pays as much weighs 1.693, and at the default cap of
    3 no customer weighs more than 4, which is reached at 19.1 times the median.
    """
    paying = revenue > 0
    if not paying.any():
        return np.ones(len(revenue))
    ratio = np.where(paying, revenue, 0.0) / np.median(revenue[paying])
    return 1.0 + np.minimum(np.log1p(ratio), cap)

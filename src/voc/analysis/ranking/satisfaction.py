"""Customers' ratings on one scale of points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from voc.analysis.ranking.contacts import Bools, Contacts, Floats
from voc.model.ticket import Satisfaction, TicketFacts

_GOOD_BAD = {"good": 100.0, "bad": 0.0}
_FRESHDESK = ("-103", "-102", "-101", "100", "101", "102", "103")


def points(rating: Satisfaction) -> float:
    """A rating as points of 0 to 100, so that the mean of good and bad ones is the percentage of good ones; on the
    scale ``nps`` -100, 0 or 100, so that the mean is the net promoter score. NaN when the value cannot be read.
    """
    value = rating.value.strip().lower()
    if rating.scale == "good_bad":
        return _GOOD_BAD.get(value, np.nan)
    if rating.scale == "fd-103":
        return _FRESHDESK.index(value) * 100 / 6 if value in _FRESHDESK else np.nan
    try:
        number = float(value)
    except ValueError:
        return np.nan
    if rating.scale == "nps":
        return _net_promoter(number) if 0 <= number <= 10 else np.nan
    return (number - 1) * 25 if 1 <= number <= 5 else np.nan


def customer_points(facts: Mapping[str, TicketFacts], contacts: Contacts, rows: Bools) -> Floats:
    """Points of each customer's latest readable rating among the tickets that ``rows`` selects, NaN without one.

    Only the scale that most of them use is read (of equals the first by name): a mean over scales means nothing.
    """
    rated = [
        (contacts.at[row], id_, rating.scale, points(rating))
        for id_, row in contacts.row.items()
        if rows[row] and (rating := facts[id_].satisfaction) and not np.isnan(points(rating))
    ]
    uses = Counter(scale for _, _, scale, _ in rated)
    commonest = min(uses, key=lambda scale: (-uses[scale], scale), default=None)
    out = np.full(contacts.customers, np.nan)
    for _, id_, scale, value in sorted(rated, key=lambda rating: (np.nan_to_num(rating[0]), rating[1])):
        if scale == commonest:
            out[contacts.customer[contacts.row[id_]]] = value
    return out


def _net_promoter(number: float) -> float:
    """A promoter (9 or 10) is 100, a passive customer (7 or 8) 0, a detractor -100."""
    if number >= 9:
        return 100.0
    return 0.0 if number >= 7 else -100.0

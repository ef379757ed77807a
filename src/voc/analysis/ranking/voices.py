"""Each customer's voice in each theme of the ranking window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voc.analysis.ranking.contacts import DAY, Bools, Contacts, Floats, Ints, Memberships
from voc.analysis.ranking.findings import Findings
from voc.model.report import Period


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """One row for each theme and customer in it, sorted by theme, then customer.

    Attributes:
        themes: how many themes there are.
        theme, customer: their numbers.
        p: how surely the customer is in the theme, 0..1: the largest over the customer's tickets there.
        decay: 2 ** (-age of the customer's latest ticket there / half-life), 0..1.
        severity: the largest over those tickets, 1..5; 0 when unknown.
        churn: whether any of them says that the customer may leave.
        weight: the customer's revenue weight, 1 and up.
    """

    themes: int
    theme: Ints
    customer: Ints
    p: Floats
    decay: Floats
    severity: Ints
    churn: Bools
    weight: Floats

    def total(self, amounts: Floats) -> Floats:
        """``amounts`` (one a row) summed by theme."""
        return np.bincount(self.theme, weights=amounts, minlength=self.themes).astype(np.float64)


def voices_of(
    findings: Findings,
    members: Memberships,
    contacts: Contacts,
    weights: Floats,
    *,
    period: Period,
    half_life_days: float,
) -> Voices:
    """The customers' voices in the ranking window.

    Args:
        findings: severity and churn words of the tickets, and how surely they are in their themes.
        members: the tickets of the themes.
        contacts: all tickets.
        weights: revenue weight of each customer.
        period: its end is where ages are counted from.
        half_life_days: after how many days a voice counts half; infinite: never.
    """
    inside = contacts.in_window(period)[members.row]
    theme, row = members.theme[inside], members.row[inside]
    ids = list(contacts.row)
    words = [findings.feedback.get(ids[number]) for number in row]
    p = np.array([findings.confidence(ids[number]) for number in row])
    severity = np.array([(word.severity or 0) if word else 0 for word in words], dtype=np.int64)
    churn = np.array([bool(word and word.churn) for word in words], dtype=bool)
    key = theme * contacts.customers + contacts.customer[row]
    pairs, at = np.unique(key, return_inverse=True)
    customer = pairs % max(contacts.customers, 1)
    return Voices(
        themes=len(members.theme_ids),
        theme=pairs // max(contacts.customers, 1),
        customer=customer,
        p=_largest(p, at, len(pairs)),
        decay=_largest(decay(contacts.at[row], period, half_life_days), at, len(pairs)),
        severity=_largest(severity, at, len(pairs)).astype(np.int64),
        churn=_largest(churn, at, len(pairs)) > 0,
        weight=weights[customer],
    )


def decay(at: Floats, period: Period, half_life_days: float) -> Floats:
    """2 ** (-age / half-life) of times in seconds; 1 for those after the end of the period or without a date."""
    age = np.maximum(period.end.timestamp() - np.nan_to_num(at, nan=np.inf), 0.0) / DAY
    return np.asarray(np.exp2(-age / half_life_days))


def _largest(values: Floats | Ints | Bools, group: Ints, groups: int) -> Floats:
    """The largest of the (non-negative) ``values`` in each group."""
    out = np.zeros(groups)
    np.maximum.at(out, group, values)
    return out

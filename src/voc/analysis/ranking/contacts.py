"""Who wrote, when, and about which theme: tickets and themes as arrays.

Customers are keyed by pseudonyms that differ between stores, so they are numbered by the smallest ticket id they
have, and themes by the smallest ticket id in them: the same tickets give the same arrays in every store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.model.report import Period
from voc.model.theme import Theme
from voc.model.ticket import TicketFacts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DAY = 86_400.0
"""Seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """All tickets, one a row, in the order of their ids.

    Attributes:
        row: ticket id -> row.
        customer: number of the row's customer, 0 to ``customers`` - 1.
        at: when the ticket was written, seconds since 1970; NaN where it has no date.
        customers: how many distinct customers there are.
    """

    row: Mapping[str, int]
    customer: Ints
    at: Floats
    customers: int

    @property
    def dated(self) -> bool:
        """Whether any ticket has a date; where none has, all count as one window without a history."""
        return bool(np.isfinite(self.at).any())

    def within(self, start: float, end: float) -> Bools:
        """Which rows are dated ``start`` (inclusive) to ``end`` (exclusive); every row where none has a date."""
        if not self.dated:
            return np.ones(len(self.at), dtype=bool)
        return (self.at >= start) & (self.at < end)

    def in_window(self, period: Period) -> Bools:
        """Which rows lie in the ranking window."""
        return self.within(period.window_start.timestamp(), period.end.timestamp())


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """One row for each theme and ticket in it: ``theme`` is the number of the theme in ``theme_ids``, ``row`` the
    ticket's row in ``Contacts``. Sorted by theme, then ticket.
    """

    theme_ids: tuple[str, ...]
    theme: Ints
    row: Ints


def contacts_of(facts: Mapping[str, TicketFacts]) -> Contacts:
    """``facts`` (by ticket id) as arrays."""
    ids = sorted(facts)
    numbers: dict[str, int] = {}
    customer = [numbers.setdefault(facts[id_].customer, len(numbers)) for id_ in ids]
    at = [created.timestamp() if (created := facts[id_].created_at) else np.nan for id_ in ids]
    return Contacts(
        row={id_: row for row, id_ in enumerate(ids)},
        customer=np.array(customer, dtype=np.int64),
        at=np.array(at, dtype=np.float64),
        customers=len(numbers),
    )


def memberships_of(themes: Sequence[Theme], contacts: Contacts) -> Memberships:
    """The tickets of ``themes``; those that ``contacts`` does not know are passed over."""
    ordered = sorted(themes, key=lambda theme: (min(theme.ticket_ids, default=""), theme.id))
    pairs = [
        (number, row)
        for number, theme in enumerate(ordered)
        for row in sorted(contacts.row[id_] for id_ in set(theme.ticket_ids) if id_ in contacts.row)
    ]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Memberships(tuple(theme.id for theme in ordered), table[:, 0], table[:, 1])


def distinct_customers(members: Memberships, contacts: Contacts, rows: Bools) -> Ints:
    """Distinct customers of each theme among the tickets that ``rows`` selects; one number a theme."""
    chosen = rows[members.row]
    pairs = np.unique(members.theme[chosen] * contacts.customers + contacts.customer[members.row[chosen]])
    return np.bincount(pairs // max(contacts.customers, 1), minlength=len(members.theme_ids))

"""Distinct customers by week: of each theme, and of everyone who wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import numpy as np

from voc.analysis.ranking.contacts import Contacts, Ints, Memberships, distinct_customers
from voc.model.report import Period
from voc.model.settings import RankSettings


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """Weeks oldest first: the baseline, the guard weeks, the period. A "week" is as long as the period.

    Attributes:
        themes: distinct customers of each theme (themes x weeks).
        everyone: distinct customers of all contacts.
        baseline: the weeks that a theme is compared with: those before the guard weeks, as far back as tickets go.
    """

    themes: Ints
    everyone: Ints
    baseline: slice

    @property
    def baseline_length(self) -> int:
        """How many weeks the baseline has."""
        return int(self.baseline.stop - self.baseline.start)


def weeks_of(members: Memberships, contacts: Contacts, period: Period, settings: RankSettings) -> Weeks:
    """Weekly counts up to and with ``period``; all zero and without a baseline where no ticket has a date."""
    length = settings.baseline_weeks + settings.guard_weeks + 1
    bounds = [(period.end - timedelta(days=settings.period_days * back)).timestamp() for back in range(length, -1, -1)]
    everyone = Memberships(("all",), np.zeros_like(contacts.customer), np.arange(len(contacts.at)))
    spans = list(pairwise(bounds)) if contacts.dated else []
    rows = [contacts.within(start, end) for start, end in spans]
    first = np.nanmin(contacts.at) if contacts.dated else np.inf
    return Weeks(
        themes=_columns([distinct_customers(members, contacts, week) for week in rows], len(members.theme_ids), length),
        everyone=_columns([distinct_customers(everyone, contacts, week) for week in rows], 1, length)[0],
        baseline=slice(sum(end <= first for end in bounds[1 : settings.baseline_weeks + 1]), settings.baseline_weeks),
    )


def _columns(weeks: list[Ints], themes: int, length: int) -> Ints:
    """Weekly counts side by side; zeros where there are none."""
    return np.stack(weeks, axis=1) if weeks else np.zeros((themes, length), dtype=np.int64)

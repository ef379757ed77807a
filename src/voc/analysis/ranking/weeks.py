"""Distinct customers by week: of each theme, and of everyone who wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import numpy as np

from voc.analysis.ranking.contacts import Contacts, Ints, Memberships, distinct_customers
from voc.model.report import Period
from voc.model.settings import RankSettings

SPREAD_WEEKS = 24
"""Weeks before the guard weeks that tell how far a theme's counts spread; the mean of eight is a fair one, their
variance is not."""

LATELY = 2
"""Weeks with the period that are looked at together, as far as guard weeks keep them apart from the baseline."""


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """Weeks oldest first, the guard weeks and the period last. A "week" is as long as the period.

    Attributes:
        themes: distinct customers of each theme (themes x weeks).
        everyone: distinct customers of all contacts.
        history: the weeks before the guard weeks, as far back as tickets go and the spread needs them.
        baseline: the last weeks of it, which a theme is compared with.
        lately: the period and the week before it.
        shown: of ``themes``, as many weeks as baseline, guard and period have at most.
    """

    themes: Ints
    everyone: Ints
    history: slice
    baseline: slice
    lately: slice
    shown: Ints

    @property
    def baseline_length(self) -> int:
        """How many weeks the baseline has."""
        return int(self.baseline.stop - self.baseline.start)


def weeks_of(members: Memberships, contacts: Contacts, period: Period, settings: RankSettings) -> Weeks:
    """Weekly counts up to and with ``period``; all zero and without a baseline where no ticket has a date."""
    after, before = settings.guard_weeks + 1, max(settings.baseline_weeks, SPREAD_WEEKS)
    ends = range(before + after, -1, -1)
    bounds = [(period.end - timedelta(days=settings.period_days * back)).timestamp() for back in ends]
    everyone = Memberships(("all",), np.zeros_like(contacts.customer), np.arange(len(contacts.at)))
    spans = list(pairwise(bounds)) if contacts.dated else []
    rows = [contacts.within(start, end) for start, end in spans]
    first = np.nanmin(contacts.at) if contacts.dated else np.inf
    known = sum(end <= first for end in bounds[1 : before + 1])
    count = before + after
    themes = _columns([distinct_customers(members, contacts, week) for week in rows], len(members.theme_ids), count)
    return Weeks(
        themes=themes,
        everyone=_columns([distinct_customers(everyone, contacts, week) for week in rows], 1, count)[0],
        history=slice(known, before),
        baseline=slice(max(known, before - settings.baseline_weeks), before),
        lately=slice(max(before, count - LATELY), count),
        shown=themes[:, before - settings.baseline_weeks :],
    )


def _columns(weeks: list[Ints], themes: int, length: int) -> Ints:
    """Weekly counts side by side; zeros where there are none."""
    return np.stack(weeks, axis=1) if weeks else np.zeros((themes, length), dtype=np.int64)

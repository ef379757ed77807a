"""What a theme's weekly count of distinct customers is doing: rising, falling, new, quiet.

The period is compared with a baseline of weeks, a guard week apart, by an exact test that knows how many customers
wrote at all; a fixed percentage would call noise a trend below ten customers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

import numpy as np

from voc.analysis.ranking.change import BASELINE_WEEKS, CUSTOMERS, Change, change_of
from voc.analysis.ranking.contacts import Bools, Contacts, Ints, Memberships, distinct_customers
from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.fixes import returned
from voc.analysis.ranking.weeks import weeks_of
from voc.model.report import Period, Trend, TrendState
from voc.model.settings import RankSettings

NO_FIXES: Mapping[str, datetime] = MappingProxyType({})


def trends(
    findings: Findings,
    period: Period,
    settings: RankSettings,
    fixed: Mapping[str, datetime] = NO_FIXES,
) -> dict[str, Trend]:
    """The trend of each theme by its id.

    Args:
        findings: the tickets outside of all themes are part of the volume.
        period: what is looked at, and the window in which a theme has few customers or enough.
        settings: lengths of baseline and guard, the factors that count, q of Benjamini and Hochberg.
        fixed: when the issue of a theme was closed as fixed, by theme id.
    """
    contacts, members = findings.contacts, findings.members
    weeks = weeks_of(members, contacts, period, settings)
    change = change_of(weeks)
    lives = _lives(members, contacts, period, settings)
    again = returned(findings.themes, findings.facts, fixed, period, settings)
    return {
        id_: Trend(
            state=TrendState.RETURNED if id_ in again else _state(number, change, lives, settings),
            current=int(change.current[number]),
            baseline=int(change.baseline[number]),
            factor=_known(change.factor[number]),
            p_up=_known(change.p_up[number]),
            p_down=_known(change.p_down[number]),
            weekly=tuple(int(count) for count in weeks.shown[number]),
        )
        for number, id_ in enumerate(members.theme_ids)
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Lives:
    """What else decides a theme's state, one value a theme."""

    window: Ints
    quiet: Bools
    born_now: Bools


def _lives(members: Memberships, contacts: Contacts, period: Period, settings: RankSettings) -> _Lives:
    """Customers of the window; who was silent lately; whose first customers ever came in the period."""
    start, end = period.start.timestamp(), period.end.timestamp()
    recent = contacts.within((period.end - timedelta(days=settings.quiet_days)).timestamp(), end)
    before = contacts.within(-np.inf, start)
    first = np.nanmin(contacts.at) if contacts.dated else np.inf
    old_enough = first <= (period.start - timedelta(days=settings.period_days * BASELINE_WEEKS)).timestamp()
    return _Lives(
        window=distinct_customers(members, contacts, contacts.in_window(period)),
        quiet=distinct_customers(members, contacts, recent) == 0,
        born_now=(distinct_customers(members, contacts, before) == 0) & bool(old_enough),
    )


def _state(number: int, change: Change, lives: _Lives, settings: RankSettings) -> TrendState:
    """The first rule that matches, of a theme that did not return after its fix."""
    enough = change.current[number] >= CUSTOMERS
    factor = change.factor[number]
    more = change.more[number] and change.p_up[number] <= settings.q
    fewer = change.fewer[number] and change.p_down[number] <= settings.q
    rules = (
        (lives.quiet[number], TrendState.QUIET),
        (lives.window[number] < settings.minimum_customers, TrendState.WATCH),
        (lives.born_now[number] and enough, TrendState.NEW),
        (not change.comparable, TrendState.NO_HISTORY),
        (enough and more and factor >= settings.rising_factor, TrendState.RISING),
        (fewer and factor <= settings.falling_factor, TrendState.FALLING),
    )
    return next((state for holds, state in rules if holds), TrendState.STEADY)


def _known(value: float) -> float | None:
    """A plain number, None for NaN."""
    return None if np.isnan(value) else float(value)

"""Themes that come back after their fix: who reports it, when, and from which version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.fixes import returned
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.trend import trends
from voc.model.report import TrendState
from voc.model.settings import RankSettings
from voc.model.theme import Theme
from voc.model.ticket import Kind, TicketFacts

END = datetime(2026, 11, 9, tzinfo=UTC)
SETTINGS = RankSettings()
PERIOD = period_of(END, END, UTC, SETTINGS)
FIX = END - timedelta(days=40)


def fact(number: int, days_after: float | None, version: str | None = None) -> TicketFacts:
    """A ticket so many days after the fix."""
    at = None if days_after is None else FIX + timedelta(days=days_after)
    return TicketFacts(f"csv:{number}", f"c{number}", at, version=version)


def theme(*facts: TicketFacts) -> Theme:
    """One theme with these tickets."""
    return Theme("th-1", "t", Kind.BUG, (), (), tuple(fact.id for fact in facts), None, None)


def comes_back(*facts: TicketFacts, others: tuple[TicketFacts, ...] = ()) -> bool:
    """Whether a theme of ``facts`` that was fixed at ``FIX`` came back."""
    known = {fact.id: fact for fact in (*facts, *others)}
    return bool(returned([theme(*facts)], known, {"th-1": FIX}, PERIOD, SETTINGS))


@pytest.mark.parametrize(
    ("days", "back"), [(-3, False), (0, False), (14, False), (14.01, True), (39.9, True), (40, False), (None, False)]
)
def test_a_report_counts_two_weeks_after_the_fix(days: float | None, back: bool) -> None:
    """Before that it is of the time before; at the end of the period and later it waits for the next report."""
    assert comes_back(fact(1, days)) is back


def test_an_older_version_does_not_hold_the_fix() -> None:
    """Whoever still runs what was there before the fix reports nothing new."""
    assert not comes_back(fact(1, 20, "7.1"), others=(fact(2, -5, "7.1"),))
    assert comes_back(fact(1, 20, "7.2"), others=(fact(2, -5, "7.1"), fact(3, 2, "7.2")))
    assert comes_back(fact(1, 20, None), others=(fact(2, -5, "7.1"),))


def test_one_new_version_among_old_ones_is_enough() -> None:
    """The first report that holds decides."""
    assert comes_back(fact(1, 20, "7.1"), fact(2, 21, "7.2"), others=(fact(3, -5, "7.1"),))


def test_what_was_never_fixed_does_not_return() -> None:
    """Without a date of its fix a theme is not looked at, whatever other themes do."""
    facts = {"csv:1": fact(1, 30)}
    assert returned([theme(fact(1, 30))], facts, {"th-2": FIX}, PERIOD, SETTINGS) == frozenset()


def test_returning_comes_before_every_other_state() -> None:
    """It is said of a theme that would be quiet or merely watched; without a fix those are its states."""
    late = fact(1, 20)
    facts, themes = {late.id: late}, [theme(late)]
    fixed = trends(Findings(themes, {}, facts), PERIOD, SETTINGS, {"th-1": FIX})
    assert fixed["th-1"].state is TrendState.RETURNED
    assert trends(Findings(themes, {}, facts), PERIOD, SETTINGS)["th-1"].state is TrendState.WATCH
    assert (
        trends(Findings(themes, {}, facts), PERIOD, RankSettings(returned_days=30), {"th-1": FIX})["th-1"].state
        is TrendState.WATCH
    )

"""What people ruled about a theme, in the plan."""

from __future__ import annotations

from dataclasses import replace

from tests.filing_world import START, Desk, TurnedClock, ranked, report

from voc.model.plan import Action
from voc.model.report import RankedTheme
from voc.model.theme import Remark, ThemeStatus
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.memory import MemoryTracker
from voc.workflows.filing.plan import make_plan

SAID = Remark("ACME-7", "Mia", START, "d-1")


def desk() -> Desk:
    clock = TurnedClock()
    return Desk(MemoryTracker(clock=clock), MemoryLedger(), clock)


def muted(theme: RankedTheme) -> RankedTheme:
    return replace(theme, theme=replace(theme.theme, muted=SAID, status=ThemeStatus.MUTED))


def linked(theme: RankedTheme) -> RankedTheme:
    return replace(theme, theme=replace(theme.theme, link=SAID))


def test_a_muted_theme_is_left_alone() -> None:
    """Filed or not: neither a new issue nor an update of the one there is."""
    here = desk()
    assert here.change(report(muted(ranked(1)))).reason == "muted by Mia"
    here.run(report(ranked(1)))
    change = here.change(report(muted(ranked(1, customers=50))))
    assert (change.action, change.reason) == (Action.SKIP, "muted by Mia")


def test_a_linked_theme_is_not_filed_anew() -> None:
    """One that voc filed before is kept up to date as ever: that issue is voc's own."""
    here = desk()
    change = here.change(report(linked(ranked(1))))
    assert (change.action, change.reason) == (Action.SKIP, "linked to ACME-7 by Mia")
    here.run(report(ranked(1)))
    assert here.change(report(linked(ranked(1, customers=50)))).action is Action.UPDATE


def test_the_issue_of_a_theme_that_was_merged_away_is_named() -> None:
    """It is left alone, and so is one that was never filed: nothing is said of that."""
    here = desk()
    here.run(report(ranked(1), ranked(2)))
    filing = replace(here.filing, redirects={"theme-0001": "theme-0002", "theme-0009": "theme-0002"})
    plan = make_plan(report(ranked(2)), filing)
    told = {change.theme_id: (change.action, change.reason) for change in plan.changes}
    assert told.keys() == {"theme-0001", "theme-0002"}
    action, reason = told["theme-0001"]
    assert action is Action.SKIP
    twin = f"a duplicate of {here.row(2).issue_key} for a person to close"
    assert reason == f"merged into theme-0002; {here.row(1).issue_key} is left alone: {twin}"
    assert here.apply(plan).exit_code == 0
    assert len(here.issues()) == 2


def test_the_issue_of_a_theme_that_lost_all_tickets_is_named() -> None:
    """It is in no report any more; its issue is left alone, and what was never filed is not spoken of."""
    here = desk()
    here.run(report(ranked(1), ranked(2)))
    plan = make_plan(report(ranked(2), ranked(3)), here.filing)
    (told,) = (change for change in plan.changes if change.theme_id == "theme-0001")
    assert (told.action, told.reason) == (
        Action.SKIP,
        f"no ticket is left in it; {here.row(1).issue_key} is left alone",
    )
    assert here.apply(plan).exit_code == 0
    assert len(here.issues()) == 3

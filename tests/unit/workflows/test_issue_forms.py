"""Templates that change, fields that are set, days of the configured zone: what plan and apply make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.filing_world import Desk, TurnedClock, memory_desk, ranked, report, themes

from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.plan_diff import diff_of
from voc.errors import ConfigError, LimitError
from voc.model.filing import IssueDraft, IssueTemplate
from voc.model.ledger import LedgerEntry
from voc.model.plan import Action, Result
from voc.ports.tracker import fields_of
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.local import LocalTracker
from voc.trackers.memory import FULL, MemoryTracker

OTHER = IssueTemplate("ours.md.j2", "{{ customers }} asiakasta: {{ ticket_ids | join(', ') }}")


def filed(number: int = 3, **options: object) -> Desk:
    desk = memory_desk(**options)
    assert desk.run(themes(number)).exit_code == 0
    return desk


# -- another template -----------------------------------------------------------------------------------------------
def test_a_changed_template_is_told_and_written_once() -> None:
    """Each issue says why it would be rewritten, and against what; after that there is nothing to do."""
    desk = filed()
    desk.template = OTHER
    plan = desk.plan(themes(3))
    assert [(each.action, each.reason, each.new_template) for each in plan.changes] == [
        (Action.UPDATE, "the template changed", True)
    ] * 3
    lines = list(diff_of(plan.changes[0]))
    assert "-## What customers say" in lines
    assert any(line.startswith("+5 asiakasta: ") for line in lines)
    desk.apply(plan)
    assert {change.action for change in desk.plan(themes(3)).changes} == {Action.SKIP}
    assert all("asiakasta" in issue.body for issue in desk.issues())


def test_news_and_a_changed_template_are_told_apart() -> None:
    """More customers alone are no change of the template."""
    desk = filed(1)
    grown = desk.change(themes(1, customers=7))
    assert (grown.action, grown.reason, grown.new_template) == (Action.UPDATE, "2 more customers", False)
    quoted = desk.change(report(ranked(1, quote="Other words")))
    assert (quoted.reason, quoted.new_template) == ("its text changed", False)
    desk.template = OTHER
    both = desk.change(themes(1, customers=7))
    assert both.reason == "2 more customers; the template changed"


def test_a_block_of_an_unknown_template_is_not_said_to_be_another_s() -> None:
    """One that was written before templates were noted, or is found without a ledger: its text changed, no more."""
    desk = filed(1)
    assert isinstance(desk.ledger, MemoryLedger)
    (row,) = desk.ledger.entries(desk.filing.scope).values()
    forget(desk, replace(row, written=replace(row.written, template="")))
    assert desk.change(themes(1)).action is Action.SKIP
    desk.template = OTHER
    assert desk.change(themes(1)).reason == "its text changed"


def forget(desk: Desk, row: LedgerEntry) -> None:
    claimed = desk.ledger.claim(desk.filing.scope, [row.theme_id], "t", "r")[row.theme_id]
    desk.ledger.save(replace(row, token=claimed.token))


def test_a_tracker_that_keeps_its_text_is_left_alone() -> None:
    """Where no conditional write exists, a template changes new issues only."""
    desk = filed(capabilities=replace(FULL, conditional_write=False))
    desk.template = OTHER
    assert {change.action for change in desk.plan(themes(3)).changes} == {Action.SKIP}


def test_a_person_s_block_is_not_rewritten_by_a_template() -> None:
    """An edit inside the block makes it theirs, whatever the template."""
    desk = filed(1)
    issue = desk.issue()
    assert isinstance(desk.tracker, MemoryTracker)
    desk.tracker.edit(issue.id, body=issue.body.replace("What customers say", "What they say"))
    desk.template = OTHER
    assert desk.change(themes(1)).action is Action.SKIP


def test_a_bad_template_stops_the_plan_before_the_tracker_is_asked() -> None:
    """Nothing is filed, not even what comes before the theme that it fails for."""
    desk = memory_desk()
    desk.template = IssueTemplate("bad.md.j2", "{{ customers }}\n{{ ticket_ids | join }} {{ quotes[0].text }}")
    with pytest.raises(ConfigError, match=r"bad\.md\.j2:2: list object has no element 0"):
        desk.run(themes(3))
    assert desk.issues() == []


# -- fields ---------------------------------------------------------------------------------------------------------
class FieldTracker(MemoryTracker):
    """One that sets a priority by severity."""

    priority = "High"

    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """The priority."""
        return {"priority": self.priority}


def test_a_plan_shows_the_fields_that_a_create_sets() -> None:
    """They are the tracker's, and those of creates only."""
    clock = TurnedClock()
    desk = Desk(FieldTracker(clock), MemoryLedger(), clock)
    change = desk.change(themes(1))
    assert change.fields == {"priority": "High"}
    desk.run(themes(1))
    assert desk.change(themes(1, customers=9)).fields == {}
    assert change.draft is not None
    assert fields_of(memory_desk().tracker, change.draft) == {}


def test_other_fields_than_the_plan_shows_are_not_set() -> None:
    """Settings that changed since, and an edit of the plan, leave the theme alone with a reason."""
    clock = TurnedClock()
    tracker = FieldTracker(clock)
    desk = Desk(tracker, MemoryLedger(), clock)
    plan = desk.plan(themes(1))
    tracker.priority = "Low"
    (done,) = desk.apply(plan).done
    assert (done.result, done.reason) == (
        Result.STALE, "other fields would be set than the plan shows; mend voc.yaml, or plan again",
    )  # fmt: skip
    assert desk.issues() == []
    assert desk.run(themes(1)).exit_code == 0


# -- days -----------------------------------------------------------------------------------------------------------
def test_days_are_those_of_the_configured_zone() -> None:
    """A theme first seen late in the evening in UTC is of the next day in Helsinki; so is the end of a plan."""
    theme = ranked(1)
    assert theme.theme.first_seen is not None
    late = theme.theme.first_seen + timedelta(hours=23)
    wanted = report(replace(theme, theme=replace(theme.theme, first_seen=late)))
    desk = memory_desk()
    desk.zone = ZoneInfo("Europe/Helsinki")
    plan = desk.plan(wanted)
    desk.apply(plan)
    block = find_block(desk.issue().body)
    assert block is not None
    assert "since 2026-10-06" in block.text
    desk.clock.at += timedelta(hours=80)
    with pytest.raises(LimitError, match="the plan expired at 2026-11-12 10:00 EET"):
        desk.apply(plan)


def test_the_local_tracker_dates_its_comments_in_the_zone(tmp_path: Path) -> None:
    """What is said late in the evening in UTC is of the next day in Helsinki."""
    clock = TurnedClock()
    zone = ZoneInfo("Europe/Helsinki")
    desk = Desk(LocalTracker(tmp_path, "VOC", now=clock.now, zone=zone), MemoryLedger(), clock, zone=zone)
    desk.run(themes(1))
    clock.at += timedelta(days=7, hours=15)
    desk.run(themes(1, customers=9))
    (path,) = tmp_path.glob("VOC-1*.md")
    assert f"{clock.at:%H}" == "23"
    assert "### 2026-11-17, voc" in path.read_text(encoding="utf-8")

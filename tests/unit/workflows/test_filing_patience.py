"""How writes to a tracker that is slow, away, or has given an id to something else come to an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.filing_world import Desk, memory_desk, ranked, report, themes

from voc.analysis.filing.managed_block import find_block
from voc.model.filing import IssueState, Outcome, OutcomeKind
from voc.model.ledger import EntryState
from voc.model.plan import Action, Result
from voc.trackers.memory import FULL, Fault, MemoryTracker

LATER = Outcome(OutcomeKind.THROTTLED, code="429")
AWAY = Outcome(OutcomeKind.NOT_SENT, detail="cannot be reached")
LOST = Outcome(OutcomeKind.UNCERTAIN, detail="connection broke off")


def tracker_of(desk: Desk) -> MemoryTracker:
    assert isinstance(desk.tracker, MemoryTracker)
    return desk.tracker


def filed(number: int = 1, **tracker: object) -> Desk:
    """A desk with some filed themes, a week later."""
    desk = memory_desk(**tracker)
    assert desk.run(themes(number)).exit_code == 0
    desk.clock.at += timedelta(days=7)
    return desk


def answers(desk: Desk, monkeypatch: pytest.MonkeyPatch, *outcomes: Outcome) -> list[str]:
    """Let the next updates end so, then as ever; the ids of issues in the order of their updates."""
    update, left, asked = desk.tracker.update, list(outcomes), []

    def answer(issue: Any, changes: Any) -> Outcome:
        asked.append(issue.id)
        return left.pop(0) if left else update(issue, changes)

    monkeypatch.setattr(desk.tracker, "update", answer)
    return asked


# -- throttled, and never sent --------------------------------------------------------------------------------------
def test_a_throttled_update_waits_as_long_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole time, however often, and then the update is done."""
    desk = filed()
    asked = answers(desk, monkeypatch, *(replace(LATER, retry_after=float(each)) for each in (40, 1, 90, 7)))
    assert [done.result for done in desk.run(themes(1, customers=9)).done] == [Result.UPDATED]
    assert (desk.clock.slept, len(asked)) == ([40.0, 1.0, 90.0, 7.0], 5)


def test_an_update_that_is_throttled_beyond_the_deadline_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else is tried, nothing is waited, and the next run does both."""
    desk = filed(2)
    asked = answers(desk, monkeypatch, replace(LATER, retry_after=3600.0))
    applied = desk.run(themes(2, customers=9))
    assert [done.result for done in applied.done] == [Result.THROTTLED, Result.HELD]
    assert (applied.exit_code, desk.clock.slept, asked) == (4, [], ["1"])
    assert desk.run(themes(2, customers=9)).exit_code == 0


def test_an_update_that_never_left_is_tried_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice is not too often; three times is a failure."""
    desk = filed()
    assert len(answers(desk, monkeypatch, AWAY, AWAY)) == 0
    assert desk.run(themes(1, customers=9)).exit_code == 0
    asked = answers(desk, monkeypatch, AWAY, AWAY, AWAY)
    assert (desk.run(themes(1, customers=20)).exit_code, len(asked)) == (3, 3)


def test_an_update_that_may_have_arrived_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read settles it in the next run."""
    desk = filed()
    asked = answers(desk, monkeypatch, LOST)
    assert (desk.run(themes(1, customers=9)).exit_code, len(asked)) == (3, 1)


def test_waits_of_no_length_grow() -> None:
    """A tracker that throttles and does not say for how long is asked less and less often, until the deadline."""
    desk = memory_desk(faults=[Fault.THROTTLE] * 20)
    tracker_of(desk).retry_after = 0.0
    desk.set(max_new=1)
    assert desk.run(themes(1)).done[0].result is Result.THROTTLED
    assert desk.clock.slept == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0]
    assert len(set(tracker_of(desk).attempts)) == 10


def test_throttling_does_not_use_up_the_tries() -> None:
    """More than three waits within the deadline still end in an issue, each under an attempt of its own."""
    desk = memory_desk(faults=[Fault.THROTTLE] * 6)
    assert desk.run(themes(1)).exit_code == 0
    assert len(set(tracker_of(desk).attempts)) == 7


# -- an id for something else ---------------------------------------------------------------------------------------
def reused(desk: Desk, body: str) -> None:
    """The issue is deleted, and a person's gets its id."""
    tracker = tracker_of(desk)
    tracker.edit("1", created_at=desk.clock.at, body=body, title="Someone else's", labels=())


def test_an_id_that_was_given_to_another_issue_is_lost() -> None:
    """The stranger is neither written nor taken over, and the theme is not filed again."""
    desk = filed()
    plan = desk.plan(themes(1, customers=9))
    reused(desk, "A person's words")
    assert desk.apply(plan).done[0].result is Result.STALE
    change = desk.change(themes(1, customers=9))
    assert (change.action, change.becomes, change.blocked) == (Action.SKIP, EntryState.LOST, True)
    desk.run(themes(1, customers=9))
    assert (desk.row().state, desk.tracker.get("1").body) == (EntryState.LOST, "A person's words")  # type: ignore[union-attr]
    assert desk.change(themes(1, customers=9)).action is Action.SKIP


def test_an_issue_that_names_its_theme_is_no_stranger() -> None:
    """A date of creation that a person or a move changed loses nothing while the last line still stands."""
    desk = filed()
    tracker_of(desk).edit("1", created_at=desk.clock.at)
    assert desk.run(themes(1, customers=9)).done[0].result is Result.UPDATED


# -- what arrives late ----------------------------------------------------------------------------------------------
def test_a_late_duplicate_is_named() -> None:
    """A create that was given up and arrived after all is said in every plan, and never deleted."""
    desk = filed()
    first = desk.issue()
    late = replace(first, id="9", key="VOC-9")
    tracker_of(desk)._put(late)
    assert "VOC-9 carry its marker too" in desk.change(themes(1)).reason
    assert len(desk.issues()) == 2
    tracker_of(desk).edit("9", state=IssueState.DUPLICATE)
    assert desk.change(themes(1)).reason == "up to date"


# -- a person who is quick ------------------------------------------------------------------------------------------
def test_an_edit_between_our_write_and_our_read_is_a_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads back otherwise than sent, where the last text was kept as sent, is left alone from then on."""
    desk = filed()
    update = desk.tracker.update

    def with_a_person(issue: Any, changes: Any) -> Outcome:
        outcome = update(issue, changes)
        assert outcome.issue is not None
        tracker_of(desk).edit("1", body=outcome.issue.body.replace("## What customers say", "## Sanovat"))
        return Outcome(OutcomeKind.DONE, desk.tracker.get("1"))

    monkeypatch.setattr(desk.tracker, "update", with_a_person)
    desk.run(themes(1, customers=9))
    monkeypatch.undo()
    theirs = desk.issue().body
    for customers in (12, 30):
        desk.clock.at += timedelta(days=7)
        assert "left alone: block" in desk.change(themes(1, customers=customers)).reason
        desk.run(themes(1, customers=customers))
    assert desk.issue().body == theirs


def test_a_tracker_that_renders_our_text_is_no_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first text read back otherwise than sent, later ones may too."""
    put = MemoryTracker._put
    monkeypatch.setattr(
        MemoryTracker, "_put", lambda self, issue: put(self, replace(issue, body=issue.body.replace("**", "__")))
    )
    desk = filed(capabilities=FULL)
    assert desk.run(themes(1, customers=9)).done[0].result is Result.UPDATED
    desk.clock.at += timedelta(days=7)
    assert desk.run(report(ranked(1, customers=15))).done[0].result is Result.UPDATED
    block = find_block(desk.issue().body)
    assert block is not None
    assert "__15 customers__" in block.text

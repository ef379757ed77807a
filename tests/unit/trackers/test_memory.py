"""The reference tracker fails exactly as it is told to, so that laws can be tested against it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.filing_world import TurnedClock, draft

from voc.model.filing import OutcomeKind
from voc.trackers.memory import Fault, MemoryTracker


@pytest.mark.parametrize(
    ("fault", "kind", "left"),
    [
        (Fault.NONE, OutcomeKind.DONE, 1),
        (Fault.LOST_BEFORE, OutcomeKind.UNCERTAIN, 0),
        (Fault.LOST_AFTER, OutcomeKind.UNCERTAIN, 1),
        (Fault.NOT_SENT, OutcomeKind.NOT_SENT, 0),
        (Fault.REJECT, OutcomeKind.REJECTED, 0),
        (Fault.FORBID, OutcomeKind.REJECTED, 0),
        (Fault.THROTTLE, OutcomeKind.THROTTLED, 0),
    ],
)
def test_each_fault_has_its_outcome_and_leaves_what_it_says(fault: Fault, kind: OutcomeKind, left: int) -> None:
    """Whether an issue is left behind does not show in an uncertain outcome."""
    tracker = MemoryTracker(TurnedClock(), faults=[fault])
    outcome = tracker.create(draft(), "a")
    assert outcome.kind is kind
    assert len(tracker.family("voc-default")) == left
    assert outcome.fatal is (fault is Fault.FORBID)
    assert outcome.retry_after == (10.0 if fault is Fault.THROTTLE else None)


def test_an_exception_after_the_commit_leaves_the_issue() -> None:
    """As when a connection drops under the answer."""
    tracker = MemoryTracker(TurnedClock(), faults=[Fault.RAISE_AFTER])
    with pytest.raises(ConnectionResetError):
        tracker.create(draft(), "a")
    assert len(tracker.find(draft().marker)) == 1


def test_faults_are_used_up_in_order() -> None:
    """One a create, then all goes well; every attempt is on record."""
    tracker = MemoryTracker(TurnedClock(), faults=[Fault.REJECT, Fault.NONE])
    kinds = [tracker.create(draft(number), f"a{number}").kind for number in range(3)]
    assert kinds == [OutcomeKind.REJECTED, OutcomeKind.DONE, OutcomeKind.DONE]
    assert tracker.attempts == ["a0", "a1", "a2"]


def test_a_fresh_issue_is_hidden_from_searches_but_not_from_its_id() -> None:
    """Search lags; reading by id does not."""
    clock = TurnedClock()
    tracker = MemoryTracker(clock, hidden_for=timedelta(seconds=60))
    issue = tracker.create(draft(), "a").issue
    assert issue is not None
    assert tracker.get(issue.id) == issue
    assert list(tracker.find(draft().marker)) == list(tracker.family("voc-default")) == []
    clock.sleep(60)
    assert [hit.id for hit in tracker.find(draft().marker)] == [issue.id]


def test_an_edit_changes_the_revision() -> None:
    """Whoever makes it, and even when it says the same."""
    tracker = MemoryTracker(TurnedClock())
    issue = tracker.create(draft(), "a").issue
    assert issue is not None
    tracker.edit(issue.id, title=issue.title)
    now = tracker.get(issue.id)
    assert now is not None
    assert now.revision != issue.revision

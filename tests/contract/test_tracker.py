"""What every Tracker promises, on each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.filing_world import create, draft
from tests.tracker_worlds import World

from voc.analysis.filing.managed_block import find_block, spliced
from voc.analysis.filing.markers import carries, family_of, read_identity
from voc.model.filing import IssueChanges, IssueState, OutcomeKind
from voc.ports.tracker import Tracker
from voc.trackers.local import LocalTracker
from voc.trackers.memory import MemoryTracker
from voc.trackers.redmine import RedmineTracker


@pytest.fixture
def tracker(world: World) -> Tracker:
    """Each tracker, empty."""
    return world.tracker(rewrite_block=True)


def has_labels(tracker: Tracker) -> bool:
    """Whether what is created there carries labels."""
    if isinstance(tracker, RedmineTracker):
        return tracker._redmine.label_field is not None
    return tracker.capabilities.labels


def test_an_empty_tracker_holds_nothing(tracker: Tracker) -> None:
    """Nothing is found, listed or read where nothing was filed."""
    assert tracker.get("987654321") is None
    assert list(tracker.find(draft().marker)) == []
    assert list(tracker.family("voc-default")) == []


def test_a_created_issue_reads_back_as_drafted(tracker: Tracker) -> None:
    """Title, labels, block and identity line come back, and the answer equals a fresh read."""
    wanted = draft()
    issue = create(tracker, wanted, "attempt-7")
    assert tracker.get(issue.id) == issue
    assert (issue.title, issue.project) == (wanted.title, tracker.project)
    assert set(issue.labels) == (set(wanted.labels) if has_labels(tracker) else set())
    block, identity = find_block(issue.body), read_identity(issue.body)
    assert block is not None
    assert (block.text, block.untouched) == (wanted.block, True)
    assert identity is not None
    assert (identity.theme_id, identity.attempt_id, identity.ledger_id) == ("theme-0001", "attempt-7", "ledger-1")


@pytest.mark.parametrize(
    "title",
    [
        'Export: "fails" # at 5 %',
        "- [ ] *bold* & <b>",
        "null",
        "2026-11-09",
        "Äänekoski: ei toimi",
        "@",
        "'",
        "a\\b",
        "…",
    ],
)
def test_titles_round_trip(tracker: Tracker, title: str) -> None:
    """A title is text, whatever it would mean in the tracker's format."""
    wanted = replace(draft(), title=title)
    assert create(tracker, wanted).title == title


def test_each_marker_finds_its_own_issue(tracker: Tracker) -> None:
    """A look-up finds the theme's issue, and the family lists all, lowest id first."""
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 13)]
    assert len({issue.id for issue in issues}) == len({issue.key for issue in issues}) == 12
    for number, issue in enumerate(issues, start=1):
        marker = draft(number).marker
        assert [hit.id for hit in tracker.find(marker) if carries(hit, marker, tracker.project)] == [issue.id]
    assert [issue.id for issue in tracker.family(family_of("default"))] == [issue.id for issue in issues]


def test_the_newest_issues_are_listed_up_to_a_number(world: World) -> None:
    """Whoever filed them and whatever their status, highest id first, and no more than were asked for."""
    tracker = world.tracker(rewrite_block=True)
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 13)]
    world.close(issues[10].id)
    listed = tracker.newest(5)
    assert [issue.id for issue in listed] == [issue.id for issue in issues[:6:-1]]
    assert [issue.state for issue in listed[:2]] == [IssueState.OPEN, IssueState.DONE]
    assert [(issue.title, issue.body) for issue in listed[2:]] == [
        (issue.title, issue.body) for issue in issues[9:6:-1]
    ]
    assert len(tracker.newest(100)) == 12
    assert list(tracker.newest(0)) == []


def test_requests_are_counted(tracker: Tracker) -> None:
    """What goes over a network is counted, one by one; what does not stays at nothing."""
    before = tracker.requests
    tracker.newest(1)
    tracker.newest(1)
    counted = tracker.requests - before
    assert counted == 0 if isinstance(tracker, MemoryTracker | LocalTracker) else counted >= 2


def test_an_update_writes_what_it_names_and_nothing_else(tracker: Tracker) -> None:
    """Labels are added and removed one by one, the body replaced, title and status kept."""
    issue = create(tracker, draft())
    body = spliced(issue.body, "new words")
    added, removed = (("added",), ("bug",)) if tracker.capabilities.labels else ((), ())
    outcome = tracker.update(issue, IssueChanges(body=body, add_labels=added, remove_labels=removed))
    assert outcome.kind is OutcomeKind.DONE
    now = tracker.get(issue.id)
    assert now == outcome.issue
    assert now is not None
    assert now.body == body
    assert set(now.labels) == (set(issue.labels) - set(removed)) | set(added)
    assert (now.title, now.state, now.key) == (issue.title, issue.state, issue.key)
    assert now.revision != issue.revision


def test_a_stale_write_is_refused(tracker: Tracker) -> None:
    """An issue that changed since it was read is left as it is; without conditional writes it is looked at first."""
    issue = create(tracker, draft())
    assert tracker.update(issue, IssueChanges(body=spliced(issue.body, "first"))).kind is OutcomeKind.DONE
    assert tracker.update(issue, IssueChanges(body=spliced(issue.body, "second"))).kind is OutcomeKind.CONFLICT
    assert tracker.comment(issue, "late").kind is OutcomeKind.CONFLICT
    now = tracker.get(issue.id)
    assert now is not None
    assert "second" not in now.body
    assert now.comments == ()


def test_a_write_without_change_changes_nothing(tracker: Tracker) -> None:
    """Adding a label that is there, or the same text, leaves labels and text as they are."""
    issue = create(tracker, draft())
    same = IssueChanges(add_labels=("bug",)) if tracker.capabilities.labels else IssueChanges(body=issue.body)
    outcome = tracker.update(issue, same)
    assert outcome.issue is not None
    assert (outcome.issue.labels, outcome.issue.body) == (issue.labels, issue.body)


def test_comments_are_added_and_rewritten_in_place(tracker: Tracker) -> None:
    """A comment's text reads back; rewriting one keeps its id, its place and the description's block."""
    issue = create(tracker, draft())
    first = tracker.comment(issue, "one\n\nmore of it")
    assert first.issue is not None
    second = tracker.comment(first.issue, "two")
    assert second.issue is not None
    assert [comment.text for comment in second.issue.comments] == ["one\n\nmore of it", "two"]
    changed = tracker.comment(second.issue, "three", replaces=second.issue.comments[0].id)
    assert changed.issue is not None
    assert [comment.text for comment in changed.issue.comments] == ["three", "two"]
    assert [comment.id for comment in changed.issue.comments] == [comment.id for comment in second.issue.comments]
    assert find_block(changed.issue.body) is not None


def test_a_lost_issue_cannot_be_written(world: World) -> None:
    """A write to an issue that is gone is a conflict, not a new issue."""
    tracker = world.tracker(rewrite_block=True)
    issue = create(tracker, draft())
    world.delete(issue.id)
    assert tracker.get(issue.id) is None
    assert tracker.update(issue, IssueChanges(body="x")).kind is OutcomeKind.CONFLICT
    assert tracker.comment(issue, "x").kind is OutcomeKind.CONFLICT
    assert list(tracker.family("voc-default")) == []


def test_an_id_is_not_used_again(world: World) -> None:
    """The number of a deleted issue is not given to another theme."""
    tracker = world.tracker()
    if isinstance(tracker, RedmineTracker):
        pytest.skip("on SQLite, Redmine gives the highest number again when its issue was deleted")
    first, issue = create(tracker, draft(1)), create(tracker, draft(2))
    world.delete(issue.id)
    assert create(tracker, draft(3)).key not in (first.key, issue.key)


def test_a_healthy_tracker_has_no_bad_finding(tracker: Tracker) -> None:
    """The doctor's questions are answered, and asking writes nothing."""
    assert all(finding.ok for finding in tracker.check())
    assert list(tracker.family("voc-default")) == []
    assert tracker.account()


def test_reopening_opens_a_closed_issue(world: World) -> None:
    """An issue that people closed reads as done, and as open once reopened."""
    tracker = world.tracker(rewrite_block=True)
    issue = create(tracker, draft())
    world.close(issue.id)
    closed = tracker.get(issue.id)
    assert closed is not None
    assert closed.state is IssueState.DONE
    opened = tracker.update(closed, IssueChanges(reopen=True)).issue
    assert opened is not None
    assert (opened.state, opened.status) == (IssueState.OPEN, issue.status)

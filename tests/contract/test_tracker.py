"""What every Tracker promises, on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.filing_world import TurnedClock, drafted, ranked
from tests.github_world import PROJECT, Emulator
from tests.github_world import running as running_github
from tests.jira_server.state import CLOUD, DATA_CENTER
from tests.jira_world import running as running_jira
from tests.linear_emulator import LinearEmulator
from tests.linear_world import running as running_linear
from tests.redmine_world import Project
from tests.roundup_world import Roundup

from voc.analysis.filing.managed_block import find_block, spliced
from voc.analysis.filing.markers import carries, family_of, read_identity
from voc.model.filing import Issue, IssueChanges, IssueDraft, IssueState, OutcomeKind
from voc.model.settings import FilingSettings
from voc.ports.tracker import Tracker
from voc.trackers.local import LocalTracker
from voc.trackers.memory import MemoryTracker
from voc.trackers.redmine import RedmineTracker


@dataclass(frozen=True)
class World:
    """A tracker, and what people do to an issue there."""

    tracker: Tracker
    delete: Callable[[Issue], None]
    close: Callable[[Issue], None]


REDMINES = ("redmine", "redmine without a field", "redmine double")
JIRAS = {"jira cloud": CLOUD, "jira data center": DATA_CENTER}


GITHUBS = ("github double", "github double without labels", "github emulator")
LINEARS = ("linear double", "linear double without labels", "linear emulator")


@pytest.fixture(params=["memory", "local", *REDMINES, *JIRAS, *GITHUBS, *LINEARS, "roundup plugin"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Each tracker, empty."""
    if request.param in JIRAS:
        with running_jira(JIRAS[request.param]) as jira:
            site = jira.site
            yield World(
                jira.tracker(rewrite_block=True),
                lambda issue: site.delete(issue.id),
                lambda issue: site.close(issue.id),
            )
    elif request.param in GITHUBS[:2]:
        with running_github() as github:
            yield World(
                github.tracker(rewrite_block=True, labels=request.param == GITHUBS[0]),
                lambda issue: github.double.delete(PROJECT, issue.id),
                lambda issue: github.edit(issue.id, state="closed"),
            )
    elif request.param in LINEARS[:2]:
        with running_linear() as linear:
            yield World(
                linear.tracker(rewrite_block=True, labels=request.param == LINEARS[0]),
                lambda issue: linear.double.delete(issue.id),
                lambda issue: linear.double.edit(issue.id, state="Done"),
            )
    else:
        yield _world(request, tmp_path)


def _world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    clock = TurnedClock()
    if request.param == "memory":
        memory = MemoryTracker(clock)
        return World(
            memory,
            lambda issue: memory.delete(issue.id),
            lambda issue: memory.edit(issue.id, state=IssueState.DONE, status="closed"),
        )
    if request.param == "local":
        folder = tmp_path / "issues"
        return World(
            LocalTracker(folder, "VOC", now=clock.now), lambda i: file_of(folder, i).unlink(), close_file(folder)
        )
    if request.param in GITHUBS:
        return _emulated(request.getfixturevalue("github_emulator"))
    if request.param in LINEARS:
        linear: LinearEmulator = request.getfixturevalue("linear_emulator")
        return World(linear.tracker(rewrite_block=True), lambda i: linear.delete(i.id), lambda i: linear.close(i.id))
    if request.param == "roundup plugin":
        roundup: Roundup = request.getfixturevalue("roundup")
        return World(roundup.tracker(), lambda issue: roundup.delete(issue.id), lambda issue: roundup.close(issue.id))
    project: Project = request.getfixturevalue("double" if request.param == "redmine double" else "redmine")
    special = {"label_field": None} if request.param == "redmine without a field" else {}
    tracker = project.tracker(rewrite_block=True, **special)
    return World(tracker, lambda issue: project.delete(issue.id), lambda issue: project.close(issue.id))


def _emulated(emulator: Emulator) -> World:
    tracker = emulator.tracker(rewrite_block=True)

    def close(issue: Issue) -> None:
        emulator.ask("PATCH", f"/repos/{tracker.project}/issues/{issue.id}", {"state": "closed"})

    return World(tracker, lambda issue: pytest.skip("emulate cannot delete an issue"), close)


@pytest.fixture
def tracker(world: World) -> Tracker:
    """Each tracker, empty."""
    return world.tracker


def file_of(folder: Path, issue: Issue) -> Path:
    return next(folder.glob(f"{issue.key}-*.md"))


def close_file(folder: Path) -> Callable[[Issue], None]:
    def close(issue: Issue) -> None:
        path = file_of(folder, issue)
        path.write_text(path.read_text().replace("status: open\nresolution:\n", "status: closed\nresolution: fixed\n"))

    return close


def has_labels(tracker: Tracker) -> bool:
    """Whether what is created there carries labels."""
    if isinstance(tracker, RedmineTracker):
        return tracker._redmine.label_field is not None
    return tracker.capabilities.labels


def draft(number: int = 1, title: str | None = None) -> IssueDraft:
    return drafted(ranked(number, title=title), FilingSettings(), "ledger-1")


def create(tracker: Tracker, wanted: IssueDraft, attempt: str = "attempt-1") -> Issue:
    outcome = tracker.create(wanted, attempt)
    assert outcome.kind is OutcomeKind.DONE
    assert outcome.issue is not None
    return outcome.issue


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
    tracker = world.tracker
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 13)]
    world.close(issues[10])
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
    tracker = world.tracker
    issue = create(tracker, draft())
    world.delete(issue)
    assert tracker.get(issue.id) is None
    assert tracker.update(issue, IssueChanges(body="x")).kind is OutcomeKind.CONFLICT
    assert tracker.comment(issue, "x").kind is OutcomeKind.CONFLICT
    assert list(tracker.family("voc-default")) == []


def test_an_id_is_not_used_again(world: World) -> None:
    """The number of a deleted issue is not given to another theme."""
    if isinstance(world.tracker, RedmineTracker):
        pytest.skip("on SQLite, Redmine gives the highest number again when its issue was deleted")
    first, issue = create(world.tracker, draft(1)), create(world.tracker, draft(2))
    world.delete(issue)
    assert create(world.tracker, draft(3)).key not in (first.key, issue.key)


def test_a_healthy_tracker_has_no_bad_finding(tracker: Tracker) -> None:
    """The doctor's questions are answered, and asking writes nothing."""
    assert all(finding.ok for finding in tracker.check())
    assert list(tracker.family("voc-default")) == []
    assert tracker.account()


def test_reopening_opens_a_closed_issue(world: World) -> None:
    """An issue that people closed reads as done, and as open once reopened."""
    tracker = world.tracker
    issue = create(tracker, draft())
    world.close(issue)
    closed = tracker.get(issue.id)
    assert closed is not None
    assert closed.state is IssueState.DONE
    opened = tracker.update(closed, IssueChanges(reopen=True)).issue
    assert opened is not None
    assert (opened.state, opened.status) == (IssueState.OPEN, issue.status)

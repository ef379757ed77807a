"""What is special to Jira, on a server of our own of either kind."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.filing_world import create, draft, file_one, themes
from tests.jira_server.faults import Break, Fault
from tests.jira_server.state import CLOUD
from tests.jira_world import Jira, bad, read, running
from tests.tracker_worlds import desk

from voc.config.secrets import Secret
from voc.errors import TrackerError
from voc.model.filing import IssueChanges, IssueState, OutcomeKind
from voc.model.plan import Action, Result
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.jira import JiraTracker
from voc.trackers.jira_unlisted import GAP

LAG = timedelta(minutes=20)


# -- states ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("resolution", "status", "state"),
    [
        ("Done", "Done", IssueState.DONE),
        ("Won't Do", "Done", IssueState.DECLINED),
        ("won't fix", "Closed", IssueState.DECLINED),
        ("Duplicate", "Done", IssueState.DUPLICATE),
        (None, "Done", IssueState.DONE),
        (None, "In Progress", IssueState.OPEN),
    ],
)
def test_what_statuses_and_resolutions_come_to(
    jira: Jira, resolution: str | None, status: str, state: IssueState
) -> None:
    """The category of the status says whether it is closed, resolution or status how; team projects set none."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.close(issue.id, resolution, status)
    (found,) = tracker.find(draft().marker)
    assert (found.id, found.state) == (issue.id, state)
    tells = resolution is not None or (jira.site.cloud and status == "Done")
    assert (found.resolved_at is not None) == tells


def test_a_duplicate_names_its_original(jira: Jira) -> None:
    """The link "duplicates" leads to the original, which is none itself."""
    tracker = jira.tracker()
    issue, original = create(tracker, draft(1)), jira.site.add(jira.project, "Reported by hand")
    jira.site.link_duplicate(issue.id, original.id)
    jira.site.close(issue.id)
    (listed,) = tracker.family("voc-default")
    assert (listed.state, listed.duplicate_of) == (IssueState.DUPLICATE, original.id)
    other = read(tracker, original.id)
    assert (other.state, other.duplicate_of) == (IssueState.OPEN, None)


def test_an_issue_that_its_workflow_freezes_is_locked(jira: Jira) -> None:
    """It can be read and is not written to."""
    at = desk(jira)
    issue_id = file_one(at)
    jira.site.issues[issue_id].frozen = True
    assert read(at.tracker, issue_id).locked
    assert at.tracker.update(at.issue(), IssueChanges(body="x")).kind is OutcomeKind.REJECTED


def test_a_moved_issue_keeps_its_id(jira: Jira) -> None:
    """It is read under its number and both of its keys, and is no longer one of ours by marker."""
    tracker, elsewhere = jira.tracker(), jira.site.add_project("OTHER")
    issue = create(tracker, draft())
    jira.site.move(issue.id, elsewhere)
    moved = read(tracker, issue.id)
    assert (moved.id, moved.key, moved.project) == (issue.id, "OTHER-1", "OTHER")
    assert read(tracker, issue.key) == read(tracker, "OTHER-1") == moved
    assert list(tracker.find(draft().marker)) == []


def test_a_duplicate_leads_to_its_original(jira: Jira) -> None:
    """The theme goes on with the issue that people kept."""
    at = desk(jira)
    issue_id, original = file_one(at), jira.site.add(jira.project, "Reported by hand", labels=[])
    jira.site.link_duplicate(issue_id, original.id)
    jira.site.close(issue_id, "Duplicate")
    assert [done.result for done in at.run(themes(1)).done] == [Result.LINKED]
    assert at.row().issue_id == original.id


@pytest.mark.parametrize("how", ["deleted", "hidden"])
def test_a_lost_issue_is_not_filed_again(jira: Jira, how: str) -> None:
    """Deleted and forbidden look the same, and a person decides."""
    at = desk(jira)
    issue_id = file_one(at)
    if how == "deleted":
        jira.site.delete(issue_id)
    else:
        jira.site.issues[issue_id].hidden = True
    assert at.tracker.get(issue_id) is None
    assert at.run(themes(1)).done[0].result is Result.BLOCKED
    assert len(jira.posts()) == 1


def test_reopening_takes_a_way_that_asks_for_nothing(jira: Jira) -> None:
    """A way back that wants a field is not taken; without another one the ruling stands."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.close(issue.id, status="Closed")
    jira.project.asking = {"To Do"}
    outcome = tracker.update(read(tracker, issue.id), IssueChanges(reopen=True))
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "status")
    jira.project.transitions["Closed"] = ("Done", "To Do", "In Progress")
    opened = tracker.update(read(tracker, issue.id), IssueChanges(reopen=True)).issue
    assert opened is not None
    assert (opened.state, opened.status, opened.resolved_at) == (IssueState.OPEN, "In Progress", None)


# -- searching ------------------------------------------------------------------------------------------------------
def test_a_filter_that_is_ignored_finds_nothing_foreign(jira: Jira) -> None:
    """Each hit is looked at for its marker."""
    tracker = jira.tracker()
    create(tracker, draft(1))
    jira.site.add(jira.project, "Reported by hand", labels=["voc-defaults"])
    jira.site.ignore_jql = True
    assert list(tracker.find(draft(2).marker)) == []
    assert len(tracker.family("voc-default")) == 1
    assert any("ignored by searches" in finding.what for finding in bad(tracker))


def test_no_labels_at_all(jira: Jira) -> None:
    """Where their field is on no screen, none is sent, and every issue of ours is looked through."""
    jira.project.type("Task").create_screen.discard("labels")
    refused = jira.tracker().create(draft(1), "attempt-1")
    assert (refused.kind, refused.code) == (OutcomeKind.REJECTED, "400")
    assert "labels" in refused.detail
    jira.site.page_limit = 2
    tracker = jira.tracker(labels=False)
    assert not tracker.capabilities.labels
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 6)]
    assert [each.labels for each in issues] == [()] * 5
    assert [each.id for each in tracker.find(draft(1).marker)] == [issues[0].id]
    assert len(tracker.family("voc-default")) == 5


def test_lists_are_read_to_their_end(jira: Jira) -> None:
    """However few issues one page holds."""
    tracker = jira.tracker()
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 8)]
    for issue in issues:
        jira.site.edit(issue.id, description=None)  # only the label says whose it is
    jira.site.page_limit = 3
    assert [each.id for each in tracker.family("voc-default")] == [each.id for each in issues]


@pytest.mark.parametrize("jira", [CLOUD], indirect=True)
def test_a_list_that_never_ends(jira: Jira) -> None:
    """The same page again and again is no end of the list; a theme that it might hold is not filed twice."""
    tracker = jira.tracker()
    for number in range(1, 6):
        create(tracker, draft(number), f"attempt-{number}")
    jira.site.page_limit, jira.site.same_page = 2, True
    with pytest.raises(TrackerError, match="the same page again"):
        tracker.family("voc-default")


def test_what_no_search_shows_yet_has_the_next_key(jira: Jira) -> None:
    """An issue whose answer was lost, or that a wait was asked for, is read by its key and never made again."""
    jira.site.lag = LAG
    at = desk(jira)
    lost = Fault("POST", "/issue", drop=Break.AFTER)
    limited = Fault("POST", "/issue", status=429, headers={"Retry-After": "3"}, commits=True)
    jira.site.faults = [lost, limited]
    results = Counter(done.result for done in at.apply(at.plan(themes(5)), confirm_project="APP").done)
    assert results == {Result.LINKED: 2, Result.FILED: 3}
    assert [at.row(number).issue_id for number in range(1, 6)] == list(jira.site.issues)


def test_the_next_keys_are_those_of_others_too(jira: Jira) -> None:
    """Issues of people, deleted ones and moved ones lie between; only what has the marker is ours."""
    tracker = jira.tracker()
    jira.site.add(jira.project, "Listed")
    jira.site.lag = LAG
    theirs = [jira.site.add(jira.project, f"Reported by hand {number}") for number in range(5)]
    jira.site.delete(theirs[1].id)
    jira.site.move(theirs[2].id, jira.site.add_project("OTHER"))
    issue = create(tracker, draft())
    assert list(tracker.find(draft(2).marker)) == []
    assert list(tracker.find(draft().marker)) == [read(tracker, issue.id)]
    jira.site.log.clear()
    assert list(tracker.find(draft(3).marker)) == []
    assert len([path for _, path in jira.site.log if "/issue/APP-" in path]) == GAP + 1, "each is read once"


def test_an_unreadable_issue_of_others_holds_up_no_create(jira: Jira) -> None:
    """Among the next keys it is passed over; what lies behind it is found."""
    jira.site.lag = LAG
    jira.site.add(jira.project, "Of a type without a description")
    bare = b'{"id": "9", "key": "APP-1", "fields": {"summary": "of a type without a description"}}'
    jira.site.faults = [Fault("GET", "/issue/APP-1", times=9, status=200, body=bare)]
    tracker = jira.tracker()
    issue = create(tracker, draft())
    assert list(tracker.find(draft(2).marker)) == []
    assert list(tracker.find(draft().marker)) == [read(tracker, issue.id)]


def test_a_newest_issue_that_moved_away_hides_no_new_one(jira: Jira) -> None:
    """Searches may tell its new key while they still list it in our project."""
    jira.site.fresh_keys = True
    *deleted, _, moved = [jira.site.add(jira.project, f"Of people, {number}").id for number in range(GAP + 2)]
    for each in deleted:
        jira.site.delete(each)
    jira.site.lag = LAG
    jira.site.move(moved, jira.site.add_project("OPS"))
    tracker = jira.tracker()
    issue = create(tracker, draft())
    assert list(tracker.find(draft().marker)) == [read(tracker, issue.id)]


def test_an_unreadable_issue_of_others_hides_no_other(jira: Jira) -> None:
    """The lists are told without it; a look for one theme's issue is not, since it might be that one."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    listed = [{"id": "9", "key": "APP-2", "fields": {"summary": "no description"}}, tracker._document(issue.id)]
    answer = json.dumps({"issues": listed, "total": 2, "isLast": True}).encode()
    jira.site.faults = [Fault("GET", "/search(/jql)?", status=200, body=answer, times=9)]
    assert [each.id for each in tracker.newest(5)] == [issue.id]
    assert [each.id for each in tracker.family("voc-default")] == [issue.id]
    with pytest.raises(UnreadableIssueError):
        tracker.find(draft().marker)


def test_a_search_that_lags_files_nothing_twice(jira: Jira) -> None:
    """What searches do not show yet is known by its number, and a lost answer is waited for where keys are lost."""
    jira.site.lag, jira.site.gap = LAG, GAP
    at = desk(jira)
    at.apply(at.plan(themes(3)), confirm_project="APP")
    assert at.tracker.family("voc-default") == []
    assert {change.action for change in at.plan(themes(3)).changes} == {Action.SKIP}
    jira.site.faults.append(Fault("POST", "/issue", drop=Break.AFTER))

    def fourth() -> Result:
        return next(done.result for done in at.run(themes(4)).done if done.theme_id == "theme-0004")

    assert [fourth() for _ in range(2)] == [Result.UNCERTAIN] * 2
    jira.clock.sleep(LAG.total_seconds())
    assert [fourth() for _ in range(2)] == [Result.LINKED, Result.SKIPPED]
    assert len(jira.site.issues) == 4


@pytest.mark.parametrize("jira", [CLOUD], indirect=True)
def test_what_is_listed_is_as_it_is_now(jira: Jira) -> None:
    """Where the index tells of yesterday, Cloud is asked for the issues themselves, fifty at a time."""
    tracker = jira.tracker()
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 61)]
    jira.site.lag = LAG
    jira.site.edit(issues[0].id, labels=["theirs", *issues[0].labels])
    jira.site.delete(issues[1].id)
    jira.site.log.clear()
    listed = tracker.family("voc-default")
    assert [issue.id for issue in listed] == [issues[0].id, *(issue.id for issue in issues[2:])]
    assert listed[0] == read(tracker, issues[0].id)
    assert "theirs" in listed[0].labels
    assert len([path for _, path in jira.site.log if "reconcileIssues" in path]) == 2
    assert {method for method, _ in jira.site.log} == {"GET"}


def test_the_searches_of_old_are_not_used(jira: Jira) -> None:
    """Cloud has removed them; Data Center has no others."""
    create(jira.tracker(), draft())
    jira.tracker().find(draft().marker)
    asked = {path.partition("?")[0] for _, path in jira.site.log if "search" in path}
    assert asked == {"/rest/api/3/search/jql" if jira.site.cloud else "/rest/api/2/search"}


def test_a_scoped_token_goes_through_a_gateway() -> None:
    """Issues are linked where people find them, not through the address that the token wants."""
    with running(CLOUD) as jira:
        jira.site.base_url = "https://example.atlassian.net"
        jira.site.gateway = "/ex/jira/11223344-a1b2"
        settings = replace(jira.settings(), url=f"{jira.server.url}/ex/jira/11223344-a1b2")
        tracker = JiraTracker(settings, Secret(jira.token), jira.clock)
        assert create(tracker, draft()).url == "https://example.atlassian.net/browse/APP-1"
        assert bad(tracker) == []

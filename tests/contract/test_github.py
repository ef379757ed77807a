"""What is special to GitHub, on one of our own with its habits."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from tests.filing_world import create, draft, file_one, themes
from tests.github_world import ELSEWHERE, PROJECT, Github
from tests.tracker_worlds import desk

from voc.errors import TrackerError
from voc.model.filing import IssueChanges, IssueState, OutcomeKind
from voc.model.plan import Action, Result


# -- filing ---
def test_type_component_and_priority_are_set_as_the_plan_shows(github: Github) -> None:
    """An issue type by kind, labels for components and for the severity; nothing of it without labels."""
    severity = str(draft().told.severity)
    special = {"types": {"bug": "Bug"}, "components": ("area/export",), "priorities": {severity: "priority: high"}}
    tracker = github.tracker(**special)
    assert tracker.sets(draft()) == {"type": "Bug", "labels": "area/export, priority: high"}
    issue = create(tracker, draft())
    assert set(issue.labels) == {*draft().labels, "area/export", "priority: high"}
    assert github.double.document(PROJECT, issue.id)["type"] == {"name": "Bug"}
    plain = create(github.tracker(), draft(2))
    assert github.double.document(PROJECT, plain.id)["type"] is None
    assert github.tracker(**special, labels=False).sets(draft()) == {"type": "Bug"}


# -- states ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, IssueState.OPEN),
        ({"labels": ["wontfix"]}, IssueState.OPEN),
        ({"state": "closed"}, IssueState.DONE),
        ({"state": "closed", "state_reason": None}, IssueState.DONE),
        ({"state": "closed", "state_reason": "not_planned"}, IssueState.DECLINED),
        ({"state": "closed", "state_reason": "duplicate"}, IssueState.DUPLICATE),
        ({"state": "closed", "labels": ["WontFix"]}, IssueState.DECLINED),
        ({"state": "closed", "labels": ["duplicate"]}, IssueState.DUPLICATE),
    ],
)
def test_what_states_and_reasons_come_to(github: Github, fields: dict[str, object], state: IssueState) -> None:
    """Not planned is won't fix, and closed issues are found like open ones."""
    tracker = github.tracker()
    issue = create(tracker, draft())
    github.edit(issue.id, **{"labels": ["bug"], **fields})
    (found,) = tracker.find(draft().marker)
    assert (found.id, found.state) == (issue.id, state)
    assert (found.resolved_at is None) == (state is IssueState.OPEN)


@pytest.mark.parametrize(
    "line", ["Duplicate of #{}", "duplicate of acme/app#{}", "Duplicate of {url}/acme/app/issues/{}"]
)
def test_a_member_names_the_original_of_a_duplicate(github: Github, line: str) -> None:
    """It is told by the list of our issues too; a stranger's word, and one about another repository, are none."""
    tracker = github.tracker()
    original, issue = github.double.add_issue(PROJECT), create(tracker, draft())
    said = line.replace("{url}", github.double.url).replace("{}", original)
    github.double.say(PROJECT, issue.id, f"Thanks.\r\n\r\n{said}")
    github.double.say(PROJECT, issue.id, "Duplicate of #4711", who="reader")
    github.double.say(PROJECT, issue.id, f"Duplicate of acme/site#{original}0")
    github.edit(issue.id, state="closed", state_reason="duplicate")
    (listed,) = tracker.family("voc-default")
    assert (listed.state, listed.duplicate_of) == (IssueState.DUPLICATE, original)
    assert tracker.get(issue.id) == listed


def test_pull_requests_are_no_issues(github: Github) -> None:
    """GitHub lists and gives them as such."""
    tracker = github.tracker()
    pull = github.double.add_issue(PROJECT, who="voc-bot", pull_request=True, labels=["voc-default", draft().marker])
    issue = create(tracker, draft())
    assert [each.id for each in tracker.newest(10)] == [issue.id]
    assert [each.id for each in tracker.find(draft().marker)] == [issue.id]
    assert tracker.get(pull) is None


def test_locked_and_archived_issues_are_left_alone(github: Github) -> None:
    """A plan writes nothing to them, whatever is news."""
    at = desk(github)
    file_one(at)
    github.edit("1", locked=True)
    assert at.change(themes(1, customers=50)).reason.startswith("the issue is locked")
    github.edit("1", locked=False)
    github.double.repositories[PROJECT]["archived"] = True
    at.tracker = github.tracker()
    assert at.change(themes(1, customers=50)).action is Action.SKIP


# -- where issues are -----------------------------------------------------------------------------------------------
def test_a_transferred_issue_is_written_where_it_is(github: Github) -> None:
    """News, a comment that is rewritten, and labels; each redirect is followed."""
    at = desk(github)
    issue_id = file_one(at)
    github.move(issue_id)
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.COMMENTED]
    now = at.tracker.get(issue_id)
    assert now is not None
    assert now.project == ELSEWHERE
    assert at.tracker.comment(now, "instead", replaces=now.comments[0].id).kind is OutcomeKind.DONE
    changed = at.tracker.update(at.tracker.get(issue_id) or now, IssueChanges(add_labels=("more",))).issue
    assert changed is not None
    assert "more" in changed.labels
    assert github.sent("POST").count("/repos/acme/app/issues") == 1


def test_an_issue_that_went_where_we_cannot_see_is_lost(github: Github) -> None:
    """It is not filed again unasked; and nothing is sent to another host, whatever a redirect says."""
    github.double.add_repository(ELSEWHERE, hidden_from=("voc-bot",))
    at = desk(github)
    issue_id = file_one(at)
    github.double.transfer(PROJECT, issue_id, ELSEWHERE)
    assert at.tracker.get(issue_id) is None
    at.run(themes(1))
    assert "gone" in at.change(themes(1)).reason
    away = 301, {}, {"Location": "https://elsewhere.example.com/login"}
    github.double.next = [away]
    with pytest.raises(TrackerError, match="sends elsewhere"):
        at.tracker.get(issue_id)


@pytest.mark.parametrize("about", [{"has_issues": False}, {"hidden_from": ("voc-bot",)}])
def test_no_issue_seems_deleted_because_all_are_hidden(github: Github, about: dict[str, object]) -> None:
    """Where issues are turned off or the repository is not shown, GitHub says of each that it is gone."""
    at = desk(github)
    issue_id = file_one(at)
    github.double.repositories[PROJECT].update(about)
    blind = github.tracker()
    for look in (lambda: blind.get(issue_id), lambda: blind.family("voc-default"), lambda: blind.newest(1)):
        with pytest.raises(TrackerError):
            look()
    assert blind.create(draft(2), "attempt-2").kind is OutcomeKind.NOT_SENT
    assert not all(finding.ok for finding in blind.check())


# -- markers --------------------------------------------------------------------------------------------------------
def test_the_last_line_is_hidden_from_readers(github: Github) -> None:
    """It stands in an HTML comment with the marker, and is read all the same."""
    issue = create(github.tracker(), draft())
    shown = re.sub(r"<!--.*?-->", "", MarkdownIt().render(issue.body), flags=re.DOTALL)
    assert draft().marker in issue.body and "voc:" in issue.body
    assert draft().marker not in shown and "voc:" not in shown
    assert "customers" in shown


def test_labels_that_the_account_may_not_set(github: Github) -> None:
    """GitHub leaves them out without a word; the issue is found by its hidden line, and the doctor says so before."""
    github.double.repositories[PROJECT]["readers"] = ("voc-bot",)
    tracker = github.tracker()
    issue = create(tracker, draft())
    assert issue.labels == ()
    assert [hit.id for hit in tracker.find(draft().marker)] == [issue.id]
    assert [each.what for each in tracker.check() if not each.ok] == [
        "github: the account may not make labels; they would be left out of new issues"
    ]
    assert all(each.ok for each in github.tracker(labels=False).check())


def test_every_page_of_a_list_is_read(github: Github) -> None:
    """As many pages as there are, following their links, and none of them twice."""
    for number in range(1, 231):
        github.double.add_issue(PROJECT, labels=["voc-default", draft(number).marker])
    tracker = github.tracker()
    listed = tracker.family("voc-default")
    assert [issue.id for issue in listed] == [str(number) for number in range(1, 231)]
    assert [issue.id for issue in tracker.newest(150)] == [str(number) for number in range(230, 80, -1)]
    assert sum("page=3" in path for path in github.sent("GET")) == 1


def test_labels_are_set_one_by_one(github: Github) -> None:
    """A label that a person sets stays, and what is there already or gone already does not stop an update."""
    tracker = github.tracker()
    issue = create(tracker, draft())
    github.edit(issue.id, labels=["Bug", "theirs"])
    now = tracker.get(issue.id)
    assert now is not None
    changes = IssueChanges(add_labels=("bug", "new/one"), remove_labels=("voc-default", "theirs"))
    after = tracker.update(now, changes).issue
    assert after is not None
    assert after.labels == ("Bug", "new/one")
    then = tracker.update(after, IssueChanges(remove_labels=("new/one",))).issue
    assert then is not None
    assert then.labels == ("Bug",)
    assert {method for method, _ in github.double.log} == {"GET", "POST", "DELETE"}

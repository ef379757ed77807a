"""What is special to Linear, on one of our own with its habits."""

from __future__ import annotations

import pytest
from tests.filing_world import create, draft, file_one, themes
from tests.linear_world import PROJECT, Linear
from tests.tracker_worlds import desk

from voc.analysis.filing.managed_block import find_block
from voc.errors import TrackerError
from voc.model.filing import IssueChanges, IssueState, OutcomeKind
from voc.model.plan import Action, Result
from voc.stores.memory_ledger import MemoryLedger


# -- states ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Triage", IssueState.OPEN),
        ("Backlog", IssueState.OPEN),
        ("Todo", IssueState.OPEN),
        ("In Progress", IssueState.OPEN),
        ("Done", IssueState.DONE),
        ("Released", IssueState.DECLINED),
        ("Canceled", IssueState.DECLINED),
        ("Duplicate", IssueState.DUPLICATE),
    ],
)
def test_what_statuses_come_to(linear: Linear, status: str, state: IssueState) -> None:
    """By their types, whatever their names, and by the names that are set; closed issues are found like open ones."""
    tracker = linear.tracker(declined=("released", "todo"))
    issue = create(tracker, draft())
    linear.double.edit(issue.id, state=status)
    (found,) = tracker.find(draft().marker)
    assert (found.id, found.state, found.status) == (issue.id, state, status)
    assert (found.resolved_at is None) == (state is IssueState.OPEN)
    (listed,) = tracker.family("voc-default")
    assert (listed.state, listed.revision) == (state, found.revision)


@pytest.mark.parametrize("status", ["Duplicate", "Canceled"])
def test_the_original_of_a_duplicate_is_followed(linear: Linear, status: str) -> None:
    """The relation names it, in lists too; where a team closes duplicates as canceled, it says so all the same."""
    at = desk(linear)
    original, issue_id = linear.double.add_issue(PROJECT), file_one(at)
    linear.double.mark_duplicate(issue_id, original)
    linear.double.edit(issue_id, state=status)
    (listed,) = at.tracker.family("voc-default")
    assert (listed.state, listed.duplicate_of) == (IssueState.DUPLICATE, original)
    change = at.change(themes(1))
    assert (change.action, change.issue and change.issue.key) == (Action.LINK, "ENG-1")


def test_archived_issues_are_found_and_left_alone(linear: Linear) -> None:
    """Linear archives what was closed long ago; it is not filed again, and nothing is written to it."""
    at = desk(linear)
    issue_id = file_one(at)
    linear.double.edit(issue_id, state="Canceled")
    linear.double.archive(issue_id)
    assert at.change(themes(1, customers=50)).reason.startswith("the issue is locked")
    at.ledger = MemoryLedger(at.ledger.ledger_id)
    assert at.change(themes(1)).action is Action.LINK


def test_new_issues_begin_and_return_where_it_is_set(linear: Linear) -> None:
    """Status and priority by settings; a status that is not there refuses the create before it is sent."""
    tracker = linear.tracker(state="triage", priorities={"3": "Urgent"})
    issue = create(tracker, draft())
    assert (issue.status, linear.document(issue.id)["priority"]) == ("Triage", 1)
    linear.double.edit(issue.id, state="Done")
    closed = tracker.get(issue.id)
    assert closed is not None
    opened = tracker.update(closed, IssueChanges(reopen=True)).issue
    assert opened is not None
    assert opened.status == "Triage"
    outcome = linear.tracker(state="Nowhere").create(draft(2), "attempt-2")
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "the team has no status 'Nowhere'")
    assert linear.double.log.count("CreateIssue") == 1


# -- ids ------------------------------------------------------------------------------------------------------------
def test_a_theme_has_one_id_in_a_team(linear: Linear) -> None:
    """It follows from team and theme alone, so that neither another attempt nor another store makes a second issue."""
    issue = create(linear.tracker(), draft(), "attempt-1")
    outcome = linear.tracker(labels=False).create(draft(), "attempt-2")
    assert outcome.kind is OutcomeKind.NOT_SENT
    assert outcome.detail == "ENG-1 is there already"
    linear.double.add_team("SIDE")
    linear.double.move(issue.id, "SIDE")
    assert create(linear.tracker(), draft(), "attempt-3").id != issue.id


@pytest.mark.parametrize("deed", ["delete", "purge", "strip"])
def test_an_id_that_was_taken_for_good(linear: Linear, deed: str) -> None:
    """Where the issue was deleted, or made another one by people, a new store files the theme anew; none is touched."""
    at = desk(linear)
    issue_id = file_one(at)
    if deed == "strip":
        linear.double.edit(issue_id, labels=[], description="ours now")
    else:
        getattr(linear.double, deed)(issue_id)
    assert at.tracker.find(draft().marker) == []
    assert at.change(themes(1)).action is Action.SKIP
    again = desk(linear)
    new_id = file_one(again)
    assert (new_id == issue_id) == (deed == "purge")
    assert [issue.id for issue in again.issues()] == [new_id]


def test_a_copy_of_an_issue_is_named_beside_it(linear: Linear) -> None:
    """People copy issues with label and last line; the older one is the theme's."""
    at = desk(linear)
    issue_id = file_one(at)
    kept = linear.document(issue_id)
    copy = linear.double.add_issue(PROJECT, description=kept["description"], labels=list(kept["labels"]))
    assert [hit.id for hit in at.tracker.find(draft().marker)] == [issue_id, copy]
    assert "ENG-2" in at.change(themes(1)).reason


@pytest.mark.parametrize("about", [{"hidden_from": ("u-voc",)}, {"key": "OTHER"}])
def test_no_issue_seems_deleted_because_the_team_is_hidden(linear: Linear, about: dict[str, object]) -> None:
    """Linear says of each that it is not found; the team is asked for first."""
    at = desk(linear)
    issue_id = file_one(at)
    linear.double.teams[PROJECT].update(about)
    blind = linear.tracker()
    for look in (lambda: blind.get(issue_id), lambda: blind.family("voc-default"), lambda: blind.newest(1)):
        with pytest.raises(TrackerError, match="shows no team ENG"):
            look()
    assert blind.create(draft(2), "attempt-2").kind is OutcomeKind.NOT_SENT
    assert not all(finding.ok for finding in blind.check())


# -- marks and text -------------------------------------------------------------------------------------------------
def test_nothing_shows_as_an_html_comment(linear: Linear) -> None:
    """Linear shows those as text: the block stands between quiet lines of its own, a comment ends with a signature."""
    tracker = linear.tracker()
    issue = create(tracker, draft())
    assert tracker.comment(issue, "news").issue is not None
    kept = linear.document(issue.id)
    assert "<!--" not in kept["description"] + kept["comments"][0]["body"]
    assert kept["description"].startswith("⟦voc ") and "\n\n⟦/voc⟧\n\nvoc: ns=default" in kept["description"]
    assert kept["comments"][0]["body"] == "news\n\n— voc"


def test_a_text_that_linear_spells_in_its_own_way(linear: Linear) -> None:
    """Is not taken for a person's: it is no news on the next run, and is rewritten when there are."""
    linear.double.spelling = lambda text: text.replace("> —", "> \\—")
    at = desk(linear, rewrite_block=True)
    file_one(at)
    block = find_block(at.issue().body)
    assert block is not None
    assert not block.untouched
    assert at.change(themes(1)).action is Action.SKIP
    for customers in (50, 90):
        assert [each.result for each in at.run(themes(1, customers=customers)).done] == [Result.UPDATED]
        assert f"**{customers} customers**" in at.issue().body
        assert at.change(themes(1, customers=customers)).action is Action.SKIP


def test_every_page_of_a_list_is_read(linear: Linear) -> None:
    """As many pages as there are, none of them twice, and no more than are wanted."""
    for number in range(1, 231):
        linear.double.add_issue(PROJECT, labels=["voc-default", draft(number).marker])
    tracker = linear.tracker()
    assert [issue.key for issue in tracker.family("voc-default")] == [f"ENG-{number}" for number in range(1, 231)]
    assert linear.double.log.count("Issues") == 3
    assert [issue.key for issue in tracker.newest(150)] == [f"ENG-{number}" for number in range(230, 80, -1)]
    assert linear.double.log.count("Issues") == 5


# -- labels ---------------------------------------------------------------------------------------------------------
def test_labels_are_the_team_s_the_workspace_s_or_new(linear: Linear) -> None:
    """Those that are there are used whatever their case, other teams' and groups are not, the rest are made once."""
    linear.double.add_team("SIDE")
    shared, other = linear.double.add_label("Bug"), linear.double.add_label("voc-default", "SIDE")
    first = create(linear.tracker(), draft(1))
    second = create(linear.tracker(), draft(2))
    assert shared["name"] in first.labels and shared["name"] in second.labels
    assert other not in linear.document(first.id)["labels"]
    names = [label["name"] for label in linear.double.labels]
    new = ["voice-of-customer", "voc-default", draft(1).marker, draft(2).marker]
    assert names == ["Bug", "voc-default", *new]


def test_a_label_that_somebody_just_made(linear: Linear) -> None:
    """Is used, although Linear refused to make it again."""
    tracker = linear.tracker()
    labels = tracker._labels
    assert labels.known(["bug"]) == []
    made = linear.double.add_label("bug", PROJECT)
    labels.known = lambda names: [labels._known[name] for name in names if name in labels._known]  # type: ignore[method-assign]
    assert labels.made(["bug"]) == [made["id"]]


def test_an_account_that_may_not_make_labels(linear: Linear) -> None:
    """Is told so, and nothing is filed half-way; without labels it may file."""
    linear.double.labellers.clear()
    outcome = linear.tracker().create(draft(), "attempt-1")
    assert (outcome.kind, outcome.fatal) == (OutcomeKind.REJECTED, True)
    assert outcome.detail == "label voice-of-customer: You may not manage labels"
    assert linear.double.issues == {}
    assert create(linear.tracker(labels=False), draft()).labels == ()


def test_labels_are_set_one_by_one(linear: Linear) -> None:
    """A label that a person sets stays, and what is there already or gone already does not stop an update."""
    tracker = linear.tracker()
    issue = create(tracker, draft())
    linear.double.edit(issue.id, labels=["Bug", "theirs"])
    now = tracker.get(issue.id)
    assert now is not None
    changes = IssueChanges(add_labels=("bug", "new/one"), remove_labels=("voc-default", "never there"))
    after = tracker.update(now, changes).issue
    assert after is not None
    assert set(after.labels) == {"bug", "theirs", "new/one"}
    assert find_block(after.body) is not None
    assert linear.double.log.count("UpdateIssue") == 1


# -- accounts -------------------------------------------------------------------------------------------------------
def test_both_kinds_of_tokens(linear: Linear) -> None:
    """A personal key stands alone in its header, an OAuth token after a word."""
    for token in ("lin_api_voc", "lin_oauth_voc"):
        assert linear.tracker(token=token).account() == "u-voc voc-bot"
    with pytest.raises(TrackerError, match="401"):
        linear.tracker(token="lin_api_voc", oauth=True).account()


@pytest.mark.parametrize("error_status", [200, 400])
def test_a_token_that_may_only_read(linear: Linear, error_status: int) -> None:
    """The doctor says so before anything is filed; a create is refused for it and for all others, in either status."""
    linear.double.error_status = error_status
    tracker = linear.tracker(token="lin_api_reader", labels=False)
    bad = [each.what for each in tracker.check() if not each.ok]
    assert bad == ["linear: it takes no issue: 403 Invalid scope: `write` required"]
    outcome = tracker.create(draft(), "attempt-1")
    assert (outcome.kind, outcome.fatal) == (OutcomeKind.REJECTED, True)
    assert linear.double.issues == {}

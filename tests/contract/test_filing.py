"""What becomes of themes, on every tracker that has what a scenario needs: filed once, found again, left to people."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.filing_world import create, draft, file_one, ranked, report, themes
from tests.tracker_worlds import (
    DOUBLES,
    GITHUBS,
    JIRAS,
    LINEARS,
    LOCALS,
    REDMINES,
    WITH_LABELS,
    WITHOUT_CONDITIONS,
    World,
    desk,
    on,
)

from voc.analysis.filing.managed_block import find_block
from voc.model.filing import IssueState, OutcomeKind
from voc.model.plan import Action, Result
from voc.model.ticket import Kind
from voc.stores.memory_ledger import MemoryLedger

CREATES = {"github": "POST /repos/acme/app/issues", "linear": "CreateIssue", "jira": "POST /rest/api/./issue"}
"""How a create looks where it arrives."""
RULINGS = [
    *((world, state) for world in (*LOCALS, *DOUBLES) for state in IssueState if state is not IssueState.OPEN),
    *((world, IssueState.DONE) for world in (*REDMINES, "github emulator", "linear emulator", "roundup plugin")),
    *((world, IssueState.DECLINED) for world in (*REDMINES, "github emulator", "linear emulator")),
]
"""Every way in which people close an issue there."""
BEFORE = re.compile(r"Before(\r?\n)\1(?:<!-- voc:begin|⟦voc )")


# -- filed once -----------------------------------------------------------------------------------------------------
def test_a_plan_is_filed_once_and_then_there_is_nothing_to_do(world: World) -> None:
    """Twelve themes in three runs, then only skips, and nothing is written."""
    at, wanted = desk(world), themes(12)
    for _ in range(3):
        at.apply(at.plan(wanted), confirm_project=at.tracker.project)
    issues = at.issues()
    assert len(issues) == len(at.tracker.newest(100)) == 12
    assert {change.action for change in at.plan(wanted).changes} == {Action.SKIP}
    at.run(wanted)
    assert at.issues() == issues


@on(*DOUBLES)
def test_each_write_leaves_once(world: Any) -> None:
    """By what arrived: twelve creates, no write of any kind once all is filed, and one for the news of a theme."""
    at, wanted = desk(world), themes(12)
    for _ in range(3):
        at.apply(at.plan(wanted), confirm_project=at.tracker.project)
    written = world.writes()
    assert len([each for each in written if re.fullmatch(CREATES[at.tracker.name], each)]) == 12
    at.run(wanted)
    assert world.writes() == written
    for customers in (50, 90):
        at.clock.sleep(8 * 86_400.0)
        at.run(report(ranked(customers=customers), *wanted.themes[1:]))
        assert len(world.writes()) == len(written) + 1
        written = world.writes()


@pytest.mark.parametrize("rewrite_block", [False, True])
def test_a_lost_ledger_is_rebuilt_from_markers(world: World, rewrite_block: bool) -> None:
    """A new store takes over what the lost one filed, once a person says so; nothing is filed again."""
    at, wanted = desk(world, rewrite_block=rewrite_block), themes(4)
    at.apply(at.plan(wanted), confirm_project=at.tracker.project)
    lost, at.ledger = at.ledger.ledger_id, MemoryLedger("another")
    at.adopt_ledger = lost
    plan = at.plan(wanted)
    assert {change.action for change in plan.changes} == {Action.LINK}
    at.apply(plan, confirm_project=at.tracker.project)
    assert len(at.issues()) == 4
    assert at.row().written.human_owned == ()


@on(*WITH_LABELS)
def test_kinds_are_told_by_labels(world: World) -> None:
    """Two themes of one name are not both filed, since a label tells the kind of the first."""
    at = desk(world)
    file_one(at, title="Vienti kaatuu", kind=Kind.BUG)
    again = at.plan(report(ranked(1, title="Vienti kaatuu"), ranked(2, title="Vienti kaatuu")))
    assert [change.action for change in again.changes] == [Action.SKIP, Action.SKIP]


# -- news -----------------------------------------------------------------------------------------------------------
@on(*WITHOUT_CONDITIONS)
def test_news_are_one_comment_edited_in_place(world: Any) -> None:
    """The description stays; what people write, with voc's account too, is not taken for voc's."""
    at = desk(world)
    issue_id = file_one(at)
    body = at.issue().body
    world.say(issue_id, "a person's opinion")
    world.say(issue_id, "a person, with voc's token", with_our_account=True)
    for customers in (50, 90):
        at.clock.sleep(8 * 86_400.0)
        assert [done.result for done in at.run(themes(1, customers=customers)).done] == [Result.COMMENTED]
        assert at.change(themes(1, customers=customers)).action is Action.SKIP
        issue = at.tracker.get(issue_id)
        assert issue is not None
        assert (issue.body, len(issue.comments)) == (body, 1)
        assert f"{customers} customers report this" in issue.comments[0].text


@on("memory", *REDMINES, *GITHUBS, *LINEARS)
def test_the_block_is_rewritten_where_that_is_wished(world: World) -> None:
    """Text around the block stays byte for byte, line ends too; a block that a person edited is theirs."""
    at = desk(world, rewrite_block=True)
    issue_id = file_one(at)
    world.write(issue_id, f"Before\n\n{world.kept(issue_id)}\n\nAfter  it")
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.UPDATED]
    kept = world.kept(issue_id)
    found = BEFORE.match(kept)
    assert found is not None and kept.endswith(f"{found[1] * 2}After  it")
    assert "**50 customers**" in kept
    assert at.change(themes(1, customers=50)).action is Action.SKIP
    world.write(issue_id, kept.replace("**50 customers**", "**too many**"))
    theirs = world.kept(issue_id)
    at.clock.sleep(30 * 86_400)
    at.run(themes(1, customers=90))
    assert world.kept(issue_id) == theirs
    assert "**too many**" in theirs and find_block(at.issue().body) is not None


# -- people ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("world", "state"), RULINGS, indirect=["world"])
def test_a_ruling_stands(world: World, state: IssueState) -> None:
    """What the product team closed is neither reopened nor filed anew, however many more customers come."""
    at = desk(world)
    issue_id = file_one(at)
    world.close(issue_id, state)
    assert at.issue().state is state
    at.run(themes(1, customers=50))
    at.run(themes(1, customers=90))
    assert [issue.id for issue in at.issues()] == [issue_id]
    assert at.issue().state is state


@on(*LOCALS, *JIRAS, *GITHUBS, "linear double")
def test_labels_of_people_are_kept(world: Any) -> None:
    """Voc adds and removes single labels; one of its own that a person removed is not put back."""
    at = desk(world)
    issue_id = file_one(at)
    world.relabel(issue_id, [*(label for label in at.issue().labels if label != "bug"), "theirs"])
    at.set(labels=("voice-of-customer", "added"))
    assert [done.result for done in at.run(themes(1)).done] == [Result.UPDATED]
    labels = at.issue().labels
    assert {"theirs", "added"} <= set(labels)
    assert "bug" not in labels


@on(*WITH_LABELS)
def test_a_label_of_people_is_heard(world: Any) -> None:
    """An issue that they told voc to ignore is."""
    at = desk(world)
    issue_id = file_one(at)
    world.relabel(issue_id, [*at.issue().labels, "voc-ignore"])
    assert "voc-ignore" in at.issue().labels
    assert at.change(themes(1, customers=50)).action is Action.SKIP


@on(*WITH_LABELS)
def test_a_person_may_take_labels_off_or_the_line_out(world: Any) -> None:
    """Either of the two still finds the issue."""
    tracker = world.tracker()
    first, second = create(tracker, draft(1)), create(tracker, draft(2))
    world.relabel(first.id, [])
    world.write(second.id, "all new words")
    assert [hit.id for hit in tracker.find(draft(1).marker)] == [first.id]
    assert [hit.id for hit in tracker.find(draft(2).marker)] == [second.id]
    assert [hit.id for hit in tracker.family("voc-default")] == [first.id, second.id]


@on("redmine", *DOUBLES)
def test_a_moved_issue_is_followed(world: Any) -> None:
    """It keeps its id, is none of the project's by marker; news reach it where it is, and nothing is filed again."""
    at = desk(world)
    issue_id = file_one(at)
    key = world.move(issue_id)
    moved = at.tracker.get(issue_id)
    assert moved is not None
    assert (moved.id, moved.key) == (issue_id, key)
    assert moved.project != at.tracker.project
    assert list(at.tracker.find(draft().marker)) == []
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.COMMENTED]
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.SKIPPED]
    now = at.tracker.get(issue_id)
    assert now is not None and len(now.comments) == 1
    assert list(at.tracker.newest(5)) == []


@pytest.mark.parametrize(
    ("world", "others"),
    [*((world, 1) for world in WITHOUT_CONDITIONS), *((world, 130) for world in DOUBLES)],
    indirect=["world"],
)
def test_only_our_own_comments_are_ours(world: Any, others: int) -> None:
    """What people write below an issue is theirs; ours are found behind any number of theirs."""
    tracker = world.tracker()
    issue = create(tracker, draft())
    for number in range(others):
        world.say(issue.id, f"word {number} of a person")
    now = tracker.get(issue.id)
    assert now is not None
    assert now.comments == ()
    said = tracker.comment(now, "ours").issue
    assert said is not None
    assert [comment.text for comment in said.comments] == ["ours"]
    assert tracker.get(issue.id) == said


def test_lists_and_single_answers_agree(world: World) -> None:
    """The revision that a plan saw in a list is the one that apply reads, until anybody changes anything."""
    tracker = world.tracker()
    issue = create(tracker, draft())
    assert tracker.comment(issue, "a note").kind is OutcomeKind.DONE
    (listed,), read = tracker.family("voc-default"), tracker.get(issue.id)
    assert read is not None
    assert listed.revision == read.revision
    world.close(issue.id)
    (closed,), read = tracker.family("voc-default"), tracker.get(issue.id)
    assert read is not None
    assert closed.revision == read.revision != listed.revision


@on(*JIRAS, *GITHUBS)
def test_a_comment_of_people_is_a_change(world: Any) -> None:
    """A plan that was made before it is known as such."""
    tracker = world.tracker()
    issue = create(tracker, draft())
    world.say(issue.id, "a person's words")
    (listed,), read = tracker.family("voc-default"), tracker.get(issue.id)
    assert read is not None
    assert listed.revision == read.revision != issue.revision

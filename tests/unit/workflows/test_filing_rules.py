"""Filing, step by step, against a tracker in memory: what is done, what is left alone, and what stops a run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.filing_world import START, Desk, memory_desk, ranked, report, themes

from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.plan_json import plan_from_json, plan_to_json
from voc.errors import LimitError, TrackerError
from voc.model.filing import Issue, IssueState, Outcome, OutcomeKind
from voc.model.ledger import EntryState
from voc.model.plan import Action, Plan, Preconditions, Result
from voc.model.report import TrendState
from voc.model.ticket import Kind
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.memory import FULL, Fault, MemoryTracker

WEEK = timedelta(days=7)


def tracker_of(desk: Desk) -> MemoryTracker:
    assert isinstance(desk.tracker, MemoryTracker)
    return desk.tracker


def filed(desk: Desk | None = None, customers: int = 5) -> Desk:
    """A desk with one filed theme, a week later."""
    desk = desk or memory_desk()
    assert desk.run(themes(1, customers=customers)).exit_code == 0
    desk.clock.at += WEEK
    return desk


def block_of(issue: Issue) -> str:
    block = find_block(issue.body)
    assert block is not None
    return block.text


# -- what is filed ----------------------------------------------------------------------------------------------
def test_a_theme_with_too_few_customers_is_left_alone() -> None:
    """The reason names both numbers."""
    change = memory_desk().change(themes(1, customers=2))
    assert (change.action, change.reason) == (Action.SKIP, "2 of 3 customers that an issue needs")


def test_kinds_that_are_no_product_feedback_are_left_alone() -> None:
    """Praise is ranked nowhere and filed nowhere."""
    change = memory_desk().change(report(ranked(kind=Kind.PRAISE)))
    assert (change.action, change.reason) == (Action.SKIP, "praise is not filed")


def test_a_filed_theme_stays_up_to_date_below_the_line() -> None:
    """An issue that exists is kept up to date even when its theme shrinks below the minimum."""
    assert filed().change(themes(1, customers=2)).action is Action.UPDATE


def test_a_new_title_alone_is_no_news() -> None:
    """The issue's title is its readers' own, so a theme that is called otherwise leaves the plan quiet."""
    desk = filed()
    change = desk.change(report(ranked(title="Vienti on tyhjä")))
    assert (change.action, change.reason) == (Action.SKIP, "up to date")
    assert desk.run(report(ranked(title="Vienti on tyhjä"))).exit_code == 0
    assert desk.issue().title == "Vienti kaatuu 1"


def test_each_kinds_first_comes_before_any_second() -> None:
    """Bugs do not use up the allowance of requests."""
    desk = memory_desk()
    desk.set(max_new=2)
    wanted = [ranked(1, rank=1), ranked(2, rank=2), ranked(3, rank=1, kind=Kind.FEATURE_REQUEST)]
    creates = [change.theme_id for change in desk.plan(report(*wanted)).pending]
    assert creates == ["theme-0001", "theme-0003"]


def test_a_run_files_no_more_than_it_may() -> None:
    """The rest waits, on record, and is filed by the next runs."""
    desk = memory_desk()
    for expected in (5, 10, 12, 12):
        applied = desk.run(themes(12))
        assert len(desk.issues()) == expected
        assert applied.exit_code == 0
        assert len(applied.done) == 12
    assert len(tracker_of(desk).attempts) == 12


def test_a_day_files_no_more_than_it_may() -> None:
    """The allowance of 24 hours holds over many runs, and is there again a day later."""
    desk = memory_desk()
    desk.set(max_new_per_day=7)
    for _ in range(4):
        desk.run(themes(12))
    assert len(desk.issues()) == 7
    desk.clock.at += timedelta(days=1)
    desk.run(themes(12))
    assert len(desk.issues()) == 12


def test_updates_have_a_limit_too() -> None:
    """No more issues are touched in a run than allowed; the next run goes on."""
    desk = memory_desk()
    desk.run(themes(5))
    desk.clock.at += WEEK
    desk.set(max_updates=2)
    results = [done.result for done in desk.run(themes(5, customers=9)).done]
    assert results.count(Result.UPDATED) == 2
    assert results.count(Result.SKIPPED) == 3
    assert [done.result for done in desk.run(themes(5, customers=9)).done].count(Result.UPDATED) == 2


def test_a_flood_of_new_themes_stops_the_plan() -> None:
    """Most themes new after others were filed: the clustering changed, so a person is asked."""
    desk = memory_desk()
    desk.run(themes(5))
    others = report(*(ranked(number) for number in range(100, 110)))
    with pytest.raises(LimitError, match="10 of 10 themes are new") as stopped:
        desk.plan(others)
    assert stopped.value.exit_code == 5
    desk.set(max_new=10)
    assert len(desk.plan(others).pending) == 10


# -- updates ----------------------------------------------------------------------------------------------------
def test_growth_updates_the_block_and_comments_once() -> None:
    """Three more customers: the block tells them, one comment says so, and the next run has nothing to do."""
    desk = filed()
    assert [done.result for done in desk.run(themes(1, customers=8)).done] == [Result.UPDATED]
    issue = desk.issue()
    assert "**8 customers**" in block_of(issue)
    assert [comment.text for comment in issue.comments] == [
        "8 customers report this (3 more than when this issue was last told)."
    ]
    assert desk.run(themes(1, customers=8)).done[0].result is Result.SKIPPED
    assert desk.issue() == issue


def test_little_growth_updates_without_a_comment() -> None:
    """One more customer is shown in the block and told to nobody."""
    desk = filed()
    desk.run(themes(1, customers=6))
    assert "**6 customers**" in block_of(desk.issue())
    assert desk.issue().comments == ()


def test_small_steps_add_up_to_a_comment() -> None:
    """Growth counts from what readers were last told, not from the last update."""
    desk = filed()
    for customers in (6, 7, 8):
        desk.run(themes(1, customers=customers))
        desk.clock.at += WEEK
    assert len(desk.issue().comments) == 1


def test_a_later_comment_replaces_the_earlier_one() -> None:
    """One comment is kept up to date where the tracker allows it; elsewhere another is added."""
    for can, expected in ((True, 1), (False, 2)):
        desk = memory_desk(capabilities=replace(FULL, comment_edit=can))
        filed(desk)
        for customers in (8, 12):
            desk.run(themes(1, customers=customers))
            desk.clock.at += WEEK
        assert len(desk.issue().comments) == expected
        assert desk.issue().comments[-1].text.startswith("12 customers")


def test_an_edited_comment_is_not_overwritten() -> None:
    """A comment that a person changed stays; the news come in another one."""
    desk = filed()
    desk.run(themes(1, customers=8))
    (comment,) = desk.issue().comments
    tracker_of(desk).edit("1", comments=(replace(comment, text="my own words"),))
    desk.clock.at += WEEK
    desk.run(themes(1, customers=12))
    assert [each.text.split()[0] for each in desk.issue().comments] == ["my", "12"]


def test_comments_keep_their_distance() -> None:
    """Two rises within a week make one comment."""
    desk = filed()
    desk.run(themes(1, customers=8))
    desk.clock.at += timedelta(days=1)
    desk.run(themes(1, customers=20))
    assert [comment.text.split()[0] for comment in desk.issue().comments] == ["8"]
    assert "**20 customers**" in block_of(desk.issue())


def test_a_new_trend_is_news() -> None:
    """A theme that starts to rise is told, with both states."""
    desk = filed()
    desk.run(report(ranked(trend=TrendState.RISING)))
    assert "trend: rising (was steady)" in desk.issue().comments[0].text


def test_without_conditional_writes_the_description_is_left_alone() -> None:
    """Where an edit could fall between read and write, news come as a comment."""
    desk = filed(memory_desk(capabilities=replace(FULL, conditional_write=False)))
    before = desk.issue().body
    assert desk.run(themes(1, customers=9)).done[0].result is Result.COMMENTED
    assert desk.issue().body == before
    assert desk.issue().comments[0].text.startswith("9 customers")


def test_an_edited_block_is_left_alone_and_the_plan_says_so() -> None:
    """A person's words in the block stay for ever; the news come in a comment."""
    desk = filed()
    edited = desk.issue().body.replace("## What customers say", "## Mitä sanovat")
    tracker_of(desk).edit("1", body=edited)
    change = desk.change(themes(1, customers=9))
    assert (change.action, "left alone: block" in change.reason) == (Action.COMMENT, True)
    desk.run(themes(1, customers=9))
    assert desk.issue().body == edited
    assert desk.run(themes(1, customers=9)).done[0].result is Result.SKIPPED


def test_an_edit_between_plan_and_apply_makes_the_change_stale() -> None:
    """What was reviewed no longer holds, so nothing is written; exit 4 asks for another plan."""
    desk = filed()
    plan = desk.plan(themes(1, customers=9))
    tracker_of(desk).edit("1", title="A better title")
    before = desk.issue()
    applied = desk.apply(plan)
    assert ([done.result for done in applied.done], applied.exit_code) == ([Result.STALE], 4)
    assert desk.issue() == before


def test_a_removed_label_is_not_put_back() -> None:
    """A label that a person took away stays away, whatever else is updated."""
    desk = filed()
    tracker_of(desk).edit("1", labels=tuple(label for label in desk.issue().labels if label != "bug"))
    desk.run(themes(1, customers=9))
    assert "bug" not in desk.issue().labels
    assert "**9 customers**" in block_of(desk.issue())


def test_a_theme_that_changes_kind_changes_its_label() -> None:
    """The old kind's label goes, the new one's comes, people's labels stay."""
    desk = filed()
    tracker_of(desk).edit("1", labels=(*desk.issue().labels, "sprint-7"))
    desk.run(report(ranked(kind=Kind.FEATURE_REQUEST)))
    labels = desk.issue().labels
    assert "bug" not in labels
    assert {"feature-request", "sprint-7"} <= set(labels)


@pytest.mark.parametrize(("label", "commented"), [("voc-ignore", False), ("voc-quiet", False), ("other", True)])
def test_labels_that_ask_for_silence_are_obeyed(label: str, commented: bool) -> None:
    """``voc-ignore`` stops every write, ``voc-quiet`` every comment."""
    desk = filed()
    tracker_of(desk).edit("1", labels=(*desk.issue().labels, label))
    before = desk.issue()
    desk.run(themes(1, customers=9))
    assert bool(desk.issue().comments) is commented
    assert (desk.issue().body == before.body) is (label == "voc-ignore")


def test_a_locked_issue_is_not_written() -> None:
    """A locked issue is left alone with a reason."""
    desk = filed()
    tracker_of(desk).edit("1", locked=True)
    change = desk.change(themes(1, customers=9))
    assert (change.action, change.reason) == (Action.SKIP, "the issue is locked")


# -- closed issues ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [IssueState.DECLINED, IssueState.DUPLICATE])
def test_a_ruling_stands(state: IssueState) -> None:
    """Declined: one last word when many more customers come, then silence; never reopened, never filed again."""
    desk = filed()
    tracker_of(desk).edit("1", state=state, status="closed")
    assert desk.change(themes(1, customers=6)).action is Action.SKIP
    body = desk.issue().body
    for customers in (9, 15, 30):
        desk.run(themes(1, customers=customers))
        desk.clock.at += WEEK
    issue = desk.issue()
    assert (issue.state, issue.body, len(issue.comments)) == (state, body, 1)


@pytest.mark.parametrize("state", [IssueState.DECLINED, IssueState.DUPLICATE])
def test_a_ruling_outlives_the_ledger(state: IssueState) -> None:
    """With the ledger's rows lost, a declined issue is found, linked and left as it is."""
    desk = filed()
    tracker_of(desk).edit("1", state=state, status="closed")
    desk.ledger = MemoryLedger()
    assert desk.run(themes(1)).done[0].result is Result.LINKED
    for _ in range(2):
        desk.clock.at += WEEK
        assert desk.run(themes(1, customers=6)).done[0].result is Result.SKIPPED
    assert desk.issue().state is state


def closed(desk: Desk) -> Desk:
    tracker_of(desk).edit("1", state=IssueState.DONE, status="closed", resolved_at=START)
    return desk


def test_a_fixed_issue_rests_while_nobody_reports_it() -> None:
    """No growth, or only tickets from before the fix: nothing is written."""
    desk = closed(filed())
    assert desk.change(themes(1)).reason == "closed as done, nothing new since"
    early = report(ranked(customers=9, last_seen=START - WEEK))
    assert desk.change(early).action is Action.SKIP


def test_a_fixed_issue_that_customers_report_again_gets_a_comment() -> None:
    """Within the window it is told; reopened only where that is configured."""
    again = report(ranked(customers=7, last_seen=START + WEEK))
    desk = closed(filed())
    assert desk.run(again).done[0].result is Result.COMMENTED
    assert desk.issue().state is IssueState.DONE
    assert desk.issue().comments[0].text.startswith("Reported again after it was closed: 7 customers")
    reopening = closed(filed())
    reopening.set(reopen_fixed=True)
    assert reopening.run(again).done[0].result is Result.REOPENED
    assert reopening.issue().state is IssueState.OPEN


def test_an_old_fix_is_for_a_person_to_judge() -> None:
    """Long after the fix voc neither reopens nor files; it says so."""
    desk = closed(filed())
    desk.set(reopen_fixed=True)
    desk.clock.at += timedelta(days=100)
    change = desk.change(report(ranked(customers=9, last_seen=desk.clock.at)))
    assert (change.action, change.reason) == (Action.SKIP, "done on 2026-11-09, 4 more since: a person decides")


def test_a_duplicate_is_followed_to_the_issue_it_repeats() -> None:
    """The canonical issue is taken over and kept up to date from then on."""
    desk = memory_desk()
    desk.run(themes(2))
    tracker_of(desk).edit("1", state=IssueState.DUPLICATE, duplicate_of="2")
    assert desk.change_of("theme-0001", themes(2)).action is Action.LINK
    desk.run(themes(2))
    assert desk.row(1).issue_id == "2"
    assert len(desk.issues()) == 2


# -- what is found ----------------------------------------------------------------------------------------------
def test_a_lost_ledger_is_rebuilt_from_the_markers() -> None:
    """Every issue is linked again, none is filed again, and the blocks are known as voc's own."""
    desk = memory_desk()
    desk.run(themes(4))
    desk.ledger = MemoryLedger()
    assert {done.result for done in desk.run(themes(4)).done} == {Result.LINKED}
    assert len(desk.issues()) == 4
    desk.clock.at += WEEK
    assert {done.result for done in desk.run(themes(4, customers=9)).done} == {Result.UPDATED}


def test_of_two_issues_the_lowest_is_adopted() -> None:
    """A clone is named, never deleted or written."""
    desk = filed()
    clone = replace(desk.issue(), id="7", key="VOC-7")
    tracker_of(desk)._put(clone)
    desk.ledger = MemoryLedger()
    done = desk.run(themes(1)).done[0]
    assert (done.result, done.issue.key if done.issue else None) == (Result.LINKED, "VOC-1")
    assert "VOC-7" in done.reason
    assert len(desk.issues()) == 2


def test_an_issue_with_a_copied_label_is_not_adopted() -> None:
    """The last line decides: a label that somebody copied leads nobody astray."""
    desk = memory_desk()
    desk.run(themes(1))
    labels = desk.plan(themes(2)).pending[0].draft
    assert labels is not None
    tracker_of(desk).edit("1", labels=(*desk.issue().labels, labels.marker))
    assert desk.change_of("theme-0002", themes(2)).action is Action.CREATE
    desk.run(themes(2))
    assert len(desk.issues()) == 2


def test_an_ignored_filter_adopts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tracker that answers a look-up with every issue it has gives nobody a foreign issue."""
    desk = memory_desk()
    desk.run(themes(3))
    tracker = tracker_of(desk)
    monkeypatch.setattr(tracker, "find", lambda _: [kept.issue for kept in tracker._issues.values()])
    desk.run(themes(4))
    assert len({desk.row(number).issue_id for number in range(1, 5)}) == 4


def test_a_theme_takes_over_the_issue_of_one_that_it_absorbed() -> None:
    """Merged themes keep one issue and make no new marker."""
    desk = filed()
    desk.redirects = {"theme-0001": "theme-0002"}
    merged = report(ranked(2, customers=9, merged_from=("theme-0001",)))
    assert desk.run(merged).done[0].result is Result.LINKED
    assert desk.row(2).issue_id == "1"
    desk.clock.at += WEEK
    labels = desk.issue().labels
    desk.run(merged)
    assert len(desk.issues()) == 1
    assert desk.issue().labels == labels


def test_a_deleted_issue_is_lost_and_not_filed_again() -> None:
    """The theme says so in every run (exit 4) until the issue is back."""
    desk = filed()
    kept = desk.issue()
    tracker_of(desk).delete("1")
    for _ in range(2):
        applied = desk.run(themes(1))
        assert ([done.result for done in applied.done], applied.exit_code) == ([Result.BLOCKED], 4)
    assert desk.row().state is EntryState.LOST
    assert list(desk.issues()) == []
    tracker_of(desk)._put(kept)
    assert desk.run(themes(1)).done[0].result is Result.LINKED
    assert desk.run(themes(1)).exit_code == 0


def test_a_moved_issue_is_followed_by_its_id() -> None:
    """A new key is no reason to file again, and it is put on record."""
    desk = filed()
    tracker_of(desk).edit("1", key="NEW-9")
    desk.run(themes(1, customers=9))
    assert (desk.row().issue_key, len(desk.issues())) == ("NEW-9", 1)


def test_another_stores_issues_stop_the_plan() -> None:
    """A foreign ledger's issue is not touched until a person takes it over."""
    desk = filed()
    desk.ledger = MemoryLedger("other")
    with pytest.raises(LimitError, match=r"VOC-1 was filed by another store \(ledger memory\)"):
        desk.plan(themes(1))
    desk.adopt_ledger = "memory"
    assert desk.run(themes(1)).done[0].result is Result.LINKED


# -- what goes wrong --------------------------------------------------------------------------------------------
def test_a_throttled_create_waits_as_long_as_it_is_told() -> None:
    """The whole time is waited, then the theme is looked up and sent under a new attempt."""
    desk = memory_desk(faults=[Fault.THROTTLE])
    tracker_of(desk).retry_after = 37.0
    assert desk.run(themes(1)).exit_code == 0
    assert desk.clock.slept == [37.0]
    assert len(set(tracker_of(desk).attempts)) == 2


def test_a_wait_beyond_the_deadline_ends_the_run_cleanly() -> None:
    """Nothing is waited; the next run files what is left."""
    desk = memory_desk(faults=[Fault.THROTTLE])
    tracker_of(desk).retry_after = 3_600.0
    applied = desk.run(themes(2))
    assert ([done.result for done in applied.done], applied.exit_code) == ([Result.THROTTLED, Result.HELD], 4)
    assert desk.clock.slept == []
    desk.clock.at += timedelta(hours=2)
    assert desk.run(themes(2)).exit_code == 0
    assert len(desk.issues()) == 2


def test_a_refused_account_is_asked_once() -> None:
    """403 ends the run at the first theme: one request, one report, the rest untouched."""
    desk = memory_desk(faults=[Fault.FORBID] * 9)
    applied = desk.run(themes(5))
    assert len(tracker_of(desk).attempts) == 1
    assert [done.result for done in applied.done] == [Result.REJECTED, *[Result.HELD] * 4]
    assert (applied.exit_code, "403" in applied.stopped) == (3, True)


def test_the_same_refusal_thrice_ends_the_run() -> None:
    """A missing field refuses every theme alike, so no more than three are asked."""
    desk = memory_desk(faults=[Fault.REJECT] * 9)
    assert desk.run(themes(5)).exit_code == 3
    assert len(tracker_of(desk).attempts) == 3
    assert desk.row().state is EntryState.REJECTED


def test_three_uncertain_creates_in_a_row_end_the_run() -> None:
    """The breaker trips; what was not tried stays planned."""
    desk = memory_desk(faults=[Fault.LOST_BEFORE] * 9)
    applied = desk.run(themes(5))
    assert [done.result for done in applied.done] == [*[Result.UNCERTAIN] * 3, Result.HELD, Result.HELD]
    assert applied.exit_code == 4
    assert [desk.row(number).state for number in (3, 4)] == [EntryState.UNCERTAIN, EntryState.PLANNED]


def test_a_connection_that_never_was_is_tried_three_times() -> None:
    """Not sent is not uncertain: three attempts, then the theme is planned again."""
    desk = memory_desk(faults=[Fault.NOT_SENT] * 3)
    assert desk.run(themes(1)).exit_code == 3
    assert desk.row().state in (EntryState.PLANNED, EntryState.CLAIMED)
    assert desk.run(themes(1)).exit_code == 0
    assert len(tracker_of(desk).attempts) == 4


def test_a_lost_answer_is_settled_by_looking() -> None:
    """The create arrived although nobody heard: it is found after five seconds and adopted."""
    desk = memory_desk(faults=[Fault.LOST_AFTER])
    assert desk.run(themes(1)).done[0].result is Result.LINKED
    assert desk.clock.slept == [5.0]
    assert len(tracker_of(desk).attempts) == 1


def test_an_uncertain_create_is_sent_anew_only_when_all_conditions_hold() -> None:
    """Quiet time, three looks, two runs, and a person's word."""
    desk = memory_desk(faults=[Fault.LOST_BEFORE])
    assert desk.run(themes(1)).exit_code == 4
    assert (desk.row().looks, desk.row().look_runs) == (3, 1)
    desk.retry_uncertain = True
    assert desk.run(themes(1)).exit_code == 4
    assert (desk.row().looks, desk.row().look_runs) == (4, 2)
    desk.clock.at += timedelta(hours=1)
    desk.retry_uncertain = False
    assert desk.run(themes(1)).exit_code == 4
    desk.retry_uncertain = True
    assert desk.run(themes(1)).exit_code == 0
    assert len(desk.issues()) == 1


def test_a_failing_read_ends_a_theme_and_not_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The theme says why; the others are filed; exit 3."""
    desk = memory_desk()
    plan = desk.plan(themes(3))
    tracker = tracker_of(desk)
    find, bad = tracker.find, plan.changes[1].draft

    def failing(marker: str) -> object:
        if bad is not None and marker == bad.marker:
            raise TrackerError("no route")
        return find(marker)

    monkeypatch.setattr(tracker, "find", failing)
    applied = desk.apply(plan)
    assert [done.result for done in applied.done] == [Result.FILED, Result.FAILED, Result.FILED]
    assert (applied.exit_code, applied.done[1].reason) == (3, "no route")


# -- whole plans ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value"),
    [("tracker", "x"), ("project", "X"), ("namespace", "x"), ("account", "x"), ("ledger_id", "x"), ("changes", ())],
)
def test_a_plan_for_elsewhere_or_edited_is_refused(field: str, value: object) -> None:
    """Nothing is written under another account, project, namespace or ledger, or from an edited plan."""
    desk = memory_desk()
    plan = replace(desk.plan(themes(1)), **{field: value})  # type: ignore[arg-type]
    with pytest.raises(LimitError):
        desk.apply(plan)
    assert tracker_of(desk).writes == 0
    assert dict(desk.ledger.entries(desk.filing.scope)) == {}


def test_an_edited_plan_is_carried_out_when_a_person_says_so() -> None:
    """A reviewer may strike a theme out."""
    desk = memory_desk()
    plan = desk.plan(themes(3))
    applied = desk.apply(replace(plan, changes=plan.changes[1:]), accept_edits=True)
    assert len(applied.done) == len(desk.issues()) == 2


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "answer lost"])
def test_a_text_that_a_person_wrote_into_a_plan_stays(monkeypatch: pytest.MonkeyPatch, lost: bool) -> None:
    """As one that they write into the issue, whether its create was answered or found by a later run."""
    desk = memory_desk()
    document = json.loads(plan_to_json(desk.plan(themes(1))))
    document["changes"][0]["draft"]["body"] = "My own text."
    plan = plan_from_json(json.dumps(document), "plan.json")
    if lost:
        answer = Outcome(OutcomeKind.UNCERTAIN)
        create = tracker_of(desk).create
        monkeypatch.setattr(tracker_of(desk), "create", lambda *args: (create(*args), answer)[1])
    desk.apply(plan, accept_edits=True)
    monkeypatch.undo()
    for customers in (50, 90):
        desk.clock.at += WEEK
        desk.run(themes(1, customers=customers))
        assert "My own text." in desk.issue().body
    assert desk.row().written.human_owned == ("block",)


def _with_labels(plan: Plan, *labels: str) -> Plan:
    """``plan`` as a person leaves it who edits the labels of its only draft."""
    document = json.loads(plan_to_json(plan))
    document["changes"][0]["draft"]["labels"] = labels
    return plan_from_json(json.dumps(document), "plan.json")


def test_labels_that_a_person_edited_in_a_plan_stay_so() -> None:
    """One that they added is not taken off as if it were voc's, and one that they took out is not put back."""
    desk = memory_desk()
    plan = desk.plan(themes(1))
    kind, *markers = (plan.changes[0].draft or pytest.fail("no draft")).labels
    desk.apply(_with_labels(plan, "team-mobile", *markers), accept_edits=True)
    for customers in (50, 90):
        desk.clock.at += WEEK
        desk.run(themes(1, customers=customers))
        assert set(desk.issue().labels) == {"team-mobile", *markers}
    assert set(desk.row().written.labels) == {kind, *markers}


def test_labels_of_an_update_that_a_person_edited_stay_so() -> None:
    """The same where the issue is there already."""
    desk = memory_desk()
    desk.run(themes(1))
    _kind, *markers = desk.issue().labels
    desk.clock.at += WEEK
    plan = desk.plan(themes(1, customers=50))
    assert plan.changes[0].action is Action.UPDATE
    desk.apply(_with_labels(plan, "team-mobile", *markers), accept_edits=True)
    assert set(desk.issue().labels) == {"team-mobile", *markers}
    desk.clock.at += WEEK
    desk.run(themes(1, customers=90))
    assert set(desk.issue().labels) == {"team-mobile", *markers}


def test_an_edited_plan_links_no_theme_to_the_issue_of_another() -> None:
    """Two themes on one issue would rewrite each other's text for ever."""
    desk = memory_desk()
    desk.run(themes(1))
    plan = desk.plan(themes(2))
    (theirs,) = (change for change in plan.changes if change.theme_id == "theme-0002")
    issue = desk.issue()
    stolen = replace(theirs, action=Action.LINK, preconditions=Preconditions(issue.id, issue.revision, None))
    (done,) = desk.apply(replace(plan, changes=(stolen,)), accept_edits=True).done
    assert (done.result, done.reason) == (Result.STALE, f"{issue.key} is the issue of theme-0001; plan again")
    assert len(desk.issues()) == 1


def test_an_edited_plan_does_not_get_around_the_limit() -> None:
    """More creates than a run may do stay undone even in an accepted plan."""
    desk = memory_desk()
    desk.set(max_new=9)
    plan = desk.plan(themes(9))
    desk.set(max_new=5)
    assert desk.apply(plan, accept_edits=True).exit_code == 4
    assert len(desk.issues()) == 5


def test_an_expired_plan_is_refused() -> None:
    """A plan is good for three days."""
    desk = memory_desk()
    plan = desk.plan(themes(1))
    desk.clock.at += timedelta(hours=72)
    with pytest.raises(LimitError, match="the plan expired at 2026-11-12 08:00 UTC"):
        desk.apply(plan)


def test_a_shared_project_wants_its_key_confirmed_once() -> None:
    """The first filing names the project; later ones do not have to."""
    desk = memory_desk(capabilities=replace(FULL, confirm_project=True))
    plan = desk.plan(themes(1))
    for wrong in (None, "OTHER"):
        with pytest.raises(LimitError, match="--confirm-project VOC"):
            desk.apply(plan, confirm_project=wrong)
    assert desk.apply(plan, confirm_project="VOC").exit_code == 0
    assert desk.run(themes(2)).exit_code == 0


def test_a_plan_writes_nothing() -> None:
    """Planning reads only, whatever there is to do."""
    desk = filed()
    before = (tracker_of(desk).writes, dict(desk.ledger.entries(desk.filing.scope)))
    desk.plan(themes(4, customers=9))
    assert (tracker_of(desk).writes, dict(desk.ledger.entries(desk.filing.scope))) == before


def test_every_theme_ends_with_a_reason() -> None:
    """Filed, waiting, unfit or left alone: each says why."""
    desk = memory_desk()
    mixed = report(*(ranked(number, customers=number) for number in range(1, 12)))
    for _ in range(3):
        done = desk.run(mixed).done
        assert len(done) == 11
        assert all(each.reason for each in done)

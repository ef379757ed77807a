"""What is special to Redmine, on a real one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.contract.test_tracker import create, draft
from tests.filing_world import Desk, TurnedClock, file_one, ranked, report, themes
from tests.redmine_world import Project
from typer.testing import CliRunner

from voc.analysis.filing.managed_block import find_block
from voc.cli.app import app
from voc.errors import TrackerError
from voc.model.filing import Finding, IssueChanges, IssueState, Outcome, OutcomeKind
from voc.model.plan import Action, Result
from voc.model.ticket import Kind
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.redmine import RedmineTracker
from voc.trackers.rest import Rest, Written

UNKNOWN_FIELD = 4711
EXAMPLE = Path(__file__).parents[2] / "examples" / "zendesk_export.json"


def desk(project: Project, **special: object) -> Desk:
    return Desk(project.tracker(**special), MemoryLedger(), TurnedClock())  # type: ignore[arg-type]


def bad(tracker: RedmineTracker) -> list[Finding]:
    return [each for each in tracker.check() if not each.ok]


# -- states ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "state"), [("new", IssueState.OPEN), ("closed", IssueState.DONE), ("rejected", IssueState.DECLINED)]
)
def test_what_statuses_come_to(redmine: Project, status: str, state: IssueState) -> None:
    """Rejected is won't fix, other closed ones are done, and closed issues are found like open ones."""
    tracker = redmine.tracker()
    issue = create(tracker, draft())
    redmine.close(issue.id, status)
    (found,) = tracker.find(draft().marker)
    assert (found.id, found.state) == (issue.id, state)
    assert (found.resolved_at is None) == (state is IssueState.OPEN)


def test_a_duplicate_names_its_original(redmine: Project) -> None:
    """Closed with the relation "duplicates" is a duplicate; the original is none."""
    tracker = redmine.tracker()
    issue, original = create(tracker, draft(1)), redmine.add("Reported by hand")
    relation = {"relation": {"issue_to_id": int(original), "relation_type": "duplicates"}}
    redmine.redmine.ask("POST", f"/issues/{issue.id}/relations.json", redmine.redmine.human_key, relation)
    redmine.close(issue.id)
    (listed,) = tracker.family("voc-default")
    assert (listed.state, listed.duplicate_of) == (IssueState.DUPLICATE, original)
    other = tracker.get(original)
    assert other is not None
    assert (other.state, other.duplicate_of) == (IssueState.OPEN, None)


def test_issues_of_a_closed_project_are_locked(redmine: Project) -> None:
    """They can be read and not be written, and the doctor says so."""
    issue = create(redmine.tracker(), draft())
    redmine.redmine.ask("PUT", f"/projects/{redmine.name}/close.json", redmine.redmine.admin_key)
    tracker = redmine.tracker()
    now = tracker.get(issue.id)
    assert now is not None
    assert now.locked
    assert tracker.update(now, IssueChanges(body="x")).kind is OutcomeKind.REJECTED
    assert any("is closed" in finding.what for finding in bad(tracker))


def test_a_moved_issue_keeps_its_id(redmine: Project) -> None:
    """It is read from its new project, and is no longer one of ours by marker."""
    tracker, elsewhere = redmine.tracker(), redmine.redmine.project()
    issue = create(tracker, draft())
    redmine.edit(issue.id, project_id=elsewhere.name)
    moved = tracker.get(issue.id)
    assert moved is not None
    assert moved.project != redmine.name
    assert list(tracker.find(draft().marker)) == []


def test_lists_and_single_answers_agree(redmine: Project) -> None:
    """The revision that a plan saw in a list is the one that apply reads, until anybody changes anything."""
    tracker = redmine.tracker()
    issue = create(tracker, draft())
    assert tracker.comment(issue, "a note").kind is OutcomeKind.DONE
    (listed,), read = tracker.family("voc-default"), tracker.get(issue.id)
    assert read is not None
    assert listed.revision == read.revision
    redmine.edit(issue.id, priority_id=4)
    assert tracker.family("voc-default")[0].revision != listed.revision


def test_only_our_own_notes_are_comments(redmine: Project) -> None:
    """What people write below an issue is theirs."""
    tracker = redmine.tracker()
    issue = create(tracker, draft())
    redmine.edit(issue.id, notes="a person's words")
    now = tracker.get(issue.id)
    assert now is not None
    assert now.comments == ()
    said = tracker.comment(now, "ours")
    assert said.issue is not None
    assert [comment.text for comment in said.issue.comments] == ["ours"]


# -- markers --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("field", [UNKNOWN_FIELD, None])
def test_a_filter_that_redmine_ignores_finds_nothing_foreign(redmine: Project, field: int | None) -> None:
    """With a field that is not there every issue comes back, and none of a person's is taken for ours."""
    redmine.add("Reported by hand", description="voc-default")
    tracker = redmine.tracker(label_field=field)
    assert list(tracker.find(draft().marker)) == []
    issue = create(tracker, draft())
    assert [hit.id for hit in tracker.find(draft().marker)] == [issue.id]
    assert [hit.id for hit in tracker.family("voc-default")] == [issue.id]


def test_a_person_may_clear_the_field_or_take_the_last_line_out(redmine: Project) -> None:
    """Either of the two still finds the issue."""
    tracker = redmine.tracker()
    first, second = create(tracker, draft(1)), create(tracker, draft(2))
    redmine.edit(first.id, custom_fields=[{"id": redmine.redmine.field, "value": ""}])
    redmine.edit(second.id, description="all new words")
    assert [hit.id for hit in tracker.find(draft(1).marker)] == [first.id]
    assert [hit.id for hit in tracker.find(draft(2).marker)] == [second.id]
    assert [hit.id for hit in tracker.family("voc-default")] == [first.id, second.id]


def test_people_label_an_issue_in_the_field(redmine: Project) -> None:
    """A word added there is a label."""
    at = desk(redmine)
    issue_id = file_one(at)
    labels = at.issue().labels
    value = " ".join([*labels, "voc-ignore"])
    redmine.edit(issue_id, custom_fields=[{"id": redmine.redmine.field, "value": value}])
    assert "voc-ignore" in at.issue().labels
    assert at.change(themes(1, customers=50)).action is Action.SKIP


# -- filing ---------------------------------------------------------------------------------------------------------
def test_each_kind_gets_its_type(redmine: Project) -> None:
    """What Redmine calls a tracker is chosen by kind; a name that is not there is refused, and told by the doctor."""
    tracker = redmine.tracker(types={"feature_request": "Feature"})
    wanted = replace(draft(), labels=("feature-request", draft().family, draft().marker))
    issue = create(tracker, wanted)
    document = redmine.redmine.ask("GET", f"/issues/{issue.id}.json", redmine.redmine.human_key)
    assert document["issue"]["tracker"]["name"] == "Feature"
    wrong = redmine.tracker(types={"bug": "Bugg"})
    assert wrong.create(draft(2), "attempt-2").detail == "Redmine has no tracker 'Bugg'"
    assert list(wrong.find(draft(2).marker)) == []
    assert [finding.what for finding in bad(wrong)] == ["redmine: bug is filed as Bugg"]


def test_category_and_priority_are_set_by_name(redmine: Project) -> None:
    """As the plan shows them; names that are not there are refused before anything is sent, and told by the doctor."""
    category = redmine.category()
    severity = str(draft().told.severity)
    tracker = redmine.tracker(category=category, priorities={severity: "High"}, fields={"99": "Support"})
    assert tracker.sets(draft()) == {"category": category, "priority": "High", "field 99": "Support"}
    issue = create(tracker, draft())
    document = redmine.redmine.ask("GET", f"/issues/{issue.id}.json", redmine.redmine.human_key)["issue"]
    assert (document["category"]["name"], document["priority"]["name"]) == (category, "High")
    wrong = redmine.tracker(category="Nowhere", priorities={severity: "Gone"})
    assert wrong.create(draft(2), "attempt-2").detail == "Redmine has no category 'Nowhere'"
    told = [finding.what for finding in bad(wrong)]
    assert told == ["redmine: issues are filed under Nowhere", f"redmine: severity {severity} is filed as Gone"]
    assert redmine.tracker().sets(draft()) == {}


def test_a_refusal_names_fields_and_no_text(redmine: Project) -> None:
    """A title that is too long is refused with Redmine's words for it."""
    outcome = redmine.tracker().create(replace(draft(), title="canary " * 50), "attempt-1")
    assert (outcome.kind, outcome.code, outcome.fatal) == (OutcomeKind.REJECTED, "422", False)
    assert "Subject" in outcome.detail
    assert "canary" not in outcome.detail


def test_a_plan_is_filed_once_and_then_there_is_nothing_to_do(redmine: Project) -> None:
    """Twelve themes in three runs, then only skips, and nothing is written."""
    at, wanted = desk(redmine), themes(12)
    for _ in range(3):
        at.apply(at.plan(wanted), confirm_project=redmine.name)
    issues = at.issues()
    assert len(issues) == 12
    assert {change.action for change in at.plan(wanted).changes} == {Action.SKIP}
    at.run(wanted)
    assert at.issues() == issues


def test_a_lost_ledger_is_rebuilt_from_markers(redmine: Project) -> None:
    """A new store takes over what the lost one filed, once a person says so; nothing is filed again."""
    at, wanted = desk(redmine), themes(4)
    at.apply(at.plan(wanted), confirm_project=redmine.name)
    lost, at.ledger = at.ledger.ledger_id, MemoryLedger("another")
    at.adopt_ledger = lost
    plan = at.plan(wanted)
    assert {change.action for change in plan.changes} == {Action.LINK}
    at.apply(plan, confirm_project=redmine.name)
    assert len(at.issues()) == 4


@pytest.mark.parametrize("special", [{}, {"label_field": None}, {"label_field": UNKNOWN_FIELD}])
@pytest.mark.parametrize("arrives", [True, False])
def test_an_answer_that_is_lost(
    redmine: Project, monkeypatch: pytest.MonkeyPatch, arrives: bool, special: dict[str, int | None]
) -> None:
    """A create that arrived is found and taken over at once; one that did not is never sent again unasked."""
    at = desk(redmine, **special)
    write, sent = Rest.write, []

    def lossy(rest: Rest, method: str, path: str, document: dict[str, object]) -> Written:
        sent.append(method)
        if arrives:
            write(rest, method, path, document)
        return Written(Outcome(OutcomeKind.UNCERTAIN, detail="connection broke off"))

    monkeypatch.setattr(Rest, "write", lossy)
    done = at.apply(at.plan(themes(1)), confirm_project=redmine.name).done
    assert [each.result for each in done] == [Result.LINKED if arrives else Result.UNCERTAIN]
    at.apply(at.plan(themes(1)), confirm_project=redmine.name)
    assert sent == ["POST"]
    assert len(at.issues()) == int(arrives)


@pytest.mark.parametrize("status", ["rejected", "closed"])
def test_a_ruling_stands(redmine: Project, status: str) -> None:
    """What the product team closed is neither reopened nor filed anew, however many more customers come."""
    at = desk(redmine)
    issue_id = file_one(at)
    redmine.close(issue_id, status)
    state = at.issue().state
    at.run(themes(1, customers=50))
    at.run(themes(1, customers=90))
    assert [issue.id for issue in at.issues()] == [issue_id]
    assert at.issue().state is state is not IssueState.OPEN


def test_news_are_a_comment_and_the_description_stays(redmine: Project) -> None:
    """Without conditional writes the description is left alone, whatever is news."""
    at = desk(redmine)
    file_one(at)
    body = at.issue().body
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.COMMENTED]
    issue = at.tracker.get(at.row().issue_id or "")
    assert issue is not None
    assert (issue.body, len(issue.comments)) == (body, 1)
    assert "50 customers report this" in issue.comments[0].text
    assert at.change(themes(1, customers=50)).action is Action.SKIP


def test_the_block_is_rewritten_where_that_is_wished(redmine: Project) -> None:
    """Text around the block stays, byte for byte; a block that a person edited is theirs."""
    at = desk(redmine, rewrite_block=True)
    issue_id = file_one(at)
    redmine.edit(issue_id, description=f"Before\n\n{at.issue().body}\n\nAfter  it")
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.UPDATED]
    body = at.issue().body
    assert body.startswith("Before\n\n<!-- voc:begin") and body.endswith("\n\nAfter  it")
    assert "**50 customers**" in body
    redmine.edit(issue_id, description=body.replace("**50 customers**", "**too many**"))
    theirs = at.issue().body
    at.clock.sleep(30 * 86_400)
    at.run(themes(1, customers=90))
    assert at.issue().body == theirs
    assert find_block(theirs) is not None


# -- doctor ---------------------------------------------------------------------------------------------------------
def test_the_doctor_finds_all_well(redmine: Project) -> None:
    """Account, project, permissions, fields, statuses and look-up are proved; nothing is written."""
    redmine.add("Reported by hand")
    findings = redmine.tracker().check()
    assert [finding for finding in findings if not finding.ok] == []
    said = "\n".join(finding.what for finding in findings)
    for each in ("voc-bot", redmine.name, "may view, add", "no field is required", "Rejected", "can be looked up"):
        assert each in said
    assert redmine.redmine.key not in said
    count = redmine.redmine.ask("GET", f"/issues.json?project_id={redmine.name}&status_id=*", redmine.redmine.human_key)
    assert count["total_count"] == 1


def test_the_doctor_proves_that_a_field_is_ignored(redmine: Project) -> None:
    """A marker that no issue has is found in every issue then."""
    redmine.add("Reported by hand")
    assert [finding.what for finding in bad(redmine.tracker(label_field=UNKNOWN_FIELD))] == [
        f"redmine: field {UNKNOWN_FIELD} is ignored by look-ups"
    ]


def test_the_doctor_tells_of_won_t_fix(redmine: Project) -> None:
    """A team that calls it otherwise is told the names that there are."""
    (finding,) = bad(redmine.tracker(declined=("Torjuttu",)))
    assert "Closed, Rejected" in finding.hint


def test_the_doctor_on_a_wrong_key_or_project(redmine: Project) -> None:
    """One finding with what to do, and no key in it."""
    (finding,) = bad(redmine.tracker(key="canary-key"))
    assert "(401)" in finding.what and "tracker.token" in finding.hint
    assert "canary" not in str(finding)
    away = replace(redmine, settings=replace(redmine.settings, project="no-such-project"))
    assert any("(404)" in finding.what or "(403)" in finding.what for finding in bad(away.tracker()))
    with pytest.raises(TrackerError):
        away.tracker().family("voc-default")
    assert away.tracker().create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT


def test_the_doctor_names_what_the_account_may_not(redmine: Project) -> None:
    """An account whose role only reads is told so before anything is filed."""
    name = redmine.name
    members = redmine.redmine.ask("GET", f"/projects/{name}/memberships.json", redmine.redmine.admin_key)["memberships"]
    ours = next(each["id"] for each in members if each["user"]["name"].startswith("voc-bot"))
    redmine.redmine.ask("DELETE", f"/memberships/{ours}.json", redmine.redmine.admin_key)
    assert bad(redmine.tracker())


def test_the_commands_file_into_it(redmine: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor, a run that must be confirmed, and a run with nothing left to do; the token is never shown."""
    monkeypatch.setenv("REDMINE_TOKEN", redmine.redmine.key)
    shown = []

    def voc(*arguments: str) -> int:
        done = CliRunner().invoke(app, [*arguments, "-c", str(config)])
        shown.append(done.output)
        return done.exit_code

    config = tmp_path / "voc.yaml"
    special = f"{{label_field: {redmine.redmine.field}}}"
    config.write_text(
        f"as_of: 2026-11-09\ntracker: {{name: redmine, url: {redmine.redmine.url}, project: {redmine.name},"
        f" token: 'env:REDMINE_TOKEN', redmine: {special}}}\nsources: {{paths: ['{EXAMPLE}']}}\n"
    )
    assert voc("doctor") == 0
    assert voc("run", "--apply") == 5
    assert voc("run", "--apply", "--confirm-project", redmine.name) == 0
    filed = redmine.tracker().family("voc-default")
    assert 0 < len(filed) <= 5
    assert voc("run", "--apply") == 0
    assert redmine.tracker().family("voc-default")[: len(filed)] == filed
    assert redmine.redmine.key not in "".join(shown) + (tmp_path / "report.md").read_text()


def test_kinds_are_told_by_labels(redmine: Project) -> None:
    """Two themes of one name are not both filed, since the field tells the kind of the first."""
    at = desk(redmine)
    file_one(at, title="Vienti kaatuu", kind=Kind.BUG)
    again = at.plan(report(ranked(1, title="Vienti kaatuu"), ranked(2, title="Vienti kaatuu")))
    assert [change.action for change in again.changes] == [Action.SKIP, Action.SKIP]

"""New issues in a Jira of either kind, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.contract.test_tracker import create, draft
from tests.filing_world import file_one, ranked, report, themes
from tests.jira_server.state import FieldSpec
from tests.jira_world import Jira, desk, words

from voc.model.filing import IssueState, OutcomeKind
from voc.model.plan import Action, Result
from voc.model.ticket import Kind
from voc.stores.memory_ledger import MemoryLedger


# -- new issues -----------------------------------------------------------------------------------------------------
def test_each_kind_gets_its_type_component_and_priority(jira: Jira) -> None:
    """By settings; a feature request is a Story here."""
    special = {
        "types": {"bug": "Bug", "feature_request": "Story"},
        "components": ("Export",),
        "priorities": {"3": "High"},
    }
    tracker = jira.tracker(**special)
    bug = create(tracker, draft(1))
    wanted = replace(draft(2), labels=("feature-request", draft().family, draft(2).marker))
    story = create(tracker, wanted, "attempt-2")
    kept = jira.site.issues
    assert (kept[bug.id].type.name, kept[story.id].type.name) == ("Bug", "Story")
    assert kept[bug.id].fields["components"] == [{"name": "Export"}]
    assert kept[bug.id].fields["priority"] == {"name": "High"}


def test_other_fields_are_set_in_the_shape_that_jira_wants(jira: Jira) -> None:
    """What kind of value a field takes is asked of Jira."""
    fields = {
        "customfield_1": FieldSpec("Team", {"type": "option"}, required=True, allowed=("Support",)),
        "customfield_2": FieldSpec("Areas", {"type": "array", "items": "option"}, allowed=("A", "B")),
        "customfield_3": FieldSpec("Weight", {"type": "number"}),
        "customfield_4": FieldSpec(
            "Why", {"type": "string", "custom": "com.atlassian.jira.plugin.system.customfieldtypes:textarea"}
        ),
        "customfield_5": FieldSpec("Owner", {"type": "user"}),
        "customfield_6": FieldSpec("Note", {"type": "string"}),
    }
    jira.project.fields.update(fields)
    jira.project.type("Task").create_screen |= set(fields)
    lacking = jira.tracker().create(draft(), "attempt-1")
    assert (lacking.kind, lacking.detail) == (OutcomeKind.REJECTED, "customfield_1: Team is required.")
    values = dict(zip(fields, ("Support", "A, B", "2.5", "Customers *ask*", "human", "plain"), strict=True))
    kept = jira.site.issues[create(jira.tracker(fields=values), draft()).id].fields
    assert [kept[name] for name in ("customfield_1", "customfield_2", "customfield_3")] == [
        {"value": "Support"}, [{"value": "A"}, {"value": "B"}], 2.5,
    ]  # fmt: skip
    assert "ask" in words(kept["customfield_4"])
    assert kept["customfield_5"] == {"accountId" if jira.site.cloud else "name": "human"}
    assert kept["customfield_6"] == "plain"


@pytest.mark.parametrize("fields", [{"customfield_99": "x"}, {"customfield_3": "many"}])
def test_settings_that_cannot_be(jira: Jira, fields: dict[str, str]) -> None:
    """They are refused before anything is sent."""
    jira.project.fields["customfield_3"] = FieldSpec("Weight", {"type": "number"})
    jira.project.type("Task").create_screen.add("customfield_3")
    assert jira.tracker(fields=fields).create(draft(), "attempt-1").kind is OutcomeKind.REJECTED
    assert jira.posts() == []


def test_a_refusal_names_fields_and_no_text(jira: Jira) -> None:
    """A title that is too long is refused with Jira's words for it."""
    outcome = jira.tracker().create(replace(draft(), title="canary " * 50), "attempt-1")
    assert (outcome.kind, outcome.code, outcome.fatal) == (OutcomeKind.REJECTED, "400", False)
    assert "summary" in outcome.detail
    assert "canary" not in outcome.detail


# -- filing ---------------------------------------------------------------------------------------------------------
def test_a_plan_is_filed_once_and_then_there_is_nothing_to_do(jira: Jira) -> None:
    """Twelve themes in three runs, then only skips, and nothing is written."""
    at, wanted = desk(jira), themes(12)
    for _ in range(3):
        at.apply(at.plan(wanted), confirm_project="APP")
    issues = at.issues()
    assert len(issues) == 12
    written = len([method for method, _ in jira.site.log if method != "GET"])
    assert {change.action for change in at.plan(wanted).changes} == {Action.SKIP}
    at.run(wanted)
    assert at.issues() == issues
    assert len([method for method, _ in jira.site.log if method != "GET"]) == written == 12


def test_a_lost_ledger_is_rebuilt_from_markers(jira: Jira) -> None:
    """A new store takes over what the lost one filed, once a person says so; nothing is filed again."""
    at, wanted = desk(jira, rewrite_block=True), themes(4)
    at.apply(at.plan(wanted), confirm_project="APP")
    lost, at.ledger = at.ledger.ledger_id, MemoryLedger("another")
    at.adopt_ledger = lost
    plan = at.plan(wanted)
    assert {change.action for change in plan.changes} == {Action.LINK}
    at.apply(plan, confirm_project="APP")
    assert len(at.issues()) == 4
    assert at.row().written.human_owned == ()


@pytest.mark.parametrize("resolution", ["Won't Do", "Done", "Duplicate"])
def test_a_ruling_stands(jira: Jira, resolution: str) -> None:
    """What the product team closed is neither reopened nor filed anew, however many more customers come."""
    at = desk(jira)
    issue_id = file_one(at)
    jira.site.close(issue_id, resolution)
    state = at.issue().state
    at.run(themes(1, customers=50))
    at.run(themes(1, customers=90))
    assert [issue.id for issue in at.issues()] == [issue_id]
    assert at.issue().state is state is not IssueState.OPEN


def test_labels_of_people_are_kept(jira: Jira) -> None:
    """Voc adds and removes single labels; one of its own that a person removed is not put back."""
    at = desk(jira)
    issue_id = file_one(at)
    kept = [label for label in at.issue().labels if label != "bug"]
    jira.site.edit(issue_id, labels=[*kept, "theirs"])
    at.set(labels=("voice-of-customer", "added"))
    assert [done.result for done in at.run(themes(1)).done] == [Result.UPDATED]
    labels = at.issue().labels
    assert {"theirs", "added"} <= set(labels)
    assert "bug" not in labels


def test_kinds_are_told_by_labels(jira: Jira) -> None:
    """Two themes of one name are not both filed, since a label tells the kind of the first."""
    at = desk(jira)
    file_one(at, title="Vienti kaatuu", kind=Kind.BUG)
    again = at.plan(report(ranked(1, title="Vienti kaatuu"), ranked(2, title="Vienti kaatuu")))
    assert [change.action for change in again.changes] == [Action.SKIP, Action.SKIP]

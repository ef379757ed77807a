"""What is special to Redmine, on a real one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.filing_world import create, draft, themes
from tests.redmine_world import STATUSES, Project
from tests.tracker_worlds import desk

from voc.errors import TrackerError
from voc.model.filing import Finding, IssueChanges, IssueState, Outcome, OutcomeKind
from voc.model.plan import Result
from voc.trackers.redmine import RedmineTracker
from voc.trackers.rest import Rest, Written

UNKNOWN_FIELD = 4711


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
    redmine.edit(issue.id, status_id=STATUSES[status])
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


# -- filing ---------------------------------------------------------------------------------------------------------
def test_each_kind_gets_its_type(redmine: Project) -> None:
    """What Redmine calls a tracker is chosen by kind; a name that is not there is refused, and told by the doctor."""
    tracker = redmine.tracker(types={"feature_request": "Feature"})
    wanted = replace(draft(), labels=("feature-request", draft().family, draft().marker))
    issue = create(tracker, wanted)
    assert redmine.document(issue.id)["tracker"]["name"] == "Feature"
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
    document = redmine.document(issue.id)
    assert (document["category"]["name"], document["priority"]["name"]) == (category, "High")
    wrong = redmine.tracker(category="Nowhere", priorities={severity: "Gone"})
    assert wrong.create(draft(2), "attempt-2").detail == "Redmine has no category 'Nowhere'"
    told = [finding.what for finding in bad(wrong)]
    assert told == ["redmine: issues are filed under Nowhere", f"redmine: severity {severity} is filed as Gone"]
    assert redmine.tracker().sets(draft()) == {}


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
    away = replace(redmine, usual=replace(redmine.usual, project="no-such-project"))
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

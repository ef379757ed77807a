"""New issues in a Jira of either kind, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.filing_world import create, draft
from tests.jira_server.state import FieldSpec
from tests.jira_world import Jira, words

from voc.model.filing import OutcomeKind


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


# -- filing ---------------------------------------------------------------------------------------------------------

"""A plan as a document: it reads back whole, shows every edit, and fails in one line when it is no plan."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.filing_world import memory_desk, ranked, report, themes

from voc.analysis.filing.plan_json import digest_of_plan, plan_from_json, plan_to_json
from voc.errors import InputError
from voc.model.plan import Action, Plan

SCHEMA = Path(__file__).resolve().parents[4] / "docs" / "schemas" / "plan.schema.json"


def every_action() -> Plan:
    """A plan with creates, an update with a comment, skips, and a link."""
    desk = memory_desk()
    desk.set(max_new=2)
    desk.run(themes(2))
    desk.clock.at += timedelta(days=7)
    grown = [ranked(1, customers=9), ranked(2, severity=None), ranked(3), ranked(4, customers=1)]
    return desk.plan(report(*grown, ranked(5, merged_from=("theme-0002",)), ranked(6, title="Ääkköset ‹ ok")))


def test_the_document_fits_its_schema() -> None:
    """What cli.md promises to scripts is what is written."""
    plan = every_action()
    assert {change.action for change in plan.changes} >= {Action.CREATE, Action.UPDATE, Action.SKIP, Action.LINK}
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(plan_to_json(plan, "voc 1")))


def test_a_plan_reads_back_whole() -> None:
    """Nothing is lost on the way to the file and back, so the digest still fits."""
    plan = every_action()
    again = plan_from_json(plan_to_json(plan))
    assert again == plan
    assert digest_of_plan(again) == plan.digest


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all single values in a document."""
    if isinstance(value, dict):
        return [leaf for name, part in value.items() for leaf in leaves(part, (*path, name))]
    if isinstance(value, list):
        return [leaf for number, part in enumerate(value) for leaf in leaves(part, (*path, number))]
    return [path]


@given(st.data())
def test_every_edit_shows_or_is_refused(data: st.DataObject) -> None:
    """Whichever value somebody changes, the digest no longer fits, or the document is no plan any more."""
    document = json.loads(plan_to_json(every_action()))
    path = data.draw(st.sampled_from([leaf for leaf in leaves(document) if leaf[0] != "generated_by"]))
    place = document
    for step in path[:-1]:
        place = place[step]
    other = st.sampled_from(["x", "2030-01-01T00:00:00Z", 7, None, True, "skip"])
    place[path[-1]] = data.draw(other.filter(lambda value: value != place[path[-1]]))
    try:
        plan = plan_from_json(json.dumps(document))
    except InputError:
        return
    assert digest_of_plan(plan) != plan.digest or plan == every_action()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a plan of schema_version 1"),
        ('{"schema_version": 2}', "is not a plan of schema_version 1"),
        ('{"schema_version": 1}', "lacks namespace"),
    ],
)
def test_what_is_no_plan_is_refused_in_one_line(text: str, what: str) -> None:
    """The line names the file, says what is wrong with it and what to do."""
    with pytest.raises(InputError) as refused:
        plan_from_json(text, "plan.json")
    assert str(refused.value).startswith("plan.json")
    assert what in str(refused.value)
    assert "voc plan" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("field", ["changes", "expires_at", "account"])
def test_a_field_of_the_wrong_kind_is_named(field: str) -> None:
    """A number where a text or list belongs is told by its field's name."""
    document = json.loads(plan_to_json(every_action())) | {field: 5}
    with pytest.raises(InputError, match=field):
        plan_from_json(json.dumps(document))

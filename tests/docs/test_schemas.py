"""What voc prints as JSON holds to the schemas in docs/schemas."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.made_up_labels import THINGS, labelled, table
from tests.made_up_shop import changed_report, report, shop
from tests.reviewed_world import fill
from typer.testing import CliRunner

from voc.cli.app import app
from voc.model.report import Report
from voc.model.review import Concern
from voc.model.ticket import Kind
from voc.renderers.documents import ASSIGNMENT_COLUMNS, assignment_rows
from voc.renderers.text import assignments_text, themes_text
from voc.stores.sql import open_store

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"

CONTRACT = {
    "id", "title", "kind", "status", "trend", "rank", "rank_low", "rank_high", "tie_group", "tickets", "customers",
    "score", "parts", "keyphrases", "evidence", "first_seen", "last_seen", "issue",
}  # fmt: skip
"""The fields of a theme that scripts rely on."""


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def undated() -> Report:
    """A report of tickets that have no dates, no ratings and no revenue."""
    made = shop()
    bare = {
        id_: replace(fact, created_at=None, satisfaction=None, revenue=None, channel=None, url=None)
        for id_, fact in made.facts.items()
    }
    themes = [replace(theme, first_seen=None, last_seen=None, exemplars=()) for theme in made.themes]
    return report(replace(made, facts=bare, themes=themes))


@pytest.mark.parametrize("make", [report, undated, lambda: replace(report(), themes=()), changed_report])
def test_themes_hold_to_their_schema(make: object) -> None:
    """A full report, one without dates and one without themes are all valid."""
    assert callable(make)
    validator("themes").validate(json.loads(themes_text(make(), "json")))


def test_assignments_hold_to_their_schema() -> None:
    """Placed, unclustered and left-out tickets are all valid rows."""
    made = shop()
    rows = assignment_rows(made.assignments.values(), made.feedback, made.themes)
    document = json.loads(assignments_text(rows, "1.2", "json"))
    assert list(validator("assignments").iter_errors(document)) == []
    assert len(document["assignments"]) == len(rows)


def test_the_contract_is_required() -> None:
    """The schema demands every field of the contract, in themes and in assignments."""
    assert set(validator("themes").schema["$defs"]["theme"]["required"]) == CONTRACT
    item = validator("assignments").schema["properties"]["assignments"]["items"]
    assert tuple(item["required"]) == ASSIGNMENT_COLUMNS


def test_the_schema_knows_every_field() -> None:
    """A field that voc prints but the schema does not know, or the other way round, is found."""
    theme = json.loads(themes_text(report(), "json"))["themes"][0]
    assert theme.keys() == validator("themes").schema["$defs"]["theme"]["properties"].keys()


@pytest.mark.parametrize(("field", "value"), [("rank", 0), ("trend", "wobbly"), ("customers", -1), ("surprise", 1)])
def test_the_schema_refuses(field: str, value: object) -> None:
    """A wrong value or an unknown field is an error, so that the schema is worth something."""
    document = json.loads(themes_text(report(), "json"))
    document["themes"][0][field] = value
    with pytest.raises(jsonschema.ValidationError):
        validator("themes").validate(document)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What ``voc train kinds`` prints of some labels, one row of which cannot be read."""
    folder = tmp_path_factory.mktemp("train")
    (folder / "labels.csv").write_text(table(labelled(things=THINGS[:6])) + "Title,body,banana\n", encoding="utf-8")
    paths = [str(folder / "labels.csv"), "-o", str(folder / "m.npz"), "--rejects", str(folder / "rejects.ndjson")]
    result = CliRunner().invoke(app, ["train", "kinds", *paths, "--format", "json"])
    assert result.exit_code == 4, result.output
    return result.stdout


def test_training_holds_to_its_schema(trained: str) -> None:
    """Every field is printed, known and demanded; the kinds are those of voc."""
    schema, document = validator("train"), json.loads(trained)
    schema.validate(document)
    summary, row = schema.schema["properties"]["train"], schema.schema["$defs"]["kind"]
    assert document["train"].keys() == summary["properties"].keys() == set(summary["required"])
    assert document["train"]["kinds"][0].keys() == row["properties"].keys() == set(row["required"])
    assert row["properties"]["kind"]["enum"] == [kind.value for kind in Kind]
    assert document["train"]["rejects"] == 1


@pytest.mark.parametrize(
    ("field", "value"), [("macro_f1", 1.1), ("texts", -1), ("digest", ""), ("kinds", []), ("x", 1)]
)
def test_the_schema_of_training_refuses(trained: str, field: str, value: object) -> None:
    """A wrong value or an unknown field is an error."""
    document = json.loads(trained)
    document["train"][field] = value
    with pytest.raises(jsonschema.ValidationError):
        validator("train").validate(document)


@pytest.fixture
def in_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose store has something of everything that needs a person."""
    with closing(open_store(str(tmp_path / "voc.db"))) as store:
        fill(store)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(*arguments: str) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.usefixtures("in_review")
def test_the_review_holds_to_its_schema() -> None:
    """Every sort of matter is valid, and every field is known and demanded."""
    schema, document = validator("review"), printed("review")
    schema.validate(document)
    assert {each["concern"] for each in document["matters"]} == set(Concern)
    for name, row in (("matter", document["matters"][0]), ("side", document["matters"][0]["sides"][0])):
        known = schema.schema["$defs"][name]
        assert row.keys() == known["properties"].keys() == set(known["required"])
    assert schema.schema["$defs"]["matter"]["properties"]["concern"]["enum"] == list(Concern)
    document["matters"][0]["likeness"] = 2
    assert not schema.is_valid(document)


@pytest.mark.usefixtures("in_review")
@pytest.mark.parametrize(("theme", "ticket"), [("th-f", "t:31"), ("th-b", "t:33"), ("th-b", "t:00")])
def test_an_explanation_holds_to_its_schema(theme: str, ticket: str) -> None:
    """Of a ticket in the theme, in none, and in another."""
    schema, document = validator("explanation"), printed("theme", "show", theme, "--ticket", ticket)
    schema.validate(document)
    known = schema.schema["properties"]["explanation"]
    assert document["explanation"].keys() == known["properties"].keys() == set(known["required"])


@pytest.mark.usefixtures("in_review")
def test_a_theme_that_is_shown_holds_to_the_schema() -> None:
    """With what the last run changed."""
    document = printed("theme", "show", "th-b")
    validator("themes").validate(document)
    known = validator("themes").schema["properties"]["since_last_run"]
    assert document["since_last_run"].keys() == known["properties"].keys() == set(known["required"])
    assert [each["change"] for each in document["since_last_run"]["events"]] == ["absorb"]

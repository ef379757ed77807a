"""The Linear of our own is as strict as the published schema: what that does not know is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from tests.linear_world import PROJECT, Linear, running

from voc.trackers import linear_queries


@pytest.fixture
def linear() -> Iterator[Linear]:
    with running() as linear:
        yield linear


def ask(linear: Linear, query: str, **variables: Any) -> dict[str, Any]:
    body = {"query": query, "variables": variables}
    reply = requests.post(
        f"{linear.double.url}/graphql", json=body, headers={"Authorization": "lin_api_voc"}, timeout=5
    )
    return dict(reply.json())


@pytest.mark.parametrize(
    ("query", "variables", "words"),
    [
        ("query X { viewer { login } }", {}, 'Cannot query field "login" on type "User"'),
        ("query X { viewer }", {}, "its selection do not fit"),
        ("query X { issue { id } }", {}, 'Argument "id" of type "String!" is required'),
        ("query X { issues(page: 2) { nodes { id } } }", {}, 'Unknown argument "page"'),
        ("query X { issues(filter: { marker: { eq: 1 } }) { nodes { id } } }", {}, '"marker" is not defined'),
        ("query X { issues(first: 500) { nodes { id } } }", {}, "Argument Validation Error"),
        ("query X($id: String!) { issue(id: $id) { id } }", {}, "required type"),
        ("query X { issue(id: $id) { id } }", {}, 'Variable "$id" is not defined'),
        ("query X { issue(id: 1) { ...Whole } }", {}, 'Unknown fragment "Whole"'),
        ("query X { viewer { id }", {}, "Syntax Error"),
        ("query X { issues(first: 250) { nodes { labels { nodes { id } } } } }", {}, "too complex"),
    ],
)
def test_a_question_of_another_shape(linear: Linear, query: str, variables: dict[str, Any], words: str) -> None:
    """Is refused with the reason."""
    assert words in ask(linear, query, **variables)["errors"][0]["message"]


@pytest.mark.parametrize(
    "fields", [{"id": "not-a-uuid"}, {"id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, {"body": "x"}]
)
def test_a_create_of_another_shape(linear: Linear, fields: dict[str, str]) -> None:
    """Ids must be random ones by their format, and only what the schema names may be set."""
    wanted = {"teamId": linear.double.teams[PROJECT]["id"], "title": "t", **fields}
    assert ask(linear, linear_queries.CREATE_ISSUE, input=wanted)["errors"]
    assert linear.double.issues == {}


def test_lists_leave_out_what_is_archived(linear: Linear) -> None:
    """Unless it is asked for; then what is in the trash comes too."""
    ids = [linear.double.add_issue(PROJECT) for _ in range(3)]
    linear.double.archive(ids[0])
    linear.double.delete(ids[1])
    query = "query X($all: Boolean) { issues(includeArchived: $all) { nodes { id } } }"
    found = [{each["id"] for each in ask(linear, query, all=all_)["data"]["issues"]["nodes"]} for all_ in (False, True)]
    assert found == [{ids[2]}, set(ids)]

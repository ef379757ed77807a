"""The Jira of the tests has the habits that Atlassian publishes, so that what passes on it means something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import requests
from tests.jira_server.state import CLOUD, DATA_CENTER, User
from tests.jira_world import Jira, running

TEXT = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [{"type": "text", "text": "words"}]}]}
ISSUE = {"project": {"key": "APP"}, "issuetype": {"name": "Bug"}, "summary": "s", "labels": ["a", "b"]}


@dataclass
class Asker:
    """Somebody at a Jira."""

    jira: Jira
    user: User

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        site = self.jira.site
        auth = (self.user.email, self.user.token) if site.cloud else None
        bearer = {} if site.cloud else {"Authorization": f"Bearer {self.user.token}"}
        url = f"{self.jira.server.url}/rest/api/{3 if site.cloud else 2}{path}"
        return requests.request(method, url, json=body, auth=auth, headers={**bearer, **headers}, timeout=30)

    def create(self, **fields: Any) -> requests.Response:
        return self.ask("POST", "/issue", {"fields": {**ISSUE, **fields}})


@pytest.fixture
def cloud() -> Iterator[Asker]:
    with running(CLOUD) as jira:
        yield Asker(jira, jira.site.bot)


@pytest.fixture
def own() -> Iterator[Asker]:
    with running(DATA_CENTER) as jira:
        yield Asker(jira, jira.site.bot)


@pytest.fixture(params=["cloud", "own"])
def each(request: pytest.FixtureRequest) -> Asker:
    asker: Asker = request.getfixturevalue(request.param)
    return asker


def refused(answer: requests.Response) -> tuple[int, list[str]]:
    """Status and fields of a refusal, which has the shape that every refusal has."""
    document = answer.json()
    assert set(document) == {"errorMessages", "errors"}
    return answer.status_code, list(document["errors"])


def test_the_searches_of_old_are_gone_from_cloud(cloud: Asker) -> None:
    """410 and a message that says where they went."""
    answer = cloud.ask("GET", "/search?jql=project=APP")
    assert answer.status_code == 410
    assert "/rest/api/3/search/jql" in answer.json()["errorMessages"][0]


def test_a_page_of_cloud_s_search(cloud: Asker) -> None:
    """Ids only unless fields are asked for, a token while there is more, never a total."""
    for _ in range(3):
        cloud.create()
    first = cloud.ask("GET", "/search/jql?jql=project=APP&maxResults=2").json()
    assert set(first) == {"issues", "isLast", "nextPageToken"}
    assert [set(issue) for issue in first["issues"]] == [{"id"}, {"id"}]
    token = first["nextPageToken"]
    last = cloud.ask("GET", f"/search/jql?jql=project=APP&maxResults=2&fields=summary&nextPageToken={token}").json()
    assert (set(last), last["isLast"], len(last["issues"])) == ({"issues", "isLast"}, True, 1)
    assert last["issues"][0]["fields"] == {"summary": "s"}


@pytest.mark.parametrize("query", ["", "jql=", "jql=ORDER BY created", "jql=project=APP&nextPageToken=x", "jql=foo=1"])
def test_searches_that_cloud_refuses(cloud: Asker, query: str) -> None:
    """Unbounded ones, unknown tokens, unknown fields."""
    assert refused(cloud.ask("GET", f"/search/jql?{query}"))[0] == 400


def test_a_page_of_data_center_s_search(own: Asker) -> None:
    """By number, with a total."""
    for _ in range(3):
        own.create()
    page = own.ask("GET", "/search?jql=project=APP&startAt=2&maxResults=2").json()
    assert (page["startAt"], page["total"], len(page["issues"])) == (2, 3, 1)
    assert own.ask("GET", "/search/jql?jql=project=APP").status_code == 404


def test_a_search_lags_and_a_read_does_not(each: Asker) -> None:
    """A new issue is there by its number at once."""
    each.jira.site.lag = timedelta(minutes=5)
    number = each.create().json()["id"]
    path = "/search/jql?jql=labels=a" if each.jira.site.cloud else "/search?jql=labels=a"
    assert each.ask("GET", f"/issue/{number}").status_code == 200
    assert each.ask("GET", path).json()["issues"] == []
    each.jira.clock.sleep(301)
    assert len(each.ask("GET", path).json()["issues"]) == 1


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"labels": ["two words"]}, ["labels"]),
        ({"summary": "two\nlines"}, ["summary"]),
        ({"summary": "x" * 256}, ["summary"]),
        ({"summary": None}, ["summary"]),
        ({"issuetype": {"name": "Bugg"}}, ["issuetype"]),
        ({"project": {"key": "NONE"}}, ["project"]),
        ({"components": [{"name": "None"}]}, ["components"]),
        ({"customfield_1": "x"}, ["customfield_1"]),
        ({"description": 5}, ["description"]),
    ],
)
def test_issues_that_are_refused(each: Asker, fields: dict[str, Any], named: list[str]) -> None:
    """400, and the field is named; nothing is made."""
    assert refused(each.create(**fields)) == (400, named)
    assert each.jira.site.issues == {}


@pytest.mark.parametrize(
    "content",
    [
        [{"type": "paragraph", "content": [{"type": "text", "text": ""}]}],
        [{"type": "blockquote"}],
        [{"type": "blockquote", "content": [{"type": "heading", "attrs": {"level": 1}}]}],
        [{"type": "heading", "attrs": {"level": 7}}],
        [{"type": "text", "text": "x"}],
        [{"type": "paragraph", "content": [{"type": "text", "text": "x", "marks": [{"type": "blink"}]}]}],
        [
            {
                "type": "paragraph",
                "content": [{"type": "text", "text": "x", "marks": [{"type": "code"}, {"type": "em"}]}],
            }
        ],
        [{"type": "paragraph", "surprise": 1}],
    ],
)
def test_documents_that_are_none(cloud: Asker, content: list[Any]) -> None:
    """What the format's schema does not know is refused."""
    assert refused(cloud.create(description={"type": "doc", "version": 1, "content": content}))[0] == 400
    assert refused(cloud.create(description="wiki markup"))[0] == 400
    assert cloud.create(description=TEXT).status_code == 201


def test_text_comes_back_otherwise_than_it_was_sent(cloud: Asker, own: Asker) -> None:
    """Data Center ends lines in its own way; Cloud names nodes."""
    number = own.create(description="one\ntwo\n").json()["id"]
    assert own.ask("GET", f"/issue/{number}").json()["fields"]["description"] == "one\r\ntwo"
    number = cloud.create(description=TEXT).json()["id"]
    kept = cloud.ask("GET", f"/issue/{number}").json()["fields"]["description"]
    assert "localId" in kept["content"][0]["attrs"]


def test_deleted_hidden_and_forbidden_look_the_same(each: Asker) -> None:
    """404 and the same words."""
    first, second = (each.create().json()["id"] for _ in range(2))
    each.jira.site.delete(first)
    each.jira.site.issues[second].hidden = True
    answers = [each.ask("GET", f"/issue/{number}") for number in (first, second, "99999")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}


def test_a_moved_issue_answers_to_its_old_key(each: Asker) -> None:
    """With its new one."""
    issue = each.create().json()
    each.jira.site.move(issue["id"], each.jira.site.add_project("OTHER"))
    moved = each.ask("GET", f"/issue/{issue['key']}").json()
    assert (moved["id"], moved["key"]) == (issue["id"], "OTHER-1")


def test_labels_are_changed_step_by_step(each: Asker) -> None:
    """``update`` adds and removes, ``fields`` sets; one field is in one of them only."""
    number = each.create().json()["id"]
    steps = {"update": {"labels": [{"add": "c"}, {"remove": "a"}]}}
    assert each.ask("PUT", f"/issue/{number}", steps).status_code == 204
    assert each.ask("GET", f"/issue/{number}").json()["fields"]["labels"] == ["b", "c"]
    both = {**steps, "fields": {"labels": ["d"]}}
    assert refused(each.ask("PUT", f"/issue/{number}", both))[0] == 400
    each.jira.project.type("Bug").edit_screen.discard("labels")
    assert refused(each.ask("PUT", f"/issue/{number}", steps)) == (400, ["labels"])


def test_what_a_new_issue_needs(each: Asker) -> None:
    """The list has one name on Cloud and another on Data Center; the resource of old is on neither."""
    types = each.ask("GET", "/issue/createmeta/APP/issuetypes").json()
    listed = types["issueTypes" if each.jira.site.cloud else "values"]
    assert [kind["name"] for kind in listed] == ["Task", "Bug", "Story", "Sub-task"]
    fields = each.ask("GET", f"/issue/createmeta/APP/issuetypes/{listed[1]['id']}").json()
    found = fields["fields" if each.jira.site.cloud else "values"]
    assert {"project", "issuetype", "summary", "labels"} <= {field["fieldId"] for field in found}
    assert {"required", "hasDefaultValue", "schema", "name"} <= set(found[0])
    assert each.ask("GET", "/issue/createmeta").status_code == 404


def test_a_remote_link_and_a_property_are_there_once(each: Asker) -> None:
    """201 the first time, 200 after; neither changes when the issue was changed last."""
    number = each.create().json()["id"]
    before = each.ask("GET", f"/issue/{number}").json()["fields"]["updated"]
    link = {"globalId": "voc=1", "object": {"url": "https://example.com", "title": "t"}}
    codes = [each.ask("POST", f"/issue/{number}/remotelink", link).status_code for _ in range(2)]
    codes += [each.ask("PUT", f"/issue/{number}/properties/voc", {"x": 1}).status_code for _ in range(2)]
    assert codes == [201, 200, 201, 200]
    assert each.ask("GET", f"/issue/{number}/properties/voc").json()["value"] == {"x": 1}
    assert each.ask("GET", f"/issue/{number}").json()["fields"]["updated"] == before


def test_an_ended_token_is_nobody_on_cloud(cloud: Asker) -> None:
    """An empty Jira with a header beside it, and 401 where one must be somebody."""
    number = cloud.create().json()["id"]
    cloud.user.expires = cloud.jira.clock.now()
    found = cloud.ask("GET", "/search/jql?jql=labels=a")
    assert (found.status_code, found.json()["issues"]) == (200, [])
    assert found.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"
    codes = [cloud.ask("GET", path).status_code for path in (f"/issue/{number}", "/myself", "/serverInfo")]
    assert codes == [404, 401, 200]


def test_a_browser_of_somebody_else(each: Asker) -> None:
    """A write that looks like a browser's needs a header that says it is meant."""
    browser = {"User-Agent": "Mozilla/5.0"}
    assert each.ask("POST", "/issue", {"fields": ISSUE}, **browser).status_code == 403
    meant = {"X-Atlassian-Token": "no-check"}
    assert each.ask("POST", "/issue", {"fields": ISSUE}, **browser, **meant).status_code == 201


def test_ways_of_the_workflow(each: Asker) -> None:
    """Only those from here; a done status sets a resolution, the way back clears it."""
    number = each.create().json()["id"]
    ways = {
        way["to"]["name"]: way["id"] for way in each.ask("GET", f"/issue/{number}/transitions").json()["transitions"]
    }
    assert set(ways) == {"In Progress", "Done", "Closed"}
    assert each.ask("POST", f"/issue/{number}/transitions", {"transition": {"id": ways["Done"]}}).status_code == 204
    assert each.ask("GET", f"/issue/{number}").json()["fields"]["resolution"]["name"] == "Done"
    assert refused(each.ask("POST", f"/issue/{number}/transitions", {"transition": {"id": ways["Done"]}}))[0] == 400

"""What hangs on an issue: links between issues, links to elsewhere, properties."""

from __future__ import annotations

from tests.jira_server.answers import Answer, RefusedError
from tests.jira_server.request import Request, route

_PROPERTY = 32_768


@route("POST", "/issueLink")
def link(request: Request) -> Answer:
    """The outward issue of "duplicates" is the original."""
    asked = request.document
    if asked["type"].get("name") != "Duplicate":
        raise RefusedError(404, f"No issue link type with name '{asked['type'].get('name')}' found.")
    first, second = request.issue(asked["inwardIssue"]["key"]), request.issue(asked["outwardIssue"]["key"])
    request.site.link(first, second, request.known())
    return Answer(status=201)


@route("POST", "/issue/([^/]+)/remotelink")
def remote_link(request: Request, id_or_key: str) -> Answer:
    """A link with a global id is there once, however often it is made."""
    issue, name = request.issue(id_or_key), request.document.get("globalId") or request.site.new_id()
    new = name not in issue.remote_links
    issue.remote_links[name] = request.document.get("object")
    return Answer({"id": 10_000, "self": f"{request.site.base_url}/remotelink"}, 201 if new else 200)


@route("PUT", "/issue/([^/]+)/properties/([^/]+)")
def set_property(request: Request, id_or_key: str, name: str) -> Answer:
    """A property does not change when the issue was changed last."""
    issue = request.issue(id_or_key)
    if len(str(request.document)) > _PROPERTY:
        raise RefusedError(400, "The property value is too long.")
    new = name not in issue.properties
    issue.properties[name] = request.document
    return Answer(status=201 if new else 200)


@route("GET", "/issue/([^/]+)/properties/([^/]+)")
def get_property(request: Request, id_or_key: str, name: str) -> Answer:
    """Read at once, wherever it was written."""
    issue = request.issue(id_or_key)
    if name not in issue.properties:
        raise RefusedError(404, f"The property {name} does not exist.")
    return Answer({"key": name, "value": issue.properties[name]})

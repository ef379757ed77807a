"""Transitions: the ways from one status to another."""

from __future__ import annotations

from typing import Any

from tests.jira_server.answers import Answer, RefusedError
from tests.jira_server.request import Request, route
from tests.jira_server.shapes import status_document
from tests.jira_server.state import STATUSES, Issue

_NUMBERS = {name: str(11 + 10 * number) for number, name in enumerate(STATUSES)}


@route("GET", "/issue/([^/]+)/transitions")
def transitions(request: Request, id_or_key: str) -> Answer:
    """The ways that an issue can go now; their fields only where they are asked for."""
    issue = request.issue(id_or_key)
    with_fields = "transitions.fields" in request.query.get("expand", "")
    ways = [_way(issue, name, with_fields) for name in _ways(request, issue)]
    return Answer({"expand": "transitions", "transitions": ways})


@route("POST", "/issue/([^/]+)/transitions")
def go(request: Request, id_or_key: str) -> Answer:
    """Take one of them."""
    issue = request.issue(id_or_key)
    wanted = (request.document.get("transition") or {}).get("id")
    found = [name for name in _ways(request, issue) if _NUMBERS[name] == wanted]
    if not found:
        raise RefusedError(400, "It is not possible to transition the issue: no such way from here.")
    if found[0] in issue.project.asking:
        raise RefusedError(400, customfield_10099="Reason is required.")
    issue.status = found[0]
    issue.moved_on = request.site.now()
    done = STATUSES[issue.status] == "done"
    issue.resolution, issue.resolved = ("Done", request.site.now()) if done else (None, None)
    request.site.touched(issue, request.user, status=issue.status)
    return Answer(status=204)


def _ways(request: Request, issue: Issue) -> tuple[str, ...]:
    return issue.project.transitions[issue.status] if request.may("TRANSITION_ISSUES") else ()


def _way(issue: Issue, name: str, with_fields: bool) -> dict[str, Any]:
    way = {"id": _NUMBERS[name], "name": f"To {name}", "to": status_document(name), "isAvailable": True}
    if with_fields:
        asks = name in issue.project.asking
        field = {"required": True, "name": "Reason", "hasDefaultValue": False, "fieldId": "customfield_10099"}
        way["fields"] = {"customfield_10099": field} if asks else {}
    return way

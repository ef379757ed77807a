"""What a Jira tells of itself: the server, who asks, projects, permissions, and what a new issue needs."""

from __future__ import annotations

from typing import Any

from tests.jira_server.answers import Answer, RefusedError
from tests.jira_server.request import Request, route
from tests.jira_server.state import FieldSpec, IssueType, Project, User

SYSTEM: dict[str, FieldSpec] = {
    "summary": FieldSpec("Summary", {"type": "string", "system": "summary"}, required=True),
    "description": FieldSpec("Description", {"type": "string", "system": "description"}),
    "labels": FieldSpec("Labels", {"type": "array", "items": "string", "system": "labels"}),
    "components": FieldSpec("Components", {"type": "array", "items": "component", "system": "components"}),
    "priority": FieldSpec("Priority", {"type": "priority", "system": "priority"}, default="Medium"),
    "reporter": FieldSpec("Reporter", {"type": "user", "system": "reporter"}, required=True, default="the asker"),
}
FIXED = {
    "project": FieldSpec("Project", {"type": "project", "system": "project"}, required=True),
    "issuetype": FieldSpec("Issue Type", {"type": "issuetype", "system": "issuetype"}, required=True),
}
"""On every screen."""


def user_document(request: Request, user: User) -> dict[str, Any]:
    """An account as each product shows it."""
    shown = {"displayName": user.name, "emailAddress": user.email, "active": True, "timeZone": "Europe/Helsinki"}
    if request.site.cloud:
        return {"accountId": user.account_id, "accountType": "atlassian", **shown}
    return {"name": user.name, "key": f"JIRAUSER{len(user.name)}{user.name}", **shown}


def specs_of(project: Project) -> dict[str, FieldSpec]:
    """Every field of a project that a screen can show."""
    return {**SYSTEM, **project.fields}


@route("GET", "/serverInfo")
def server_info(request: Request) -> Answer:
    """Told to anybody."""
    cloud = request.site.cloud
    return Answer(
        {
            "baseUrl": request.site.base_url,
            "version": "1001.0.0-SNAPSHOT" if cloud else "9.12.15",
            "versionNumbers": [1001, 0, 0] if cloud else [9, 12, 15],
            "deploymentType": request.site.mode.value,
            "buildNumber": 100281,
            "serverTitle": "Jira",
        }
    )


@route("GET", "/myself")
def myself(request: Request) -> Answer:
    """Who asks."""
    return Answer(user_document(request, request.known()))


@route("GET", "/mypermissions")
def my_permissions(request: Request) -> Answer:
    """The permissions that were asked for; Cloud wants them named."""
    if request.site.cloud and "permissions" not in request.query:
        raise RefusedError(400, "The 'permissions' query parameter is required.")
    if "projectKey" in request.query:
        request.project(request.query["projectKey"])
    wanted = request.query.get("permissions", "BROWSE_PROJECTS,CREATE_ISSUES").split(",")
    return Answer(
        {
            "permissions": {
                name: {"id": "10", "key": name, "name": name, "type": "PROJECT", "havePermission": request.may(name)}
                for name in wanted
            }
        }
    )


@route("GET", "/project/([^/]+)")
def project(request: Request, key: str) -> Answer:
    """One project."""
    found = request.project(key)
    return Answer({"id": found.id, "key": found.key, "name": found.name, "projectTypeKey": "software"})


@route("GET", "/issue/createmeta")
def removed(request: Request) -> Answer:
    """The interface of old, gone from both."""
    raise RefusedError(404, "Issue Does Not Exist")


@route("GET", "/issue/createmeta/([^/]+)/issuetypes")
def create_types(request: Request, key: str) -> Answer:
    """The types of a new issue, if the account may file one."""
    found = _creatable(request, key)
    return _page(request, "issueTypes", [_type_document(each) for each in found.types])


@route("GET", "/issue/createmeta/([^/]+)/issuetypes/([^/]+)")
def create_fields(request: Request, key: str, number: str) -> Answer:
    """The fields of a new issue of a type."""
    found = _creatable(request, key)
    kind = next((each for each in found.types if each.id == number), None)
    if kind is None:
        raise RefusedError(404, "Issue type not found.")
    shown = {name: spec for name, spec in specs_of(found).items() if name in kind.create_screen}
    return _page(request, "fields", [_field_document(name, spec) for name, spec in {**FIXED, **shown}.items()])


def _creatable(request: Request, key: str) -> Project:
    found = request.project(key)
    if not request.may("CREATE_ISSUES"):
        raise RefusedError(403, "You do not have permission to create issues in this project.")
    return found


def _type_document(kind: IssueType) -> dict[str, Any]:
    return {"id": kind.id, "name": kind.name, "subtask": kind.subtask, "hierarchyLevel": -1 if kind.subtask else 0}


def _field_document(name: str, spec: FieldSpec) -> dict[str, Any]:
    document = {
        "fieldId": name,
        "key": name,
        "name": spec.name,
        "required": spec.required,
        "hasDefaultValue": spec.default is not None,
        "schema": spec.schema,
        "operations": ["set"],
    }
    if spec.allowed:
        document["allowedValues"] = [{"id": str(number), "value": each} for number, each in enumerate(spec.allowed)]
    return document


def _page(request: Request, name: str, everything: list[Any]) -> Answer:
    """A page: Cloud calls the list by its name, Data Center ``values``."""
    start, most = request.number("startAt", 0, 10_000), request.number("maxResults", 50, 200)
    told = {"startAt": start, "maxResults": most, "total": len(everything)}
    page = everything[start : start + most]
    if request.site.cloud:
        return Answer({**told, name: page})
    return Answer({**told, "isLast": start + most >= len(everything), "values": page})

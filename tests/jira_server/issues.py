"""Issues are filed, read, changed and deleted."""

from __future__ import annotations

from typing import Any

from tests.jira_server.answers import Answer, RefusedError
from tests.jira_server.meta import specs_of
from tests.jira_server.request import Request, route
from tests.jira_server.shapes import issue_document
from tests.jira_server.state import IssueType, Project
from tests.jira_server.text import kept

_TITLE = 255
_LABEL = 255
_OFF_SCREEN = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."


@route("POST", "/issue")
def create(request: Request) -> Answer:
    """One new issue, for whoever may file one."""
    user, fields = request.user, dict(request.document.get("fields") or {})
    place = fields.pop("project", None) or {}
    found = [
        each for each in request.site.projects.values() if place.get("id") == each.id or place.get("key") == each.key
    ]
    if user is None or not found or not request.may("CREATE_ISSUES") or not request.may("BROWSE_PROJECTS"):
        raise RefusedError(400 if user else 401, project="valid project is required")
    project = found[0]
    kind = _type(project, fields.pop("issuetype", None) or {})
    given = _checked(request, project, fields, kind.create_screen)
    _refuse_lacking(project, given, kind)
    issue = request.site.file(project, kind, given, user)
    for each in request.document.get("properties") or ():
        issue.properties[each["key"]] = each["value"]
    self_ = f"{request.site.base_url}/rest/api/{request.version}/issue/{issue.id}"
    return Answer({"id": issue.id, "key": issue.key, "self": self_}, 201)


@route("GET", "/issue/([^/]+)")
def read(request: Request, id_or_key: str) -> Answer:
    """One issue, found at once by its number or by any key that it ever had."""
    return Answer(issue_document(request, request.issue(id_or_key), request.query.get("fields", "*all")))


@route("PUT", "/issue/([^/]+)")
def edit(request: Request, id_or_key: str) -> Answer:
    """Fields are set, or changed step by step."""
    issue = request.issue(id_or_key)
    if issue.frozen or not request.may("EDIT_ISSUES"):
        raise RefusedError(
            403 if request.site.cloud else 400, "You do not have permission to edit issues in this project."
        )
    sets, steps = request.document.get("fields") or {}, request.document.get("update") or {}
    if set(sets) & set(steps):
        raise RefusedError(400, "Field appears in both 'fields' and 'update'")
    given = _checked(request, issue.project, sets, issue.type.edit_screen)
    for name, operations in steps.items():
        if name not in issue.type.edit_screen or name != "labels":
            raise RefusedError(400, **{name: _OFF_SCREEN.format(name)})
        given["labels"] = _stepped(issue.fields.get("labels") or [], operations)
    changed = {name: value for name, value in given.items() if issue.fields.get(name) != value}
    if changed:
        issue.fields.update(changed)
        request.site.touched(issue, request.user, **changed)
    return Answer(status=204)


@route("DELETE", "/issue/([^/]+)")
def delete(request: Request, id_or_key: str) -> Answer:
    """Gone for good."""
    issue = request.issue(id_or_key)
    if not request.may("DELETE_ISSUES"):
        raise RefusedError(403, "You do not have permission to delete issues in this project.")
    del request.site.issues[issue.id]
    return Answer(status=204)


def _type(project: Project, wanted: dict[str, str]) -> IssueType:
    found = [each for each in project.types if wanted.get("id") == each.id or wanted.get("name") == each.name]
    if not found:
        raise RefusedError(400, issuetype="Specify a valid issue type")
    return found[0]


def _checked(request: Request, project: Project, fields: dict[str, Any], screen: set[str]) -> dict[str, Any]:
    """Values as they are kept."""
    specs, kept_ = specs_of(project), {}
    for name, value in fields.items():
        if name not in screen or name not in specs:
            raise RefusedError(400, **{name: _OFF_SCREEN.format(name)})
        kept_[name] = _value(request, project, name, value)
    return kept_


def _value(request: Request, project: Project, name: str, value: Any) -> Any:
    spec = specs_of(project)[name]
    if name == "summary":
        return _summary(value)
    if name == "labels":
        return _labels(value)
    if name == "description" or spec.schema.get("custom", "").endswith(":textarea"):
        return kept(value, name, cloud=request.site.cloud)
    if name == "components" and any(each.get("name") not in project.components for each in value):
        raise RefusedError(400, components="Component name is not valid")
    if spec.schema["type"] == "option" and value.get("value") not in spec.allowed:
        raise RefusedError(400, **{name: "Option value is not valid"})
    return value


def _summary(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RefusedError(400, summary="You must specify a summary of the issue.")
    if "\n" in value or "\r" in value:
        raise RefusedError(400, summary="The summary is invalid because it contains newline characters.")
    if len(value) > _TITLE:
        raise RefusedError(400, summary=f"Summary must be less than {_TITLE} characters.")
    return value.strip()


def _labels(value: Any) -> list[str]:
    wrong = [each for each in value if " " in each or len(each) > _LABEL]
    if wrong:
        raise RefusedError(400, labels=f"The label '{wrong[0]}' contains spaces which is invalid.")
    return list(dict.fromkeys(value))


def _stepped(labels: list[str], operations: list[dict[str, Any]]) -> list[str]:
    for operation in operations:
        ((verb, value),) = operation.items()
        if verb == "set":
            labels = _labels(value)
        elif verb == "remove":
            labels = [each for each in labels if each != value]
        else:
            labels = _labels([*labels, value])
    return labels


def _refuse_lacking(project: Project, given: dict[str, Any], kind: IssueType) -> None:
    specs = {name: spec for name, spec in specs_of(project).items() if name in kind.create_screen}
    lacking = {
        name: f"{spec.name} is required."
        for name, spec in specs.items()
        if spec.required and spec.default is None and not given.get(name)
    }
    if lacking:
        raise RefusedError(400, **lacking)
    for name, spec in specs.items():
        if spec.default is not None and name not in given:
            given[name] = spec.default

"""An issue as JSON."""

from __future__ import annotations

from typing import Any

from tests.jira_server.answers import time_of
from tests.jira_server.meta import specs_of, user_document
from tests.jira_server.request import Request
from tests.jira_server.state import STATUSES, Comment, Issue

SNAPSHOT = ("summary", "description", "labels", "status", "resolution")


def status_document(name: str) -> dict[str, Any]:
    """A status with the category that it is in."""
    key = STATUSES[name]
    category = {"id": {"new": 2, "indeterminate": 4, "done": 3}[key], "key": key, "name": name}
    return {"id": str(10_000 + list(STATUSES).index(name)), "name": name, "statusCategory": category}


def comment_document(request: Request, comment: Comment) -> dict[str, Any]:
    """One comment."""
    author = user_document(request, comment.author)
    times = {"created": time_of(comment.created), "updated": time_of(comment.updated)}
    return {"id": comment.id, "author": author, "updateAuthor": author, "body": comment.body, **times}


def issue_document(request: Request, issue: Issue, wanted: str, *, searched: bool = False) -> dict[str, Any]:
    """An issue with the fields that were asked for, separated by commas; ``*all`` for all of them."""
    fields = _fields(request, issue)
    names = list(fields) if wanted in ("", "*all") else wanted.split(",")
    self_ = f"{request.site.base_url}/rest/api/{request.version}/issue/{issue.id}"
    document: dict[str, Any] = {"expand": "", "id": issue.id, "self": self_, "key": issue.key}
    document["fields"] = {name: fields[name] for name in names if name in fields}
    expand = request.query.get("expand", "").split(",")
    if "editmeta" in expand and not searched:
        document["editmeta"] = {"fields": _editable(request, issue)}
    if "changelog" in expand and not searched:
        document["changelog"] = {"histories": _changes(request, issue)}
    return document


def _fields(request: Request, issue: Issue) -> dict[str, Any]:
    given, site = issue.fields, request.site
    resolution = {"id": "1", "name": issue.resolution} if issue.resolution else None
    return {
        **{name: given.get(name) for name in specs_of(issue.project)},
        "labels": sorted(given.get("labels") or ()),
        "issuetype": {"id": issue.type.id, "name": issue.type.name, "subtask": issue.type.subtask},
        "project": {"id": issue.project.id, "key": issue.project.key, "name": issue.project.name},
        "status": status_document(issue.status),
        "resolution": resolution,
        "resolutiondate": time_of(issue.resolved),
        **({"statuscategorychangedate": time_of(issue.moved_on or issue.created)} if site.cloud else {}),
        "created": time_of(issue.created),
        "updated": time_of(issue.updated),
        "creator": user_document(request, issue.creator),
        "reporter": user_document(request, issue.creator),
        "issuelinks": _links(request, issue),
        "comment": {
            "comments": [comment_document(request, each) for each in issue.comments[: site.comments_shown]],
            "maxResults": min(len(issue.comments), site.comments_shown),
            "total": len(issue.comments),
            "startAt": 0,
        },
    }


def _links(request: Request, issue: Issue) -> list[dict[str, Any]]:
    kind = {"id": "10002", "name": "Duplicate", "inward": "is duplicated by", "outward": "duplicates"}
    outward = [(number, "outwardIssue", original) for number, original in issue.duplicates]
    inward = [
        (number, "inwardIssue", each.id)
        for each in map(request.site.issues.get, sorted(request.site.linked))
        if each is not None
        for number, original in each.duplicates
        if original == issue.id
    ]
    found = [(number, side, request.site.issues.get(other)) for number, side, other in outward + inward]
    return [
        {"id": number, "type": kind, side: {"id": other.id, "key": other.key}} for number, side, other in found if other
    ]


def _editable(request: Request, issue: Issue) -> dict[str, Any]:
    if issue.frozen or not request.may("EDIT_ISSUES"):
        return {}
    return {name: {"name": name, "operations": ["set"]} for name in sorted(issue.type.edit_screen)}


def _changes(request: Request, issue: Issue) -> list[dict[str, Any]]:
    told = [
        {**each, "author": user_document(request, each["author"]), "created": time_of(each["created"])}
        for each in issue.changes
    ]
    return told[::-1] if request.site.cloud else told

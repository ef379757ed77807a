"""Comments below an issue."""

from __future__ import annotations

from typing import Any

from tests.jira_server.answers import Answer, RefusedError
from tests.jira_server.request import Request, route
from tests.jira_server.shapes import comment_document
from tests.jira_server.state import Comment
from tests.jira_server.text import kept


@route("GET", "/issue/([^/]+)/comment")
def comments(request: Request, id_or_key: str) -> Answer:
    """A page of comments, oldest first."""
    everything = request.issue(id_or_key).comments
    start, most = request.number("startAt", 0, 10_000), request.number("maxResults", 50, 100)
    page = [comment_document(request, each) for each in everything[start : start + most]]
    return Answer({"startAt": start, "maxResults": most, "total": len(everything), "comments": page})


@route("POST", "/issue/([^/]+)/comment")
def add(request: Request, id_or_key: str) -> Answer:
    """A new comment, by whoever may."""
    issue = request.issue(id_or_key)
    if not request.may("ADD_COMMENTS"):
        raise RefusedError(403, "You do not have permission to comment on this issue.")
    body, now = _body(request), request.site.now()
    comment = Comment(request.site.new_id(), request.known(), body, now, now)
    issue.comments.append(comment)
    request.site.touched(issue)
    return Answer(comment_document(request, comment), 201)


@route("PUT", "/issue/([^/]+)/comment/([0-9]+)")
def edit(request: Request, id_or_key: str, number: str) -> Answer:
    """One's own comment in other words."""
    issue = request.issue(id_or_key)
    found = [each for each in issue.comments if each.id == number]
    if not found:
        raise RefusedError(404, f"Can not find a comment for the id: {number}.")
    if found[0].author is not request.user or not request.may("EDIT_OWN_COMMENTS"):
        raise RefusedError(403 if request.site.cloud else 400, "You do not have the permission for this comment.")
    found[0].body, found[0].updated = _body(request), request.site.now()
    request.site.touched(issue)
    return Answer(comment_document(request, found[0]))


def _body(request: Request) -> Any:
    body = kept(request.document.get("body"), "comment", cloud=request.site.cloud)
    if not body:
        raise RefusedError(400, comment="Comment body can not be empty!")
    return body

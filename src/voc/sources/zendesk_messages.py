"""The conversation of a Zendesk ticket."""

from __future__ import annotations

from datetime import UTC

from voc.model.ticket import AuthorRole, Message
from voc.sources import dates
from voc.sources.values import as_id, as_text
from voc.sources.zendesk_tables import Json, Tables, inner, objects

_ROLES = {"end-user": AuthorRole.CUSTOMER, "agent": AuthorRole.AGENT, "admin": AuthorRole.AGENT}
_SYSTEM = "-1"
_BODIES = (("plain_body", False), ("html_body", True), ("body", False))


def messages(ticket: Json, tables: Tables) -> tuple[Message, ...]:
    """Comments in order of time, then of the file; the description when there is none."""
    comments = objects(ticket, "comments") or tables.comments.get(as_id(ticket.get("id")) or "", [])
    if not any(_body(comment)[0] for comment in comments):
        comments = [_description(ticket)]
    requester = as_id(ticket.get("requester_id")) or as_id(inner(ticket, "requester").get("id"))
    found: list[Message] = []
    for comment in _ordered(comments):
        text, html = _body(comment)
        if text:
            public = comment.get("public") is not False
            role = _role(comment, requester, tables, public=public, first=not found)
            found.append(Message(text, role, public, dates.parse(comment.get("created_at"), None, UTC), html))
    return tuple(found)


def _description(ticket: Json) -> Json:
    # Who submitted it may be an agent on the telephone: the words are still the requester's.
    return {
        "body": ticket.get("description"),
        "author_id": ticket.get("requester_id"),
        "created_at": ticket.get("created_at"),
    }


def _ordered(comments: list[Json]) -> list[Json]:
    times = [dates.parse(comment.get("created_at"), None, UTC) for comment in comments]
    dated = [(at, index) for index, at in enumerate(times) if at is not None]
    # Without all times, the file's order says more than some of them.
    return [comments[index] for _, index in sorted(dated)] if len(dated) == len(comments) else comments


def _body(comment: Json) -> tuple[str, bool]:
    for key, html in _BODIES:
        text = as_text(comment.get(key))
        if text:
            return text, html
    return "", False


def _role(comment: Json, requester: str | None, tables: Tables, *, public: bool, first: bool) -> AuthorRole:
    nested = inner(comment, "author")
    author = as_id(comment.get("author_id")) or as_id(nested.get("id"))
    if author is not None and author == requester:
        return AuthorRole.CUSTOMER
    if author == _SYSTEM:
        return AuthorRole.SYSTEM
    known = tables.users.get(author or "", {}).get("role") or nested.get("role")
    if isinstance(known, str) and known in _ROLES:
        return _ROLES[known]
    return AuthorRole.CUSTOMER if public and first else AuthorRole.AGENT

"""Searching: an index that lags, and pages as each product gives them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.jira_server.answers import Answer, RefusedError
from tests.jira_server.request import Request, route
from tests.jira_server.shapes import issue_document
from tests.jira_server.state import Issue

_CLAUSE = re.compile(
    r"\s*(project|labels|creator|reporter|text|summary|id)\s*(=|~|\bin\b)\s*"
    r'(?:"((?:\\.|[^"\\])*)"|(\([\d, ]+\)|[\w.()-]+))\s*'
)
_ORDER = re.compile(r"\s*ORDER\s+BY\s+(created|key|updated)(?:\s+(ASC|DESC))?\s*", re.IGNORECASE)
_GONE = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline"
    " is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)
_MOST_IDS = 5_000
_MOST_OWN = 1_000
_MOST_AFRESH = 50

Test = Callable[[Issue], bool]


@route("GET", "/search")
def search(request: Request) -> Answer:
    """Data Center's search, page by number; gone from Cloud."""
    if request.site.cloud:
        raise RefusedError(410, _GONE)
    if request.user is None:
        raise RefusedError(401, "You are not authenticated.")
    found = _found(request)
    start, most = request.number("startAt", 0, 10**6), request.number("maxResults", 50, _MOST_OWN)
    most = min(most, request.site.page_limit)
    wanted = request.query.get("fields", "*all")
    page = [issue_document(request, each, wanted, searched=True) for each in found[start : start + most]]
    told = {"startAt": start, "maxResults": most, "total": len(found)}
    return Answer({"expand": "", **told, "issues": page})


@route("POST", "/search")
def search_by_post(request: Request) -> Answer:
    """The same."""
    raise RefusedError(410 if request.site.cloud else 404, _GONE if request.site.cloud else "null for uri")


@route("GET", "/search/jql")
def search_jql(request: Request) -> Answer:
    """Cloud's search: pages by token, no total, ids only unless fields are asked for; nobody finds nothing."""
    if not request.site.cloud:
        raise RefusedError(404, "null for uri")
    jql = request.query.get("jql", "")
    if not _CLAUSE.match(jql):
        raise RefusedError(
            400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
        )
    start = _start(request, jql)
    fields = request.query.get("fields", "id")
    most = request.number("maxResults", 50, _MOST_IDS if fields == "id" else request.site.page_limit)
    found = _found(request) if request.user else []
    page, more = found[start : start + most], len(found) > start + most
    told: dict[str, object] = {"isLast": not more}
    if more:
        told["nextPageToken"] = _token(request, jql, start if request.site.same_page else start + most)
    shown = [issue_document(request, each, fields, searched=True) for each in page]
    if fields == "id":
        shown = [{"id": each["id"]} for each in shown]
    elif request.site.fresh_keys:
        shown = [{**each, "key": request.site.issues[each["id"]].key} for each in shown]
    return Answer({**told, "issues": shown})


def _start(request: Request, jql: str) -> int:
    token = request.query.get("nextPageToken")
    if token is None:
        return 0
    known = request.site.tokens_of_pages.get(token)
    if known is None or known[0] != jql:
        raise RefusedError(400, "The provided next page token is invalid or expired.")
    return known[1]


def _token(request: Request, jql: str, start: int) -> str:
    tokens = request.site.tokens_of_pages
    token = f"Ch{len(jql):02}{abs(hash((jql, start))):x}"
    tokens[token] = (jql, start)
    return token


def _found(request: Request) -> list[Issue]:
    """The issues of a query, as far as the index knows them and the account may see them."""
    site, (tests, order) = request.site, _parsed(request, request.query.get("jql", ""))
    afresh = _reconciled(request)
    known = [each for each in site.searchable() if each.id not in afresh] + list(afresh.values())
    known = [each for each in known if not site.issues[each.id].hidden]
    if not request.may("BROWSE_PROJECTS"):
        known = []
    if not site.ignore_jql:
        known = [each for each in known if all(test(each) for test in tests)]
    return sorted(known, key=lambda each: int(each.id), reverse=order == "DESC")


def _reconciled(request: Request) -> dict[str, Issue]:
    """The issues that were asked for as they are now, whatever the index says; only Cloud knows of that."""
    wanted = request.lists.get("reconcileIssues", []) if request.site.cloud else []
    if len(wanted) > _MOST_AFRESH or not all(each.isdecimal() for each in wanted):
        raise RefusedError(400, "The number of issues to reconcile is too large, or one is no number.")
    return {each: request.site.issues[each] for each in wanted if each in request.site.issues}


def _parsed(request: Request, jql: str) -> tuple[list[Test], str]:
    order = _ORDER.search(jql)
    rest = jql[: order.start()] if order else jql
    tests = []
    for clause in re.split(r"\bAND\b", rest) if rest.strip() else ():
        found = _CLAUSE.fullmatch(clause)
        if found is None:
            raise RefusedError(400, f"Error in the JQL Query: unable to parse '{clause.strip()}'.")
        tests.append(_test(request, found[1], found[3] or found[4]))
    return tests, (order[2] or "ASC").upper() if order else "DESC"


def _test(request: Request, name: str, value: str) -> Test:
    if name == "id":
        return lambda issue: issue.id in re.findall(r"\d+", value)
    if name == "project":
        keys = {each.key for each in request.site.projects.values()} | {
            each.id for each in request.site.projects.values()
        }
        if value not in keys:
            raise RefusedError(400, f"The value '{value}' does not exist for the field 'project'.")
        return lambda issue: value in (issue.project.key, issue.project.id)
    if name == "labels":
        return lambda issue: value in (issue.fields.get("labels") or ())
    if name in ("creator", "reporter"):
        return lambda issue: issue.creator is request.user
    return lambda issue: value.casefold() in str(issue.fields.get("summary")).casefold()

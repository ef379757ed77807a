"""How issues are listed: Cloud gives pages by token, Data Center by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from voc.errors import TrackerError
from voc.trackers.jira_issue import FIELDS
from voc.trackers.rest import MOST_PAGES, Rest

PAGE = 100
MOST_AFRESH = 50
"""Issues that Cloud looks at afresh in one search."""


def by_token(
    rest: Rest, jql: str, pages: int = MOST_PAGES, size: int = PAGE, afresh: Sequence[str] = ()
) -> Iterator[Mapping[str, Any]]:
    """Issues on Cloud, at most ``pages`` pages of ``size``; those of ``afresh`` as they are now,
    whatever the index says.

    Raises:
        TrackerError: a page cannot be read, the same one comes again, or there are more than ``MOST_PAGES``: a list
            that ends early would hide issues that are there.
    """
    wanted = {"jql": jql, "fields": ",".join(FIELDS), "maxResults": str(size)}
    path = "/rest/api/3/search/jql"
    if afresh:
        path += "?" + urlencode([("reconcileIssues", each) for each in afresh])
    seen: set[str] = set()
    for _ in range(pages):
        page = rest.read(path, wanted)
        yield from _issues(rest, page)
        token = page.get("nextPageToken")
        if token is None or page.get("isLast") is True:
            return
        if token in seen:
            raise TrackerError(f"{rest.host} gives the same page again", "try later")
        seen.add(token)
        wanted["nextPageToken"] = token
    _refuse_more(rest, pages)


def by_number(rest: Rest, jql: str, pages: int = MOST_PAGES, size: int = PAGE) -> Iterator[Mapping[str, Any]]:
    """Issues on Data Center, at most ``pages`` pages of ``size``.

    Raises:
        TrackerError: a page cannot be read, or there are more than ``MOST_PAGES``.
    """
    wanted = {"jql": jql, "fields": ",".join(FIELDS), "maxResults": str(size)}
    seen = 0  # a server may give fewer at a time than it was asked for
    for _ in range(pages):
        page = rest.read("/rest/api/2/search", {**wanted, "startAt": str(seen)})
        found, total = _issues(rest, page), page.get("total")
        if not isinstance(total, int):
            raise not_jira(rest)
        yield from found
        seen += len(found)
        if not found or seen >= total:
            return
    _refuse_more(rest, pages)


def not_jira(rest: Rest) -> TrackerError:
    """The error for an answer of another shape."""
    return TrackerError(f"{rest.host} does not answer as a Jira", "see tracker.url")


def _issues(rest: Rest, page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    issues = page.get("issues")
    if not isinstance(issues, list):
        raise not_jira(rest)
    return issues


def _refuse_more(rest: Rest, pages: int) -> None:
    if pages == MOST_PAGES:
        raise TrackerError(f"{rest.host} lists more than {MOST_PAGES * PAGE:,} issues", "use another project")

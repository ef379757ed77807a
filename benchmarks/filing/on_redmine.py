"""Redmine, real or of our own, as a run needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from requests.adapters import HTTPAdapter
from tests.faults import without_markers
from tests.redmine_world import STATUSES, Project
from urllib3.util import Retry

from benchmarks.filing.ground import HEADING, WORDS, Client, Requests, View
from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.markers import read_identity
from voc.net.exchange import Wire
from voc.trackers.redmine import RedmineTracker

Document = dict[str, Any]
REQUESTS = Requests(
    creates=r"^/issues\.json",
    methods="PUT",
    updates=r"^/(?:issues|journals)/\d+",
    written=r"^/issues/(\d+)",
    lists="",
    unfiltered=without_markers,
)


class OnRedmine:
    """One project of a Redmine."""

    def __init__(self, project: Project) -> None:
        self._project, self._redmine = project, project.redmine
        self.url = project.redmine.url
        self.client = Client(
            project.settings(), project.redmine.key, RedmineTracker, REQUESTS, finds_unlisted=False, resend=_resend
        )
        self.edits: Mapping[str, Callable[[str], None]] = {
            name: partial(self._edit, fields) for name, fields in _EDITS.items()
        }

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""
        self._project.delete(issue_id)

    def read(self, issue_id: str) -> View:
        """An issue that is there."""
        issue = self._document(issue_id)
        body = issue["description"] or ""
        block = find_block(body)
        return View(
            key=f"#{issue_id}",
            title=issue["subject"],
            status=issue["status"]["name"],
            labels=tuple(_value(issue, self._redmine.field).split()),
            body=body,
            around=(body[: block.start], body[block.end :]) if block else None,
            notes=frozenset(str(each["id"]) for each in issue["journals"]),
        )

    def issues(self) -> Mapping[str, str | None]:
        """Every issue, with the theme that its last line names."""
        path = f"/issues.json?project_id={self._project.name}&status_id=*&limit=100"
        listed = self._redmine.ask("GET", path, self._redmine.admin_key)["issues"]
        named = ((str(issue["id"]), read_identity(issue["description"] or "")) for issue in listed)
        return {number: identity.theme_id if identity else None for number, identity in named}

    def _edit(self, fields: Callable[[Document, int], Document], issue_id: str) -> None:
        self._project.edit(issue_id, **fields(self._document(issue_id), self._redmine.field))

    def _document(self, issue_id: str) -> Document:
        path = f"/issues/{issue_id}.json?include=journals"
        issue: Document = self._redmine.ask("GET", path, self._redmine.human_key)["issue"]
        return issue


def _value(issue: Document, field: int) -> str:
    return next(each["value"] for each in issue["custom_fields"] if each["id"] == field) or ""


def _words(place: Callable[[str], str]) -> Callable[[Document, int], Document]:
    return lambda issue, field: {"description": place(issue["description"].replace("\r\n", "\n"))}


def _away(body: str) -> str:
    block = find_block(body)
    return f"{body[: block.start]}{WORDS}{body[block.end :]}" if block else f"{body}\n{WORDS}"


def _labels(change: Callable[[str], str]) -> Callable[[Document, int], Document]:
    return lambda issue, field: {"custom_fields": [{"id": field, "value": change(_value(issue, field))}]}


_EDITS: Mapping[str, Callable[[Document, int], Document]] = {
    "title": lambda issue, field: {"subject": f"{WORDS} {issue['id']}"},
    "text above": _words(lambda body: f"{WORDS}\n\n{body}"),
    "text below": _words(lambda body: f"{body}\n\n{WORDS}  x"),
    "text inside": _words(lambda body: body.replace(f"## {HEADING}", f"## {WORDS}", 1)),
    "block away": _words(_away),
    "label added": _labels(lambda value: f"{value} oma"),
    "labels away": _labels(lambda value: ""),
    "in progress": lambda issue, field: {"status_id": 2},
    "closed": lambda issue, field: {"status_id": STATUSES["closed"]},
    "rejected": lambda issue, field: {"status_id": STATUSES["rejected"]},
    "note": lambda issue, field: {"notes": f"{WORDS} {issue['id']}"},
}
"""Fields that a person sends, from an issue as it is and the number of the field that holds labels."""


def _resend() -> None:
    """As ``jira`` does unless told not to."""
    session = Wire._session

    def stubborn(wire: Wire) -> Any:
        made = session(wire)
        again = Retry(total=3, allowed_methods=None, status_forcelist=(429, 503), backoff_factor=0)
        made.mount("http://", HTTPAdapter(max_retries=again))
        return made

    setattr(Wire, "_session", stubborn)  # noqa: B010 - mypy takes no method for a name to assign to

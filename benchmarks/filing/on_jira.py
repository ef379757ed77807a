"""A Jira of our own, Cloud or Data Center, as a run needs it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jira import resilientsession
from tests.jira_server.state import Issue, Mode, Site
from tests.jira_server.web import serving
from tests.jira_world import Jira

from benchmarks.filing.ground import WORDS, Client, Requests, View
from benchmarks.filing.jira_sheets import DocumentSheet, Sheet, WikiSheet
from voc.analysis.filing.markers import read_identity
from voc.trackers import jira_wire
from voc.trackers.jira import JiraTracker
from voc.trackers.jira_unlisted import GAP

_LABELS = re.compile(r' AND labels = "[^"]*"')


def without_labels(path: str) -> str:
    """A search that asks for no label."""
    parts = urlsplit(path)
    asked = [(name, _LABELS.sub("", value)) for name, value in parse_qsl(parts.query)]
    return parts._replace(query=urlencode(asked)).geturl()


def resend() -> None:
    """The package's own way with requests, without the waits."""
    jira_wire.MAX_RETRIES = 3
    setattr(resilientsession, "time", SimpleNamespace(sleep=lambda _: None))  # noqa: B010 - for no other module


REQUESTS = Requests(
    creates=r"/issue$",
    methods="PUT|POST",
    updates=r"/issue/\d+",
    written=r"/issue/(\d+)",
    lists=r"/search(?!.*reconcileIssues)",
    unfiltered=without_labels,
)


class OnJira:
    """One project of a Jira; there is another, into which people move issues."""

    def __init__(self, jira: Jira) -> None:
        self._site, self._other = jira.site, jira.site.add_project("OPS")
        self._sheet: Sheet = DocumentSheet() if self._site.cloud else WikiSheet()
        self.url = jira.server.url
        self.client = Client(
            settings=jira.settings(),
            key=jira.token,
            tracker=JiraTracker,
            requests=REQUESTS,
            finds_unlisted=self._site.gap < GAP,
            resend=resend,
        )
        self.edits: Mapping[str, Callable[[str], None]] = {
            "title": lambda number: self._site.edit(number, summary=f"{WORDS} {number}"),
            "text above": partial(self._write, self._sheet.above),
            "text below": partial(self._write, self._sheet.below),
            "text inside": partial(self._write, self._sheet.inside),
            "block away": partial(self._write, self._sheet.away),
            "label added": lambda number: self._label(number, lambda labels: [*labels, "oma"]),
            "labels away": lambda number: self._label(number, lambda labels: []),
            "in progress": lambda number: self._site.close(number, None, "In Progress"),
            "closed": self._site.close,
            "rejected": lambda number: self._site.close(number, "Won't Do", "Closed"),
            "note": lambda number: self._site.say(number, self._sheet.said(f"{WORDS} {number}")),
            "moved": lambda number: self._site.move(number, self._other),
        }

    def delete(self, issue_id: str) -> None:
        """A person deletes an issue."""
        self._site.delete(issue_id)

    def read(self, issue_id: str) -> View:
        """An issue that is there."""
        with self._site.lock:
            issue = self._site.issues[issue_id]
            body = self._sheet.seen(issue.fields["description"])
            notes = (each for each in issue.comments if each.author is self._site.human)
            return View(
                key=issue.key,
                title=issue.fields["summary"],
                status=issue.status,
                labels=tuple(sorted(issue.fields["labels"])),
                body=body,
                around=self._sheet.around(body),
                notes=frozenset(json.dumps([each.id, each.body]) for each in notes),
            )

    def issues(self) -> Mapping[str, str | None]:
        """Every issue of both projects, with the theme that its last line names."""
        with self._site.lock:
            return {number: self._theme(issue) for number, issue in self._site.issues.items()}

    def _theme(self, issue: Issue) -> str | None:
        identity = read_identity(self._sheet.words(issue.fields["description"]))
        return identity.theme_id if identity else None

    def _write(self, change: Callable[[Any], Any], number: str) -> None:
        with self._site.lock:
            description = self._site.issues[number].fields["description"]
            self._site.edit(number, description=self._sheet.kept(change(self._sheet.seen(description))))

    def _label(self, number: str, change: Callable[[list[str]], list[str]]) -> None:
        with self._site.lock:
            self._site.edit(number, labels=change(self._site.issues[number].fields["labels"]))


@contextmanager
def jira_ground(mode: Mode, now: Callable[[], datetime], **habits: Any) -> Iterator[OnJira]:
    """A running Jira of that kind and with such habits, whose clock says ``now``; gone at the end."""
    site = Site(mode, now, **habits)
    with serving(site) as server:
        yield OnJira(Jira(server, site.add_project("APP")))


def drawn_habits(chance: random.Random) -> Mapping[str, Any]:
    """How much a page holds, and how many comments an issue brings along; either searches are late by themselves, or
    numbers are lost, so that nobody finds an issue by the next one.
    """
    late = {"lag": timedelta(seconds=chance.choice([0, 60, 1200]))}
    unread = {"page_limit": chance.choice([3, 100]), "comments_shown": chance.choice([1, 20])}
    return unread | chance.choice([late, {"gap": GAP}])

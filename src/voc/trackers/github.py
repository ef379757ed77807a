"""GitHub as a tracker: github.com, Enterprise Cloud and Enterprise Server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import quote

from voc.analysis.filing.draft import body_of, kinds_of
from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import TrackerError
from voc.model.filing import Capabilities, Finding, Issue, IssueChanges, IssueDraft, IssueState, Outcome, OutcomeKind
from voc.ports.clock import Clock
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.github_check import Doctor
from voc.trackers.github_issue import is_issue
from voc.trackers.github_site import GithubSite
from voc.trackers.outcomes import (
    CONFLICT,
    Reading,
    afresh,
    commented,
    conflicting,
    marked,
    read_back,
    readable,
    refused,
    settled,
)
from voc.trackers.rest import MOST_PAGES, Written
from voc.trackers.signature import signed

_FOR_ALL = frozenset({"404", "410"})
"""Refusals of a create that every other one would meet: no access, or issues turned off."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """An issue's document, and the path where it is, which is another one after a transfer."""

    path: str
    document: Mapping[str, Any]


class GithubTracker:
    """``ports.tracker.Tracker`` over GitHub's REST interface.

    An issue is known by its number in the project; one that was transferred is followed to where it is now. GitHub
    knows no conditional write: before each write the issue is read once more, which leaves a window of the time
    between the two. Labels and text are written one by one, so an update may take several requests.

    Args:
        settings: address, project and what is special here.
        token: of voc's account.
        clock: for waiting where the server asks for it.

    Raises:
        ConfigError: the project is not set, or is none.
        UsageError: the address is none that text may be sent to.
    """

    name = "github"

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        self._site = GithubSite(settings, token, clock)
        self.url, self.project = self._site.url, self._site.project
        self.capabilities = Capabilities(
            conditional_write=False,
            comment_edit=True,
            labels=settings.github.labels,
            immediate_lookup=False,  # nothing promises that a list shows a new issue at once
            quiet_time=timedelta(hours=24),
            confirm_project=True,
            block_rewrite=settings.rewrite_block,
            body_limit=65_536,
        )
        self._labels, self._rest, self._now = settings.github.labels, self._site.rest, clock.now

    @property
    def requests(self) -> int:
        """How many requests have left so far."""
        return self._rest.requests

    def account(self) -> str:
        """Number and login of voc's account; of an app's, the login alone."""
        user = self._site.user
        return f"{user.get('id', '')} {user['login']}".strip()

    def check(self) -> Sequence[Finding]:
        """Account, token, repository, permissions, whether issues are taken, and whether markers can be looked up."""
        return Doctor(self._site, lambda: self._sent({}), self._now).findings()

    # -- reading ------------------------------------------------------------------------------------------------
    def get(self, issue_id: str) -> Issue | None:
        """The issue, read afresh wherever it was transferred to; None when it is gone or hidden from us."""
        seen = self._seen(issue_id)
        if seen is None:
            return None
        said = [*self._rest.listed(f"{seen.path}/comments", {})] if seen.document.get("comments") else []
        return self._site.place.read(seen.document, said, issue_id)

    def _seen(self, issue_id: str) -> _Seen | None:
        if not issue_id.isdecimal() or not self._site.place:
            return None
        found = self._rest.found(f"{self._site.path}/issues/{int(issue_id)}")
        return _Seen(*found) if found and is_issue(found[1]) else None

    def find(self, marker: str) -> Sequence[Issue]:
        """Issues that carry the marker as a label, or whose hidden line it follows from, read afresh."""
        return afresh(self.get, self._marked(marker))

    def family(self, family: str) -> Sequence[Issue]:
        """Issues with the family's label, or a hidden line of its namespace; without comments, which lists lack.

        Only a comment names the original of a duplicate, so duplicates are read afresh.
        """
        listed = self._marked(family, readable)
        again = {issue.id: issue for issue in afresh(self.get, filter(_repeats, listed))}
        return [again.get(issue.id, issue) for issue in listed]

    def newest(self, limit: int) -> Sequence[Issue]:
        """The project's newest readable issues, a hundred a request; without comments, which lists lack."""
        found = readable(self._site.place.read, islice(self._site.listed({}), limit))
        return sorted(found, key=lambda issue: int(issue.id), reverse=True)

    def _marked(self, mark: str, reading: Reading = map) -> Sequence[Issue]:
        """Issues of our project with a mark, lowest number first.

        No answer is trusted: each is looked at for the mark itself. Since people take labels away, and GitHub leaves
        them out without a word where the account may not set them, our newest issues are looked through beside those
        with the label, and where voc sets none, all of ours.
        """
        place, site = self._site.place, self._site
        pages = 1 if self._labels else MOST_PAGES
        listed = [*site.listed({"creator": place.login}, pages)]
        if self._labels:
            listed += site.listed({"labels": mark})
        return marked(reading(place.read, listed), mark)

    # -- writing ------------------------------------------------------------------------------------------------
    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """Type and labels of a new issue."""
        found = {"type": self._type(draft), "labels": ", ".join(self._more_labels(draft))}
        return {name: value for name, value in found.items() if value}

    def _type(self, draft: IssueDraft) -> str:
        """The organization's issue type, by the kind that the draft's labels tell; empty for none."""
        types = self._site.settings.types
        return next((types[kind] for kind in kinds_of(draft.labels) if kind in types), "")

    def _more_labels(self, draft: IssueDraft) -> Sequence[str]:
        """What a new issue is labelled with beside voc's own labels: components, and a priority by severity."""
        settings = self._site.settings
        priority = settings.priorities.get(str(draft.told.severity))
        return [*settings.components, *([priority] if priority else [])] if settings.labels else []

    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """File the draft with one request, whose answer is the issue as GitHub keeps it."""
        try:
            place = self._site.place  # asked before, no part of it
        except TrackerError as error:
            return Outcome(OutcomeKind.NOT_SENT, detail=error.what)
        fields: dict[str, Any] = {"title": draft.title, "body": body_of(draft, attempt_id, hidden=True)}
        if self._labels:
            fields["labels"] = [*draft.labels, *self._more_labels(draft)]
        if type_ := self._type(draft):
            fields["type"] = type_
        written = self._sent(fields)
        outcome = written.outcome
        if outcome.kind is not OutcomeKind.DONE:
            return replace(outcome, fatal=outcome.fatal or outcome.code in _FOR_ALL)
        try:
            return replace(outcome, issue=place.read(written.document or {}))
        except UnreadableIssueError:
            return Outcome(OutcomeKind.UNCERTAIN, code=outcome.code, detail="no issue in the answer")

    def _sent(self, fields: Mapping[str, Any]) -> Written:
        """The answer to the one request of a create."""
        return self._write("POST", f"{self._site.path}/issues", fields)

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write description and status, then add and remove labels; a change by anybody since it was read is a
        conflict. What ended half-way is gone on with by the next plan.
        """
        seen = self._current(issue)
        if seen is None:
            return CONFLICT
        for method, path, document in _steps(seen.path, changes):
            written = self._write(method, path, document)
            absent = method == "DELETE" and written.outcome.code == "404"  # somebody took the label off already
            if written.outcome.kind is not OutcomeKind.DONE and not absent:
                return conflicting(written.outcome)
        return settled(read_back(self.get, issue.id), issue, changes, "body", "state")

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a comment, or rewrite one of ours in place."""
        seen = self._current(issue)
        if seen is None:
            return CONFLICT
        document = {"body": signed(text)}
        if replaces is None:
            written = self._write("POST", f"{seen.path}/comments", document)
        else:
            path = f"{seen.path.rpartition('/')[0]}/comments/{int(replaces)}"
            written = self._write("PATCH", path, document)
        if written.outcome.kind is not OutcomeKind.DONE:
            return conflicting(written.outcome)
        return self._commented(issue, written)

    def _commented(self, issue: Issue, written: Written) -> Outcome:
        """The issue with the comment in an answer, whether a read shows it yet or not."""
        try:
            said = self._site.place.comment(written.document or {})
        except (LookupError, TypeError, ValueError, AttributeError):
            said = None
        if said is None:
            return Outcome(OutcomeKind.UNCERTAIN, code=written.outcome.code, detail="no comment in the answer")
        return commented(self.get, issue.id, said)

    def _current(self, issue: Issue) -> _Seen | None:
        """The issue when it still is what the caller read."""
        seen = self._seen(issue.id)
        return seen if seen and self._site.place.read(seen.document).revision == issue.revision else None

    def _write(self, method: str, path: str, document: Mapping[str, Any]) -> Written:
        """One request; a refusal with the fields that GitHub names, and its reason where it is its own words."""
        written = self._rest.write(method, path, document)
        told = written.document or {}
        if written.outcome.kind is not OutcomeKind.REJECTED:
            return written
        errors = told.get("errors") if isinstance(told.get("errors"), list) else []
        fields = [str(each.get("field")) for each in errors or () if isinstance(each, dict) and each.get("field")]
        return refused(written, [each for each in (told.get("message"), *fields) if isinstance(each, str)])


def _repeats(issue: Issue) -> bool:
    return issue.state is IssueState.DUPLICATE


def _steps(path: str, changes: IssueChanges) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The requests of an update; labels are never set as a list, which would take people's away."""
    fields = {} if changes.body is None else {"body": changes.body}
    if changes.reopen:
        fields["state"] = "open"
    if fields:
        yield "PATCH", path, fields
    if changes.add_labels:
        yield "POST", f"{path}/labels", {"labels": list(changes.add_labels)}
    for label in changes.remove_labels:
        yield "DELETE", f"{path}/labels/{quote(label, safe='')}", {}

"""Jira as a tracker: Cloud with Atlassian's documents, Data Center with wiki markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from voc.analysis.filing.draft import body_of
from voc.analysis.filing.managed_block import digest_of
from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError
from voc.model.filing import Capabilities, Finding, Issue, IssueChanges, IssueDraft, IssueState, Outcome, OutcomeKind
from voc.ports.clock import Clock
from voc.trackers.jira_check import Doctor
from voc.trackers.jira_issue import FIELDS, account_of, changed_by
from voc.trackers.jira_new import NewIssues, project_key
from voc.trackers.jira_site import JiraSite
from voc.trackers.jira_unlisted import Unlisted, number_of
from voc.trackers.outcomes import (
    CONFLICT,
    LONGEST_REASON,
    Reading,
    afresh,
    conflicting,
    marked,
    read_back,
    readable,
    refused,
)
from voc.trackers.rest import MOST_PAGES, Written
from voc.trackers.signature import SHOWN, signed

_ID = re.compile(r"\d{1,19}|[A-Z][A-Z0-9_]{1,254}-\d{1,19}")
_COMMENTS = 100
_NEWEST = 10
"""Issues a page, and pages, in which the newest one that is still in our project is looked for."""


class JiraTracker:
    """``ports.tracker.Tracker`` over the REST interfaces of Jira Cloud (3) and Data Center (2).

    Jira knows no conditional write: before each write the issue is read once more, which leaves a window of the time
    between the two. On Cloud a search does not show a new issue at once, so an issue is read by its number wherever
    that is known, and by the next keys of the project where it is not.

    Args:
        settings: address, project and what is special here.
        token: API token or personal access token of voc's account.
        clock: for waiting where the server asks for it.

    Raises:
        ConfigError: address or project are not set, or are none.
        UsageError: the address is none that text may be sent to.
    """

    name = "jira"

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        self._site = JiraSite(settings, token, clock)
        self.url, self.project = self._site.url, project_key(self._site.project)
        self.capabilities = Capabilities(
            conditional_write=False,
            comment_edit=True,
            labels=settings.jira.labels,
            immediate_lookup=False,
            quiet_time=timedelta(hours=24),
            confirm_project=True,
            block_rewrite=settings.rewrite_block,
            body_limit=12_000,  # 32,767 once all that Jira would act on is spelt otherwise
        )
        self._labels, self._rest = settings.jira.labels, self._site.rest
        self._new = NewIssues(settings.jira, self._site.fields_of)
        self._now = clock.now

    @property
    def requests(self) -> int:
        """How many requests have left so far."""
        return self._rest.requests

    def account(self) -> str:
        """Id and name of voc's account."""
        user = self._site.user
        return f"{account_of(user)} {user.get('displayName', '')}".rstrip()

    def check(self) -> Sequence[Finding]:
        """Deployment, account, token, project, permissions, types, required fields, and whether labels can be set."""
        return Doctor(self._site, self._now).findings()

    # -- reading ------------------------------------------------------------------------------------------------
    def get(self, issue_id: str) -> Issue | None:
        """The issue, by number or key, read afresh; None when it is gone or hidden from us."""
        document = self._document(issue_id)
        return None if document is None else self._site.place.read(document)

    def _document(self, issue_id: str, expand: str = "editmeta") -> Mapping[str, Any] | None:
        if not _ID.fullmatch(issue_id) or not self._site.user:
            return None
        path, wanted = f"{self._site.api}/issue/{issue_id}", {"fields": ",".join((*FIELDS, "comment"))}
        document = self._rest.look(path, {**wanted, "expand": expand})
        return None if document is None else self._with_comments(self._site.whole(document, "id", "key", "fields"))

    def _with_comments(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """The issue with all of its comments, of which it brings some."""
        told = document["fields"].get("comment") or {}
        if len(told.get("comments", ())) >= told.get("total", 0):
            return document
        comments: list[Any] = []
        while True:
            page = {"startAt": str(len(comments)), "maxResults": str(_COMMENTS), "orderBy": "created"}
            more = self._rest.read(f"{self._site.api}/issue/{document['id']}/comment", page)
            comments += more.get("comments", ())
            if not more.get("comments") or len(comments) >= more.get("total", 0):
                return {**document, "fields": {**document["fields"], "comment": {"comments": comments}}}

    def find(self, marker: str) -> Sequence[Issue]:
        """Issues that carry the marker as a label, or whose last line it follows from, read afresh. Where searches
        show none, those that are too new for searches are looked at.
        """
        return afresh(self.get, self._marked(marker)) or self._unlisted.marked(marker, self._newest_number())

    @cached_property
    def _unlisted(self) -> Unlisted:
        return Unlisted(self._site.about["key"], self.get)

    def _newest_number(self) -> int:
        """The highest number in our project that a search tells; an issue that was just moved away may come first."""
        site, key = self._site, self._site.about["key"]
        listed = site.listed(f'project = "{self.project}" ORDER BY key DESC', pages=_NEWEST, size=_NEWEST)
        return next((number for each in listed if (number := number_of(str(each.get("key")), key))), 0)

    def family(self, family: str) -> Sequence[Issue]:
        """Issues with the family's label, or a last line of its namespace; without comments, which lists lack."""
        listed = self._marked(family, readable)
        if not self._site.cloud:
            return listed
        return self._with(family, self._site.afresh([issue.id for issue in listed]), readable)

    def newest(self, limit: int) -> Sequence[Issue]:
        """The project's newest readable issues, a hundred a request; without comments, which lists lack."""
        listed = self._site.listed(f'project = "{self.project}" ORDER BY created DESC')
        return readable(self._site.place.read, islice(listed, limit))

    def _marked(self, mark: str, reading: Reading = map) -> Sequence[Issue]:
        """Issues of our project with a mark, lowest id first.

        No answer is trusted: each is looked at for the mark itself. Since people take labels away, our newest issues
        are looked through beside those with the label, and where voc sets none, all of ours.
        """
        site, here = self._site, f'project = "{self.project}"'
        pages = 1 if self._labels else MOST_PAGES
        listed = [*site.listed(f"{here} AND creator = currentUser() ORDER BY created DESC", pages)]
        if self._labels:
            listed += site.listed(f'{here} AND labels = "{mark}" ORDER BY created')
        return self._with(mark, listed, reading)

    def _with(self, mark: str, documents: Iterable[Mapping[str, Any]], reading: Reading) -> Sequence[Issue]:
        """Those of the issues that truly have the mark."""
        return marked(reading(self._site.place.read, documents), mark)

    # -- writing ------------------------------------------------------------------------------------------------
    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """Type, components, priority and other fields of a new issue."""
        return self._new.sets(draft)

    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """File the draft with one request, and read it back by the number in the answer."""
        try:
            place = self._site.place  # asked before, no part of it
            fields = {**self._new.fields(place, draft), "description": place.markup.written(body_of(draft, attempt_id))}
        except TrackerError as error:
            return Outcome(OutcomeKind.NOT_SENT, detail=error.what)
        except ConfigError as error:
            return Outcome(OutcomeKind.REJECTED, detail=error.what)
        written = self._explained(self._rest.write("POST", f"{self._site.api}/issue", {"fields": fields}))
        if written.outcome.kind is not OutcomeKind.DONE:
            return written.outcome
        told = written.document or {}
        number, key = str(told.get("id", "")), str(told.get("key", ""))
        if not number.isdecimal() or not key or written.outcome.code != "201":
            return Outcome(OutcomeKind.UNCERTAIN, code=written.outcome.code, detail="no issue in the answer")
        outcome = read_back(self.get, number)
        return outcome if outcome.issue else replace(written.outcome, issue=self._as_sent(number, key, fields))

    def _as_sent(self, number: str, key: str, fields: Mapping[str, Any]) -> Issue:
        """An issue that is filed for certain and cannot be read now; the next plan reads it."""
        place = self._site.place
        return Issue(
            id=number,
            key=key,
            project=self.project,
            title=fields["summary"],
            body=place.markup.read(fields["description"]),
            status="",
            state=IssueState.OPEN,
            revision="",
            labels=tuple(fields.get("labels", ())),
            url=f"{place.url}/browse/{key}",
        )

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write description and labels, or open the issue again; a change by anybody since it was read is a conflict.

        One request can do either: a change that asks for both is refused.
        """
        document = self._current(issue)
        if document is None:
            return CONFLICT
        if changes.reopen:
            both = changes.body is not None or changes.add_labels or changes.remove_labels
            return Outcome(OutcomeKind.REJECTED, detail="status") if both else self._reopen(issue)
        wanted: dict[str, Any] = {}
        if changes.body is not None:
            now = document["fields"]["description"]
            wanted["fields"] = {"description": self._site.place.markup.respliced(now, changes.body)}
        labels = [{"add": label} for label in changes.add_labels] + [{"remove": each} for each in changes.remove_labels]
        if labels:
            wanted["update"] = {"labels": labels}
        outcome = self._written("PUT", issue, "", wanted)
        return outcome if changes.body is None else self._settled(outcome, changes.body)

    def _settled(self, outcome: Outcome, body: str) -> Outcome:
        """The end of a write of ``body``, unless somebody wrote another one before it could be read back."""
        issue = outcome.issue
        if issue is None or digest_of(issue.body) == digest_of(body):
            return outcome
        document = self._document(issue.id, "changelog") or {}
        if changed_by(document, "description") in (None, self._site.place.account_id):
            return outcome  # Jira spells it in its own way
        return CONFLICT

    def _reopen(self, issue: Issue) -> Outcome:
        """Take the first way back that the workflow shows us and that asks for nothing."""
        path = f"{self._site.api}/issue/{issue.id}/transitions"
        shown = self._rest.look(path, {"expand": "transitions.fields"}) or {}
        ways = [
            each["id"]
            for each in shown.get("transitions", ())
            if each["to"]["statusCategory"]["key"] != "done" and not _asks(each)
        ]
        if not ways:
            return Outcome(OutcomeKind.REJECTED, detail="status")
        outcome = self._written("POST", issue, "/transitions", {"transition": {"id": ways[0]}})
        if outcome.issue and outcome.issue.state is not IssueState.OPEN:
            return Outcome(OutcomeKind.REJECTED, detail="status")
        return outcome

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a comment, or rewrite one of ours in place."""
        if self._current(issue) is None:
            return CONFLICT
        document = {"body": self._site.place.markup.said(signed(text, SHOWN))}
        if replaces is None:
            return self._written("POST", issue, "/comment", document)
        return self._written("PUT", issue, f"/comment/{int(replaces)}", document)

    def _current(self, issue: Issue) -> Mapping[str, Any] | None:
        """The issue's document when it still is what the caller read."""
        document = self._document(issue.id)
        return document if document and self._site.place.read(document).revision == issue.revision else None

    def _written(self, method: str, issue: Issue, path: str, document: Mapping[str, Any]) -> Outcome:
        written = self._explained(self._rest.write(method, f"{self._site.api}/issue/{issue.id}{path}", document))
        if written.outcome.kind is not OutcomeKind.DONE:
            return conflicting(written.outcome)
        if written.document is None and not written.empty:
            return Outcome(OutcomeKind.UNCERTAIN, code=written.outcome.code, detail="not the answer of a Jira")
        return read_back(self.get, issue.id)

    def _explained(self, written: Written) -> Written:
        """A refusal with the fields that Jira names, and its reasons as far as they are its own words."""
        told, words = ((written.document or {}).get(name) for name in ("errors", "errorMessages"))
        if written.outcome.kind is not OutcomeKind.REJECTED or not isinstance(told, dict):
            return written
        reasons = [said if len(said := f"{name}: {why}") <= LONGEST_REASON else name for name, why in told.items()]
        if not reasons and isinstance(words, list):
            reasons = [each for each in words if isinstance(each, str)]
        outcome = replace(written.outcome, fatal=written.outcome.fatal or "project" in told)
        return refused(replace(written, outcome=outcome), reasons)


def _asks(transition: Mapping[str, Any]) -> bool:
    """Whether a transition wants a field that has no value yet."""
    fields = transition.get("fields", {}).values()
    return any(each.get("required") and not each.get("hasDefaultValue") for each in fields)

"""Linear as a tracker."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from voc.analysis.filing.draft import body_of
from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError
from voc.model.filing import Capabilities, Finding, Issue, IssueChanges, IssueDraft, Outcome, OutcomeKind
from voc.ports.clock import Clock
from voc.trackers.linear_check import Doctor
from voc.trackers.linear_issue import is_trashed, order, uuid_of
from voc.trackers.linear_labels import Labels
from voc.trackers.linear_queries import (
    CREATE_COMMENT,
    CREATE_ISSUE,
    ISSUES,
    PAGE,
    UPDATE_COMMENT,
    UPDATE_ISSUE,
)
from voc.trackers.linear_site import LinearSite
from voc.trackers.linear_text import written
from voc.trackers.outcomes import CONFLICT, afresh, commented, conflicting, marked, read_back, settled
from voc.trackers.signature import SHOWN, signed

PRIORITIES = {"urgent": 1, "high": 2, "medium": 3, "low": 4}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TAKEN = "409"
_MOST_SEATS = 20
"""Issues of one theme that were deleted or taken over; each new one is given an id of its own."""


class LinearTracker:
    """``ports.tracker.Tracker`` over Linear's GraphQL interface.

    An issue's id is made here, from the team and the theme's marker, and Linear takes each id once: a second create of
    a theme is refused by it, whoever sends it, and an issue is looked for by its id. Linear knows no conditional write:
    before each write the issue is read once more, which leaves a window of the time between the two.

    Args:
        settings: address, team and what is special here.
        token: of voc's account.
        clock: for waiting where the server asks for it.

    Raises:
        ConfigError: the team is not set or is none, or a priority is none.
        UsageError: the address is none that text may be sent to.
    """

    name = "linear"

    def __init__(self, settings: TrackerSettings, token: Secret, clock: Clock) -> None:
        self._site = LinearSite(settings, token, clock)
        self.url, self.project = self._site.url, self._site.project
        self.capabilities = Capabilities(
            conditional_write=False,
            comment_edit=True,
            labels=settings.linear.labels,
            immediate_lookup=True,  # by id, in no list
            quiet_time=timedelta(minutes=30),
            confirm_project=True,
            block_rewrite=settings.rewrite_block,
            body_limit=60_000,
        )
        self._settings, self._rest = settings.linear, self._site.rest
        unknown = [each for each in self._settings.priorities.values() if each.casefold() not in PRIORITIES]
        if unknown:
            raise ConfigError(f"tracker.linear.priorities: {unknown[0]!r} is none", f"take {', '.join(PRIORITIES)}")

    @property
    def requests(self) -> int:
        """How many requests have left so far."""
        return self._rest.requests

    def account(self) -> str:
        """Id and name of voc's account."""
        user = self._site.user
        return f"{user['id']} {user.get('name') or ''}".strip()

    def check(self) -> Sequence[Finding]:
        """Account, team, statuses, whether issues are taken, labels, and whether markers can be looked up."""
        return Doctor(self._site).findings()

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self._rest, self._site.place.team_id)

    # -- reading ------------------------------------------------------------------------------------------------
    def get(self, issue_id: str) -> Issue | None:
        """The issue, read afresh; None when it is gone, in the trash, or hidden from us."""
        document = self._site.issue(issue_id) if _UUID.fullmatch(issue_id) and self._site.place else None
        return None if document is None or is_trashed(document) else self._site.place.read(document)

    def find(self, marker: str) -> Sequence[Issue]:
        """The issue with the id that belongs to the marker, and those that carry it as a label, read afresh."""
        _, own = self._seat(marker)
        listed = self._listed({"labels": {"name": {"eq": marker}}}) if self._settings.labels else []
        others = [issue for issue in listed if own is None or issue.id != own.id]
        return marked([*([own] if own else []), *afresh(self.get, others)], marker, order)

    def family(self, family: str) -> Sequence[Issue]:
        """Issues with the family's label, or a last line of its namespace; without comments, which lists lack."""
        by_line = {"description": {"contains": f"voc: ns={family.removeprefix('voc-')} "}}
        wanted = {"or": [{"labels": {"name": {"eq": family}}}, by_line]} if self._settings.labels else by_line
        return marked(self._listed(wanted), family, order)

    def newest(self, limit: int) -> Sequence[Issue]:
        """The team's newest issues, a hundred a request; without comments, which lists lack."""
        found = self._listed({}, pages=-(-limit // PAGE)) if limit else []
        return list(islice(sorted(found, key=order, reverse=True), limit))

    def _listed(self, wanted: Mapping[str, Any], **bounds: int) -> list[Issue]:
        """Issues of our team that are not in the trash, the archived ones too. A filter may go unheard."""
        place = self._site.place
        here = {"team": {"id": {"eq": place.team_id}}, **wanted}
        found = [each for each in self._rest.listed("issues", ISSUES, here, **bounds) if not is_trashed(each)]
        return [issue for issue in map(place.read, found) if issue.project == place.project]

    def _seat(self, marker: str) -> tuple[str, Issue | None]:
        """The id that the marker's issue has, or the one that it would have.

        An id is taken for good: where an issue was deleted, moved to another team, or made another one by people, who
        took line and label out, the next of the theme has the id after it.

        Raises:
            TrackerError: it cannot be read, or too many were taken already.
        """
        place = self._site.place
        for turn in range(_MOST_SEATS):
            issue_id = uuid_of(place.team_id, marker, str(turn))
            document = self._site.issue(issue_id)
            if document is None:
                return issue_id, None
            issue = place.read(document)
            if not is_trashed(document) and issue.project == self.project and marked([issue], marker, order):
                return issue_id, issue
        raise TrackerError(f"{_MOST_SEATS} issues of {marker} were deleted or taken over", "delete them for good")

    # -- writing ------------------------------------------------------------------------------------------------
    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """File the draft with one request, whose answer is the issue as Linear keeps it."""
        try:
            issue_id, there = self._seat(draft.marker)  # asked and made before, no part of it
            state = self._site.begins
            labels = self._labels.made(draft.labels) if self._settings.labels else []
        except TrackerError as error:
            return Outcome(OutcomeKind.NOT_SENT, detail=error.what)
        except ConfigError as error:
            return Outcome(OutcomeKind.REJECTED, detail=error.what)
        if isinstance(labels, Outcome):
            return labels
        if there is not None:
            return Outcome(OutcomeKind.NOT_SENT, detail=f"{there.key} is there already")
        fields = {"id": issue_id, "title": draft.title, "description": written(body_of(draft, attempt_id))}
        return self._created({**fields, **self._set(draft, state), **({"labelIds": labels} if labels else {})})

    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """Status and priority of a new issue, where they are not left to the team."""
        wanted = {"state": self._settings.state, "priority": self._settings.priorities.get(str(draft.told.severity))}
        return {name: value for name, value in wanted.items() if value}

    def _set(self, draft: IssueDraft, state: str | None) -> Mapping[str, Any]:
        """Team, status and priority of a new issue."""
        priority = self.sets(draft).get("priority")
        wanted = {"stateId": state, "priority": PRIORITIES[priority.casefold()] if priority else None}
        return {"teamId": self._site.place.team_id, **{name: each for name, each in wanted.items() if each is not None}}

    def _created(self, fields: Mapping[str, Any]) -> Outcome:
        done = self._rest.change("issueCreate", CREATE_ISSUE, input=fields)
        outcome = done.outcome
        if outcome.code == _TAKEN:  # another run was quicker, or the request was delivered twice
            return replace(outcome, kind=OutcomeKind.UNCERTAIN)
        if outcome.kind is not OutcomeKind.DONE:
            return outcome
        try:
            issue = self._site.place.read((done.document or {})["issue"])
        except (TrackerError, LookupError, TypeError):
            issue = None
        if issue is None or issue.id != fields["id"]:
            return Outcome(OutcomeKind.UNCERTAIN, code=outcome.code, detail="no issue in the answer")
        return replace(outcome, issue=issue)

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write description, status and single labels with one request; a change by anybody since the issue was read
        is a conflict.
        """
        if not self._is_current(issue):
            return CONFLICT
        fields: dict[str, Any] = {} if changes.body is None else {"description": written(changes.body)}
        if changes.reopen:
            fields["stateId"] = self._site.opens
            if fields["stateId"] is None:
                return Outcome(OutcomeKind.REJECTED, detail="status")
        added = self._labels.made(changes.add_labels) if changes.add_labels else []
        if isinstance(added, Outcome):
            return added
        removed = self._labels.known(changes.remove_labels) if changes.remove_labels else []
        fields |= {name: ids for name, ids in (("addedLabelIds", added), ("removedLabelIds", removed)) if ids}
        done = self._rest.change("issueUpdate", UPDATE_ISSUE, id=issue.id, input=fields)
        if done.outcome.kind is not OutcomeKind.DONE:
            return conflicting(done.outcome)
        return _settled(read_back(self.get, issue.id), issue, changes)

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a comment, or rewrite one of ours in place."""
        if not self._is_current(issue):
            return CONFLICT
        body = signed(text, SHOWN)
        if replaces is None:
            fields = {"id": uuid_of(issue.id, issue.revision, text), "issueId": issue.id, "body": body}
            done = self._rest.change("commentCreate", CREATE_COMMENT, input=fields)
        else:
            done = self._rest.change("commentUpdate", UPDATE_COMMENT, id=replaces, input={"body": body})
        if done.outcome.kind is not OutcomeKind.DONE:
            return conflicting(done.outcome)
        try:
            said = self._site.place.comment((done.document or {})["comment"])
        except (LookupError, TypeError, AttributeError):
            said = None
        if said is None:
            return Outcome(OutcomeKind.UNCERTAIN, code=done.outcome.code, detail="no comment in the answer")
        return commented(self.get, issue.id, said)

    def _is_current(self, issue: Issue) -> bool:
        """Whether the issue still is what the caller read."""
        now = self.get(issue.id)
        return now is not None and now.revision == issue.revision


def _settled(outcome: Outcome, before: Issue, changes: IssueChanges) -> Outcome:
    """The end of an update; a text that is neither the old one nor ours may be Linear's own spelling of ours."""
    now = outcome.issue
    spelt = now is not None and changes.body is not None and now.body not in (before.body, changes.body)
    return settled(outcome, before, replace(changes, body=None) if spelt else changes, "description", "status")

"""A tracker in memory: the reference that every other one must behave like, with faults on demand.

It can be given the weaknesses of real ones: search that lags, answers that get lost, throttling, no conditional writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from voc.analysis.filing.draft import body_of
from voc.analysis.filing.managed_block import digest_of
from voc.analysis.filing.markers import marks_of
from voc.model.filing import (
    Capabilities,
    Finding,
    Issue,
    IssueChanges,
    IssueComment,
    IssueDraft,
    IssueState,
    Outcome,
    OutcomeKind,
)
from voc.ports.clock import Clock

FULL = Capabilities(
    conditional_write=True,
    comment_edit=True,
    labels=True,
    immediate_lookup=True,
    quiet_time=timedelta(minutes=30),
    confirm_project=False,
)


class Fault(StrEnum):
    """What goes wrong with one create."""

    NONE = "none"
    LOST_BEFORE = "lost before the commit"
    LOST_AFTER = "lost after the commit"
    RAISE_AFTER = "an exception after the commit"
    NOT_SENT = "not sent"
    REJECT = "rejected"
    FORBID = "forbidden"
    THROTTLE = "throttled"


@dataclass(slots=True)
class Kept:
    """An issue and when it came into being."""

    issue: Issue
    born: datetime


class MemoryTracker:
    """``ports.tracker.Tracker`` in a dictionary.

    Args:
        clock: the time; issues younger than ``hidden_for`` are not found by marker, as with a lagging index.
        capabilities: what it claims to be able to do.
        faults: one for each create to come; without more of them all goes well.
        hidden_for: how long a new issue stays out of look-ups.
    """

    name = "memory"
    url = "memory:"
    requests = 0

    def __init__(
        self,
        clock: Clock,
        project: str = "VOC",
        capabilities: Capabilities = FULL,
        faults: Iterable[Fault] = (),
        hidden_for: timedelta = timedelta(0),
    ) -> None:
        self.project = project
        self.capabilities = capabilities
        self.hidden_for = hidden_for
        self.retry_after = 10.0
        self.attempts: list[str] = []
        self.writes = 0
        self._clock = clock
        self._faults = iter(tuple(faults))
        self._issues: dict[str, Kept] = {}
        self._last = 0

    def account(self) -> str:
        """Always the same one."""
        return "memory"

    def check(self) -> Sequence[Finding]:
        """Memory is always well."""
        return [Finding(True, "memory tracker")]

    # -- what people do -----------------------------------------------------------------------------------------
    def edit(self, issue_id: str, **changes: object) -> None:
        """Change an issue as a person would."""
        self._put(replace(self._issues[issue_id].issue, **changes))  # type: ignore[arg-type]

    def delete(self, issue_id: str) -> None:
        """Delete an issue as a person would."""
        del self._issues[issue_id]

    # -- reading ------------------------------------------------------------------------------------------------
    def get(self, issue_id: str) -> Issue | None:
        """The issue, or None."""
        kept = self._issues.get(issue_id)
        return kept.issue if kept else None

    def find(self, marker: str) -> Sequence[Issue]:
        """Issues of the marker that are old enough to be found."""
        return [kept.issue for kept in self._issues.values() if self._shows(kept) and marker in marks_of(kept.issue)]

    def family(self, family: str) -> Sequence[Issue]:
        """Issues of the family that are old enough to be found."""
        return self.find(family)

    def newest(self, limit: int) -> Sequence[Issue]:
        """Issues that are old enough to be found, from the last one on."""
        shown = [kept.issue for kept in self._issues.values() if self._shows(kept)]
        return shown[::-1][:limit]

    def _shows(self, kept: Kept) -> bool:
        return self._clock.now() - kept.born >= self.hidden_for

    # -- writing ------------------------------------------------------------------------------------------------
    def create(self, draft: IssueDraft, attempt_id: str) -> Outcome:
        """File the draft, or fail as was asked for."""
        self.attempts.append(attempt_id)
        fault = next(self._faults, Fault.NONE)
        if fault in _REFUSED:
            return replace(_REFUSED[fault], retry_after=self.retry_after if fault is Fault.THROTTLE else None)
        self._last += 1
        number = str(self._last)
        issue = Issue(
            id=number,
            key=f"{self.project}-{number}",
            project=self.project,
            title=draft.title,
            body=body_of(draft, attempt_id),
            status="open",
            state=IssueState.OPEN,
            revision="",
            labels=draft.labels,
            created_at=self._clock.now(),
        )
        issue = self._put(issue)
        if fault is Fault.RAISE_AFTER:
            raise ConnectionResetError("dropped")
        return Outcome(OutcomeKind.UNCERTAIN if fault is Fault.LOST_AFTER else OutcomeKind.DONE, issue)

    def update(self, issue: Issue, changes: IssueChanges) -> Outcome:
        """Write the changes unless the issue changed since it was read."""
        now = self._current(issue)
        if now is None:
            return Outcome(OutcomeKind.CONFLICT)
        labels = [label for label in now.labels if label not in changes.remove_labels]
        labels += [label for label in changes.add_labels if label not in labels]
        state = IssueState.OPEN if changes.reopen else now.state
        body = now.body if changes.body is None else changes.body
        status = "open" if changes.reopen else now.status
        return Outcome(
            OutcomeKind.DONE, self._put(replace(now, body=body, labels=tuple(labels), state=state, status=status))
        )

    def comment(self, issue: Issue, text: str, replaces: str | None = None) -> Outcome:
        """Add a comment, or rewrite one."""
        now = self._current(issue)
        if now is None:
            return Outcome(OutcomeKind.CONFLICT)
        comments = [IssueComment(old.id, text if old.id == replaces else old.text) for old in now.comments]
        if replaces is None:
            comments.append(IssueComment(str(len(comments) + 1), text))
        return Outcome(OutcomeKind.DONE, self._put(replace(now, comments=tuple(comments))))

    def _current(self, issue: Issue) -> Issue | None:
        """The issue as it is, if that is how the caller read it or nobody can tell."""
        now = self.get(issue.id)
        changed = now is not None and now.revision != issue.revision and self.capabilities.conditional_write
        return None if changed else now

    def _put(self, issue: Issue) -> Issue:
        self.writes += 1
        issue = replace(issue, revision=digest_of(f"{self.writes}"), updated_at=self._clock.now())
        known = self._issues.get(issue.id)
        self._issues[issue.id] = Kept(issue, known.born if known else self._clock.now())
        return issue


_REFUSED = {
    Fault.LOST_BEFORE: Outcome(OutcomeKind.UNCERTAIN, detail="read timeout"),
    Fault.NOT_SENT: Outcome(OutcomeKind.NOT_SENT, detail="connection refused"),
    Fault.REJECT: Outcome(OutcomeKind.REJECTED, code="400", detail="component"),
    Fault.FORBID: Outcome(OutcomeKind.REJECTED, code="403", fatal=True),
    Fault.THROTTLE: Outcome(OutcomeKind.THROTTLED, code="429"),
}

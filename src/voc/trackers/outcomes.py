"""How a write ended, said in one way for all trackers; and which issues can be read, and carry a mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from voc.analysis.filing.inert import inert_line
from voc.analysis.filing.managed_block import digest_of
from voc.analysis.filing.markers import marks_of
from voc.errors import TrackerError
from voc.model.filing import Issue, IssueChanges, IssueComment, IssueState, Outcome, OutcomeKind
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.rest import Written

LONGEST_REASON = 100
"""Characters; what is longer than a field's name with why it is refused may be what we sent."""
Reading = Callable[[Callable[[Any], Issue], Iterable[Any]], Iterable[Issue]]
"""Documents to issues: ``map``, where each must be read, or ``readable``."""
CONFLICT = Outcome(OutcomeKind.CONFLICT, detail="the issue was changed meanwhile, or is gone")


def conflicting(outcome: Outcome) -> Outcome:
    """``outcome``; an issue that is not there for a write was deleted, moved or changed meanwhile."""
    return CONFLICT if outcome.code in ("404", "409", "410") else outcome


def refused(written: Written, reasons: Iterable[str]) -> Written:
    """``written`` with why it was refused, as far as the reasons are short enough to be the tracker's own words."""
    short = [each for each in reasons if len(each) <= LONGEST_REASON]
    detail = inert_line(", ".join(short), 2 * LONGEST_REASON)
    return replace(written, outcome=replace(written.outcome, detail=detail))


def read_back(get: Callable[[str], Issue | None], issue_id: str) -> Outcome:
    """How a write ended that was answered well: with the issue as it is now, uncertain where it cannot be read."""
    try:
        issue = get(issue_id)
    except TrackerError:
        issue = None
    return Outcome(OutcomeKind.DONE, issue) if issue else Outcome(OutcomeKind.UNCERTAIN, detail="not read back")


def settled(outcome: Outcome, before: Issue, changes: IssueChanges, body: str, state: str) -> Outcome:
    """The end of an update, unless the issue says otherwise afterwards: some trackers pass over what we may not write.

    Args:
        outcome: of the write, with the issue as it is now where it was read back.
        before: the issue as it was.
        changes: what was written.
        body: what the tracker calls an issue's text, for the reason.
        state: what it calls whether an issue is open.
    """
    now = outcome.issue
    if now and changes.body is not None and digest_of(now.body) != digest_of(changes.body):
        ignored = now.body == before.body
        return Outcome(OutcomeKind.REJECTED, detail=body) if ignored else CONFLICT
    if now and changes.reopen and now.state is not IssueState.OPEN:
        return Outcome(OutcomeKind.REJECTED, detail=state)
    return outcome


def readable(read: Callable[[Any], Issue], documents: Iterable[Any]) -> list[Issue]:
    """The issues in a list, without those that ``read`` cannot read.

    Raises:
        UnreadableIssueError: it can read none of them.
    """
    found, unread = [], None
    for document in documents:
        try:
            found.append(read(document))
        except UnreadableIssueError as error:
            unread = error
    if unread and not found:  # no odd issue, but a tracker of another kind or version
        raise unread
    return found


def afresh(get: Callable[[str], Issue | None], issues: Iterable[Issue]) -> list[Issue]:
    """The issues as they are now, without those that are gone."""
    return [issue for issue in (get(each.id) for each in issues) if issue is not None]


def commented(get: Callable[[str], Issue | None], issue_id: str, said: IssueComment) -> Outcome:
    """The end of a comment that the answer proves: the issue with it, whether a read shows it yet or not."""
    outcome = read_back(get, issue_id)
    if outcome.issue is None:
        return outcome
    comments = {each.id: each for each in (*outcome.issue.comments, said)}
    return replace(outcome, issue=replace(outcome.issue, comments=tuple(comments.values())))


def marked(
    issues: Iterable[Issue], mark: str, order: Callable[[Issue], Any] = lambda issue: int(issue.id)
) -> Sequence[Issue]:
    """Those that truly carry the mark, each once, lowest number first, or in another ``order``."""
    found = {issue.id: issue for issue in issues if mark in marks_of(issue)}
    return sorted(found.values(), key=order)

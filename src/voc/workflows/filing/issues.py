"""Which issue each theme is filed as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from voc.analysis.filing.edits import is_same
from voc.analysis.filing.markers import family_of
from voc.model.filing import Issue, IssueState
from voc.model.ledger import EntryState, Scope
from voc.model.report import IssueRef
from voc.model.settings import FilingSettings
from voc.ports.ledger import Ledger
from voc.ports.tracker import Tracker, UnreadableIssueError


def issue_refs(ledger: Ledger, ask: Callable[[], Tracker], settings: FilingSettings) -> Mapping[str, IssueRef]:
    """The issues of all filed themes by theme id, with their status as the tracker has it now.

    The tracker, which may want a token, is asked for only when anything was ever filed.

    A person's issue that a theme was linked to is in no list of voc's own and is read by id. What is gone is ``lost``;
    what is there and cannot be read keeps the state of its ledger row.
    """
    if not ledger.has_filed():
        return {}
    tracker = ask()
    rows = ledger.entries(Scope(tracker.url, tracker.project, settings.namespace))
    known = {theme_id: row for theme_id, row in rows.items() if row.issue_id}
    listed = {issue.id: issue for issue in tracker.family(family_of(settings.namespace))} if known else {}
    refs = {}
    for theme_id, row in known.items():
        unseen = EntryState.LOST
        try:
            issue = listed.get(row.issue_id or "") or tracker.get(row.issue_id or "")
        except UnreadableIssueError:
            issue, unseen = None, row.state
        issue = issue if issue and is_same(row, issue) else None
        key = issue.key if issue else row.issue_key
        refs[theme_id] = IssueRef(key or "", row.issue_url, issue.status if issue else unseen.value, _fixed_at(issue))
    return refs


def _fixed_at(issue: Issue | None) -> datetime | None:
    return issue.resolved_at if issue and issue.state is IssueState.DONE else None

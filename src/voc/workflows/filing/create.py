"""One theme's issue comes into being exactly once: look, put the intent on record, send once, put the end on record.

A crash at any point leaves either nothing sent, or a ``sending`` row whose issue the next run finds by its marker.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from voc.analysis.filing.edits import is_same
from voc.analysis.filing.markers import carries, marker_of
from voc.analysis.filing.plan import may_send_again
from voc.analysis.filing.plan_issue import written_at_first
from voc.errors import TrackerError
from voc.model.filing import Issue, IssueDraft, Outcome, OutcomeKind
from voc.model.ledger import EntryState, LedgerEntry, Written
from voc.model.plan import Change, Result
from voc.ports.tracker import fields_of
from voc.workflows.filing.plan import refuse_foreign
from voc.workflows.filing.run import STOPPED_BY_WAITING, TRIES, Run, filed

LOOK_DELAYS = (5.0, 15.0, 45.0)
"""Seconds before each look for a create of unknown outcome, where look-ups lag."""


def look_up(run: Run, marker: str) -> list[Issue]:
    """A theme's issues, each checked for its exact marker and project, lowest id first."""
    hits = [hit for hit in run.tracker.find(marker) if carries(hit, marker, run.tracker.project)]
    for hit in hits:
        refuse_foreign(hit, run.filing.ledger.ledger_id, run.filing.adopt_ledger)
    return hits


def create(run: Run, change: Change, draft: IssueDraft) -> None:
    """File a theme that has no known issue, or adopt the one that a crashed run left."""
    entry = run.row(draft.theme_id)
    if entry.issue_id:
        run.end(change, Result.SKIPPED, f"already filed as {entry.issue_key}")
        return
    if dict(change.fields) != dict(fields_of(run.tracker, draft)):
        run.end(change, Result.STALE, "other fields would be set than the plan shows; mend voc.yaml, or plan again")
        return
    unsent = 0
    while unsent < TRIES:
        hits = look_up(run, draft.marker)
        if hits:
            adopt(run, change, draft, hits)
            return
        if entry.state in (EntryState.SENDING, EntryState.UNCERTAIN) and not may_send_again(entry, run.filing.rules):
            still_uncertain(run, change, entry, looks=1)
            return
        entry, outcome = _send(run, entry, draft)
        if _settle(run, change, draft, entry, outcome):
            return
        entry = run.row(draft.theme_id)
        unsent += outcome.kind is OutcomeKind.NOT_SENT
    run.end(change, Result.FAILED, f"not sent in {TRIES} tries: {entry.reason}")


def _send(run: Run, entry: LedgerEntry, draft: IssueDraft) -> tuple[LedgerEntry, Outcome]:
    """Put a new attempt on record, then send it once."""
    attempt, now = run.filing.new_id(), run.filing.clock.now()
    owned = ("block",) if draft.by_person else ()
    meant = Written(labels=draft.own_labels, told=draft.told, template=draft.template, human_owned=owned)
    entry = run.save(
        replace(entry, state=EntryState.SENDING, attempt_id=attempt, sent_at=now, looks=0, look_runs=0, written=meant)
    )
    try:
        return entry, run.tracker.create(draft, attempt)
    except Exception as error:  # whatever it is, the request may have arrived
        return entry, Outcome(OutcomeKind.UNCERTAIN, detail=type(error).__name__)


def _settle(run: Run, change: Change, draft: IssueDraft, entry: LedgerEntry, outcome: Outcome) -> bool:
    """Put the end of an attempt on record; False when another attempt may follow."""
    if outcome.kind is not OutcomeKind.THROTTLED:
        run.throttled = 0
    if outcome.kind is OutcomeKind.DONE and outcome.issue:
        run.save(
            replace(
                filed(entry, outcome.issue), written=written_at_first(outcome.issue, draft, entry.written, fresh=True)
            )
        )
        run.end(change, Result.FILED, change.reason, outcome.issue)
        return True
    if outcome.kind is OutcomeKind.REJECTED:
        run.save(_unsent(entry, EntryState.REJECTED, f"{outcome.code} {outcome.detail}".strip()))
        run.reject(change, outcome)
        return True
    if outcome.kind is OutcomeKind.NOT_SENT:
        run.save(_unsent(entry, EntryState.PLANNED, outcome.detail))
        return False
    if outcome.kind is OutcomeKind.THROTTLED:
        return not _throttled(run, change, entry, outcome)
    _search(run, change, draft, entry)
    return True


def _unsent(entry: LedgerEntry, state: EntryState, reason: str) -> LedgerEntry:
    return replace(entry, state=state, attempt_id=None, sent_at=None, reason=reason, written=Written())


def _throttled(run: Run, change: Change, entry: LedgerEntry, outcome: Outcome) -> bool:
    """Wait as told and say whether to go on; else leave it to the next run."""
    seconds = max(1.0, run.asked_to_wait(outcome))
    until = run.filing.clock.now() + timedelta(seconds=seconds)
    run.save(replace(_unsent(entry, EntryState.THROTTLED, "throttled"), not_before=until))
    if run.wait(seconds):
        return True
    said = f"{until.astimezone(run.filing.zone):%H:%M:%S}"
    run.end(change, Result.THROTTLED, f"the tracker asked to wait until {said}; the next run goes on")
    run.stopped = STOPPED_BY_WAITING
    return False


def _search(run: Run, change: Change, draft: IssueDraft, entry: LedgerEntry) -> None:
    """Look for a create of unknown outcome; it is never sent again in the same run."""
    entry = run.save(replace(entry, state=EntryState.UNCERTAIN, reason="no clear answer"))
    delays = LOOK_DELAYS if run.tracker.capabilities.quiet_time else (0.0,)
    looks = 0
    for delay in delays:
        run.filing.clock.sleep(delay)
        try:
            hits = look_up(run, draft.marker)
        except TrackerError:
            continue
        looks += 1
        if hits:
            adopt(run, change, draft, hits)
            return
    still_uncertain(run, change, entry, looks)


def look_again(run: Run, change: Change) -> None:
    """A later run's one look for a create of unknown outcome; the next plan links what it finds."""
    entry = run.row(change.theme_id)
    hits = look_up(run, marker_of(entry.scope.namespace, change.theme_id))
    if hits:
        run.end(change, Result.UNCERTAIN, f"found {hits[0].key}; the next plan links it", hits[0])
    else:
        still_uncertain(run, change, entry, looks=1)


def still_uncertain(run: Run, change: Change, entry: LedgerEntry, looks: int) -> None:
    """Put empty looks on record."""
    runs = entry.look_runs + (1 if looks else 0)
    run.save(replace(entry, state=EntryState.UNCERTAIN, looks=entry.looks + looks, look_runs=runs))
    run.end(change, Result.UNCERTAIN, "nobody knows whether its create arrived; it is looked for in every run")


def adopt(run: Run, change: Change, draft: IssueDraft, hits: list[Issue]) -> None:
    """Take the lowest of the theme's issues as its own; more of them are named, never deleted."""
    entry, issue = run.row(draft.theme_id), hits[0]
    before = entry.written if entry.attempt_id else None
    run.save(replace(filed(entry, issue), written=written_at_first(issue, draft, before)))
    others = ", ".join(hit.key for hit in hits[1:])
    reason = f"found {issue.key} by its marker" + (f"; {others} carry it too" if others else "")
    run.end(change, Result.LINKED, reason, issue)


def link(run: Run, change: Change, draft: IssueDraft) -> None:
    """Take over the issue that a plan found for a theme."""
    must = change.preconditions
    entry = run.rows.get(draft.theme_id)
    if must is None:
        run.end(change, Result.STALE, "the plan names no issue")
        return
    if entry and entry.state is EntryState.FILED and entry.issue_id == must.issue_id:
        run.end(change, Result.SKIPPED, f"already linked to {entry.issue_key}")
        return
    issue = run.tracker.get(must.issue_id)
    if issue is None or (entry and entry.issue_id == issue.id and not is_same(entry, issue)):
        run.end(change, Result.STALE, "the issue is gone; plan again")
        return
    refuse_foreign(issue, run.filing.ledger.ledger_id, run.filing.adopt_ledger)
    whose = _owner(run, issue)
    if whose and (entry is None or entry.issue_id is None):  # one of its own may be a duplicate of another theme's
        run.end(change, Result.STALE, f"{issue.key} is the issue of {whose}; plan again")
        return
    entry = run.row(draft.theme_id)
    before = entry.written if entry.attempt_id or entry.issue_id == issue.id else None
    run.save(replace(filed(entry, issue), written=written_at_first(issue, draft, before)))
    run.end(change, Result.LINKED, change.reason, issue)


def _owner(run: Run, issue: Issue) -> str:
    """The theme that an issue is filed for; empty where it is none's, or that of one that was merged away."""
    rows = (row for row in run.rows.values() if row.state is EntryState.FILED and row.issue_id == issue.id)
    return next((row.theme_id for row in rows if row.theme_id not in run.filing.redirects), "")

"""News reach an existing issue, and no person's words are lost.

The issue is read afresh; what changed since the plan was made stays as it is. Each step is recognised when it was done
already, so that a run which was killed half-way is simply gone on with.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from voc.analysis.filing.edits import is_same
from voc.analysis.filing.managed_block import digest_of, find_block
from voc.analysis.filing.news import comment_to_replace, has_comment
from voc.analysis.filing.plan_issue import changes_for, written_after
from voc.model.filing import Issue, IssueChanges, IssueDraft, IssueState, OutcomeKind
from voc.model.ledger import LedgerEntry
from voc.model.plan import Action, Change, Result
from voc.workflows.filing.run import Run, filed

_RESULTS = {
    Action.UPDATE: Result.UPDATED,
    Action.REOPEN: Result.REOPENED,
    Action.COMMENT: Result.COMMENTED,
}


def update(run: Run, change: Change, draft: IssueDraft) -> None:
    """Carry out an update, reopening or comment."""
    must, known = change.preconditions, run.rows.get(draft.theme_id)
    issue = run.tracker.get(must.issue_id) if must else None
    if must is None or known is None or known.issue_id != must.issue_id or issue is None or not is_same(known, issue):
        run.end(change, Result.STALE, "the issue is gone or belongs to another theme now; plan again")
        return
    if issue.revision != must.revision and not _begun(issue, change, draft):
        run.end(change, Result.STALE, "the issue was changed since the plan was made; plan again")
        return
    written = _write(run, change, draft, issue, known)
    if written is None:
        return
    issue, wrote = written
    said = _comment(run, change, draft, issue)
    if said is None:
        return
    if wrote or said:
        run.end(change, _RESULTS[change.action], change.reason, issue)
    else:
        run.end(change, Result.SKIPPED, "done already", issue)


def _begun(issue: Issue, change: Change, draft: IssueDraft) -> bool:
    """Whether the issue changed because an earlier run of this very change got half-way."""
    block = find_block(issue.body)
    if change.action is Action.UPDATE and block is not None and block.digest == digest_of(draft.block):
        return True
    if change.action is Action.REOPEN and issue.state is IssueState.OPEN:
        return True
    return change.comment is not None and has_comment(issue, change.comment)


def _write(run: Run, change: Change, draft: IssueDraft, issue: Issue, entry: LedgerEntry) -> tuple[Issue, bool] | None:
    """Write block, labels and status; the issue as it is then and whether anything was written, None on failure."""
    changes = IssueChanges()
    if change.action is Action.UPDATE:
        changes = changes_for(draft, issue, entry.written, run.tracker.capabilities)
    elif change.action is Action.REOPEN:
        changes = IssueChanges(reopen=issue.state is not IssueState.OPEN)
    if changes:
        outcome = run.patiently(partial(run.tracker.update, issue, changes))
        if outcome.kind is not OutcomeKind.DONE or outcome.issue is None:
            run.failed(change, outcome)
            return None
        issue = outcome.issue
    wrote = changes.body is not None
    after = replace(filed(entry, issue), written=written_after(entry.written, issue, draft, wrote_block=wrote))
    if after != entry:
        run.save(replace(after, token=run.row(draft.theme_id).token))
    return issue, bool(changes)


def _comment(run: Run, change: Change, draft: IssueDraft, issue: Issue) -> bool | None:
    """Write the comment unless it stands there already; whether it was written, None on failure."""
    text = change.comment
    written = run.rows[draft.theme_id].written
    if text is None or (written.comment_sent == digest_of(text) and written.told == draft.told):
        return False
    wrote = not has_comment(issue, text)
    if wrote:
        outcome = run.patiently(partial(run.tracker.comment, issue, text, _editable(run, draft, issue)))
        if outcome.kind is not OutcomeKind.DONE or outcome.issue is None or not outcome.issue.comments:
            run.failed(change, outcome)
            return None
        issue = outcome.issue
    run.save(_told(run, draft, issue, text))
    return wrote


def _told(run: Run, draft: IssueDraft, issue: Issue, text: str) -> LedgerEntry:
    """The theme's row once ``text`` stands as the last comment of its issue."""
    last, entry = issue.comments[-1], run.row(draft.theme_id)
    written = replace(
        entry.written,
        told=draft.told,
        comment_id=last.id,
        comment_sent=digest_of(text),
        comment_base=digest_of(last.text),
        commented_at=run.filing.clock.now(),
        last_word=issue.state in (IssueState.DECLINED, IssueState.DUPLICATE),
    )
    return replace(entry, written=written)


def _editable(run: Run, draft: IssueDraft, issue: Issue) -> str | None:
    """The last comment of voc, where it may be rewritten in place."""
    if not run.tracker.capabilities.comment_edit or not issue.comments:
        return None
    replaces = comment_to_replace(issue, run.rows[draft.theme_id].written)
    return replaces if replaces == issue.comments[-1].id else None

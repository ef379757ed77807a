"""``voc apply``: a reviewed plan is carried out, once, under the store's lock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from voc.analysis.filing.plan import budget_of_day, unfinished_run
from voc.analysis.filing.plan_json import digest_of_plan
from voc.errors import LimitError, TrackerError
from voc.model.ledger import LEFT_OPEN, EntryState, LedgerEntry
from voc.model.plan import Action, Applied, Change, Done, Plan, Result
from voc.ports.tracker import UnreadableIssueError
from voc.workflows.filing.create import create, link, look_again
from voc.workflows.filing.run import Filing, Run
from voc.workflows.filing.update import update


def apply_plan(
    plan: Plan,
    filing: Filing,
    lock: AbstractContextManager[None],
    *,
    reviewed: bool = True,
    accept_edits: bool = False,
    confirm_project: str | None = None,
) -> Applied:
    """Do what ``plan`` says, and nothing else. Updates come first, so that creates, once all done, end the run.

    Args:
        plan: what was reviewed.
        filing: what to carry it out with.
        lock: the store's ``writing()``: one apply at a time per ledger.
        reviewed: whether a person has seen the plan; without one no link is made that voc only guesses.
        accept_edits: carry out a plan that was changed after it was made.
        confirm_project: the project's key, for the first filing into a tracker that others watch.

    Raises:
        LimitError: the plan is expired, edited, or made for another tracker, project, account, namespace or ledger.
        StoreError: another process holds the store.
        TrackerError: the tracker cannot say who we are.
    """
    with lock:
        _refuse(plan, filing, accept_edits)
        rows = dict(filing.ledger.entries(filing.scope))
        known = any(row.issue_id for row in rows.values())
        if filing.tracker.capabilities.confirm_project and not known and confirm_project != plan.project:
            raise LimitError(
                f"nothing was ever filed in project {plan.project}", f"add --confirm-project {plan.project}"
            )
        token = filing.new_id()
        run = Run(filing, token, unfinished_run(rows) or token, rows, reviewed=reviewed)
        creates = _claim(run, plan)
        for change in sorted(plan.changes, key=lambda change: change.action is Action.CREATE):
            _carry_out(run, change, creates)
        if any(row.state in LEFT_OPEN for row in run.rows.values()):
            filing.ledger.release(filing.scope)
        return Applied(tuple(run.done), run.stopped)


def _refuse(plan: Plan, filing: Filing, accept_edits: bool) -> None:
    """Stop before anything is done when the plan is not for here and now."""
    tracker, again = filing.tracker, "make a new plan with voc plan"
    pinned = {
        "tracker": (plan.tracker, tracker.url),
        "project": (plan.project, tracker.project),
        "namespace": (plan.namespace, filing.settings.namespace),
        "ledger": (plan.ledger_id, filing.ledger.ledger_id),
        "account": (plan.account, tracker.account()),
    }
    for name, (planned, here) in pinned.items():
        if planned != here:
            raise LimitError(f"the plan is for {name} {planned!r}, not {here!r}", again)
    if plan.expires_at <= filing.clock.now():
        expired = plan.expires_at.astimezone(filing.zone)
        raise LimitError(f"the plan expired at {expired:%Y-%m-%d %H:%M %Z}", again)
    if not accept_edits and plan.digest != digest_of_plan(plan):
        raise LimitError("the plan was edited after it was made", "review it and add --accept-edits, or plan again")


def _claim(run: Run, plan: Plan) -> frozenset[str]:
    """Take hold of every theme that may be created now, in one transaction, and return their ids.

    A run that was killed half-way is gone on with under its id. Themes that wait for their turn go on record.
    """
    filing, rows = run.filing, run.rows
    _let_go(run, plan)
    wanted = [change for change in plan.changes if change.action is Action.CREATE]
    open_wanted = [change for change in wanted if not _is_filed(run, change)]
    today = budget_of_day(open_wanted, rows, filing.settings, filing.clock.now())
    allowed = min(filing.settings.max_new, today)
    chosen = [change.theme_id for change in open_wanted[:allowed]]
    if chosen:
        rows.update(filing.ledger.claim(filing.scope, chosen, run.token, run.run_id))
    waiting = [change.theme_id for change in plan.changes if change.becomes is EntryState.PLANNED]
    filing.ledger.remember(
        filing.scope, [theme_id for theme_id in waiting if theme_id not in rows], "waits for its turn"
    )
    return frozenset(chosen)


def _let_go(run: Run, plan: Plan) -> None:
    """Forget the links that a person called wrong, so that their themes are filed; the issues stay as they are."""
    filing, wrong = run.filing, []
    for change in plan.changes:
        row, must = run.rows.get(change.theme_id), change.preconditions
        if change.action is Action.CREATE and change.becomes is EntryState.PLANNED and row and must:
            wrong += [change.theme_id] if row.issue_id == must.issue_id else []
    if wrong:
        claimed = filing.ledger.claim(filing.scope, wrong, run.token, run.run_id)
        for theme_id in wrong:
            run.save(LedgerEntry(filing.scope, theme_id, EntryState.PLANNED, token=claimed[theme_id].token))


def _is_filed(run: Run, change: Change) -> bool:
    row = run.rows.get(change.theme_id)
    return row is not None and row.issue_id is not None


def _carry_out(run: Run, change: Change, creates: frozenset[str]) -> None:
    """One change, unless the run has stopped; a failing read ends this theme, not the run."""
    if run.stopped and change.action is not Action.SKIP:
        run.done.append(Done(change.theme_id, Result.HELD, f"not tried: {run.stopped}", change.issue))
    elif change.proposed and change.issue and not run.reviewed:
        how = f"voc theme link {change.theme_id} {change.issue.key}, or voc theme unlink {change.theme_id}"
        run.end(change, Result.PROPOSED, f"{change.reason}; {how}")
    elif change.action is Action.SKIP:
        _guarded(run, change, lambda: _skip(run, change))
    elif change.draft is None:
        run.end(change, Result.STALE, "the plan holds no text for it")
    elif change.action is Action.CREATE and change.theme_id not in creates and not _is_filed(run, change):
        run.end(change, Result.HELD, "waits for its turn: as many new issues as allowed were filed")
    else:
        draft = change.draft
        _guarded(run, change, lambda: _STEPS[change.action](run, change, draft))


def _guarded(run: Run, change: Change, step: Callable[[], None]) -> None:
    """Do one theme's step; what cannot be read ends this theme, a foreign issue the run."""
    try:
        step()
    except UnreadableIssueError as error:
        run.end(change, Result.BLOCKED, str(error))
    except TrackerError as error:
        run.end(change, Result.FAILED, str(error))
    except LimitError as error:
        run.end(change, Result.HELD, str(error))
        run.stopped = str(error)


def _skip(run: Run, change: Change) -> None:
    """A theme that is left alone; what the plan learned of it goes on record."""
    row = run.rows.get(change.theme_id)
    if change.becomes is EntryState.UNCERTAIN and row and not row.issue_id:
        look_again(run, change)
        return
    if change.becomes is EntryState.LOST and row and row.state is EntryState.FILED:
        run.save(replace(run.row(change.theme_id), state=EntryState.LOST, reason=change.reason))
    run.end(change, Result.BLOCKED if change.blocked else Result.SKIPPED, change.reason)


_STEPS = {
    Action.CREATE: create,
    Action.LINK: link,
    Action.UPDATE: update,
    Action.REOPEN: update,
    Action.COMMENT: update,
}

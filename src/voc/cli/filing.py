"""``voc plan`` and ``voc apply``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc import __version__
from voc.cli.options import AsOf, ConfirmProject, MaxNew
from voc.cli.report import summed_up
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.model.plan import Applied, Change, Done, Plan
    from voc.model.report import Report
    from voc.wiring import Workplace

CHANGES_PENDING = 1
NOTHING = "nothing to file"

RetryUncertain = Annotated[
    bool,
    typer.Option("--retry-uncertain", help="Send a create of unknown outcome anew, once its quiet time has passed."),
]
AdoptLedger = Annotated[
    str | None,
    typer.Option("--adopt-ledger", metavar="ID", help="Take over the issues of a store that is lost."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "plan")(plan)
    command(app, "apply")(apply)


def plan(
    session: Session,
    *,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the plan here, for voc apply.")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 when something would be written.")] = False,
    max_new: MaxNew = None,
    retry_uncertain: RetryUncertain = False,
    adopt_ledger: AdoptLedger = None,
    as_of: AsOf = None,
) -> int:
    """Show what would be filed, and why. Writes nothing to the tracker."""
    workplace = session.open(as_of=as_of and as_of.date())
    made = make(workplace, summed_up(workplace), max_new, retry_uncertain=retry_uncertain, adopt_ledger=adopt_ledger)
    if output is not None:
        save(made, output)
        session.terminal.say(f"plan: {output}")
    if session.output is OutputFormat.TABLE:
        show(session, made)
    elif output is None:
        from voc.analysis.plan_json import plan_to_json

        session.terminal.data(plan_to_json(made, f"voc {__version__}"))
    return CHANGES_PENDING if exit_code and made.pending else 0


def apply(
    session: Session,
    path: Annotated[Path | None, typer.Argument(metavar="[PLAN]", help="A plan that voc plan -o wrote.")] = None,
    *,
    auto: Annotated[bool, typer.Option("--auto", help="Plan and apply without a person; needs --max-new.")] = False,
    max_new: MaxNew = None,
    accept_edits: Annotated[bool, typer.Option("--accept-edits", help="Carry out a plan that was edited.")] = False,
    confirm_project: ConfirmProject = None,
    retry_uncertain: RetryUncertain = False,
    adopt_ledger: AdoptLedger = None,
    as_of: AsOf = None,
) -> int:
    """Carry out a reviewed plan. Each theme is filed once, and no person's words are overwritten."""
    if (path is None) == (not auto):
        raise UsageError("apply needs a plan file or --auto", "voc plan -o plan.json, look at it, voc apply plan.json")
    if auto and max_new is None:
        raise UsageError("--auto needs --max-new N", "say how many new issues a run may file")
    workplace = session.open(as_of=as_of and as_of.date())
    made = (
        load(path)
        if path is not None
        else make(workplace, summed_up(workplace), max_new, retry_uncertain=retry_uncertain, adopt_ledger=adopt_ledger)
    )
    done = carry_out(
        session,
        workplace,
        made,
        accept_edits=accept_edits,
        confirm_project=confirm_project,
        retry_uncertain=retry_uncertain,
        adopt_ledger=adopt_ledger,
    )
    tell(session, done)
    return done.exit_code


def make(
    workplace: Workplace,
    report: Report,
    max_new: int | None = None,
    *,
    retry_uncertain: bool = False,
    adopt_ledger: str | None = None,
) -> Plan:
    """What filing ``report`` would do."""
    from dataclasses import replace

    from voc.workflows.filing.plan import make_plan

    settings = workplace.config.filing
    if max_new is not None:
        settings = replace(settings, max_new=max_new)
    return make_plan(
        report,
        workplace.ledger,
        workplace.tracker,
        settings,
        workplace.clock.now(),
        retry_uncertain=retry_uncertain,
        adopt_ledger=adopt_ledger,
    )


def carry_out(
    session: Session,
    workplace: Workplace,
    made: Plan,
    *,
    accept_edits: bool = False,
    confirm_project: str | None = None,
    retry_uncertain: bool = False,
    adopt_ledger: str | None = None,
) -> Applied:
    """Apply ``made`` under the store's lock."""
    from dataclasses import replace

    from voc.workflows.filing.apply import apply_plan
    from voc.workflows.filing.run import Filing

    creates = sum(change.action.value == "create" for change in made.changes)
    settings = replace(workplace.config.filing, max_new=max(creates, workplace.config.filing.max_new))
    filing = Filing(
        workplace.tracker,
        workplace.ledger,
        settings,
        workplace.clock,
        retry_uncertain=retry_uncertain,
        adopt_ledger=adopt_ledger,
    )
    with session.terminal.progress("Filing"):
        return apply_plan(
            made, filing, workplace.store.writing(), accept_edits=accept_edits, confirm_project=confirm_project
        )


def save(made: Plan, path: Path) -> None:
    """Write a plan to a file."""
    from voc.analysis.plan_json import plan_to_json
    from voc.workflows.files import write_whole

    write_whole(path, plan_to_json(made, f"voc {__version__}").encode())


def load(path: Path) -> Plan:
    """Read a plan from a file.

    Raises:
        UsageError: it cannot be read or is no plan.
    """
    from voc.analysis.plan_json import plan_from_json

    try:
        return plan_from_json(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{path}: cannot be read: {reason}", "voc plan -o plan.json writes one") from None


def show(session: Session, made: Plan) -> None:
    """A plan as a table: what would be written first, then how many themes are left alone and why."""
    from collections import Counter

    from voc.console import Column

    if not made.pending:
        session.terminal.line(NOTHING)
    rows = [
        [change.action.value, change.issue.key if change.issue else "", _title(change), change.reason]
        for change in made.pending
    ]
    if rows:
        columns = [Column("Action"), Column("Issue"), Column("Title", wrap=True), Column("Why", wrap=True)]
        session.terminal.table(columns, rows)
    for reason, count in Counter(each.reason for each in made.changes if each not in made.pending).most_common():
        session.terminal.line(f"left alone: {count} × {reason}")


def tell(session: Session, done: Applied) -> None:
    """What an apply did: every theme that was written or is left over, on standard error; all of it as data."""
    if session.output is OutputFormat.TABLE:
        _results(session, done)
    else:
        session.terminal.data(document(**results(done)))
        if not _written(done):
            session.terminal.say(NOTHING)
    if done.stopped:
        session.terminal.warn(f"stopped early: {done.stopped}; run it again to go on")


def summarize(session: Session, made: Plan, done: Applied | None) -> None:
    """One or a few lines on the filing: what was written, or what would be."""
    if done is not None:
        tell(session, done)
        return
    pending = counts(made)
    if not made.pending:
        session.terminal.line(NOTHING)
        return
    words = ", ".join(f"{count} {action}" for action, count in sorted(pending.items()) if action != "skip")
    session.terminal.line(f"To file: {words}; voc run --apply does it, voc plan shows each with its reason")


def is_idle(made: Plan, done: Applied | None) -> bool:
    """Whether nothing was written, or nothing would be."""
    return not (_written(done) if done is not None else made.pending)


def counts(made: Plan) -> dict[str, int]:
    """How many changes of each action a plan holds."""
    from collections import Counter

    return dict(Counter(change.action.value for change in made.changes))


def results(done: Applied) -> dict[str, object]:
    """What an apply did, as plain values."""
    from dataclasses import asdict

    return {"results": [asdict(each) for each in done.done], "stopped": done.stopped}


def _results(session: Session, done: Applied) -> None:
    written = _written(done)
    if not written:
        session.terminal.line(NOTHING)
    for each in written:
        key = each.issue.key if each.issue else each.theme_id
        session.terminal.line(f"{each.result.value}: {key}: {each.reason}")


def _written(done: Applied) -> list[Done]:
    return [each for each in done.done if each.result.value != "skipped"]


def _title(change: Change) -> str:
    return change.draft.title if change.draft else ""

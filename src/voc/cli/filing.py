"""``voc plan`` and ``voc apply``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli import plans
from voc.cli.options import AsOf, ConfirmProject, MaxNew, day
from voc.cli.report import summed_up
from voc.cli.session import OutputFormat, Session, command
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.model.plan import Applied, Plan
    from voc.model.report import Report
    from voc.wiring.workplace import Workplace
    from voc.workflows.filing.run import Filing
    from voc.workflows.snapshot import Snapshot

CHANGES_PENDING = 1


@dataclass(frozen=True, slots=True)
class RecoveryOptions:
    """What is done after something went wrong."""

    retry_uncertain: Annotated[
        bool,
        typer.Option(
            "--retry-uncertain", help="Send a create of unknown outcome anew, once its quiet time has passed."
        ),
    ] = False
    adopt_ledger: Annotated[
        str | None, typer.Option("--adopt-ledger", metavar="ID", help="Take over the issues of a store that is lost.")
    ] = None


NOTHING_WRONG = RecoveryOptions()


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "plan")(plan)
    command(app, "apply")(apply)


def plan(
    session: Session,
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the plan here, for voc apply; *.md: to read.")
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show each text, against what the issue says now; as a table in a pipe, too.")
    ] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 when something would be written.")] = False,
    max_new: MaxNew = None,
    recovery: RecoveryOptions,
    as_of: AsOf = None,
) -> int:
    """Show what would be filed, and why. Writes nothing to the tracker."""
    workplace = session.open(as_of=day("--as-of", as_of))
    plans.check(output)
    made = make(workplace, summed_up(workplace), max_new, recovery)
    if output is not None:
        plans.save(made, output)
        session.terminal.say(f"written: {output}")
    form = OutputFormat.TABLE if diff and session.options.format is None else session.output
    if form is OutputFormat.TABLE:
        plans.show(session, made, diff=diff)
    elif output is None or form is OutputFormat.MARKDOWN:
        session.terminal.data(plans.text(made, form.value))
    return CHANGES_PENDING if exit_code and made.pending else 0


def apply(
    session: Session,
    path: Annotated[Path | None, typer.Argument(metavar="[PLAN]", help="A plan that voc plan -o wrote.")] = None,
    *,
    auto: Annotated[bool, typer.Option("--auto", help="Plan and apply without a person; needs --max-new.")] = False,
    max_new: MaxNew = None,
    accept_edits: Annotated[
        bool, typer.Option("--accept-edits", help="Carry out a plan that was edited; your texts in it stay.")
    ] = False,
    confirm_project: ConfirmProject = None,
    recovery: RecoveryOptions,
    as_of: AsOf = None,
) -> int:
    """Carry out a reviewed plan. Each theme is filed once, and no person's words are overwritten."""
    if (path is None) == (not auto):
        raise UsageError("apply needs a plan file or --auto", "voc plan -o plan.json, look at it, voc apply plan.json")
    if auto and max_new is None:
        raise UsageError("--auto needs --max-new N", "say how many new issues a run may file")
    workplace = session.open(as_of=day("--as-of", as_of))
    made = plans.load(path) if path is not None else make(workplace, summed_up(workplace), max_new, recovery)
    done = carry_out(
        session,
        workplace,
        made,
        reviewed=path is not None,
        accept_edits=accept_edits,
        confirm_project=confirm_project,
        recovery=recovery,
    )
    plans.tell(session, done)
    return done.exit_code


def make(
    workplace: Workplace,
    report: Report,
    max_new: int | None = None,
    recovery: RecoveryOptions = NOTHING_WRONG,
    held: Snapshot | None = None,
) -> Plan:
    """What filing ``report`` would do; ``held`` is what the store holds, where this command has read it already."""
    from voc.workflows.filing.plan import make_plan

    return make_plan(report, _filing(workplace, max_new, recovery, held))


def carry_out(
    session: Session,
    workplace: Workplace,
    made: Plan,
    *,
    reviewed: bool = False,
    accept_edits: bool = False,
    confirm_project: str | None = None,
    recovery: RecoveryOptions = NOTHING_WRONG,
) -> Applied:
    """Apply ``made`` under the store's lock."""
    from voc.workflows.filing.apply import apply_plan

    creates = sum(change.action.value == "create" for change in made.changes)
    filing = _filing(workplace, max(creates, workplace.config.filing.max_new), recovery)
    with session.terminal.progress("Filing"):
        return apply_plan(
            made,
            filing,
            workplace.store.writing(),
            reviewed=reviewed,
            accept_edits=accept_edits,
            confirm_project=confirm_project,
        )


def _filing(
    workplace: Workplace, max_new: int | None, recovery: RecoveryOptions, held: Snapshot | None = None
) -> Filing:
    """What is filed where, at most ``max_new`` new issues where that is given."""
    from dataclasses import replace
    from functools import partial

    from voc.workflows.filing.particulars import particulars_of
    from voc.workflows.filing.run import Filing

    settings = workplace.config.filing
    if max_new is not None:
        settings = replace(settings, max_new=max_new)
    return Filing(
        workplace.tracker,
        workplace.ledger,
        settings,
        workplace.clock,
        workplace.template,
        partial(particulars_of, workplace.store, workplace.environment, held),
        workplace.zone,
        aids=workplace.aids,
        retry_uncertain=recovery.retry_uncertain,
        adopt_ledger=recovery.adopt_ledger,
        redirects=workplace.store.redirects(),
    )

"""``voc plan`` and ``voc apply``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc import __version__
from voc.cli import plans
from voc.cli.options import AsOf, ConfirmProject, MaxNew, day
from voc.cli.report import summed_up
from voc.cli.session import OutputFormat, Session, command
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.model.plan import Applied, Plan
    from voc.model.report import Report
    from voc.wiring.workplace import Workplace

CHANGES_PENDING = 1

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
    workplace = session.open(as_of=day("--as-of", as_of))
    plans.check(output)
    made = make(workplace, summed_up(workplace), max_new, retry_uncertain=retry_uncertain, adopt_ledger=adopt_ledger)
    if output is not None:
        plans.save(made, output)
        session.terminal.say(f"written: {output}")
    if session.output is OutputFormat.TABLE:
        plans.show(session, made)
    elif output is None:
        from voc.analysis.filing.plan_json import plan_to_json

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
    workplace = session.open(as_of=day("--as-of", as_of))
    made = (
        plans.load(path)
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
    plans.tell(session, done)
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

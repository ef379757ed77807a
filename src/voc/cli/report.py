"""``voc report``, and the report that other commands show parts of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voc.cli.options import AsOf, Outputs
from voc.cli.session import Session, command

if TYPE_CHECKING:
    from voc.model.report import Report
    from voc.wiring import Workplace


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "report")(report)


def report(session: Session, *, output: Outputs = None, as_of: AsOf = None) -> None:
    """Write the report. What customers say, how many, since when, in their own words."""
    workplace = session.open(as_of=as_of and as_of.date())
    for path in write(workplace, summed_up(workplace), output):
        session.terminal.say(f"report: {path}")


def summed_up(workplace: Workplace) -> Report:
    """Everything in the store as a report."""
    from zoneinfo import ZoneInfo

    from voc import __version__
    from voc.config.load import config_digest
    from voc.workflows.filing.issues import issue_refs
    from voc.workflows.report import summarize_store

    config = workplace.config
    return summarize_store(
        workplace.store,
        config.ranking,
        now=workplace.clock.now(),
        timezone=ZoneInfo(config.timezone),
        version=__version__,
        config_digest=config_digest(config),
        as_of=config.as_of,
        issues=issue_refs(workplace.ledger, workplace.tracker, config.filing),
    )


def write(workplace: Workplace, summary: Report, outputs: list[Path] | None) -> list[Path]:
    """Write the report to every path (those of ``voc.yaml`` when none is given) and give the paths."""
    from voc.workflows.report import write_report

    config = workplace.config
    paths = outputs or [config.folder / name for name in config.report]
    targets = [(path, workplace.renderer(path)) for path in paths]
    for path, renderer in targets:
        write_report(summary, path, renderer)
    return paths

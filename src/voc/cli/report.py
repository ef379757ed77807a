"""``voc report``, and the report that other commands show parts of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voc.cli.options import AsOf, Outputs, day
from voc.cli.session import Session, command
from voc.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voc.model.report import Report
    from voc.ports.renderer import Renderer
    from voc.wiring.workplace import Workplace
    from voc.workflows.snapshot import Snapshot


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "report")(report)


def report(session: Session, *, output: Outputs = None, as_of: AsOf = None) -> None:
    """Write the report. What customers say, how many, since when, in their own words."""
    workplace = session.open(as_of=day("--as-of", as_of))
    places = targets(workplace, output)
    write(summed_up(workplace), places)
    for path in places:
        session.terminal.say(f"written: {path}")


def summed_up(workplace: Workplace, even: str = "", held: Snapshot | None = None) -> Report:
    """Everything in the store as a report; the theme ``even`` where it has no tickets, too. ``held`` is what the store
    holds, where that has been read just now.
    """
    from voc import __version__
    from voc.config.load import config_digest
    from voc.workflows.filing.issues import issue_refs
    from voc.workflows.report import Occasion, summarize_store

    config = workplace.config
    return summarize_store(
        workplace.store,
        config.ranking,
        Occasion(workplace.clock.now(), workplace.zone, config.as_of),
        version=__version__,
        config_digest=config_digest(config),
        issues=issue_refs(workplace.ledger, lambda: workplace.tracker, config.filing),
        even=even,
        held=held,
    )


def targets(workplace: Workplace, outputs: list[Path] | None) -> dict[Path, Renderer]:
    """The files a report goes to (those of ``voc.yaml`` when none is given), each with what renders it.

    Raises:
        UsageError: an ending has no renderer, or a file cannot be written there; nothing has been done yet.
    """
    from voc.workflows.files import check_place

    config = workplace.config
    hint = "choose another place with -o" if outputs else "mend report: in voc.yaml, or choose a file with -o"
    places = {}
    for path in outputs or [config.folder / name for name in config.report]:
        check_place(path, hint)
        places[path] = _renderer(workplace, path, hint)
    return places


def write(summary: Report, places: Mapping[Path, Renderer]) -> None:
    """Write the report to every place."""
    from voc.workflows.report import write_report

    for path, renderer in places.items():
        write_report(summary, path, renderer)


def _renderer(workplace: Workplace, path: Path, hint: str) -> Renderer:
    try:
        return workplace.renderer(path)
    except UsageError as error:
        raise UsageError(f"{path}: {error.what}", hint) from None

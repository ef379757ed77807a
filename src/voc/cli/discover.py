"""``voc discover``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli import naming
from voc.cli.options import ThemeOptions
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command

if TYPE_CHECKING:
    from voc.wiring.workplace import Workplace
    from voc.workflows.discover import Discovered


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "discover")(discover)


def discover(
    session: Session,
    *,
    finding: ThemeOptions,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read and asked; write and send nothing.")
    ] = False,
) -> None:
    """Cluster what is new into themes. Known themes keep their ids and their tickets."""
    workplace = session.open(encoder=finding.encoder, ignore_kinds=finding.ignore_kinds)
    namer = workplace.namer(finding.name_with) if finding.name_with else None
    if dry_run:
        naming.preview(session, workplace, namer)
        return
    found = find_themes(session, workplace)
    named = naming.name_themes(session, workplace, namer) if namer else None
    if session.output is not OutputFormat.TABLE:
        session.terminal.data(document(discover=asdict(found), **naming.counts(named)))
        return
    session.terminal.line(sentence(found))
    if named is not None:
        session.terminal.line(naming.sentence(named))


def find_themes(session: Session, workplace: Workplace, *, rebuilt: bool = False) -> Discovered:
    """Discover with a progress bar."""
    from voc.workflows.discover import Means
    from voc.workflows.discover import discover as discover_all
    from voc.workflows.discovery.history import Occasion

    with session.terminal.progress("Finding themes") as progress:
        means = Means(
            workplace.encoder,
            workplace.lexicon,
            workplace.stopwords,
            workplace.config.clustering,
            workplace.learned_kinds,
            progress,
        )
        found = discover_all(workplace.store, means, Occasion(workplace.clock.now(), rebuilt=rebuilt))
    if found.renewed:
        session.terminal.say(f"all texts were encoded anew: {found.renewed}")
    return found


def sentence(found: Discovered) -> str:
    """What a discover run found, in one line."""
    if found.unchanged:
        return f"Nothing new: {found.themes:,} themes as before"
    left_out = "".join(f", {count:,} {reason}" for reason, count in found.left_out.items())
    themes = f"{found.themes:,} theme{'s'[: found.themes != 1]}"
    return (
        f"Found {themes} ({found.new_themes:,} new): {found.clustered:,} tickets in a theme, "
        f"{found.unclustered:,} unclustered{left_out}"
    )

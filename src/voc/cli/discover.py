"""``voc discover``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli import naming
from voc.cli.discovered import changes, counts, sentence, tell, tell_rehearsed, when
from voc.cli.options import ThemeOptions
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.ports.namer import Namer
    from voc.ports.store import Store
    from voc.wiring.workplace import Workplace
    from voc.workflows.discover import Discovered, Means
    from voc.workflows.encode import Progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "discover")(discover)


def discover(
    session: Session,
    *,
    finding: ThemeOptions,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be read, moved, proposed and asked; write and send nothing."),
    ] = False,
) -> None:
    """Cluster what is new into themes. Known themes keep their ids and their tickets."""
    workplace = session.open(encoder=finding.encoder, ignore_kinds=finding.ignore_kinds)
    namer = workplace.namer(finding.name_with) if finding.name_with else None
    if dry_run:
        _rehearse(session, workplace, finding, namer)
        return
    found = find_themes(session, workplace, finding)
    named = naming.name_themes(session, workplace, namer) if namer else None
    if session.output is not OutputFormat.TABLE:
        session.terminal.data(document(discover=counts(found), **naming.counts(named)))
        return
    tell(session, titles_of(workplace), found)
    if named is not None:
        session.terminal.line(naming.sentence(named))


def _rehearse(session: Session, workplace: Workplace, finding: ThemeOptions, namer: Namer | None) -> None:
    """Say what would be read and asked, and what the run would find, by letting it run on a copy."""
    asked = naming.preview(workplace, namer)
    found = find_themes(session, workplace, finding, workplace.rehearsal())
    if session.output is not OutputFormat.TABLE:
        session.terminal.data(document(**naming.previewed(asked), discover=counts(found, whole=True), dry_run=True))
        return
    naming.tell_preview(session, asked, namer)
    tell_rehearsed(session, found)


def find_themes(
    session: Session, workplace: Workplace, finding: ThemeOptions, store: Store | None = None
) -> Discovered:
    """Discover with a progress bar; week by week where that is asked for, a line of each. ``store`` is the workplace's
    where none is given.

    Raises:
        UsageError: a rebuild is asked for and a run for each week as well.
    """
    from voc.workflows import discover as workflow
    from voc.workflows.discovery.history import Occasion

    if finding.rebuild and finding.by_week:
        raise UsageError("--rebuild and --by-week exclude each other", "make up for the weeks first, then rebuild")
    with session.terminal.progress("Finding themes") as progress:
        means, store = _means(workplace, progress), store or workplace.store
        now = workplace.clock.now().astimezone(workplace.zone)
        if finding.by_week:
            found = _last(session, workflow.discover_by_week(store, means, now, workplace.zone))
        else:
            found = workflow.discover(store, means, Occasion(now, rebuilt=finding.rebuild))
    if found.renewed:
        were = "were" if store is workplace.store else "would be"
        session.terminal.say(f"all texts {were} encoded anew: {found.renewed}")
    return found


def _means(workplace: Workplace, progress: Progress) -> Means:
    from voc.workflows.discover import Means

    settings, learned = workplace.config.clustering, workplace.learned_kinds
    return Means(workplace.encoder, workplace.lexicon, workplace.stopwords, settings, learned, progress)


def _last(session: Session, weeks: Iterator[Discovered]) -> Discovered:
    """The last of some runs, with all of them; each is told when it is done."""
    done = []
    for found in weeks:
        done.append(found)
        told = changes(found)
        session.terminal.say(f"{when(found)}: {sentence(found)}{f'. {told}' if told else ''}")
    return replace(done[-1], weeks=tuple(done))


def titles_of(workplace: Workplace) -> dict[str, str]:
    """The titles of all themes by id."""
    return {theme.id: theme.title for theme in workplace.store.themes()}

"""``voc discover``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli import naming
from voc.cli.options import ThemeOptions
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command
from voc.console import Column
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.model.registry import ThemeOutcome
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
        bool, typer.Option("--dry-run", help="Say what would be read and asked; write and send nothing.")
    ] = False,
) -> None:
    """Cluster what is new into themes. Known themes keep their ids and their tickets."""
    workplace = session.open(encoder=finding.encoder, ignore_kinds=finding.ignore_kinds)
    namer = workplace.namer(finding.name_with) if finding.name_with else None
    if dry_run:
        naming.preview(session, workplace, namer)
        return
    found = find_themes(session, workplace, finding)
    named = naming.name_themes(session, workplace, namer) if namer else None
    if session.output is not OutputFormat.TABLE:
        session.terminal.data(document(discover=counts(found), **naming.counts(named)))
        return
    tell(session, titles_of(workplace), found)
    if named is not None:
        session.terminal.line(naming.sentence(named))


def find_themes(session: Session, workplace: Workplace, finding: ThemeOptions) -> Discovered:
    """Discover with a progress bar; week by week where that is asked for, a line of each.

    Raises:
        UsageError: a rebuild is asked for and a run for each week as well.
    """
    from voc.workflows import discover as workflow
    from voc.workflows.discovery.history import Occasion

    if finding.rebuild and finding.by_week:
        raise UsageError("--rebuild and --by-week exclude each other", "make up for the weeks first, then rebuild")
    with session.terminal.progress("Finding themes") as progress:
        means, now = _means(workplace, progress), workplace.clock.now()
        if finding.by_week:
            found = _last(session, workflow.discover_by_week(workplace.store, means, now, workplace.zone))
        else:
            found = workflow.discover(workplace.store, means, Occasion(now, rebuilt=finding.rebuild))
    if found.renewed:
        session.terminal.say(f"all texts were encoded anew: {found.renewed}")
    return found


def _means(workplace: Workplace, progress: Progress) -> Means:
    from voc.workflows.discover import Means

    settings, learned = workplace.config.clustering, workplace.learned_kinds
    return Means(workplace.encoder, workplace.lexicon, workplace.stopwords, settings, learned, progress)


def _last(session: Session, weeks: Iterator[Discovered]) -> Discovered:
    """The last of some runs; each is told when it is done."""
    for found in weeks:
        when = f"until {found.until:%Y-%m-%d}" if found.until else "to the end"
        changed = f". {_changes(found)}" if found.changes else ""
        session.terminal.say(f"{when}: {sentence(found)}{changed}")
    return found


def counts(found: Discovered) -> dict[str, Any]:
    """What a discover run found, as JSON has it."""
    return asdict(found) | {"until": found.until.isoformat() if found.until else None}


def titles_of(workplace: Workplace) -> dict[str, str]:
    """The titles of all themes by id."""
    return {theme.id: theme.title for theme in workplace.store.themes()}


def tell(session: Session, titles: Mapping[str, str], found: Discovered) -> None:
    """What a discover run found: a line, what was changed and is proposed, and of a rebuild a table of what became of
    the themes that are not what they were, by their ``titles``.
    """
    line = session.terminal.line
    line(sentence(found))
    for told in (_changes(found), _proposals(found)):
        if told:
            line(told)
    if found.outcomes:
        line(_fates(found))
        rows = [_outcome(each, titles) for each in found.outcomes if each.fate.value not in _UNREMARKABLE]
        session.terminal.table(_COLUMNS if rows else [], rows)


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


_DONE = {"split": "{} split", "absorb": "{} gave a part to another", "merge": "{} merged"}
_UNREMARKABLE = {"survived", "grew", "shrank"}
_COLUMNS = (Column("Fate"), Column("Theme", wrap=True), Column("Before", number=True), Column("After", number=True))


def _changes(found: Discovered) -> str:
    """Which themes changed, as agreed; empty where none did."""
    told = ", ".join(_DONE[name].format(f"{count:,}") for name, count in found.changes.items())
    return f"Changed, as two weeks agreed: {told}, {_told_moved(found)}" if told and not found.outcomes else ""


def _told_moved(found: Discovered) -> str:
    return f"{found.moved:,} ticket{'s'[: found.moved != 1]} in another theme now"


def _proposals(found: Discovered) -> str:
    count = found.proposed
    return f"Proposed: {count:,} change{'s'[: count != 1]} of themes, see voc review" if count else ""


def _fates(found: Discovered) -> str:
    fates = Counter(each.fate.value for each in found.outcomes)
    told = ", ".join(f"{count:,} {fate}" for fate, count in sorted(fates.items(), key=lambda item: -item[1]))
    return f"Rebuilt: {told}; {_told_moved(found)}"


def _outcome(each: ThemeOutcome, titles: Mapping[str, str]) -> list[str]:
    title = titles.get(each.theme_id, each.theme_id)
    into = f" → {titles.get(each.into, each.into)}" if each.into else ""
    return [each.fate.value, title + into, str(each.before), str(each.after)]

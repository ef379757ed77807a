"""``voc run``: the weekly job in one go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli import discover, discovered, filing, ingest, naming, plans, report, themes
from voc.cli.options import AsOf, ConfirmProject, ExportOptions, MaxNew, Outputs, Paths, ThemeOptions, day
from voc.cli.session import OutputFormat, Session, command

if TYPE_CHECKING:
    from datetime import date

    from voc.model.plan import Applied, Plan
    from voc.model.report import Report
    from voc.wiring.workplace import Workplace
    from voc.workflows.discover import Discovered
    from voc.workflows.ingest import Ingested
    from voc.workflows.naming import Named

_SHOWN = 10


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "run", without=("format",))(run)


def run(
    session: Session,
    paths: Paths = None,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Also file the issues.")] = False,
    output: Outputs = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="Write the plan here, for voc apply.")
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many themes to show.")] = _SHOWN,
    reading: ExportOptions,
    finding: ThemeOptions,
    as_of: AsOf = None,
    max_new: MaxNew = None,
    confirm_project: ConfirmProject = None,
) -> int:
    """Do the weekly job in one go. Reads, finds themes, writes the report, plans the filing; --apply also files."""
    session, reader = session.reading(reading.reader)
    workplace = _opened(session, reading, finding, day("--as-of", as_of))
    namer = workplace.namer(finding.name_with) if finding.name_with else None
    places = report.targets(workplace, output)
    plans.check(plan)
    read = ingest.read_exports(session, workplace, paths, reader=reader, rejects=reading.rejects)
    found = discover.find_themes(session, workplace, finding)
    named = naming.name_themes(session, workplace, namer) if namer else None
    summary = report.summed_up(workplace, held=found.held)
    made = filing.make(workplace, summary, max_new, held=found.held)
    if plan is not None:
        plans.save(made, plan)
    done = filing.carry_out(session, workplace, made, confirm_project=confirm_project) if apply else None
    summary = report.summed_up(workplace, held=found.held) if done else summary
    report.write(summary, places)
    _show(session, _Week(read, found, named, summary, made, done), top)
    for path in [*places, *([plan] if plan else [])]:
        session.terminal.say(f"written: {path}")
    return (done.exit_code if done else 0) or ingest.exit_code(read)


def _opened(session: Session, reading: ExportOptions, finding: ThemeOptions, as_of: date | None) -> Workplace:
    return session.open(
        mapping=reading.mapping,
        day_first=reading.day_first,
        create=True,
        timezone=reading.tz,
        encoder=finding.encoder,
        ignore_kinds=finding.ignore_kinds,
        as_of=as_of,
    )


@dataclass(frozen=True, slots=True)
class _Week:
    """What one run did."""

    read: Ingested
    found: Discovered
    named: Named | None
    summary: Report
    made: Plan
    done: Applied | None


def _show(session: Session, week: _Week, top: int) -> None:
    from voc.analysis.ranking.select import select

    shown = select(week.summary, top=top)
    if session.output is not OutputFormat.TABLE:
        session.terminal.data(_document(week, shown))
        if plans.is_idle(week.made, week.done):
            session.terminal.say(plans.NOTHING)
        return
    line = session.terminal.line
    line(ingest.sentence(week.read))
    discovered.tell(session, {each.theme.id: each.theme.title for each in week.summary.themes}, week.found)
    if week.named is not None:
        line(naming.sentence(week.named))
    line("")
    themes.theme_table(session, shown)
    hidden = len(select(week.summary).themes) - len(shown.themes)
    if hidden:
        line(f"and {hidden:,} more: voc themes")
    line("")
    plans.summarize(session, week.made, week.done)


def _document(week: _Week, shown: Report) -> str:
    from voc.cli.results import document
    from voc.renderers.documents import period_value, theme_value

    return document(
        ingest=ingest.counts(week.read),
        discover=discovered.counts(week.found),
        **naming.counts(week.named),
        period=period_value(shown.period),
        themes=[theme_value(each) for each in shown.themes],
        plan=plans.counts(week.made),
        applied=plans.results(week.done) if week.done else None,
    )

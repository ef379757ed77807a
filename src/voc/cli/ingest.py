"""``voc ingest``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import ExportOptions, Paths
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command
from voc.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from voc.model.ticket import Reject
    from voc.wiring.workplace import Workplace
    from voc.workflows.ingest import Ingested

PARTLY = 4


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "ingest", without=("format",))(ingest)


def ingest(
    session: Session,
    paths: Paths = None,
    *,
    reading: ExportOptions,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and show, write nothing.")] = False,
) -> int:
    """Read ticket exports into the store. Redacted, each ticket once, later versions over earlier ones."""
    session, reader = session.reading(reading.reader)
    workplace = session.open(
        mapping=reading.mapping, timezone=reading.tz, day_first=reading.day_first, create=not dry_run
    )
    if dry_run:
        return _preview(session, workplace, paths, reader)
    done = read_exports(session, workplace, paths, reader=reader, rejects=reading.rejects)
    if session.output is OutputFormat.TABLE:
        session.terminal.line(sentence(done))
    else:
        session.terminal.data(document(ingest=counts(done)))
    return exit_code(done)


def read_exports(
    session: Session, workplace: Workplace, paths: list[str] | None, *, reader: str | None, rejects: Path
) -> Ingested:
    """Ingest ``paths`` with a progress bar, set rejects aside, and say what was left out and why."""
    from voc.workflows.files import check_place
    from voc.workflows.ingest import ingest as ingest_all
    from voc.workflows.rejects import write_rejects

    check_place(rejects, "choose another place with --rejects")
    with session.terminal.progress("Reading tickets") as progress:
        done = ingest_all(
            workplace.store,
            workplace.reading.exports,
            chosen(workplace, paths),
            options=workplace.reading.options,
            reader=lambda document: reader or workplace.reading.source_of(document),
            key=workplace.storage.key,
            lexicon=workplace.lexicon,
            progress=progress,
        )
    for reason, count in done.skipped.items():
        session.terminal.say(f"left out: {count} {reason}")
    if (clashes := done.clash_warning()) is not None:
        session.terminal.warn(clashes)
    if done.rejects:
        write_rejects(done.rejects, rejects)
        _tell_rejects(session, done.rejects, rejects)
    return done


def chosen(workplace: Workplace, paths: list[str] | None) -> list[str]:
    """The paths that were given, else those of ``voc.yaml``.

    Raises:
        UsageError: there are none.
    """
    config = workplace.config
    found = paths or [str(config.folder / each) for each in config.sources.paths]
    if not found:
        raise UsageError("no export given", "name a file or folder, or set sources.paths in voc.yaml")
    return found


def exit_code(done: Ingested) -> int:
    """4 when rows could not be read, else 0; rows that were only left out do not count."""
    return PARTLY if any(reject.lost for reject in done.rejects) else 0


def counts(done: Ingested) -> dict[str, object]:
    """What an ingest did, as plain values."""
    from dataclasses import asdict

    return {**asdict(done), "rejects": len(done.rejects), "clashing": done.clashes}


def sentence(done: Ingested) -> str:
    """What an ingest did, in one line."""
    read = done.new + done.changed + done.unchanged + done.older
    parts = [f"{done.new:,} new", f"{done.changed:,} changed", f"{done.unchanged:,} known"]
    parts += [f"{done.older:,} older versions"] if done.older else []
    lost = sum(reject.lost for reject in done.rejects)
    parts += [f"{lost:,} set aside"] if lost else []
    return f"Read {read:,} tickets from {done.documents} file{'s'[: done.documents != 1]}: {', '.join(parts)}"


def _tell_rejects(session: Session, rejects: list[Reject], path: Path) -> None:
    """Warn of the rows that are lost, and tell apart those that were left out or noted on purpose."""
    lost, noted = [each for each in rejects if each.lost], [each for each in rejects if not each.lost]
    if lost:
        session.terminal.warn(f"set aside: {_first(lost)}; with line and reason in {path}")
    if noted:
        session.terminal.say(f"left out or kept in part, on purpose: {_first(noted)}; all of them in {path}")


def _first(rejects: list[Reject]) -> str:
    first, more = rejects[0], len(rejects) - 1
    where = f"{first.file}:{first.line}" if first.line else first.file
    return f"{where}: {first.reason}" + (f", and {more:,} more" if more else "")


def _preview(session: Session, workplace: Workplace, paths: list[str] | None, reader: str | None) -> int:
    from voc.workflows.preview import preview

    line, code = session.terminal.line, 0
    for seen in preview(
        workplace.reading.exports,
        chosen(workplace, paths),
        options=workplace.reading.options,
        reader=lambda document: reader or workplace.reading.source_of(document),
        key=b"preview",
        lexicon=workplace.lexicon,
        headers=workplace.reading.headers,
    ):
        line(f"{seen.name}: {f'read as {seen.source}' if seen.source else 'not read'}", style="bold")
        for field, columns in seen.mapping.items():
            line(f"  {field} is read from {' and '.join(map(repr, columns))}")
        for field, column in seen.proposal.items():
            line(f"  {'' if seen.problem else 'not read, but could be: '}--map {shlex.quote(f'{field}={column}')}")
        for row in seen.rows:
            line(f"  {row}")
        if seen.problem is not None:
            session.terminal.fail(str(seen.problem))
            code = seen.problem.exit_code
    return code

"""``voc decisions``: the log, and the file that a team keeps it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc import __version__
from voc.cli.ingest import PARTLY
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command
from voc.cli.theme_rulings import desk_of
from voc.console import Column
from voc.errors import InputError

if TYPE_CHECKING:
    from datetime import tzinfo

    from voc.workflows.curation.exchange import Imported
    from voc.workflows.curation.history import Told

BY = Column("By", wrap=True, most=16)
"""Who decided; a long name takes more lines, and no room from what was decided."""

_COLUMNS = (Column("On"), BY, Column("Decided", wrap=True), Column("State"), Column("Id"))


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer()
    command(group, "")(decisions)
    command(group, "export")(export)
    command(group, "import")(import_)
    app.add_typer(group, name="decisions")


def decisions(session: Session) -> None:
    """List what people decided. Who, when, why, and what became of it."""
    from voc.workflows.curation.history import tell

    workplace = session.open()
    log = tell(workplace.store, workplace.stopwords)
    if session.output is OutputFormat.TABLE:
        session.terminal.table(_COLUMNS if log else [], [_row(told, workplace.zone) for told in log])
        for told in log:
            if told.passed and not told.undone_by:
                session.terminal.say(f"{told.decision.id} waits: {told.passed}")
        return
    from voc.renderers.decisions import decision_value
    from voc.renderers.text import decisions_text

    values = [decision_value(told.decision, undone_by=told.undone_by, passed=told.passed) for told in log]
    session.terminal.data(decisions_text(values, __version__, session.output.value))


def export(
    session: Session,
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here (default: standard output).")
    ] = None,
) -> None:
    """Write all decisions as YAML. The same log gives the same bytes; keep it in git."""
    from voc.workflows.curation.exchange import to_yaml
    from voc.workflows.files import check_place, write_whole

    if output is not None:
        check_place(output)
    log = session.open().store.decisions()
    if output is None:
        session.terminal.data(to_yaml(log))
        return
    write_whole(output, to_yaml(log).encode())
    session.terminal.say(f"written: {output} ({len(log):,} decisions)")


def import_(
    session: Session,
    path: Annotated[str, typer.Argument(metavar="FILE", help="What voc decisions export wrote; - for standard input.")],
) -> int:
    """Join the log with a file's decisions. Those that are known already change nothing."""
    from voc.workflows.curation.exchange import from_yaml, import_decisions

    name = "standard input" if path == "-" else path
    given = from_yaml(_read(path, name), name)
    done = import_decisions(desk_of(session.open(create=True)), given)
    if not given:
        session.terminal.say(f"nothing to import: {name} has no decisions")
    for line in done.refused:
        session.terminal.warn(f"{name}: {line}")
    if done.mended:
        session.terminal.say(f"kept without personal data, on one line, under another id: {done.mended:,} decisions")
    if session.output is not OutputFormat.TABLE:
        _tell_data(session, done)
    elif given:
        session.terminal.line(_sentence(done))
    if session.output is OutputFormat.TABLE:
        for each, why in done.passed.items():
            session.terminal.say(f"{each} waits: {why}")
    return PARTLY if done.refused else 0


def _tell_data(session: Session, done: Imported) -> None:
    waiting = [{"id": each, "because": why} for each, why in done.passed.items()]
    imported: dict[str, object] = {"decisions": done.decisions, "new": done.new, "waiting": waiting}
    session.terminal.data(document(imported=imported | {"refused": list(done.refused)}))


def _sentence(done: Imported) -> str:
    refused = f", {len(done.refused):,} refused" if done.refused else ""
    return f"{done.new:,} of {done.decisions:,} decisions are new, {len(done.passed):,} of them wait{refused}"


def _read(path: str, name: str) -> str:
    import sys

    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{name} cannot be read: {reason}", "name what voc decisions export wrote") from None


def _row(told: Told, zone: tzinfo) -> list[str]:
    from voc.renderers.phrases import day
    from voc.workflows.curation.history import short

    decision = told.decision
    state = "undone" if told.undone_by else "waits" if told.passed else "stands"
    return [day(decision.at, zone), short(decision.who), told.sentence, state, decision.id]

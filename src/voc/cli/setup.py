"""``voc init``, ``voc doctor`` and ``voc backends``."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import OutputFormat, Session, command
from voc.errors import VocError

if TYPE_CHECKING:
    from collections.abc import Callable

    from voc.model.filing import Finding
    from voc.wiring.workplace import Workplace

FAILED = 3


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "init")(init)
    command(app, "doctor")(doctor)
    command(app, "backends")(backends)


def init(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to start (default: here).")] = Path(),
    *,
    example: Annotated[bool, typer.Option("--example", help="Bring the example export and its voc.yaml.")] = False,
    template: Annotated[
        bool, typer.Option("--template", help="Bring the template of issues too, for tracker.template.")
    ] = False,
) -> None:
    """Write a commented voc.yaml. Nothing that exists already is touched."""
    from voc.workflows.init import lay_out

    for path, is_new in lay_out(folder, example=example, template=template):
        session.terminal.say(f"{'written' if is_new else 'kept'}: {path}")


def doctor(session: Session) -> int:
    """Check every part and say what to mend. Looks at settings, store, encoder, naming, kinds, template, tracker."""
    from voc.workflows.doctor import examine

    workplace = session.open()
    findings = list(examine(_checks(workplace), lambda: workplace.tracker))
    if session.output is OutputFormat.TABLE:
        for each in findings:
            session.terminal.line(f"{'ok  ' if each.ok else 'FAIL'} {each.what}{_hint(each)}", "" if each.ok else "red")
    else:
        from dataclasses import asdict

        from voc.cli.results import document

        session.terminal.data(document(findings=[asdict(each) for each in findings]))
    return 0 if all(each.ok for each in findings) else FAILED


def _checks(workplace: Workplace) -> dict[str, Callable[[], str]]:
    return {
        "configuration": lambda: f"paths start at {workplace.config.folder.resolve()}",
        "store": lambda: _store(workplace),
        "encoder": lambda: _encoder(workplace),
        "naming": lambda: _naming(workplace),
        "word lists": lambda: f"version {workplace.lexicon.digest}",
        "kinds": lambda: _kinds(workplace),
        "issue template": lambda: _template(workplace),
    }


def _naming(workplace: Workplace) -> str:
    from voc.wiring.registry import NAMER

    settings = workplace.config.naming
    if settings.endpoint is None:
        return "no language model is set; titles are customers' own words"
    return f"{workplace.namer(NAMER).where}, {'its key is there' if settings.key else 'without a key'}; not tried"


def _kinds(workplace: Workplace) -> str:
    learned = workplace.learned_kinds
    if learned is None:
        return "no model of your own is set; the word lists decide"
    return f"your own model, {workplace.config.kinds.model}, tells {', '.join(learned.kinds)} apart"


def _template(workplace: Workplace) -> str:
    """Tried at the limits of the tracker where that can be opened; what keeps it from that is told with the tracker."""
    from voc.analysis.filing.draft import Form
    from voc.analysis.filing.template_check import check_template

    form = Form(workplace.template, workplace.zone)
    with suppress(VocError):
        can = workplace.tracker.capabilities
        form = replace(form, title_limit=can.title_limit, body_limit=can.body_limit)
    check_template(form)
    return f"{form.template.name} fits" if workplace.config.tracker.template else "the one that comes with voc"


def _encoder(workplace: Workplace) -> str:
    workplace.encoder.fit([])  # loads its model
    return workplace.encoder.name


def _store(workplace: Workplace) -> str:
    from voc.workflows.doctor import check_new

    storage = workplace.storage
    if not storage.exists:
        check_new(Path(storage.url))
        return f"none yet, the first ingest makes {storage.url}"
    counts, key = storage.store.counts(), len(storage.key)
    return f"{counts.tickets:,} tickets, {counts.themes:,} themes; pseudonym key of {key} bytes, its owner's only"


def _hint(finding: Finding) -> str:
    return f"; {finding.hint}" if finding.hint and not finding.ok else ""


def backends(session: Session) -> None:
    """List what can be read, stored and filed into. Says which extra brings what is not here."""
    from voc.wiring.registry import BACK_ENDS, plugins

    known = (*BACK_ENDS, *plugins())
    rows = [
        [
            each.room,
            each.name,
            "yes" if each.available else "no",
            (each.package or "") if each.available else f"voc-bridge[{each.extra}]",
        ]
        for each in known
    ]
    if session.output is OutputFormat.TABLE:
        from voc.console import Column

        headings = ("Room", "Name", "Here", "Brought by")
        session.terminal.table([Column(heading) for heading in headings], rows)
    else:
        from voc.cli.results import document

        names = ("room", "name", "available", "extra", "package")
        values = [(each.room, each.name, each.available, each.extra, each.package) for each in known]
        session.terminal.data(document(backends=[dict(zip(names, value, strict=True)) for value in values]))

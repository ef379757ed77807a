"""Options that several commands share, each defined once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from voc.errors import UsageError

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH...]",
        help="Exports: files, folders, globs, .gz, .zip, or - for standard input (default: sources.paths of voc.yaml).",
        show_default=False,
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds which field, for files of no known format."),
]
Rejects = Annotated[
    Path,
    typer.Option(
        "--rejects", metavar="FILE", help="Where rows that cannot be read are set aside, with line and reason."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="End of the reporting period (default: last Monday)."),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write the report here; the ending picks the format: .md .json .csv."
    ),
]
MaxNew = Annotated[
    int | None, typer.Option("--max-new", metavar="N", min=0, help="At most so many new issues (default 5).")
]
ConfirmProject = Annotated[
    str | None,
    typer.Option("--confirm-project", metavar="KEY", help="Needed once, at the first filing into a project."),
]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How exports are read."""

    reader: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="Read every file as this format (voc backends lists them)."),
    ] = None
    mapping: Map = None
    tz: Annotated[
        str | None,
        typer.Option("--tz", metavar="ZONE", help="Time zone of times that name none, and of the week's start."),
    ] = None
    day_first: Annotated[
        bool | None,
        typer.Option("--dayfirst/--monthfirst", help="How dates such as 03/04/2026 are meant.", show_default=False),
    ] = None
    rejects: Rejects = Path("rejects.ndjson")


@dataclass(frozen=True, slots=True)
class ThemeOptions:
    """How themes are found."""

    encoder: Annotated[
        str | None,
        typer.Option("--encoder", metavar="NAME[:MODEL]", help="How text becomes vectors (voc backends lists them)."),
    ] = None
    ignore_kinds: Annotated[
        bool, typer.Option("--ignore-kinds", help="Every ticket takes part, and kinds do not keep themes apart.")
    ] = False
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild", help="Cluster every ticket anew; themes keep their ids, splits and merges are proposed."
        ),
    ] = False
    by_week: Annotated[
        bool,
        typer.Option(
            "--by-week",
            help="For old exports: one run for each past week of tickets not looked at yet, as if made when it ended.",
        ),
    ] = False
    name_with: Annotated[
        str | None,
        typer.Option(
            "--name-with",
            metavar="URL|NAME",
            help="Let a language model rename themes, told redacted quotes only: openai, or an OpenAI-compatible "
            "address.",
        ),
    ] = None


def day(option: str, value: str | None) -> date | None:
    """The day that ``value`` names, None for none.

    Raises:
        UsageError: it is no day of the form 2026-01-31.
    """
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"{option} {value!r} is no day", "write it like 2026-01-31") from None

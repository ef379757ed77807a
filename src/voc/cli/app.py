"""The ``voc`` application: global options, and the commands in the order of a week's work."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from voc import __version__
from voc.cli import decisions, discover, filing, ingest, report, review, run, setup, theme, themes, train
from voc.cli.session import Globals, show_globals

_HELP = "From customers' words to the product team's tracker: cluster tickets into themes, rank them, file each once."

app = typer.Typer(
    name="voc",
    help=_HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"voc {__version__}")
        raise typer.Exit


def _root(
    ctx: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Print the version and stop.")
    ] = False,
    **values: Any,
) -> None:
    ctx.obj = Globals(**values)


show_globals(_root, _root)
app.callback()(_root)
for room in (setup, run, ingest, discover, themes, theme, review, decisions, report, filing, train):
    room.register(app)

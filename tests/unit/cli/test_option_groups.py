"""Options that come in a group: shown one by one, handed over as one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from voc.cli.session import Session, command


@dataclass(frozen=True)
class Pair:
    """Two options."""

    left: Annotated[str, typer.Option("--left")] = "l"
    right: Annotated[list[str] | None, typer.Option("--right")] = None


@pytest.fixture
def app() -> typer.Typer:
    """A command between whose own options stands a group."""
    made = typer.Typer()

    def show(
        session: Session,
        first: Annotated[str, typer.Argument()] = "1",
        *,
        pair: Pair,
        last: Annotated[int, typer.Option("--last")] = 2,
    ) -> None:
        """Print what came in."""
        print(first, pair, last, session.options.quiet)  # noqa: T201

    command(made, "show")(show)
    return made


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ([], f"1 {Pair()} 2 False"),
        (["0", "--right", "a", "--last", "3", "--right", "b", "-q"], f"0 {Pair('l', ['a', 'b'])} 3 True"),
    ],
)
def test_a_group_arrives_as_one_record(app: typer.Typer, given: list[str], seen: str) -> None:
    """With its own defaults; the options around it and the global ones arrive as ever."""
    result = CliRunner().invoke(app, given)
    assert (result.exit_code, result.output.strip()) == (0, seen)


def test_a_group_is_shown_option_by_option_where_it_stands(app: typer.Typer) -> None:
    """In ``--help`` nobody sees that there is a group."""
    shown = CliRunner().invoke(app, ["--help"]).output
    places = [shown.index(option) for option in ("--left", "--right", "--last", "--quiet")]
    assert places == sorted(places)
    assert "--pair" not in shown

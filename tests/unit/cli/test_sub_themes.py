"""Sub-themes from the command line: the card, the lists, and strangers' words in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from voc.cli.app import app
from voc.model.registry import Found, Standing
from voc.model.theme import Assignment, Embedding, Evidence, SubTheme, Theme
from voc.model.ticket import Feedback, Kind, Message, Ticket
from voc.ports.store import Discovery
from voc.stores.sql import open_store

TITLES = ("=HYPERLINK(0) \x1b[31m[red]" + " of an export that says nothing" * 2, "Export stops at 10,000 rows")
"""Of the two parts; the first is as long as a title can be, and as bad."""

Show = Callable[..., str]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """``show(*arguments)``: what voc prints of a store with one theme of two parts, on a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    ids = [f"t:{number:02}" for number in range(24)]
    parts = (
        SubTheme(TITLES[0], tuple(ids[:14]), Evidence("t:00", 0, 0, 5, "Empty", "en"), ("empty",)),
        SubTheme(TITLES[1], tuple(ids[14:]), Evidence("t:14", 0, 0, 5, "Never", "en"), ("rows",)),
    )
    theme = Theme("th-1", "Export fails", Kind.BUG, ("export",), (), tuple(ids), None, None, "en", sub_themes=parts)
    placed = tuple(Assignment(name, "th-1", 0.9, "th-1") for name in ids)
    with closing(open_store("voc.db")) as store:
        store.save_tickets([(Ticket(name, (Message("Empty pages"),)), "digest", 0) for name in ids])
        said = [Feedback(name, "Empty pages", (), Kind.BUG, 1, "", "en", None, "", None, "", name) for name in ids]
        store.save_feedback(said, "1")
        nothing = Embedding((), (), np.zeros((0, 0), np.float16), "none")
        store.save_discovery(Discovery(Found((theme,), placed), Standing((theme,), placed), nothing, None, "digest", 0))

    def run(*arguments: str) -> str:
        found = CliRunner().invoke(
            app, [*arguments, "--as-of", "2026-11-09"] if arguments[0] != "assignments" else arguments
        )
        assert found.exit_code == 0, found.output
        return found.stdout

    return run


def test_the_card_says_what_a_theme_is_made_of(show: Show) -> None:
    """Tickets and titles in a table that stays within the line; nothing in them acts."""
    card = show("theme", "show", "th-1", "--format", "table")
    table = card[card.index("Tickets  Made of") : card.index("tickets: ")].splitlines()
    assert all(len(line) <= 80 for line in table)
    assert table[1].startswith("     14  =HYPERLINK(0)")
    assert f"     10  {TITLES[1]}" in [line.rstrip() for line in table]
    assert "\x1b" not in card
    assert "[red]" in card


def test_machines_read_the_parts(show: Show) -> None:
    """A list under the theme as JSON, a cell as CSV; a quote that does not stand in its ticket is left out."""
    (theme,) = json.loads(show("theme", "show", "th-1", "--format", "json"))["themes"]
    assert [(part["title"], part["all_tickets"]) for part in theme["sub_themes"]] == [(TITLES[0], 14), (TITLES[1], 10)]
    assert theme["sub_themes"][0]["evidence"]["quote"] == "Empty"
    assert theme["sub_themes"][1]["evidence"] is None
    (row,) = csv.DictReader(io.StringIO(show("themes", "--format", "csv")))
    assert row["sub_themes"].startswith("'=HYPERLINK(0)")
    assert row["sub_themes"].endswith(f" (14); {TITLES[1]} (10)")


def test_each_ticket_knows_its_part(show: Show) -> None:
    """As a column of a table for machines; the terminal's lines have no room for it."""
    rows = list(csv.DictReader(io.StringIO(show("assignments", "--format", "csv"))))
    assert "sub_theme" in rows[0]
    assert {row["sub_theme"] for row in rows[14:]} == {TITLES[1]}
    assert rows[0]["sub_theme"].startswith("'=HYPERLINK(0)")
    assert json.loads(show("assignments", "--format", "json"))["assignments"][20]["sub_theme"] == TITLES[1]
    assert TITLES[1] not in show("assignments", "--format", "table")


def test_a_terminal_shows_whole_ids(show: Show) -> None:
    """Every ticket's id can be read in 80 columns, with the beginning of its theme's that commands take."""
    first, *rows = show("assignments", "--format", "table").splitlines()
    assert first.split() == ["Ticket", "Theme", "Sure", "Nearest", "Kind", "Severity", "Language"]
    assert [row.split() for row in rows[:2]] == [
        ["t:00", "th-1", "0.90", "bug", "en"],
        ["t:01", "th-1", "0.90", "bug", "en"],
    ]
    assert all(len(row) <= 80 for row in rows)
    assert "…" not in "".join(rows)


def test_quotes_stand_apart_from_the_parts(show: Show) -> None:
    """A quote on the card is of the theme, not of the part above it."""
    card = show("theme", "show", "th-1", "--format", "table").splitlines()
    last = next(number for number, line in enumerate(card) if TITLES[1] in line)
    assert card[last + 1] == ""

"""What waits for a person, where it is not asked: in the report, on a theme's card, in the log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from tests.reviewed_world import fill
from typer.testing import CliRunner

from voc.cli.app import app
from voc.model.registry import Standing
from voc.model.theme import BY_COMPANY
from voc.ports.store import Discovery
from voc.stores.sql import open_store

Voc = Callable[..., Result]
HOSTILE = "\x1b[2J<script> | **bold** \u202egone [x](http://example.com)"


@pytest.fixture
def voc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Voc:
    """``voc(*arguments)`` by Mia over a store with something of everything; a title of it is hostile."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("VOC_BY", "Mia")
    with closing(open_store("voc.db")) as store:
        fill(store, {"th-d": HOSTILE})

    def run(*arguments: str, code: int = 0) -> Result:
        found = CliRunner().invoke(app, list(arguments))
        assert found.exit_code == code, found.output
        return found

    return run


def for_review(voc: Voc) -> list[str]:
    """The lines of the report's section."""
    voc("report", "-o", "report.md")
    section = Path("report.md").read_text(encoding="utf-8").partition("## For review\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line]


def test_the_report_lists_what_is_proposed(voc: Voc) -> None:
    """Merges first, with the tickets that would go; strangers' words are inert; who asks is said."""
    merge, split, absorb, asks, *_ = for_review(voc)
    assert merge.startswith("- Proposed: merge all 5 tickets of **\ufffd\\[2J&lt;script&gt; \\|")
    assert merge.endswith("into **Printer prints nothing** (seen in 2 weeks)")
    assert split == "- Proposed: split 3 tickets off **Login fails** (seen in 1 week)"
    assert absorb.startswith("- Proposed: move 2 tickets of **Printer prints nothing** into **Export is empty**")
    assert asks == "- `voc review` asks about these changes, one by one."


def test_the_report_leaves_out_what_is_settled(voc: Voc) -> None:
    """As the walk does: by a merge, by muting."""
    voc("theme", "merge", "th-d", "th-e")
    voc("theme", "mute", "th-a")
    proposed = [line for line in for_review(voc) if line.startswith("- Proposed")]
    assert len(proposed) == 1 and "move 2 tickets" in proposed[0]


def test_a_card_tells_what_the_last_run_changed(voc: Voc) -> None:
    """New tickets since the run before, and what touched the theme, with the other theme's title."""
    card = voc("theme", "show", "th-b", "--format", "table").stdout
    assert "since the run of 2026-11-16: +3 tickets, +0 customers" in card
    assert "absorbed: 2 tickets came from th-e “Printer prints nothing”" in card
    assert "absorbed: 2 tickets went to th-b" in voc("theme", "show", "th-e", "--format", "table").stdout
    assert "new in the last run (2026-11-23)" in voc("theme", "show", "th-f", "--format", "table").stdout


def test_how_surely_and_how_alike_are_told_apart(voc: Voc) -> None:
    """The one goes by the tickets around it, the other by itself; a card says so, and the list."""
    shown = voc("theme", "show", "th-f", "--ticket", "t:31", "--format", "table").stdout
    assert "sure to 0.20 of 1, by the tickets around it" in shown and "by itself 1.00 like th-f" in shown
    listed = voc("review", "--about", "unsure", "--format", "csv").stdout
    assert "by the tickets around it, voc is sure of its theme to 0.20 of 1; by itself it is -0.13 like" in listed


def test_company_alone_is_no_figure(voc: Voc) -> None:
    """Where a ticket came into a theme with others that were new, no number says how surely it belongs there."""
    with closing(open_store("voc.db")) as store:
        found = store.found()
        rows = tuple(
            replace(each, confidence=BY_COMPANY) if each.ticket_id == "t:31" else each for each in found.assignments
        )
        standing = Standing(tuple(store.themes()), rows, store.redirects())
        found = replace(found, assignments=rows)
        store.save_discovery(Discovery(found, standing, store.embedding("none"), None, "d2", 34))
    shown = " ".join(voc("theme", "show", "th-f", "--ticket", "t:31", "--format", "table").stdout.split())
    assert "for its company only, with which it came as new: how surely is not known" in shown
    assert "0.00" not in shown.partition("Nearest")[0]
    assert "t:31" not in voc("review", "--about", "unsure", "--format", "csv").stdout
    assert not any("t:31" in line for line in for_review(voc))


def test_why_a_ticket_is_there_fits_a_terminal(voc: Voc) -> None:
    """Where it is and how surely, what is near, which words are shared, who put it there; no table of it elsewhere."""
    voc("theme", "move", "th-f", "t:00")
    shown = voc("theme", "show", "th-f", "--ticket", "t:00", "--format", "table").stdout
    assert "in th-f “Calendar is slow”; sure to 1.00\n" in shown
    assert "put there by Mia on" in shown and "move t:00 to th-f" in shown
    assert "no word shared with its title or phrases" in shown
    assert "Nearest in th-f" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "use --format json" in voc("theme", "show", "th-f", "--ticket", "t:00", "--format", "csv", code=2).stderr

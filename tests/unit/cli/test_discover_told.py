"""``voc discover``: what it says of past weeks, and what it would do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.unit.workflows.test_discover_by_week import FIRST, dealt
from typer.testing import CliRunner

from voc.cli.app import app
from voc.model.registry import Fate, Shift, ThemeChange, ThemeOutcome
from voc.workflows.discover import Discovered

Voc = Callable[..., Result]

WEEKS = dealt([[6, 6, 6, 0], [2, 2, 2, 6], [3, 3, 3, 3]])


@pytest.fixture
def voc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Voc:
    """``voc(*arguments)`` over three weeks of tickets that were ingested, and not looked at."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    rows = [
        {"id": each.id, "text": each.messages[0].text, "created_at": each.created_at and each.created_at.isoformat()}
        for batch in WEEKS
        for each in batch
    ]
    (tmp_path / "tickets.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    (tmp_path / "voc.yaml").write_text("encoder: lexical\ntimezone: UTC\n")

    def run(*arguments: str) -> Result:
        found = CliRunner().invoke(app, list(arguments))
        assert found.exit_code == 0, found.output
        return found

    run("ingest", "tickets.jsonl")
    return run


def discovered(done: Result) -> dict[str, Any]:
    """What a run found, as JSON has it."""
    found = json.loads(done.stdout)["discover"]
    assert isinstance(found, dict)
    return found


def store() -> str:
    """The store, to the byte."""
    return hashlib.sha256(Path("voc.db").read_bytes()).hexdigest()


def test_every_week_is_told_in_json(voc: Voc) -> None:
    """What was new, moved and proposed in each, by ids and titles; the whole is the last step, as it was."""
    found = discovered(voc("discover", "--by-week", "--format", "json"))
    ends = [(FIRST + timedelta(weeks=number)).isoformat() for number in (1, 2, 3)]
    assert [each["until"] for each in found["weeks"]] == [*ends, None]
    assert found == found["weeks"][-1] | {"weeks": found["weeks"]}
    assert sum(each["new_themes"] for each in found["weeks"]) == found["themes"] > 0
    for each in found["weeks"]:
        news = [event for event in each["events"] if event["change"] == "emerged"]
        assert len(news) == each["new_themes"]
        assert all(event["into"] and event["into_title"] and event["tickets"] for event in news)


def test_the_screen_sums_the_weeks_up(voc: Voc) -> None:
    """Not the last step, in which mostly nothing is new."""
    first, *_ = voc("discover", "--by-week", "--format", "table").stdout.splitlines()
    assert first.startswith("Made up for 3 weeks. Found ")
    again = voc("discover", "--by-week", "--format", "table").stdout
    assert again.startswith("Nothing new: ")


@pytest.mark.parametrize("how", ["", "--rebuild", "--by-week"])
@pytest.mark.parametrize("form", ["json", "table"])
def test_a_dry_run_leaves_the_store_as_it_is(voc: Voc, how: str, form: str) -> None:
    """To the byte, whatever would be done."""
    before = store()
    said = voc("discover", *how.split(), "--dry-run", "--format", form).stdout
    assert store() == before
    assert said.endswith("Nothing was written\n") if form == "table" else json.loads(said)["dry_run"] is True


def test_a_dry_run_says_what_becomes_of_every_theme(voc: Voc) -> None:
    """In JSON with all tickets that would go, on the screen by titles; the run does just that then."""
    said = discovered(voc("discover", "--dry-run", "--format", "json"))
    screen = voc("discover", "--dry-run", "--format", "table").stdout
    done = discovered(voc("discover", "--format", "json"))
    assert {each["fate"] for each in said["outcomes"]} == {"emerged"}
    for event in said["events"]:
        assert len(event.pop("ticket_ids")) == event["tickets"]
    assert said == done
    assert f"Would find {len(said['outcomes'])} themes" in screen
    assert f"Themes: {len(said['outcomes'])} emerged; 0 tickets in another theme then" in screen
    assert all(event["into_title"].split()[0] in screen for event in said["events"])
    assert "Would propose 0 changes of themes" in screen


def test_a_rebuild_is_rehearsed(voc: Voc) -> None:
    """Survivors are counted, and told one by one in JSON."""
    voc("discover")
    said = discovered(voc("discover", "--rebuild", "--dry-run", "--format", "json"))
    assert said["rebuilt"] is True
    assert [each["fate"] for each in said["outcomes"]].count("survived") >= 1
    assert all(each["title"] for each in said["outcomes"])
    assert said["moved"] == sum(event["tickets"] for event in said["events"] if event["theme_id"])


def found(**others: Any) -> Discovered:
    """A run that changed all sorts of things."""
    return Discovered(9, 9, 9, 0, 1, 3, 1, unchanged=False, run=1, **others)


def test_the_gravest_comes_first_and_the_smallest_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Fates from a split to those that grew, moves by their tickets; what is too much for a screen is in JSON."""
    from voc.cli.discovered import tell_rehearsed
    from voc.cli.session import Session

    outcomes = (
        ThemeOutcome("th-1", Fate.GREW, 5, 9), ThemeOutcome("th-2", Fate.SURVIVED, 5, 5),
        ThemeOutcome("th-3", Fate.SPLIT, 9, 5, "th-4"),
    )  # fmt: skip
    moves = tuple(Shift(ThemeChange.REBUILD, "th-1", "th-3", ("t",) * size) for size in range(1, 31))
    titles = {"th-1": "One [bold]", "th-2": "Two", "th-3": "Three"}
    tell_rehearsed(Session(), found(outcomes=outcomes, shifts=moves, titles=titles, moved=7))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "Themes: 1 grew, 1 survived, 1 split; 7 tickets in another theme then"
    fates = [line.split()[0] for line in lines if line.startswith(("split ", "grew "))]
    assert fates == ["split", "grew"]
    assert [int(line.split()[-1]) for line in lines if line.startswith("rebuild")] == list(range(30, 10, -1))
    assert "and 10 smaller moves: --format json" in lines
    assert any("One [bold]" in line for line in lines)


@pytest.mark.parametrize("rebuilt", [True, False])
def test_a_theme_that_is_renamed_is_told_by_both_names(rebuilt: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """What people know it by, beside what it is called now: before a rebuild, after it, and after a plain run."""
    from voc.cli.discovered import counts, tell, tell_rehearsed
    from voc.cli.session import Session

    outcomes = ThemeOutcome("th-1", Fate.SURVIVED, 5, 5), ThemeOutcome("th-2", Fate.SURVIVED, 3, 3)
    titles = {"th-1": "Sync hangs", "th-2": "Two"}
    run = found(outcomes=outcomes, titles=titles, renamed={"th-1": "Login fails"}, rebuilt=rebuilt)
    tell_rehearsed(Session(), run)
    told = capsys.readouterr().out
    assert "Sync hangs (was Login fails)" in told
    assert "Two" not in told
    tell(Session(), {}, run)
    line = "Renamed: 1 theme whose tickets no longer say the old title"
    assert ("Sync hangs (was Login fails)" if rebuilt else line) in capsys.readouterr().out
    assert counts(run)["renamed"] == [{"theme_id": "th-1", "title": "Sync hangs", "was": "Login fails"}]


def test_changes_of_weeks_are_added_up(capsys: pytest.CaptureFixture[str]) -> None:
    """One line of all that was changed in them."""
    from voc.cli.discovered import tell
    from voc.cli.session import Session

    until = datetime(2026, 11, 9, tzinfo=UTC)
    weeks = tuple(found(until=until, changes={"split": 1, "merge": one}, moved=2) for one in (1, 2))
    tell(Session(), {}, found(weeks=weeks))
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Made up for 2 weeks. Found 3 themes (2 new)")
    assert second == "Changed, as two weeks agreed: 3 merged, 2 split, 4 tickets in another theme now"

"""What the tables and sentences for people say, and what they do not keep back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.cli.conftest import Voc
from tests.filing_world import ranked

from voc.cli import plans
from voc.cli.session import Globals, Session
from voc.cli.themes import _row
from voc.errors import StoreError, UsageError
from voc.model.plan import WAITS, Action, Applied, Change, Done, Plan, Result
from voc.model.report import TrendState
from voc.workflows.doctor import check_new

NOW = ("--as-of", "2026-11-02")


@pytest.mark.parametrize(
    ("state", "shown"),
    [(TrendState.NO_HISTORY, "–"), (TrendState.RETURNED, "returned"), (TrendState.RISING, "rising")],
)
def test_a_trend_is_a_word_or_a_dash(state: TrendState, shown: str) -> None:
    """No history is no answer to whether there is a trend, and a return after a fix is one word."""
    assert _row(ranked(trend=state))[4] == shown


def plan_of(*changes: Change) -> Plan:
    from tests.filing_world import START

    return Plan("local:", "VOC", "default", "", "L", START, START, changes)


def summary(capsys: pytest.CaptureFixture[str], made: Plan, done: Applied | None) -> list[str]:
    plans.summarize(Session(Globals(no_color=True)), made, done)
    return capsys.readouterr().out.splitlines()


def test_what_is_left_over_is_told_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Each unfinished theme has a line with its reason, five at most; filed ones have none."""
    blocked = [Done(f"th-{each}", Result.BLOCKED, f"a.md:{each}: broken") for each in range(7)]
    lines = summary(capsys, plan_of(), Applied((Done("th-9", Result.FILED, "5 customers"), *blocked)))
    assert lines[0] == "filed: 1 (th-9)"
    assert lines[1].startswith("blocked: 7 (th-0")
    assert lines[2:7] == [f"  th-{each}: blocked: a.md:{each}: broken" for each in range(5)]
    assert lines[7:] == ["  … and 2 more: voc plan"]


@pytest.mark.parametrize(
    "result",
    [Result.PROPOSED, Result.HELD, Result.STALE, Result.UNCERTAIN, Result.THROTTLED, Result.REJECTED, Result.FAILED],
)
def test_every_unfinished_result_gives_its_reason(capsys: pytest.CaptureFixture[str], result: Result) -> None:
    """Whatever kept a theme from being filed is told, not only what blocked it."""
    assert f"  th-1: {result.value}: why so" in summary(capsys, plan_of(), Applied((Done("th-1", result, "why so"),)))


def test_how_many_wait_for_their_turn_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A plan of five creates of eight wanted says that three more wait; other skips do not count."""
    made = plan_of(
        Change(Action.CREATE, "t1", "5 customers"),
        Change(Action.SKIP, "t2", f"{WAITS}: at most 1 new issues a run"),
        Change(Action.SKIP, "t3", "up to date"),
    )
    assert summary(capsys, made, None)[0].startswith("To file: 1 create, 1 more wait for their turn; voc run --apply")


def test_a_run_says_how_many_themes_it_does_not_show(voc: Voc, export: Path) -> None:
    """``--top 1`` shows one theme and says how to see the others; all of them shown, nothing is said."""
    short = voc("--format", "table", "run", str(export), "--max-new", "1", "--top", "1", *NOW).stdout
    assert "more: voc themes" in short
    assert "1 more wait for their turn" in short
    assert "more: voc themes" not in voc("--format", "table", "run", str(export), *NOW).stdout


@pytest.mark.parametrize(
    "arguments", [("themes", "--since", "1.1.2026"), ("themes", "--as-of", "soon"), ("run", "--as-of", "2026-02-30")]
)
def test_a_day_is_asked_for_in_one_clear_line(voc: Voc, arguments: tuple[str, ...]) -> None:
    """A day that cannot be read names the option and shows how to write one."""
    done = voc(*arguments)
    assert done.returncode == 2
    assert done.stderr.strip() == f"voc: {arguments[1]} '{arguments[2]}' is no day; write it like 2026-01-31"


def test_since_counts_from_the_named_day(voc: Voc, export: Path) -> None:
    """``--since`` still narrows the list: nothing is newer than the newest ticket."""
    voc("run", str(export), *NOW)
    assert '"themes": []' in voc("--format", "json", "themes", "--since", "2026-10-31", *NOW).stdout
    assert '"id"' in voc("--format", "json", "themes", "--since", "2026-10-01", *NOW).stdout


def test_doctor_tells_a_folder_that_takes_no_store(tmp_path: Path, voc: Voc, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that cannot be made is told before the first ingest, and nothing is written to find out."""
    (tmp_path / "voc.yaml").write_text("store: gone/voc.db\n", encoding="utf-8")
    done = voc("--format", "table", "doctor")
    assert done.returncode == 3
    assert "there is no folder gone" in done.stdout
    check_new(tmp_path / "voc.db")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(StoreError, match="cannot be written to"):
        check_new(tmp_path / "voc.db")
    assert [path.name for path in tmp_path.iterdir()] == ["voc.yaml"]


def test_a_folder_that_cannot_be_written_to_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output in a read-only folder is refused like one in a missing folder."""
    from voc.workflows.files import check_place

    check_place(tmp_path / "report.md")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UsageError, match="cannot be written to"):
        check_place(tmp_path / "report.md")

"""Standard output that is full, closed or gone ends in one line or none, never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.cli.conftest import Voc

from voc.cli.session import Globals, Session, _guarded

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


def printed_to(target: Any, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``voc`` with its standard output sent to ``target``."""
    return subprocess.run(
        [sys.executable, "-m", "voc", *arguments],
        stdout=target,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@needs_full
@pytest.mark.parametrize("format_", ["table", "json"])
def test_a_full_disk_behind_the_result_is_one_line(voc: Voc, tmp_path: Path, format_: str) -> None:
    """A result that cannot be written is exit 3 and one line that says so."""
    assert voc("backends").returncode == 0
    with Path("/dev/full").open("w") as full:
        done = printed_to(full, tmp_path, "--format", format_, "backends")
    assert done.returncode == 3
    assert done.stderr.strip().splitlines() == [
        "voc: cannot write the result: No space left on device; make room, or send it elsewhere"
    ]


@pytest.mark.parametrize("format_", ["table", "json"])
def test_a_reader_that_has_gone_away_ends_quietly(tmp_path: Path, format_: str) -> None:
    """``voc … | head`` says nothing, and the code is the command's own."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = printed_to(pipe, tmp_path, "--format", format_, "backends")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EOFError("Ran out of input"), "the input ended before it was complete"),
        (PermissionError(13, "Permission denied", "week.csv"), "week.csv: Permission denied"),
    ],
)
def test_a_failure_that_nobody_foresaw_is_one_line(
    capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    """A stray end of input or a file's own error is exit 3 without a traceback."""

    def broken(session: Session) -> int:
        raise error

    assert _guarded(Session(Globals(no_color=True)), broken, {}) == 3
    err = capsys.readouterr().err
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_an_exit_of_typer_is_not_taken_for_a_failure() -> None:
    """Only failures of files are caught; typer's own way out stays open."""

    def leave(session: Session) -> int:
        raise typer.Exit(7)

    with pytest.raises(typer.Exit):
        _guarded(Session(), leave, {})

"""Two discover runs on one store: the second says who holds it, and nothing of either is lost."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

from tests.property.test_kill import export, forked, themes

HELD = """
import sys, time, pathlib
import voc.workflows.discover as discover
encode = discover.encode
def slow(*arguments):
    pathlib.Path("encoding").touch()
    while not pathlib.Path("go").exists():
        time.sleep(0.02)
    return encode(*arguments)
discover.encode = slow
from voc.cli.app import app
app(["discover"], prog_name="voc")
"""
"""A discover run that waits in its middle until it may go on."""


def started(folder: Path, *command: str) -> subprocess.Popen[str]:
    """Python in ``folder``."""
    return subprocess.Popen(
        [sys.executable, *command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def one_alone(folder: Path) -> tuple[object, ...]:
    """What a run that nobody disturbs leaves."""
    folder.mkdir()
    export(folder / "export")
    for command in (("ingest", "export"), ("discover",)):
        assert forked(folder, *command) == 0, (folder / "output.txt").read_text(encoding="utf-8")
    return themes(folder)


def test_the_second_says_who_holds_the_store(tmp_path: Path) -> None:
    """It ends at once with one line that names the first; the first is not disturbed; run again, nothing is new."""
    alone = one_alone(tmp_path / "alone")
    export(tmp_path / "export")
    assert forked(tmp_path, "ingest", "export") == 0
    first = started(tmp_path, "-c", HELD)
    while not (tmp_path / "encoding").exists():
        assert first.poll() is None
        time.sleep(0.05)
    second = started(tmp_path, "-m", "voc", "discover")
    said, _ = second.communicate()
    assert second.returncode not in (0, None)
    assert re.search(rf"is being written by process {first.pid} on .+ since .+; wait until that voc has ended", said)
    assert "Traceback" not in said
    (tmp_path / "go").touch()
    said, _ = first.communicate()
    assert first.returncode == 0, said
    assert themes(tmp_path) == alone
    assert forked(tmp_path, "discover") == 0
    assert '"unchanged": true' in (tmp_path / "output.txt").read_text(encoding="utf-8")
    assert themes(tmp_path) == alone


def test_two_that_start_at_once(tmp_path: Path) -> None:
    """One of them finds, the other finds nothing new or is told to wait; the store is that of one run."""
    alone = one_alone(tmp_path / "alone")
    export(tmp_path / "export")
    assert forked(tmp_path, "ingest", "export") == 0
    both = [started(tmp_path, "-m", "voc", "discover") for _ in range(2)]
    said = [each.communicate()[0] for each in both]
    assert 0 in [each.returncode for each in both]
    for each, words in zip(both, said, strict=True):
        assert "Traceback" not in words
        assert each.returncode == 0 or "is being written by" in words
    assert themes(tmp_path) == alone

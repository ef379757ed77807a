"""Real processes, killed for real, on a real folder and a real database: one issue a theme in the end."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.filing_world import Desk, TurnedClock, themes

from voc.analysis.filing.markers import read_identity
from voc.stores.ledger import SqlLedger
from voc.stores.sql import open_store
from voc.trackers.local import LocalTracker

ROOT = Path(__file__).resolve().parents[2]
THEMES = 12

APPLY = """
import os, sys
from pathlib import Path
from tests.filing_world import Desk, TurnedClock, themes
from tests.property.test_filing_laws import LEDGER_CALLS, TRACKER_CALLS, Mortal
from voc.stores.ledger import SqlLedger
from voc.stores.sql import open_store
from voc.trackers.local import LocalTracker
from voc.trackers import local, local_folder
from voc.workflows.filing.apply import apply_plan
from voc.workflows.filing.run import Filing

folder, calls = Path(sys.argv[1]), int(sys.argv[2])

class Fatal(Mortal):
    def _burn(self):
        self._fuse[0] -= 1
        if self._fuse[0] == 0:
            os._exit(9)

fuse = [calls]
write = local_folder.write_whole
def deadly(*arguments, **options):
    Fatal(None, (), fuse)._burn()
    write(*arguments, **options)
    Fatal(None, (), fuse)._burn()
local.write_whole = local_folder.write_whole = deadly

clock = TurnedClock()
store = open_store(str(folder / "voc.db"))
tracker = Fatal(LocalTracker(folder / "issues", "VOC", now=clock.now), TRACKER_CALLS, fuse)
ledger = Fatal(SqlLedger(store), LEDGER_CALLS, fuse)
desk = Desk(tracker, ledger, clock)
desk.set(max_new=50, max_new_per_day=50)
with store.writing(wait=60):
    plan = desk.plan(themes(int(sys.argv[3])))
filing = Filing(tracker, ledger, desk.settings, clock, desk.template)
sys.exit(apply_plan(plan, filing, store.writing(wait=60)).exit_code)
"""


def start(folder: Path, calls: int = 0) -> subprocess.Popen[bytes]:
    """An apply in a process of its own, which ends itself at its ``calls``-th call (0: never)."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.Popen(
        [sys.executable, "-c", APPLY, str(folder), str(calls), str(THEMES)], env=environment, cwd=ROOT
    )


def check(folder: Path) -> None:
    """One issue a theme, each known to the ledger, no broken file, no rubbish left behind."""
    store = open_store(str(folder / "voc.db"))
    clock = TurnedClock()
    desk = Desk(LocalTracker(folder / "issues", "VOC", now=clock.now), SqlLedger(store), clock)
    desk.set(max_new=50, max_new_per_day=50)
    found = Counter(read_identity(issue.body).theme_id for issue in desk.issues())  # type: ignore[union-attr]
    rows = desk.ledger.entries(desk.filing.scope)
    assert found == Counter(dict.fromkeys(rows, 1))
    assert len(rows) == THEMES
    assert {row.state.value for row in rows.values()} == {"filed"}
    assert {row.issue_id for row in rows.values()} == {f"VOC-{number}" for number in range(1, THEMES + 1)}
    assert not desk.plan(themes(THEMES)).pending
    assert all(finding.ok for finding in desk.tracker.check())
    assert sorted(path.name for path in (folder / "issues" / ".voc").iterdir()) == ["VOC.last", "lock"]
    store.close()


@pytest.mark.parametrize("calls", [4, 9, 14, 23, 41, 62])
def test_a_process_that_ends_itself_anywhere_is_gone_on_with(calls: int, tmp_path: Path) -> None:
    """Ending at the n-th call of tracker, ledger or file writing, then the same command: as if nothing had been."""
    assert start(tmp_path, calls).wait(120) == 9
    assert start(tmp_path).wait(120) == 0
    check(tmp_path)


def test_random_sigkills(tmp_path: Path) -> None:
    """Killed by the system at random moments, again and again: one issue a theme."""
    moments = random.Random(5)
    for _ in range(6):
        process = start(tmp_path)
        time.sleep(moments.uniform(0.8, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    assert start(tmp_path).wait(120) == 0
    check(tmp_path)


def test_three_at_once(tmp_path: Path) -> None:
    """Three applies at the same time wait for one another and file each theme once."""
    processes = [start(tmp_path) for _ in range(3)]
    assert [process.wait(180) for process in processes] == [0, 0, 0]
    check(tmp_path)


def test_three_at_once_with_kills(tmp_path: Path) -> None:
    """Two of three are killed in the middle; the third and a later one finish the work."""
    processes = [start(tmp_path, calls) for calls in (0, 31, 55)]
    for process in processes:
        process.wait(180)
    assert start(tmp_path).wait(120) == 0
    check(tmp_path)

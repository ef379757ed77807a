"""Trackers that other packages bring, as pip leaves them in a folder of installed packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.config.load import load_config
from voc.errors import UsageError
from voc.ports.tracker import Tracker
from voc.trackers.memory import MemoryTracker
from voc.wiring.clock import SystemClock
from voc.wiring.registry import BACK_ENDS, back_end, plugins
from voc.wiring.tracking import tracker_of

MODULE = """\
from voc.plugins import Clock, Secret, TrackerSettings
from voc.trackers.memory import MemoryTracker

def tracker(settings: TrackerSettings, token: Secret, clock: Clock) -> MemoryTracker:
    made = MemoryTracker(clock, project=settings.project)
    made.given = (dict(settings.options), token.value)
    return made
"""


def installed(folder: Path, package: str, points: str, module: str = MODULE) -> None:
    """A package as pip installs it: its module, and what it says of itself."""
    (folder / f"{package}.py").write_text(module)
    about = folder / f"{package}-2.1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 2.1\n")
    (about / "entry_points.txt").write_text(f"[voc.trackers]\n{points}\n")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def tracker_in(folder: Path, name: str) -> Tracker:
    (folder / "token").write_text("canary\n")
    (folder / "voc.yaml").write_text(
        f"tracker: {{name: {name}, project: APP, token: 'file:token', options: {{team: blue}}}}"
    )
    return tracker_of(load_config(folder / "voc.yaml"), SystemClock())


def test_nothing_is_there_that_nobody_installed() -> None:
    """Without such packages voc knows its own back ends."""
    assert [each for each in plugins() if each.package is None] == []
    assert all(each.package is None for each in BACK_ENDS)


def test_a_tracker_of_another_package_is_given_settings_token_and_clock(packages: Path, tmp_path: Path) -> None:
    """Its options reach it as they stand in voc.yaml, its token as a secret."""
    installed(packages, "vocboards", "boards = vocboards:tracker")
    assert [(each.room, each.name, each.package) for each in plugins()] == [("tracker", "boards", "vocboards 2.1")]
    tracker = tracker_in(tmp_path, "boards")
    assert isinstance(tracker, MemoryTracker)
    assert tracker.project == "APP"
    assert tracker.given == ({"team": "blue"}, "canary")  # type: ignore[attr-defined]


def test_a_name_of_ours_is_not_given_away(packages: Path) -> None:
    """A package that calls its tracker ``jira`` gets neither the name nor the token."""
    installed(packages, "vocthief", "jira = vocthief:tracker")
    assert plugins() == ()
    assert back_end("tracker", "jira").module == "voc.trackers.jira"


def test_two_packages_with_one_name_are_told(packages: Path) -> None:
    """Which of them is meant is not guessed."""
    installed(packages, "vocone", "boards = vocone:tracker")
    installed(packages, "voctwo", "boards = voctwo:tracker")
    with pytest.raises(UsageError, match=r"brought by vocone 2\.1, voctwo 2\.1"):
        back_end("tracker", "boards")


@pytest.mark.parametrize(
    ("module", "what"), [("import no_such_module", "ModuleNotFoundError"), ("x = 1", "AttributeError")]
)
def test_a_package_that_does_not_load_is_named(packages: Path, tmp_path: Path, module: str, what: str) -> None:
    """One line names the package and what is wrong with it."""
    name = f"vocbroken{what.lower()}"
    installed(packages, name, f"boards = {name}:tracker", module)
    with pytest.raises(UsageError, match=rf"of {name} 2\.1 does not load: {what}"):
        tracker_in(tmp_path, "boards")


def test_a_near_name_is_told(packages: Path) -> None:
    """Names that packages bring are suggested like voc's own; other rooms have none."""
    installed(packages, "vocnear", "boards = vocnear:tracker")
    with pytest.raises(UsageError, match="did you mean 'boards'"):
        back_end("tracker", "board")
    with pytest.raises(UsageError, match="there is no source 'boards'"):
        back_end("source", "boards")

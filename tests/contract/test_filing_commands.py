"""The commands, on every tracker that voc finds by its configuration alone."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from voc.cli.app import app
from voc.config.schema import TrackerSettings

EXAMPLE = Path(__file__).parents[2] / "examples" / "zendesk_export.json"
WEEK = {"as_of": date(2026, 11, 9), "sources": {"paths": [str(EXAMPLE)]}}
REMOTE = ("redmine", "jira cloud", "jira data center", "github double", "github emulator", "linear double")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the example, whose themes were found."""
    folder = tmp_path_factory.mktemp("store")
    (folder / "voc.yaml").write_text(yaml.safe_dump(WEEK))
    assert CliRunner().invoke(app, ["run", "-c", str(folder / "voc.yaml")]).exit_code == 0
    return folder


def told(settings: TrackerSettings) -> dict[str, Any]:
    """The settings as ``voc.yaml`` says them."""
    special = getattr(settings, settings.name)
    usual = asdict(type(special)())
    changed = {name: value for name, value in asdict(special).items() if value != usual[name]}
    where = {"name": settings.name, "url": settings.url, "project": settings.project}
    return {**where, "token": "env:TOKEN_OF_VOC", settings.name: changed}


@pytest.mark.parametrize("world", [*REMOTE, "linear emulator"], indirect=True)
def test_the_commands_file_into_it(world: Any, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor, a run that must be confirmed, a plan that is carried out once, a run with nothing left to do for what was
    filed; the token is never shown.
    """
    monkeypatch.setenv("TOKEN_OF_VOC", world.token)
    config, plan, shown = tmp_path / "voc.yaml", tmp_path / "plan.json", []
    settings = world.settings()
    for name in ("voc.db", "voc.key"):
        shutil.copy(store / name, tmp_path)
    config.write_text(yaml.safe_dump({**WEEK, "tracker": told(settings)}))

    def voc(*arguments: str) -> int:
        done = CliRunner().invoke(app, [*arguments, "-c", str(config)])
        shown.append(done.output)
        return done.exit_code

    assert voc("doctor") == 0
    assert voc("run", "--apply") == 5
    assert voc("plan", "-o", str(plan)) == 0
    assert voc("apply", str(plan), "--confirm-project", settings.project) == 0
    filed = world.tracker().family("voc-default")
    assert 0 < len(filed) <= 5
    assert voc("apply", str(plan)) == 0
    assert world.tracker().family("voc-default") == filed
    assert voc("run", "--apply", "--confirm-project", settings.project) == 0
    assert world.tracker().family("voc-default")[: len(filed)] == filed
    assert world.token not in "".join(shown) + plan.read_text() + (tmp_path / "report.md").read_text()

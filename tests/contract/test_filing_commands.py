"""The commands, on every tracker that voc finds by its configuration alone."""

from __future__ import annotations

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
REMOTE = ("redmine", "jira cloud", "jira data center", "github double", "github emulator", "linear double")


def told(settings: TrackerSettings) -> dict[str, Any]:
    """The settings as ``voc.yaml`` says them."""
    special = getattr(settings, settings.name)
    usual = asdict(type(special)())
    changed = {name: value for name, value in asdict(special).items() if value != usual[name]}
    where = {"name": settings.name, "url": settings.url, "project": settings.project}
    return {**where, "token": "env:TOKEN_OF_VOC", settings.name: changed}


@pytest.mark.parametrize("world", [*REMOTE, "linear emulator"], indirect=True)
def test_the_commands_file_into_it(world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor, a run that must be confirmed, a plan that is carried out once, a run with nothing left to do for what was
    filed; the token is never shown.
    """
    monkeypatch.setenv("TOKEN_OF_VOC", world.token)
    config, plan, shown = tmp_path / "voc.yaml", tmp_path / "plan.json", []
    settings = world.settings()
    document = {"as_of": date(2026, 11, 9), "tracker": told(settings), "sources": {"paths": [str(EXAMPLE)]}}
    config.write_text(yaml.safe_dump(document))

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

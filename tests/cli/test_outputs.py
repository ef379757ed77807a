"""Every place that a run writes to is checked before the run does anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Voc


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "nowhere/x.md"), "there is no folder nowhere"),
        (("-o", "week.pptx"), "week.pptx: there is no renderer 'pptx'"),
        (("-o", "taken.md"), "taken.md is a folder"),
        (("-o", "fine.md", "-o", "nowhere/x.md"), "there is no folder nowhere"),
        (("--plan", "nowhere/plan.json"), "there is no folder nowhere"),
        (("--plan", "taken.md"), "taken.md is a folder"),
        (("--rejects", "nowhere/rejects.ndjson"), "choose another place with --rejects"),
    ],
)
def test_a_run_that_cannot_write_does_nothing(
    voc: Voc, export: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A missing folder, an unknown ending or a folder is refused in one line, before a ticket is stored or filed."""
    (tmp_path / "taken.md").mkdir()
    done = voc("run", str(export), "--apply", *arguments)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "issues").exists()
    assert not list(tmp_path.glob("voc.db*"))
    assert not (tmp_path / "fine.md").exists()


@pytest.mark.parametrize("name", ["out/report.md", "report.docx"])
def test_a_report_of_the_configuration_is_mended_there(voc: Voc, export: Path, tmp_path: Path, name: str) -> None:
    """Where ``report:`` in voc.yaml is at fault, the hint points there and nothing is filed."""
    (tmp_path / "voc.yaml").write_text(f"report: {name}\n", encoding="utf-8")
    done = voc("run", str(export), "--apply")
    assert done.returncode == 2
    assert name in done.stderr
    assert "mend report: in voc.yaml" in done.stderr
    assert not (tmp_path / "issues").exists()


def test_report_and_plan_check_alike_and_say_alike(voc: Voc, export: Path, tmp_path: Path) -> None:
    """``report`` and ``plan`` refuse what ``run`` refuses, and all three name a written file the same way."""
    ran = voc("run", str(export), "-o", "a.md", "--plan", "a.json", "--as-of", "2026-11-02")
    assert ran.stderr.splitlines() == ["written: a.md", "written: a.json"]
    assert voc("report", "-o", "b.md").stderr.strip() == "written: b.md"
    assert voc("plan", "-o", "b.json").stderr.strip() == "written: b.json"
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    for command in ("report", "plan"):
        refused = voc(command, "-o", "nowhere/c.md")
        assert (refused.returncode, "there is no folder nowhere" in refused.stderr) == (2, True)

"""From an export to a link: what a person filed by hand is proposed, linked or unlinked, and never filed twice."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from tests.cli.conftest import WORDS, Voc

NOW = ("--as-of", "2026-11-02")
TABLE = (*NOW, "--format", "table")
OTHERS = 150
BY_HAND = """\
---
key: VOC-7
title: "{title}"
status: open
created: 2026-10-12T08:00:00Z
---

{body}
"""


def actions(voc: Voc) -> dict[str, dict[str, object]]:
    plan = json.loads(voc("plan", "--format", "json", *NOW).stdout)
    return {change["action"]: change for change in plan["changes"] if change["draft"]}


@pytest.fixture
def issues(tmp_path: Path, voc: Voc, export: Path) -> Path:
    """A folder in which a person filed the calendar's fault, in a customer's words."""
    voc("ingest", str(export))
    voc("discover")
    plan = json.loads(voc("plan", "--format", "json", *NOW).stdout)
    title = next(
        each["draft"]["title"] for each in plan["changes"] if each["draft"] and "sync" in each["draft"]["body"]
    )
    folder = tmp_path / "issues"
    folder.mkdir(exist_ok=True)
    text = BY_HAND.format(title=title, body="\n".join(WORDS["bug"]))
    (folder / "VOC-7-by-hand.md").write_text(text, encoding="utf-8")
    drawn = random.Random(5)
    words = ["".join(drawn.choices("aeioumnrstklp", k=6)) for _ in range(OTHERS)]
    for number in range(1_000, 1_000 + OTHERS):
        other = BY_HAND.format(title=" ".join(drawn.sample(words, 4)), body=" ".join(drawn.sample(words, 8)))
        (folder / f"VOC-{number}.md").write_text(other.replace("VOC-7", f"VOC-{number}"), encoding="utf-8")
    return folder


def test_a_persons_issue_is_proposed_and_a_person_decides(voc: Voc, export: Path, issues: Path) -> None:
    """The plan proposes the link; an unattended run leaves it, a reviewed plan makes it, and nothing is filed twice."""
    before = (issues / "VOC-7-by-hand.md").read_bytes()
    shown = voc("plan", "-o", "plan.json", *TABLE)
    assert "perhaps filed already: th-" in shown.stdout
    assert "as VOC-7 “" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert f"compared with {OTHERS + 1} issues" in shown.stdout
    link = actions(voc)["link"]
    assert link["proposed"] is True
    assert link["candidates"][0]["issue"]["key"] == "VOC-7"  # type: ignore[index]
    told = voc("run", str(export), *TABLE)
    assert "Perhaps filed already: 1; no run links them by itself" in told.stdout
    assert "link;" not in told.stdout
    alone = voc("apply", "--auto", "--max-new", "5", *TABLE)
    assert alone.returncode == 0, alone.stderr
    assert "proposed: VOC-7: perhaps filed already by a person as VOC-7" in alone.stdout
    assert len(list(issues.glob("*.md"))) == OTHERS + 2
    voc("plan", "-o", "plan.json", *NOW)
    linked = voc("apply", "plan.json", *TABLE)
    assert "linked: VOC-7" in linked.stdout
    assert (issues / "VOC-7-by-hand.md").read_bytes() == before
    assert "link" not in actions(voc)
    again = voc("theme", "link", str(link["theme_id"]), "VOC-1003", "--by", "Matti")
    assert again.returncode == 0
    assert f"{link['theme_id']} is filed as VOC-7 already and stays so" in again.stderr


def test_what_a_person_unlinks_is_filed(voc: Voc, issues: Path) -> None:
    """Once somebody said that it is none of the issues there, it is a new one."""
    theme = str(actions(voc)["link"]["theme_id"])
    assert voc("theme", "unlink", theme, "--by", "Matti").returncode == 0
    assert "unlinked, so that it may be filed anew (Matti, " in voc("theme", "show", theme, "--format", "table").stdout
    planned = actions(voc)
    assert "link" not in planned
    assert voc("apply", "--auto", "--max-new", "5", *NOW).returncode == 0
    assert len(list(issues.glob("*.md"))) == OTHERS + 3

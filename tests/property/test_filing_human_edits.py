"""Two hundred edits by people between runs: none is overwritten, and each is shown in the plan."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from benchmarks.filing.judge import Document
from benchmarks.filing.people import DELETED, EDITS, People
from tests.filing_world import Desk, TurnedClock, themes
from tests.redmine_double import redmine_double_project
from tests.redmine_world import Project

from voc.analysis.filing.managed_block import find_block
from voc.model.plan import Action, Change
from voc.stores.memory_ledger import MemoryLedger

THEMES, EDITS_A_WEEK = 20, 4
SHOWN = {
    "title": "left alone: title",
    "text above": "text around the block",
    "text below": "text around the block",
    "text inside": "block",
    "block away": "block",
    "label added": "labels",
    "labels away": "labels",
}
"""What the plan's reason says of an edit; a status is shown as the issue's own, a note below it is not."""


def shown(change: Change, kind: str, left: Document | None) -> bool:
    """Whether the plan tells what a person did to an issue that was ``left`` so; None for a deleted one."""
    if left is None:
        return "is gone" in change.reason
    if kind.startswith("text") and find_block(left["description"]) is None:
        return "block" in change.reason  # without one, all of the description is people's
    status = change.issue is not None and change.issue.status == left["status"]["name"]
    return status and SHOWN.get(kind, "") in change.reason


def week(desk: Desk, people: People, project: Project, customers: int) -> None:
    """People edit four issues, the plan shows each edit, and it is carried out."""
    rows = desk.ledger.entries(desk.filing.scope)
    issues = {row.issue_id: theme_id for theme_id, row in rows.items() if row.issue_id}
    alive = [number for number in issues if people.left.get(number, {}) is not None]
    done = {number: people.edit(str(number)) for number in people.chance.sample(alive, EDITS_A_WEEK)}
    desk.clock.sleep(8 * 86_400.0)
    plan = desk.plan(themes(THEMES, customers=customers))
    for number, kind in done.items():
        (change,) = (each for each in plan.changes if each.theme_id == issues[number])
        assert shown(change, kind, people.left[str(number)]), (kind, change.reason)
        assert kind != DELETED or change.action is Action.SKIP
    desk.apply(plan)


@pytest.fixture
def project(request: pytest.FixtureRequest) -> Iterator[Project]:
    """An empty project in a Redmine of our own, or in a real one."""
    if request.param == "redmine":
        yield request.getfixturevalue("redmine_server").project()
        return
    with redmine_double_project() as project:
        yield project


@pytest.mark.parametrize(
    ("project", "rewrite", "edits"),
    [("double", True, 100), ("double", False, 100), ("redmine", True, 12)],
    indirect=["project"],
)
def test_no_edit_is_overwritten_and_each_is_shown(project: Project, rewrite: bool, edits: int) -> None:
    """Title, text inside and around the block, labels, status, notes, deletion, four a week, while themes grow."""
    desk = Desk(project.tracker(rewrite_block=rewrite), MemoryLedger(), TurnedClock())
    desk.set(max_new=THEMES, max_updates=THEMES)
    desk.apply(desk.plan(themes(THEMES)), confirm_project=project.name)
    people = People(project, random.Random(edits + rewrite))
    while len(people.done) < edits:
        week(desk, people, project, customers=5 + len(people.done))
        path = f"/issues.json?project_id={project.name}&status_id=*&limit=100"
        issues = project.redmine.ask("GET", path, project.redmine.admin_key)["issues"]
        assert people.undone({str(issue["id"]): issue for issue in issues}) == []
        assert len(issues) == THEMES - people.done.count(DELETED)
    assert edits < 100 or set(people.done) == {*EDITS, DELETED}

"""Two hundred edits by people between runs: none is overwritten, and each is shown in the plan."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from benchmarks.filing.ground import Client, Ground, View
from benchmarks.filing.on_jira import jira_ground
from benchmarks.filing.on_redmine import OnRedmine
from benchmarks.filing.people import DELETED, People
from tests.filing_world import Desk, TurnedClock, themes
from tests.jira_server.state import CLOUD, DATA_CENTER
from tests.redmine_double import redmine_double_project

from voc.config.secrets import Secret
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
"""What the plan's reason says of an edit; status and key are shown as the issue's own, a note below it is not."""


def shown(change: Change, kind: str, left: View | None) -> bool:
    """Whether the plan tells what a person did to an issue that was ``left`` so; None for a deleted one."""
    if left is None:
        return "is gone" in change.reason
    if kind.startswith("text") and left.around is None:
        return "block" in change.reason  # without one, all of the description is people's
    seen = change.issue is not None and (change.issue.key, change.issue.status) == (left.key, left.status)
    return seen and SHOWN.get(kind, "") in change.reason


def week(desk: Desk, people: People, customers: int) -> None:
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
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def ground(request: pytest.FixtureRequest, clock: TurnedClock) -> Iterator[Ground]:
    """An empty project in a Redmine of our own, in a real one, or in a Jira."""
    if request.param == "redmine":
        yield OnRedmine(request.getfixturevalue("redmine_server").project())
    elif request.param == "double":
        with redmine_double_project() as project:
            yield OnRedmine(project)
    else:
        with jira_ground(request.param, clock.now) as jira:
            yield jira


def desk_at(client: Client, clock: TurnedClock, *, rewrite: bool) -> Desk:
    """A desk that files there, and may change as much as it wants."""
    settings = replace(client.settings, rewrite_block=rewrite)
    desk = Desk(client.tracker(settings, Secret(client.key), clock), MemoryLedger(), clock)
    desk.set(max_new=THEMES, max_updates=THEMES)
    return desk


@pytest.mark.parametrize(
    ("ground", "rewrite", "edits"),
    [
        ("double", True, 100),
        ("double", False, 100),
        ("redmine", True, 12),
        (CLOUD, True, 50),
        (CLOUD, False, 50),
        (DATA_CENTER, True, 50),
        (DATA_CENTER, False, 50),
    ],
    indirect=["ground"],
)
def test_no_edit_is_overwritten_and_each_is_shown(
    ground: Ground, clock: TurnedClock, rewrite: bool, edits: int
) -> None:
    """Title, text inside and around the block, labels, status, notes, moves, deletion, while themes grow."""
    desk = desk_at(ground.client, clock, rewrite=rewrite)
    desk.apply(desk.plan(themes(THEMES)), confirm_project=desk.tracker.project)
    people = People(ground, random.Random(edits + rewrite))
    while len(people.done) < edits:
        week(desk, people, customers=5 + len(people.done))
        issues = ground.issues()
        assert people.undone(issues) == []
        assert len(issues) == THEMES - people.done.count(DELETED)
    assert edits < 50 or set(people.done) == {*ground.edits, DELETED}

"""Real processes behind the fault proxy, killed at every step: one issue a theme, nobody's words lost.

A few runs of ``python -m benchmarks.filing``, which makes a thousand; and the proof that it sees what it is to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

import pytest
from benchmarks.filing.applier import AROUND_A_CREATE, MUTATIONS, STEPS
from benchmarks.filing.bench import on_double, on_jira, on_redmine, shared_time
from benchmarks.filing.judge import Verdict
from benchmarks.filing.on_jira import jira_ground
from benchmarks.filing.on_redmine import OnRedmine
from benchmarks.filing.scripted import WORST, WORST_LAG, Phase, Scripted, one_death
from benchmarks.filing.trouble import FAULTS, Trouble
from tests.jira_server.state import CLOUD, DATA_CENTER, Mode
from tests.redmine_double import redmine_double
from tests.redmine_world import Redmine

from voc.trackers.jira_unlisted import GAP

SEEDS = (1, 6, 7, 113, 331)
JIRAS = (10, 13)
"""Odd ones are on Cloud, even ones on Data Center."""
BY_TURNS = (CLOUD, DATA_CENTER)


def scripted(phases: Sequence[Phase], *, themes: int, without: str = "", lag: float = 0.0) -> Verdict:
    """A written run on a Redmine of our own."""
    offset, now = shared_time()
    with redmine_double(now) as double:
        ground = OnRedmine(double.project())
        return Scripted(phases, 1, ground, offset, themes=themes, without=without, lag=lag).run()


def on_a_jira(mode: Mode, phases: Sequence[Phase], *, themes: int, without: str = "", lag: float = 0.0) -> Verdict:
    """The same on a Jira that loses numbers, so that what no search shows is found in no other way."""
    offset, now = shared_time()
    with jira_ground(mode, now, gap=GAP) as ground:
        return Scripted(phases, 1, ground, offset, themes=themes, without=without, lag=lag).run()


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_trouble(seed: int) -> None:
    """Faults, deaths, three at once, lag and people, as the seed says: all laws hold for twenty themes."""
    verdict = on_double(seed)
    assert verdict.broken == []
    assert verdict.issues + verdict.deleted == 20


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_on_two_creates_in_a_row(name: str) -> None:
    """Whatever becomes of request or answer: no attempt is sent twice, and each theme ends as one issue."""

    def stir(trouble: Trouble) -> None:
        trouble.create(trouble.fault(name), times=2)

    verdict = scripted([Phase(stir=stir)], themes=3)
    assert verdict.broken == []
    assert (verdict.issues, verdict.faults.total() > 0) == (3, True)


@pytest.mark.parametrize("step", STEPS)
def test_a_death_at_each_step(step: str) -> None:
    """Killed there while creating, and again while commenting: the next run goes on, and no law is broken."""
    verdict = scripted(one_death(step), themes=4, lag=WORST_LAG)
    assert verdict.broken == []
    assert (verdict.issues, verdict.kills[step] > 0) == (4, True)


def test_the_worst_that_was_thought_of() -> None:
    """Lost answers, deaths between create and answer, three at once, and new issues hidden: all laws hold."""
    verdict = scripted(WORST, themes=6, lag=WORST_LAG)
    assert verdict.broken == []
    assert (verdict.issues, verdict.posts) == (6, 6)
    assert verdict.kills.total() >= 2


@pytest.mark.parametrize("part", MUTATIONS)
def test_each_part_of_the_protocol_is_needed(part: str) -> None:
    """With one of them taken out, the same run breaks a law: this suite can see what it guards against. Three at once
    meet by chance, and seldom on a busy machine, so that it may take a few runs until they do.
    """
    verdicts = (scripted(WORST, themes=6, without=part, lag=WORST_LAG) for _ in range(12))
    assert any(verdict.broken for verdict in verdicts)


@pytest.mark.parametrize("seed", JIRAS)
def test_drawn_trouble_on_a_jira(seed: int) -> None:
    """The same as on a Redmine, with searches that are late by themselves, and people who move issues away."""
    verdict = on_jira(seed)
    assert verdict.broken == []
    assert verdict.issues + verdict.deleted == 20


@pytest.mark.parametrize(("step", "mode"), list(zip(AROUND_A_CREATE, cycle(BY_TURNS), strict=False)))
def test_a_death_around_a_create_on_a_jira(step: str, mode: Mode) -> None:
    """Killed there, and run again at once while no search shows the issue: it stays the only one."""
    verdict = on_a_jira(mode, one_death(step), themes=3, lag=WORST_LAG)
    assert verdict.broken == []
    assert (verdict.issues, verdict.kills[step] > 0) == (3, True)


@pytest.mark.parametrize(("part", "mode"), list(zip(MUTATIONS, cycle(BY_TURNS), strict=False)))
def test_each_part_is_needed_on_a_jira(part: str, mode: Mode) -> None:
    """With one of them taken out, or the package's own retries on, the worst breaks a law here too."""
    verdicts = (on_a_jira(mode, WORST, themes=6, without=part, lag=WORST_LAG) for _ in range(12))
    assert any(verdict.broken for verdict in verdicts)


@pytest.mark.parametrize("step", AROUND_A_CREATE)
def test_a_death_around_a_create_on_a_real_redmine(step: str, redmine_server: Redmine) -> None:
    """The same on a real one."""
    offset, _ = shared_time()
    ground = OnRedmine(redmine_server.project())
    verdict = Scripted(one_death(step), 1, ground, offset, themes=3, patience=20.0).run()
    assert verdict.broken == []
    assert (verdict.issues, verdict.kills[step] > 0) == (3, True)


def test_drawn_trouble_on_a_real_redmine(redmine_server: Redmine) -> None:
    """Twenty themes, a power cut, two lost answers and people on a real one."""
    verdict = on_redmine(SEEDS[0], redmine_server)
    assert verdict.broken == []
    assert verdict.issues + verdict.deleted == 20

"""Many runs at a time, on trackers of our own or on a real Redmine."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.filing_world import START
from tests.jira_server.state import Mode
from tests.redmine_double import redmine_double
from tests.redmine_world import Redmine

from benchmarks.filing.judge import Verdict
from benchmarks.filing.on_jira import drawn_habits, jira_ground
from benchmarks.filing.on_redmine import OnRedmine
from benchmarks.filing.trial import PROCESSES, Trial
from benchmarks.results import Row

REAL_PATIENCE = 20.0
"""Seconds until a request to a real server is given up."""


def shared_time() -> tuple[Any, Callable[[], datetime]]:
    """Seconds that every process of a run can turn, and the time that they make."""
    offset = PROCESSES.Value("d", 0.0)
    return offset, lambda: START + timedelta(seconds=offset.value)


def on_double(seed: int, without: str = "", **options: Any) -> Verdict:
    """One run on a Redmine of our own, whose clock is that of everybody else."""
    offset, now = shared_time()
    with redmine_double(now) as double:
        return Trial(seed, OnRedmine(double.project()), offset, without=without, **options).run()


def on_jira(seed: int, without: str = "", **options: Any) -> Verdict:
    """One run on a Jira of our own with the same clock: Data Center for even seeds, Cloud for odd ones."""
    offset, now = shared_time()
    mode = Mode.CLOUD if seed % 2 else Mode.DATA_CENTER
    chance = random.Random(f"habits of {seed}")  # noqa: S311 - repeatable, not secret
    with jira_ground(mode, now, **drawn_habits(chance)) as ground:
        return Trial(seed, ground, offset, without=without, **options).run()


OWN: Mapping[str, Callable[..., Verdict]] = {"double": on_double, "jira": on_jira}
"""Trackers of our own, by the name that the command knows them by."""


def on_redmine(seed: int, redmine: Redmine, without: str = "", **options: Any) -> Verdict:
    """One run on a real one, in a project of its own."""
    offset, _ = shared_time()
    return Trial(seed, OnRedmine(redmine.project()), offset, without=without, patience=REAL_PATIENCE, **options).run()


def many(where: str, seeds: Sequence[int], without: str, jobs: int) -> Iterator[Verdict]:
    """Runs on a tracker of ``OWN``, as many at a time as ``jobs``."""
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(partial(OWN[where], without=without), seeds)


def many_on_redmine(seeds: Sequence[int], without: str, redmine: Redmine, database: Path) -> Iterator[Verdict]:
    """Runs on one real server, one after the other; its database is put back after each, so that none is slower."""
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(":memory:")) as kept:
        live.backup(kept)
        for seed in seeds:
            yield on_redmine(seed, redmine, without)
            kept.backup(live)


def summed(where: str, verdicts: Sequence[Verdict], seconds: float) -> list[Row]:
    """Tables of what was tried and what came of it."""
    total: dict[str, Counter[str]] = {
        name: sum((getattr(each, name) for each in verdicts), Counter())
        for name in ("kills", "faults", "results", "edits")
    }
    broken = [each for each in verdicts if each.broken]
    head: Row = {
        "server": where,
        "runs": len(verdicts),
        "laws broken in": len(broken),
        "themes": sum(each.issues + each.deleted for each in verdicts),
        "issues": sum(each.issues for each in verdicts),
        "deleted by people": sum(each.deleted for each in verdicts),
        "creates that arrived": sum(each.posts for each in verdicts),
        "kills": total["kills"].total(),
        "faults": total["faults"].total(),
        "edits by people": total["edits"].total(),
        "minutes": seconds / 60,
    }
    rows = [head]
    for name, counts in total.items():
        rows.append({name: ", ".join(f"{what} {times}" for what, times in counts.most_common())})
    return rows

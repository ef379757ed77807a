"""Many runs at a time, on a Redmine of our own or on a real one."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.filing_world import START
from tests.redmine_double import redmine_double
from tests.redmine_world import Redmine

from benchmarks.filing.judge import Verdict
from benchmarks.filing.trial import PROCESSES, Trial
from benchmarks.results import Row

REAL_PATIENCE = 20.0
"""Seconds until a request to a real server is given up."""


def on_double(seed: int, without: str = "", **options: Any) -> Verdict:
    """One run on a Redmine of our own, whose clock is that of everybody else."""
    PROCESSES.set_forkserver_preload(["benchmarks.filing.applier"])
    offset = PROCESSES.Value("d", 0.0)

    def now() -> datetime:
        return START + timedelta(seconds=offset.value)

    with redmine_double(now) as double:
        return Trial(seed, double.project(), offset, without=without, **options).run()


def on_redmine(seed: int, redmine: Redmine, without: str = "", **options: Any) -> Verdict:
    """One run on a real one, in a project of its own."""
    PROCESSES.set_forkserver_preload(["benchmarks.filing.applier"])
    offset = PROCESSES.Value("d", 0.0)
    return Trial(seed, redmine.project(), offset, without=without, patience=REAL_PATIENCE, **options).run()


def many(seeds: Sequence[int], without: str, jobs: int) -> Iterator[Verdict]:
    """Runs on doubles, as many at a time as ``jobs``."""
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(partial(on_double, without=without), seeds)


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

"""``python -m benchmarks.filing``: seeded runs of twenty themes behind the fault proxy, with processes killed at every
step, three applies at once and people who edit meanwhile: one issue a theme in the end, and nobody's words lost.

Prints and appends to ``benchmarks/RESULTS.md`` what was tried and in how many runs a law was broken; exit 1 if in any
(exit 0 then with ``--without``, which takes a part of the protocol out and must be seen).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.redmine_world import running, why_not

from benchmarks import results
from benchmarks.filing.applier import MUTATIONS
from benchmarks.filing.bench import OWN, many, many_on_redmine, summed
from benchmarks.filing.judge import Verdict
from benchmarks.filing.plans import plan_rows

PACKAGES = ("requests", "jira", "sqlalchemy", "filelock")
WHERE = {"double": "a Redmine of our own", "redmine": "Redmine 5.0.4", "jira": "a Jira of our own"}


def verdicts(options: argparse.Namespace) -> Iterator[Verdict]:
    """The runs that are asked for."""
    seeds = range(options.first, options.first + options.runs)
    if options.on in OWN:
        yield from many(options.on, seeds, options.without, options.jobs)
        return
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as redmine:
        yield from many_on_redmine(seeds, options.without, redmine, Path(folder) / "redmine" / "redmine.db")


def watched(options: argparse.Namespace) -> list[Verdict]:
    """The runs, with a line for each broken law and for each hundred."""
    found = []
    for verdict in verdicts(options):
        found.append(verdict)
        for law in verdict.broken:
            print(f"seed {verdict.seed}: {law}", flush=True)  # noqa: T201
        if len(found) % 100 == 0:
            print(f"{len(found)} runs", file=sys.stderr, flush=True)  # noqa: T201
        if verdict.broken and options.without:
            break
    return found


def plan(options: argparse.Namespace) -> int:
    """Measure a plan in a full project and append; 0."""
    with tempfile.TemporaryDirectory() as folder:
        rows = plan_rows(options.on, Path(folder))
    print(results.table(rows))  # noqa: T201
    if not options.dry_run:
        results.append(
            "A plan in a full project", f"python -m benchmarks.filing --plan --on {options.on}", PACKAGES, rows
        )
    return 0


def main() -> int:
    """Run and append; whether what must be was so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--on", choices=WHERE, default="double")
    parser.add_argument("--jobs", type=int, default=2, help="how many runs at a time; a real Redmine gets one")
    parser.add_argument("--without", choices=MUTATIONS, default="", help="take a part of the protocol out")
    parser.add_argument("--plan", action="store_true", help="measure a plan in a full project instead")
    parser.add_argument("--dry-run", action="store_true", help="append nothing")
    options = parser.parse_args()
    if options.on == "redmine" and why_not():
        print(why_not(), file=sys.stderr)  # noqa: T201
        return 2
    if options.plan and options.on == "jira":
        parser.error("a plan in a full project is measured on double or redmine")
    if options.plan:
        return plan(options)
    begin = time.monotonic()
    found = watched(options)
    rows = summed(WHERE[options.on], found, time.monotonic() - begin)
    without = f", without the {options.without}" if options.without else ""
    for row in rows:
        print(results.table([row]))  # noqa: T201
    if not options.dry_run:
        command = f"python -m benchmarks.filing --runs {options.runs} --first {options.first} --on {options.on}"
        command += f' --without "{options.without}"' if options.without else ""
        results.append(f"Filing behind a fault proxy{without}", command, PACKAGES, rows)
    return int(any(verdict.broken for verdict in found) != bool(options.without))


if __name__ == "__main__":
    sys.exit(main())

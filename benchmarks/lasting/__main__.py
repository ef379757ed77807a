"""``python -m benchmarks.lasting``: ten weekly runs, and a rebuild with one week in eight replaced.

Prints and appends to ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.lasting.deal import deal
from benchmarks.lasting.keeping import Keeping, agreement
from benchmarks.lasting.rebuilding import rebuilding
from benchmarks.lasting.weekly import weekly
from benchmarks.quality.datasets import NAMES, TRACKERS, Dataset, load
from benchmarks.results import Row, append, table

PACKAGES = ("voc-bridge", "numpy", "scipy", "scikit-learn", "hdbscan")


def main() -> int:
    """Measure what is there; 0 even where data is absent, which is said."""
    wanted = _arguments()
    weeks: list[Row] = []
    rebuilds: list[Row] = []
    for name in wanted.data:
        try:
            data = load(name)
            data = data.sample(wanted.size) if wanted.size else data
        except FileNotFoundError as error:
            sys.stderr.write(f"{name}: skipped, {error.filename} is not there\n")
            continue
        for seed in wanted.deals:
            weeks += _told(_weeks(data, seed))
            rebuilds += _told(rebuilding(data, seed))
    if (weeks or rebuilds) and not wanted.dry_run:
        command = " ".join(["python -m benchmarks.lasting", *sys.argv[1:]])
        append("Themes that last", command, PACKAGES, [*weeks, *rebuilds])
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lasting", description=__doc__)
    parser.add_argument("--data", nargs="+", default=["banking77"], choices=[n for n in NAMES if n not in TRACKERS])
    parser.add_argument("--deals", nargs="+", type=int, default=[0, 1, 2], help="seeds of how tickets fall into weeks")
    parser.add_argument("--size", type=int, help="a sample of about so many texts, as a small team's ten weeks are")
    parser.add_argument("--dry-run", action="store_true", help="append nothing to RESULTS.md")
    return parser.parse_args()


def _weeks(data: Dataset, seed: int) -> list[Row]:
    """The weekly rows of one deal, with agreed changes made and left."""
    dealt, name = deal(data, seed), f"{data.name}, deal {seed}"
    labels = {ticket.id: label for ticket, label in zip(dealt.tickets, dealt.labels, strict=True)}
    rebuilt = agreement(Keeping().run(dealt.tickets), labels)
    return [weekly(dealt, name, apply_agreed=made, rebuilt=rebuilt) for made in (True, False)]


def _told(rows: list[Row]) -> list[Row]:
    sys.stdout.write(f"{table(rows)}\n")
    sys.stdout.flush()
    return rows


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.trends``: planted series week by week through voc's trends, beside two rules of thumb.

Prints and appends to ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import shlex
import sys

from benchmarks import results
from benchmarks.trends.measure import false_alarms, follow, rises, wrong
from benchmarks.trends.series import MIXES, WEATHERS, world

STORES = 20
PACKAGES = ("numpy", "scipy")


def main() -> int:
    """Measure and append; 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trends", description=__doc__)
    parser.add_argument(
        "--stores", type=int, default=STORES, metavar="N", help="stores of 100 series each, of each mix"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dry-run", action="store_true", help="append nothing")
    asked = parser.parse_args()
    weathers = list(WEATHERS)
    worlds = (
        world(mix, weathers[number % len(weathers)], asked.seed + number)
        for mix in MIXES
        for number in range(asked.stores)
    )
    followed = [series for each in worlds for series in follow(each)]
    parts = [false_alarms(followed), rises(followed), wrong(followed)]
    rows = [row for part in parts for row in part]
    for part in parts:
        print(results.table(part))  # noqa: T201
    if not asked.dry_run:
        command = shlex.join(["python", "-m", "benchmarks.trends", *sys.argv[1:]])
        results.append(f"Trends of {len(followed) // len(MIXES):,} planted series of each mix", command, PACKAGES, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

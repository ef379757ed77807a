"""``python -m benchmarks.kinds``: kinds against those that maintainers told, printed and appended to
``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import shlex
import sys

from benchmarks import results
from benchmarks.kinds.datasets import SPLITS
from benchmarks.kinds.measure import measure

PACKAGES = ("numpy", "scipy", "scikit-learn")


def main() -> int:
    """Measure what was asked for; 0 even where data is absent, which is said."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds", description=__doc__)
    parser.add_argument("--data", nargs="+", choices=tuple(SPLITS), default=list(SPLITS))
    rows: list[results.Row] = []
    for name in parser.parse_args().data:
        try:
            found = measure(SPLITS[name]())
        except FileNotFoundError as error:
            print(f"{name}: skipped, {error.filename} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
            continue
        print(results.table(found), flush=True)  # noqa: T201
        rows += found
    if rows:
        results.append("Kinds", shlex.join(["python", "-m", "benchmarks.kinds", *sys.argv[1:]]), PACKAGES, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

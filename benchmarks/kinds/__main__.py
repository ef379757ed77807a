"""``python -m benchmarks.kinds``: kinds against those that maintainers told, printed and appended to
``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.kinds.datasets import SPLITS
from benchmarks.kinds.measure import measure
from benchmarks.quality.__main__ import RESULTS, table

PACKAGES = ("numpy", "scipy", "scikit-learn")


def main() -> int:
    """Measure what was asked for; 0 even where data is absent, which is said."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds", description=__doc__)
    parser.add_argument("--data", nargs="+", choices=tuple(SPLITS), default=list(SPLITS))
    tables = []
    for name in parser.parse_args().data:
        try:
            tables.append(table(measure(SPLITS[name]())))
        except FileNotFoundError as error:
            print(f"{name}: skipped, {error.filename} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
            continue
        print(tables[-1], flush=True)  # noqa: T201
    if tables:
        command = shlex.join(["python", "-m", "benchmarks.kinds", *sys.argv[1:]])
        versions = ", ".join([f"Python {sys.version.split()[0]}", *(f"{each} {version(each)}" for each in PACKAGES)])
        head = f"\n## Kinds, {datetime.now(UTC):%Y-%m-%d}\n\n`{command}` ({versions})\n\n"
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write(head + "\n".join(tables))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.quality``: themes against known answers, printed and appended to ``benchmarks/RESULTS.md``.

Each set runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shlex
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.quality import mixtures
from benchmarks.quality.datasets import NAMES
from benchmarks.quality.measure import measure

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
SMALL_WEEKS = (60, 200, 1_000)
PACKAGES = ("numpy", "scipy", "scikit-learn", "hdbscan")


def table(rows: list[dict[str, float | str]]) -> str:
    """``rows`` of the same columns as Markdown."""
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + " --- |" * len(rows[0])]
    return "\n".join(lines + ["| " + " | ".join(map(_cell, row.values())) + " |" for row in rows]) + "\n"


def _cell(value: float | str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def main() -> int:
    """Measure what was asked for; 0 even where data is absent, which is said."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument(
        "--data", nargs="+", choices=(*NAMES, *mixtures.NAMES), default=["banking77", "massive-en", "massive-fi"]
    )
    parser.add_argument("--small", action="store_true", help="also random samples of 60, 200 and 1,000 texts")
    arguments = parser.parse_args()
    tables: dict[tuple[str, ...], list[dict[str, float | str]]] = {}
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for name in arguments.data:
            for sample in (*SMALL_WEEKS, None) if arguments.small and name in NAMES else (None,):
                try:
                    row = pool.apply(measure, (name, sample))
                except FileNotFoundError as error:
                    print(f"{name}: skipped, {error.filename} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
                    break
                tables.setdefault(tuple(row), []).append(row)
                print(table([row]), flush=True)  # noqa: T201
    if tables:
        _append(list(tables.values()))
    return 0


def _append(tables: list[list[dict[str, float | str]]]) -> None:
    command = shlex.join(["python", "-m", "benchmarks.quality", *sys.argv[1:]])
    versions = ", ".join([f"Python {sys.version.split()[0]}", *(f"{name} {version(name)}" for name in PACKAGES)])
    head = f"\n## Themes, lexical encoder, {datetime.now(UTC):%Y-%m-%d}\n\n`{command}` ({versions})\n\n"
    with RESULTS.open("a", encoding="utf-8") as results:
        results.write(head + "\n".join(map(table, tables)))


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.size``: the size of the wheel and the time of imports, printed and appended to
``benchmarks/RESULTS.md``. It needs hatchling (dependency group ``build``).
"""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import results
from benchmarks.results import Row
from voc import __version__
from voc.wiring.registry import BACK_ENDS

ROOT = Path(__file__).parents[2]
RUNS = 5
MEGABYTE = 1_000_000


def wheel() -> Row:
    """The wheel's size, built now from the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        (made,) = Path(folder).glob("*.whl")
        return {"what": "the wheel", "MB": made.stat().st_size / MEGABYTE}


def start(*arguments: str) -> Row:
    """Seconds that a fresh Python takes with ``arguments``: the median of ``RUNS``, after one that fills the caches."""
    command = [sys.executable, *arguments]
    seconds = []
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - begin)
    return {"what": f"`{shlex.join(('python', *arguments))}`", "s": statistics.median(seconds[1:])}


def main() -> int:
    """Measure and append; 0."""
    encoders = [each for each in BACK_ENDS if each.room == "encoder" and each.available]
    imports = [("-c", f"import {each.module}") for each in encoders]
    rows = [wheel(), *(start(*each) for each in [("-c", "pass"), ("-m", "voc", "--version"), *imports])]
    for row in rows:
        print(results.table([row]))  # noqa: T201
    results.append(f"Size and start, voc {__version__}", "python -m benchmarks.size", ("numpy", "scipy"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

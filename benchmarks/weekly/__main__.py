"""``python -m benchmarks.weekly``: a week of new tickets on a large store, as a whole ``voc run`` process.

Prints and appends to ``benchmarks/RESULTS.md``: wall and CPU seconds, peak memory, how many texts were encoded, and
what the steps of discover take. The store is made once in ``--folder`` (some ten minutes) and copied for each run.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import results
from benchmarks.results import Row
from benchmarks.run.__main__ import voc
from benchmarks.weekly.counted import watched_discover
from benchmarks.weekly.exports import NOW, WEEKS, write

CACHE = Path(__file__).parents[1] / ".cache" / "weekly"
PACKAGES = ("numpy", "scipy", "scikit-learn", "hdbscan", "sqlalchemy")
KEPT = ("voc.db", "voc.key", "voc.yaml")
AS_OF = f"{NOW:%Y}-11-16"


def build(folder: Path, tickets: int, new: int) -> Row:
    """The store of ``tickets`` in ``folder``, and its exports; what making it took."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voc.yaml").write_text("report: [report.md]\n", encoding="utf-8")
    store, _ = write(folder, tickets, new)
    _, ingest, _, _ = voc(folder, "ingest", str(store))
    _, found, _, peak = voc(folder, "discover", "--ignore-kinds")
    (folder / "made").touch()
    return {"the store": f"{tickets:,} tickets", "ingest s": ingest, "first discover s": found, "peak MiB": peak}


def measure(folder: Path, tickets: int, new: int) -> list[Row]:
    """The week on a copy of the store, by the command and by its functions, and the same run once more."""
    week = str(folder / "week.jsonl")
    run = ("run", week, "--ignore-kinds", "--as-of", AS_OF)
    with tempfile.TemporaryDirectory() as place:
        copy = _copy(folder, Path(place))
        _, wall, cpu, peak = voc(copy, *run)
        _, again, _, _ = voc(copy, *run)
    with tempfile.TemporaryDirectory() as place:
        copy = _copy(folder, Path(place))
        voc(copy, "ingest", week)
        counts = watched_discover(copy / "voc.yaml")
    row: Row = {
        "week": f"{new:,} new tickets on {tickets:,} of {WEEKS} weeks",
        "voc run s": wall,
        "CPU s": cpu,
        "peak MiB": peak,
        "again s": again,
        "texts encoded": counts.encoded,
        "encoder fitted": counts.fits,
    }
    steps = sorted(counts.seconds.items(), key=lambda item: -item[1])
    return [row, *(Row({"step of discover": step, "s": seconds}) for step, seconds in steps)]


def _copy(folder: Path, place: Path) -> Path:
    for name in KEPT:
        shutil.copy(folder / name, place / name)
    return place


def main() -> int:
    """Build what is not there, measure, append; 0 even where data is absent, which is said."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weekly", description=__doc__)
    parser.add_argument("--folder", type=Path, default=CACHE, help="where the store is kept between runs")
    parser.add_argument("--tickets", type=int, default=100_000, metavar="N")
    parser.add_argument("--new", type=int, default=2_000, metavar="N")
    parser.add_argument("--dry-run", action="store_true", help="append nothing")
    asked = parser.parse_args()
    folder = asked.folder / f"{asked.tickets}-{asked.new}"
    try:
        built = [] if (folder / "made").exists() else [build(folder, asked.tickets, asked.new)]
    except FileNotFoundError as error:
        print(f"skipped, {error.filename} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
        return 0
    rows = [*built, *measure(folder, asked.tickets, asked.new)]
    for row in rows:
        print(results.table([row]))  # noqa: T201
    if not asked.dry_run:
        command = shlex.join(["python", "-m", "benchmarks.weekly", *sys.argv[1:]])
        results.append("One more week on a large store", command, PACKAGES, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

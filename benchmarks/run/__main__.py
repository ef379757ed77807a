"""``python -m benchmarks.run``: the weekly job as a whole process, first and again, on the large real exports.

Prints and appends to ``benchmarks/RESULTS.md``: wall and CPU seconds, peak memory, and whether ids and themes of the
second run are those of the first; on Banking77 also how its themes agree with the labels.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from sklearn.metrics import adjusted_rand_score

from benchmarks import results
from benchmarks.quality.datasets import SHARED
from benchmarks.results import Row

ISSUES = ("--map", "id=id", "--map", "subject=title", "--map", "text=description", "--map", "created_at=created")
EXPORTS = {
    "titanium": ("titanium_jira_issues", (*ISSUES, "--map", "type=kind")),
    "xamarin": ("xamarin_tools_bugs", (*ISSUES, "--map", "type=severity")),
    "banking77": ("banking77", ("--ignore-kinds",)),
}


def voc(folder: Path, *arguments: str) -> tuple[str, float, float, float]:
    """Standard output, wall seconds, CPU seconds and peak MiB of one ``voc`` process that must succeed."""
    output = folder / "output.txt"
    actions = [(os.POSIX_SPAWN_OPEN, 1, str(output), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    command = [sys.executable, "-m", "voc", "-c", str(folder / "voc.yaml"), *arguments]
    started = time.monotonic()
    child = os.posix_spawn(sys.executable, command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed")
    cpu = usage.ru_utime + usage.ru_stime
    return output.read_text(encoding="utf-8"), time.monotonic() - started, cpu, usage.ru_maxrss / 1024


def measure(name: str) -> Row:
    """One export: the first run, and the run with nothing new."""
    stem, options = EXPORTS[name]
    export = SHARED / "data" / f"{stem}.jsonl.gz"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "voc.yaml").write_text("report: [report.md]\n", encoding="utf-8")
        run = ("run", str(export), *options)
        _, first, cpu, peak = voc(folder, *run)
        themes = voc(folder, "themes", "--format", "json")[0]
        _, again, _, _ = voc(folder, *run)
        same = voc(folder, "themes", "--format", "json")[0] == themes
        rows = list(csv.DictReader(voc(folder, "assignments", "--format", "csv")[0].splitlines()))
    cover = sum(bool(row["theme_id"]) for row in rows) / len(rows)
    return {
        "export": f"{name} ({len(rows):,} tickets)",
        "first run s": f"{first:.1f}",
        "CPU s": f"{cpu:.1f}",
        "peak MiB": f"{peak:.0f}",
        "again s": f"{again:.1f}",
        "ids unchanged": "yes" if same else "NO",
        "themes": str(len(json.loads(themes)["themes"])),
        "cover": f"{cover:.2f}",
        "ARI": f"{_agreement(export, rows):.3f}" if name == "banking77" else "",
    }


def _agreement(export: Path, rows: list[dict[str, str]]) -> float:
    """Adjusted Rand index against the labels, every unclustered ticket a theme of its own."""
    found = {row["ticket_id"].partition(":")[2]: row["theme_id"] or row["ticket_id"] for row in rows}
    with gzip.open(export, "rt", encoding="utf-8") as lines:
        truth = {row["id"]: row["label"] for row in map(json.loads, lines)}
    return float(adjusted_rand_score([truth[each] for each in found], list(found.values())))


def main() -> int:
    """Measure what was asked for; 0 even where data is absent, which is said."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--data", nargs="+", choices=EXPORTS, default=list(EXPORTS))
    names = parser.parse_args().data
    here = [name for name in names if (SHARED / "data" / f"{EXPORTS[name][0]}.jsonl.gz").exists()]
    for name in sorted(set(names) - set(here)):
        print(f"{name}: skipped, its data is not there (VOC_SHARED names the folder above data)")  # noqa: T201
    rows = [measure(name) for name in here]
    if rows:
        print(results.table(rows))  # noqa: T201
        results.append("The weekly job as a process", f"python -m benchmarks.run --data {' '.join(names)}", (), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

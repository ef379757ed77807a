"""Exports through a whole ``voc`` process with everything at its default, and the themes that come out."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.datasets import SHARED
from benchmarks.quality.mixtures import EXAMPLES
from voc.model.theme import Theme
from voc.model.ticket import Feedback, Ticket
from voc.stores.sql import open_store

ROWS = 5_000
"""Random rows taken of a tracker."""

ISSUES = ("--map", "id=id", "--map", "subject=title", "--map", "text=description", "--map", "created_at=created")


@dataclass(frozen=True, slots=True)
class Export:
    """A data file of the shared folder: which rows of it are read, and how."""

    stem: str
    options: tuple[str, ...]
    rows: int | None = None
    only: tuple[str, str] | None = None


EXPORTS = {
    "banking77": Export("banking77", ("--ignore-kinds",)),
    "titanium": Export("titanium_jira_issues", (*ISSUES, "--map", "type=kind"), ROWS),
    "massive-fi": Export("massive_train_9lang", ("--ignore-kinds",), only=("lang", "fi")),
    "xamarin": Export("xamarin_tools_bugs", (*ISSUES, "--map", "type=severity"), ROWS),
}
EXAMPLE = "example"
NAMES = (*EXPORTS, EXAMPLE)


@dataclass(frozen=True, slots=True)
class Found:
    """The themes of an export, largest first, what was read, and the stored tickets that are quoted, by id."""

    themes: tuple[Theme, ...]
    feedback: Mapping[str, Feedback]
    quoted: Mapping[str, Ticket]

    def members(self, theme: Theme) -> list[Feedback]:
        """What the theme's customers say."""
        return [self.feedback[ticket] for ticket in theme.ticket_ids]


def find_themes(name: str, rows: int | None = None) -> Found:
    """The themes of one of ``NAMES``, or of so many random ``rows`` of a shared file.

    Raises:
        FileNotFoundError: the shared data folder does not hold it.
        subprocess.CalledProcessError: voc failed.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        discover(name, folder, rows)
        return read_themes(folder)


def discover(name: str, folder: Path, rows: int | None = None) -> None:
    """Run ``voc`` on one of ``NAMES`` in ``folder``, which holds its store afterwards; raises as ``find_themes``."""
    if name == EXAMPLE:
        for file in ("voc.yaml", "zendesk_export.json", "app_reviews.csv"):
            shutil.copy(EXAMPLES / file, folder)
        command = ["run"]
    else:
        export = EXPORTS[name]
        (folder / "voc.yaml").write_text("report: [report.md]\n", encoding="utf-8")
        (folder / "export.jsonl").write_text("\n".join(_lines(export, rows or export.rows)), encoding="utf-8")
        command = ["run", "export.jsonl", *export.options]
    subprocess.run([sys.executable, "-m", "voc", *command], cwd=folder, check=True, capture_output=True)


def _lines(export: Export, rows: int | None) -> Sequence[str]:
    """The rows that are read, in the file's order."""
    with gzip.open(SHARED / "data" / f"{export.stem}.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    if export.only is not None:
        field, value = export.only
        lines = [line for line in lines if json.loads(line)[field] == value]
    if rows is None:
        return lines
    draw = random.Random(0)  # noqa: S311 - a draw, not a secret
    return [lines[row] for row in sorted(draw.sample(range(len(lines)), rows))]


def read_themes(folder: Path) -> Found:
    """What the store in ``folder`` holds."""
    with closing(open_store(str(folder / "voc.db"))) as store:
        themes = sorted(store.themes(), key=lambda theme: (-len(theme.ticket_ids), theme.id))
        feedback = {each.ticket_id: each for each in store.feedback()}
        quoted = {ticket.id: ticket for ticket in store.tickets(_quoted(themes))}
    return Found(tuple(themes), feedback, quoted)


def _quoted(themes: Iterable[Theme]) -> list[str]:
    return sorted({quote.ticket_id for theme in themes for quote in theme.exemplars})

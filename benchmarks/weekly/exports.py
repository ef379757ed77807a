"""A year of a large help desk, made of the real texts of the shared data folder: its weeks, and one week more."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.quality.datasets import read_rows

SETS = {
    "massive_train_9lang": ("", "text"),
    "banking77": ("", "text"),
    "nlbse24_issue_kind": ("title", "text"),
    "titanium_jira_issues": ("title", "description"),
    "xamarin_tools_bugs": ("title", "description"),
}
"""By the file's name, which fields are the subject and the text."""

NOW = datetime(2026, 11, 9, tzinfo=UTC)
"""The Monday on which the new week begins."""

WEEKS = 50
"""How many weeks the store's tickets are from."""

TICKETS_A_CUSTOMER = 5

Row = dict[str, str]


def write(folder: Path, tickets: int, new: int) -> tuple[Path, Path]:
    """Two exports in ``folder``: ``tickets`` of the weeks before ``NOW``, and ``new`` ones of the week after it.

    Every text is real and stands once, drawn with a seed; customers and dates are made up.

    Raises:
        FileNotFoundError: the shared data folder does not hold all of ``SETS``.
        ValueError: it holds fewer texts than that.
    """
    draw = random.Random(0)  # noqa: S311 - a draw, not a secret
    rows = sorted((row for stem in SETS for row in _rows(stem)), key=lambda row: row["id"])
    chosen = draw.sample(rows, tickets + new)
    customers = max(1, tickets // TICKETS_A_CUSTOMER)
    for place, row in enumerate(chosen):
        begin, length = (NOW, 1) if place >= tickets else (NOW - timedelta(weeks=WEEKS), WEEKS)
        row["created_at"] = (begin + timedelta(weeks=length) * draw.random()).isoformat()
        row["organization"] = f"org-{draw.randrange(customers)}"
    return _lines(folder / "store.jsonl", chosen[:tickets]), _lines(folder / "week.jsonl", chosen[tickets:])


def _rows(stem: str) -> Iterator[Row]:
    subject, text = SETS[stem]
    for row in read_rows(stem):
        yield {"id": f"{stem}-{row['id']}", "subject": row.get(subject, ""), "text": row.get(text, "")}


def _lines(path: Path, rows: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path

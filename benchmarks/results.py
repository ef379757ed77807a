"""Rows of figures as Markdown, printed and kept in ``benchmarks/RESULTS.md``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"

Row = dict[str, float | str]


def table(rows: Sequence[Row]) -> str:
    """``rows`` of the same columns as Markdown."""
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + " --- |" * len(rows[0])]
    return "\n".join(lines + ["| " + " | ".join(map(_cell, row.values())) + " |" for row in rows]) + "\n"


def _cell(value: float | str) -> str:
    if isinstance(value, str):
        return without_folder(value)
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def without_folder(word: str) -> str:
    """``word`` without the folders where it is a path (after ``encoder:`` too); a name on a hub stays whole."""
    return re.sub(r"(^|:)[/.~].*/", r"\1", word)


def append(title: str, command: str, packages: Iterable[str], rows: Sequence[Row], path: Path = RESULTS) -> None:
    """Add a section of today: what was called, with which versions, and a table for each kind of row."""
    tables: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        tables.setdefault(tuple(row), []).append(row)
    versions = ", ".join([f"Python {sys.version.split()[0]}", *filter(None, map(_version, packages))])
    head = f"\n## {title}, {datetime.now(UTC):%Y-%m-%d}\n\n`{command}` ({versions})\n\n"
    with path.open("a", encoding="utf-8") as results:
        results.write(head + "\n".join(map(table, tables.values())))


def _version(package: str) -> str | None:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return None

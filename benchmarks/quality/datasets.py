"""Texts with known answers, read from the shared data folder."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(os.environ.get("VOC_SHARED", Path(__file__).parents[3] / "shared"))
"""The folder above ``data``."""

TRACKERS = {"titanium": "titanium_jira_issues", "xamarin": "xamarin_tools_bugs"}

NAMES = ("banking77", "massive-en", "massive-fi", "massive-sv", *TRACKERS)


@dataclass(frozen=True, slots=True)
class Dataset:
    """``labels`` stand beside ``texts``: the intent, or the group of duplicates (None for a report without any).

    With ``strangers``, a text whose label is None is known to belong to no theme. ``domains`` stand beside them where
    the set says of each text which wider subject it has.
    """

    name: str
    texts: tuple[str, ...]
    labels: tuple[str | None, ...]
    strangers: bool = False
    domains: tuple[str, ...] = ()

    @property
    def labelled(self) -> bool:
        """Whether every text has its label, so that whole clusterings can be compared."""
        return None not in self.labels

    def sample(self, size: int, seed: int = 0) -> Dataset:
        """About ``size`` random texts: what a small week looks like. Of a tracker, whole groups of duplicates."""
        draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
        chosen = draw.sample(range(len(self.texts)), size) if self.labelled else self._whole_groups(size, draw)
        name = f"{self.name}, {len(chosen)} random" + ("" if self.labelled else " duplicates")
        return Dataset(name, tuple(self.texts[i] for i in chosen), tuple(self.labels[i] for i in chosen))

    def _whole_groups(self, size: int, draw: random.Random) -> list[int]:
        groups: dict[str, list[int]] = {}
        for position, label in enumerate(self.labels):
            if label is not None:
                groups.setdefault(label, []).append(position)
        order = draw.sample(sorted(groups), len(groups))
        return [position for label in order for position in groups[label]][:size]


def load(name: str) -> Dataset:
    """One of ``NAMES``.

    Raises:
        FileNotFoundError: the shared data folder does not hold it.
    """
    if name in TRACKERS:
        rows = list(read_rows(TRACKERS[name]))
        texts = tuple(f"{row.get('title', '')}\n{row.get('description', '')}" for row in rows)
        return Dataset(name, texts, tuple(row.get("group") for row in rows))
    rows = list(read_rows("banking77" if name == "banking77" else "massive_train_9lang"))
    language = name.partition("-")[2] or "en"
    kept = [row for row in rows if row["lang"] == language]
    domains = tuple(row["domain"] for row in kept if "domain" in row)
    return Dataset(name, tuple(row["text"] for row in kept), tuple(row["label"] for row in kept), domains=domains)


def read_jsonl(path: Path, text: str, label: str) -> Dataset:
    """A set of your own: an object a line (gzipped or not) with these two fields, named as the file is.

    Raises:
        FileNotFoundError: there is no such file.
        KeyError: a line has no such field.
    """
    rows = list(read_lines(path))
    return Dataset(path.name, tuple(str(row[text]) for row in rows), tuple(str(row[label]) for row in rows))


def read_rows(stem: str) -> Iterator[dict[str, str]]:
    """The rows of a file of the shared data folder, field by field; fields that are empty are left out.

    Raises:
        FileNotFoundError: it is not there.
    """
    return read_lines(SHARED / "data" / f"{stem}.jsonl.gz")


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a JSON Lines file, gzipped or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)

"""What support mail looks like: themes of very different sizes, and texts that belong to none."""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.quality.datasets import Dataset, load
from voc.stores.sql import open_store

EXAMPLES = Path(__file__).parents[2] / "examples"

GROWTH, SMALLEST, LARGEST = 1.36, 2, 160
"""Each intent of a mix is so many times the one before, from and up to so many texts."""

INTENTS = 16

STRANGERS = {"mix-150": 150, "mix-300": 300, "mix-800": 800}
"""Titles of another project's bugs in each mix."""

MIXED = 20_000
"""Short texts of the set that time and memory are measured on."""

NAMES = ("example", *STRANGERS, f"mixed-{MIXED}")


def load_mixture(name: str) -> Dataset:
    """One of ``NAMES``; a text of no theme has the label None.

    Raises:
        FileNotFoundError: the shared data folder does not hold it.
    """
    if name in STRANGERS:
        return mix(name, STRANGERS[name])
    return example() if name == "example" else mixed(name)


def example() -> Dataset:
    """The tickets of the example export as ``voc run`` reads them, against ``truth.csv``.

    What customers say in two languages is two themes here: no encoder of words can know better.
    """
    with (EXAMPLES / "truth.csv").open(encoding="utf-8", newline="") as rows:
        theme = {row["ticket_id"]: row["theme"] for row in csv.DictReader(rows)}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("voc.yaml", "zendesk_export.json", "app_reviews.csv"):
            shutil.copy(EXAMPLES / name, folder)
        subprocess.run([sys.executable, "-m", "voc", "run"], cwd=folder, check=True, capture_output=True)
        with closing(open_store(str(Path(folder) / "voc.db"))) as store:
            said = [each for each in store.feedback() if each.text.strip()]
    labels = (f"{theme[each.ticket_id]} {each.language}" if theme[each.ticket_id] else None for each in said)
    return Dataset("example export", tuple(each.text for each in said), tuple(labels), strangers=True)


def mix(name: str, strangers: int) -> Dataset:
    """Intents of Banking77 of 2, 3, 4... to 160 texts, among titles of bugs that have nothing to do with them."""
    draw = random.Random(strangers)  # noqa: S311 - a draw, not a secret
    bank, bugs = load("banking77"), load("titanium")
    intents: dict[str, list[str]] = {}
    for text, label in zip(bank.texts, bank.labels, strict=True):
        intents.setdefault(str(label), []).append(text)
    rows: list[tuple[str, str | None]] = []
    for rank, intent in enumerate(draw.sample(sorted(intents), INTENTS)):
        size = min(LARGEST, int(SMALLEST * GROWTH**rank), len(intents[intent]))
        rows += [(text, intent) for text in draw.sample(intents[intent], size)]
    rows += [(text.partition("\n")[0], None) for text in draw.sample(bugs.texts, strangers)]
    draw.shuffle(rows)
    return Dataset(name, tuple(text for text, _ in rows), tuple(label for _, label in rows), strangers=True)


def mixed(name: str) -> Dataset:
    """``MIXED`` random texts of Banking77 and of MASSIVE in English and Finnish; each language has its own labels."""
    sources = [load(each) for each in ("banking77", "massive-en", "massive-fi")]
    rows = [
        (text, f"{each.name} {label}") for each in sources for text, label in zip(each.texts, each.labels, strict=True)
    ]
    drawn = random.Random(MIXED).sample(rows, MIXED)  # noqa: S311 - a draw, not a secret
    return Dataset(name, tuple(text for text, _ in drawn), tuple(label for _, label in drawn))

"""The measure of the second level."""

from __future__ import annotations

import numpy as np
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.levels import divided, inside, levels

from voc.analysis.clustering.corpus import Corpus
from voc.encoders.lexical import LexicalEncoder

THINGS = ("invoices", "orders", "working hours", "stock", "customers", "receipts", "bookings", "notes", "prices")
SAID = {
    "empty": ("The PDF of {} comes out empty", "Empty pages in the PDF of {}"),
    "stops": ("Export stops at row 10,000 of {}", "Rows of {} behind the limit of 10,000 are missing"),
    "sync": ("The calendar of {} does not sync", "No sync between calendar and {}"),
}
ROWS = [(frame.format(thing), name) for name, frames in SAID.items() for frame in frames for thing in THINGS]
TEXTS, LABELS = zip(*ROWS, strict=True)
DOMAINS = tuple("export" if label != "sync" else "sync" for label in LABELS)


def corpus() -> Corpus:
    vectors = LexicalEncoder().fit(TEXTS).encode(TEXTS)
    return Corpus(TEXTS, vectors, np.zeros(len(TEXTS), np.float32), [""] * len(TEXTS))


def test_parts_are_held_against_labels() -> None:
    """Only themes of two labels count, and a theme too small to be divided does not."""
    data = Dataset("made up", TEXTS, LABELS, domains=DOMAINS)
    found = inside(corpus(), np.unique(DOMAINS, return_inverse=True)[1], data)
    assert (found["themes of several labels"], found["labels inside"]) == (1, 2)
    assert found["ARI inside"] > 0.3
    small = inside(corpus(), np.arange(len(TEXTS)) // 6, data)
    assert (small["themes of several labels"], small["ARI inside"]) == (0, 0)


def test_a_theme_without_parts_is_its_own() -> None:
    """Labels of parts are new ones; texts of no theme stay in none."""
    themes = np.where(np.array(DOMAINS) == "export", 0, -1)
    parts = divided(corpus(), themes)
    assert (parts[themes == -1] == -1).all()
    assert len(set(parts[themes == 0])) > 1
    small = np.arange(len(TEXTS)) // 6
    assert (divided(corpus(), small) == small).all()


def test_rows_by_what_the_set_knows() -> None:
    """Domains and voc's own themes where there are labels, pairs before and after where there are duplicates."""
    rows = levels(lambda: Dataset("made up", TEXTS, LABELS, domains=DOMAINS), "lexical")
    assert [row["divided"] for row in rows] == ["domains", "themes of voc"]
    groups = tuple(label if place % 3 else None for place, label in enumerate(LABELS))
    rows = levels(lambda: Dataset("made up", TEXTS, groups), "lexical")
    assert [row["level"] for row in rows] == ["themes", "sub-themes"]
    assert float(rows[0]["pairs together"]) >= float(rows[1]["pairs together"])

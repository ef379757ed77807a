"""The second level: whether the parts of a theme are what it is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.quality import figures, methods
from benchmarks.quality.datasets import Dataset
from benchmarks.quality.encoders import encode
from benchmarks.quality.found import Found, Labels
from benchmarks.quality.measure import Source, title
from benchmarks.results import Row
from voc.analysis.clustering.cluster import UNCLUSTERED
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.subdivide import FEW, subdivide

STRONG = 0.15
"""Share of a theme's texts that a label needs to be one of those that the theme is made of."""


def levels(source: Source, encoder: str) -> list[Row]:
    """Rows of the themes that are known, and of those that voc finds; of a tracker, the pairs before and after."""
    data = source()
    corpus = encode(encoder, data.texts).corpus
    themes = methods.themes(corpus).labels
    named: Row = {"set": title(data), "encoder": encoder}
    if not data.labelled:
        parts = divided(corpus, themes)
        each = {"themes": themes, "sub-themes": parts}
        return [
            {**named, "level": level, **figures.against_duplicates(Found(labels, labels), data.labels)}
            for level, labels in each.items()
        ]
    wholes = {"themes of voc": themes}
    if data.domains:
        wholes = {"domains": np.unique(data.domains, return_inverse=True)[1]} | wholes
    return [{**named, "divided": name, **inside(corpus, labels, data)} for name, labels in wholes.items()]


def divided(corpus: Corpus, themes: Labels) -> Labels:
    """Labels of the sub-themes; a theme without any is its own."""
    labels = themes.copy()
    for rows in _members(themes):
        parts = subdivide(corpus.take(rows))
        labels[rows] = np.where(parts > 0, labels.max() + parts, themes[rows])
    return labels


def inside(corpus: Corpus, themes: Labels, data: Dataset) -> dict[str, float]:
    """Agreement of the parts with the labels inside each theme of several labels, weighted by its size."""
    found, right, sizes, agreed = [], [], [], []
    for rows in _members(themes):
        said = [str(data.labels[row]) for row in rows]
        strong = sum(count >= STRONG * len(rows) for count in Counter(said).values())
        if strong > 1:
            parts = subdivide(corpus.take(rows))
            agreed.append(adjusted_rand_score(said, parts))
            found.append(int(parts.max(initial=0)) + 1)
            right.append(strong)
            sizes.append(len(rows))
    return {
        "themes of several labels": len(sizes),
        "ARI inside": float(np.average(agreed, weights=sizes)) if sizes else 0.0,
        "sub-themes": float(np.mean(found)) if sizes else 0.0,
        "labels inside": float(np.mean(right)) if sizes else 0.0,
    }


def _members(themes: Labels) -> Iterator[Labels]:
    """The rows of each theme large enough to be divided."""
    for label in range(int(themes.max(initial=UNCLUSTERED)) + 1):
        rows = np.flatnonzero(themes == label)
        if len(rows) >= FEW:
            yield rows

"""What a method found, whoever the method is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.quality.cost import Cost
from voc.analysis.clustering.cluster import UNCLUSTERED, Clustering

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The theme of each of n texts (``UNCLUSTERED`` for none), and the theme nearest to it (its own if it has one)."""

    labels: Labels
    nearest: Labels

    @classmethod
    def of(cls, clustering: Clustering) -> Found:
        """What voc found, text by text."""
        near = (UNCLUSTERED if each.nearest_label is None else each.nearest_label for each in clustering.nearest)
        labels = (each.label for each in clustering.nearest)
        return cls(np.fromiter(labels, np.int64), np.fromiter(near, np.int64))

    @property
    def inside(self) -> npt.NDArray[np.bool_]:
        """Which texts are in a theme."""
        inside: npt.NDArray[np.bool_] = self.labels != UNCLUSTERED
        return inside

    @property
    def gathered(self) -> Found:
        """The same with every text in the theme nearest to it."""
        return Found(self.nearest, self.nearest)

    @property
    def sizes(self) -> Labels:
        """Texts of each theme, in no particular order."""
        return np.unique(self.labels[self.inside], return_counts=True)[1]

    @property
    def alone(self) -> Labels:
        """The labels with a fresh one for each text of no theme."""
        labels, outside = self.labels.copy(), np.flatnonzero(~self.inside)
        labels[outside] = labels.max(initial=UNCLUSTERED) + 1 + np.arange(len(outside))
        return labels

    @property
    def digest(self) -> str:
        """The same for the same grouping, whatever its themes are numbered."""
        _, first, group = np.unique(self.alone, return_index=True, return_inverse=True)
        return hashlib.sha256(np.ascontiguousarray(first[group]).tobytes() + self.inside.tobytes()).hexdigest()[:8]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a method by this name found, and what finding it took once the vectors were there."""

    method: str
    found: Found
    cost: Cost

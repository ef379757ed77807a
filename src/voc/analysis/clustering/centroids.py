"""The middle of each cluster, and the middle nearest to each text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering.cores import NONE, Labels
from voc.analysis.clustering.rows import unit
from voc.model.theme import Vectors

DECIMALS = 6


def members(labels: Labels, weights: npt.NDArray[np.generic]) -> sparse.csr_array:
    """Clusters x texts, one row a label from 0 to the largest: the weight of each text in the row of its label."""
    inside = np.flatnonzero(labels != NONE)
    shape = (int(labels.max()) + 1, len(labels))
    return sparse.csr_array((weights[inside], (labels[inside], inside)), shape=shape)


def centroids(vectors: Vectors, labels: Labels, weights: npt.NDArray[np.int64]) -> Vectors:
    """Unit mean of each label's vectors, copies counted; one row a label, from 0 to the largest."""
    return unit(members(labels, weights.astype(np.float32)) @ vectors)


def nearest_centroid(vectors: Vectors, means: Vectors) -> tuple[Labels, npt.NDArray[np.float64]]:
    """The label of the centroid nearest to each vector (ties: the smaller), and its cosine similarity."""
    similarities: npt.NDArray[np.float64] = (vectors @ means.T).astype(np.float64).round(DECIMALS)
    return similarities.argmax(axis=1), similarities.max(axis=1)

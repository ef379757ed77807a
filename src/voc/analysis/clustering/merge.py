"""Clusters that are one: refined around their centroids and joined when they overlap."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage

from voc.analysis.clustering.cores import NONE, Labels
from voc.analysis.rows import unit
from voc.model.theme import Vectors

DECIMALS = 6


def centroids(vectors: Vectors, labels: Labels, weights: npt.NDArray[np.int64]) -> Vectors:
    """Unit mean of each label's vectors, copies counted; one row a label, from 0 to the largest."""
    inside = np.flatnonzero(labels != NONE)
    entries = (weights[inside].astype(np.float32), (labels[inside], inside))
    members = sparse.csr_array(entries, shape=(int(labels.max()) + 1, len(labels)))
    return unit(members @ vectors)


def nearest_centroid(vectors: Vectors, means: Vectors) -> tuple[Labels, npt.NDArray[np.float64]]:
    """The label of the centroid nearest to each vector (ties: the smaller), and its cosine similarity."""
    similarities: npt.NDArray[np.float64] = (vectors @ means.T).astype(np.float64).round(DECIMALS)
    return similarities.argmax(axis=1), similarities.max(axis=1)


def merge(means: Vectors, reach: float) -> Labels:
    """The new label of each of the clusters with these centroids, by average linkage.

    Clusters whose centroids lie within ``reach`` of one another (cosine distance) are one. The median distance of a
    text from its own centroid is a good reach in any space: two clusters nearer than that overlap.
    """
    if len(means) < 2:
        return np.zeros(len(means), np.int64)
    tree = linkage(np.round(means.astype(np.float64), DECIMALS), "average", metric="cosine")
    joined: Labels = np.unique(fcluster(tree, reach, "distance"), return_inverse=True)[1]
    return joined

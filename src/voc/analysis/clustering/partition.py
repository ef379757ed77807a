"""Distinct texts to labels: the whole chain of steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.assign import Partition, assign, nowhere
from voc.analysis.clustering.cores import NONE, cores
from voc.analysis.clustering.merge import centroids, merge, nearest_centroid
from voc.analysis.clustering.scale import Scale, scale
from voc.analysis.clustering.smooth import smooth
from voc.analysis.neighbours import heaviest, nearest_neighbours
from voc.analysis.weighting import tfidf
from voc.model.theme import Vectors

FEWEST = 3
"""Texts below which there is nothing to compare."""


def partition(texts: Sequence[str], vectors: Vectors, weights: npt.NDArray[np.int64]) -> Partition:
    """Group distinct texts that say the same.

    Neighbours are found by the words that match exactly (sparse TF-IDF), and what is averaged over them are the
    vectors, whatever encoder they come from: two kinds of evidence beat either alone.

    Args:
        texts: n of them, in an order that does not depend on the input's.
        vectors: n x d, unit rows; a text whose vector is zero takes no part.
        weights: n, how many copies each text has.
    """
    known = np.flatnonzero(vectors.any(axis=1))
    if len(known) < FEWEST:
        return _copies_only(known, weights)
    sizes = scale(len(known))
    features = heaviest(tfidf([texts[i] for i in known.tolist()]))
    graph = nearest_neighbours(features, sizes.neighbours).graph()
    return _group(smooth(vectors[known], graph, sizes.rounds), weights[known], sizes).spread(known, len(texts))


def _copies_only(known: npt.NDArray[np.intp], weights: npt.NDArray[np.int64]) -> Partition:
    """One or two distinct texts: each one that has copies is a cluster."""
    repeated = known[weights[known] > 1]
    labels = np.arange(len(repeated))
    return Partition(labels, labels, np.ones(len(repeated))).spread(repeated, len(weights))


def _group(vectors: Vectors, weights: npt.NDArray[np.int64], sizes: Scale) -> Partition:
    """Dense cores first, then every text with its nearest core, clusters that overlap joined, the doubtful out."""
    labels = cores(vectors, weights, sizes)
    dense = labels != NONE
    if not dense.any():
        return nowhere(len(vectors))
    labels, _ = nearest_centroid(vectors, centroids(vectors, labels, weights))
    means = centroids(vectors, labels, weights)
    distances = 1 - (vectors * means[labels]).sum(axis=1)
    labels = merge(means, float(np.median(distances)))[labels]
    return assign(vectors, centroids(vectors, labels, weights), dense, weights, sizes.minimum)

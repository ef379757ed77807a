"""Distinct texts to labels: the whole chain of steps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering.agreement import agreement, loosest
from voc.analysis.clustering.assign import Partition, assign, nowhere
from voc.analysis.clustering.centroids import centroids, nearest_centroid
from voc.analysis.clustering.cores import NONE, Labels, cores
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.harvest import harvest, usual_similarity
from voc.analysis.clustering.merge import merge
from voc.analysis.clustering.scale import Scale, scale
from voc.analysis.clustering.space import FEW, Space, space

FEWEST = 3
"""Texts below which there is nothing to compare."""

SIMILAR = 0.27
"""Mean similarity of the texts of a small group where there is no cluster to learn it from, ..."""

SIMILAR_OF_FEW = 0.21
"""... and where there are so few texts that what each says alone counts."""


def partition(corpus: Corpus, weights: npt.NDArray[np.int64]) -> tuple[Partition, sparse.csr_array]:
    """Group distinct texts that say the same; and whom each of them hears (n x n, see ``two_way_graph``).

    Args:
        corpus: n texts, in an order that does not depend on the input's.
        weights: n, how many copies each text has.
    """
    n, known = len(corpus.texts), np.flatnonzero(corpus.vectors.any(axis=1))
    if len(known) < FEWEST:
        return _copies_only(known, weights), sparse.csr_array((n, n), dtype=np.float32)
    taken, sizes = corpus.take(known), scale(len(known))
    within = space(taken, sizes)
    return _group(within, weights[known], sizes).spread(known, n), _spread(within.graph, known, n)


def _spread(graph: sparse.csr_array, rows: npt.NDArray[np.intp], n: int) -> sparse.csr_array:
    """``graph`` of the texts ``rows`` as one of ``n`` texts; the others hear nobody."""
    edges = sparse.coo_array(graph)
    return sparse.csr_array((edges.data, (rows[edges.row], rows[edges.col])), shape=(n, n))


def _copies_only(known: npt.NDArray[np.intp], weights: npt.NDArray[np.int64]) -> Partition:
    """One or two distinct texts: each one that has copies is a cluster."""
    repeated = known[weights[known] > 1]
    labels = np.arange(len(repeated))
    return Partition(labels, labels, np.ones(len(repeated))).spread(repeated, len(weights))


def _group(within: Space, weights: npt.NDArray[np.int64], sizes: Scale) -> Partition:
    """The themes that density shows, and among the texts of none the small ones as near as neighbours are there."""
    smoothed, by_words = within.smoothed, within.by_words
    labels = cores(smoothed, weights, sizes) if len(smoothed) >= FEW else np.full(len(smoothed), NONE)
    dense = labels != NONE
    if dense.any():
        labels, dense = _themes(within, labels, dense, weights)
    found, similar = nowhere(len(smoothed)), SIMILAR if len(smoothed) >= FEW else SIMILAR_OF_FEW
    if dense.any():
        found = assign(smoothed, centroids(smoothed, labels, weights), dense, weights, sizes.minimum)
        similar = usual_similarity(by_words, labels, dense)
    groups = harvest(by_words, found.labels == NONE, weights, similar, sizes.group)
    return found.with_groups(groups, smoothed, weights)


def _themes(
    within: Space, labels: Labels, dense: npt.NDArray[np.bool_], weights: npt.NDArray[np.int64]
) -> tuple[Labels, npt.NDArray[np.bool_]]:
    """Every text with its nearest core, cores of loose company dissolved and pieces of one theme joined; and which
    texts are still core texts.
    """
    smoothed = within.smoothed
    labels, _ = nearest_centroid(smoothed, centroids(smoothed, labels, weights))
    labels = np.unique(labels, return_inverse=True)[1]
    agreed = agreement(within.plain, labels)
    bound = loosest(agreed, labels, dense)
    kept = np.flatnonzero(~(agreed < bound))  # one text alone has nothing to disagree with
    dense = dense & np.isin(labels, kept)
    if not dense.any():
        return labels, dense
    labels, _ = nearest_centroid(smoothed, centroids(smoothed, labels, weights)[kept])
    return merge(smoothed, np.unique(labels, return_inverse=True)[1], within.plain, bound), dense

"""Distinct texts to labels: the whole chain of steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.agreement import agreement, loosest
from voc.analysis.clustering.assign import Partition, assign, nowhere
from voc.analysis.clustering.centroids import centroids, nearest_centroid
from voc.analysis.clustering.cores import NONE, Labels, cores
from voc.analysis.clustering.harvest import harvest, usual_similarity
from voc.analysis.clustering.merge import merge
from voc.analysis.clustering.neighbours import Neighbours, heaviest, nearest_neighbours
from voc.analysis.clustering.scale import Scale, scale
from voc.analysis.clustering.smooth import centre, smooth
from voc.analysis.clustering.weighting import tfidf
from voc.model.theme import Vectors

FEWEST = 3
"""Texts below which there is nothing to compare."""

FEW = 70
"""Texts below which density says nothing: small groups are all that is looked for."""

SIMILAR = 0.25
"""Mean similarity of the texts of a small group where there is no cluster to learn it from."""

BACKGROUND = 4
"""A text's background is what it shares with a text this many times as far down its list as its last neighbour."""


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
    reach = FEW if len(known) < FEW else BACKGROUND * sizes.neighbours
    neighbours = nearest_neighbours(features, min(reach, len(known) - 1))
    plain = centre(vectors[known])
    smoothed = smooth(plain, neighbours.contrast(sizes.neighbours), sizes.rounds)
    return _group(plain, smoothed, neighbours, weights[known], sizes).spread(known, len(texts))


def _copies_only(known: npt.NDArray[np.intp], weights: npt.NDArray[np.int64]) -> Partition:
    """One or two distinct texts: each one that has copies is a cluster."""
    repeated = known[weights[known] > 1]
    labels = np.arange(len(repeated))
    return Partition(labels, labels, np.ones(len(repeated))).spread(repeated, len(weights))


def _group(
    plain: Vectors, smoothed: Vectors, neighbours: Neighbours, weights: npt.NDArray[np.int64], sizes: Scale
) -> Partition:
    """The themes that density shows, and among the texts of none the small ones as near as neighbours are there."""
    labels = cores(smoothed, weights, sizes) if len(smoothed) >= FEW else np.full(len(smoothed), NONE)
    dense = labels != NONE
    if dense.any():
        labels, dense = _themes(plain, smoothed, labels, dense, weights)
    found, similar = nowhere(len(smoothed)), SIMILAR
    if dense.any():
        found = assign(smoothed, centroids(smoothed, labels, weights), dense, weights, sizes.minimum)
        similar = usual_similarity(neighbours, labels, dense)
    groups = harvest(neighbours, found.labels == NONE, weights, similar, sizes.group)
    return found.with_groups(groups, smoothed, weights)


def _themes(
    plain: Vectors, smoothed: Vectors, labels: Labels, dense: npt.NDArray[np.bool_], weights: npt.NDArray[np.int64]
) -> tuple[Labels, npt.NDArray[np.bool_]]:
    """Every text with its nearest core, cores of loose company dissolved and pieces of one theme joined; and which
    texts are still core texts.
    """
    labels, _ = nearest_centroid(smoothed, centroids(smoothed, labels, weights))
    labels = np.unique(labels, return_inverse=True)[1]
    agreed = agreement(plain, labels)
    bound = loosest(agreed, labels, dense)
    kept = np.flatnonzero(~(agreed < bound))  # one text alone has nothing to disagree with
    dense = dense & np.isin(labels, kept)
    if not dense.any():
        return labels, dense
    labels, _ = nearest_centroid(smoothed, centroids(smoothed, labels, weights)[kept])
    return merge(plain, np.unique(labels, return_inverse=True)[1], bound), dense

"""Distinct texts to labels: the whole chain of steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.agreement import agreement, loosest
from voc.analysis.clustering.assign import Partition, assign, nowhere
from voc.analysis.clustering.axes import along_main_axes
from voc.analysis.clustering.centroids import centroids, nearest_centroid
from voc.analysis.clustering.cores import NONE, Labels, cores
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.graph import BACKGROUND, two_way_graph
from voc.analysis.clustering.harvest import harvest, usual_similarity
from voc.analysis.clustering.merge import merge
from voc.analysis.clustering.neighbours import Neighbours, heaviest, nearest_neighbours
from voc.analysis.clustering.rows import unit
from voc.analysis.clustering.scale import Scale, scale
from voc.analysis.clustering.smooth import centre, smooth
from voc.analysis.clustering.weighting import tfidf
from voc.model.theme import Vectors

FEWEST = 3
"""Texts below which there is nothing to compare."""

AXES = 128
"""Axes along which vectors are compared: what longer ones say beyond these is mostly about single texts, and would take
three times as long to search and to smooth."""

FEW = 70
"""Texts below which density says nothing: small groups are all that is looked for."""

SIMILAR = 0.27
"""Mean similarity of the texts of a small group where there is no cluster to learn it from."""


def partition(corpus: Corpus, weights: npt.NDArray[np.int64]) -> Partition:
    """Group distinct texts that say the same.

    Args:
        corpus: n texts, in an order that does not depend on the input's.
        weights: n, how many copies each text has.
    """
    known = np.flatnonzero(corpus.vectors.any(axis=1))
    if len(known) < FEWEST:
        return _copies_only(known, weights)
    taken, sizes = corpus.take(known), scale(len(known))
    reach = FEW if len(known) < FEW else BACKGROUND * sizes.neighbours
    by_words = nearest_neighbours(heaviest(tfidf(taken.texts)), min(reach, len(known) - 1))
    plain = _main(centre(taken.vectors, taken.languages))
    graph = two_way_graph(by_words, replace(taken, vectors=plain), sizes.neighbours)
    space = _Space(plain, smooth(plain, graph, sizes.rounds))
    return _group(space, by_words, weights[known], sizes).spread(known, len(corpus.texts))


@dataclass(frozen=True, slots=True, eq=False)
class _Space:
    """Where n texts lie: ``plain`` as the encoder says, centred; ``smoothed`` over their neighbours (both n x d, unit
    rows).
    """

    plain: Vectors
    smoothed: Vectors


def _main(vectors: Vectors) -> Vectors:
    """``vectors`` (n x d, unit rows) along their main ``AXES``, unit rows again; short ones as they are."""
    return unit(along_main_axes(vectors, AXES)) if vectors.shape[1] > AXES else vectors


def _copies_only(known: npt.NDArray[np.intp], weights: npt.NDArray[np.int64]) -> Partition:
    """One or two distinct texts: each one that has copies is a cluster."""
    repeated = known[weights[known] > 1]
    labels = np.arange(len(repeated))
    return Partition(labels, labels, np.ones(len(repeated))).spread(repeated, len(weights))


def _group(space: _Space, by_words: Neighbours, weights: npt.NDArray[np.int64], sizes: Scale) -> Partition:
    """The themes that density shows, and among the texts of none the small ones as near as neighbours are there."""
    smoothed = space.smoothed
    labels = cores(smoothed, weights, sizes) if len(smoothed) >= FEW else np.full(len(smoothed), NONE)
    dense = labels != NONE
    if dense.any():
        labels, dense = _themes(space, labels, dense, weights)
    found, similar = nowhere(len(smoothed)), SIMILAR
    if dense.any():
        found = assign(smoothed, centroids(smoothed, labels, weights), dense, weights, sizes.minimum)
        similar = usual_similarity(by_words, labels, dense)
    groups = harvest(by_words, found.labels == NONE, weights, similar, sizes.group)
    return found.with_groups(groups, smoothed, weights)


def _themes(
    space: _Space, labels: Labels, dense: npt.NDArray[np.bool_], weights: npt.NDArray[np.int64]
) -> tuple[Labels, npt.NDArray[np.bool_]]:
    """Every text with its nearest core, cores of loose company dissolved and pieces of one theme joined; and which
    texts are still core texts.
    """
    smoothed = space.smoothed
    labels, _ = nearest_centroid(smoothed, centroids(smoothed, labels, weights))
    labels = np.unique(labels, return_inverse=True)[1]
    agreed = agreement(space.plain, labels)
    bound = loosest(agreed, labels, dense)
    kept = np.flatnonzero(~(agreed < bound))  # one text alone has nothing to disagree with
    dense = dense & np.isin(labels, kept)
    if not dense.any():
        return labels, dense
    labels, _ = nearest_centroid(smoothed, centroids(smoothed, labels, weights)[kept])
    return merge(smoothed, np.unique(labels, return_inverse=True)[1], space.plain, bound), dense

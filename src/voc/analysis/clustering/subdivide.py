"""The parts that a large theme is made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from threadpoolctl import threadpool_limits

from voc.analysis.clustering.centroids import centroids, nearest_centroid
from voc.analysis.clustering.collapse import collapse
from voc.analysis.clustering.cores import NONE, Labels
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.rows import unit
from voc.analysis.clustering.scale import scale
from voc.analysis.clustering.space import space
from voc.model.theme import Vectors

FEW = 15
"""Tickets below which a theme is read as it is."""

APART = 1.0
"""Mean cosine distance at which two parts are two: the texts are no nearer to each other than any two are on average,
since the vectors are centred on the theme's own mean."""

SMALL, SHARE = 3, 0.05
"""Tickets that a part has at least, and the share of the theme's tickets."""

LARGEST = 1_000
"""Distinct texts that are read and compared all with all; of more, so many evenly spaced ones, and the rest follows
them by its vectors alone: what the parts are is told by a thousand texts as well as by tens of thousands."""

DECIMALS = 6
"""Distances are rounded before they are compared, so that the last bits of a sum decide nothing."""


def subdivide(corpus: Corpus) -> Labels:
    """The part each ticket of one theme is in, 0 the largest; ``NONE`` for all where the theme has no two parts.

    The order of the tickets changes nothing but that of the labels. Every ticket of a theme that has parts is in one,
    but for those whose vector is zero.
    """
    known = np.flatnonzero(corpus.vectors.any(axis=1))
    labels = np.full(len(corpus.texts), NONE)
    if len(known) >= FEW:
        said = corpus.take(known)
        order = np.array(sorted(range(len(known)), key=lambda i: (said.texts[i], said.languages[i])))
        labels[known[order]] = _divided(said.take(order))
    return labels


def _divided(corpus: Corpus) -> Labels:
    """The same of tickets in an order of their own, none of whose vectors is zero."""
    copies = collapse(corpus.texts)
    texts = corpus.take(copies.first)
    n = len(texts.texts)
    if n < SMALL:
        return np.full(len(corpus.texts), NONE)
    read = np.arange(n) if n <= LARGEST else np.arange(LARGEST) * n // LARGEST
    labels = np.full(n, NONE)
    with threadpool_limits(limits=1, user_api="blas"):  # sums in one order, whatever the machine
        smoothed = space(texts.take(read), scale(len(read))).smoothed
        weights = copies.weights[read]
        labels[read] = _gathered(smoothed, _parts(smoothed, weights), weights)
        labels = follow(texts.vectors, labels) if n > LARGEST and labels.max() > NONE else labels
    return _numbered(labels[copies.group])


def follow(vectors: Vectors, labels: Labels) -> Labels:
    """``labels`` in which the texts that are in no part are in the one whose middle is nearest.

    Args:
        vectors: of all texts of one theme (n x d), none of those in no part zero.
        labels: beside them, 0 and up, ``NONE`` for no part; at least one text is in each part.
    """
    centred = unit(vectors - vectors.mean(axis=0, dtype=np.float64).astype(np.float32))
    means = centroids(centred, labels, np.ones(len(labels), np.int64))
    followed, free = labels.copy(), labels == NONE
    followed[free] = nearest_centroid(centred[free], means)[0]
    return followed


def _gathered(vectors: Vectors, parts: Labels, weights: npt.NDArray[np.int64]) -> Labels:
    """Every text in the part whose centroid is nearest, of those that stay large enough so."""
    if parts.max() < 1:
        return parts
    means = centroids(vectors, parts, weights)
    nearest, _ = nearest_centroid(vectors, means)
    lasting = _large(nearest, weights)
    return nearest_centroid(vectors, means[lasting])[0] if len(lasting) else np.full(len(parts), NONE)


def _large(labels: Labels, weights: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """The labels, none of them ``NONE``, that have tickets enough for a part."""
    return np.flatnonzero(np.bincount(labels, weights) >= max(SMALL, SHARE * weights.sum()))


def _parts(vectors: Vectors, weights: npt.NDArray[np.int64]) -> Labels:
    """Labels from 0 of the texts that lie in a piece large enough to be a part; ``NONE`` for all others.

    Args:
        vectors: n x d, unit rows, centred.
        weights: copies of each text.
    """
    pieces = _pieces(vectors)
    large = _large(pieces, weights)
    return np.where(np.isin(pieces, large), np.searchsorted(large, pieces), NONE)


def _pieces(vectors: Vectors) -> Labels:
    """Labels from 0 by average linkage, cut where two pieces are ``APART``."""
    distances = (1 - (vectors @ vectors.T).astype(np.float64)).round(DECIMALS)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    labels: Labels = np.unique(fcluster(tree, np.nextafter(APART, 0), "distance"), return_inverse=True)[1]
    return labels


def _numbered(labels: Labels) -> Labels:
    """``labels`` in order of size, ties by the first ticket; ``NONE`` for all where there is but one."""
    names, first, sizes = np.unique(labels[labels != NONE], return_index=True, return_counts=True)
    if len(names) < 2:
        return np.full(len(labels), NONE)
    ranks = np.empty(len(names), np.int64)
    ranks[np.lexsort((first, -sizes))] = np.arange(len(names))
    return ranks[labels]

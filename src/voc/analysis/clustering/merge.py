"""Pieces of one theme, joined."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.agreement import mean_cosine
from voc.analysis.clustering.centroids import members
from voc.analysis.clustering.cores import Labels
from voc.model.theme import Vectors

Products = npt.NDArray[np.float64]
"""A number for each two of k clusters, k x k."""

DECIMALS = 6

SAME = 0.84
"""Cosine of two clusters' centroids from which they are one theme.

Smoothing draws apart what is apart, in any space: on samples of 200 to 13,000 texts of five data sets, with vectors of
words, of word vectors and of a transformer, the best bound lay between .8 and .9."""


def merge(smoothed: Vectors, labels: Labels, plain: Vectors, loosest: float) -> Labels:
    """``labels`` with clusters joined, the likest two first, as long as two have almost the same centroid, and their
    texts together agree as much as those of a cluster must: chains of near pieces would make heaps.

    Args:
        smoothed: n x d, unit rows, centred and smoothed, in which likeness is seen.
        labels: of the n texts, 0 to the largest, none missing.
        plain: n x e, unit rows, centred, in which agreement is seen.
        loosest: the least mean cosine of a cluster's texts.
    """
    products, agreed = _products(smoothed, labels), _products(plain, labels)
    sizes = np.bincount(labels)
    while len(sizes) > 1:
        cosines = np.where(_agreement_of_unions(agreed, sizes) < loosest, -np.inf, _cosines(products))
        one, other = divmod(int(cosines.argmax()), len(sizes))  # the first of equals, so that one < other
        if cosines[one, other] < SAME:
            break
        products, agreed = _joined(products, one, other), _joined(agreed, one, other)
        sizes[one] += sizes[other]
        sizes = np.delete(sizes, other)
        labels = np.where(labels == other, one, labels)
        labels = labels - (labels > other)
    return labels


def _products(vectors: Vectors, labels: Labels) -> Products:
    """Dot products of the sums of each cluster's vectors."""
    sums = members(labels, np.ones(len(labels))) @ vectors.astype(np.float64)
    return np.asarray(sums @ sums.T)


def _joined(products: Products, one: int, other: int) -> Products:
    """``products`` with the sums ``one`` and ``other`` as one sum in the place of the first."""
    products[one] += products[other]
    products[:, one] += products[:, other]
    return np.delete(np.delete(products, other, axis=0), other, axis=1)


def _agreement_of_unions(products: Products, sizes: npt.NDArray[np.int64]) -> Products:
    """Mean cosine of the texts of each two clusters together."""
    squares = products.diagonal()
    return mean_cosine(2 * products + squares[:, None] + squares, sizes[:, None] + sizes)


def _cosines(products: Products) -> Products:
    """Cosines of sums of vectors from their dot ``products``, -inf between one and itself."""
    lengths = np.sqrt(np.maximum(products.diagonal(), np.finfo(np.float64).tiny))
    cosines: Products = (products / np.outer(lengths, lengths)).round(DECIMALS)
    np.fill_diagonal(cosines, -np.inf)
    return cosines

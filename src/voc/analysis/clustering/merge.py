"""Pieces of one theme, joined."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.centroids import members
from voc.analysis.clustering.cores import Labels
from voc.model.theme import Vectors

DECIMALS = 6

SAME = 0.84
"""Cosine of two clusters' centroids from which they are one theme.

Smoothing draws apart what is apart, in any space: on samples of 200 to 13,000 texts of five data sets, with vectors of
words, of word vectors and of a transformer, the best bound lay between .8 and .9."""


def merge(vectors: Vectors, labels: Labels) -> Labels:
    """``labels`` with clusters joined, the likest two first, as long as two have almost the same centroid.

    Args:
        vectors: n x d, unit rows, centred and smoothed.
        labels: of the n texts, 0 to the largest, none missing.
    """
    sums = members(labels, np.ones(len(labels))) @ vectors.astype(np.float64)
    products = sums @ sums.T
    while len(products) > 1:
        cosines = _cosines(products)
        one, other = divmod(int(cosines.argmax()), len(products))  # the first of equals, so that one < other
        if cosines[one, other] < SAME:
            break
        products[one] += products[other]
        products[:, one] += products[:, other]
        products = np.delete(np.delete(products, other, axis=0), other, axis=1)
        labels = np.where(labels == other, one, labels)
        labels = labels - (labels > other)
    return labels


def _cosines(products: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Cosines of sums of vectors from their dot ``products`` (k x k), -inf between one and itself."""
    lengths = np.sqrt(np.maximum(products.diagonal(), np.finfo(np.float64).tiny))
    cosines: npt.NDArray[np.float64] = (products / np.outer(lengths, lengths)).round(DECIMALS)
    np.fill_diagonal(cosines, -np.inf)
    return cosines

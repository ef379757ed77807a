"""Pieces of one theme, joined."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.centroids import members
from voc.analysis.clustering.cores import Labels
from voc.model.theme import Vectors

DECIMALS = 6

SAME_WORDS, SAME_MEANING = 0.74, 0.84
"""Cosine of two clusters' centroids from which they are one theme, in a space of words and in one of meanings.

Smoothing draws apart what is apart, but a space of meanings is a narrower one: two themes of one trade lie nearer to
each other there. On samples of 1,000 to 13,000 texts of five data sets the best bounds lay between .7 and .9 for words
and between .8 and .9 for meanings."""


def merge(vectors: Vectors, labels: Labels, meaning: float) -> Labels:
    """``labels`` with clusters joined, the likest two first, as long as two have almost the same centroid.

    Args:
        vectors: n x d, unit rows, centred and smoothed.
        labels: of the n texts, 0 to the largest, none missing.
        meaning: how far the vectors say what the texts mean, 0..1.
    """
    same = SAME_WORDS + (SAME_MEANING - SAME_WORDS) * meaning
    sums = members(labels, np.ones(len(labels))) @ vectors.astype(np.float64)
    products = sums @ sums.T
    while len(products) > 1:
        cosines = _cosines(products)
        one, other = divmod(int(cosines.argmax()), len(products))  # the first of equals, so that one < other
        if cosines[one, other] < same:
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

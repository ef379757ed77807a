"""Pieces of one theme, joined."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.agreement import mean_cosine
from voc.analysis.clustering.centroids import members
from voc.analysis.clustering.cores import Labels
from voc.model.theme import Vectors

DECIMALS = 6

SAME = 0.5
"""Cosine of two clusters' directions from which they are one theme: they share more than they differ in."""

LEAST = 1e-3
"""Agreement within a cluster is taken to be at least this, which keeps the cosine of a cluster of nothing finite."""


def merge(vectors: Vectors, labels: Labels, loosest: float) -> Labels:
    """``labels`` with clusters joined, the likest two first, as long as two have one direction.

    A cluster's direction is what its texts share beneath what each says besides. Its cosine with another's is
    estimated as the mean similarity of a text of one and a text of the other, over the geometric mean of the same
    among the texts of each (Spearman's correction for attenuation): it does not depend on how loose, how long-winded
    or how many the texts are.

    Args:
        vectors: n x d, unit rows, centred; as they came from the encoder, since smoothing has drawn apart what lies
            in two clusters.
        labels: of the n texts, 0 to the largest, none missing.
        loosest: agreement below which texts are no cluster; no union goes below it. Without this a large cluster
            would end as what its language has in common, and everything written in it would join.
    """
    sums = members(labels, np.ones(len(labels))) @ vectors.astype(np.float64)
    products, sizes = sums @ sums.T, np.bincount(labels)
    while len(sizes) > 1:
        cosines = np.where(_union(products, sizes) >= loosest, _cosines(products, sizes), -np.inf)
        one, other = divmod(int(cosines.argmax()), len(sizes))  # the first of equals, so that one < other
        if cosines[one, other] < SAME:
            break
        products[one] += products[other]
        products[:, one] += products[:, other]
        products = np.delete(np.delete(products, other, axis=0), other, axis=1)
        sizes[one] += sizes[other]
        sizes = np.delete(sizes, other)
        labels = np.where(labels == other, one, labels)
        labels = labels - (labels > other)
    return labels


def _union(products: npt.NDArray[np.float64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The agreement that each two clusters would have as one, k x k."""
    squares = products.diagonal()
    return mean_cosine(np.add.outer(squares, squares) + 2 * products, np.add.outer(sizes, sizes))


def _cosines(products: npt.NDArray[np.float64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Cosines between the directions of clusters, k x k, -inf between a cluster and itself.

    Args:
        products: k x k, dot products of the sums of the clusters' unit vectors.
        sizes: k, texts of each. A single text is taken to agree with its like as texts of a middling cluster do.
    """
    inside = mean_cosine(products.diagonal(), sizes)
    known = np.isfinite(inside)
    inside = np.maximum(np.where(known, inside, np.median(inside[known]) if known.any() else 1.0), LEAST)
    cosines = products / np.outer(sizes, sizes) / np.sqrt(np.outer(inside, inside))
    np.fill_diagonal(cosines, -np.inf)
    return cosines.round(DECIMALS)

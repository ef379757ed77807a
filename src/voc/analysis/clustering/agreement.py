"""How much the texts of a cluster have in common, and how little is too little."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.centroids import members
from voc.analysis.clustering.cores import Labels
from voc.model.theme import Vectors

LOOSE = 0.6
"""Texts that agree less than this share of what is usual are no cluster, but what was left over between clusters.

Flat from .5 to .6; at .65 themes of Banking77 and MASSIVE begin to go.
"""


def mean_cosine(squares: npt.NDArray[np.float64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Mean cosine of two different texts of a cluster; nan for a cluster of one text.

    Args:
        squares: the squared lengths of the sums of the clusters' unit vectors, of any shape; sizes: texts of each.
    """
    pairs = sizes * (sizes - 1)
    return np.where(pairs > 0, (squares - sizes) / np.maximum(pairs, 1), np.nan)


def agreement(vectors: Vectors, labels: Labels) -> npt.NDArray[np.float64]:
    """Mean cosine of two different texts of each cluster, one a label; nan for a cluster of one text.

    Args:
        vectors: n x d, unit rows, centred; as they came from the encoder, since smoothing makes any region look
            tight.
        labels: of the n texts, 0 to the largest, none missing.
    """
    sums = members(labels, np.ones(len(labels))) @ vectors.astype(np.float64)
    return mean_cosine((sums**2).sum(axis=1), np.bincount(labels))


def loosest(agreed: npt.NDArray[np.float64], labels: Labels, dense: npt.NDArray[np.bool_]) -> float:
    """The agreement below which texts are no cluster: ``LOOSE`` times that of the middling core text's cluster.

    Texts of no theme lie somewhere too, and where some of them lie together by chance density finds a region. What
    tells it from a theme is that its texts have little in common beyond the one neighbour that each came with.
    """
    known = agreed[labels[dense]]
    known = known[np.isfinite(known)]
    return LOOSE * max(float(np.median(known)), 0.0) if len(known) else 0.0

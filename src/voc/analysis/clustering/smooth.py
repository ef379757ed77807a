"""Vectors drawn towards those of their neighbours, so that dense regions contract and gaps open."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from voc.analysis.rows import unit
from voc.model.theme import Vectors


def centre(vectors: Vectors) -> Vectors:
    """Unit rows around their common mean: what all texts share tells none of them apart."""
    return unit(vectors - vectors.mean(axis=0))


def smooth(vectors: Vectors, similarities: sparse.csr_array, rounds: int) -> Vectors:
    """``vectors`` after ``rounds`` of averaging each row, half and half, with the weighted mean of its neighbours.

    Args:
        vectors: n x d, unit rows.
        similarities: n x n, not negative, ``[i, j]`` > 0 where j is a near neighbour of i. The edge counts in both
            directions: a hub hears everyone who listens to it, which was measured to be worth 2 to 4 points of ARI.
        rounds: how often.
    """
    both = similarities + similarities.T
    shares = sparse.diags_array(1 / np.maximum(both.sum(axis=1), np.finfo(np.float32).tiny)) @ both
    smoothed = centre(vectors)
    for _ in range(rounds):
        smoothed = unit(smoothed + shares @ smoothed)
    return centre(smoothed)

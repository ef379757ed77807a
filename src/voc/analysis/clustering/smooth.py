"""Vectors drawn towards those of their neighbours, so that dense regions contract and gaps open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from voc.analysis.clustering.rows import unit
from voc.model.theme import Vectors

SETTLED = 10
"""Texts from which a language's own mean counts more than the mean of all."""


def centre(vectors: Vectors, languages: Sequence[str] = ()) -> Vectors:
    """Unit rows around their common mean: what all texts share tells none of them apart.

    With ``languages`` (n codes, empty where unknown), around the mean of their language, drawn towards the common one
    the fewer texts it has: a multilingual model knows what a text means and which language it is in, and only the
    first is a theme.
    """
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    codes = np.array(languages)
    for code in sorted(set(languages) - {""}):
        rows = np.flatnonzero(codes == code)
        centred[rows] -= centred[rows].mean(axis=0) * (len(rows) / (len(rows) + SETTLED))
    return unit(centred)


LOUD = 0.9
"""Share of the texts whose neighbours weigh less than is needed to be drawn all the way."""


def smooth(vectors: Vectors, graph: sparse.csr_array, rounds: int) -> Vectors:
    """``vectors`` after ``rounds`` of averaging each row with the weighted mean of its neighbours.

    The loudest tenth is averaged half and half. A text whose neighbours weigh less hears less of them: one that is
    only faintly like others keeps to itself, instead of being pulled into the theme that happens to be the nearest.

    Args:
        vectors: n x d, unit rows, centred.
        graph: n x n, not negative, ``[i, j]`` > 0 where j is a near neighbour of i. The edge counts in both
            directions: a hub hears everyone who listens to it, which was measured to be worth 2 to 4 points of ARI.
        rounds: how often.
    """
    both = graph + graph.T
    weight = np.asarray(both.sum(axis=1))
    full = max(float(np.quantile(weight, LOUD)), float(np.finfo(np.float32).tiny))
    shares = sparse.diags_array(1 / np.maximum(weight, full)) @ both
    for _ in range(rounds):
        vectors = unit(vectors + shares @ vectors)
    return centre(vectors)

"""Who hears whom: texts joined to those that have the same words, and to those that mean the same."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from voc.analysis.clustering.corpus import Shares
from voc.analysis.clustering.neighbours import Neighbours, nearest_vectors
from voc.model.theme import Vectors

BACKGROUND = 4
"""A text's background is what it shares with a text this many times as far down its list as its last neighbour."""


def two_way_graph(by_words: Neighbours, vectors: Vectors, meaning: Shares, k: int) -> sparse.csr_array:
    """Each text's ``k`` nearest by words and ``k`` nearest by meaning, as a sparse n x n matrix of what they stand out
    by.

    Two kinds of evidence beat either alone, although the neighbours by meaning are the more precise ones: they repeat
    what the vectors know, and those by words do not. Both ways weigh the same in all, and of one text, as much as its
    vector means something (``meaning``); where it means nothing, words are all there is.

    Args:
        by_words: lists that reach ``BACKGROUND`` times as far as ``k``, where there are so many texts.
        vectors: n x d, unit rows, centred.
    """
    words = _mean_one(by_words.contrast(k))
    if not meaning.any():
        return words
    reach = min(BACKGROUND * k, len(vectors) - 1)
    meanings = _mean_one(nearest_vectors(vectors, reach).contrast(k))
    share = meaning / 2
    return sparse.csr_array(sparse.diags_array(1 - share) @ words + sparse.diags_array(share) @ meanings)


def _mean_one(graph: sparse.csr_array) -> sparse.csr_array:
    """``graph`` scaled so that its rows sum to one on average."""
    mean = graph.sum() / max(graph.shape[0], 1)
    return graph / max(float(mean), float(np.finfo(np.float32).tiny))

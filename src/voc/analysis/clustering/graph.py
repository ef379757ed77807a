"""Who hears whom: texts joined to those that have the same words, and to those that mean the same."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.neighbours import Neighbours, nearest_vectors

BACKGROUND = 4
"""A text's background is what it shares with a text this many times as far down its list as its last neighbour."""

UNDERSTOOD = 0.5
"""Meaning from which a text's vector may be compared with those of other languages."""


def two_way_graph(by_words: Neighbours, corpus: Corpus, k: int) -> sparse.csr_array:
    """Each text's ``k`` nearest by words and ``k`` nearest by meaning, as a sparse n x n matrix of what they stand out
    by.

    Two kinds of evidence beat either alone, although the neighbours by meaning are the more precise ones: they repeat
    what the vectors know, and those by words do not. Both ways weigh the same in all, and of one text, as much as its
    vector means something; where it means nothing, words are all there is.

    Args:
        by_words: lists that reach ``BACKGROUND`` times as far as ``k``, where there are so many texts.
        corpus: n texts, their vectors centred.
        k: neighbours each way.
    """
    words = _mean_one(by_words.contrast(k))
    if not corpus.meaning.any():
        return words
    reach = min(BACKGROUND * k, len(corpus.vectors) - 1)
    near = nearest_vectors(corpus.vectors, reach).contrast(k)
    share = corpus.meaning / 2
    meanings = _mean_one(near + _abroad(corpus, k, reach))
    return sparse.csr_array(sparse.diags_array(1 - share) @ words + sparse.diags_array(share) @ meanings)


def _abroad(corpus: Corpus, k: int, reach: int) -> sparse.csr_array:
    """The ``k`` nearest by meaning in another language, n x n: a model that knows several also tells them apart, so
    that the nearest of all are of the text's own. Only as far as both are understood, and as ``reach`` can be compared.
    """
    codes, n = np.array(corpus.languages), len(corpus.vectors)
    rows = np.flatnonzero((codes != "") & (corpus.meaning >= UNDERSTOOD))
    languages = np.unique(codes[rows], return_inverse=True)[1]
    if not languages.any() or len(rows) <= reach:
        return sparse.csr_array((n, n), dtype=np.float32)
    found = nearest_vectors(corpus.vectors[rows], reach, languages)
    enough = found.indices[:, -1] != np.arange(len(rows))
    edges = sparse.coo_array(sparse.diags_array(enough.astype(np.float32)) @ found.contrast(k))
    return sparse.csr_array((edges.data, (rows[edges.row], rows[edges.col])), shape=(n, n))


def _mean_one(graph: sparse.csr_array) -> sparse.csr_array:
    """``graph`` scaled so that its rows sum to one on average."""
    mean = graph.sum() / max(graph.shape[0], 1)
    return graph / max(float(mean), float(np.finfo(np.float32).tiny))

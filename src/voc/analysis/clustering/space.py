"""Where texts lie: as their encoder says, and drawn towards their neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scipy import sparse

from voc.analysis.clustering.axes import along_main_axes
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.graph import BACKGROUND, two_way_graph
from voc.analysis.clustering.neighbours import Neighbours, heaviest, nearest_neighbours
from voc.analysis.clustering.rows import unit
from voc.analysis.clustering.scale import Scale
from voc.analysis.clustering.smooth import centre, smooth
from voc.analysis.clustering.weighting import common, tfidf
from voc.model.theme import Vectors

AXES = 128
"""Axes along which vectors are compared: what longer ones say beyond these is mostly about single texts, and would take
three times as long to search and to smooth."""

FEW = 70
"""Texts below which density says nothing, and each text is compared with all others."""


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Where n texts lie: ``plain`` as the encoder says, centred; ``smoothed`` over their neighbours (both n x d, unit
    rows); their neighbours ``by_words``; and the ``graph`` of whom each hears (n x n).
    """

    plain: Vectors
    smoothed: Vectors
    by_words: Neighbours
    graph: sparse.csr_array


def space(corpus: Corpus, sizes: Scale) -> Space:
    """The space of three or more distinct texts, none of whose vectors is zero."""
    n = len(corpus.texts)
    reach = FEW if n < FEW else BACKGROUND * sizes.neighbours
    words = heaviest(tfidf(corpus.texts))
    if n < FEW:
        words = sparse.csr_array(sparse.diags_array(common(corpus.texts)) @ words)
    by_words = nearest_neighbours(words, min(reach, n - 1))
    plain = _main(centre(corpus.vectors, corpus.languages))
    graph = two_way_graph(by_words, replace(corpus, vectors=plain), sizes.neighbours)
    return Space(plain, smooth(plain, graph, sizes.rounds), by_words, graph)


def _main(vectors: Vectors) -> Vectors:
    """``vectors`` (n x d, unit rows) along their main ``AXES``, unit rows again; short ones as they are."""
    return unit(along_main_axes(vectors, AXES)) if vectors.shape[1] > AXES else vectors

"""Meaning in common, where the words differ: word vectors, weighed by how rare their words are among the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering.rows import unit
from voc.model.theme import Vectors

NEAREST = 10
"""So many nearest of ``SAMPLE`` texts tell how near to everything a text is."""
SAMPLE = 3_000
BLOCK = 1_000
"""Texts whose similarities are looked at together."""


class WordMeanings(Protocol):
    """Vectors of word pieces; ``WordVectors`` of the encoders are."""

    @property
    def vectors(self) -> Vectors:
        """A row a piece."""

    def counts(self, texts: Sequence[str]) -> sparse.csr_array:
        """How often each piece stands in each text: texts x pieces."""

    def known(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The share (0..1) of each text's words that are pieces as they stand."""


@dataclass(frozen=True, slots=True, eq=False)
class MeaningIndex:
    """The vectors of n texts, and how near each of them is to its nearest others (``crowds``).

    A text that says little is near to everything; half of that is taken off, as cross-domain similarity local scaling
    does (Conneau et al. 2018).
    """

    words: WordMeanings
    idf: npt.NDArray[np.float32]
    vectors: Vectors
    crowds: npt.NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str], words: WordMeanings) -> MeaningIndex:
        """Index ``texts``."""
        counts = words.counts(texts)
        having = np.bincount(counts.indices, minlength=counts.shape[1])
        idf = np.log((1 + len(texts)) / (1 + having)).astype(np.float32)
        vectors = _vectors(counts, idf, words)
        return cls(words, idf, vectors, _crowds(vectors))

    def alike(self, queries: Sequence[str]) -> npt.NDArray[np.float32]:
        """Queries x texts: cosines less half a text's crowd."""
        vectors = _vectors(self.words.counts(queries), self.idf, self.words)
        alike: npt.NDArray[np.float32] = (vectors @ self.vectors.T - self.crowds / 2).astype(np.float32)
        return alike

    def known(self, queries: Sequence[str]) -> npt.NDArray[np.float32]:
        """How far each query is in a language that the words are of: 0 where half of its words are known or fewer, 1
        from three in four on, since names and code are in no language.
        """
        known: npt.NDArray[np.float32] = np.clip(4 * self.words.known(queries) - 2, 0, 1).astype(np.float32)
        return known


def _vectors(counts: sparse.csr_array, idf: npt.NDArray[np.float32], words: WordMeanings) -> Vectors:
    data = ((1 + np.log(counts.data)) * idf[counts.indices]).astype(np.float32)
    return unit(sparse.csr_array((data, counts.indices, counts.indptr), shape=counts.shape) @ words.vectors)


def _crowds(vectors: Vectors) -> npt.NDArray[np.float32]:
    """The mean cosine of each row to its nearest others among evenly chosen ones."""
    others = vectors[:: max(1, len(vectors) // SAMPLE)].T
    nearest = min(NEAREST + 1, others.shape[1])
    crowds = np.zeros(len(vectors), np.float32)
    for start in range(0, len(vectors), BLOCK):
        cosines = vectors[start : start + BLOCK] @ others
        best = np.sort(np.partition(cosines, -nearest, axis=1)[:, -nearest:], axis=1)
        crowds[start : start + BLOCK] = best[:, : max(1, nearest - 1)].mean(axis=1)  # the text itself is the nearest
    return crowds

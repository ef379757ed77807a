"""TF-IDF over hashed n-gram counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering import ngrams
from voc.analysis.clustering.rows import unit_sparse

MINIMUM_TEXTS = 2
"""A feature of a single text tells it from the others but ties it to none."""

LONE = 0.1
"""How much of the weight of such a feature counts among few texts."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Inverse document frequencies of one family of features.

    ``columns`` (int32, ascending) are the hash buckets in use, ``idf`` (float32) stands beside them.
    """

    columns: npt.NDArray[np.int32]
    idf: npt.NDArray[np.float32]

    def apply(self, counts: sparse.csr_array) -> sparse.csr_array:
        """Unit rows of ``weighted``; rows without any bucket in use stay empty."""
        return unit_sparse(self.weighted(counts))

    def weighted(self, counts: sparse.csr_array) -> sparse.csr_array:
        """Rows of (1 + ln tf) * idf, one column a bucket in use."""
        place = np.full(counts.shape[1], -1, np.int32)
        place[self.columns] = np.arange(len(self.columns), dtype=np.int32)
        columns = place[counts.indices]
        used = columns >= 0
        starts = np.concatenate([[0], np.cumsum(used)])[counts.indptr]
        weights = (1 + np.log(counts.data[used])) * self.idf[columns[used]]
        shape = counts.shape[0], len(self.columns)
        return sparse.csr_array((weights.astype(np.float32), columns[used], starts), shape=shape)


def weigh(counts: sparse.csr_array, limit: int | None = None, least: int = MINIMUM_TEXTS) -> Weights:
    """Smoothed inverse document frequencies, ln((1 + n) / (1 + df)) + 1, of the features of ``least`` or more texts.

    Of more than ``limit`` such features only the most frequent are kept (ties by bucket).
    """
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    columns = np.flatnonzero(frequency >= min(least, counts.shape[0]))
    if limit is not None and len(columns) > limit:
        columns = np.sort(columns[np.argsort(-frequency[columns], kind="stable")[:limit]])
    idf = np.log((1 + counts.shape[0]) / (1 + frequency[columns])) + 1
    return Weights(columns.astype(np.int32), idf.astype(np.float32))


def tfidf(texts: Sequence[str]) -> sparse.csr_array:
    """Unit TF-IDF rows of ``texts``: words and word pairs beside character n-grams, of equal weight."""
    counts = ngrams.count(texts)
    families = [weigh(family).apply(family) for family in (counts.words, counts.characters)]
    return unit_sparse(sparse.csr_array(sparse.hstack(families, format="csr")))


def common(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """How long a text's row of ``tfidf`` is (0..1) where what nobody else says counts too, though only ``LONE`` of it.

    Among few texts most of what a text says is its own, and what is left may be an article and a preposition: as a row
    of length one it is as near to another such text as two that say the same are to each other.
    """
    counts = ngrams.count(texts)
    return np.sqrt((_common(counts.words) + _common(counts.characters)) / 2)


def _common(counts: sparse.csr_array) -> npt.NDArray[np.float32]:
    """The same of one family, squared."""
    weights = weigh(counts, least=1)
    squares = weights.weighted(counts) ** 2
    alone = np.bincount(counts.indices, minlength=counts.shape[1])[weights.columns] < MINIMUM_TEXTS
    shared, own = squares @ ~alone, squares @ alone
    return np.asarray(shared / np.maximum(shared + LONE * own, np.finfo(np.float32).tiny), np.float32)

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


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Inverse document frequencies of one family of features.

    ``columns`` (int32, ascending) are the hash buckets in use, ``idf`` (float32) stands beside them.
    """

    columns: npt.NDArray[np.int32]
    idf: npt.NDArray[np.float32]

    def apply(self, counts: sparse.csr_array) -> sparse.csr_array:
        """Unit rows of (1 + ln tf) * idf, one column a bucket in use; rows without any such bucket stay empty."""
        weighted = counts[:, self.columns].tocsr()
        weighted.data = ((1 + np.log(weighted.data)) * self.idf[weighted.indices]).astype(np.float32)
        return unit_sparse(weighted)


def weigh(counts: sparse.csr_array, limit: int | None = None) -> Weights:
    """Smoothed inverse document frequencies, ln((1 + n) / (1 + df)) + 1, of the features of two or more texts.

    Of more than ``limit`` such features only the most frequent are kept (ties by bucket).
    """
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    columns = np.flatnonzero(frequency >= min(MINIMUM_TEXTS, counts.shape[0]))
    if limit is not None and len(columns) > limit:
        columns = np.sort(columns[np.argsort(-frequency[columns], kind="stable")[:limit]])
    idf = np.log((1 + counts.shape[0]) / (1 + frequency[columns])) + 1
    return Weights(columns.astype(np.int32), idf.astype(np.float32))


def tfidf(texts: Sequence[str]) -> sparse.csr_array:
    """Unit TF-IDF rows of ``texts``: words and word pairs beside character n-grams, of equal weight."""
    counts = ngrams.count(texts)
    families = [weigh(family).apply(family) for family in (counts.words, counts.characters)]
    return unit_sparse(sparse.csr_array(sparse.hstack(families, format="csr")))

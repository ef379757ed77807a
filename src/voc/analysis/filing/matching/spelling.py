"""Parts of words in common: what carries inflection (Finnish above all), compounds and slips of the pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering import ngrams
from voc.analysis.clustering.weighting import Weights, weigh


@dataclass(frozen=True, slots=True, eq=False)
class SpellingIndex:
    """Unit TF-IDF rows of texts' character n-grams (``transposed``, n-grams x texts), and their weights."""

    weights: Weights
    transposed: sparse.csr_array

    @classmethod
    def of(cls, texts: Sequence[str]) -> SpellingIndex:
        """Index ``texts``."""
        counts = ngrams.count(texts).characters
        weights = weigh(counts, least=1)  # what a single issue says may be just what is asked for
        return cls(weights, sparse.csr_array(weights.apply(counts).T))

    def alike(self, queries: Sequence[str]) -> npt.NDArray[np.float32]:
        """Queries x texts: cosines."""
        rows = self.weights.apply(ngrams.count(queries).characters)
        alike: npt.NDArray[np.float32] = (rows @ self.transposed).toarray()
        return alike

"""Texts to vectors by their words alone: TF-IDF and latent semantic analysis; any language, no download."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from threadpoolctl import threadpool_limits

from voc.analysis.clustering import ngrams
from voc.analysis.clustering.rows import unit, unit_sparse
from voc.analysis.clustering.weighting import Weights, weigh
from voc.errors import StoreError
from voc.model.theme import EncoderState, Vectors

VERSION = 1
DIMENSIONS = 128
"""Latent dimensions of a large corpus; a small one has at most a third as many as it has texts."""

FEATURES = 15_000
"""Features kept of each family, the most frequent first, so that the fitted state stays within some megabytes."""

ROUNDS = 2
"""Power iterations of the randomised decomposition (Halko, Martinsson & Tropp 2011)."""


@dataclass(frozen=True, slots=True, eq=False)
class FittedLexicalEncoder:
    """Knows the weights of a corpus' features and their ``components`` (features x dimensions, float16)."""

    words: Weights
    characters: Weights
    components: npt.NDArray[np.float16]

    @property
    def space(self) -> str:
        """``lexical-<version>-<digest of the fitted state>``."""
        digest = hashlib.sha256()
        for name, array in sorted(self._arrays().items()):
            digest.update(f"{name}:{array.dtype.str}:{array.shape};".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return f"{LexicalEncoder.name}-{VERSION}-{digest.hexdigest()[:16]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of ``texts``, row by row, unit length (zeros for a text with no known feature)."""
        features = _features(ngrams.count(texts), self.words, self.characters)
        return unit(features @ self.components.astype(np.float32))

    def meaning(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Zero for every text: its words are all there is."""
        return np.zeros(len(texts), np.float32)

    def state(self) -> EncoderState:
        """The weights and components as arrays."""
        return EncoderState(self.space, self._arrays(), {"encoder": LexicalEncoder.name, "version": VERSION})

    def _arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        return {
            "word_columns": self.words.columns,
            "word_idf": self.words.idf,
            "character_columns": self.characters.columns,
            "character_idf": self.characters.idf,
            "components": self.components,
        }


@dataclass(frozen=True, slots=True)
class LexicalEncoder:
    """Fits TF-IDF weights of words, word pairs and character n-grams, and their main directions."""

    seed: int = 0
    name = "lexical"

    def fit(self, texts: Sequence[str]) -> FittedLexicalEncoder:
        """Learn from ``texts``; the result does not depend on their order."""
        counts = ngrams.count(sorted(texts))
        words, characters = weigh(counts.words, FEATURES), weigh(counts.characters, FEATURES)
        features = _features(counts, words, characters)
        dimensions = min(DIMENSIONS, len(texts) // 3 + 1, *features.shape)
        if dimensions == 0 or features.nnz == 0:
            return FittedLexicalEncoder(words, characters, np.zeros((features.shape[1], 1), np.float16))
        from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415 - a run with nothing new does not need it

        with threadpool_limits(limits=1, user_api="blas"):  # sums in one order, whatever the machine
            _, _, right = randomized_svd(features, dimensions, n_iter=ROUNDS, random_state=self.seed)
        return FittedLexicalEncoder(words, characters, right.T.astype(np.float16))

    def restore(self, state: EncoderState) -> FittedLexicalEncoder:
        """The fitted encoder that ``state`` was taken from.

        Raises:
            StoreError: the state was written by another encoder or version.
        """
        if state.meta.get("encoder") != self.name or state.meta.get("version") != VERSION:
            raise StoreError(f"the stored encoder {state.space} is not {self.name} version {VERSION}", "fit a new one")
        arrays = state.arrays
        return FittedLexicalEncoder(
            Weights(arrays["word_columns"].astype(np.int32), arrays["word_idf"].astype(np.float32)),
            Weights(arrays["character_columns"].astype(np.int32), arrays["character_idf"].astype(np.float32)),
            arrays["components"].astype(np.float16),
        )


def _features(counts: ngrams.Counts, words: Weights, characters: Weights) -> sparse.csr_array:
    families = [words.apply(counts.words), characters.apply(counts.characters)]
    return unit_sparse(sparse.csr_array(sparse.hstack(families, format="csr")))

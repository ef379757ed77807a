"""Features to sparse rows of weights, by hash: no word is kept."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.text.learned.features import FAMILIES, Features

LEAST_ROWS = 2
"""Different texts that a feature must stand in to be kept: what stands in one text alone is not learned."""

_LENGTHS = np.array(list(FAMILIES.values()), np.float64)
_SALT = np.array([zlib.crc32(family.encode()) | 1 for family in FAMILIES], np.uint32)
"""An odd factor for each family, so that one word has another hash in each (multiplication modulo 2^32)."""


@dataclass(frozen=True, slots=True, eq=False)
class Hashed:
    """A text's features without a word of them, in the order of ``Features``: each one's hash, how often it stands in
    the text, and the number of its family.
    """

    hashes: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.float32]
    families: npt.NDArray[np.intp]


def hashed(found: Features) -> Hashed:
    """CRC-32 of each feature, told apart by family."""
    each = [feature.encode("utf-8", "replace") for counts in found.values() for feature in counts]
    times = [count for counts in found.values() for count in counts.values()]
    families = np.repeat(np.arange(len(FAMILIES)), [len(found[family]) for family in FAMILIES])
    hashes = np.fromiter(map(zlib.crc32, each), np.uint32, len(each)) * _SALT[families]
    return Hashed(hashes, np.array(times, np.float32), families)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Known features by hash, rising, and how telling each is (inverse document frequency, smoothed, at least 1)."""

    hashes: npt.NDArray[np.uint32]
    idf: npt.NDArray[np.float32]

    def weigh(self, text: Hashed) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Which of a text's features are known, their columns, and their values: (1 + log count) times idf, each
        family as long as ``FAMILIES`` says.
        """
        near = np.minimum(np.searchsorted(self.hashes, text.hashes), len(self.hashes) - 1)
        known = np.flatnonzero(self.hashes[near] == text.hashes)
        columns, families = near[known].astype(np.int32), text.families[known]
        values = (1 + np.log(text.counts[known])) * self.idf[columns]
        lengths = np.sqrt(np.bincount(families, values * values, len(_LENGTHS)))
        scale = np.divide(_LENGTHS, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return known, columns, (values * scale[families]).astype(np.float32)

    def rows(self, texts: Sequence[Hashed]) -> sparse.csr_array:
        """Texts x known features, float32."""
        weighed = [self.weigh(text) for text in texts]
        columns = np.concatenate([columns for _, columns, _ in weighed])
        values = np.concatenate([values for *_, values in weighed])
        ends = np.cumsum([0, *(len(columns) for _, columns, _ in weighed)]).astype(np.int32)
        return sparse.csr_array((values, columns, ends), shape=(len(texts), len(self.hashes)))


def vocabulary(texts: Sequence[Hashed]) -> Vocabulary:
    """The features that stand in at least ``LEAST_ROWS`` of ``texts``."""
    hashes, rows = np.unique(np.concatenate([text.hashes for text in texts]), return_counts=True)
    kept = rows >= LEAST_ROWS
    idf = np.log((1 + len(texts)) / (1 + rows[kept])) + 1
    return Vocabulary(hashes[kept], idf.astype(np.float32))

"""Features to sparse rows of weights, by hash: no word is kept."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.text.learned.features import FAMILIES, Features

LEAST_ROWS = 2
"""Different texts that a feature must stand in to be kept: what stands in one text alone is not learned."""

_SALT = {family: np.uint32(zlib.crc32(family.encode()) | 1) for family in FAMILIES}
"""An odd factor for each family, so that one word has another hash in each (multiplication modulo 2^32)."""

Counted = tuple[npt.NDArray[np.uint32], npt.NDArray[np.float32]]
"""Hashes of features, and how often each stands in the text."""

Hashed = Mapping[str, Counted]
"""Family to a text's features, in the order of ``Features``."""


def hashed(found: Features) -> Hashed:
    """``found`` without a word of it: CRC-32 of each feature, told apart by family."""
    codes = {feature: zlib.crc32(feature.encode("utf-8", "replace")) for each in found.values() for feature in each}
    return {family: _counted(family, counts, codes) for family, counts in found.items()}


def _counted(family: str, counts: Mapping[str, int], codes: Mapping[str, int]) -> Counted:
    hashes = np.fromiter(map(codes.__getitem__, counts), np.uint32, len(counts)) * _SALT[family]
    return hashes, np.fromiter(counts.values(), np.float32, len(counts))


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Known features by hash, rising, and how telling each is (inverse document frequency, smoothed, at least 1)."""

    hashes: npt.NDArray[np.uint32]
    idf: npt.NDArray[np.float32]

    def rows(self, texts: Sequence[Hashed]) -> sparse.csr_array:
        """Texts x known features, float32: (1 + log count) times idf, each family as long as ``FAMILIES`` says."""
        parts = [self.part(family, text[family]) for text in texts for family in FAMILIES]
        ends = np.cumsum([0, *(len(columns) for _, columns, _ in parts)])[:: len(FAMILIES)].astype(np.int32)
        columns = np.concatenate([columns for _, columns, _ in parts] or [np.zeros(0, np.int32)])
        values = np.concatenate([values for *_, values in parts] or [np.zeros(0, np.float32)])
        return sparse.csr_array((values, columns, ends), shape=(len(texts), len(self.hashes)))

    def part(
        self, family: str, counted: Counted
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """One family of one text: which of its features are known, their columns, and their values."""
        hashes, counts = counted
        near = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        known = np.flatnonzero(self.hashes[near] == hashes)
        columns = near[known].astype(np.int32)
        values = (1 + np.log(counts[known])) * self.idf[columns]
        length = np.sqrt(values @ values) or 1.0
        return known, columns, (values * (FAMILIES[family] / length)).astype(np.float32)


def vocabulary(texts: Sequence[Hashed]) -> Vocabulary:
    """The features that stand in at least ``LEAST_ROWS`` of ``texts``."""
    every = [hashes for text in texts for hashes, _ in text.values()]
    hashes, rows = np.unique(np.concatenate(every or [np.zeros(0, np.uint32)]), return_counts=True)
    kept = rows >= LEAST_ROWS
    idf = np.log((1 + len(texts)) / (1 + rows[kept])) + 1
    return Vocabulary(hashes[kept], idf.astype(np.float32))

"""Rows of length one; rows of nothing stay nothing. (scikit-learn's ``normalize`` refuses an empty matrix.)"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.model.theme import Vectors

_BLOCK = 1024
"""Rows that are scaled at once: those of a hundred thousand texts do not pass through memory three times."""


def unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    """``vectors`` (n x d) with each row divided by its length, float32, reckoned in no less than that."""
    scaled = np.empty(vectors.shape, np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK]
        block = block.astype(np.result_type(block, np.float32), copy=False)
        lengths = np.linalg.norm(block, axis=1, keepdims=True)
        scaled[start : start + _BLOCK] = block / np.where(lengths > 0, lengths, 1)
    return scaled


def unit_sparse(matrix: sparse.csr_array) -> sparse.csr_array:
    """``matrix`` with each row divided by its length, float32."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scaled = matrix.data / np.repeat(np.where(lengths > 0, lengths, 1), np.diff(matrix.indptr))
    return sparse.csr_array((scaled.astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape)

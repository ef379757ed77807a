"""NumPy arrays as bytes, without pickle: what comes from a store is data, never code."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
import numpy.typing as npt

from voc.model.theme import HalfVectors
from voc.stores.failures import damaged

_FLOAT16 = np.dtype("<f2")  # the same bytes on every machine


def array_to_bytes(array: npt.NDArray[np.generic]) -> bytes:
    """``array`` in NumPy's .npy format.

    Raises:
        ValueError: an array of objects, which only pickle could store.
    """
    buffer = BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def array_from_bytes(data: bytes) -> npt.NDArray[np.generic]:
    """The array ``array_to_bytes`` was given.

    Raises:
        StoreError: damaged data, or an array of objects.
    """
    try:
        array: npt.NDArray[np.generic] = np.load(BytesIO(data), allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise damaged("array") from error
    return array


def rows_to_bytes(vectors: HalfVectors) -> list[bytes]:
    """Each row of an n x d matrix as d half-precision numbers."""
    return [row.tobytes() for row in np.ascontiguousarray(vectors, dtype=_FLOAT16)]


def rows_from_bytes(rows: Sequence[bytes]) -> HalfVectors:
    """The matrix ``rows_to_bytes`` was given; 0 x 0 without rows.

    Raises:
        StoreError: rows of unequal length, or of no whole number of elements.
    """
    if not rows:
        return np.zeros((0, 0), dtype=np.float16)
    width, rest = divmod(len(rows[0]), _FLOAT16.itemsize)
    if rest or any(len(row) != len(rows[0]) for row in rows):
        raise damaged("vector")
    return np.frombuffer(b"".join(rows), dtype=_FLOAT16).reshape(len(rows), width).astype(np.float16)

"""Principal component analysis: vectors told by the few axes along which they differ most."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voc.model.theme import Vectors

DECIMALS = 6
"""Coordinates are rounded before anything is compared, so that the last bits of a sum decide nothing."""


def along_main_axes(vectors: Vectors, dimensions: int) -> npt.NDArray[np.float64]:
    """Coordinates (n x ``dimensions``, or n x d where d is less) of ``vectors`` (n x d) along their main axes, around
    their mean, rounded; also of vectors that are all the same, at which a library's analysis divides by a variance of
    zero.
    """
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    coordinates: npt.NDArray[np.float64] = np.round(centred @ axes[:, ::-1][:, :dimensions], DECIMALS)
    return coordinates

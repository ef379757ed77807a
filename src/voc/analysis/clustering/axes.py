"""Principal component analysis: vectors told by the few axes along which they differ most."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voc.model.theme import Vectors

DECIMALS = 6
"""Coordinates are rounded before anything is compared, so that the last bits of a sum decide nothing."""


def along_main_axes(vectors: Vectors, dimensions: int) -> npt.NDArray[np.float64]:
    """Coordinates (n x ``dimensions``, or the lesser of n and d where that is less) of ``vectors`` (n x d) along their
    main axes, around their mean, rounded; also of vectors that are all the same, at which a library's analysis divides
    by a variance of zero.
    """
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    if len(centred) < centred.shape[1]:  # the same from the products of the rows, in a twentieth of the time
        squares, rows = np.linalg.eigh(centred @ centred.T)
        along = (rows * np.sqrt(np.maximum(squares, 0)))[:, ::-1][:, :dimensions]
    else:
        _, axes = np.linalg.eigh(centred.T @ centred)
        along = centred @ axes[:, ::-1][:, :dimensions]
    coordinates: npt.NDArray[np.float64] = np.round(along, DECIMALS)
    return coordinates

"""Which side of a split a ticket belongs to that nobody ruled on: the nearer one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
import numpy.typing as npt

from voc.model.theme import Vectors

_DECIMALS = 9
"""What the last bits of a sum say depends on the machine."""


def going(
    others: Collection[str],
    leaving: Collection[str],
    staying: Collection[str],
    vectors: Callable[[Collection[str]], Mapping[str, Vectors]],
) -> frozenset[str]:
    """Those of ``others`` that lie nearer to the mean of ``leaving`` than to that of ``staying`` (cosine); none of them
    where a side has no vectors, and never one that has none itself.
    """
    if not (others and leaving and staying):
        return frozenset()
    rows = vectors([*others, *leaving, *staying])
    there, here = _mean(leaving, rows), _mean(staying, rows)
    if there is None or here is None:
        return frozenset()
    return frozenset(each for each in others if each in rows and _likeness(rows[each], there, here))


def _mean(tickets: Collection[str], rows: Mapping[str, Vectors]) -> npt.NDArray[np.float64] | None:
    """The unit mean of the tickets' vectors; None where none has one, or they cancel out."""
    known = [rows[ticket] for ticket in sorted(tickets) if ticket in rows]
    if not known:
        return None
    mean = np.mean(np.asarray(known, np.float64), axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length) if length else None


def _likeness(row: Vectors, there: npt.NDArray[np.float64], here: npt.NDArray[np.float64]) -> bool:
    wide = row.astype(np.float64)
    return round(float(wide @ there), _DECIMALS) > round(float(wide @ here), _DECIMALS)

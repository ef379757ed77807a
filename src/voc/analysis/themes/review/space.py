"""Vectors of tickets, and how alike tickets and themes are in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from voc.model.theme import Vectors

_DECIMALS = 6
"""What the last bits of a sum say depends on the machine."""

Likenesses = npt.NDArray[np.float64]


class Space:
    """Unit vectors by ticket id; a ticket without one is like nothing.

    Args:
        tickets: ids, beside the rows of ``vectors``.
        vectors: n x d, of unit length by row.
    """

    def __init__(self, tickets: Sequence[str], vectors: Vectors) -> None:
        self._row = {ticket: row for row, ticket in enumerate(tickets)}
        self._vectors = vectors

    def vector(self, ticket: str) -> Vectors | None:
        """The ticket's vector, None where it has none or an empty one."""
        row = self._row.get(ticket)
        return self._vectors[row] if row is not None and self._vectors[row].any() else None

    def middle(self, tickets: Iterable[str]) -> Vectors | None:
        """The unit mean of the tickets' vectors; None where there is none."""
        rows = [self._row[ticket] for ticket in sorted(tickets) if ticket in self._row]
        mean = self._vectors[rows].mean(axis=0, dtype=np.float64) if rows else np.zeros(0)
        length = float(np.linalg.norm(mean))
        return (mean / length).astype(np.float32) if length else None

    def nearest(self, vector: Vectors, tickets: Iterable[str]) -> list[tuple[str, float]]:
        """``tickets`` with their likeness to ``vector``, the most alike first; those without a vector are left out."""
        known = [ticket for ticket in sorted(tickets) if ticket in self._row]
        rows = self._vectors[[self._row[ticket] for ticket in known]] if known else self._vectors[:0]
        return ranked(known, rows @ vector)


def middles(space: Space, members: Mapping[str, Iterable[str]]) -> dict[str, Vectors]:
    """The middle of each group of tickets that has one, by its name."""
    found = {name: space.middle(tickets) for name, tickets in members.items()}
    return {name: middle for name, middle in found.items() if middle is not None}


def likest(vector: Vectors, middles: Mapping[str, Vectors]) -> list[tuple[str, float]]:
    """The groups with their likeness to ``vector``, the most alike first."""
    names = sorted(middles)
    return ranked(names, np.array([middles[name] for name in names]) @ vector) if names else []


def ranked(names: Sequence[str], likenesses: npt.NDArray[np.floating]) -> list[tuple[str, float]]:
    """``names`` with their likenesses, the greatest first, equals by name."""
    rounded: Likenesses = np.asarray(likenesses, np.float64).round(_DECIMALS)
    return sorted(zip(names, rounded.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))

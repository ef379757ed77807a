"""What follows the number of texts: how far a text looks around, and when a group is worth a name."""

from __future__ import annotations

import math
from dataclasses import dataclass

SMALL = 3
"""Tickets that make a theme however many there are: two may be chance where there are thousands."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes for one number of texts.

    Attributes:
        neighbours: nearest texts each text is joined to.
        rounds: how often a vector is averaged with its neighbours' vectors.
        minimum: fewest texts of a dense region.
        group: fewest tickets of a small group among the texts that no dense region takes.
        dimensions: of the space in which density is looked for.
    """

    neighbours: int
    rounds: int
    minimum: int
    group: int
    dimensions: int


def scale(n: int) -> Scale:
    """Sizes for ``n`` >= 3 texts.

    The powers were measured on samples of 60 to 13,083 texts: neighbours and rounds grow as the fourth root or so
    (3 at 60, 7 at 1,000, 16 at 13,083), the smallest cluster that density can find by the power of four fifths or so
    (2, 5, 39).
    """
    reach = max(2, round(n**0.29))
    minimum = max(2, math.ceil(n**0.82 / 62))
    return Scale(min(reach, n - 1), reach, minimum, min(minimum, SMALL), max(1, min(15, n // 3)))

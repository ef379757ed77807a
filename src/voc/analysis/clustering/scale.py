"""What follows the number of texts: how far a text looks around, and when a group is worth a name."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes for one number of texts.

    Attributes:
        neighbours: nearest texts each text is joined to.
        rounds: how often a vector is averaged with its neighbours' vectors.
        minimum: fewest texts of a cluster.
        dimensions: of the space in which density is looked for.
    """

    neighbours: int
    rounds: int
    minimum: int
    dimensions: int


def scale(n: int) -> Scale:
    """Sizes for ``n`` >= 3 texts.

    The powers were measured on samples of 60 to 13,083 texts: neighbours and rounds grow as the fourth root or so
    (3 at 60, 7 at 1,000, 16 at 13,083), the smallest cluster a little faster than the square root (2, 7, 30).
    """
    reach = max(2, round(n**0.29))
    return Scale(min(reach, n - 1), reach, max(2, math.ceil(n**0.6 / 10)), max(1, min(15, n // 3)))

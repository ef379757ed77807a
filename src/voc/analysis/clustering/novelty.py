"""Which texts are about something that was not written about before: their near neighbours are as new as they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from voc.analysis.clustering.corpus import Shares

ROUNDS = 2
"""How often a fresh text's share is averaged with that of the fresh texts it hears."""


@dataclass(frozen=True, slots=True, eq=False)
class Novelty:
    """How new the company of n texts is.

    Attributes:
        usual: share of all distinct texts that are fresh: what a text about a known matter hears of them.
        heard: n, share of what a text hears that comes from fresh texts; 0 for one that is not fresh itself.
        drawn: the same, averaged with that of the fresh texts it hears: steadier for one text alone.
    """

    usual: float
    heard: Shares
    drawn: Shares

    def spread(self, group: npt.NDArray[np.int64]) -> Novelty:
        """The same of tickets, of which ``group`` says which text each is a copy of."""
        return Novelty(self.usual, self.heard[group], self.drawn[group])


def novelty(graph: sparse.csr_array, fresh: npt.NDArray[np.bool_]) -> Novelty:
    """How new the company of each fresh text is.

    Args:
        graph: n x n, whom each text hears.
        fresh: n, which texts nobody wrote before.
    """
    rows = np.flatnonzero(fresh)
    heard, drawn = np.zeros(len(fresh), np.float32), np.zeros(len(fresh), np.float32)
    among = graph[rows][:, rows]
    within = np.asarray(among.sum(axis=1))
    share = within / np.maximum(np.asarray(graph[rows].sum(axis=1)), np.finfo(np.float32).tiny)
    heard[rows] = share
    averaging = sparse.diags_array(1 / np.maximum(within, np.finfo(np.float32).tiny)) @ among
    for _ in range(ROUNDS):
        share = (share + averaging @ share) / 2
    drawn[rows] = share
    return Novelty(float(fresh.mean()) if len(fresh) else 0.0, heard, drawn)

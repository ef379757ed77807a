"""Clusters of today held against the themes that are known."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from voc.analysis.themes.identity.look import Look
from voc.analysis.themes.identity.texts import NOWHERE, Indexes, Roll

HOME = 0.05
"""Least share of a cluster's tickets of known themes that the theme at home in it holds."""


def overlap(look: Look, roll: Roll) -> Indexes:
    """How many of the tickets looked at are in each theme and each cluster: themes x clusters."""
    theme = roll.theme[look.rows]
    both = (theme != NOWHERE) & (look.cluster != NOWHERE)
    table = np.zeros((len(roll.names), look.clusters), np.int64)
    np.add.at(table, (theme[both], look.cluster[both]), 1)
    return table


def homes(table: Indexes) -> Indexes:
    """The theme that is at home in each cluster, or ``NOWHERE``: one to one, so that the most tickets stay where they
    are (the assignment problem; https://en.wikipedia.org/wiki/Assignment_problem).

    Taking each cluster for the theme that most of its tickets are in would give several clusters to one large theme;
    one to one, the largest of them is the theme, and the others may be themes of their own.
    """
    home = np.full(table.shape[1], NOWHERE)
    if table.size:
        enough = table >= np.maximum(HOME * table.sum(axis=0), 1)
        themes, clusters = linear_sum_assignment(table * enough, maximize=True)
        held = enough[themes, clusters]
        home[clusters[held]] = themes[held]
    return home


def strongest(table: Indexes) -> Indexes:
    """The theme that most tickets of each cluster are in, or ``NOWHERE`` where they are in none."""
    if not table.shape[0]:
        return np.full(table.shape[1], NOWHERE)
    return np.where(table.max(axis=0) > 0, table.argmax(axis=0), NOWHERE)


def owners(table: Indexes) -> Indexes:
    """The theme that the tickets of each cluster belong to: the one at home in it, else the strongest, if any."""
    home = homes(table)
    return np.where(home == NOWHERE, strongest(table), home)

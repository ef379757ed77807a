"""Themes about what nobody wrote about before, found before their tickets are taken for something known."""

from __future__ import annotations

import math

import numpy as np

from voc.analysis.clustering.cluster import cluster
from voc.analysis.themes.identity.look import Look, kept_apart
from voc.analysis.themes.identity.texts import NOWHERE, Roll, Rows, Texts
from voc.model.settings import ClusterSettings

NEWER = 1.2
"""How many times as fresh as usual a new ticket's company must be for the ticket to be looked at apart."""

FEWEST = 3
"""Tickets that make a theme of something new."""

NEAREST = 10
"""Tickets of the whole store that each ticket of something new is compared with, where not all were looked at."""

_BLOCK = 128
"""Tickets compared with the whole store at once: 100,000 are 50 MB of similarities."""


def emerging(texts: Texts, roll: Roll, look: Look, settings: ClusterSettings) -> list[Rows]:
    """The groups of new tickets that are about something new, the largest first.

    A new ticket about a known matter hears old tickets as often as any other does; one about a new matter hears mostly
    tickets that are as new as it is. Those whose company is newer than usual are clustered by themselves, which shows
    groups too small to be seen among all tickets; a group is taken for new where its tickets hear so much of new
    ones, on average, that it is beyond half-way, in the logarithm, between what is usual and all.
    """
    if not (roll.theme != NOWHERE).any():
        return []
    company = look.novelty
    positions = np.flatnonzero(roll.fresh[look.rows] & (company.drawn > NEWER * company.usual))
    held = look.rows[positions]
    heard = dict(zip(held.tolist(), company.heard[positions].tolist(), strict=True))
    bound = math.sqrt(company.usual)
    groups = [
        group
        for group in _groups(texts, held, settings)
        if len(group) >= FEWEST and np.mean([heard[row] for row in group.tolist()]) > bound
    ]
    if len(look.rows) < len(texts.feedback):
        groups = [group for group in groups if not _known(texts, roll, group)]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _groups(texts: Texts, rows: Rows, settings: ClusterSettings) -> list[Rows]:
    """The clusters among these tickets."""
    chosen = {texts.feedback[row].ticket_id: row for row in rows.tolist()}
    found = cluster(list(chosen), texts.corpus(rows))
    found = kept_apart(found, [texts.feedback[row] for row in chosen.values()], settings)
    return [np.array(sorted(chosen[ticket] for ticket in each.ticket_ids), np.intp) for each in found.clusters]


def _known(texts: Texts, roll: Roll, group: Rows) -> bool:
    """Whether most of the tickets nearest to the ``group``'s, among all that there are, are old ones."""
    reach = min(NEAREST, len(group) - 1)
    old = 0
    for start in range(0, len(group), _BLOCK):
        rows = group[start : start + _BLOCK]
        distances = -(texts.vectors[rows] @ texts.vectors.T)
        distances[np.arange(len(rows)), rows] = np.inf
        nearest = np.argpartition(distances, reach, axis=1)[:, :reach]
        old += int(roll.seen[nearest].sum())
    return old > len(group) * reach / 2

"""Themes about what nobody wrote about before, found before their tickets are taken for something known."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

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

_BLOCK = 2048
"""Tickets of the store that are compared at once: with a thousand new ones, 8 MB of distances."""


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
        groups = _unknown(texts, roll, groups)
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _groups(texts: Texts, rows: Rows, settings: ClusterSettings) -> list[Rows]:
    """The clusters among these tickets."""
    chosen = {texts.feedback[row].ticket_id: row for row in rows.tolist()}
    found = cluster(list(chosen), texts.corpus(rows))
    found = kept_apart(found, [texts.feedback[row] for row in chosen.values()], settings)
    return [np.array(sorted(chosen[ticket] for ticket in each.ticket_ids), np.intp) for each in found.clusters]


def _unknown(texts: Texts, roll: Roll, groups: Sequence[Rows]) -> list[Rows]:
    """Those of the ``groups`` of which most of the nearest tickets, among all that there are, are not old ones."""
    kept = []
    old = roll.seen[_nearest(texts, np.concatenate([np.empty(0, np.intp), *groups]))]
    for group, end in zip(groups, np.cumsum([len(group) for group in groups]), strict=True):
        reach = min(NEAREST, len(group) - 1)
        if old[end - len(group) : end, :reach].sum() <= len(group) * reach / 2:
            kept.append(group)
    return kept


def _nearest(texts: Texts, rows: Rows) -> npt.NDArray[np.intp]:
    """The ``NEAREST`` other tickets of each of ``rows``, among all that there are, nearest first."""
    vectors = texts.vectors(rows)
    nearest, distances = np.zeros((len(rows), 0), np.intp), np.zeros((len(rows), 0), np.float32)
    for start in range(0, len(texts.feedback), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(texts.feedback)))
        away = -(vectors @ texts.vectors(slice(start, start + _BLOCK)).T)
        away[rows[:, None] == block] = np.inf
        nearest = np.hstack([nearest, np.broadcast_to(block, away.shape)])
        distances = np.hstack([distances, away])
        best = np.argpartition(distances, min(NEAREST, distances.shape[1]) - 1, axis=1)[:, :NEAREST]
        nearest, distances = np.take_along_axis(nearest, best, axis=1), np.take_along_axis(distances, best, axis=1)
    return np.take_along_axis(nearest, np.argsort(distances, axis=1, kind="stable"), axis=1)

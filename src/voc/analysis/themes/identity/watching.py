"""What has become two themes, or one: today's clusters held against the themes, as changes to propose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from voc.analysis.themes.identity.look import Look
from voc.analysis.themes.identity.overlap import homes, overlap, strongest
from voc.analysis.themes.identity.texts import NOWHERE, Flags, Indexes, Roll, Rows, Texts
from voc.model.registry import ThemeChange

FEWEST = 3
"""Tickets of a theme that must lie in another cluster to be worth a change; fewer are the blur between two themes."""

MOST = 0.5
"""Share of a theme that must lie in another theme's cluster for the whole to be merged into that one."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Tickets (``rows``) of theme number ``theme`` that lie in ``cluster``, and belong to theme number ``into``:
    ``NOWHERE`` for one that is still to be founded, by the ``split`` of the same cluster.
    """

    change: ThemeChange
    theme: int
    into: int
    cluster: int
    rows: Rows


def parts(texts: Texts, roll: Roll, look: Look, founded: Collection[int], *, small: bool = False) -> list[Part]:
    """Every part of a theme that lies in another one's cluster, or in one where none is at home; the largest first.

    Args:
        texts: all tickets.
        roll: where they are, new ones placed.
        look: those that are clustered now.
        founded: numbers of the themes of this run, in which nothing is to be found fault with yet.
        small: whether a theme of fewer than ``FEWEST`` tickets counts where it lies in another's cluster as a whole.
    """
    table = overlap(look, roll)
    home, main = homes(table), strongest(table)
    seen = np.bincount(roll.theme[look.rows][roll.theme[look.rows] != NOWHERE], minlength=len(roll.names))
    cells = [
        Part(change, theme, into, cluster, look.rows[(look.cluster == cluster) & (roll.theme[look.rows] == theme)])
        for theme, cluster in np.argwhere((table >= FEWEST) | (small & (table > 0) & (table == seen[:, None]))).tolist()
        if theme not in founded and home[cluster] != theme
        for change, into in [_change(theme, cluster, home, main, table[theme, cluster] >= MOST * seen[theme])]
        if change is not None
    ]
    split = {part.cluster for part in cells if part.change is ThemeChange.SPLIT}
    cells = [part for part in cells if part.into != NOWHERE or part.cluster in split]
    return sorted(_completed(texts, roll, look, cells), key=lambda part: (-len(part.rows), part.theme, part.cluster))


def _change(
    theme: int,
    cluster: int,
    home: Indexes,
    main: Indexes,
    mostly: bool,
) -> tuple[ThemeChange | None, int]:
    """What the tickets of ``theme`` in ``cluster`` call for, and where they belong; ``mostly``: they are most of it."""
    homeless = theme not in home
    if home[cluster] != NOWHERE:
        return (ThemeChange.MERGE if homeless and mostly else ThemeChange.ABSORB), int(home[cluster])
    if main[cluster] != theme:
        return ThemeChange.ABSORB, NOWHERE
    return (None if homeless and mostly else ThemeChange.SPLIT), NOWHERE


def _completed(texts: Texts, roll: Roll, look: Look, cells: Sequence[Part]) -> list[Part]:
    """``cells`` with the tickets of their themes that were not looked at, each with the part whose mean is nearest."""
    if len(look.rows) == len(texts.feedback):
        return list(cells)
    unseen = np.ones(len(texts.feedback), bool)
    unseen[look.rows] = False
    more: dict[int, list[Rows]] = {}
    for theme in {part.theme for part in cells}:
        own = [number for number, part in enumerate(cells) if part.theme == theme]
        rest = _without(look.rows[roll.theme[look.rows] == theme], [cells[number].rows for number in own])
        for number, rows in zip(
            own, _nearest(texts, roll, theme, unseen, [*(cells[n].rows for n in own), rest]), strict=False
        ):
            more.setdefault(number, []).append(rows)
    return [
        Part(
            part.change,
            part.theme,
            part.into,
            part.cluster,
            np.sort(np.concatenate([part.rows, *more.get(number, [])])),
        )
        for number, part in enumerate(cells)
    ]


def _without(rows: Rows, others: Sequence[Rows]) -> Rows:
    return np.setdiff1d(rows, np.concatenate(others)) if others else rows


def _nearest(texts: Texts, roll: Roll, theme: int, unseen: Flags, groups: Sequence[Rows]) -> list[Rows]:
    """The unseen tickets of a theme, each beside the one of ``groups`` whose mean vector is nearest to it; one that has
    no vector beside the last, those that stay.
    """
    rows = np.flatnonzero(unseen & (roll.theme == theme))
    known = [number for number, group in enumerate(groups) if len(group)]
    means = np.array([texts.vectors(groups[number]).mean(axis=0) for number in known])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    vectors = texts.vectors(rows)
    best = np.array(known)[(vectors @ means.T).argmax(axis=1)]
    best[~vectors.any(axis=1)] = len(groups) - 1
    return [rows[best == number] for number in range(len(groups))]

"""New tickets into known themes, and what is in none into new ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.analysis.text.participation import fits
from voc.analysis.themes.identity.look import Look
from voc.analysis.themes.identity.overlap import homes, overlap, owners
from voc.analysis.themes.identity.texts import NOWHERE, Flags, Indexes, Roll, Rows, Texts
from voc.model.ticket import Kind

FRESH = 1 / 3
"""Share of a cluster's tickets that must never have been looked at for it to become a theme. Otherwise every run would
make themes of what earlier runs rightly left alone; and were it more, a problem that is reported once a week would
never become one."""

BARELY = 0.1
"""Share of a cluster's tickets that may be in known themes where it is still a matter of its own, ..."""

HARDLY = 0.5
"""... and where none of them is at home in it: what is mostly new to us is no part of a theme that lies elsewhere."""


def place(texts: Texts, roll: Roll, look: Look, kinds: Sequence[Kind]) -> tuple[Roll, list[Rows]]:
    """Give each ticket that is in no theme the theme that is at home in its cluster; one that is in a theme stays.

    Args:
        texts: all tickets.
        roll: where they are.
        look: those that are clustered now.
        kinds: what the first of the roll's themes are: a problem joins no wish, nor a wish a problem. Anything may join
            the others.

    Returns:
        the roll with those tickets placed, and the clusters that are no known theme's, in the order of clusters.
    """
    table = overlap(look, roll)
    home = homes(table)
    free = np.flatnonzero((look.cluster != NOWHERE) & (roll.theme[look.rows] == NOWHERE))
    sizes = np.bincount(look.cluster[free], minlength=look.clusters)
    known = table.sum(axis=0)
    own = known < np.where(home == NOWHERE, HARDLY, BARELY) * (known + sizes)
    joining = free[~own[look.cluster[free]]]
    rows, themes = look.rows[joining], owners(table)[look.cluster[joining]]
    allowed = fitting(texts, rows, themes, kinds)
    return roll.moving(rows[allowed], themes[allowed]), _new(roll, look, free, own)


def fitting(texts: Texts, rows: Rows, themes: Indexes, kinds: Sequence[Kind]) -> Flags:
    """Which of the tickets fit the kind of the theme that they are to join."""
    pairs = zip(rows.tolist(), themes.tolist(), strict=True)
    return np.array([theme >= len(kinds) or fits(texts.feedback[row].kind, kinds[theme]) for row, theme in pairs], bool)


def _new(roll: Roll, look: Look, free: Rows, own: Flags) -> list[Rows]:
    """The tickets of each cluster that is a matter of its ``own``, where enough of them are new."""
    groups = [look.rows[free[look.cluster[free] == cluster]] for cluster in np.flatnonzero(own)]
    return [group for group in groups if len(group) and roll.fresh[group].mean() >= FRESH]

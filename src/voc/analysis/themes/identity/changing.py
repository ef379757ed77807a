"""Changes that are made: those that looks agree on, the worthiest first, and few a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.analysis.themes.identity.agreeing import Calendar, Proposed
from voc.analysis.themes.identity.texts import NOWHERE, Roll, Rows
from voc.model.registry import Proposal, Shift, ThemeChange

AGREED = 2
"""Looks in a row, a week or a rebuild apart, that must see a change before it is made."""

CALM = 0.02
"""Share of the tickets in themes of earlier runs that may change their theme in a week. What is worth most pairs of
tickets for each one that moves comes first, the rest waits: a theme that people know is not taken apart overnight."""

SETTLING = 3
"""Weeks in which a young store may change without that limit, ..."""

YOUNG = 0.25
"""... as long as the new tickets of a run are at least this share of those that were there."""

FOUNDERS = 3
"""New tickets that found the new theme of a split whose old tickets have to wait."""


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """What was made: the roll after it, the shifts in the order they were made, and what is still only proposed."""

    roll: Roll
    shifts: tuple[Shift, ...]
    proposals: tuple[Proposal, ...]


def allowed(roll: Roll, calendar: Calendar) -> float:
    """How many tickets of earlier runs may still move in the week of ``calendar``."""
    earlier, fresh = int((roll.earlier != NOWHERE).sum()), int(roll.fresh.sum())
    if calendar.weeks <= SETTLING and fresh >= YOUNG * earlier:
        return np.inf
    return max(CALM * earlier - calendar.moved, 0.0)


def change(proposed: Sequence[Proposed], roll: Roll, left: float) -> Changed:
    """Make the changes that were seen in ``AGREED`` weeks, as long as no more than ``left`` tickets move that were in a
    theme before this run.

    A split that would take more than stays is only proposed: the larger part keeps the id. One that must wait is begun
    where nobody has to move: its new tickets found the new theme, and those of the coming weeks follow them; the old
    ones are proposed to be absorbed.
    """
    shifts: list[Shift] = []
    made = set()
    for each in sorted(proposed, key=lambda each: _worth(each, roll)):
        rows = _going(each, roll)
        if each.proposal.weeks < AGREED or not len(rows) or _larger(each, rows, roll):
            continue
        if (cost := _cost(roll, rows)) > left:
            rows = rows[roll.fresh[rows]] if each.part.change is ThemeChange.SPLIT else rows[:0]
            if len(rows) < FOUNDERS:
                continue
            cost = 0
        target = each.proposal.shift.into
        if each.part.change is ThemeChange.SPLIT:
            roll = roll.founding([rows], [target])
        elif target not in roll.names:
            continue  # the split that would found it has to wait
        else:
            roll = roll.moving(rows, roll.names.index(target))
        left -= cost
        made.add(id(each))
        shifts.append(
            Shift(each.part.change, each.proposal.shift.theme_id, target, tuple(roll.ids[row] for row in rows))
        )
    return Changed(roll, tuple(shifts), tuple(each.proposal for each in proposed if id(each) not in made))


def _going(each: Proposed, roll: Roll) -> Rows:
    """The tickets that a change takes along: those agreed on that are still there; of a merge, all there are."""
    if each.part.change is ThemeChange.MERGE:
        return np.flatnonzero(roll.theme == each.part.theme)
    rows: Rows = each.rows[roll.theme[each.rows] == each.part.theme]
    return rows


def _larger(each: Proposed, rows: Rows, roll: Roll) -> bool:
    """Whether ``rows`` are a split's, and more than half of the theme."""
    return each.part.change is ThemeChange.SPLIT and 2 * len(rows) > int(roll.sizes[each.part.theme])


def _cost(roll: Roll, rows: Rows) -> int:
    """How many of the tickets were in a theme before this run."""
    return int((roll.earlier[rows] != NOWHERE).sum())


def _worth(each: Proposed, roll: Roll) -> tuple[int, str, str]:
    """Orders changes by how many pairs of tickets each moved ticket puts right: those that stay behind, and those it
    comes to.
    """
    sizes, part = roll.sizes, each.part
    joined = int(sizes[part.into]) if part.into != NOWHERE else 0
    return -(int(sizes[part.theme]) - len(each.rows) + joined), each.proposal.shift.theme_id, each.proposal.shift.into

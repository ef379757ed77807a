"""What became of every theme in a rebuild."""

from __future__ import annotations

from collections.abc import Iterable

from voc.analysis.themes.identity.result import Recognised
from voc.model.registry import Fate, Shift, ThemeChange, ThemeOutcome
from voc.model.theme import Theme


def outcomes(before: Iterable[Theme], after: Recognised) -> tuple[ThemeOutcome, ...]:
    """The fate of each theme that had tickets ``before``, in the order of ids, then of those that emerged."""
    known = [theme for theme in before if theme.ticket_ids]
    went = {shift.theme_id: shift for shift in after.shifts if shift.change in _ENDING}
    old = [
        ThemeOutcome(theme.id, *_fate(theme, len(after.members.get(theme.id, ())), went.get(theme.id)))
        for theme in known
    ]
    new = [
        ThemeOutcome(shift.into, Fate.EMERGED, 0, len(after.members.get(shift.into, ())))
        for shift in after.shifts
        if shift.change is ThemeChange.EMERGED
    ]
    return (*old, *new)


_ENDING = {ThemeChange.SPLIT: Fate.SPLIT, ThemeChange.MERGE: Fate.ABSORBED}


def _fate(theme: Theme, now: int, went: Shift | None) -> tuple[Fate, int, int, str]:
    """What became of a theme, how many tickets it had and has, and which theme it was split into or absorbed by."""
    then = len(theme.ticket_ids)
    if went is not None:
        return _ENDING[went.change], then, now, went.into
    fates = ((not now, Fate.DISAPPEARED), (now > then, Fate.GREW), (now < then, Fate.SHRANK))
    return next((fate for holds, fate in fates if holds), Fate.SURVIVED), then, now, ""

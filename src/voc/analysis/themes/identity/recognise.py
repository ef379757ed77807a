"""Themes from run to run: what is new in them, beside them, and wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from voc.analysis.themes.identity.agreeing import Calendar, propose
from voc.analysis.themes.identity.changing import allowed, change
from voc.analysis.themes.identity.emerging import emerging
from voc.analysis.themes.identity.look import look, sample
from voc.analysis.themes.identity.minting import Mint
from voc.analysis.themes.identity.placing import place
from voc.analysis.themes.identity.result import Recognised, as_before, recognised
from voc.analysis.themes.identity.texts import Roll, Rows, Texts, roll_of
from voc.analysis.themes.identity.watching import parts
from voc.model.registry import Found, Shift, ThemeChange
from voc.model.settings import ClusterSettings
from voc.model.ticket import Kind


def recognise(
    texts: Texts, known: Found, tickets: Iterable[str], settings: ClusterSettings, calendar: Calendar
) -> Recognised:
    """Give every ticket its theme.

    A ticket that has a theme keeps it, whatever its text or kind is now, unless an agreed change of this run takes it
    along. All others are looked at beside a sample of what is known: a group about something new is a new theme; any
    other ticket joins the theme that is at home in its cluster; a cluster without one is a new theme, if enough of
    it is new. Then today's clusters say which themes have become two, or one.

    Args:
        texts: tickets that take part, and all that are in a theme already, in any order.
        known: what the last run found.
        tickets: ids of all tickets known, for minting.
        settings: the seed, whether kinds keep themes apart, and whether agreed changes are made.
        calendar: when this run is.
    """
    texts = texts.in_order()
    roll = roll_of(texts, (theme.id for theme in known.themes), known.assignments)
    if roll.seen.all():
        return as_before(roll, known)
    mint, before = Mint(tickets, taken(known), settings.seed, calendar.run), roll
    seen = look(texts, roll, sample(roll, calendar.week), settings)
    roll = founded(roll, emerging(texts, roll, seen, settings), mint)
    roll, groups = place(texts, roll, seen, kinds_of(known, settings))
    roll = founded(roll, groups, mint)
    found = parts(texts, roll, seen, range(len(before.names), len(roll.names)))
    proposed = propose(found, [each for each in known.proposals if not each.rebuilt], roll, mint, calendar)
    shifts, proposals = emerged(before, roll), tuple(each.proposal for each in proposed)
    if settings.apply_agreed:
        made = change(proposed, roll, allowed(roll, calendar))
        roll, shifts, proposals = made.roll, shifts + made.shifts, made.proposals
    kept = tuple(each for each in known.proposals if each.rebuilt)
    return recognised(roll, seen, known, shifts=shifts, proposals=(*proposals, *kept))


def founded(roll: Roll, groups: Sequence[Rows], mint: Mint) -> Roll:
    """``roll`` with each of the ``groups`` as a new theme, the largest first."""
    ordered = sorted(groups, key=lambda rows: (-len(rows), int(rows[0])))
    return roll.founding(ordered, mint.draw(len(ordered)))


def kinds_of(known: Found, settings: ClusterSettings) -> Sequence[Kind]:
    """What the known themes are, in the order of a roll's names; nothing where kinds do not keep themes apart."""
    return () if settings.ignore_kinds else [each.kind for each in sorted(known.themes, key=lambda each: each.id)]


def taken(known: Found) -> set[str]:
    """All ids that are given: to themes that there are, that there were, and that are proposed."""
    named = {theme.id for theme in known.themes} | known.redirects.keys()
    return named | {proposal.shift.into for proposal in known.proposals}


def emerged(before: Roll, roll: Roll) -> tuple[Shift, ...]:
    """The themes that are new after ``before``, as shifts from nowhere."""
    first = len(before.names)
    return tuple(
        Shift(ThemeChange.EMERGED, "", name, tuple(roll.ids[row] for row in np.flatnonzero(roll.theme == number)))
        for number, name in enumerate(roll.names[first:], start=first)
    )

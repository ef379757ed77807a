"""Changes that are proposed, and how long each has been seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voc.analysis.themes.identity.minting import Mint
from voc.analysis.themes.identity.texts import Roll, Rows
from voc.analysis.themes.identity.watching import Part
from voc.model.registry import Proposal, Shift, ThemeChange

ALIKE = 0.5
"""Jaccard index, over tickets known both times, from which two looks see the same change."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a run is, in weeks of the tickets' own dates.

    Attributes:
        run: its number, from 1.
        week: number of the week that it is about; greater is later.
        weeks: how many weeks runs were about so far, this one included; more where themes are older than the record.
        moved: how many tickets earlier runs of this week took out of their themes.
    """

    run: int = 1
    week: int = 1
    weeks: int = 1
    moved: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """A part, the proposal that it is, and which of its tickets (``rows``) looks agreed on: those in the proposal of
    the look before, and those that are new.
    """

    part: Part
    proposal: Proposal
    rows: Rows


def propose(
    parts: Sequence[Part], before: Sequence[Proposal], roll: Roll, mint: Mint, calendar: Calendar
) -> list[Proposed]:
    """``parts`` as proposals: known ones are seen a week longer, where a week has passed.

    Args:
        parts: of this look, the largest first.
        before: the proposals of the look before, of the same sort of look.
        roll: where all tickets are.
        mint: where the new themes of splits get their ids.
        calendar: when this is.
    """
    before = lasting(before, roll)
    into = _new_themes(parts, before, roll, mint)
    found = []
    for part in parts:
        theme, target = roll.names[part.theme], into.get(part.cluster) or roll.names[part.into]
        tickets = tuple(roll.ids[row] for row in part.rows)
        known = next((p for p in before if (p.shift.theme_id, p.shift.into) == (theme, target)), None)
        shift = Shift(part.change, theme, target, tickets)
        if known is None or _likeness(known, part.rows, roll) < ALIKE:
            found.append(Proposed(part, Proposal(shift, calendar.run, 1, calendar.week), part.rows))
            continue
        weeks = known.weeks + (calendar.week > known.week)
        said = set(known.shift.ticket_ids)
        agreed = np.array([bool(roll.fresh[row]) or roll.ids[row] in said for row in part.rows], bool)
        proposal = Proposal(shift, known.since, weeks, max(calendar.week, known.week))
        found.append(Proposed(part, proposal, part.rows[agreed]))
    return found


def lasting(proposals: Iterable[Proposal], roll: Roll, gone: Collection[str] = ()) -> list[Proposal]:
    """Those of ``proposals`` that can still be made, with the tickets that are still in their theme: none of a theme
    that has none of them any more, and none into one of the themes that are ``gone``, or that nobody is to found.
    """
    number = {name: index for index, name in enumerate(roll.names)}
    where = dict(zip(roll.ids, roll.theme.tolist(), strict=True))
    left = []
    for each in proposals:
        theme = number.get(each.shift.theme_id)
        tickets = tuple(ticket for ticket in each.shift.ticket_ids if theme is not None and where.get(ticket) == theme)
        if tickets:
            left.append(replace(each, shift=replace(each.shift, ticket_ids=tickets)))
    there = number.keys() - set(gone) | {each.shift.into for each in left if each.shift.change is ThemeChange.SPLIT}
    return [each for each in left if each.shift.into in there]


def _new_themes(parts: Sequence[Part], before: Sequence[Proposal], roll: Roll, mint: Mint) -> Mapping[int, str]:
    """The id of the theme to be founded by each cluster that is split off: the one proposed before, where it was."""
    known = [proposal for proposal in before if proposal.shift.change is ThemeChange.SPLIT]
    names: dict[int, str] = {}
    for part in parts:
        if part.change is not ThemeChange.SPLIT:
            continue
        own = [p for p in known if p.shift.theme_id == roll.names[part.theme] and p.shift.into not in names.values()]
        best = max(own, key=lambda p: _likeness(p, part.rows, roll), default=None)
        if best is not None and _likeness(best, part.rows, roll) >= ALIKE:
            names[part.cluster] = best.shift.into
        else:
            (names[part.cluster],) = mint.draw(1)
    return names


def _likeness(known: Proposal, rows: Rows, roll: Roll) -> float:
    """Jaccard index of the tickets of a proposal of before and of a part, over those that were known before."""
    one = set(known.shift.ticket_ids)
    other = {roll.ids[row] for row in rows.tolist() if roll.seen[row]}
    return len(one & other) / max(len(one | other), 1)

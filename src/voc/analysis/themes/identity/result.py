"""What a run leaves behind: the members of every theme, and where each ticket is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voc.analysis.themes.identity.agreeing import lasting
from voc.analysis.themes.identity.look import Look
from voc.analysis.themes.identity.overlap import overlap, owners
from voc.analysis.themes.identity.texts import NOWHERE, Roll
from voc.model.registry import Found, Proposal, Shift, ThemeChange
from voc.model.theme import BY_COMPANY, Assignment


@dataclass(frozen=True, slots=True)
class Recognised:
    """Where every ticket is now.

    Attributes:
        members: ticket ids of each theme, in the order of their ids; a known one that has no ticket left stays.
        assignments: one a ticket, in the order of ticket ids.
        placed: how many tickets joined a known theme in this run.
        minted: ids of the new themes.
        shifts: what happened, in the order that it did.
        proposals: what should happen, but has not been agreed on.
        redirects: where themes went that were merged into another, in this run or before.
        news: whether there was anything to look at.
    """

    members: Mapping[str, tuple[str, ...]]
    assignments: tuple[Assignment, ...]
    placed: int
    minted: tuple[str, ...]
    shifts: tuple[Shift, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)
    news: bool = True


def as_before(roll: Roll, known: Found) -> Recognised:
    """What a run without any new ticket leaves behind: what it found."""
    wanted = set(roll.ids)
    assignments = tuple(a for a in known.assignments if a.ticket_id in wanted)
    proposals = tuple(lasting(known.proposals, roll))
    return Recognised(_members(roll, roll.names), assignments, 0, (), (), proposals, known.redirects, news=False)


def recognised(
    roll: Roll,
    seen: Look,
    known: Found,
    *,
    shifts: Sequence[Shift],
    proposals: Iterable[Proposal],
) -> Recognised:
    """What ``roll`` says at the end of a run.

    Args:
        roll: where all tickets are now, in the order of their ids.
        seen: what was looked at.
        known: what the last run found.
        shifts: what happened.
        proposals: what should happen; those that what happened made void are left out.
    """
    merged = {shift.theme_id: shift.into for shift in shifts if shift.change is ThemeChange.MERGE}
    first = len(known.themes)
    placed = (roll.earlier == NOWHERE) & (roll.theme != NOWHERE) & (roll.theme < first)
    left = lasting(proposals, roll, merged.keys())
    return Recognised(
        _members(roll, [name for name in roll.names if name not in merged]),
        _assignments(roll, seen, known, merged),
        int(placed.sum()),
        roll.names[first:],
        tuple(shifts),
        tuple(sorted(left, key=lambda each: (each.shift.theme_id, each.shift.into, each.rebuilt))),
        {**known.redirects, **merged},
    )


def _members(roll: Roll, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    inside: dict[str, list[str]] = {name: [] for name in sorted(names)}
    for ticket, theme in zip(roll.ids, roll.theme.tolist(), strict=True):
        if theme != NOWHERE:
            inside[roll.names[theme]].append(ticket)
    return {name: tuple(tickets) for name, tickets in inside.items()}


def _assignments(roll: Roll, seen: Look, known: Found, merged: Mapping[str, str]) -> tuple[Assignment, ...]:
    """Assignments of before where nothing changed, and today's; none names a theme that was ``merged`` away."""
    before = {a.ticket_id: a for a in known.assignments}
    owner = owners(overlap(seen, roll))
    at = {row: position for position, row in enumerate(seen.rows.tolist())}
    assignments = []
    for row, (ticket, theme) in enumerate(zip(roll.ids, roll.theme.tolist(), strict=True)):
        name, position = (roll.names[theme] if theme != NOWHERE else None), at.get(row)
        kept = before.get(ticket)
        if position is None or (kept is not None and name is not None and kept.theme_id == name):
            assignments.append(_kept(ticket, name, kept, merged))
            continue
        cluster = int(seen.nearest[position])
        near = int(owner[cluster]) if cluster != NOWHERE else NOWHERE
        nearest = name or (roll.names[near] if near != NOWHERE else _near(kept, merged))
        confidence = round(float(seen.confidence[position]), 4) if name else 0.0
        assignments.append(Assignment(ticket, name, max(confidence, BY_COMPANY) if name else 0.0, nearest))
    return tuple(assignments)


def _kept(ticket: str, name: str | None, before: Assignment | None, merged: Mapping[str, str]) -> Assignment:
    """The assignment of a ticket that was not looked at, or is where it was."""
    if before is not None and before.theme_id == name:
        near = name or _near(before, merged)
        return before if before.nearest_theme_id == near else replace(before, nearest_theme_id=near)
    return Assignment(ticket, name, before.confidence if before and name else 0.0, name)


def _near(before: Assignment | None, merged: Mapping[str, str]) -> str | None:
    """The theme that a ticket was nearest to, or what that is part of now."""
    near = before.nearest_theme_id if before else None
    return merged.get(near, near) if near else None

"""Proposed changes that still wait for a person: not ruled on, and not overtaken by what people did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from voc.analysis.themes.decisions.log import sort_out
from voc.model.decision import Decision, Ruling
from voc.model.registry import Proposal, Shift, ThemeChange
from voc.model.theme import Theme

_CHANGES = (ThemeChange.MERGE, ThemeChange.SPLIT, ThemeChange.ABSORB)

STILL = 0.5
"""Share of a proposal's tickets that must be where voc found them; else people have settled it in another way."""


def open_proposals(
    proposals: Iterable[Proposal],
    themes: Mapping[str, Theme],
    redirects: Mapping[str, str],
    decisions: Iterable[Decision],
) -> tuple[Proposal, ...]:
    """The ``proposals`` that a person may still accept or turn down, each with the tickets that would go as things
    stand, and with the theme that its target is part of now: merges, then splits, then parts that belong elsewhere,
    those of most tickets first.

    Args:
        proposals: of the last run.
        themes: those that stand, by id.
        redirects: where themes that were merged away went.
        decisions: the whole log.
    """
    live = sort_out(decisions).live
    pinned = ruled_tickets(live)
    open_ = (_standing(proposal, themes, redirects, pinned) for proposal in proposals)
    waiting = [each for each in open_ if each is not None and not _turned_down(each.shift, live, redirects)]
    return tuple(sorted({_name(each): each for each in waiting}.values(), key=_order))


def _name(proposal: Proposal) -> tuple[str, str, str]:
    """What a proposal is known by; a rebuild may see the same as the weekly runs."""
    return proposal.shift.change, proposal.shift.theme_id, proposal.shift.into


def _order(proposal: Proposal) -> tuple[int, int, str, str]:
    shift = proposal.shift
    return _CHANGES.index(shift.change), -len(shift.ticket_ids), shift.theme_id, shift.into


def ruled_tickets(live: Iterable[Decision]) -> set[str]:
    """The tickets that a person put somewhere one by one, or said to stay."""
    return {
        ticket
        for each in live
        if each.ruling is Ruling.MOVE or (each.ruling is Ruling.KEEP and each.change is ThemeChange.ABSORB)
        for ticket in each.ticket_ids
    }


def kept_apart(live: Iterable[Decision], redirects: Mapping[str, str]) -> set[tuple[str, str]]:
    """The pairs of themes that a person will not have merged, either way round."""
    pairs = {
        (redirects.get(each.theme_id, each.theme_id), redirects.get(each.into, each.into))
        for each in live
        if each.ruling is Ruling.KEEP and each.change is ThemeChange.MERGE
    }
    return pairs | {(other, one) for one, other in pairs}


def _standing(
    proposal: Proposal, themes: Mapping[str, Theme], redirects: Mapping[str, str], pinned: Collection[str]
) -> Proposal | None:
    """``proposal`` as things stand; None where they went another way."""
    shift = proposal.shift
    into, source = redirects.get(shift.into, shift.into), themes.get(shift.theme_id)
    splitting = shift.change is ThemeChange.SPLIT
    if source is None or into == source.id or (into in themes) == splitting:
        return None
    here = set(source.ticket_ids)
    going = tuple(ticket for ticket in shift.ticket_ids if ticket in here and ticket not in pinned)
    if len(going) < STILL * len(shift.ticket_ids) or (splitting and len(going) == len(here)):
        return None
    if shift.change is ThemeChange.MERGE:
        going = source.ticket_ids
    return replace(proposal, shift=replace(shift, into=into, ticket_ids=going))


def _turned_down(shift: Shift, live: Sequence[Decision], redirects: Mapping[str, str]) -> bool:
    """Whether a person said no to this very change. Tickets that are kept from being absorbed say so themselves; of a
    merge, either way round was meant.
    """
    if shift.change is ThemeChange.MERGE:
        return (shift.theme_id, shift.into) in kept_apart(live, redirects)
    return shift.change is ThemeChange.SPLIT and any(_same_split(shift, each) for each in live)


def _same_split(shift: Shift, decision: Decision) -> bool:
    """Whether the split that a person turned down is this one: by the id of the new theme, or by half of all tickets of
    both, where runs did not agree on them in between.
    """
    if decision.ruling is not Ruling.KEEP or decision.change is not ThemeChange.SPLIT:
        return False
    one, other = set(shift.ticket_ids), set(decision.ticket_ids)
    alike = decision.theme_id == shift.theme_id and len(one & other) >= STILL * len(one | other)
    return decision.into == shift.into or alike

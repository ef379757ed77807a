"""What a person answers to a change that voc proposes."""

from __future__ import annotations

from dataclasses import replace

from voc.model.decision import Decision, Ruling
from voc.model.registry import Found, Proposal, ThemeChange
from voc.workflows.curation.desk import Decided, Desk, View, decide
from voc.workflows.curation.wording import redacted


def accept(desk: Desk, proposal: Proposal, title: str = "") -> Decided:
    """Let it be as proposed, from now on; ``title`` is that of a new theme (its customers' words where empty)."""
    return decide(desk, lambda view: _accepted(view, proposal, title))


def keep(desk: Desk, proposal: Proposal) -> Decided:
    """Turn it down: should voc do it all the same, it is shown as it was."""
    return decide(desk, lambda view: _kept(view, proposal))


def _accepted(view: View, proposal: Proposal, title: str) -> Decision:
    shift = proposal.shift
    if shift.change is ThemeChange.ABSORB:
        return view.draft(Ruling.MOVE, "", into=shift.into, ticket_ids=view.known(shift.ticket_ids))
    if shift.change is ThemeChange.MERGE:
        return view.draft(Ruling.MERGE, shift.theme_id, into=shift.into, ticket_ids=shift.ticket_ids)
    stay = _others(view.found, shift.theme_id, shift.ticket_ids)
    named = view.text("the title", title) if title else view.titled(shift.ticket_ids, stay)
    drafted = view.draft(Ruling.SPLIT, shift.theme_id, into=shift.into, ticket_ids=shift.ticket_ids)
    return replace(drafted, stay_ids=stay, text=named)


def _kept(view: View, proposal: Proposal) -> Decision:
    shift = proposal.shift
    merging = shift.change is ThemeChange.MERGE
    stay = _others(view.found, shift.into if merging else shift.theme_id, shift.ticket_ids)
    one, other = ((view.themes.get(each) if merging else None) for each in (shift.theme_id, shift.into))
    drafted = view.draft(Ruling.KEEP, shift.theme_id, into=shift.into, ticket_ids=shift.ticket_ids)
    text, into_text = (redacted(each.title, view.desk.identifiers) if each else "" for each in (one, other))
    named = replace(drafted, text=text, into_text=into_text)
    return replace(named, stay_ids=stay, change=shift.change)


def _others(found: Found, theme_id: str, tickets: tuple[str, ...]) -> tuple[str, ...]:
    """Tickets that voc found in a theme, but for ``tickets``."""
    members = next((theme.ticket_ids for theme in found.themes if theme.id == theme_id), ())
    return tuple(ticket for ticket in members if ticket not in set(tickets))

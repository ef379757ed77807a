"""What a person answers to a matter, as a decision of the log."""

from __future__ import annotations

from dataclasses import replace

from voc.errors import UsageError
from voc.model.decision import Decision, Ruling
from voc.model.registry import ThemeChange
from voc.model.review import Concern, Dossier, Matter
from voc.workflows.curation.desk import Decided, Desk, View, decide
from voc.workflows.curation.proposals import accept as accept_proposal
from voc.workflows.curation.proposals import keep as keep_proposal
from voc.workflows.curation.rulings import merge, move


def accept(desk: Desk, dossier: Dossier, title: str = "") -> Decided:
    """Let it be as asked: make the proposed change, make one theme of two, or move the unsure ticket.

    Args:
        desk: where it is decided.
        dossier: of the matter.
        title: of the new theme of a split; the one that the dossier shows where it is empty.

    Raises:
        UsageError: there is nowhere to go.
    """
    matter = dossier.matter
    if matter.proposal is not None:
        named = title or (dossier.sides[0].title if matter.concern is Concern.SPLIT else "")
        return accept_proposal(desk, matter.proposal, named)
    if not matter.into:
        raise UsageError("no other theme is near", "keep it as it is")
    if matter.concern is Concern.UNSURE:
        return move(desk, matter.ticket_ids, matter.into)
    return merge(desk, matter.theme_id, matter.into)


def keep(desk: Desk, matter: Matter) -> Decided:
    """Leave it as it is, for good: a proposal is turned down, two themes stay two, a new one stays, a ticket stays."""
    if matter.proposal is not None:
        return keep_proposal(desk, matter.proposal)
    if matter.concern is Concern.UNSURE:
        return move(desk, matter.ticket_ids, matter.theme_id)
    return decide(desk, lambda view: _kept(view, matter))


def _kept(view: View, matter: Matter) -> Decision:
    theme = view.theme(matter.theme_id)
    if matter.concern is Concern.NEW:
        return replace(view.draft(Ruling.KEEP, theme.id), change=ThemeChange.EMERGED)
    other = view.theme(matter.into)
    drafted = view.draft(Ruling.KEEP, theme.id, into=other.id, ticket_ids=theme.ticket_ids)
    named = replace(drafted, text=theme.title, into_text=other.title)
    return replace(named, stay_ids=other.ticket_ids, change=ThemeChange.MERGE)

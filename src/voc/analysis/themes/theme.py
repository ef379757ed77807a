"""A theme as it is now: what it was, its tickets, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from voc.analysis.themes.description.describe import Description
from voc.analysis.themes.proposals import OWN_WORDS
from voc.model.theme import SubTheme, Theme, TitleBy
from voc.model.ticket import NO_FEEDBACK_KINDS, Feedback, Kind, TicketFacts


def theme_kind(members: Iterable[Feedback]) -> Kind:
    """What a theme is: the kind with the most confidence among its members, one without feedback only where such
    kinds outweigh all else together; ties go to the kind that stands first in ``Kind``.
    """
    weights = dict.fromkeys(Kind, 0.0)
    for feedback in sorted(members, key=lambda feedback: feedback.ticket_id):
        weights[feedback.kind] += feedback.kind_confidence
    idle = {kind: weights.pop(kind) for kind in NO_FEEDBACK_KINDS}
    strongest = idle if sum(idle.values()) >= sum(weights.values()) else weights
    return max(strongest, key=strongest.__getitem__)


def found_theme(
    theme_id: str,
    members: Sequence[Feedback],
    described: Description,
    parts: tuple[SubTheme, ...],
    facts: Mapping[str, TicketFacts],
) -> Theme:
    """A theme that was not there before."""
    return Theme(
        id=theme_id,
        title=described.title,
        kind=theme_kind(members),
        keyphrases=described.keyphrases,
        exemplars=described.exemplars,
        ticket_ids=_ids(members),
        first_seen=seen(members, facts, min),
        last_seen=seen(members, facts, max),
        language=described.language,
        sub_themes=parts,
    )


def grown_theme(
    before: Theme,
    members: Sequence[Feedback],
    described: Description | None,
    parts: tuple[SubTheme, ...],
    facts: Mapping[str, TicketFacts],
) -> Theme:
    """A known theme with its tickets and ``parts`` of today: it keeps its id; its title, keyphrases and quotes change
    only where it was ``described`` again. One without any ticket left keeps its title and kind and quotes nobody.
    """
    if not members:
        return replace(before, ticket_ids=(), exemplars=(), first_seen=None, last_seen=None, sub_themes=())
    return replace(
        retitled(before, described),
        kind=theme_kind(members),
        keyphrases=described.keyphrases if described else before.keyphrases,
        exemplars=described.exemplars if described else before.exemplars,
        ticket_ids=_ids(members),
        first_seen=seen(members, facts, min),
        last_seen=seen(members, facts, max),
        sub_themes=parts,
    )


def retitled(theme: Theme, described: Description | None) -> Theme:
    """``theme`` with the title, in its customers' words and language, that it was given in the place of its own."""
    if described is None or described.title == theme.title:
        return theme
    return replace(theme, title=described.title, title_by=TitleBy.CUSTOMERS, language=described.language)


def said_share(theme: Theme) -> float:
    """Share of its title's words that a ticket must have to say it: a title of customers is one ticket's line; of a
    model's, as many as it had to take from customers.
    """
    return OWN_WORDS if theme.title_by is TitleBy.MODEL else 1.0


def _ids(members: Sequence[Feedback]) -> tuple[str, ...]:
    return tuple(sorted(feedback.ticket_id for feedback in members))


def seen(
    members: Sequence[Feedback], facts: Mapping[str, TicketFacts], end: Callable[[Iterable[datetime]], datetime]
) -> datetime | None:
    """The first or last date among the members' tickets, None where none has a date."""
    dates = [at for feedback in members if (at := facts[feedback.ticket_id].created_at) is not None]
    return end(dates) if dates else None

"""All that needs a person, the most important first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.analysis.themes.decisions.log import sort_out
from voc.analysis.themes.description.words import Tokenizer
from voc.analysis.themes.review.alike import alike
from voc.analysis.themes.review.proposed import kept_apart, open_proposals
from voc.analysis.themes.review.space import Space, likest, middles
from voc.analysis.themes.review.unsure import Said
from voc.analysis.themes.review.unsure import unsure as unsure_tickets
from voc.model.decision import Decision
from voc.model.registry import Event, Proposal, Standing, ThemeChange
from voc.model.review import Concern, Matter
from voc.model.theme import Theme, ThemeStatus, Vectors

UNSURE = 20
"""Unsure tickets of one list: there always is a least sure one, and nobody looks at all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What is looked at.

    Attributes:
        standing: themes and assignments as everyone sees them.
        proposals: what the last run would change.
        events: what happened in the last run.
        decisions: the whole log.
        space: the vectors of the tickets.
        said: what tickets say; asked about few.
    """

    standing: Standing
    proposals: Sequence[Proposal]
    events: Sequence[Event]
    decisions: Sequence[Decision]
    space: Space
    said: Said


def matters(sight: Sight, tokenizer: Tokenizer, unsure: int = UNSURE) -> list[Matter]:
    """All that needs a person: proposed changes, then titles that say the same, new themes, and unsure tickets.

    Args:
        sight: what is looked at.
        tokenizer: compares titles.
        unsure: at most so many unsure tickets.
    """
    active = (theme for theme in sight.standing.themes if theme.status is ThemeStatus.ACTIVE)
    themes = {theme.id: theme for theme in active if theme.ticket_ids}
    near = middles(sight.space, {theme.id: theme.ticket_ids for theme in themes.values()})
    found = _proposed(sight, themes, near)
    asked = {(each.theme_id, each.into) for each in found if each.concern is Concern.MERGE}
    found += _titles(sight, themes, near, tokenizer, asked)
    found += _new(sight, themes, near)
    return found + unsure_tickets(sight.standing.assignments, themes, sight.space, near, sight.said, most=unsure)


def _proposed(sight: Sight, themes: Mapping[str, Theme], near: Mapping[str, Vectors]) -> list[Matter]:
    waiting = open_proposals(sight.proposals, themes, sight.standing.redirects, sight.decisions)
    return [
        Matter(
            Concern(each.shift.change.value),
            each.shift.theme_id,
            each.shift.into,
            each.shift.ticket_ids,
            each,
            _likeness(near, each.shift.theme_id, each.shift.into),
        )
        for each in waiting
    ]


def _titles(
    sight: Sight,
    themes: Mapping[str, Theme],
    near: Mapping[str, Vectors],
    tokenizer: Tokenizer,
    asked: set[tuple[str, str]],
) -> list[Matter]:
    """Themes that may be one, where nobody said that they are two and no merge is proposed anyway."""
    apart = asked | kept_apart(sort_out(sight.decisions).live, sight.standing.redirects)
    return [
        Matter(Concern.TITLES, pair.theme_id, pair.into, themes[pair.theme_id].ticket_ids, likeness=pair.likeness)
        for pair in alike(list(themes.values()), near, tokenizer)
        if apart.isdisjoint({(pair.theme_id, pair.into), (pair.into, pair.theme_id)})
    ]


def _new(sight: Sight, themes: Mapping[str, Theme], near: Mapping[str, Vectors]) -> list[Matter]:
    """The themes that the last run found first, and that nobody has said anything about; the largest first."""
    spoken_of = {theme for each in sort_out(sight.decisions).live for theme in (each.theme_id, each.into)}
    last = max((event.run for event in sight.events), default=0)
    born = {e.shift.into for e in sight.events if e.run == last and e.shift.change is ThemeChange.EMERGED}
    unseen = [themes[theme] for theme in born - spoken_of if theme in themes]
    unseen.sort(key=lambda theme: (-len(theme.ticket_ids), theme.id))
    return [_newcomer(theme, near) for theme in unseen]


def _newcomer(theme: Theme, near: Mapping[str, Vectors]) -> Matter:
    into, likeness = _other(near.get(theme.id), near, theme.id)
    return Matter(Concern.NEW, theme.id, into, theme.ticket_ids, likeness=likeness)


def _other(vector: Vectors | None, near: Mapping[str, Vectors], own: str) -> tuple[str, float | None]:
    """The theme that is most like ``vector`` beside its ``own``; empty where there is none."""
    others = [] if vector is None else [pair for pair in likest(vector, near) if pair[0] != own]
    return others[0] if others else ("", None)


def _likeness(near: Mapping[str, Vectors], one: str, other: str) -> float | None:
    return round(float(near[one] @ near[other]), 6) if one in near and other in near else None

"""Names of themes that people took tickets out of, where those were the ones that said it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from voc.analysis.themes.decisions.board import Board
from voc.analysis.themes.decisions.lookups import Lookups
from voc.analysis.themes.description.describe import Subject
from voc.analysis.themes.theme import retitled, said_share
from voc.model.decision import Decision, Ruling
from voc.model.registry import Found
from voc.model.theme import Theme
from voc.model.ticket import Feedback

_TAKING = frozenset({Ruling.SPLIT, Ruling.MOVE, Ruling.UNMERGE, Ruling.KEEP})
"""Rulings that can take a ticket out of the theme that voc found it in, and leave others there."""


def taken_at(decisions: Iterable[Decision], board: Board, found: Found) -> dict[str, datetime]:
    """When people last took tickets out of each theme, by its id; ``decisions`` are those that count, in order."""
    home = {item.ticket_id: item.theme_id for item in found.assignments if item.theme_id}
    taken: dict[str, datetime] = {}
    for each in decisions:
        if each.ruling in _TAKING:
            sources = {home[ticket] for ticket in each.ticket_ids if ticket in home} | {each.theme_id}
            taken |= {name: each.at for source in sources if (name := board.resolve(source))}
    return taken


@dataclass(frozen=True, slots=True)
class Loss:
    """The tickets that a theme has no more since people took them out, and when they did so last."""

    ticket_ids: frozenset[str]
    at: datetime


def renamed(themes: Mapping[str, Theme], losses: Mapping[str, Loss], lookups: Lookups) -> dict[str, Theme]:
    """Those themes whose title went with their tickets, with another one; by id.

    Only tickets from before people ruled are asked, for a title is to last: a replay has no memory of the one that it
    gave before, and next week's tickets must not give another.

    Args:
        themes: all that stand, by id.
        losses: of those that people took tickets out of, by id.
        lookups: asked only where there are such themes.
    """
    now, changed = dict(themes), {}
    for name in sorted(losses, key=lambda each: (losses[each].at, each)):
        described = lookups.describe(_subjects(name, now, losses[name], lookups))
        now[name] = retitled(now[name], described.get(name))
        if now[name] != themes[name]:
            changed[name] = now[name]
    return changed


def _subjects(name: str, themes: Mapping[str, Theme], loss: Loss, lookups: Lookups) -> dict[str, Subject]:
    """A theme beside those that its tickets went to; the others are there by their titles."""
    subjects = {}
    for other, theme in themes.items():
        near = other == name or not loss.ticket_ids.isdisjoint(theme.ticket_ids)
        members = _before(theme, loss.at, lookups) if near else []
        subjects[other] = Subject(members, theme.title, wanted=False, language=theme.language)
    left = list(lookups.feedback(loss.ticket_ids).values())
    subjects[name] = replace(subjects[name], wanted=True, left=left, share=said_share(themes[name]))
    return subjects


def _before(theme: Theme, at: datetime, lookups: Lookups) -> list[Feedback]:
    """What the tickets of a theme say that are not from after ``at``; all where each is."""
    dates = {ticket: facts.created_at for ticket, facts in lookups.facts(theme.ticket_ids).items()}
    then = [ticket for ticket in theme.ticket_ids if (dates.get(ticket) or at) <= at]
    said = lookups.feedback(then or theme.ticket_ids)
    return [said[ticket] for ticket in sorted(said)]

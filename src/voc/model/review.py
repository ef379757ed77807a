"""What needs a person: what voc would change, what looks wrong, and why a ticket is where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voc.model.registry import Event, Proposal
    from voc.model.theme import Evidence


class Concern(StrEnum):
    """What a person is asked about. The first three are changes that voc proposes, and makes when two weeks agree."""

    MERGE = "merge"
    SPLIT = "split"
    ABSORB = "absorb"
    TITLES = "titles"
    NEW = "new"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a person should rule on.

    Attributes:
        theme_id: the theme it is about; it stands.
        into: the other theme: what it is merged into, moved to, split into (not there yet), or nearest to; empty where
            there is none.
        ticket_ids: the tickets that would go: all of a theme, a part of it, or the one ticket that is unsure.
        proposal: what voc proposes, with just these tickets; None where it only asks.
        likeness: cosine similarity of the two themes, or of the ticket and ``into``; None where it is not known.
        confidence: how surely an unsure ticket is in its theme, 0..1; None where it is there for its company only, and
            for all other matters.
    """

    concern: Concern
    theme_id: str
    into: str
    ticket_ids: tuple[str, ...]
    proposal: Proposal | None = None
    likeness: float | None = None
    confidence: float | None = None

    @property
    def id(self) -> str:
        """The same as long as the matter is the same, from run to run."""
        named = [self.concern.value, self.theme_id, self.into]
        if self.concern is Concern.UNSURE:
            named = [self.concern.value, self.ticket_ids[0], self.theme_id]
        elif self.concern is Concern.NEW:
            named = named[:2]
        return "|".join(named)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the groups of tickets that a matter is about, with what a person needs to know of it.

    Attributes:
        role: what it is, such as ``goes``, ``stays``, ``into``, ``theme``, ``nearest`` or ``ticket``.
        theme_id: the theme that it is, is in, or would be.
        title: the theme's; of a part that would be split off, the one that it would get.
        first_seen, last_seen: the earliest and the latest of its tickets; None where none has a date.
        quotes: verbatim, redacted.
    """

    role: str
    theme_id: str
    title: str
    tickets: int
    customers: int
    first_seen: datetime | None
    last_seen: datetime | None
    quotes: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A matter with its sides: what it is about first."""

    matter: Matter
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A ticket near another one, with the cosine similarity of their vectors."""

    ticket_id: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a ticket is in a theme, or why it is not.

    Attributes:
        asked: the theme that somebody asked about.
        theme_id: the theme that the ticket is in; None for none.
        confidence: how surely, 0..1.
        likeness: cosine similarity of the ticket and the middle of ``asked``; None where either has no vector.
        nearest: the tickets of ``asked`` that are most like it, the nearest first.
        phrases: keyphrases of ``asked`` all of whose words the ticket has.
        words: words of ``asked``'s title and keyphrases that the ticket has, as the theme writes them.
        other: the theme that it is most like beside ``asked``; None where there is none.
        other_likeness: as ``likeness``, to ``other``.
        decision_id: the person's decision that put it where it is; empty where voc did.
        outside: why it is in no theme; empty where it is in one.
    """

    ticket_id: str
    asked: str
    theme_id: str | None
    confidence: float
    likeness: float | None
    nearest: tuple[Neighbour, ...]
    phrases: tuple[str, ...]
    words: tuple[str, ...]
    other: str | None
    other_likeness: float | None
    decision_id: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class FormerTitle:
    """What a theme was called until run number ``run``, made ``at`` then, gave it another title; both are None where it
    has one because people took tickets out of it.
    """

    title: str
    run: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SinceLastRun:
    """What the last run changed in a theme.

    Attributes:
        run, at: which run it was, and when; of one that made up for a week, where that week ended.
        before: the same of the one before it; None where there was none.
        new: whether the theme is new since then.
        tickets, customers: how many more it has than after the run before; fewer are negative.
        events: what happened to it.
    """

    run: int
    at: datetime
    before: datetime | None
    new: bool
    tickets: int
    customers: int
    events: tuple[Event, ...]

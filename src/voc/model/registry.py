"""The registry of themes: what voc finds by itself from run to run, what it would change, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voc.model.theme import Assignment, Theme


class ThemeChange(StrEnum):
    """What can happen to a theme from one run to the next. Only ``split``, ``absorb``, ``merge`` and ``rebuild`` ever
    take a ticket out of the theme that it was in; a theme is ``renamed`` by voc where what its title says went along.
    """

    EMERGED = "emerged"
    SPLIT = "split"
    ABSORB = "absorb"
    MERGE = "merge"
    REBUILD = "rebuild"
    RENAMED = "renamed"
    DISAPPEARED = "disappeared"


SHIFTING = frozenset({ThemeChange.SPLIT, ThemeChange.ABSORB, ThemeChange.MERGE})
"""What is proposed first, and made when it is agreed on."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Tickets that go from one theme to another: a part of it to a new theme (``split``), a part to a known one
    (``absorb``), or all of it to a known one (``merge``).
    """

    change: ThemeChange
    theme_id: str
    into: str
    ticket_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A shift that voc would make. It is made when a person accepts it, or when two weeks in a row agree.

    Attributes:
        shift: what would go where; the id of a new theme is minted already, and stays while runs agree.
        since: number of the run that saw it first.
        weeks: in how many weeks in a row it was seen; of a rebuild's proposal, in how many rebuilds.
        week: number of the last of these weeks.
        rebuilt: whether a rebuild proposes it; only another rebuild can agree then.
    """

    shift: Shift
    since: int
    weeks: int
    week: int = 0
    rebuilt: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a theme in run number ``run``: ``shift`` says what, from where (empty for a theme that
    emerged) and where to (empty for one that disappeared or was renamed), with the tickets that went. One that was
    merged away or renamed ``was`` called so by voc until then, which nothing else remembers.
    """

    run: int
    shift: Shift
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One discover run that had news, and its counts.

    Attributes:
        number: 1 for a store's first.
        at: when it ran, aware.
        until: what was looked at ends here, exclusive (a run that makes up for a week of the past); None for all.
        rebuilt: whether everything was clustered anew.
        tickets, clustered, unclustered, placed, themes, new_themes: as in its summary.
        week: number of the week that it was about; greater is later.
    """

    number: int
    at: datetime
    until: datetime | None
    rebuilt: bool
    tickets: int
    clustered: int
    unclustered: int
    placed: int
    themes: int
    new_themes: int
    week: int = 0

    @property
    def when(self) -> datetime:
        """Where the week ended that it made up for, else when it ran: the day that people know it by."""
        return self.until or self.at


class Fate(StrEnum):
    """What became of a theme when everything was clustered anew; ``absorbed`` is what a merge does to it."""

    SURVIVED = "survived"
    GREW = "grew"
    SHRANK = "shrank"
    SPLIT = "split"
    ABSORBED = "absorbed"
    EMERGED = "emerged"
    DISAPPEARED = "disappeared"


@dataclass(frozen=True, slots=True)
class ThemeOutcome:
    """The fate of one theme in a rebuild: how many tickets it had ``before`` and has ``after``; ``into`` which theme
    it was split or absorbed (empty for all other fates).
    """

    theme_id: str
    fate: Fate
    before: int
    after: int
    into: str = ""


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many tickets and distinct customers a theme had at the end of a run."""

    run: int
    theme_id: str
    tickets: int
    customers: int


@dataclass(frozen=True, slots=True)
class Found:
    """What voc found by itself, before any person's decision.

    Attributes:
        themes: in the order of ids; none that was merged away.
        assignments: one a ticket that was looked at, in the order of ticket ids.
        redirects: where a theme that was merged away went, by its id.
        proposals: what the last run would change, in the order of theme ids.
    """

    themes: tuple[Theme, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Themes and assignments as they stand: what voc found, with people's decisions replayed over it.

    ``redirects`` also holds what people merged.
    """

    themes: tuple[Theme, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)

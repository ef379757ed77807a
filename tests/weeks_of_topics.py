"""Runs one after the other over tickets about topics, with a calendar as the workflow keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from tests.made_up_topics import Eyes, company, of_words, texts, themes, together

from voc.analysis.clustering.cluster import Corpus, Survey
from voc.analysis.themes.identity.agreeing import Calendar
from voc.analysis.themes.identity.rebuilding import rebuild
from voc.analysis.themes.identity.recognise import recognise
from voc.analysis.themes.identity.result import Recognised
from voc.analysis.themes.identity.texts import NOWHERE, Roll, Texts
from voc.model.registry import SHIFTING, Found, Proposal, Shift
from voc.model.settings import ClusterSettings
from voc.model.ticket import Kind


@dataclass
class Story:
    """What runs found so far.

    Attributes:
        eyes: how topics are seen.
        now: all tickets.
        found: what the last run left.
        weeks: of each run, in which week it was, and how many tickets its agreed changes moved.
    """

    eyes: Eyes
    now: Texts = field(default_factory=lambda: texts([]))
    found: Found = field(default_factory=Found)
    weeks: list[tuple[int, int]] = field(default_factory=list)

    def run(
        self,
        topics: Sequence[int] = (),
        alike: Mapping[int, int] | None = None,
        *,
        week: int | None = None,
        agreed: bool = True,
        rebuilt: bool = False,
        kinds: Sequence[Kind] = (),
    ) -> Recognised:
        """One run after these tickets came, a week after the last where none is given."""
        self.now = together(self.now, texts(topics, start=1000 * len(self.weeks), kinds=kinds))
        self.eyes.alike = alike or {}
        when, ids = self.calendar(week), [item.ticket_id for item in self.now.feedback]
        find, settings = rebuild if rebuilt else recognise, ClusterSettings(apply_agreed=agreed)
        found = find(self.now, self.found, ids, settings, when)
        self.found = Found(tuple(themes(found, self.now.feedback)), found.assignments, found.redirects, found.proposals)
        if found.news:
            moved = sum(len(shift.ticket_ids) for shift in found.shifts if shift.change in SHIFTING)
            self.weeks.append((when.week, moved))
        return found

    def calendar(self, week: int | None = None) -> Calendar:
        """When the next run is."""
        last = max((week for week, _ in self.weeks), default=0)
        week = last + 1 if week is None else week
        past = [number for number, _ in self.weeks]
        moved = sum(moved for number, moved in self.weeks if number == week)
        return Calendar(len(self.weeks) + 1, week, len({*past, week}), moved)

    def lose(self, tickets: Sequence[str]) -> None:
        """Take tickets out of the store."""
        left = [row for row, item in enumerate(self.now.feedback) if item.ticket_id not in set(tickets)]
        self.now = of_words([self.now.feedback[row] for row in left], self.now.every[np.array(left, np.intp)])

    def place(self, ticket: str) -> str | None:
        """The theme that a ticket is in."""
        return self.places[ticket]

    @property
    def places(self) -> dict[str, str | None]:
        """The theme of every ticket."""
        return {each.ticket_id: each.theme_id for each in self.found.assignments}


class FineEars(Eyes):
    """Sees topics as it is told, but hears each for itself."""

    def survey(self, ids: Sequence[str], corpus: Corpus, fresh: npt.NDArray[np.bool_]) -> Survey:
        """Clusters as seen, company as heard."""
        return Survey(self.cluster(ids, corpus), company(ids, corpus, fresh).novelty)


def ids(story: Story, *topics: int) -> tuple[str, ...]:
    """The tickets about these topics."""
    return tuple(item.ticket_id for item in story.now.feedback if int(item.text.removeprefix("topic ")) in topics)


def only(found: Recognised) -> Proposal:
    """The one proposal there is."""
    (proposal,) = found.proposals
    return proposal


def changes(found: Recognised) -> list[Shift]:
    """The agreed changes of a run."""
    return [shift for shift in found.shifts if shift.change in SHIFTING]


def roll(sizes: Sequence[int], loose: int, fresh: int) -> Roll:
    """Themes of these sizes, tickets of none, and new ones."""
    theme = np.repeat([*range(len(sizes)), NOWHERE, NOWHERE], [*sizes, loose, fresh]).astype(np.int64)
    seen = np.arange(len(theme)) < len(theme) - fresh
    names = tuple(f"t:{number:05}" for number in range(len(theme)))
    return Roll(names, tuple(f"th-{number}" for number in range(len(sizes))), theme, theme, seen)

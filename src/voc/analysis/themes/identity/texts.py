"""The tickets that are looked at, and the theme that each of them is in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voc.analysis.clustering.corpus import Corpus, Shares
from voc.analysis.text.language import UNKNOWN
from voc.model.theme import Assignment, Vectors
from voc.model.ticket import Feedback

NOWHERE = -1
"""The theme of a ticket that is in none."""

Rows = npt.NDArray[np.intp]
"""Numbers of tickets."""

Indexes = npt.NDArray[np.int64]
"""One a ticket: the number of its theme or cluster, or ``NOWHERE``."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The tickets that are looked at, ``feedback`` beside the rows of ``every`` (n x d, unit rows), and how it is told
    how far the vectors of texts say what these mean (``meaning``: texts to shares).
    """

    feedback: tuple[Feedback, ...]
    every: Vectors
    meaning: Callable[[Sequence[str]], Shares]

    def vectors(self, rows: Sequence[int] | Rows | slice) -> Vectors:
        """The unit vectors of these tickets."""
        return self.every[rows]

    def by_id(self, ids: Collection[str]) -> dict[str, Vectors]:
        """The unit vectors of those of these tickets that take part."""
        wanted = set(ids)
        rows = [row for row, item in enumerate(self.feedback) if item.ticket_id in wanted]
        return {self.feedback[row].ticket_id: vector for row, vector in zip(rows, self.vectors(rows), strict=True)}

    def corpus(self, rows: Sequence[int] | Rows) -> Corpus:
        """What these tickets say."""
        chosen = [self.feedback[row] for row in rows]
        languages = ["" if item.language == UNKNOWN else item.language for item in chosen]
        said = [item.text for item in chosen]
        return Corpus(said, self.vectors(rows), self.meaning(said), languages)

    def in_order(self) -> Texts:
        """The same tickets in the order of their ids."""
        ids = [item.ticket_id for item in self.feedback]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        if order == list(range(len(ids))):  # as a store gives them, and there are many vectors to copy
            return self
        return Texts(tuple(self.feedback[row] for row in order), self.every[order], self.meaning)


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """Which theme each ticket is in: ``theme`` (n, beside ``ids``) holds numbers in ``names``, the ids of the themes.
    ``earlier`` says where it was when the run began, and ``seen`` which tickets an earlier run looked at.

    A step of a run takes a roll and gives one with other themes; ``names`` only ever grows.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    theme: Indexes
    earlier: Indexes
    seen: Flags

    @property
    def fresh(self) -> Flags:
        """Which tickets no earlier run looked at."""
        return ~self.seen

    @property
    def sizes(self) -> Indexes:
        """How many tickets each theme has."""
        return np.bincount(self.theme[self.theme != NOWHERE], minlength=len(self.names))

    def founding(self, groups: Sequence[Rows], names: Sequence[str]) -> Roll:
        """The same with each of the ``groups`` of tickets as a new theme, named by ``names``."""
        theme = self.theme.copy()
        for number, rows in enumerate(groups, start=len(self.names)):
            theme[rows] = number
        return Roll(self.ids, (*self.names, *names), theme, self.earlier, self.seen)

    def moving(self, rows: Rows, themes: Indexes | int) -> Roll:
        """The same with some tickets in other themes."""
        theme = self.theme.copy()
        theme[rows] = themes
        return Roll(self.ids, self.names, theme, self.earlier, self.seen)


def roll_of(texts: Texts, names: Iterable[str], earlier: Iterable[Assignment]) -> Roll:
    """Where ``texts`` are by the assignments of the last run; in none whose theme is not among ``names``."""
    ordered = tuple(sorted(names))
    number = {name: index for index, name in enumerate(ordered)}
    known: Mapping[str, int] = {a.ticket_id: number.get(a.theme_id or "", NOWHERE) for a in earlier}
    ids = tuple(item.ticket_id for item in texts.feedback)
    theme = np.array([known.get(ticket, NOWHERE) for ticket in ids], np.int64)
    return Roll(ids, ordered, theme, theme, np.array([ticket in known for ticket in ids], bool))

"""How much alike descriptions are: words, spelling, meaning and time in one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from voc.analysis.filing.matching.described import Described
from voc.analysis.filing.matching.meaning import MeaningIndex, WordMeanings
from voc.analysis.filing.matching.spelling import SpellingIndex
from voc.analysis.filing.matching.words import WordIndex
from voc.analysis.text.clean.prose import prose

WORDS, SPELLING, MEANING, TIME = 6.0, 4.0, 9.0, 1.0
"""What each is worth. Fitted on either of two trackers they come out alike, and tell the other's duplicates (decision
14); a difference of 1 is e times the odds."""
SPELLING_ALONE = 12.0
"""What spelling is worth where nothing is known of what the words mean."""
WEEK = 7.0
DAY_SECONDS = 86_400.0
DECIMALS = 4
"""Sums are rounded before they are ranked, so that their last bits decide nothing."""

Likenesses = npt.NDArray[np.float32]
"""Queries x texts."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Each part by itself, queries x texts; ``known`` (0..1, one a query) says how far its words' meaning is known."""

    words: Likenesses
    spelling: Likenesses
    meaning: Likenesses
    time: Likenesses
    known: npt.NDArray[np.float32]

    def total(self, row: int) -> npt.NDArray[np.float32]:
        """All in all, of one query: the higher, the more alike; only differences mean something."""
        known = float(self.known[row])
        spelling = known * SPELLING + (1 - known) * SPELLING_ALONE
        parts = (WORDS, self.words), (spelling, self.spelling), (known * MEANING, self.meaning), (TIME, self.time)
        total: npt.NDArray[np.float32] = np.zeros(self.words.shape[1], np.float32)
        for weight, part in parts:
            total += weight * part[row]
        return np.round(total, DECIMALS)


@dataclass(frozen=True, slots=True, eq=False)
class LikenessIndex:
    """Descriptions that others can be compared with."""

    words: WordIndex
    spelling: SpellingIndex
    meaning: MeaningIndex | None
    days: npt.NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[Described], meanings: WordMeanings | None = None) -> LikenessIndex:
        """Index ``texts``; without ``meanings`` nothing is told by what words mean."""
        spoken = _spoken(texts)
        return cls(
            WordIndex.of(texts),
            SpellingIndex.of(spoken),
            MeaningIndex.of(spoken, meanings) if meanings is not None and spoken else None,
            np.array([_day(text.since) for text in texts], np.float64),
        )

    def alike(self, queries: Sequence[Described]) -> Likeness:
        """Compare ``queries`` with every text."""
        spoken = _spoken(queries)
        words, spelling = self.words.alike(queries), self.spelling.alike(spoken)
        meaning, known = np.zeros_like(words), np.zeros(len(queries), np.float32)
        if self.meaning is not None:
            meaning, known = self.meaning.alike(spoken), self.meaning.known(spoken)
        return Likeness(words, spelling, meaning, self._near(queries), known)

    def _near(self, queries: Sequence[Described]) -> Likenesses:
        """Duplicates come soon after one another: minus the logarithm of the weeks between.

        A text without a date counts as far off as the middle one; a query without any is as near to all.
        """
        since = np.array([_day(query.since) for query in queries])[:, None]
        until = np.array([_day(query.until) for query in queries])[:, None]
        apart = np.maximum(np.maximum(since - self.days, self.days - until), 0)
        near = -np.log1p(apart / WEEK)
        dated = ~np.isnan(near)
        middles = np.array(
            [np.median(row[known]) if known.any() else 0.0 for row, known in zip(near, dated, strict=True)]
        )
        filled: Likenesses = np.where(dated, near, middles[:, None]).astype(np.float32)
        return filled


def _spoken(texts: Sequence[Described]) -> list[str]:
    return [f"{text.title}\n{prose(text.body)}" for text in texts]


def _day(moment: datetime | None) -> float:
    return np.nan if moment is None else moment.timestamp() / DAY_SECONDS

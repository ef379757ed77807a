"""Which existing issues might be the one that is about to be filed, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from voc.analysis.filing.matching.described import Described
from voc.analysis.filing.matching.likeness import Likeness, LikenessIndex
from voc.analysis.filing.matching.meaning import WordMeanings
from voc.analysis.filing.matching.rivals import are_rivals

LINK = 0.99
"""The score from which on a link is proposed: of the tracker's own issues so large a share stand out less."""
NEAR = 0.75
"""The score from which on candidates are shown."""
UNSURE = 0.9
"""The highest score of what stands out less than ``LEAST``."""
LEAST = 4.0
"""How far the best must stand out at least, however few issues there are: e to so much times the odds of the others."""
OTHERS = 5
"""So many of the next ones tell what the best stands out from."""
BESIDE = 2.0
"""How much less than the best a further candidate may be alike."""
SHOWN = 3
SAMPLED = 1_000
"""Issues that are compared with those before them, to learn what is usual."""
BLOCK = 200
"""Descriptions that are compared at a time, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class Aids:
    """What is known beside the texts: what words mean (nothing without), and which words name which platform."""

    meanings: WordMeanings | None = None
    platforms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that is alike.

    Attributes:
        number: its place among those that were indexed.
        total: how much alike it is, see ``Likeness.total``.
        words, meaning: what of that is words and meaning in common.
        rival: whether the titles keep the two apart.
    """

    number: int
    total: float
    words: float
    meaning: float
    rival: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The texts that are most alike, best first.

    ``scores`` stand beside the first of them, never rising: the share of the existing issues whose own best one stands
    out less from its next ones than this one does.
    """

    hits: tuple[Hit, ...]
    scores: tuple[float, ...]

    @property
    def sure(self) -> bool:
        """Whether the best one may be proposed as the same."""
        return bool(self.hits) and self.scores[0] >= LINK and not self.hits[0].rival

    @property
    def shown(self) -> tuple[tuple[Hit, float], ...]:
        """Those that a person should look at, with their scores; none where nothing stands out."""
        if not self.hits or self.scores[0] < NEAR:
            return ()
        least = self.hits[0].total - BESIDE
        return tuple((hit, score) for hit, score in zip(self.hits, self.scores, strict=False) if hit.total >= least)


class Matcher:
    """Existing issues, ready to be compared with.

    How far a best one must stand out follows from the issues themselves: a sample of them is compared with those before
    it, as if it were filed today. Nobody's word on what is a duplicate is needed.

    Args:
        texts: the issues, oldest first.
        aids: what is known beside the texts.
    """

    def __init__(self, texts: Sequence[Described], aids: Aids = Aids()) -> None:
        self._texts, self._aids = texts, aids
        self._index = LikenessIndex.of(texts, aids.meanings)
        self._usual = self._learned()

    def match(self, queries: Sequence[Described], before: Sequence[int] | None = None) -> list[Match]:
        """The best of each query's texts.

        Args:
            queries: what might be filed already.
            before: how many of the texts, from the first on, each query is compared with; all without it.
        """
        bounds = [len(self._texts)] * len(queries) if before is None else before
        found = self._found(queries, bounds)
        return [Match(hits, self._scores(hits)) for hits in found]

    def rarity(self, word: str) -> float:
        """How much a word of the issues tells (see ``WordIndex.rarity``)."""
        return self._index.words.rarity(word)

    def _found(self, queries: Sequence[Described], bounds: Sequence[int]) -> list[tuple[Hit, ...]]:
        found: list[tuple[Hit, ...]] = []
        for start in range(0, len(queries), BLOCK):
            block = queries[start : start + BLOCK]
            likeness = self._index.alike(block) if self._texts else None
            for row, (query, bound) in enumerate(zip(block, bounds[start:], strict=False)):
                found.append(self._hits(query, likeness, row, bound) if likeness is not None else ())
        return found

    def _hits(self, query: Described, likeness: Likeness, row: int, bound: int) -> tuple[Hit, ...]:
        total = likeness.total(row)[:bound]
        kept = min(2 * OTHERS, len(total))
        if not kept:
            return ()
        best = np.argpartition(-total, kept - 1)[:kept]
        return tuple(
            self._hit(query, int(number), float(total[number]), likeness, row)
            for number in best[np.lexsort((best, -total[best]))]
        )

    def _hit(self, query: Described, number: int, total: float, likeness: Likeness, row: int) -> Hit:
        words = float(likeness.words[row, number])
        rival = are_rivals(query.title, self._texts[number].title, words, self._aids.platforms)
        return Hit(number, total, words, float(likeness.known[row] * likeness.meaning[row, number]), rival)

    def _learned(self) -> npt.NDArray[np.float64]:
        """How far the best ones of the existing issues stand out, those that titles keep apart left out; ascending."""
        numbers = range(1, len(self._texts), max(1, -(-len(self._texts) // SAMPLED)))
        found = self._found([self._texts[number] for number in numbers], list(numbers))
        return np.sort([_standing(hits) for hits in found if not hits[0].rival])

    def _scores(self, hits: Sequence[Hit]) -> tuple[float, ...]:
        scores = [self._score(_standing(hits[place:])) for place in range(min(SHOWN, len(hits)))]
        return tuple(np.minimum.accumulate(scores).tolist())

    def _score(self, standing: float) -> float:
        """The share of the usual ones that stand out less; one that hardly stands out is never sure."""
        share = float(np.searchsorted(self._usual, standing) / len(self._usual)) if len(self._usual) else 1.0
        return share if standing >= LEAST else min(share, UNSURE)


def _standing(hits: Sequence[Hit]) -> float:
    """How far the best one stands out from the next ones; where there are fewer, from nothing in common."""
    if not hits:
        return 0.0
    return hits[0].total - sum(hit.total for hit in hits[1 : OTHERS + 1]) / OTHERS
